//! The goals data: from the text of goals files to [`Goals`].
//!
//! The way: `parse` makes a tree of each file, `tree` merges them, `shape` holds the tree
//! against the table of keys and takes out what does not fit, `validate` compares the values
//! with each other, and `read` makes [`Goals`] of the tree. This folder reads no file and knows
//! no directive.

mod doubt;
mod duplicates;
mod ids;
mod lookup;
mod model;
mod parse;
mod problems;
mod read;
mod schema;
mod shape;
mod text;
mod texts;
mod tree;
mod url;
mod validate;

pub use ids::*;
pub use lookup::*;
pub use model::*;
pub use problems::Problems;
pub use schema::schema;
pub use shape::{INVALID_URL, MISSING_KEY, UNKNOWN_STATUS};
pub use text::{StringMap, escaped, inner, place_in};
pub use texts::{Text, TextKind, Texts, texts};
pub use tree::DUPLICATE_KEY;
pub use validate::*;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span};
use tree::{Entry, Node, Table, Value};

/// Every code that this folder alone reports.
pub static CODES: &[&Code] = &[
    &DATE_OUTSIDE_PERIOD,
    &DUPLICATE_KEY,
    &DUPLICATE_UPDATE,
    &FOREIGN_URL,
    &INCONSISTENT_LOGIN_CASE,
    &INVALID_URL,
    &MISSING_CHAMPION,
    &MISSING_CONTACT,
    &MISSING_KEY,
    &PROGRESS_OVERFLOW,
    &UNKNOWN_ASK_KIND,
    &UNKNOWN_PAGE,
    &UNKNOWN_PERSON,
    &UNKNOWN_STATUS,
    &UNKNOWN_SUCCESSOR,
    &UNKNOWN_TEAM,
    &UNKNOWN_THEME,
];

/// Reads and merges one file set, in the order in which the set names its files.
///
/// Always returns [`Goals`], as much of them as could be read, and every mistake of all files,
/// sorted by file, place and code. What was wrong is absent or has its default; an update without
/// date, author or body is left out.
pub fn load(sources: &Sources, files: &[FileId]) -> (Goals, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut order = 0;
    let mut root = Table::default();
    for &file in files {
        let table = parse::file(file, sources.file(file).text(), &mut order, &mut found);
        root.merge(table, &mut found);
    }
    if let Some(&first) = files.first() {
        let start = Span::new(first, 0..0);
        add_missing_section(&mut root, "project", start);
        add_missing_section(&mut root, "period", start);
        shape::check(sources, &mut root, &shape::FILE, start, &mut found);
        validate::check(sources, &root, &mut found);
    }
    doubt::remove(sources, &mut found);
    found.sort_by_key(|it| (it.span, it.code.name));
    (read::goals(root), found)
}

/// Whether a TOML file is meant to be a goals file: it has a table that one has, or cannot be read
/// far enough to tell.
pub fn is_goals_file(text: &str) -> bool {
    let (document, errors) = toml::de::DeTable::parse_recoverable(text);
    let ours = |key: &str| ["project", "period", "goal"].contains(&key);
    !errors.is_empty() || document.get_ref().keys().any(|it| ours(it.get_ref()))
}

/// The periods of a book. A book with `data` has one.
#[derive(Clone, Debug)]
pub struct Periods {
    /// Each period's goals, in the order of the configuration; at least one.
    pub sets: Vec<Goals>,
    /// Which of `sets` a directive means that names none.
    pub default: usize,
}

impl Periods {
    /// The index in `sets` of the period that a chapter means, by its path in the source folder:
    /// the one that a folder of it is named after, the innermost first, else the default.
    pub fn of_page(&self, source_path: &str) -> usize {
        let mut folders = source_path.split('/').rev().skip(1);
        folders.find_map(|name| self.sets.iter().position(|it| it.period.name == name)).unwrap_or(self.default)
    }
}

/// Without `[project]` it is the keys in it that are missing: a message that names them says more.
fn add_missing_section(root: &mut Table<'_>, name: &'static str, start: Span) {
    if root.get(name).is_none() {
        let node = Node { span: start, value: Value::Table(Table::default()) };
        root.entries.push(Entry { key: name.into(), key_span: start, node, order: 0 });
    }
}

#[cfg(test)]
mod tests;
