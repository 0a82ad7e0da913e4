//! `<<#champions>>`: who speaks for which goals in which team.

use super::context::{Context, comma_separated};
use super::{Directive, Fragment, Placement, fields};
use crate::data::{Goal, Goals, Person, same};
use crate::fragment::{Block, Table, plain_text};
use crate::query::Sort;

pub(super) static DIRECTIVE: Directive = Directive {
    name: "champions",
    about: "a table of teams, their champions and the goals of each",
    words: &[],
    options: &[super::PERIOD],
    placement: |_| Placement::Block,
    expand: |context, _, _| {
        let rows: Vec<_> = champions(context)
            .into_iter()
            .map(|(team, person, goals)| {
                let goals = goals.into_iter().map(|it| context.linked(it, context.view.title(it)));
                vec![fields::team(context, team), context.view.person(person), comma_separated(goals)]
            })
            .collect();
        Some(Fragment::Block(vec![match rows.is_empty() {
            true => Block::Empty("No goal has a champion yet.".to_owned()),
            false => Block::Table(Table::listing(["Team", "Champion", "Goals"], rows)),
        }]))
    },
};

/// Each team's champions with their goals: teams in the order of the goals file, then by name;
/// champions by name; goals by title.
fn champions<'a>(context: &Context<'a>) -> Vec<(&'a str, &'a Person, Vec<&'a Goal>)> {
    let data: &'a Goals = context.view.goals;
    let mut goals: Vec<&Goal> = data.goals.iter().filter(|it| it.is_listed()).collect();
    Sort::default().apply(&mut goals, |it| plain_text(&context.view.title(it)));
    let mut out: Vec<(&str, &Person, Vec<&Goal>)> = Vec::new();
    for goal in goals {
        for (team, person) in goal.champions.iter().flat_map(|(team, people)| people.iter().map(move |it| (team.as_str(), it))) {
            match out.iter_mut().find(|(its_team, its_person, _)| same(its_team, team) && *its_person == person) {
                Some((_, _, goals)) => goals.push(goal),
                None => out.push((team, person, vec![goal])),
            }
        }
    }
    let place = |team: &str| data.teams.iter().position(|it| same(&it.key, team)).unwrap_or(usize::MAX);
    out.sort_by_cached_key(|(team, person, _)| {
        let name = plain_text(&context.view.person(person)).trim_start_matches('@').to_lowercase();
        (place(team), team.to_lowercase(), name)
    });
    out
}
