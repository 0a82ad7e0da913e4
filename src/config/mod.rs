//! What a book sets under `[preprocessor.goals]`.
//!
//! The settings come from mdBook as JSON (with the environment merged in) or from `book.toml`.
//! Nothing here reads a file or knows what mdBook's JSON looks like around them.

mod places;
mod read;

pub use read::{read, read_book_toml};

use crate::diagnostic::{Adjustable, Code, Diagnostic, Level};
use crate::source::{Span, Spanned};

/// The settings of a book.
#[derive(Clone, Debug)]
pub struct Config {
    /// `data`: paths and globs of goals files, from the book's root, with `/` between their parts.
    /// Empty where the book has `periods`.
    pub data: Vec<Spanned<String>>,
    /// `periods`: the paths and globs of each period, in the order of the periods' names.
    pub periods: Vec<(Spanned<String>, Vec<Spanned<String>>)>,
    /// `default-period`: one of `periods`, where it is set.
    pub default_period: Option<String>,
    /// `check`.
    pub check: Check,
    /// `on-error`.
    pub on_error: OnError,
    /// `autolink`.
    pub autolink: Autolink,
    /// `css`.
    pub stylesheet: Stylesheet,
    /// `lints`.
    pub levels: Levels,
    /// `limits`.
    pub limits: Limits,
    /// Where the settings begin: what they lack is reported there.
    pub span: Span,
}

/// What becomes of the references' findings while a book is built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Check {
    /// They are not looked for.
    Off,
    /// They are shown.
    #[default]
    Warn,
    /// They are shown, and errors fail the build.
    Deny,
}

/// What becomes of a page that holds a mistake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// The build fails.
    #[default]
    Fail,
    /// The page shows the mistake in a box.
    Warn,
}

/// Where bare references, people and teams become links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Autolink {
    /// In the excerpts of updates.
    #[default]
    Excerpts,
    /// There and in all chapters.
    All,
    /// Nowhere.
    None,
}

/// Whose stylesheet the book has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stylesheet {
    /// Ours: a warning where it is missing or old.
    #[default]
    Check,
    /// The book's own.
    Own,
}

/// From where on a number is too large to be true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest number of an issue.
    pub issue: u64,
    /// The largest number of an RFC.
    pub rfc: u64,
}

impl Default for Limits {
    /// Six digits; four for an RFC.
    fn default() -> Self {
        Limits { issue: 999_999, rfc: 9_999 }
    }
}

/// The levels that a book sets.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    set: Vec<(&'static Code, Level)>,
    warnings: Warnings,
}

/// What a warning counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Warnings {
    #[default]
    AsTheyAre,
    AsErrors,
}

impl Levels {
    /// The level of `code`: what the book sets, else the code's own.
    pub fn of(&self, code: &Code) -> Level {
        self.level(code, code.level)
    }

    /// The level of a diagnostic: what the book sets for its code, else its own.
    pub fn of_diagnostic(&self, diagnostic: &Diagnostic) -> Level {
        self.level(diagnostic.code, diagnostic.level)
    }

    fn level(&self, code: &Code, unset: Level) -> Level {
        let level = match code.adjustable {
            Adjustable::No => code.level,
            Adjustable::Yes => self.set.iter().rev().find(|(it, _)| *it == code).map_or(unset, |&(_, level)| level),
        };
        match (level, self.warnings) {
            (Level::Warning, Warnings::AsErrors) => Level::Error,
            (Level::Off | Level::Warning | Level::Error, _) => level,
        }
    }

    /// Sets the level of `code`; the last word counts.
    pub fn set(&mut self, code: &'static Code, level: Level) {
        self.set.push((code, level));
    }

    /// Makes errors of all warnings.
    pub fn deny_warnings(&mut self) {
        self.warnings = Warnings::AsErrors;
    }
}
