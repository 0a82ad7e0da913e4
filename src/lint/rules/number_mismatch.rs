//! `[#1](…/issues/2)`: a label says one number, its target another.

use std::collections::HashSet;

use crate::diagnostic::{Applicability, Code, Diagnostic};
use crate::lint::page::{Labelled, Page, Url};
use crate::lint::repositories::same;
use crate::lint::{Report, Rule};
use crate::reference::{Address, Number, Repository, Subject, Word};

/// What this rule reports.
pub static CODE: Code = Code::warning("number-mismatch", "a link whose text says one number and whose target another");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    let mut said = HashSet::new();
    for it in page.labels.iter().rev() {
        let target = page.target(it);
        let (Some(said_number), Some((number, digits))) = (it.label.number, number_of(target)) else { continue };
        // Of another repository it is `repo-mismatch` or `rfc-target-not-rfc`.
        if said_number == number || said.contains(&it.url) || is_elsewhere(page, it, target) {
            continue;
        }
        said.insert(it.url);
        let label = page.label_part(it, &it.label.digits);
        let place = page.part(target, &digits);
        let message = format!("the label says {said_number}, the link goes to {number}");
        let whole = page.label_part(it, &it.label.range);
        let mut finding = page
            .finding(&CODE, whole, message, "write the same number in both")
            .with_related(page.span(place.clone()), "the target's number");
        // A definition's label is written in each link by it as well.
        if it.exact && page.definition(it.owner).is_none() {
            finding = finding.with_fix(Applicability::Unsafe, vec![page.edit(label, number.to_string())]);
        }
        if target.exact {
            // The file of an RFC has its name behind its number: another number is no file.
            if !matches!(target.subject, Subject::Rfc(_)) {
                finding = finding.with_fix(Applicability::Unsafe, vec![page.edit(place, said_number.to_string())]);
            }
        }
        report.push(finding);
    }
    for it in &page.document.links {
        report.extend(url_as_text(page, it));
    }
}

/// The number that a URL says, and where.
fn number_of(url: &Url<'_>) -> Option<(u64, std::ops::Range<usize>)> {
    match &url.subject {
        Subject::Issue(it) => match &it.number {
            Number::Known { value, digits, .. } => Some((*value, digits.clone())),
            Number::Missing | Number::Placeholder(_) => None,
        },
        Subject::Rfc(it) => it.number.map(|number| (number, it.digits.clone())),
        Subject::Other { .. } | Subject::Elsewhere => None,
    }
}

/// Whether the label and the target are of different repositories.
fn is_elsewhere(page: &Page<'_>, it: &Labelled<'_>, target: &Url<'_>) -> bool {
    let Subject::Issue(issue) = &target.subject else { return false };
    let Repository { owner, name, .. } = issue.repository;
    let repositories = page.input.repositories;
    match (it.label.repository, it.label.word) {
        (Some(written), _) => !same(repositories.find(written).unwrap_or(written), owner, name),
        (None, Some(Word::Rfc)) => !name.eq_ignore_ascii_case(repositories.rfcs()),
        (None, Some(Word::Issue | Word::PullRequest | Word::Other) | None) => false,
    }
}

/// A URL for a text, and another for a target.
fn url_as_text(page: &Page<'_>, link: &crate::markdown::Link) -> Option<Diagnostic> {
    let repositories = page.input.repositories;
    let subject = |url| Address::parse(url).map(|it| it.subject(repositories.forge, repositories.rfcs()));
    if link.label.contains(char::is_whitespace) || matches!(link.form, crate::markdown::LinkForm::Auto | crate::markdown::LinkForm::Picture)
    {
        return None;
    }
    let (Subject::Issue(text), Subject::Issue(target)) = (subject(&link.label)?, subject(&link.target.url)?) else { return None };
    let (said, leads) = (text.number.value()?, target.number.value()?);
    let message = format!("the label says {said}, the link goes to {leads}");
    (said != leads).then(|| {
        page.finding(&CODE, link.text.clone(), message, "write the same number in both")
            .with_related(page.span(link.target.range.clone()), "the target")
    })
}
