//! How a text can be read: what the eye does not see taken out, words put together again that a line end, a hyphen or wide setting
//! tore apart, letters of another script that look alike.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::language::fold::fold;
use crate::language::script::{self, Script};

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it is written, without what cannot be seen.
    pub text: String,
    /// In small Latin letters without marks.
    pub folded: String,
    /// Nothing but what is written inside a number stands before it: a blank, a hyphen, a point.
    pub near: bool,
}

impl Word {
    /// Begins with a capital, or in a script that has none.
    pub fn may_be_name(&self) -> bool {
        crate::language::names::may_be_name(&self.text)
    }
}

/// Every way the words of a text can be cut; nearly always one.
pub fn readings(text: &str) -> Vec<Vec<Word>> {
    let plain = seen(text);
    let mut texts = vec![plain.clone()];
    for other in [joined(&plain), close_up(&plain)] {
        if !texts.contains(&other) {
            texts.push(other);
        }
    }
    texts.iter().map(|text| words(text)).collect()
}

/// The text as the eye sees it: composed letters, nothing invisible, no loose accents.
pub fn seen(text: &str) -> String {
    // Most texts hold nothing but letters everybody knows.
    let common = |c: char| {
        c.is_ascii() || ('\u{c0}'..='\u{24f}').contains(&c) || matches!(c, '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}')
    };
    if text.chars().all(common) {
        return text.to_string();
    }
    text.chars().filter(|c| !is_hidden(*c)).nfkc().filter(|c| !is_combining_mark(*c)).collect()
}

/// Characters without a shape of their own: soft hyphens, joiners, marks of direction, variation selectors, tags.
fn is_hidden(c: char) -> bool {
    matches!(c as u32,
        0xAD | 0x34F | 0x61C | 0x640 | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F | 0x202A..=0x202E
        | 0x2060..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF9..=0xFFFB | 0xE0000..=0xE0FFF)
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2012}' | '\u{2212}')
}

/// Words that a hyphen or an apostrophe parts, also at the end of a line, as one: `Prime-\nrović`, `Al-Khalidi`, `Mu'min`.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let parts = is_hyphen(c) || matches!(c, '\'' | '’' | 'ʼ' | '`');
        if !parts || !out.ends_with(char::is_alphabetic) {
            out.push(c);
            continue;
        }
        let mut blanks = String::new();
        while let Some(blank) = chars.next_if(|next| next.is_whitespace()) {
            blanks.push(blank);
        }
        if !chars.peek().is_some_and(|next| next.is_alphabetic()) {
            out.push(c);
            out.push_str(&blanks);
        }
    }
    out
}

/// Single letters with one blank between them as a word: `P R I M E R`; two blanks part words.
fn close_up(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let single = |at: usize| {
        chars.get(at).is_some_and(|c| c.is_alphabetic())
            && !at.checked_sub(1).and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphanumeric())
            && !chars.get(at + 1).is_some_and(|c| c.is_alphanumeric())
    };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let mut run = 0;
        while single(at + 2 * run) && (run == 0 || chars.get(at + 2 * run - 1).is_some_and(|c| c.is_whitespace())) {
            run += 1;
        }
        if run >= 3 {
            out.extend((0..run).filter_map(|letter| chars.get(at + 2 * letter)));
            at += 2 * run - 1;
        } else if let Some(c) = chars.get(at) {
            out.push(*c);
            at += 1;
        }
    }
    out
}

/// Letters and digits in a row.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = text;
    let mut near = false;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        let between = &rest[..start];
        near = near
            && between.chars().count() <= 3
            && between.chars().all(|c| is_hyphen(c) || c.is_whitespace() || "./–()".contains(c));
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let word = &rest[..end];
        words.push(Word { text: word.to_string(), folded: fold(&script::to_latin(word)), near });
        rest = &rest[end..];
        near = true;
    }
    words
}

