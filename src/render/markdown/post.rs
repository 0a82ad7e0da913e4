//! A page of Markdown by itself: a report for a blog or an issue.
//!
//! Other than in a chapter, headings are headings and updates fold, in `<details>`: the one element
//! of HTML, on lines of its own, so that a reader who gets the page without it misses nothing.
//! Links stand where they are used, and the table of contents leads to where the site puts its
//! anchors.

use std::collections::HashMap;

use super::super::{Site, Target};
use super::slug::Slugs;
use super::{Pieces, line, piece};
use crate::fragment::{Block, Card, Inline, Link, Pointer, Purpose, Update, plain_text, without_links};

/// The level of a page's title.
const TITLE_LEVEL: usize = 1;

/// Blocks as a page, below `title`.
pub(in crate::render) fn post(title: Option<&[Inline]>, blocks: &[Block], site: Site) -> String {
    let mut slugs = Slugs::default();
    if let Some(title) = title {
        slugs.of(&plain_text(title));
    }
    let mut anchors = HashMap::new();
    match site {
        Site::GitHub => name(blocks, &mut slugs, &mut anchors),
        Site::Zola => {}
    }
    let mut post = Post { site, anchors, out: Pieces::default() };
    if let Some(title) = title {
        post.heading(TITLE_LEVEL, title, None);
    }
    post.blocks(blocks, TITLE_LEVEL + 1);
    post.out.into_string()
}

/// Finds out how the site names the headings, by our own anchors.
fn name(blocks: &[Block], slugs: &mut Slugs, anchors: &mut HashMap<String, String>) {
    for block in blocks {
        if let Block::Report(content) = block {
            name(content, slugs, anchors);
        } else if let Block::Section { title, anchor, content } = block {
            let slug = slugs.of(&plain_text(title));
            anchors.extend(anchor.iter().map(|it| (it.clone(), slug.clone())));
            name(content, slugs, anchors);
        } else if let Block::Card(card) = block {
            anchors.insert(card.anchor.clone(), slugs.of(&plain_text(&card_title(card))));
        }
    }
}

/// A card's title with the number of its tracking issue: what makes its anchor one of a kind.
fn card_title(card: &Card) -> Vec<Inline> {
    let Some(issue) = &card.issue else { return card.title.clone() };
    let mut content = without_links(&card.title);
    content.push(Inline::text(" "));
    content.extend(issue.content.iter().cloned());
    vec![Inline::Link(Link { content, ..issue.clone() })]
}

struct Post {
    site: Site,
    /// The site's own anchors by ours; those that are not here are as we name them.
    anchors: HashMap<String, String>,
    out: Pieces,
}

impl Post {
    fn target(&self) -> Target {
        Target::Post(self.site)
    }

    fn blocks(&mut self, blocks: &[Block], level: usize) {
        for block in blocks {
            if let Block::Report(content) = block {
                self.blocks(content, level);
            } else if let Block::Section { title, anchor, content } = block {
                self.heading(level, title, anchor.as_deref());
                self.blocks(content, level + 1);
            } else if let Block::Card(card) = block {
                self.card(card, level);
            } else if let Block::Pointers(purpose, pointers) = block {
                if *purpose == Purpose::Contents {
                    self.out.push(&piece(self.target(), |it| it.label("Contents")));
                }
                let mut list = String::new();
                self.pointers(pointers, "", &mut list);
                self.out.push(list.trim_end());
            } else {
                self.out.push(&piece(self.target(), |it| it.block(block)));
            }
        }
    }

    fn heading(&mut self, level: usize, title: &[Inline], anchor: Option<&str>) {
        let signs = "#".repeat(level.min(6));
        let text = line(title, self.target());
        let name = match (self.site, anchor) {
            (Site::Zola, Some(anchor)) => format!(" {{#{anchor}}}"),
            (Site::Zola, None) | (Site::GitHub, _) => String::new(),
        };
        // `C #` would lose its sign, which Markdown takes for the end of the heading.
        let text = match text.strip_suffix('#') {
            Some(before) if !before.ends_with('\\') => format!("{before}\\#"),
            Some(_) | None => text,
        };
        self.out.push(&format!("{signs} {text}{name}"));
    }

    fn pointers(&self, pointers: &[Pointer], indent: &str, out: &mut String) {
        for it in pointers {
            let anchor = self.anchors.get(&it.anchor).unwrap_or(&it.anchor);
            let link = Link { url: format!("#{anchor}"), title: None, content: it.title.clone() };
            out.push_str(&format!("{indent}- {}\n", line(&[Inline::Link(link)], self.target())));
            self.pointers(&it.inner, &format!("{indent}  "), out);
        }
    }

