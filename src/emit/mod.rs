//! How diagnostics are shown: one file a format.
//!
//! Here alone do byte spans become lines and columns. Nothing here decides what is wrong.
//!
//! To add a format: a file beside this one with a function over [`Finding`]s, sorted by [`sorted`].

pub mod human;

use crate::config::Levels;
use crate::diagnostic::{Diagnostic, Level};
use crate::source::Sources;

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
        .map(|diagnostic| Finding { diagnostic, level: levels.of(diagnostic.code) })
        .filter(|it| it.level != Level::Off)
        .collect();
    let key = |it: &Finding<'a>| {
        let at = it.diagnostic;
        (sources.file(at.span.file).path(), at.span.start, at.span.end, at.code.name, at.message.as_str())
    };
    out.sort_by(|a, b| key(a).cmp(&key(b)));
    out
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
        let part = |n: usize, one: &str, many: &str| match n {
            0 => None,
            1 => Some(format!("1 {one}")),
            n => Some(format!("{n} {many}")),
        };
        let parts: Vec<_> =
            [part(self.errors, "error", "errors"), part(self.warnings, "warning", "warnings")].into_iter().flatten().collect();
        if parts.is_empty() { "nothing found".to_owned() } else { parts.join(", ") }
    }
}
