//! What is wrong, where, and what to do about it.
//!
//! A diagnostic knows nothing of colours, formats or the levels that a book sets: `emit/` shows
//! it, `levels` in [`crate::config`] decide whether it counts.

pub mod codes;

use crate::source::Span;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not shown.
    Off,
    /// Shown; nothing fails.
    Warning,
    /// Shown, and the run fails.
    Error,
}

/// A kind of mistake, named as users name it in `[preprocessor.goals.lints]`.
///
/// Each is a `static` beside the function that reports it and stands in [`crate::catalog`].
#[derive(Debug)]
pub struct Code {
    /// The name, in kebab-case.
    pub name: &'static str,
    /// The level where the book sets none.
    pub level: Level,
    /// Whether a book may set another level. What makes the data unreadable may not be allowed.
    pub adjustable: Adjustable,
    /// One line for lists of codes: what it flags.
    pub about: &'static str,
}

/// Whether a [`Code`]'s level can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Adjustable {
    /// `[preprocessor.goals.lints]` may set it.
    Yes,
    /// The level stays as it is.
    No,
}

impl Code {
    /// A code that is an error unless the book says otherwise.
    pub const fn error(name: &'static str, about: &'static str) -> Self {
        Code { name, level: Level::Error, adjustable: Adjustable::Yes, about }
    }

    /// A code that is a warning unless the book says otherwise.
    pub const fn warning(name: &'static str, about: &'static str) -> Self {
        Code { name, level: Level::Warning, adjustable: Adjustable::Yes, about }
    }

    /// A code that is off unless the book says otherwise.
    pub const fn off(name: &'static str, about: &'static str) -> Self {
        Code { name, level: Level::Off, adjustable: Adjustable::Yes, about }
    }

    /// The same code with a level that no book can change.
    pub const fn always(self) -> Self {
        Code { adjustable: Adjustable::No, ..self }
    }
}

/// Two codes are the same when their names are: the catalogue's test keeps names unique.
impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Another place that a diagnostic speaks of, such as the first of two definitions.
#[derive(Clone, Debug, PartialEq)]
pub struct Related {
    /// The place.
    pub span: Span,
    /// What stands there.
    pub label: String,
}

/// Whether a [`Fix`] may be applied without a look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicability {
    /// It says what was meant.
    Safe,
    /// It is likely what was meant.
    Unsafe,
}

/// One replacement of a [`Fix`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpanEdit {
    /// The bytes that go.
    pub span: Span,
    /// What comes in their place, as it stands in the file: in a TOML string with its escapes.
    pub text: String,
}

/// A way to mend what a diagnostic flags. All its edits belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether it needs a look.
    pub applicability: Applicability,
    /// What changes, by place; no two overlap.
    pub edits: Vec<SpanEdit>,
}

/// One mistake of a user, at its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// What kind it is.
    pub code: &'static Code,
    /// The smallest text that is wrong.
    pub span: Span,
    /// One lower-case phrase that stands alone, without a full stop.
    pub message: String,
    /// What to type instead.
    pub help: String,
    /// A word or two to stand beside the carets.
    pub label: Option<String>,
    /// The other places.
    pub related: Vec<Related>,
    /// Further facts, a line each.
    pub notes: Vec<String>,
    /// Ways to mend it, of which one is enough, the likeliest first.
    pub fixes: Vec<Fix>,
    /// The level where the book sets none: the code's, or a lower one.
    pub level: Level,
}

impl Diagnostic {
    /// A mistake of kind `code` at `span`: what is wrong, and what to type instead. There is no
    /// other constructor, so that no diagnostic lacks a place or a help.
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Diagnostic {
            code,
            span,
            message: message.into(),
            help: help.into(),
            label: None,
            related: Vec::new(),
            notes: Vec::new(),
            fixes: Vec::new(),
            level: code.level,
        }
    }

    /// Puts a word or two beside the carets.
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Names another place.
    pub fn with_related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push(Related { span, label: label.into() });
        self
    }

    /// Weighs less than others of its code, where the book sets no level.
    pub fn at_level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// Adds a fact.
    pub fn with_note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Adds a way to mend it, less likely than those before; `edits` in any order.
    pub fn with_fix(mut self, applicability: Applicability, mut edits: Vec<SpanEdit>) -> Self {
        edits.sort_by_key(|it| it.span);
        self.fixes.push(Fix { applicability, edits });
        self
    }
}

/// The candidate that a misspelt `name` most likely means, or `None` where none is near.
/// Case, `-` and `_` do not count.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |text: &str| text.to_lowercase().replace('_', "-");
    let name = fold(name);
    let limit = 1 + name.chars().count() / 3;
    candidates
        .into_iter()
        .map(|it| (strsim::osa_distance(&name, &fold(it)), it))
        .filter(|&(distance, _)| distance <= limit)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, it)| it)
}

/// A number and what it counts: `1 goal`, `2 goals`, `0 goals`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A help that proposes the nearest candidate, else lists them all (at most twelve).
///
/// `what` names the kind in the singular, such as "theme".
pub fn did_you_mean<'a>(what: &str, name: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(it) = nearest(name, candidates.clone()) {
        return format!("did you mean `{it}`?");
    }
    let mut all: Vec<_> = candidates.into_iter().map(|it| format!("`{it}`")).collect();
    match all.len() {
        0 => format!("there is no {what} to name yet"),
        1 => format!("the only {what} is {}", all[0]),
        n if n > 12 => {
            all.truncate(12);
            format!("write one of {} and {} more", all.join(", "), n - 12)
        }
        _ => format!("write one of {}", all.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_proposed_and_far_ones_are_not() {
        let names = ["status", "updates", "goal", "goals"];
        assert_eq!(nearest("stauts", names), Some("status"));
        assert_eq!(nearest("Goal", names), Some("goal"));
        assert_eq!(nearest("completely", names), None);
        assert_eq!(nearest("point_of_contact", ["point-of-contact"]), Some("point-of-contact"));
        assert_eq!(did_you_mean("directive", "zzz", ["goal"]), "the only directive is `goal`");
    }
}
