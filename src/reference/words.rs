//! The words around a reference, which tell a reference from an ordinal and one kind of RFC from
//! another.

/// The word that ends before the byte `at`, with white space between: letters and digits alone.
/// Empty where something else stands there.
pub fn word_before(text: &str, at: usize) -> &str {
    // More than this is no word that anybody has in a list, and each look back stays short.
    const LONGEST: usize = 16;
    const WIDEST: usize = 2;
    let before = text.get(..at).unwrap_or_default();
    let gap: usize = before.chars().rev().take(WIDEST).take_while(|it| it.is_whitespace()).map(char::len_utf8).sum();
    let before = before.get(..before.len() - gap).unwrap_or_default();
    let length: usize = before.chars().rev().take(LONGEST).take_while(|it| it.is_alphanumeric()).map(char::len_utf8).sum();
    if gap == 0 { "" } else { before.get(before.len() - length..).unwrap_or_default() }
}

/// Whether `word` is one of `words`, which are in lower case.
pub(super) fn is_one_of(word: &str, words: &[&str]) -> bool {
    words.iter().any(|it| word.eq_ignore_ascii_case(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_before() {
        let rows =
            [("", 0, ""), ("a b", 2, "a"), ("ä\u{a0}#", 4, "ä"), ("a#", 1, ""), ("a, b", 3, ""), ("xa \n b", 4, "xa"), ("a   b", 4, "")];
        for (text, at, word) in rows {
            assert_eq!(word_before(text, at), word, "{text:?} {at}");
        }
        assert!(is_one_of("Number", &["number"]));
        assert!(!is_one_of("", &["number"]));
    }
}
