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
mod irregular;
mod macedonian;
mod serbian;
pub(crate) mod table;

use super::script;
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

    /// The stem of one word in one language; of an irregular form, its lemma's.
    ///
    /// `folded` is the word's fold, `lower` the word in small letters with its marks (German and Italian need them:
    /// an umlaut or an accent tells endings apart). The stem is always in folded letters.
    pub fn stem(&self, language: Language, folded: &str, lower: &str) -> String {
        let (folded, lower) = irregular::lemma(language, folded).map_or((folded, lower), |l| (l.folded.as_ref(), l.lower));
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

    /// How much of its word's beginning a stem is sure to have.
    pub fn kept(folded: &str) -> Kept {
        if !folded.is_ascii()
            || folded.len() < 2
            || folded.starts_with("naj")
            || LANGUAGES.iter().any(|language| irregular::lemma(*language, folded).is_some())
        {
            Kept::Nothing
        } else if folded.len() <= 4
            || matches!(
                folded.as_bytes(),
                [b'a' | b'o' | b'u', b'e', ..] | [_, b'j', ..] | [_, b'i', b'j', ..] | b"dying" | b"lying" | b"tying"
            )
        {
            Kept::OneLetter
        } else {
            Kept::TwoLetters
        }
    }

    /// The first bytes of folded words that may have a stem beginning with one of these bytes, other scripts aside.
    pub fn first_letters_of_words(stems: &[bool; 256]) -> [bool; 256] {
        let mut words = *stems;
        // The superlative: najbolji stands at bolj.
        words[usize::from(b'n')] |= stems.contains(&true);
        // A letter alone is softened.
        for (hard, soft) in [(b'k', b'c'), (b'g', b'z'), (b'h', b's')] {
            words[usize::from(hard)] |= stems[usize::from(soft)];
        }
        irregular::other_beginnings(|form, lemma| words[usize::from(form)] |= stems[usize::from(lemma)]);
        words
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
            // An irregular form may be another, regular word as well (weiß: know, white): both readings stand.
            if let Some(lemma) = irregular::lemma(language, folded) {
                stem.clear();
                self.stem_into(language, &lemma.folded, lemma.lower, &mut stem);
                if !stems.contains(&stem) {
                    stems.push(stem.clone());
                }
            }
        }
        for also in self.changing(folded, lower) {
            if !stems.contains(&also) {
                stems.push(also);
            }
        }
        if stems.is_empty() {
            stems.push(folded.to_owned());
        }
        stems
    }

    /// Second readings of South Slavic words whose stem changes before its endings in ways no list of endings shows. They stand beside the first:
    /// - the vowel that comes and goes before n (lažan, lažni; Dragan, Draganom; in Cyrillic letters also граничен, граничниот), where the ending -an is
    ///   otherwise taken off whole;
    /// - the present of verbs in -ovati and -ivati (putuje, ispituje).
    fn changing(&self, folded: &str, lower: &str) -> Vec<String> {
        let consonant = |before: &str| before.len() >= 3 && before.bytes().last().is_some_and(|b| !is_vowel(b));
        let vowel = |ending: &str| folded.strip_suffix(ending).filter(|before| consonant(before));
        let cyrillic = || lower.chars().next().is_some_and(|c| script::of_char(c) == script::Script::Cyrillic);
        if let Some(before) = vowel("an").or_else(|| vowel("en").filter(|_| cyrillic())) {
            return vec![format!("{before}n")];
        }
        const PRESENT: [&str; 7] = ["ujuci", "ujemo", "ujete", "ujem", "ujes", "uje", "uju"];
        let Some(root) = PRESENT.iter().find_map(|ending| folded.strip_suffix(ending)).filter(|root| root.len() >= 2) else {
            return Vec::new();
        };
        let infinitive = |ending: &str| {
            let mut stem = String::new();
            serbian::stem_into(self.serbian, &format!("{root}{ending}"), &mut stem);
            stem
        };
        vec![infinitive("ovati"), infinitive("ivati")]
    }
}

