//! Finds what a missing or a surplus blank line has made of tables and link definitions.
//!
//! It looks only where the parse says that text is; code and HTML are left alone.

use std::borrow::Cow;
use std::ops::Range;

use super::Document;
use crate::edit::{Edit, apply};

/// The starts of lines that begin a table or are a definition, and are neither by the parse.
pub(super) fn swallowed(document: &Document<'_>) -> Vec<usize> {
    let lines: Vec<_> = lines(document.text).collect();
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let text = document.slice(line);
        let begins_table = || text.starts_with('|') && lines.get(at + 1).is_some_and(|next| is_delimiter(document.slice(next)));
        let is_new = || is_text(document, line) && !starts_in(&document.definitions, line);
        let is_swallowed = is_definition(text) || begins_table() && !document.tables.iter().any(|it| it.range.contains(&line.start));
        if line.start > 0 && is_swallowed && is_new() {
            out.push(line.start);
        }
    }
    out
}

/// The text with a blank line before each of the lines.
pub(super) fn with_blank_lines<'a>(text: &'a str, starts: &[usize]) -> Cow<'a, str> {
    if starts.is_empty() {
        return Cow::Borrowed(text);
    }
    let edits: Vec<_> = starts.iter().map(|&it| Edit { range: it..it, text: "\n".to_owned() }).collect();
    Cow::Owned(apply(text, &edits))
}

/// Where a byte of the text of [`with_blank_lines`] stands in the text as it was.
pub(super) fn original(starts: &[usize], at: usize) -> usize {
    at - starts.iter().enumerate().take_while(|(added, start)| *start + added < at).count()
}

/// Lines that are written as rows of a table and are in none.
pub(super) fn strays(document: &Document<'_>) -> Vec<Range<usize>> {
    let is_row = |line: &Range<usize>| {
        let text = document.slice(line);
        text.starts_with('|') && text.len() > 1 && text.ends_with('|')
    };
    let is_outside = |line: &Range<usize>| !document.tables.iter().any(|it| it.range.contains(&line.start));
    lines(document.text).filter(|it| is_row(it) && is_text(document, it) && is_outside(it)).collect()
}

/// The lines without their ends and trailing blanks.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = start..start + line.trim_end().len();
        start += line.len();
        range
    })
}

fn is_text(document: &Document<'_>, line: &Range<usize>) -> bool {
    !starts_in(&document.verbatim, line) && !starts_in(&document.comments, line)
}

fn starts_in(ranges: &[Range<usize>], line: &Range<usize>) -> bool {
    ranges.iter().any(|it| it.contains(&line.start))
}

/// Whether a line is what stands between a table's head and its rows.
fn is_delimiter(line: &str) -> bool {
    line.contains('-') && line.contains('|') && line.chars().all(|it| matches!(it, '|' | '-' | ':' | ' ' | '\t'))
}

/// Whether a line is `[label]: destination`.
fn is_definition(line: &str) -> bool {
    let parts = line.strip_prefix('[').filter(|it| !it.starts_with('^')).and_then(|it| it.split_once("]:"));
    parts.is_some_and(|(label, to)| !label.trim().is_empty() && !label.contains(['[', ']']) && to.split_whitespace().count() == 1)
}
