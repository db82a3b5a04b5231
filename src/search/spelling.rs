//! The spelling of a word as it stands in the text, case aside: what `=word` asks for.

use unicode_normalization::UnicodeNormalization;

/// Lower case, composed, without the soft hyphens, joiners and line-end hyphens that a word may carry inside.
pub fn spelling(word: &str) -> String {
    if word.is_ascii() && !word.bytes().any(|b| b == b'-' || b.is_ascii_whitespace()) {
        return word.to_ascii_lowercase();
    }
    word.nfc()
        .filter(|c| {
            !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '-' | '\u{2010}' | '\u{2011}') && !c.is_whitespace()
        })
        .flat_map(char::to_lowercase)
        .filter(|c| *c != '\u{307}')
        .collect()
}

/// Whether any letter is Cyrillic.
pub fn has_cyrillic(word: &str) -> bool {
    word.chars().any(is_cyrillic)
}

fn is_cyrillic(c: char) -> bool {
    matches!(c as u32, 0x400..=0x52f | 0x1c80..=0x1c8f | 0x2de0..=0x2dff | 0xa640..=0xa69f)
}
