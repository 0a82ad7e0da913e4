//! The grammar of one directive: `<<#name word "quoted" key=value key!="value">>`, on one line.

use std::ops::Range;

use crate::query::Negation;
use crate::source::{FileId, Span, Spanned};

/// How a directive begins.
pub const OPENER: &str = "<<#";

/// What stands behind a directive's name.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// A word or a quoted string alone.
    Word(Spanned<String>),
    /// `name=value` or `name!=value`.
    Option {
        /// The name.
        name: Spanned<String>,
        /// Whether it was `!=`.
        negation: Negation,
        /// The value, without its quotes; its place is what stands between them.
        value: Spanned<String>,
    },
}

/// Why no directive could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Error {
    /// No `>>` before this byte, where the line ends or another directive begins.
    Unclosed(usize),
    /// The quote that opens at `at` has no end on its line, which ends at `end`.
    Quote {
        /// The byte of the quote.
        at: usize,
        /// The byte behind the line's text.
        end: usize,
    },
}

/// A directive, as bytes of its text.
#[derive(Debug)]
pub(super) struct Lexed {
    name: Piece,
    items: Vec<RawItem>,
    /// The insides of quoted values.
    pub(super) quoted: Vec<Range<usize>>,
    /// The byte behind `>>`.
    pub(super) end: usize,
}

#[derive(Debug)]
struct Piece {
    text: String,
    range: Range<usize>,
}

#[derive(Debug)]
struct RawItem {
    word: Piece,
    value: Option<Piece>,
}

impl Lexed {
    /// The name, and what stands behind it; in a table's cell `\|` stands for a bar.
    pub(super) fn into_parts(self, file: FileId, in_cell: bool) -> (Spanned<String>, Vec<Item>) {
        let spanned = |piece: Piece| piece.spanned(file, in_cell);
        let items = self.items.into_iter().map(|RawItem { mut word, value }| match value {
            None => Item::Word(spanned(word)),
            Some(value) => {
                let negation = if word.text.ends_with('!') { Negation::Yes } else { Negation::No };
                if negation == Negation::Yes {
                    word.text.pop();
                    word.range.end -= 1;
                }
                Item::Option { name: spanned(word), negation, value: spanned(value) }
            }
        });
        (self.name.spanned(file, false), items.collect())
    }
}

impl Piece {
    fn spanned(self, file: FileId, in_cell: bool) -> Spanned<String> {
        let text = if in_cell { self.text.replace("\\|", "|") } else { self.text };
        Spanned::new(text, Span::new(file, self.range))
    }
}

/// Reads the directive that opens at the byte `at` of `text`.
pub(super) fn directive(text: &str, at: usize) -> Result<Lexed, Error> {
    let mut cursor = Cursor { text, at: at + OPENER.len() };
    let name = cursor.take_while(|it| it.is_alphanumeric() || matches!(it, '-' | '_'));
    let mut items = Vec::new();
    let mut quoted = Vec::new();
    loop {
        cursor.take_while(|it| it == ' ' || it == '\t');
        let rest = cursor.rest();
        if rest.starts_with(">>") {
            return Ok(Lexed { name, items, quoted, end: cursor.at + ">>".len() });
        }
        if rest.is_empty() || rest.starts_with(LINE_END) || rest.starts_with(OPENER) {
            return Err(Error::Unclosed(cursor.at));
        }
        if rest.starts_with('"') {
            let word = cursor.quoted()?;
            quoted.push(word.range.clone());
            items.push(RawItem { word, value: None });
            continue;
        }
        let word = cursor.word();
        let value = if cursor.rest().starts_with('=') {
            cursor.at += 1;
            Some(if cursor.rest().starts_with('"') {
                let value = cursor.quoted()?;
                quoted.push(value.range.clone());
                value
            } else {
                cursor.word()
            })
        } else {
            None
        };
        items.push(RawItem { word, value });
    }
}

const LINE_END: [char; 2] = ['\n', '\r'];

/// Walks over one line of `text`. It never looks further than it has to: a long line may hold
/// thousands of directives.
struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> Piece {
        let rest = self.rest();
        self.take(rest.find(|it| !keep(it)).unwrap_or(rest.len()))
    }

    fn take(&mut self, length: usize) -> Piece {
        let range = self.at..self.at + length;
        self.at = range.end;
        Piece { text: self.text.get(range.clone()).unwrap_or_default().to_owned(), range }
    }

    /// A run without white space, quote, `=`, `>>` or the start of another directive.
    fn word(&mut self) -> Piece {
        let rest = self.rest();
        let stop = rest.char_indices().find(|&(at, it)| match it {
            ' ' | '\t' | '"' | '=' | '\n' | '\r' => true,
            '>' => rest.get(at..).is_some_and(|it| it.starts_with(">>")),
            '<' => rest.get(at..).is_some_and(|it| it.starts_with(OPENER)),
            _ => false,
        });
        self.take(stop.map_or(rest.len(), |(at, _)| at))
    }

    /// A quoted string: `\"` and `\\` stand for the character, any other backslash for itself.
    fn quoted(&mut self) -> Result<Piece, Error> {
        let open = self.at;
        let inside = open + 1;
        let mut text = String::new();
        let mut chars = self.text.get(inside..).unwrap_or_default().char_indices().peekable();
        while let Some((at, it)) = chars.next() {
            match it {
                '"' => {
                    self.at = inside + at + 1;
                    return Ok(Piece { text, range: inside..inside + at });
                }
                '\\' => match chars.next_if(|(_, next)| matches!(next, '"' | '\\')) {
                    Some((_, escaped)) => text.push(escaped),
                    None => text.push('\\'),
                },
                '\n' | '\r' => return Err(Error::Quote { at: open, end: inside + at }),
                _ => text.push(it),
            }
        }
        Err(Error::Quote { at: open, end: self.text.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, Error> {
        let lexed = directive(text, text.find(OPENER).unwrap())?;
        let items = lexed.items.iter().map(|it| match &it.value {
            None => format!("[{}]", it.word.text),
            Some(value) => format!("[{}={}]", it.word.text, value.text),
        });
        Ok(format!("{}{} to {}", lexed.name.text, items.collect::<String>(), lexed.end))
    }

    #[test]
    fn words_quotes_and_options() {
        let rows = [
            ("<<#goal 389>> x", Ok("goal[389] to 13")),
            ("<<#goal\t389  flagship >>", Ok("goal[389][flagship] to 24")),
            ("<<#goals theme=\"a \\\"b\\\" \\\\ \\c\">>", Ok("goals[theme=a \"b\" \\ \\c] to 32")),
            ("<<#goals theme!=a>>", Ok("goals[theme!=a] to 19")),
            ("<<#goals contact=@a,@b>>", Ok("goals[contact=@a,@b] to 24")),
            ("<<#goal \"pin > x\">>", Ok("goal[pin > x] to 19")),
            ("<<#goal a>b>>", Ok("goal[a>b] to 13")),
            ("<<#x a=>>", Ok("x[a=] to 9")),
            ("<<#x =b>>", Ok("x[=b] to 9")),
            ("<<#>>", Ok(" to 5")),
            ("<<#x", Err(Error::Unclosed(4))),
            ("<<#x\n>>", Err(Error::Unclosed(4))),
            ("<<#x a<<#y>>", Err(Error::Unclosed(6))),
            ("<<#x \"a>>\n\"", Err(Error::Quote { at: 5, end: 9 })),
        ];
        for (text, expected) in rows {
            assert_eq!(read(text), expected.map(str::to_owned), "{text:?}");
        }
    }
}
