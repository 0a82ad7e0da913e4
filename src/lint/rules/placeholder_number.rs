//! `…/pull/0000`, `[rust#XXXX](…)`: something stands for a number that nobody knew yet.

use std::collections::HashSet;

use crate::diagnostic::Code;
use crate::lint::page::Page;
use crate::lint::target::Form;
use crate::lint::{Report, Rule};
use crate::reference::{Number, PathKind, Subject};

/// What this rule reports.
pub static CODE: Code = Code::error("placeholder-number", "0000, XXXX, NNNN or the like for a number");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    let mut said = HashSet::new();
    for it in &page.urls {
        let (Some(address), Subject::Issue(issue)) = (&it.address, &it.subject) else { continue };
        let place = match &issue.number {
            Number::Placeholder(range) => range.clone(),
            Number::Missing => match &address.query {
                Some(query) if issue.kind == PathKind::Pull && address.get(query).bytes().all(|it| it == b'?') => {
                    query.start - 1..query.end
                }
                Some(_) | None => continue,
            },
            Number::Known { .. } => continue,
        };
        said.insert(it.owner);
        report.push(finding(page, page.part(it, &place), it.text.get(place).unwrap_or_default()));
    }
    for it in page.labels.iter().filter(|it| it.label.number.is_none() && !it.label.titled) {
        let target = page.target(it);
        let is_ours = match &target.form {
            Form::Url => target.subject != Subject::Elsewhere,
            Form::Empty | Form::Anchor | Form::Path => true,
            Form::BadScheme(_) | Form::Wrapped(_) | Form::OtherScheme => false,
        };
        if is_ours && !said.contains(&it.owner) && !matches!(target.subject, Subject::Rfc(_)) {
            let place = page.label_part(it, &it.label.digits);
            report.push(finding(page, place.clone(), page.get(place)));
        }
    }
    // Half of a link that nobody finished.
    for (it, _) in page.document.broken.iter().zip(&page.troubles).filter(|(it, _)| !it.bare) {
        if let Some(label) = crate::reference::label(page.get(it.label.clone())).filter(|it| it.number.is_none()) {
            let place = it.label.start + label.digits.start..it.label.start + label.digits.end;
            report.push(finding(page, place.clone(), page.get(place)));
        }
    }
}

fn finding(page: &Page<'_>, place: std::ops::Range<usize>, text: &str) -> crate::diagnostic::Diagnostic {
    page.finding(&CODE, place, format!("`{text}` stands for a number"), "write the number")
}
