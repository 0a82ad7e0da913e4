//! The HTML of a fragment: one block of raw HTML without a blank line, so that Markdown passes it
//! through as it is, whatever stands in it.
//!
//! Every end tag is written, no element has a style of its own, and headings are paragraphs with a
//! heading's role: mdBook would give real ones ids, anchors and places in its sidebar, and rename
//! the reader's.

mod escape;
mod line;
mod page;
mod table;
mod timeline;

use self::escape::Html;
use self::line::{write_line, write_link, write_problem, write_progress};
pub use self::page::page;
use self::table::write_table;
use crate::fragment::{
    Block, Card, Cut, Folding, Inline, Link, ListItem, Pointer, Problem, Progress, Purpose, Row, Shared, Update, plain_text,
};

/// The classes of an element that stands directly in a chapter. The stylesheet hangs everything on
/// `goals`; the other one tells MathJax, which some books load, to leave strangers' text alone: a
/// formula can hold a script.
const ROOT: &str = "goals tex2jax_ignore";

/// The same for a card.
const CARD: &str = "goals goals-card tex2jax_ignore";

/// The same for a report.
const REPORT: &str = "goals goals-report tex2jax_ignore";

/// The level of headings that stand directly in a chapter: below its title and its sections.
const TOP_LEVEL: u8 = 3;

/// The level of a report's sections: right below the page's title. So the cards in its sections'
/// themes stand above the headings of their updates, which are at one level everywhere.
const REPORT_LEVEL: u8 = 2;

/// The level of the first heading in an update's text.
const BODY_LEVEL: u8 = TOP_LEVEL + 2;

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

/// The text of an update, for a page of any kind.
pub fn body(body: &Shared) -> &str {
    body.written(|blocks| {
        let mut out = Html::default();
        write_blocks(&mut out, blocks, BODY_LEVEL);
        out.into_string()
    })
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
        Block::Report(content) => {
            out.container("div", &[("class", REPORT)], |out| write_blocks(out, content, REPORT_LEVEL));
        }
        Block::Section { .. }
        | Block::Pointers(..)
        | Block::Status(_)
        | Block::Updates(_)
        | Block::Table(_)
        | Block::Timeline(_)
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
        Block::Timeline(it) => timeline::write(out, it),
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
        Block::Section { title, anchor, content } => {
            let mut attributes = vec![("class", "goals-section")];
            attributes.extend(anchor.as_deref().map(|it| ("id", it)));
            out.container("section", &attributes, |out| {
                heading(out, "goals-section-title", level, title);
                out.line_end();
                write_blocks(out, content, level + 1);
            });
        }
        Block::Report(content) => write_blocks(out, content, REPORT_LEVEL),
        Block::Pointers(Purpose::Contents, pointers) => {
            out.container("nav", &[("class", "goals-contents"), ("aria-label", "Contents")], |out| write_pointers(out, pointers));
        }
        Block::Pointers(Purpose::Elsewhere, pointers) => write_pointers(out, pointers),
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
    let label = plain_text(&card.title);
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
            let attributes: &[_] = match card.folding {
                Folding::Closed => &[("class", "goals-updates")],
                Folding::Open => &[("class", "goals-updates"), ("open", "")],
            };
            out.container("details", attributes, |out| {
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
        out.container("blockquote", &[("class", "goals-excerpt"), ("dir", "auto")], |out| out.written(body(&update.body)));
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

fn write_pointers(out: &mut Html, pointers: &[Pointer]) {
    out.container("ul", &[], |out| {
        for it in pointers {
            out.element("li", &[], |out| {
                out.element("a", &[("href", &format!("#{}", it.anchor)), ("dir", "auto")], |out| write_line(out, &it.title));
                if !it.inner.is_empty() {
                    out.line_end();
                    write_pointers(out, &it.inner);
                }
            });
            out.line_end();
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
