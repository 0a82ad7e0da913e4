//! A definition that no link uses.

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::Page;
use crate::lint::{Report, Rule};

/// What this rule reports.
pub static CODE: Code = Code::off("unused-definition", "a link definition that no link uses");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    for it in page.document.definitions.iter().filter(|it| !it.used && it.first.is_none()) {
        let label = page.get(it.label.clone());
        let line = page.get(0..it.range.start).rfind('\n').map_or(0, |at| at + 1);
        let end = page.get(it.range.end..page.text.len()).find('\n').map_or(page.text.len(), |at| it.range.end + at + 1);
        let finding = page.finding(&CODE, it.range.clone(), format!("no link uses the definition of `{label}`"), "remove it");
        let alone = page.get(line..it.range.start).trim().is_empty() && page.get(it.range.end..end).trim().is_empty();
        report.push(if alone { finding.with_fix(Applicability::Unsafe, vec![page.edit(line..end, "")]) } else { finding });
    }
}
