//! The HTML of a fragment: one block of raw HTML without a blank line, so that Markdown passes it
//! through as it is, whatever stands in it.
//!
//! Every end tag is written, no element has a style of its own, and headings are paragraphs with a
//! heading's role: mdBook would give real ones ids, anchors and places in its sidebar, and rename
//! the reader's.

mod escape;

use self::escape::Html;
use crate::fragment::{Alignment, Block, Card, Cut, Inline, Link, ListItem, Origin, Problem, Progress, Row, Style, Table, Update};

/// The classes of an element that stands directly in a chapter. The stylesheet hangs everything on
/// `goals`; the other one tells MathJax, which some books load, to leave strangers' text alone: a
/// formula can hold a script.
const ROOT: &str = "goals tex2jax_ignore";

/// The same for a card.
const CARD: &str = "goals goals-card tex2jax_ignore";

/// The level of headings that stand directly in a chapter: below its title and its sections.
const TOP_LEVEL: u8 = 3;

/// Blocks, as HTML.
pub fn blocks(blocks: &[Block]) -> String {
    let mut out = Html::default();
    for (nth, block) in blocks.iter().enumerate() {
        if nth > 0 {
            out.line_end();
        }
        write_top(&mut out, block);
    }
    out.into_string()
}

/// The HTML of a piece of a line, for a Markdown sentence: the only markup that Markdown lacks.
pub(super) fn progress(it: Progress) -> String {
    let mut out = Html::default();
    write_progress(&mut out, it);
    out.into_string()
}

/// The same for a mistake.
pub(super) fn problem(it: &Problem) -> String {
    let mut out = Html::default();
    write_problem(&mut out, "strong", it);
    out.into_string()
}

/// A block that stands directly in the chapter: it carries the class that the stylesheet hangs
/// everything on.
fn write_top(out: &mut Html, block: &Block) {
    match block {
        Block::Card(card) => write_card(out, card, TOP_LEVEL),
        Block::Section { .. }
        | Block::Status(_)
        | Block::Updates(_)
        | Block::Table(_)
        | Block::List { .. }
        | Block::Paragraph(_)
        | Block::Heading { .. }
        | Block::Code { .. }
        | Block::Quote(_)
        | Block::Rule
        | Block::Disclosure { .. }
        | Block::Empty(_)
        | Block::Problem(_) => {
            out.open("div", &[("class", ROOT)]);
            out.line_end();
            write_block(out, block, TOP_LEVEL);
            out.line_end();
            out.close("div");
        }
    }
}

fn write_blocks(out: &mut Html, blocks: &[Block], level: u8) {
    for block in blocks {
        write_block(out, block, level);
        out.line_end();
    }
}

fn write_block(out: &mut Html, block: &Block, level: u8) {
    match block {
        Block::Paragraph(content) => out.element("p", &[("dir", "auto")], |out| write_line(out, content)),
        Block::Heading { level: own, content } => heading(out, "goals-heading", (level - 1).saturating_add(*own), content),
        Block::Code { text, .. } => {
            // Without a class for the language: mdBook would make a playground of it.
            // What scrolls takes the focus: that is the inner element.
            out.element("pre", &[("dir", "ltr")], |out| out.element("code", &[("tabindex", "0")], |out| out.verbatim(text)));
        }
        Block::Quote(content) => out.container("blockquote", &[("dir", "auto")], |out| write_blocks(out, content, level)),
        Block::List { start, items } => write_list(out, *start, items, level),
        Block::Table(table) => write_table(out, table),
        Block::Rule => out.void("hr", &[]),
        Block::Disclosure { summary, content } => out.container("details", &[], |out| {
            out.element("summary", &[("dir", "auto")], |out| write_line(out, summary));
            out.line_end();
            write_blocks(out, content, level);
        }),
        Block::Card(card) => write_card(out, card, level),
        Block::Status(rows) => write_status(out, rows),
        Block::Updates(updates) => updates.iter().for_each(|it| {
            write_update(out, it, level);
            out.line_end();
        }),
        Block::Section { title, depth, content } => {
            out.container("section", &[("class", "goals-section")], |out| {
                heading(out, "goals-section-title", level + depth - 1, title);
                out.line_end();
                write_blocks(out, content, level + depth);
            });
        }
        Block::Empty(text) => out.element("p", &[("class", "goals-empty")], |out| out.text(text)),
        Block::Problem(it) => write_problem(out, "p", it),
    }
}

fn heading(out: &mut Html, class: &str, level: u8, content: &[Inline]) {
    heading_with(out, class, level, |out| write_line(out, content));
}

