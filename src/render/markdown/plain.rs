//! Lines in which nothing needs an escape, and which any writer would write so: words, code of
//! letters and digits, links of both.
//!
//! Most of what stands in a sentence is of this kind, and the writer of everything else costs fifty
//! times as much. Where in doubt, a line is not plain.

use crate::fragment::{Inline, Link};

/// The Markdown of a line; `None` where it is not plain.
pub(super) fn line(line: &[Inline]) -> Option<String> {
    let mut out = String::new();
    (push(line, &mut out) && !out.contains("  ")).then_some(out)
}

/// Adds a line. Whether all of it is plain.
fn push(line: &[Inline], out: &mut String) -> bool {
    let start = out.len();
    let all = line.iter().all(|it| match it {
        Inline::Text(text) => {
            out.push_str(text);
            text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b' ')
        }
        Inline::Code(text) => {
            let joins = out.ends_with('`');
            out.extend(["`", text, "`"]);
            !joins && !text.is_empty() && text.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
        }
        Inline::Link(Link { url, title: None, content }) => {
            out.push('[');
            let is_plain = push(content, out);
            out.extend(["](", url, ")"]);
            is_plain && is_plain_url(url)
        }
        Inline::Link(Link { title: Some(_), .. })
        | Inline::Styled(..)
        | Inline::Break
        | Inline::Isolated(_)
        | Inline::Progress(_)
        | Inline::Date(_)
        | Inline::Problem(_) => false,
    });
    let written = out.get(start..).unwrap_or_default();
    all && !written.is_empty() && written.trim_ascii().len() == written.len()
}

fn is_plain_url(url: &str) -> bool {
    !url.is_empty() && url.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'/' | b':' | b'.' | b'-' | b'#'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Target;
    use crate::render::markdown::{Context, paragraph};
    use proptest::prelude::*;

    #[test]
    fn what_is_plain() {
        let text = |it: &str| Inline::text(it);
        let code = |it: &str| Inline::Code(it.into());
        let link = |url: &str, content| Inline::Link(Link { url: url.into(), title: None, content });
        let rows: Vec<(Vec<Inline>, Option<&str>)> = vec![
            (vec![text("41")], Some("41")),
            (vec![text("a "), code("b_1"), text(" c")], Some("a `b_1` c")),
            (vec![link("../a.md#goal-1", vec![text("A "), code("b")])], Some("[A `b`](../a.md#goal-1)")),
            (vec![], None),
            (vec![text("")], None),
            (vec![text(" a")], None),
            (vec![text("a  b")], None),
            (vec![text("1. a")], None),
            (vec![text("\u{e4}")], None),
            (vec![code("a"), code("b")], None),
            (vec![code("a b")], None),
            (vec![link("a", vec![])], None),
            (vec![link("", vec![text("a")])], None),
            (vec![link("a", vec![text("a ")]), text("b")], None),
            (vec![link("a(b", vec![text("a")])], None),
        ];
        for (content, expected) in rows {
            assert_eq!(line(&content).as_deref(), expected, "{content:?}");
        }
    }

    proptest! {
        #[test]
        fn the_writer_would_write_the_same(pieces in prop::collection::vec((0..4u8, "[a1 _*`.\u{e4}-]{0,4}", "[a/.:#( -]{0,4}"), 0..4)) {
            let one = |(kind, text, url): (u8, String, String)| match kind {
                0 => Inline::Text(text),
                1 => Inline::Code(text),
                2 => Inline::Link(Link { url, title: None, content: vec![Inline::Text(text)] }),
                _ => Inline::Link(Link { url, title: None, content: vec![Inline::Text("a ".into()), Inline::Code(text)] }),
            };
            let content: Vec<_> = pieces.into_iter().map(one).collect();
            if let Some(plain) = line(&content) {
                for target in [Target::Markdown, Target::Html] {
                    prop_assert_eq!(Some(plain.clone()), paragraph(&content, target, Context::Line));
                }
            }
        }
    }
}
