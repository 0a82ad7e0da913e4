//! `[RFC 1](…/rust/issues/2)`: an RFC that leads to an issue of another repository.

use std::collections::HashSet;

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::Page;
use crate::lint::{Report, Rule};
use crate::reference::{Subject, Word};

/// What this rule reports.
pub static CODE: Code = Code::warning("rfc-target-not-rfc", "an RFC that leads to an issue or pull request of another repository");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    let repositories = page.input.repositories;
    let mut said = HashSet::new();
    for it in page.labels.iter().rev().filter(|it| it.label.word == Some(Word::Rfc) && it.label.repository.is_none()) {
        let target = page.target(it);
        let (Some(number), Subject::Issue(issue)) = (it.label.number, &target.subject) else { continue };
        let name = issue.repository.name;
        let is_ietf = repositories.is_ietf(number, page.get(it.text.clone()));
        if name.eq_ignore_ascii_case(repositories.rfcs()) || is_ietf || said.contains(&it.url) {
            continue;
        }
        said.insert(it.url);
        let label = page.label_part(it, &it.label.range);
        let message = format!("the label names an RFC, the link goes to an issue of `{}`", issue.repository.full());
        let mut finding = page
            .finding(&CODE, label, message, "write the URL of the RFC, or say in the text what the target is")
            .with_related(page.span(target.range.clone()), "the target");
        // `rust-lang/rfc/pull/1`: there is no such repository, and the number is the RFC's.
        let is_typo = strsim::osa_distance(&name.to_ascii_lowercase(), repositories.rfcs()) < 2;
        if let Some(rfcs) = repositories.rfc.filter(|_| is_typo && target.exact && issue.number.value() == Some(number)) {
            finding = finding.with_fix(Applicability::Safe, vec![page.edit(page.part(target, &issue.repository.range), rfcs)]);
        }
        report.push(finding);
    }
}
