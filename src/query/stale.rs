//! Goals of which nothing was heard for a while.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::data::{Goal, Goals};

/// A goal with the day of its last update; `None` where it never had one.
pub type Silence<'a> = (&'a Goal, Option<Date>);

/// The goals without an update in the `days` days before `today`, those first of which nothing was
/// heard for the longest time, equal ones in the order of the files. Goals that are left out of
/// lists are not meant, and updates from after `today` do not count.
///
/// Without a `today` there is no update at all: then it is every goal.
pub fn stale(goals: &Goals, today: Option<Date>, days: u16) -> Vec<Silence<'_>> {
    let since = today.and_then(|it| it.checked_sub(i32::from(days).days()).ok());
    let last = |goal: &Goal| goal.visible_updates().map(|it| it.date).rfind(|date| today.is_none_or(|today| *date <= today));
    let all = goals.goals.iter().filter(|it| it.is_listed()).map(|it| (it, last(it)));
    let mut out: Vec<_> = all.filter(|(_, last)| last.is_none_or(|it| since.is_some_and(|since| it < since))).collect();
    out.sort_by_key(|(_, last)| *last);
    out
}
