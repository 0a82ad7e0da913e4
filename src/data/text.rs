//! From a place in a TOML string's value to the bytes that say it in the file.
//!
//! The two differ by quotes, escapes, line continuations, and the line end behind an opening
//! `"""` or `'''`, which is no part of the value.

use std::ops::Range;

use crate::source::{Sources, Span, Spanned};

/// The place of `range` (bytes of the value) in the file, for a value whose span is its whole
/// token, quotes and all. A part of an escape stands for all of it.
pub fn place_in(sources: &Sources, value: &Spanned<String>, range: Range<usize>) -> Span {
    StringMap::new(sources, value.span).place(range)
}

/// The span of a string without its quotes; any other span as it is.
pub fn inner(sources: &Sources, span: Span) -> Span {
    let raw = sources.slice(span);
    let quotes = quotes(raw);
    if quotes == 0 { span } else { Span { start: span.start + quotes, end: span.end - quotes, ..span } }
}

/// `text` as it is written inside of the string whose token is `raw`: `None` where that kind of
/// string cannot say it.
pub fn escaped(raw: &str, text: &str) -> Option<String> {
    let lines = quotes(raw) == 3;
    if raw.starts_with('\'') {
        let fits = if lines { !text.contains("'''") && !text.ends_with('\'') } else { !text.contains(['\'', '\n', '\r']) };
        let is_plain = |it: char| !it.is_control() || matches!(it, '\t' | '\n') || it == '\r' && text.contains("\r\n");
        return (fits && text.chars().all(is_plain)).then(|| text.to_owned());
    }
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' if lines => out.push('\n'),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push('\t'),
            it if it.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(it))),
            it => out.push(it),
        }
    }
    Some(out)
}

/// A key or string without its quotes, escapes as they are written.
pub(super) fn unquoted(raw: &str) -> &str {
    let quotes = quotes(raw);
    raw.get(quotes..raw.len() - quotes).unwrap_or(raw)
}

/// How many quotes open and close `raw`: 0, 1 or 3.
fn quotes(raw: &str) -> usize {
    for (quote, count) in [("\"\"\"", 3), ("'''", 3), ("\"", 1), ("'", 1)] {
        if raw.len() >= 2 * count && raw.starts_with(quote) && raw.ends_with(quote) {
            return count;
        }
    }
    0
}

/// The same for many places of one long string: it is read once.
#[derive(Debug)]
pub struct StringMap {
    span: Span,
    pieces: Vec<Piece>,
}

/// Bytes of the value that come from bytes of the file.
#[derive(Debug)]
struct Piece {
    /// The first byte in the value.
    value: usize,
    /// How many bytes of the value.
    value_len: usize,
    /// The first byte in the file.
    file: usize,
    /// How many bytes of the file; equal to `value_len` where the text stands for itself.
    file_len: usize,
}

impl StringMap {
    /// The map of the string whose token, quotes and all, is `token`.
    pub fn new(sources: &Sources, token: Span) -> Self {
        let raw = sources.slice(token);
        let quotes = quotes(raw);
        let mut body = raw.get(quotes..raw.len() - quotes).unwrap_or_default();
        let mut at = token.start + quotes;
        if quotes == 3 {
            let newline = if body.starts_with("\r\n") { 2 } else { usize::from(body.starts_with('\n')) };
            body = body.get(newline..).unwrap_or_default();
            at += newline;
        }
        let mut map = StringMap { span: Span { start: at, end: at + body.len(), ..token }, pieces: Vec::new() };
        if raw.starts_with('"') {
            map.read_escapes(body, at);
        } else {
            map.push(body.len(), at, body.len());
        }
        map
    }

    /// The bytes of the file that say the bytes `range` of the value. Behind the value's end it
    /// is the place behind the last character.
    pub fn place(&self, range: Range<usize>) -> Span {
        let start = self.start_of(range.start);
        let end = if range.is_empty() { start } else { self.end_of(range.end).max(start) };
        Span { start, end, ..self.span }
    }

