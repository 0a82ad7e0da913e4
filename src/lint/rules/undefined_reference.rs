//! `[RFC #1][]`: a link by a definition that is not there.

use crate::diagnostic::{Code, Level};
use crate::lint::brackets::Trouble;
use crate::lint::page::Page;
use crate::lint::{Linked, Report, Rule};
use crate::markdown::Broken;
use crate::reference::{self, Kind, Label, Word};

/// What this rule reports.
pub static CODE: Code = Code::error("undefined-reference", "a link to a reference by a definition that is not there");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    for (it, trouble) in page.document.broken.iter().zip(&page.troubles) {
        if *trouble != Trouble::Undefined || is_resolved(page, it) {
            continue;
        }
        let label = page.get(it.label.clone());
        let read = reference::label(label).filter(|it| !it.titled);
        let from_text = || reference::label(page.get(it.text.clone()));
        let is_person = || matches!(reference::whole(label), Some(Kind::Mention { .. }));
        let Some(url) = (match read.or_else(|| if it.bare { None } else { from_text() }) {
            Some(read) if is_foreign(page, &read, label) => continue,
            Some(read) => Some(target(page, &read)),
            None if !it.bare && is_person() => Some(Some(format!("{}/{}", page.input.repositories.forge, label.trim_start_matches('@')))),
            None => None,
        }) else {
            continue;
        };
        let message = if it.bare {
            format!("`[{label}]` is no link: nothing defines `{label}`")
        } else {
            format!("nothing defines `{label}`: this is no link")
        };
        let url = url.unwrap_or_else(|| "https://…".to_owned());
        let finding = page.finding(&CODE, it.range.clone(), message, format!("add a line `[{label}]: {url}`, behind an empty line"));
        report.push(if it.bare { finding.at_level(Level::Warning) } else { finding });
    }
}

/// Whether automatic links make a link of it.
fn is_resolved(page: &Page<'_>, it: &Broken) -> bool {
    let repositories = page.input.repositories;
    if page.input.linked == Linked::No {
        return false;
    }
    match reference::whole(page.get(it.label.clone())) {
        Some(Kind::Issue { repository: None, .. }) => repositories.default.is_some(),
        Some(Kind::Issue { repository: Some(name), .. }) => repositories.find(name).is_some(),
        Some(Kind::Rfc { .. }) => repositories.rfc.is_some(),
        Some(Kind::Mention { .. }) => true,
        Some(Kind::Url) | None => false,
    }
}

/// Whether it is a standard of the IETF, or stands for a number that nobody knew.
fn is_foreign(page: &Page<'_>, it: &Label<'_>, written: &str) -> bool {
    let is_ietf = it.word == Some(Word::Rfc) && it.number.is_some_and(|it| page.input.repositories.is_ietf(it, written));
    is_ietf || it.number.is_none()
}

/// The URL of what a label means, where that is known.
fn target(page: &Page<'_>, it: &Label<'_>) -> Option<String> {
    let repositories = page.input.repositories;
    let repository = match (it.repository, it.word) {
        (Some(name), _) => repositories.find(name)?,
        (None, Some(Word::Rfc)) => repositories.rfc?,
        (None, Some(Word::Other)) => return None,
        (None, Some(Word::Issue | Word::PullRequest) | None) => repositories.default?,
    };
    let kind = if it.word == Some(Word::PullRequest) { "pull" } else { "issues" };
    Some(repositories.url(repository, kind, it.number?))
}
