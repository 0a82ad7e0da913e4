//! `<<#progress 113>>`: how far a goal is.

use super::{Directive, Fragment, GOAL, Placement};
use crate::fragment::Inline;

pub(super) static DIRECTIVE: Directive = Directive {
    name: "progress",
    about: "a goal's progress bar with its figures",
    words: &[GOAL],
    options: &[super::PERIOD],
    placement: |_| Placement::Inline,
    expand: |context, given, report| {
        let goal = context.goal(given.words.first()?, report)?;
        Some(Fragment::Inline(vec![match goal.progress {
            Some(progress) => Inline::Progress(progress),
            None => Inline::text("no figures yet"),
        }]))
    },
};
