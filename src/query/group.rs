//! Groups of goals in a list.

use crate::data::{Goal, Goals, Person, Size, Status, same};

/// By what a list is grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// A goal stands under each of its themes.
    Theme,
    /// A goal stands under each team that it has a champion from.
    Team,
    /// A goal stands under each of its champions.
    Champion,
    /// A goal stands under its point of contact.
    Contact,
    /// A goal stands under what has become of it.
    Status,
    /// A goal stands under its largest ask.
    Size,
}

/// The names, for messages.
pub const NAMES: &str = "write `theme`, `team`, `champion`, `contact`, `status` or `size`";

/// What the goals of a group have in common.
#[derive(Clone, Debug, PartialEq)]
pub enum Group {
    /// The theme of this key.
    Theme(String),
    /// The team of this key.
    Team(String),
    /// This person, as champion or as point of contact.
    Person(Person),
    /// This status.
    Status(Status),
    /// This size of the largest ask.
    Size(Size),
    /// None of the values that a list is grouped by.
    Rest,
}

impl GroupBy {
    /// The grouping of a name.
    pub fn parse(text: &str) -> Option<GroupBy> {
        match text {
            "theme" => Some(GroupBy::Theme),
            "team" => Some(GroupBy::Team),
            "champion" => Some(GroupBy::Champion),
            "contact" => Some(GroupBy::Contact),
            "status" => Some(GroupBy::Status),
            "size" => Some(GroupBy::Size),
            _ => None,
        }
    }

    /// The groups that `listed` falls into, without empty ones. Themes and teams stand in the
    /// order of the goals file, people in the order of `name`, statuses as a goal lives, sizes from
    /// large to small; goals without the value come last. Within a group the order of `listed` is
    /// kept.
    pub fn apply<'a>(self, listed: &[&'a Goal], goals: &Goals, name: impl Fn(&Person) -> String) -> Vec<(Group, Vec<&'a Goal>)> {
        let mut groups: Vec<(Group, Vec<&Goal>)> = Vec::new();
        for &goal in listed {
            let mut of_goal = self.of(goal);
            if of_goal.is_empty() {
                of_goal.push(Group::Rest);
            }
            for group in of_goal {
                match groups.iter_mut().find(|(it, _)| *it == group) {
                    Some((_, members)) => members.push(goal),
                    None => groups.push((group, vec![goal])),
                }
            }
        }
        groups.sort_by_cached_key(|(group, _)| match group {
            Group::Theme(key) => (goals.themes.iter().position(|it| it.key == *key).unwrap_or(usize::MAX - 1), String::new()),
            Group::Team(key) => (goals.teams.iter().position(|it| same(&it.key, key)).unwrap_or(usize::MAX - 1), key.to_lowercase()),
            Group::Person(person) => (0, name(person).to_lowercase()),
            Group::Status(status) => (*status as usize, String::new()),
            Group::Size(size) => (Size::ALL.len() - *size as usize, String::new()),
            Group::Rest => (usize::MAX, String::new()),
        });
        groups
    }

    /// The groups of one goal, each once.
    fn of(self, goal: &Goal) -> Vec<Group> {
        let mut groups: Vec<Group> = match self {
            GroupBy::Theme => goal.themes.iter().cloned().map(Group::Theme).collect(),
            GroupBy::Team => goal.champions.iter().map(|(team, _)| Group::Team(team.value.clone())).collect(),
            GroupBy::Champion => goal.champions.iter().flat_map(|(_, it)| it).cloned().map(Group::Person).collect(),
            GroupBy::Contact => goal.point_of_contact.iter().cloned().map(Group::Person).collect(),
            GroupBy::Status => vec![Group::Status(goal.status)],
            GroupBy::Size => goal.largest_ask().map(Group::Size).into_iter().collect(),
        };
        let mut seen: Vec<Group> = Vec::new();
        groups.retain(|it| {
            !seen.contains(it) && {
                seen.push(it.clone());
                true
            }
        });
        groups
    }
}
