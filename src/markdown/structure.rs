//! A whole document by its parse: headings, tables, links and what else a reader of other
//! people's documents asks for, each with its bytes.
//!
//! Values are cut out of the source, so that they keep the form in which they were written; what
//! would lose its meaning outside the document (a link that is defined elsewhere in it, a
//! footnote, a comment) is edited on the way. What the document says is not known here.

mod repair;
mod walk;

use std::ops::Range;

use pulldown_cmark::Parser;

use super::Dialect;
use crate::edit::{Edit, apply};
use walk::Walk;

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The whole block.
    pub range: Range<usize>,
    /// Its text, without the markers.
    pub content: Range<usize>,
}

/// A table. Every row has as many cells as the head: the parser fills up and cuts off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The whole block.
    pub range: Range<usize>,
    /// The cells of its head, without the blanks around their text.
    pub head: Vec<Range<usize>>,
    /// The cells of its other rows.
    pub rows: Vec<Vec<Range<usize>>>,
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// All of it.
    pub range: Range<usize>,
    /// Its text, or the image's description.
    pub text: Range<usize>,
    /// Whether it is an image.
    pub kind: LinkKind,
    /// Where it leads.
    pub target: Target,
}

/// Whether a [`Link`] is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// A link.
    Link,
    /// An image.
    Image,
}

/// Where a [`Link`] leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To this URL, written in the link.
    Written(String),
    /// To the URL and title of a definition elsewhere in the document.
    Defined(String, String),
    /// Nowhere: brackets that the document does not define, such as `[lang]`.
    Undefined,
}

impl Link {
    /// The URL, where there is one.
    pub fn url(&self) -> Option<&str> {
        match &self.target {
            Target::Written(url) | Target::Defined(url, _) => Some(url),
            Target::Undefined => None,
        }
    }
}

/// What one parse of a document found, each kind in the order of the text.
#[derive(Debug, Default)]
pub struct Document<'a> {
    /// The text.
    pub text: &'a str,
    /// The headings.
    pub headings: Vec<Heading>,
    /// The tables.
    pub tables: Vec<Table>,
    /// The links and images; of two nested ones the outer first.
    pub links: Vec<Link>,
    /// Struck-out text, with its marks.
    pub struck: Vec<Range<usize>>,
    /// Code spans, with their marks.
    pub code: Vec<Range<usize>>,
    /// HTML comments.
    comments: Vec<Range<usize>>,
    /// Lines that are written as rows of a table and are in none.
    pub strays: Vec<Range<usize>>,
    /// Link definitions.
    definitions: Vec<Range<usize>>,
    /// Code blocks and blocks of HTML.
    verbatim: Vec<Range<usize>>,
    /// Marks of footnotes with the labels.
    footnotes: Vec<(Range<usize>, String)>,
    /// The footnotes themselves: label, block, text.
    notes: Vec<(String, Range<usize>, Range<usize>)>,
}

/// Parses a document, and forgives it a missing blank line: a table or a link definition that
/// Markdown takes for the end of the text or table above is read as what it was meant to be.
pub fn document(text: &str) -> Document<'_> {
    let first = parse(text, &[]);
    let swallowed = repair::swallowed(&first);
    let mut out = if swallowed.is_empty() { first } else { parse(text, &swallowed) };
    out.strays = repair::strays(&out);
    out
}

/// Parses a text as if there were a blank line before each of the lines that start at `added`.
fn parse<'a>(text: &'a str, added: &[usize]) -> Document<'a> {
    let source = &repair::with_blank_lines(text, added);
    let original = |it: Range<usize>| repair::original(added, it.start)..repair::original(added, it.end);
    // brackets without a definition are links for us: `[lang]` names a team
    let mut undefined = |_: pulldown_cmark::BrokenLink<'_>| Some(("".into(), "".into()));
    let events = Parser::new_with_broken_link_callback(source, Dialect::default().options(), Some(&mut undefined)).into_offset_iter();
    let mut walk = Walk::new(text);
    walk.out.definitions = events.reference_definitions().iter().map(|(_, it)| original(it.span.clone())).collect();
    walk.out.definitions.sort_by_key(|it| it.start);
    for (event, range) in events {
        walk.event(event, original(range));
    }
    walk.out.links.sort_by_key(|it| (it.range.start, std::cmp::Reverse(it.range.end)));
    walk.out
}

