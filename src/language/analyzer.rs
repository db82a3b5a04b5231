//! From the words of a text to what is indexed and asked: exact spelling, stems, name keys.

pub use super::words::{Word, Words, words};
use super::{fold, names, stem::Stemmers};
use std::collections::HashMap;

use foldhash::fast::RandomState;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Version of everything this room does to a word. An index says which chain wrote it; a query must be read by the same one.
/// Raise it whenever a fold, a stem, a name key or a number may come out differently.
pub const CHAIN_VERSION: u32 = 4;

/// What a word is looked up by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Analysed {
    /// The folded spelling; empty only for a word without a letter or digit.
    pub exact: String,
    /// Distinct stems in six languages, at least one. They stand at one position; take the best match, never the sum.
    pub stems: Vec<String>,
    /// Name keys of the word and of its stem, if it begins with a capital letter (or its script has none); else empty.
    pub names: Vec<String>,
}

/// Analyses words, remembering each distinct one: a text uses few words often.
///
/// Memory is bounded: when the store of words is full it is emptied, which costs speed and never a result.
pub struct Analyzer {
    stemmers: Stemmers,
    /// The keys come from evidence: the hash is seeded, so that no file can make words collide on purpose.
    seen: HashMap<Box<str>, Analysed, RandomState>,
    last: Analysed,
}

/// Distinct words kept at once (about 200 bytes each).
const REMEMBERED: usize = 100_000;
/// Longer words are analysed and forgotten.
const LONGEST_REMEMBERED: usize = 64;

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

impl Analyzer {
    pub fn new() -> Self {
        Analyzer { stemmers: Stemmers::new(), seen: HashMap::default(), last: Analysed::default() }
    }

    /// The analysis of one word, as [`words`] cuts it from a text.
    pub fn analyse(&mut self, word: &str) -> &Analysed {
        if word.len() > LONGEST_REMEMBERED {
            self.last = self.analyse_afresh(word);
            return &self.last;
        }
        if !self.seen.contains_key(word) {
            if self.seen.len() >= REMEMBERED {
                self.seen.clear();
            }
            let analysed = self.analyse_afresh(word);
            return self.seen.entry(word.into()).or_insert(analysed);
        }
        &self.seen[word]
    }

    /// The analysis of one word without remembering it: for those who remember what they make of it.
    pub fn analyse_afresh(&self, word: &str) -> Analysed {
        let exact = fold::fold(word);
        let lower = small_letters(word);
        let stems = self.stems(word, &exact, &lower);
        let names = if names::may_be_name(word) { names::keys_of(&lower) } else { Vec::new() };
        Analysed { exact, stems, names }
    }

    /// The stems of one word alone, for those who have its fold already and remember what they make of it.
    pub fn stems_of(&self, word: &str, folded: &str) -> Vec<String> {
        self.stems(word, folded, &small_letters(word))
    }

    fn stems(&self, word: &str, folded: &str, lower: &str) -> Vec<String> {
        let mut stems = self.stemmers.all(folded, lower);
        // A hyphen at the line's end may have been a real one: its parts can be found, too.
        if word.contains(['\n', '\u{2028}', '\u{85}']) {
            for part in word.split(['-', '\u{2010}', '\u{2011}']) {
                let part = part.trim();
                let folded = fold::fold(part);
                if !folded.is_empty() {
                    for stem in self.stemmers.all(&folded, &small_letters(part)) {
                        if !stems.contains(&stem) {
                            stems.push(stem);
                        }
                    }
                }
            }
        }
        stems
    }
}

/// The word in small letters with its marks, composed, without what merely joins its parts.
pub(crate) fn small_letters(word: &str) -> String {
    if word.is_ascii() {
        return word.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    }
    let keep = |c: &char| c.is_alphanumeric() || is_combining_mark(*c);
    if word.chars().any(is_combining_mark) {
        word.nfc().flat_map(char::to_lowercase).filter(keep).collect()
    } else {
        word.chars().flat_map(char::to_lowercase).filter(keep).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn remembering_changes_nothing() {
        let mut analyser = Analyzer::new();
        for word in ["Džaferijem", "кријумчарење", "2024", "kri-\njumčar", "محمد", "e\u{301}", "x"] {
            let once = Analyzer::new().analyse_afresh(word);
            assert_eq!(*analyser.analyse(word), once);
            assert_eq!(*analyser.analyse(word), once);
        }
    }

    #[test]
    fn the_parts_of_a_word_over_two_lines_are_found_too() {
        let joined = Analyzer::new().analyse_afresh("crno-\nbelog");
        assert_eq!(joined.exact, "crnobelog");
        assert!(joined.stems.iter().any(|s| Analyzer::new().analyse_afresh("beli").stems.contains(s)), "{joined:?}");
    }

    #[test]
    fn names_are_words_that_may_be_names() {
        assert!(Analyzer::new().analyse_afresh("Džaferi").names.contains(&"JAFARI".to_owned()));
        assert!(Analyzer::new().analyse_afresh("džaferi").names.is_empty());
        assert!(Analyzer::new().analyse_afresh("BG123AB").names.is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn any_text_is_analysed(text in "(\\PC|[\u{AD}\u{301}\n-]){0,60}") {
            let mut analyser = Analyzer::new();
            for w in words(&text) {
                let a = analyser.analyse(w.of(&text));
                prop_assert!(!a.stems.is_empty());
            }
        }
    }
}
