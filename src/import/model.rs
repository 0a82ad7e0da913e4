//! What goal documents say, before it becomes TOML.
//!
//! The fields are those of the goals file; people and texts are as they are written there.

use crate::data::{Funded, HelpWanted, Issue, Size, Status};
use crate::source::{Span, Spanned};

/// Everything that was read.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// The goals, in the order of the documents.
    pub goals: Vec<Goal>,
    /// The themes: those of roadmap documents, then those that goals name.
    pub themes: Vec<Theme>,
    /// The teams that documents name, by key.
    pub teams: Vec<Team>,
}

impl Imported {
    /// The repository of most tracking issues; of equally many the first.
    pub fn tracking_repository(&self) -> Option<&str> {
        let of = |it: &Goal| it.issue.as_ref().map(|it| it.value.repository.clone());
        let count = |repository: &str| self.goals.iter().filter(|it| of(it).as_deref() == Some(repository)).count();
        let all = self.goals.iter().filter_map(|it| it.issue.as_ref()).map(|it| it.value.repository.as_str());
        all.rev().max_by_key(|it| count(it))
    }

    /// Keeps a team, and where its page is if that is not known yet.
    pub(super) fn add_team(&mut self, key: &str, url: Option<&str>) {
        let url = url.map(str::to_owned);
        match self.teams.iter_mut().find(|it| it.key == key) {
            Some(team) => team.url = team.url.take().or(url),
            None => self.teams.push(Team { key: key.to_owned(), url }),
        }
    }
}

/// A goal document.
#[derive(Clone, Debug)]
pub struct Goal {
    /// The document's file name without `.md`.
    pub stem: String,
    /// Where its title stands.
    pub span: Span,
    /// Its tracking issue.
    pub issue: Option<Spanned<Issue>>,
    /// Inline Markdown.
    pub title: String,
    /// Inline Markdown.
    pub short_title: Option<String>,
    /// What has become of it.
    pub status: Status,
    /// `@login`, else inline Markdown.
    pub point_of_contact: Option<String>,
    /// For each team those who speak for the goal there.
    pub champions: Vec<(String, Vec<String>)>,
    /// Who does the work: the row of that name, else the owners of all tasks.
    pub task_owners: Vec<String>,
    /// The keys of its themes.
    pub themes: Vec<String>,
    /// The themes as they are named, until they are resolved.
    pub(super) named: Vec<ThemeName>,
    /// Whether it is a flagship goal without a theme.
    pub flagship: bool,
    /// Inline Markdown.
    pub what_and_why: Option<String>,
    /// Markdown.
    pub summary: Option<String>,
    /// Its chapter.
    pub page: Option<String>,
    /// As written.
    pub timespan: Option<String>,
    /// As written.
    pub highlights: Vec<String>,
    /// A URL.
    pub zulip: Option<String>,
    /// Further issues.
    pub other_tracking_issues: Vec<Issue>,
    /// What it needs help with.
    pub help_wanted: Option<HelpWanted>,
    /// Inline Markdown.
    pub funding_contact: Option<String>,
    /// Work items.
    pub tasks: Vec<Task>,
    /// What it asks of teams.
    pub asks: Vec<Ask>,
    /// What it costs.
    pub funding: Vec<Funding>,
    /// The contributors that it looks for.
    pub help: Vec<Help>,
}

/// A theme as a goal's row names it.
#[derive(Clone, Debug)]
pub(super) struct ThemeName {
    /// Its title, inline Markdown.
    pub(super) title: String,
    /// The name of the document that the row links to, without `.md`.
    pub(super) stem: Option<String>,
}

/// A roadmap document, or a theme that a goal names.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Its key.
    pub key: String,
    /// The document's file name without `.md`.
    pub stem: Option<String>,
    /// Inline Markdown: the short title where there is one, since goals name their theme by it.
    pub title: String,
    /// The title of the document, where it has a shorter one too.
    pub long_title: Option<String>,
    /// Inline Markdown.
    pub what_and_why: Option<String>,
    /// `@login`, else inline Markdown.
    pub point_of_contact: Option<String>,
    /// Application areas.
    pub areas: Vec<String>,
    /// Its chapter.
    pub page: Option<String>,
}

/// A team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Team {
    /// Its name, as in `[lang]`.
    pub key: String,
    /// Its page, where a document defines one.
    pub url: Option<String>,
}

/// A work item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Task {
    /// Inline Markdown; may be empty.
    pub title: String,
    /// `@login`, else inline Markdown.
    pub owners: Vec<String>,
    /// Whether it is marked as done.
    pub done: bool,
    /// Its issues and pull requests.
    pub references: Vec<Issue>,
    /// Inline Markdown.
    pub notes: Option<String>,
    /// The sub-goal that it belongs to, inline Markdown.
    pub group: Option<String>,
}

/// What is asked of a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// The team's key.
    pub team: String,
    /// The kind (until 2025h2).
    pub kind: Option<String>,
    /// The support level (from 2026).
    pub size: Option<Size>,
    /// Inline Markdown.
    pub notes: Option<String>,
}

/// What a goal costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Funding {
    /// Inline Markdown.
    pub purpose: Option<String>,
    /// As written.
    pub cost: Option<String>,
    /// Whether it has been found; `None` where the document does not say.
    pub funded: Option<Funded>,
    /// Inline Markdown each.
    pub sponsors: Vec<String>,
}

/// A contributor that is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    /// Inline Markdown.
    pub task: Option<String>,
    /// Inline Markdown.
    pub experience: Option<String>,
    /// Inline Markdown.
    pub time: Option<String>,
}
