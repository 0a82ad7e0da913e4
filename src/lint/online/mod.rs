//! What the forge knows of references: which questions a text raises, and what the answers mean.
//!
//! Nothing here asks. The caller collects [`questions`], has the forge answer them, and lints
//! again with the [`Facts`]. A question without an answer is never a finding.

mod kind;
mod mention;
pub mod unknown_reference;
pub mod unmerged_rfc;

use std::collections::BTreeMap;

use super::page::Page;
use super::{Input, Report, rules};
use crate::diagnostic::Code;
use mention::{Claim, mentions};

/// The codes that are only found with answers of the forge.
pub static ONLINE: [&Code; 2] = [&unknown_reference::CODE, &unmerged_rfc::CODE];

/// A number of a repository.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Question {
    /// The forge, without a slash at its end.
    pub forge: String,
    /// `owner/name`, in lower case: to the forge case means nothing.
    pub repository: String,
    /// The number.
    pub number: u64,
}

impl Question {
    fn new(forge: &str, repository: &str, number: u64) -> Self {
        Question { forge: forge.to_ascii_lowercase(), repository: repository.to_ascii_lowercase(), number }
    }
}

/// What of an answer counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// What kind of thing it is.
    Kind,
    /// Also whether it is merged: somewhere it is called an RFC.
    Merge,
}

/// What is to be asked, each once.
pub type Questions = BTreeMap<Question, Need>;

/// What the forge has under a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// An issue.
    Issue,
    /// A pull request.
    PullRequest(Pull),
    /// A discussion.
    Discussion,
    /// Nothing, or nothing that the asker may see.
    Nothing,
    /// There is no such repository, or none that the asker may see.
    NoRepository,
}

/// What became of a pull request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pull {
    /// It is open.
    Open,
    /// It was closed and not merged.
    Closed,
    /// It was merged.
    Merged,
}

impl Thing {
    /// With an article, for messages.
    fn name(self) -> &'static str {
        match self {
            Thing::Issue => "an issue",
            Thing::PullRequest(_) => "a pull request",
            Thing::Discussion => "a discussion",
            Thing::Nothing | Thing::NoRepository => "nothing",
        }
    }
}

/// What the forge has answered.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    known: BTreeMap<Question, Thing>,
    /// Whether every question has its answer: only then is it sure that an exception catches nothing.
    pub completeness: Completeness,
}

/// Whether all questions were answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Completeness {
    /// They were.
    #[default]
    Whole,
    /// Some were not.
    Partial,
}

impl Facts {
    /// Notes an answer.
    pub fn insert(&mut self, question: Question, thing: Thing) {
        self.known.insert(question, thing);
    }

    fn get(&self, question: &Question) -> Option<Thing> {
        self.known.get(question).copied()
    }
}

/// Whether `code` may be found here: without all answers nobody knows that an exception from it
/// catches nothing.
pub(super) fn may_report(code: &str) -> bool {
    code == rules::kind_mismatch::CODE.name || ONLINE.iter().any(|it| it.name == code)
}

/// Adds what a page raises.
pub(super) fn ask(page: &Page<'_>, out: &mut Questions) {
    for it in mentions(page) {
        let is_rfc = it.claims.iter().any(|(claim, _)| *claim == Claim::Rfc);
        let need = if is_rfc { Need::Merge } else { Need::Kind };
        let known = out.entry(Question::new(page.input.repositories.forge, &it.repository, it.number)).or_insert(need);
        *known = need.max(*known);
    }
}

/// Judges what a page says by what the forge has answered.
pub(super) fn judge(page: &Page<'_>, facts: &Facts, report: &mut Report) {
    for it in mentions(page) {
        let question = Question::new(page.input.repositories.forge, &it.repository, it.number);
        let Some(thing) = facts.get(&question) else { continue };
        unknown_reference::check(page, &it, thing, report);
        unmerged_rfc::check(page, &it, thing, report);
        kind::check(page, &it, thing, report);
    }
}

/// What the references of a Markdown text raise.
pub fn questions(input: &Input<'_>) -> Questions {
    let mut out = Questions::new();
    super::with_page(input, |page| ask(page, &mut out));
    out
}

#[cfg(test)]
mod tests;
