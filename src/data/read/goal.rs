//! One goal, with its tasks, asks, funding, help and updates.

use std::collections::HashMap;

use super::table::{self, Fields};
use crate::data::shape;
use crate::data::tree::Entry;
use crate::data::url::Forge;
use crate::data::{Ask, Funded, Funding, Goal, GoalId, Help, Issue, Size, Status, Successor, Task, Theme, Update};
use crate::fragment::Progress;
use crate::source::Span;

/// What a goal is read with.
pub(super) struct Context<'a> {
    forge: &'a Forge<'a>,
    /// Whether the themes, by key, are flagship themes.
    themes: HashMap<&'a str, bool>,
    /// The keys of goals, by all names that a goal has.
    goals: HashMap<String, String>,
}

impl<'a> Context<'a> {
    pub(super) fn new(forge: &'a Forge<'a>, themes: &'a [Theme], goals: &[Entry<'_>]) -> Self {
        Context { forge, themes: themes.iter().map(|it| (it.key.as_str(), it.flagship)).collect(), goals: goal_names(goals, forge) }
    }
}

pub(super) fn goal(entry: Entry<'_>, context: &Context<'_>) -> Goal {
    let (key, span, mut it) = Fields::of(entry, &shape::GOAL);
    let id = GoalId::new(key);
    let tasks: Vec<_> = it.tables("task").map(|(_, it)| task(it)).collect();
    let themes: Vec<_> = it.texts("themes").into_iter().filter(|it| context.themes.contains_key(it.as_str())).collect();
    let by_theme = themes.iter().any(|it| context.themes.get(it.as_str()) == Some(&true));
    let mut updates: Vec<_> = it.tables("update").filter_map(update).collect();
    updates.sort_by_key(|it| it.date);
    Goal {
        span,
        issue: issue(&id, it.text("tracking-issue").as_deref(), context.forge),
        title: it.text("title").unwrap_or_else(|| format!("Goal {}", id.as_str())),
        short_title: it.text("short-title"),
        status: it.text("status").and_then(|it| Status::from_name(&it)).unwrap_or(Status::Proposed),
        point_of_contact: it.person("point-of-contact"),
        champions: it.entries("champions").into_iter().map(table::champions).collect(),
        task_owners: it.people("task-owners"),
        flagship: it.flag("flagship").unwrap_or(by_theme),
        themes,
        progress: progress(it.optional_table("progress"), &tasks),
        what_and_why: it.text("what-and-why"),
        summary: it.text("summary"),
        page: it.spanned("page"),
        timespan: it.text("timespan"),
        highlights: it.texts("highlights"),
        zulip: it.text("zulip"),
        other_tracking_issues: it.spanned_texts("other-tracking-issues"),
        tldr: it.text("tldr"),
        help_wanted: it.help_wanted("help-wanted"),
        funding_contact: it.text("funding-contact"),
        outcome: it.text("outcome"),
        issue_state: issue_state(&mut it),
        successor: it.text_or_number("successor").and_then(|it| successor(it, context)),
        tasks,
        asks: it.tables("ask").filter_map(|(_, it)| ask(it)).collect(),
        funding: it.tables("funding").map(|(_, it)| funding(it)).collect(),
        help: it.tables("help").map(|(_, it)| help(it)).collect(),
        updates,
        id,
    }
}

/// The tracking issue: the one that is named, else the number that is the key.
pub(in crate::data) fn issue(id: &GoalId, named: Option<&str>, forge: &Forge<'_>) -> Option<Issue> {
    match named {
        Some(named) => forge.issue(named),
        None => Some(Issue { repository: forge.repository.to_owned(), number: id.number()? }),
    }
}

/// The keys of goals by their names: the key itself, and the number of the tracking issue.
pub(in crate::data) fn goal_names(goals: &[Entry<'_>], forge: &Forge<'_>) -> HashMap<String, String> {
    let mut names: HashMap<String, String> = goals.iter().map(|it| (it.key.to_string(), it.key.to_string())).collect();
    for goal in goals {
        let named = goal.node.table().and_then(|it| it.text("tracking-issue"));
        let issue = named.and_then(|(it, _)| forge.issue(it)).filter(|it| it.repository.eq_ignore_ascii_case(forge.repository));
        if let Some(issue) = issue {
            names.entry(issue.number.to_string()).or_insert_with(|| goal.key.to_string());
        }
    }
    names
}

/// What `sync` wrote down of the tracking issue's state.
fn issue_state(it: &mut Fields<'_>) -> Option<String> {
    let fetched = it.entries("fetched").into_iter().filter_map(table::spanned_entry);
    fetched.filter(|(key, _)| key == "state").map(|(_, state)| state.value).next()
}

/// What is written, else what the tasks say; a progress beyond its end is none.
fn progress(written: Option<Fields<'_>>, tasks: &[Task]) -> Option<Progress> {
    let written = written.and_then(|mut it| {
        let (completed, total) = (it.count("completed")?, it.count("total")?);
        (completed <= total).then_some(Progress { completed, total })
    });
    if written.is_some() || tasks.is_empty() {
        return written;
    }
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    Some(Progress { completed: count(tasks.iter().filter(|it| it.done).count()), total: count(tasks.len()) })
}

fn successor(written: String, context: &Context<'_>) -> Option<Successor> {
    if let Some(key) = context.goals.get(&written) {
        return Some(Successor::Goal(GoalId::new(key)));
    }
    crate::data::url::problem(&written).is_none().then_some(Successor::Url(written))
}

fn task(mut it: Fields<'_>) -> Task {
    Task {
        title: it.text("title"),
        owners: it.people("owners"),
        done: it.flag("done").unwrap_or(false),
        references: it.spanned_texts("references"),
        notes: it.text("notes"),
        group: it.text("group"),
    }
}

/// An ask without a team asks nobody, and was reported.
fn ask(mut it: Fields<'_>) -> Option<Ask> {
    Some(Ask {
        team: it.spanned("team")?,
        kind: it.text("kind"),
        size: it.text("size").and_then(|it| Size::from_name(&it)),
        notes: it.text("notes"),
    })
}

fn funding(mut it: Fields<'_>) -> Funding {
    Funding {
        purpose: it.text("purpose"),
        cost: it.text("cost"),
        funded: match it.text("funded").as_deref() {
            Some("full") => Funded::Full,
            Some("partial") => Funded::Partial,
            Some(_) | None => Funded::No,
        },
        sponsors: it.texts("sponsors"),
    }
}

fn help(mut it: Fields<'_>) -> Help {
    Help { task: it.text("task"), experience: it.text("experience"), time: it.text("time") }
}

/// An update without date, author or body has no place in a page, and was reported.
fn update((span, mut it): (Span, Fields<'_>)) -> Option<Update> {
    Some(Update {
        span,
        date: it.date("date")?,
        author: it.person("author")?,
        body: it.spanned("body")?,
        url: it.text("url"),
        title: it.text("title"),
        tldr: it.text("tldr"),
        help_wanted: it.text("help-wanted"),
        hidden: it.flag("hidden").unwrap_or(false),
    })
}
