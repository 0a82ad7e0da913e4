//! `[#1](url]`, `[#1] (url)`, `[#1][url]`: the brackets of a link that do not fit.

use std::ops::Range;

use crate::diagnostic::{Applicability, Code, SpanEdit};
use crate::lint::brackets::Trouble;
use crate::lint::page::Page;
use crate::lint::target::url_at;
use crate::lint::{Report, Rule};

/// What this rule reports.
pub static CODE: Code = Code::error("unbalanced-link", "a link whose brackets do not fit");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    let mut say = |whole: Range<usize>, message: &str, help: &str, applicability: Applicability, edits: Vec<SpanEdit>| {
        report.push(page.finding(&CODE, whole, message, help).with_fix(applicability, edits));
    };
    for (it, trouble) in page.document.broken.iter().zip(&page.troubles) {
        match trouble {
            Trouble::Unclosed { whole, close } => {
                let sure = if close.is_empty() { Applicability::Unsafe } else { Applicability::Safe };
                let edits = vec![page.edit(close.clone(), ")")];
                say(whole.clone(), "the target of this link is not closed", "end it with `)`", sure, edits);
            }
            Trouble::Gap { whole, gap } => {
                let edits = vec![page.edit(gap.clone(), "")];
                say(
                    whole.clone(),
                    "a space stands between this link's text and its target",
                    "remove the space",
                    Applicability::Safe,
                    edits,
                );
            }
            Trouble::UrlInBrackets => {
                let url = page.get(it.label.clone());
                let edits = vec![page.edit(it.label.start - 1..it.range.end, format!("({url})"))];
                say(
                    it.range.clone(),
                    "this link's target stands in square brackets",
                    "put the URL in round ones",
                    Applicability::Safe,
                    edits,
                );
            }
            Trouble::NoBracket { whole, at } => {
                let known = page.is_defined(&page.get(*at..whole.end - 1).to_lowercase());
                let sure = if known { Applicability::Safe } else { Applicability::Unsafe };
                let edits = vec![page.edit(*at..*at, "[")];
                say(whole.clone(), "the label of this link is not opened", "put `[` before it", sure, edits);
            }
            Trouble::NoParentheses { url } => {
                let target = page.get(url.clone()).trim_matches(['<', '>']);
                let edits = vec![page.edit(url.clone(), format!("({target})"))];
                let whole = it.range.start..url.end;
                say(whole, "this link's target stands without parentheses", "put the URL in round brackets", Applicability::Unsafe, edits);
            }
            Trouble::SpaceInUrl { .. }
            | Trouble::Markup { .. }
            | Trouble::Swapped { .. }
            | Trouble::Backwards { .. }
            | Trouble::Swallowed
            | Trouble::Undefined => {}
        }
    }
    // `#1](https://…)` and `[#1(https://…)`
    for (run, close) in page.find_in_runs("](http") {
        let Some(reference) = page.reference_before(run, close) else { continue };
        let Some(url) = url_at(page.text, close + 2).filter(|it| page.get(it.end..it.end + 1) == ")") else { continue };
        if page.is_markdown(run) && !page.get(0..reference.start).ends_with('[') {
            let edits = vec![page.edit(reference.start..reference.start, "[")];
            say(reference.start..url.end + 1, "the text of this link is not opened", "put `[` before it", Applicability::Safe, edits);
        }
    }
    for (run, open) in page.find_in_runs("(http") {
        let Some(reference) = page.reference_before(run, open) else { continue };
        let Some(url) = url_at(page.text, open + 1).filter(|it| page.get(it.end..it.end + 1) == ")") else { continue };
        if page.is_markdown(run) && page.get(0..reference.start).ends_with('[') {
            let edits = vec![page.edit(open..open, "]")];
            say(reference.start - 1..url.end + 1, "the text of this link is not closed", "put `]` behind it", Applicability::Safe, edits);
        }
    }
}
