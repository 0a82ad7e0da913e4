//! Markdown to a tree. The only user of the Markdown parser in this folder.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{self as cmark, BlockQuoteKind, BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::build::Builder;
use super::frame::Element;
use super::linker::Linker;
use super::notes::Notes;
use super::text::clean;
use super::{rows, tags};
use crate::edit::{self, Edit};
use crate::fragment::{Alignment, Block, Inline, Style};

/// The blocks of `markdown`, each with its source, and its footnotes. Text keeps its line breaks.
pub(super) fn parse(markdown: &str, linker: &Linker<'_>) -> (Vec<(Block, Range<usize>)>, Notes) {
    let mut reader = Reader { builder: Builder::new(linker), html: None, code: None };
    for (event, source) in events(markdown, linker) {
        reader.read(event, source);
    }
    reader.builder.finish()
}

/// `markdown` with the rows of its tables as wide as their heads, so that no cell is dropped.
pub(super) fn with_fitted_rows(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains('|') {
        return Cow::Borrowed(markdown);
    }
    let mut edits = Vec::new();
    let mut columns = 0;
    for (event, source) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::Table(alignment)) => columns = alignment.len(),
            Event::Start(Tag::TableRow) => {
                let row = markdown.get(source.clone()).unwrap_or_default();
                if let Cow::Owned(text) = rows::fitted(row, columns) {
                    edits.push(Edit { range: source, text });
                }
            }
            _ => {}
        }
    }
    if edits.is_empty() { Cow::Borrowed(markdown) } else { Cow::Owned(edit::apply(markdown, &edits)) }
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM);

type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// The events, with labels that have no definition resolved by the linker.
///
/// `[lang]` inside the text of a link must not become one, since the inner link wins and undoes
/// the outer. So the text is read without such labels first, and read again only where some of
/// them are outside of links.
fn events<'a>(markdown: &'a str, linker: &Linker<'_>) -> Events<'a> {
    let mut labels = Vec::new();
    let note = |it: BrokenLink<'a>| {
        if linker.label(&it.reference).is_some() {
            labels.push(it.span.start);
        }
        None
    };
    let events: Events<'a> = Parser::new_with_broken_link_callback(markdown, OPTIONS, Some(note)).into_offset_iter().collect();
    let links = events.iter().filter(|(event, _)| matches!(event, Event::Start(Tag::Link { .. } | Tag::Image { .. })));
    let mut links = links.map(|(_, source)| source.clone()).peekable();
    labels.sort_unstable();
    let mut end = 0;
    labels.retain(|&label| {
        while let Some(link) = links.next_if(|it| it.start <= label) {
            end = end.max(link.end);
        }
        label >= end
    });
    if labels.is_empty() {
        return events;
    }
    let labels: HashSet<usize> = labels.into_iter().collect();
    let resolve = |it: BrokenLink<'a>| {
        let url = labels.contains(&it.span.start).then(|| linker.label(&it.reference)).flatten()?;
        Some((CowStr::from(url), CowStr::from("")))
    };
    Parser::new_with_broken_link_callback(markdown, OPTIONS, Some(resolve)).into_offset_iter().collect()
}

struct Reader<'l, 'g> {
    builder: Builder<'l, 'g>,
    /// The block of raw HTML that is being read.
    html: Option<String>,
    /// The block of code that is being read: its language and text.
    code: Option<(String, String)>,
}

