//! A book as `check` sees it: where its chapters and pages lie, its settings, its goals.

use std::path::{Path, PathBuf};

use super::mend::{Texts, read};
use crate::catalog;
use crate::commands::console::Console;
use crate::commands::files::Files;
use crate::commands::load::{Loaded, load_from};
use crate::config::{self, Config};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::INVALID_TOML;
use crate::markdown::Dialect;
use crate::source::{FileId, Sources, Span};

/// What `book.toml` says that is mdBook's own. A key of another type counts as absent: mdBook
/// will say so.
#[derive(Debug)]
pub(super) struct Layout {
    /// The folder of the chapters.
    pub(super) source: PathBuf,
    /// The folder of the pages.
    pub(super) output: PathBuf,
    /// How Markdown is read.
    pub(super) dialect: Dialect,
    /// Whether the book uses this program.
    pub(super) goals: Goals,
}

/// Whether a book has `[preprocessor.goals]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Goals {
    Used,
    Unused,
}

impl Layout {
    /// Reads the text of the `book.toml` in `root`.
    pub(super) fn read(root: &Path, text: &str) -> Self {
        let book: toml::Table = toml::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_default();
        let get = |path: [&str; 2]| book.get(path[0])?.get(path[1]);
        let folder = |path, usual| root.join(get(path).and_then(toml::Value::as_str).unwrap_or(usual));
        let html = get(["output", "html"]);
        let flag = |key| html.and_then(|it| it.get(key)).and_then(toml::Value::as_bool);
        let usual = Dialect::default();
        Layout {
            source: folder(["book", "src"], "src"),
            output: folder(["build", "build-dir"], "book"),
            dialect: Dialect {
                definition_lists: flag("definition-lists").unwrap_or(usual.definition_lists),
                admonitions: flag("admonitions").unwrap_or(usual.admonitions),
            },
            goals: if get(["preprocessor", "goals"]).is_some() { Goals::Used } else { Goals::Unused },
        }
    }
}

/// A book whose goals files have been read.
pub(super) struct Book {
    pub(super) layout: Layout,
    pub(super) config: Config,
    pub(super) loaded: Option<Loaded>,
    /// The goals files that were read, with their paths on disk.
    pub(super) files: Vec<(FileId, PathBuf)>,
    /// What is wrong in the settings.
    pub(super) setup: Vec<Diagnostic>,
}

impl Book {
    /// Opens the book in `root`, whose paths are shown with `prefix` before them.
    ///
    /// # Errors
    ///
    /// Where `book.toml` or a goals file cannot be read.
    pub(super) fn open(console: &Console, sources: &mut Sources, root: &Path, prefix: &str, texts: &Texts) -> anyhow::Result<Self> {
        let text = read(&root.join("book.toml"))?;
        let layout = Layout::read(root, &text);
        let file = sources.add(format!("{prefix}book.toml"), text);
        let (_, errors) = toml::de::DeTable::parse_recoverable(sources.file(file).text());
        let mut setup: Vec<_> = errors
            .iter()
            .map(|it| {
                let span = Span::new(file, it.span().unwrap_or(0..0));
                Diagnostic::new(&INVALID_TOML, span, it.message(), "mend it: mdBook cannot read the book either")
            })
            .collect();
        let (config, problems) = config::read_book_toml(sources, file, &catalog::codes());
        if setup.is_empty() {
            setup = problems; // of broken TOML they would say what is not so
        }
        let mut files = Vec::new();
        let loaded = match layout.goals {
            Goals::Unused => None,
            Goals::Used => {
                let mut read = Files::new(root, prefix).with_texts(&texts.new);
                let loaded = load_from(console, &mut read, &config, sources, &mut setup)?;
                for &id in loaded.files.iter().flatten() {
                    if !files.iter().any(|(known, _)| *known == id) {
                        files.push((id, read.path(id).to_owned()));
                    }
                }
                Some(loaded)
            }
        };
        Ok(Book { layout, config, loaded, files, setup })
    }
}
