//! `<<#ask-kinds>>`: the valid kinds of ask.

use super::{Directive, Fragment, Placement};
use crate::fragment::{Block, Inline, Table};

pub(super) static DIRECTIVE: Directive = Directive {
    name: "ask-kinds",
    about: "a table of the kinds of ask that are valid",
    words: &[],
    options: &[super::PERIOD],
    placement: |_| Placement::Block,
    expand: |context, _, _| {
        let view = context.view;
        let rows: Vec<_> = view
            .goals
            .ask_kinds
            .iter()
            .map(|it| vec![vec![Inline::text(&it.name)], it.about.as_deref().map(|it| view.line(it)).unwrap_or_default()])
            .collect();
        Some(Fragment::Block(vec![match rows.is_empty() {
            true => Block::Empty("Any kind of ask is valid.".to_owned()),
            false => Block::Table(Table::listing(["Kind", "What the team is asked to do"], rows)),
        }]))
    },
};
