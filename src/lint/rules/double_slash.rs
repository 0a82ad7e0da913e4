//! `/pull//1`: an empty part in the path of a URL.

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::Page;
use crate::lint::{Report, Rule};

/// What this rule reports.
pub static CODE: Code = Code::error("double-slash", "two slashes in the path of a URL of the forge");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    for it in &page.urls {
        let Some(address) = &it.address else { continue };
        let host = address.get(&address.host);
        let path = address.get(&address.path);
        let is_ours = address.is_on(page.input.repositories.forge) || host.ends_with(".github.io");
        // `…/https://…` is `nested-url`.
        if !is_ours || path.contains(":/") {
            continue;
        }
        let Some(at) = path.find("//") else { continue };
        let length = path.get(at..).map_or(0, |it| it.len() - it.trim_start_matches('/').len());
        let place = page.part(it, &(address.path.start + at..address.path.start + at + length));
        let finding = page.finding(&CODE, place, "two slashes stand in the path of this URL", "write one slash");
        let mut rest = path;
        let mut edits = Vec::new();
        while let Some(at) = rest.find("//") {
            let from = address.path.end - rest.len() + at;
            let behind = rest.get(at..).unwrap_or_default().trim_start_matches('/');
            edits.push(page.edit(page.part(it, &(from..address.path.end - behind.len())), "/"));
            rest = behind;
        }
        report.push(if it.exact { finding.with_fix(Applicability::Safe, edits) } else { finding });
    }
}
