//! Asks that need somebody in the team.

use super::Set;
use crate::diagnostic::{Code, Diagnostic};

/// A team is asked for much, and nobody in it speaks for the goal.
pub static MISSING_CHAMPION: Code = Code::warning("missing-champion", "a medium or large ask without champion from that team");

pub(super) fn check(set: &Set<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    for goal in &set.goals {
        let champions = goal.table.entries_of("champions");
        for (_, ask) in goal.table.tables("ask") {
            let (Some((team, span)), Some((size @ ("medium" | "large"), _))) = (ask.text("team"), ask.text("size")) else { continue };
            if champions.iter().any(|it| it.key == team) {
                continue;
            }
            let message = format!("a {size} ask of team `{team}`, in which goal `{}` has no champion", goal.entry.key);
            let help = format!("add `{team} = \"@login\"` to the goal's `champions`");
            found.push(Diagnostic::new(&MISSING_CHAMPION, set.inner(span), message, help));
        }
    }
}
