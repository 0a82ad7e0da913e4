//! `[#1](u1)(https://u2)`: a second target behind a link.

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::Page;
use crate::lint::target::url_at;
use crate::lint::{Report, Rule};
use crate::markdown::LinkForm;
use crate::reference::{self, Address, Subject};

/// What this rule reports.
pub static CODE: Code = Code::error("trailing-url-after-link", "a second target in parentheses behind a link");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    for (_, open) in page.find_in_runs("(http") {
        let Some(index) = page.link_before(open) else { continue };
        let Some(second) = url_at(page.text, open + 1).filter(|it| page.get(it.end..it.end + 1) == ")") else { continue };
        let link = &page.document.links[index];
        if link.form == LinkForm::Picture {
            continue;
        }
        let whole = open..second.end + 1;
        let finding = page
            .finding(
                &CODE,
                whole.clone(),
                "a second target stands behind this link",
                "keep one of the two targets, and remove these parentheses",
            )
            .with_related(page.span(link.range.clone()), "the link");
        let wanted = reference::label(&link.label).and_then(|it| it.number);
        let number =
            |url: &str| match Address::parse(url).map(|it| it.subject(page.input.repositories.forge, page.input.repositories.rfcs())) {
                Some(Subject::Issue(it)) => it.number.value(),
                Some(Subject::Rfc(it)) => it.number,
                Some(Subject::Other { .. } | Subject::Elsewhere) | None => None,
            };
        let url = page.get(second.clone());
        let first = page.url_of_link(index).and_then(|it| page.urls.get(it));
        let drop = page.edit(whole, "");
        report.push(match (wanted, first) {
            (_, Some(first)) if first.text == url => finding.with_fix(Applicability::Safe, vec![drop]),
            (Some(wanted), Some(first)) if number(url) == Some(wanted) => {
                finding.with_fix(Applicability::Safe, vec![page.edit(first.range.clone(), url), drop])
            }
            (Some(wanted), Some(first)) if number(first.text) == Some(wanted) => finding.with_fix(Applicability::Unsafe, vec![drop]),
            (_, _) => finding,
        });
    }
}