impl Document<'_> {
    /// The bytes as they are written.
    pub fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The links and images in a piece of the document.
    pub fn links_in(&self, range: &Range<usize>) -> impl Iterator<Item = &Link> {
        let from = self.links.partition_point(|it| it.range.start < range.start);
        let end = range.end;
        self.links.iter().skip(from).take_while(move |it| it.range.start < end).filter(move |it| it.range.end <= end)
    }

    /// A piece of text as inline Markdown on one line that means the same anywhere, without the
    /// pieces `dropped`: comments go, links carry their URLs, a bar that was escaped for a table
    /// is a bar, a footnote stands in parentheses.
    pub fn inline(&self, range: &Range<usize>, dropped: &[Range<usize>]) -> String {
        let mut edits = self.portable(range, dropped);
        for (at, mark) in self.slice(range).match_indices("\\|") {
            let at = range.start + at;
            push(&mut edits, at..at + mark.len(), "|".to_owned());
        }
        for (mark, label) in self.footnotes.iter().filter(|(it, _)| within(it, range)) {
            let note = self.notes.iter().find(|(it, ..)| it == label).map(|(_, _, text)| self.slice(text).trim());
            let alone = self.slice(range).trim() == self.slice(mark);
            let text = match note {
                Some(note) if alone => note.to_owned(),
                Some(note) => format!("({note})"),
                None => continue,
            };
            push(&mut edits, mark.clone(), text);
        }
        self.edited(range, edits).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Blocks of the document as Markdown that means the same anywhere, lines ending in LF:
    /// comments and link definitions go, links carry their URLs, footnotes come along.
    pub fn blocks(&self, range: &Range<usize>) -> String {
        let mut edits = self.portable(range, &[]);
        for it in self.definitions.iter().chain(self.notes.iter().map(|(_, block, _)| block)).filter(|it| within(it, range)) {
            push(&mut edits, it.clone(), String::new());
        }
        for edit in &mut edits {
            if edit.text.is_empty() {
                edit.range = self.whole_lines(&edit.range, range.end);
            }
        }
        let mut out = self.edited(range, edits).replace("\r\n", "\n").trim().to_owned();
        for (label, block, _) in &self.notes {
            if self.footnotes.iter().any(|(mark, it)| it == label && within(mark, range)) {
                out.push_str("\n\n");
                out.push_str(self.slice(block).replace("\r\n", "\n").trim());
            }
        }
        out
    }

    /// What stands alone on its lines, with the end of the last one and, where a blank line is
    /// above it, with the blank lines below it.
    fn whole_lines(&self, range: &Range<usize>, limit: usize) -> Range<usize> {
        let above = self.text.get(..range.start).unwrap_or_default();
        let start = above.rfind('\n').map_or(0, |it| it + 1);
        let mut below = self.text.get(range.end..limit).unwrap_or_default().split_inclusive('\n');
        let rest = below.next().unwrap_or_default();
        let is_alone = above.get(start..).unwrap_or_default().trim().is_empty() && rest.trim().is_empty();
        if !is_alone {
            return range.clone();
        }
        let is_apart = above.get(..start).unwrap_or_default().trim_end_matches('\r').trim_end_matches('\n').ends_with(['\n', '\r']);
        let blank = below.take_while(|it| is_apart && it.trim().is_empty()).map(str::len).sum::<usize>();
        range.start..range.end + rest.len() + blank
    }

    fn portable(&self, range: &Range<usize>, dropped: &[Range<usize>]) -> Vec<Edit> {
        let mut edits = Vec::new();
        for it in dropped.iter().chain(&self.comments).filter(|it| within(it, range)) {
            push(&mut edits, it.clone(), String::new());
        }
        for link in self.links_in(range) {
            if let Target::Defined(url, title) = &link.target {
                push(&mut edits, link.text.end..link.range.end, format!("]({})", destination(url, title)));
            }
        }
        edits
    }

    fn edited(&self, range: &Range<usize>, edits: Vec<Edit>) -> String {
        let moved: Vec<_> =
            edits.into_iter().map(|it| Edit { range: it.range.start - range.start..it.range.end - range.start, text: it.text }).collect();
        apply(self.slice(range), &moved)
    }
}

fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Adds an edit in its place, unless it meets one that is there: what is dropped stays dropped.
fn push(edits: &mut Vec<Edit>, range: Range<usize>, text: String) {
    if range.is_empty() || edits.iter().any(|it| it.range.start < range.end && range.start < it.range.end) {
        return;
    }
    let at = edits.partition_point(|it| it.range.start < range.start);
    edits.insert(at, Edit { range, text });
}

