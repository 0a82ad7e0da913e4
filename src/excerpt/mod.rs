//! Other people's Markdown, made safe to stand in our page.
//!
//! A body becomes the document tree of [`crate::fragment`], which holds no markup: text that a
//! stranger wrote can only come out as text. What is left to watch is done here: which elements
//! there are (known ones), where links lead (known schemes), what belongs together (link
//! definitions, footnotes and HTML tags never reach out of their body), and how deep it goes.
//!
//! Nothing here knows directives, chapters or how a tree is written.

mod autolink;
mod body;
mod build;
mod cut;
mod frame;
mod html;
mod label;
mod labels;
mod linker;
mod none;
mod notes;
mod parse;
mod rows;
mod shapes;
mod tags;
mod target;
mod text;

pub use autolink::autolink;
pub use body::Body;
pub use labels::{Tldr, help_wanted, tldr};
pub use linker::Linker;
pub use none::is_none as is_no_request;

use crate::fragment::{Block, Cut, Inline};

/// All blocks of other people's Markdown.
pub fn blocks(markdown: &str, linker: &Linker<'_>) -> Vec<Block> {
    Body::read(markdown, linker).whole()
}

/// About the first `words` words of other people's Markdown, cut between paragraphs, and whether
/// there is more behind them. At least one block is kept.
pub fn cut(markdown: &str, words: usize, linker: &Linker<'_>) -> (Vec<Block>, Cut) {
    Body::read(markdown, linker).beginning(words)
}

/// A field of inline Markdown, such as a title: read as a piece of a paragraph whatever it begins
/// with, line breaks as spaces.
pub fn line(markdown: &str, linker: &Linker<'_>) -> Vec<Inline> {
    /// Behind a word, nothing begins a block.
    const WORD: &str = "x ";
    let markdown = markdown.split(['\r', '\n', '\u{2028}', '\u{2029}']).map(str::trim).collect::<Vec<_>>().join(" ");
    let markdown = markdown.trim();
    if markdown.is_empty() {
        return Vec::new();
    }
    let mut blocks = blocks(&format!("{WORD}{markdown}"), linker).into_iter();
    let Some(Block::Paragraph(mut line)) = blocks.next() else { return vec![Inline::text(text::clean(markdown))] };
    if let Some(Inline::Text(first)) = line.first_mut() {
        *first = first.strip_prefix(WORD).unwrap_or_default().to_owned();
    }
    frame::trimmed(line)
}

#[cfg(test)]
mod tests;
