//! `stale`: the goals of which nothing was heard for a while, with those to ask.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::book::Book;
use super::console::Console;
use super::{Outcome, given, output};
use crate::cli;
use crate::data::{Goals, Person};
use crate::directive::View;
use crate::emit::human::visible;
use crate::fragment::plain_text;
use crate::query::{self, Silence};

const HEAD: [&str; 6] = ["Updated", "Goal", "Issue", "Contact", "Champions", "Title"];

/// Lists the goals that `args` ask for.
pub(super) fn run(console: &Console, args: &cli::Stale) -> anyhow::Result<Outcome> {
    let mut book = match Book::open(console, args.book.book.as_deref())? {
        Ok(book) => book,
        Err(outcome) => return Ok(outcome),
    };
    let chosen = match given::period_of(console, &mut book, "stale", args.book.period.as_deref()) {
        Ok(chosen) => chosen,
        Err(outcome) => return Ok(outcome),
    };
    let goals: &Goals = &book.loaded.periods.sets[chosen];
    let today = args.book.as_of.or_else(|| goals.newest_update());
    let found = query::stale(goals, today, args.days);
    console.say(&summary(goals, &found, today, args.days));
    if found.is_empty() {
        return Ok(Outcome::Clean);
    }
    let view = View::new(goals, book.config.autolink, Default::default());
    let rows: Vec<_> = found.iter().map(|it| row(&view, it)).collect();
    output(None, &aligned(&rows))
}

/// `3 of 41 goals have no update in the 30 days before 2025-10-31.`
fn summary(goals: &Goals, found: &[Silence<'_>], today: Option<jiff::civil::Date>, days: u16) -> String {
    let all = goals.goals.iter().filter(|it| it.is_listed()).count();
    let days = if days == 1 { "day".to_owned() } else { format!("{days} days") };
    let when = today.map_or_else(|| "yet".to_owned(), |it| format!("in the {days} before {it}"));
    match found.len() {
        0 if all == 0 => format!("There are no goals in {}.", goals.period.name),
        0 => format!("Every goal of {} has an update {when}.", goals.period.name),
        number => format!("Goals of {} without an update {when}: {number} of {all}.", goals.period.name),
    }
}

fn row(view: &View<'_>, (goal, last): &Silence<'_>) -> [String; HEAD.len()] {
    let contact = goal.point_of_contact.as_ref().map_or_else(|| "-".to_owned(), |it| handle(view, it));
    let champions = goal.champions.iter().map(|(team, people)| {
        let people: Vec<_> = people.iter().map(|it| handle(view, it)).collect();
        format!("{} {}", team.value, people.join(" "))
    });
    let champions: Vec<_> = champions.collect();
    [
        last.map_or_else(|| "never".to_owned(), |it| it.to_string()),
        goal.id.as_str().to_owned(),
        goal.issue_state.clone().unwrap_or_else(|| "-".to_owned()),
        contact,
        if champions.is_empty() { "-".to_owned() } else { champions.join(", ") },
        plain_text(&view.title(goal)),
    ]
    .map(|it| visible(&it).into_owned())
}

/// What one writes to reach somebody: the login, where it is known.
fn handle(view: &View<'_>, person: &Person) -> String {
    match person {
        Person::Login(login) => format!("@{}", login.as_str()),
        Person::Text(text) => plain_text(&view.line(text)),
    }
}

/// Rows below their heads, in columns two blanks apart.
fn aligned(rows: &[[String; HEAD.len()]]) -> String {
    let head = HEAD.map(str::to_owned);
    let rows = || std::iter::once(&head).chain(rows);
    let widths: Vec<usize> = (0..HEAD.len()).map(|nth| rows().map(|row| row[nth].width()).max().unwrap_or(0)).collect();
    let mut out = String::new();
    for row in rows() {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let _infallible = write!(line, "{cell}{}", " ".repeat(width - cell.width() + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_look() {
        let row = |id: &str, contact: &str| ["never", id, "open", contact, "-", "T"].map(str::to_owned);
        let text = aligned(&[row("1", "中文"), row("delegation", "é")]);
        assert_eq!(
            text,
            "Updated  Goal        Issue  Contact  Champions  Title\n\
             never    1           open   中文     -          T\n\
             never    delegation  open   é        -          T\n"
        );
    }
}
