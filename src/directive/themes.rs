//! `<<#themes>>`: the themes with what they are for.

use super::context::Context;
use super::{Directive, Fragment, Placement, fields};
use crate::data::{Theme, same};
use crate::diagnostic::codes::INVALID_VALUE;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::fragment::{Block, Inline, Table};
use crate::query::{Arguments, Opt, Takes};

static OPTIONS: &[Opt] = &[Opt { name: "area", takes: Takes::Value }, Opt { name: "group", takes: Takes::Value }];

pub(super) static DIRECTIVE: Directive = Directive {
    name: "themes",
    about: "a table of the themes with what and why, point of contact and number of goals",
    words: &[],
    options: &[OPTIONS, super::PERIOD],
    placement: |_| Placement::Block,
    expand,
};

fn expand(context: &Context<'_>, given: &Arguments, report: &mut Vec<Diagnostic>) -> Option<Fragment> {
    let themes = &context.view.goals.themes;
    let mut areas: Vec<&str> = Vec::new();
    for area in themes.iter().flat_map(|it| &it.areas) {
        if !areas.iter().any(|it| same(it, area)) {
            areas.push(area);
        }
    }
    let wanted = given.get("area").and_then(|value| {
        let found = areas.iter().find(|it| same(it, value)).copied();
        if found.is_none() {
            let message = format!("there is no application area `{}`", value.value);
            report.push(Diagnostic::new(&INVALID_VALUE, value.span, message, did_you_mean("area", value, areas.iter().copied())));
        }
        found
    });
    let by_area = given.parse("group", "write `group=area`", |it| (it == "area").then_some(()), report).is_some();
    let listed: Vec<&Theme> = themes.iter().filter(|it| wanted.is_none_or(|area| is_in(it, area))).collect();
    if listed.is_empty() {
        return Some(Fragment::Block(vec![Block::Empty("There are no themes.".to_owned())]));
    }
    if !by_area {
        return Some(Fragment::Block(vec![table(context, &listed)]));
    }
    let section = |title: &str, themes: Vec<&Theme>| {
        let content = vec![table(context, &themes)];
        (!themes.is_empty()).then(|| Block::Section { title: vec![Inline::text(title)], anchor: None, content })
    };
    let shown = areas.iter().filter(|it| wanted.is_none_or(|area| same(it, area)));
    let mut blocks: Vec<_> =
        shown.filter_map(|area| section(area, listed.iter().copied().filter(|it| is_in(it, area)).collect())).collect();
    blocks.extend(section("Other themes", listed.iter().copied().filter(|it| it.areas.is_empty()).collect()));
    Some(Fragment::Block(blocks))
}

fn is_in(theme: &Theme, area: &str) -> bool {
    theme.areas.iter().any(|it| same(it, area))
}

fn table(context: &Context<'_>, themes: &[&Theme]) -> Block {
    let view = context.view;
    let rows = themes.iter().map(|theme| {
        let goals = view.goals.goals.iter().filter(|it| it.is_listed() && it.themes.contains(&theme.key)).count();
        vec![
            fields::theme(context, &theme.key),
            theme.what_and_why.as_deref().map(|it| view.line(it)).unwrap_or_default(),
            theme.point_of_contact.as_ref().map(|it| view.person(it)).unwrap_or_default(),
            vec![Inline::Text(goals.to_string())],
        ]
    });
    Block::Table(Table::listing(["Theme", "What and why", "Point of contact", "Goals"], rows.collect()))
}
