//! The stylesheet that is built in, and whether a book has the same.

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::OUTDATED_STYLESHEET;
use crate::source::Span;

/// The stylesheet's name in a book.
pub(super) const NAME: &str = "goals.css";

/// The stylesheet. Its first line names its version.
pub(super) const TEXT: &str = crate::render::STYLESHEET;

const BEFORE_VERSION: &str = "/* mdbook-goals stylesheet, version ";

/// The version that a stylesheet's first line names; `None` for a stylesheet that is not ours.
pub(super) fn version(text: &str) -> Option<u32> {
    let rest = text.trim_start_matches('\u{feff}').strip_prefix(BEFORE_VERSION)?;
    rest.split(|it: char| !it.is_ascii_digit()).next()?.parse().ok()
}

/// The entry of `additional-css` that is our stylesheet.
pub(super) fn find<'a>(mut additional_css: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    additional_css.find(|it| it.rsplit(['/', '\\']).next() == Some(NAME))
}

/// Reports a stylesheet that the book lacks, or that is of another version than this program.
pub(super) fn check<'a>(root: &Path, additional_css: impl Iterator<Item = &'a str>, settings: Span) -> Option<Diagnostic> {
    let Some(entry) = find(additional_css) else {
        return Some(Diagnostic::new(
            &OUTDATED_STYLESHEET,
            settings,
            "the stylesheet is not among `output.html.additional-css`",
            "run `mdbook-goals init`, or set `css = false` where the book brings its own",
        ));
    };
    let text = std::fs::read_to_string(root.join(entry)).unwrap_or_default();
    let found = match version(&text) {
        it if it == version(TEXT) => return None,
        Some(it) => format!("of version {it}"),
        None if text.is_empty() => "missing or empty".to_owned(),
        None => "not the one of mdbook-goals".to_owned(),
    };
    let wanted = version(TEXT).unwrap_or_default();
    let message = format!("the stylesheet `{entry}` is {found}, this program's is of version {wanted}");
    Some(Diagnostic::new(&OUTDATED_STYLESHEET, settings, message, "run `mdbook-goals init` to replace it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_names_the_version() {
        assert!(version(TEXT).is_some(), "the built-in stylesheet lacks its version");
        assert_eq!(version("/* mdbook-goals stylesheet, version 12; generated */\n"), Some(12));
        assert_eq!(version("\u{feff}/* mdbook-goals stylesheet, version 1 */"), Some(1));
        assert_eq!(version("/* mine */"), None);
        assert_eq!(version(""), None);
    }

    #[test]
    fn the_entry_is_known_by_its_name() {
        assert_eq!(find(["a.css", "css/goals.css"].into_iter()), Some("css/goals.css"));
        assert_eq!(find(["my-goals.css"].into_iter()), None);
    }
}
