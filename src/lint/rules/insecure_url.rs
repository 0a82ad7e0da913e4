//! `http://` to the forge.

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::Page;
use crate::lint::{Report, Rule};

/// What this rule reports.
pub static CODE: Code = Code::warning("insecure-url", "`http://` to the forge");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    for it in &page.urls {
        let Some(address) = &it.address else { continue };
        let is_insecure = address.get(&address.scheme).eq_ignore_ascii_case("http") && address.is_on(page.input.repositories.forge);
        if !is_insecure || page.input.repositories.forge.starts_with("http://") {
            continue;
        }
        let place = page.part(it, &address.scheme);
        let finding = page.finding(&CODE, place.clone(), "this URL of the forge is not secure", "write `https`");
        report.push(if it.exact { finding.with_fix(Applicability::Safe, vec![page.edit(place, "https")]) } else { finding });
    }
}
