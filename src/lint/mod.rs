//! The rules about references, and the exceptions from them.
//!
//! A text is parsed once into a `page::Page`: its URLs, its labels, its bare references
//! and its brackets that lead nowhere, each with its place. Every rule reads the page and reports
//! what it alone is about. Levels are the caller's: everything is reported, also what is off.
//!
//! What only the forge knows is not asked here: `online` says what to ask and judges the answers.
//!
//! To add a rule: a file in `rules/` named after its code, with `-` as `_`, that holds `CODE` and
//! `RULE`; a line in [`RULES`]; a page `book/src/codes/<code>.md`, and its line in `catalog`.

mod allow;
mod brackets;
mod data;
pub mod online;
mod page;
mod repositories;
pub mod rules;
mod target;

use crate::config::{Autolink, Limits};
use crate::diagnostic::{Code, Diagnostic};
use crate::markdown::{self, Dialect, Document};
use crate::source::FileId;

pub use allow::UNUSED_ALLOW;
pub use data::{goals, questions as goals_questions};
pub use online::{Facts, ONLINE, Questions, questions};
pub use repositories::Repositories;
pub use rules::RULES;

use page::Page;

/// A rule: what it reports, and how it finds it.
#[derive(Debug)]
pub struct Rule {
    /// The code of all that it reports.
    pub code: &'static Code,
    /// Looks at a page.
    check: fn(&Page<'_>, &mut Report),
}

/// What a rule has found.
type Report = Vec<Diagnostic>;

/// Every code that this folder reports, by name.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    RULES.iter().map(|it| it.code).chain([&UNUSED_ALLOW]).chain(ONLINE)
}

/// A text to check, and what its references mean.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The text of the file.
    pub text: &'a str,
    /// How it is read.
    pub dialect: Dialect,
    /// The file.
    pub file: FileId,
    /// What short names and bare numbers mean.
    pub repositories: &'a Repositories<'a>,
    /// Whether bare references become links in this text.
    pub linked: Linked,
    /// From where on a number is reported.
    pub limits: Limits,
    /// What the forge has answered; `None` where it was not asked.
    pub facts: Option<&'a Facts>,
}

/// Whether bare references become links.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linked {
    /// They do: `[#123]` needs no definition.
    Yes,
    /// They do not.
    No,
}

impl Linked {
    /// Whether they do in a chapter.
    pub fn in_chapter(autolink: Autolink) -> Self {
        match autolink {
            Autolink::All => Linked::Yes,
            Autolink::Excerpts | Autolink::None => Linked::No,
        }
    }

    /// Whether they do in the texts of a goals file.
    pub fn in_data(autolink: Autolink) -> Self {
        match autolink {
            Autolink::All | Autolink::Excerpts => Linked::Yes,
            Autolink::None => Linked::No,
        }
    }
}

/// Every finding in a Markdown text, by place.
pub fn markdown(input: &Input<'_>) -> Vec<Diagnostic> {
    if !may_hold_references(input.text) {
        return Vec::new();
    }
    document(input, &markdown::document(input.text, input.dialect))
}

/// Every finding in a Markdown text that is parsed already, by place.
pub fn document(input: &Input<'_>, document: &Document) -> Vec<Diagnostic> {
    let page = Page::new(input, document);
    let mut found = Vec::new();
    apply_rules(&page, &mut found);
    found.retain(|it| !page.is_masked(it.span.start));
    allow::apply(&page, &mut found);
    found.sort_by_key(|it| (it.span, it.code.name));
    found
}

/// Reads a Markdown text, where it may hold references.
fn with_page(input: &Input<'_>, look: impl FnOnce(&Page<'_>)) {
    if may_hold_references(input.text) {
        let document = markdown::document(input.text, input.dialect);
        look(&Page::new(input, &document));
    }
}

/// What the rules find, then what the forge's answers say.
fn apply_rules(page: &Page<'_>, found: &mut Report) {
    for rule in RULES {
        (rule.check)(page, found);
    }
    if let Some(facts) = page.input.facts {
        online::judge(page, facts, found);
    }
}

/// Whether there is anything to look at: no rule reports a text without these.
fn may_hold_references(text: &str) -> bool {
    let bytes = text.as_bytes();
    // What begins a link, a definition or a reference; a tag or a comment; a bare URL; a bare RFC.
    memchr::memchr3(b'[', b'#', b'<', bytes).is_some()
        || memchr::memmem::find(bytes, b"//").is_some()
        || memchr::memchr2_iter(b'F', b'f', bytes).any(|at| matches!(bytes.get(at + 1), Some(b'C' | b'c')))
}
