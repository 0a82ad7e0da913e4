//! Attributes of tags, as far as anchors need them.

use std::ops::Range;

/// What a tag says of an anchor.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    /// `<a href="…">`: the bytes of the value within the tag. Empty where there is no `href`.
    Start(Range<usize>),
    /// `</a>`
    End,
}

/// Reads a tag, which begins with `<`; `None` where it is of another element.
pub(super) fn read(tag: &str) -> Option<Anchor> {
    let is_name_end = |it: Option<&u8>| it.is_none_or(|it| !it.is_ascii_alphanumeric() && *it != b'-' && *it != b':');
    let bytes = tag.as_bytes();
    match (bytes.get(1)?, bytes.get(2)) {
        (b'a' | b'A', next) if is_name_end(next) => Some(Anchor::Start(href(tag).unwrap_or(0..0))),
        (b'/', Some(b'a' | b'A')) if is_name_end(bytes.get(3)) => Some(Anchor::End),
        (_, _) => None,
    }
}

/// The bytes of the value of `href`.
fn href(tag: &str) -> Option<Range<usize>> {
    let bytes = tag.as_bytes();
    let mut at = 2;
    let skip_blank = |at: usize| at + bytes.iter().skip(at).take_while(|it| it.is_ascii_whitespace() || **it == b'/').count();
    loop {
        at = skip_blank(at);
        let length = bytes.iter().skip(at).take_while(|it| !it.is_ascii_whitespace() && !matches!(it, b'=' | b'>' | b'/')).count();
        let name = tag.get(at..at + length)?;
        if name.is_empty() && bytes.get(at) != Some(&b'=') {
            return None;
        }
        at += length;
        let equals = at + bytes.iter().skip(at).take_while(|it| it.is_ascii_whitespace()).count();
        if bytes.get(equals) != Some(&b'=') {
            continue;
        }
        at = equals + 1;
        at += bytes.iter().skip(at).take_while(|it| it.is_ascii_whitespace()).count();
        let value = match bytes.get(at)? {
            quote @ (b'"' | b'\'') => {
                let length = memchr::memchr(*quote, bytes.get(at + 1..)?)?;
                at += length + 2;
                at - 1 - length..at - 1
            }
            _ => {
                let length = bytes.iter().skip(at).take_while(|it| !it.is_ascii_whitespace() && **it != b'>').count();
                at += length;
                at - length..at
            }
        };
        if name.eq_ignore_ascii_case("href") {
            return Some(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_and_their_targets() {
        let rows = [
            ("<a href=\"x\">", Some("x")),
            ("<A class=a HREF = 'ä b' title>", Some("ä b")),
            ("<a href=x>", Some("x")),
            ("<a data-href='y' href='x'>", Some("x")),
            ("<a name=\"x\">", Some("")),
            ("<a>", Some("")),
            ("<a href", Some("")),
            ("<a href=\"x", Some("")),
            ("<abbr href=x>", None),
            ("<a-b href=x>", None),
            ("</a >", Some("END")),
            ("</abbr>", None),
            ("<", None),
        ];
        for (tag, expected) in rows {
            let found = read(tag).map(|it| match it {
                Anchor::Start(range) => tag.get(range).unwrap().to_owned(),
                Anchor::End => "END".to_owned(),
            });
            assert_eq!(found.as_deref(), expected, "{tag}");
        }
    }
}
