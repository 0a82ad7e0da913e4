//! TOML text to tree: the user of the `toml` crate, and what it says about broken text.
//!
//! It knows nothing of goals.

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::duplicates::Keys;
use super::tree::{Entry, Node, Table, Value, duplicate};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::INVALID_TOML;
use crate::source::{FileId, Span};

/// Reads one file. `order` counts the entries of all files. Every syntax error is reported, and
/// the tree holds what could be read between them.
pub(super) fn file<'a>(file: FileId, text: &'a str, order: &mut u32, found: &mut Vec<Diagnostic>) -> Table<'a> {
    let (root, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        report(file, text, &errors, found);
    }
    Converter { file, order }.table(root.into_inner())
}

struct Converter<'o> {
    file: FileId,
    order: &'o mut u32,
}

impl Converter<'_> {
    fn table<'a>(&mut self, table: DeTable<'a>) -> Table<'a> {
        let mut entries = Vec::with_capacity(table.len());
        for (key, value) in table {
            let order = *self.order;
            *self.order = order.saturating_add(1);
            let key_span = Span::new(self.file, key.span());
            entries.push(Entry { key: key.into_inner(), key_span, node: self.node(value), order });
        }
        Table::new(entries)
    }

    fn node<'a>(&mut self, node: Spanned<DeValue<'a>>) -> Node<'a> {
        let span = Span::new(self.file, node.span());
        let value = match node.into_inner() {
            DeValue::String(text) => Value::Text(text),
            DeValue::Integer(it) => Value::Integer(i64::from_str_radix(it.as_str(), it.radix()).ok()),
            DeValue::Float(_) => Value::Float,
            DeValue::Boolean(it) => Value::Flag(it),
            DeValue::Datetime(it) => {
                let date = it.date.and_then(|it| {
                    let year = i16::try_from(it.year).ok()?;
                    Date::new(year, i8::try_from(it.month).ok()?, i8::try_from(it.day).ok()?).ok()
                });
                match date {
                    Some(date) if it.time.is_none() => Value::Date(date),
                    date => Value::Time(date),
                }
            }
            DeValue::Array(items) => Value::List(items.into_iter().map(|it| self.node(it)).collect()),
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Node { span, value }
    }
}

/// Reports the errors of one file. A table that is opened twice is one mistake, however many of
/// its keys then stand twice.
fn report(file: FileId, text: &str, errors: &[toml::de::Error], found: &mut Vec<Diagnostic>) {
    let mut keys = None;
    for error in errors {
        let range = clamp(text, error.span().unwrap_or(0..0));
        let span = Span::new(file, range.clone());
        if error.message() == "duplicate key" {
            let keys = keys.get_or_insert_with(|| Keys::of(text));
            if keys.is_in_second_table(&range) {
                continue;
            }
            let first = keys.first(&range);
            if let Some(first) = first {
                let key = text.get(range).unwrap_or_default();
                found.push(duplicate(super::text::unquoted(key), span, Span::new(file, first)));
                continue;
            }
        }
        let message = error.message();
        found.push(Diagnostic::new(&INVALID_TOML, span, format!("this is not valid TOML: {message}"), help(message)));
    }
}

/// The nearest range within `text` that begins and ends between characters.
fn clamp(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let floor = |at: usize| (0..=at.min(text.len())).rev().find(|&it| text.is_char_boundary(it)).unwrap_or(0);
    let ceil = |at: usize| (at..text.len()).find(|&it| text.is_char_boundary(it)).unwrap_or(text.len());
    let start = floor(range.start);
    start..ceil(range.end).max(start)
}

/// What to type, by the words in which the parser complains.
fn help(message: &str) -> &'static str {
    const HELPS: [(&str, &str); 18] = [
        ("string values must be quoted", "put the text in double quotes: `\"…\"`"),
        ("invalid multi-line literal string", "close the string with `'''`"),
        ("invalid multi-line basic string", "close the string with `\"\"\"`; write a backslash as `\\\\`, or use `'''` strings"),
        ("invalid literal string", "close the string with `'` on the same line, or use `'''` for several lines"),
        ("invalid basic string", "close the string with `\"` on the same line, or use `'''` for several lines"),
        ("missing escaped value", "write a backslash as `\\\\`, or use `'…'` or `'''` strings, in which it stands for itself"),
        ("too few unicode value digits", "write `\\u` with four digits or `\\U` with eight"),
        ("carriage return must be followed by newline", "remove the stray carriage return"),
        ("unclosed array table", "close the head with `]]`"),
        ("unclosed table", "close the head with `]`"),
        ("unclosed array", "close the list with `]`"),
        ("unclosed inline table", "close the table with `}`"),
        ("missing comma", "put a comma between the two"),
        ("extra comma", "remove the comma"),
        ("missing value", "write a value behind the `=`, or remove the key"),
        ("key with no value", "write `key = value`"),
        ("duplicate key", "remove one of the two"),
        ("cannot extend value", "write all keys of this table in one place"),
    ];
    HELPS
        .iter()
        .find(|(start, _)| message.starts_with(start))
        .map_or("write `key = value` lines below `[table]` heads; strings stand in quotes", |(_, help)| help)
}
