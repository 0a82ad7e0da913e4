//! Holds a merged tree against the table of keys, and takes out of it what does not fit: what is
//! left can be read without errors.
//!
//! It looks at each value alone; what values say about each other is `validate/`'s.

use std::fmt;

use super::{Choice, Form, Key, Kind, Need, Shape};
use crate::data::text;
use crate::data::tree::{Entry, Node, Table, Value};
use crate::diagnostic::codes::{INVALID_TYPE, UNKNOWN_KEY};
use crate::diagnostic::{Code, Diagnostic, did_you_mean, nearest};
use crate::source::{Sources, Span};

/// A key that must be there is absent or blank.
pub static MISSING_KEY: Code = Code::error("missing-key", "a required key that is absent or empty").always();

/// A status that there is not.
pub static UNKNOWN_STATUS: Code = Code::error("unknown-status", "a status that no goal can have");

/// A URL of another scheme.
pub static INVALID_URL: Code = Code::error("invalid-url", "a URL that is neither `http` nor `https`");

/// Reports everything in `root` that does not fit `shape`, and removes it.
pub(in crate::data) fn check(sources: &Sources, root: &mut Table<'_>, shape: &'static Shape, span: Span, found: &mut Vec<Diagnostic>) {
    Checker { sources, found }.table(root, shape, &Place::File, span);
}

/// What is being looked at, to be named in a message.
enum Place<'p> {
    /// All of it.
    File,
    /// `[project]`.
    Section(&'static str),
    /// Goal `389`.
    Keyed(&'static str, &'p str),
    /// `progress` of goal `389`.
    Field(&'static str, &'p Place<'p>),
    /// An update of goal `389`.
    Item(&'static str, &'p Place<'p>),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File => write!(f, "the goals file"),
            Place::Section(name) => write!(f, "`[{name}]`"),
            Place::Keyed(name, key) => write!(f, "{name} `{key}`"),
            Place::Field(name, parent) => write!(f, "`{name}` of {parent}"),
            Place::Item(name, parent) => {
                let article = if name.starts_with(['a', 'u']) { "an" } else { "a" };
                write!(f, "{article} {name} of {parent}")
            }
        }
    }
}

struct Checker<'c> {
    sources: &'c Sources,
    found: &'c mut Vec<Diagnostic>,
}

