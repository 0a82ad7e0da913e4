//! One walk over a chapter's events: which leaf is open, and what stands at each place asked for.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Cell, Leaf, LeafKind, Linked, Next, Outline, Place, TakenId, html, ids};

/// The state between two events of a chapter.
pub(super) struct Walk<'a> {
    text: &'a str,
    asked: &'a [usize],
    out: Outline,
    /// The leaf whose text is being read.
    open: Option<Leaf>,
    /// The last closed leaf whose `next` is not known, with the depth of its container.
    waiting: Option<(usize, usize)>,
    /// How many containers are open.
    depth: usize,
    /// How many links, and how many images, are open.
    links: usize,
    images: usize,
    /// Whether a block of code or metadata is open.
    verbatim: bool,
    /// Elements of inline HTML that hold code and are open.
    code_elements: usize,
    table: TableState,
    heading: Option<TakenId>,
}

/// Where in a table the walk is.
#[derive(Default)]
struct TableState {
    columns: usize,
    column: usize,
    row: Range<usize>,
    head: bool,
    /// The index of the first leaf of this row.
    first_leaf: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(text: &'a str, asked: &'a [usize]) -> Self {
        Walk {
            text,
            asked,
            out: Outline { places: vec![Place::Elsewhere; asked.len()], ..Outline::default() },
            open: None,
            waiting: None,
            depth: 0,
            links: 0,
            images: 0,
            verbatim: false,
            code_elements: 0,
            table: TableState::default(),
            heading: None,
        }
    }

