//! What a place inside raw HTML is: text, a tag, a comment, or the content of an element of code.
//!
//! This reads HTML only as far as needed to tell a documented directive from a misplaced one; it
//! makes nothing safe.

use std::ops::Range;

/// What stands at a place inside raw HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Context {
    /// Text between tags.
    Text,
    /// A tag, with its attributes.
    Tag,
    /// A comment, a declaration or an instruction.
    Comment,
    /// The content of an element that shows or holds code.
    Code,
}

/// The start or the end of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// `<code>`
    Start,
    /// `</code>`
    End,
}

/// Elements whose content is shown as it is or never shown.
const CODE_ELEMENTS: [&str; 7] = ["code", "pre", "script", "style", "textarea", "kbd", "samp"];

/// What stands at each byte of `places`, which ascend, in one pass over `block`.
pub(super) fn contexts(block: &str, places: impl IntoIterator<Item = usize>) -> Vec<Context> {
    let mut tokens = Tokens { text: block, at: 0 }.peekable();
    let mut open = 0usize;
    let mut context_at = |place: usize| {
        while let Some(token) = tokens.next_if(|it| it.range.end <= place) {
            match (token.kind, block.get(token.range).and_then(code_element)) {
                (Kind::Tag, Some(Edge::Start)) => open += 1,
                (Kind::Tag, Some(Edge::End)) => open = open.saturating_sub(1),
                (Kind::Tag | Kind::Comment, _) => {}
            }
        }
        match tokens.peek() {
            Some(token) if token.range.start < place => match token.kind {
                Kind::Tag => Context::Tag,
                Kind::Comment => Context::Comment,
            },
            Some(_) | None if open > 0 => Context::Code,
            Some(_) | None => Context::Text,
        }
    };
    places.into_iter().map(&mut context_at).collect()
}

/// The tags of `block`, as bytes in it.
pub(super) fn tags(block: &str) -> impl Iterator<Item = &str> {
    Tokens { text: block, at: 0 }.filter(|it| it.kind == Kind::Tag).filter_map(|it| block.get(it.range))
}

/// A piece of raw HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Text between tags.
    Text,
    /// A tag, with its attributes.
    Tag,
    /// A comment, a declaration or an instruction.
    Comment,
}

/// All of `block` in pieces: what each is, and its bytes.
pub(super) fn pieces(block: &str) -> Vec<(Piece, Range<usize>)> {
    let mut out = Vec::new();
    let mut at = 0;
    for token in (Tokens { text: block, at: 0 }) {
        if at < token.range.start {
            out.push((Piece::Text, at..token.range.start));
        }
        at = token.range.end;
        let piece = match token.kind {
            Kind::Tag => Piece::Tag,
            Kind::Comment => Piece::Comment,
        };
        out.push((piece, token.range));
    }
    if at < block.len() {
        out.push((Piece::Text, at..block.len()));
    }
    out
}

/// Whether `tag`, a text that begins with `<`, starts or ends an element of code.
pub(super) fn code_element(tag: &str) -> Option<Edge> {
    let (edge, name) = match tag.strip_prefix("</") {
        Some(name) => (Edge::End, name),
        None => (Edge::Start, tag.strip_prefix('<')?),
    };
    let name = name.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
    CODE_ELEMENTS.iter().any(|it| it.eq_ignore_ascii_case(name)).then_some(edge)
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Tag,
    Comment,
}

struct Token {
    kind: Kind,
    range: Range<usize>,
}

/// Walks over the tags and comments of a text; what is between them is text.
struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let start = self.at + self.text.get(self.at..)?.find('<')?;
            let rest = self.text.get(start..)?;
            let (kind, length) = match rest.as_bytes().get(1) {
                Some(b'!') if rest.starts_with("<!--") => {
                    let end = rest.get("<!--".len()..)?.find("-->");
                    (Kind::Comment, end.map_or(rest.len(), |end| end + "<!---->".len()))
                }
                Some(b'!' | b'?') => (Kind::Comment, rest.find('>').map_or(rest.len(), |end| end + 1)),
                Some(it) if it.is_ascii_alphabetic() || *it == b'/' => (Kind::Tag, tag_length(rest)),
                Some(_) | None => {
                    self.at = start + 1;
                    continue;
                }
            };
            self.at = start + length;
            return Some(Token { kind, range: start..self.at });
        }
    }
}

/// The length of a tag in bytes; a `>` inside quotes does not end it.
fn tag_length(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            (None | Some(_), _) => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_comments_and_code_are_told_apart() {
        let rows = [
            ("<div>@</div>", Context::Text),
            ("@<div>", Context::Text),
            ("<div title=\"a>@\">", Context::Tag),
            ("<div title='@", Context::Tag),
            ("<!-- > @ -->", Context::Comment),
            ("<!-- x -->@", Context::Text),
            ("<!-- @", Context::Comment),
            ("<pre>@</pre>", Context::Code),
            ("<PRE><b>@", Context::Code),
            ("<pre>x</pre>@", Context::Text),
            ("a < b @", Context::Text),
            ("<?php @ ?>", Context::Comment),
        ];
        for (text, expected) in rows {
            assert_eq!(contexts(text, text.find('@')), [expected], "{text}");
        }
    }
}
