//! What all rules look at: one text's URLs, labels, bare references and broken brackets.

use std::ops::Range;

use super::Input;
use super::brackets::{self, Trouble};
use super::target::{self, Form};
use crate::diagnostic::{Code, Diagnostic, SpanEdit};
use crate::markdown::{Definition, Document, Link, LinkForm, Medium, Target};
use crate::reference::{self, Address, Around, Label, Reference, Subject};
use crate::source::Span;

/// A text, parsed and read.
pub(super) struct Page<'a> {
    pub(super) input: &'a Input<'a>,
    pub(super) text: &'a str,
    pub(super) document: &'a Document,
    /// Every URL: targets of links, of definitions, and bare ones.
    pub(super) urls: Vec<Url<'a>>,
    /// Every label that is a reference, with its target.
    pub(super) labels: Vec<Labelled<'a>>,
    /// Bare references, ascending.
    pub(super) bare: Vec<Bare<'a>>,
    /// What is wrong with each of `document.broken`.
    pub(super) troubles: Vec<Trouble>,
    masks: Vec<Range<usize>>,
    /// The definitions' labels, sorted.
    keys: Vec<&'a str>,
    /// Where links end, and their indexes, sorted.
    link_ends: Vec<(usize, usize)>,
    /// Links by index, and the indexes of their targets in `urls`.
    link_urls: Vec<(usize, usize)>,
}

/// Where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Owner {
    /// In this link.
    Link(usize),
    /// In this definition.
    Definition(usize),
    /// In text.
    Text,
}

/// A target or a bare URL.
pub(super) struct Url<'a> {
    /// As it is read.
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
    /// Whether it is written as it is read.
    pub(super) exact: bool,
    pub(super) owner: Owner,
    /// What it looks like.
    pub(super) form: Form,
    /// Its parts, where it is an `http` or `https` URL.
    pub(super) address: Option<Address<'a>>,
    pub(super) subject: Subject<'a>,
    /// The index in `labels` of what it is written with, where that is a reference.
    label: Option<usize>,
}

/// A label that is a reference.
pub(super) struct Labelled<'a> {
    pub(super) label: Label<'a>,
    /// Where the text stands that was read as a label.
    pub(super) text: Range<usize>,
    /// Whether it is written as it is read.
    pub(super) exact: bool,
    pub(super) owner: Owner,
    /// The index of its target in `urls`.
    pub(super) url: usize,
}

/// A reference in text.
pub(super) struct Bare<'a> {
    pub(super) reference: Reference<'a>,
    pub(super) range: Range<usize>,
}

impl Labelled<'_> {
    /// The bytes of the repository in the label; `written` is its name.
    pub(super) fn text_of_repository(&self, page: &Page<'_>, written: &str) -> Option<Range<usize>> {
        let end = page.get(self.text.clone()).find('#').filter(|_| self.exact)?;
        let name = page.get(self.text.start..self.text.start + end);
        name.ends_with(written).then(|| self.text.start + end - written.len()..self.text.start + end)
    }
}

impl<'a> Page<'a> {
    pub(super) fn new(input: &'a Input<'a>, document: &'a Document) -> Self {
        let text = input.text;
        let mut keys: Vec<_> = document.definitions.iter().map(|it| it.key.as_str()).collect();
        keys.sort_unstable();
        let mut link_ends: Vec<_> = document.links.iter().enumerate().map(|(at, it)| (it.range.end, at)).collect();
        link_ends.sort_unstable();
        let mut page = Page {
            input,
            text,
            document,
            urls: Vec::new(),
            labels: Vec::new(),
            bare: Vec::new(),
            troubles: Vec::new(),
            masks: target::masks(text, document),
            keys,
            link_ends,
            link_urls: Vec::new(),
        };
        page.read_definitions();
        page.read_links();
        page.read_runs();
        page.troubles = brackets::troubles(&page);
        page
    }

    fn read_definitions(&mut self) {
        let document = self.document;
        for (at, it) in document.definitions.iter().enumerate() {
            let owner = Owner::Definition(at);
            let url = self.push_url(&it.target.url, it.target.range.clone(), it.target.exact, owner);
            let name = self.text.get(it.label.clone()).unwrap_or_default();
            if let Some(label) = reference::label(name).filter(|it| !it.titled) {
                self.urls[url].label = Some(self.labels.len());
                self.labels.push(Labelled { label, text: it.label.clone(), exact: true, owner, url });
            }
        }
    }

