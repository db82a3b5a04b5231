//! The words of drafts in all languages: labels, headings, terms of lists and standing phrases, read from four tables.
//!
//! A table has one column a language; an empty cell in hr means the word is the same as in Bosnian, an empty cell in cnr the same
//! as in Serbian. Serbian Cyrillic is written from the Latin by rule, so nobody types a text twice.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::mla::cyrillic::cyrillic;

/// The languages a draft can be written in, as BCP 47 tags.
pub const LANGUAGES: [&str; 10] = ["en", "sq", "bs", "hr", "sr-Latn", "sr-Cyrl", "cnr", "mk", "de", "it"];

/// Columns of the tables after the key.
const COLUMNS: [&str; 9] = ["en", "sq", "bs", "hr", "sr-Latn", "cnr", "mk", "de", "it"];

/// Which table a word stands in; reviews are kept by set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Set {
    /// `labels.csv`: names of fields.
    Labels,
    /// `headings.csv`: names of blocks; reviewed together with the labels.
    Headings,
    /// `terms.csv`: values of closed lists, names of States, languages and instruments.
    Terms,
    /// `phrases.csv`: whole sentences.
    Phrases,
}

type Table = HashMap<String, Vec<String>>;

static TABLES: LazyLock<HashMap<Set, Table>> = LazyLock::new(|| {
    HashMap::from([
        (Set::Labels, read(include_str!("data/labels.csv"))),
        (Set::Headings, read(include_str!("data/headings.csv"))),
        (Set::Terms, read(include_str!("data/terms.csv"))),
        (Set::Phrases, read(include_str!("data/phrases.csv"))),
    ])
});

/// Key to one text a language of [`LANGUAGES`]; rows that do not parse are left out, which the tests would notice.
fn read(text: &str) -> Table {
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let mut table = Table::new();
    for record in reader.records().flatten() {
        let Some(key) = record.get(0) else { continue };
        let own =
            |language: &str| COLUMNS.iter().position(|c| *c == language).and_then(|at| record.get(at + 1)).unwrap_or_default();
        let cell = |language: &str| {
            let twin = match language {
                "hr" => "bs",
                "cnr" => "sr-Latn",
                other => other,
            };
            if own(language).is_empty() { own(twin).to_owned() } else { own(language).to_owned() }
        };
        let texts =
            LANGUAGES.iter().map(|language| if *language == "sr-Cyrl" { cyrillic(&cell("sr-Latn")) } else { cell(language) });
        table.insert(key.to_owned(), texts.collect());
    }
    table
}

/// The column for a tag: itself, or the same language in its usual script ("sr" is Latin here, "cnr-Latn" is "cnr").
pub fn column(tag: &str) -> Option<usize> {
    let exact = LANGUAGES.iter().position(|l| *l == tag);
    exact.or_else(|| {
        let mut parts = tag.split('-');
        let base = parts.next().unwrap_or_default();
        let cyrillic = tag.contains("-Cyrl");
        let wanted = match (base, cyrillic) {
            ("sr", true) => "sr-Cyrl",
            ("sr", false) => "sr-Latn",
            (base, false) => base,
            _ => return None,
        };
        LANGUAGES.iter().position(|l| *l == wanted)
    })
}

/// The word for a key in a language; none if the key or the language is unknown. Bosnian and Montenegrin are also written in
/// Cyrillic where asked ("bs-Cyrl", "cnr-Cyrl").
pub fn word(set: Set, key: &str, language: &str) -> Option<String> {
    let texts = TABLES.get(&set)?.get(key)?;
    if let Some(column) = column(language) {
        return texts.get(column).filter(|t| !t.is_empty()).cloned();
    }
    let base = language.strip_suffix("-Cyrl").filter(|base| matches!(*base, "bs" | "cnr"))?;
    texts.get(column(base)?).map(|text| cyrillic(text))
}