    pub(super) fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.text(text, range),
            Event::Code(text) => {
                self.inline(&range);
                self.mark(&range, Place::Inert);
                if let Some(TakenId::OfHeading(heading)) = &mut self.heading {
                    heading.push_str(text);
                }
            }
            Event::InlineHtml(_) => {
                self.inline(&range);
                self.mark(&range, Place::Inert);
                self.inline_html(range);
            }
            Event::Html(_) => {}
            Event::Rule => self.block_starts(range.start),
            Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.inline(&range);
                self.mark(&range, Place::Inert);
            }
            Event::FootnoteReference(_) | Event::SoftBreak | Event::HardBreak | Event::TaskListMarker(_) => self.inline(&range),
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => self.inline(&range),
            Tag::Link { .. } => {
                self.inline(&range);
                self.links += 1;
            }
            Tag::Image { .. } => {
                self.inline(&range);
                self.images += 1;
            }
            Tag::Paragraph => self.open_leaf(LeafKind::Paragraph, range),
            Tag::Heading { id, .. } => {
                self.heading = Some(id.as_deref().map_or_else(|| TakenId::OfHeading(String::new()), |it| TakenId::Given(it.to_owned())));
                self.open_leaf(LeafKind::Heading, range);
            }
            Tag::TableCell => {
                let cell = Cell {
                    column: self.table.column,
                    columns: self.table.columns,
                    row: self.table.row.clone(),
                    alone: true,
                    head: self.table.head,
                };
                self.table.column += 1;
                self.open_leaf(LeafKind::Cell(cell), range);
            }
            Tag::DefinitionListTitle => self.open_leaf(LeafKind::Other, range),
            Tag::HtmlBlock => {
                self.block_starts(range.start);
                self.html_block(range);
                self.depth += 1;
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.block_starts(range.start);
                self.mark(&range, Place::Inert);
                self.verbatim = true;
                self.depth += 1;
            }
            Tag::Table(alignment) => {
                self.block_starts(range.start);
                self.table = TableState { columns: alignment.len(), ..TableState::default() };
                self.depth += 1;
            }
            Tag::TableHead | Tag::TableRow => {
                self.table.head = matches!(tag, Tag::TableHead);
                self.table.row = range;
                self.table.column = 0;
                self.table.first_leaf = self.out.leaves.len();
                self.depth += 1;
            }
            Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListDefinition => {
                self.block_starts(range.start);
                self.depth += 1;
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            TagEnd::Image => self.images = self.images.saturating_sub(1),
            TagEnd::Paragraph | TagEnd::TableCell | TagEnd::DefinitionListTitle => self.close_leaf(),
            TagEnd::Heading(_) => {
                self.close_leaf();
                self.out.ids.extend(self.heading.take());
            }
            TagEnd::TableRow | TagEnd::TableHead => {
                self.row_ends();
                self.container_ends();
            }
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => {
                self.verbatim = false;
                self.container_ends();
            }
            TagEnd::HtmlBlock
            | TagEnd::Table
            | TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition => self.container_ends(),
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if self.verbatim {
            return;
        }
        self.inline(&range);
        if let Some(TakenId::OfHeading(heading)) = &mut self.heading {
            heading.push_str(text);
        }
        let place = if self.images > 0 {
            Place::Elsewhere
        } else if self.code_elements > 0 {
            Place::Inert
        } else {
            let linked = if self.links > 0 { Linked::Yes } else { Linked::No };
            Place::Text { leaf: self.out.leaves.len(), linked }
        };
        if self.heading.is_none() && matches!(place, Place::Text { linked: Linked::No, .. }) {
            match self.out.prose.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                Some(_) | None => self.out.prose.push(range.clone()),
            }
        }
        self.mark(&range, place);
    }

    /// Says what stands at the places asked for within `range`.
    fn mark(&mut self, range: &Range<usize>, place: Place) {
        let first = self.asked.partition_point(|&it| it < range.start);
        let asked = self.asked.iter().skip(first).take_while(|&&it| it < range.end).count();
        for it in self.out.places.iter_mut().skip(first).take(asked) {
            *it = place.clone();
        }
    }

    fn html_block(&mut self, range: Range<usize>) {
        let Some(block) = self.text.get(range.clone()) else { return };
        let first = self.asked.partition_point(|&it| it < range.start);
        let asked = self.asked.get(first..).unwrap_or_default().iter().take_while(|&&it| it < range.end);
        let contexts = html::contexts(block, asked.map(|it| it - range.start));
        for (place, context) in self.out.places.iter_mut().skip(first).zip(contexts) {
            *place = match context {
                html::Context::Text => Place::RawHtml,
                html::Context::Tag | html::Context::Comment | html::Context::Code => Place::Inert,
            };
        }
        ids::of_html(block, &mut self.out.ids);
    }

    fn inline_html(&mut self, range: Range<usize>) {
        let Some(tag) = self.text.get(range) else { return };
        match html::code_element(tag) {
            Some(html::Edge::Start) => self.code_elements += 1,
            Some(html::Edge::End) => self.code_elements = self.code_elements.saturating_sub(1),
            None => {}
        }
        ids::of_html(tag, &mut self.out.ids);
    }

    /// A piece of a line: where no leaf is open it stands in a tight list's item, which has no
    /// paragraph of its own.
    fn inline(&mut self, range: &Range<usize>) {
        match &mut self.open {
            Some(leaf) => leaf.range.end = leaf.range.end.max(range.end),
            None => self.open_leaf(LeafKind::Paragraph, range.clone()),
        }
    }

    fn open_leaf(&mut self, kind: LeafKind, range: Range<usize>) {
        self.block_starts(range.start);
        self.code_elements = 0;
        self.open = Some(Leaf { kind, range, next: Next::Nothing });
    }

    fn close_leaf(&mut self) {
        let Some(leaf) = self.open.take() else { return };
        self.waiting = Some((self.out.leaves.len(), self.depth));
        self.out.leaves.push(leaf);
    }

    /// A block starts at the byte `at`: it ends a tight item's text and follows what waits.
    fn block_starts(&mut self, at: usize) {
        self.close_leaf();
        if let Some((leaf, depth)) = self.waiting.take()
            && depth == self.depth
            && let Some(leaf) = self.out.leaves.get_mut(leaf)
        {
            leaf.next = Next::Block(at);
        }
    }

    fn container_ends(&mut self) {
        self.close_leaf();
        self.waiting = None;
        self.depth = self.depth.saturating_sub(1);
    }

    /// Tells the cells of a finished row whether they are the only ones with text in it.
    fn row_ends(&mut self) {
        let text = self.text;
        let Some(cells) = self.out.leaves.get_mut(self.table.first_leaf..) else { return };
        let full = |leaf: &Leaf| text.get(leaf.range.clone()).is_some_and(|it| !it.trim().is_empty());
        if cells.iter().filter(|it| full(it)).count() < 2 {
            return;
        }
        for leaf in cells {
            if let LeafKind::Cell(cell) = &mut leaf.kind {
                cell.alone = false;
            }
        }
    }

    pub(super) fn finish(mut self) -> Outline {
        self.close_leaf();
        self.out
    }
}
