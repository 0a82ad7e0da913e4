//! References in plain text: `#1`, `rust#1`, `owner/name#1`, `RFC 1`, `@login` and bare URLs.
//!
//! The scanner gets a piece of text that holds no code, no link and no markup, and says what
//! stands where. It knows neither Markdown nor the goals data: whether a repository or a person
//! exists is asked elsewhere. It looks at each byte a bounded number of times.

mod address;
mod issue;
mod label;
mod mention;
mod rfc;
mod url;
mod words;

pub use address::{Address, Issue, Kind as PathKind, Number, Repository, Rfc, Subject};
pub use label::{Flaw, Label, Word, label};
pub use rfc::is_ietf;
pub use words::word_before;

use std::ops::Range;

/// A reference and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference<'a> {
    /// Bytes of the text, at character boundaries.
    pub range: Range<usize>,
    /// What is referred to.
    pub kind: Kind<'a>,
}

/// What a reference refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind<'a> {
    /// An issue, pull request or discussion.
    Issue {
        /// As written before the `#`: a short name or `owner/name`; `None` for a bare `#1`.
        repository: Option<&'a str>,
        /// The number, never 0.
        number: u64,
    },
    /// An RFC of the project; those of the IETF are not reported.
    Rfc {
        /// The number, never 0.
        number: u64,
    },
    /// A person.
    Mention {
        /// The login, without `@`.
        login: &'a str,
    },
    /// A bare `http:` or `https:` URL; the text between is the URL.
    Url,
}

/// The characters that touch a text from outside, such as the end of inline code before it.
/// `None` where the text begins or ends a line or a container.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around {
    /// The one before the text.
    pub before: Option<char>,
    /// The one behind it.
    pub after: Option<char>,
}

/// All references of `text`, from left to right. They do not overlap.
pub fn scan(text: &str, around: Around) -> Vec<Reference<'_>> {
    let mut found = Vec::new();
    let mut here = Here { text, around, floor: 0, torn: url::torn(text, around.after) };
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(at) = bytes.get(from..).and_then(|it| it.iter().position(|&it| begins(it))).map(|it| from + it) {
        // Most letters are only letters: the next one says so, at less cost than a call.
        let next = bytes.get(at + 1).map(u8::to_ascii_lowercase);
        let reference = match bytes.get(at) {
            Some(b'#') => issue::at(&here, at),
            Some(b'@') => mention::at(&here, at),
            Some(b'R' | b'r') if next == Some(b'f') => rfc::at(&here, at),
            Some(b'h' | b'H') if next == Some(b't') => url::at(&here, at),
            Some(_) | None => None,
        };
        from = at + 1;
        if let Some(reference) = reference {
            here.floor = reference.range.end;
            from = here.floor;
            found.push(reference);
        }
    }
    found
}

/// The bytes without which there is no reference: a `#`, an `@`, the `:` of a URL, the `F` of `RFC`.
/// They ascend. To look for them in a whole text costs less than to scan its pieces, most of which
/// hold none.
pub fn signs(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let is_rfc = move |at: &usize| bytes.get(at + 1).is_some_and(|it| it.eq_ignore_ascii_case(&b'c'));
    let mut marks = memchr::memchr3_iter(b'#', b'@', b':', bytes).peekable();
    let mut names = memchr::memchr2_iter(b'F', b'f', bytes).filter(is_rfc).peekable();
    std::iter::from_fn(move || match (marks.peek(), names.peek()) {
        (Some(mark), Some(name)) if name < mark => names.next(),
        (Some(_), _) => marks.next(),
        (None, _) => names.next(),
    })
}

/// Whether a reference may begin with this byte; that of an issue is found by its `#`.
fn begins(byte: u8) -> bool {
    matches!(byte, b'#' | b'@' | b'R' | b'r' | b'H' | b'h')
}

/// The reference that `text` is as a whole, such as the label in `[rust#1][]`.
pub fn whole(text: &str) -> Option<Kind<'_>> {
    let mut found = scan(text, Around::default());
    let reference = found.pop()?;
    (reference.range == (0..text.len())).then_some(reference.kind)
}

