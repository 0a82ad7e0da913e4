//! How diagnostics are shown: one file a format.
//!
//! Here alone do byte spans become lines and columns. Nothing here decides what is wrong.
//!
//! To add a format: a file beside this one with a `write` over [`Finding`]s that [`sorted`] put in
//! order, and a line in [`FORMATS`].

pub mod github;
pub mod human;
pub mod json;
pub mod sarif;
pub mod short;

use std::io;

use crate::config::Levels;
use crate::diagnostic::{Diagnostic, Level, count};
use crate::source::Sources;

/// A form in which findings are written.
#[derive(Debug)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// Whether it has colours.
    pub colour: Colour,
    /// Writes findings in their order. The last argument is the width of the terminal in columns.
    pub write: fn(&mut dyn io::Write, &Sources, &[Finding<'_>], usize) -> io::Result<()>,
}

/// Whether a format has colours, which a terminal may not want.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Escape codes for colours are among its text.
    Styled,
    /// It is to be written as it is.
    Plain,
}

/// All formats, the usual one first.
pub static FORMATS: [Format; 5] = [
    Format { name: "human", about: "each with its line, as rustc shows them", colour: Colour::Styled, write: human::write },
    Format { name: "short", about: "a line each: path:line:column: level[code]: message", colour: Colour::Plain, write: short::write },
    Format { name: "json", about: "a JSON object a line, for programs", colour: Colour::Plain, write: json::write },
    Format { name: "github", about: "annotations of GitHub Actions", colour: Colour::Plain, write: github::write },
    Format { name: "sarif", about: "SARIF 2.1.0, for code scanning", colour: Colour::Plain, write: sarif::write },
];

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|it| it.name == name)
}

/// The name of a level in messages.
fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning | Level::Off => "warning",
    }
}

/// A diagnostic that is to be shown, at the level that the book sets.
#[derive(Clone, Copy, Debug)]
pub struct Finding<'a> {
    /// What is wrong.
    pub diagnostic: &'a Diagnostic,
    /// A warning or an error.
    pub level: Level,
}

/// What is to be shown: without what is switched off, by path, place, code and message.
pub fn sorted<'a>(sources: &Sources, diagnostics: &'a [Diagnostic], levels: &Levels) -> Vec<Finding<'a>> {
    let mut out: Vec<_> = diagnostics
        .iter()
        .map(|diagnostic| Finding { diagnostic, level: levels.of_diagnostic(diagnostic) })
        .filter(|it| it.level != Level::Off)
        .collect();
    sort(sources, &mut out);
    out
}

/// Puts findings in the order of their path, place, code and message.
pub fn sort(sources: &Sources, findings: &mut [Finding<'_>]) {
    fn key<'s>(sources: &'s Sources, it: &Finding<'s>) -> (&'s str, usize, usize, &'s str, &'s str) {
        let at = it.diagnostic;
        (sources.file(at.span.file).path(), at.span.start, at.span.end, at.code.name, at.message.as_str())
    }
    findings.sort_by(|a, b| key(sources, a).cmp(&key(sources, b)));
}

/// How many findings there are of each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that fail the run.
    pub errors: usize,
    /// The others.
    pub warnings: usize,
}

impl Counts {
    /// Counts `findings`.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding<'a>>) -> Self {
        let mut counts = Counts::default();
        for it in findings {
            match it.level {
                Level::Error => counts.errors += 1,
                Level::Warning => counts.warnings += 1,
                Level::Off => {}
            }
        }
        counts
    }

    /// `3 errors, 1 warning`; what is none is left out.
    pub fn phrase(self) -> String {
        let part = |n: usize, one: &str, many: &str| (n > 0).then(|| count(n, one, many));
        let parts: Vec<_> =
            [part(self.errors, "error", "errors"), part(self.warnings, "warning", "warnings")].into_iter().flatten().collect();
        if parts.is_empty() { "nothing found".to_owned() } else { parts.join(", ") }
    }
}
