//! Goals and updates for other programs, a file for each format. Nothing is left out for its
//! status; hidden updates are.
//!
//! To add a format: a file here, a variant of [`crate::cli::ExportFormat`] and its line in
//! `commands/export.rs`, a section of the guide's page on the command line.

mod atom;
mod csv;
mod json;
mod schema;

pub use self::atom::atom;
pub use self::csv::csv;
pub use self::json::json;
pub use self::schema::schema;

use crate::data::{Goal, Update};
use crate::directive::View;

/// All updates that are not hidden with their goals: newest first, of one day as in the files.
fn newest_first<'a>(view: &View<'a>) -> Vec<(&'a Goal, &'a Update)> {
    let mut all: Vec<_> = view.goals.goals.iter().flat_map(|goal| goal.visible_updates().map(move |it| (goal, it))).collect();
    all.sort_by_key(|(_, update)| std::cmp::Reverse(update.date));
    all
}
