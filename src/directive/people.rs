//! `<<#people FILTERS>>`: the people involved, in one sentence.

use std::collections::BTreeMap;

use super::context::Context;
use super::{Directive, Fragment, Placement};
use crate::data::{Goal, Person};
use crate::fragment::Inline;
use crate::query::{FILTERS, Filter, WINDOW, Window};

pub(super) static DIRECTIVE: Directive = Directive {
    name: "people",
    about: "the people involved in goals, linked, in one sentence",
    words: &[],
    options: &[FILTERS, WINDOW, super::PERIOD],
    placement: |_| Placement::Inline,
    expand: |context, given, report| {
        let data = context.view.goals;
        let window = Window::read(given, &data.period, report);
        let goals = Filter::read(given, data, &window, report).goals(data);
        Some(Fragment::Inline(sentence(context, &involved(context, &goals))))
    },
};

/// Everybody with a login and a role in these goals, each once, in the order of the names that are
/// shown, without case.
pub(super) fn involved<'a>(context: &Context<'_>, goals: &[&'a Goal]) -> Vec<&'a Person> {
    let mut people = BTreeMap::new();
    for person in goals.iter().flat_map(|it| it.people()) {
        if let Person::Login(login) = person {
            let name = context.view.lookup.display_name(login).trim_start_matches('@').to_lowercase();
            people.entry((name, login.as_str().to_ascii_lowercase())).or_insert(person);
        }
    }
    people.into_values().collect()
}

/// `A`, `A and B`, `A, B and C`.
fn sentence(context: &Context<'_>, people: &[&Person]) -> Vec<Inline> {
    let mut out = Vec::new();
    for (nth, person) in people.iter().enumerate() {
        match nth {
            0 => {}
            _ if nth + 1 == people.len() => out.push(Inline::text(" and ")),
            _ => out.push(Inline::text(", ")),
        }
        out.extend(context.view.person(person));
    }
    if out.is_empty() { vec![Inline::text("nobody yet")] } else { out }
}