    fn read_escapes(&mut self, body: &str, start: usize) {
        let mut rest = body;
        while let Some(plain) = memchr::memchr(b'\\', rest.as_bytes()) {
            let at = start + body.len() - rest.len();
            self.push(plain, at, plain);
            let escape = rest.get(plain..).unwrap_or_default();
            let (value_len, file_len) = escape_lengths(escape);
            self.push(value_len, at + plain, file_len);
            rest = escape.get(file_len..).unwrap_or_default();
        }
        self.push(rest.len(), start + body.len() - rest.len(), rest.len());
    }

    fn push(&mut self, value_len: usize, file: usize, file_len: usize) {
        if value_len > 0 {
            let value = self.pieces.last().map_or(0, |it| it.value + it.value_len);
            self.pieces.push(Piece { value, value_len, file, file_len });
        }
    }

    fn start_of(&self, offset: usize) -> usize {
        let Some(piece) = self.pieces.get(self.pieces.partition_point(|it| it.value + it.value_len <= offset)) else {
            return self.pieces.last().map_or(self.span.start, |it| it.file + it.file_len);
        };
        if piece.value_len == piece.file_len { piece.file + (offset - piece.value) } else { piece.file }
    }

    fn end_of(&self, offset: usize) -> usize {
        let Some(piece) = self.pieces.get(self.pieces.partition_point(|it| it.value + it.value_len < offset)) else {
            return self.pieces.last().map_or(self.span.start, |it| it.file + it.file_len);
        };
        if piece.value_len == piece.file_len { piece.file + (offset - piece.value) } else { piece.file + piece.file_len }
    }
}

