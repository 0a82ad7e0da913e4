//! A text that is as a whole a reference, or begins with one and a colon: the text of a link, the
//! name of a definition.
//!
//! Read more loosely than text, since it is known to be meant as something: `# 123`, `#7,440` and
//! `#XXXX` are labels with a flaw.

use std::ops::Range;

/// A label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label<'a> {
    /// The word before the number.
    pub word: Option<Word>,
    /// A short name or `owner/name`, before `#`.
    pub repository: Option<&'a str>,
    /// The number; `None` where something stands for it that nobody knew.
    pub number: Option<u64>,
    /// The bytes that say the number, with blanks and commas in it.
    pub digits: Range<usize>,
    /// The bytes of the reference.
    pub range: Range<usize>,
    /// What is wrong in how it is written.
    pub flaw: Option<Flaw>,
    /// Whether it is only the beginning, before a colon.
    pub titled: bool,
}

/// The word before a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// An issue.
    Issue,
    /// A pull request.
    PullRequest,
    /// An RFC.
    Rfc,
    /// A proposal or discussion: an issue of some repository.
    Other,
}

/// What is wrong in how a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// `# 123`
    Space,
    /// `#7,440`
    Comma,
}

/// Words, longer ones before their beginnings.
const WORDS: [(&str, Word); 19] = [
    ("rfc pr", Word::Rfc),
    ("rfc", Word::Rfc),
    ("pull request", Word::PullRequest),
    ("pull-request", Word::PullRequest),
    ("pull", Word::PullRequest),
    ("rust pr", Word::PullRequest),
    ("github pr", Word::PullRequest),
    ("draft pr", Word::PullRequest),
    ("pr", Word::PullRequest),
    ("tracking issue", Word::Issue),
    ("github issue", Word::Issue),
    ("rust issue", Word::Issue),
    ("fcp issue", Word::Issue),
    ("issue", Word::Issue),
    ("discussion", Word::Other),
    ("mcp", Word::Other),
    ("acp", Word::Other),
    ("fcp", Word::Other),
    ("gh", Word::Other),
];

/// Reads a label.
pub fn label(text: &str) -> Option<Label<'_>> {
    const AROUND: [char; 16] = ['(', ')', '[', ']', '{', '}', '"', '\'', '.', ',', ';', '!', '“', '”', '‘', '’'];
    let starts = text.trim_start_matches(|it: char| it.is_whitespace() || AROUND.contains(&it));
    let start = text.len() - starts.len();
    let inner = starts.trim_end_matches(|it: char| it.is_whitespace() || AROUND.contains(&it));
    let mut reader = Reader { text: inner, at: 0 };
    let word = reader.word();
    let repository = reader.repository();
    let number = reader.number(word.is_some() && repository.is_none())?;
    if word.is_none() && repository.is_none() && !number.hash {
        return None;
    }
    let end = reader.at;
    let titled = reader.rest().starts_with(':');
    let is_whole = titled || matches!(reader.rest().trim(), "" | "(comment" | "’s" | "'s");
    is_whole.then(|| Label {
        word,
        repository,
        number: number.value,
        digits: start + number.range.start..start + number.range.end,
        range: start..start + end,
        flaw: number.flaw,
        titled,
    })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

struct Digits {
    value: Option<u64>,
    range: Range<usize>,
    flaw: Option<Flaw>,
    hash: bool,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn blanks(&mut self) -> usize {
        let rest = self.rest();
        let length = rest.len() - rest.trim_start().len();
        self.at += length;
        length
    }

    /// `PR `, `RFC`, `issue-`, also in the plural of nobody: not followed by another letter.
    fn word(&mut self) -> Option<Word> {
        let (name, word) = WORDS.iter().find(|(name, _)| {
            let starts = self.rest().get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name));
            let next = self.rest().get(name.len()..).and_then(|it| it.chars().next());
            starts && next.is_some_and(|it| !it.is_alphabetic() && it != '/' && it != '_' || is_placeholder_at(self.rest(), name.len()))
        })?;
        let before = self.at;
        self.at += name.len();
        if self.blanks() == 0
            && self.rest().starts_with(['-', ':'])
            && self.text.get(self.at + 1..).is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()))
        {
            self.at += 1;
        }
        // `bug-tracker#1` is a repository's name.
        if self.rest().starts_with(['-', '.']) {
            self.at = before;
            return None;
        }
        Some(*word)
    }

    /// `rust` or `owner/name`, before a `#`.
    fn repository(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let length = rest.bytes().take_while(|it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'_' | b'-' | b'/')).count();
        let name = rest.get(..length)?;
        let is_name = name.starts_with(|it: char| it.is_ascii_alphanumeric()) && name.matches('/').count() < 2 && !name.ends_with('/');
        if !is_name || !rest.get(length..)?.starts_with('#') {
            return None;
        }
        self.at += length;
        Some(name)
    }

    /// `#123`, or `123` where the `#` may be left out.
    fn number(&mut self, bare: bool) -> Option<Digits> {
        let hash = self.rest().starts_with('#');
        if !hash && !bare {
            return None;
        }
        self.at += usize::from(hash);
        let start = self.at;
        let mut flaw = None;
        if hash && self.blanks() > 0 {
            flaw = Some(Flaw::Space);
        }
        let bytes = self.text.as_bytes();
        let count = |from: usize| bytes.iter().skip(from).take_while(|it| it.is_ascii_digit()).count();
        let first = count(self.at);
        if first == 0 {
            let length = placeholder(self.rest(), hash)?;
            self.at += length;
            return Some(Digits { value: None, range: start..self.at, flaw: None, hash });
        }
        let mut digits = self.rest().get(..first)?.to_owned();
        self.at += first;
        while first <= 3 && bytes.get(self.at) == Some(&b',') && count(self.at + 1) == 3 {
            digits.push_str(self.text.get(self.at + 1..self.at + 4)?);
            self.at += 4;
            flaw = Some(Flaw::Comma);
        }
        let alone = match self.rest().chars().next() {
            None => true,
            Some(it) => !it.is_alphanumeric() && !matches!(it, '_' | '-' | '.' | '#' | '@' | '/' | ','),
        };
        let value: u64 = digits.parse().unwrap_or(u64::MAX);
        alone.then_some(Digits { value: (value > 0).then_some(value), range: start..self.at, flaw, hash })
    }
}

