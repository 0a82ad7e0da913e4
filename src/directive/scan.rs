//! Finding directives in a chapter: `<<#name arguments>>`, where Markdown sees text.
//!
//! A directive is read from the source, so that its quoted values may hold what Markdown would
//! read as its own; whether it opens in text, the parsed document says. Names and values are not
//! understood here.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::lex::{self, Item, Lexed, OPENER};
use super::{MISPLACED_DIRECTIVE, UNCLOSED_DIRECTIVE};
use crate::diagnostic::Diagnostic;
use crate::markdown::{self, Cell, Dialect, Document, LeafKind, Linked, Next, Outline, Place};
use crate::source::{FileId, Span, Spanned};

/// A directive as it stands in a chapter.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// All of it, from `<<#` to `>>`.
    pub span: Span,
    /// Its name.
    pub name: Spanned<String>,
    /// What was written behind the name.
    pub items: Vec<Item>,
    /// Where it stands.
    pub site: Site,
}

/// Where a directive stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Site {
    /// Alone in its paragraph.
    Alone {
        /// Where the next block of the same container starts, a byte of the chapter.
        next: Option<usize>,
    },
    /// Alone in the first cell of a table's row, the other cells empty.
    Row(Cell),
    /// In another cell of a table, or beside other text in one.
    Cell(Links),
    /// In a line.
    Line(Links),
}

/// Whether a place may hold a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// It may.
    Allowed,
    /// It may not: a heading, or the text of a link.
    Forbidden,
}

/// What a chapter holds.
#[derive(Debug)]
pub struct Scan {
    /// The directives, in the order of the chapter.
    pub calls: Vec<Call>,
    /// What begins as a directive and is none, in the order of the chapter.
    pub broken: Vec<Broken>,
    /// The document around them.
    pub outline: Outline,
}

/// What begins as a directive and cannot be one: it does not end, or nothing can stand there.
#[derive(Debug)]
pub struct Broken {
    /// All of it, as far as it was read, as bytes of the chapter.
    pub range: Range<usize>,
    /// What is wrong.
    pub mistake: Diagnostic,
    /// Whether a message can be shown in its place.
    pub room: Room,
}

/// Whether text can stand somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// It can.
    Text,
    /// It cannot.
    None,
}

/// Finds the directives of a chapter.
pub fn scan(file: FileId, text: &str, dialect: Dialect) -> Scan {
    let found = candidates(text);
    let outline = markdown::outline(&mask(text, &found), dialect, &openers(&found));
    sort(file, text, found, outline)
}

/// Finds the directives of a chapter, and by the same parse what the checks look at. In the
/// [`Document`] what directives quote is made harmless.
pub fn scan_with_document(file: FileId, text: &str, dialect: Dialect) -> (Scan, Document) {
    let found = candidates(text);
    let (outline, document) = markdown::outline_and_document(&mask(text, &found), dialect, &openers(&found));
    (sort(file, text, found, outline), document)
}

fn openers(found: &[Candidate]) -> Vec<usize> {
    found.iter().map(|it| it.range.start).collect()
}

/// Tells directives from what only begins as one.
fn sort(file: FileId, text: &str, found: Vec<Candidate>, outline: Outline) -> Scan {
    let mut calls = Vec::new();
    let mut broken = Vec::new();
    for (candidate, place) in found.into_iter().zip(&outline.places) {
        let span = Span::new(file, candidate.range.clone());
        let (mistake, room) = match place {
            Place::Inert => continue,
            Place::RawHtml => (in_html(span), Room::Text),
            Place::Elsewhere => (elsewhere(span), Room::None),
            Place::Text { leaf, linked } => {
                let leaf = &outline.leaves[*leaf];
                match candidate.lexed {
                    Ok(lexed) if candidate.range.end <= leaf.range.end => {
                        let site = site(text, &leaf.kind, &leaf.range, leaf.next, *linked, &candidate.range);
                        let (name, items) = lexed.into_parts(file, matches!(leaf.kind, LeafKind::Cell(_)));
                        calls.push(Call { span, name, items, site });
                        continue;
                    }
                    Ok(_) => (cut_short(span, text, &leaf.range), Room::Text),
                    Err(error) => (unclosed(span, error), Room::Text),
                }
            }
        };
        broken.push(Broken { range: candidate.range, mistake, room });
    }
    Scan { calls, broken, outline }
}

/// A `<<#` that is not escaped, and what follows it.
struct Candidate {
    /// Up to `>>`; where there is none, as far as it was read.
    range: Range<usize>,
    lexed: Result<Lexed, lex::Error>,
}

