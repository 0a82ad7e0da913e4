//! From what to show to text: HTML for mdBook's own renderer, Markdown for every other one.
//!
//! Nothing here knows goals; it writes the tree of [`crate::fragment`].
//!
//! To add a target: a file in `render/`, a variant of [`Target`] and its line in the
//! functions here, and a row of the guide's page on formats.

use crate::fragment::{Block, Inline};

pub mod html;
pub mod markdown;

/// For whom a chapter is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// mdBook's `html` renderer.
    Html,
    /// Every other renderer.
    Markdown,
    /// `mdbook test`, which compiles code: as Markdown, with no code that it would run.
    Test,
    /// A page of Markdown by itself, outside of a book.
    Post(Site),
}

/// Where a post is published: what finds its headings there, and what else is read in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// GitHub, and all that name headings as GitHub does.
    GitHub,
    /// A static site made by Zola, where headings can be named and braces can be code.
    Zola,
}

/// The stylesheet of the HTML that is written here. Its first line names its version.
pub const STYLESHEET: &str = include_str!("goals.css");

impl Target {
    /// The target for mdBook's renderer of that name.
    pub fn of_renderer(name: &str) -> Target {
        match name {
            "html" => Target::Html,
            "test" => Target::Test,
            _ => Target::Markdown,
        }
    }
}

/// Blocks, as text for a chapter: without a line end behind the last line. For HTML there is no
/// blank line in it, so Markdown takes it for one block.
pub fn blocks(blocks: &[Block], target: Target) -> String {
    match target {
        Target::Html => html::blocks(blocks),
        Target::Markdown | Target::Test => markdown::blocks(blocks, target),
        Target::Post(site) => markdown::post(None, blocks, site),
    }
}

/// Blocks as a page of Markdown by itself: with headings and a table of contents that work on
/// `site`, and no HTML but `<details>`. `title` is left out where the site has it from elsewhere.
pub fn post(title: Option<&[Inline]>, blocks: &[Block], site: Site) -> String {
    markdown::post(title, blocks, site)
}

/// A piece of a line, as Markdown for a sentence, a heading or a link's text.
pub fn line(line: &[Inline], target: Target) -> String {
    markdown::line(line, target)
}

/// A piece of a line, as Markdown for a cell of a table.
pub fn cell(line: &[Inline], target: Target) -> String {
    markdown::cell(line, target)
}

/// Rows of a table in Markdown, a line each, of `columns` cells.
pub fn rows(rows: &[Vec<Vec<Inline>>], columns: usize, target: Target) -> Vec<String> {
    markdown::rows(rows, columns, target)
}
