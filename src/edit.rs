//! Replacements of pieces of a text, applied once.

use std::ops::Range;

/// One replacement: the bytes `range` of a text become `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes that go.
    pub range: Range<usize>,
    /// What comes in their place.
    pub text: String,
}

/// Applies `edits` to `source` in one pass. They stand in the order of their ranges and do not
/// overlap: the scanner finds directives from left to right.
pub fn apply(source: &str, edits: &[Edit]) -> String {
    let grown: usize = edits.iter().map(|it| it.text.len()).sum();
    let mut out = String::with_capacity(source.len() + grown);
    let mut at = 0;
    for edit in edits {
        debug_assert!(at <= edit.range.start, "edits are sorted and do not overlap");
        out.push_str(source.get(at..edit.range.start).unwrap_or_default());
        out.push_str(&edit.text);
        at = edit.range.end;
    }
    out.push_str(source.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_the_ranges_stays() {
        let edit = |range, text: &str| Edit { range, text: text.into() };
        assert_eq!(apply("abc", &[]), "abc");
        assert_eq!(apply("abcdef", &[edit(0..1, "X"), edit(1..1, "|"), edit(4..6, "")]), "X|bcd");
        assert_eq!(apply("äß", &[edit(2..4, "ss")]), "äss");
    }
}