fn heading_with(out: &mut Html, class: &str, level: u8, content: impl FnOnce(&mut Html)) {
    let level = level.min(6).to_string();
    let attributes = [("class", class), ("role", "heading"), ("aria-level", &level), ("dir", "auto")];
    out.element("p", &attributes, content);
}

fn write_card(out: &mut Html, card: &Card, level: u8) {
    let label = crate::fragment::plain_text(&card.title);
    let attributes = [("class", CARD), ("id", card.anchor.as_str()), ("aria-label", label.as_str())];
    // Not a section: with its label each would be a landmark of the page.
    out.container("article", &attributes, |out| {
        heading_with(out, "goals-title", level, |out| match &card.issue {
            Some(issue) => write_link(out, issue, |out| {
                write_line(out, &crate::fragment::without_links(&card.title));
                out.text(" ");
                out.element("span", &[("class", "goals-number")], |out| write_line(out, &issue.content));
            }),
            None => write_line(out, &card.title),
        });
        out.line_end();
        for problem in &card.problems {
            write_problem(out, "p", problem);
            out.line_end();
        }
        if !card.status.is_empty() {
            write_status(out, &card.status);
            out.line_end();
        }
        for (class, name, texts) in
            [("goals-tldr", "TL;DR", card.tldr.as_slice()), ("goals-help", "Help wanted", card.help_wanted.as_slice())]
        {
            for text in texts {
                out.container("div", &[("class", class)], |out| {
                    out.element("p", &[("class", "goals-label")], |out| out.text(name));
                    out.line_end();
                    write_blocks(out, text, level + 1);
                });
                out.line_end();
            }
        }
        if card.updates.is_empty() {
            out.element("p", &[("class", "goals-empty")], |out| out.text(&card.summary));
        } else {
            out.container("details", &[("class", "goals-updates")], |out| {
                out.element("summary", &[], |out| out.text(&card.summary));
                out.line_end();
                card.updates.iter().for_each(|it| {
                    write_update(out, it, level + 1);
                    out.line_end();
                });
            });
        }
        out.line_end();
    });
}

fn write_status(out: &mut Html, rows: &[Row]) {
    out.container("table", &[("class", "goals-status"), ("aria-label", "Status")], |out| {
        out.container("tbody", &[], |out| {
            for row in rows {
                out.element("tr", &[], |out| {
                    out.element("th", &[("scope", "row")], |out| out.text(row.label));
                    out.element("td", &[("dir", "auto")], |out| write_line(out, &row.value));
                });
                out.line_end();
            }
        });
        out.line_end();
    });
}

fn write_update(out: &mut Html, update: &Update, level: u8) {
    out.container("article", &[("class", "goals-update")], |out| {
        out.element("p", &[("class", "goals-meta")], |out| {
            let date = Inline::Date(update.date.clone());
            let date = match &update.url {
                Some(url) => {
                    Inline::Link(Link { url: url.clone(), title: Some("The original of this update".to_owned()), content: vec![date] })
                }
                None => date,
            };
            write_line(out, &[date, Inline::text(" by "), Inline::Isolated(update.author.clone())]);
        });
        out.line_end();
        if let Some(title) = &update.title {
            heading(out, "goals-heading", level, title);
            out.line_end();
        }
        // The same update is shown in many places, at one level: it is written once.
        let body = update.body.written(|blocks| {
            let mut body = Html::default();
            write_blocks(&mut body, blocks, TOP_LEVEL + 2);
            body.into_string()
        });
        out.container("blockquote", &[("class", "goals-excerpt"), ("dir", "auto")], |out| out.written(body));
        out.line_end();
        match (update.cut, &update.url) {
            (Cut::More, Some(url)) => out.element("p", &[("class", "goals-more")], |out| {
                let content = vec![Inline::text(format!("Read the rest of the update of {}", update.date))];
                write_line(out, &[Inline::Link(Link { url: url.clone(), title: None, content })]);
            }),
            (Cut::More, None) => out.element("p", &[("class", "goals-more")], |out| out.text("This update goes on.")),
            (Cut::Whole, _) => {}
        }
    });
}

fn write_list(out: &mut Html, start: Option<u64>, items: &[ListItem], level: u8) {
    let number = start.map(|it| it.to_string());
    let (name, attributes) = match &number {
        Some(number) => ("ol", vec![("start", number.as_str())]),
        None => ("ul", vec![]),
    };
    out.container(name, &attributes, |out| {
        for item in items {
            let class: &[(&str, &str)] = if item.checked.is_some() { &[("class", "goals-task")] } else { &[] };
            out.element("li", class, |out| {
                if let Some(checked) = item.checked {
                    write_check(out, checked);
                    out.text(" ");
                }
                match item.content.as_slice() {
                    // A lone paragraph is the item's text.
                    [Block::Paragraph(content)] => write_line(out, content),
                    [Block::Paragraph(content), rest @ ..] => {
                        out.element("span", &[("dir", "auto")], |out| write_line(out, content));
                        out.line_end();
                        write_blocks(out, rest, level);
                    }
                    content => {
                        out.line_end();
                        write_blocks(out, content, level);
                    }
                }
            });
            out.line_end();
        }
    });
}

