//! Whose word counts: the rule for every value that both people and sync write.

use super::fingerprint;

/// What becomes of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    /// Nothing is new.
    Keep,
    /// What was fetched goes into the file.
    Write,
    /// The value stays; the fingerprint of what was fetched goes into the file.
    Record,
    /// The value stays, since a person has edited it; what was fetched has changed as well.
    Conflict,
}

/// Decides about the value `here` in the file, beside which the fingerprint `kept` stands, when
/// `there` was fetched.
///
/// A value without a fingerprint is a person's: from now on it has one, so that a change over
/// there is noticed.
pub(super) fn decide(here: Option<&str>, kept: Option<&str>, there: &str) -> Decision {
    let new = fingerprint(there);
    let here = here.map(fingerprint);
    match (here, kept) {
        (None, None) => Decision::Write,
        (Some(_), None) => Decision::Record,
        (_, Some(kept)) if kept == new => Decision::Keep,
        (Some(here), Some(_)) if here == new => Decision::Record,
        (Some(here), Some(kept)) if here == kept => Decision::Write,
        (_, Some(_)) => Decision::Conflict,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_win() {
        let (old, new) = (fingerprint("old"), fingerprint("new"));
        for (here, kept, there, expected) in [
            (None, None, "new", Decision::Write),
            (Some("old"), Some(&old), "old", Decision::Keep),
            (Some("old"), Some(&old), "new", Decision::Write),
            (Some("mine"), Some(&old), "old", Decision::Keep),
            (Some("mine"), Some(&old), "new", Decision::Conflict),
            (Some("new"), Some(&old), "new", Decision::Record),
            (Some("mine"), None, "new", Decision::Record),
            (None, Some(&old), "old", Decision::Keep),
            (None, Some(&old), "new", Decision::Conflict),
            (Some("old\r\n"), Some(&old), "new", Decision::Write),
            (Some("mine"), Some(&new), "new", Decision::Keep),
        ] {
            assert_eq!(decide(here, kept.map(String::as_str), there), expected, "{here:?} {kept:?} {there}");
        }
    }
}
