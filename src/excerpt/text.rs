//! Characters: which ones may stand in our page, and HTML's references to them.

use std::borrow::Cow;

/// `text` without what a character alone can do to a page.
///
/// Bidirectional embeddings, overrides and isolates go: unclosed, they would turn around what
/// follows the excerpt, and even closed they make a text look like another. The marks that turn
/// nothing around (U+200E, U+200F, U+061C) stay, and each excerpt has `dir="auto"`. Control
/// characters become U+FFFD, as Markdown does it with U+0000; separators of lines and paragraphs
/// become spaces.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unclean) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|it| !is_direction(*it)).map(cleaned).collect())
}

fn is_unclean(it: char) -> bool {
    is_direction(it) || cleaned(it) != it
}

fn is_direction(it: char) -> bool {
    matches!(it, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn cleaned(it: char) -> char {
    match it {
        '\n' | '\t' => it,
        '\r' | '\u{2028}' | '\u{2029}' => ' ',
        _ if it.is_control() => char::REPLACEMENT_CHARACTER,
        _ => it,
    }
}

/// `markdown` with `\n` as its only line end, so that source positions and code have one too.
pub(super) fn with_plain_line_ends(markdown: &str) -> Cow<'_, str> {
    if markdown.contains('\r') { Cow::Owned(markdown.replace("\r\n", "\n").replace('\r', "\n")) } else { Cow::Borrowed(markdown) }
}

/// The text of raw HTML: its character references resolved. Those that are not known stay.
pub(super) fn decode(html: &str) -> Cow<'_, str> {
    if !html.contains('&') {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut pieces = html.split('&');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let decoded = piece.split_once(';').and_then(|(name, rest)| Some((character(name)?, rest)));
        match decoded {
            Some((character, rest)) => {
                out.push(character);
                out.push_str(rest);
            }
            None => {
                out.push('&');
                out.push_str(piece);
            }
        }
    }
    Cow::Owned(out)
}

fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(number) => u32::from_str_radix(number, 16),
            None => number.parse(),
        };
        return Some(code.ok().and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "colon" => ':',
        "Tab" => '\t',
        "NewLine" => '\n',
        "hellip" => '…',
        "ndash" => '–',
        "mdash" => '—',
        "copy" => '©',
        "times" => '×',
        "rarr" => '→',
        "larr" => '←',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_act_do_not_act() {
        let rows = [
            ("", ""),
            ("äb\n\tc", "äb\n\tc"),
            ("a\u{202e}b\u{2066}c\u{2069}d\u{200f}e", "abcd\u{200f}e"),
            ("a\0b\u{1b}c\u{7f}d\u{9f}e", "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e"),
            ("a\rb\u{2028}c\u{2029}d", "a b c d"),
        ];
        for (text, cleaned) in rows {
            assert_eq!(clean(text), cleaned, "{text:?}");
        }
    }

    #[test]
    fn character_references() {
        let rows = [
            ("a&amp;b&lt;c", "a&b<c"),
            ("&#106;&#x6A;&#X6a;", "jjj"),
            ("&nope; & &amp &;", "&nope; & &amp &;"),
            ("&#0;&#xd800;&#99999999999;", "\0\u{fffd}\u{fffd}"),
            ("javascript&colon;x", "javascript:x"),
            ("ä&auml;", "ä&auml;"),
        ];
        for (html, text) in rows {
            assert_eq!(decode(html), text, "{html:?}");
        }
    }

    #[test]
    fn line_ends() {
        assert_eq!(with_plain_line_ends("a\r\nb\rc\nd"), "a\nb\nc\nd");
    }
}
