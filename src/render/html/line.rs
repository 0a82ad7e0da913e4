//! A piece of a line: text, code, styles, links, and the marks that only we make.

use super::escape::Html;
use crate::fragment::{Inline, Link, Problem, Progress, Style};

pub(super) fn write_line(out: &mut Html, line: &[Inline]) {
    for it in line {
        match it {
            Inline::Text(text) => out.text(text),
            Inline::Code(text) => out.element("code", &[], |out| out.text(text)),
            Inline::Styled(style, content) => out.element(style_element(*style), &[], |out| write_line(out, content)),
            Inline::Link(link) => write_link(out, link, |out| write_line(out, &link.content)),
            Inline::Break => out.void("br", &[]),
            Inline::Isolated(content) => out.element("bdi", &[], |out| write_line(out, content)),
            Inline::Progress(it) => write_progress(out, *it),
            Inline::Date(date) => out.element("time", &[("datetime", date)], |out| out.text(date)),
            Inline::Problem(it) => write_problem(out, "strong", it),
        }
    }
}

pub(super) fn write_link(out: &mut Html, link: &Link, content: impl FnOnce(&mut Html)) {
    let mut attributes = vec![("href", link.url.as_str())];
    attributes.extend(link.title.as_deref().map(|it| ("title", it)));
    out.element("a", &attributes, content);
}

fn style_element(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "em",
        Style::Strong => "strong",
        Style::Strikethrough => "del",
        Style::Superscript => "sup",
        Style::Subscript => "sub",
        Style::Keyboard => "kbd",
    }
}

/// The bar says its figures to a screen reader; the same figures beside it are for the eye.
pub(super) fn write_progress(out: &mut Html, it: Progress) {
    let figures = format!("{}/{}", it.completed, it.total);
    let label = format!("{} of {} tasks done", it.completed, it.total);
    let (value, max) = (it.completed.to_string(), it.total.max(1).to_string());
    out.element("span", &[("class", "goals-progress")], |out| {
        out.element("progress", &[("value", &value), ("max", &max), ("aria-label", &label)], |out| out.text(&label));
        out.text(" ");
        out.element("span", &[("aria-hidden", "true")], |out| out.text(&figures));
    });
}

pub(super) fn write_problem(out: &mut Html, element: &'static str, it: &Problem) {
    out.element(element, &[("class", "goals-problem")], |out| {
        out.text(&format!("{} ({})", it.message, it.code));
    });
}