fn is_placeholder_at(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|it| placeholder(it, false).is_some())
}

/// The length of what stands for a number at the start of `text`.
fn placeholder(text: &str, hash: bool) -> Option<usize> {
    let run = |of: char| text.chars().take_while(|it| it.eq_ignore_ascii_case(&of)).count();
    let length = [run('x'), run('n')].into_iter().find(|it| (2..9).contains(it));
    let questions = Some(run('?')).filter(|&it| it > usize::from(!hash) && it < 9);
    let word =
        || ["tbd", "todo"].iter().find(|it| text.get(..it.len()).is_some_and(|have| have.eq_ignore_ascii_case(it))).map(|it| it.len());
    let length = length.or(questions).or_else(word)?;
    let next = text.get(length..)?.chars().next();
    next.is_none_or(|it| !it.is_alphanumeric() && !matches!(it, '_' | '-' | '/')).then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let Some(it) = label(text) else { return String::new() };
        assert!(text.get(it.range.clone()).is_some() && text.get(it.digits.clone()).is_some(), "{text}");
        let number = it.number.map_or("?".to_owned(), |it| it.to_string());
        let word = it.word.map_or(String::new(), |it| format!("{it:?} "));
        let flaw = it.flaw.map_or(String::new(), |it| format!(" {it:?}"));
        format!("{word}{}#{number}{flaw}{}", it.repository.unwrap_or_default(), if it.titled { " :" } else { "" })
    }

    #[test]
    fn labels_and_what_is_none() {
        let rows = [
            ("#1", "#1"),
            (" (#0012), ", "#12"),
            ("rust#1", "rust#1"),
            ("a-b/c.d_e#1", "a-b/c.d_e#1"),
            ("PR 83312 ", "PullRequest #83312"),
            ("PR#1", "PullRequest #1"),
            ("pr #1", "PullRequest #1"),
            ("pr125116", "PullRequest #125116"),
            ("Pull Request #1", "PullRequest #1"),
            ("PR rust-lang/rust#1", "PullRequest rust-lang/rust#1"),
            ("issue 7", "Issue #7"),
            ("issue-60", "Issue #60"),
            ("FCP Issue #27797", "Issue #27797"),
            ("Tracking issue #1", "Issue #1"),
            ("RFC 3680", "Rfc #3680"),
            ("RFC #3680", "Rfc #3680"),
            ("RFC#3680", "Rfc #3680"),
            ("rfc3680", "Rfc #3680"),
            ("rfc-720", "Rfc #720"),
            ("RFC\u{a0}720: `x`", "Rfc #720 :"),
            ("#6424: \"x\"", "#6424 :"),
            ("MCP-759", "Other #759"),
            ("MCP #942", "Other #942"),
            ("rfcs#3873", "rfcs#3873"),
            ("rustc-dev-guide#1", "rustc-dev-guide#1"),
            ("pr-x#1", "pr-x#1"),
            ("#1 (comment)", "#1"),
            ("# 12", "#12 Space"),
            ("PR # 12", "PullRequest #12 Space"),
            ("issue #7,440", "Issue #7440 Comma"),
            ("rust-lang/rust#0000", "rust-lang/rust#?"),
            ("RFC XXXX", "Rfc #?"),
            ("#NNNN", "#?"),
            ("#??", "#?"),
            ("PR #TBD", "PullRequest #?"),
            ("", ""),
            ("#", ""),
            ("1", ""),
            ("Fix #1", ""),
            ("Tracking issue for RFC 1", ""),
            ("RFC 1201 amendments: x", ""),
            ("#1, #2", ""),
            ("#1/#2", ""),
            ("#4A90E2", ""),
            ("#narrow", ""),
            ("C#", ""),
            ("RFC", ""),
            ("RFC 1.5", ""),
            ("RFCs", ""),
            ("print", ""),
            ("rust#1 and more", ""),
            ("a/b/c#1", ""),
            ("#1-foo", ""),
            ("ä#1", ""),
            ("#?", "#?"),
        ];
        for (text, expected) in rows {
            assert_eq!(shown(text), expected, "{text:?}");
        }
    }
}
