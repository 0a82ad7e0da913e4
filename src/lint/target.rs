//! What a target that is no `http` URL is meant to be, and the places that are not looked at.

use std::ops::Range;

use crate::markdown::Document;

/// A target, by its first characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `https://…` or `http://…`.
    Url,
    /// Nothing.
    Empty,
    /// A URL whose scheme is wrong or absent, and the URL that is meant.
    BadScheme(String),
    /// `(https://…)`, or in quotes: the URL inside.
    Wrapped(String),
    /// `mailto:`, `//host`, and whatever else is no path.
    OtherScheme,
    /// `#anchor` or `?query`.
    Anchor,
    /// A path.
    Path,
}

/// Schemes that look like a misspelt `http` and are none, and others that are common.
const SCHEMES: [&str; 16] = [
    "ftp",
    "ftps",
    "sftp",
    "mailto",
    "irc",
    "ircs",
    "git",
    "ssh",
    "file",
    "data",
    "tel",
    "xmpp",
    "matrix",
    "shttp",
    "javascript",
    "magnet",
];

/// Endings of hosts, and hosts that look like a file.
const DOMAINS: [&str; 10] = [".com", ".org", ".net", ".io", ".dev", ".app", ".edu", ".gov", ".me", ".xyz"];
const HOSTS: [&str; 5] = ["docs.rs", "lib.rs", "blessed.rs", "areweguiyet.rs", "this-week-in-rust.org"];

/// No URL is longer, in characters: a look at one stays short.
const LONGEST_URL: usize = 2_000;

/// Sorts a target.
pub(super) fn form(target: &str) -> Form {
    let target = target.trim();
    if target.is_empty() {
        return Form::Empty;
    }
    if let Some(rest) = behind_scheme(target) {
        return match rest.strip_prefix('/') {
            Some(rest) if !rest.is_empty() => Form::BadScheme(format!("https://{}", rest.trim_start_matches('/'))),
            Some(_) | None => Form::Url,
        };
    }
    let inner = target.trim_matches(['(', ')', '"', '\'', '<', '>', '[', ']', '`', ' ']);
    if inner.len() < target.len() && target.starts_with(['(', '"', '\'', '<', '[', '`']) && form(inner) == Form::Url {
        return Form::Wrapped(inner.to_owned());
    }
    let letters = target.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (scheme, rest) = target.split_at_checked(letters).unwrap_or((target, ""));
    let behind = rest.trim_start_matches([':', '/', ';', ' ']);
    let marks = rest.get(..rest.len() - behind.len()).unwrap_or_default();
    if marks.contains("//") || marks.contains(':') && !marks.contains(' ') {
        let scheme = scheme.to_ascii_lowercase();
        let is_near = strsim::osa_distance(&scheme, "https") < 3 && scheme.len() > 2 || strsim::osa_distance(&scheme, "http") == 1;
        let is_host = behind.split(['/', '?', '#']).next().is_some_and(|it| it.contains('.') || it.starts_with("localhost"));
        if SCHEMES.contains(&scheme.as_str()) {
            return Form::OtherScheme;
        }
        if (is_near || scheme.is_empty() && marks.starts_with(':')) && is_host {
            return Form::BadScheme(format!("https://{behind}"));
        }
        if marks.starts_with(':') || scheme.is_empty() {
            return Form::OtherScheme;
        }
    }
    if target.contains("://") && !target.starts_with(['#', '?', '/', '.']) && target.find("://") < target.find('/') {
        return Form::OtherScheme;
    }
    match target.as_bytes().first() {
        Some(b'#' | b'?') => Form::Anchor,
        Some(b'.') => Form::Path,
        Some(_) | None if begins_with_host(target) => Form::BadScheme(format!("https://{target}")),
        Some(_) | None => Form::Path,
    }
}

/// What stands behind `https://` or `http://`, in any case.
fn behind_scheme(target: &str) -> Option<&str> {
    let length =
        ["https://", "http://"].into_iter().find(|it| target.get(..it.len()).is_some_and(|start| start.eq_ignore_ascii_case(it)))?;
    target.get(length.len()..)
}

/// Whether a text is a URL as a whole.
pub(super) fn is_url(text: &str) -> bool {
    behind_scheme(text.trim()).is_some() && form(text) == Form::Url && !text.contains(char::is_whitespace)
}

