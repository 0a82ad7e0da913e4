//! What an update's text says by a label: `TL;DR:` and `Help wanted:`, however they are written.

use super::body::Body;
use super::label::{HELP_WANTED, Label, TLDR, is_blank, strip};
use super::linker::Linker;
use super::none::is_none;
use super::shapes::last_row;
use crate::data::Update;
use crate::fragment::{Block, Inline, plain_text};

/// An update's summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Tldr {
    /// The summary, without its label.
    pub text: Vec<Block>,
    /// Whether the update's body says nothing else.
    pub alone: bool,
}

/// An update's summary: its `tldr`, else what its body begins with.
pub fn tldr(update: &Update, linker: &Linker<'_>) -> Option<Tldr> {
    let linker = linker.on_page(update.url.as_deref());
    // Most bodies have none, and need not be read to know that.
    const LONGEST_START: usize = 40;
    let start: String = update.body.trim_start().chars().take(LONGEST_START).collect();
    let of_body = if contains(&start, "tl") { Body::read(&update.body, &linker).tldr() } else { None };
    match (&update.tldr, of_body) {
        (Some(text), of_body) => Some(Tldr { text: Body::read(text, &linker).whole(), alone: of_body.is_some_and(|(_, alone)| alone) }),
        (None, Some((text, alone))) => Some(Tldr { text, alone }),
        (None, None) => None,
    }
}

/// An update's requests for help: its `help-wanted`, then those of its body. "None" is no request.
pub fn help_wanted(update: &Update, linker: &Linker<'_>) -> Vec<Vec<Block>> {
    let linker = linker.on_page(update.url.as_deref());
    let own = update.help_wanted.as_ref().map(|it| Body::read(it, &linker).whole()).filter(|it| !is_none(it));
    let of_body = if contains(&update.body, "wanted") { Body::read(&update.body, &linker).help_wanted() } else { Vec::new() };
    own.into_iter().chain(of_body).collect()
}

fn contains(text: &str, lower: &str) -> bool {
    text.as_bytes().windows(lower.len()).any(|it| it.eq_ignore_ascii_case(lower.as_bytes()))
}

/// A summary at the start of a body.
pub(super) struct Summary {
    pub(super) text: Vec<Block>,
    pub(super) alone: bool,
}

/// The summary with which `blocks` begin. `after_gap` says of each whether an empty line stands
/// before it.
pub(super) fn find_tldr(blocks: &[Block], after_gap: &[bool]) -> Option<Summary> {
    let (first, rest) = blocks.split_first()?;
    if let Block::List { items, .. } = first {
        let (item, others) = items.split_first()?;
        let inner = find_tldr(&item.content, &vec![false; item.content.len()])?;
        return Some(Summary { text: inner.text, alone: inner.alone && others.is_empty() && rest.is_empty() });
    }
    let mut found = sections(blocks, after_gap, 0, &TLDR);
    let (text, length) = if found.is_empty() { return None } else { found.swap_remove(0) };
    let starts_body = matches!(first, Block::Paragraph(line) | Block::Heading { content: line, .. } if strip(line, &TLDR).is_some());
    (starts_body && !text.is_empty()).then_some(Summary { alone: length == blocks.len(), text })
}

/// The requests for help in `blocks`.
///
/// The label of a list item holds for the item, any other up to the next empty line, and that of
/// a heading up to the next heading. Quotes are other people's words of another day.
pub(super) fn find_help_wanted(blocks: &[Block], after_gap: &[bool]) -> Vec<Vec<Block>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        let mut length = 1;
        match block {
            Block::Paragraph(_) | Block::Heading { .. } => {
                for (text, blocks) in sections(blocks, after_gap, at, &HELP_WANTED) {
                    length = length.max(blocks);
                    if !is_none(&text) {
                        found.push(text);
                    }
                }
            }
            Block::List { items, .. } => {
                found.extend(items.iter().flat_map(|it| find_help_wanted(&it.content, &vec![false; it.content.len()])));
            }
            Block::Disclosure { content, .. } => found.extend(find_help_wanted(content, &vec![true; content.len()])),
            Block::Code { .. }
            | Block::Quote(_)
            | Block::Table(_)
            | Block::Rule
            | Block::Card(_)
            | Block::Status(_)
            | Block::Updates(_)
            | Block::Section { .. }
            | Block::Report(_)
            | Block::Pointers(..)
            | Block::Timeline(_)
            | Block::Empty(_)
            | Block::Problem(_) => {}
        }
        at += length;
    }
    found
}

/// What the label `label` in the block `at` speaks of: the texts, and how many blocks each is.
fn sections(blocks: &[Block], after_gap: &[bool], at: usize, label: &Label) -> Vec<(Vec<Block>, usize)> {
    let following = blocks.get(at + 1..).unwrap_or_default();
    let is_heading = |it: &Block| matches!(it, Block::Heading { .. });
    if let Some(Block::Heading { content, .. }) = blocks.get(at) {
        let Some(stripped) = strip(content, label).filter(|it| it.colon || is_blank(&it.rest)) else { return Vec::new() };
        let more = following.iter().take_while(|it| !is_heading(it)).count();
        return vec![(section(stripped.rest, following, more), more + 1)];
    }
    let Some(Block::Paragraph(line)) = blocks.get(at) else { return Vec::new() };
    let mut found: Vec<Vec<Inline>> = Vec::new();
    for line in lines(line) {
        match (strip(&line, label).filter(|it| it.colon), found.last_mut()) {
            (Some(stripped), _) => found.push(stripped.rest),
            (None, Some(last)) => {
                last.push(Inline::text("\n"));
                last.extend(line);
            }
            (None, None) => {}
        }
    }
    let Some(last) = found.pop() else { return Vec::new() };
    let joined = |n: usize| after_gap.get(at + 1 + n) == Some(&false);
    // A label by itself, or a text that announces something, goes on behind the gap.
    let text = plain_text(&last);
    let first = usize::from(text.trim().is_empty() || text.trim_end().ends_with(':'));
    let more = following.iter().enumerate().take_while(|(n, it)| !is_heading(it) && (*n < first || joined(*n))).count();
    let mut found: Vec<_> = found.into_iter().map(|it| (section(it, &[], 0), 1)).collect();
    found.push((section(last, following, more), more + 1));
    found
}

fn section(line: Vec<Inline>, following: &[Block], more: usize) -> Vec<Block> {
    let line = super::frame::trimmed(line);
    let first = if line.is_empty() { None } else { Some(Block::Paragraph(line)) };
    first.into_iter().chain(following.iter().take(more).cloned()).collect()
}

/// The lines of a paragraph as its author wrote them.
fn lines(paragraph: &[Inline]) -> Vec<Vec<Inline>> {
    let mut lines: Vec<Vec<Inline>> = vec![Vec::new()];
    for it in paragraph {
        match it {
            Inline::Break => lines.push(Vec::new()),
            Inline::Text(text) => {
                for (n, piece) in text.split('\n').enumerate() {
                    if n > 0 {
                        lines.push(Vec::new());
                    }
                    if !piece.is_empty() {
                        last_row(&mut lines).push(Inline::text(piece));
                    }
                }
            }
            it => last_row(&mut lines).push(it.clone()),
        }
    }
    lines
}
