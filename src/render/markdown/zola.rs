//! Zola runs shortcodes (`{{ name(…) }}`, `{% name(…) %}`) wherever they stand in a page, also in
//! code. Here they get the escape that Zola takes off again: `{{/* name(…) */}}`.
//!
//! In text, braces are written as entities instead; in code there are no entities.

/// What opens a shortcode and what closes it.
const MARKS: [(&str, &str); 2] = [("{{", "}}"), ("{%", "%}")];

/// Code with its shortcodes escaped.
pub(super) fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        match shortcode(after) {
            Some((open, call, close, behind)) => {
                out.push_str(&format!("{open}/* {call} */{close}"));
                rest = behind;
            }
            None => {
                out.push('{');
                rest = after.strip_prefix('{').unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// The shortcode at the start of `text`: its marks, the call between them, and what stands behind.
fn shortcode(text: &str) -> Option<(&'static str, &str, &'static str, &str)> {
    let (open, close, inner) = MARKS.iter().find_map(|(open, close)| Some((open, close, text.strip_prefix(open)?)))?;
    let name_end = inner.trim_start().find(|it: char| !it.is_alphanumeric() && it != '_')?;
    let name = inner.trim_start().get(..name_end).filter(|it| !it.is_empty())?;
    let arguments = inner.trim_start().get(name_end..)?.trim_start();
    let is_end = *open == "{%" && name == "end";
    if !is_end && !arguments.starts_with('(') {
        return None;
    }
    let (call, behind) = inner.split_once(close)?;
    Some((open, call.trim(), close, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shortcodes_are_escaped_and_nothing_else_is() {
        for (text, expected) in [
            ("", ""),
            ("{{ youtube(id=\"x\") }}", "{{/* youtube(id=\"x\") */}}"),
            ("a {{f()}} b {{ g( ) }}", "a {{/* f() */}} b {{/* g( ) */}}"),
            ("{% quote(by=\"ß\") %}x{% end %}", "{%/* quote(by=\"ß\") */%}x{%/* end */%}"),
            ("let x = {{ 1 }};", "let x = {{ 1 }};"),
            ("{{ name }} {{/* f() */}}", "{{ name }} {{/* f() */}}"),
            ("{{ f(", "{{ f("),
            ("format!(\"{{}}\")", "format!(\"{{}}\")"),
            ("{{{f()}}}", "{{{/* f() */}}}"),
        ] {
            assert_eq!(code(text), expected, "{text}");
        }
    }
}
