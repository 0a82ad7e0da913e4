//! `/pulls/1`, `/issue/1`, `/pr/1`: paths that the forge does not have.

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::Page;
use crate::lint::{Report, Rule};
use crate::reference::{PathKind, Subject};

/// What this rule reports.
pub static CODE: Code = Code::error("bad-path-kind", "a URL with `/pulls/1`, `/issue/1` or the like, which the forge does not have");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    for it in &page.urls {
        let Subject::Issue(issue) = &it.subject else { continue };
        let PathKind::Mistaken(meant) = issue.kind else { continue };
        let name = it.text.get(issue.kind_range.clone()).unwrap_or_default();
        // `github.com/owner/pull/1`
        if matches!(issue.repository.name, "pull" | "issues" | "pulls") {
            let place = page.part(it, &issue.repository.range);
            report.push(page.finding(&CODE, place, "this URL lacks the owner or the repository", "write `/owner/name/`"));
            continue;
        }
        let (message, text) = if name.is_empty() {
            ("this URL does not say what the number is of".to_owned(), format!("{meant}/"))
        } else {
            (format!("the forge has no `/{name}/`"), meant.to_owned())
        };
        let place = page.part(it, &issue.kind_range);
        let shown = if place.is_empty() { it.range.clone() } else { place.clone() };
        let finding = page.finding(&CODE, shown, message, format!("write `/{meant}/`"));
        report.push(if it.exact { finding.with_fix(Applicability::Safe, vec![page.edit(place, text)]) } else { finding });
    }
}
