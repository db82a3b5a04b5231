//! The name of the bookmark that stands before a content control. Word allows forty letters, digits and underscores, too few for a tag:
//! the name is made of the tag's digest.

/// What the names of our bookmarks begin with. A name that begins with `_` is not listed in Word's dialog.
const BEGINNING: &str = "_rg";

/// The bookmark of the control with this tag; in the file, `_` and a running number follow, since a tag may stand there twice.
pub fn bookmark(tag: &str) -> String {
    // FNV-1a, 64 bits: short, stable for all time, and nothing secret hangs on it.
    let digest =
        tag.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{BEGINNING}{digest:016x}")
}

/// The bookmark as [`bookmark`] gives it, from a name found in a file; `None` if it is not one of ours.
pub fn bookmark_of(name: &str) -> Option<&str> {
    let (own, number) = name.rsplit_once('_')?;
    let digest = own.strip_prefix(BEGINNING)?;
    let is_ours =
        digest.len() == 16 && digest.bytes().all(|b| b.is_ascii_hexdigit()) && number.bytes().all(|b| b.is_ascii_digit());
    is_ours.then_some(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_found_again() {
        let name = bookmark("facts[2].text@sr-Cyrl");
        let written = format!("{name}_12345");
        assert!(written.len() <= 40);
        assert_eq!(bookmark_of(&written), Some(name.as_str()));
        assert_ne!(bookmark("facts[2].text@sr-Cyrl"), bookmark("facts[2].text@sr-Latn"));
        for other in ["_Toc123456", "_rg12_3", "rg8f0ae1df2b3b2d9c_1", ""] {
            assert_eq!(bookmark_of(other), None, "{other}");
        }
    }
}
