//! `[x]: a` and `[x]: b`: one label, two targets.

use crate::diagnostic::Code;
use crate::lint::page::Page;
use crate::lint::{Report, Rule};

/// What this rule reports.
pub static CODE: Code = Code::warning("duplicate-definition", "a label that is defined twice, with two targets");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    let all = &page.document.definitions;
    for it in all {
        let Some(first) = it.first.and_then(|first| all.get(first)) else { continue };
        if first.target.url == it.target.url {
            continue;
        }
        let label = page.get(it.label.clone());
        report.push(
            page.finding(
                &CODE,
                it.range.clone(),
                format!("`{label}` is defined before, with another target: this one does not count"),
                "remove one of the two, or give it another label",
            )
            .with_related(page.span(first.range.clone()), "this one counts"),
        );
    }
}
