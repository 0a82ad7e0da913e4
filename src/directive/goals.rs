//! `<<#goals FILTERS>>`: a list of goals, as a table, rows of the reader's own table, a list, cards
//! or sections.

use super::context::Context;
use super::fields::{self, Field, Scope};
use super::{Directive, Fragment, Placement, goal};
use crate::data::Goal;
use crate::diagnostic::Diagnostic;
use crate::fragment::{Block, Inline, ListItem, Style, Table, plain_text, without_links};
use crate::query::{Arguments, FILTERS, Filter, GROUP_NAMES, Group, GroupBy, Opt, SORT_NAMES, Sort, Takes, WINDOW, Window};

static OPTIONS: &[Opt] = &[
    Opt { name: "columns", takes: Takes::Value },
    Opt { name: "sort", takes: Takes::Value },
    Opt { name: "group", takes: Takes::Value },
    Opt { name: "view", takes: Takes::Value },
];

pub(super) static DIRECTIVE: Directive = Directive {
    name: "goals",
    about: "a list of goals: a table, rows, a list, cards or sections",
    words: &[],
    options: &[FILTERS, OPTIONS, WINDOW, super::PERIOD],
    placement: |given| if given.get("view").is_some_and(|it| *it.value == *"rows") { Placement::Rows } else { Placement::Block },
    expand,
};

/// The columns of a list that names none.
const COLUMNS: &str = "goal, contact, progress";

/// How a list looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum View {
    Table,
    Rows,
    List,
    Cards,
    Sections,
}

fn parse_view(text: &str) -> Option<View> {
    match text {
        "table" => Some(View::Table),
        "rows" => Some(View::Rows),
        "list" => Some(View::List),
        "cards" => Some(View::Cards),
        "sections" => Some(View::Sections),
        _ => None,
    }
}

fn expand(context: &Context<'_>, given: &Arguments, report: &mut Vec<Diagnostic>) -> Option<Fragment> {
    let goals = context.view.goals;
    let window = Window::read(given, &goals.period, report);
    let filter = Filter::read(given, goals, &window, report);
    let columns = fields::read(given, "columns", COLUMNS, Scope::Columns, report);
    let sort = given.parse("sort", SORT_NAMES, Sort::parse, report).unwrap_or_default();
    let group = given.parse("group", GROUP_NAMES, GroupBy::parse, report);
    let view = given.parse("view", "write `table`, `rows`, `list`, `cards` or `sections`", parse_view, report).unwrap_or(View::Table);
    let mut listed = filter.goals(goals);
    sort.apply(&mut listed, |it| plain_text(&context.view.title(it)));
    let groups = match group {
        Some(by) => by.apply(&listed, goals, |it| plain_text(&context.view.person(it))),
        None => vec![(Group::Rest, listed)],
    };
    let titled = group.is_some();
    Some(if view == View::Rows {
        let rows = groups.iter().flat_map(|(group, goals)| {
            let head = titled.then(|| vec![vec![Inline::Styled(Style::Strong, title(context, group))]]);
            head.into_iter().chain(rows(context, goals, &columns))
        });
        Fragment::Rows(rows.collect())
    } else if groups.iter().all(|(_, goals)| goals.is_empty()) {
        Fragment::Block(vec![Block::Empty("No goals match.".to_owned())])
    } else {
        let blocks = groups.iter().map(|(group, goals)| {
            let content = list(context, goals, view, &columns, &window);
            if titled { vec![Block::Section { title: title(context, group), anchor: None, content }] } else { content }
        });
        Fragment::Block(blocks.flatten().collect())
    })
}

/// A group's title.
fn title(context: &Context<'_>, group: &Group) -> Vec<Inline> {
    match group {
        Group::Theme(key) => fields::theme(context, key),
        Group::Team(key) => fields::team(context, key),
        Group::Person(person) => context.view.person(person),
        Group::Status(status) => vec![Inline::text(status.label())],
        Group::Size(size) => vec![Inline::text(size.label())],
        Group::Rest => vec![Inline::text("Other goals")],
    }
}

fn rows(context: &Context<'_>, goals: &[&Goal], columns: &[&Field]) -> Vec<Vec<Vec<Inline>>> {
    goals.iter().map(|goal| columns.iter().map(|it| (it.value)(context, goal)).collect()).collect()
}

fn list(context: &Context<'_>, goals: &[&Goal], view: View, columns: &[&Field], window: &Window) -> Vec<Block> {
    match view {
        View::Table | View::Rows => {
            vec![Block::Table(Table::listing(columns.iter().map(|it| it.label), rows(context, goals, columns)))]
        }
        View::List => {
            let items = goals.iter().map(|it| {
                let line = context.linked(it, context.view.title(it));
                ListItem { checked: None, content: vec![Block::Paragraph(line)] }
            });
            vec![Block::List { start: None, items: items.collect() }]
        }
        View::Cards => goals.iter().map(|it| Block::Card(Box::new(goal::card(context, it, window)))).collect(),
        View::Sections => goals.iter().map(|it| section(context, it)).collect(),
    }
}

/// A goal's title, what it is for and who answers for it.
fn section(context: &Context<'_>, goal: &Goal) -> Block {
    let mut content = Vec::new();
    if let Some(text) = &goal.what_and_why {
        content.push(Block::Paragraph(context.view.line(text)));
    } else if let Some(text) = &goal.summary {
        content.extend(context.view.blocks(text));
    }
    let status = goal::status(context, goal, &fields::default(goal::STATUS_ROWS));
    if !status.is_empty() {
        content.push(Block::Status(status));
    }
    let title = context.linked(goal, without_links(&context.view.title(goal)));
    Block::Section { title, anchor: None, content }
}
