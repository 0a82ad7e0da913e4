//! Where in a chapter a directive may stand: the only user of pulldown-cmark for chapters.
//!
//! One parse of the original text answers for every `<<#` in it: is this text, and of what, or is
//! it code, a comment, raw HTML? Nothing here knows what a directive means, and no text is
//! written.

use std::ops::Range;

use pulldown_cmark::{Options, Parser};

mod document;
mod html;
mod ids;
pub mod structure;
mod tasks;
mod walk;

pub use document::{Broken, Comment, Definition, Document, Link, LinkForm, Lost, Medium, Run, Swallower, Target, document};
pub use ids::TakenId;
pub use tasks::check_boxes;

/// What the host's `[output.html]` says about Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Whether `: text` below a line is a definition (mdBook 0.5, on by default).
    pub definition_lists: bool,
    /// Whether `> [!NOTE]` is an admonition (mdBook 0.5, on by default).
    pub admonitions: bool,
}

impl Default for Dialect {
    /// The defaults of mdBook 0.5.
    fn default() -> Self {
        Dialect { definition_lists: true, admonitions: true }
    }
}

impl Dialect {
    /// The parser's options. Smart punctuation stays off: it changes no range, only the text of
    /// events, which nobody reads here.
    pub(crate) fn options(self) -> Options {
        let mut options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES;
        options.set(Options::ENABLE_DEFINITION_LIST, self.definition_lists);
        options.set(Options::ENABLE_GFM, self.admonitions);
        options
    }
}

/// What stands at a place of a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// Text, in this leaf of the document.
    Text {
        /// The index of the leaf in [`Outline::leaves`].
        leaf: usize,
        /// Whether it is inside a link's text.
        linked: Linked,
    },
    /// Code, a comment, an attribute or a tag: nothing to expand, and no mistake.
    Inert,
    /// Text between the tags of a block of raw HTML, which Markdown does not read.
    RawHtml,
    /// Neither: a link's target, a definition, an image's description.
    Elsewhere,
}

/// Whether a place is inside a link's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Linked {
    /// It is.
    Yes,
    /// It is not.
    No,
}

/// A block that holds text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// What kind of block.
    pub kind: LeafKind,
    /// The bytes of its text; without the markers before it, in a paragraph with the line end.
    pub range: Range<usize>,
    /// What follows in the same container.
    pub next: Next,
}

/// The kinds of [`Leaf`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeafKind {
    /// A paragraph, also the text of a tight list's item.
    Paragraph,
    /// A heading.
    Heading,
    /// A table's cell.
    Cell(Cell),
    /// The text of a picture, a definition's title.
    Other,
}

/// Where a cell stands in its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// 0 for the first one of its row.
    pub column: usize,
    /// How many columns the table has.
    pub columns: usize,
    /// The bytes of the row, without the markers before it.
    pub row: Range<usize>,
    /// Whether all other cells of the row are empty.
    pub alone: bool,
    /// Whether it is in the table's head.
    pub head: bool,
}

/// What follows a leaf in its container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The container ends, or the chapter does.
    Nothing,
    /// A block, which starts at this byte.
    Block(usize),
}

/// What one parse of a chapter found.
#[derive(Debug, Default)]
pub struct Outline {
    /// For each of the places asked for, what stands there.
    pub places: Vec<Place>,
    /// The blocks that hold text, in the order of the chapter.
    pub leaves: Vec<Leaf>,
    /// The ids that the chapter's headings and raw HTML take on the page.
    pub ids: Vec<TakenId>,
    /// The bytes of plain text outside headings and links, ascending, for automatic links.
    pub prose: Vec<Range<usize>>,
}

/// Parses a chapter and says what stands at the bytes `places`, which ascend.
pub fn outline(text: &str, dialect: Dialect, places: &[usize]) -> Outline {
    let mut walk = walk::Walk::new(text, places);
    for (event, range) in Parser::new_ext(text, dialect.options()).into_offset_iter() {
        walk.event(&event, range);
    }
    walk.finish()
}

/// The [`outline`] and the [`document()`] of a text, by one parse.
pub fn outline_and_document(text: &str, dialect: Dialect, places: &[usize]) -> (Outline, Document) {
    let mut walk = walk::Walk::new(text, places);
    let document = document::read(text, dialect, |event, range| walk.event(event, range.clone()));
    (walk.finish(), document)
}

