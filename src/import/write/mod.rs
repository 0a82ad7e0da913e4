//! Puts what was read into the text of a goals file: a new one, or one that people have worked on.
//!
//! A key that the documents fill is theirs; every other key, table and row, and all comments,
//! order and spacing, are the file's. Nothing is taken out: what a document no longer says may be
//! what a person added.

mod goal;
mod list;
mod value;

use std::fmt;

use toml_edit::{DocumentMut, InlineTable, Item, Table, TomlError, Value};

use super::model::{Goal, Imported, Team, Theme};
use value::set;

/// The new text, and what people may want to know about it.
#[derive(Debug)]
pub struct Written {
    /// The text of the goals file.
    pub text: String,
    /// Goals whose key has changed.
    pub renamed: Vec<Renamed>,
    /// Goals that are there under their document's name and under their number: nobody but a
    /// person can bring them together.
    pub doubled: Vec<Renamed>,
    /// Whether the file says where the tracking issues are; it must.
    pub has_tracking_repository: bool,
}

/// A goal that has got its tracking issue, and a new key with it.
#[derive(Debug, PartialEq, Eq)]
pub struct Renamed {
    /// The key that it had.
    pub from: String,
    /// The key that it has.
    pub to: String,
}

/// Why a file is not edited.
#[derive(Debug)]
pub enum Refused {
    /// It is not TOML: what is wrong, and in which line and column (from 1, in characters).
    Toml(String),
    /// It holds the goals of another period.
    Period(String),
    /// The table of that name is written as an inline table, an array or something else that
    /// cannot grow.
    Shape(String),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Toml(problem) => write!(f, "it is not valid TOML: {problem}"),
            Refused::Period(name) => write!(f, "it holds the goals of the period `{name}`; each period needs a file of its own"),
            Refused::Shape(name) => write!(f, "`{name}` is not written as a table with a head of its own, such as `[{name}]`"),
        }
    }
}

impl std::error::Error for Refused {}

/// The text of a goals file with everything that was read. `existing` is the text of the file as
/// it is, where there is one; with nothing new to say it comes back byte for byte.
///
/// # Errors
///
/// Where the file cannot be edited without harm.
pub fn write(imported: &Imported, period: &str, existing: Option<&str>) -> Result<Written, Refused> {
    let Some(old) = existing.filter(|it| !it.trim_start_matches('\u{feff}').trim().is_empty()) else {
        return create(imported, period);
    };
    let body = old.trim_start_matches('\u{feff}');
    let mut document: DocumentMut = body.replace("\r\n", "\n").parse().map_err(|it| not_toml(body, &it))?;
    let before = document.to_string();
    let known = document.get("period").and_then(|it| it.get("name")).and_then(Item::as_str);
    if let Some(known) = known.filter(|it| *it != period) {
        return Err(Refused::Period(known.to_owned()));
    }
    let filled = fill(&mut document, imported)?;
    let after = document.to_string();
    let text = if after == before {
        old.to_owned()
    } else {
        let mark = if old.starts_with('\u{feff}') { "\u{feff}" } else { "" };
        let is_crlf = body.find('\n').is_some_and(|at| body.get(..at).is_some_and(|it| it.ends_with('\r')));
        format!("{mark}{}", if is_crlf { after.replace('\n', "\r\n") } else { after })
    };
    Ok(Written { text, ..filled })
}

