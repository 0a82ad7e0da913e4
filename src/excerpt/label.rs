//! Labels at the start of a line, such as `TL;DR:`, in any case, bold or not.

use crate::fragment::{Inline, Style, plain_text};

/// A label: the words of which it consists, in lower case, and what may stand between them.
pub(super) struct Label {
    spellings: &'static [&'static [&'static str]],
}

/// `TL;DR`.
pub(super) const TLDR: Label = Label { spellings: &[&["tl;dr"], &["tldr"]] };

/// `Help wanted`.
pub(super) const HELP_WANTED: Label = Label { spellings: &[&["help", "wanted"]] };

impl Label {
    /// What stands behind the label at the start of `text`.
    fn strip<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.spellings.iter().find_map(|words| {
            let mut rest = text.trim_start();
            for (n, word) in words.iter().enumerate() {
                if n > 0 {
                    let next = rest.trim_start_matches([' ', '\u{a0}', '-', '\t', '\n']);
                    rest = (next.len() < rest.len()).then_some(next)?;
                }
                let start = rest.get(..word.len()).filter(|it| it.eq_ignore_ascii_case(word))?;
                rest = rest.get(start.len()..)?;
            }
            (!rest.starts_with(char::is_alphanumeric)).then_some(rest)
        })
    }
}

/// A line behind its label.
pub(super) struct Stripped {
    /// What is left.
    pub(super) rest: Vec<Inline>,
    /// Whether the label had one.
    pub(super) colon: bool,
}

/// `line` without the label at its start, which may be in bold, with the colon inside or outside.
pub(super) fn strip(line: &[Inline], label: &Label) -> Option<Stripped> {
    let blank = line.iter().take_while(|it| matches!(it, Inline::Text(text) if text.trim().is_empty())).count();
    let (first, behind) = line.get(blank..)?.split_first()?;
    match first {
        Inline::Text(text) => {
            let rest = label.strip(text)?;
            let colon = rest.trim_start().strip_prefix([':', '：']);
            let rest = colon.unwrap_or(rest).trim_start();
            let first = (!rest.is_empty()).then(|| Inline::text(rest));
            let stripped = Stripped { rest: first.into_iter().chain(behind.iter().cloned()).collect(), colon: colon.is_some() };
            Some(if stripped.colon || !rest.is_empty() { stripped } else { colon_behind(stripped.rest) })
        }
        Inline::Styled(style @ (Style::Strong | Style::Emphasis), content) => {
            let inner = strip(content, label)?;
            if is_blank(&inner.rest) {
                return Some(if inner.colon { Stripped { rest: behind.to_vec(), colon: true } } else { colon_behind(behind.to_vec()) });
            }
            let first = Inline::Styled(*style, inner.rest);
            Some(Stripped { rest: std::iter::once(first).chain(behind.iter().cloned()).collect(), colon: inner.colon })
        }
        Inline::Styled(..)
        | Inline::Code(_)
        | Inline::Link(_)
        | Inline::Break
        | Inline::Isolated(_)
        | Inline::Progress(_)
        | Inline::Date(_)
        | Inline::Problem(_) => None,
    }
}

/// `rest` without the colon at its start.
fn colon_behind(mut rest: Vec<Inline>) -> Stripped {
    if let Some(Inline::Text(text)) = rest.first_mut()
        && let Some(behind) = text.trim_start().strip_prefix([':', '：']).map(str::to_owned)
    {
        *text = behind;
        return Stripped { rest, colon: true };
    }
    Stripped { rest, colon: false }
}

/// Whether a line shows nothing.
pub(super) fn is_blank(line: &[Inline]) -> bool {
    plain_text(line).trim().is_empty()
}
