//! Inflected forms under one stem, in six languages.
//!
//! A page does not say reliably which language each of its words belongs to (names, quotations, chats), so every word is
//! stemmed by all six and the distinct results stand side by side at the word's place. Measured against one stemmer chosen by
//! language, that finds more in every language, needs no decision, and costs less index.
//!
//! Bosnian, Croatian, Montenegrin and Serbian: Snowball's Serbian algorithm and our pass after it. English, German, Italian: Snowball
//! and our small additions. Macedonian and Albanian: our own tables, since no free stemmer exists. What a linguist would want
//! to correct (endings, irregular words) lies as text in `language/data`.

mod albanian;
mod macedonian;
mod serbian;
pub(crate) mod table;

use frostem::{Algorithm, Stemmer};

/// The languages that have a stemmer here. `Serbian` stands for all four standards of the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    Serbian,
    Macedonian,
    Albanian,
    English,
    German,
    Italian,
}

/// All six, in the order in which their stems are stacked.
pub const LANGUAGES: [Language; 6] =
    [Language::Serbian, Language::Macedonian, Language::Albanian, Language::English, Language::German, Language::Italian];

/// The stemmers, ready to use. Cheap to make and to copy.
#[derive(Clone, Copy)]
pub struct Stemmers {
    serbian: Stemmer,
    english: Stemmer,
    german: Stemmer,
    italian: Stemmer,
}

impl Default for Stemmers {
    fn default() -> Self {
        Self::new()
    }
}

impl Stemmers {
    pub fn new() -> Self {
        Stemmers {
            serbian: Stemmer::new(Algorithm::Serbian),
            english: Stemmer::new(Algorithm::English),
            german: Stemmer::new(Algorithm::German),
            italian: Stemmer::new(Algorithm::Italian),
        }
    }

    /// The stem of one word in one language.
    ///
    /// `folded` is the word's fold, `lower` the word in small letters with its marks (German and Italian need them:
    /// an umlaut or an accent tells endings apart). The stem is always in folded letters.
    pub fn stem(&self, language: Language, folded: &str, lower: &str) -> String {
        let mut out = String::new();
        self.stem_into(language, folded, lower, &mut out);
        out
    }

    fn stem_into(&self, language: Language, folded: &str, lower: &str, out: &mut String) {
        match language {
            Language::Serbian => serbian::stem_into(self.serbian, folded, out),
            Language::Macedonian => macedonian::stem_into(folded, out),
            Language::Albanian => albanian::stem_into(folded, out),
            Language::English => out.push_str(&self.english.stem(folded)),
            Language::German => super::fold::fold_into(&self.german.stem(lower), out),
            Language::Italian => super::fold::fold_into(&self.italian.stem(lower), out),
        }
    }

    /// The distinct stems of a word in all languages, in the order of [`LANGUAGES`]; never empty for a word with letters.
    pub fn all(&self, folded: &str, lower: &str) -> Vec<String> {
        // A number has no endings; a run of hundreds of letters is no word. Other scripts have endings of their own.
        if folded.len() > LONGEST || folded.bytes().any(|b| b.is_ascii_digit()) {
            return vec![folded.to_owned()];
        }
        if !folded.is_ascii() {
            return other_script(folded);
        }
        let mut stems: Vec<String> = Vec::with_capacity(4);
        let mut stem = String::with_capacity(folded.len() + 2);
        for language in LANGUAGES {
            stem.clear();
            self.stem_into(language, folded, lower, &mut stem);
            if !stem.is_empty() && !stems.contains(&stem) {
                stems.push(stem.clone());
            }
        }
        if stems.is_empty() {
            stems.push(folded.to_owned());
        }
        stems
    }
}

/// Longer runs of letters (base64, keys) are not stemmed.
const LONGEST: usize = 64;

/// Arabic and Persian words: with and without the article and the particles written together with it. Light, unmeasured.
fn other_script(folded: &str) -> Vec<String> {
    let mut stems = vec![folded.to_owned()];
    const PREFIXES: [&str; 8] = ["وال", "بال", "كال", "فال", "ولل", "لل", "ال", "و"];
    let letters = folded.chars().count();
    if let Some(rest) = PREFIXES.iter().find_map(|p| folded.strip_prefix(p).filter(|_| letters >= p.chars().count() + 3)) {
        stems.push(rest.to_owned());
    }
    const SUFFIXES: [&str; 4] = ["هاي", "ها", "ات", "ين"];
    let bare = stems.last().cloned().unwrap_or_default();
    let letters = bare.chars().count();
    if let Some(rest) = SUFFIXES.iter().find_map(|s| bare.strip_suffix(s).filter(|_| letters >= s.chars().count() + 3)) {
        stems.push(rest.to_owned());
    }
    stems
}

fn is_vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u')
}
