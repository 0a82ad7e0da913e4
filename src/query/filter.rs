//! Filters: which goals are meant.

use jiff::ToSpan;
use jiff::civil::Date;

use super::given::{Arguments, Given, Negation, Opt, Takes, invalid};
use super::window::Window;
use crate::data::{self, Funded, Goal, Goals, Login, Person, Size, Status, same};
use crate::diagnostic::{Code, Diagnostic, Level, did_you_mean};
use crate::source::{Span, Spanned};

/// The options of a filter.
pub static FILTERS: &[Opt] = &[
    Opt { name: "theme", takes: Takes::Filter },
    Opt { name: "flagship", takes: Takes::Flag },
    Opt { name: "status", takes: Takes::Filter },
    Opt { name: "team", takes: Takes::Filter },
    Opt { name: "champion", takes: Takes::Filter },
    Opt { name: "contact", takes: Takes::Filter },
    Opt { name: "owner", takes: Takes::Filter },
    Opt { name: "size", takes: Takes::Filter },
    Opt { name: "highlight", takes: Takes::Filter },
    Opt { name: "needs", takes: Takes::Filter },
    Opt { name: "updated", takes: Takes::Flag },
    Opt { name: "silent", takes: Takes::Flag },
    Opt { name: "stale", takes: Takes::Value },
];

/// A person that a filter names and the data does not know. In the data the code is off, since
/// most people of a project need no `[person]`; in a filter it is a mistake.
static UNKNOWN_PERSON: Code = Code { level: Level::Error, ..data::UNKNOWN_PERSON };

/// Which goals are meant: those that pass every test.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    tests: Vec<(Negation, Test)>,
    names_status: bool,
}

/// One test; a goal passes when any of the values fits.
#[derive(Clone, Debug)]
enum Test {
    /// One of these themes, by key.
    Theme(Vec<String>),
    Flagship,
    Status(Vec<Status>),
    /// A champion from one of these teams, by key.
    Team(Vec<String>),
    Champion(Vec<Person>),
    Contact(Vec<Person>),
    Owner(Vec<Person>),
    Size(Vec<Size>),
    Highlight(Vec<String>),
    Needs(Vec<Need>),
    Updated(Window),
    /// No update since this day, the day itself left out.
    Stale(Option<Date>),
}

/// What a goal may be in need of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Need {
    Funding,
    Help,
}

impl Filter {
    /// Reads a filter from the options given. `window` is what `updated` and `silent` speak of.
    ///
    /// Reports values that are none, and names that the data does not know.
    pub fn read(given: &Arguments, goals: &Goals, window: &Window, report: &mut Vec<Diagnostic>) -> Self {
        let mut filter = Filter::default();
        for option in &given.options {
            let Some(test) = read_test(option, goals, window, report) else { continue };
            filter.names_status |= matches!(test, Test::Status(_));
            let refused = option.negation == Negation::Yes || (*option.value == "false" && is_flag(&option.name));
            // `silent` is `updated` turned round.
            let negated = refused != (*option.name == "silent");
            filter.tests.push((if negated { Negation::Yes } else { Negation::No }, test));
        }
        filter
    }

    /// The keys of the teams that a champion must be from; none where a goal of any team is meant.
    pub fn teams(&self) -> Vec<&str> {
        let keys = self.tests.iter().filter_map(|(negation, test)| match (negation, test) {
            (Negation::No, Test::Team(keys)) => Some(keys),
            _ => None,
        });
        keys.flatten().map(String::as_str).collect()
    }

    /// Whether a goal is meant. Where no status is asked for, goals that were not accepted are not.
    pub fn keeps(&self, goal: &Goal) -> bool {
        (self.names_status || goal.is_listed())
            && self.tests.iter().all(|(negation, test)| test.passes(goal) == (*negation == Negation::No))
    }

