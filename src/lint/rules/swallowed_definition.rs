//! `[x]: url` right behind a table or a paragraph, of which it becomes a part.

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::Page;
use crate::lint::target::{self, Form};
use crate::lint::{Report, Rule};
use crate::markdown::Swallower;

/// What this rule reports.
pub static CODE: Code = Code::error("swallowed-definition", "a link definition that became text for want of an empty line before it");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    let mut last_end = None;
    for it in &page.document.lost {
        let target = page.get(it.target.clone());
        if !is_target(target) {
            continue;
        }
        let what = match it.by {
            Swallower::Table => "a row of the table",
            Swallower::Paragraph => "text of the paragraph",
            Swallower::Html => "text of the HTML",
        };
        let label = page.get(it.label.clone());
        let message = format!("this definition of `{label}` is {what} above it");
        let finding = page.finding(&CODE, it.range.clone(), message, "put an empty line before it");
        // Of several lines in a row the first one's fix mends all.
        let follows = last_end.is_some_and(|end| page.get(end..it.line).trim_matches(['\r', '\n', ' ', '|']).is_empty());
        last_end = Some(it.range.end);
        if follows {
            report.push(finding);
            continue;
        }
        let before = page.get(it.line..it.range.start);
        let marker = before.trim_end();
        let newline = if page.get(0..it.line).ends_with("\r\n") { "\r\n" } else { "\n" };
        let edit = page.edit(it.line..it.line, format!("{marker}{newline}"));
        report.push(finding.with_fix(Applicability::Safe, vec![edit]));
    }
}

/// Whether a target leads anywhere: `[Note]: see` is a sentence.
fn is_target(target: &str) -> bool {
    match target::form(target) {
        Form::Url | Form::BadScheme(_) | Form::Wrapped(_) | Form::Anchor => true,
        Form::OtherScheme => target.contains("//") || target.starts_with("mailto:"),
        Form::Empty => false,
        Form::Path => target::is_file(target.trim_end_matches(['.', ',', ';'])) || target.contains('/'),
    }
}
