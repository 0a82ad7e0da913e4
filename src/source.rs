//! Files, byte spans, and where a span stands: line and column.
//!
//! Everything above works with byte offsets; lines and columns exist here and in `emit/` alone.
//! This module reads no file: text is given to it.

use std::cell::{Cell, OnceCell};
use std::ops::Range;

/// The byte order mark.
const MARK: &str = "\u{feff}";

/// A file among [`Sources`]. Ordered as the files were added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

/// A piece of one file: byte offsets into its text, `start` inclusive, `end` exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// A span of `file` over the bytes `range`.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Span { file, start: range.start, end: range.end }
    }

    /// The bytes, as an index into the file's text.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A value and the place where the user wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// `value`, written at `span`.
    pub fn new(value: T, span: Span) -> Self {
        Spanned { value, span }
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Where a span starts or ends, as people count: both from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters (not bytes, not screen cells), from 1.
    pub column: usize,
}

/// One text with the name that people know it by.
#[derive(Debug)]
pub struct File {
    path: String,
    text: String,
    /// The byte order mark that stood before the text, or nothing.
    mark: &'static str,
    line_starts: OnceCell<Vec<usize>>,
    /// A byte and its column, the last that were asked for: a long line with many mistakes is
    /// then counted once.
    counted: Cell<(usize, usize)>,
}

impl File {
    /// The path as it is shown to people, with `/` between its parts.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The text, as it was read: line endings and all, but without a byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands before [`File::text`] on disk: the byte order mark, or nothing. Where bytes of
    /// the file itself are meant, its length is to be added to an offset.
    pub fn mark(&self) -> &'static str {
        self.mark
    }

    /// The byte at which each line starts; a line ends behind its `\n`.
    fn line_starts(&self) -> &[usize] {
        self.line_starts
            .get_or_init(|| std::iter::once(0).chain(memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at + 1)).collect())
    }

    /// The 0-based index of the line that holds the byte `offset`.
    fn line_index(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|&start| start <= offset) - 1
    }

    /// Line and column of the byte `offset`, which may be the text's length.
    pub fn position(&self, offset: usize) -> Position {
        let offset = (0..=offset.min(self.text.len())).rev().find(|&it| self.text.is_char_boundary(it)).unwrap_or(0);
        let line = self.line_index(offset);
        let start = self.line_starts()[line];
        let (from, column) = self.counted.get();
        let (from, column) = if (start..=offset).contains(&from) && column > 0 { (from, column) } else { (start, 1) };
        let column = column + self.text.get(from..offset).unwrap_or_default().chars().count();
        self.counted.set((offset, column));
        Position { line: line + 1, column }
    }

    /// The bytes of the whole lines that `range` touches, without the last line's end.
    pub fn lines(&self, range: Range<usize>) -> Range<usize> {
        let start = self.line_starts()[self.line_index(range.start.min(self.text.len()))];
        let last = self.line_index(range.end.max(range.start).min(self.text.len()));
        let end = self.line_starts().get(last + 1).map_or(self.text.len(), |&next| next - 1);
        start..end
    }
}

/// All files that a run may speak about.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<File>,
}

impl Sources {
    /// Adds a text under the path that people know it by, and strips its byte order mark:
    /// offsets count from behind the mark.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId(u32::try_from(self.files.len()).expect("a run reads fewer than 2^32 files"));
        self.files.push(File { path: path.into(), text: String::new(), mark: "", line_starts: OnceCell::new(), counted: Cell::default() });
        self.replace(id, text);
        id
    }

    /// The file of an id that [`Sources::add`] gave out.
    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file).text().get(span.range()).unwrap_or_default()
    }

    /// Forgets the text of a file that no diagnostic points into, so that a run over many
    /// chapters holds one of them at a time.
    pub fn release(&mut self, id: FileId) {
        let file = &mut self.files[id.0 as usize];
        file.text = String::new();
        file.line_starts = OnceCell::new();
        file.counted = Cell::default();
    }

    /// Puts another text in place of a file's, such as the file on disk in place of the text that
    /// the host sent, and strips its byte order mark. Spans must be moved by the caller.
    pub fn replace(&mut self, id: FileId, text: impl Into<String>) {
        let file = &mut self.files[id.0 as usize];
        let mut text = text.into();
        file.mark = if text.starts_with(MARK) { MARK } else { "" };
        text.drain(..file.mark.len());
        file.text = text;
        file.line_starts = OnceCell::new();
        file.counted = Cell::default();
    }
}

/// A text without its byte order mark, as [`Sources`] hold it.
pub fn without_mark(text: &str) -> &str {
    text.strip_prefix(MARK).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let mut sources = Sources::default();
        let id = sources.add("a.md", "\u{feff}añb\r\nßx\n");
        let file = sources.file(id);
        let at = |offset| {
            let it = file.position(offset);
            (it.line, it.column)
        };
        assert_eq!((file.mark().len(), file.text().starts_with('a')), (3, true));
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(1), (1, 2));
        assert_eq!(at(3), (1, 3));
        assert_eq!(at(1), (1, 2), "also after a later place");
        assert_eq!(at(3), (1, 3), "behind a letter of two bytes");
        assert_eq!(at(2), (1, 2), "inside a letter counts as before it");
        assert_eq!(at(6), (2, 1));
        assert_eq!(at(8), (2, 2));
        assert_eq!(at(file.text().len()), (3, 1), "behind the last line's end");
    }

    #[test]
    fn lines_are_whole() {
        let mut sources = Sources::default();
        let id = sources.add("a.md", "one\ntwo\nthree");
        let file = sources.file(id);
        assert_eq!(file.text().get(file.lines(5..6)).unwrap(), "two");
        assert_eq!(file.text().get(file.lines(2..5)).unwrap(), "one\ntwo");
        assert_eq!(file.text().get(file.lines(13..13)).unwrap(), "three");
    }
}
