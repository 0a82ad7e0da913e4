//! Rows of tables with more cells than their table has columns. Markdown drops what is too much;
//! here it stays.

use std::borrow::Cow;
use std::ops::Range;

/// `row` with bars escaped until it has no more than `columns` cells: first those in inline code,
/// where their author meant no cell to end, then those behind the last column.
pub(super) fn fitted(row: &str, columns: usize) -> Cow<'_, str> {
    let bars = bars(row);
    if bars.len() < columns || columns == 0 {
        return Cow::Borrowed(row);
    }
    let code = code(row);
    let outside: Vec<usize> = bars.iter().copied().filter(|bar| !code.iter().any(|it| it.contains(bar))).collect();
    let parting = outside.get(..columns - 1).unwrap_or(&outside);
    let mut out = String::with_capacity(row.len() + bars.len());
    let mut at = 0;
    for bar in bars.into_iter().filter(|it| parting.binary_search(it).is_err()) {
        out.push_str(row.get(at..bar).unwrap_or_default());
        out.push('\\');
        at = bar;
    }
    out.push_str(row.get(at..).unwrap_or_default());
    Cow::Owned(out)
}

/// The bars between the cells of `row`, not those around it.
fn bars(row: &str) -> Vec<usize> {
    let inside = row.trim();
    let start = row.len() - row.trim_start().len();
    let mut bars = Vec::new();
    let mut is_escaped = false;
    for (at, byte) in inside.bytes().enumerate() {
        if byte == b'|' && !is_escaped && at > 0 && at + 1 < inside.len() {
            bars.push(start + at);
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    bars
}

/// The inline code of `row`, as Markdown sees it where no bar is in the way.
fn code(row: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in row.match_indices('`') {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    let mut found = Vec::new();
    let mut rest = runs.as_slice();
    while let Some((open, behind)) = rest.split_first() {
        match behind.iter().position(|it| it.len() == open.len()) {
            Some(close) => {
                found.push(open.end..behind.get(close).map_or(open.end, |it| it.start));
                rest = behind.get(close + 1..).unwrap_or_default();
            }
            None => rest = behind,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_fit_their_table() {
        let rows = [
            ("| a | b |", 2, "| a | b |"),
            ("| `x|y` | z |", 2, r"| `x\|y` | z |"),
            ("`x|y`|``a`|b``", 2, r"`x\|y`|``a`\|b``"),
            ("| ä | b | c |", 2, r"| ä | b \| c |"),
            (r"| `a\|b` | c |", 2, r"| `a\|b` | c |"),
            ("| `a | b` |", 2, "| `a | b` |"),
            ("| ` | a | b |", 2, r"| ` | a \| b |"),
            ("a | b", 1, r"a \| b"),
            ("", 1, ""),
            ("|", 1, "|"),
        ];
        for (row, columns, expected) in rows {
            assert_eq!(fitted(row, columns), expected, "{row:?} {columns}");
        }
    }
}
