//! From what was written behind a directive's name to what it takes.

use super::lex::Item;
use super::scan::Call;
use super::{DUPLICATE_OPTION, Directive, MISSING_ARGUMENT, UNKNOWN_OPTION};
use crate::diagnostic::codes::INVALID_VALUE;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::query::{Arguments, Given, Negation, Opt, Takes};
use crate::source::Spanned;

/// Binds what a call was given to what its directive takes. `None` where it cannot be expanded:
/// what is wrong has been reported, all of it.
pub fn bind(call: &Call, directive: &Directive, report: &mut Vec<Diagnostic>) -> Option<Arguments> {
    let before = report.len();
    let mut words = Vec::new();
    let mut options: Vec<Given> = Vec::new();
    for item in &call.items {
        match item {
            Item::Word(word) if words.len() < directive.words.len() => words.push(word.clone()),
            Item::Word(word) => options.extend(flag(word, directive, report)),
            Item::Option { name, negation, value } => options.extend(option(name, *negation, value, directive, report)),
        }
    }
    for nth in 0..options.len() {
        let (earlier, rest) = options.split_at(nth);
        let this = &rest[0];
        if let Some(first) = earlier.iter().find(|it| *it.name == *this.name && it.negation == this.negation) {
            let message = format!("`{}` is given twice", *this.name);
            let help = "keep one of the two; several values go behind one `=`, with commas between them";
            report
                .push(Diagnostic::new(&DUPLICATE_OPTION, this.name.span, message, help).with_related(first.name.span, "first given here"));
        }
    }
    if let Some(missing) = directive.words.get(words.len()) {
        let message = format!("`{}` needs {}", directive.name, missing.what);
        let help = format!("write it behind the name: `<<#{} {}>>`", directive.name, missing.example);
        report.push(Diagnostic::new(&MISSING_ARGUMENT, call.name.span, message, help));
    }
    (report.len() == before).then_some(Arguments { span: call.span, words, options })
}

/// All options of a directive.
fn options(directive: &Directive) -> impl Iterator<Item = &'static Opt> + Clone + use<> {
    directive.options.iter().copied().flatten()
}

/// A word alone: only a flag may be one.
fn flag(word: &Spanned<String>, directive: &Directive, report: &mut Vec<Diagnostic>) -> Option<Given> {
    let known = options(directive).find(|it| it.name == word.as_str());
    match known.map(|it| it.takes) {
        Some(Takes::Flag) => Some(Given { name: word.clone(), negation: Negation::No, value: Spanned::new("true".to_owned(), word.span) }),
        Some(Takes::Value | Takes::Filter) => {
            let message = format!("`{}` needs a value", **word);
            report.push(Diagnostic::new(&INVALID_VALUE, word.span, message, format!("write `{}=…`", **word)));
            None
        }
        None => {
            report.push(unknown(word, directive));
            None
        }
    }
}

fn option(
    name: &Spanned<String>,
    negation: Negation,
    value: &Spanned<String>,
    directive: &Directive,
    report: &mut Vec<Diagnostic>,
) -> Option<Given> {
    let Some(known) = options(directive).find(|it| it.name == name.as_str()) else {
        report.push(unknown(name, directive));
        return None;
    };
    if negation == Negation::Yes && known.takes != Takes::Filter {
        let help = match known.takes {
            Takes::Flag => format!("write `{}=false`", known.name),
            Takes::Value | Takes::Filter => format!("write `{}=…`", known.name),
        };
        report.push(Diagnostic::new(&INVALID_VALUE, name.span, format!("`{}` cannot be negated", known.name), help));
        return None;
    }
    if value.trim().is_empty() {
        // An empty value has no bytes of its own: the name is the place.
        let message = format!("`{}` has no value", known.name);
        report.push(Diagnostic::new(&INVALID_VALUE, name.span, message, format!("write `{}=…`, or leave it out", known.name)));
        return None;
    }
    Some(Given { name: name.clone(), negation, value: value.clone() })
}

fn unknown(name: &Spanned<String>, directive: &Directive) -> Diagnostic {
    let message = match name.as_str() {
        "" => format!("an option of `{}` lacks its name", directive.name),
        name => format!("`{}` has no option `{name}`", directive.name),
    };
    Diagnostic::new(&UNKNOWN_OPTION, name.span, message, did_you_mean("option", name, options(directive).map(|it| it.name)))
}
