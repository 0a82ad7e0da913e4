//! Where a key that stands twice in one file stood first.
//!
//! The `toml` crate names only the second place. A file without duplicates never comes here.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use toml_parser::parser::{Event, EventKind, RecursionGuard, parse_document};
use toml_parser::{ErrorSink, ParseError, Source};

/// All keys of a file with their full paths.
pub(super) struct Keys {
    /// By the byte at which a key starts: the place of the first key with the same path.
    firsts: HashMap<usize, Range<usize>>,
    /// The bytes of the tables whose head is a duplicate, without the head.
    second_tables: Vec<Range<usize>>,
}

impl Keys {
    pub(super) fn of(text: &str) -> Keys {
        let source = Source::new(text);
        let tokens = source.lex().into_vec();
        let mut events = Vec::new();
        let mut receiver = |event: Event| events.push(event);
        parse_document(&tokens, &mut RecursionGuard::new(&mut receiver, 80), &mut Ignore);
        let mut walk = Walk { text, scopes: vec![Scope::default()], ..Walk::default() };
        for event in events {
            walk.event(&event);
        }
        walk.close_table(text.len());
        Keys { firsts: walk.firsts, second_tables: walk.second_tables }
    }

    /// The first place of the key that stands again at `second`.
    pub(super) fn first(&self, second: &Range<usize>) -> Option<Range<usize>> {
        self.firsts.get(&second.start).cloned()
    }

    /// Whether the key stands in a table that is a duplicate itself.
    pub(super) fn is_in_second_table(&self, key: &Range<usize>) -> bool {
        let next = self.second_tables.partition_point(|it| it.start <= key.start);
        next.checked_sub(1).and_then(|at| self.second_tables.get(at)).is_some_and(|it| it.contains(&key.start))
    }
}

struct Ignore;

impl ErrorSink for Ignore {
    fn report_error(&mut self, _error: ParseError) {}
}

/// What encloses the next key: the table of the last head, then inline tables and arrays.
#[derive(Default)]
struct Scope {
    /// The path of the keys in here, each behind a line end, which no key can hold unescaped.
    path: String,
    /// In an array: how many values have begun.
    values: usize,
}

#[derive(Default)]
struct Walk<'t> {
    text: &'t str,
    scopes: Vec<Scope>,
    /// The path of the key that is being read.
    key: String,
    /// Where the last part of that key stands.
    key_range: Range<usize>,
    in_head: Option<EventKind>,
    /// How many tables `[[head]]` has opened, by path.
    tables: HashMap<String, usize>,
    heads: HashSet<String>,
    places: HashMap<String, Range<usize>>,
    firsts: HashMap<usize, Range<usize>>,
    second_tables: Vec<Range<usize>>,
    second_table: Option<usize>,
}

impl Walk<'_> {
    fn event(&mut self, event: &Event) {
        let range = event.span().start()..event.span().end();
        match event.kind() {
            EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                self.close_table(range.start);
                self.scopes.truncate(1);
                self.scopes[0] = Scope::default();
                self.key.clear();
                self.in_head = Some(event.kind());
            }
            EventKind::StdTableClose | EventKind::ArrayTableClose => self.head(range.end),
            EventKind::SimpleKey => {
                if self.in_head.is_some() && !self.key.is_empty() {
                    self.enter_last_table();
                }
                if self.in_head.is_none() && self.key.is_empty() {
                    self.key = self.scope().path.clone();
                }
                let key = super::text::unquoted(self.text.get(range.clone()).unwrap_or_default());
                self.key.push('\n');
                self.key.push_str(key);
                self.key_range = range;
            }
            EventKind::KeyValSep => self.place(),
            EventKind::InlineTableOpen => {
                let path = self.value_path();
                self.scopes.push(Scope { path, values: 0 });
                self.key.clear();
            }
            EventKind::ArrayOpen => {
                let path = self.value_path();
                self.scopes.push(Scope { path, values: 0 });
            }
            EventKind::InlineTableClose | EventKind::ArrayClose => {
                if self.scopes.len() > 1 {
                    self.scopes.pop();
                }
                self.key.clear();
            }
            EventKind::ValueSep | EventKind::Newline => self.key.clear(),
            EventKind::Scalar | EventKind::KeySep | EventKind::Whitespace | EventKind::Comment | EventKind::Error => {}
        }
    }

    fn scope(&mut self) -> &mut Scope {
        self.scopes.last_mut().expect("the first scope is never popped")
    }

    /// The path of the value that begins here: that of its key, or its number in an array.
    fn value_path(&mut self) -> String {
        if !self.key.is_empty() {
            return self.key.clone();
        }
        let scope = self.scope();
        scope.values += 1;
        format!("{}\n[{}]", scope.path, scope.values)
    }

    /// `[a.b]` below `[[a]]` speaks of the last `a`.
    fn enter_last_table(&mut self) {
        if let Some(number) = self.tables.get(&self.key) {
            self.key.push_str(&format!("\n[{number}]"));
        }
    }

    fn head(&mut self, end: usize) {
        let kind = self.in_head.take();
        if kind == Some(EventKind::ArrayTableOpen) {
            *self.tables.entry(self.key.clone()).or_default() += 1;
            self.enter_last_table();
        } else if !self.heads.insert(self.key.clone()) || self.places.contains_key(&self.key) {
            self.second_table = Some(end);
        }
        self.place();
        self.scopes[0].path = std::mem::take(&mut self.key);
    }

    fn place(&mut self) {
        match self.places.get(&self.key) {
            Some(first) => {
                self.firsts.insert(self.key_range.start, first.clone());
            }
            None => {
                self.places.insert(self.key.clone(), self.key_range.clone());
            }
        }
    }

    fn close_table(&mut self, at: usize) {
        if let Some(start) = self.second_table.take() {
            self.second_tables.push(start..at);
        }
    }
}
