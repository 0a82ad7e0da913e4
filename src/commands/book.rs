//! The book that a command works on, without mdBook: where it is, what it sets, its goals.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};

use super::Outcome;
use super::console::Console;
use super::load::{Loaded, Place, load, prefix};
use crate::catalog;
use crate::config::{self, Config, Levels, OnError};
use crate::diagnostic::codes::INVALID_TOML;
use crate::diagnostic::{Diagnostic, Level};
use crate::emit::{self, Counts};
use crate::source::{Sources, Span};

/// A book with its goals.
pub(super) struct Book {
    /// The texts that have been read.
    pub(super) sources: Sources,
    /// `[preprocessor.goals]`.
    pub(super) config: Config,
    /// The goals.
    pub(super) loaded: Loaded,
    /// `book.authors`.
    pub(super) authors: Vec<String>,
}

/// The folder of the book: `folder`, else the one here or above.
pub(super) fn find(folder: Option<&Path>) -> anyhow::Result<PathBuf> {
    match folder {
        Some(folder) if folder.join("book.toml").is_file() => Ok(folder.to_owned()),
        Some(folder) => Err(anyhow!("there is no book.toml in `{}`; `mdbook init` makes a new book", folder.display())),
        None => here_or_above().ok_or_else(|| anyhow!("there is no book.toml here or above; `mdbook init` makes a new book")),
    }
}

fn here_or_above() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let found = here.ancestors().find(|it| it.join("book.toml").is_file())?;
    // a path that is short to read, where the book is here
    Some(if found == here { PathBuf::from(".") } else { found.to_owned() })
}

/// Shows what makes `book.toml` no TOML.
pub(super) fn refuse_invalid(console: &Console, path: &Path, text: &str) -> Option<Outcome> {
    let mut sources = Sources::default();
    let shown = path.to_string_lossy().replace('\\', "/");
    let file = sources.add(shown.trim_start_matches("./"), text);
    let (_, errors) = toml::de::DeTable::parse_recoverable(sources.file(file).text());
    let wrong: Vec<_> = errors
        .iter()
        .map(|it| {
            let span = Span::new(file, it.span().unwrap_or(0..0));
            Diagnostic::new(&INVALID_TOML, span, it.message(), "mend it and run the command again")
        })
        .collect();
    console.findings(&sources, &emit::sorted(&sources, &wrong, &Levels::default()));
    (!wrong.is_empty()).then_some(Outcome::CouldNotRun)
}

impl Book {
    /// Reads a book's settings and goals files, and shows what is wrong with them.
    ///
    /// The error side is how the command ends where there is nothing to work on: the mistakes have
    /// been shown.
    pub(super) fn open(console: &Console, folder: Option<&Path>) -> anyhow::Result<Result<Self, Outcome>> {
        let root = find(folder)?;
        let path = root.join("book.toml");
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        if let Some(outcome) = refuse_invalid(console, &path, &text) {
            return Ok(Err(outcome));
        }
        let authors = authors(&text);
        let prefix = prefix(&root);
        let mut sources = Sources::default();
        let book_toml = sources.add(format!("{prefix}book.toml"), text);
        let (config, mut wrong) = config::read_book_toml(&mut sources, book_toml, &catalog::codes());
        let place = Place { root: &root, prefix: &prefix };
        let loaded = load(console, place, &config, &mut sources, &mut wrong)?;
        let is_error = |it: &Diagnostic| config.levels.of_diagnostic(it) == Level::Error;
        let fails = wrong.iter().any(is_error) || config.on_error == OnError::Fail && loaded.found.iter().flatten().any(is_error);
        let fails = fails || !loaded.is_readable();
        wrong.extend(loaded.unique_found());
        let findings = emit::sorted(&sources, &wrong, &config.levels);
        console.findings(&sources, &findings);
        if fails {
            console.title(Level::Error, &Counts::of(&findings).phrase());
            return Ok(Err(Outcome::Findings));
        }
        Ok(Ok(Book { sources, config, loaded, authors }))
    }
}

/// `book.authors`.
fn authors(text: &str) -> Vec<String> {
    let book: toml::Table = text.trim_start_matches('\u{feff}').parse().unwrap_or_default();
    let list = book.get("book").and_then(|it| it.get("authors")).and_then(|it| it.as_array());
    list.into_iter().flatten().filter_map(|it| it.as_str()).map(str::to_owned).collect()
}
