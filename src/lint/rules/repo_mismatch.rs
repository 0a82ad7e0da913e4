//! `[cargo#1](…/rust-lang/rust/issues/1)`: a label names one repository, its target another.

use std::collections::HashSet;

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::Page;
use crate::lint::repositories::same;
use crate::lint::{Report, Rule};
use crate::reference::Subject;

/// What this rule reports.
pub static CODE: Code = Code::warning("repo-mismatch", "a link whose text names one repository and whose target another");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    let repositories = page.input.repositories;
    let mut said = HashSet::new();
    for it in page.labels.iter().rev() {
        let target = page.target(it);
        let (Some(written), Subject::Issue(issue)) = (it.label.repository, &target.subject) else { continue };
        let meant = repositories.find(written);
        let repository = &issue.repository;
        if same(meant.unwrap_or(written), repository.owner, repository.name) || said.contains(&it.url) {
            continue;
        }
        said.insert(it.url);
        let full = repository.full();
        let start = it.text_of_repository(page, written);
        let place = page.part(target, &repository.range);
        let mut finding = page
            .finding(
                &CODE,
                start.clone().unwrap_or_else(|| it.text.clone()),
                format!("the label names `{written}`, the link goes to `{full}`"),
                "name the same repository in both",
            )
            .with_related(page.span(place.clone()), "the target's repository");
        let is_same_number = it.label.number == issue.number.value();
        if let Some(start) = start.filter(|_| is_same_number && page.definition(it.owner).is_none()) {
            let short = repositories.short.iter().find(|(_, it)| it.eq_ignore_ascii_case(&full)).map(|(name, _)| *name);
            let new = if written.contains('/') { &full } else { short.unwrap_or(repository.name) };
            let is_typo = strsim::osa_distance(written, new) < 2;
            let sure = if is_typo { Applicability::Safe } else { Applicability::Unsafe };
            finding = finding.with_fix(sure, vec![page.edit(start, new)]);
        }
        if let Some(meant) = meant.filter(|_| target.exact && is_same_number) {
            finding = finding.with_fix(Applicability::Unsafe, vec![page.edit(place, meant)]);
        }
        report.push(finding);
    }
}
