//! What a directive yields: what to show, not how.
//!
//! A fragment is a small document tree. `directive/` and `excerpt/` build it, `render/` writes it
//! as HTML or Markdown. It holds no markup: every string in it is plain text, so nothing that a
//! stranger wrote can be read as HTML or Markdown by mistake.

mod timeline;

pub use timeline::{Day, Heard, Lane, LaneTheme, Month, Timeline};

use std::cell::OnceCell;
use std::rc::Rc;

/// A piece that stands by itself.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading of somebody's text: `level` 1 to 6 as written there. It gets no id.
    Heading {
        /// The level as written, 1 to 6.
        level: u8,
        /// Its text.
        content: Vec<Inline>,
    },
    /// A block of code, shown as it is.
    Code {
        /// The language named behind the fence; empty where none is.
        language: String,
        /// The code, with its line ends.
        text: String,
    },
    /// A block quote.
    Quote(Vec<Block>),
    /// A list.
    List {
        /// The first number of a numbered list.
        start: Option<u64>,
        /// The items.
        items: Vec<ListItem>,
    },
    /// A table.
    Table(Table),
    /// A picture of goals and months.
    Timeline(Timeline),
    /// A line between two parts.
    Rule,
    /// Text that opens below a summary (`<details>` in somebody's text).
    Disclosure {
        /// What shows while it is closed.
        summary: Vec<Inline>,
        /// What opens.
        content: Vec<Block>,
    },
    /// A goal's card.
    Card(Box<Card>),
    /// A goal's status table.
    Status(Vec<Row>),
    /// Updates, one after the other.
    Updates(Vec<Update>),
    /// A part of something longer, under its title. What is inside of it stands a level below.
    Section {
        /// The title.
        title: Vec<Inline>,
        /// The id to link to, unique in its page; `None` where nothing links here.
        anchor: Option<String>,
        /// What belongs to it.
        content: Vec<Block>,
    },
    /// A period's report. It fills a page: its sections stand right below the page's title.
    Report(Vec<Block>),
    /// Links to other places of the same page.
    Pointers(Purpose, Vec<Pointer>),
    /// One line in place of a list that is empty.
    Empty(String),
    /// A mistake, shown in the page where the book asks for it.
    Problem(Problem),
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Text.
    Text(String),
    /// Code.
    Code(String),
    /// Text in a style.
    Styled(Style, Vec<Inline>),
    /// A link. Links hold no links.
    Link(Link),
    /// A line break that the author wrote.
    Break,
    /// Text whose direction is not known, such as a name: it must not disturb its neighbours.
    Isolated(Vec<Inline>),
    /// How far a goal is.
    Progress(Progress),
    /// A day, as `2025-10-22`.
    Date(String),
    /// A mistake, shown in the page where the book asks for it.
    Problem(Problem),
}

impl Inline {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Inline::Text(text.into())
    }
}

/// How a piece of a line is set off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Struck through.
    Strikethrough,
    /// Raised.
    Superscript,
    /// Lowered.
    Subscript,
    /// A key to press.
    Keyboard,
}

/// A link.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// `http:`, `https:` or `mailto:`, or the path of a chapter relative to the page.
    pub url: String,
    /// The text that a pointer shows.
    pub title: Option<String>,
    /// What is linked.
    pub content: Vec<Inline>,
}

/// How far a goal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many tasks are done.
    pub completed: u64,
    /// How many there are.
    pub total: u64,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListItem {
    /// Whether its box is ticked, where it has one.
    pub checked: Option<bool>,
    /// What stands in it.
    pub content: Vec<Block>,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Whose table it is.
    pub origin: Origin,
    /// The head of each column.
    pub head: Vec<Vec<Inline>>,
    /// How each column is set.
    pub alignment: Vec<Alignment>,
    /// The rows, of as many cells as the head.
    pub rows: Vec<Vec<Vec<Inline>>>,
}

impl Table {
    /// A table of ours with these heads and rows.
    pub fn listing<'a>(head: impl IntoIterator<Item = &'a str>, rows: Vec<Vec<Vec<Inline>>>) -> Self {
        let head: Vec<_> = head.into_iter().map(|it| vec![Inline::text(it)]).collect();
        Table { origin: Origin::Directive, alignment: vec![Alignment::Default; head.len()], head, rows }
    }
}

/// Who wrote a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A directive: a list of goals and the like.
    Directive,
    /// An update's author.
    Author,
}

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// As the reader's language is.
    Default,
    /// To the left.
    Left,
    /// In the middle.
    Center,
    /// To the right.
    Right,
}