/// What each line behind the first of a replacement at `at` must begin with, so that it stays in
/// the same list item, quote or footnote: what stands before it on its line, with the markers of
/// lists as spaces.
///
/// A footnote's text goes on at four spaces, however long its label is.
pub fn continuation(text: &str, at: usize) -> String {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(it) = rest.chars().next() {
        if rest.starts_with("[^")
            && let Some((_, behind)) = rest.split_once("]:")
        {
            out.push_str("    ");
            rest = behind.trim_start_matches([' ', '\t']);
            continue;
        }
        out.push(if matches!(it, '>' | '\t') { it } else { ' ' });
        rest = rest.get(it.len_utf8()..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place of each `<<#` in a text, as a word.
    fn places(text: &str) -> Vec<String> {
        let at: Vec<usize> = text.match_indices("<<#").map(|(at, _)| at).collect();
        let outline = outline(text, Dialect::default(), &at);
        let name = |place: &Place| match place {
            Place::Text { leaf, linked } => {
                let leaf = &outline.leaves[*leaf];
                let kind = match &leaf.kind {
                    LeafKind::Paragraph => "paragraph".to_owned(),
                    LeafKind::Heading => "heading".to_owned(),
                    LeafKind::Cell(it) => format!("cell {}/{}{}", it.column, it.columns, if it.alone { " alone" } else { "" }),
                    LeafKind::Other => "other".to_owned(),
                };
                let whole = text.get(leaf.range.clone()).unwrap().trim();
                let alone =
                    if whole.starts_with("<<#") && whole.ends_with(">>") && leaf.kind == LeafKind::Paragraph { " alone" } else { "" };
                let link = if *linked == Linked::Yes { " linked" } else { "" };
                format!("{kind}{alone}{link}")
            }
            Place::Inert => "inert".to_owned(),
            Place::RawHtml => "raw".to_owned(),
            Place::Elsewhere => "elsewhere".to_owned(),
        };
        outline.places.iter().map(name).collect()
    }

    #[test]
    fn what_stands_at_a_place() {
        let rows: &[(&str, &[&str])] = &[
            ("<<#g 1>>", &["paragraph alone"]),
            ("a <<#g 1>> b", &["paragraph"]),
            ("# <<#g 1>>\n", &["heading"]),
            ("<<#g 1>>\n---\n", &["heading"]),
            ("- <<#g 1>>\n- b\n", &["paragraph alone"]),
            ("- a\n\n  <<#g 1>>\n", &["paragraph alone"]),
            ("- [ ] <<#g 1>>\n", &["paragraph"]),
            ("> <<#g 1>>\r\n", &["paragraph alone"]),
            ("> - 1. <<#g ä>>\n", &["paragraph alone"]),
            ("[^a]: <<#g 1>>\n\n[^a]\n", &["paragraph alone"]),
            ("| <<#g 1>> | |\n|---|---|\n| <<#g 1>> | |\n| a | <<#g 1>> |\n", &["cell 0/2 alone", "cell 0/2 alone", "cell 1/2"]),
            ("[<<#g 1>>](u)", &["paragraph linked"]),
            ("![<<#g 1>>](u)", &["elsewhere"]),
            ("[x](u \"<<#g 1>>\")", &["elsewhere"]),
            ("[x]: u \"<<#g 1>>\"\n", &["elsewhere"]),
            ("`<<#g 1>>` ``a ` <<#g 1>>``", &["inert", "inert"]),
            ("```\n<<#g 1>>\n```\n", &["inert"]),
            ("    <<#g 1>>\n", &["inert"]),
            ("<!-- <<#g 1>> -->\n", &["inert"]),
            ("a <!-- <<#g 1>> --> <b title=\"<<#g 1>>\">", &["inert", "inert"]),
            ("<code><<#g 1>></code> <<#g 1>>", &["inert", "paragraph"]),
            ("<div>\n<<#g 1>>\n</div>\n", &["raw"]),
            ("<div title='<<#g 1>>'>\n\n<<#g 1>>\n\n</div>\n", &["inert", "paragraph alone"]),
            ("<pre>\n<<#g 1>>\n</pre>\n", &["inert"]),
            ("*<<#g 1>>*", &["paragraph"]),
            ("term\n: <<#g 1>>\n", &["paragraph alone"]),
        ];
        for (text, expected) in rows {
            assert_eq!(places(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn what_follows_in_the_same_container() {
        let next = |text: &str| outline(text, Dialect::default(), &[]).leaves[0].next;
        assert_eq!(next("a\n"), Next::Nothing);
        assert_eq!(next("a\n# b\n"), Next::Block(2));
        assert_eq!(next("- a\n- b\n"), Next::Nothing);
        assert_eq!(next("- a\n  > b\n"), Next::Block(6));
        assert_eq!(next("> a\n\nb"), Next::Nothing);
        assert_eq!(next("a\n\n***\n"), Next::Block(3));
    }

    #[test]
    fn lines_go_on_in_their_container() {
        let rows = [
            ("", 0, ""),
            ("- x", 2, "  "),
            ("a\n> 1. x", 7, ">    "),
            ("-\tx", 2, " \t"),
            ("[^long]: x", 9, "    "),
            ("> [^a]: x", 8, ">     "),
            ("ä\n  x", 5, "  "),
        ];
        for (text, at, expected) in rows {
            assert_eq!(continuation(text, at), expected, "{text:?}");
        }
    }

    #[test]
    fn ids_of_headings_and_html_are_known() {
        let text = "# Goal 113\n\n## Ä `b` {#own}\n\n<p id=\"goal-7\"></p>\n\nx <a id='y'></a>\n";
        let ids: Vec<_> = outline(text, Dialect::default(), &[]).ids.into_iter().map(TakenId::id).collect();
        assert_eq!(ids, ["goal-113", "own", "goal-7", "y"]);
    }

    #[test]
    fn options_are_those_of_mdbook() {
        let texts = [
            "| a |\n|---|\n| b |\n",
            "a[^1]\n\n[^1]: b\n",
            "~~a~~",
            "- [x] a",
            "# a {#b .c}",
            "a\n: b\n",
            "> [!NOTE]\n> a\n",
            "$a$",
            "[[a]]",
        ];
        for text in texts {
            for (definition_lists, admonitions) in [(true, true), (false, false), (true, false), (false, true)] {
                let mut theirs = mdbook_markdown::MarkdownOptions::default();
                theirs.smart_punctuation = false;
                theirs.definition_lists = definition_lists;
                theirs.admonitions = admonitions;
                let ours = Parser::new_ext(text, Dialect { definition_lists, admonitions }.options());
                assert!(ours.eq(mdbook_markdown::new_cmark_parser(text, &theirs)), "{text:?}");
            }
        }
    }
}
