//! `<<#count goals FILTERS>>`: a number.

use super::{Directive, Fragment, Placement, Word, people};
use crate::diagnostic::codes::INVALID_VALUE;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::fragment::Inline;
use crate::query::{FILTERS, Filter, WINDOW, Window};

/// What can be counted.
const COUNTED: [&str; 4] = ["goals", "updates", "people", "themes"];

pub(super) static DIRECTIVE: Directive = Directive {
    name: "count",
    about: "how many goals, updates, people or themes there are",
    words: &[Word { what: "what to count: `goals`, `updates`, `people` or `themes`", example: "goals" }],
    options: &[FILTERS, WINDOW, super::PERIOD],
    placement: |_| Placement::Inline,
    expand: |context, given, report| {
        let what = given.words.first()?;
        let data = context.view.goals;
        let window = Window::read(given, &data.period, report);
        let goals = Filter::read(given, data, &window, report).goals(data);
        let count = match what.as_str() {
            "goals" => goals.len(),
            "updates" => goals.iter().map(|it| window.updates(it).len()).sum(),
            "people" => people::involved(context, &goals).len(),
            "themes" => data.themes.iter().filter(|theme| goals.iter().any(|it| it.themes.contains(&theme.key))).count(),
            other => {
                let message = format!("`{other}` cannot be counted");
                report.push(Diagnostic::new(&INVALID_VALUE, what.span, message, did_you_mean("thing to count", other, COUNTED)));
                return None;
            }
        };
        Some(Fragment::Inline(vec![Inline::Text(count.to_string())]))
    },
};
