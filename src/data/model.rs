//! The goals data, as the rest of the tool sees it: what the files said, parsed and merged, in
//! the order in which it stands there.
//!
//! Nothing here knows TOML. A value that was wrong in the files and has been reported is absent
//! or has its default, so that one mistake does not hide the next.

use jiff::civil::Date;

use super::{GoalId, Issue, Login, Person};
use crate::source::{Span, Spanned};

/// Everything of one period.
#[derive(Clone, Debug)]
pub struct Goals {
    /// `[project]`.
    pub project: Project,
    /// `[period]`.
    pub period: Period,
    /// `[repository]`: short names and the repositories (`owner/name`) that they mean.
    pub repositories: Vec<(String, Spanned<String>)>,
    /// `[theme.*]`.
    pub themes: Vec<Theme>,
    /// `[team.*]`.
    pub teams: Vec<Team>,
    /// `[person.*]`.
    pub people: Vec<Profile>,
    /// `[ask-kind.*]`.
    pub ask_kinds: Vec<AskKind>,
    /// `[goal.*]`.
    pub goals: Vec<Goal>,
}

/// `[project]`.
#[derive(Clone, Debug)]
pub struct Project {
    /// The project's name, where it is given.
    pub name: Option<String>,
    /// Where the tracking issues are: `owner/name`.
    pub tracking_repository: String,
    /// What a bare `#1` means: `owner/name`.
    pub default_repository: Option<String>,
    /// What `RFC 1` means: `owner/name`.
    pub rfc_repository: Option<String>,
    /// Further numbers of RFCs that are the IETF's.
    pub ietf_rfcs: Vec<u64>,
    /// The forge, without a slash at its end.
    pub forge: String,
    /// The published book, for absolute links.
    pub site: Option<String>,
    /// Comments that begin so are no updates.
    pub ignore_comments: Vec<String>,
}

/// `[period]`.
#[derive(Clone, Debug)]
pub struct Period {
    /// Its name, such as `2025h2`.
    pub name: String,
    /// The first day.
    pub start: Option<Date>,
    /// The last day.
    pub end: Option<Date>,
}

/// A theme: a group of goals with one aim.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Its key.
    pub key: String,
    /// Where its table's head stands.
    pub span: Span,
    /// Its title, inline Markdown.
    pub title: String,
    /// Whether its goals are flagship goals.
    pub flagship: bool,
    /// What it is for, inline Markdown.
    pub what_and_why: Option<String>,
    /// Who answers for it.
    pub point_of_contact: Option<Person>,
    /// The application areas.
    pub areas: Vec<String>,
    /// Its chapter's path below the book's source folder.
    pub page: Option<Spanned<String>>,
}

/// A team.
#[derive(Clone, Debug)]
pub struct Team {
    /// Its key.
    pub key: String,
    /// The name to show.
    pub name: String,
    /// Its page.
    pub url: Option<String>,
    /// Where its table's head stands.
    pub span: Span,
}

/// What a person is called.
#[derive(Clone, Debug)]
pub struct Profile {
    /// The login.
    pub login: Login,
    /// The name to show.
    pub name: String,
    /// Where the person's table's head stands.
    pub span: Span,
}

/// What has become of a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Somebody wants it.
    Proposed,
    /// It waits for somebody to own it.
    Invited,
    /// It is being worked on.
    Accepted,
    /// It is reached.
    Completed,
    /// It goes on in another period.
    Continued,
    /// It was given up.
    Dropped,
    /// It was turned down.
    NotAccepted,
}

impl Status {
    /// All of them, in the order of a goal's life.
    pub const ALL: [Status; 7] =
        [Status::Proposed, Status::Invited, Status::Accepted, Status::Completed, Status::Continued, Status::Dropped, Status::NotAccepted];

