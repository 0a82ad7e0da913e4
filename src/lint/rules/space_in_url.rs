//! `[text](https://a b)`: white space in a URL, which makes text of the link.

use crate::diagnostic::{Applicability, Code};
use crate::lint::brackets::Trouble;
use crate::lint::page::Page;
use crate::lint::{Report, Rule};
use crate::markdown::LinkForm;

/// What this rule reports.
pub static CODE: Code = Code::error("space-in-url", "white space in a URL");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    for trouble in &page.troubles {
        let Trouble::SpaceInUrl { whole, blanks } = trouble else { continue };
        let finding =
            page.finding(&CODE, whole.clone(), "white space stands in this URL: this is no link", "remove it, or write `%20` for a space");
        // A URL that was broken over two lines, or beside a slash, has lost nothing.
        let is_torn = |it: &std::ops::Range<usize>| {
            let sides = [page.get(0..it.start).ends_with('/'), page.get(it.end..page.text.len()).starts_with(['/', ')'])];
            page.get(it.clone()).contains('\n') || sides.contains(&true)
        };
        let text = if blanks.iter().all(is_torn) { "" } else { "%20" };
        let edits = blanks.iter().map(|it| page.edit(it.clone(), text)).collect();
        report.push(finding.with_fix(Applicability::Unsafe, edits));
    }
    for it in page.document.links.iter().filter(|it| it.form == LinkForm::Html) {
        let url = it.target.url.trim();
        if it.target.exact && url.starts_with("http") && url.contains(char::is_whitespace) {
            report.push(page.finding(
                &CODE,
                it.target.range.clone(),
                "white space stands in this URL",
                "remove it, or write `%20` for a space",
            ));
        }
    }
}
