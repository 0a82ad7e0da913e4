//! `<<#asks FILTERS>>`: what goals ask of teams, a section per team.

use super::context::Context;
use super::{Directive, Fragment, Placement, fields};
use crate::data::{Ask, Goal, same};
use crate::diagnostic::Diagnostic;
use crate::fragment::{Block, Inline, Table, plain_text};
use crate::query::{Arguments, FILTERS, Filter, Sort, TeamFilter, WINDOW, Window};

pub(super) static DIRECTIVE: Directive = Directive {
    name: "asks",
    about: "what goals ask of teams, a table per team",
    words: &[],
    options: &[FILTERS, WINDOW, super::PERIOD],
    placement: |_| Placement::Block,
    expand,
};

fn expand(context: &Context<'_>, given: &Arguments, report: &mut Vec<Diagnostic>) -> Option<Fragment> {
    let data = context.view.goals;
    // Here `team=` means the team that is asked, not a goal's champion.
    let asked = TeamFilter::read(given, data, report);
    let given = given.without("team");
    let window = Window::read(&given, &data.period, report);
    let mut goals = Filter::read(&given, data, &window, report).goals(data);
    Sort::default().apply(&mut goals, |it| plain_text(&context.view.title(it)));
    let mut teams: Vec<(&str, Vec<(&Goal, &Ask)>)> = Vec::new();
    for (goal, ask) in goals.iter().flat_map(|goal| goal.asks.iter().map(|ask| (*goal, ask))).filter(|(_, ask)| asked.keeps(&ask.team)) {
        match teams.iter_mut().find(|(team, _)| same(team, &ask.team)) {
            Some((_, asks)) => asks.push((goal, ask)),
            None => teams.push((&ask.team, vec![(goal, ask)])),
        }
    }
    // Teams in the order of the goals file; those that it does not declare behind them, by name.
    let place = |team: &str| data.teams.iter().position(|it| same(&it.key, team)).unwrap_or(usize::MAX);
    teams.sort_by_cached_key(|(team, _)| (place(team), team.to_lowercase()));
    let section = |(team, asks): (&str, Vec<(&Goal, &Ask)>)| {
        let rows = asks.into_iter().map(|(goal, ask)| {
            let notes = ask.notes.as_deref().map(|it| context.view.line(it)).unwrap_or_default();
            vec![context.linked(goal, context.view.title(goal)), kind(ask), notes]
        });
        let table = Table::listing(["Goal", "Ask", "Notes"], rows.collect());
        Block::Section { title: fields::team(context, team), anchor: None, content: vec![Block::Table(table)] }
    };
    Some(Fragment::Block(match teams.is_empty() {
        true => vec![Block::Empty("No team is asked for anything.".to_owned())],
        false => teams.into_iter().map(section).collect(),
    }))
}

/// What is asked: the kind, or how much, or both.
fn kind(ask: &Ask) -> Vec<Inline> {
    match (&ask.kind, ask.size) {
        (Some(kind), Some(size)) => vec![Inline::text(format!("{kind} ({})", size.name()))],
        (Some(kind), None) => vec![Inline::text(kind)],
        (None, Some(size)) => vec![Inline::text(size.label())],
        (None, None) => Vec::new(),
    }
}
