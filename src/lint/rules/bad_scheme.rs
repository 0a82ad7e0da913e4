//! `ttps://…`, `https//…`, `github.com/…` as a target: a URL that browsers read as a path.

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::{Owner, Page};
use crate::lint::target::Form;
use crate::lint::{Report, Rule};

/// What this rule reports.
pub static CODE: Code = Code::error("bad-scheme", "a URL whose `https://` is misspelt or absent");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    for it in page.urls.iter().filter(|it| it.owner != Owner::Text) {
        let Form::BadScheme(meant) = &it.form else { continue };
        // What stands for the scheme: all that the URL that is meant does not end with.
        let rest = meant.strip_prefix("https://").unwrap_or(meant);
        let scheme = it.text.find(rest).unwrap_or_default();
        let whole = if it.exact && scheme > 0 { it.range.start..it.range.start + scheme } else { it.range.clone() };
        let finding = page.finding(&CODE, whole, "this URL does not begin with `https://`", format!("write `{meant}`"));
        report.push(if it.exact {
            finding.with_fix(Applicability::Safe, vec![page.edit(it.range.clone(), meant.as_str())])
        } else {
            finding
        });
    }
}
