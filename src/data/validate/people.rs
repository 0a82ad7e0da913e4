//! Logins, and goals that nobody answers for.

use std::collections::{HashMap, HashSet};

use super::{Goal, Set};
use crate::data::Login;
use crate::data::tree::{Entry, Node};
use crate::diagnostic::{Code, Diagnostic, Level, nearest};
use crate::source::Span;

/// An accepted goal without point of contact.
pub static MISSING_CONTACT: Code = Code::warning("missing-contact", "an accepted goal without point of contact");

/// One login in two spellings.
pub static INCONSISTENT_LOGIN_CASE: Code = Code::warning("inconsistent-login-case", "one login written in two cases");

/// A login that no `[person]` names, where any is named. Off in the goals files: the first place
/// of each such login is reported for a book that asks for it.
pub static UNKNOWN_PERSON: Code =
    Code { level: Level::Off, ..Code::error("unknown-person", "a login without `[person]`, where any person is named") };

pub(super) fn check(set: &Set<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    for goal in &set.goals {
        contact(goal, found);
    }
    logins(set, found);
}

fn contact(goal: &Goal<'_, '_>, found: &mut Vec<Diagnostic>) {
    let is_accepted = goal.table.text("status").is_some_and(|(it, _)| it == "accepted");
    if is_accepted && goal.table.get("point-of-contact").is_none() {
        let message = format!("accepted goal `{}` has no point of contact", goal.entry.key);
        found.push(Diagnostic::new(&MISSING_CONTACT, goal.entry.node.span, message, "add `point-of-contact = \"@login\"`"));
    }
}

/// How a login was written first, and where.
struct First<'t> {
    login: &'t str,
    span: Span,
}

fn logins(set: &Set<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let declared = set.root.entries_of("person");
    let mut firsts: HashMap<String, First<'_>> = HashMap::new();
    for it in declared {
        let first = First { login: &it.key, span: set.inner(it.key_span) };
        firsts.entry(it.key.to_ascii_lowercase()).or_insert(first);
    }
    // The spellings that came first: nearly every login is written so, and is done with here.
    let mut right: HashSet<&str> = firsts.values().map(|it| it.login).collect();
    for (text, span) in people(set) {
        let Some(login) = Login::written(text).filter(|it| !right.contains(it)) else { continue };
        let span = set.inner(span);
        let key = login.to_ascii_lowercase();
        let Some(first) = firsts.get(&key) else {
            if !declared.is_empty() {
                found.push(unknown(login, span, declared));
            }
            firsts.insert(key, First { login, span });
            right.insert(login);
            continue;
        };
        let message = format!("`@{login}` is written `@{}` elsewhere", first.login);
        let help = format!("write `@{}`", first.login);
        found.push(Diagnostic::new(&INCONSISTENT_LOGIN_CASE, span, message, help).with_related(first.span, "first written here"));
    }
}

fn unknown(login: &str, span: Span, declared: &[Entry<'_>]) -> Diagnostic {
    let help = match nearest(login, declared.iter().map(|it| &*it.key)) {
        Some(near) => format!("did you mean `@{near}`?"),
        None => format!("add `[person.{login}]` with a `name`"),
    };
    Diagnostic::new(&UNKNOWN_PERSON, span, format!("there is no person `{login}`"), help)
}

/// Every field that names somebody, with its place.
fn people<'t>(set: &Set<'_, 't, '_>) -> Vec<(&'t str, Span)> {
    let mut out = Vec::new();
    for theme in set.root.entries_of("theme").iter().filter_map(|it| it.node.table()) {
        push(&mut out, theme.get("point-of-contact"));
    }
    for goal in &set.goals {
        push(&mut out, goal.table.get("point-of-contact"));
        for champion in goal.table.entries_of("champions") {
            push(&mut out, Some(&champion.node));
        }
        push(&mut out, goal.table.get("task-owners"));
        for (_, task) in goal.table.tables("task") {
            push(&mut out, task.get("owners"));
        }
        for (_, update) in goal.table.tables("update") {
            push(&mut out, update.get("author"));
        }
    }
    out
}

fn push<'t>(out: &mut Vec<(&'t str, Span)>, node: Option<&'t Node<'_>>) {
    out.extend(node.map_or(&[][..], Node::items).iter().filter_map(|it| Some((it.text()?, it.span))));
}
