//! `…/pull/`: the URL of an issue without its number.

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::{Owner, Page};
use crate::lint::{Report, Rule};
use crate::reference::{Number, PathKind, Subject};

/// What this rule reports.
pub static CODE: Code = Code::error("missing-number", "the URL of an issue or pull request without its number");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

fn check(page: &Page<'_>, report: &mut Report) {
    for (at, it) in page.urls.iter().enumerate() {
        let (Some(address), Subject::Issue(issue)) = (&it.address, &it.subject) else { continue };
        let is_cut_short = it.owner == Owner::Text && page.get(it.range.end..page.text.len()).starts_with(['…', '.', '<', '{', '$', '*']);
        if issue.number != Number::Missing || is_cut_short {
            continue;
        }
        let number = page.label_of(at).and_then(|it| it.label.number);
        let fragment = address.fragment.as_ref().map(|it| address.get(it)).unwrap_or_default();
        let is_comment =
            ["issuecomment", "discussion_r", "discussioncomment", "pullrequestreview"].iter().any(|it| fragment.starts_with(it));
        let query = address.query.as_ref().map(|it| address.get(it));
        let is_list = issue.kind != PathKind::Pull && number.is_none() && !is_comment;
        // `/pull/??` is a placeholder, `/issues?q=` a search.
        if is_list || query.is_some() {
            continue;
        }
        let path = address.get(&address.path);
        let end = address.path.end;
        let place = page.part(it, &(issue.kind_range.start..end));
        let message = "this URL lacks the number";
        report.push(match number {
            Some(number) => {
                let slash = if path.ends_with('/') { "" } else { "/" };
                let finding =
                    page.finding(&CODE, place, message, format!("write `{}{slash}{number}`", it.text.get(..end).unwrap_or_default()));
                // `/pull/#1`: the number stands where a comment's anchor does.
                let behind = if fragment == number.to_string() { it.text.len() } else { end };
                let at = page.part(it, &(end..behind));
                if it.exact { finding.with_fix(Applicability::Safe, vec![page.edit(at, format!("{slash}{number}"))]) } else { finding }
            }
            None => page.finding(&CODE, place, message, "write the number behind the last slash"),
        });
    }
}
