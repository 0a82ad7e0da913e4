//! The URLs of updates: each once, and of the goal's own tracking issue.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use super::{Goal, Set};
use crate::data::text::StringMap;
use crate::data::tree::Node;
use crate::data::{GoalId, Issue, read};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Two updates with one URL.
pub static DUPLICATE_UPDATE: Code = Code::error("duplicate-update", "two updates with the same URL");

/// An update's URL leads elsewhere.
pub static FOREIGN_URL: Code = Code::warning("foreign-url", "an update's URL that is not of this goal's tracking issue");

pub(super) fn check(set: &Set<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let mut firsts: HashMap<&str, Span> = HashMap::new();
    for goal in &set.goals {
        let mut issues = None;
        for (_, update) in goal.table.tables("update") {
            let Some((url, span)) = update.text("url") else { continue };
            match firsts.entry(url) {
                Slot::Vacant(slot) => {
                    slot.insert(span);
                }
                Slot::Occupied(slot) => {
                    let help = "remove one of the two updates, or correct its URL";
                    let first = set.inner(*slot.get());
                    let found_again = Diagnostic::new(&DUPLICATE_UPDATE, set.inner(span), "two updates have the same URL", help);
                    found.push(found_again.with_related(first, "the first of them"));
                }
            }
            let issues = issues.get_or_insert_with(|| issues_of(set, goal));
            found.extend(foreign(set, goal, issues, url, span));
        }
    }
}

/// The goal's tracking issue, then its further ones; none where it has no tracking issue.
fn issues_of(set: &Set<'_, '_, '_>, goal: &Goal<'_, '_>) -> Vec<Issue> {
    let named = goal.table.text("tracking-issue").map(|(text, _)| text);
    let Some(issue) = read::issue(&GoalId::new(goal.entry.key.clone()), named, &set.forge) else { return Vec::new() };
    let others = goal.table.get("other-tracking-issues").map_or(&[][..], Node::items);
    std::iter::once(issue).chain(others.iter().filter_map(|it| set.forge.issue(it.text()?))).collect()
}

fn foreign(set: &Set<'_, '_, '_>, goal: &Goal<'_, '_>, issues: &[Issue], url: &str, span: Span) -> Option<Diagnostic> {
    let own = issues.first()?;
    let key = &goal.entry.key;
    // A closure, since nearly every update is right.
    let help = || format!("write the URL of a comment there: `{}/{}/issues/{}#issuecomment-…`", set.forge.url, own.repository, own.number);
    let Some(issue) = set.forge.issue(url).filter(|_| set.forge.path(url).is_some()) else {
        let message = format!("this URL is not of goal `{key}`'s tracking issue, {}#{}", own.repository, own.number);
        return Some(Diagnostic::new(&FOREIGN_URL, set.inner(span), message, help()));
    };
    if issues.iter().any(|it| it.number == issue.number && it.repository.eq_ignore_ascii_case(&issue.repository)) {
        return None;
    }
    let message =
        format!("this URL is of {}#{}; goal `{key}` is tracked in {}#{}", issue.repository, issue.number, own.repository, own.number);
    let wrong = if issue.repository.eq_ignore_ascii_case(&own.repository) {
        number_in(url).map_or(set.inner(span), |range| StringMap::new(set.sources, span).place(range))
    } else {
        set.inner(span)
    };
    Some(Diagnostic::new(&FOREIGN_URL, wrong, message, help()))
}

/// Where the number of an issue's URL stands in it.
fn number_in(url: &str) -> Option<std::ops::Range<usize>> {
    let kind = ["/issues/", "/pull/", "/discussions/"].iter().find_map(|it| Some(url.find(it)? + it.len()))?;
    let digits = url.get(kind..)?.bytes().take_while(u8::is_ascii_digit).count();
    Some(kind..kind + digits)
}
