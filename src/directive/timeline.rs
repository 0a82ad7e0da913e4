//! `<<#timeline FILTERS>>`: goals down, months across, a mark for each update.

use jiff::ToSpan;
use jiff::civil::Date;

use super::context::Context;
use super::{Directive, Fragment, Placement};
use crate::data::Goal;
use crate::diagnostic::Diagnostic;
use crate::fragment::{Block, Day, Heard, Lane, LaneTheme, Month, Timeline, plain_text, without_links};
use crate::query::{Arguments, FILTERS, Filter, Opt, SORT_NAMES, Sort, Takes, Window};

static OPTIONS: &[Opt] = &[
    Opt { name: "month", takes: Takes::Value },
    Opt { name: "since", takes: Takes::Value },
    Opt { name: "until", takes: Takes::Value },
    Opt { name: "sort", takes: Takes::Value },
];

pub(super) static DIRECTIVE: Directive = Directive {
    name: "timeline",
    about: "a picture of goals and months with a mark for each update",
    words: &[],
    options: &[FILTERS, OPTIONS, super::PERIOD],
    placement: |_| Placement::Block,
    expand,
};

/// Ten years. A date that is mistyped must not make a picture of centuries.
const MOST_MONTHS: usize = 120;

fn expand(context: &Context<'_>, given: &Arguments, report: &mut Vec<Diagnostic>) -> Option<Fragment> {
    let goals = context.view.goals;
    let window = Window::read(given, &goals.period, report);
    let filter = Filter::read(given, goals, &window, report);
    let sort = given.parse("sort", SORT_NAMES, Sort::parse, report).unwrap_or_default();
    let mut listed = filter.goals(goals);
    sort.apply(&mut listed, |it| plain_text(&context.view.title(it)));
    let empty = |text: &str| Some(Fragment::Block(vec![Block::Empty(text.to_owned())]));
    if listed.is_empty() {
        return empty("No goals match.");
    }
    let updates = || listed.iter().flat_map(|it| it.visible_updates()).map(|it| it.date);
    let first = window.since.or(goals.period.start).or_else(|| updates().min());
    let last = window.until.or(goals.period.end).or_else(|| updates().max());
    let months = first.zip(last).map(|(first, last)| months(first, last)).unwrap_or_default();
    if months.is_empty() {
        return empty("There are no updates yet.");
    }
    // The first theme gives a goal its colour.
    let number = |goal: &Goal| goal.themes.first().and_then(|key| goals.themes.iter().position(|it| it.key == *key));
    let themes = goals.themes.iter().enumerate().filter(|(nth, _)| listed.iter().any(|it| number(it) == Some(*nth)));
    let themes = themes.map(|(number, it)| LaneTheme { number, title: without_links(&context.view.line(&it.title)) }).collect();
    let today = goals.newest_update();
    let lane = |goal: &&Goal| Lane {
        title: context.linked(goal, without_links(&context.view.title(goal))),
        theme: number(goal),
        days: days(goal, &window, &months),
        months: heard(goal, &window, &months, today),
    };
    let lanes = listed.iter().map(lane).collect();
    let months = months.into_iter().map(|it| Month { year: it.year(), number: it.month() }).collect();
    Some(Fragment::Block(vec![Block::Timeline(Timeline { months, themes, lanes })]))
}

/// The first day of each month from that of `first` to that of `last`, the latest ones where they
/// are too many.
fn months(first: Date, last: Date) -> Vec<Date> {
    let mut out = Vec::new();
    let mut month = last.first_of_month();
    while month >= first.first_of_month() && out.len() < MOST_MONTHS {
        out.push(month);
        let Ok(before) = month.checked_sub(1.month()) else { break };
        month = before;
    }
    out.reverse();
    out
}

/// The days on which a goal has updates.
fn days(goal: &Goal, window: &Window, months: &[Date]) -> Vec<Day> {
    let mut out: Vec<Day> = Vec::new();
    for update in goal.visible_updates().filter(|it| window.holds(it.date)) {
        let date = update.date;
        let Ok(month) = months.binary_search(&date.first_of_month()) else { continue };
        let name = date.to_string();
        match out.last_mut().filter(|it| it.date == name) {
            Some(day) => day.updates += 1,
            None => out.push(Day { date: name, month, number: date.day(), days_in_month: date.days_in_month(), updates: 1 }),
        }
    }
    out
}

/// How much was heard of a goal in each month. After `today` nothing can have been heard.
fn heard(goal: &Goal, window: &Window, months: &[Date], today: Option<Date>) -> Vec<Heard> {
    let of_month = |month: &Date| {
        let updates = goal.visible_updates().filter(|it| window.holds(it.date) && it.date.first_of_month() == *month).count();
        match updates {
            0 if today.is_none_or(|today| *month > today) => Heard::Ahead,
            0 => Heard::Nothing,
            updates => Heard::Updates(updates),
        }
    };
    months.iter().map(of_month).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_whole_and_not_too_many() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        let months = |first, last| -> Vec<String> { months(date(first), date(last)).iter().map(ToString::to_string).collect() };
        assert_eq!(months("2025-11-30", "2026-01-01"), ["2025-11-01", "2025-12-01", "2026-01-01"]);
        assert_eq!(months("2025-10-31", "2025-10-01"), ["2025-10-01"], "days of one month in any order");
        assert_eq!(months("2025-11-01", "2025-10-31"), [""; 0]);
        assert_eq!(months("0001-01-01", "0001-02-01"), ["0001-01-01", "0001-02-01"]);
        let many = months("0001-01-01", "9999-12-31");
        assert_eq!((many.len(), many[0].as_str(), many[119].as_str()), (120, "9990-01-01", "9999-12-01"));
    }
}
