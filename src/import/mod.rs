//! Goal documents in: from the text of documents in the form of the Rust project's goal programme
//! to goals, and from there into the text of a goals file.
//!
//! Nothing here reads or writes a file, and nothing knows the goals files of a book: [`read`] and
//! [`write()`] are all that a command needs. What could not be understood is reported at its place,
//! and the rest arrives.
//!
//! The form has had four generations, and the parts of a document tell which: nobody has to say.
//! To read a further row of the metadata, add it to `metadata::ROWS`; a further table, to
//! `tables::Kind`.

mod cell;
mod document;
mod metadata;
mod model;
mod tables;
mod tasks;
mod themes;
mod write;

pub use cell::UNREADABLE_VALUE;
pub use document::{DUPLICATE_GOAL, MISSING_STATUS, MISSING_TITLE, STRAY_ROW};
pub use metadata::UNKNOWN_ROW;
pub use model::{Ask, Funding, Goal, Help, Imported, Task, Team, Theme};
pub use tables::UNKNOWN_COLUMN;
pub use write::{Refused, Renamed, Written, write};

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources};

/// A document to read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its text.
    pub file: FileId,
    /// Its file's name without `.md`: the goal's key until it has a tracking issue.
    pub stem: String,
    /// Its chapter's path below the book's source folder, where it is one.
    pub page: Option<String>,
}

/// Reads goal documents, in their order. Roadmap documents (`roadmap-….md`) become themes; a
/// document without a table of metadata is none of ours, and nothing is said about it.
pub fn read(sources: &Sources, inputs: &[Input]) -> (Imported, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut out = Imported::default();
    for input in inputs {
        document::read(sources, input, &mut out, &mut found);
    }
    document::report_duplicates(&mut out, &mut found);
    themes::resolve(&mut out);
    out.teams.sort_by(|a, b| a.key.cmp(&b.key));
    found.sort_by_key(|it| (it.span, it.code.name));
    (out, found)
}

#[cfg(test)]
mod tests;
