//! `/pull/1-`: something sticks to the number of a URL.

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::{Owner, Page};
use crate::lint::{Report, Rule};
use crate::reference::{Number, Subject};

/// What this rule reports.
pub static CODE: Code = Code::error("trailing-junk", "something that sticks to the number of a URL");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

/// What closes a sentence or a bracket: in text it is no part of the URL.
const CLOSING: [char; 19] = ['.', ',', ';', ':', '!', ')', ']', '}', '\'', '"', '*', '_', '~', '|', '\\', '…', '(', '[', '/'];

fn check(page: &Page<'_>, report: &mut Report) {
    for it in &page.urls {
        let Subject::Issue(issue) = &it.subject else { continue };
        let Number::Known { junk, digits, .. } = &issue.number else { continue };
        let text = it.text.get(junk.clone()).unwrap_or_default();
        let is_sentence = it.owner == Owner::Text && (text.starts_with(CLOSING) || !text.is_ascii());
        if text.is_empty() || is_sentence {
            continue;
        }
        let place = page.part(it, &(digits.start..junk.end));
        let finding = page.finding(
            &CODE,
            place,
            format!("`{text}` sticks to the number of this URL"),
            format!("remove `{text}`, or put a space before it"),
        );
        let edit = match it.owner {
            Owner::Text => page.edit(page.part(it, &(junk.start..junk.start)), " "),
            Owner::Link(_) | Owner::Definition(_) => page.edit(page.part(it, junk), ""),
        };
        report.push(if it.exact { finding.with_fix(Applicability::Unsafe, vec![edit]) } else { finding });
    }
}
