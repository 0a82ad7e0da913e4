//! `kind-mismatch` by what the forge says: a text or a path names another kind of thing.

use std::ops::Range;

use super::Thing;
use super::mention::{Claim, Mention};
use crate::diagnostic::Applicability;
use crate::lint::Report;
use crate::lint::page::Page;
use crate::lint::rules::kind_mismatch::CODE;
use crate::reference::PathKind;

pub(super) fn check(page: &Page<'_>, it: &Mention, thing: Thing, report: &mut Report) {
    for (claim, place) in &it.claims {
        let claimed = match (claim, thing) {
            (Claim::PullRequest, Thing::Issue | Thing::Discussion) => "a pull request",
            (Claim::Issue, Thing::PullRequest(_) | Thing::Discussion) => "an issue",
            (Claim::Issue | Claim::PullRequest | Claim::Rfc, _) => continue,
        };
        // The rule that only reads would have the path follow the text.
        if let Some((_, path)) = &it.path {
            report.retain(|other| *other.code != CODE || other.span != page.span(path.clone()));
        }
        let message = format!("the text says that this is {claimed}, `{}` is {}", it.name(), thing.name());
        let finding = page.finding(&CODE, place.clone(), message, "say what it is, or look the number up");
        report.push(match word(page, place, thing) {
            Some((word, new)) => finding.with_fix(Applicability::Unsafe, vec![page.edit(word, new)]),
            None => finding,
        });
    }
    // The forge redirects between issues and pull requests, and from issues to discussions.
    let Some((kind, place)) = &it.path else { return };
    let right = match (kind, thing) {
        (PathKind::Discussions, Thing::Issue) => "issues",
        (PathKind::Discussions, Thing::PullRequest(_)) => "pull",
        (PathKind::Pull, Thing::Discussion) => "discussions",
        (PathKind::Issues | PathKind::Pull | PathKind::Discussions | PathKind::Mistaken(_), _) => return,
    };
    let written = page.get(place.clone());
    let message = format!("the path says `/{written}/`, `{}` is {}", it.name(), thing.name());
    // Where the text names the same number, that is not what is wrong.
    let sure = if it.label.is_some() { Applicability::Safe } else { Applicability::Unsafe };
    let finding = page.finding(&CODE, place.clone(), message, format!("write `/{right}/`"));
    report.push(finding.with_fix(sure, vec![page.edit(place.clone(), right)]));
}

/// The word in `place` that says the kind, and the one that is right, where it stands before a
/// blank and there is one.
fn word(page: &Page<'_>, place: &Range<usize>, thing: Thing) -> Option<(Range<usize>, &'static str)> {
    const WORDS: [&str; 3] = ["pull request", "pr", "issue"];
    let text = page.get(place.clone());
    let length = WORDS.iter().map(|it| it.len()).find(|&length| {
        let is_word = text.get(..length).is_some_and(|it| WORDS.iter().any(|word| it.eq_ignore_ascii_case(word)));
        is_word && text.get(length..).is_some_and(|it| it.is_empty() || it.starts_with(char::is_whitespace))
    })?;
    let is_capital = text.starts_with(['I', 'P']) && length > "pr".len();
    let new = match (thing, is_capital) {
        (Thing::Issue, false) => "issue",
        (Thing::Issue, true) => "Issue",
        (Thing::PullRequest(_), _) => "PR",
        (Thing::Discussion, false) => "discussion",
        (Thing::Discussion, true) => "Discussion",
        (Thing::Nothing | Thing::NoRepository, _) => return None,
    };
    Some((place.start..place.start + length, new))
}
