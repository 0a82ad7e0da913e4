//! The chapters that `<<#chapters>>` adds: which, under which paths, and what stands in them.
//!
//! They are planned before any chapter is expanded, since links lead to them from everywhere.
//! How the host's table of contents is written is not known here.

use std::cell::RefCell;
use std::collections::HashSet;

use super::{Book, Page, Writer, scanned};
use crate::diagnostic::{Code, Diagnostic, Level};
use crate::directive::{self, Anchors, Call, Context, Fragment, MISPLACED_DIRECTIVE, NewChapter, Scan, Subject};
use crate::markdown;
use crate::render::{self, Target};
use crate::source::{FileId, Span};

/// `{{#…}}` in a file that mdBook has not read.
pub static UNREAD_INCLUDE: Code =
    Code::warning("unread-include", "`{{#include}}` and the like in a page that `chapters` adds: mdBook has read includes already");

/// The directive that adds chapters.
const DIRECTIVE: &str = "chapters";

/// How it begins.
pub const ADDS: &str = "<<#chapters";

/// How mdBook's own directives begin.
const INCLUDE: &str = "{{#";

/// A chapter that is added to the book.
#[derive(Clone, Debug)]
pub struct Added {
    /// The index of the chapter that it stands under.
    pub parent: usize,
    /// Its path in the book, which no other chapter has, with `/` between its parts.
    pub path: String,
    /// The file of the source folder that it is; `None` where its text is made here.
    pub source_path: Option<String>,
    /// What the directive said of it.
    pub chapter: NewChapter,
    /// The text of its file.
    pub text: Option<String>,
}

/// The chapters that a book is to get.
#[derive(Debug)]
pub struct Plan {
    added: Vec<Added>,
    /// The goals and themes that have their chapter.
    subjects: HashSet<Subject>,
    /// The paths in use, in lower case: some file systems know no other.
    paths: HashSet<String>,
}

impl Plan {
    /// A plan for a book whose chapters have these paths.
    pub fn new<'a>(paths: impl IntoIterator<Item = &'a str>) -> Self {
        let paths = paths.into_iter().map(|it| directive::as_index(it).to_lowercase()).collect();
        Plan { added: Vec::new(), subjects: HashSet::new(), paths }
    }

    /// The chapters, in the order of the book.
    pub fn added(&self) -> &[Added] {
        &self.added
    }

    /// Adds the chapters that the directives in the chapter number `parent` ask for; a goal or theme
    /// that has one already gets no second. `read` gives the text of a file of the source folder,
    /// where it can be read. Mistakes are reported when the chapter is expanded.
    pub fn chapter(
        &mut self,
        book: &Book<'_>,
        parent: usize,
        page: &Page<'_>,
        file: FileId,
        text: &str,
        read: impl Fn(&str) -> Option<String>,
    ) {
        if book.target == Target::Test {
            return;
        }
        let mut scan = directive::scan(file, text, book.dialect);
        let writer = Writer::new(book, page, text, &mut scan);
        for call in scan.calls.iter().filter(|it| *it.name == DIRECTIVE) {
            let mut report = Vec::new();
            let fragment = writer.fragment(call, &mut report);
            let is_right = report.iter().all(|it| it.code.level != Level::Error);
            if let Some(Fragment::Chapters(chapters)) = fragment.filter(|_| is_right) {
                for chapter in chapters {
                    self.add(book, parent, page, chapter, &read);
                }
            }
        }
    }

    fn add(&mut self, book: &Book<'_>, parent: usize, page: &Page<'_>, chapter: NewChapter, read: impl Fn(&str) -> Option<String>) {
        let source_path = chapter.page.as_ref().map(|it| it.split('#').next().unwrap_or_default().to_owned());
        let is_second = match &chapter.subject {
            Subject::Goal { .. } | Subject::Theme { .. } => !self.subjects.insert(chapter.subject.clone()),
            Subject::Report { .. } => false, // no link needs to know where it is
        };
        if is_second || source_path.as_ref().is_some_and(|it| book.chapters.holds(it)) {
            return;
        }
        let file = source_path.and_then(|it| {
            let path = directive::as_index(&it);
            if self.paths.contains(&path.to_lowercase()) {
                return None; // the page of another goal as well
            }
            let text = read(&it)?;
            Some((path, it, text))
        });
        let (path, source_path, text) = match file {
            Some((path, source_path, text)) => (path, Some(source_path), Some(text)),
            None => (self.free_path(page.path, &chapter), None, None),
        };
        self.paths.insert(path.to_lowercase());
        self.added.push(Added { parent, path, source_path, chapter, text });
    }

    /// A path beside the chapter at `page` that no chapter has: `goal-389.md`, else with the
    /// period's name, else with a number.
    fn free_path(&self, page: &str, chapter: &NewChapter) -> String {
        let folder = page.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let period: String = chapter.subject.period().chars().map(|it| if it.is_alphanumeric() { it } else { '-' }).collect();
        let endings = ["".to_owned(), format!("-{period}")].into_iter().chain((2..).map(|it: usize| format!("-{it}")));
        let mut paths = endings.map(|it| format!("{folder}{}{it}.md", chapter.stem));
        paths.find(|it| !self.paths.contains(&it.to_lowercase())).expect("there are more numbers than chapters")
    }
}

