//! `[RFC3458](rust-lang/rfcs/3458)`: the target of a reference is no URL.

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::{Owner, Page, Url};
use crate::lint::target::{self, Form};
use crate::lint::{Report, Rule};
use crate::markdown::LinkForm;
use crate::reference::{self, Kind, Label, Word};

/// What this rule reports.
pub static CODE: Code = Code::error("target-not-url", "the target of a reference that is no URL");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    for (at, it) in page.urls.iter().enumerate().filter(|(_, it)| it.owner != Owner::Text) {
        let label = page.label_of(at).map(|it| &it.label);
        let meant = match &it.form {
            Form::Wrapped(url) => Some(url.clone()),
            Form::Path if is_picture(page, it) => continue,
            Form::Path => match path(page, it, label) {
                Some(meant) => meant,
                None => continue,
            },
            Form::Anchor if label.is_some_and(|label| is_same_number(label, it.text)) => label.and_then(|label| url_of(page, label)),
            Form::Anchor | Form::Url | Form::Empty | Form::BadScheme(_) | Form::OtherScheme => continue,
        };
        let help = match &meant {
            Some(url) => format!("write `{url}`"),
            None => "write the URL, from `https://` on".to_owned(),
        };
        let finding = page.finding(&CODE, it.range.clone(), format!("`{}` is no URL", it.text), help);
        report.push(match meant {
            Some(url) if !it.range.is_empty() => finding.with_fix(Applicability::Unsafe, vec![page.edit(it.range.clone(), url)]),
            Some(_) | None => finding,
        });
    }
}

/// What a path is meant to be; `None` where it is one.
fn path(page: &Page<'_>, it: &Url<'_>, label: Option<&Label<'_>>) -> Option<Option<String>> {
    let repositories = page.input.repositories;
    if let Some((written, kind, number)) = target::written_issue(it.text) {
        // `name#1` may be a page's anchor.
        let is_known = written.contains('/') || repositories.find(written).is_some();
        if is_known || label.is_some() || speaks_of_reference(page, it) {
            let is_pull = label.is_some_and(|it| it.word == Some(Word::PullRequest));
            let kind = if is_pull { "pull" } else { kind.unwrap_or("issues") };
            return Some(repositories.find(written).map(|it| repositories.url(it, kind, number)));
        }
    }
    let label = label.filter(|it| !it.titled)?;
    (!target::is_file(it.text)).then(|| url_of(page, label))
}

fn is_same_number(label: &Label<'_>, anchor: &str) -> bool {
    let digits = anchor.trim_start_matches('#');
    label.number.is_some() && digits.bytes().all(|it| it.is_ascii_digit()) && digits.parse().ok() == label.number
}

/// The URL of a label, where its repository is known.
fn url_of(page: &Page<'_>, label: &Label<'_>) -> Option<String> {
    let repositories = page.input.repositories;
    let repository = match (label.repository, label.word) {
        (Some(name), _) => repositories.find(name),
        (None, Some(Word::Rfc)) => repositories.rfc,
        (None, Some(Word::Issue | Word::PullRequest) | None) => repositories.default,
        (None, Some(Word::Other)) => None,
    }?;
    let kind = if label.word == Some(Word::PullRequest) { "pull" } else { "issues" };
    Some(repositories.url(repository, kind, label.number?))
}

fn is_picture(page: &Page<'_>, it: &Url<'_>) -> bool {
    page.link(it.owner).is_some_and(|it| it.form == LinkForm::Picture)
}

/// Whether the link's text holds a reference or the word RFC.
fn speaks_of_reference(page: &Page<'_>, it: &Url<'_>) -> bool {
    let Some(link) = page.link(it.owner) else { return false };
    let is_issue = |it: &reference::Reference<'_>| matches!(it.kind, Kind::Issue { .. } | Kind::Rfc { .. });
    link.label.contains("RFC") || reference::scan(&link.label, reference::Around::default()).iter().any(is_issue)
}
