//! A fragment as the events that pulldown-cmark would have read it from.

use pulldown_cmark::{Alignment as Align, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};

use super::super::{Site, Target, html};
use super::{timeline, zola};
use crate::fragment::{Alignment, Block, Card, Cut, Inline, Link, ListItem, Pointer, Purpose, Row, Style, Table, Update, plain_text};

/// What is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// Blocks.
    Blocks,
    /// A piece of a reader's line.
    Line,
    /// Cells of a reader's table.
    Cell,
}

/// Whether styles are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Styles {
    /// They are.
    Kept,
    /// They are not: Markdown has no form for them where they stand.
    Dropped,
}

/// Stands in the events for a brace that is written as an entity. It is no character of any text,
/// so that the writer, which checks that its output reads as the events did, finds it again.
pub(super) const BRACE: char = '\u{fdd0}';

/// Collects events.
pub(super) struct Writer<'a> {
    target: Target,
    context: Context,
    styles: Styles,
    events: Vec<Event<'a>>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(target: Target, context: Context) -> Self {
        Writer { target, context, styles: Styles::Kept, events: Vec::new() }
    }

    pub(super) fn with_styles(self, styles: Styles) -> Self {
        Writer { styles, ..self }
    }

    pub(super) fn events(&self) -> &[Event<'a>] {
        &self.events
    }

    pub(super) fn push(&mut self, event: Event<'a>) {
        self.events.push(event);
    }

    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for it in blocks {
            self.block(it);
        }
    }

    pub(super) fn block(&mut self, block: &'a Block) {
        match block {
            Block::Paragraph(content) => self.paragraph(content),
            // A heading would stand in the outline of the reader's book.
            Block::Heading { content, .. } => self.strong(content),
            Block::Code { language, text } => self.code(language, text),
            Block::Quote(content) => {
                self.push(Event::Start(Tag::BlockQuote(None)));
                self.blocks(content);
                self.push(Event::End(TagEnd::BlockQuote(None)));
            }
            Block::List { start, items } => self.list(*start, items),
            Block::Table(table) => self.table(table),
            Block::Timeline(it) => self.table(&timeline::table(it)),
            Block::Rule => self.push(Event::Rule),
            Block::Disclosure { summary, content } => {
                self.strong(summary);
                self.blocks(content);
            }
            Block::Card(card) => self.card(card),
            Block::Status(rows) => self.status(rows),
            Block::Updates(updates) => updates.iter().for_each(|it| self.update(it)),
            Block::Section { title, content, .. } => {
                self.strong(title);
                self.blocks(content);
            }
            Block::Report(content) => self.blocks(content),
            Block::Pointers(Purpose::Contents, _) => {}
            Block::Pointers(Purpose::Elsewhere, pointers) => self.pointers(pointers),
            Block::Empty(text) => self.sentence(text),
            Block::Problem(it) => self.label(&format!("{} ({})", it.message, it.code)),
        }
    }

    pub(super) fn paragraph(&mut self, content: &[Inline]) {
        self.push(Event::Start(Tag::Paragraph));
        self.line(content);
        self.push(Event::End(TagEnd::Paragraph));
    }

    /// A row of cells between the events of its start and its end.
    pub(super) fn row(&mut self, start: &Event<'a>, end: TagEnd, cells: &[Vec<Inline>]) {
        self.push(start.clone());
        for cell in cells {
            self.push(Event::Start(Tag::TableCell));
            self.line(cell);
            self.push(Event::End(TagEnd::TableCell));
        }
        self.push(Event::End(end));
    }

    fn sentence(&mut self, text: &str) {
        self.paragraph(&[Inline::text(text)]);
    }

    /// Code, which knows no entities: what a site's generator would run is written in its own
    /// escape.
    fn verbatim<'t>(&self, text: &'t str) -> CowStr<'t> {
        let text = without_brace(text);
        match self.target {
            Target::Post(Site::Zola) => CowStr::from(zola::code(&text)),
            Target::Html | Target::Markdown | Target::Test | Target::Post(Site::GitHub) => text,
        }
    }

    /// A paragraph in strong type, in place of a heading.
    pub(super) fn strong(&mut self, content: &[Inline]) {
        self.paragraph(&[Inline::Styled(Style::Strong, content.to_vec())]);
    }

    pub(super) fn label(&mut self, text: &str) {
        self.strong(&[Inline::text(text)]);
    }

    fn code(&mut self, language: &str, text: &'a str) {
        // rustdoc compiles blocks of Rust and blocks that name no language.
        let language = if language.is_empty() || self.target == Target::Test { "text" } else { language };
        self.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(CowStr::from(language.to_owned())))));
        self.push(Event::Text(self.verbatim(text)));
        self.push(Event::End(TagEnd::CodeBlock));
    }

    /// In a chapter of plain Markdown nothing has an anchor.
    fn pointers(&mut self, pointers: &[Pointer]) {
        self.push(Event::Start(Tag::List(None)));
        for it in pointers {
            self.push(Event::Start(Tag::Item));
            self.line(&it.title);
            self.push(Event::End(TagEnd::Item));
        }
        self.push(Event::End(TagEnd::List(false)));
    }

    fn list(&mut self, start: Option<u64>, items: &'a [ListItem]) {
        self.push(Event::Start(Tag::List(start)));
        for item in items {
            self.push(Event::Start(Tag::Item));
            match (item.checked, item.content.as_slice()) {
                (Some(checked), [Block::Paragraph(content), rest @ ..]) => {
                    self.push(Event::TaskListMarker(checked));
                    self.line(content);
                    self.blocks(rest);
                }
                (Some(checked), rest) => {
                    self.push(Event::TaskListMarker(checked));
                    self.blocks(rest);
                }
                (None, [Block::Paragraph(content), rest @ ..]) => {
                    self.line(content);
                    self.blocks(rest);
                }
                (None, rest) => self.blocks(rest),
            }
            self.push(Event::End(TagEnd::Item));
        }
        self.push(Event::End(TagEnd::List(start.is_some())));
    }

    fn table(&mut self, table: &Table) {
        let alignment = table.alignment.iter().map(|it| match it {
            Alignment::Default => Align::None,
            Alignment::Left => Align::Left,
            Alignment::Center => Align::Center,
            Alignment::Right => Align::Right,
        });
        let context = std::mem::replace(&mut self.context, Context::Cell);
        self.push(Event::Start(Tag::Table(alignment.collect())));
        self.row(&Event::Start(Tag::TableHead), TagEnd::TableHead, &table.head);
        for row in &table.rows {
            self.row(&Event::Start(Tag::TableRow), TagEnd::TableRow, row);
        }
        self.push(Event::End(TagEnd::Table));
        self.context = context;
    }

    /// A Markdown table has a head: the first row is the best that there is.
    pub(super) fn status(&mut self, rows: &[Row]) {
        let mut rows = rows.iter().map(|row| vec![vec![Inline::text(row.label)], row.value.clone()]);
        let Some(head) = rows.next() else { return };
        self.table(&Table {
            origin: crate::fragment::Origin::Directive,
            head,
            alignment: vec![Alignment::Default; 2],
            rows: rows.collect(),
        });
    }

    fn card(&mut self, card: &'a Card) {
        match &card.issue {
            Some(issue) => {
                let mut content = crate::fragment::without_links(&card.title);
                content.push(Inline::text(" "));
                content.extend(issue.content.iter().cloned());
                self.strong(&[Inline::Link(Link { content, ..issue.clone() })]);
            }
            None => self.strong(&card.title),
        }
        for it in &card.problems {
            self.label(&format!("{} ({})", it.message, it.code));
        }
        self.status(&card.status);
        if let Some(tldr) = &card.tldr {
            self.label("TL;DR");
            self.blocks(tldr);
        }
        for help in &card.help_wanted {
            self.label("Help wanted");
            self.blocks(help);
        }
        self.sentence(&card.summary);
        for it in &card.updates {
            self.update(it);
        }
    }

    fn update(&mut self, update: &'a Update) {
        self.origin(update);
        self.push(Event::Start(Tag::BlockQuote(None)));
        if let Some(title) = &update.title {
            self.strong(title);
        }
        self.blocks(update.body.blocks());
        self.push(Event::End(TagEnd::BlockQuote(None)));
        self.rest(update);
    }

    /// Who wrote an update, and when.
    pub(super) fn origin(&mut self, update: &Update) {
        let date = Inline::Date(update.date.clone());
        let date = match &update.url {
            Some(url) => Inline::Link(Link { url: url.clone(), title: None, content: vec![date] }),
            None => date,
        };
        self.paragraph(&[date, Inline::text(" by "), Inline::Isolated(update.author.clone())]);
    }

    /// Where the rest of an update is that does not show whole.
    pub(super) fn rest(&mut self, update: &Update) {
        match (update.cut, &update.url) {
            (Cut::More, Some(url)) => {
                let content = vec![Inline::text(format!("Read the rest of the update of {}", update.date))];
                self.paragraph(&[Inline::Link(Link { url: url.clone(), title: None, content })]);
            }
            (Cut::More, None) => self.sentence("This update goes on."),
            (Cut::Whole, _) => {}
        }
    }

    fn line(&mut self, line: &[Inline]) {
        for it in line {
            match it {
                Inline::Text(text) | Inline::Date(text) => self.text(text),
                Inline::Code(text) if text.trim().is_empty() => self.text(text),
                Inline::Code(text) => self.push(Event::Code(CowStr::from(self.verbatim(&text.replace(['\n', '\r'], " ")).into_string()))),
                Inline::Styled(style, content) => self.styled(*style, content),
                Inline::Link(link) => {
                    self.push(Event::Start(Tag::Link {
                        link_type: LinkType::Inline,
                        dest_url: CowStr::from(without_brace(&link.url).into_string()),
                        title: CowStr::from(without_brace(link.title.as_deref().unwrap_or_default()).into_string()),
                        id: CowStr::Borrowed(""),
                    }));
                    self.line(&link.content);
                    self.push(Event::End(TagEnd::Link));
                }
                Inline::Break => match self.context {
                    Context::Blocks => self.push(Event::HardBreak),
                    Context::Line | Context::Cell => self.text(" "),
                },
                Inline::Isolated(content) => self.isolated(content),
                Inline::Progress(it) if self.in_html_line() => self.push(Event::InlineHtml(CowStr::from(html::progress(*it)))),
                Inline::Progress(it) => self.text(&format!("{}/{}", it.completed, it.total)),
                Inline::Problem(it) if self.in_html_line() => self.push(Event::InlineHtml(CowStr::from(html::problem(it)))),
                Inline::Problem(it) => self.styled(Style::Strong, &[Inline::Text(format!("{} ({})", it.message, it.code))]),
            }
        }
    }

    /// Whether this is a piece of a reader's line that mdBook makes HTML of.
    fn in_html_line(&self) -> bool {
        self.target == Target::Html && matches!(self.context, Context::Line | Context::Cell)
    }

    /// White space inside a style's delimiters would make them none: it moves out.
    fn styled(&mut self, style: Style, content: &[Inline]) {
        let (start, end) = match style {
            Style::Emphasis => (Tag::Emphasis, TagEnd::Emphasis),
            Style::Strong | Style::Keyboard => (Tag::Strong, TagEnd::Strong),
            Style::Strikethrough => (Tag::Strikethrough, TagEnd::Strikethrough),
            Style::Superscript | Style::Subscript => return self.line(content),
        };
        let plain = plain_text(content);
        if self.styles == Styles::Dropped || plain.trim().is_empty() {
            return self.line(content);
        }
        if plain.starts_with(char::is_whitespace) {
            self.text(" ");
        }
        self.push(Event::Start(start));
        let first = self.events.len();
        self.line(content);
        self.trim(first);
        self.push(Event::End(end));
        if plain.ends_with(char::is_whitespace) {
            self.text(" ");
        }
    }

    /// Takes white space off the first and the last text since the event `first`.
    fn trim(&mut self, first: usize) {
        if let Some(Event::Text(text)) = self.events.get_mut(first) {
            *text = CowStr::from(text.trim_start().to_owned());
        }
        let last = self.events.len().saturating_sub(1);
        if last >= first
            && let Some(Event::Text(text)) = self.events.get_mut(last)
        {
            *text = CowStr::from(text.trim_end().to_owned());
        }
        let tail = self.events.split_off(first);
        self.events.extend(tail.into_iter().filter(|it| !matches!(it, Event::Text(text) if text.is_empty())));
    }

    /// In a reader's line of HTML, text that could disturb its neighbours gets an element of its
    /// own: text of another direction, and what MathJax would take for a formula.
    fn isolated(&mut self, content: &[Inline]) {
        let text = plain_text(content);
        let risky = text.contains(['\\', '$']) || text.chars().any(is_right_to_left);
        let apart = risky && self.in_html_line();
        if apart {
            self.push(Event::InlineHtml(CowStr::Borrowed("<bdi class=\"tex2jax_ignore\">")));
        }
        self.line(content);
        if apart {
            self.push(Event::InlineHtml(CowStr::Borrowed("</bdi>")));
        }
    }

    /// Text on one line. mdBook's `links` looks for `{{#` in raw text, and Zola for `{{` and `{%`:
    /// the first brace is written as an entity, which Markdown reads as the brace.
    fn text(&mut self, text: &str) {
        let mut text = without_brace(&text.replace(['\n', '\r'], " ")).into_string();
        let looked_for: &[(&str, &str)] = match self.target {
            Target::Post(Site::Zola) => &[("{{", "{"), ("{%", "%")],
            Target::Html | Target::Markdown | Target::Test | Target::Post(Site::GitHub) => &[("{{#", "{#")],
        };
        for (mark, rest) in looked_for {
            while text.contains(mark) {
                text = text.replace(mark, &format!("{BRACE}{rest}"));
            }
        }
        if !text.is_empty() {
            self.push(Event::Text(CowStr::from(text)));
        }
    }
}

/// Text without [`BRACE`], should somebody have written that.
fn without_brace(text: &str) -> CowStr<'_> {
    if text.contains(BRACE) { CowStr::from(text.replace(BRACE, "\u{fffd}")) } else { CowStr::from(text) }
}

/// Whether a character is of a script that is written from right to left, or turns the direction.
fn is_right_to_left(it: char) -> bool {
    matches!(it, '\u{590}'..='\u{8ff}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}