/// A goal, whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// The id to link to, unique in its page.
    pub anchor: String,
    /// The title.
    pub title: Vec<Inline>,
    /// The tracking issue: its URL and its number as shown (`#389`).
    pub issue: Option<Link>,
    /// The status table.
    pub status: Vec<Row>,
    /// The newest summary.
    pub tldr: Option<Vec<Block>>,
    /// What the goal wants help with, a piece for each request.
    pub help_wanted: Vec<Vec<Block>>,
    /// "3 detailed updates available.", on which the updates open.
    pub summary: String,
    /// The updates.
    pub updates: Vec<Update>,
    /// Whether they show at once.
    pub folding: Folding,
    /// Mistakes in the goal's data, where the book asks for them in the page.
    pub problems: Vec<Problem>,
}

/// Whether a reader sees at once what can be folded away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folding {
    /// A click shows it.
    Closed,
    /// A click hides it.
    Open,
}

/// What links to other places of a page are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A table of contents. Where a page can have no anchors it is left out.
    Contents,
    /// What belongs here as well and stands elsewhere. It is named also where nothing can be linked.
    Elsewhere,
}

/// A link to another place of the same page.
#[derive(Clone, Debug, PartialEq)]
pub struct Pointer {
    /// The anchor of a [`Card`] or a [`Block::Section`].
    pub anchor: String,
    /// The text, without links.
    pub title: Vec<Inline>,
    /// The places inside that one.
    pub inner: Vec<Pointer>,
}

/// A row of a status table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The row's name, such as "Point of contact".
    pub label: &'static str,
    /// Its value.
    pub value: Vec<Inline>,
}

/// One update of a goal.
#[derive(Clone, Debug, PartialEq)]
pub struct Update {
    /// The day, as `2025-10-22`.
    pub date: String,
    /// Who wrote it.
    pub author: Vec<Inline>,
    /// The original.
    pub url: Option<String>,
    /// Its title, where it has one.
    pub title: Option<Vec<Inline>>,
    /// The text, or its beginning.
    pub body: Shared,
    /// Whether text was left out at its end.
    pub cut: Cut,
}

/// Whether an excerpt is whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// It is.
    Whole,
    /// There is more behind it.
    More,
}

/// A mistake as a reader of the page sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The code's name.
    pub code: &'static str,
    /// The message.
    pub message: String,
}

/// Blocks that may be shown many times and are written once: a goal's update stands on its own
/// page, in a list and in a report. One run has one renderer, so one memory of it is enough.
#[derive(Clone, Debug)]
pub struct Shared(Rc<Once>);

#[derive(Debug)]
struct Once {
    blocks: Vec<Block>,
    written: OnceCell<String>,
}

impl Shared {
    /// Wraps blocks that have not been written yet.
    pub fn new(blocks: Vec<Block>) -> Self {
        Shared(Rc::new(Once { blocks, written: OnceCell::new() }))
    }

    /// The blocks.
    pub fn blocks(&self) -> &[Block] {
        &self.0.blocks
    }

    /// What `write` made of the blocks the first time that this was called.
    pub fn written(&self, write: impl FnOnce(&[Block]) -> String) -> &str {
        self.0.written.get_or_init(|| write(&self.0.blocks))
    }
}

impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        self.0.blocks == other.0.blocks
    }
}

/// The text of a line without styles, links and marks, as a screen reader's label, a sort key or
/// a heading wants it.
pub fn plain_text(line: &[Inline]) -> String {
    let mut out = String::new();
    push_plain_text(line, &mut out);
    out
}

fn push_plain_text(line: &[Inline], out: &mut String) {
    for it in line {
        match it {
            Inline::Text(text) | Inline::Code(text) | Inline::Date(text) => out.push_str(text),
            Inline::Styled(_, content) | Inline::Isolated(content) => push_plain_text(content, out),
            Inline::Link(link) => push_plain_text(&link.content, out),
            Inline::Break => out.push(' '),
            Inline::Progress(it) => out.push_str(&format!("{}/{}", it.completed, it.total)),
            Inline::Problem(it) => out.push_str(&it.message),
        }
    }
}

/// The same line with its links replaced by what they link, for headings and for the text of
/// another link.
pub fn without_links(line: &[Inline]) -> Vec<Inline> {
    line.iter()
        .flat_map(|it| match it {
            Inline::Link(link) => without_links(&link.content),
            Inline::Styled(style, content) => vec![Inline::Styled(*style, without_links(content))],
            Inline::Isolated(content) => vec![Inline::Isolated(without_links(content))],
            Inline::Text(_) | Inline::Code(_) | Inline::Break | Inline::Progress(_) | Inline::Date(_) | Inline::Problem(_) => {
                vec![it.clone()]
            }
        })
        .collect()
}
