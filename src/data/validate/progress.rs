//! Progress beyond its end.

use super::Set;
use crate::data::tree::{Node, Value};
use crate::diagnostic::{Code, Diagnostic};

/// More is done than there is.
pub static PROGRESS_OVERFLOW: Code = Code::error("progress-overflow", "a `progress` with more tasks completed than there are");

pub(super) fn check(set: &Set<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    for goal in &set.goals {
        let Some(progress) = goal.table.get("progress").and_then(Node::table) else { continue };
        let count = |key| match progress.get(key) {
            Some(node @ Node { value: Value::Integer(Some(count)), .. }) => Some((*count, node.span)),
            Some(_) | None => None,
        };
        let (Some((completed, span)), Some((total, total_span))) = (count("completed"), count("total")) else { continue };
        if completed > total {
            let message = format!("{completed} tasks are completed, of {total}");
            let help = format!("write at most `completed = {total}`, or raise `total`");
            found.push(Diagnostic::new(&PROGRESS_OVERFLOW, span, message, help).with_related(total_span, "the total"));
        }
    }
}