/// How much of its word's beginning a stem is sure to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Irregular forms (`went`), the superlative (`najbolji`), a letter alone (`k`, softened), other scripts.
    Nothing,
    /// A vowel written for an umlaut (`ueber`), the reflexes of jat (`cijena`, `mjesto`), a consonant that changes before the ending of a
    /// short word (`oko`).
    OneLetter,
    /// The first two letters, or one where the stem has no more.
    TwoLetters,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::analyzer::small_letters;
    use crate::language::fold::fold;
    use proptest::prelude::*;

    fn stem(language: Language, word: &str) -> String {
        Stemmers::new().stem(language, &fold(word), &small_letters(word))
    }

    #[test]
    fn a_stem_begins_as_its_word_does_or_it_is_said_that_it_may_not() {
        let texts = [
            include_str!("../data/irregular.txt"),
            include_str!("../data/function-words.txt"),
            include_str!("../data/glossary.json"),
            include_str!("../../../fixtures/statutes/de-code.md"),
            include_str!("../../../fixtures/statutes/it-bis.txt"),
            include_str!("../../../fixtures/statutes/mk-after.txt"),
            include_str!("../../../fixtures/statutes/sq-slash.txt"),
            include_str!("../../../fixtures/statutes/sr-before.txt"),
        ];
        let stemmers = Stemmers::new();
        let (mut regular, mut first_letters) = (0, 0);
        for word in texts.iter().flat_map(|text| crate::language::words::words(text).map(|word| word.of(text))) {
            let folded = fold(word);
            if folded.is_empty() || word.contains('\n') {
                continue;
            }
            for stem in stemmers.all(&folded, &small_letters(word)) {
                let kept = match Stemmers::kept(&folded) {
                    Kept::Nothing => 0,
                    Kept::OneLetter => 1,
                    Kept::TwoLetters => 2,
                };
                assert!(folded.starts_with(&stem[..stem.len().min(kept)]), "{word}: {stem}");
                regular += usize::from(kept == 2);
                let mut stems = [false; 256];
                stems[usize::from(stem.as_bytes()[0])] = true;
                if folded.is_ascii() {
                    assert!(Stemmers::first_letters_of_words(&stems)[usize::from(folded.as_bytes()[0])], "{word}: {stem}");
                    first_letters += 1;
                }
            }
        }
        assert!(first_letters > 5000, "{first_letters}");
        assert!(regular > 3000, "{regular}");
    }

    #[test]
    fn the_forms_of_a_word_meet() {
        for (language, forms) in [
            (Language::Serbian, &["krijumčarenje", "кријумчарењем", "krijumčarenja", "krijumčarenju"][..]),
            (Language::Serbian, &["knjiga", "knjigama", "књизи", "knjigo"]),
            (Language::Serbian, &["cena", "cijena", "cijene", "ценама"]),
            (Language::Serbian, &["brat", "braća", "braćom", "bratu"]),
            (Language::Serbian, &["optužnica", "optužnicom", "optužnice"]),
            (Language::Macedonian, &["криумчарење", "криумчарењето", "криумчарења"]),
            (Language::Macedonian, &["возач", "возачот", "возачи", "возачите"]),
            (Language::Albanian, &["kontrabandë", "kontrabanda", "kontrabandës", "kontrabandën"]),
            (Language::Albanian, &["shofer", "shoferi", "shoferit", "shoferët", "shoferëve"]),
            (Language::Albanian, &["punoj", "punova", "punuar", "punuakësha", "punohet"]),
            (Language::Albanian, &["vij", "erdhi", "ardhur"]),
            (Language::English, &["smuggle", "smuggling", "smuggled"]),
            (Language::English, &["go", "went", "gone"]),
            (Language::German, &["Schleuser", "Schleusern"]),
            (Language::German, &["nehmen", "nahm", "genommen", "nimmt"]),
            (Language::Italian, &["trafficante", "trafficanti"]),
        ] {
            for form in forms {
                assert_eq!(stem(language, form), stem(language, forms[0]), "{language:?} {form} / {}", forms[0]);
            }
        }
    }

    #[test]
    fn an_ambiguous_form_keeps_both_readings() {
        let stems = Stemmers::new().all("weiss", "weiß");
        assert!(stems.contains(&"weiss".to_owned()) && stems.contains(&stem(Language::German, "wissen")), "{stems:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn every_word_has_a_stem_and_none_panics(word in "\\PC{1,30}|[a-zšđčćžëç]{1,20}") {
            let folded = fold(&word);
            let stems = Stemmers::new().all(&folded, &small_letters(&word));
            prop_assert!(!stems.is_empty());
            for (i, s) in stems.iter().enumerate() {
                prop_assert!(!stems[..i].contains(s));
                prop_assert!(folded.is_empty() || !s.is_empty());
            }
        }
    }
}