/// A link's destination and title as they stand between its parentheses.
fn destination(url: &str, title: &str) -> String {
    let url = if url.is_empty() || url.contains(['(', ')', ' ', '<', '>']) {
        format!("<{}>", url.replace('<', "%3C").replace('>', "%3E"))
    } else {
        url.to_owned()
    };
    if title.is_empty() { url } else { format!("{url} \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let document = document(text);
        let table = document.tables.first().cloned().unwrap_or_default();
        let row = |row: &Vec<Range<usize>>| row.iter().map(|it| document.inline(it, &[])).collect();
        std::iter::once(&table.head).chain(&table.rows).map(row).collect()
    }

    #[test]
    fn cells_are_read_as_they_are_written() {
        let rows: &[(&str, &[&[&str]])] = &[
            ("", &[&[]]),
            ("| a | b |\n|-|-|\n| 1 | `x \\| y` |\n", &[&["a", "b"], &["1", "`x | y`"]]),
            ("|ä|b|\r\n|-|-|\r\n|\\|ß| |\r\n", &[&["ä", "b"], &["|ß", ""]]),
            ("a|b\n-|-\n*x* @y|![T][] [t][]", &[&["a", "b"], &["*x* @y", "![T][] [t][]"]]),
            (
                "a|b\n-|-\n[t][r]|![i]\n\n[r]: http://x 'y \"z\"'\n[i]: <a b>",
                &[&["a", "b"], &["[t](http://x \"y \\\"z\\\"\")", "![i](<a b>)"]],
            ),
            ("a|b\n-|-\n1<!-- c -->|[^1]\n2 [^1]|[^2]\n\n[^1]: no*te*", &[&["a", "b"], &["1", "no*te*"], &["2 (no*te*)", "[^2]"]]),
            ("a|b|c\n-|-|-\n1\n1|2|3|4", &[&["a", "b", "c"], &["1", "", ""], &["1", "2", "3"]]),
            ("- x\n\n  a|b\n  -|-\n  \\[x\\]|~~y~~", &[&["a", "b"], &["\\[x\\]", "~~y~~"]]),
        ];
        for (text, expected) in rows {
            assert_eq!(cells(text), *expected, "{text}");
        }
    }

    #[test]
    fn headings_links_and_struck_text_have_their_places() {
        let text = "# \\# ä `b`\r\n\r\nSet\r\next\r\n====\r\n\r\n[lang] ![Team][] ~~old~~ `[x]`\r\n\r\n```\n# no\n```\n";
        let document = document(text);
        let headings: Vec<_> = document.headings.iter().map(|it| (it.level, document.inline(&it.content, &[]))).collect();
        assert_eq!(headings, [(1, "\\# ä `b`".to_owned()), (1, "Set ext".to_owned())]);
        let links: Vec<_> = document.links.iter().map(|it| (document.slice(&it.range), document.slice(&it.text), it.kind)).collect();
        assert_eq!(links, [("[lang]", "lang", LinkKind::Link), ("![Team][]", "Team", LinkKind::Image)]);
        assert_eq!(document.struck.iter().map(|it| document.slice(it)).collect::<Vec<_>>(), ["~~old~~"]);
    }

    #[test]
    fn a_missing_blank_line_is_forgiven() {
        let rows: &[(&str, &[&[&str]])] = &[
            ("* item ä\n|a|b|\n|-|-|\n|1|2|\n", &[&["a", "b"], &["1", "2"]]),
            ("a|b\n-|-\n1|[2][x]\n[x]: u:x\n", &[&["a", "b"], &["1", "[2](u:x)"]]),
            ("a|b\r\n-|-\r\n1|[2][x]\r\n[x]: u:x\r\n", &[&["a", "b"], &["1", "[2](u:x)"]]),
            ("a|b\n-|-\n1|2\n[x]: not a definition\n", &[&["a", "b"], &["1", "2"], &["[x]: not a definition", ""]]),
            ("```\nx\n|a|b|\n|-|-|\n```\n", &[&[]]),
        ];
        for (text, expected) in rows {
            assert_eq!(cells(text), *expected, "{text}");
        }
    }

    #[test]
    fn rows_outside_of_tables_are_found() {
        let strays = |text| document(text).strays.iter().map(|it| document(text).slice(it).to_owned()).collect::<Vec<_>>();
        assert_eq!(strays("|a|b|\r\n|-|-|\r\n|1|2|\r\n\r\n| ä | 3 |\r\n| no\r\n"), ["| ä | 3 |"]);
        assert_eq!(strays("|a|b|\n|-|-|\n|1|2|\n\n    | c | d |\n"), [""; 0]);
    }

    #[test]
    fn blocks_mean_the_same_elsewhere() {
        let text = "One [a][x] and [b].[^n]<!-- no -->\r\nTwo.\r\n\r\n<!-- no\n  no\n-->\r\n\r\n[b]: u:b\r\n\r\n\r\n* `[x]`\r\n\r\n# End\r\n[x]: u:x\r\n\r\n[^n]: Note.\r\n";
        let document = document(text);
        let end = document.headings[0].range.start;
        assert_eq!(document.blocks(&(0..end)), "One [a](u:x) and [b](u:b).[^n]\nTwo.\n\n* `[x]`\n\n[^n]: Note.");
    }
}
