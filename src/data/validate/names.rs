//! Names that must be declared elsewhere in the file set: themes, teams, kinds of ask, goals; and
//! the tracking issue that a goal names.

use super::{Set, did_you_mean_key};
use crate::data::shape::INVALID_URL;
use crate::data::tree::{Node, Value};
use crate::data::{read, url};
use crate::diagnostic::codes::INVALID_TYPE;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::source::Span;

/// A theme that no `[theme]` declares.
pub static UNKNOWN_THEME: Code = Code::error("unknown-theme", "a theme that is not declared");

/// A team that no `[team]` declares, where any is declared.
pub static UNKNOWN_TEAM: Code = Code::error("unknown-team", "a team that is not declared, where any team is");

/// A kind of ask that no `[ask-kind]` declares, where any is declared.
pub static UNKNOWN_ASK_KIND: Code = Code::error("unknown-ask-kind", "a kind of ask that is not declared, where any kind is");

/// A successor that is neither a goal of the file set nor a URL.
pub static UNKNOWN_SUCCESSOR: Code = Code::error("unknown-successor", "a successor that is no goal of the same goals files");

pub(super) fn check(set: &Set<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    themes(set, found);
    teams(set, found);
    ask_kinds(set, found);
    successors(set, found);
    tracking_issues(set, found);
}

fn themes(set: &Set<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let declared = set.root.entries_of("theme");
    let keys: std::collections::HashSet<&str> = declared.iter().map(|it| &*it.key).collect();
    for goal in &set.goals {
        for node in goal.table.get("themes").map_or(&[][..], Node::items) {
            let Some(theme) = node.text().filter(|it| !keys.contains(it)) else { continue };
            let help = did_you_mean_key("theme", theme, declared, "title");
            found.push(Diagnostic::new(&UNKNOWN_THEME, set.inner(node.span), format!("there is no theme `{theme}`"), help));
        }
    }
}

fn teams(set: &Set<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let declared = set.root.entries_of("team");
    if declared.is_empty() {
        return;
    }
    let keys: std::collections::HashSet<&str> = declared.iter().map(|it| &*it.key).collect();
    let mut look_up = |team: &str, span: Span| {
        if !keys.contains(team) {
            let help = did_you_mean_key("team", team, declared, "name");
            found.push(Diagnostic::new(&UNKNOWN_TEAM, set.inner(span), format!("there is no team `{team}`"), help));
        }
    };
    for goal in &set.goals {
        for champion in goal.table.entries_of("champions") {
            look_up(&champion.key, champion.key_span);
        }
        for (_, ask) in goal.table.tables("ask") {
            if let Some((team, span)) = ask.text("team") {
                look_up(team, span);
            }
        }
    }
}

fn ask_kinds(set: &Set<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let declared = set.root.entries_of("ask-kind");
    if declared.is_empty() {
        return;
    }
    for (_, ask) in set.goals.iter().flat_map(|it| it.table.tables("ask")) {
        let Some((kind, span)) = ask.text("kind") else { continue };
        if !declared.iter().any(|it| it.key == kind) {
            let help = did_you_mean_key("kind of ask", kind, declared, "short");
            found.push(Diagnostic::new(&UNKNOWN_ASK_KIND, set.inner(span), format!("there is no kind of ask `{kind}`"), help));
        }
    }
}

fn successors(set: &Set<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let mut goals = None;
    for goal in &set.goals {
        let Some(node) = goal.table.get("successor") else { continue };
        let goals = goals.get_or_insert_with(|| read::goal_names(set.root.entries_of("goal"), &set.forge));
        let name = match &node.value {
            Value::Text(text) => text.to_string(),
            Value::Integer(Some(number)) => number.to_string(),
            Value::Integer(None) | Value::Float | Value::Flag(_) | Value::Date(_) | Value::Time(_) | Value::List(_) | Value::Table(_) => {
                continue;
            }
        };
        let Some(problem) = url::problem(&name).filter(|_| !goals.contains_key(&name)) else { continue };
        let span = set.inner(node.span);
        found.push(if name.contains(':') {
            Diagnostic::new(&INVALID_URL, span, format!("`{name}` is no `http` or `https` URL"), problem)
        } else {
            let help = did_you_mean("goal", &name, set.goals.iter().map(|it| &*it.entry.key));
            Diagnostic::new(&UNKNOWN_SUCCESSOR, span, format!("there is no goal `{name}`"), help)
                .with_note("a goal of another period is named by its URL")
        });
    }
}

fn tracking_issues(set: &Set<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    for goal in &set.goals {
        let Some((issue, span)) = goal.table.text("tracking-issue") else { continue };
        if set.forge.issue(issue).is_none() {
            let example = if set.forge.repository.is_empty() { "owner/name" } else { set.forge.repository };
            let help = format!("write `{example}#389`, or the issue's URL on {}", set.forge.url);
            found.push(Diagnostic::new(&INVALID_TYPE, set.inner(span), format!("`{issue}` is no issue"), help));
        }
    }
}
