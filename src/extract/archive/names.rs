//! Names of entries: bytes in whatever encoding the packing program used.

use crate::extract::codepage;

/// The name as text. UTF-8 where it is that; otherwise a DOS code page, as packing programs on Windows write them.
pub fn text(raw: &[u8]) -> String {
    if let Ok(name) = std::str::from_utf8(raw) {
        return name.to_owned();
    }
    let letters = |page: u16, good: fn(char) -> bool| {
        let (name, whole) = codepage::decode(raw, page);
        (whole && name.chars().filter(|c| !c.is_ascii()).all(good)).then_some(name)
    };
    let cyrillic = |c: char| matches!(c, '\u{400}'..='\u{45f}' | '№');
    let regional = |c: char| "čćžšđëçäöüßČĆŽŠĐËÇÄÖÜéá–".contains(c);
    // No word mixes the scripts: "\x9fa\xe7a" is "čaša" in 852, not "Яaчa" in 866.
    let unmixed = |name: &String| {
        let pairs = name.chars().zip(name.chars().skip(1));
        !pairs.into_iter().any(|(a, b)| (cyrillic(a) && b.is_ascii_alphabetic()) || (a.is_ascii_alphabetic() && cyrillic(b)))
    };
    letters(866, cyrillic)
        .filter(unmixed)
        .or_else(|| letters(1251, cyrillic).filter(unmixed))
        .or_else(|| letters(852, regional))
        .or_else(|| letters(1250, regional))
        .unwrap_or_else(|| codepage::decode(raw, 437).0)
}

/// The name without the ending a compressor added: "a.txt.gz" → "a.txt", "a.tgz" → "a.tar".
pub fn inner(name: &str, endings: &[&str]) -> String {
    let lower = name.to_ascii_lowercase();
    for tar in ["tgz", "tbz2", "tbz", "txz", "tzst"] {
        if let Some(stem) = lower.strip_suffix(tar).filter(|stem| stem.ends_with('.')) {
            return format!("{}tar", name.get(..stem.len()).unwrap_or_default());
        }
    }
    for ending in endings {
        if let Some(stem) = lower.strip_suffix(ending).and_then(|s| s.strip_suffix('.')).filter(|s| !s.is_empty()) {
            return name.get(..stem.len()).unwrap_or(name).to_owned();
        }
    }
    format!("{name}.content")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_old_code_pages() {
        assert_eq!(text("zapis čekanja".as_bytes()), "zapis čekanja");
        assert_eq!(text(b"\x9fa\xe7a.txt"), "čaša.txt");
        assert_eq!(text(b"\x8f\xe0\xae\xad.doc"), "Прон.doc");
        assert_eq!(text(b"caf\x82.txt"), "café.txt");
    }

    #[test]
    fn inner_names() {
        assert_eq!(inner("a.txt.gz", &["gz"]), "a.txt");
        assert_eq!(inner("B.TGZ", &["gz"]), "B.tar");
        assert_eq!(inner("dump", &["gz"]), "dump.content");
    }
}
