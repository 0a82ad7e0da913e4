//! `<<#status 113>>`: a goal's status table alone.

use super::fields::{self, Scope};
use super::goal::{self, STATUS_ROWS};
use super::{Directive, Fragment, GOAL, Placement};
use crate::fragment::Block;
use crate::query::{Opt, Takes};

pub(super) static DIRECTIVE: Directive = Directive {
    name: "status",
    about: "a goal's status table alone",
    words: &[GOAL],
    options: &[&[Opt { name: "rows", takes: Takes::Value }], super::PERIOD],
    placement: |_| Placement::Block,
    expand: |context, given, report| {
        let goal = context.goal(given.words.first()?, report);
        let fields = fields::read(given, "rows", STATUS_ROWS, Scope::Rows, report);
        let goal = goal?;
        let rows = goal::status(context, goal, &fields);
        let mut blocks = context.view.problem_boxes(goal);
        blocks.push(match rows.is_empty() {
            true => Block::Empty("Nothing is known of this goal's status yet.".to_owned()),
            false => Block::Status(rows),
        });
        Some(Fragment::Block(blocks))
    },
};
