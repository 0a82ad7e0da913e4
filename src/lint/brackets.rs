//! What is wrong with brackets that lead nowhere: each pair is told apart once, so that one
//! mistake is reported by one rule.

use std::ops::Range;

use super::page::Page;
use super::target::{closing, url_at};
use crate::markdown::Broken;
use crate::reference::{self, Address, Kind, Subject};

/// What is wrong with a broken link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// `[text](https://a b)`: the URL, and the white space in it.
    SpaceInUrl { whole: Range<usize>, blanks: Vec<Range<usize>> },
    /// `[text](https://a/[b](c)/d)`: what begins with the text and ends in the markup.
    Markup { whole: Range<usize> },
    /// `[text](url]`: what stands for the `)`.
    Unclosed { whole: Range<usize>, close: Range<usize> },
    /// `[text] (url)`: the gap.
    Gap { whole: Range<usize>, gap: Range<usize> },
    /// `[text][https://…]`.
    UrlInBrackets,
    /// `[text]label]`: where the `[` belongs.
    NoBracket { whole: Range<usize>, at: usize },
    /// `[text]https://…`: the URL.
    NoParentheses { url: Range<usize> },
    /// `[https://…](some words)`: the words.
    Swapped { whole: Range<usize>, words: Range<usize> },
    /// `(https://…)[text]`: the URL.
    Backwards { url: Range<usize> },
    /// A line that looks like its definition is text.
    Swallowed,
    /// No definition.
    Undefined,
}

/// The trouble with each of the page's broken links.
pub(super) fn troubles(page: &Page<'_>) -> Vec<Trouble> {
    let mut lost: Vec<String> = page.document.lost.iter().map(|it| key(page.get(it.label.clone()))).collect();
    lost.sort_unstable();
    page.document.broken.iter().map(|it| trouble(page, it, &lost)).collect()
}

