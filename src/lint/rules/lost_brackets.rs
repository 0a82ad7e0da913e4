//! `#1(https://…)`: the brackets around the text of a link are missing.

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::Page;
use crate::lint::target::url_at;
use crate::lint::{Report, Rule};

/// What this rule reports.
pub static CODE: Code = Code::error("lost-brackets", "a reference before its URL in parentheses, without the brackets of a link");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    for (run, open) in page.find_in_runs("(http") {
        let Some(reference) = page.reference_before(run, open) else { continue };
        let Some(url) = url_at(page.text, open + 1).filter(|it| page.get(it.end..it.end + 1) == ")") else { continue };
        // `[#1(https://…)` lacks one bracket only: `unbalanced-link` says so.
        if page.get(0..reference.start).ends_with('[') {
            continue;
        }
        let (text, target) = (page.get(reference.clone()), page.get(url.clone()));
        let whole = reference.start..url.end + 1;
        let link = format!("[{text}]({target})");
        let finding = page.finding(
            &CODE,
            whole.clone(),
            format!("`{text}` stands before its URL without brackets: this is no link"),
            format!("write `{link}`"),
        );
        // Text in raw HTML is no Markdown.
        report.push(if page.is_markdown(run) { finding.with_fix(Applicability::Safe, vec![page.edit(whole, link)]) } else { finding });
    }
}
