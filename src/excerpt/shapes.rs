//! The shapes that a tree takes where what an author wrote does not fit: ragged tables, tables of
//! blocks, `<details>` whose summary is elsewhere.

use super::frame::Summary;
use crate::fragment::{Alignment, Block, Inline, Origin, Table};

/// The row at the end of a table.
pub(super) fn last_row<T>(rows: &mut Vec<Vec<T>>) -> &mut Vec<T> {
    if rows.is_empty() {
        rows.push(Vec::new());
    }
    rows.last_mut().expect("a row was added where there was none")
}

/// A table of these rows, the first of which is its head; short rows are filled up.
pub(super) fn table(mut alignment: Vec<Alignment>, mut rows: Vec<Vec<Vec<Inline>>>) -> Block {
    rows.retain(|it| !it.is_empty());
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    alignment.resize(width, Alignment::Default);
    rows.iter_mut().for_each(|it| it.resize(width, Vec::new()));
    let mut rows = rows.into_iter();
    let head = rows.next().unwrap_or_default();
    Block::Table(Table { origin: Origin::Author, head, alignment, rows: rows.collect() })
}

/// A table of tags: a table where each cell is at most a paragraph, else its cells one by one.
pub(super) fn grid(rows: Vec<Vec<Vec<Block>>>) -> Vec<Block> {
    let is_line = |cell: &Vec<Block>| matches!(cell.as_slice(), [] | [Block::Paragraph(_)]);
    if !rows.iter().flatten().all(is_line) {
        return rows.into_iter().flatten().flatten().collect();
    }
    let line = |cell: Vec<Block>| cell.into_iter().find_map(paragraph).unwrap_or_default();
    let rows: Vec<Vec<_>> = rows.into_iter().map(|row| row.into_iter().map(line).collect()).collect();
    if rows.iter().all(Vec::is_empty) { Vec::new() } else { vec![table(Vec::new(), rows)] }
}

/// A `<details>`: a summary that stands in paragraphs of its own, as authors write it who want
/// Markdown in it, is the first of them.
pub(super) fn disclosure(summary: Summary, mut content: Vec<Block>) -> Block {
    let summary = match summary {
        Summary::Missing => Vec::new(),
        Summary::Seen(line) if line.is_empty() => {
            let is_line = matches!(content.first(), Some(Block::Paragraph(_) | Block::Heading { .. }));
            if is_line { paragraph(content.remove(0)).unwrap_or_default() } else { line }
        }
        Summary::Seen(line) => line,
    };
    // What browsers show.
    let summary = if summary.is_empty() { vec![Inline::text("Details")] } else { summary };
    Block::Disclosure { summary, content }
}

/// The line of a paragraph or a heading.
fn paragraph(block: Block) -> Option<Vec<Inline>> {
    if let Block::Paragraph(line) | Block::Heading { content: line, .. } = block { Some(line) } else { None }
}
