//! `<<#goal 113>>`: a goal's card.

use super::context::{Context, View};
use super::fields;
use super::{Directive, Fragment, GOAL, Placement, updates};
use crate::data::{Goal, Help, HelpWanted, Update};
use crate::excerpt;
use crate::fragment::{Block, Card, Folding, Inline, Row};
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

/// What a goal says in a window.
#[derive(Debug)]
pub struct Said<'a> {
    /// Its updates, in the window's order.
    pub updates: Vec<&'a Update>,
    /// Those that say more than a TL;DR.
    pub detailed: Vec<&'a Update>,
    /// The newest TL;DR in the window, else the goal's own.
    pub tldr: Option<Vec<Block>>,
    /// The goal's own request for help, those of its updates in the window, oldest first, and the
    /// contributors that it looks for.
    pub help_wanted: Vec<Vec<Block>>,
}

impl<'a> Said<'a> {
    /// What `goal` says in `window`.
    pub fn new(view: &View<'_>, goal: &'a Goal, window: &Window) -> Self {
        let updates = window.updates(goal);
        let detailed = updates.iter().copied().filter(|it| view.tldr(it).is_none_or(|it| !it.alone)).collect();
        let mut help_wanted = help_wanted(view, goal, window);
        help_wanted.extend(goal.help.iter().filter_map(|it| contributor(view, it)));
        Said { updates, detailed, tldr: tldr(view, goal, window), help_wanted }
    }
}

/// The card of a goal with its updates in `window`, in full where the window does not say.
pub(super) fn card(context: &Context<'_>, goal: &Goal, window: &Window) -> Card {
    let said = Said::new(context.view, goal, window);
    card_of(context, goal, &said, context.anchor(goal), STATUS_ROWS, window.length)
}

/// The card of a goal that has said `said`, with these rows in its status table.
pub(super) fn card_of(context: &Context<'_>, goal: &Goal, said: &Said<'_>, anchor: String, rows: &str, length: Option<Length>) -> Card {
    Card {
        anchor,
        title: context.view.title(goal),
        issue: context.issue(goal),
        status: status(context, goal, &fields::default(rows)),
        tldr: said.tldr.clone(),
        help_wanted: said.help_wanted.clone(),
        summary: match said.detailed.len() {
            0 => "No detailed updates available.".to_owned(),
            1 => "1 detailed update available.".to_owned(),
            n => format!("{n} detailed updates available."),
        },
        updates: updates::excerpts(context, &said.detailed, length.unwrap_or(Length::Full)),
        folding: Folding::Closed,
        problems: context.view.problems(goal),
    }
}

/// A status table of these fields; those without a value are left out.
pub(super) fn status(context: &Context<'_>, goal: &Goal, fields: &[&fields::Field]) -> Vec<Row> {
    let rows = fields.iter().map(|field| Row { label: field.label, value: (field.value)(context, goal) });
    rows.filter(|it| !it.value.is_empty()).collect()
}

fn tldr(view: &View<'_>, goal: &Goal, window: &Window) -> Option<Vec<Block>> {
    let mut of_updates = goal.visible_updates().rev().filter(|it| window.holds(it.date)).filter_map(|it| view.tldr(it));
    of_updates.next().map(|it| it.text).or_else(|| goal.tldr.as_deref().map(|it| view.blocks(it)))
}

/// The goal's own request for help and those of its updates in the window, oldest first.
pub(super) fn help_wanted(view: &View<'_>, goal: &Goal, window: &Window) -> Vec<Vec<Block>> {
    let own = goal.help_wanted.as_ref().map(|it| match it {
        HelpWanted::Yes => vec![Block::Paragraph(vec![Inline::text("This goal is looking for help.")])],
        HelpWanted::With(text) => view.blocks(text),
    });
    let own = own.filter(|it| !excerpt::is_no_request(it));
    let of_updates = goal.visible_updates().filter(|it| window.holds(it.date)).flat_map(|it| view.help_wanted(it));
    own.into_iter().chain(of_updates).collect()
}

/// A contributor that a goal looks for: `task (experience; time)`.
fn contributor(view: &View<'_>, help: &Help) -> Option<Vec<Block>> {
    let mut line = help.task.as_deref().map(|it| view.line(it)).unwrap_or_default();
    let mut more: Vec<_> = [&help.experience, &help.time].into_iter().flatten().map(|it| view.line(it)).collect();
    more.retain(|it| !it.is_empty());
    if line.is_empty() && more.is_empty() {
        return None;
    }
    let in_brackets = !line.is_empty() && !more.is_empty();
    if in_brackets {
        line.push(Inline::text(" ("));
    }
    for (nth, it) in more.into_iter().enumerate() {
        if nth > 0 {
            line.push(Inline::text("; "));
        }
        line.extend(it);
    }
    if in_brackets {
        line.push(Inline::text(")"));
    }
    Some(vec![Block::Paragraph(line)])
}
