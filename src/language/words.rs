//! Where words begin and end.

use super::fold::is_inside_word;
use super::script::{self, Script};
use unicode_normalization::char::is_combining_mark;

/// One word of a text: byte offsets into that text, always on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    pub start: usize,
    pub end: usize,
}

impl Word {
    /// The word as it stands in the text, with whatever joins its parts (a soft hyphen, a hyphen and line break).
    pub fn of<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// The words of a text in reading order: runs of letters and digits.
///
/// A word keeps its combining marks (PDF files often bring `c` + caron), soft hyphens and joiners, and goes on over a
/// hyphen at the end of a line when a small letter follows. Chinese and Japanese characters are words of their own.
/// Numbers with separators, plates and telephone numbers fall apart here: identifiers are a layer of their own (`crate::identifiers`).
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// Iterator of [`words`].
#[derive(Debug, Clone)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let bytes = self.text.as_bytes();
        // To the first letter or digit.
        let mut at = self.at;
        let first = loop {
            let &b = bytes.get(at)?;
            if b < 0x80 {
                if b.is_ascii_alphanumeric() {
                    break b as char;
                }
                at += 1;
                continue;
            }
            let c = char_at(self.text, at)?;
            if is_letter(c) {
                break c;
            }
            at += c.len_utf8();
        };
        let start = at;
        at += first.len_utf8();
        let mut end = at;
        let alone = is_ideograph(first);
        let mut last_is_letter = first.is_alphabetic();
        while let Some(&b) = bytes.get(at) {
            if b < 0x80 {
                if b.is_ascii_alphanumeric() && !alone {
                    at += 1;
                    end = at;
                    last_is_letter = b.is_ascii_alphabetic();
                    continue;
                }
                if b == b'-'
                    && at == end
                    && last_is_letter
                    && !alone
                    && let Some(next) = over_line_break(self.text, at + 1)
                {
                    at = next;
                    continue;
                }
                break;
            }
            let Some(c) = char_at(self.text, at) else { break };
            if is_common_letter(c) {
                if alone {
                    break;
                }
                at += c.len_utf8();
                end = at;
                last_is_letter = true;
            } else if is_combining_mark(c) {
                at += c.len_utf8();
                end = at;
            } else if is_inside_word(c) {
                // Only inside: belongs to the word if more of the word follows. A soft hyphen may stand before a line break.
                at += c.len_utf8();
                if c == '\u{AD}'
                    && let Some(next) = over_line_break(self.text, at)
                {
                    at = next;
                }
            } else if is_letter(c) && !alone && !is_ideograph(c) {
                at += c.len_utf8();
                end = at;
                last_is_letter = c.is_alphabetic();
            } else if matches!(c, '\u{2010}' | '\u{2011}') && at == end && last_is_letter && !alone {
                match over_line_break(self.text, at + c.len_utf8()) {
                    Some(next) => at = next,
                    None => break,
                }
            } else {
                break;
            }
        }
        self.at = end;
        Some(Word { start, end })
    }
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn is_letter(c: char) -> bool {
    is_common_letter(c) || c.is_alphanumeric() && !is_combining_mark(c)
}

/// The letters of the region beyond ASCII, told by their numbers alone: the tables of all scripts are asked for the others.
pub(super) fn is_common_letter(c: char) -> bool {
    match c as u32 {
        0x00C0..=0x024F => c != '×' && c != '÷',
        0x0400..=0x0481 | 0x048A..=0x052F => true,
        _ => false,
    }
}

fn is_ideograph(c: char) -> bool {
    matches!(c as u32, 0x3040..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// From just behind a hyphen: if the line ends here (spaces allowed) and the next begins with a small letter (or a letter of a
/// script without capitals), the place of that letter.
fn over_line_break(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let mut breaks = 0;
    for (i, c) in rest.char_indices() {
        match c {
            '\n' | '\u{2028}' | '\u{85}' => {
                breaks += 1;
                if breaks > 1 {
                    return None;
                }
            }
            ' ' | '\t' | '\r' | '\u{A0}' => {}
            c if breaks == 1 && (c.is_lowercase() || (c.is_alphabetic() && script::of_char(c) == Script::Arabic)) => {
                return Some(at + i);
            }
            _ => return None,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::fold::fold;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    fn cut(text: &str) -> Vec<&str> {
        words(text).map(|w| w.of(text)).collect()
    }

    #[test]
    fn a_word_is_not_torn() {
        assert_eq!(cut("c\u{30C}etvrtak, 12:30!"), ["c\u{30C}etvrtak", "12", "30"]);
        assert_eq!(cut("kri\u{AD}jum\u{AD}čar kri-\n  jumčar"), ["kri\u{AD}jum\u{AD}čar", "kri-\n  jumčar"]);
        assert_eq!(cut("crno-beli Nord-\nSüd a-\n\nb x- y"), ["crno", "beli", "Nord", "Süd", "a", "b", "x", "y"]);
        assert_eq!(cut("می\u{200C}رود"), ["می\u{200C}رود"]);
        assert_eq!(cut("end\u{AD} \u{AD}\u{301}"), ["end"]);
        assert_eq!(cut("东京 abc"), ["东", "京", "abc"]);
        assert_eq!(cut("l'immigrazione t'i"), ["l", "immigrazione", "t", "i"]);
    }

    #[test]
    fn the_common_letters_are_letters_to_the_tables_of_all_scripts() {
        let common: Vec<char> = ('\u{80}'..=char::MAX).filter(|c| is_common_letter(*c)).collect();
        assert!(common.contains(&'č') && common.contains(&'џ') && !common.contains(&'×'), "{}", common.len());
        for c in common {
            assert!(c.is_alphabetic() && !is_combining_mark(c) && !is_inside_word(c) && !is_ideograph(c), "{c}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn offsets_are_characters_and_in_order(text in "(\\PC|[\u{AD}\u{301}\u{200C}\n -]){0,60}") {
            let mut before = 0;
            for w in words(&text) {
                prop_assert!(w.start >= before && w.end > w.start);
                prop_assert!(text.get(w.start..w.end).is_some());
                before = w.end;
            }
        }

        #[test]
        fn marks_apart_and_soft_hyphens_change_no_word(text in "[a-zčćžšđA-ZŠË éüабвјђѓй,.]{0,60}", every in 1usize..5) {
            let plain: Vec<String> = words(&text).map(|w| fold(w.of(&text))).collect();
            let apart: String = text.nfd().collect();
            let apart_words: Vec<String> = words(&apart).map(|w| fold(w.of(&apart))).collect();
            prop_assert_eq!(&apart_words, &plain);
            let mut soft = String::new();
            let mut letters = 0;
            for c in text.chars() {
                if c.is_alphabetic() {
                    if letters > 0 && letters % every == 0 {
                        soft.push('\u{AD}');
                    }
                    letters += 1;
                } else {
                    letters = 0;
                }
                soft.push(c);
            }
            let soft_words: Vec<String> = words(&soft).map(|w| fold(w.of(&soft))).collect();
            prop_assert_eq!(&soft_words, &plain);
        }
    }
}
