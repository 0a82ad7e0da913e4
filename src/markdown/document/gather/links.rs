//! Links and pictures of a document: what they show, and where their target is written.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::super::{Link, LinkForm, Target, definition};
use super::{CODE, Gather};

impl Gather<'_> {
    pub(super) fn link(&mut self, form: LinkType, url: &str, id: &str, mut range: Range<usize>) {
        // The parser leaves out the empty brackets.
        let is_collapsed = matches!(form, LinkType::Collapsed | LinkType::CollapsedUnknown);
        let source = |range: Range<usize>| self.text.get(range).unwrap_or_default();
        if is_collapsed && source(range.end..self.text.len()).starts_with("[]") && !source(range.clone()).ends_with("[]") {
            range.end += 2;
        }
        self.other(&range);
        match form {
            LinkType::Inline | LinkType::WikiLink { .. } => {
                let target = Target { url: url.to_owned(), ..Target::default() };
                self.open_link(LinkForm::Inline, range, target, None);
            }
            LinkType::Reference | LinkType::ReferenceUnknown => {
                let target = Target { url: url.to_owned(), ..Target::default() };
                self.open_link(LinkForm::Full(None), range, target, Some(definition::key(id)));
            }
            LinkType::Collapsed | LinkType::CollapsedUnknown | LinkType::Shortcut | LinkType::ShortcutUnknown => {
                let target = Target { url: url.to_owned(), ..Target::default() };
                self.open_link(LinkForm::Short(None), range, target, Some(definition::key(id)));
            }
            LinkType::Autolink | LinkType::Email => {
                let target = Target { url: url.to_owned(), range: range.start + 1..range.end.saturating_sub(1), exact: true };
                self.open_link(LinkForm::Auto, range, target, None);
            }
        }
    }

    pub(super) fn open_link(&mut self, form: LinkForm, range: Range<usize>, target: Target, id: Option<String>) {
        let start = range.start + 1 + usize::from(form == LinkForm::Picture);
        let link = Link { form, text: start..start, range, label: String::new(), target };
        self.links.push((link, id));
    }

    pub(super) fn close_link(&mut self) {
        let Some((mut link, id)) = self.links.pop() else { return };
        if let Some(source) = self.text.get(link.range.clone()) {
            link.text.end = self.text_end(&link, source);
        }
        match link.form {
            LinkForm::Inline => link.target = self.written_target(&link.target.url, link.text.end, link.range.end),
            LinkForm::Auto => link.target.exact = self.text.get(link.target.range.clone()) == Some(&link.target.url),
            LinkForm::Full(_) | LinkForm::Short(_) | LinkForm::Picture | LinkForm::Html => {}
        }
        if link.form == LinkForm::Picture {
            self.label(CODE.encode_utf8(&mut [0; 4]));
        }
        if let Some(id) = id {
            self.labels.push((self.out.links.len(), id));
        }
        self.out.links.push(link);
    }

    /// Where the text between a link's brackets ends.
    fn text_end(&self, link: &Link, source: &str) -> usize {
        let start = link.range.start;
        let end = match link.form {
            LinkForm::Inline => closing_bracket(source),
            LinkForm::Full(_) => source.rfind('[').map(|it| it.saturating_sub(1)),
            LinkForm::Short(_) => source.strip_suffix("[]").unwrap_or(source).rfind(']'),
            LinkForm::Auto | LinkForm::Picture | LinkForm::Html => None,
        };
        end.map_or(link.text.start, |it| (start + it).max(link.text.start))
    }

    /// The target that is written behind the `(` at or behind the byte `from`.
    pub(super) fn written_target(&self, url: &str, from: usize, end: usize) -> Target {
        let none = Target { url: url.to_owned(), range: end..end, exact: false };
        let Some(open) = self.text.get(from..end).and_then(|it| it.find("](")) else { return none };
        let mut start = from + open + 2;
        let Some(rest) = self.text.get(start..end) else { return none };
        start += rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let length = if rest.starts_with('<') {
            start += 1;
            rest.find('>').unwrap_or(rest.len()).saturating_sub(1)
        } else {
            bare_target(rest)
        };
        let range = start..start + length;
        let exact = self.text.get(range.clone()) == Some(url);
        Target { url: url.to_owned(), range, exact }
    }

    // HTML.
}

/// The byte of the `]` in `[text](target)`: the one before the `(` of the target.
fn closing_bracket(source: &str) -> Option<usize> {
    let mut depth = 0usize;
    let mut bytes = source.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'[' => depth += 1,
            b']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && source.as_bytes().get(at + 1) == Some(&b'(') {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    source.find("](")
}

/// The length of a target without angle brackets: up to white space, or the `)` that has no
/// partner inside.
fn bare_target(text: &str) -> usize {
    let mut depth = 0usize;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'(' => depth += 1,
            b')' if depth == 0 => return at,
            b')' => depth -= 1,
            b' ' | b'\t' | b'\n' | b'\r' => return at,
            _ => {}
        }
    }
    text.len()
}
