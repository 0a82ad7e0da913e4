//! The merged tree of a file set: every key and value with the place where it stands.
//!
//! It borrows its strings from the files' text, so that building it copies none. It knows how
//! tables merge, and nothing of goals.

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Two values where one can stand.
pub static DUPLICATE_KEY: Code =
    Code::error("duplicate-key", "a value that is set twice, or a person, team, theme or tracking issue that is defined twice").always();

/// A value and the bytes that say it: of a string with its quotes, of a table its head
/// (`[goal.389]`), of a table without a head the key that implies it.
#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) span: Span,
    pub(super) value: Value<'a>,
}

#[derive(Debug)]
pub(super) enum Value<'a> {
    Text(Cow<'a, str>),
    /// `None` where the number is too large for us.
    Integer(Option<i64>),
    Float,
    Flag(bool),
    Date(Date),
    /// A time, or a date with a time; the date where there is one.
    Time(Option<Date>),
    List(Vec<Node<'a>>),
    Table(Table<'a>),
}

impl<'a> Node<'a> {
    pub(super) fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    pub(super) fn date(&self) -> Option<Date> {
        if let Value::Date(date) = self.value { Some(date) } else { None }
    }

    pub(super) fn table(&self) -> Option<&Table<'a>> {
        if let Value::Table(table) = &self.value { Some(table) } else { None }
    }

    /// The elements of a list; a single value is a list of itself.
    pub(super) fn items(&self) -> &[Node<'a>] {
        if let Value::List(items) = &self.value { items } else { std::slice::from_ref(self) }
    }

    /// Whether nothing was written: an empty string is a missing value.
    pub(super) fn is_blank(&self) -> bool {
        self.text().is_some_and(|it| it.trim().is_empty())
    }

    fn is_list_of_tables(&self) -> bool {
        matches!(&self.value, Value::List(items) if !items.is_empty() && items.iter().all(|it| it.table().is_some()))
    }
}

/// A key of a table and what it holds.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) key: Cow<'a, str>,
    /// The key as it is written, with its quotes where it has them.
    pub(super) key_span: Span,
    pub(super) node: Node<'a>,
    /// Counts through all files: where the key stands, or the table's head where it has one.
    pub(super) order: u32,
}

impl Entry<'_> {
    /// Whether this is a table that only other keys imply: `goal.389` in `[[goal.389.update]]`.
    pub(super) fn is_implied(&self) -> bool {
        self.node.table().is_some() && self.node.span == self.key_span
    }
}

/// A table's entries, in the order of the files.
#[derive(Debug, Default)]
pub(super) struct Table<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    /// Where each key stands in `entries`; there only while large tables merge.
    #[expect(clippy::box_collection, reason = "a table lies in every value, and a map of its own would double that")]
    index: Option<Box<HashMap<Cow<'a, str>, usize>>>,
}

/// Below this size a table is searched from end to end.
const SMALL: usize = 16;

impl<'a> Table<'a> {
    pub(super) fn new(entries: Vec<Entry<'a>>) -> Self {
        Table { entries, index: None }
    }

    pub(super) fn entry(&self, key: &str) -> Option<&Entry<'a>> {
        self.entries.iter().find(|it| it.key == key)
    }

    pub(super) fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.entry(key).map(|it| &it.node)
    }

    /// The string at `key`, unless it is blank.
    pub(super) fn text(&self, key: &str) -> Option<(&str, Span)> {
        self.get(key).filter(|it| !it.is_blank()).and_then(|it| Some((it.text()?, it.span)))
    }

    /// The entries of the table at `key`.
    pub(super) fn entries_of(&self, key: &str) -> &[Entry<'a>] {
        self.get(key).and_then(Node::table).map_or(&[], |it| &it.entries)
    }

    /// The tables of the list at `key`, each with its head.
    pub(super) fn tables(&self, key: &str) -> impl Iterator<Item = (Span, &Table<'a>)> {
        self.get(key).map_or(&[][..], Node::items).iter().filter_map(|it| Some((it.span, it.table()?)))
    }

    /// Adds what another file says. Tables merge, lists of tables grow, and any other value that
    /// is there already stays and is reported.
    pub(super) fn merge(&mut self, other: Table<'a>, found: &mut Vec<Diagnostic>) {
        if self.entries.is_empty() {
            *self = other;
            return;
        }
        let mut moved = false;
        for entry in other.entries {
            let Some(at) = self.position(&entry.key) else {
                if let Some(index) = &mut self.index {
                    index.insert(entry.key.clone(), self.entries.len());
                }
                self.entries.push(entry);
                continue;
            };
            let old = &mut self.entries[at];
            if old.is_implied() && entry.node.table().is_some() && !entry.is_implied() {
                (old.key_span, old.node.span, old.order) = (entry.key_span, entry.node.span, entry.order);
                moved = true;
            }
            let can_grow = old.node.is_list_of_tables() && entry.node.is_list_of_tables();
            match (&mut old.node.value, entry.node.value) {
                (Value::Table(old), Value::Table(new)) => old.merge(new, found),
                (Value::List(old), Value::List(new)) if can_grow => old.extend(new),
                (_, _) => found.push(duplicate(&entry.key, entry.key_span, old.key_span)),
            }
        }
        if moved {
            self.entries.sort_by_key(|it| it.order);
            self.index = None;
        }
    }

    fn position(&mut self, key: &str) -> Option<usize> {
        if self.entries.len() <= SMALL {
            return self.entries.iter().position(|it| it.key == key);
        }
        let index = || Box::new(self.entries.iter().enumerate().map(|(at, it)| (it.key.clone(), at)).collect());
        self.index.get_or_insert_with(index).get(key).copied()
    }
}

/// `key` is set at `second`, and was set before at `first`.
pub(super) fn duplicate(key: &str, second: Span, first: Span) -> Diagnostic {
    Diagnostic::new(&DUPLICATE_KEY, second, format!("`{key}` is set twice"), "remove one of the two")
        .with_label("set again")
        .with_related(first, "first set here")
}
