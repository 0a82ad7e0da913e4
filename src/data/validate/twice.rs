//! What is defined twice under keys that mean the same: people, teams and themes but for case,
//! goals of one tracking issue.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use super::Set;
use crate::data::tree::DUPLICATE_KEY;
use crate::data::{GoalId, Issue, read};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

pub(super) fn check(set: &Set<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    for kind in ["person", "team", "theme"] {
        but_for_case(set, kind, found);
    }
    issues(set, found);
}

fn but_for_case(set: &Set<'_, '_, '_>, kind: &str, found: &mut Vec<Diagnostic>) {
    let mut firsts: HashMap<String, Span> = HashMap::new();
    for entry in set.root.entries_of(kind) {
        let span = set.inner(entry.key_span);
        match firsts.entry(entry.key.to_lowercase()) {
            Slot::Vacant(slot) => {
                slot.insert(span);
            }
            Slot::Occupied(slot) => {
                let message = format!("{kind} `{}` is defined twice", entry.key);
                let help = "remove one of the two: upper and lower case do not tell them apart";
                found.push(Diagnostic::new(&DUPLICATE_KEY, span, message, help).with_related(*slot.get(), "first defined here"));
            }
        }
    }
}

fn issues(set: &Set<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let mut firsts: HashMap<(String, u64), Span> = HashMap::new();
    for goal in &set.goals {
        let named = goal.table.text("tracking-issue");
        let id = GoalId::new(goal.entry.key.clone());
        let Some(Issue { repository, number }) = read::issue(&id, named.map(|(text, _)| text), &set.forge) else { continue };
        let span = set.inner(named.map_or(goal.entry.key_span, |(_, span)| span));
        match firsts.entry((repository.to_ascii_lowercase(), number)) {
            Slot::Vacant(slot) => {
                slot.insert(span);
            }
            Slot::Occupied(slot) => {
                let message = format!("issue {repository}#{number} tracks two goals");
                let help = "make the two one goal, or correct the number of one";
                found.push(Diagnostic::new(&DUPLICATE_KEY, span, message, help).with_related(*slot.get(), "the first goal"));
            }
        }
    }
}
