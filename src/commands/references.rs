//! What is wrong with references, for the build and for `check`.

use crate::config::{Autolink, Config};
use crate::data::Goals;
use crate::diagnostic::Diagnostic;
use crate::lint::{self, Input, Limits, Linked, Repositories};
use crate::markdown::Dialect;
use crate::source::{FileId, Sources};

/// What is wrong with the references of a text. `goals` says which repositories there are;
/// without a book nothing is known of them.
pub(super) fn of_text(text: &str, file: FileId, dialect: Dialect, config: Option<&Config>, goals: Option<&Goals>) -> Vec<Diagnostic> {
    let repositories = goals.map(Repositories::of).unwrap_or_default();
    let linked = config.map_or(Linked::No, |it| Linked::in_chapter(it.autolink));
    lint::markdown(&Input { text, dialect, file, repositories: &repositories, linked, limits: Limits::default() })
}

/// What is wrong with the references of goals files, all of one period.
pub(super) fn of_goals(sources: &Sources, files: &[FileId], config: Option<&Config>, goals: &Goals) -> Vec<Diagnostic> {
    let linked = Linked::in_data(config.map_or(Autolink::default(), |it| it.autolink));
    lint::goals(sources, files, &Repositories::of(goals), linked, Limits::default())
}