/// `github.com/…`: what begins so is no path of the book.
fn begins_with_host(target: &str) -> bool {
    let Some((host, _)) = target.split_once(['/', '?', '#']) else { return target.starts_with("www.") };
    let host = host.to_ascii_lowercase();
    let is_host = host.split('.').all(|it| !it.is_empty() && it.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-'));
    is_host && (host.starts_with("www.") || HOSTS.contains(&host.as_str()) || DOMAINS.iter().any(|it| host.ends_with(it)))
}

/// Whether a path is that of a file or leads somewhere in the book: it has an ending, or begins
/// with `.` or `/`.
pub(super) fn is_file(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').is_some_and(|(name, ending)| !name.is_empty() && (1..6).contains(&ending.len()));
    ending || path.starts_with(['.', '/'])
}

/// An issue that is written as a path or a short form: `owner/name/1`, `owner/name/pull/1`,
/// `owner/name#1`, `name#1`. The repository, the kind where it is said, the number.
pub(super) fn written_issue(path: &str) -> Option<(&str, Option<&'static str>, u64)> {
    let path = path.trim().trim_matches('/');
    let number = |it: &str| {
        if !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit()) { it.parse().ok().filter(|&it: &u64| it > 0) } else { None }
    };
    let is_name = |it: &str| {
        it.bytes().any(|it| it.is_ascii_alphabetic()) && it.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.'))
    };
    if let Some((repository, digits)) = path.split_once('#') {
        let is_repository = repository.split('/').all(is_name) && repository.split('/').count() < 3;
        return Some((repository, None, number(digits).filter(|_| is_repository)?));
    }
    let parts: Vec<_> = path.split('/').collect();
    let (kind, digits) = match parts.as_slice() {
        [_, _, digits] => (None, digits),
        [_, _, "pull" | "pulls" | "pr", digits] => (Some("pull"), digits),
        [_, _, "issues" | "issue", digits] => (Some("issues"), digits),
        [_, _, "discussions", digits] => (Some("discussions"), digits),
        _ => return None,
    };
    let (owner, name) = (parts.first()?, parts.get(1)?);
    if !is_name(owner) || !is_name(name) {
        return None;
    }
    Some((path.get(..owner.len() + 1 + name.len())?, kind, number(digits)?))
}

/// The URL that begins at the byte `at`: up to white space, a quote, an angle bracket, a closing
/// square bracket, or the parenthesis that has no partner inside.
pub(super) fn url_at(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    if !["https://", "http://"].iter().any(|it| rest.get(..it.len()).is_some_and(|have| have.eq_ignore_ascii_case(it))) {
        return None;
    }
    let limit = rest.char_indices().nth(LONGEST_URL).map_or(rest.len(), |(at, _)| at);
    let rest = rest.get(..limit)?;
    let end = closing(rest, |it| matches!(it, ']' | '<' | '>' | '"' | '`') || it.is_whitespace());
    Some(at..at + end.unwrap_or(rest.len()))
}

/// The byte of the first `)` that has no partner before it, or of a character that ends the text
/// sooner.
pub(super) fn closing(text: &str, ends: impl Fn(char) -> bool) -> Option<usize> {
    let mut depth = 0usize;
    text.find(|it: char| match it {
        '(' => {
            depth += 1;
            false
        }
        ')' if depth > 0 => {
            depth -= 1;
            false
        }
        it => it == ')' || ends(it),
    })
}

/// What math stands between.
const MATH: [(&str, &str); 3] = [("$$", "$$"), ("\\\\(", "\\\\)"), ("\\\\[", "\\\\]")];

