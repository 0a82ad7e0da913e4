//! Bare URLs, as GitHub finds them (GFM 6.9, extended autolinks).

use super::{Here, Kind, Reference};

/// The URL whose `h` is the byte `at`.
pub(super) fn at<'a>(here: &Here<'a>, at: usize) -> Option<Reference<'a>> {
    let scheme = ["https://", "http://"].into_iter().find(|it| {
        let start = here.text.as_bytes().get(at..at + it.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(it.as_bytes()))
    })?;
    let start = at + scheme.len();
    let rest = here.text.get(start..).filter(|it| it.starts_with(char::is_alphanumeric))?;
    if here.before(at).is_some_and(char::is_alphanumeric) || at >= here.torn {
        return None;
    }
    let stop = rest.find(ends_a_url).unwrap_or(rest.len());
    let end = start + without_punctuation(rest.get(..stop)?);
    Some(Reference { range: at..end, kind: Kind::Url })
}

/// Where the URLs begin that do not end with the text but go on in the code or style behind it:
/// Markdown has torn them, and half of one leads astray.
pub(super) fn torn(text: &str, after: Option<char>) -> usize {
    let goes_on = after.is_some_and(|it| it.is_alphanumeric() || it == '/');
    let last_end = || text.char_indices().rfind(|(_, it)| ends_a_url(*it)).map_or(0, |(at, _)| at);
    if goes_on { last_end() } else { text.len() }
}

fn ends_a_url(it: char) -> bool {
    it.is_whitespace() || matches!(it, '<' | '>' | '"' | '`')
}

/// The length of `url` without the punctuation of the sentence around it: a closing parenthesis
/// stays where it is the partner of one inside.
fn without_punctuation(url: &str) -> usize {
    let count = |of: u8| url.bytes().filter(|&it| it == of).count();
    let (open, mut close) = (count(b'('), count(b')'));
    let mut end = url.len();
    for it in url.chars().rev() {
        match it {
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | ']' | '…' | '“' | '”' | '’' => {}
            ')' if close > open => close -= 1,
            _ => break,
        }
        end -= it.len_utf8();
    }
    end
}
