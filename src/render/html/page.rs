//! A whole page of HTML, for what stands outside of a book.

use super::escape::Html;
use super::line::write_line;
use crate::fragment::{Inline, plain_text};

/// A whole page around HTML that was written before, with its stylesheet inside: it needs nothing
/// else.
pub fn page(title: &[Inline], stylesheet: &str, content: &str) -> String {
    let mut out = Html::default();
    out.written("<!DOCTYPE html>\n");
    out.container("html", &[("lang", "en")], |out| {
        out.container("head", &[], |out| {
            out.void("meta", &[("charset", "utf-8")]);
            out.line_end();
            out.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
            out.line_end();
            out.void("meta", &[("name", "color-scheme"), ("content", "light dark")]);
            out.line_end();
            out.element("title", &[], |out| out.text(&plain_text(title)));
            out.line_end();
            out.container("style", &[], |out| out.written(stylesheet));
        });
        out.line_end();
        out.container("body", &[], |out| {
            out.container("main", &[], |out| {
                out.element("h1", &[("dir", "auto")], |out| write_line(out, title));
                out.line_end();
                out.written(content);
            });
        });
    });
    out.line_end();
    out.into_string()
}
