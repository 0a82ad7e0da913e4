//! Applies the fixes of findings to texts: one pass, each place once.
//!
//! Pure: files are read and written elsewhere. Which findings count is decided elsewhere too.

use std::collections::BTreeMap;

use crate::diagnostic::{Applicability, Diagnostic, Fix, SpanEdit};
use crate::edit::{self, Edit};
use crate::source::{FileId, Sources};

/// What a pass made.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The new text of each file that changes, without its byte order mark.
    pub texts: BTreeMap<FileId, String>,
    /// How many findings are mended.
    pub mended: usize,
}

/// The fix of a diagnostic that is applied when fixes up to `most` are: the only one that is safe,
/// else the only one. Where two are as likely as each other, the choice is the author's.
pub fn choice(diagnostic: &Diagnostic, most: Applicability) -> Option<&Fix> {
    let only = |applicability| {
        let mut all = diagnostic.fixes.iter().filter(move |it| it.applicability == applicability && !it.edits.is_empty());
        all.next().filter(|_| all.next().is_none())
    };
    match most {
        Applicability::Safe => only(Applicability::Safe),
        Applicability::Unsafe => only(Applicability::Safe).or_else(|| only(Applicability::Unsafe)),
    }
}

/// Applies the fixes of `diagnostics` up to `most`. A fix that touches the place of another one
/// waits for the next pass.
pub fn apply<'a>(sources: &Sources, diagnostics: impl IntoIterator<Item = &'a Diagnostic>, most: Applicability) -> Fixed {
    let mut edits = BTreeMap::<FileId, Edits<'_>>::new();
    let mut fixed = Fixed::default();
    for fix in diagnostics.into_iter().filter_map(|it| choice(it, most)) {
        let known = |it: &SpanEdit| edits.get(&it.span.file).is_some_and(|edits| edits.has(it));
        if fix.edits.iter().all(known) {
            fixed.mended += 1; // two findings, one mistake
        } else if fix.edits.iter().all(|it| is_in_text(sources, it) && edits.get(&it.span.file).is_none_or(|edits| edits.has_room(it))) {
            fixed.mended += 1;
            for it in &fix.edits {
                edits.entry(it.span.file).or_default().0.insert((it.span.start, it.span.end), it);
            }
        }
    }
    for (file, Edits(edits)) in edits {
        let edits: Vec<_> = edits.into_values().map(|it| Edit { range: it.span.range(), text: it.text.clone() }).collect();
        let old = sources.file(file).text();
        let new = edit::apply(old, &edits);
        if new != old {
            fixed.texts.insert(file, new);
        }
    }
    fixed
}

fn is_in_text(sources: &Sources, edit: &SpanEdit) -> bool {
    sources.file(edit.span.file).text().get(edit.span.range()).is_some()
}

/// The edits of one file, by place; none touches another.
#[derive(Default)]
struct Edits<'a>(BTreeMap<(usize, usize), &'a SpanEdit>);

impl Edits<'_> {
    fn has(&self, edit: &SpanEdit) -> bool {
        self.0.get(&(edit.span.start, edit.span.end)).is_some_and(|it| it.text == edit.text)
    }

    /// Whether no edit overlaps or touches this one: two insertions at one place have no order.
    fn has_room(&self, edit: &SpanEdit) -> bool {
        let (start, end) = (edit.span.start, edit.span.end);
        let before = self.0.range(..=(end, usize::MAX)).next_back();
        before.is_none_or(|(&(_, other), _)| other < start)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    static CODE: Code = Code::error("some-code", "for a test");

    fn fixes(text: &str, all: &[&[(Applicability, usize, usize, &str)]], most: Applicability) -> (String, usize) {
        let mut sources = Sources::default();
        let file = sources.add("a.md", text);
        let found: Vec<_> = all
            .iter()
            .map(|fixes| {
                let span = Span::new(file, 0..0);
                fixes.iter().fold(Diagnostic::new(&CODE, span, "m", "h"), |it, &(how, start, end, text)| {
                    it.with_fix(how, vec![SpanEdit { span: Span::new(file, start..end), text: text.into() }])
                })
            })
            .collect();
        let fixed = apply(&sources, &found, most);
        let text = fixed.texts.into_values().next().unwrap_or_else(|| sources.file(file).text().to_owned());
        (text, fixed.mended)
    }

    #[test]
    fn safe_fixes_alone_unless_more_is_asked_for() {
        use Applicability::{Safe, Unsafe};
        let all: &[&[_]] = &[&[(Safe, 0, 1, "A")], &[(Unsafe, 2, 3, "C")], &[]];
        assert_eq!(fixes("\u{feff}abcde", all, Safe), ("Abcde".into(), 1));
        assert_eq!(fixes("abcde", all, Unsafe), ("AbCde".into(), 2));
    }

    #[test]
    fn the_author_chooses_between_equals() {
        use Applicability::{Safe, Unsafe};
        let two: &[&[_]] = &[&[(Unsafe, 0, 1, "A"), (Unsafe, 0, 1, "B")]];
        assert_eq!(fixes("ab", two, Unsafe), ("ab".into(), 0));
        let safe_and_others: &[&[_]] = &[&[(Unsafe, 0, 1, "A"), (Unsafe, 0, 1, "B"), (Safe, 0, 1, "C")]];
        assert_eq!(fixes("ab", safe_and_others, Unsafe), ("Cb".into(), 1));
    }

    #[test]
    fn what_touches_waits() {
        use Applicability::Safe;
        for (second, expected, mended) in [
            ((Safe, 2, 4, "X"), "aYdef", 1),
            ((Safe, 1, 3, "Y"), "aYdef", 2),
            ((Safe, 1, 3, "Z"), "aYdef", 1),
            ((Safe, 3, 4, "X"), "aYdef", 1),
            ((Safe, 1, 1, "X"), "aYdef", 1),
            ((Safe, 3, 3, "X"), "aYdef", 1),
            ((Safe, 0, 6, "X"), "aYdef", 1),
            ((Safe, 4, 5, "X"), "aYdXf", 2),
            ((Safe, 0, 0, "X"), "XaYdef", 2),
            ((Safe, 4, 99, "X"), "aYdef", 1),
        ] {
            assert_eq!(fixes("abcdef", &[&[(Safe, 1, 3, "Y")], &[second]], Safe), (expected.into(), mended), "{second:?}");
        }
    }

    proptest! {
        #[test]
        fn no_edit_panics_or_overlaps(text in "[aé\n]{0,12}", places in prop::collection::vec((0..14usize, 0..14usize), 0..8)) {
            let rows: Vec<_> = places.iter().map(|&(a, b)| [(Applicability::Safe, a.min(b), a.max(b), "x")]).collect();
            let rows: Vec<&[_]> = rows.iter().map(|it| &it[..]).collect();
            let (new, mended) = fixes(&text, &rows, Applicability::Safe);
            prop_assert!(mended <= rows.len());
            prop_assert!(new.len() <= text.len() + rows.len());
        }
    }
}
