//! The texts of the goals files: each is checked as a text of its own, and what is found is moved
//! to its place in the TOML file.

use std::ops::Range;

use super::allow::{self, Allow};
use super::page::Page;
use super::rules::{repeated_reference, target_not_url, undefined_reference};
use super::{Facts, Input, Limits, Linked, Questions, Repositories, online};
use crate::data::{self, StringMap, Text, TextKind, Texts};
use crate::diagnostic::{Applicability, Diagnostic, SpanEdit};
use crate::markdown::{Dialect, Document, Medium, Run};
use crate::reference;
use crate::source::{FileId, Sources, Span};

/// Every finding in the texts of goals files, each at its place in the TOML file, by place.
/// `repositories` are those of the period that the files make up.
///
/// `facts` is what the forge has answered, where it was asked.
pub fn goals(
    sources: &Sources,
    files: &[FileId],
    repositories: &Repositories<'_>,
    linked: Linked,
    limits: Limits,
    facts: Option<&Facts>,
) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for &file in files {
        let texts = data::texts(sources, file);
        let mut found = Vec::new();
        for text in &texts.texts {
            let input = Input { text: &text.value, dialect: Dialect::default(), file, repositories, linked, limits, facts };
            let in_value = match text.kind {
                TextKind::Markdown => super::markdown(&input),
                TextKind::Reference => reference(&input),
                TextKind::Url => plain(&input),
            };
            if !in_value.is_empty() {
                let map = StringMap::new(sources, text.span);
                found.extend(in_value.into_iter().map(|it| moved(it, sources.slice(text.span), &map)));
            }
        }
        found.extend(repeated(&texts.texts));
        let source = sources.file(file).text();
        allow::catch(&exceptions(source, &texts), &mut found, facts, |range| Span::new(file, range));
        out.extend(found);
    }
    out.sort_by_key(|it| (it.span, it.code.name));
    out
}

/// What the references in the texts of goals files raise.
pub fn questions(sources: &Sources, files: &[FileId], repositories: &Repositories<'_>, limits: Limits) -> Questions {
    let mut out = Questions::new();
    for &file in files {
        for text in data::texts(sources, file).texts {
            let dialect = Dialect::default();
            let input = Input { text: &text.value, dialect, file, repositories, linked: Linked::No, limits, facts: None };
            let ask = |page: &Page<'_>| online::ask(page, &mut out);
            match text.kind {
                TextKind::Markdown => super::with_page(&input, ask),
                TextKind::Reference | TextKind::Url => with_plain(&input, ask),
            }
        }
    }
    out
}

/// A finding about a value, at its place in the file. A fix that the string cannot say is left
/// out.
fn moved(mut it: Diagnostic, raw: &str, map: &StringMap) -> Diagnostic {
    it.span = map.place(it.span.range());
    for related in &mut it.related {
        related.span = map.place(related.span.range());
    }
    it.fixes.retain_mut(|fix| {
        fix.edits.iter_mut().all(|edit| {
            edit.span = map.place(edit.span.range());
            data::escaped(raw, &edit.text).map(|text| edit.text = text).is_some()
        })
    });
    it
}

/// A text without markup, by all rules.
fn plain(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    with_plain(input, |page| super::apply_rules(page, &mut found));
    found
}

/// Reads a text without markup.
fn with_plain(input: &Input<'_>, look: impl FnOnce(&Page<'_>)) {
    let run = Run { range: 0..input.text.len(), medium: Medium::Html };
    look(&Page::new(input, &Document { runs: vec![run], ..Document::default() }));
}

/// A text that must be a reference.
fn reference(input: &Input<'_>) -> Vec<Diagnostic> {
    let mut found = plain(input);
    let whole = Span::new(input.file, 0..input.text.len());
    let is_url = input.text.starts_with("https://") || input.text.starts_with("http://");
    let label = reference::label(input.text).filter(|it| it.range == (0..input.text.len()) && it.word.is_none());
    let repositories = input.repositories;
    let unknown = label.as_ref().and_then(|it| it.repository).filter(|it| repositories.find(it).is_none());
    if let Some(name) = unknown {
        let names = repositories.short.iter().map(|(name, _)| *name);
        let help = match crate::diagnostic::nearest(name, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write `owner/{name}`, or add `{name} = \"owner/{name}\"` to `[repository]`"),
        };
        found.push(Diagnostic::new(&undefined_reference::CODE, whole, format!("`{name}` is no repository that is known"), help));
    } else if label.is_none() && !is_url && found.is_empty() {
        let meant = super::target::written_issue(input.text)
            .and_then(|(written, _, number)| Some(format!("{}#{number}", repositories.find(written)?)));
        let message = format!("`{}` is no reference", input.text);
        found.push(match meant {
            Some(meant) => Diagnostic::new(&target_not_url::CODE, whole, message, format!("write `{meant}`"))
                .with_fix(Applicability::Safe, vec![SpanEdit { span: whole, text: meant }]),
            None => Diagnostic::new(&target_not_url::CODE, whole, message, "write `owner/name#123`, or a URL"),
        });
    }
    found
}

/// References that a list holds twice.
fn repeated(texts: &[Text]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let references: Vec<_> = texts.iter().filter(|it| it.kind == TextKind::Reference && it.list.is_some()).collect();
    for row in references.chunk_by(|a, b| a.list == b.list) {
        for (at, it) in row.iter().enumerate().skip(1) {
            let Some(first) = row.iter().take(at).find(|first| first.value.eq_ignore_ascii_case(&it.value)) else { continue };
            let before = row[at - 1].span.end;
            let edit = SpanEdit { span: Span { start: before, ..it.span }, text: String::new() };
            found.push(
                Diagnostic::new(&repeated_reference::CODE, it.span, format!("`{}` stands here twice", it.value), "remove one of the two")
                    .with_related(first.span, "here first")
                    .with_fix(Applicability::Safe, vec![edit]),
            );
        }
    }
    found
}

/// The exceptions in a file's comments: `# goals: allow(code) reason` above a key or a table.
fn exceptions<'a>(source: &'a str, texts: &Texts) -> Vec<Allow<'a>> {
    let mut out = Vec::new();
    for at in memchr::memmem::find_iter(source.as_bytes(), b"goals: allow(") {
        let line = source.get(..at).and_then(|it| it.rfind('\n')).map_or(0, |it| it + 1);
        let end = source.get(at..).and_then(|it| it.find('\n')).map_or(source.len(), |it| at + it);
        let before = texts.strings.partition_point(|it| it.start <= line);
        let in_string = before > 0 && texts.strings.get(before - 1).is_some_and(|it| line < it.end);
        let Some(comment) = source.get(line..end).filter(|it| it.trim_start().starts_with('#') && !in_string) else { continue };
        let holds = next_item(source, texts, end);
        out.extend(allow::codes(comment, line).into_iter().map(|(code, place)| Allow { code, place, holds: holds.clone() }));
    }
    out
}

/// The bytes of the key with its value, or of the table, that begins first behind the byte `from`.
fn next_item(source: &str, texts: &Texts, from: usize) -> Range<usize> {
    let item = texts.items.get(texts.items.partition_point(|it| it.start < from)).cloned();
    let head = texts.heads.partition_point(|it| *it < from);
    match (item, texts.heads.get(head)) {
        (Some(item), Some(&start)) if item.start < start => item,
        (Some(item), None) => item,
        (_, Some(&start)) => start..texts.heads.get(head + 1).copied().unwrap_or(source.len()),
        (None, None) => from..from,
    }
}