fn key(label: &str) -> String {
    label.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn trouble(page: &Page<'_>, it: &Broken, lost: &[String]) -> Trouble {
    let label = page.get(it.label.clone());
    let text = page.get(it.text.clone());
    if lost.binary_search(&key(label)).is_ok() {
        return Trouble::Swallowed;
    }
    if !it.bare {
        let is_url = url_at(page.text, it.label.start).is_some_and(|url| url.end == it.label.end);
        return if is_url { Trouble::UrlInBrackets } else { Trouble::Undefined };
    }
    let end = it.range.end;
    let rest = page.text.get(end..).unwrap_or_default();
    let found = if rest.starts_with("(http") || rest.starts_with("(HTTP") {
        behind_bracket(page, it, end + 1)
    } else if let Some(words) = rest.strip_prefix('(') {
        swapped(page, it, words)
    } else if rest.starts_with([' ', '\t', '\n', '\r']) {
        gap(page, it, rest)
    } else if url_at(page.text, end).is_some() || rest.starts_with("<http") {
        let angle = usize::from(rest.starts_with('<'));
        url_at(page.text, end + angle).filter(|_| holds_reference(text)).map(|url| Trouble::NoParentheses { url: end..url.end + angle })
    } else if rest.starts_with(": http") {
        spaced_definition(page, it, end + 2)
    } else {
        no_bracket(page, it, rest)
    };
    found.or_else(|| backwards(page, it)).unwrap_or(Trouble::Undefined)
}

/// Whether a text holds a reference to an issue or RFC.
fn holds_reference(text: &str) -> bool {
    let is_issue = |it: &reference::Reference<'_>| matches!(it.kind, Kind::Issue { .. } | Kind::Rfc { .. });
    reference::label(text).is_some() || reference::scan(text, reference::Around::default()).iter().any(is_issue)
}

fn is_reference_url(page: &Page<'_>, url: &Range<usize>) -> bool {
    let repositories = page.input.repositories;
    let subject = Address::parse(page.get(url.clone())).map(|it| it.subject(repositories.forge, repositories.rfcs()));
    matches!(subject, Some(Subject::Issue(_) | Subject::Rfc(_)))
}

/// `[text](https://…` that is no link: a space in the URL, or no parenthesis behind it.
fn behind_bracket(page: &Page<'_>, it: &Broken, at: usize) -> Option<Trouble> {
    /// Longer texts in parentheses are no URL.
    const LONGEST: usize = 300;
    let url = url_at(page.text, at)?;
    let rest = page.text.get(url.end..)?;
    let whole = |end: usize| it.range.start..end;
    if page.get(url.clone()).contains('[') || rest.starts_with("<a") || rest.starts_with("</") {
        return Some(Trouble::Markup { whole: whole(url.end) });
    }
    if rest.starts_with(']') {
        return Some(Trouble::Unclosed { whole: whole(url.end + 1), close: url.end..url.end + 1 });
    }
    let limit = rest.char_indices().nth(LONGEST).map_or(rest.len(), |(at, _)| at);
    let rest = rest.get(..limit)?;
    let stop = rest.find(['(', ')', '[', ']', '<', '>', '"', '`', '|']).unwrap_or(rest.len());
    let inside = rest.get(..stop)?;
    let lines = inside.matches('\n').count();
    if rest.get(stop..)?.starts_with(')') && lines < 2 && !inside.contains("\n\n") && !inside.trim_start().starts_with('\'') {
        let end = url.end + stop;
        let mut blanks = Vec::new();
        let mut from = url.start;
        while let Some(start) = page.get(from..end).find(char::is_whitespace).map(|it| from + it) {
            let length = page.get(start..end).find(|it: char| !it.is_whitespace() && it != '>').unwrap_or(end - start);
            blanks.push(start..start + length);
            from = start + length;
        }
        return Some(Trouble::SpaceInUrl { whole: whole(end + 1), blanks });
    }
    if !inside.is_empty() && !inside.starts_with(char::is_whitespace) {
        return None;
    }
    let trimmed = page.get(url.clone()).trim_end_matches(['.', ',', ';', ':', '!', '*', '_']);
    let end = url.start + trimmed.len();
    Some(Trouble::Unclosed { whole: whole(end), close: end..end })
}

/// `[https://…](some words)`.
fn swapped(page: &Page<'_>, it: &Broken, words: &str) -> Option<Trouble> {
    url_at(page.text, it.text.start).filter(|url| url.end == it.text.end)?;
    const LONGEST: usize = 500;
    let limit = words.char_indices().nth(LONGEST).map_or(words.len(), |(at, _)| at);
    let words = words.get(..limit)?;
    let length = closing(words, |_| false)?;
    let words = it.range.end + 1..it.range.end + 1 + length;
    let is_text = !page.get(words.clone()).trim().is_empty() && !page.get(words.clone()).contains("\n\n");
    is_text.then(|| Trouble::Swapped { whole: it.range.start..words.end + 1, words })
}

/// `[text] (https://…)`, where either is a reference.
fn gap(page: &Page<'_>, it: &Broken, rest: &str) -> Option<Trouble> {
    let inner = rest.trim_start_matches([' ', '\t']);
    let inner = inner.strip_prefix("\r\n").or_else(|| inner.strip_prefix('\n')).unwrap_or(inner).trim_start_matches([' ', '\t', '>']);
    let gap = it.range.end..it.range.end + rest.len() - inner.len();
    let url = url_at(page.text, gap.end + 1).filter(|_| inner.starts_with('('))?;
    let closes = page.text.as_bytes().get(url.end) == Some(&b')');
    let text = page.get(it.text.clone());
    let is_meant = text.chars().count() > 1 && (holds_reference(text) || is_reference_url(page, &url));
    (closes && is_meant).then(|| Trouble::Gap { whole: it.range.start..url.end + 1, gap })
}

/// `[text]label]`.
fn no_bracket(page: &Page<'_>, it: &Broken, rest: &str) -> Option<Trouble> {
    const LONGEST: usize = 60;
    let length =
        rest.bytes().take(LONGEST).take_while(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'#' | b'.' | b'/')).count();
    let label = rest.get(..length).filter(|it| !it.is_empty() && rest.get(length..).is_some_and(|it| it.starts_with(']')))?;
    let is_label = page.is_defined(&key(label)) || holds_reference(page.get(it.text.clone()));
    is_label.then(|| Trouble::NoBracket { whole: it.range.start..it.range.end + length + 1, at: it.range.end })
}

/// `(https://…)[text]`.
fn backwards(page: &Page<'_>, it: &Broken) -> Option<Trouble> {
    /// Longer URLs are not looked for, so that a look back stays short.
    const LONGEST: usize = 500;
    let start = it.range.start;
    let before = page.text.get(..start)?.strip_suffix(')')?;
    let floor = before.char_indices().rev().nth(LONGEST).map_or(0, |(at, _)| at);
    let open = floor + before.get(floor..)?.rfind("(http")?;
    let url = url_at(page.text, open + 1).filter(|url| url.end == before.len())?;
    let is_target = page.ends_a_link(start);
    let text = page.get(it.text.clone());
    (!is_target && text.chars().count() > 1 && !text.starts_with('^')).then_some(Trouble::Backwards { url })
}

/// `[label]: https://a b/c`, at the start of a line.
fn spaced_definition(page: &Page<'_>, it: &Broken, at: usize) -> Option<Trouble> {
    let url = url_at(page.text, at).filter(|_| page.starts_line(it.range.start, &[' ', '\t', '>']))?;
    let rest = page.text.get(url.end..)?.lines().next()?;
    let word = rest.strip_prefix(' ')?;
    let end = url.end + rest.trim_end().len();
    let first = word.split(' ').next()?;
    let goes_on = first.contains('/') || word.split(' ').nth(1).is_some_and(|it| it.contains('/'));
    (goes_on && !first.starts_with("http") && !first.starts_with('(')).then(|| Trouble::SpaceInUrl {
        whole: it.range.start..end,
        blanks: page.get(url.end..end).match_indices(' ').map(|(at, _)| url.end + at..url.end + at + 1).collect(),
    })
}
