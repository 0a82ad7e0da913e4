//! A table whose fields are taken out one by one, by name and type.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::data::shape::{Key, Shape};
use crate::data::tree::{Entry, Node, Table, Value};
use crate::data::{HelpWanted, Login, Person};
use crate::source::{Span, Spanned};

/// The fields of a table that was checked against `shape`.
pub(super) struct Fields<'a> {
    table: Table<'a>,
    shape: &'static Shape,
}

impl<'a> Fields<'a> {
    pub(super) fn new(table: Table<'a>, shape: &'static Shape) -> Self {
        Fields { table, shape }
    }

    /// A table with its key and the place of its head.
    pub(super) fn of(entry: Entry<'a>, shape: &'static Shape) -> (String, Span, Fields<'a>) {
        let table = if let Value::Table(table) = entry.node.value { table } else { Table::default() };
        (entry.key.into_owned(), entry.node.span, Fields::new(table, shape))
    }

    /// Takes the value of `name` out.
    fn take(&mut self, name: &str) -> Option<(Span, Value<'a>)> {
        debug_assert!(self.shape.key(name).is_some(), "`{name}` is no key of a {}", self.shape.name);
        let node = &mut self.table.entries.iter_mut().find(|it| it.key == name)?.node;
        Some((node.span, std::mem::replace(&mut node.value, Value::Float)))
    }

    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        Some(owned(self.take(name)?.1)?.into_owned())
    }

    /// A string, or the digits of a number.
    pub(super) fn text_or_number(&mut self, name: &str) -> Option<String> {
        let (_, value) = self.take(name)?;
        if let Value::Integer(number) = value { number.map(|it| it.to_string()) } else { owned(value).map(Cow::into_owned) }
    }

    pub(super) fn spanned(&mut self, name: &str) -> Option<Spanned<String>> {
        let (span, value) = self.take(name)?;
        Some(Spanned::new(owned(value)?.into_owned(), span))
    }

    pub(super) fn texts(&mut self, name: &str) -> Vec<String> {
        self.list(name).filter_map(|it| Some(owned(it.value)?.into_owned())).collect()
    }

    pub(super) fn spanned_texts(&mut self, name: &str) -> Vec<Spanned<String>> {
        self.list(name).filter_map(|it| Some(Spanned::new(owned(it.value)?.into_owned(), it.span))).collect()
    }

    pub(super) fn person(&mut self, name: &str) -> Option<Person> {
        self.text(name).map(person)
    }

    pub(super) fn people(&mut self, name: &str) -> Vec<Person> {
        self.list(name).filter_map(person_of).collect()
    }

    pub(super) fn flag(&mut self, name: &str) -> Option<bool> {
        if let Value::Flag(flag) = self.take(name)?.1 { Some(flag) } else { None }
    }

    pub(super) fn count(&mut self, name: &str) -> Option<u64> {
        if let Value::Integer(Some(number)) = self.take(name)?.1 { u64::try_from(number).ok() } else { None }
    }

    /// Numbers that are not negative.
    pub(super) fn counts(&mut self, name: &str) -> Vec<u64> {
        let number = |it: Node<'_>| if let Value::Integer(Some(number)) = it.value { u64::try_from(number).ok() } else { None };
        self.list(name).filter_map(number).collect()
    }

    pub(super) fn date(&mut self, name: &str) -> Option<Date> {
        if let Value::Date(date) = self.take(name)?.1 { Some(date) } else { None }
    }

    /// A string, or `true`; `false` is as if nothing were written.
    pub(super) fn help_wanted(&mut self, name: &str) -> Option<HelpWanted> {
        let (_, value) = self.take(name)?;
        if let Value::Flag(flag) = value {
            return flag.then_some(HelpWanted::Yes);
        }
        owned(value).map(|it| HelpWanted::With(it.into_owned()))
    }

    /// The table at `name`, empty where there is none.
    pub(super) fn table(&mut self, name: &str) -> Fields<'a> {
        self.optional_table(name).unwrap_or_else(|| Fields::new(Table::default(), self.inner(name)))
    }

    pub(super) fn optional_table(&mut self, name: &str) -> Option<Fields<'a>> {
        let shape = self.inner(name);
        if let Value::Table(table) = self.take(name)?.1 { Some(Fields::new(table, shape)) } else { None }
    }

    /// The entries of a table whose keys users choose.
    pub(super) fn entries(&mut self, name: &str) -> Vec<Entry<'a>> {
        if let Some((_, Value::Table(table))) = self.take(name) { table.entries } else { Vec::new() }
    }

    /// The tables of the list at `name`, each with the place of its head.
    pub(super) fn tables(&mut self, name: &str) -> impl Iterator<Item = (Span, Fields<'a>)> + use<'a> {
        let shape = self.inner(name);
        self.list(name)
            .filter_map(move |it| if let Value::Table(table) = it.value { Some((it.span, Fields::new(table, shape))) } else { None })
    }

    fn list(&mut self, name: &str) -> impl Iterator<Item = Node<'a>> + use<'a> {
        let items = if let Some((_, Value::List(items))) = self.take(name) { items } else { Vec::new() };
        items.into_iter()
    }

    /// The shape of the table or tables at `name`.
    fn inner(&self, name: &str) -> &'static Shape {
        self.shape.key(name).and_then(Key::shape).unwrap_or(self.shape)
    }
}

/// A string field of a table whose keys users choose.
pub(super) fn spanned_entry(entry: Entry<'_>) -> Option<(String, Spanned<String>)> {
    Some((entry.key.into_owned(), Spanned::new(owned(entry.node.value)?.into_owned(), entry.node.span)))
}

/// A team's champions: the team's key, and one person or several.
pub(super) fn champions(entry: Entry<'_>) -> (Spanned<String>, Vec<Person>) {
    let team = Spanned::new(entry.key.into_owned(), entry.key_span);
    let people = match entry.node.value {
        Value::List(items) => items.into_iter().filter_map(person_of).collect(),
        value => owned(value).map(|it| person(it.into_owned())).into_iter().collect(),
    };
    (team, people)
}

fn person_of(node: Node<'_>) -> Option<Person> {
    owned(node.value).map(|it| person(it.into_owned()))
}

fn person(text: String) -> Person {
    match Login::written(&text) {
        Some(login) => Person::Login(Login::new(login)),
        None => Person::Text(text),
    }
}

fn owned(value: Value<'_>) -> Option<Cow<'_, str>> {
    if let Value::Text(text) = value { Some(text) } else { None }
}
