//! One walk over a document's events, which gathers what the checks look at.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

mod links;

use super::anchor::{self, Anchor};
use super::definition::{self, Definition, Lost, Swallower};
use super::{Comment, Document, Link, LinkForm, Medium, Run, Target};
use crate::markdown::html;

/// What stands for code in a label: no reference holds it.
const CODE: char = '\u{fffc}';

pub(super) struct Gather<'a> {
    text: &'a str,
    out: Document,
    /// The leaves, ascending.
    leaves: Vec<(Range<usize>, Holder)>,
    /// Whether a leaf is open.
    open: bool,
    /// The text that may go on.
    run: Option<Run>,
    /// Links that are open, with the label of their definition.
    links: Vec<(Link, Option<String>)>,
    anchor: Option<Link>,
    /// The labels by which links were written.
    labels: Vec<(usize, String)>,
    /// Code and tags inside of leaves, ascending.
    inert: Vec<Range<usize>>,
    code_elements: usize,
    /// Whether a block of code, metadata or raw HTML is open.
    verbatim: bool,
}

/// What kind of block a leaf is, as far as it takes definitions.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Holder {
    Text,
    Row,
    Html,
    Verbatim,
}

impl<'a> Gather<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Gather {
            text,
            out: Document::default(),
            leaves: Vec::new(),
            open: false,
            run: None,
            links: Vec::new(),
            anchor: None,
            labels: Vec::new(),
            inert: Vec::new(),
            code_elements: 0,
            verbatim: false,
        }
    }

    pub(super) fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(text) => self.plain(&text, range),
            Event::SoftBreak | Event::HardBreak => {
                self.touch(&range);
                self.label(" ");
            }
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.other(&range);
                self.label(CODE.encode_utf8(&mut [0; 4]));
                self.inert.push(range);
            }
            Event::InlineHtml(_) => {
                self.other(&range);
                self.tag(range);
            }
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => self.other(&range),
            Event::Html(_) => {}
            Event::Rule => {
                self.close();
                self.out.blocks.push(range);
            }
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => self.other(&range),
            Tag::Link { link_type, dest_url, id, .. } => self.link(link_type, &dest_url, &id, range),
            Tag::Image { dest_url, .. } => {
                self.other(&range);
                let target = self.written_target(&dest_url, range.start, range.end);
                self.open_link(LinkForm::Picture, range, target, None);
            }
            Tag::Paragraph | Tag::Heading { .. } => self.open(range, Holder::Text),
            Tag::TableCell => self.open(range, Holder::Row),
            Tag::DefinitionListTitle => self.open(range, Holder::Text),
            Tag::HtmlBlock => {
                self.close();
                self.verbatim = true;
                self.html_block(range);
            }
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.close();
                self.verbatim = true;
                self.leaves.push((range.clone(), Holder::Verbatim));
                self.out.blocks.push(range);
            }
            Tag::TableRow => {
                self.close();
                self.leaves.push((range.clone(), Holder::Row));
                self.out.blocks.push(range);
            }
            Tag::Table(_)
            | Tag::TableHead
            | Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListDefinition => {
                self.close();
                self.out.blocks.push(range);
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => self.end_run(),
            TagEnd::Link | TagEnd::Image => self.close_link(),
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) | TagEnd::HtmlBlock => self.verbatim = false,
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::TableCell
            | TagEnd::DefinitionListTitle
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition => self.close(),
        }
    }

    // Leaves.

    fn open(&mut self, range: Range<usize>, holder: Holder) {
        self.close();
        self.out.blocks.push(range.clone());
        self.leaves.push((range, holder));
        self.open = true;
    }

    fn close(&mut self) {
        self.end_run();
        self.open = false;
        self.code_elements = 0;
        if let Some(anchor) = self.anchor.take() {
            self.out.links.push(anchor);
        }
    }

    /// A piece of a line: where no leaf is open it is the text of a tight list's item.
    fn touch(&mut self, range: &Range<usize>) {
        if !self.open {
            self.open(range.clone(), Holder::Text);
        }
        if let Some((leaf, _)) = self.leaves.last_mut() {
            leaf.end = leaf.end.max(range.end);
        }
    }

    fn other(&mut self, range: &Range<usize>) {
        self.touch(range);
        self.end_run();
    }

    // Text.

    fn plain(&mut self, text: &str, range: Range<usize>) {
        if self.verbatim {
            return;
        }
        self.touch(&range);
        if self.code_elements > 0 {
            self.inert.push(range);
            self.label(CODE.encode_utf8(&mut [0; 4]));
            return;
        }
        self.label(text);
        if self.anchor.is_some() || !self.links.is_empty() {
            return;
        }
        match &mut self.run {
            Some(run) => run.range.end = range.end,
            None => self.run = Some(Run { range, medium: Medium::Markdown }),
        }
    }

    fn end_run(&mut self) {
        self.out.runs.extend(self.run.take());
    }

    /// Adds to the label of the innermost link.
    fn label(&mut self, text: &str) {
        if let Some((link, _)) = self.links.last_mut() {
            link.label.push_str(text);
        } else if let Some(anchor) = &mut self.anchor {
            anchor.label.push_str(text);
        }
    }

    // Links.

    fn tag(&mut self, range: Range<usize>) {
        let Some(tag) = self.text.get(range.clone()) else { return };
        self.inert.push(range.clone());
        if tag.starts_with("<!--") {
            let within = self.leaves.last().map(|(leaf, _)| leaf.clone());
            self.out.comments.push(Comment { range, within });
            return;
        }
        match html::code_element(tag) {
            Some(html::Edge::Start) => self.code_elements += 1,
            Some(html::Edge::End) => self.code_elements = self.code_elements.saturating_sub(1),
            None => {}
        }
        self.anchor_tag(tag, range);
    }

    fn anchor_tag(&mut self, tag: &str, range: Range<usize>) {
        match anchor::read(tag) {
            Some(Anchor::Start(value)) => {
                self.out.links.extend(self.anchor.take());
                let place = range.start + value.start..range.start + value.end;
                let url = self.text.get(place.clone()).unwrap_or_default().to_owned();
                let text = range.end..range.end;
                let target = Target { exact: !url.contains('&'), url: url.replace("&amp;", "&"), range: place };
                if !value.is_empty() || tag.contains("href") {
                    self.anchor = Some(Link { form: LinkForm::Html, range, text, label: String::new(), target });
                }
            }
            Some(Anchor::End) => {
                if let Some(mut anchor) = self.anchor.take() {
                    anchor.text.end = range.start;
                    anchor.range.end = range.end;
                    self.out.links.push(anchor);
                }
            }
            None => {}
        }
    }

    /// Reads the tags and the text of a block of raw HTML.
    fn html_block(&mut self, range: Range<usize>) {
        self.leaves.push((range.clone(), Holder::Html));
        let Some(block) = self.text.get(range.clone()) else { return };
        let mut only_comments = true;
        let mut code = 0usize;
        for (piece, at) in html::pieces(block) {
            let place = range.start + at.start..range.start + at.end;
            let Some(source) = block.get(at) else { continue };
            match piece {
                html::Piece::Comment => {
                    self.out.comments.push(Comment { range: place, within: None });
                    continue;
                }
                html::Piece::Tag => {
                    match html::code_element(source) {
                        Some(html::Edge::Start) => code += 1,
                        Some(html::Edge::End) => code = code.saturating_sub(1),
                        None => {}
                    }
                    self.anchor_tag(source, place);
                }
                html::Piece::Text if code > 0 => {
                    self.inert.push(place);
                    self.label(CODE.encode_utf8(&mut [0; 4]));
                }
                html::Piece::Text => {
                    if let Some(anchor) = &mut self.anchor {
                        anchor.label.push_str(&source.replace("&amp;", "&").replace(['\n', '\r'], " "));
                    } else {
                        self.out.runs.push(Run { range: place, medium: Medium::Html });
                    }
                }
            }
            only_comments &= piece == html::Piece::Text && source.trim().is_empty();
        }
        self.out.links.extend(self.anchor.take());
        if !only_comments {
            self.out.blocks.push(range);
        }
    }

    // The end.

    /// `known` are the definitions that count: their place, label and target.
    pub(super) fn finish(mut self, known: Vec<(Range<usize>, String, String)>) -> Document {
        self.close();
        self.definitions(known);
        self.out.links.sort_by_key(|it| (it.range.start, std::cmp::Reverse(it.range.end)));
        self.out
    }

    fn definitions(&mut self, known: Vec<(Range<usize>, String, String)>) {
        let mut all = Vec::new();
        for (range, label, url) in &known {
            if let Some(parts) = definition::parts(self.text, range.start) {
                let exact = self.text.get(parts.target.clone()) == Some(url);
                let target = Target { url: url.clone(), range: parts.target, exact };
                all.push(Definition {
                    range: range.start..parts.end,
                    label: parts.label,
                    target,
                    key: definition::key(label),
                    first: None,
                    used: false,
                });
            }
        }
        for (line, bracket) in definition::candidates(self.text) {
            let before = known.partition_point(|(range, ..)| range.start <= bracket);
            if before > 0 && known.get(before - 1).is_some_and(|(range, ..)| bracket < range.end) {
                continue;
            }
            let Some(parts) = definition::parts(self.text, bracket) else { continue };
            if !parts.alone {
                continue;
            }
            let by = match self.holder(bracket) {
                None => {
                    let url = self.text.get(parts.target.clone()).unwrap_or_default().to_owned();
                    let key = definition::key(self.text.get(parts.label.clone()).unwrap_or_default());
                    let target = Target { url, range: parts.target, exact: true };
                    all.push(Definition { range: bracket..parts.end, label: parts.label, target, key, first: None, used: false });
                    continue;
                }
                Some(Holder::Row) => Swallower::Table,
                Some(Holder::Text) => Swallower::Paragraph,
                Some(Holder::Html) => Swallower::Html,
                Some(Holder::Verbatim) => continue,
            };
            self.out.lost.push(Lost { range: bracket..parts.target.end, label: parts.label, target: parts.target, line, by });
        }
        all.sort_by_key(|it| it.range.start);
        let mut firsts: HashMap<String, usize> = HashMap::with_capacity(all.len());
        for (at, it) in all.iter_mut().enumerate() {
            match firsts.get(&it.key) {
                Some(&first) => it.first = Some(first),
                None => {
                    firsts.insert(it.key.clone(), at);
                }
            }
        }
        for (link, label) in &self.labels {
            let definition = firsts.get(label).copied();
            if let Some(it) = definition.and_then(|it| all.get_mut(it)) {
                it.used = true;
            }
            let Some(link) = self.out.links.get_mut(*link) else { continue };
            match &mut link.form {
                LinkForm::Full(it) | LinkForm::Short(it) => *it = definition,
                LinkForm::Inline | LinkForm::Auto | LinkForm::Picture | LinkForm::Html => {}
            }
            if let Some(it) = definition.and_then(|it| all.get(it)) {
                link.target = it.target.clone();
            }
        }
        self.out.definitions = all;
    }

    /// The block that holds the byte `at`, unless code or a tag does or the block begins there.
    fn holder(&self, at: usize) -> Option<Holder> {
        let before = self.leaves.partition_point(|(leaf, _)| leaf.start <= at);
        // A row's cells are leaves of their own behind it.
        let (leaf, holder) = self.leaves.get(..before)?.iter().rev().take(2).find(|(leaf, _)| at < leaf.end)?;
        let inert = self.inert.partition_point(|it| it.start <= at);
        let is_inert = inert > 0 && self.inert.get(inert - 1).is_some_and(|it| at < it.end);
        let begins = *holder == Holder::Text && leaf.start == at;
        Some(if is_inert || begins { Holder::Verbatim } else { *holder })
    }
}
