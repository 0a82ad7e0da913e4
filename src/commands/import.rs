//! `import DIR`: goal documents into a goals file.

use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Context as _, anyhow, bail};

use super::Outcome;
use super::console::Console;
use super::replace::{NewFile, write_all};
use crate::catalog;
use crate::config::{self, Levels};
use crate::diagnostic::{Level, count};
use crate::emit::{Counts, sorted};
use crate::import::{self, Imported, Input, Written};
use crate::source::Sources;

/// Imports the documents of `folder` into the file `output`, else onto standard output.
pub(super) fn run(console: &Console, folder: &Path, output: Option<&Path>) -> anyhow::Result<Outcome> {
    let period = period(folder)?;
    let mut documents = Documents::default();
    documents.read(console, folder)?;
    let (imported, diagnostics) = import::read(&documents.sources, &documents.inputs);
    if imported.goals.is_empty() && imported.themes.is_empty() && diagnostics.is_empty() && !documents.has_errors {
        bail!("there is no goal document in `{}`: one begins with a table headed `Metadata`", folder.display());
    }
    let shown = output.map_or_else(|| "-".into(), |it| it.display().to_string());
    let old = output.map(existing).transpose()?.flatten();
    let written = import::write(&imported, &period, old.as_deref()).with_context(|| format!("cannot write into `{shown}`"))?;
    match output {
        Some(_) if old.as_deref() == Some(&written.text) => {}
        Some(path) => write_all(&[NewFile { path: path.to_owned(), text: written.text.clone() }])?,
        None => std::io::stdout().write_all(written.text.as_bytes()).context("cannot write to standard output")?,
    }
    let findings = sorted(&documents.sources, &diagnostics, &documents.levels);
    console.findings(&documents.sources, &findings);
    if !written.has_tracking_repository {
        console.title(Level::Warning, "no document names a tracking issue: add `tracking-repository = \"owner/name\"` to [project]");
    }
    for it in &written.renamed {
        console.say(&format!("Goal `{}` has got its tracking issue and is goal {} now: write so in directives too.", it.from, it.to));
    }
    for it in &written.doubled {
        let text =
            format!("goal `{}` and goal {} are one: move what you wrote in the first into the second, and delete it", it.from, it.to);
        console.title(Level::Warning, &text);
    }
    let counts = Counts::of(&findings);
    if output.is_some() {
        console.say(&summary(&shown, &imported, &written, old.as_deref(), counts));
    }
    Ok(if documents.has_errors || counts.errors > 0 { Outcome::Findings } else { Outcome::Clean })
}

/// The name of the period: that of the folder.
fn period(folder: &Path) -> anyhow::Result<String> {
    let whole = folder.canonicalize().with_context(|| format!("cannot read `{}`", folder.display()))?;
    let name = whole.file_name().and_then(|it| it.to_str());
    name.map(str::to_owned).ok_or_else(|| anyhow!("`{}` has no name that could be a period's", folder.display()))
}

fn existing(path: &Path) -> anyhow::Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read `{}`", path.display())),
    }
}

fn summary(shown: &str, imported: &Imported, written: &Written, old: Option<&str>, counts: Counts) -> String {
    let what = match old {
        Some(old) if old == written.text => "left as it is",
        Some(_) => "brought up to date",
        None => "written",
    };
    let found = if counts == Counts::default() { String::new() } else { format!("; {}", counts.phrase()) };
    format!(
        "{shown}: {what}, {} and {}{found}",
        count(imported.goals.len(), "goal", "goals"),
        count(imported.themes.len(), "theme", "themes")
    )
}

/// The documents of a folder.
#[derive(Default)]
struct Documents {
    sources: Sources,
    inputs: Vec<Input>,
    /// The levels that the book sets to which the folder belongs.
    levels: Levels,
    /// Whether a file could not be read as text.
    has_errors: bool,
}

impl Documents {
    fn read(&mut self, console: &Console, folder: &Path) -> anyhow::Result<()> {
        let failed = || format!("cannot read `{}`", folder.display());
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(folder).with_context(failed)? {
            let path = entry.with_context(failed)?.path();
            if path.extension().is_some_and(|it| it == "md") && path.is_file() {
                paths.push(path);
            }
        }
        paths.sort();
        let pages = self.book(folder);
        for path in paths {
            let bytes = std::fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
            let Ok(text) = String::from_utf8(bytes) else {
                console.title(Level::Error, &format!("`{}` is not UTF-8 and is left out: save it as UTF-8", path.display()));
                self.has_errors = true;
                continue;
            };
            let Some(name) = path.file_name().and_then(|it| it.to_str()) else { continue };
            let stem = name.trim_end_matches(".md").to_owned();
            let page = pages.as_ref().map(|it| if it.is_empty() { name.to_owned() } else { format!("{it}/{name}") });
            let file = self.sources.add(path.to_string_lossy().replace('\\', "/"), text);
            self.inputs.push(Input { file, stem, page });
        }
        Ok(())
    }

    /// Looks for the book to which the folder belongs, and keeps its levels. Returns the folder's
    /// path below the book's source folder, where its documents are chapters.
    fn book(&mut self, folder: &Path) -> Option<String> {
        let whole = folder.canonicalize().ok()?;
        let root = whole.ancestors().find(|it| it.join("book.toml").is_file())?;
        let text = std::fs::read_to_string(root.join("book.toml")).ok()?;
        let book: toml::Table = toml::from_str(text.trim_start_matches('\u{feff}')).ok()?;
        let file = self.sources.add("book.toml", text);
        let (config, _) = config::read_book_toml(&mut self.sources, file, &catalog::codes()); // the build says what is wrong there
        self.levels = config.levels;
        let source = book.get("book").and_then(|it| it.get("src")).and_then(|it| it.as_str()).unwrap_or("src");
        let source = root.join(source).canonicalize().ok()?;
        let below = whole.strip_prefix(source).ok()?;
        Some(below.to_string_lossy().replace('\\', "/"))
    }
}