/// How many bytes of the value and of the file the escape at the start of `text` takes. What
/// TOML does not know is read as the parser recovers from it: the backslash alone.
fn escape_lengths(text: &str) -> (usize, usize) {
    let hex = |digits: usize| {
        let code = text.get(2..2 + digits).and_then(|it| u32::from_str_radix(it, 16).ok());
        code.and_then(char::from_u32).map_or((1, 1), |it| (it.len_utf8(), 2 + digits))
    };
    match text.as_bytes().get(1) {
        Some(b'x') => hex(2),
        Some(b'u') => hex(4),
        Some(b'U') => hex(8),
        Some(b'b' | b'e' | b'f' | b'n' | b'r' | b't' | b'\\' | b'"') => (1, 2),
        Some(b' ' | b'\t' | b'\r' | b'\n') => {
            let blank = text.bytes().skip(1).take_while(|it| matches!(it, b' ' | b'\t' | b'\r' | b'\n')).count();
            (0, 1 + blank)
        }
        Some(_) | None => (1, 1),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A token in a file, and the place of `value` (which occurs once) of its value.
    fn place_of(token: &str, part: &str) -> String {
        let mut sources = Sources::default();
        let file = sources.add("a.toml", format!("key = {token}\n"));
        let span = Span::new(file, 6..6 + token.len());
        let value = value_of(token);
        let at = value.find(part).unwrap();
        let place = place_in(&sources, &Spanned::new(value, span), at..at + part.len());
        sources.slice(place).to_owned()
    }

    fn value_of(token: &str) -> String {
        let table: toml::Table = toml::from_str(&format!("key = {token}\n")).unwrap();
        table["key"].as_str().unwrap().to_owned()
    }

    #[test]
    fn parts_are_found_where_they_are_written() {
        for (token, part, written) in [
            ("'a bad b'", "bad", "bad"),
            ("\"ä bad\"", "bad", "bad"),
            ("\"a\\tbad\\n\"", "bad", "bad"),
            ("\"a b\\u0061d b\"", "bad", "b\\u0061d"),
            ("\"\\U0001f980x\"", "🦀", "\\U0001f980"),
            ("\"\\x62ad\"", "b", "\\x62"),
            ("'''\nbad'''", "bad", "bad"),
            ("'''\r\na\r\nbad\\n'''", "bad\\", "bad\\"),
            ("\"\"\"\nba\\\n    d\"\"\"", "bad", "ba\\\n    d"),
            ("\"\"\"a \\\r\n  \tbad\"\"\"", "bad", "bad"),
            ("\"\"\"\"bad\"\"\"\"", "\"bad\"", "\"bad\""),
            ("''", "", ""),
        ] {
            assert_eq!(place_of(token, part), written, "{part} in {token}");
        }
    }

    #[test]
    fn quotes_are_no_part_of_a_string() {
        for (raw, inside) in [("'a'", "a"), ("\"a\"", "a"), ("'''a'''", "a"), ("\"\"", ""), ("a", "a"), ("'", "'"), ("'''", "'"), ("", "")]
        {
            assert_eq!(unquoted(raw), inside, "{raw}");
        }
    }

    #[test]
    fn text_is_escaped_as_its_string_needs() {
        for (raw, text, expected) in [
            ("\"x\"", "a\"b\\\nc\u{1}", Some("a\\\"b\\\\\\nc\\u0001")),
            ("\"\"\"x\"\"\"", "a\"\nb", Some("a\\\"\nb")),
            ("'x'", "ä\"\\", Some("ä\"\\")),
            ("'x'", "it's", None),
            ("'x'", "a\nb", None),
            ("'''x'''", "it's\n", Some("it's\n")),
            ("'''x'''", "a'''b", None),
            ("'''x'''", "\u{1}", None),
        ] {
            assert_eq!(escaped(raw, text).as_deref(), expected, "{text:?} in {raw}");
        }
    }

    /// A piece of a basic string, as it is written and what it says.
    fn piece() -> impl Strategy<Value = (String, String)> {
        prop_oneof![
            "[a-zé🦀 #']{1,3}".prop_map(|it| (it.clone(), it)),
            prop::sample::select(&[("\\n", "\n"), ("\\\\", "\\"), ("\\\"", "\""), ("\\t", "\t"), ("\\r", "\r"), ("\\e", "\u{1b}")][..])
                .prop_map(|(raw, value)| (raw.to_owned(), value.to_owned())),
            any::<char>().prop_map(|it| (format!("\\U{:08x}", u32::from(it)), it.to_string())),
        ]
    }

    proptest! {
        #[test]
        fn every_piece_is_found(pieces in prop::collection::vec(piece(), 0..12), many_lines in any::<bool>()) {
            let joint = if many_lines { "\\\n  " } else { "" };
            let quotes = if many_lines { "\"\"\"" } else { "\"" };
            let mut raw = quotes.to_owned();
            let mut value = String::new();
            let mut places = Vec::new();
            for (written, said) in &pieces {
                if !written.starts_with(' ') {
                    raw.push_str(joint);
                }
                places.push((value.len()..value.len() + said.len(), raw.len()..raw.len() + written.len()));
                raw.push_str(written);
                value.push_str(said);
            }
            raw.push_str(quotes);
            prop_assert_eq!(&value_of(&raw), &value);
            let mut sources = Sources::default();
            let file = sources.add("a.toml", raw.clone());
            let map = StringMap::new(&sources, Span::new(file, 0..raw.len()));
            for (in_value, in_file) in places {
                prop_assert_eq!(map.place(in_value).range(), in_file);
            }
        }

        #[test]
        fn no_token_panics(raw in any::<String>(), start in 0..40usize, end in 0..40usize) {
            let mut sources = Sources::default();
            let file = sources.add("a.toml", raw.clone());
            let length = sources.file(file).text().len();
            let place = StringMap::new(&sources, Span::new(file, 0..length)).place(start..end);
            prop_assert!(place.start <= place.end && place.end <= length);
        }
    }
}
