//! Footnotes, which are resolved inside their body.

use std::collections::HashMap;

use crate::fragment::{Block, Inline, ListItem, Style};

/// The footnotes of a text while it is read, then those of a body.
#[derive(Debug, Default)]
pub(super) struct Notes {
    numbers: HashMap<String, usize>,
    defined: Vec<(String, Vec<Block>)>,
}

impl Notes {
    /// What a reference to the footnote `label` looks like: a number, from 1, in the order of the
    /// first references. It stays readable where nothing can be raised.
    pub(super) fn reference(&mut self, label: &str) -> Inline {
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(label.to_lowercase()).or_insert(next);
        Inline::Styled(Style::Superscript, vec![Inline::text(format!("[{number}]"))])
    }

    /// Adds the text of the footnote `label`.
    pub(super) fn define(&mut self, label: String, blocks: Vec<Block>) {
        self.defined.push((label.to_lowercase(), blocks));
    }

    /// The texts by number: those without a reference stand behind the others, since their author
    /// wrote them to be read.
    pub(super) fn by_number(self) -> Vec<Vec<Block>> {
        let mut notes: Vec<Vec<Block>> = Vec::new();
        notes.resize_with(self.numbers.len(), Vec::new);
        for (label, blocks) in self.defined {
            let referred = self.numbers.get(&label).and_then(|number| notes.get_mut(number - 1));
            match referred {
                Some(note) if note.is_empty() => *note = blocks,
                Some(_) | None => notes.push(blocks),
            }
        }
        notes
    }
}

/// The list of those `notes` to which `blocks` refer, and those to which these refer in turn, each
/// under its number.
pub(super) fn referred(blocks: &[Block], notes: &[Vec<Block>]) -> Vec<Block> {
    let mut wanted = vec![false; notes.len()];
    let mut open = Vec::new();
    find(blocks, &mut open);
    while let Some(number) = open.pop() {
        let Some(seen) = number.checked_sub(1).and_then(|it| wanted.get_mut(it)) else { continue };
        if !std::mem::replace(seen, true) {
            find(notes.get(number - 1).map_or(&[], Vec::as_slice), &mut open);
        }
    }
    lists(notes, |at| wanted.get(at) == Some(&true))
}

/// The list of all `notes`.
pub(super) fn all(notes: &[Vec<Block>]) -> Vec<Block> {
    lists(notes, |_| true)
}

/// A list for each run of notes without a gap, so that each keeps its number.
fn lists(notes: &[Vec<Block>], is_shown: impl Fn(usize) -> bool) -> Vec<Block> {
    let mut lists: Vec<(usize, Vec<ListItem>)> = Vec::new();
    for (at, note) in notes.iter().enumerate().filter(|(at, _)| is_shown(*at)) {
        let item = ListItem { checked: None, content: note.clone() };
        match lists.last_mut() {
            Some((start, items)) if *start + items.len() == at => items.push(item),
            _ => lists.push((at, vec![item])),
        }
    }
    let list = |(start, items)| Block::List { start: Some(start as u64 + 1), items };
    lists.into_iter().map(list).collect()
}

fn find(blocks: &[Block], numbers: &mut Vec<usize>) {
    for block in blocks {
        match block {
            Block::Paragraph(line) | Block::Heading { content: line, .. } => find_in_line(line, numbers),
            Block::Quote(blocks) => find(blocks, numbers),
            Block::List { items, .. } => items.iter().for_each(|it| find(&it.content, numbers)),
            Block::Table(table) => {
                table.head.iter().chain(table.rows.iter().flatten()).for_each(|it| find_in_line(it, numbers));
            }
            Block::Disclosure { summary, content } => {
                find_in_line(summary, numbers);
                find(content, numbers);
            }
            Block::Code { .. }
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
    }
}

fn find_in_line(line: &[Inline], numbers: &mut Vec<usize>) {
    for it in line {
        match it {
            Inline::Styled(Style::Superscript, content) => match content.as_slice() {
                [Inline::Text(text)] => numbers.extend(text.strip_prefix('[').and_then(|it| it.strip_suffix(']')?.parse::<usize>().ok())),
                _ => find_in_line(content, numbers),
            },
            Inline::Styled(_, content) | Inline::Isolated(content) => find_in_line(content, numbers),
            Inline::Link(link) => find_in_line(&link.content, numbers),
            Inline::Text(_) | Inline::Code(_) | Inline::Break | Inline::Progress(_) | Inline::Date(_) | Inline::Problem(_) => {}
        }
    }
}