/// What a word reads as if letters of another script, or digits, stand in it for letters that look alike; empty for a word of one
/// script.
pub fn lookalikes(word: &str) -> Vec<String> {
    let has = |script: Script| word.chars().any(|c| c.is_alphabetic() && script::of_char(c) == script);
    let (latin, cyrillic, greek) = (has(Script::Latin), has(Script::Cyrillic), has(Script::Greek));
    let mut forms = Vec::new();
    if u8::from(latin) + u8::from(cyrillic) + u8::from(greek) > 1 {
        forms.push(word.chars().map(|c| look(c, 0)).collect::<String>());
        forms.push(word.chars().map(|c| look(c, 1)).collect::<String>());
    }
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if letters >= 3 && word.chars().any(|c| matches!(c, '0' | '1' | '3' | '5')) && word.chars().any(char::is_alphabetic) {
        let read = |one: char| {
            let read = |c| match c {
                '0' => 'o',
                '1' => one,
                '3' => 'e',
                '5' => 's',
                other => other,
            };
            word.chars().map(read).collect::<String>()
        };
        forms.extend([read('l'), read('i')]);
    }
    forms
}

/// Letters that look alike, in Latin, Cyrillic and Greek.
const ALIKE: &[(char, char, char)] = &[
    ('a', 'а', 'α'),
    ('e', 'е', 'ε'),
    ('o', 'о', 'ο'),
    ('p', 'р', 'ρ'),
    ('c', 'с', 'ϲ'),
    ('y', 'у', 'υ'),
    ('x', 'х', 'χ'),
    ('i', 'і', 'ι'),
    ('j', 'ј', 'ϳ'),
    ('s', 'ѕ', 's'),
    ('h', 'һ', 'h'),
    ('d', 'ԁ', 'd'),
    ('q', 'ԛ', 'q'),
    ('w', 'ԝ', 'ω'),
    ('v', 'ѵ', 'ν'),
    ('A', 'А', 'Α'),
    ('B', 'В', 'Β'),
    ('E', 'Е', 'Ε'),
    ('H', 'Н', 'Η'),
    ('I', 'І', 'Ι'),
    ('J', 'Ј', 'Ϳ'),
    ('K', 'К', 'Κ'),
    ('M', 'М', 'Μ'),
    ('N', 'N', 'Ν'),
    ('O', 'О', 'Ο'),
    ('P', 'Р', 'Ρ'),
    ('C', 'С', 'Ϲ'),
    ('S', 'Ѕ', 'S'),
    ('T', 'Т', 'Τ'),
    ('X', 'Х', 'Χ'),
    ('Y', 'У', 'Υ'),
    ('Z', 'Z', 'Ζ'),
    ('k', 'к', 'κ'),
];

/// A letter as it looks in Latin (0) or Cyrillic (1) letters.
fn look(c: char, column: usize) -> char {
    let found = ALIKE.iter().find(|(latin, cyrillic, greek)| [*latin, *cyrillic, *greek].contains(&c));
    found.map_or(c, |(latin, cyrillic, _)| if column == 0 { *latin } else { *cyrillic })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<String> {
        readings(text).into_iter().map(|words| words.into_iter().map(|word| word.folded).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn what_cannot_be_seen_parts_no_word() {
        for text in [
            "Prime\u{ad}rović",
            "Prime\u{200b}rovic\u{301}",
            "Приме\u{301}ровић",
            "Ｐｒｉｍｅｒｏｖｉć",
            "Prime\u{200d}ro\u{2060}vić",
        ] {
            assert_eq!(cut(text), ["primerovic"], "{text:?}");
        }
        assert_eq!(cut("Prime-\n rović"), ["prime rovic", "primerovic"]);
        assert_eq!(cut("Al-Khalidi"), ["al khalidi", "alkhalidi"]);
        assert!(cut("A N A  P E R I Ć.").contains(&"ana peric".to_string()));
        assert_eq!(cut("a i bez - c"), ["a i bez c"], "two letters are no word set wide");
    }

    #[test]
    fn letters_that_look_alike_are_read_in_both_scripts() {
        assert!(lookalikes("Рrimеrоvić").contains(&"Primerović".to_string()));
        assert!(lookalikes("Пpимepовић").contains(&"Примеровић".to_string()));
        assert!(lookalikes("Primer0vić").contains(&"Primerović".to_string()));
        assert!(lookalikes("Primerović").is_empty() && lookalikes("2026").is_empty() && lookalikes("Примеровић").is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn no_text_makes_the_reader_panic(text in "(\\PC|[\u{AD}\u{301}\u{200C}\n -]){0,40}") {
            for word in readings(&text).into_iter().flatten() {
                lookalikes(&word.text);
            }
        }
    }
}