    fn read_links(&mut self) {
        let document = self.document;
        for (at, it) in document.links.iter().enumerate() {
            let owner = Owner::Link(at);
            let url = match it.form {
                LinkForm::Full(Some(definition)) => definition,
                // Its label is the definition's.
                LinkForm::Short(_) => continue,
                LinkForm::Full(None) => continue,
                LinkForm::Inline | LinkForm::Auto | LinkForm::Picture | LinkForm::Html => {
                    let Target { url, range, exact } = &it.target;
                    let url = self.push_url(url, range.clone(), *exact, owner);
                    self.link_urls.push((at, url));
                    url
                }
            };
            if matches!(it.form, LinkForm::Auto | LinkForm::Picture) {
                continue;
            }
            if let Some(label) = reference::label(&it.label) {
                let exact = self.text.get(it.text.clone()) == Some(it.label.as_str());
                if self.urls[url].owner == owner {
                    self.urls[url].label = Some(self.labels.len());
                }
                self.labels.push(Labelled { label, text: it.text.clone(), exact, owner, url });
            }
        }
    }

    fn read_runs(&mut self) {
        let document = self.document;
        let mut signs = reference::signs(self.text).peekable();
        for run in &document.runs {
            while signs.next_if(|&it| it < run.range.start).is_some() {}
            if signs.peek().is_none_or(|&it| it >= run.range.end) {
                continue;
            }
            let Some(text) = self.text.get(run.range.clone()) else { continue };
            let before = self.text.get(..run.range.start).and_then(|it| it.chars().next_back());
            let after = self.text.get(run.range.end..).and_then(|it| it.chars().next());
            for reference in reference::scan(text, Around { before, after }) {
                if self.is_ietf(&reference, text) {
                    continue;
                }
                let range = run.range.start + reference.range.start..run.range.start + reference.range.end;
                if reference.kind == reference::Kind::Url {
                    let url = self.text.get(range.clone()).unwrap_or_default();
                    self.push_url(url, range.clone(), true, Owner::Text);
                }
                self.bare.push(Bare { reference, range });
            }
        }
    }

    fn is_ietf(&self, it: &Reference<'_>, text: &str) -> bool {
        let written = text.get(it.range.clone()).unwrap_or_default();
        matches!(it.kind, reference::Kind::Rfc { number } if self.input.repositories.is_ietf(number, written))
    }

    fn push_url(&mut self, text: &'a str, range: Range<usize>, exact: bool, owner: Owner) -> usize {
        let address = Address::parse(text);
        let repositories = self.input.repositories;
        let subject = address.as_ref().map_or(Subject::Elsewhere, |it| it.subject(repositories.forge, repositories.rfcs()));
        self.urls.push(Url { text, range, exact, owner, form: target::form(text), address, subject, label: None });
        self.urls.len() - 1
    }

    // What rules ask.

