//! Builds the tree from what opens, closes and stands in a text, wherever it came from: Markdown
//! or raw HTML. It knows neither's grammar.
//!
//! No element is left open, none is closed by somebody who did not open it, and none is deeper
//! than [`DEEPEST`]: what is nested deeper comes out one after the other.

use std::ops::Range;

use super::frame::{Element, Frame, Opener, Summary, trimmed};
use super::linker::Linker;
use super::notes::Notes;
use super::shapes::{disclosure, grid, last_row, table};
use super::text::clean;
use crate::fragment::{Block, Inline, Link, ListItem, plain_text, without_links};

/// How many elements may be open where one that holds others opens. Trees are walked and dropped
/// by recursion.
const DEEPEST: usize = 32;

/// How many more may be open where one of a line opens.
const DEEPEST_IN_LINE: usize = DEEPEST + 8;

/// Why a frame is always open.
const ROOT_STAYS: &str = "the root is taken by `finish` alone";

/// A tree while it is built.
#[derive(Debug)]
pub(super) struct Builder<'l, 'g> {
    linker: &'l Linker<'g>,
    /// The open elements; the first is the root and stays.
    frames: Vec<Frame>,
    /// Whether each open element of Markdown has a frame; the others are too deep.
    framed: Vec<bool>,
    /// The source of each block of the root.
    sources: Vec<Range<usize>>,
    /// The source of what is being read.
    at: Range<usize>,
    /// The footnotes.
    pub(super) notes: Notes,
}

impl<'l, 'g> Builder<'l, 'g> {
    /// An empty tree.
    pub(super) fn new(linker: &'l Linker<'g>) -> Self {
        let root = Frame::new(Element::Root, Opener::Markdown);
        Builder { linker, frames: vec![root], framed: Vec::new(), sources: Vec::new(), at: 0..0, notes: Notes::default() }
    }

    /// Says from where in the source the next calls come.
    pub(super) fn read_from(&mut self, source: Range<usize>) {
        self.at = source;
    }

    /// The blocks, each with its source, and the footnotes.
    pub(super) fn finish(mut self) -> (Vec<(Block, Range<usize>)>, Notes) {
        while self.frames.len() > 1 {
            self.close_top();
        }
        self.end_line();
        let blocks = self.frames.pop().map(|it| it.blocks).unwrap_or_default();
        (blocks.into_iter().zip(self.sources).collect(), self.notes)
    }

    /// Opens an element of Markdown that stands among blocks.
    pub(super) fn open_block(&mut self, element: Element) {
        self.begin_block();
        let is_leaf = matches!(element, Element::Paragraph | Element::Heading(_) | Element::Table { .. } | Element::Cell);
        let has_list = !matches!(element, Element::Item { .. }) || matches!(self.top().element, Element::List { .. });
        self.open(element, (is_leaf || self.frames.len() < DEEPEST || matches!(self.top().element, Element::List { .. })) && has_list);
    }

    /// Opens an element of Markdown in a line.
    pub(super) fn open_inline(&mut self, element: Element) {
        let fits = self.frames.len() < DEEPEST_IN_LINE;
        self.open(element, fits);
    }

    fn open(&mut self, element: Element, fits: bool) {
        self.framed.push(fits);
        if fits {
            self.frames.push(Frame::new(element, Opener::Markdown));
        }
    }

    /// Closes the element that Markdown opened last, and before it the tags left open in it.
    pub(super) fn close(&mut self) {
        if self.framed.pop() == Some(true) {
            while self.top().is_tag() {
                self.close_top();
            }
            self.close_top();
        } else {
            // What was too deep is at least a paragraph of its own, if it stands among blocks.
            self.end_line();
        }
    }

    /// Opens an element by a tag; `false` where it is too deep.
    pub(super) fn open_tag(&mut self, element: Element, name: &str, written: &str) -> bool {
        let frame = Frame::new(element, Opener::Tag { name: name.to_owned(), written: written.to_owned() });
        let deepest = if frame.holds_blocks() { DEEPEST } else { DEEPEST_IN_LINE };
        let fits = self.frames.len() < deepest;
        if fits {
            self.frames.push(frame);
        }
        fits
    }

