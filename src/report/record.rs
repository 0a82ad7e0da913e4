//! Goals, people and updates for other programs: the parts that a report as JSON and an export
//! have in common. Keys are never renamed and never go.

use serde::Serialize;

use crate::data;
use crate::directive::{Said, View};
use crate::fragment::{Block, plain_text};
use crate::query::Length;
use crate::render::{self, Target};

/// A goal.
#[derive(Serialize)]
pub(crate) struct Goal<'a> {
    id: &'a str,
    title: &'a str,
    url: Option<String>,
    status: &'static str,
    progress: Option<Progress>,
    point_of_contact: Option<Person<'a>>,
    champions: Vec<Champion<'a>>,
    task_owners: Vec<Person<'a>>,
    themes: &'a [String],
    tldr: Option<String>,
    help_wanted: Vec<String>,
    updates: Vec<Update<'a>>,
}

#[derive(Serialize)]
struct Progress {
    completed: u64,
    total: u64,
}

#[derive(Serialize)]
struct Champion<'a> {
    team: &'a str,
    person: Person<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Person<'a> {
    Login { login: &'a str, name: String, url: String },
    Name { name: String },
}

#[derive(Serialize)]
struct Update<'a> {
    date: String,
    author: Person<'a>,
    url: Option<&'a str>,
    title: Option<&'a str>,
    markdown: &'a str,
    html: String,
}

/// A goal with what it said.
pub(crate) fn goal<'r>(view: &View<'_>, goal: &'r data::Goal, said: &Said<'r>) -> Goal<'r> {
    let champions = goal.champions.iter().flat_map(|(team, people)| people.iter().map(move |it| (team, it)));
    Goal {
        id: goal.id.as_str(),
        title: &goal.title,
        url: goal.issue.as_ref().map(|it| view.goals.issue_url(it)),
        status: goal.status.name(),
        progress: goal.progress.map(|it| Progress { completed: it.completed, total: it.total }),
        point_of_contact: goal.point_of_contact.as_ref().map(|it| person(view, it)),
        champions: champions.map(|(team, it)| Champion { team, person: person(view, it) }).collect(),
        task_owners: goal.task_owners.iter().map(|it| person(view, it)).collect(),
        themes: &goal.themes,
        tldr: said.tldr.as_deref().map(markdown),
        help_wanted: said.help_wanted.iter().map(|it| markdown(it)).collect(),
        updates: said.updates.iter().map(|it| update(view, it)).collect(),
    }
}

fn person<'r>(view: &View<'_>, person: &'r data::Person) -> Person<'r> {
    match person {
        data::Person::Login(login) => {
            Person::Login { login: login.as_str(), name: person_name(view, person), url: view.goals.person_url(login) }
        }
        data::Person::Text(_) => Person::Name { name: person_name(view, person) },
    }
}

/// What somebody is called: a login by its name, else as it is.
pub(crate) fn person_name(view: &View<'_>, person: &data::Person) -> String {
    match person {
        data::Person::Login(login) => view.lookup.profile(login).map_or_else(|| login.as_str().to_owned(), |it| it.name.clone()),
        data::Person::Text(text) => plain_text(&view.line(text)),
    }
}

fn update<'r>(view: &View<'_>, update: &'r data::Update) -> Update<'r> {
    Update {
        date: update.date.to_string(),
        author: person(view, &update.author),
        url: update.url.as_deref(),
        title: update.title.as_deref(),
        markdown: &update.body,
        html: html(view, update),
    }
}

/// The whole text of an update, safe to stand in any page.
pub(crate) fn html(view: &View<'_>, update: &data::Update) -> String {
    render::html::body(&view.excerpt(update, Length::Full).0).to_owned()
}

fn markdown(blocks: &[Block]) -> String {
    render::blocks(blocks, Target::Markdown)
}