/// Directives, math and front matter: the bytes where nothing is reported, ascending.
pub(super) fn masks(text: &str, document: &Document) -> Vec<Range<usize>> {
    let mut out: Vec<_> = front_matter(text).into_iter().collect();
    for (open, close) in [("<<#", ">>"), ("{{#", "}}")] {
        let mut end = 0;
        for start in memchr::memmem::find_iter(text.as_bytes(), open) {
            let Some(line) = text.get(start..).and_then(|it| it.lines().next()).filter(|_| start >= end) else { continue };
            end = start + line.len();
            if let Some(length) = memchr::memmem::find(line.as_bytes(), close.as_bytes()) {
                end = start + length + close.len();
                out.push(start..end);
            }
        }
    }
    // Few texts hold math, and one search tells.
    let opens_math = |at: usize| text.get(at..).is_some_and(|it| MATH.iter().any(|(open, _)| it.starts_with(open)));
    let holds_math = memchr::memchr2_iter(b'$', b'\\', text.as_bytes()).any(opens_math);
    for run in document.runs.iter().filter(|_| holds_math) {
        let source = text.get(run.range.clone()).unwrap_or_default();
        for (open, close) in MATH {
            let mut at = 0;
            while let Some(start) = source.get(at..).and_then(|it| it.find(open)).map(|it| at + it) {
                let inner = start + open.len();
                let Some(end) = source.get(inner..).and_then(|it| it.find(close)) else { break };
                at = inner + end + close.len();
                out.push(run.range.start + start..run.range.start + at);
            }
        }
    }
    out.sort_by_key(|it| it.start);
    out
}

/// YAML between `---` or TOML between `+++` at the very start.
fn front_matter(text: &str) -> Option<Range<usize>> {
    let fence = ["---", "+++"].into_iter().find(|it| text.lines().next().is_some_and(|line| line.trim_end() == *it))?;
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        at += line.len();
        let line = line.trim_end();
        if number == 0 {
            continue;
        }
        if line == fence {
            return (number > 1).then_some(0..at);
        }
        let sign = if fence == "---" { ':' } else { '=' };
        let is_data = line.is_empty() || line.starts_with([' ', '\t', '-', '#', '[', ']', '"']) || line.contains(sign);
        if !is_data {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_by_form() {
        let bad = |it: &str| Form::BadScheme(it.to_owned());
        let rows = [
            ("https://a.b", Form::Url),
            ("HTTP://a.b", Form::Url),
            ("", Form::Empty),
            (" ", Form::Empty),
            ("ttps://a.b/c", bad("https://a.b/c")),
            ("htps://a.b", bad("https://a.b")),
            ("https//a.b", bad("https://a.b")),
            ("https:/a.b", bad("https://a.b")),
            ("https:a.b", bad("https://a.b")),
            ("https:///a.b", bad("https://a.b")),
            ("https;//a.b", bad("https://a.b")),
            ("://a.b", bad("https://a.b")),
            ("github.com/a/b", bad("https://github.com/a/b")),
            ("www.a.b", bad("https://www.a.b")),
            ("docs.rs/a", bad("https://docs.rs/a")),
            ("(https://a.b)", Form::Wrapped("https://a.b".into())),
            ("\"https://a.b\"", Form::Wrapped("https://a.b".into())),
            ("mailto:a@b.c", Form::OtherScheme),
            ("ftp://a.b", Form::OtherScheme),
            ("//a.b", Form::OtherScheme),
            ("zulip://a", Form::OtherScheme),
            ("#a", Form::Anchor),
            ("a/b.md", Form::Path),
            ("./github.com/a", Form::Path),
            ("rust-lang/rfcs/1", Form::Path),
            ("main.rs", Form::Path),
            ("http/a.md", Form::Path),
            ("ä", Form::Path),
        ];
        for (target, expected) in rows {
            assert_eq!(form(target), expected, "{target:?}");
        }
    }

    #[test]
    fn issues_written_as_paths() {
        let rows = [
            ("rust-lang/rfcs/381", Some(("rust-lang/rfcs", None, 381))),
            ("/a/b/pull/1", Some(("a/b", Some("pull"), 1))),
            ("a/b#1", Some(("a/b", None, 1))),
            ("rust#1", Some(("rust", None, 1))),
            ("2024/12/25", None),
            ("a/b/c", None),
            ("a.md#1-x", None),
            ("#1", None),
        ];
        for (path, expected) in rows {
            assert_eq!(written_issue(path), expected, "{path:?}");
        }
    }

    #[test]
    fn front_matter_ends_where_it_ends() {
        let rows = [
            ("---\na: b\n---\nx", Some(0..13)),
            ("+++\na = 1\r\n+++\r\n", Some(0..16)),
            ("---\nText is here\n---\n", None),
            ("---\n---\n", None),
            ("a\n---\n", None),
            ("---\na: b\n", None),
            ("", None),
        ];
        for (text, expected) in rows {
            assert_eq!(front_matter(text), expected, "{text:?}");
        }
    }
}
