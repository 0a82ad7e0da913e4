//! Directives: data in, what to show out.
//!
//! To add one:
//!
//! 1. write `directive/<name>.rs` with a `pub(super) static` of [`Directive`],
//! 2. add its `mod` line and its line in [`DIRECTIVES`] below (sorted by name),
//! 3. write `book/src/directives/<name>.md` and its line in `SUMMARY.md`.
//!
//! Tests fail, with the line to paste, where one of these is missing.

mod args;
mod ask_kinds;
mod asks;
mod champions;
mod chapters;
mod context;
mod count;
mod date;
mod fields;
mod funding;
mod goal;
mod goals;
mod help_wanted;
mod lex;
mod link;
mod people;
mod period_report;
mod progress;
mod report;
mod scan;
mod status;
mod themes;
mod timeline;
mod updates;

pub use args::bind;
pub use chapters::{NewChapter, content as chapter_content, heading as chapter_title};
pub(crate) use context::as_index;
pub use context::{Anchors, Chapters, Context, GoalProblems, Subject, View};
pub use goal::Said;
pub use lex::OPENER;
pub use period_report::{Counts, Entry, Report, ThemeSection};
pub use report::{Introduction, blocks as report_blocks};
pub use scan::{Broken, Call, Links, Room, Scan, Site, scan, scan_with_document};

use crate::diagnostic::{Code, Diagnostic};
use crate::fragment::{Block, Inline};
use crate::query::{Arguments, Opt, Takes};

/// A directive's name that is none.
pub static UNKNOWN_DIRECTIVE: Code = Code::error("unknown-directive", "a directive that does not exist");
/// A goal that is none.
pub static UNKNOWN_GOAL: Code = Code::error("unknown-goal", "a goal that the goals files do not hold");
/// An option that a directive does not take.
pub static UNKNOWN_OPTION: Code = Code::error("unknown-option", "an option that a directive does not take");
/// An option that stands twice in one directive.
pub static DUPLICATE_OPTION: Code = Code::error("duplicate-option", "an option that is given twice in one directive");
/// A directive that lacks what it speaks of.
pub static MISSING_ARGUMENT: Code = Code::error("missing-argument", "a directive that lacks the word it needs first");
/// A directive where it cannot stand.
pub static MISPLACED_DIRECTIVE: Code = Code::error("misplaced-directive", "a directive where it cannot be expanded");
/// A directive without an end.
pub static UNCLOSED_DIRECTIVE: Code = Code::error("unclosed-directive", "a directive or a quoted value without an end");

/// Every code that this folder reports first.
pub static CODES: &[&Code] =
    &[&DUPLICATE_OPTION, &MISPLACED_DIRECTIVE, &MISSING_ARGUMENT, &UNCLOSED_DIRECTIVE, &UNKNOWN_DIRECTIVE, &UNKNOWN_GOAL, &UNKNOWN_OPTION];

/// A directive: what it takes, where it may stand, and what it does.
#[derive(Debug)]
pub struct Directive {
    /// The name, as in `<<#name>>`.
    pub name: &'static str,
    /// What it becomes, in a few words.
    pub about: &'static str,
    /// The words that it takes before its options.
    pub words: &'static [Word],
    /// The options that it takes, in groups that directives share.
    pub options: &'static [&'static [Opt]],
    /// Where it may stand, which may depend on its options.
    pub placement: fn(&Arguments) -> Placement,
    /// What it becomes; `None` where its arguments are wrong, which it reports.
    pub expand: fn(&Context<'_>, &Arguments, &mut Vec<Diagnostic>) -> Option<Fragment>,
}

/// A word that a directive takes.
#[derive(Debug)]
pub struct Word {
    /// What it is, for a sentence: "a goal's number or name".
    pub what: &'static str,
    /// One, for the help.
    pub example: &'static str,
}

/// The word that names a goal.
pub(crate) const GOAL: Word = Word { what: "a goal's number or name", example: "389" };

/// The option that every directive takes: whose goals it speaks of. It has been followed when the
/// directive runs.
pub(crate) static PERIOD: &[Opt] = &[Opt { name: "period", takes: Takes::Value }];

/// Where a directive may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Alone in its paragraph.
    Block,
    /// Anywhere in text.
    Inline,
    /// Alone in the first cell of a table's row.
    Rows,
}

/// What a directive becomes, as its placement says.
#[derive(Clone, Debug, PartialEq)]
pub enum Fragment {
    /// Blocks.
    Block(Vec<Block>),
    /// A piece of a line.
    Inline(Vec<Inline>),
    /// Rows of a table.
    Rows(Vec<Vec<Vec<Inline>>>),
    /// Nothing in its place, and chapters below the one that holds it: at least one.
    Chapters(Vec<NewChapter>),
}

/// All directives, sorted by name.
pub static DIRECTIVES: &[&Directive] = &[
    &ask_kinds::DIRECTIVE,
    &asks::DIRECTIVE,
    &champions::DIRECTIVE,
    &chapters::DIRECTIVE,
    &count::DIRECTIVE,
    &date::DIRECTIVE,
    &funding::DIRECTIVE,
    &goal::DIRECTIVE,
    &goals::DIRECTIVE,
    &help_wanted::DIRECTIVE,
    &link::DIRECTIVE,
    &people::DIRECTIVE,
    &progress::DIRECTIVE,
    &report::DIRECTIVE,
    &status::DIRECTIVE,
    &themes::DIRECTIVE,
    &timeline::DIRECTIVE,
    &updates::DIRECTIVE,
];

/// The directive of a name.
pub fn find(name: &str) -> Option<&'static Directive> {
    DIRECTIVES.binary_search_by_key(&name, |it| it.name).ok().map(|at| DIRECTIVES[at])
}
