//! Options as they were given: `name=value`, each with its place.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::INVALID_VALUE;
use crate::source::{Span, Spanned};

/// An option that a directive or a command takes.
#[derive(Debug)]
pub struct Opt {
    /// Its name, in kebab-case.
    pub name: &'static str,
    /// What may stand behind it.
    pub takes: Takes,
}

/// What an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// `name=value`.
    Value,
    /// `name=value`, and `name!=value` for what must not be.
    Filter,
    /// `name` alone, or `name=true` and `name=false`.
    Flag,
}

/// Whether `=` or `!=` stood between name and value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Negation {
    /// `=`
    No,
    /// `!=`
    Yes,
}

/// One option as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The name, known to be one that is taken.
    pub name: Spanned<String>,
    /// `=` or `!=`.
    pub negation: Negation,
    /// The value; `true` for a flag alone.
    pub value: Spanned<String>,
}

/// Everything that one directive or command was given.
#[derive(Clone, Debug)]
pub struct Arguments {
    /// The whole of it.
    pub span: Span,
    /// The words before the options, as many as were asked for.
    pub words: Vec<Spanned<String>>,
    /// The options, in the order in which they were given, each once.
    pub options: Vec<Given>,
}

impl Arguments {
    /// The same without an option, which has been read in another way.
    pub fn without(&self, name: &str) -> Arguments {
        let mut rest = self.clone();
        rest.options.retain(|it| *it.name != name);
        rest
    }

    /// The value of an option, where it was given with `=`.
    pub fn get(&self, name: &str) -> Option<&Spanned<String>> {
        self.options.iter().find(|it| *it.name == name && it.negation == Negation::No).map(|it| &it.value)
    }

    /// The value of an option, read by `parse`; a value that it refuses is reported with `help`.
    pub fn parse<T>(&self, name: &str, help: &str, parse: impl FnOnce(&str) -> Option<T>, report: &mut Vec<Diagnostic>) -> Option<T> {
        let value = self.get(name)?;
        let parsed = parse(value);
        if parsed.is_none() {
            report.push(invalid(name, value, help));
        }
        parsed
    }
}

/// The complaint about a value that the option `name` does not take.
pub(super) fn invalid(name: &str, value: &Spanned<String>, help: &str) -> Diagnostic {
    Diagnostic::new(&INVALID_VALUE, value.span, format!("`{}` is no value of `{name}`", value.value), help)
}
