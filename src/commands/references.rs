//! What is wrong with references, for the build and for `check`.

use crate::config::{Autolink, Config, Limits};
use crate::data::Goals;
use crate::diagnostic::Diagnostic;
use crate::directive::{self, Scan};
use crate::lint::{self, Facts, Input, Linked, Questions, Repositories};
use crate::markdown::Dialect;
use crate::source::{FileId, Sources};

/// How texts are read.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    /// The dialect of their Markdown.
    pub(super) dialect: Dialect,
    /// The book's settings; `None` outside of a book.
    pub(super) config: Option<&'a Config>,
    /// What says which repositories there are; without a book nothing is known of them.
    pub(super) goals: Option<&'a Goals>,
    /// What the forge has answered, where it was asked.
    pub(super) facts: Option<&'a Facts>,
}

impl Reading<'_> {
    /// What is wrong with the references of a text, which is without its byte order mark.
    pub(super) fn text(self, text: &str, file: FileId) -> Vec<Diagnostic> {
        let repositories = self.repositories();
        lint::markdown(&self.input(text, file, &repositories))
    }

    /// The same for a text with directives, and these: one parse answers both.
    pub(super) fn text_with_directives(self, text: &str, file: FileId) -> (Scan, Vec<Diagnostic>) {
        let (scan, document) = directive::scan_with_document(file, text, self.dialect);
        let repositories = self.repositories();
        (scan, lint::document(&self.input(text, file, &repositories), &document))
    }

    /// What of the references only the forge knows.
    pub(super) fn questions(self, text: &str, file: FileId) -> Questions {
        let repositories = self.repositories();
        lint::questions(&self.input(text, file, &repositories))
    }

    fn repositories(&self) -> Repositories<'_> {
        self.goals.map(Repositories::of).unwrap_or_default()
    }

    fn input<'a>(&'a self, text: &'a str, file: FileId, repositories: &'a Repositories<'a>) -> Input<'a> {
        let linked = self.config.map_or(Linked::No, |it| Linked::in_chapter(it.autolink));
        Input { text, dialect: self.dialect, file, repositories, linked, limits: limits(self.config), facts: self.facts }
    }
}

/// What is wrong with the references of goals files, all of one period; with what the forge has
/// answered, where it was asked.
pub(super) fn of_goals(
    sources: &Sources,
    files: &[FileId],
    config: Option<&Config>,
    goals: &Goals,
    facts: Option<&Facts>,
) -> Vec<Diagnostic> {
    let linked = Linked::in_data(config.map_or(Autolink::default(), |it| it.autolink));
    lint::goals(sources, files, &Repositories::of(goals), linked, limits(config), facts)
}

/// What of the references of goals files only the forge knows.
pub(super) fn questions_of_goals(sources: &Sources, files: &[FileId], config: Option<&Config>, goals: &Goals) -> Questions {
    lint::goals_questions(sources, files, &Repositories::of(goals), limits(config))
}

fn limits(config: Option<&Config>) -> Limits {
    config.map(|it| it.limits).unwrap_or_default()
}
