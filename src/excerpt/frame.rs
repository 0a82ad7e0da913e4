//! What is open while a tree is built.

use crate::fragment::{Alignment, Block, Inline, ListItem, Style};

/// An open element with what it holds so far.
#[derive(Debug)]
pub(super) struct Frame {
    /// What it will be.
    pub(super) element: Element,
    /// Who opened it.
    pub(super) opener: Opener,
    /// The blocks in it.
    pub(super) blocks: Vec<Block>,
    /// The line at its end, which is no block yet.
    pub(super) line: Vec<Inline>,
}

/// Who opened an element, and with that, who may close it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Opener {
    /// Markdown, which closes what it opens.
    Markdown,
    /// A tag of this name, lower case. It may stay without its partner.
    Tag {
        /// The name.
        name: String,
        /// The tag as written.
        written: String,
    },
}

/// What an open element will be.
#[derive(Debug)]
pub(super) enum Element {
    /// The whole text.
    Root,
    /// A paragraph.
    Paragraph,
    /// A heading.
    Heading(u8),
    /// A block quote.
    Quote,
    /// A list.
    List { start: Option<u64>, items: Vec<ListItem> },
    /// An item of a list.
    Item { checked: Option<bool> },
    /// A table of Markdown.
    Table { alignment: Vec<Alignment>, rows: Vec<Vec<Vec<Inline>>> },
    /// One of its cells.
    Cell,
    /// A table of tags, whose cells may hold blocks.
    Grid { rows: Vec<Vec<Vec<Block>>> },
    /// One of its cells.
    GridCell,
    /// The text of a footnote.
    Note { label: String },
    /// `<details>`.
    Disclosure { summary: Summary },
    /// `<summary>`.
    Summary,
    /// `<pre>`.
    Preformatted,
    /// Code in a line.
    Code,
    /// Text in a style.
    Styled(Style),
    /// A link.
    Link { url: String, title: Option<String> },
    /// A picture: a link to it, where it may be followed, and its name, where nothing is in it.
    Picture { url: Option<String>, title: Option<String>, name: String },
    /// Something that leaves no trace but its content.
    Plain,
}

/// What is known of the summary of a `<details>`.
#[derive(Debug)]
pub(super) enum Summary {
    /// There was no tag for it yet.
    Missing,
    /// The tag was there and held this, which may be nothing.
    Seen(Vec<Inline>),
}

impl Frame {
    /// An empty one.
    pub(super) fn new(element: Element, opener: Opener) -> Self {
        Frame { element, opener, blocks: Vec::new(), line: Vec::new() }
    }

    /// Whether a tag opened it.
    pub(super) fn is_tag(&self) -> bool {
        matches!(self.opener, Opener::Tag { .. })
    }

    /// Whether blocks stand in it, so that a line in it is a paragraph in the end.
    pub(super) fn holds_blocks(&self) -> bool {
        match self.element {
            Element::Root
            | Element::Quote
            | Element::List { .. }
            | Element::Item { .. }
            | Element::Grid { .. }
            | Element::GridCell
            | Element::Note { .. }
            | Element::Disclosure { .. } => true,
            Element::Paragraph
            | Element::Heading(_)
            | Element::Table { .. }
            | Element::Cell
            | Element::Summary
            | Element::Preformatted
            | Element::Code
            | Element::Styled(_)
            | Element::Link { .. }
            | Element::Picture { .. }
            | Element::Plain => false,
        }
    }

    /// Adds to the line; text joins text.
    pub(super) fn push_inline(&mut self, inline: Inline) {
        match (self.line.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(text)) => last.push_str(&text),
            (_, inline) => self.line.push(inline),
        }
    }
}

/// `line` without white space and breaks at its ends.
pub(super) fn trimmed(mut line: Vec<Inline>) -> Vec<Inline> {
    let is_blank = |it: &Inline| match it {
        Inline::Text(text) => text.trim().is_empty(),
        it => *it == Inline::Break,
    };
    line.truncate(line.iter().rposition(|it| !is_blank(it)).map_or(0, |last| last + 1));
    line.drain(..line.iter().position(|it| !is_blank(it)).unwrap_or(0));
    if let Some(Inline::Text(text)) = line.last_mut() {
        text.truncate(text.trim_end().len());
    }
    if let Some(Inline::Text(text)) = line.first_mut() {
        *text = text.trim_start().to_owned();
    }
    line
}
