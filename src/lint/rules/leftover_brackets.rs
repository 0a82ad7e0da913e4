//! `RFC #1[]`: a pair of brackets that belongs to nothing.

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::Page;
use crate::lint::{Report, Rule};

/// What this rule reports.
pub static CODE: Code = Code::error("leftover-brackets", "empty brackets behind a reference or a link");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    for (run, open) in page.find_in_runs("[]") {
        let is_behind = page.ends_a_link(open) || page.reference_before(run, open).is_some();
        // `[](…)` is a link of its own, `[]:` and `[][x]` are something else.
        if !is_behind || page.get(open + 2..page.text.len()).starts_with(['(', '[', ':']) {
            continue;
        }
        let whole = open..open + 2;
        let finding = page.finding(&CODE, whole.clone(), "empty brackets stand behind this reference", "remove `[]`");
        report.push(finding.with_fix(Applicability::Safe, vec![page.edit(whole, "")]));
    }
}