impl Checker<'_> {
    /// Checks a table whose head is at `span`.
    fn table(&mut self, table: &mut Table<'_>, shape: &'static Shape, place: &Place<'_>, span: Span) {
        let mut misspelt = Vec::new();
        table.entries.retain_mut(|entry| {
            let Some(key) = shape.key(&entry.key) else {
                misspelt.extend(self.unknown(entry, shape, place));
                return false;
            };
            if entry.node.is_blank() {
                if key.need == Need::Required {
                    self.missing(key, place, entry.node.span);
                    misspelt.push(key.name);
                }
                return false;
            }
            if self.value(&mut entry.node, key.name, &key.kind, place) {
                return true;
            }
            misspelt.push(key.name);
            false
        });
        for key in shape.keys {
            if key.need == Need::Required && !misspelt.contains(&key.name) && table.entry(key.name).is_none() {
                self.missing(key, place, span);
            }
        }
    }

    /// Reports a key that the table does not know, and returns the known one that it means.
    fn unknown(&mut self, entry: &Entry<'_>, shape: &'static Shape, place: &Place<'_>) -> Option<&'static str> {
        let names = shape.keys.iter().map(|it| it.name);
        self.found.push(Diagnostic::new(
            &UNKNOWN_KEY,
            text::inner(self.sources, entry.key_span),
            format!("unknown key `{}` in {place}", entry.key),
            did_you_mean("key", &entry.key, names.clone()),
        ));
        nearest(&entry.key, names)
    }

    fn missing(&mut self, key: &Key, place: &Place<'_>, span: Span) {
        let help = format!("add `{} = {}`", key.name, key.kind.example());
        self.found.push(Diagnostic::new(&MISSING_KEY, span, format!("{place} has no `{}`", key.name), help));
    }

    /// Whether the value fits; if not, it has been reported.
    fn value(&mut self, node: &mut Node<'_>, name: &str, kind: &'static Kind, place: &Place<'_>) -> bool {
        let span = node.span;
        match (kind, &mut node.value) {
            (Kind::Text(form) | Kind::TextOrTexts(form) | Kind::TextOrFlag(form) | Kind::TextOrCount(form), Value::Text(text)) => {
                self.form(text, *form, span)
            }
            (Kind::Choice(choice), Value::Text(text)) => self.choice(text, choice, span),
            (Kind::Flag | Kind::TextOrFlag(_), Value::Flag(_)) | (Kind::Date, Value::Date(_)) => true,
            (Kind::Count | Kind::TextOrCount(_), Value::Integer(Some(0..))) => true,
            (Kind::Texts(form) | Kind::TextOrTexts(form), Value::List(items)) => {
                items.retain(|it| !it.is_blank() && self.item(it, name, *form, place));
                true
            }
            (Kind::Counts, Value::List(items)) => {
                items.retain(|it| self.count(it, name, place));
                true
            }
            (Kind::Table(shape), Value::Table(table)) => {
                let place = match place {
                    Place::File => Place::Section(shape.name),
                    place => Place::Field(shape.name, place),
                };
                self.table(table, shape, &place, span);
                true
            }
            (Kind::Tables(shape), Value::List(items)) => {
                items.retain_mut(|it| self.table_item(it, name, shape, place));
                true
            }
            (Kind::Map(map), Value::Table(table)) => {
                table.entries.retain_mut(|entry| self.map_entry(entry, &map.value, place));
                true
            }
            (_, _) => {
                self.wrong_type(node, name, kind, place);
                false
            }
        }
    }

    fn map_entry(&mut self, entry: &mut Entry<'_>, kind: &'static Kind, place: &Place<'_>) -> bool {
        let span = entry.node.span;
        if let (Kind::Table(shape), Value::Table(table)) = (kind, &mut entry.node.value) {
            let place = Place::Keyed(shape.name, &entry.key);
            self.table(table, shape, &place, span);
            return true;
        }
        !entry.node.is_blank() && self.value(&mut entry.node, &entry.key, kind, place)
    }

    fn table_item(&mut self, node: &mut Node<'_>, name: &str, shape: &'static Shape, place: &Place<'_>) -> bool {
        let span = node.span;
        if let Value::Table(table) = &mut node.value {
            self.table(table, shape, &Place::Item(shape.name, place), span);
            return true;
        }
        let message = format!("each `{name}` of {place} must be a table, not {}", described(node));
        self.found.push(Diagnostic::new(&INVALID_TYPE, span, message, format!("write `{}`", Kind::Table(shape).example())));
        false
    }

    fn count(&mut self, node: &Node<'_>, name: &str, place: &Place<'_>) -> bool {
        if let Value::Integer(Some(0..)) = node.value {
            return true;
        }
        let message = format!("`{name}` of {place} must hold numbers, not {}", described(node));
        let help = match &node.value {
            Value::Text(text) if text.bytes().all(|it| it.is_ascii_digit()) => format!("drop the quotes: `{text}`"),
            _ => "write a number that is not negative, without quotes".to_owned(),
        };
        self.found.push(Diagnostic::new(&INVALID_TYPE, node.span, message, help));
        false
    }

    fn item(&mut self, node: &Node<'_>, name: &str, form: Form, place: &Place<'_>) -> bool {
        if let Value::Text(text) = &node.value {
            return self.form(text, form, node.span);
        }
        let message = format!("`{name}` of {place} must hold strings, not {}", described(node));
        self.found.push(Diagnostic::new(&INVALID_TYPE, node.span, message, self.quote_help(node, &Kind::Text(form))));
        false
    }

    fn choice(&mut self, text: &str, choice: &Choice, span: Span) -> bool {
        if choice.values.contains(&text) {
            return true;
        }
        let help = did_you_mean(choice.name, text, choice.values.iter().copied());
        let message = format!("there is no {} `{text}`", choice.name);
        self.found.push(Diagnostic::new(choice.code, text::inner(self.sources, span), message, help));
        false
    }

    fn form(&mut self, value: &str, form: Form, span: Span) -> bool {
        match form {
            Form::Url => {
                let Some(help) = super::super::url::problem(value) else { return true };
                let message = format!("`{value}` is no `http` or `https` URL");
                self.found.push(Diagnostic::new(&INVALID_URL, text::inner(self.sources, span), message, help));
                false
            }
            Form::Repository => {
                if super::super::url::is_repository(value) {
                    return true;
                }
                let message = format!("`{value}` is no repository");
                let help = match super::super::url::repository_of(value) {
                    Some(repository) => format!("write `{repository}`"),
                    None => "write `owner/name`, such as `rust-lang/rust`".to_owned(),
                };
                self.found.push(Diagnostic::new(&INVALID_TYPE, text::inner(self.sources, span), message, help));
                false
            }
            Form::Plain | Form::Inline | Form::Markdown | Form::Issue | Form::Page => true,
            Form::Person | Form::Theme | Form::Team | Form::Goal => true,
        }
    }

    fn wrong_type(&mut self, node: &Node<'_>, name: &str, kind: &Kind, place: &Place<'_>) {
        let message = format!("`{name}` of {place} must be {}, not {}", kind.wanted(), described(node));
        let help = match (kind, &node.value) {
            (Kind::Date, Value::Text(text)) if text.parse::<jiff::civil::Date>().is_ok() => format!("drop the quotes: `{text}`"),
            (Kind::Date, Value::Time(Some(date))) => format!("drop the time: `{date}`"),
            (Kind::Texts(_), Value::Text(_)) => format!("put it in brackets: `[{}]`", self.source(node)),
            (Kind::Tables(shape), Value::Table(_)) => format!("write double brackets, `[[goal.389.{}]]`", shape.name),
            (Kind::Flag, Value::Text(text)) if matches!(&**text, "true" | "false") => format!("drop the quotes: `{text}`"),
            (Kind::Counts, Value::Integer(_)) => format!("put it in brackets: `[{}]`", self.source(node)),
            (Kind::Count, Value::Text(text)) if text.bytes().all(|it| it.is_ascii_digit()) => format!("drop the quotes: `{text}`"),
            (_, _) => self.quote_help(node, kind),
        };
        self.found.push(Diagnostic::new(&INVALID_TYPE, node.span, message, help));
    }

    /// Proposes quotes around what lacks only them.
    fn quote_help(&self, node: &Node<'_>, kind: &Kind) -> String {
        let wants_text =
            matches!(kind, Kind::Text(_) | Kind::Choice(_) | Kind::TextOrTexts(_) | Kind::TextOrFlag(_) | Kind::TextOrCount(_));
        let is_scalar = matches!(&node.value, Value::Integer(_) | Value::Float | Value::Flag(_) | Value::Date(_) | Value::Time(_));
        if wants_text && is_scalar {
            return format!("put it in quotes: `\"{}\"`", self.source(node));
        }
        format!("write for example `{}`", kind.example())
    }

    fn source(&self, node: &Node<'_>) -> &str {
        self.sources.slice(node.span)
    }
}

/// A value's type, with its article.
fn described(node: &Node<'_>) -> &'static str {
    match &node.value {
        Value::Text(_) => "a string",
        Value::Integer(Some(..0)) => "a negative number",
        Value::Integer(Some(_)) => "a number",
        Value::Integer(None) => "a number that is too large",
        Value::Float => "a number with a point",
        Value::Flag(_) => "a boolean",
        Value::Date(_) => "a date",
        Value::Time(Some(_)) => "a date with a time",
        Value::Time(None) => "a time",
        Value::List(_) => "a list",
        Value::Table(_) => "a table",
    }
}
