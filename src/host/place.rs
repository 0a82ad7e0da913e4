//! Finds places of a text that an earlier preprocessor may have changed in the file that it came
//! from.
//!
//! What mdBook sends of a chapter is not always what stands in its file: `links` has put included
//! files in, others have rewritten pieces. Line numbers then mean nothing to the author. The line
//! that holds a mistake is looked for in the file: where it is there as often as in the text, the
//! first is the first, the second the second.

use std::collections::BTreeMap;
use std::ops::Range;

/// How a sent text and its file belong together.
#[derive(Debug)]
pub struct Relocation<'a> {
    sent: Lines<'a>,
    file: Lines<'a>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// Line for line the same, line endings aside.
    Same,
    /// For each line of the sent text the line of the file, where there is one.
    Changed(Vec<Option<usize>>),
}

/// Compares the text of a chapter as it was sent with its file's. Both are without a byte order
/// mark.
pub fn relocate<'a>(sent: &'a str, file: &'a str) -> Relocation<'a> {
    let (sent, file) = (Lines::new(sent), Lines::new(file));
    if sent.texts().eq(file.texts()) {
        return Relocation { sent, file, kind: Kind::Same };
    }
    let mut moved = vec![None; sent.starts.len()];
    let there = file.by_text();
    for (text, here) in sent.by_text() {
        let there = there.get(text).filter(|it| it.len() == here.len());
        for (&from, &to) in here.iter().zip(there.into_iter().flatten()) {
            moved[from] = Some(to);
        }
    }
    Relocation { sent, file, kind: Kind::Changed(moved) }
}

impl Relocation<'_> {
    /// Whether an earlier preprocessor has changed the text.
    pub fn is_changed(&self) -> bool {
        match self.kind {
            Kind::Same => false,
            Kind::Changed(_) => true,
        }
    }

    /// Where the bytes `range` of the sent text stand in the file; `None` where the file has no
    /// such line, or not as often.
    pub fn find(&self, range: Range<usize>) -> Option<Range<usize>> {
        let (start, end) = (range.start, range.end.max(range.start));
        let (first, last) = (self.sent.at(start), self.sent.at(end));
        let to = match &self.kind {
            Kind::Same => first,
            Kind::Changed(moved) => moved[first]?,
        };
        let follows = |line: usize| to + line - first < self.file.starts.len() && self.sent.text(line) == self.file.text(to + line - first);
        if !(first + 1..=last).all(follows) {
            return None;
        }
        // a line's end may be longer here than there
        let place =
            |offset: usize, line: usize, to: usize| self.file.starts[to] + (offset - self.sent.starts[line]).min(self.file.text(to).len());
        Some(place(start, first, to)..place(end, last, to + last - first))
    }
}

/// A text and where its lines begin.
#[derive(Debug)]
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Lines { text, starts }
    }

    /// The line that holds the byte `offset`, from 0.
    fn at(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// The text of a line without its end.
    fn text(&self, line: usize) -> &'a str {
        let end = self.starts.get(line + 1).map_or(self.text.len(), |&next| next - 1);
        let text = self.text.get(self.starts[line]..end).unwrap_or_default();
        text.strip_suffix('\r').unwrap_or(text)
    }

    fn texts(&self) -> impl Iterator<Item = &'a str> {
        (0..self.starts.len()).map(|line| self.text(line))
    }

    /// The lines by their text; those of equal text in their order.
    fn by_text(&self) -> BTreeMap<&'a str, Vec<usize>> {
        let mut out: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (line, text) in self.texts().enumerate() {
            out.entry(text).or_default().push(line);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_where_its_line_is_the_same() {
        // sent, file, what to look for in sent and which of its occurrences, where it is in the file
        let rows = [
            ("<<#x>>", "<<#x>>", "<<#", 0, Some(0)),
            ("a\n<<#x>>\n", "a\r\n<<#x>>\r\n", "<<#", 0, Some(3)),
            ("ä\r\n\tß <<#x>>", "ä\n\tß <<#x>>", "<<#", 0, Some(7)),
            ("included\nmore\n<<#x>>\n", "{{#include i.md}}\n<<#x>>\n", "<<#", 0, Some(18)),
            ("new\n<<#x>>\n\n<<#x>>\n", "<<#x>>\n\n<<#x>>\n", "<<#", 1, Some(8)),
            ("<<#x>>\n<<#x>>\n", "{{#include i.md}}\n<<#x>>\n", "<<#", 0, None), // one of them was included
            ("\\<<#x>>\n", "<<#x>>\n", "<<#", 0, None),
            ("<<#x>>", "", "<<#", 0, None),
            ("new\na <<#x\ny>>", "a <<#x\ny>>", "#x\ny", 0, Some(4)),
            ("new\na <<#x\ny>>", "a <<#x\nz>>", "#x\ny", 0, None),
            ("new\na <<#x\ny>>", "a <<#x", "#x\ny", 0, None),
            ("new\nend", "end", "end", 0, Some(0)),
            ("new\r\n<<#x>>\r\n", "<<#x>>", ">>", 0, Some(4)),
        ];
        for (sent, file, what, nth, expected) in rows {
            let (start, _) = sent.match_indices(what).nth(nth).unwrap();
            let found = relocate(sent, file).find(start..start + what.len());
            assert_eq!(found.as_ref().map(|it| it.start), expected, "{sent:?} in {file:?}");
            if let Some(range) = found {
                let plain = |text: &str| text.replace('\r', "");
                assert_eq!(plain(file.get(range).unwrap()), plain(what), "{sent:?} in {file:?}");
            }
        }
        assert!(!relocate("a\r\nb", "a\nb").is_changed());
        assert!(relocate("a\r\nb", "a\nb\n").is_changed());
    }

    #[test]
    fn the_end_of_a_text_is_a_place() {
        assert_eq!(relocate("a", "a").find(1..1), Some(1..1));
        assert_eq!(relocate("", "").find(0..0), Some(0..0));
    }

    proptest::proptest! {
        #[test]
        fn what_is_found_reads_the_same(sent in "[aß\r\n]{0,12}", file in "[aß\r\n]{0,12}", a in 0usize..14, b in 0usize..14) {
            let boundary = |it: usize| (0..=it.min(sent.len())).rev().find(|&it| sent.is_char_boundary(it)).unwrap();
            let range = boundary(a.min(b))..boundary(a.max(b));
            if let Some(found) = relocate(&sent, &file).find(range.clone()) {
                let plain = |it: &str| it.replace('\r', "");
                let found = file.get(found).expect("in bounds and between characters");
                let wanted = sent.get(range).unwrap();
                // where a line ends otherwise, the ends themselves may be cut
                proptest::prop_assert!(plain(wanted).starts_with(&plain(found)) || plain(found) == plain(wanted), "{:?} {:?}", wanted, found);
            }
        }
    }
}