    /// Closes the innermost element that a tag `name` opened, and those left open in it; `false`
    /// where there is none in the same element of Markdown.
    pub(super) fn close_tag(&mut self, name: &str) -> bool {
        let mut open = self.frames.iter().rev().take_while(|it| it.is_tag());
        let Some(depth) = open.position(|it| matches!(&it.opener, Opener::Tag { name: own, .. } if own == name)) else { return false };
        for _ in 0..depth {
            self.close_top();
        }
        self.close_with(Partner::Written);
        true
    }

    /// Whether the innermost open element among tags is one that `is` accepts.
    pub(super) fn tag_is_open(&self, is: impl Fn(&Element) -> bool, until: impl Fn(&Element) -> bool) -> bool {
        let open = self.frames.iter().rev().take_while(|it| it.is_tag() && !until(&it.element));
        open.into_iter().any(|it| is(&it.element))
    }

    /// The innermost open element.
    pub(super) fn top(&self) -> &Frame {
        self.frames.last().expect(ROOT_STAYS)
    }

    /// The innermost open element.
    pub(super) fn top_mut(&mut self) -> &mut Frame {
        self.frames.last_mut().expect(ROOT_STAYS)
    }

    /// Whether what comes stands in a link, where no other link may be.
    pub(super) fn in_link(&self) -> bool {
        self.frames.iter().any(|it| matches!(it.element, Element::Link { .. } | Element::Picture { url: Some(_), .. }))
    }

    /// Where a link leads from here, if anywhere.
    pub(super) fn target(&self, destination: &str) -> Option<String> {
        if self.in_link() { None } else { self.linker.target(destination) }
    }

    /// Adds text to the line.
    pub(super) fn push_text(&mut self, text: &str) {
        let text = clean(text);
        if text.is_empty() || (self.stands_between() && text.trim().is_empty()) {
            return;
        }
        self.push_inline(Inline::Text(text.into_owned()));
    }

    /// Adds to the line.
    pub(super) fn push_inline(&mut self, inline: Inline) {
        self.begin_line();
        self.top_mut().push_inline(inline);
    }

    /// What stands between the items of a list or the cells of a table gets one of its own.
    pub(super) fn begin_line(&mut self) {
        if self.stands_between() {
            let is_list = matches!(self.top().element, Element::List { .. });
            self.open_tag(if is_list { Element::Item { checked: None } } else { Element::GridCell }, "", "");
        }
    }

    fn stands_between(&self) -> bool {
        matches!(self.top().element, Element::List { .. } | Element::Grid { .. })
    }

    /// Ticks the item that has just begun, or says that its box is empty.
    pub(super) fn tick(&mut self, ticked: bool) {
        let item = self
            .frames
            .iter_mut()
            .rev()
            .take(2)
            .find_map(|it| if let Element::Item { checked } = &mut it.element { Some(checked) } else { None });
        match item {
            Some(checked) => *checked = Some(ticked),
            None => self.push_text(if ticked { "[x] " } else { "[ ] " }),
        }
    }

    /// Adds a break to the line, unless it begins or has one there.
    pub(super) fn push_break(&mut self) {
        if !matches!(self.top().line.last(), None | Some(Inline::Break)) {
            self.push_inline(Inline::Break);
        }
    }

    /// Adds a block.
    pub(super) fn push_block(&mut self, block: Block) {
        self.begin_block();
        let depth = self.frames.iter().rposition(Frame::holds_blocks).unwrap_or(0);
        let Some(frame) = self.frames.get_mut(depth) else { return };
        if let Element::List { items, .. } = &mut frame.element {
            items.push(ListItem { checked: None, content: vec![block] });
        } else if let Element::Grid { rows } = &mut frame.element {
            last_row(rows).push(vec![block]);
        } else {
            frame.blocks.push(block);
            if depth == 0 {
                self.sources.push(self.at.clone());
            }
        }
    }

    /// Ends the line before a block: tags of lines do not reach into it.
    pub(super) fn begin_block(&mut self) {
        while self.top().is_tag() && !self.top().holds_blocks() {
            self.close_top();
        }
        self.end_line();
    }

    /// Makes a paragraph of the line, where blocks stand.
    pub(super) fn end_line(&mut self) {
        if self.top().holds_blocks() && !self.top().line.is_empty() {
            let line = self.take_line();
            if !line.is_empty() {
                self.push_block(Block::Paragraph(line));
            }
        }
    }

    fn take_line(&mut self) -> Vec<Inline> {
        let line = trimmed(std::mem::take(&mut self.top_mut().line));
        if self.in_link() { line } else { self.linker.linked(line) }
    }

