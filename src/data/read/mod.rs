//! From the checked tree to [`Goals`].
//!
//! The shape was checked and what did not fit was taken out, so nothing here can fail: what is
//! absent has its default. It reports nothing.

mod goal;
mod table;

pub(super) use goal::{goal_names, issue};
use jiff::civil::{Date, date};

use self::table::Fields;
use super::shape;
use super::tree::{Entry, Table};
use super::url::Forge;
use super::{AskKind, Goals, Login, Period, Profile, Project, Team, Theme};
use crate::source::Spanned;

/// The forge of a project that names none.
const GITHUB: &str = "https://github.com";

/// Reads everything.
pub(super) fn goals(root: Table<'_>) -> Goals {
    let mut root = Fields::new(root, &shape::FILE);
    let project = project(root.table("project"));
    let period = period(root.table("period"));
    let repositories: Vec<_> = root.entries("repository").into_iter().filter_map(table::spanned_entry).collect();
    let themes: Vec<_> = root.entries("theme").into_iter().map(theme).collect();
    let teams = root.entries("team").into_iter().map(team).collect();
    let people = root.entries("person").into_iter().map(person).collect();
    let ask_kinds = root.entries("ask-kind").into_iter().map(ask_kind).collect();
    let entries = root.entries("goal");
    let short_names = repositories.iter().map(|(name, it): &(String, Spanned<String>)| (name.as_str(), it.as_str())).collect();
    let forge = Forge { url: &project.forge, repository: &project.tracking_repository, short_names };
    let context = goal::Context::new(&forge, &themes, &entries);
    let goals = entries.into_iter().map(|it| goal::goal(it, &context)).collect();
    Goals { goals, repositories, themes, teams, people, ask_kinds, period, project }
}

/// The forge that a file names, without a slash at its end.
pub(super) fn forge(written: Option<&str>) -> &str {
    written.unwrap_or(GITHUB).trim_end_matches('/')
}

fn project(mut it: Fields<'_>) -> Project {
    Project {
        name: it.text("name"),
        tracking_repository: it.text("tracking-repository").unwrap_or_default(),
        default_repository: it.text("default-repository"),
        rfc_repository: it.text("rfc-repository"),
        ietf_rfcs: it.counts("ietf-rfcs"),
        forge: forge(it.text("forge").as_deref()).to_owned(),
        site: it.text("site"),
        ignore_comments: it.texts("ignore-comments"),
    }
}

fn period(mut it: Fields<'_>) -> Period {
    let name = it.text("name").unwrap_or_default();
    let (start, end) = days(&name).unzip();
    Period { start: it.date("start").or(start), end: it.date("end").or(end), name }
}

/// The first and the last day of a period that is named like `2025h2` or `2026`.
pub(super) fn days(name: &str) -> Option<(Date, Date)> {
    let year: i16 = name.get(..4).filter(|it| it.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()?;
    match name.get(4..)? {
        "" => Some((date(year, 1, 1), date(year, 12, 31))),
        "h1" | "H1" => Some((date(year, 1, 1), date(year, 6, 30))),
        "h2" | "H2" => Some((date(year, 7, 1), date(year, 12, 31))),
        _ => None,
    }
}

fn theme(entry: Entry<'_>) -> Theme {
    let (key, span, mut it) = Fields::of(entry, &shape::THEME);
    Theme {
        title: it.text("title").unwrap_or_else(|| key.clone()),
        key,
        span,
        flagship: it.flag("flagship").unwrap_or(false),
        what_and_why: it.text("what-and-why"),
        point_of_contact: it.person("point-of-contact"),
        areas: it.texts("areas"),
        page: it.spanned("page"),
    }
}

fn team(entry: Entry<'_>) -> Team {
    let (key, span, mut it) = Fields::of(entry, &shape::TEAM);
    Team { name: it.text("name").unwrap_or_else(|| key.clone()), key, url: it.text("url"), span }
}

fn person(entry: Entry<'_>) -> Profile {
    let (login, span, mut it) = Fields::of(entry, &shape::PERSON);
    Profile { name: it.text("name").unwrap_or_else(|| login.clone()), login: Login::new(login), span }
}

fn ask_kind(entry: Entry<'_>) -> AskKind {
    let (name, _, mut it) = Fields::of(entry, &shape::ASK_KIND);
    AskKind { name, short: it.text("short"), about: it.text("about") }
}
