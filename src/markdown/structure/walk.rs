//! One walk over a document's events: what is open, and what it turns out to be.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{Document, Heading, Link, LinkKind, Table, Target};

/// The state between two events.
pub(super) struct Walk<'a> {
    /// What was found so far.
    pub(super) out: Document<'a>,
    /// What is open, with the bytes of its content so far.
    open: Vec<Open>,
}

struct Open {
    what: What,
    range: Range<usize>,
    inner: Option<Range<usize>>,
}

enum What {
    Heading(u8),
    Table(Table),
    Cell,
    Link(LinkKind, Target),
    Note(String),
    Other,
}

impl<'a> Walk<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Walk { out: Document { text, ..Document::default() }, open: Vec::new() }
    }

    pub(super) fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if let (Some(open), false) = (self.open.last_mut(), matches!(event, Event::End(_))) {
            let inner = open.inner.get_or_insert(range.clone());
            *inner = inner.start.min(range.start)..inner.end.max(range.end);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Code(_) => self.out.code.push(range),
            Event::FootnoteReference(label) => self.out.footnotes.push((range, label.into_string())),
            Event::InlineHtml(_) => self.html(range),
            Event::Text(_)
            | Event::Html(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::SoftBreak
            | Event::HardBreak
            | Event::Rule
            | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        let what = match tag {
            Tag::Heading { level, .. } => What::Heading(level as u8),
            Tag::Table(_) => What::Table(Table { range: range.clone(), ..Table::default() }),
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = self.table() {
                    table.rows.push(Vec::new());
                }
                What::Other
            }
            Tag::TableCell => What::Cell,
            Tag::Link { link_type, dest_url, title, .. } => What::Link(LinkKind::Link, target(link_type, &dest_url, &title)),
            Tag::Image { link_type, dest_url, title, .. } => What::Link(LinkKind::Image, target(link_type, &dest_url, &title)),
            Tag::FootnoteDefinition(label) => What::Note(label.into_string()),
            Tag::HtmlBlock => {
                self.html(range.clone());
                self.out.verbatim.push(range.clone());
                What::Other
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.out.verbatim.push(range.clone());
                What::Other
            }
            Tag::Strikethrough => {
                self.out.struck.push(range.clone());
                What::Other
            }
            _ => What::Other, // pulldown-cmark's other tags
        };
        self.open.push(Open { what, range, inner: None });
    }

    fn end(&mut self, tag: TagEnd) {
        let Some(Open { what, range, inner }) = self.open.pop() else { return };
        let inner = inner.map(|it| self.with_escape(it));
        let empty = || range.end..range.end;
        match what {
            What::Heading(level) => {
                let content = inner.unwrap_or_else(empty);
                self.out.headings.push(Heading { level, range, content });
            }
            What::Table(table) => self.out.tables.push(table),
            What::Cell => {
                let cell = inner.unwrap_or(range.start..range.start);
                if let Some(row) = self.table().and_then(|it| it.rows.last_mut()) {
                    row.push(cell);
                }
            }
            What::Link(kind, target) => {
                let mark = if kind == LinkKind::Image { 2 } else { 1 };
                let text = inner.unwrap_or_else(|| range.start + mark..range.start + mark);
                let range = self.with_brackets(range, &target);
                if let Some(inner) = self.open.last_mut().and_then(|it| it.inner.as_mut()) {
                    inner.end = inner.end.max(range.end);
                }
                self.out.links.push(Link { range, text, kind, target });
            }
            What::Note(label) => {
                let text = inner.unwrap_or_else(empty);
                self.out.notes.push((label, range, text));
            }
            What::Other => {}
        }
        if tag == TagEnd::TableHead
            && let Some(table) = self.table()
        {
            table.head = table.rows.pop().unwrap_or_default();
        }
    }

    fn table(&mut self) -> Option<&mut Table> {
        self.open.iter_mut().rev().find_map(|it| if let What::Table(table) = &mut it.what { Some(table) } else { None })
    }

    /// Content that begins with an escaped sign begins with the backslash, which no event covers.
    fn with_escape(&self, inner: Range<usize>) -> Range<usize> {
        let is_escaped = self.out.text.get(..inner.start).is_some_and(|it| it.ends_with('\\'));
        if is_escaped { inner.start - 1..inner.end } else { inner }
    }

    /// The parser leaves the empty brackets out of `[lang][]` where `lang` is not defined.
    fn with_brackets(&self, range: Range<usize>, target: &Target) -> Range<usize> {
        let is_open = *target == Target::Undefined && !self.out.slice(&range).ends_with("[]");
        let follows = self.out.text.get(range.end..).is_some_and(|it| it.starts_with("[]"));
        if is_open && follows { range.start..range.end + 2 } else { range }
    }

    /// Keeps a tag or a block of HTML that is a comment and nothing else.
    fn html(&mut self, range: Range<usize>) {
        let text = self.out.slice(&range).trim_end();
        let is_comment = text.strip_prefix("<!--").and_then(|it| it.split_once("-->")).is_some_and(|(_, rest)| rest.is_empty());
        if is_comment {
            self.out.comments.push(range.start..range.start + text.len());
        }
    }
}

fn target(kind: LinkType, url: &str, title: &str) -> Target {
    match kind {
        LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => Target::Defined(url.to_owned(), title.to_owned()),
        LinkType::ReferenceUnknown | LinkType::CollapsedUnknown | LinkType::ShortcutUnknown => Target::Undefined,
        LinkType::Inline | LinkType::Autolink | LinkType::Email | LinkType::WikiLink { .. } => Target::Written(url.to_owned()),
    }
}
