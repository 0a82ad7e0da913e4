//! A report as JSON, version 1: what [`super::schema`] describes. Keys are never renamed and never
//! go; a change of that kind is another version.

use serde::Serialize;

use crate::data::{Goal, Person, Update};
use crate::directive::{Entry, Report, ThemeSection, View};
use crate::fragment::{Block, plain_text};
use crate::query::Length;
use crate::render::{self, Target};

/// The version of the form.
pub(super) const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    project: Option<&'a str>,
    period: &'a str,
    window: Days,
    team: Option<String>,
    counts: Counts,
    sections: [Section<'a>; 3],
}

#[derive(Serialize)]
struct Days {
    since: Option<String>,
    until: Option<String>,
}

#[derive(Serialize)]
struct Counts {
    goals: usize,
    flagship: usize,
    updates: usize,
    silent: usize,
    help_wanted: usize,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum Section<'a> {
    Flagship { themes: Vec<ThemeOut<'a>> },
    HelpWanted { goals: Vec<GoalOut<'a>>, also: Vec<&'a str> },
    Other { goals: Vec<GoalOut<'a>> },
}

#[derive(Serialize)]
struct ThemeOut<'a> {
    id: Option<&'a str>,
    title: &'a str,
    goals: Vec<GoalOut<'a>>,
    /// Goals of this theme that stand in full under an earlier one.
    also: Vec<&'a str>,
}

#[derive(Serialize)]
struct GoalOut<'a> {
    id: &'a str,
    title: &'a str,
    url: Option<String>,
    status: &'static str,
    progress: Option<ProgressOut>,
    point_of_contact: Option<PersonOut<'a>>,
    champions: Vec<ChampionOut<'a>>,
    task_owners: Vec<PersonOut<'a>>,
    themes: &'a [String],
    tldr: Option<String>,
    help_wanted: Vec<String>,
    updates: Vec<UpdateOut<'a>>,
}

#[derive(Serialize)]
struct ProgressOut {
    completed: u64,
    total: u64,
}

#[derive(Serialize)]
struct ChampionOut<'a> {
    team: &'a str,
    person: PersonOut<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum PersonOut<'a> {
    Login { login: &'a str, name: String, url: String },
    Name { name: String },
}

#[derive(Serialize)]
struct UpdateOut<'a> {
    date: String,
    author: PersonOut<'a>,
    url: Option<&'a str>,
    title: Option<&'a str>,
    markdown: &'a str,
    html: String,
}

/// The report as JSON, with a line end behind it.
pub fn json(view: &View<'_>, report: &Report<'_>) -> String {
    let goals = report.goals;
    let out = Out { view };
    let counts = report.counts;
    let document = Document {
        version: VERSION,
        project: goals.project.name.as_deref(),
        period: &goals.period.name,
        window: Days { since: report.window.since.map(|it| it.to_string()), until: report.window.until.map(|it| it.to_string()) },
        team: (!report.teams.is_empty()).then(|| report.teams.join(", ")),
        counts: Counts {
            goals: counts.goals,
            flagship: counts.flagship,
            updates: counts.updates,
            silent: counts.silent,
            help_wanted: counts.help_wanted,
        },
        sections: [
            Section::Flagship { themes: report.flagship.iter().map(|it| out.theme(it)).collect() },
            Section::HelpWanted { goals: out.goals(&report.help_wanted), also: ids(&report.flagship_help_wanted) },
            Section::Other { goals: out.goals(&report.other) },
        ],
    };
    let mut text = serde_json::to_string_pretty(&document).expect("strings, numbers and lists are always JSON");
    text.push('\n');
    text
}

fn ids<'a>(goals: &[&'a Goal]) -> Vec<&'a str> {
    goals.iter().map(|it| it.id.as_str()).collect()
}

struct Out<'v, 'a> {
    view: &'v View<'a>,
}

impl<'v> Out<'v, '_> {
    fn theme<'r>(&self, section: &'r ThemeSection<'_>) -> ThemeOut<'r> {
        ThemeOut {
            id: section.theme.map(|it| it.key.as_str()),
            title: section.theme.map_or("Other flagship goals", |it| &it.title),
            goals: self.goals(&section.entries),
            also: ids(&section.elsewhere),
        }
    }

    fn goals<'r>(&self, entries: &'r [Entry<'_>]) -> Vec<GoalOut<'r>> {
        entries.iter().map(|it| self.goal(it)).collect()
    }

    fn goal<'r>(&self, entry: &'r Entry<'_>) -> GoalOut<'r> {
        let goal = entry.goal;
        let champions = goal.champions.iter().flat_map(|(team, people)| people.iter().map(move |it| (team, it)));
        GoalOut {
            id: goal.id.as_str(),
            title: &goal.title,
            url: goal.issue.as_ref().map(|it| self.view.goals.issue_url(it)),
            status: goal.status.name(),
            progress: goal.progress.map(|it| ProgressOut { completed: it.completed, total: it.total }),
            point_of_contact: goal.point_of_contact.as_ref().map(|it| self.person(it)),
            champions: champions.map(|(team, person)| ChampionOut { team, person: self.person(person) }).collect(),
            task_owners: goal.task_owners.iter().map(|it| self.person(it)).collect(),
            themes: &goal.themes,
            tldr: entry.said.tldr.as_deref().map(markdown),
            help_wanted: entry.said.help_wanted.iter().map(|it| markdown(it)).collect(),
            updates: entry.said.updates.iter().map(|it| self.update(it)).collect(),
        }
    }

    fn person<'r>(&self, person: &'r Person) -> PersonOut<'r> {
        match person {
            Person::Login(login) => PersonOut::Login {
                login: login.as_str(),
                name: self.view.lookup.profile(login).map_or_else(|| login.as_str().to_owned(), |it| it.name.clone()),
                url: self.view.goals.person_url(login),
            },
            Person::Text(text) => PersonOut::Name { name: plain_text(&self.view.line(text)) },
        }
    }

    fn update<'r>(&self, update: &'r Update) -> UpdateOut<'r> {
        UpdateOut {
            date: update.date.to_string(),
            author: self.person(&update.author),
            url: update.url.as_deref(),
            title: update.title.as_deref(),
            markdown: &update.body,
            html: render::html::body(&self.view.excerpt(update, Length::Full).0).to_owned(),
        }
    }
}

fn markdown(blocks: &[Block]) -> String {
    render::blocks(blocks, Target::Markdown)
}
