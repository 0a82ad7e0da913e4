//! Questions that the whole tool asks of the goals data: which goal, team or person is meant by a
//! word, and where on the forge it is.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{Goal, Goals, Issue, Login, Person, Profile, Size, Status, Team, Theme, Update};

impl Goals {
    /// The forge's page of an issue.
    pub fn issue_url(&self, issue: &Issue) -> String {
        format!("{}/{}/issues/{}", self.project.forge, issue.repository, issue.number)
    }

    /// The forge's page of a login.
    pub fn person_url(&self, login: &Login) -> String {
        format!("{}/{}", self.project.forge, login.as_str())
    }

    /// An issue as it is written: `#389` in the tracking repository, else `owner/name#389`.
    pub fn issue_label(&self, issue: &Issue) -> String {
        if issue.repository.eq_ignore_ascii_case(&self.project.tracking_repository) {
            format!("#{}", issue.number)
        } else {
            format!("{}#{}", issue.repository, issue.number)
        }
    }

    /// The theme of a key or a title (compared without case).
    pub fn theme(&self, name: &str) -> Option<&Theme> {
        let key = self.themes.iter().find(|it| it.key == name);
        key.or_else(|| self.themes.iter().find(|it| it.key.eq_ignore_ascii_case(name) || same(&it.title, name)))
    }

    /// The team of a key or a name (compared without case).
    pub fn team(&self, name: &str) -> Option<&Team> {
        let key = self.teams.iter().find(|it| it.key == name);
        key.or_else(|| self.teams.iter().find(|it| same(&it.key, name) || same(&it.name, name)))
    }

    /// The day of the newest update that is shown.
    pub fn newest_update(&self) -> Option<Date> {
        self.goals.iter().flat_map(Goal::visible_updates).map(|it| it.date).max()
    }
}

/// Whether two names are the same for people: without case, with white space folded.
pub fn same(a: &str, b: &str) -> bool {
    let mut a = a.split_whitespace().flat_map(|it| it.chars().flat_map(char::to_lowercase).chain([' ']));
    let mut b = b.split_whitespace().flat_map(|it| it.chars().flat_map(char::to_lowercase).chain([' ']));
    a.by_ref().eq(b.by_ref())
}

impl Goal {
    /// The updates that are not hidden, oldest first.
    pub fn visible_updates(&self) -> impl DoubleEndedIterator<Item = &Update> {
        self.updates.iter().filter(|it| !it.hidden)
    }

    /// Whether the goal stands in lists, counts and reports that do not ask for a status.
    pub fn is_listed(&self) -> bool {
        self.status != Status::NotAccepted
    }

    /// The size of its largest ask.
    pub fn largest_ask(&self) -> Option<Size> {
        self.asks.iter().filter_map(|it| it.size).max()
    }

    /// Everybody in a role of the goal: contact, champions, task owners, owners of single tasks;
    /// each as often as they have one.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        let champions = self.champions.iter().flat_map(|(_, people)| people);
        let owners = self.tasks.iter().flat_map(|it| &it.owners);
        self.point_of_contact.iter().chain(champions).chain(&self.task_owners).chain(owners)
    }
}

/// The same questions where they are asked thousands of times: by hash instead of by search.
#[derive(Debug)]
pub struct Lookup<'a> {
    goals: HashMap<&'a str, &'a Goal>,
    /// By tracking issue: its number, and the repository in lower case, as the forge compares them.
    by_issue: HashMap<(u64, String), &'a Goal>,
    people: HashMap<String, &'a Profile>,
}

impl<'a> Lookup<'a> {
    /// Reads all names once.
    pub fn new(data: &'a Goals) -> Self {
        let mut goals = HashMap::with_capacity(data.goals.len());
        let mut by_issue = HashMap::with_capacity(data.goals.len());
        for goal in &data.goals {
            goals.entry(goal.id.as_str()).or_insert(goal);
            if let Some(issue) = &goal.issue {
                by_issue.entry((issue.number, issue.repository.to_ascii_lowercase())).or_insert(goal);
            }
        }
        Lookup { goals, by_issue, people: data.people.iter().map(|it| (it.login.as_str().to_ascii_lowercase(), it)).collect() }
    }

    /// The goal of a key. [`find_goal`] knows the numbers of tracking issues as well.
    pub fn goal(&self, key: &str) -> Option<&'a Goal> {
        self.goals.get(key).copied()
    }

    /// The goal with that tracking issue, whatever its key.
    pub fn goal_of(&self, issue: &Issue) -> Option<&'a Goal> {
        self.by_issue.get(&(issue.number, issue.repository.to_ascii_lowercase())).copied()
    }

    /// What is known of a login.
    pub fn profile(&self, login: &Login) -> Option<&'a Profile> {
        self.people.get(&login.as_str().to_ascii_lowercase()).copied()
    }

    /// The name to show for a login: the profile's, else `@login`.
    pub fn display_name(&self, login: &Login) -> String {
        self.profile(login).map_or_else(|| format!("@{}", login.as_str()), |it| it.name.clone())
    }
}

/// The goal that `word` names: by its key, or by the number of its tracking issue in the tracking
/// repository (with or without `#`).
pub fn find_goal<'a>(data: &'a Goals, lookup: &Lookup<'a>, word: &str) -> Option<&'a Goal> {
    let word = word.strip_prefix('#').unwrap_or(word);
    let by_number = || {
        let repository = data.project.tracking_repository.clone();
        lookup.goal_of(&Issue { repository, number: word.parse().ok()? })
    };
    lookup.goal(word).or_else(by_number)
}
