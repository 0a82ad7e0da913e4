//! `[url](text)` and `(url)[text]`: the halves of a link in the wrong order.

use crate::diagnostic::{Applicability, Code};
use crate::lint::brackets::Trouble;
use crate::lint::page::Page;
use crate::lint::target::{self, Form};
use crate::lint::{Report, Rule};
use crate::markdown::LinkForm;
use crate::reference;

/// What this rule reports.
pub static CODE: Code = Code::error("swapped-link", "a link whose text and target are swapped");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    let mut say = |whole: std::ops::Range<usize>, url: &str, text: &str| {
        let link = format!("[{text}]({url})");
        let finding = page.finding(&CODE, whole.clone(), "the text and the target of this link are swapped", format!("write `{link}`"));
        report.push(finding.with_fix(Applicability::Safe, vec![page.edit(whole, link)]));
    };
    for (it, trouble) in page.document.broken.iter().zip(&page.troubles) {
        match trouble {
            Trouble::Swapped { whole, words } => say(whole.clone(), page.get(it.text.clone()), page.get(words.clone())),
            Trouble::Backwards { url } => say(url.start - 1..it.range.end, page.get(url.clone()), page.get(it.text.clone())),
            Trouble::SpaceInUrl { .. }
            | Trouble::Markup { .. }
            | Trouble::Unclosed { .. }
            | Trouble::Gap { .. }
            | Trouble::UrlInBrackets
            | Trouble::NoBracket { .. }
            | Trouble::NoParentheses { .. }
            | Trouble::Swallowed
            | Trouble::Undefined => {}
        }
    }
    for it in page.document.links.iter().filter(|it| it.form == LinkForm::Inline) {
        if target::is_url(&it.label) && is_text(&it.target.url) {
            say(it.range.clone(), &it.label, page.get(it.target.range.clone()));
        }
    }
}

/// Whether a target is none: a word, or a reference.
fn is_text(target: &str) -> bool {
    match target::form(target) {
        Form::Path => !target::is_file(target) && !target.contains('/') || reference::label(target).is_some(),
        Form::Anchor => reference::label(target).is_some_and(|it| it.number.is_some()),
        Form::Url | Form::Empty | Form::BadScheme(_) | Form::Wrapped(_) | Form::OtherScheme => false,
    }
}
