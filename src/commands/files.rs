//! Finds and reads the goals files that a book names.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use glob::{MatchOptions, Pattern};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::{INVALID_TOML, INVALID_VALUE};
use crate::source::{FileId, Sources, Span, Spanned};

/// Reads files below a book's root, each once.
#[derive(Debug)]
pub(super) struct Files<'a> {
    root: &'a Path,
    /// What stands before a path when it is shown.
    prefix: &'a str,
    read: BTreeMap<PathBuf, Option<FileId>>,
    /// Texts that stand in place of what is on disk.
    instead: Option<&'a BTreeMap<PathBuf, String>>,
    /// What was named wrongly, and files that are not text.
    pub(super) problems: Vec<Diagnostic>,
}

impl<'a> Files<'a> {
    /// Files below `root`, shown with `prefix` before their paths.
    pub(super) fn new(root: &'a Path, prefix: &'a str) -> Self {
        Files { root, prefix, read: BTreeMap::new(), instead: None, problems: Vec::new() }
    }

    /// Takes the text of a file from `texts`, where it is there.
    pub(super) fn with_texts(self, texts: &'a BTreeMap<PathBuf, String>) -> Self {
        Files { instead: Some(texts), ..self }
    }

    /// Reads what `patterns` name, paths and globs from the book's root: in their order, a glob's
    /// files by path, no file twice.
    ///
    /// # Errors
    ///
    /// Where the system does not let a file be read. What the book names wrongly is a problem.
    pub(super) fn set(&mut self, sources: &mut Sources, patterns: &[Spanned<String>]) -> anyhow::Result<Vec<FileId>> {
        let mut out = Vec::new();
        for pattern in patterns {
            for path in self.find(pattern)? {
                if let Some(id) = self.file(sources, &path, pattern.span)?
                    && !out.contains(&id)
                {
                    out.push(id);
                }
            }
        }
        Ok(out)
    }

    /// The path of a file that [`Files::set`] gave out.
    pub(super) fn path(&self, id: FileId) -> &Path {
        let found = self.read.iter().find(|(_, it)| **it == Some(id));
        found.map(|(path, _)| path.as_path()).expect("every file that was given out was read from a path")
    }

    /// The paths that `pattern` names. A path that exists is itself, whatever signs it has.
    fn find(&mut self, pattern: &Spanned<String>) -> anyhow::Result<Vec<PathBuf>> {
        let path = self.root.join(&pattern.value);
        if !pattern.contains(['*', '?', '[']) || path.exists() {
            return Ok(vec![path]);
        }
        let whole = format!("{}/{}", Pattern::escape(&self.root.to_string_lossy()), pattern.value);
        let options = MatchOptions { case_sensitive: true, require_literal_separator: true, require_literal_leading_dot: true };
        let found = match glob::glob_with(&whole, options) {
            Ok(found) => found,
            Err(error) => {
                let message = format!("`{}` is no glob: {}", pattern.value, error.msg);
                self.report(pattern.span, message, "`goals/*.toml` names the files of one folder, `goals/**/*.toml` those below it too");
                return Ok(Vec::new());
            }
        };
        let mut paths = Vec::new();
        for path in found {
            let path = path.with_context(|| format!("cannot search for `{}`", pattern.value))?;
            if !path.is_dir() {
                paths.push(path);
            }
        }
        paths.sort();
        if paths.is_empty() {
            let message = format!("no file matches `{}`", pattern.value);
            self.report(
                pattern.span,
                message,
                "paths count from the book's root, where book.toml is; `mdbook-goals init` writes a first goals file",
            );
        }
        Ok(paths)
    }

    fn file(&mut self, sources: &mut Sources, path: &Path, named: Span) -> anyhow::Result<Option<FileId>> {
        if let Some(known) = self.read.get(path) {
            return Ok(*known);
        }
        let below = path.strip_prefix(self.root).unwrap_or(path).to_string_lossy().replace('\\', "/");
        let instead = self.instead.and_then(|it| it.get(path));
        let bytes = match instead.map_or_else(|| std::fs::read(path), |it| Ok(it.clone().into_bytes())) {
            Ok(bytes) => Some(bytes),
            Err(_) if path.is_dir() => {
                let message = format!("`{below}` is a folder");
                self.report(named, message, format!("name the files in it: `{}/*.toml`", below.trim_end_matches('/')));
                None
            }
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename) => {
                let help = "paths count from the book's root, where book.toml is; `mdbook-goals init` writes a first goals file";
                self.report(named, format!("there is no file `{below}`"), help);
                None
            }
            Err(error) => return Err(error).with_context(|| format!("cannot read `{}{below}`", self.prefix)),
        };
        let id = bytes.and_then(|bytes| {
            let shown = if Path::new(&below).is_absolute() { below } else { without_detours(&format!("{}{below}", self.prefix)) };
            self.text(sources, shown, bytes)
        });
        self.read.insert(path.to_owned(), id);
        Ok(id)
    }

    /// Adds a file's text; one that is not UTF-8 is a problem at the first byte that is not.
    fn text(&mut self, sources: &mut Sources, shown: String, bytes: Vec<u8>) -> Option<FileId> {
        match String::from_utf8(bytes) {
            Ok(text) => Some(sources.add(shown, text)),
            Err(error) => {
                let (start, bytes) = (error.utf8_error().valid_up_to(), error.into_bytes());
                let id = sources.add(shown, String::from_utf8_lossy(&bytes));
                let start = start.saturating_sub(if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 });
                let span = Span::new(id, start..start + char::REPLACEMENT_CHARACTER.len_utf8());
                let value = bytes.get(error_at(&bytes)).copied().unwrap_or_default();
                let message = format!("this file is not UTF-8: the byte 0x{value:02x} here begins no character");
                self.problems.push(Diagnostic::new(&INVALID_TOML, span, message, "save the file as UTF-8"));
                None
            }
        }
    }

    fn report(&mut self, span: Span, message: String, help: impl Into<String>) {
        self.problems.push(Diagnostic::new(&INVALID_VALUE, span, message, help));
    }
}

/// `docs/../goals.toml` is `goals.toml`, as people see it.
fn without_detours(path: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match (part, out.last()) {
            (".", _) => {}
            ("..", Some(last)) if *last != ".." => drop(out.pop()),
            _ => out.push(part),
        }
    }
    out.join("/")
}

fn error_at(bytes: &[u8]) -> usize {
    std::str::from_utf8(bytes).err().map_or(0, |it| it.valid_up_to())
}
