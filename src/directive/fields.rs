//! The fields of a goal: the rows of its status table and the columns of a list of goals.
//!
//! To add one: its row in [`FIELDS`], and a line in the guide's page on `status`.

use super::context::{Context, comma_separated};
use crate::data::{Goal, Person, Successor};
use crate::diagnostic::codes::INVALID_VALUE;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::fragment::{Inline, Link};
use crate::query::Arguments;
use crate::source::Span;

/// A field of a goal.
#[derive(Debug)]
pub(super) struct Field {
    /// Its name in `rows=` and `columns=`: the label in kebab-case.
    pub(super) name: &'static str,
    /// A second name that is accepted.
    pub(super) alias: Option<&'static str>,
    /// The head of its row or column.
    pub(super) label: &'static str,
    /// Its value; nothing where the goal has none.
    pub(super) value: fn(&Context<'_>, &Goal) -> Vec<Inline>,
}

const fn field(name: &'static str, label: &'static str, value: fn(&Context<'_>, &Goal) -> Vec<Inline>) -> Field {
    Field { name, alias: None, label, value }
}

/// The fields, in the order in which messages list them.
static FIELDS: &[Field] = &[
    field("progress", "Progress", |_, goal| goal.progress.map(Inline::Progress).into_iter().collect()),
    Field {
        name: "point-of-contact",
        alias: Some("contact"),
        label: "Point of contact",
        value: |context, goal| people(context, &goal.point_of_contact),
    },
    field("champions", "Champions", champions),
    field("task-owners", "Task owners", |context, goal| people(context, &goal.task_owners)),
    field("status", "Status", |_, goal| vec![Inline::text(goal.status.label())]),
    field("outcome", "Outcome", outcome),
    field("teams", "Teams", teams),
    field("themes", "Themes", themes),
    field("timespan", "Timespan", |_, goal| goal.timespan.iter().map(Inline::text).collect()),
    field("tracking-issue", "Tracking issue", |context, goal| context.issue(goal).map(Inline::Link).into_iter().collect()),
    field("zulip", "Zulip", zulip),
    field("what-and-why", "What and why", |context, goal| markdown(context, goal.what_and_why.as_deref())),
    field("updated", "Updated", |_, goal| {
        goal.visible_updates().next_back().map(|it| Inline::Date(it.date.to_string())).into_iter().collect()
    }),
    field("goal", "Goal", |context, goal| context.linked(goal, context.view.title(goal))),
    field("id", "Id", |_, goal| vec![Inline::text(goal.id.as_str())]),
];

/// The fields that only a list of goals has: in a goal's own table they would say nothing.
const LIST_ONLY: [&str; 2] = ["goal", "id"];

/// Which fields may be named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Rows of one goal's table.
    Rows,
    /// Columns of a list.
    Columns,
}

/// The fields that the option `name` lists, else those of `default`.
pub(super) fn read(given: &Arguments, name: &str, default: &str, scope: Scope, report: &mut Vec<Diagnostic>) -> Vec<&'static Field> {
    let Some(value) = given.get(name) else { return self::default(default) };
    let mut out = Vec::new();
    let mut start = value.span.start;
    for piece in value.split(',') {
        let word = piece.trim();
        let at = start + (piece.len() - piece.trim_start().len());
        start += piece.len() + ",".len();
        match find(word, scope) {
            Some(field) => out.push(field),
            None => {
                let names = FIELDS.iter().map(|it| it.name).filter(|it| scope == Scope::Columns || !LIST_ONLY.contains(it));
                let span = Span::new(value.span.file, at..at + word.len());
                let message = format!("`{word}` is no value of `{name}`");
                report.push(Diagnostic::new(&INVALID_VALUE, span, message, did_you_mean("field", word, names)));
            }
        }
    }
    out
}

/// The fields of a list of ours, whose names are known.
pub(super) fn default(names: &str) -> Vec<&'static Field> {
    names.split(", ").filter_map(|it| find(it, Scope::Columns)).collect()
}