    /// As it is written in the goals file and in filters.
    pub fn name(self) -> &'static str {
        match self {
            Status::Proposed => "proposed",
            Status::Invited => "invited",
            Status::Accepted => "accepted",
            Status::Completed => "completed",
            Status::Continued => "continued",
            Status::Dropped => "dropped",
            Status::NotAccepted => "not-accepted",
        }
    }

    /// As it is shown.
    pub fn label(self) -> &'static str {
        match self {
            Status::Proposed => "Proposed",
            Status::Invited => "Invited",
            Status::Accepted => "Accepted",
            Status::Completed => "Completed",
            Status::Continued => "Continued",
            Status::Dropped => "Dropped",
            Status::NotAccepted => "Not accepted",
        }
    }

    /// The status of that name.
    pub fn from_name(name: &str) -> Option<Status> {
        Status::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// A goal.
#[derive(Clone, Debug)]
pub struct Goal {
    /// Its key.
    pub id: GoalId,
    /// Where its table's head stands.
    pub span: Span,
    /// Its tracking issue, by its key or by `tracking-issue`.
    pub issue: Option<Issue>,
    /// Its title, inline Markdown.
    pub title: String,
    /// A shorter title, inline Markdown.
    pub short_title: Option<String>,
    /// What has become of it.
    pub status: Status,
    /// Who answers for it.
    pub point_of_contact: Option<Person>,
    /// For each team, by its key as written, those who speak for the goal there.
    pub champions: Vec<(Spanned<String>, Vec<Person>)>,
    /// Who does the work.
    pub task_owners: Vec<Person>,
    /// The keys of its themes, all of which exist.
    pub themes: Vec<String>,
    /// `progress`, else counted from the tasks; `None` where there is neither.
    pub progress: Option<crate::fragment::Progress>,
    /// Whether it is a flagship goal: by its own key, else by its themes.
    pub flagship: bool,
    /// What it is for, inline Markdown.
    pub what_and_why: Option<String>,
    /// What it is, Markdown.
    pub summary: Option<String>,
    /// Its chapter's path below the book's source folder.
    pub page: Option<Spanned<String>>,
    /// When it is worked on, as written.
    pub timespan: Option<String>,
    /// What it is a part of in the period's highlights.
    pub highlights: Vec<String>,
    /// Where it is talked about.
    pub zulip: Option<String>,
    /// Further tracking issues, as written.
    pub other_tracking_issues: Vec<Spanned<String>>,
    /// Its summary in one line, Markdown.
    pub tldr: Option<String>,
    /// What it needs help with.
    pub help_wanted: Option<HelpWanted>,
    /// Whom to ask about funding, inline Markdown.
    pub funding_contact: Option<String>,
    /// What became of it, inline Markdown.
    pub outcome: Option<String>,
    /// What carries it on.
    pub successor: Option<Successor>,
    /// Whether its tracking issue was `open` or `closed` when `sync` fetched it last.
    pub issue_state: Option<String>,
    /// Its work items.
    pub tasks: Vec<Task>,
    /// What it asks of teams.
    pub asks: Vec<Ask>,
    /// What it costs.
    pub funding: Vec<Funding>,
    /// The contributors that it looks for.
    pub help: Vec<Help>,
    /// Its updates, hidden ones too, oldest first; of one day in the order of the files.
    pub updates: Vec<Update>,
}

/// A goal's `help-wanted`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HelpWanted {
    /// `true`: it looks for help, and says no more.
    Yes,
    /// With what, Markdown.
    With(String),
}

/// A goal's `successor`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Successor {
    /// A goal of this file set.
    Goal(GoalId),
    /// Another page.
    Url(String),
}

/// A work item.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its title, inline Markdown.
    pub title: Option<String>,
    /// Who does it.
    pub owners: Vec<Person>,
    /// Whether it is done.
    pub done: bool,
    /// Its issues and pull requests, as written.
    pub references: Vec<Spanned<String>>,
    /// Inline Markdown.
    pub notes: Option<String>,
    /// The sub-goal that it belongs to.
    pub group: Option<String>,
}

/// How much a goal asks of a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// Good wishes.
    Vibes,
    /// Little.
    Small,
    /// Some.
    Medium,
    /// Much.
    Large,
}

impl Size {
    /// All of them, from little to much.
    pub const ALL: [Size; 4] = [Size::Vibes, Size::Small, Size::Medium, Size::Large];

    /// As it is written in the goals file and in filters.
    pub fn name(self) -> &'static str {
        match self {
            Size::Vibes => "vibes",
            Size::Small => "small",
            Size::Medium => "medium",
            Size::Large => "large",
        }
    }

    /// As it is shown.
    pub fn label(self) -> &'static str {
        match self {
            Size::Vibes => "Vibes",
            Size::Small => "Small",
            Size::Medium => "Medium",
            Size::Large => "Large",
        }
    }

    /// The size of that name.
    pub fn from_name(name: &str) -> Option<Size> {
        Size::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// What a goal asks of a team.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The team's key, as written.
    pub team: Spanned<String>,
    /// The kind, one of `[ask-kind]` where any is declared.
    pub kind: Option<String>,
    /// How much.
    pub size: Option<Size>,
    /// Inline Markdown.
    pub notes: Option<String>,
}

/// Whether money has been found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Funded {
    /// No.
    No,
    /// In part.
    Partial,
    /// All of it.
    Full,
}

/// What a goal costs.
#[derive(Clone, Debug)]
pub struct Funding {
    /// For what, inline Markdown.
    pub purpose: Option<String>,
    /// How much, as written.
    pub cost: Option<String>,
    /// Whether it has been found.
    pub funded: Funded,
    /// By whom, inline Markdown each.
    pub sponsors: Vec<String>,
}

/// A contributor that a goal looks for.
#[derive(Clone, Debug)]
pub struct Help {
    /// For what, inline Markdown.
    pub task: Option<String>,
    /// What they should know, inline Markdown.
    pub experience: Option<String>,
    /// How long it takes, inline Markdown.
    pub time: Option<String>,
}

/// What a goal's people said on a day.
#[derive(Clone, Debug)]
pub struct Update {
    /// Where its table's head stands.
    pub span: Span,
    /// The day, UTC.
    pub date: Date,
    /// Who said it.
    pub author: Person,
    /// The original.
    pub url: Option<String>,
    /// Inline Markdown.
    pub title: Option<String>,
    /// Markdown.
    pub tldr: Option<String>,
    /// Markdown.
    pub help_wanted: Option<String>,
    /// Kept in the file, left out of every page.
    pub hidden: bool,
    /// Markdown, as written.
    pub body: Spanned<String>,
}

/// A kind of ask.
#[derive(Clone, Debug)]
pub struct AskKind {
    /// Its name.
    pub name: String,
    /// A shorter name.
    pub short: Option<String>,
    /// What a team is asked to do, inline Markdown.
    pub about: Option<String>,
}
