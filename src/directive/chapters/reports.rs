//! `<<#chapters reports>>`: a chapter for each month that has updates, and for each team that
//! champions goals.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{NewChapter, stem, title};
use crate::data::{Goal, same};
use crate::directive::context::{Context, Subject};
use crate::fragment::Inline;
use crate::query::{Filter, Window};

/// The chapters for reports on `goals`, which `filter` has kept: months in their order, then teams.
/// A month that `window` cuts is reported on as far as it lies in it.
pub(super) fn reports(context: &Context<'_>, filter: &Filter, goals: &[&Goal], window: &Window) -> Vec<NewChapter> {
    let data = context.view.goals;
    let wanted = filter.teams();
    let chapter = |goals: Vec<&Goal>, teams: Vec<String>, window: Window, heading: &str, stem: String| NewChapter {
        subject: Subject::Report { period: data.period.name.clone(), teams },
        goals: goals.into_iter().map(|it| it.id.clone()).collect(),
        window,
        title: title(&[Inline::text(heading)], &stem),
        stem,
        page: None,
    };
    let of_month = |first: Date| {
        let last = first.last_of_month();
        let (since, until) = (window.since.map_or(first, |it| it.max(first)), window.until.map_or(last, |it| it.min(last)));
        let window = Window { since: Some(since), until: Some(until), ..window.clone() };
        let teams = wanted.iter().map(|&it| it.to_owned()).collect();
        let heading = window.title(&data.period);
        chapter(goals.to_vec(), teams, window, &heading, stem("report", &first.strftime("%Y-%m").to_string()))
    };
    let of_team = |team: &str| {
        let name = data.team(team).map_or(team, |it| &it.name);
        let goals = goals.iter().copied().filter(|it| it.champions.iter().any(|(key, _)| same(key, team)));
        chapter(goals.collect(), vec![team.to_owned()], window.clone(), &format!("Goals championed by {name}"), stem("report-team", team))
    };
    let mut teams = teams(context, goals);
    teams.retain(|team| wanted.is_empty() || wanted.iter().any(|it| same(it, team)));
    months(goals, window).into_iter().map(of_month).chain(teams.into_iter().map(of_team)).collect()
}

/// The first days of the months in which one of `goals` has an update in `window`.
fn months(goals: &[&Goal], window: &Window) -> BTreeSet<Date> {
    let dates = goals.iter().flat_map(|it| it.visible_updates()).map(|it| it.date);
    dates.filter(|it| window.holds(*it)).map(Date::first_of_month).collect()
}

/// The teams that champion one of `goals`, by key: in the order of the goals file, then by name.
fn teams<'a>(context: &Context<'a>, goals: &[&'a Goal]) -> Vec<&'a str> {
    let mut keys: Vec<&str> = Vec::new();
    for (key, _) in goals.iter().flat_map(|it| &it.champions) {
        if !keys.iter().any(|it| same(it, key)) {
            keys.push(key);
        }
    }
    let place = |team: &str| context.view.goals.teams.iter().position(|it| same(&it.key, team)).unwrap_or(usize::MAX);
    keys.sort_by_cached_key(|it| (place(it), it.to_lowercase()));
    keys
}
