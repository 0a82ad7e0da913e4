//! A whole document for the checks: its links, definitions, brackets that lead nowhere, and plain
//! text, each with the bytes where it stands.
//!
//! One parse yields all of it. Nothing here knows what a reference is.

use std::cell::RefCell;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, Event, LinkType, Parser};

use super::Dialect;

mod anchor;
mod definition;
mod gather;

pub use definition::{Definition, Lost, Swallower};

/// What one parse of a document found; everything ascends by place.
#[derive(Debug, Default)]
pub struct Document {
    /// Plain text outside links, pictures, code and raw tags.
    pub runs: Vec<Run>,
    /// Links, pictures and anchors.
    pub links: Vec<Link>,
    /// Brackets that would be a link if their label were defined.
    pub broken: Vec<Broken>,
    /// Link definitions.
    pub definitions: Vec<Definition>,
    /// Lines that look like definitions and are text.
    pub lost: Vec<Lost>,
    /// Blocks, each before those inside it.
    pub blocks: Vec<Range<usize>>,
    /// Comments of HTML.
    pub comments: Vec<Comment>,
}

/// A piece of text without markup in it. Escapes stand in it as they are written, and where a line
/// ends inside it, the markers of the container at the next line's start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The bytes.
    pub range: Range<usize>,
    /// What the text is written in.
    pub medium: Medium,
}

/// What a piece of text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// Markdown.
    Markdown,
    /// A block of raw HTML, in which Markdown means nothing.
    Html,
}

/// A link, a picture or an anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// How it is written.
    pub form: LinkForm,
    /// All of it.
    pub range: Range<usize>,
    /// What stands between its brackets or tags; empty for an autolink.
    pub text: Range<usize>,
    /// The same as it is read, code left out (as U+FFFC), line ends as spaces.
    pub label: String,
    /// Where it leads; for a link by definition the definition's target.
    pub target: Target,
}

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkForm {
    /// `[text](target)`
    Inline,
    /// `[text][label]`, by this definition.
    Full(Option<usize>),
    /// `[label]` or `[label][]`, by this definition.
    Short(Option<usize>),
    /// `<https://…>`
    Auto,
    /// `![…](target)` or a picture by definition.
    Picture,
    /// `<a href="target">`
    Html,
}

/// Where a link leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    /// As it is read.
    pub url: String,
    /// Where it is written.
    pub range: Range<usize>,
    /// Whether each byte of `url` is the byte of `range` at the same place: no escape in between.
    pub exact: bool,
}

/// Brackets without a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// All of it: `[label]`, `[label][]`, `[text][label]`.
    pub range: Range<usize>,
    /// The bytes of the text, without brackets.
    pub text: Range<usize>,
    /// The bytes of the label, without brackets; those of the text where it has none of its own.
    pub label: Range<usize>,
    /// Whether it is a bare `[label]`.
    pub bare: bool,
}

/// A comment of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its bytes.
    pub range: Range<usize>,
    /// The block that it is inside of, for a comment among text.
    pub within: Option<Range<usize>>,
}

/// Parses a document.
pub fn document(text: &str, dialect: Dialect) -> Document {
    read(text, dialect, |_, _| {})
}

/// Parses a document and shows each event to `beside` as well.
pub(super) fn read(text: &str, dialect: Dialect, mut beside: impl FnMut(&Event<'_>, &Range<usize>)) -> Document {
    let broken = RefCell::new(Vec::new());
    let note = |link: BrokenLink<'_>| {
        broken.borrow_mut().push((link.span, link.link_type));
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, dialect.options(), Some(note));
    let mut known: Vec<_> =
        parser.reference_definitions().iter().map(|(label, it)| (it.span.clone(), label.to_owned(), it.dest.to_string())).collect();
    known.sort_by_key(|(span, ..)| span.start);
    let mut gather = gather::Gather::new(text);
    for (event, range) in parser.into_offset_iter() {
        beside(&event, &range);
        gather.event(event, range);
    }
    let mut found = gather.finish(known);
    found.broken = brackets(text, broken.into_inner(), &found.links);
    found
}

/// The broken links outside of real ones, the outermost of nested ones.
fn brackets(text: &str, mut all: Vec<(Range<usize>, LinkType)>, links: &[Link]) -> Vec<Broken> {
    all.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut out: Vec<Broken> = Vec::new();
    let mut links = links.iter().peekable();
    let mut link_end = 0;
    for (range, form) in all {
        while let Some(link) = links.next_if(|it| it.range.start <= range.start) {
            link_end = link_end.max(link.range.end);
        }
        let is_picture = text.get(..=range.start).is_some_and(|it| it.ends_with("![") || it.ends_with('!'));
        if range.end <= link_end || out.last().is_some_and(|it| range.end <= it.range.end) || is_picture {
            continue;
        }
        out.extend(bracket(text, range, form));
    }
    out
}

/// The parser gives for `[label][]` the bytes of `[label]` alone.
fn bracket(text: &str, mut range: Range<usize>, form: LinkType) -> Option<Broken> {
    let is_collapsed = matches!(form, LinkType::Collapsed | LinkType::CollapsedUnknown);
    if is_collapsed && text.get(range.end..).is_some_and(|it| it.starts_with("[]")) && !text.get(range.clone())?.ends_with("[]") {
        range.end += 2;
    }
    let source = text.get(range.clone())?;
    let (start, end) = (range.start, range.end);
    let parts = match form {
        LinkType::Collapsed | LinkType::CollapsedUnknown => {
            let close = start + source.strip_suffix("[]")?.rfind(']')?;
            (start + 1..close, start + 1..close)
        }
        LinkType::Reference | LinkType::ReferenceUnknown => {
            let open = start + source.rfind('[')?;
            (start + 1..open.checked_sub(1)?, open + 1..end - 1)
        }
        LinkType::Inline
        | LinkType::Shortcut
        | LinkType::ShortcutUnknown
        | LinkType::Autolink
        | LinkType::Email
        | LinkType::WikiLink { .. } => (start + 1..end - 1, start + 1..end - 1),
    };
    let (inner, label) = parts;
    let bare = !is_collapsed && inner == label;
    (inner.start <= inner.end && text.get(inner.clone()).is_some()).then_some(Broken { range, text: inner, label, bare })
}