/// The text of a chapter that is added. `read` is its page's file with what stands in it, where it
/// has one: its directives are expanded like those of any chapter.
pub fn added(book: &Book<'_>, it: &Added, read: Option<(FileId, Scan)>) -> (String, Vec<Diagnostic>) {
    if let (Some(text), Some((file, scan)), Some(source_path)) = (&it.text, read, &it.source_path) {
        let (expanded, mut report) = scanned(book, &Page { path: &it.path, source_path }, text, scan);
        report.extend(includes(file, text));
        return (expanded.unwrap_or_else(|| text.clone()), report);
    }
    (made(book, it).unwrap_or_default(), Vec::new())
}

fn made(book: &Book<'_>, it: &Added) -> Option<String> {
    let view = book.views.iter().find(|view| view.goals.period.name == it.chapter.subject.period())?;
    let anchors = RefCell::new(Anchors::default());
    let context = Context { view, chapters: &book.chapters, page: &it.path, anchors: &anchors };
    // The title's own id is taken before the card asks for one.
    let title = format!("# {}", render::line(&directive::chapter_title(&context, &it.chapter)?, book.target));
    anchors.replace(Anchors::new(markdown::outline(&title, book.dialect, &[]).ids));
    let blocks = directive::chapter_content(&context, &book.views, &it.chapter)?;
    Some(format!("{title}\n\n{}\n", render::blocks(&blocks, book.target)))
}

/// Each `{{#…}}` of a page that mdBook has not read; one that is escaped is text.
fn includes(file: FileId, text: &str) -> Vec<Diagnostic> {
    let open = text.match_indices(INCLUDE).filter(|(at, _)| !text.get(..*at).is_some_and(|it| it.ends_with('\\')));
    open.map(|(at, _)| {
        let rest = text.get(at..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        let end = at + line.find("}}").map_or(INCLUDE.len(), |it| it + "}}".len());
        let message = "mdBook does not read this any more: the page is added after it has read includes";
        Diagnostic::new(&UNREAD_INCLUDE, Span::new(file, at..end), message, "name the page in `SUMMARY.md`, where its chapter then stays")
    })
    .collect()
}

/// `chapters` in a chapter that it has added itself: all are planned before one is read.
pub(super) fn nested(call: &Call) -> Diagnostic {
    let message = "a chapter that `chapters` adds cannot add chapters itself";
    Diagnostic::new(
        &MISPLACED_DIRECTIVE,
        call.span,
        message,
        "name this page in `SUMMARY.md`, or move the directive to a chapter that stands there",
    )
}
