//! Which table is what, and in which column what stands; the tables of team asks, funding and
//! contributors. Those of work items are `tasks`'.

use std::ops::Range;

use super::cell::{Page, fold, is_nothing, pieces};
use super::model::{Ask, Funding, Help, Imported};
use crate::data::{Funded, Size};
use crate::diagnostic::{Code, Diagnostic, did_you_mean, nearest};
use crate::markdown::structure::Table;

/// A column that tables of this kind do not have.
pub static UNKNOWN_COLUMN: Code = Code::warning("unknown-column", "a column in a goal document's table that the form does not have");

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Metadata,
    Tasks,
    Asks,
    Funding,
    Help,
}

/// What a column holds, by what its head says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Title,
    Owners,
    Status,
    Notes,
    Team,
    Kind,
    Size,
    Purpose,
    Cost,
    Funded,
    Sponsors,
    Experience,
    Time,
}

static TASKS: &[(&str, Column)] = &[
    ("Task", Column::Title),
    ("Subgoal", Column::Title),
    ("Milestone", Column::Title),
    ("Work item", Column::Title),
    ("Owner(s)", Column::Owners),
    ("Owner(s) or team(s)", Column::Owners),
    ("Contributor", Column::Owners),
    ("Status", Column::Status),
    ("Notes", Column::Notes),
    ("Expected date", Column::Notes),
];

static ASKS: &[(&str, Column)] =
    &[("Team", Column::Team), ("Support level", Column::Size), ("Level", Column::Size), ("Ask", Column::Kind), ("Notes", Column::Notes)];

static FUNDING: &[(&str, Column)] =
    &[("Purpose", Column::Purpose), ("Cost", Column::Cost), ("Funded", Column::Funded), ("Sponsor(s)", Column::Sponsors)];

static HELP: &[(&str, Column)] = &[
    ("Task", Column::Title),
    ("Experience level", Column::Experience),
    ("Experience", Column::Experience),
    ("Time investment", Column::Time),
    ("Time", Column::Time),
];

impl Kind {
    fn columns(self) -> &'static [(&'static str, Column)] {
        match self {
            Kind::Metadata => &[],
            Kind::Tasks => TASKS,
            Kind::Asks => ASKS,
            Kind::Funding => FUNDING,
            Kind::Help => HELP,
        }
    }
}

/// What a table is, by its head; `None` for a table of the document's own.
pub(super) fn kind(page: &Page<'_>, table: &Table) -> Option<Kind> {
    let heads: Vec<_> = table.head.iter().map(|it| page.folded(it)).collect();
    let has = |columns: &[(&str, Column)], wanted: Column| {
        heads.iter().any(|head| columns.iter().any(|(name, column)| *column == wanted && fold(name) == *head))
    };
    let first = heads.first()?;
    let is_first = |columns: &[(&str, Column)]| columns.iter().any(|(name, _)| fold(name) == *first);
    if first == "metadata" {
        Some(Kind::Metadata)
    } else if first == "team" && (has(ASKS, Column::Size) || has(ASKS, Column::Kind)) {
        Some(Kind::Asks)
    } else if is_first(FUNDING) && has(FUNDING, Column::Cost) {
        Some(Kind::Funding)
    } else if is_first(HELP) && (has(HELP, Column::Experience) || has(HELP, Column::Time)) {
        Some(Kind::Help)
    } else if is_first(TASKS) && has(TASKS, Column::Title) && (has(TASKS, Column::Owners) || has(TASKS, Column::Notes)) {
        Some(Kind::Tasks)
    } else {
        None
    }
}

/// The cells of a row by what they hold.
#[derive(Debug)]
pub(super) struct Columns(Vec<Option<Column>>);

impl Columns {
    /// Reads a table's head; a column that is not known is reported.
    pub(super) fn read(page: &Page<'_>, table: &Table, kind: Kind, found: &mut Vec<Diagnostic>) -> Columns {
        let known = kind.columns();
        let column = |cell: &Range<usize>| {
            let head = page.folded(cell);
            let column = known.iter().find(|(name, _)| fold(name) == head).map(|(_, it)| *it);
            if column.is_none() && !head.is_empty() {
                let written = page.document.inline(cell, &[]);
                let message = format!("unknown column `{written}`: what it says is left out");
                let names = || known.iter().map(|(name, _)| *name);
                let of_today = known.iter().enumerate().filter(|(at, (_, it))| !known.iter().take(*at).any(|(_, other)| other == it));
                let help = match nearest(&written, names()) {
                    Some(it) => format!("did you mean `{it}`?"),
                    None => did_you_mean("column", &written, of_today.map(|(_, (name, _))| *name)),
                };
                found.push(Diagnostic::new(&UNKNOWN_COLUMN, page.span(cell), message, help));
            }
            column
        };
        Columns(table.head.iter().map(column).collect())
    }

