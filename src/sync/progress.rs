//! How far an issue is, by the check boxes in its text and the issues that it says to see also.

use crate::data::Issue;
use crate::fragment::Progress;
use crate::markdown::{self, Dialect, Place};

/// What an issue's own text says of its progress.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// Its check boxes.
    pub boxes: Progress,
    /// The issues whose progress counts in.
    pub see_also: Vec<Issue>,
}

/// Reads the text of an issue of `repository`.
///
/// The issues to see also stand on a line that begins with `See also` (any case; in a table's row,
/// a list, bold or not), as `owner/name#1`, `#1` or URLs. Code does not count.
pub fn tally(body: &str, repository: &str) -> Tally {
    Tally { boxes: markdown::check_boxes(body), see_also: see_also(body, repository) }
}

const WORDS: &str = "see also";

fn see_also(body: &str, repository: &str) -> Vec<Issue> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in body.split_inclusive('\n') {
        let text = line.trim_start_matches([' ', '\t', '|', '*', '-', '+', '>', '_', '#']);
        let rest = text.get(..WORDS.len()).filter(|it| it.eq_ignore_ascii_case(WORDS)).and_then(|_| text.get(WORDS.len()..));
        if let Some(rest) = rest.filter(|it| !it.starts_with(char::is_alphanumeric)) {
            lines.push((start + line.len() - text.len(), rest));
        }
        start += line.len();
    }
    if lines.is_empty() {
        return Vec::new();
    }
    let places: Vec<_> = lines.iter().map(|&(at, _)| at).collect();
    let outline = markdown::outline(body, Dialect::default(), &places);
    let mut out = Vec::new();
    for ((_, rest), place) in lines.into_iter().zip(outline.places) {
        if matches!(place, Place::Inert) {
            continue;
        }
        let words = rest.split(|it: char| it.is_whitespace() || ",;()[]<>|\"".contains(it));
        for issue in words.filter_map(|it| issue(it.trim_end_matches(['.', ':', '*']), repository)) {
            if !out.contains(&issue) {
                out.push(issue);
            }
        }
    }
    out
}

/// The issue that a word names.
fn issue(word: &str, repository: &str) -> Option<Issue> {
    if let Some(url) = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://")) {
        let mut parts = url.split(['/', '#', '?']).skip(1);
        let repository = format!("{}/{}", name(parts.next()?)?, name(parts.next()?)?);
        let kind = parts.next()?;
        return matches!(kind, "issues" | "pull").then(|| Some(Issue { repository, number: number(parts.next()?)? }))?;
    }
    let (before, digits) = word.split_once('#')?;
    let repository = match before.split_once('/') {
        Some((owner, it)) => format!("{}/{}", name(owner)?, name(it)?),
        None if before.is_empty() => repository.to_owned(),
        None => return None,
    };
    Some(Issue { repository, number: number(digits)? })
}

fn name(text: &str) -> Option<&str> {
    let good = !text.is_empty() && text.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_' | b'.'));
    good.then_some(text)
}

fn number(digits: &str) -> Option<u64> {
    if !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit()) { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issues_to_see_also() {
        for (text, expected) in [
            ("", vec![]),
            ("| See also | rust-lang/rust#123 |", vec!["rust-lang/rust#123"]),
            ("|what|\n|--|\n| See also | a/b#1, https://github.com/c/d/issues/2#x |\r\n", vec!["a/b#1", "c/d#2"]),
            ("- **See also:** [a/b#1](https://github.com/a/b/issues/1), #7.", vec!["a/b#1", "o/r#7"]),
            ("ü\nsee also https://github.com/a/b/pull/3", vec!["a/b#3"]),
            ("Please see also a/b#1", vec![]),
            ("See alsoo a/b#1", vec![]),
            ("```\nSee also a/b#1\n```\n", vec![]),
            ("<!--\nSee also a/b#1\n-->\n", vec![]),
            ("See also a/b#, #x, a/b/c#1, /#1, https://github.com/a/b/wiki/1 and https://github.com/a", vec![]),
        ] {
            let found: Vec<_> = see_also(text, "o/r").into_iter().map(|it| format!("{}#{}", it.repository, it.number)).collect();
            assert_eq!(found, expected, "{text:?}");
        }
    }
}
