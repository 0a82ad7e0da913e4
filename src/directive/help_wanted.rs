//! `<<#help-wanted FILTERS>>`: the goals that look for help, and their tasks without an owner.

use super::context::Context;
use super::{Directive, Fragment, Placement, goal};
use crate::data::Goal;
use crate::fragment::{Block, Inline, ListItem, Table, plain_text, without_links};
use crate::query::{FILTERS, Filter, Sort, WINDOW, Window};

pub(super) static DIRECTIVE: Directive = Directive {
    name: "help-wanted",
    about: "the goals that look for help, with what, and their tasks without an owner",
    words: &[],
    options: &[FILTERS, WINDOW, super::PERIOD],
    placement: |_| Placement::Block,
    expand: |context, given, report| {
        let data = context.view.goals;
        let window = Window::read(given, &data.period, report);
        let mut goals = Filter::read(given, data, &window, report).goals(data);
        Sort::default().apply(&mut goals, |it| plain_text(&context.view.title(it)));
        let blocks: Vec<_> = goals.into_iter().filter_map(|it| section(context, it, &window)).collect();
        Some(Fragment::Block(match blocks.is_empty() {
            true => vec![Block::Empty("No goal is looking for help.".to_owned())],
            false => blocks,
        }))
    },
};

/// What a goal looks for; `None` where it looks for nothing.
fn section(context: &Context<'_>, goal: &Goal, window: &Window) -> Option<Block> {
    let field = |text: &Option<String>| text.as_deref().map(|it| context.view.line(it)).unwrap_or_default();
    let mut content: Vec<Block> = goal::help_wanted(context.view, goal, window).into_iter().flatten().collect();
    if !goal.help.is_empty() {
        let rows = goal.help.iter().map(|it| vec![field(&it.task), field(&it.experience), field(&it.time)]);
        content.push(Block::Table(Table::listing(["Task", "Experience", "Time"], rows.collect())));
    }
    let free: Vec<_> = goal.tasks.iter().filter(|it| !it.done && it.owners.is_empty() && it.title.is_some()).collect();
    if !free.is_empty() {
        content.push(Block::Paragraph(vec![Inline::text(if free.len() == 1 {
            "A task without an owner:"
        } else {
            "Tasks without an owner:"
        })]));
        let items = free.into_iter().map(|it| ListItem { checked: None, content: vec![Block::Paragraph(field(&it.title))] });
        content.push(Block::List { start: None, items: items.collect() });
    }
    let title = context.linked(goal, without_links(&context.view.title(goal)));
    (!content.is_empty()).then_some(Block::Section { title, anchor: None, content })
}
