//! `[PR #1](…/issues/1)`: a label says what kind of thing its target is not.

use std::collections::HashSet;

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::Page;
use crate::lint::{Report, Rule};
use crate::reference::{PathKind, Subject, Word};

/// What this rule reports.
pub static CODE: Code = Code::warning("kind-mismatch", "a link to another kind of thing than its text or its path says");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    for it in &page.urls {
        let Subject::Issue(issue) = &it.subject else { continue };
        let part = issue.rest.split('/').next().unwrap_or_default();
        if issue.kind == PathKind::Issues && matches!(part, "files" | "changes" | "commits" | "checks") {
            let place = page.part(it, &issue.kind_range);
            let finding =
                page.finding(&CODE, place.clone(), format!("an issue has no `/{part}`: only a pull request has"), "write `/pull/`");
            report.push(if it.exact { finding.with_fix(Applicability::Safe, vec![page.edit(place, "pull")]) } else { finding });
        }
    }
    let mut said = HashSet::new();
    for it in page.labels.iter().rev() {
        let target = page.target(it);
        if said.contains(&it.url) {
            continue;
        }
        match &target.subject {
            Subject::Issue(issue) if it.label.word == Some(Word::PullRequest) && it.label.number == issue.number.value() => {
                if !matches!(issue.kind, PathKind::Issues | PathKind::Discussions) {
                    continue;
                }
                said.insert(it.url);
                let place = page.part(target, &issue.kind_range);
                let finding = page
                    .finding(&CODE, place.clone(), "the label says that this is a pull request", "write `/pull/`")
                    .with_related(page.span(page.label_part(it, &it.label.range)), "the text");
                report.push(if target.exact { finding.with_fix(Applicability::Safe, vec![page.edit(place, "pull")]) } else { finding });
            }
            Subject::Other { repository, file } => {
                // A draft of an RFC is a file.
                if it.label.number.is_none() || *file && it.label.word == Some(Word::Rfc) {
                    continue;
                }
                said.insert(it.url);
                let rest = target.text.get(repository.range.end..).unwrap_or_default();
                let what = rest
                    .split(['/', '?', '#'])
                    .nth(1)
                    .filter(|it| !it.is_empty())
                    .map_or("the repository".to_owned(), |it| format!("`/{it}/`"));
                let message = format!("the label names an issue or pull request, the link goes to {what}");
                report.push(
                    page.finding(&CODE, target.range.clone(), message, "write the URL of what the text names")
                        .with_related(page.span(page.label_part(it, &it.label.range)), "the text"),
                );
            }
            Subject::Issue(_) | Subject::Rfc(_) | Subject::Elsewhere => {}
        }
    }
}