    /// Whether a theme, by its key, is meant: all are where the filter names none.
    pub fn keeps_theme(&self, key: &str) -> bool {
        let mut named =
            self.tests.iter().filter_map(|(negation, test)| if let Test::Theme(keys) = test { Some((negation, keys)) } else { None });
        named.all(|(negation, keys)| keys.iter().any(|it| it == key) == (*negation == Negation::No))
    }

    /// The goals that are meant, in the order of the file.
    pub fn goals<'a>(&self, goals: &'a Goals) -> Vec<&'a Goal> {
        goals.goals.iter().filter(|it| self.keeps(it)).collect()
    }
}

/// A filter of team asks: the teams that are asked.
#[derive(Clone, Debug, Default)]
pub struct TeamFilter(Vec<(Negation, Vec<String>)>);

impl TeamFilter {
    /// Reads the option `team`; a team that does not exist is reported.
    pub fn read(given: &Arguments, goals: &Goals, report: &mut Vec<Diagnostic>) -> Self {
        let options = given.options.iter().filter(|it| *it.name == "team");
        TeamFilter(options.map(|it| (it.negation, teams(&it.value, goals, report))).collect())
    }

    /// Whether a team, by its key, is meant.
    pub fn keeps(&self, team: &str) -> bool {
        self.0.iter().all(|(negation, keys)| keys.iter().any(|it| same(it, team)) == (*negation == Negation::No))
    }
}

fn is_flag(name: &str) -> bool {
    FILTERS.iter().any(|it| it.name == name && it.takes == Takes::Flag)
}

fn read_test(option: &Given, goals: &Goals, window: &Window, report: &mut Vec<Diagnostic>) -> Option<Test> {
    let value = &option.value;
    Some(match option.name.as_str() {
        "theme" => Test::Theme(themes(value, goals, report)),
        "flagship" => flag(option, report, Test::Flagship)?,
        "status" => Test::Status(each(option, report, Status::from_name, || did_you_mean("status", value, Status::ALL.map(Status::name)))),
        "team" => Test::Team(teams(value, goals, report)),
        "champion" => Test::Champion(people(value, goals, report)),
        "contact" => Test::Contact(people(value, goals, report)),
        "owner" => Test::Owner(people(value, goals, report)),
        "size" => Test::Size(each(option, report, Size::from_name, || did_you_mean("size", value, Size::ALL.map(Size::name)))),
        "highlight" => Test::Highlight(highlights(option, goals, report)),
        "needs" => Test::Needs(each(option, report, need, || "write `funding` or `help`".to_owned())),
        "updated" | "silent" => flag(option, report, Test::Updated(window.clone()))?,
        "stale" => Test::Stale(stale(option, goals, report)?),
        _ => return None,
    })
}

/// `test`, where the flag's value is a truth value.
fn flag(option: &Given, report: &mut Vec<Diagnostic>, test: Test) -> Option<Test> {
    if matches!(option.value.as_str(), "true" | "false") {
        return Some(test);
    }
    report.push(invalid(&option.name, &option.value, &format!("write `{0}`, or `{0}=false`", *option.name)));
    None
}

/// The values between commas, read by `parse`; what it refuses is reported with `help`.
fn each<T>(option: &Given, report: &mut Vec<Diagnostic>, parse: impl Fn(&str) -> Option<T>, help: impl Fn() -> String) -> Vec<T> {
    let mut out = Vec::new();
    for part in parts(&option.value, |_| false) {
        match parse(&part) {
            Some(it) => out.push(it),
            None => report.push(invalid(&option.name, &part, &help())),
        }
    }
    out
}

fn need(text: &str) -> Option<Need> {
    match text {
        "funding" => Some(Need::Funding),
        "help" => Some(Need::Help),
        _ => None,
    }
}

