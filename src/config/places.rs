//! Where a setting was written: in `book.toml`, else in the environment.
//!
//! mdBook merges `MDBOOK_PREPROCESSOR__GOALS__CHECK=deny` over `check = "warn"` of `book.toml` and
//! hands over the result alone. A value that differs from what `book.toml` says came from the
//! environment, and its place is shown as the assignment.

use std::ops::Range;

use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};

use crate::source::{FileId, Sources, Span};

/// The key under which serde hands over a TOML date.
pub(super) const DATE: &str = "$__toml_private_datetime";

/// A value of `book.toml`, with its place.
pub(super) struct Node {
    key: Range<usize>,
    place: Range<usize>,
    /// The value as mdBook hands it over.
    pub(super) value: Value,
    entries: Vec<(String, Node)>,
    items: Vec<Range<usize>>,
}

/// The places of one key and its value.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) key: Span,
    pub(super) value: Span,
    items: Vec<Span>,
}

impl Place {
    /// The place of an item of a list.
    pub(super) fn item(&self, index: usize) -> Span {
        self.items.get(index).copied().unwrap_or(self.value)
    }
}

/// Finds the places of settings.
pub(super) struct Places {
    book_toml: Option<(FileId, Node)>,
}

impl Places {
    /// The places in `book.toml`, where there is one and it holds `[preprocessor.goals]`.
    pub(super) fn new(sources: &Sources, book_toml: Option<FileId>) -> Self {
        let book_toml = book_toml.and_then(|file| {
            let (document, _) = DeTable::parse_recoverable(sources.file(file).text());
            let table = document.get_ref().get("preprocessor")?.get_ref().as_table()?;
            let (key, value) = table.iter().find(|(key, _)| key.get_ref() == "goals")?;
            Some((file, node(key.span(), value.span(), value.get_ref())))
        });
        Places { book_toml }
    }

    /// The settings that `book.toml` holds.
    pub(super) fn written(&self) -> Option<&Value> {
        self.book_toml.as_ref().map(|(_, node)| &node.value)
    }

    /// Where the settings begin.
    pub(super) fn head(&self, sources: &mut Sources) -> Span {
        match &self.book_toml {
            Some((file, node)) => Span::new(*file, node.key.clone()),
            None => {
                let text = "[preprocessor.goals]";
                Span::new(sources.add("book.toml", text), 1..text.len() - 1)
            }
        }
    }

    /// Where the key at the end of `path` was written, and its `value`.
    pub(super) fn find(&self, sources: &mut Sources, path: &[&str], value: &Value) -> Place {
        if let Some((file, root)) = &self.book_toml {
            let found = path.iter().try_fold(root, |node, key| node.entries.iter().find(|(it, _)| it == key).map(|(_, it)| it));
            if let Some(node) = found.filter(|it| it.value == *value || !it.entries.is_empty() && value.is_object()) {
                let span = |range: &Range<usize>| Span::new(*file, range.clone());
                return Place { key: span(&node.key), value: span(&node.place), items: node.items.iter().map(span).collect() };
            }
        }
        assignment(sources, path, value)
    }
}

/// A file that is named after the variable and holds its assignment.
fn assignment(sources: &mut Sources, path: &[&str], value: &Value) -> Place {
    let name =
        path.iter().fold("MDBOOK_PREPROCESSOR__GOALS".to_owned(), |name, key| format!("{name}__{}", key.replace('-', "_").to_uppercase()));
    let value = match value {
        Value::String(it) => it.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    };
    let file = sources.add(name.clone(), format!("{name}={value}"));
    let (start, end) = (name.len() + 1, name.len() + 1 + value.len());
    Place { key: Span::new(file, 0..name.len()), value: Span::new(file, start..end), items: Vec::new() }
}

fn node(key: Range<usize>, place: Range<usize>, value: &DeValue<'_>) -> Node {
    let mut entries = Vec::new();
    let mut items = Vec::new();
    let json = match value {
        DeValue::Table(table) => {
            entries =
                table.iter().map(|(key, value)| (key.get_ref().to_string(), node(key.span(), value.span(), value.get_ref()))).collect();
            Value::Object(entries.iter().map(|(key, node): &(String, Node)| (key.clone(), node.value.clone())).collect())
        }
        DeValue::Array(array) => {
            let nodes: Vec<_> = array.iter().map(|it| node(it.span(), it.span(), it.get_ref())).collect();
            items = nodes.iter().map(|it| it.place.clone()).collect();
            Value::Array(nodes.into_iter().map(|it| it.value).collect())
        }
        DeValue::String(it) => Value::String(it.to_string()),
        DeValue::Integer(it) => i64::from_str_radix(it.as_str(), it.radix()).map_or(Value::Null, Value::from),
        DeValue::Float(it) => it.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(it) => Value::Bool(*it),
        DeValue::Datetime(it) => Value::Object(Map::from_iter([(DATE.to_owned(), Value::String(it.to_string()))])),
    };
    Node { key, place, value: json, entries, items }
}