fn find(name: &str, scope: Scope) -> Option<&'static Field> {
    FIELDS.iter().filter(|it| scope == Scope::Columns || !LIST_ONLY.contains(&it.name)).find(|it| it.name == name || it.alias == Some(name))
}

fn markdown(context: &Context<'_>, text: Option<&str>) -> Vec<Inline> {
    text.map(|it| context.view.line(it)).unwrap_or_default()
}

fn people<'a>(context: &Context<'_>, people: impl IntoIterator<Item = &'a Person>) -> Vec<Inline> {
    comma_separated(people.into_iter().map(|it| context.view.person(it)))
}

/// `Superseded by …; carried on by …`
fn outcome(context: &Context<'_>, goal: &Goal) -> Vec<Inline> {
    let mut out = markdown(context, goal.outcome.as_deref());
    if let Some(successor) = &goal.successor {
        out.push(Inline::text(if out.is_empty() { "carried on by " } else { "; carried on by " }));
        out.extend(match successor {
            Successor::Goal(id) => match context.view.lookup.goal(id.as_str()) {
                Some(goal) => context.linked(goal, context.view.title(goal)),
                None => vec![Inline::text(id.as_str())],
            },
            Successor::Url(url) => {
                let content = vec![Inline::text(url)];
                vec![Inline::Link(Link { url: url.clone(), title: None, content })]
            }
        });
    }
    out
}

/// `compiler (Oliver Scherer), lang (TC)`
fn champions(context: &Context<'_>, goal: &Goal) -> Vec<Inline> {
    comma_separated(goal.champions.iter().map(|(key, champions)| {
        let mut out = team(context, key);
        out.push(Inline::text(" ("));
        out.extend(people(context, champions));
        out.push(Inline::text(")"));
        out
    }))
}

/// The teams that the goal has a champion from or asks something of, each once.
fn teams(context: &Context<'_>, goal: &Goal) -> Vec<Inline> {
    let mut keys: Vec<&str> = Vec::new();
    for key in goal.champions.iter().map(|(key, _)| key).chain(goal.asks.iter().map(|it| &it.team)) {
        if !keys.contains(&key.as_str()) {
            keys.push(key);
        }
    }
    comma_separated(keys.into_iter().map(|it| team(context, it)))
}

/// A team's name, linked to its page.
pub(super) fn team(context: &Context<'_>, key: &str) -> Vec<Inline> {
    let Some(team) = context.view.goals.team(key) else { return vec![Inline::text(key)] };
    let name = vec![Inline::Isolated(vec![Inline::text(&team.name)])];
    match &team.url {
        Some(url) => vec![Inline::Link(Link { url: url.clone(), title: None, content: name })],
        None => name,
    }
}

fn themes(context: &Context<'_>, goal: &Goal) -> Vec<Inline> {
    comma_separated(goal.themes.iter().map(|it| theme(context, it)))
}

/// A theme's title, linked to its chapter where it has one.
pub(super) fn theme(context: &Context<'_>, key: &str) -> Vec<Inline> {
    let Some(theme) = context.view.goals.theme(key) else { return vec![Inline::text(key)] };
    let title = context.view.line(&theme.title);
    match context.theme_chapter(theme) {
        Some(url) => vec![Inline::Link(Link { url, title: None, content: crate::fragment::without_links(&title) })],
        None => title,
    }
}

fn zulip(_: &Context<'_>, goal: &Goal) -> Vec<Inline> {
    let link = |url: &String| Inline::Link(Link { url: url.clone(), title: None, content: vec![Inline::text("Zulip")] });
    goal.zulip.iter().map(link).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_labels_in_kebab_case_and_stand_once() {
        let names: Vec<&str> = FIELDS.iter().flat_map(|it| [Some(it.name), it.alias]).flatten().collect();
        for (nth, it) in FIELDS.iter().enumerate() {
            assert_eq!(it.name, it.label.to_lowercase().replace(' ', "-"));
            assert_eq!(names.iter().filter(|name| **name == it.name).count(), 1, "field {nth}");
        }
    }
}
