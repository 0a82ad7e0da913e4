//! `RFC 69098`: a number that is too large to be true.

use std::collections::HashSet;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::lint::page::Page;
use crate::lint::{Report, Rule};
use crate::reference::{Kind, Number, Subject, Word, word_before};

/// What this rule reports.
pub static CODE: Code = Code::warning("implausible-number", "a number that is too large to be true");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    let limits = page.input.limits;
    let finding = |place: Range<usize>, number: u64, limit: u64, what: &str| -> Option<Diagnostic> {
        (number > limit).then(|| page.finding(&CODE, place, format!("no {what} has the number {number}"), "look the number up"))
    };
    let mut said = HashSet::new();
    for it in &page.labels {
        let (limit, what) = if it.label.word == Some(Word::Rfc) { (limits.rfc, "RFC") } else { (limits.issue, "issue") };
        let is_ours = page.target(it).subject != Subject::Elsewhere || it.label.word == Some(Word::Rfc);
        if let Some(finding) =
            it.label.number.filter(|_| is_ours).and_then(|number| finding(page.label_part(it, &it.label.digits), number, limit, what))
        {
            report.push(finding);
            said.insert(it.owner);
        }
    }
    for it in &page.urls {
        let Subject::Issue(issue) = &it.subject else { continue };
        let Number::Known { value, digits, .. } = &issue.number else { continue };
        if !said.contains(&it.owner) || it.owner == crate::lint::page::Owner::Text {
            report.extend(finding(page.part(it, digits), *value, limits.issue, "issue"));
        }
    }
    for it in &page.bare {
        match it.reference.kind {
            Kind::Rfc { number } => report.extend(finding(it.range.clone(), number, limits.rfc, "RFC")),
            // A bare `#12345678` may be a colour, a date, or of another tracker.
            Kind::Issue { repository, number } if repository.is_some() || is_named(page, it.range.start) => {
                report.extend(finding(it.range.clone(), number, limits.issue, "issue"));
            }
            Kind::Issue { .. } | Kind::Mention { .. } | Kind::Url => {}
        }
    }
}

/// Whether the word before the byte `at` says that a number is an issue's of the forge.
fn is_named(page: &Page<'_>, at: usize) -> bool {
    matches!(word_before(page.text, at).to_ascii_lowercase().as_str(), "pr" | "prs" | "issue" | "issues" | "request" | "pull")
}