    fn card(&mut self, card: &Card, level: usize) {
        let target = self.target();
        self.heading(level, &card_title(card), Some(&card.anchor));
        for it in &card.problems {
            self.out.push(&piece(target, |writer| writer.label(&format!("{} ({})", it.message, it.code))));
        }
        if !card.status.is_empty() {
            self.out.push(&piece(target, |it| it.status(&card.status)));
        }
        for (label, texts) in [("TL;DR", card.tldr.as_slice()), ("Help wanted", card.help_wanted.as_slice())] {
            for text in texts {
                self.out.push(&piece(target, |it| it.label(label)));
                self.out.push(&super::blocks(text, target));
            }
        }
        if card.updates.is_empty() {
            self.out.push(&line(&[Inline::text(&card.summary)], target));
            return;
        }
        // The summary is a sentence of ours and holds no sign of HTML.
        self.out.push(&format!("<details>\n<summary>{}</summary>", card.summary));
        for it in &card.updates {
            self.update(it);
        }
        self.out.push("</details>");
    }

    fn update(&mut self, update: &Update) {
        let target = self.target();
        self.out.push(&piece(target, |it| it.origin(update)));
        let mut quoted = Pieces::default();
        if let Some(title) = &update.title {
            quoted.push(&piece(target, |it| it.strong(title)));
        }
        quoted.push(update.body.written(|blocks| super::blocks(blocks, target)));
        self.out.push(&quote(&quoted.into_string()));
        self.out.push(&piece(target, |it| it.rest(update)));
    }
}

/// Markdown as a block quote.
fn quote(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for (nth, line) in text.split('\n').enumerate() {
        out.push_str(if nth > 0 { "\n>" } else { ">" });
        if !line.is_empty() {
            out.push(' ');
            out.push_str(line);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fragment::{Cut, Folding, Shared};

    fn text(text: &str) -> Vec<Inline> {
        vec![Inline::text(text)]
    }

    fn card(anchor: &str, title: &str, body: Option<Block>) -> Block {
        let update = |body| Update {
            date: "2025-10-22".into(),
            author: text("A"),
            url: None,
            title: None,
            body: Shared::new(vec![body]),
            cut: Cut::Whole,
        };
        Block::Card(Box::new(Card {
            anchor: anchor.into(),
            title: text(title),
            issue: None,
            status: Vec::new(),
            tldr: None,
            help_wanted: Vec::new(),
            summary: "1 detailed update available.".into(),
            updates: body.into_iter().map(update).collect(),
            folding: Folding::Closed,
            problems: Vec::new(),
        }))
    }

    fn report(cards: Vec<Block>, pointers: &[&str]) -> Vec<Block> {
        let pointers = pointers.iter().map(|it| Pointer { anchor: (*it).into(), title: text("x"), inner: Vec::new() });
        let section = Block::Section { title: text("S"), anchor: Some("s".into()), content: cards };
        vec![Block::Report(vec![Block::Pointers(Purpose::Contents, pointers.collect()), section])]
    }

    #[test]
    fn pointers_lead_to_the_headings_as_the_site_names_them() {
        let blocks = report(vec![card("a", "T", None), card("b", "t", None)], &["s", "a", "b"]);
        let expected = "# t\n\n**Contents**\n\n- [x](#s)\n- [x](#t-1)\n- [x](#t-2)\n\n## S\n\n### T\n\n1 detailed update available.\n\n### t\n\n1 detailed update available.";
        assert_eq!(post(Some(&text("t")), &blocks, Site::GitHub), expected);
        let zola = post(None, &blocks, Site::Zola);
        assert!(zola.contains("- [x](#b)\n\n## S {#s}\n\n### T {#a}\n"), "{zola}");
    }

    #[test]
    fn updates_are_quoted_line_by_line() {
        let code = Block::Code { language: "rust".into(), text: "a\n\n</details>\n".into() };
        let written = post(None, &report(vec![card("a", "T", Some(code))], &[]), Site::GitHub);
        let expected = "<details>\n<summary>1 detailed update available.</summary>\n\n2025-10-22 by A\n\n> ````rust\n> a\n>\n> </details>\n> ````\n\n</details>";
        assert!(written.ends_with(expected), "{written}");
    }

    #[test]
    fn a_sign_at_the_end_of_a_title_stays() {
        for (title, expected) in [("C #", "## C \\#"), ("C#", "## C\\#"), ("# a", "## \\# a")] {
            let section = Block::Section { title: text(title), anchor: None, content: Vec::new() };
            assert_eq!(post(None, &[section], Site::GitHub), expected);
        }
    }

    #[test]
    fn for_zola_nothing_of_its_own_is_left_in_texts() {
        let body = Block::Paragraph(vec![Inline::text("{{ f() }} {% g() %} {{{"), Inline::Code("{{ f() }}".into())]);
        let zola = post(None, std::slice::from_ref(&body), Site::Zola);
        assert_eq!(zola, "&#123;{ f() }} &#123;% g() %} &#123;&#123;{`{{/* f() */}}`");
        assert_eq!(post(None, &[body], Site::GitHub), "{{ f() }} {% g() %} {{{`{{ f() }}`");
    }
}
