//! `<<#link 113>>`: a link to where a goal is told of.

use super::{Directive, Fragment, GOAL, Placement};
use crate::fragment::Inline;
use crate::query::{Opt, Takes};

pub(super) static DIRECTIVE: Directive = Directive {
    name: "link",
    about: "a link to a goal's chapter, else to its tracking issue",
    words: &[GOAL],
    options: &[&[Opt { name: "text", takes: Takes::Value }], super::PERIOD],
    placement: |_| Placement::Inline,
    expand: |context, given, report| {
        let goal = context.goal(given.words.first()?, report)?;
        let text = given.get("text").map(|it| it.as_str()).or(goal.short_title.as_deref()).unwrap_or(&goal.title);
        let text = context.view.line(text);
        Some(Fragment::Inline(context.linked(goal, vec![Inline::Isolated(text)])))
    },
};