impl Reader<'_, '_> {
    fn read(&mut self, event: Event<'_>, source: Range<usize>) {
        self.builder.read_from(source);
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match (&mut self.code, &mut self.html) {
                (Some((_, code)), _) => code.push_str(&clean(&text)),
                (None, Some(html)) => html.push_str(&text),
                (None, None) => self.builder.push_text(&text),
            },
            Event::Html(html) => match &mut self.html {
                Some(block) => block.push_str(&html),
                None => tags::read(&html, &mut self.builder),
            },
            Event::InlineHtml(html) => tags::read(&html, &mut self.builder),
            Event::Code(code) => self.builder.push_inline(Inline::Code(clean(&code).into_owned())),
            Event::InlineMath(math) | Event::DisplayMath(math) => self.builder.push_text(&math),
            Event::FootnoteReference(label) => {
                let reference = self.builder.notes.reference(&label);
                self.builder.push_inline(reference);
            }
            Event::SoftBreak => self.builder.push_text("\n"),
            Event::HardBreak => self.builder.push_inline(Inline::Break),
            Event::Rule => self.builder.push_block(Block::Rule),
            Event::TaskListMarker(ticked) => self.builder.tick(ticked),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.builder.open_block(Element::Paragraph),
            Tag::Heading { level, .. } => self.builder.open_block(Element::Heading(level as u8)),
            Tag::BlockQuote(kind) => {
                self.builder.open_block(Element::Quote);
                if let Some(kind) = kind {
                    let name = Inline::Styled(Style::Strong, vec![Inline::text(alert(kind))]);
                    self.builder.push_block(Block::Paragraph(vec![name]));
                }
            }
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Indented => CowStr::from(""),
                    CodeBlockKind::Fenced(info) => info,
                };
                let language = info.split([' ', '\t', ',', '{']).next().unwrap_or_default();
                self.code = Some((clean(language).into_owned(), String::new()));
            }
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::List(start) => self.builder.open_block(Element::List { start, items: Vec::new() }),
            Tag::Item => self.builder.open_block(Element::Item { checked: None }),
            Tag::FootnoteDefinition(label) => self.builder.open_block(Element::Note { label: label.into_string() }),
            Tag::Table(alignment) => {
                let alignment = alignment.into_iter().map(of_column).collect();
                self.builder.open_block(Element::Table { alignment, rows: Vec::new() });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Element::Table { rows, .. } = &mut self.builder.top_mut().element {
                    rows.push(Vec::new());
                }
            }
            Tag::TableCell => self.builder.open_inline(Element::Cell),
            Tag::Emphasis => self.builder.open_inline(Element::Styled(Style::Emphasis)),
            Tag::Strong => self.builder.open_inline(Element::Styled(Style::Strong)),
            Tag::Strikethrough => self.builder.open_inline(Element::Styled(Style::Strikethrough)),
            Tag::Superscript => self.builder.open_inline(Element::Styled(Style::Superscript)),
            Tag::Subscript => self.builder.open_inline(Element::Styled(Style::Subscript)),
            Tag::Link { link_type, dest_url, title, .. } => {
                let target = match link_type {
                    LinkType::Email => self.builder.target(&format!("mailto:{dest_url}")),
                    _ => self.builder.target(&dest_url),
                };
                let title = Some(clean(&title).into_owned()).filter(|it| !it.is_empty());
                self.builder.open_inline(target.map_or(Element::Plain, |url| Element::Link { url, title }));
            }
            Tag::Image { dest_url, title, .. } => {
                let picture = tags::picture(&dest_url, &title, &self.builder);
                self.builder.open_inline(picture);
            }
            // Not among the options.
            Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition | Tag::MetadataBlock(_) => {
                self.builder.open_block(Element::Paragraph);
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::TableHead | TagEnd::TableRow => {}
            TagEnd::CodeBlock => {
                if let Some((language, text)) = self.code.take() {
                    self.builder.push_block(Block::Code { language, text });
                }
            }
            TagEnd::HtmlBlock => {
                self.builder.begin_block();
                tags::read(&self.html.take().unwrap_or_default(), &mut self.builder);
                self.builder.begin_block();
            }
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table
            | TagEnd::TableCell
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::MetadataBlock(_) => self.builder.close(),
        }
    }
}

fn of_column(alignment: cmark::Alignment) -> Alignment {
    match alignment {
        cmark::Alignment::None => Alignment::Default,
        cmark::Alignment::Left => Alignment::Left,
        cmark::Alignment::Center => Alignment::Center,
        cmark::Alignment::Right => Alignment::Right,
    }
}

/// The title of a quote that begins with a mark such as `[!NOTE]`.
fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
    }
}
