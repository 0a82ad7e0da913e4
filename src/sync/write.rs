//! Values as TOML, in the form in which people would write them.

use jiff::civil::Date;

use crate::fragment::Progress;

/// A text on one line.
pub(super) fn text(text: &str) -> String {
    let mut out = String::from("\"");
    escape(text, &mut out);
    out.push('"');
    out
}

/// A Markdown text of several lines. It gets a line end behind its last line, so that the closing
/// quotes stand on their own.
///
/// It stands in `'''`, in which every character means itself, unless it holds what cannot stand
/// there: `'''`, and control characters.
pub(super) fn body(text: &str, newline: &str) -> String {
    let text = text.trim_end();
    let is_literal = !text.contains("'''") && !text.chars().any(|it| it.is_ascii_control() && !matches!(it, '\n' | '\t'));
    let mut out = String::with_capacity(text.len() + 16);
    let quotes = if is_literal { "'''" } else { "\"\"\"" };
    out.push_str(quotes);
    for line in text.split('\n') {
        out.push_str(newline);
        if is_literal { out.push_str(line) } else { escape(line, &mut out) }
    }
    out.push_str(newline);
    out.push_str(quotes);
    out
}

/// All quotes are escaped: any three of them would end the string.
fn escape(text: &str, out: &mut String) {
    for it in text.chars() {
        match it {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            it if it.is_ascii_control() => out.push_str(&format!("\\u{:04X}", u32::from(it))),
            it => out.push(it),
        }
    }
}

pub(super) fn date(date: Date) -> String {
    date.to_string()
}

pub(super) fn progress(it: Progress) -> String {
    format!("{{ completed = {}, total = {} }}", it.completed, it.total)
}

/// A key, in quotes where it needs them.
pub(super) fn key(key: &str) -> String {
    let is_bare = !key.is_empty() && key.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_'));
    if is_bare { key.to_owned() } else { text(key) }
}

/// `{ a = "b" }` of the fields that are there.
pub(super) fn inline(fields: &[(&str, Option<String>)]) -> String {
    let fields: Vec<_> = fields.iter().filter_map(|(name, value)| Some(format!("{name} = {}", text(value.as_ref()?)))).collect();
    format!("{{ {} }}", fields.join(", "))
}

/// A forge's title as inline Markdown: backticks make code there as well, and all else is text.
pub(super) fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.trim();
    while let Some(found) = rest.find(['`', '\\', '*', '_', '[', '<', '&', '~']) {
        let (before, from) = rest.split_at(found);
        out.push_str(before);
        if from.starts_with('`') {
            let (code, escaped) = code_span(from);
            out.push_str(&if escaped { code.replace('`', "\\`") } else { code.to_owned() });
            rest = from.get(code.len()..).unwrap_or_default();
            continue;
        }
        let sign = from.chars().next().unwrap_or_default();
        let after = from.get(sign.len_utf8()..).unwrap_or_default();
        if is_markup(sign, out.chars().next_back(), after) {
            out.push('\\');
        }
        out.push(sign);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The code that `text` begins with, up to as many backticks as open it; else those backticks, and
/// that they are no code.
fn code_span(text: &str) -> (&str, bool) {
    let run = text.len() - text.trim_start_matches('`').len();
    let mut at = run;
    while let Some(found) = text.get(at..).and_then(|it| it.find('`')) {
        let start = at + found;
        let behind = text.get(start..).unwrap_or_default();
        at = start + behind.len() - behind.trim_start_matches('`').len();
        if at - start == run {
            return (text.get(..at).unwrap_or_default(), false);
        }
    }
    (text.get(..run).unwrap_or_default(), true)
}

/// Whether Markdown would read `sign` as more than itself.
fn is_markup(sign: char, before: Option<char>, after: &str) -> bool {
    let next = after.chars().next();
    let is_word = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
    let is_blank = |it: Option<char>| it.is_none_or(char::is_whitespace);
    match sign {
        '_' => !(is_word(before) && is_word(next) || is_blank(before) && is_blank(next)),
        '*' | '~' => !(is_blank(before) && is_blank(next)),
        '<' => next.is_some_and(|it| it.is_ascii_alphabetic() || matches!(it, '/' | '!' | '?')),
        '&' => after
            .split_once(';')
            .is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'#')),
        '\\' => next.is_some_and(|it| it.is_ascii_punctuation()),
        '[' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(value: &str) -> String {
        value.parse::<toml_edit::Value>().unwrap_or_else(|it| panic!("{value}\n{it}")).as_str().unwrap().to_owned()
    }

    #[test]
    fn bodies_stand_in_plain_quotes_where_they_can() {
        assert_eq!(body("a\n\\b \"c\"\n\n", "\n"), "'''\na\n\\b \"c\"\n'''");
        assert_eq!(body("a\nb", "\r\n"), "'''\r\na\r\nb\r\n'''");
        assert_eq!(body("a '''b''' \"\"\"\\", "\n"), "\"\"\"\na '''b''' \\\"\\\"\\\"\\\\\n\"\"\"");
        assert_eq!(body("bell \u{7} null \0 del \u{7f} cr \r.", "\n"), "\"\"\"\nbell \\u0007 null \\u0000 del \\u007F cr \\r.\n\"\"\"");
        assert_eq!(body("\n ä ''", "\n"), "'''\n\n ä ''\n'''");
        assert_eq!(key("389"), "389");
        assert_eq!(key("ä.b"), "\"ä.b\"");
    }

    #[test]
    fn titles_are_what_the_forge_shows() {
        for (there, here) in [
            ("Pin `&mut T` ergonomics", "Pin `&mut T` ergonomics"),
            ("Ship min_generic_const_args", "Ship min_generic_const_args"),
            ("_a_ *b* 2 * 3 [x](y)", "\\_a\\_ \\*b\\* 2 * 3 \\[x](y)"),
            ("Box<T> & Vec<u8> < 3 &amp;", "Box\\<T> & Vec\\<u8> < 3 \\&amp;"),
            ("a ` b", "a \\` b"),
            ("`` and `x`", "\\`\\` and `x`"),
            ("``a ` b`` *c*", "``a ` b`` \\*c\\*"),
            ("", ""),
            ("Überblick \\* \\o/", "Überblick \\\\\\* \\o/"),
        ] {
            assert_eq!(title(there), here, "{there}");
        }
    }

    proptest! {
        #[test]
        fn every_text_is_read_as_it_was(given in "(?s).{0,40}", crlf: bool) {
            let given = given.replace("\r\n", "\n");
            prop_assert_eq!(read(&text(&given)), given.clone());
            let newline = if crlf { "\r\n" } else { "\n" };
            let expected = format!("{}\n", given.trim_end());
            prop_assert_eq!(read(&body(&given, newline)).replace("\r\n", "\n"), expected.replace("\r\n", "\n"));
        }

        #[test]
        fn quotes_and_backslashes_too(given in "['\"\\\\\n\r\t\0a]{0,20}") {
            let given = given.replace("\r\n", "\n");
            prop_assert_eq!(read(&text(&given)), given.clone());
            prop_assert_eq!(read(&body(&given, "\n")), format!("{}\n", given.trim_end()));
        }
    }
}