/// A text while it is scanned.
struct Here<'a> {
    text: &'a str,
    around: Around,
    /// The end of the reference before, where the search goes on.
    floor: usize,
    /// Where URLs begin that go on behind the text.
    torn: usize,
}

impl<'a> Here<'a> {
    /// The character before the byte `at`.
    fn before(&self, at: usize) -> Option<char> {
        self.to(at).chars().next_back().or(self.around.before)
    }

    /// The characters from the byte `at` on, with what touches the text.
    fn from(&self, at: usize) -> impl Iterator<Item = char> {
        self.text.get(at..).unwrap_or_default().chars().chain(self.around.after)
    }

    /// The text before the byte `at`.
    fn to(&self, at: usize) -> &'a str {
        self.text.get(..at).unwrap_or_default()
    }

    /// The number whose first digit is the byte `at`, and where it ends. `None` for 0, for more
    /// digits than any forge has issues, and where the digits are a part of something longer
    /// (`1.5`, `7,440`, `12-foo`, `4A90E2`).
    fn number(&self, at: usize) -> Option<(u64, usize)> {
        const MOST_DIGITS: usize = 10;
        let digits = self.text.as_bytes().get(at..)?.iter().take(MOST_DIGITS + 1).take_while(|it| it.is_ascii_digit()).count();
        let end = at + digits;
        let number = self.text.get(at..end)?.parse().ok().filter(|&it: &u64| it > 0 && digits <= MOST_DIGITS)?;
        let mut behind = self.from(end);
        let (next, second) = (behind.next(), behind.next());
        let alone = match next {
            None => true,
            Some('.' | ',') => !second.is_some_and(|it| it.is_ascii_digit()),
            Some('-') => !second.is_some_and(char::is_alphanumeric),
            Some('/') => second == Some('#'),
            Some(it) => !it.is_alphanumeric() && !matches!(it, '_' | '#' | '@'),
        };
        alone.then_some((number, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    fn shown(text: &str, around: Around) -> String {
        let show = |it: &Reference<'_>| {
            let written = text.get(it.range.clone()).unwrap();
            match &it.kind {
                Kind::Issue { repository, number } => format!("{written}={}#{number}", repository.unwrap_or_default()),
                Kind::Rfc { number } => format!("{written}=rfc{number}"),
                Kind::Mention { login } => format!("{written}={login}"),
                Kind::Url => format!("url={written}"),
            }
        };
        scan(text, around).iter().map(show).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn references_and_what_only_looks_like_one() {
        let rows = [
            ("", ""),
            ("#1", "#1=#1"),
            ("(#135731), [#2]: #3.", "#135731=#135731 | #2=#2 | #3=#3"),
            ("siehe über\u{a0}#12…\n\t#13\r\n", "#12=#12 | #13=#13"),
            ("#123's #7-", "#123=#123 | #7=#7"),
            ("#123/#124", "#123=#123 | #124=#124"),
            ("#123(https://a.b/1)", "#123=#123 | url=https://a.b/1"),
            ("# 1 #0 #000 #12345678901 ##1 #1a #1_ #4A90E2 #narrow #1.5 #7,440 #2-foo &#123; \\#1 /#1 ä#1 #1ä", ""),
            ("C#, F# and C#7", "C#7=C#7"),
            ("rust#1 rust-lang/rust#2 a.b_c#3", "rust#1=rust#1 | rust-lang/rust#2=rust-lang/rust#2 | a.b_c#3=a.b_c#3"),
            ("a/b/c#1 /b#1 a/#1 @a/b#1 ürust#1 -a/b#1", ""),
            (
                "rfcs#3873, rust-lang/rfcs#3874 and rust-lang/rfcs#3875",
                "rfcs#3873=rfcs#3873 | rust-lang/rfcs#3874=rust-lang/rfcs#3874 | rust-lang/rfcs#3875=rust-lang/rfcs#3875",
            ),
            ("priority #1, our #2 and Number\u{a0}#3", ""),
            ("priority #135731 fixes #1", "#135731=#135731 | #1=#1"),
            ("MCP #789 and color #123456", ""),
            (
                "RFC 3680 RFC #3681 RFC#3682 RFC3683 rfc 12 RFC\n13",
                "RFC 3680=rfc3680 | RFC #3681=rfc3681 | RFC#3682=rfc3682 | RFC3683=rfc3683 | rfc 12=rfc12 | RFC\n13=rfc13",
            ),
            ("RFC 0002", "RFC 0002=rfc2"),
            ("RFCs #3680", "#3680=rfc3680"),
            ("RFC RFC #0 RFC x RFC 12a XRFC 1 pre-RFC 1 RFC  1 RFC\n\n1", ""),
            ("RFC 2119, IETF RFC 12 and RFC3986", ""),
            ("RFC #2119", "RFC #2119=rfc2119"),
            ("@oli-obk, (@a) cc:@b @1c3t3a", "@oli-obk=oli-obk | @a=a | @b=b | @1c3t3a=1c3t3a"),
            ("@oli-obk's @x. @y.", "@oli-obk=oli-obk | @x=x | @y=y"),
            ("me@oli-obk.com foo@bar a.@b @b.@c @b.c @rust-lang/lang @a- @a--b @-a @@a @ a @12 @a_b @f(x) @f::g \\@a /@a", ""),
            ("@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", ""),
            ("https://hackmd.io/@oli-obk/x#1 HTTP://A.b", "url=https://hackmd.io/@oli-obk/x#1 | url=HTTP://A.b"),
            ("(see https://a.b/c_(d)). https://a.b/?q=1!", "url=https://a.b/c_(d) | url=https://a.b/?q=1"),
            ("https://a.b/ä<https://c.d>\"https://e.f\"", "url=https://a.b/ä | url=https://c.d | url=https://e.f"),
            ("https:// http://. xhttps://a.b https://)) http ftp://a.b javascript:x", ""),
        ];
        for (text, expected) in rows {
            assert_eq!(shown(text, Around::default()), expected, "{text:?}");
        }
    }

    #[test]
    fn what_touches_the_text_counts() {
        let rows = [
            ("#1", Some('a'), None, ""),
            ("#1", Some(':'), None, "#1=#1"),
            ("#1", None, Some('a'), ""),
            ("@a", Some('.'), None, ""),
            ("@a", None, Some('/'), ""),
            ("RFC 1", Some('x'), None, ""),
            ("https://a.b/", None, Some('c'), ""),
            ("https://a.b/ c", None, Some('c'), "url=https://a.b/"),
        ];
        for (text, before, after, expected) in rows {
            assert_eq!(shown(text, Around { before, after }), expected, "{before:?} {text:?} {after:?}");
        }
    }

    #[test]
    fn a_label_is_a_reference_as_a_whole_or_not() {
        assert_eq!(whole("rust#1"), Some(Kind::Issue { repository: Some("rust"), number: 1 }));
        assert_eq!(whole("@a"), Some(Kind::Mention { login: "a" }));
        for text in ["", "a #1", "#1 #2", "#1 ", "lang"] {
            assert_eq!(whole(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_megabyte_of_anything_is_read_at_once() {
        for piece in ["#", "@", "RFC ", "http://", "#1", "a", "@a", "a/", "https://(", "https://a(", " ", "rust#", "-"] {
            let text = piece.repeat(1_000_000 / piece.len());
            let start = Instant::now();
            scan(&text, Around { before: None, after: Some('a') });
            assert!(start.elapsed() < Duration::from_secs(5), "{piece:?}: {:?}", start.elapsed());
        }
    }

    proptest! {
        #[test]
        fn ranges_are_in_order_and_on_boundaries(text in r"([a-c#@/.:()1-3 _ä-]|RFC|https?://){0,30}") {
            let mut end = 0;
            for it in scan(&text, Around::default()) {
                prop_assert!(end <= it.range.start && it.range.start < it.range.end);
                prop_assert!(text.get(it.range.clone()).is_some());
                end = it.range.end;
            }
        }
    }
}
