//! Where an excerpt ends.

use crate::fragment::{Block, Inline, ListItem, plain_text};

/// About the first `words` words of `blocks`, cut between blocks or between the items of a list;
/// `None` where nothing needs to go.
pub(super) fn beginning(blocks: &[Block], words: usize) -> Option<Vec<Block>> {
    let words = words.max(1);
    // A little more than was asked for is better than a link to little more.
    let most = words.saturating_add(words / 4);
    let sizes: Vec<usize> = blocks.iter().map(size).collect();
    if sizes.iter().sum::<usize>() <= most {
        return None;
    }
    let mut kept = Vec::new();
    let mut count = 0;
    for (block, size) in blocks.iter().zip(sizes) {
        if count > 0 && count >= words {
            break;
        }
        if count + size <= most {
            kept.push(block.clone());
            count += size;
            continue;
        }
        if let Block::List { start, items } = block {
            kept.extend(first_items(items, words - count.min(words)).map(|items| Block::List { start: *start, items }));
        } else if count * 2 < words {
            // Too little so far to end here.
            kept.push(block.clone());
        }
        break;
    }
    while kept.len() > 1 && kept.last().is_some_and(announces) {
        kept.pop();
    }
    (kept.as_slice() != blocks).then_some(kept)
}

fn first_items(items: &[ListItem], words: usize) -> Option<Vec<ListItem>> {
    let mut kept = Vec::new();
    let mut count = 0;
    for item in items {
        if count >= words {
            break;
        }
        count += item.content.iter().map(size).sum::<usize>().max(1);
        kept.push(item.clone());
    }
    (!kept.is_empty()).then_some(kept)
}

/// Whether a block only says what comes next.
fn announces(block: &Block) -> bool {
    match block {
        Block::Heading { .. } | Block::Rule => true,
        Block::Paragraph(line) => plain_text(line).trim_end().ends_with(':'),
        Block::Code { .. }
        | Block::Quote(_)
        | Block::List { .. }
        | Block::Table(_)
        | Block::Disclosure { .. }
        | Block::Card(_)
        | Block::Status(_)
        | Block::Updates(_)
        | Block::Section { .. }
        | Block::Report(_)
        | Block::Pointers(..)
        | Block::Timeline(_)
        | Block::Empty(_)
        | Block::Problem(_) => false,
    }
}

/// How many words a reader meets in a block; folded text waits for those who want it.
fn size(block: &Block) -> usize {
    let line = |line: &[Inline]| plain_text(line).split_whitespace().count();
    match block {
        Block::Paragraph(text) | Block::Heading { content: text, .. } | Block::Disclosure { summary: text, .. } => line(text),
        Block::Code { text, .. } => text.split_whitespace().count(),
        Block::Quote(blocks) => blocks.iter().map(size).sum(),
        Block::List { items, .. } => items.iter().flat_map(|it| &it.content).map(size).sum(),
        Block::Table(table) => table.head.iter().chain(table.rows.iter().flatten()).map(|it| line(it)).sum(),
        Block::Rule
        | Block::Card(_)
        | Block::Status(_)
        | Block::Updates(_)
        | Block::Section { .. }
        | Block::Report(_)
        | Block::Pointers(..)
        | Block::Timeline(_)
        | Block::Empty(_)
        | Block::Problem(_) => 0,
    }
}