/// The stylesheet draws a box; the text is for those who see the page without it.
fn write_check(out: &mut Html, checked: bool) {
    let (class, label, mark) = if checked { ("goals-check goals-done", "done", "[x]") } else { ("goals-check", "to do", "[ ]") };
    out.element("span", &[("class", class), ("role", "img"), ("aria-label", label)], |out| out.text(mark));
}

fn write_table(out: &mut Html, table: &Table) {
    let class = match table.origin {
        Origin::Directive => "goals-table goals-list",
        Origin::Author => "goals-table",
    };
    // A table may be wider than a phone: it scrolls in a frame of its own, by keyboard as well.
    out.container("div", &[("class", class), ("tabindex", "0"), ("role", "group"), ("aria-label", "Table")], |out| {
        out.container("table", &[], |out| {
            if table.head.iter().any(|it| !it.is_empty()) {
                out.element("thead", &[], |out| write_row(out, table, &table.head, "th"));
                out.line_end();
            }
            out.container("tbody", &[], |out| {
                for row in &table.rows {
                    write_row(out, table, row, "td");
                    out.line_end();
                }
            });
            out.line_end();
        });
        out.line_end();
    });
}

fn write_row(out: &mut Html, table: &Table, cells: &[Vec<Inline>], name: &'static str) {
    out.element("tr", &[], |out| {
        for (nth, cell) in cells.iter().enumerate() {
            let class = match table.alignment.get(nth) {
                Some(Alignment::Center) => Some("goals-center"),
                Some(Alignment::Right) => Some("goals-right"),
                Some(Alignment::Left) => Some("goals-left"),
                Some(Alignment::Default) | None => is_long(cell).then_some("goals-long"),
            };
            let mut attributes = vec![("dir", "auto")];
            attributes.extend(class.map(|it| ("class", it)));
            if name == "th" {
                attributes.push(("scope", "col"));
            }
            out.element(name, &attributes, |out| write_line(out, cell));
        }
    });
}

/// Whether a cell's text is to have a column that is wide enough for several words in a line.
fn is_long(cell: &[Inline]) -> bool {
    crate::fragment::plain_text(cell).chars().nth(30).is_some()
}

fn write_line(out: &mut Html, line: &[Inline]) {
    for it in line {
        match it {
            Inline::Text(text) => out.text(text),
            Inline::Code(text) => out.element("code", &[], |out| out.text(text)),
            Inline::Styled(style, content) => out.element(style_element(*style), &[], |out| write_line(out, content)),
            Inline::Link(link) => write_link(out, link, |out| write_line(out, &link.content)),
            Inline::Break => out.void("br", &[]),
            Inline::Isolated(content) => out.element("bdi", &[], |out| write_line(out, content)),
            Inline::Progress(it) => write_progress(out, *it),
            Inline::Date(date) => out.element("time", &[("datetime", date)], |out| out.text(date)),
            Inline::Problem(it) => write_problem(out, "strong", it),
        }
    }
}

fn write_link(out: &mut Html, link: &Link, content: impl FnOnce(&mut Html)) {
    let mut attributes = vec![("href", link.url.as_str())];
    attributes.extend(link.title.as_deref().map(|it| ("title", it)));
    out.element("a", &attributes, content);
}

fn style_element(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "em",
        Style::Strong => "strong",
        Style::Strikethrough => "del",
        Style::Superscript => "sup",
        Style::Subscript => "sub",
        Style::Keyboard => "kbd",
    }
}

/// The bar says its figures to a screen reader; the same figures beside it are for the eye.
fn write_progress(out: &mut Html, it: Progress) {
    let figures = format!("{}/{}", it.completed, it.total);
    let label = format!("{} of {} tasks done", it.completed, it.total);
    let (value, max) = (it.completed.to_string(), it.total.max(1).to_string());
    out.element("span", &[("class", "goals-progress")], |out| {
        out.element("progress", &[("value", &value), ("max", &max), ("aria-label", &label)], |out| out.text(&label));
        out.text(" ");
        out.element("span", &[("aria-hidden", "true")], |out| out.text(&figures));
    });
}

fn write_problem(out: &mut Html, element: &'static str, it: &Problem) {
    out.element(element, &[("class", "goals-problem")], |out| {
        out.text(&format!("{} ({})", it.message, it.code));
    });
}
