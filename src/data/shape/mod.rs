//! What a goals file may hold: one table of its keys.
//!
//! The reader's checks (`check`), the JSON Schema (`super::schema`) and the guide's test read
//! the same table (`keys`), so that they cannot disagree. To add a key: a line in `keys`, a
//! field in `model.rs`, a line in `read/`, a row in the guide's page.

mod check;
mod keys;

pub(super) use check::check;
pub use check::{INVALID_URL, MISSING_KEY, UNKNOWN_STATUS};
pub(super) use keys::{ASK_KIND, FILE, GOAL, PERSON, TEAM, THEME};

use crate::diagnostic::Code;

/// What a table may hold.
#[derive(Debug)]
pub(super) struct Shape {
    /// What a table of this shape is called, in the singular: "goal".
    pub(super) name: &'static str,
    /// The keys, in the order in which the guide lists them.
    pub(super) keys: &'static [Key],
}

impl Shape {
    pub(super) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|it| it.name == name)
    }
}

/// A key of a table.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) need: Need,
    /// One line: what it says.
    pub(super) about: &'static str,
}

impl Key {
    /// The shape of the table, or of each of the tables, at this key.
    pub(super) fn shape(&self) -> Option<&'static Shape> {
        match self.kind {
            Kind::Table(shape) | Kind::Tables(shape) => Some(shape),
            Kind::Text(_) | Kind::Flag | Kind::Count | Kind::Date | Kind::Choice(_) | Kind::Texts(_) | Kind::Map(_) => None,
            Kind::Counts | Kind::TextOrTexts(_) | Kind::TextOrFlag(_) | Kind::TextOrCount(_) => None,
        }
    }
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Required,
    Optional,
    /// Optional, and what it is where it is absent.
    Default(&'static str),
}

