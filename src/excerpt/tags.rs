//! Which elements of raw HTML are known, and what becomes of each tag.
//!
//! A tag that is not known is shown as text, as it is written, so that `Vec<T>` loses nothing. Of
//! a known one, no attribute stays but a link's target and title and a picture's source and
//! description.

use super::build::Builder;
use super::frame::{Element, Summary};
use super::html::{Tag, Token, tokens};
use super::shapes::last_row;
use super::target::file_name;
use super::text::decode;
use crate::fragment::{Block, Inline, Style};

/// What a known tag means.
#[derive(Clone, Copy)]
enum Meaning {
    Styled(Style),
    Code,
    Link,
    /// A piece of a line that leaves no trace but its content.
    Span,
    Picture,
    Break,
    Rule,
    /// A block that leaves no trace but its content.
    Division,
    Heading(u8),
    Quote,
    Preformatted,
    BulletList,
    NumberedList,
    Item,
    Details,
    Summary,
    Table,
    Row,
    Cell,
}

fn meaning(name: &str) -> Option<Meaning> {
    Some(match name {
        "b" | "strong" => Meaning::Styled(Style::Strong),
        "i" | "em" | "cite" | "dfn" | "var" => Meaning::Styled(Style::Emphasis),
        "s" | "del" | "strike" => Meaning::Styled(Style::Strikethrough),
        "sup" => Meaning::Styled(Style::Superscript),
        "sub" => Meaning::Styled(Style::Subscript),
        "kbd" => Meaning::Styled(Style::Keyboard),
        "code" | "tt" | "samp" => Meaning::Code,
        "a" => Meaning::Link,
        "span" | "u" | "ins" | "font" | "small" | "big" | "mark" | "abbr" => Meaning::Span,
        "img" => Meaning::Picture,
        "br" => Meaning::Break,
        "hr" => Meaning::Rule,
        "p" | "div" | "center" | "section" | "article" | "aside" | "header" | "footer" | "main" | "nav" | "figure" | "figcaption"
        | "picture" | "thead" | "tbody" | "tfoot" | "caption" => Meaning::Division,
        "h1" => Meaning::Heading(1),
        "h2" => Meaning::Heading(2),
        "h3" => Meaning::Heading(3),
        "h4" => Meaning::Heading(4),
        "h5" => Meaning::Heading(5),
        "h6" => Meaning::Heading(6),
        "blockquote" => Meaning::Quote,
        "pre" => Meaning::Preformatted,
        "ul" => Meaning::BulletList,
        "ol" => Meaning::NumberedList,
        "li" => Meaning::Item,
        "details" => Meaning::Details,
        "summary" => Meaning::Summary,
        "table" => Meaning::Table,
        "tr" => Meaning::Row,
        "td" | "th" => Meaning::Cell,
        _ => return None,
    })
}

/// Reads a piece of raw HTML: a tag or comment in a line, or all of a block.
pub(super) fn read(html: &str, builder: &mut Builder<'_, '_>) {
    for token in tokens(html) {
        match token {
            Token::Text(text) => push_text(text, builder),
            Token::Open(tag) => open(&tag, builder),
            Token::Close { name, written } => close(&name, written, builder),
            Token::Comment => {}
        }
    }
}

/// Text of raw HTML: white space is a space, but an empty line parts paragraphs, since what comes
/// as raw HTML may be an author's text behind a tag that was never closed.
fn push_text(html: &str, builder: &mut Builder<'_, '_>) {
    let text = decode(html);
    if matches!(builder.top().element, Element::Preformatted) || builder.tag_is_open(|it| matches!(it, Element::Preformatted), |_| false) {
        builder.push_text(&text);
        return;
    }
    let mut is_after_gap = false;
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            builder.push_text("\n");
        }
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            is_after_gap = n > 0;
            builder.push_text(if line.is_empty() { "" } else { " " });
            continue;
        }
        if is_after_gap {
            builder.end_line();
        }
        is_after_gap = false;
        let space = |it: Option<char>| if it.is_some_and(char::is_whitespace) { " " } else { "" };
        let (start, end) = (space(line.chars().next()), space(line.chars().next_back()));
        builder.push_text(&format!("{start}{words}{end}"));
    }
}