/// The keys of a set, sorted.
pub fn keys(set: Set) -> Vec<&'static str> {
    let mut keys: Vec<&str> = TABLES.get(&set).map(|t| t.keys().map(String::as_str).collect()).unwrap_or_default();
    keys.sort_unstable();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETS: [Set; 4] = [Set::Labels, Set::Headings, Set::Terms, Set::Phrases];

    #[test]
    fn every_word_is_there_in_every_language() {
        for set in SETS {
            assert!(keys(set).len() > 30, "{set:?}");
            for key in keys(set) {
                for language in LANGUAGES {
                    assert!(word(set, key, language).is_some(), "{set:?} {key} {language}");
                }
            }
        }
    }

    #[test]
    fn no_row_is_lost_or_doubled() {
        for (set, text) in [
            (Set::Labels, include_str!("data/labels.csv")),
            (Set::Headings, include_str!("data/headings.csv")),
            (Set::Terms, include_str!("data/terms.csv")),
            (Set::Phrases, include_str!("data/phrases.csv")),
        ] {
            let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
            let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("every row has ten cells");
            assert_eq!(rows.len(), keys(set).len(), "{set:?}");
        }
    }

    #[test]
    fn cyrillic_is_written_by_rule_and_abbreviations_stay() {
        assert_eq!(word(Set::Labels, "digest", "sr-Cyrl").as_deref(), Some("SHA-256"));
        assert_eq!(word(Set::Labels, "iban", "sr-Cyrl").as_deref(), Some("IBAN"));
        assert_eq!(word(Set::Headings, "facts", "sr-Cyrl").as_deref(), Some("Чињенично стање"));
        assert_eq!(word(Set::Phrases, "page", "sr-Cyrl").as_deref(), Some("Страна {page} од {pages}"));
        assert_eq!(word(Set::Terms, "target.ip", "sr-Cyrl").as_deref(), Some("IP адреса"));
        assert_eq!(word(Set::Headings, "facts", "bs-Cyrl").as_deref(), Some("Опис чињеница"));
    }

    #[test]
    fn scripts_do_not_mix_in_a_word() {
        for set in SETS {
            for key in keys(set) {
                for language in LANGUAGES {
                    let text = word(set, key, language).unwrap_or_default();
                    for part in text.split(|c: char| !c.is_alphabetic()).filter(|p| !p.is_empty()) {
                        let cyrillic = part.chars().filter(|c| ('\u{400}'..='\u{4ff}').contains(c)).count();
                        assert!(cyrillic == 0 || cyrillic == part.chars().count(), "{set:?} {key} {language}: {part}");
                        if cyrillic > 0 {
                            assert!(matches!(language, "mk" | "sr-Cyrl"), "{set:?} {key} {language}: {part}");
                        }
                    }
                }
            }
        }
    }

    /// Serbian is ekavian, the others are not: a word that an empty cell takes over must not carry these stems.
    #[test]
    fn no_ekavian_word_slips_into_an_ijekavian_language() {
        let ekavian = [
            "mera", "mere ", "zahtev", "svedok", "svedoč", "obavešt", "sledeć", "pre ", "delo", "delimič", "vreme ", "vrednost",
            "mesto", "saved", "proveren", "overen", "poverlj", "razume", "dole ", "izmen",
        ];
        for set in SETS {
            for key in keys(set) {
                for language in ["bs", "hr", "cnr"] {
                    let text = format!("{} ", word(set, key, language).unwrap_or_default().to_lowercase());
                    for stem in ekavian {
                        let found = text.match_indices(stem).any(|(at, _)| at == 0 || !text[..at].ends_with(char::is_alphabetic));
                        assert!(!found, "{set:?} {key} {language}: {stem} in {text}");
                    }
                }
            }
        }
    }

    #[test]
    fn places_to_fill_in_are_the_same_in_every_language() {
        let places = |text: &str| {
            let mut found: Vec<String> = text
                .match_indices('{')
                .filter_map(|(at, _)| text[at..].find('}').map(|end| text[at..at + end].to_owned()))
                .collect();
            found.sort();
            found
        };
        for key in keys(Set::Phrases) {
            let english = places(&word(Set::Phrases, key, "en").unwrap_or_default());
            for language in LANGUAGES {
                assert_eq!(places(&word(Set::Phrases, key, language).unwrap_or_default()), english, "{key} {language}");
            }
        }
    }
}
