//! What a syntax error makes doubtful, and is therefore not said.
//!
//! One missing quote should be one mistake. What is absent may stand in the part that could not
//! be read; a line with a syntax error says nothing else reliable; and below a broken `[head]`
//! keys have fallen into another table.

use std::ops::Range;

use super::MISSING_KEY;
use super::validate::{
    MISSING_CHAMPION, MISSING_CONTACT, UNKNOWN_ASK_KIND, UNKNOWN_PERSON, UNKNOWN_SUCCESSOR, UNKNOWN_TEAM, UNKNOWN_THEME,
};
use crate::diagnostic::codes::INVALID_TOML;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{File, FileId, Sources};

/// The codes that say that something is absent.
static ABSENCE: [&Code; 8] = [
    &MISSING_CHAMPION,
    &MISSING_CONTACT,
    &MISSING_KEY,
    &UNKNOWN_ASK_KIND,
    &UNKNOWN_PERSON,
    &UNKNOWN_SUCCESSOR,
    &UNKNOWN_TEAM,
    &UNKNOWN_THEME,
];

/// Removes the doubtful, where there are syntax errors at all.
pub(super) fn remove(sources: &Sources, found: &mut Vec<Diagnostic>) {
    let mut doubtful: Vec<(FileId, Range<usize>)> = Vec::new();
    for it in found.iter().filter(|it| *it.code == INVALID_TOML) {
        let file = sources.file(it.span.file);
        doubtful.push((it.span.file, reach(file, file.lines(it.span.range()))));
    }
    if doubtful.is_empty() {
        return;
    }
    doubtful.sort_by_key(|(file, range)| (*file, range.start));
    found.retain(|it| {
        if *it.code == INVALID_TOML {
            return true;
        }
        // Reaches do not nest, so the last one that begins before the end is the one to look at.
        let lines = sources.file(it.span.file).lines(it.span.start..it.span.start);
        let next = doubtful.partition_point(|(file, range)| (*file, range.start) <= (it.span.file, lines.end));
        let before = next.checked_sub(1).and_then(|at| doubtful.get(at));
        let is_inside = before.is_some_and(|(file, range)| *file == it.span.file && it.span.start <= range.end);
        !is_inside && !ABSENCE.contains(&it.code)
    });
}

/// How far an error in `lines` reaches: from a `[head]` to the next one, else over its lines.
fn reach(file: &File, lines: Range<usize>) -> Range<usize> {
    let rest = file.text().get(lines.start..).unwrap_or_default();
    if !rest.trim_start_matches([' ', '\t']).starts_with('[') {
        return lines;
    }
    let head = rest.match_indices("\n[").map(|(at, _)| lines.start + at).find(|&at| at >= lines.end);
    lines.start..head.unwrap_or(file.text().len())
}
