//! A number that the forge does not have.

use super::Thing;
use super::mention::{Mention, Weight};
use crate::diagnostic::{Code, Level};
use crate::lint::Report;
use crate::lint::page::Page;

/// What is reported here.
pub static CODE: Code = Code::error("unknown-reference", "a reference to what GitHub does not have (only with `--online`)");

pub(super) fn check(page: &Page<'_>, it: &Mention, thing: Thing, report: &mut Report) {
    let (place, message, help) = match thing {
        Thing::Nothing => (
            &it.place,
            format!("`{}` has no issue, pull request or discussion {}", it.repository, it.number),
            "look the number up; where it is not public, use a token that may see it",
        ),
        Thing::NoRepository => (
            &it.repository_place,
            format!("there is no repository `{}`", it.repository),
            "look the name up; where the repository is not public, use a token that may see it",
        ),
        Thing::Issue | Thing::PullRequest(_) | Thing::Discussion => return,
    };
    let mut finding = page.finding(&CODE, place.clone(), message, help);
    if let Some(label) = it.label.clone().filter(|it| it != place) {
        finding = finding.with_related(page.span(label), "the text");
    }
    report.push(match it.weight {
        Weight::Sure => finding,
        Weight::Likely => finding.at_level(Level::Warning),
    });
}