fn not_toml(text: &str, error: &TomlError) -> Refused {
    let text = text.replace("\r\n", "\n");
    let before = error.span().and_then(|it| text.get(..it.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    Refused::Toml(format!("line {line}, column {column}: {}", error.message().replace('\n', ", ")))
}

fn create(imported: &Imported, period: &str) -> Result<Written, Refused> {
    let mut document = DocumentMut::new();
    let project = section(&mut document, "project", Head::Own)?;
    project.decor_mut().set_prefix("#:schema ./goals.schema.json\n\n");
    if let Some(repository) = imported.tracking_repository() {
        set(project, "tracking-repository", repository.into());
    }
    set(section(&mut document, "period", Head::Own)?, "name", period.into());
    let filled = fill(&mut document, imported)?;
    Ok(Written { text: document.to_string(), ..filled })
}

/// Puts everything into the document; the text is the caller's to make.
fn fill(document: &mut DocumentMut, imported: &Imported) -> Result<Written, Refused> {
    let repository = document.get("project").and_then(|it| it.get("tracking-repository")).and_then(Item::as_str).map(str::to_owned);
    let mut out = Written { text: String::new(), renamed: Vec::new(), doubled: Vec::new(), has_tracking_repository: repository.is_some() };
    let repository = repository.or_else(|| imported.tracking_repository().map(str::to_owned)).unwrap_or_default();

    let mut keys = Vec::new();
    for theme in &imported.themes {
        let key = fill_theme(section(document, "theme", Head::Implied)?, theme)?;
        keys.push((theme.key.clone(), key));
    }
    fill_teams(document, &imported.teams)?;
    let teams = document.get("team").and_then(Item::as_table_like);
    let teams: Vec<_> = teams.into_iter().flat_map(|it| it.iter()).map(|(key, _)| key.to_owned()).collect();
    for it in &imported.goals {
        let goals = section(document, "goal", Head::Implied)?;
        let key = goal_key(goals, it, &repository, &mut out);
        let themes: Vec<_> = it.themes.iter().filter_map(|it| keys.iter().find(|(from, _)| from == it)).map(|(_, to)| to.clone()).collect();
        let names = goal::Names { key: &key, themes: &themes, teams: &teams };
        goal::fill(table(goals, "goal", &key)?, it, &names).map_err(|list| Refused::Shape(format!("goal.{key}.{list}")))?;
    }
    Ok(out)
}

/// Declares the teams where any is declared, since all must be then, or where a document says
/// where a team's page is.
fn fill_teams(document: &mut DocumentMut, teams: &[Team]) -> Result<(), Refused> {
    if document.get("team").is_none() && teams.iter().all(|it| it.url.is_none()) {
        return Ok(());
    }
    let section = section(document, "team", Head::Own)?;
    let has_heads = section.is_implicit(); // `[team.lang]`, in place of a line below `[team]`
    for team in teams {
        let known = section.iter().map(|(key, _)| key.to_owned()).find(|it| it.eq_ignore_ascii_case(&team.key));
        let item = section.entry(known.as_deref().unwrap_or(&team.key));
        let item = item.or_insert_with(|| match has_heads {
            true => Item::Table(Table::new()),
            false => Item::Value(Value::InlineTable(InlineTable::new())),
        });
        let Some(table) = item.as_table_like_mut() else { continue };
        if let Some(url) = team.url.as_deref().filter(|_| table.get("url").is_none()) {
            set(table, "url", url.into());
        }
    }
    Ok(())
}

/// Fills the table of a theme, which is found by its key or its title, and returns its key.
fn fill_theme(themes: &mut Table, theme: &Theme) -> Result<String, Refused> {
    let by_title = |(key, item): (&str, &Item)| {
        let title = item.get("title").and_then(Item::as_str)?;
        (super::cell::fold(title) == super::cell::fold(&theme.title)).then(|| key.to_owned())
    };
    let known = themes.iter().find_map(by_title);
    let key = known.unwrap_or_else(|| theme.key.clone());
    let is_new = !themes.contains_key(&key);
    let table = table(themes, "theme", &key)?;
    set(table, "title", theme.title.as_str().into());
    if is_new {
        set(table, "flagship", true.into()); // a person may since have said otherwise
    }
    for (name, text) in [("what-and-why", &theme.what_and_why), ("point-of-contact", &theme.point_of_contact), ("page", &theme.page)] {
        if let Some(text) = text {
            set(table, name, text.as_str().into());
        }
    }
    if !theme.areas.is_empty() {
        set(table, "areas", value::texts(&theme.areas));
    }
    Ok(key)
}

/// The key of a goal: the one that it has, else the number of its tracking issue, else its
/// document's name. A goal that had its document's name and has got its issue since is renamed.
fn goal_key(goals: &mut Table, goal: &Goal, repository: &str, out: &mut Written) -> String {
    let Some(issue) = &goal.issue else { return goal.stem.clone() };
    let written = value::issue(&issue.value);
    let by_issue = |(key, item): (&str, &Item)| {
        let known = item.get("tracking-issue").and_then(Item::as_str)?;
        (known == written).then(|| key.to_owned())
    };
    if let Some(key) = goals.iter().find_map(by_issue) {
        return key;
    }
    let number = issue.number.to_string();
    // a repository that has been renamed: the same number and title are the same goal
    let has_title = goals.get(&number).and_then(|it| it.get("title")).and_then(Item::as_str) == Some(goal.title.as_str());
    if issue.repository != repository && !has_title {
        return goal.stem.clone();
    }
    if !goals.contains_key(&number)
        && let Some((_, item)) = goals.remove_entry(&goal.stem)
    {
        goals.insert(&number, item); // its place in the text is kept by the table itself
        for (_, other) in goals.iter_mut() {
            let successor = other.get_mut("successor").filter(|it| it.as_str() == Some(&goal.stem));
            if let (Some(successor), Ok(number)) = (successor, i64::try_from(issue.number)) {
                value::replace(successor, number.into());
            }
        }
        out.renamed.push(Renamed { from: goal.stem.clone(), to: number.clone() });
    } else if goals.contains_key(&goal.stem) {
        out.doubled.push(Renamed { from: goal.stem.clone(), to: number.clone() });
    }
    number
}

/// Whether a table that is made gets a head, or only its sub-tables do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Head {
    Own,
    Implied,
}

/// The table of that name at the top of the file, which is made where there is none.
fn section<'d>(document: &'d mut DocumentMut, name: &str, head: Head) -> Result<&'d mut Table, Refused> {
    let item = document.entry(name).or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(head == Head::Implied);
        Item::Table(table)
    });
    item.as_table_mut().ok_or_else(|| Refused::Shape(name.to_owned()))
}

/// The table of that key, which is made where there is none.
fn table<'t>(tables: &'t mut Table, name: &str, key: &str) -> Result<&'t mut Table, Refused> {
    let item = tables.entry(key).or_insert_with(|| Item::Table(Table::new()));
    item.as_table_mut().filter(|it| !it.is_dotted()).ok_or_else(|| Refused::Shape(format!("{name}.{key}")))
}