/// The values between commas, white space around them left out. A name may hold commas itself:
/// the longest run that `known` knows is one value.
fn parts(value: &Spanned<String>, known: impl Fn(&str) -> bool) -> Vec<Spanned<String>> {
    let text = value.as_str();
    let mut bounds: Vec<usize> = vec![0];
    bounds.extend(text.match_indices(',').map(|(at, _)| at + 1));
    bounds.push(text.len() + 1);
    // Where the value was written with escapes its bytes do not match the text's: the whole value
    // is the place then.
    let exact = value.span.end - value.span.start == text.len();
    let piece = |from: usize, to: usize| {
        let raw = text.get(from..to - 1).unwrap_or_default();
        let trimmed = raw.trim();
        let start = value.span.start + from + (raw.len() - raw.trim_start().len());
        let span = if exact { Span::new(value.span.file, start..start + trimmed.len()) } else { value.span };
        Spanned::new(trimmed.to_owned(), span)
    };
    let mut out = Vec::new();
    let mut at = 0;
    while at + 1 < bounds.len() {
        let longest = (at + 1..bounds.len()).rev().map(|end| (end, piece(bounds[at], bounds[end]))).find(|(_, it)| known(it));
        let (end, part) = longest.unwrap_or_else(|| (at + 1, piece(bounds[at], bounds[at + 1])));
        out.push(part);
        at = end;
    }
    out
}

fn themes(value: &Spanned<String>, goals: &Goals, report: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut out = Vec::new();
    for part in parts(value, |it| goals.theme(it).is_some()) {
        match goals.theme(&part) {
            Some(theme) => out.push(theme.key.clone()),
            None => {
                let names = goals.themes.iter().flat_map(|it| [it.title.as_str(), it.key.as_str()]);
                report.push(unknown(&data::UNKNOWN_THEME, "theme", &part, did_you_mean("theme", &part, names)));
            }
        }
    }
    out
}

/// Teams are known when they are declared, or when a goal names them.
fn teams(value: &Spanned<String>, goals: &Goals, report: &mut Vec<Diagnostic>) -> Vec<String> {
    let named: Vec<&str> = goals
        .goals
        .iter()
        .flat_map(|it| it.champions.iter().map(|(team, _)| team.as_str()).chain(it.asks.iter().map(|ask| ask.team.as_str())))
        .collect();
    let find = |name: &str| match goals.team(name) {
        Some(team) => Some(team.key.clone()),
        None => named.iter().find(|it| same(it, name)).map(|&it| it.to_owned()),
    };
    let mut out = Vec::new();
    for part in parts(value, |it| find(it).is_some()) {
        match find(&part) {
            Some(key) => out.push(key),
            None => {
                let names = goals.teams.iter().flat_map(|it| [it.key.as_str(), it.name.as_str()]).chain(named.iter().copied());
                report.push(unknown(&data::UNKNOWN_TEAM, "team", &part, did_you_mean("team", &part, names)));
            }
        }
    }
    out
}

/// People are known when they have a `[person]` table or a role in a goal; they are named by
/// login (with or without `@`), by name, or as they are written in the goals file.
fn people(value: &Spanned<String>, goals: &Goals, report: &mut Vec<Diagnostic>) -> Vec<Person> {
    let find = |name: &str| {
        let login = Login::new(name.strip_prefix('@').unwrap_or(name));
        if let Some(profile) = goals.people.iter().find(|it| it.login == login || same(&it.name, name)) {
            return Some(Person::Login(profile.login.clone()));
        }
        let role = goals.goals.iter().flat_map(Goal::people).find(|it| match it {
            Person::Login(it) => *it == login,
            Person::Text(it) => same(it, name),
        });
        role.cloned()
    };
    let mut out = Vec::new();
    for part in parts(value, |it| find(it).is_some()) {
        match find(&part) {
            Some(person) => out.push(person),
            None => {
                let names = goals.people.iter().flat_map(|it| [it.login.as_str(), it.name.as_str()]);
                let name = part.strip_prefix('@').unwrap_or(&part);
                report.push(unknown(&UNKNOWN_PERSON, "person", &part, did_you_mean("person", name, names)));
            }
        }
    }
    out
}

