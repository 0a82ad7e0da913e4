//! The anchors that GitHub makes of headings, and with it most that show its Markdown.

use std::collections::HashMap;

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

/// Gives anchors to headings in the order in which they stand in a page.
#[derive(Debug, Default)]
pub(super) struct Slugs {
    used: HashMap<String, u32>,
}

impl Slugs {
    /// The anchor of a heading with this text; the second of the same text gets `-1`, and so on.
    pub(super) fn of(&mut self, text: &str) -> String {
        let base = slug(text);
        let mut out = base.clone();
        let mut number = self.used.get(&base).copied().unwrap_or_default();
        while self.used.contains_key(&out) {
            number += 1;
            out = format!("{base}-{number}");
        }
        self.used.insert(base, number);
        self.used.entry(out.clone()).or_default();
        out
    }
}

/// In lower case, without signs but `-` and `_`, with `-` for each space.
fn slug(text: &str) -> String {
    let kept = text.to_lowercase();
    let kept = kept.chars().filter(|it| match it.general_category_group() {
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Mark | GeneralCategoryGroup::Number => true,
        GeneralCategoryGroup::Punctuation
        | GeneralCategoryGroup::Symbol
        | GeneralCategoryGroup::Separator
        | GeneralCategoryGroup::Other => matches!(it, ' ' | '-' | '_' | '\u{203f}' | '\u{2040}' | '\u{2054}'),
    });
    kept.map(|it| if it == ' ' { '-' } else { it }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_those_of_github() {
        for (text, expected) in [
            ("Flagship goals", "flagship-goals"),
            ("Beyond the `&`", "beyond-the-"),
            ("C++/Rust Interop #388", "crust-interop-388"),
            ("build-std's first_step", "build-stds-first_step"),
            ("Ünïcode 目标 هدف", "ünïcode-目标-هدف"),
            ("🦀 a  b", "-a--b"),
            ("", ""),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn equal_headings_are_numbered() {
        let mut slugs = Slugs::default();
        let made: Vec<_> = ["A", "a", "a-1", "A", "b"].iter().map(|it| slugs.of(it)).collect();
        assert_eq!(made, ["a", "a-1", "a-1-1", "a-2", "b"]);
    }
}
