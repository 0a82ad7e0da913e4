//! An RFC that was not merged, or is none.

use super::mention::Mention;
use super::{Pull, Thing};
use crate::diagnostic::Code;
use crate::lint::Report;
use crate::lint::page::Page;

/// What is reported here.
pub static CODE: Code = Code::warning("unmerged-rfc", "an RFC that was not merged (only with `--online`)");

pub(super) fn check(page: &Page<'_>, it: &Mention, thing: Thing, report: &mut Report) {
    let Some(place) = it.claims_rfc() else { return };
    let repositories = page.input.repositories;
    let short = repositories.short.iter().find(|(_, full)| full.eq_ignore_ascii_case(&it.repository));
    let written = format!("{}#{}", short.map_or(it.repository.as_str(), |(name, _)| name), it.number);
    let (what, help) = match thing {
        Thing::PullRequest(Pull::Open) => ("has not been merged yet".to_owned(), format!("write `{written}` as long as it is a proposal")),
        Thing::PullRequest(Pull::Closed) => {
            ("was closed without being merged".to_owned(), format!("write `{written}`, or name the RFC that took its place"))
        }
        Thing::Issue | Thing::Discussion => (format!("is none: `{}` is {}", it.name(), thing.name()), "look the number up".to_owned()),
        Thing::PullRequest(Pull::Merged) | Thing::Nothing | Thing::NoRepository => return,
    };
    report.push(page.finding(&CODE, place.clone(), format!("RFC {} {what}", it.number), help));
}