    /// The cell of the first such column.
    pub(super) fn cell<'c>(&self, row: &'c [Range<usize>], column: Column) -> Option<&'c Range<usize>> {
        self.cells(row, column).next()
    }

    /// The cells of all such columns.
    pub(super) fn cells<'c>(&self, row: &'c [Range<usize>], column: Column) -> impl Iterator<Item = &'c Range<usize>> {
        self.0.iter().zip(row).filter(move |(it, _)| **it == Some(column)).map(|(_, cell)| cell)
    }

    /// What that column says.
    pub(super) fn text(&self, page: &Page<'_>, row: &[Range<usize>], column: Column) -> Option<String> {
        let texts: Vec<_> = self.cells(row, column).filter_map(|it| page.text(it)).collect();
        (!texts.is_empty()).then(|| texts.join("; "))
    }
}

/// The teams in a cell, with the pages that the document defines for them.
pub(super) fn teams<'p>(page: &'p Page<'_>, cell: &Range<usize>) -> Vec<(String, Option<&'p str>)> {
    page.links(cell).map(|it| (page.document.inline(&it.text, &[]), it.url())).filter(|(it, _)| !it.is_empty()).collect()
}

/// Asks by support level.
pub(super) fn asks(page: &Page<'_>, table: &Table, all: &mut Imported, found: &mut Vec<Diagnostic>) -> Vec<Ask> {
    let columns = Columns::read(page, table, Kind::Asks, found);
    let mut out = Vec::new();
    for row in &table.rows {
        let Some(cell) = columns.cell(row, Column::Team) else { continue };
        let kind = columns.text(page, row, Column::Kind);
        let notes = columns.text(page, row, Column::Notes);
        let level = columns.cell(row, Column::Size).filter(|it| page.text(it).is_some());
        if level.is_none() && notes.is_none() && kind.is_none() {
            continue; // a row of the template: this team is not asked
        }
        let size = level.and_then(|it| size(page, it, found));
        let mut names = teams(page, cell);
        if names.is_empty() {
            names.extend(page.text(cell).iter().flat_map(|it| pieces(it)).map(|it| (it.to_owned(), None)));
        }
        if names.is_empty() {
            found.push(page.unreadable(cell, "an ask without a team", "name the team that is asked, as in `[lang]`"));
        }
        for (team, url) in names {
            all.add_team(&team, url);
            out.push(Ask { team, kind: kind.clone(), size, notes: notes.clone() });
        }
    }
    out
}

fn size(page: &Page<'_>, cell: &Range<usize>, found: &mut Vec<Diagnostic>) -> Option<Size> {
    let text = page.document.inline(cell, &[]);
    let size = Size::ALL.into_iter().find(|it| fold(it.name()) == fold(&text));
    if size.is_none() {
        let help = did_you_mean("support level", &text, Size::ALL.iter().map(|it| it.label()));
        found.push(page.unreadable(cell, format!("there is no support level `{text}`"), help));
    }
    size
}

/// What a goal costs.
pub(super) fn funding(page: &Page<'_>, table: &Table, found: &mut Vec<Diagnostic>) -> Vec<Funding> {
    let columns = Columns::read(page, table, Kind::Funding, found);
    let mut out = Vec::new();
    for row in &table.rows {
        let purpose = columns.text(page, row, Column::Purpose);
        let cost = columns.text(page, row, Column::Cost);
        if purpose.is_none() && cost.is_none() {
            continue;
        }
        let funded = columns.cell(row, Column::Funded).and_then(|it| funded(page, it, found));
        let sponsors = columns.text(page, row, Column::Sponsors);
        let sponsors = sponsors.iter().flat_map(|it| pieces(it)).filter(|it| !is_nothing(it)).map(str::to_owned).collect();
        out.push(Funding { purpose, cost, funded, sponsors });
    }
    out
}

fn funded(page: &Page<'_>, cell: &Range<usize>, found: &mut Vec<Diagnostic>) -> Option<Funded> {
    let text = page.text(cell)?;
    match fold(&text).as_str() {
        "no" | "not yet" | "not funded" => Some(Funded::No),
        "partial" | "partially" | "partly" => Some(Funded::Partial),
        "full" | "fully" | "yes" => Some(Funded::Full),
        _ => {
            let help = did_you_mean("answer", &text, ["No", "Partial", "Full"]);
            found.push(page.unreadable(cell, format!("`{text}` does not say whether it is funded"), help));
            None
        }
    }
}

/// The contributors that a goal looks for.
pub(super) fn help(page: &Page<'_>, table: &Table, found: &mut Vec<Diagnostic>) -> Vec<Help> {
    let columns = Columns::read(page, table, Kind::Help, found);
    let row = |row: &Vec<Range<usize>>| Help {
        task: columns.text(page, row, Column::Title),
        experience: columns.text(page, row, Column::Experience),
        time: columns.text(page, row, Column::Time),
    };
    table.rows.iter().map(row).filter(|it| *it != Help::default()).collect()
}
