//! `#1`, `rust#1` and `owner/name#1`.

use super::words::{is_one_of, word_before};
use super::{Here, Kind, Reference};

/// Words before a small number that count something: "priority #1".
const ORDINALS: [&str; 18] = [
    "priority", "number", "no", "reason", "option", "step", "question", "point", "item", "rank", "top", "example", "case", "part", "phase",
    "our", "my", "the",
];

/// From here on a number after one of [`ORDINALS`] is a reference all the same.
const FIRST_THAT_IS_NO_ORDINAL: u64 = 100;

/// Words after which a number is of some other list, or a colour.
const FOREIGN: [&str; 6] = ["mcp", "acp", "color", "colour", "fill", "background"];

/// The reference whose `#` is the byte `at`.
pub(super) fn at<'a>(here: &Here<'a>, at: usize) -> Option<Reference<'a>> {
    let (number, end) = here.number(at + 1)?;
    let start = at - repository_length(here.to(at).get(here.floor..)?)?;
    let repository = here.text.get(start..at).filter(|it| !it.is_empty());
    match repository {
        // `#123/#124`: the slash stands between two references.
        Some("/") if start == here.floor && start > 0 => {
            return Some(Reference { range: at..end, kind: Kind::Issue { repository: None, number } });
        }
        Some(name) if !is_repository(name) => return None,
        Some(_) | None => {}
    }
    let free =
        here.before(start).is_none_or(|it| !it.is_alphanumeric() && !matches!(it, '_' | '/' | '@' | '#' | '&' | '\\' | '.' | '-' | '`'));
    if !free {
        return None;
    }
    if repository.is_none() {
        let word = word_before(here.text, at);
        if is_one_of(word, &FOREIGN) || (number < FIRST_THAT_IS_NO_ORDINAL && is_one_of(word, &ORDINALS)) {
            return None;
        }
        if is_one_of(word, &["rfcs"]) {
            return Some(Reference { range: at..end, kind: Kind::Rfc { number } });
        }
    }
    Some(Reference { range: start..end, kind: Kind::Issue { repository, number } })
}

/// How many bytes at the end of `before` could be a repository; `None` for more than one has.
fn repository_length(before: &str) -> Option<usize> {
    const LONGEST: usize = 140;
    let is_part = |it: &u8| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'_' | b'-' | b'/');
    let length = before.bytes().rev().take(LONGEST + 1).take_while(is_part).count();
    (length <= LONGEST).then_some(length)
}

/// Whether this is a short name or `owner/name`.
fn is_repository(name: &str) -> bool {
    let is_name = |it: &str| it.starts_with(|it: char| it.is_ascii_alphanumeric()) && !it.contains('/');
    match name.split_once('/') {
        Some((owner, name)) => is_name(owner) && !owner.contains(['.', '_']) && is_name(name),
        None => is_name(name),
    }
}
