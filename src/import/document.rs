//! One document: what kind it is, and its parts put together.

use std::ops::Range;

use super::cell::{Page, add, fold};
use super::metadata::{self, Metadata};
use super::model::{Funding, Goal, Imported, Task, Theme};
use super::tables::{self, Kind};
use super::{Input, tasks};
use crate::data::{Funded, HelpWanted, Status};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::structure::{Heading, Table, document};
use crate::source::{Sources, Span};

/// A goal document whose metadata has no status.
pub static MISSING_STATUS: Code = Code::error("missing-status", "a goal document without a status, which is left out");

/// A goal document without a heading of the first level.
pub static MISSING_TITLE: Code = Code::error("missing-title", "a goal document without a title");

/// A row of a table that a blank line cuts off.
pub static STRAY_ROW: Code = Code::error("stray-row", "a row in a goal document that is in no table");

/// Two documents with one tracking issue.
pub static DUPLICATE_GOAL: Code = Code::error("duplicate-goal", "two goal documents with one tracking issue");

/// Headings that stand over work items without naming a sub-goal, as they are compared.
static PLAIN_HEADINGS: &[&str] = &[
    "ownership and team ask",
    "work item",
    "task",
    "task list",
    "plan of action",
    "the next",
    "what we propose to do about it",
    "team ask",
    "support needed from the project",
    "motivation",
    "statu quo",
    "the statu quo",
];

/// Reads a document into `all`; one without metadata is skipped.
pub(super) fn read(sources: &Sources, input: &Input, all: &mut Imported, found: &mut Vec<Diagnostic>) {
    let page = Page { document: document(sources.file(input.file).text()), file: input.file };
    let mut tables = Vec::new();
    for table in &page.document.tables {
        tables.extend(tables::kind(&page, table).map(|kind| (kind, table)));
    }
    for line in page.document.strays.iter().filter(|_| !tables.is_empty()) {
        let help = "remove the blank line between it and the table above";
        found.push(Diagnostic::new(&STRAY_ROW, page.span(line), "a row that is in no table", help));
    }
    let Some(first) = tables.iter().position(|(kind, _)| *kind == Kind::Metadata) else { return };
    let (_, table) = tables.remove(first);
    let data = metadata::read(&page, table, all, found);
    let heading = page.document.headings.iter().find(|it| it.level == 1);
    let title = heading.and_then(|it| page.text(&it.content));
    let title = title.unwrap_or_else(|| {
        let help = format!("write `# Title` above the table; until then the title is `{}`", input.stem);
        let head = table.head.first().unwrap_or(&table.range);
        found.push(Diagnostic::new(&MISSING_TITLE, page.span(head), "this goal document has no title", help));
        input.stem.clone()
    });
    if input.stem.starts_with("roadmap-") {
        all.themes.push(theme(input, title, data));
        return;
    }
    if data.status.is_none() {
        if !data.misspells("Status") {
            let help = "add `| Status | Proposed |` to the table; until then the goal is left out";
            let head = table.head.first().unwrap_or(&table.range);
            found.push(Diagnostic::new(&MISSING_STATUS, page.span(head), "this goal document has no status", help));
        }
        return;
    }
    let span = page.span(heading.map_or(&table.range, |it| &it.content));
    let mut goal = goal(input, title, span, data);
    parts(&page, &tables, &mut goal, all, found);
    all.goals.push(goal);
}

fn theme(input: &Input, title: String, data: Metadata) -> Theme {
    let long_title = data.short_title.is_some().then(|| title.clone());
    Theme {
        key: String::new(),
        stem: Some(input.stem.clone()),
        title: data.short_title.unwrap_or(title),
        long_title,
        what_and_why: data.what_and_why,
        point_of_contact: data.contact,
        areas: data.areas,
        page: input.page.clone(),
    }
}

fn goal(input: &Input, title: String, span: Span, data: Metadata) -> Goal {
    let no_money = Funding { purpose: None, cost: None, funded: Some(Funded::No), sponsors: Vec::new() };
    Goal {
        stem: input.stem.clone(),
        span,
        issue: data.issue,
        title,
        short_title: data.short_title,
        status: data.status.unwrap_or(Status::Proposed),
        point_of_contact: data.contact,
        champions: data.champions,
        task_owners: data.task_owners,
        themes: Vec::new(),
        named: data.themes,
        flagship: data.flagship,
        what_and_why: data.what_and_why,
        summary: None,
        page: input.page.clone(),
        timespan: data.timespan,
        highlights: data.highlights,
        zulip: data.zulip,
        other_tracking_issues: data.other_issues,
        help_wanted: data.needs_help.then_some(HelpWanted::Yes),
        funding_contact: data.funding_contact,
        tasks: Vec::new(),
        asks: Vec::new(),
        funding: if data.needs_funding { vec![no_money] } else { Vec::new() },
        help: Vec::new(),
    }
}

