//! The table of all keys of the goals file, in the order in which the guide lists them.
//!
//! Data only.

use super::check::UNKNOWN_STATUS;
use super::{Choice, Form, Key, Kind, Map, Need, Shape};
use crate::diagnostic::codes::INVALID_TYPE;

const fn required(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, kind, need: Need::Required, about }
}

const fn optional(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { name, kind, need: Need::Optional, about }
}

const fn default(name: &'static str, kind: Kind, value: &'static str, about: &'static str) -> Key {
    Key { name, kind, need: Need::Default(value), about }
}

pub(in crate::data) static FILE: Shape = Shape {
    name: "goals file",
    keys: &[
        required("project", Kind::Table(&PROJECT), "The project whose goals these are."),
        required("period", Kind::Table(&PERIOD), "The period of these goals."),
        optional("repository", Kind::Map(&REPOSITORIES), "Short names of repositories, as in rfcs#3873."),
        optional("theme", Kind::Map(&THEMES), "Themes: groups of goals with one aim."),
        optional("team", Kind::Map(&TEAMS), "Teams."),
        optional("person", Kind::Map(&PEOPLE), "What people are called, by login."),
        optional("goal", Kind::Map(&GOALS), "Goals, by the number of the tracking issue or by a name."),
        optional("ask-kind", Kind::Map(&ASK_KINDS), "The kinds of ask that are valid, in the order in which they are shown."),
    ],
};

static REPOSITORIES: Map = Map { key: "name", value: Kind::Text(Form::Repository) };
static THEMES: Map = Map { key: "theme", value: Kind::Table(&THEME) };
static TEAMS: Map = Map { key: "team", value: Kind::Table(&TEAM) };
static PEOPLE: Map = Map { key: "login", value: Kind::Table(&PERSON) };
static GOALS: Map = Map { key: "goal", value: Kind::Table(&GOAL) };
static ASK_KINDS: Map = Map { key: "kind", value: Kind::Table(&ASK_KIND) };
static CHAMPIONS: Map = Map { key: "team", value: Kind::TextOrTexts(Form::Person) };
static FETCHED: Map = Map { key: "key", value: Kind::Text(Form::Plain) };

static PROJECT: Shape = Shape {
    name: "project",
    keys: &[
        optional("name", Kind::Text(Form::Plain), "The project's name."),
        required(
            "tracking-repository",
            Kind::Text(Form::Repository),
            "The repository of the tracking issues: goal 389 is issue 389 there.",
        ),
        optional("default-repository", Kind::Text(Form::Repository), "The repository that a bare #135731 means."),
        optional("rfc-repository", Kind::Text(Form::Repository), "The repository that RFC 3680 means."),
        optional("ietf-rfcs", Kind::Counts, "Numbers of RFCs of the IETF: RFC 7540 is then none of the project's."),
        default("forge", Kind::Text(Form::Url), "https://github.com", "GitHub, or a GitHub Enterprise server."),
        optional("site", Kind::Text(Form::Url), "Where the book is published, for absolute links in exported posts."),
        optional("ignore-comments", Kind::Texts(Form::Plain), "For sync: comments that begin so are no updates."),
    ],
};

static PERIOD: Shape = Shape {
    name: "period",
    keys: &[
        required("name", Kind::Text(Form::Plain), "The period's name, such as 2025h2."),
        default("start", Kind::Date, "from the name", "The first day."),
        default("end", Kind::Date, "from the name", "The last day."),
    ],
};

pub(in crate::data) static THEME: Shape = Shape {
    name: "theme",
    keys: &[
        required("title", Kind::Text(Form::Inline), "The title."),
        default("flagship", Kind::Flag, "false", "Whether its goals are flagship goals."),
        optional("what-and-why", Kind::Text(Form::Inline), "What it is for."),
        optional("point-of-contact", Kind::Text(Form::Person), "Who answers for it."),
        optional("areas", Kind::Texts(Form::Plain), "Application areas."),
        optional("page", Kind::Text(Form::Page), "The chapter to link to."),
    ],
};

pub(in crate::data) static TEAM: Shape = Shape {
    name: "team",
    keys: &[
        default("name", Kind::Text(Form::Plain), "the key", "The name to show."),
        optional("url", Kind::Text(Form::Url), "The team's page."),
    ],
};

pub(in crate::data) static PERSON: Shape =
    Shape { name: "person", keys: &[default("name", Kind::Text(Form::Plain), "the login", "The name to show.")] };

static STATUS: Choice = Choice {
    name: "status",
    values: &["proposed", "invited", "accepted", "completed", "continued", "dropped", "not-accepted"],
    code: &UNKNOWN_STATUS,
};