fn candidates(text: &str) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    let mut end = 0;
    for at in memmem::find_iter(text.as_bytes(), OPENER) {
        if at < end || is_escaped(text, at) {
            continue;
        }
        let candidate = match lex::directive(text, at) {
            Ok(lexed) => {
                end = lexed.end;
                Candidate { range: at..lexed.end, lexed: Ok(lexed) }
            }
            Err(error) => {
                let (lex::Error::Unclosed(stop) | lex::Error::Quote { end: stop, .. }) = error;
                Candidate { range: at..at + text.get(at..stop).unwrap_or_default().trim_end().len(), lexed: Err(error) }
            }
        };
        out.push(candidate);
    }
    out
}

/// Whether an odd number of backslashes stands before the byte `at`.
fn is_escaped(text: &str, at: usize) -> bool {
    text.as_bytes().iter().take(at).rev().take_while(|&&it| it == b'\\').count() % 2 == 1
}

/// The text with the quoted values of directives made harmless, byte for byte: what Markdown would
/// read as code, emphasis or a link in them becomes letters. Bars stay, escaped or not: they end a
/// table's cell whatever stands around them.
fn mask<'a>(text: &'a str, candidates: &[Candidate]) -> Cow<'a, str> {
    let mut masked: Option<String> = None;
    let quoted = candidates.iter().filter_map(|it| it.lexed.as_ref().ok()).flat_map(|it| &it.quoted);
    let mut copied = 0;
    for range in quoted {
        let Some(value) = text.get(range.clone()) else { continue };
        if !value.bytes().any(is_markup) {
            continue;
        }
        let out = masked.get_or_insert_with(|| String::with_capacity(text.len()));
        out.push_str(text.get(copied..range.start).unwrap_or_default());
        let mut bytes = value.chars().peekable();
        while let Some(it) = bytes.next() {
            let bar = it == '\\' && bytes.peek() == Some(&'|');
            out.push(if it.is_ascii() && is_markup(it as u8) && !bar { 'x' } else { it });
        }
        copied = range.end;
    }
    let Some(mut out) = masked else { return Cow::Borrowed(text) };
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

fn is_markup(byte: u8) -> bool {
    byte.is_ascii_punctuation() && !matches!(byte, b'|' | b'"')
}

fn site(text: &str, kind: &LeafKind, leaf: &Range<usize>, next: Next, linked: Linked, call: &Range<usize>) -> Site {
    let before = text.get(leaf.start..call.start).unwrap_or_default();
    let after = text.get(call.end..leaf.end).unwrap_or_default();
    let alone = before.trim().is_empty() && after.trim().is_empty();
    match kind {
        LeafKind::Paragraph if alone => Site::Alone {
            next: match next {
                Next::Block(at) => Some(at),
                Next::Nothing => None,
            },
        },
        LeafKind::Cell(cell) if alone && cell.alone && cell.column == 0 && !cell.head => Site::Row(cell.clone()),
        LeafKind::Cell(_) => Site::Cell(links(linked)),
        LeafKind::Paragraph => Site::Line(links(linked)),
        LeafKind::Heading | LeafKind::Other => Site::Line(Links::Forbidden),
    }
}

/// Links hold no links.
fn links(linked: Linked) -> Links {
    match linked {
        Linked::Yes => Links::Forbidden,
        Linked::No => Links::Allowed,
    }
}

fn in_html(span: Span) -> Diagnostic {
    let message = "a directive in raw HTML is not seen by Markdown";
    Diagnostic::new(&MISPLACED_DIRECTIVE, span, message, "put a blank line between the HTML tag and the directive")
}

fn elsewhere(span: Span) -> Diagnostic {
    let message = "a directive can stand in text alone, not in a link's target, a definition or a picture";
    let help = format!("move it into the text, or write `\\{OPENER}` to show it as it is");
    Diagnostic::new(&MISPLACED_DIRECTIVE, span, message, help)
}

fn unclosed(span: Span, error: lex::Error) -> Diagnostic {
    match error {
        lex::Error::Unclosed(_) => {
            let help = format!("end it with `>>` on the same line, or write `\\{OPENER}` to show it as it is");
            Diagnostic::new(&UNCLOSED_DIRECTIVE, span, "this directive does not end", help)
        }
        lex::Error::Quote { at, .. } => {
            let span = Span { start: at, ..span };
            Diagnostic::new(&UNCLOSED_DIRECTIVE, span, "this quoted value does not end", "end it with `\"` before the `>>`")
        }
    }
}

