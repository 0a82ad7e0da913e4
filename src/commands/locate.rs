//! Moves what is said about a chapter from the text that mdBook sent to the file that the author
//! edits.

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::host::{Relocation, relocate};
use crate::source::{FileId, Sources, Span};

/// Moves `diagnostics` about the chapter `sent` to the text of the file at `path`, and says so,
/// where an earlier preprocessor has changed the chapter. What the file does not hold stays where
/// it is, with a note.
pub(super) fn locate(sources: &mut Sources, sent: FileId, path: &Path, diagnostics: &mut [Diagnostic]) {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let relocation = relocate(sources.file(sent).text(), text);
    if !relocation.is_changed() {
        return;
    }
    let moved: Vec<_> = diagnostics.iter().map(|it| moved(it, sent, &relocation)).collect();
    let file = if moved.iter().any(Option::is_some) {
        let shown = sources.file(sent).path().to_owned();
        Some(sources.add(shown, text))
    } else {
        None
    };
    for (diagnostic, places) in diagnostics.iter_mut().zip(moved) {
        let note = match (places, file) {
            (Some(places), Some(file)) => {
                for (span, place) in spans(diagnostic, sent).zip(places) {
                    *span = Span { file, ..place };
                }
                "an earlier preprocessor has changed this chapter; this line of the file reads the same"
            }
            (None, _) | (Some(_), None) => {
                "an earlier preprocessor has changed this chapter; the line is that of the changed text, and the file has no such line"
            }
        };
        diagnostic.notes.push(note.to_owned());
        diagnostic.fixes.clear(); // they are of the changed text
    }
}

/// Where the places of a diagnostic stand in the file, in the order of [`spans`]: all of them or
/// none.
fn moved(diagnostic: &Diagnostic, sent: FileId, relocation: &Relocation<'_>) -> Option<Vec<Span>> {
    let all = std::iter::once(diagnostic.span).chain(diagnostic.related.iter().map(|it| it.span));
    all.filter(|it| it.file == sent).map(|it| relocation.find(it.range()).map(|range| Span::new(sent, range))).collect()
}

/// The places of a diagnostic that are in `sent`.
fn spans(diagnostic: &mut Diagnostic, sent: FileId) -> impl Iterator<Item = &mut Span> {
    let related = diagnostic.related.iter_mut().map(|it| &mut it.span);
    std::iter::once(&mut diagnostic.span).chain(related).filter(move |it| it.file == sent)
}
