//! `init [BOOK]`: wires a book for this preprocessor, or brings it up to this version.
//!
//! Nothing is written unless everything can be.

mod book_toml;

use std::path::Path;

use anyhow::Context as _;

use super::console::Console;
use super::replace::{NewFile, write_all};
use super::{Outcome, book, schema, stylesheet};
use crate::catalog;
use crate::config::{self, Stylesheet};
use crate::diagnostic::Level;
use crate::source::Sources;
use book_toml::{Edited, Wishes};

const SCHEMA: &str = "goals.schema.json";
const GOALS: &str = "goals.toml";
const GOALS_TEXT: &str = include_str!("goals.toml");

/// Whether files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// They are.
    Write,
    /// It is only said what would change.
    Show,
}

/// Wires the book in `folder`, else the one here or above.
pub(super) fn run(console: &Console, folder: Option<&Path>, mode: Mode) -> anyhow::Result<Outcome> {
    let root = book::find(folder)?;
    let path = root.join("book.toml");
    let old = std::fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    if book::refuse_invalid(console, &path, &old) == Some(Outcome::CouldNotRun) {
        console.say("Nothing was changed.");
        return Ok(Outcome::CouldNotRun);
    }
    let mut plan = Plan { root: &root, files: Vec::new(), said: Vec::new(), refused: Vec::new() };
    plan.make(&old)?;
    if !plan.refused.is_empty() {
        for it in &plan.refused {
            console.title(Level::Error, it);
        }
        console.say("Nothing was changed.");
        return Ok(Outcome::CouldNotRun);
    }
    if mode == Mode::Write {
        write_all(&plan.files)?;
    }
    for it in &plan.said {
        console.say(it);
    }
    console.say(match (plan.files.is_empty(), mode) {
        (true, _) => "Everything is in place.",
        (false, Mode::Show) => "Nothing was changed: this was a dry run.",
        (false, Mode::Write) => "Now write a directive such as <<#goals>> in a chapter and run `mdbook build`.",
    });
    Ok(Outcome::Clean)
}

/// What is to be written and said.
struct Plan<'a> {
    root: &'a Path,
    /// `book.toml` last: it names the others.
    files: Vec<NewFile>,
    said: Vec<String>,
    refused: Vec<String>,
}

impl Plan<'_> {
    fn make(&mut self, old: &str) -> anyhow::Result<()> {
        let mut sources = Sources::default();
        let file = sources.add("book.toml", old);
        let (config, _) = config::read_book_toml(&mut sources, file, &catalog::codes());
        let data: Vec<&str> =
            config.data.iter().chain(config.periods.iter().flat_map(|(_, files)| files)).map(|it| it.value.as_str()).collect();
        let book: toml::Table = toml::from_str(old.trim_start_matches('\u{feff}')).unwrap_or_default(); // what is no TOML was refused
        let css = book.get("output").and_then(|it| it.get("html")).and_then(|it| it.get("additional-css")).and_then(|it| it.as_array());
        let css = css.into_iter().flatten().filter_map(|it| it.as_str());
        let stylesheet = match config.stylesheet {
            Stylesheet::Own => None,
            Stylesheet::Check => Some(stylesheet::find(css).unwrap_or(stylesheet::NAME).trim_start_matches("./").to_owned()),
        };
        let first = self.first_goals_file(&data);
        let wishes = Wishes { stylesheet: stylesheet.clone(), watch: self.watch(&data, first.as_deref(), &book) };
        let Edited { text, added, kept } = match book_toml::edit(old, &wishes) {
            Ok(edited) => edited,
            Err(refused) => {
                self.refused.extend(refused.into_iter().map(|it| format!("book.toml: {it}")));
                return Ok(());
            }
        };
        if let Some(path) = &stylesheet {
            self.stylesheet(path)?;
        }
        self.generated(SCHEMA, schema::goals())?;
        match first {
            Some(path) => {
                self.said.push(format!("{path}: written, a small goals file to begin with"));
                self.files.push(NewFile { path: self.root.join(path), text: GOALS_TEXT.to_owned() });
            }
            None => self.said.push(format!("{}: left as it is", data.join(", "))),
        }
        self.said.extend(kept.into_iter().map(|it| format!("book.toml: {it} already")));
        self.said.extend(added.into_iter().map(|it| format!("book.toml: added {it}")));
        if text != old {
            self.files.push(NewFile { path: self.root.join("book.toml"), text });
        }
        Ok(())
    }

    /// The goals file to write: where none of those that the book names is there.
    fn first_goals_file(&self, data: &[&str]) -> Option<String> {
        let is_there = |it: &&str| is_glob(it) || self.root.join(it).exists();
        if data.iter().any(is_there) {
            return None;
        }
        Some(data.first().copied().unwrap_or(GOALS).to_owned())
    }

    /// What `mdbook serve` must watch beside the chapters: the goals files, and the folders of
    /// globs. Never the book's own folder, since the pages land in it: mdBook would build without
    /// end. Never what is not there, since mdBook's native watcher gives up then.
    fn watch(&self, data: &[&str], first: Option<&str>, book: &toml::Table) -> Vec<String> {
        let source = book.get("book").and_then(|it| it.get("src")).and_then(|it| it.as_str()).unwrap_or("src");
        let mut out: Vec<String> = Vec::new();
        for path in data {
            let fixed: Vec<_> = path.trim_start_matches("./").split('/').take_while(|it| !is_glob(it)).collect();
            let path = fixed.join("/");
            let is_there = first == Some(path.as_str()) || self.root.join(&path).exists();
            let in_source = Path::new(&path).starts_with(source);
            if is_there && !in_source && !path.is_empty() && path != "." && !out.contains(&path) {
                out.push(path);
            }
        }
        out
    }

    fn stylesheet(&mut self, path: &str) -> anyhow::Result<()> {
        let old = read(&self.root.join(path))?;
        match old.as_deref().map(stylesheet::version) {
            Some(None) if old.as_deref() != Some("") => {
                self.refused.push(format!(
                    "{path}: this is not the stylesheet of mdbook-goals; rename it, or set `css = false` in [preprocessor.goals]"
                ));
                Ok(())
            }
            Some(Some(version)) if old.as_deref() != Some(stylesheet::TEXT) && Some(version) == stylesheet::version(stylesheet::TEXT) => {
                self.said.push(format!("{path}: restored; rules of your own belong into another file of additional-css"));
                self.files.push(NewFile { path: self.root.join(path), text: stylesheet::TEXT.to_owned() });
                Ok(())
            }
            _ => self.generated(path, stylesheet::TEXT.to_owned()),
        }
    }

    fn generated(&mut self, path: &str, text: String) -> anyhow::Result<()> {
        let whole = self.root.join(path);
        let old = read(&whole)?;
        if old.as_deref() == Some(text.as_str()) {
            self.said.push(format!("{path}: right already"));
            return Ok(());
        }
        self.said.push(format!("{path}: {}", if old.is_some() { "replaced by that of this version" } else { "written" }));
        self.files.push(NewFile { path: whole, text });
        Ok(())
    }
}

fn is_glob(path: &str) -> bool {
    path.contains(['*', '?', '['])
}

/// The text of a file, where it is there.
fn read(path: &Path) -> anyhow::Result<Option<String>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read `{}`", path.display())),
    }
}
