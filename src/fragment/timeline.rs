//! A picture of goals and months: what it shows, not how.

use super::Inline;

/// Goals down, months across, and when something was heard of each goal.
#[derive(Clone, Debug, PartialEq)]
pub struct Timeline {
    /// The months, without a gap.
    pub months: Vec<Month>,
    /// The themes that lanes name.
    pub themes: Vec<LaneTheme>,
    /// A lane for each goal.
    pub lanes: Vec<Lane>,
}

/// A theme in a [`Timeline`].
#[derive(Clone, Debug, PartialEq)]
pub struct LaneTheme {
    /// What it looks like: one number for each theme of the period, from 0. So a theme looks the
    /// same in every timeline.
    pub number: usize,
    /// Its title, without links.
    pub title: Vec<Inline>,
}

/// A month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Month {
    /// The year.
    pub year: i16,
    /// 1 to 12.
    pub number: i8,
}

impl Month {
    /// `Oct`
    pub fn short(self) -> &'static str {
        const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        usize::try_from(self.number - 1).ok().and_then(|it| NAMES.get(it)).copied().unwrap_or_default()
    }
}

/// A goal in a [`Timeline`].
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// The goal's title, which may be a link.
    pub title: Vec<Inline>,
    /// Its theme, by [`LaneTheme::number`].
    pub theme: Option<usize>,
    /// The days with updates, in order.
    pub days: Vec<Day>,
    /// What was heard in each month of [`Timeline::months`].
    pub months: Vec<Heard>,
}

/// A day with updates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// As `2025-10-22`.
    pub date: String,
    /// Its month, by its place in [`Timeline::months`].
    pub month: usize,
    /// The day of the month, from 1.
    pub number: i8,
    /// How many days the month has.
    pub days_in_month: i8,
    /// How many updates there are from that day.
    pub updates: usize,
}

/// What was heard of a goal in a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// So many updates, at least one.
    Updates(usize),
    /// Nothing.
    Nothing,
    /// Nothing yet: the data ends before the month.
    Ahead,
}
