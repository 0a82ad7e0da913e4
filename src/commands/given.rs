//! What a command was given, as directives are given it: so both say the same about mistakes.

use crate::config::Levels;
use crate::data::Periods;
use crate::diagnostic::codes::UNKNOWN_PERIOD;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::emit;
use crate::query::{Arguments, Given, Negation};
use crate::source::{FileId, Sources, Span, Spanned};

use super::Outcome;
use super::book::Book;
use super::console::Console;

/// The options of a command line as those of a directive. Messages show the line as it would be
/// typed.
pub(super) fn arguments(sources: &mut Sources, command: &str, options: &[(&str, Option<&str>)]) -> Arguments {
    let mut line = format!("mdbook-goals {command}");
    let mut places = Vec::new();
    for &(name, value) in options {
        let Some(value) = value else { continue };
        line.push_str(" --");
        let start = line.len();
        line.push_str(name);
        line.push(' ');
        places.push((name, value, start, line.len()));
        line.push_str(value);
    }
    let file = sources.add("command line", line.as_str());
    let options = places.into_iter().map(|(name, value, name_start, value_start)| Given {
        name: spanned(file, name, name_start),
        negation: Negation::No,
        value: spanned(file, value, value_start),
    });
    Arguments { span: Span::new(file, 0..line.len()), words: Vec::new(), options: options.collect() }
}

fn spanned(file: FileId, text: &str, start: usize) -> Spanned<String> {
    Spanned::new(text.to_owned(), Span::new(file, start..start + text.len()))
}

/// Which of the periods is meant.
pub(super) fn period(periods: &Periods, given: &Arguments, wrong: &mut Vec<Diagnostic>) -> usize {
    let Some(name) = given.get("period") else { return periods.default };
    let found = periods.sets.iter().position(|it| it.period.name == **name);
    found.unwrap_or_else(|| {
        let names = periods.sets.iter().map(|it| it.period.name.as_str());
        let help = did_you_mean("period", name, names);
        wrong.push(Diagnostic::new(&UNKNOWN_PERIOD, name.span, format!("there is no period `{}`", name.value), help));
        periods.default
    })
}

/// The same for a command that takes no other option of a directive. The error side: the mistake
/// has been shown.
pub(super) fn period_of(console: &Console, book: &mut Book, command: &str, name: Option<&str>) -> Result<usize, Outcome> {
    let given = arguments(&mut book.sources, command, &[("period", name)]);
    let mut wrong = Vec::new();
    let chosen = period(&book.loaded.periods, &given, &mut wrong);
    console.findings(&book.sources, &emit::sorted(&book.sources, &wrong, &Levels::default()));
    if wrong.is_empty() { Ok(chosen) } else { Err(Outcome::CouldNotRun) }
}
