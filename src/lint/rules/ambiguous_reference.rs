//! A bare `#1` where nothing says of which repository.

use crate::diagnostic::Code;
use crate::lint::page::Page;
use crate::lint::{Report, Rule};
use crate::reference::Kind;

/// What this rule reports.
pub static CODE: Code = Code::off("ambiguous-reference", "a bare `#1` where no default repository is set");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    if page.input.repositories.default.is_some() {
        return;
    }
    for it in &page.bare {
        if let Kind::Issue { repository: None, number } = it.reference.kind {
            let help = format!("write `owner/name#{number}`, or set `default-repository` in `[project]`");
            report.push(page.finding(&CODE, it.range.clone(), format!("`#{number}` does not say of which repository it is"), help));
        }
    }
}
