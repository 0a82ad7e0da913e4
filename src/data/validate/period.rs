//! Days: the period's own, and those of updates.

use super::Set;
use crate::data::read;

use crate::data::tree::Node;
use crate::diagnostic::codes::INVALID_TYPE;
use crate::diagnostic::{Code, Diagnostic};

/// An update outside the period.
pub static DATE_OUTSIDE_PERIOD: Code = Code::warning("date-outside-period", "an update whose date is not in the period");

pub(super) fn check(set: &Set<'_, '_, '_>, found: &mut Vec<Diagnostic>) {
    let Some(period) = set.root.get("period").and_then(Node::table) else { return };
    let (first, last) = period.text("name").and_then(|(name, _)| read::days(name)).unzip();
    let start = period.get("start").and_then(Node::date).or(first);
    let end = period.get("end").and_then(Node::date).or(last);
    if let (Some(start), Some(end)) = (start, end)
        && end < start
    {
        if let Some(node) = period.get("end").or(period.get("start")) {
            let message = format!("the period ends on {end}, before it starts on {start}");
            found.push(Diagnostic::new(&INVALID_TYPE, node.span, message, "write the first day as `start` and the last one as `end`"));
        }
        return;
    }
    for node in set.goals.iter().flat_map(|it| it.table.tables("update")).filter_map(|(_, it)| it.get("date")) {
        let Some(date) = node.date() else { continue };
        let (message, bound) = match (start, end) {
            (Some(start), _) if date < start => (format!("{date} is before the period, which starts on {start}"), start),
            (_, Some(end)) if date > end => (format!("{date} is after the period, which ends on {end}"), end),
            (_, _) => continue,
        };
        let help = match date.with().year(bound.year()).build() {
            Ok(other) if other != date && start.is_none_or(|it| it <= other) && end.is_none_or(|it| other <= it) => {
                format!("did you mean {other}?")
            }
            Ok(_) | Err(_) => "correct the date, or keep the update in the goals file of its own period".to_owned(),
        };
        found.push(Diagnostic::new(&DATE_OUTSIDE_PERIOD, node.span, message, help));
    }
}
