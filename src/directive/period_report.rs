//! What a period's report holds: which goals, in which section, and what they said. One model for
//! the directive in a chapter, for the post, for the page and for JSON; how it looks is not known
//! here.

use super::context::View;
use super::goal::Said;
use crate::data::{Goal, Goals, Theme};
use crate::fragment::plain_text;
use crate::query::{Filter, Sort, Window};

/// A period's report.
///
/// Each goal stands in it once: with the flagship goals, else with those that look for help, else
/// with the others. In all sections goals are sorted by title, without case.
#[derive(Debug)]
pub struct Report<'a> {
    /// The data.
    pub goals: &'a Goals,
    /// Which updates are in it.
    pub window: Window,
    /// The keys of the teams whose goals are in it, those that have a champion there; empty: of all.
    pub teams: Vec<String>,
    /// How much it holds.
    pub counts: Counts,
    /// The flagship goals, by theme in the order of the goals file.
    pub flagship: Vec<ThemeSection<'a>>,
    /// The goals that look for help and are no flagship goals.
    pub help_wanted: Vec<Entry<'a>>,
    /// The flagship goals that look for help.
    pub flagship_help_wanted: Vec<&'a Goal>,
    /// The goals that are neither.
    pub other: Vec<Entry<'a>>,
}

/// How much a report holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Goals.
    pub goals: usize,
    /// Flagship goals among them.
    pub flagship: usize,
    /// Updates of all goals.
    pub updates: usize,
    /// Goals without an update.
    pub silent: usize,
    /// Goals that look for help.
    pub help_wanted: usize,
}

/// The flagship goals of one theme.
#[derive(Debug)]
pub struct ThemeSection<'a> {
    /// The theme; `None` for flagship goals without one, which come last.
    pub theme: Option<&'a Theme>,
    /// Its goals.
    pub entries: Vec<Entry<'a>>,
    /// Its goals that stand under an earlier theme.
    pub elsewhere: Vec<&'a Goal>,
}

/// A goal in a report.
#[derive(Debug)]
pub struct Entry<'a> {
    /// The goal.
    pub goal: &'a Goal,
    /// What it said.
    pub said: Said<'a>,
}

impl<'a> Report<'a> {
    /// The report on the goals that `filter` keeps, with their updates in `window`.
    pub fn new(view: &View<'a>, filter: &Filter, window: Window) -> Self {
        let teams = filter.teams().into_iter().map(str::to_owned).collect();
        Report::of(view, filter.goals(view.goals), teams, window)
    }

    /// The report on these goals, with their updates in `window`. Where all of them have a champion
    /// from `teams`, by key, it says so.
    pub fn of(view: &View<'a>, mut goals: Vec<&'a Goal>, teams: Vec<String>, window: Window) -> Self {
        Sort::default().apply(&mut goals, |it| plain_text(&view.title(it)));
        let mut report = Report {
            goals: view.goals,
            teams,
            counts: Counts::default(),
            flagship: Vec::new(),
            help_wanted: Vec::new(),
            flagship_help_wanted: Vec::new(),
            other: Vec::new(),
            window,
        };
        let mut flagship = Vec::new();
        for goal in goals {
            let entry = Entry { goal, said: Said::new(view, goal, &report.window) };
            let looks_for_help = !entry.said.help_wanted.is_empty();
            report.counts.goals += 1;
            report.counts.flagship += usize::from(goal.flagship);
            report.counts.updates += entry.said.updates.len();
            report.counts.silent += usize::from(entry.said.updates.is_empty());
            report.counts.help_wanted += usize::from(looks_for_help);
            match (goal.flagship, looks_for_help) {
                (true, _) => {
                    report.flagship_help_wanted.extend(looks_for_help.then_some(goal));
                    flagship.push(entry);
                }
                (false, true) => report.help_wanted.push(entry),
                (false, false) => report.other.push(entry),
            }
        }
        report.flagship = by_theme(view.goals, flagship);
        report
    }

    /// All goals with their entries, in the order of the report.
    pub fn entries(&self) -> impl Iterator<Item = &Entry<'a>> {
        self.flagship.iter().flat_map(|it| &it.entries).chain(&self.help_wanted).chain(&self.other)
    }
}

/// Flagship goals under their flagship themes; one without under its other themes, one without any
/// theme in the last section. Themes without goals are left out.
fn by_theme<'a>(goals: &'a Goals, entries: Vec<Entry<'a>>) -> Vec<ThemeSection<'a>> {
    let section = |theme| ThemeSection { theme, entries: Vec::new(), elsewhere: Vec::new() };
    let mut sections: Vec<_> = goals.themes.iter().map(|it| section(Some(it))).chain([section(None)]).collect();
    let last = sections.len() - 1;
    for entry in entries {
        let mut places: Vec<usize> = Vec::new();
        for only_flagship in [true, false] {
            if places.is_empty() {
                let fits = |(nth, theme): (usize, &Theme)| {
                    let fits = entry.goal.themes.contains(&theme.key) && (theme.flagship || !only_flagship);
                    fits.then_some(nth)
                };
                places = goals.themes.iter().enumerate().filter_map(fits).collect();
            }
        }
        let mut places = places.into_iter();
        let first = places.next().unwrap_or(last);
        for place in places {
            sections[place].elsewhere.push(entry.goal);
        }
        sections[first].entries.push(entry);
    }
    sections.retain(|it| !it.entries.is_empty() || !it.elsewhere.is_empty());
    sections
}
