//! `RFC 3680`, `RFC #3680`, `RFC#3680` and `RFC3680`.

use super::words::{is_one_of, word_before};
use super::{Here, Kind, Reference};

/// Standards of the IETF that everybody cites by their bare number.
const IETF: [u64; 22] =
    [791, 793, 1034, 1035, 1123, 2045, 2119, 2616, 3339, 3629, 3986, 4122, 5246, 5280, 5322, 6749, 7231, 7519, 8174, 8259, 8446, 9110];

/// Whether an RFC of that number is one of the IETF's, where nothing else is said.
pub fn is_ietf(number: u64) -> bool {
    IETF.contains(&number)
}

/// The reference whose `R` is the byte `at`.
pub(super) fn at<'a>(here: &Here<'a>, at: usize) -> Option<Reference<'a>> {
    let name = here.text.get(at..at + 3).filter(|it| it.eq_ignore_ascii_case("rfc"))?;
    if here.before(at).is_some_and(|it| it.is_alphanumeric() || matches!(it, '_' | '-' | '/' | '#' | '@' | '.' | '&' | '\\')) {
        return None;
    }
    let mut next = at + name.len();
    next += here.from(next).next().filter(|it| it.is_whitespace()).map_or(0, char::len_utf8);
    let hash = usize::from(here.text.as_bytes().get(next) == Some(&b'#'));
    let (number, end) = here.number(next + hash)?;
    // With a `#` it is an issue of some repository, which the IETF does not have.
    let foreign = hash == 0 && (IETF.contains(&number) || is_one_of(word_before(here.text, at), &["ietf"]));
    (!foreign).then_some(Reference { range: at..end, kind: Kind::Rfc { number } })
}
