//! A body of other people's Markdown, read once, from which each view takes its part.

use super::linker::Linker;
use super::{cut, labels, notes, parse, text};
use crate::fragment::{Block, Cut, Inline, Table};

/// A body that has been read.
#[derive(Debug)]
pub struct Body {
    /// The blocks. Their text still has the line breaks of its source.
    blocks: Vec<Block>,
    /// Whether an empty line stands before each block, or the body's start.
    after_gap: Vec<bool>,
    /// The footnotes by number, the first being 1.
    notes: Vec<Vec<Block>>,
}

impl Body {
    /// Reads `markdown`.
    pub fn read(markdown: &str, linker: &Linker<'_>) -> Self {
        let markdown = text::with_plain_line_ends(markdown);
        let markdown = parse::with_fitted_rows(&markdown);
        let (blocks, notes) = parse::parse(&markdown, linker);
        let after_gap = blocks.iter().map(|(_, source)| begins_after_gap(&markdown, source.start)).collect();
        Body { blocks: blocks.into_iter().map(|(it, _)| it).collect(), after_gap, notes: notes.by_number() }
    }

    /// All of it.
    pub fn whole(&self) -> Vec<Block> {
        let mut blocks = self.blocks.clone();
        blocks.extend(notes::all(&self.notes));
        finished(blocks)
    }

    /// About the first `words` words, cut between paragraphs, and whether there is more behind
    /// them. At least one block is kept, and the footnotes to which the kept ones refer.
    pub fn beginning(&self, words: usize) -> (Vec<Block>, Cut) {
        match cut::beginning(&self.blocks, words) {
            Some(blocks) => (self.piece(blocks), Cut::More),
            None => (self.whole(), Cut::Whole),
        }
    }

    /// The summary with which it begins, without its label, and whether it is all there is.
    pub fn tldr(&self) -> Option<(Vec<Block>, bool)> {
        let found = labels::find_tldr(&self.blocks, &self.after_gap)?;
        Some((self.piece(found.text), found.alone))
    }

    /// The requests for help in it, without their labels.
    pub fn help_wanted(&self) -> Vec<Vec<Block>> {
        let found = labels::find_help_wanted(&self.blocks, &self.after_gap);
        found.into_iter().map(|it| self.piece(it)).collect()
    }

    /// Some of the blocks, as they are shown.
    fn piece(&self, mut blocks: Vec<Block>) -> Vec<Block> {
        blocks.extend(notes::referred(&blocks, &self.notes));
        finished(blocks)
    }
}

/// Whether the line before the one that holds the byte `at` is empty, or there is none.
fn begins_after_gap(markdown: &str, at: usize) -> bool {
    let before = markdown.get(..at).unwrap_or_default();
    let mut lines = before.rsplit('\n').skip(1);
    lines.next().is_none_or(|it| it.trim().is_empty())
}

/// `blocks` with the line breaks of their source as spaces.
fn finished(mut blocks: Vec<Block>) -> Vec<Block> {
    finish(&mut blocks);
    blocks
}

fn finish(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Paragraph(line) | Block::Heading { content: line, .. } => finish_line(line),
            Block::Quote(blocks) => finish(blocks),
            Block::List { items, .. } => items.iter_mut().for_each(|it| finish(&mut it.content)),
            Block::Table(Table { head, rows, .. }) => head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|it| finish_line(it)),
            Block::Disclosure { summary, content } => {
                finish_line(summary);
                finish(content);
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

fn finish_line(line: &mut [Inline]) {
    for it in line {
        match it {
            Inline::Text(text) | Inline::Code(text) => {
                if text.contains('\n') {
                    *text = text.replace('\n', " ");
                }
            }
            Inline::Styled(_, content) | Inline::Isolated(content) => finish_line(content),
            Inline::Link(link) => finish_line(&mut link.content),
            Inline::Break | Inline::Progress(_) | Inline::Date(_) | Inline::Problem(_) => {}
        }
    }
}
