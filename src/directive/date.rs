//! `<<#date>>`: the day the data ends.

use super::{Directive, Fragment, Placement};
use crate::fragment::Inline;

pub(super) static DIRECTIVE: Directive = Directive {
    name: "date",
    about: "the day of the newest update, else the last day of the period",
    words: &[],
    options: &[super::PERIOD],
    placement: |_| Placement::Inline,
    expand: |context, _, _| {
        let goals = context.view.goals;
        Some(Fragment::Inline(vec![match goals.newest_update().or(goals.period.end) {
            Some(date) => Inline::Date(date.to_string()),
            None => Inline::text(&goals.period.name),
        }]))
    },
};