fn highlights(option: &Given, goals: &Goals, report: &mut Vec<Diagnostic>) -> Vec<String> {
    let mut names: Vec<&str> = goals.goals.iter().flat_map(|it| &it.highlights).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    let mut out = Vec::new();
    for part in parts(&option.value, |it| names.iter().any(|name| same(name, it))) {
        match names.iter().find(|it| same(it, &part)) {
            Some(&name) => out.push(name.to_owned()),
            None => report.push(invalid(&option.name, &part, &did_you_mean("highlight", &part, names.iter().copied()))),
        }
    }
    out
}

fn unknown(code: &'static Code, what: &str, name: &Spanned<String>, help: String) -> Diagnostic {
    Diagnostic::new(code, name.span, format!("there is no {what} `{}`", name.value), help)
}

/// The day before which a goal's newest update must lie. `Some(None)`: the data holds no date.
fn stale(option: &Given, goals: &Goals, report: &mut Vec<Diagnostic>) -> Option<Option<Date>> {
    let days = option.value.strip_suffix('d').and_then(|it| it.parse::<i32>().ok()).filter(|it| (1..=36_500).contains(it));
    if days.is_none() {
        report.push(invalid(&option.name, &option.value, "write a number of days, such as `stale=30d`"));
    }
    let days = days?;
    Some(goals.newest_update().and_then(|newest| newest.checked_sub(days.days()).ok()))
}

impl Test {
    fn passes(&self, goal: &Goal) -> bool {
        match self {
            Test::Theme(keys) => goal.themes.iter().any(|it| keys.contains(it)),
            Test::Flagship => goal.flagship,
            Test::Status(all) => all.contains(&goal.status),
            Test::Team(keys) => goal.champions.iter().any(|(team, _)| keys.iter().any(|it| same(it, team))),
            Test::Champion(people) => goal.champions.iter().flat_map(|(_, it)| it).any(|it| people.contains(it)),
            Test::Contact(people) => goal.point_of_contact.iter().any(|it| people.contains(it)),
            Test::Owner(people) => goal.task_owners.iter().chain(goal.tasks.iter().flat_map(|it| &it.owners)).any(|it| people.contains(it)),
            Test::Size(all) => goal.largest_ask().is_some_and(|it| all.contains(&it)),
            Test::Highlight(all) => goal.highlights.iter().any(|it| all.contains(it)),
            Test::Needs(all) => all.iter().any(|it| match it {
                Need::Funding => goal.funding.iter().any(|it| it.funded != Funded::Full),
                Need::Help => goal.help_wanted.is_some() || !goal.help.is_empty(),
            }),
            Test::Updated(window) => goal.visible_updates().any(|it| window.holds(it.date)),
            Test::Stale(since) => since.is_some_and(|since| goal.visible_updates().next_back().is_none_or(|newest| newest.date < since)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn commas_part_values_but_not_names() {
        let mut sources = Sources::default();
        let file = sources.add("a.md", "");
        let value = |text: &str| Spanned::new(text.to_owned(), Span::new(file, 10..10 + text.len()));
        let split = |text: &str| -> Vec<(String, usize)> {
            let known = |it: &str| it == "Flexible, fast(er) compilation" || it == "b";
            parts(&value(text), known).into_iter().map(|it| (it.value.clone(), it.span.start)).collect()
        };
        assert_eq!(split("a"), [("a".into(), 10)]);
        assert_eq!(split("a, b"), [("a".into(), 10), ("b".into(), 13)]);
        assert_eq!(split("b,Flexible, fast(er) compilation"), [("b".into(), 10), ("Flexible, fast(er) compilation".into(), 12)]);
        assert_eq!(split("Flexible, fast"), [("Flexible".into(), 10), ("fast".into(), 20)]);
        assert_eq!(split(""), [("".into(), 10)]);
    }
}
