//! `<<#updates 113>>`: excerpts of a goal's updates alone.

use super::context::Context;
use super::{Directive, Fragment, GOAL, Placement};
use crate::data::Update;
use crate::fragment::{self, Block};
use crate::query::{Length, WINDOW, Window};

/// How much of an update shows where it is not folded away.
const DEFAULT_LENGTH: Length = Length::Words(80);

pub(super) static DIRECTIVE: Directive = Directive {
    name: "updates",
    about: "excerpts of a goal's updates",
    words: &[GOAL],
    options: &[WINDOW, super::PERIOD],
    placement: |_| Placement::Block,
    expand: |context, given, report| {
        let goal = context.goal(given.words.first()?, report);
        let window = Window::read(given, &context.view.goals.period, report);
        let goal = goal?;
        let updates = excerpts(context, &window.updates(goal), window.length.unwrap_or(DEFAULT_LENGTH));
        let mut blocks = context.view.problem_boxes(goal);
        blocks.push(match updates.is_empty() {
            true => Block::Empty("No updates available.".to_owned()),
            false => Block::Updates(updates),
        });
        Some(Fragment::Block(blocks))
    },
};

/// Updates as they are shown.
pub(super) fn excerpts(context: &Context<'_>, updates: &[&Update], length: Length) -> Vec<fragment::Update> {
    let view = context.view;
    let excerpt = |update: &Update| {
        let (body, cut) = view.excerpt(update, length);
        fragment::Update {
            date: update.date.to_string(),
            author: view.person(&update.author),
            url: update.url.clone(),
            title: update.title.as_ref().map(|it| view.line(it)),
            body,
            cut,
        }
    };
    updates.iter().map(|it| excerpt(it)).collect()
}
