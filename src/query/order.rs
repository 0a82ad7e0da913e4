//! The order of goals in a list.

use std::cmp::{Ordering, Reverse};

use crate::data::{Goal, GoalId};

/// By what goals are sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    key: Key,
    reversed: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Key {
    #[default]
    Title,
    Id,
    Updated,
    Progress,
    Status,
}

/// The names, for messages.
pub const NAMES: &str = "write `title`, `id`, `updated`, `progress` or `status`; `-` before it reverses";

impl Sort {
    /// The sort of a name, with `-` before it for the other way round.
    pub fn parse(text: &str) -> Option<Sort> {
        let (name, reversed) = match text.strip_prefix('-') {
            Some(name) => (name, true),
            None => (text, false),
        };
        let key = match name {
            "title" => Key::Title,
            "id" => Key::Id,
            "updated" => Key::Updated,
            "progress" => Key::Progress,
            "status" => Key::Status,
            _ => return None,
        };
        Some(Sort { key, reversed })
    }

    /// Sorts goals. `title` gives a goal's title as plain text.
    ///
    /// Titles compare without case. Goals that are equal stand in the order of their ids, and
    /// goals without the value that is sorted by stand last, also when the order is reversed.
    pub fn apply(self, goals: &mut [&Goal], title: impl Fn(&Goal) -> String) {
        goals.sort_by_cached_key(|goal| {
            let key = match self.key {
                Key::Title => Some(Value::Text(title(goal).to_lowercase())),
                Key::Id => Some(Value::Id(IdKey::new(&goal.id))),
                Key::Updated => goal.visible_updates().next_back().map(|it| Value::Date(Reverse(it.date))),
                Key::Progress => {
                    goal.progress.filter(|it| it.total > 0).map(|it| Value::Share(Share { completed: it.completed, total: it.total }))
                }
                Key::Status => Some(Value::Status(goal.status)),
            };
            let key = match (key, self.reversed) {
                (None, _) => Place::Last,
                (Some(key), false) => Place::Forward(key),
                (Some(key), true) => Place::Backward(Reverse(key)),
            };
            (key, IdKey::new(&goal.id))
        });
    }
}

/// Where a goal goes. One list holds either forward or backward ones, and last ones.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Forward(Value),
    Backward(Reverse<Value>),
    Last,
}

/// One list compares one kind of value.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Text(String),
    Id(IdKey),
    Date(Reverse<jiff::civil::Date>),
    Share(Share),
    Status(crate::data::Status),
}

/// A part of a whole that is not zero. Of equal parts the larger whole is further.
struct Share {
    completed: u64,
    total: u64,
}

impl Ord for Share {
    fn cmp(&self, other: &Self) -> Ordering {
        let cross = |a: u64, b: u64| u128::from(a) * u128::from(b);
        cross(self.completed, other.total).cmp(&cross(other.completed, self.total)).then(self.total.cmp(&other.total))
    }
}

impl PartialOrd for Share {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Share {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Share {}

/// Numbers before names, numbers by size.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct IdKey(bool, u64, String);

impl IdKey {
    pub(super) fn new(id: &GoalId) -> Self {
        match id.number() {
            Some(number) => IdKey(false, number, String::new()),
            None => IdKey(true, 0, id.as_str().to_owned()),
        }
    }
}