/// Everything below the metadata.
fn parts(page: &Page<'_>, tables: &[(Kind, &Table)], goal: &mut Goal, all: &mut Imported, found: &mut Vec<Diagnostic>) {
    let mut funding = Vec::new();
    for (kind, table) in tables {
        match kind {
            Kind::Metadata => sub_goal(page, table, goal, all, found),
            Kind::Tasks => {
                let work = tasks::read(page, table, group(page, table).as_deref(), all, found);
                goal.tasks.extend(work.tasks);
                goal.asks.extend(work.asks);
                if work.help_wanted {
                    goal.help_wanted.get_or_insert(HelpWanted::Yes);
                }
            }
            Kind::Asks => goal.asks.extend(tables::asks(page, table, all, found)),
            Kind::Funding => funding.extend(tables::funding(page, table, found)),
            Kind::Help => goal.help.extend(tables::help(page, table, found)),
        }
    }
    if !funding.is_empty() {
        goal.funding = funding; // it says more than `Needs`
    }
    goal.summary = section(page, "summary").map(|it| page.document.blocks(&it)).filter(|it| !it.is_empty());
    if let Some(text) = section(page, "help wanted").map(|it| prose(page, it)).filter(|it| !it.is_empty()) {
        goal.help_wanted = Some(HelpWanted::With(text));
    }
    if goal.task_owners.is_empty() {
        for owner in goal.tasks.iter().flat_map(|it| &it.owners) {
            if !matches!(owner.trim_end_matches('.'), "others" | "et al") {
                add(&mut goal.task_owners, owner.clone());
            }
        }
    }
}

/// A sub-goal with metadata of its own is a work item.
fn sub_goal(page: &Page<'_>, table: &Table, goal: &mut Goal, all: &mut Imported, found: &mut Vec<Diagnostic>) {
    let data = metadata::read(page, table, all, found);
    let Some(heading) = heading_above(page, table.range.start) else { return };
    let Some(title) = page.text(&heading.content) else { return };
    let mut owners: Vec<_> = data.contact.into_iter().collect();
    data.task_owners.into_iter().for_each(|it| add(&mut owners, it));
    goal.tasks.push(Task {
        title,
        owners,
        done: data.status == Some(Status::Completed),
        references: data.issue.into_iter().map(|it| it.value).chain(data.other_issues).collect(),
        notes: data.what_and_why,
        group: None,
    });
    for (team, people) in data.champions {
        if !goal.champions.iter().any(|(it, _)| *it == team) {
            goal.champions.push((team, people));
        }
    }
}

fn heading_above<'p>(page: &'p Page<'_>, at: usize) -> Option<&'p Heading> {
    page.document.headings.iter().take_while(|it| it.range.start < at).last()
}

/// The sub-goal that the heading above a table names.
fn group(page: &Page<'_>, table: &Table) -> Option<String> {
    let heading = heading_above(page, table.range.start).filter(|it| it.level > 2)?;
    let folded = page.folded(&heading.content);
    let is_plain = PLAIN_HEADINGS.iter().any(|it| folded == *it || folded.starts_with(&format!("{it} ")));
    if is_plain { None } else { page.text(&heading.content) }
}

/// The bytes of the section whose heading is called so, its sub-sections included.
fn section(page: &Page<'_>, name: &str) -> Option<Range<usize>> {
    let headings = &page.document.headings;
    let at = headings.iter().position(|it| page.folded(&it.content) == fold(name))?;
    let level = headings[at].level;
    let end = headings[at + 1..].iter().find(|it| it.level <= level).map_or(page.document.text.len(), |it| it.range.start);
    Some(headings[at].range.end..end)
}

/// A section without its tables.
fn prose(page: &Page<'_>, section: Range<usize>) -> String {
    let mut parts = Vec::new();
    let mut at = section.start;
    for table in page.document.tables.iter().filter(|it| section.contains(&it.range.start)) {
        parts.push(page.document.blocks(&(at..table.range.start.max(at))));
        at = table.range.end;
    }
    parts.push(page.document.blocks(&(at..section.end.max(at))));
    parts.retain(|it| !it.is_empty());
    parts.join("\n\n")
}

/// Reports goals whose tracking issue is that of an earlier one, and takes it from them.
pub(super) fn report_duplicates(all: &mut Imported, found: &mut Vec<Diagnostic>) {
    for at in 1..all.goals.len() {
        let (before, rest) = all.goals.split_at_mut(at);
        let goal = &mut rest[0];
        let Some(issue) = goal.issue.as_ref() else { continue };
        let same = before.iter().filter_map(|it| it.issue.as_ref()).find(|it| it.value == issue.value);
        if let Some(first) = same {
            let message = format!("`{}#{}` is the tracking issue of two goals", issue.repository, issue.number);
            let help = format!("give one of the goals its own; until then this one has the key `{}`", goal.stem);
            found.push(Diagnostic::new(&DUPLICATE_GOAL, issue.span, message, help).with_related(first.span, "the first"));
            goal.issue = None;
        }
    }
}