/// A directive that goes on behind the end of its block: in a table a bar has ended its cell.
fn cut_short(span: Span, text: &str, leaf: &Range<usize>) -> Diagnostic {
    let help = match text.get(leaf.end..).and_then(|it| it.trim_start().chars().next()) {
        Some('|') => "in a table write a bar as `\\|`".to_owned(),
        Some(_) | None => "keep the directive within one block of text".to_owned(),
    };
    Diagnostic::new(&UNCLOSED_DIRECTIVE, span, "this directive is cut in two by the end of its block", help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    /// The calls of a text as `name(items)@site`, then the codes of what was reported.
    fn found(text: &str) -> String {
        let mut sources = Sources::default();
        let file = sources.add("a.md", text);
        let scan = scan(file, text, Dialect::default());
        let calls = scan.calls.iter().map(|call| {
            let items = call.items.iter().map(|item| match item {
                Item::Word(it) => it.value.clone(),
                Item::Option { name, value, .. } => format!("{}:{}", name.value, value.value),
            });
            let site = match &call.site {
                Site::Alone { .. } => "alone",
                Site::Row(_) => "row",
                Site::Cell(_) => "cell",
                Site::Line(Links::Allowed) => "line",
                Site::Line(Links::Forbidden) => "text",
            };
            format!("{}({})@{site}", call.name.value, items.collect::<Vec<_>>().join(","))
        });
        let report = scan.broken.iter().map(|it| format!("{}@{}", it.mistake.code.name, it.mistake.span.start));
        calls.chain(report).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn directives_are_found_where_text_is() {
        let rows = [
            ("<<#goal 389>>", "goal(389)@alone"),
            ("a <<#link 1 text=\"b c\">>!\r\n", "link(1,text:b c)@line"),
            ("## <<#link 1>>", "link(1)@text"),
            ("[<<#link 1>>](x)", "link(1)@text"),
            ("<<#a>>\n<<#b>>\n", "a()@line b()@line"),
            ("<<#a>>\n\n> <<#b>>\n\n1. <<#c>>\n", "a()@alone b()@alone c()@alone"),
            ("| a | b |\n|---|---|\n| <<#goals view=rows>> | |\n", "goals(view:rows)@row"),
            ("| a |\n|---|\n| <<#goals theme=\"x \\| y\">> |\n", "goals(theme:x | y)@row"),
            ("| a |\n|---|\n| <<#goals theme=\"x | y\">> |\n", "unclosed-directive@14"),
            ("<<#goals theme=\"Beyond the `&`\">> and `<<#goal 1>>`", "goals(theme:Beyond the `&`)@line"),
            ("<<#goals theme=\"a *b\">> c* `d`", "goals(theme:a *b)@line"),
            ("<<#goals theme=\"[a\">>](b)", "goals(theme:[a)@line"),
            ("<<#goals theme=\"\u{e4}`\u{fc}\">>", "goals(theme:\u{e4}`\u{fc})@alone"),
            ("\\<<#goal 1>> \\\\<<#goal 2>>", "goal(2)@line"),
            ("`<<#goal 1>>` <!-- <<#goal 1>> -->", ""),
            ("<<#goal 1", "unclosed-directive@0"),
            ("a <<#goal text=\"b>> c", "unclosed-directive@15"),
            ("<details>\n<<#goal 1>>\n</details>", "misplaced-directive@10"),
            ("[a](b \"<<#goal 1>>\")", "misplaced-directive@7"),
            ("<<#goals theme=\"<<#x>>\">>", "goals(theme:<<#x>>)@alone"),
            ("\u{feff}<<#goal 1>>", "goal(1)@line"),
            ("\t<<#goal 1>>", ""),
            ("- a\n\t<<#goal 1>>", "goal(1)@line"),
            ("a[^1]\n\n[^1]: <<#goal 1>>", "goal(1)@alone"),
            ("<<# goal 1>>", "(goal,1)@alone"),
            ("", ""),
        ];
        for (text, expected) in rows {
            assert_eq!(found(text), expected, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn spans_lie_on_characters(text in "([a\u{e4}`*_\\[\\]<>|\"= \n\\\\#-]|<<#|>>|<!--|\\| |```\n){0,30}") {
            let mut sources = Sources::default();
            let file = sources.add("a.md", text.clone());
            let scan = scan(file, &text, Dialect::default());
            let broken = scan.broken.iter().flat_map(|it| [it.mistake.span.range(), it.range.clone()]);
            for range in scan.calls.iter().map(|it| it.span.range()).chain(broken) {
                proptest::prop_assert!(text.get(range.clone()).is_some(), "{range:?}");
            }
        }
    }
}