pub(in crate::data) static GOAL: Shape = Shape {
    name: "goal",
    keys: &[
        required("title", Kind::Text(Form::Inline), "The title."),
        required("status", Kind::Choice(&STATUS), "What has become of it."),
        optional("tracking-issue", Kind::Text(Form::Issue), "The tracking issue, for a goal whose key is a name."),
        optional("short-title", Kind::Text(Form::Inline), "A shorter title."),
        optional("point-of-contact", Kind::Text(Form::Person), "Who answers for it."),
        optional("champions", Kind::Map(&CHAMPIONS), "For each team, who speaks for the goal there."),
        optional("task-owners", Kind::Texts(Form::Person), "Who does the work."),
        optional("themes", Kind::Texts(Form::Theme), "The keys of its themes."),
        default("flagship", Kind::Flag, "from its themes", "Whether it is a flagship goal."),
        default("progress", Kind::Table(&PROGRESS), "counted from the tasks", "How far it is."),
        optional("what-and-why", Kind::Text(Form::Inline), "What it is for, in one line."),
        optional("summary", Kind::Text(Form::Markdown), "What it is."),
        optional("page", Kind::Text(Form::Page), "The chapter to link to."),
        optional("timespan", Kind::Text(Form::Plain), "When it is worked on."),
        optional("highlights", Kind::Texts(Form::Plain), "What it is a part of in the period's highlights."),
        optional("zulip", Kind::Text(Form::Url), "Where it is talked about."),
        optional("other-tracking-issues", Kind::Texts(Form::Issue), "Further tracking issues."),
        optional("tldr", Kind::Text(Form::Markdown), "Where it stands, in short."),
        optional("help-wanted", Kind::TextOrFlag(Form::Markdown), "What it needs help with, or true: it looks for help."),
        optional("funding-contact", Kind::Text(Form::Inline), "Whom to ask about funding."),
        optional("outcome", Kind::Text(Form::Inline), "What became of it, shown beside the status."),
        optional("successor", Kind::TextOrCount(Form::Goal), "The goal that carries it on: its key, or a URL."),
        optional("fetched", Kind::Map(&FETCHED), "Written by sync alone: what was fetched last."),
        optional("task", Kind::Tables(&TASK), "Work items."),
        optional("ask", Kind::Tables(&ASK), "What it asks of teams."),
        optional("funding", Kind::Tables(&FUNDING), "What it costs."),
        optional("help", Kind::Tables(&HELP), "Contributors that it looks for."),
        optional("update", Kind::Tables(&UPDATE), "What its people said."),
    ],
};

static PROGRESS: Shape = Shape {
    name: "progress",
    keys: &[required("completed", Kind::Count, "How many tasks are done."), required("total", Kind::Count, "How many there are.")],
};

static TASK: Shape = Shape {
    name: "task",
    keys: &[
        optional("title", Kind::Text(Form::Inline), "The title."),
        optional("owners", Kind::Texts(Form::Person), "Who does it."),
        default("done", Kind::Flag, "false", "Whether it is done."),
        optional("references", Kind::Texts(Form::Issue), "Its issues and pull requests."),
        optional("notes", Kind::Text(Form::Inline), "Anything else."),
        optional("group", Kind::Text(Form::Inline), "The sub-goal that it belongs to."),
    ],
};

static SIZE: Choice = Choice { name: "size", values: &["vibes", "small", "medium", "large"], code: &INVALID_TYPE };

static ASK: Shape = Shape {
    name: "ask",
    keys: &[
        required("team", Kind::Text(Form::Team), "The team that is asked."),
        optional("kind", Kind::Text(Form::Plain), "What it is asked to do: one of [ask-kind], where any is declared."),
        optional("size", Kind::Choice(&SIZE), "How much it is asked to do."),
        optional("notes", Kind::Text(Form::Inline), "Anything else."),
    ],
};

static FUNDED: Choice = Choice { name: "answer", values: &["no", "partial", "full"], code: &INVALID_TYPE };

static FUNDING: Shape = Shape {
    name: "funding",
    keys: &[
        optional("purpose", Kind::Text(Form::Inline), "What the money is for."),
        optional("cost", Kind::Text(Form::Plain), "How much, shown as written; $60,000, $75K and $1.5M are totalled."),
        default("funded", Kind::Choice(&FUNDED), "no", "Whether it has been found."),
        optional("sponsors", Kind::Texts(Form::Inline), "Who pays."),
    ],
};

static HELP: Shape = Shape {
    name: "help",
    keys: &[
        optional("task", Kind::Text(Form::Inline), "What is to be done."),
        optional("experience", Kind::Text(Form::Inline), "What contributors should know."),
        optional("time", Kind::Text(Form::Inline), "How long it takes."),
    ],
};

static UPDATE: Shape = Shape {
    name: "update",
    keys: &[
        required("date", Kind::Date, "The day, UTC."),
        required("author", Kind::Text(Form::Person), "Who said it."),
        required("body", Kind::Text(Form::Markdown), "What was said."),
        optional("url", Kind::Text(Form::Url), "The original."),
        optional("title", Kind::Text(Form::Inline), "A title."),
        optional("tldr", Kind::Text(Form::Markdown), "The update in one line."),
        optional("help-wanted", Kind::Text(Form::Markdown), "What the goal needs help with."),
        default("hidden", Kind::Flag, "false", "Kept in the file, left out of every page."),
        optional("fetched", Kind::Text(Form::Plain), "Written by sync: a fingerprint of what was fetched."),
    ],
};

pub(in crate::data) static ASK_KIND: Shape = Shape {
    name: "ask-kind",
    keys: &[
        optional("short", Kind::Text(Form::Plain), "A shorter name."),
        optional("about", Kind::Text(Form::Inline), "What a team is asked to do."),
    ],
};