/// What a key holds.
#[derive(Debug)]
pub(super) enum Kind {
    Text(Form),
    Flag,
    Count,
    Date,
    Choice(&'static Choice),
    /// An array of strings.
    Texts(Form),
    /// A string, or an array of strings.
    TextOrTexts(Form),
    /// An array of numbers.
    Counts,
    /// A string, or `true`.
    TextOrFlag(Form),
    /// A string, or a number.
    TextOrCount(Form),
    Table(&'static Shape),
    /// `[[tables]]`.
    Tables(&'static Shape),
    /// A table whose keys users choose.
    Map(&'static Map),
}

/// A table whose keys users choose.
#[derive(Debug)]
pub(super) struct Map {
    /// What a key is.
    pub(super) key: &'static str,
    /// What each holds.
    pub(super) value: Kind,
}

/// A string out of a fixed set.
#[derive(Debug)]
pub(super) struct Choice {
    /// What one of them is called: "status".
    pub(super) name: &'static str,
    pub(super) values: &'static [&'static str],
    /// What any other string is reported as.
    pub(super) code: &'static Code,
}

/// What a string is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Text without markup.
    Plain,
    /// Inline Markdown.
    Inline,
    /// Markdown.
    Markdown,
    /// An `http` or `https` URL.
    Url,
    /// `owner/name`.
    Repository,
    /// `owner/name#1`.
    Issue,
    /// The path of a chapter below the book's source folder.
    Page,
    /// `@login`, else inline Markdown.
    Person,
    /// The key of a theme.
    Theme,
    /// The key of a team.
    Team,
    /// The key of a goal, or a URL.
    Goal,
}

impl Kind {
    /// The name of the type, as the guide and the schema give it.
    pub(super) fn name(&self) -> String {
        match self {
            Kind::Text(form) => form.name().to_owned(),
            Kind::Flag => "true or false".into(),
            Kind::Count => "number".into(),
            Kind::Date => "date".into(),
            Kind::Choice(choice) => choice.values.join(", "),
            Kind::Texts(form) => format!("list: {}", form.name()),
            Kind::Counts => "list of numbers".into(),
            Kind::TextOrTexts(form) => format!("{}, or a list", form.name()),
            Kind::TextOrFlag(form) => format!("{}, or true", form.name()),
            Kind::TextOrCount(form) => form.name().to_owned(),
            Kind::Table(_) | Kind::Map(_) => "table".into(),
            Kind::Tables(_) => "list of tables".into(),
        }
    }

    /// What a value must be, as in "must be a string".
    pub(super) fn wanted(&self) -> &'static str {
        match self {
            Kind::Text(_) => "a string",
            Kind::Choice(_) => "a string",
            Kind::Flag => "`true` or `false`",
            Kind::Count => "a number that is not negative",
            Kind::Date => "a date",
            Kind::Texts(_) => "a list of strings",
            Kind::Counts => "a list of numbers",
            Kind::TextOrTexts(_) => "a string or a list of strings",
            Kind::TextOrFlag(_) => "a string or `true`",
            Kind::TextOrCount(_) => "a number or a string",
            Kind::Table(_) | Kind::Map(_) => "a table",
            Kind::Tables(_) => "a list of tables",
        }
    }

    /// A value to show in a help.
    pub(super) fn example(&self) -> String {
        match self {
            Kind::Text(form) => form.example().to_owned(),
            Kind::Choice(choice) => format!("{:?}", choice.values[0]),
            Kind::Flag => "true".into(),
            Kind::Count => "3".into(),
            Kind::Date => "2025-10-22".into(),
            Kind::Texts(form) => format!("[{}]", form.example()),
            Kind::Counts => "[3]".into(),
            Kind::TextOrTexts(form) | Kind::TextOrFlag(form) => form.example().to_owned(),
            Kind::TextOrCount(_) => "412".into(),
            Kind::Table(shape) => {
                let keys: Vec<_> = shape.keys.iter().take(2).map(|it| format!("{} = {}", it.name, it.kind.example())).collect();
                format!("{{ {} }}", keys.join(", "))
            }
            Kind::Tables(shape) => format!("[{}]", Kind::Table(shape).example()),
            Kind::Map(map) => format!("{{ {} = {} }}", map.key, map.value.example()),
        }
    }
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Form::Plain => "text",
            Form::Inline => "inline Markdown",
            Form::Markdown => "Markdown",
            Form::Url => "URL",
            Form::Repository => "repository",
            Form::Issue => "reference",
            Form::Page => "path",
            Form::Person => "person",
            Form::Theme => "theme",
            Form::Team => "team",
            Form::Goal => "goal or URL",
        }
    }

    fn example(self) -> &'static str {
        match self {
            Form::Plain | Form::Inline => "\"…\"",
            Form::Markdown => "'''…'''",
            Form::Url => "\"https://…\"",
            Form::Repository => "\"owner/name\"",
            Form::Issue => "\"owner/name#389\"",
            Form::Page => "\"goals/389.md\"",
            Form::Person => "\"@login\"",
            Form::Theme => "\"theme\"",
            Form::Team => "\"team\"",
            Form::Goal => "\"412\"",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tables of the goals file as the guide heads them, with what they hold.
    fn tables(shape: &'static Shape, path: &str, out: &mut Vec<(String, &'static Shape)>) {
        for key in shape.keys {
            let path = if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
            let (heading, inner) = match &key.kind {
                Kind::Table(inner) => (format!("[{path}]"), inner),
                Kind::Tables(inner) => (format!("[[{path}]]"), inner),
                Kind::Map(Map { value: Kind::Table(inner), .. }) => (format!("[{path}.*]"), inner),
                Kind::Map(_) | Kind::Text(_) | Kind::Flag | Kind::Count | Kind::Date | Kind::Choice(_) => continue,
                Kind::Texts(_) | Kind::Counts | Kind::TextOrTexts(_) | Kind::TextOrFlag(_) | Kind::TextOrCount(_) => continue,
            };
            out.push((heading.clone(), inner));
            tables(inner, heading.trim_matches(['[', ']']), out);
        }
    }

    #[test]
    fn the_guide_documents_every_key() {
        let page = include_str!("../../../book/src/goals-file.md");
        let mut all = vec![("Tables".to_owned(), &FILE)];
        tables(&FILE, "", &mut all);
        let mut missing = String::new();
        for (table, shape) in all {
            let heading = if table.starts_with('[') { format!("## `{table}`\n") } else { format!("## {table}\n") };
            let section = page.split_once(&heading).map_or("", |(_, rest)| rest.split("\n##").next().unwrap_or_default());
            for key in shape.keys {
                let need = match key.need {
                    Need::Required => "required",
                    Need::Optional => "",
                    Need::Default(value) => value,
                };
                let row = format!("| `{}` | {} | {need} |", key.name, key.kind.name()).replace("  ", " ");
                if !section.lines().any(|line| line.starts_with(&row)) {
                    missing.push_str(&format!("below {heading}{row} {} |\n", key.about));
                }
            }
        }
        assert!(missing.is_empty(), "add to book/src/goals-file.md:\n{missing}");
    }
}
