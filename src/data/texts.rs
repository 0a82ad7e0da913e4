//! The texts of a goals file: every value that is Markdown, a reference or a URL, with the place
//! where it is written.
//!
//! For the checks. What the values mean is not known here.

use std::ops::Range;

use super::parse;
use super::shape::{self, Form, Kind, Shape};
use super::tree::{Node, Table, Value};
use crate::source::{FileId, Sources, Span};

/// What a file holds.
#[derive(Debug, Default)]
pub struct Texts {
    /// The texts, by place.
    pub texts: Vec<Text>,
    /// The bytes of each key with its value, by place.
    pub items: Vec<Range<usize>>,
    /// Where the heads of tables begin, ascending.
    pub heads: Vec<usize>,
    /// The bytes of every string, by place.
    pub strings: Vec<Range<usize>>,
}

/// A text.
#[derive(Debug)]
pub struct Text {
    /// Its whole token, quotes and all.
    pub span: Span,
    /// What it says.
    pub value: String,
    /// How it is read.
    pub kind: TextKind,
    /// The number of the list that it is an item of, counted through the file.
    pub list: Option<usize>,
}

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    /// As Markdown.
    Markdown,
    /// As a reference to an issue.
    Reference,
    /// As a URL.
    Url,
}

/// The texts of a file. What is wrong with it is not reported.
pub fn texts(sources: &Sources, file: FileId) -> Texts {
    let mut root = parse::file(file, sources.file(file).text(), &mut 0, &mut Vec::new());
    let mut out = Texts::default();
    Walk { sources, out: &mut out, lists: 0 }.table(&mut root, Some(&shape::FILE));
    out.texts.sort_by_key(|it| it.span);
    out.items.sort_by_key(|it| (it.start, it.end));
    out.heads.sort_unstable();
    out.strings.sort_by_key(|it| it.start);
    out
}

struct Walk<'a> {
    sources: &'a Sources,
    out: &'a mut Texts,
    lists: usize,
}

impl Walk<'_> {
    fn table(&mut self, table: &mut Table<'_>, shape: Option<&'static Shape>) {
        for entry in &mut table.entries {
            let kind = shape.and_then(|it| it.key(&entry.key)).map(|it| &it.kind);
            if !matches!(entry.node.value, Value::Table(_)) {
                self.out.items.push(entry.key_span.start..entry.node.span.end);
            }
            self.value(&mut entry.node, kind);
        }
    }

    fn value(&mut self, node: &mut Node<'_>, kind: Option<&'static Kind>) {
        let span = node.span;
        match &mut node.value {
            Value::Text(text) => {
                self.out.strings.push(span.range());
                if let Some(kind) = kind.and_then(form).and_then(|it| text_kind(it, text)) {
                    let value = std::mem::take(text).into_owned();
                    self.out.texts.push(Text { span, value, kind, list: None });
                }
            }
            Value::List(items) => {
                self.lists += 1;
                let list = self.lists;
                for item in items {
                    let first = self.out.texts.len();
                    self.value(item, kind);
                    for text in self.out.texts.iter_mut().skip(first) {
                        text.list.get_or_insert(list);
                    }
                }
            }
            Value::Table(table) => {
                if self.sources.slice(span).starts_with('[') {
                    self.out.heads.push(span.start);
                }
                match kind {
                    Some(Kind::Table(shape) | Kind::Tables(shape)) => self.table(table, Some(shape)),
                    Some(Kind::Map(map)) => {
                        for entry in &mut table.entries {
                            self.out.items.push(entry.key_span.start..entry.node.span.end);
                            self.value(&mut entry.node, Some(&map.value));
                        }
                    }
                    Some(_) | None => self.table(table, None),
                }
            }
            Value::Integer(_) | Value::Float | Value::Flag(_) | Value::Date(_) | Value::Time(_) => {}
        }
    }
}

fn form(kind: &'static Kind) -> Option<Form> {
    match kind {
        Kind::Text(form) | Kind::Texts(form) | Kind::TextOrTexts(form) | Kind::TextOrFlag(form) | Kind::TextOrCount(form) => Some(*form),
        Kind::Flag | Kind::Count | Kind::Counts | Kind::Date | Kind::Choice(_) | Kind::Table(_) | Kind::Tables(_) | Kind::Map(_) => None,
    }
}

fn text_kind(form: Form, text: &str) -> Option<TextKind> {
    match form {
        Form::Inline | Form::Markdown => Some(TextKind::Markdown),
        Form::Person => (!text.starts_with('@') || text.contains(char::is_whitespace)).then_some(TextKind::Markdown),
        Form::Issue => Some(TextKind::Reference),
        Form::Url => Some(TextKind::Url),
        Form::Plain | Form::Repository | Form::Page | Form::Theme | Form::Team | Form::Goal => None,
    }
}
