//! Fetches issue after issue, with a bar on a terminal.

use std::collections::VecDeque;

use anyhow::Context as _;
use jiff::civil::Date;

use super::wanted::Wanted;
use crate::commands::progress::Bar;
use crate::data::Issue;
use crate::diagnostic::Diagnostic;
use crate::forge::{Answer, Forge, Linked};
use crate::fragment::Progress;
use crate::sync::{Fetched, RemoteState, missing_issue, tally};

/// More issues to see also than any goal has.
const MOST_LINKED: usize = 100;

/// Fetches all issues. One that does not exist is reported, and the others go on.
///
/// # Errors
///
/// Where the forge fails: nothing may be written then.
pub(super) fn all(forge: &Forge, bar: &Bar, wanted: &[Wanted], since: Option<Date>) -> anyhow::Result<(Vec<Fetched>, Vec<Diagnostic>)> {
    let (mut out, mut missing) = (Vec::new(), Vec::new());
    bar.start(wanted.len());
    for it in wanted {
        bar.at(&it.label);
        let context = || format!("cannot fetch {}; nothing was changed", it.label);
        let gone = match forge.issue(&it.issue, since).with_context(context)? {
            Answer::Found(issue) => {
                let progress = progress(forge, bar, &it.issue, &issue.body).with_context(context)?;
                let key = it.goal.as_ref().map(|(key, _)| key.clone());
                out.push(Fetched { key, repository: it.issue.repository.clone(), issue, progress });
                None
            }
            Answer::NotFound => Some("does not exist, is no issue, or may not be seen"),
            Answer::Gone => Some("was deleted"),
        };
        if let (Some(gone), Some((_, span))) = (gone, &it.goal) {
            missing.push(missing_issue(*span, &it.label, gone));
        }
        bar.done(1);
    }
    bar.end();
    Ok((out, missing))
}

/// The check boxes of an issue and of those that it says to see also, and so on, each once. One
/// without any counts as one thing to do.
fn progress(forge: &Forge, bar: &Bar, issue: &Issue, body: &str) -> anyhow::Result<Option<Progress>> {
    let own = tally(body, &issue.repository);
    let mut out = own.boxes;
    let mut seen = vec![issue.clone()];
    let mut queue = VecDeque::from(own.see_also);
    while let Some(next) = queue.pop_front() {
        let is_same = |it: &Issue| it.number == next.number && it.repository.eq_ignore_ascii_case(&next.repository);
        if seen.iter().any(is_same) || seen.len() > MOST_LINKED {
            continue;
        }
        seen.push(next.clone());
        let Answer::Found(Linked { body, state }) = forge.linked(&next)? else {
            bar.say()(&format!(
                "#{} says to see also {}#{}, which does not exist; its progress is left as it is",
                issue.number, next.repository, next.number
            ));
            return Ok(None);
        };
        let its = tally(&body, &next.repository);
        if its.boxes.total == 0 && its.see_also.is_empty() {
            out.completed += u64::from(state == RemoteState::Closed);
            out.total += 1;
        } else {
            out.completed += its.boxes.completed;
            out.total += its.boxes.total;
            queue.extend(its.see_also);
        }
    }
    Ok((out.total > 0).then_some(out))
}
