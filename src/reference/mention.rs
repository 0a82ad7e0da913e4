//! `@login`.

use super::{Here, Kind, Reference};

/// GitHub's limit.
const LONGEST: usize = 39;

/// The reference whose `@` is the byte `at`.
///
/// Not in an e-mail address, in `a.@b` (an operator of some language), in the name of a team or a
/// package (`@owner/name`), and not where a decorator is called.
pub(super) fn at<'a>(here: &Here<'a>, at: usize) -> Option<Reference<'a>> {
    if here.before(at).is_some_and(|it| it.is_alphanumeric() || "_./@-&\\#=+~$%`".contains(it)) {
        return None;
    }
    let start = at + 1;
    let bytes = here.text.as_bytes().get(start..)?;
    let length = bytes.iter().take(LONGEST + 1).take_while(|it| it.is_ascii_alphanumeric() || **it == b'-').count();
    let end = start + length;
    let login = here.text.get(start..end)?;
    let plausible = length <= LONGEST
        && login.bytes().any(|it| it.is_ascii_alphabetic())
        && !login.starts_with('-')
        && !login.ends_with('-')
        && !login.contains("--");
    let mut behind = here.from(end);
    let (next, second) = (behind.next(), behind.next());
    let alone = match next {
        None => true,
        Some('.') => !second.is_some_and(|it| it.is_alphanumeric() || it == '@'),
        Some(':') => second != Some(':'),
        Some(it) => !it.is_alphanumeric() && !matches!(it, '_' | '@' | '/' | '(' | '=' | '\\'),
    };
    (plausible && alone).then_some(Reference { range: at..end, kind: Kind::Mention { login } })
}