    /// The text of a range.
    pub(super) fn get(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    pub(super) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.input.file, range)
    }

    pub(super) fn edit(&self, range: Range<usize>, text: impl Into<String>) -> SpanEdit {
        SpanEdit { span: self.span(range), text: text.into() }
    }

    /// A finding at a place of the text.
    pub(super) fn finding(
        &self,
        code: &'static Code,
        range: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic::new(code, self.span(range), message, help)
    }

    /// The URL and the bytes of the text that say the bytes `part` of it: all of them where it
    /// is not written as it is read.
    pub(super) fn part(&self, url: &Url<'_>, part: &Range<usize>) -> Range<usize> {
        if url.exact { url.range.start + part.start..url.range.start + part.end } else { url.range.clone() }
    }

    /// The bytes of the text that say the bytes `part` of a label.
    pub(super) fn label_part(&self, it: &Labelled<'_>, part: &Range<usize>) -> Range<usize> {
        if it.exact { it.text.start + part.start..it.text.start + part.end } else { it.text.clone() }
    }

    /// The target of a label.
    pub(super) fn target(&self, it: &Labelled<'_>) -> &Url<'a> {
        &self.urls[it.url]
    }

    /// The label of what holds this URL, where it is a reference.
    pub(super) fn label_of(&self, url: usize) -> Option<&Labelled<'a>> {
        self.urls[url].label.and_then(|it| self.labels.get(it))
    }

    pub(super) fn link(&self, owner: Owner) -> Option<&'a Link> {
        match owner {
            Owner::Link(at) => self.document.links.get(at),
            Owner::Definition(_) | Owner::Text => None,
        }
    }

    pub(super) fn definition(&self, owner: Owner) -> Option<&'a Definition> {
        match owner {
            Owner::Definition(at) => self.document.definitions.get(at),
            Owner::Link(_) | Owner::Text => None,
        }
    }

    /// Whether only `markers` stand before the byte `at` on its line.
    pub(super) fn starts_line(&self, at: usize, markers: &[char]) -> bool {
        let before = self.text.get(..at).unwrap_or_default().trim_end_matches(markers);
        before.is_empty() || before.ends_with('\n')
    }

    /// The index in `urls` of a link's target.
    pub(super) fn url_of_link(&self, link: usize) -> Option<usize> {
        self.link_urls.binary_search_by_key(&link, |it| it.0).ok().and_then(|at| self.link_urls.get(at)).map(|it| it.1)
    }

    /// Whether a definition of this label counts.
    pub(super) fn is_defined(&self, key: &str) -> bool {
        self.keys.binary_search(&key).is_ok()
    }

    /// The link that ends before the byte `at`.
    pub(super) fn link_before(&self, at: usize) -> Option<usize> {
        let index = self.link_ends.partition_point(|(end, _)| *end < at);
        self.link_ends.get(index).filter(|(end, _)| *end == at).map(|&(_, link)| link)
    }

    /// Whether a link ends before the byte `at`.
    pub(super) fn ends_a_link(&self, at: usize) -> bool {
        self.link_before(at).is_some()
    }

    /// Every place of `needle` in plain text: the run's index, and the byte.
    pub(super) fn find_in_runs(&self, needle: &'static str) -> impl Iterator<Item = (usize, usize)> {
        // The whole text is searched at once: runs are short.
        memchr::memmem::find_iter(self.text.as_bytes(), needle).filter_map(move |at| {
            let run = self.document.runs.partition_point(|it| it.range.start <= at).checked_sub(1)?;
            let range = &self.document.runs.get(run)?.range;
            (at + needle.len() <= range.end).then_some((run, at))
        })
    }

    /// The reference of a run that ends at the byte `end`: a bare one, or a word and a number.
    pub(super) fn reference_before(&self, run: usize, end: usize) -> Option<Range<usize>> {
        let before = self.bare.partition_point(|it| it.range.end < end);
        let bare = self.bare.get(before).filter(|it| it.range.end == end && it.reference.kind != reference::Kind::Url);
        if let Some(bare) = bare {
            return Some(bare.range.clone());
        }
        const LONGEST: usize = 32;
        let run = self.document.runs.get(run)?;
        let text = self.get(run.range.start..end);
        let start = text.len() - text.char_indices().rev().nth(LONGEST - 1).map_or(text.len(), |(at, _)| text.len() - at);
        // The longest ending that is a word and a number.
        let tail = text.get(start..)?;
        let starts = tail
            .char_indices()
            .filter(|&(at, it)| it.is_ascii_alphabetic() && !tail.get(..at).is_some_and(|it| it.ends_with(char::is_alphanumeric)));
        let words = ["pr", "pull", "issue", "mcp", "rfc"];
        let found = starts.map(|(at, _)| at).find(|&at| {
            let rest = tail.get(at..).unwrap_or_default();
            let is_word = words.iter().any(|it| rest.get(..it.len()).is_some_and(|have| have.eq_ignore_ascii_case(it)));
            is_word
                && rest.ends_with(|it: char| it.is_ascii_digit())
                && reference::label(rest).is_some_and(|it| it.word.is_some() && it.range.end == rest.len())
        });
        found.map(|at| end - tail.len() + at..end)
    }

    /// Whether a place is in a directive, in math or in front matter.
    pub(super) fn is_masked(&self, at: usize) -> bool {
        let before = self.masks.partition_point(|it| it.start <= at);
        before > 0 && self.masks.get(before - 1).is_some_and(|it| at < it.end)
    }

    /// Whether a run is Markdown.
    pub(super) fn is_markdown(&self, run: usize) -> bool {
        self.document.runs.get(run).is_some_and(|it| it.medium == Medium::Markdown)
    }
}
