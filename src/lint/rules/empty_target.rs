//! `[#1]()`: a reference that leads nowhere.

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::{Owner, Page};
use crate::lint::target::Form;
use crate::lint::{Report, Rule};
use crate::markdown::LinkForm;
use crate::reference::{self, Around, Kind, Word};

/// What this rule reports.
pub static CODE: Code = Code::error("empty-target", "a link of a reference whose target is empty");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    let repositories = page.input.repositories;
    for (at, it) in page.urls.iter().enumerate().filter(|(_, it)| it.owner != Owner::Text) {
        let (whole, text) = match (page.link(it.owner), page.definition(it.owner)) {
            (Some(link), _) if link.form == LinkForm::Picture => continue,
            (Some(link), _) => (link.range.clone(), link.label.as_str()),
            (None, Some(definition)) => (definition.range.clone(), page.get(definition.label.clone())),
            (None, None) => continue,
        };
        if it.form != Form::Empty {
            continue;
        }
        let label = page.label_of(at).map(|it| &it.label);
        let holds = || reference::scan(text, Around::default()).iter().any(|it| it.kind != Kind::Url);
        if label.is_none() && !holds() {
            continue;
        }
        let meant = label.and_then(|label| {
            let (repository, sure) = match (label.repository, label.word) {
                (Some(name), _) => (repositories.find(name)?, Applicability::Safe),
                (None, Some(Word::Rfc)) => (repositories.rfc?, Applicability::Safe),
                (None, Some(Word::Other)) => return None,
                (None, Some(Word::Issue | Word::PullRequest) | None) => (repositories.default?, Applicability::Unsafe),
            };
            let kind = if label.word == Some(Word::PullRequest) { "pull" } else { "issues" };
            Some((repositories.url(repository, kind, label.number?), sure))
        });
        let message = format!("the target of `{text}` is empty");
        report.push(match meant {
            Some((url, sure)) => {
                let finding = page.finding(&CODE, whole, message, format!("write `{url}`"));
                if it.exact { finding.with_fix(sure, vec![page.edit(it.range.clone(), url)]) } else { finding }
            }
            None => page.finding(&CODE, whole, message, "write the URL"),
        });
    }
}
