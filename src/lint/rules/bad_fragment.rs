//! `#issuecomment--1`, `#issuecomment-x`: the anchor of a comment that cannot be.

use crate::diagnostic::{Applicability, Code};
use crate::lint::page::Page;
use crate::lint::{Report, Rule};
use crate::reference::Subject;

/// What this rule reports.
pub static CODE: Code = Code::error("bad-fragment", "the anchor of a comment that cannot be");

/// The rule.
pub static RULE: Rule = Rule { code: &CODE, check };

/// What stands before the number of a comment.
const HEADS: [&str; 4] = ["issuecomment-", "pullrequestreview-", "discussioncomment-", "discussion_r"];

fn check(page: &Page<'_>, report: &mut Report) {
    for it in &page.urls {
        let (Some(address), Subject::Issue(_)) = (&it.address, &it.subject) else { continue };
        let Some(range) = address.fragment.clone() else { continue };
        let fragment = address.get(&range);
        let Some(meant) = problem(fragment) else { continue };
        let place = page.part(it, &range);
        let finding = |help: String| page.finding(&CODE, place.clone(), format!("no comment has the anchor `#{fragment}`"), help);
        report.push(match meant {
            Some((meant, sure)) if it.exact => finding(format!("write `#{meant}`")).with_fix(sure, vec![page.edit(place.clone(), meant)]),
            Some((meant, _)) => finding(format!("write `#{meant}`")),
            None => finding("copy the link of the comment again".to_owned()),
        });
    }
}

/// `None` for an anchor that may be; else what is meant, where that can be told.
fn problem(fragment: &str) -> Option<Option<(String, Applicability)>> {
    let letters = fragment.bytes().take_while(|it| it.is_ascii_alphabetic() || matches!(it, b'_' | b'-')).count();
    let (name, rest) = fragment.split_at_checked(letters)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, tail) = rest.split_at_checked(digits)?;
    let is_comment = |head: &&&str| name.starts_with(head.trim_end_matches(['-', 'r', '_']));
    let near = |head: &&&str| !number.is_empty() && strsim::osa_distance(&name.to_ascii_lowercase(), head) < 3;
    let head = HEADS.iter().find(|it| name == **it).or_else(|| HEADS.iter().find(is_comment)).or_else(|| HEADS.iter().find(near))?;
    if name == *head && !number.is_empty() && (tail.is_empty() || tail == "-permalink" || tail.starts_with(":~:")) {
        return None;
    }
    // The box for a new comment, and a bare `#discussion`.
    if matches!(fragment, "issuecomment-new" | "discussion" | "discussions" | "discussion_bucket") {
        return None;
    }
    if number.is_empty() {
        return Some(None);
    }
    let sure = if tail.is_empty() { Applicability::Safe } else { Applicability::Unsafe };
    Some(Some((format!("{head}{number}"), sure)))
}