    fn close_top(&mut self) {
        self.close_with(Partner::Missing);
    }

    fn close_with(&mut self, partner: Partner) {
        if self.frames.len() < 2 {
            return;
        }
        self.end_line();
        let is_line = !self.top().holds_blocks();
        let is_verbatim = matches!(self.top().element, Element::Code | Element::Preformatted);
        let whole_line = matches!(self.top().element, Element::Paragraph | Element::Heading(_) | Element::Cell | Element::Summary);
        // In a line, the space at the ends of a style is the line's.
        let line = match (is_line && !is_verbatim, whole_line) {
            (true, true) => self.take_line(),
            (true, false) if !self.in_link() => {
                let line = std::mem::take(&mut self.top_mut().line);
                self.linker.linked(line)
            }
            _ => std::mem::take(&mut self.top_mut().line),
        };
        let Some(frame) = self.frames.pop() else { return };
        match (frame.opener, partner) {
            (Opener::Tag { written, .. }, Partner::Missing)
                if is_line && !whole_line && !matches!(frame.element, Element::Preformatted) =>
            {
                self.push_text(&written);
                self.push_all(line);
            }
            (Opener::Tag { .. } | Opener::Markdown, _) => self.place(frame.element, frame.blocks, line),
        }
    }

    /// Gives a closed element to the one around it.
    fn place(&mut self, element: Element, blocks: Vec<Block>, line: Vec<Inline>) {
        match element {
            Element::Root | Element::Plain => self.push_all(line),
            Element::Paragraph => self.push_unless_empty(line, Block::Paragraph),
            Element::Heading(level) => self.push_unless_empty(line, |content| Block::Heading { level, content }),
            Element::Quote => self.push_block(Block::Quote(blocks)),
            Element::List { start, items } if !items.is_empty() => self.push_block(Block::List { start, items }),
            Element::List { .. } => {}
            Element::Item { checked } => {
                if let Element::List { items, .. } = &mut self.top_mut().element {
                    items.push(ListItem { checked, content: blocks });
                }
            }
            Element::Table { alignment, rows } => self.push_block(table(alignment, rows)),
            Element::Cell => {
                if let Element::Table { rows, .. } = &mut self.top_mut().element {
                    last_row(rows).push(line);
                }
            }
            Element::Grid { rows } => grid(rows).into_iter().for_each(|it| self.push_block(it)),
            Element::GridCell => {
                if let Element::Grid { rows } = &mut self.top_mut().element {
                    last_row(rows).push(blocks);
                }
            }
            Element::Note { label } => self.notes.define(label, blocks),
            Element::Disclosure { summary } => {
                let block = disclosure(summary, blocks);
                self.push_block(block);
            }
            Element::Summary => {
                if let Element::Disclosure { summary } = &mut self.top_mut().element {
                    *summary = Summary::Seen(line);
                }
            }
            Element::Preformatted => {
                let text = plain_text(&line);
                let text = text.strip_prefix('\n').unwrap_or(&text).to_owned();
                self.push_block(Block::Code { language: String::new(), text });
            }
            Element::Code => self.push_inline(Inline::Code(plain_text(&line))),
            Element::Styled(style) if !line.is_empty() => self.push_inline(Inline::Styled(style, line)),
            Element::Styled(_) => {}
            Element::Link { url, title } if !line.is_empty() => self.push_inline(Inline::Link(Link { url, title, content: line })),
            Element::Link { .. } => {}
            Element::Picture { url, title, name } => {
                let is_named = !plain_text(&line).trim().is_empty();
                let content = if is_named { without_links(&line) } else { vec![Inline::text(name)] };
                match url {
                    Some(url) => self.push_inline(Inline::Link(Link { url, title, content })),
                    None => self.push_all(content),
                }
            }
        }
    }

    fn push_unless_empty(&mut self, line: Vec<Inline>, block: impl FnOnce(Vec<Inline>) -> Block) {
        if !line.is_empty() {
            self.push_block(block(line));
        }
    }

    fn push_all(&mut self, line: Vec<Inline>) {
        for it in line {
            self.push_inline(it);
        }
    }
}

/// Whether an element's closing tag was there.
enum Partner {
    /// It was.
    Written,
    /// It was not. The opening tag may have been no tag at all, as in `Vec<b>`.
    Missing,
}
