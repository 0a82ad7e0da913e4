//! Tables of work items: tasks with their owners, sub-goals, marks of what is done, and rows
//! that ask a team for something.

use std::ops::Range;

use super::cell::{Badge, Page, Who, fold};
use super::model::{Ask, Imported, Task};
use super::tables::{Column, Columns, Kind, teams};
use crate::data::Issue;
use crate::diagnostic::Diagnostic;
use crate::markdown::structure::Table;

/// What a table of work items holds.
#[derive(Debug, Default)]
pub(super) struct Work {
    pub(super) tasks: Vec<Task>,
    pub(super) asks: Vec<Ask>,
    /// Whether a row says that help is wanted.
    pub(super) help_wanted: bool,
}

/// Reads a table of work items below a heading that names a sub-goal, or below none.
pub(super) fn read(page: &Page<'_>, table: &Table, group: Option<&str>, all: &mut Imported, found: &mut Vec<Diagnostic>) -> Work {
    let columns = Columns::read(page, table, Kind::Tasks, found);
    let rows: Vec<_> = table.rows.iter().map(|row| Row::read(page, &columns, row)).collect();
    let mut out = Work::default();
    let mut parent: Option<&str> = None;
    for (at, row) in rows.iter().enumerate() {
        let has_children = !row.is_child && rows.get(at + 1).is_some_and(|it| it.is_child);
        if !row.is_child {
            parent = has_children.then_some(row.title.as_str());
        }
        let group = if row.is_child { parent.or(group) } else { group };
        out.help_wanted |= row.who.help_wanted;
        if !row.teams.is_empty() {
            for (team, url) in &row.teams {
                all.add_team(team, *url);
                let kind = (!row.title.is_empty()).then(|| row.title.clone());
                out.asks.push(Ask { team: team.clone(), kind, size: None, notes: row.notes(row.is_done.then_some("Complete")) });
            }
        } else if row.lacks_team {
            found.push(page.unreadable(&row.owners, "a team is asked, and not named", "name the team that is asked, as in `[lang]`"));
        } else if !(has_children && row.is_bare() || row.is_empty()) {
            out.tasks.push(Task {
                title: row.title.clone(),
                owners: row.who.people.clone(),
                done: row.is_done,
                references: row.references.clone(),
                notes: row.notes(None),
                group: group.map(str::to_owned),
            });
        }
    }
    out
}

/// One row, whatever it turns out to be.
struct Row<'p> {
    title: String,
    /// Whether an arrow puts it below another row.
    is_child: bool,
    is_done: bool,
    owners: Range<usize>,
    who: Who,
    teams: Vec<(String, Option<&'p str>)>,
    /// Whether it is marked as a team's and names none.
    lacks_team: bool,
    texts: Vec<String>,
    references: Vec<Issue>,
}

impl<'p> Row<'p> {
    fn read(page: &'p Page<'_>, columns: &Columns, row: &[Range<usize>]) -> Row<'p> {
        let empty = 0..0;
        let title_cell = columns.cell(row, Column::Title).unwrap_or(&empty);
        let owners = columns.cell(row, Column::Owners).unwrap_or(&empty).clone();
        let title = Title::read(page, title_cell);
        let badges = row.iter().flat_map(|it| page.badges(it));
        let mut is_done = title.is_done || badges.into_iter().any(|(it, _)| it == Badge::Complete);

        let is_team = page.badges(&owners).iter().any(|(it, _)| *it == Badge::Team);
        let teams = if is_team || names_teams_alone(page, &owners) { teams(page, &owners) } else { Vec::new() };
        let mut who = page.who(&owners);
        if !teams.is_empty() {
            who.people.retain(|it| it.starts_with('@'));
        }

        let mut texts = Vec::new();
        let mut references = Vec::new();
        for cell in std::iter::once(title_cell).chain(columns.cells(row, Column::Notes)) {
            for it in page.issues(cell).0 {
                if !references.contains(&it) {
                    references.push(it);
                }
            }
        }
        for cell in columns.cells(row, Column::Status).chain(columns.cells(row, Column::Notes)) {
            let Some(text) = page.text(cell) else { continue };
            match fold(&text).as_str() {
                "done" | "complete" | "completed" => is_done = true,
                "not started" => {}
                _ => texts.push(text),
            }
        }
        Row {
            title: title.text,
            is_child: title.is_child,
            is_done,
            owners,
            who,
            lacks_team: is_team && teams.is_empty(),
            teams,
            texts,
            references,
        }
    }

    /// Whether nothing but its title is there.
    fn is_bare(&self) -> bool {
        self.who.people.is_empty() && self.texts.is_empty() && !self.is_done && !self.who.help_wanted
    }

    /// Whether it is a row of the template that nobody filled in.
    fn is_empty(&self) -> bool {
        self.is_bare() && matches!(self.title.as_str(), "" | "..." | "…")
    }

    fn notes(&self, first: Option<&str>) -> Option<String> {
        let people = (!self.teams.is_empty() && !self.who.people.is_empty()).then(|| self.who.people.join(", "));
        let remark = self.who.remark.clone().filter(|_| self.teams.is_empty());
        let all: Vec<_> = first.map(str::to_owned).into_iter().chain(people).chain(remark).chain(self.texts.iter().cloned()).collect();
        (!all.is_empty()).then(|| all.join("; "))
    }
}

/// Whether a cell holds nothing but the names of teams in brackets, such as `[lang], [types]`.
/// Brackets around other names are links whose definition was forgotten.
fn names_teams_alone(page: &Page<'_>, cell: &Range<usize>) -> bool {
    let is_team =
        |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, b'-' | b'/'));
    let mut links = page.links(cell).peekable();
    links.peek().is_some()
        && links.all(|it| is_team(page.document.slice(&it.text)))
        && page.loose_words(cell).iter().all(|it| matches!(page.document.slice(it), "and" | "&" | "+" | "~~"))
}

/// A title without the marks around it.
#[derive(Debug, Default)]
struct Title {
    text: String,
    is_child: bool,
    is_done: bool,
}

impl Title {
    fn read(page: &Page<'_>, cell: &Range<usize>) -> Title {
        let mut out = Title::default();
        let mut rest = cell.clone();
        let skip = |rest: &mut Range<usize>, mark: &str| {
            let text = page.document.slice(rest);
            let found = text.starts_with(mark);
            if found {
                let behind = text.get(mark.len()..).unwrap_or_default();
                *rest = rest.end - behind.trim_start().len()..rest.end;
            }
            found
        };
        out.is_child = ["↳", "&rarr;", "&#8627;", "→"].iter().any(|it| skip(&mut rest, it));
        if skip(&mut rest, "[x] ") || skip(&mut rest, "[X] ") {
            out.is_done = true;
        } else {
            skip(&mut rest, "[ ] ");
        }
        let is_struck = page.document.struck.contains(&rest);
        let text = page.text(&rest).unwrap_or_default();
        out.text = match text.strip_prefix("~~").and_then(|it| it.strip_suffix("~~")).filter(|_| is_struck) {
            Some(inner) => {
                out.is_done = true;
                inner.trim().to_owned()
            }
            None => text,
        };
        out
    }
}
