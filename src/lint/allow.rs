//! Exceptions in the text: `<!-- goals: allow(code) reason -->`.
//!
//! One alone on its lines holds for the next block, whatever that is; one among text holds for
//! the block that it stands in.

use std::ops::Range;

use super::Facts;
use super::online::{self, Completeness};
use super::page::Page;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// An exception that catches nothing.
pub static UNUSED_ALLOW: Code = Code::warning("unused-allow", "an exception that catches nothing");

/// An exception.
#[derive(Debug)]
pub(super) struct Allow<'a> {
    /// The code that it names.
    pub(super) code: &'a str,
    /// Where it names it.
    pub(super) place: Range<usize>,
    /// What it holds for.
    pub(super) holds: Range<usize>,
}

/// Takes out of `found` what the page's exceptions catch, and reports those that catch nothing.
pub(super) fn apply(page: &Page<'_>, found: &mut Vec<Diagnostic>) {
    let allows: Vec<_> = page
        .document
        .comments
        .iter()
        .flat_map(|it| {
            let codes = codes(page.get(it.range.clone()), it.range.start);
            let holds = it.within.clone().unwrap_or_else(|| next_block(page, it.range.end));
            codes.into_iter().map(move |(code, place)| Allow { code, place, holds: holds.clone() })
        })
        .collect();
    catch(&allows, found, page.input.facts, |range| page.span(range));
}

/// Applies exceptions whose places are bytes that `span` places in a file.
pub(super) fn catch(allows: &[Allow<'_>], found: &mut Vec<Diagnostic>, facts: Option<&Facts>, span: impl Fn(Range<usize>) -> Span) {
    if allows.is_empty() {
        return;
    }
    let mut used = vec![false; allows.len()];
    found.retain(|it| {
        let catches = |allow: &Allow<'_>| allow.code == it.code.name && allow.holds.contains(&it.span.start);
        let caught: Vec<_> = (0..allows.len()).filter(|&at| catches(&allows[at])).collect();
        for &at in &caught {
            used[at] = true;
        }
        caught.is_empty()
    });
    let all_is_known = facts.is_some_and(|it| it.completeness == Completeness::Whole);
    for (allow, _) in allows.iter().zip(used).filter(|(_, used)| !used) {
        if online::may_report(allow.code) && !all_is_known {
            continue;
        }
        let known = super::codes().any(|it| it.name == allow.code);
        let (message, help) = if known {
            (format!("nothing is reported as `{}` here", allow.code), "remove the exception".to_owned())
        } else {
            let names: Vec<_> = super::codes().map(|it| it.name).collect();
            (format!("there is no rule `{}` to allow", allow.code), crate::diagnostic::did_you_mean("rule", allow.code, names))
        };
        found.push(Diagnostic::new(&UNUSED_ALLOW, span(allow.place.clone()), message, help));
    }
}

/// The codes that a comment allows, and where it names them; `start` is the comment's first byte.
pub(super) fn codes(comment: &str, start: usize) -> Vec<(&str, Range<usize>)> {
    const HEAD: &str = "goals: allow(";
    let inner = comment.trim_start_matches(['<', '!', '-', '#', ' ', '\t', '\r', '\n']);
    let Some(list) = inner.strip_prefix(HEAD).and_then(|it| it.split_once(')')).map(|(list, _)| list) else { return Vec::new() };
    let mut at = start + comment.len() - inner.len() + HEAD.len();
    let mut out = Vec::new();
    for part in list.split(',') {
        let code = part.trim();
        let from = at + part.len() - part.trim_start().len();
        if !code.is_empty() {
            out.push((code, from..from + code.len()));
        }
        at += part.len() + 1;
    }
    out
}

/// The block or definition that begins first at or behind the byte `from`.
fn next_block(page: &Page<'_>, from: usize) -> Range<usize> {
    let blocks = &page.document.blocks;
    let block = blocks.get(blocks.partition_point(|it| it.start < from)).cloned();
    let definitions = &page.document.definitions;
    let first = definitions.partition_point(|it| it.range.start < from);
    let Some(definition) = definitions.get(first) else { return block.unwrap_or(from..from) };
    if block.as_ref().is_some_and(|it| it.start <= definition.range.start) {
        return block.unwrap_or(from..from);
    }
    // A block of definitions ends at the first empty line.
    let mut end = definition.range.end;
    for it in definitions.iter().skip(first + 1) {
        if page.get(end..it.range.start).matches('\n').count() > 1 {
            break;
        }
        end = it.range.end;
    }
    definition.range.start..end
}
