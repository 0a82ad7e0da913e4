//! Link definitions, and lines that only look like one.
//!
//! The parser tells which definitions count. Those that come too late (a second one of a label)
//! leave no trace in it: they are the lines of this form that no block holds.

use std::ops::Range;

use super::Target;

/// A link definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// All of it, without the line end.
    pub range: Range<usize>,
    /// The label, without brackets.
    pub label: Range<usize>,
    /// Where it leads.
    pub target: Target,
    /// The label as labels are compared: without case, white space as one space.
    pub key: String,
    /// Whether a definition of the same label stands before it.
    pub first: Option<usize>,
    /// Whether a link uses it.
    pub used: bool,
}

/// A line of the form of a definition that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// From its bracket to the end of its target.
    pub range: Range<usize>,
    /// The label, without brackets.
    pub label: Range<usize>,
    /// The target's bytes.
    pub target: Range<usize>,
    /// The start of its line.
    pub line: usize,
    /// What has taken it.
    pub by: Swallower,
}

/// What has taken a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Swallower {
    /// A table: it has become a row.
    Table,
    /// A paragraph or heading, which goes on.
    Paragraph,
    /// A block of raw HTML, which ends at an empty line.
    Html,
}

/// The parts of `[label]: target`.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) label: Range<usize>,
    pub(super) target: Range<usize>,
    /// Behind the target and its title.
    pub(super) end: usize,
    /// Whether nothing but a title follows the target on its line.
    pub(super) alone: bool,
}

/// CommonMark's limit for a label.
const LONGEST: usize = 999;

/// Reads the definition whose `[` is the byte `at`; not a footnote's.
pub(super) fn parts(text: &str, at: usize) -> Option<Parts> {
    let bytes = text.as_bytes();
    let mut close = at + 1;
    loop {
        match *bytes.get(close)? {
            b'\\' => close += 2,
            b']' => break,
            b'[' => return None,
            _ => close += 1,
        }
        if close - at > LONGEST {
            return None;
        }
    }
    let label = at + 1..close;
    if text.get(label.clone())?.trim().is_empty() || bytes.get(at + 1) == Some(&b'^') || bytes.get(close + 1) != Some(&b':') {
        return None;
    }
    let blank = |from: usize| from + bytes.iter().skip(from).take_while(|it| matches!(it, b' ' | b'\t')).count();
    let mut start = blank(close + 2);
    if let Some(newline) = line_end(bytes, start) {
        start = newline + bytes.iter().skip(newline).take_while(|it| matches!(it, b' ' | b'\t' | b'>')).count();
    }
    let (target, after) = if bytes.get(start) == Some(&b'<') {
        let length = bytes.iter().skip(start).take_while(|it| !matches!(it, b'>' | b'\n')).count();
        (start + 1..start + length, start + length + usize::from(bytes.get(start + length) == Some(&b'>')))
    } else {
        let length = bytes.iter().skip(start).take_while(|it| !it.is_ascii_whitespace()).count();
        (start..start + length, start + length)
    };
    if start == after || text.get(target.clone()).is_none() {
        return None;
    }
    let rest = blank(after);
    let line = rest + memchr::memchr(b'\n', bytes.get(rest..)?).unwrap_or(bytes.len() - rest);
    let title = text.get(rest..line)?.trim_end();
    let is_title = title.is_empty()
        || (title.len() > 1 && [("\"", "\""), ("'", "'"), ("(", ")")].iter().any(|(a, b)| title.starts_with(a) && title.ends_with(b)));
    let end = if is_title { rest + title.len() } else { after };
    Some(Parts { label, target, end: if title.is_empty() { after } else { end }, alone: is_title })
}

/// Behind the line end at the byte `at`, where there is one.
fn line_end(bytes: &[u8], at: usize) -> Option<usize> {
    match (bytes.get(at), bytes.get(at + 1)) {
        (Some(b'\n'), _) => Some(at + 1),
        (Some(b'\r'), Some(b'\n')) => Some(at + 2),
        (_, _) => None,
    }
}

/// A label as labels are compared.
pub(super) fn key(label: &str) -> String {
    label.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The lines that begin with `[` and hold `]:`, behind blanks and the markers of quotes: the
/// line's start, and the bracket.
pub(super) fn candidates(text: &str) -> impl Iterator<Item = (usize, usize)> {
    // Kept from one to the next, so that a long line is not searched again and again.
    let (mut line, mut searched) = (0, 0);
    memchr::memmem::find_iter(text.as_bytes(), b"]:").filter_map(move |close| {
        if let Some(newline) = memchr::memrchr(b'\n', text.as_bytes().get(searched..close)?) {
            line = searched + newline + 1;
        }
        searched = close;
        let bracket = line + text.get(line..close)?.find(|it| !matches!(it, ' ' | '\t' | '>'))?;
        let label = text.get(bracket..close).filter(|it| it.len() <= LONGEST)?.strip_prefix('[')?;
        (!label.contains(['[', ']']) || label.contains('\\')).then_some((line, bracket))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_definition() {
        let rows = [
            ("[a]: b", Some(("a", "b", true))),
            ("[a]:b", Some(("a", "b", true))),
            ("[ä\\]]: <b c> \"t\"\r\nx", Some(("ä\\]", "b c", true))),
            ("[a]:\n  b 'x'\n", Some(("a", "b", true))),
            ("[a]: b c", Some(("a", "b", false))),
            ("[a]:", None),
            ("[a] : b", None),
            ("[]: b", None),
            ("[^a]: b", None),
            ("[a", None),
        ];
        for (text, expected) in rows {
            let parts = parts(text, 0);
            let found = parts.as_ref().map(|it| (text.get(it.label.clone()).unwrap(), text.get(it.target.clone()).unwrap(), it.alone));
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn lines_that_may_be_definitions() {
        let text = "[a]: b\nx [c]: d\n> [e]: f\n  [g]: h\n- [i]: j\n[[k]: l\n";
        let found: Vec<_> = candidates(text).map(|(_, at)| text.get(at..at + 3).unwrap()).collect();
        assert_eq!(found, ["[a]", "[e]", "[g]"]);
    }
}
