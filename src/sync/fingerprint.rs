//! Short marks of fetched texts, by which an edit is noticed.

/// The fingerprint of a text: 16 hexadecimal digits, the same for all versions of the program.
///
/// It is the 64-bit FNV-1a hash (<http://www.isthe.com/chongo/tech/comp/fnv/>) of the text's
/// UTF-8, with `\n` for line ends and without white space at the end: an editor that changes line
/// ends or the last empty line has changed nothing.
pub fn fingerprint(text: &str) -> String {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let text = text.trim_end();
    let bytes = text.bytes().enumerate().filter(|&(at, it)| !(it == b'\r' && text.as_bytes().get(at + 1) == Some(&b'\n')));
    let hash = bytes.fold(OFFSET, |hash, (_, byte)| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_fingerprints_stay() {
        // the published test vectors of FNV-1a
        assert_eq!(fingerprint(""), "cbf29ce484222325");
        assert_eq!(fingerprint("a"), "af63dc4c8601ec8c");
        assert_eq!(fingerprint("foobar"), "85944171f73967e8");
    }

    #[test]
    fn line_ends_and_the_end_do_not_count() {
        assert_eq!(fingerprint("a\r\nb\r\n\r\n"), fingerprint("a\nb"));
        assert_ne!(fingerprint("a\rb"), fingerprint("a\nb"));
        assert_ne!(fingerprint("a\r"), fingerprint("a\rb"));
        assert_ne!(fingerprint(" a"), fingerprint("a"));
        assert_ne!(fingerprint("ä"), fingerprint("a"));
    }
}
