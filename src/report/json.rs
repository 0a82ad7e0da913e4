//! A report as JSON, version 1: what `schema` describes. Keys are never renamed and never
//! go; a change of that kind is another version.

use serde::Serialize;

use super::record;
use crate::data::Goal;
use crate::directive::{Entry, Report, ThemeSection, View};

/// The version of the form.
pub(super) const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    project: Option<&'a str>,
    period: &'a str,
    window: Days,
    team: Option<String>,
    counts: Counts,
    sections: [Section<'a>; 3],
}

#[derive(Serialize)]
struct Days {
    since: Option<String>,
    until: Option<String>,
}

#[derive(Serialize)]
struct Counts {
    goals: usize,
    flagship: usize,
    updates: usize,
    silent: usize,
    help_wanted: usize,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Section<'a> {
    Flagship { themes: Vec<ThemeOut<'a>> },
    HelpWanted { goals: Vec<record::Goal<'a>>, also: Vec<&'a str> },
    Other { goals: Vec<record::Goal<'a>> },
}

#[derive(Serialize)]
struct ThemeOut<'a> {
    id: Option<&'a str>,
    title: &'a str,
    goals: Vec<record::Goal<'a>>,
    /// Goals of this theme that stand in full under an earlier one.
    also: Vec<&'a str>,
}

/// The report as JSON, with a line end behind it.
pub fn json(view: &View<'_>, report: &Report<'_>) -> String {
    let data = report.goals;
    let counts = report.counts;
    let document = Document {
        version: VERSION,
        project: data.project.name.as_deref(),
        period: &data.period.name,
        window: Days { since: report.window.since.map(|it| it.to_string()), until: report.window.until.map(|it| it.to_string()) },
        team: (!report.teams.is_empty()).then(|| report.teams.join(", ")),
        counts: Counts {
            goals: counts.goals,
            flagship: counts.flagship,
            updates: counts.updates,
            silent: counts.silent,
            help_wanted: counts.help_wanted,
        },
        sections: [
            Section::Flagship { themes: report.flagship.iter().map(|it| theme(view, it)).collect() },
            Section::HelpWanted { goals: goals(view, &report.help_wanted), also: ids(&report.flagship_help_wanted) },
            Section::Other { goals: goals(view, &report.other) },
        ],
    };
    let mut text = serde_json::to_string_pretty(&document).expect("strings, numbers and lists are always JSON");
    text.push('\n');
    text
}

fn ids<'a>(goals: &[&'a Goal]) -> Vec<&'a str> {
    goals.iter().map(|it| it.id.as_str()).collect()
}

fn theme<'r>(view: &View<'_>, section: &'r ThemeSection<'_>) -> ThemeOut<'r> {
    ThemeOut {
        id: section.theme.map(|it| it.key.as_str()),
        title: section.theme.map_or("Other flagship goals", |it| &it.title),
        goals: goals(view, &section.entries),
        also: ids(&section.elsewhere),
    }
}

fn goals<'r>(view: &View<'_>, entries: &'r [Entry<'_>]) -> Vec<record::Goal<'r>> {
    entries.iter().map(|it| record::goal(view, it.goal, &it.said)).collect()
}
