//! `autolink = "all"`: references, people and teams in a chapter's own text become links.

use std::ops::Range;

use super::linker::Linker;
use crate::edit::Edit;
use crate::reference::{self, Around, Kind};

/// The edits of `source` that make links of the references, people and teams in its text.
///
/// `texts` are the byte ranges of `source` that Markdown reads as text outside of links, images
/// and headings' attributes, in order. What the source escapes (`\#1`, `\[lang]`) and bare URLs,
/// which Markdown leaves alone as well, stay as they are.
pub fn autolink(source: &str, texts: &[Range<usize>], linker: &Linker<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for range in joined(texts) {
        let Some(text) = source.get(range.clone()) else { continue };
        let before = source.get(..range.start).and_then(|it| it.chars().next_back());
        let after = source.get(range.end..).and_then(|it| it.chars().next());
        let shift = |it: Range<usize>| it.start + range.start..it.end + range.start;
        let labels = labels(text, before, after, linker);
        let mut labelled = labels.iter().map(|it| it.range.clone()).peekable();
        for reference in reference::scan(text, Around { before, after }) {
            while labelled.next_if(|it| it.end <= reference.range.start).is_some() {}
            let is_labelled = labelled.peek().is_some_and(|it| it.start < reference.range.end);
            let written = text.get(reference.range.clone()).unwrap_or_default();
            if is_labelled || reference.kind == Kind::Url {
                continue;
            }
            if let Some(url) = linker.reference(&reference.kind, written) {
                edits.push(Edit { range: shift(reference.range), text: format!("[{written}]({url})") });
            }
        }
        edits.extend(labels.into_iter().map(|it| Edit { range: shift(it.range), text: it.text }));
    }
    edits.sort_by_key(|it| it.range.start);
    edits
}

/// The parser's pieces of text (one for each bracket) as the text that they are.
fn joined(texts: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for it in texts {
        match joined.last_mut() {
            Some(last) if last.end == it.start => last.end = it.end,
            _ => joined.push(it.clone()),
        }
    }
    joined
}

/// The edits for labels without definition, `[lang]` and `[@login][]`.
fn labels(text: &str, before: Option<char>, after: Option<char>, linker: &Linker<'_>) -> Vec<Edit> {
    let mut found = Vec::new();
    let mut open = None;
    let mut end = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' if at >= end => open = Some(at),
            b']' => {
                let Some(start) = open.take() else { continue };
                let label = text.get(start + 1..at).unwrap_or_default();
                let touches = text.get(..start).and_then(|it| it.chars().next_back()).or(before);
                let rest = text.get(at + 1..).unwrap_or_default();
                let collapsed = rest.starts_with("[]");
                let next = rest.chars().next().or(after);
                let is_free =
                    !matches!(touches, Some('\\' | '!' | ']' | '[')) && (collapsed || !matches!(next, Some('[' | '(' | ':' | ']')));
                if let Some(url) = linker.label(label).filter(|_| is_free) {
                    end = at + if collapsed { 3 } else { 1 };
                    found.push(Edit { range: start..end, text: format!("[{label}]({url})") });
                }
            }
            _ => {}
        }
    }
    found
}
