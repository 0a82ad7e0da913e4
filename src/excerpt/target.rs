//! Where the links of other people's text lead: to `http:`, `https:` and `mailto:` alone, and
//! relative ones to where they lead on the forge.

use std::fmt::Write as _;

/// The places against which links are resolved, all of them absolute URLs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Base<'a> {
    /// The forge, without a slash at its end.
    pub(super) forge: &'a str,
    /// The repository whose files are meant: `owner/name`.
    pub(super) repository: &'a str,
    /// The page that the text comes from.
    pub(super) page: Option<&'a str>,
}

/// The URL that `destination` means, where it is one that may be followed.
///
/// What browsers do before they look at a URL is done here first (they drop tabs, line ends and
/// surrounding control characters), so that they cannot see another scheme than we.
pub(super) fn resolve(destination: &str, base: Base<'_>) -> Option<String> {
    let destination: String = destination.chars().filter(|it| !it.is_control()).collect();
    let destination = destination.trim();
    if let Some((scheme, rest)) = scheme(destination) {
        let scheme = scheme.to_ascii_lowercase();
        let has_place = match scheme.as_str() {
            "http" | "https" => rest.strip_prefix("//").is_some_and(has_host),
            "mailto" => !rest.is_empty(),
            _ => false,
        };
        return has_place.then(|| encode(&format!("{scheme}:{rest}")));
    }
    if let Some(rest) = destination.strip_prefix("//") {
        return has_host(rest).then(|| encode(&format!("https://{rest}")));
    }
    match destination.chars().next()? {
        '#' => Some(encode(&format!("{}{destination}", base.page?.split('#').next()?))),
        '?' => None,
        '/' => Some(encode(&format!("{}{}", base.forge, clamped(destination)))),
        _ => Some(encode(&format!("{}/{}/blob/HEAD{}", base.forge, base.repository, clamped(destination)))),
    }
}

/// The last part of the path, as a name for a picture without description.
pub(super) fn file_name(destination: &str) -> &str {
    let path = destination.split(['?', '#']).next().unwrap_or_default();
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().trim()
}

fn has_host(rest: &str) -> bool {
    rest.starts_with(|it: char| it.is_alphanumeric() || it == '[')
}

/// The scheme and what is behind its colon (RFC 3986, 3.1).
fn scheme(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once(':')?;
    let letters = scheme.strip_prefix(|it: char| it.is_ascii_alphabetic())?;
    letters.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '+' | '.' | '-')).then_some((scheme, rest))
}

/// The path with a slash at its front, without `.` and `..`, which end at the root.
fn clamped(destination: &str) -> String {
    let end = destination.find(['?', '#']).unwrap_or(destination.len());
    let (path, rest) = destination.split_at(end);
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|it| !matches!(*it, "" | ".")) {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    let slash = if path.ends_with('/') && !parts.is_empty() { "/" } else { "" };
    format!("/{}{slash}{rest}", parts.join("/"))
}

/// `url` with what no URL holds in percent form: nothing in it can end an attribute, a Markdown
/// destination or mdBook's `{{`.
fn encode(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for it in url.chars() {
        let is_inert = match it {
            '"' | '<' | '>' | '`' | '\\' | '^' | '{' | '}' | '|' => false,
            _ => !it.is_whitespace() && super::text::clean(it.encode_utf8(&mut [0; 4])).chars().eq([it]),
        };
        if is_inert {
            out.push(it);
            continue;
        }
        for byte in it.encode_utf8(&mut [0; 4]).bytes() {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_known_places() {
        let rows = [
            ("https://a.b/c?d#e", Some("https://a.b/c?d#e")),
            ("HTTPS://a.b", Some("https://a.b")),
            ("mailto:a@b.c", Some("mailto:a@b.c")),
            ("//a.b/c", Some("https://a.b/c")),
            ("https://a.b/ä b\"<>`\\{{#include x}}", Some("https://a.b/ä%20b%22%3C%3E%60%5C%7B%7B#include%20x%7D%7D")),
            ("https://a.b/\u{202e}x", Some("https://a.b/%E2%80%AEx")),
            ("./other.md", Some("https://forge/o/r/blob/HEAD/other.md")),
            ("a/../../../b/./c/", Some("https://forge/o/r/blob/HEAD/b/c/")),
            ("../../x?a/../b#c", Some("https://forge/o/r/blob/HEAD/x?a/../b#c")),
            ("/etc/passwd", Some("https://forge/etc/passwd")),
            ("/../..", Some("https://forge/")),
            ("#frag", Some("https://forge/o/r/issues/1#frag")),
            ("java\tscript:alert(1)", None),
            ("JaVaScRiPt:alert(1)", None),
            (" \u{1}javascript:alert(1)", None),
            ("vbscript:x", None),
            ("data:text/html,x", None),
            ("file:///etc/passwd", None),
            ("C:\\x", None),
            ("https:a.b", None),
            ("http://", None),
            ("http:///a", None),
            ("mailto:", None),
            ("///a", None),
            ("?a", None),
            ("", None),
            (" \n", None),
            ("a b:c", Some("https://forge/o/r/blob/HEAD/a%20b:c")),
        ];
        let base = Base { forge: "https://forge", repository: "o/r", page: Some("https://forge/o/r/issues/1#issuecomment-2") };
        for (destination, url) in rows {
            assert_eq!(resolve(destination, base).as_deref(), url, "{destination:?}");
        }
        assert_eq!(resolve("#frag", Base { page: None, ..base }), None);
    }

    #[test]
    fn names_of_pictures() {
        for (destination, name) in [("https://a.b/c.png?d#e", "c.png"), ("a", "a"), ("", ""), ("a/b/", "b"), ("/", "")] {
            assert_eq!(file_name(destination), name, "{destination:?}");
        }
    }
}
