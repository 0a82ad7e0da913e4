//! `<<#goal 113>>`: a goal's card.

use super::context::Context;
use super::fields;
use super::{Directive, Fragment, GOAL, Placement, updates};
use crate::data::{Goal, HelpWanted};
use crate::fragment::{Block, Card, Inline, Row};
use crate::query::{Length, WINDOW, Window};

pub(super) static DIRECTIVE: Directive = Directive {
    name: "goal",
    about: "a goal's card: title, status table, TL;DR, help wanted, and its updates folded away",
    words: &[GOAL],
    options: &[WINDOW, super::PERIOD],
    placement: |_| Placement::Block,
    expand: |context, given, report| {
        let goal = context.goal(given.words.first()?, report);
        let window = Window::read(given, &context.view.goals.period, report);
        Some(Fragment::Block(vec![Block::Card(Box::new(card(context, goal?, &window)))]))
    },
};

/// The rows of a card's status table, and of `<<#status>>`.
pub(super) const STATUS_ROWS: &str = "progress, point-of-contact, champions, task-owners";

/// The card of a goal with its updates in `window`, in full where the window does not say.
pub(super) fn card(context: &Context<'_>, goal: &Goal, window: &Window) -> Card {
    let in_window = window.updates(goal);
    let detailed: Vec<_> = in_window.iter().copied().filter(|it| context.view.tldr(it).is_none_or(|it| !it.alone)).collect();
    Card {
        anchor: context.anchor(goal),
        title: context.view.title(goal),
        issue: context.issue(goal),
        status: status(context, goal, &fields::default(STATUS_ROWS)),
        tldr: tldr(context, goal, window),
        help_wanted: help_wanted(context, goal, window),
        summary: match detailed.len() {
            0 => "No detailed updates available.".to_owned(),
            1 => "1 detailed update available.".to_owned(),
            n => format!("{n} detailed updates available."),
        },
        updates: updates::excerpts(context, &detailed, window.length.unwrap_or(Length::Full)),
        problems: context.view.problems(goal),
    }
}

/// A status table of these fields; those without a value are left out.
pub(super) fn status(context: &Context<'_>, goal: &Goal, fields: &[&fields::Field]) -> Vec<Row> {
    let rows = fields.iter().map(|field| Row { label: field.label, value: (field.value)(context, goal) });
    rows.filter(|it| !it.value.is_empty()).collect()
}

/// The newest TL;DR in the window, else the goal's own.
fn tldr(context: &Context<'_>, goal: &Goal, window: &Window) -> Option<Vec<Block>> {
    let mut of_updates = goal.visible_updates().rev().filter(|it| window.holds(it.date)).filter_map(|it| context.view.tldr(it));
    of_updates.next().map(|it| it.text).or_else(|| goal.tldr.as_deref().map(|it| context.view.blocks(it)))
}

/// The goal's own request for help and those of its updates in the window, oldest first.
pub(super) fn help_wanted(context: &Context<'_>, goal: &Goal, window: &Window) -> Vec<Vec<Block>> {
    let own = goal.help_wanted.as_ref().map(|it| match it {
        HelpWanted::Yes => vec![Block::Paragraph(vec![Inline::text("This goal is looking for help.")])],
        HelpWanted::With(text) => context.view.blocks(text),
    });
    let of_updates = goal.visible_updates().filter(|it| window.holds(it.date)).flat_map(|it| context.view.help_wanted(it));
    own.into_iter().chain(of_updates).collect()
}