fn open(tag: &Tag<'_>, builder: &mut Builder<'_, '_>) {
    let Some(meaning) = meaning(&tag.name) else {
        builder.push_text(tag.written);
        return;
    };
    match meaning {
        Meaning::Styled(style) => open_in_line(Element::Styled(style), tag, builder),
        Meaning::Code => open_in_line(Element::Code, tag, builder),
        Meaning::Span => open_in_line(Element::Plain, tag, builder),
        Meaning::Link => {
            let url = tag.attribute("href").and_then(|it| builder.target(it));
            let title = tag.attribute("title").map(|it| super::text::clean(it).into_owned());
            open_in_line(url.map_or(Element::Plain, |url| Element::Link { url, title }), tag, builder);
        }
        Meaning::Picture => {
            let source = tag.attribute("src").unwrap_or_default();
            let description = tag.attribute("alt").filter(|it| !it.trim().is_empty());
            builder.open_inline(picture(source, tag.attribute("title").unwrap_or_default(), builder));
            builder.push_text(description.unwrap_or_default());
            builder.close();
        }
        Meaning::Break => builder.push_inline(Inline::Break),
        Meaning::Rule if stands_among_blocks(builder) => builder.push_block(Block::Rule),
        Meaning::Preformatted if !stands_among_blocks(builder) => open_in_line(Element::Code, tag, builder),
        // In a line, a block is at least a line of its own.
        _ if !stands_among_blocks(builder) => builder.push_break(),
        Meaning::Rule | Meaning::Division => builder.begin_block(),
        Meaning::Heading(level) => open_block(Element::Heading(level), tag, builder),
        Meaning::Quote => open_block(Element::Quote, tag, builder),
        Meaning::Preformatted => open_block(Element::Preformatted, tag, builder),
        Meaning::BulletList => open_block(Element::List { start: None, items: Vec::new() }, tag, builder),
        Meaning::NumberedList => {
            let start = tag.attribute("start").and_then(|it| it.parse().ok()).unwrap_or(1);
            open_block(Element::List { start: Some(start), items: Vec::new() }, tag, builder);
        }
        Meaning::Details => open_block(Element::Disclosure { summary: Summary::Missing }, tag, builder),
        Meaning::Summary => {
            builder.begin_block();
            if matches!(builder.top().element, Element::Disclosure { summary: Summary::Missing }) {
                builder.open_tag(Element::Summary, &tag.name, tag.written);
            }
        }
        Meaning::Item => {
            let is_list = |it: &Element| matches!(it, Element::List { .. });
            close_until(builder, "li", is_list);
            if is_list(&builder.top().element) {
                builder.open_tag(Element::Item { checked: None }, &tag.name, tag.written);
            }
        }
        Meaning::Table => open_block(Element::Grid { rows: Vec::new() }, tag, builder),
        Meaning::Row => {
            close_cell(builder);
            if let Element::Grid { rows } = &mut builder.top_mut().element {
                rows.push(Vec::new());
            }
        }
        Meaning::Cell => {
            close_cell(builder);
            if let Element::Grid { rows } = &mut builder.top_mut().element {
                last_row(rows);
                builder.open_tag(Element::GridCell, CELL, tag.written);
            }
        }
    }
}

/// The name under which a table's cells are open: `</td>` may close a `<th>`.
const CELL: &str = "td";

fn close(name: &str, written: &str, builder: &mut Builder<'_, '_>) {
    match meaning(name) {
        None => builder.push_text(written),
        Some(Meaning::Division) if stands_among_blocks(builder) => builder.begin_block(),
        Some(Meaning::Cell) => {
            builder.close_tag(CELL);
        }
        Some(Meaning::Row) => close_cell(builder),
        Some(_) => {
            builder.close_tag(name);
        }
    }
}

/// A link to a picture, which is not loaded.
pub(super) fn picture(source: &str, title: &str, builder: &Builder<'_, '_>) -> Element {
    let name = super::text::clean(file_name(source)).into_owned();
    let name = if name.is_empty() { "image".to_owned() } else { name };
    let title = Some(super::text::clean(title).into_owned()).filter(|it| !it.is_empty());
    Element::Picture { url: builder.target(source), title, name }
}

/// Whether a block may stand here: not in a line that Markdown has begun.
fn stands_among_blocks(builder: &Builder<'_, '_>) -> bool {
    builder.top().holds_blocks()
}

fn open_in_line(element: Element, tag: &Tag<'_>, builder: &mut Builder<'_, '_>) {
    builder.begin_line();
    if !builder.open_tag(element, &tag.name, tag.written) {
        builder.push_text(tag.written);
    }
}

fn open_block(element: Element, tag: &Tag<'_>, builder: &mut Builder<'_, '_>) {
    builder.begin_block();
    builder.open_tag(element, &tag.name, tag.written);
}

/// Ends an element whose closing tag may be left out, unless one that `holds` it has begun since.
fn close_until(builder: &mut Builder<'_, '_>, name: &str, holds: impl Fn(&Element) -> bool) {
    builder.begin_block();
    if builder.tag_is_open(|it| matches!(it, Element::Item { .. } | Element::GridCell), holds) {
        builder.close_tag(name);
    }
}

fn close_cell(builder: &mut Builder<'_, '_>) {
    close_until(builder, CELL, |it| matches!(it, Element::Grid { .. }));
}
