//! The data files of this room.

use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Debug, Deserialize)]
pub(super) struct Plate {
    pub country: String,
    pub compact: String,
    /// `shape` or `context`.
    pub asks: String,
    #[serde(default)]
    pub codes: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Number {
    pub country: String,
    /// `personal_number` or `tax_number`.
    pub kind: String,
    pub pattern: String,
    pub algorithm: Option<String>,
    pub alone: bool,
    pub words: Vec<String>,
    #[serde(default)]
    pub regions: Vec<String>,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    pub example: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Document {
    pub country: String,
    pub compact: String,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Words {
    pub document: Vec<String>,
    pub plate: Vec<String>,
    pub phone: Vec<String>,
    pub imei: Vec<String>,
    pub ip: Vec<String>,
    pub account: Vec<String>,
}

#[derive(Deserialize)]
struct Plates {
    plates: Vec<Plate>,
}
#[derive(Deserialize)]
struct Numbers {
    numbers: Vec<Number>,
}
#[derive(Deserialize)]
struct Documents {
    documents: Vec<Document>,
}
#[derive(Deserialize)]
struct WordFile {
    words: Words,
}

// The files are part of the program and the tests read them whole: a reader that fails here cannot reach a user.
pub(super) static PLATES: LazyLock<Vec<Plate>> =
    LazyLock::new(|| serde_json::from_str::<Plates>(include_str!("reference/plates.json")).map(|f| f.plates).unwrap_or_default());
pub(super) static NUMBERS: LazyLock<Vec<Number>> = LazyLock::new(|| {
    serde_json::from_str::<Numbers>(include_str!("reference/numbers.json")).map(|f| f.numbers).unwrap_or_default()
});
pub(super) static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    serde_json::from_str::<Documents>(include_str!("reference/documents.json")).map(|f| f.documents).unwrap_or_default()
});
pub(super) static WORDS: LazyLock<Words> =
    LazyLock::new(|| serde_json::from_str::<WordFile>(include_str!("reference/words.json")).map(|f| f.words).unwrap_or_default());

/// A pattern of the data for a whole compact string.
pub(super) fn whole(pattern: &str) -> String {
    format!("^(?:{pattern})$")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_read_and_every_pattern_compiles() {
        assert_eq!(PLATES.len(), 18);
        assert!(NUMBERS.len() > 20 && DOCUMENTS.len() > 6 && !WORDS.plate.is_empty() && !WORDS.imei.is_empty());
        for pattern in PLATES
            .iter()
            .map(|p| &p.compact)
            .chain(NUMBERS.iter().map(|n| &n.pattern))
            .chain(DOCUMENTS.iter().map(|d| &d.compact))
        {
            assert!(regex::Regex::new(&whole(pattern)).is_ok(), "{pattern}");
        }
        for a in NUMBERS.iter().filter_map(|n| n.algorithm.as_ref()) {
            assert!(crate::identifiers::checksum::check(a, "0").is_some(), "{a} is not implemented");
        }
        for n in NUMBERS.iter() {
            if let Some(example) = &n.example {
                assert!(regex::Regex::new(&whole(&n.pattern)).is_ok_and(|r| r.is_match(example)), "{example} {}", n.pattern);
                if let Some(a) = &n.algorithm {
                    let bare = example.trim_start_matches(|c: char| c.is_ascii_alphabetic() && a != "it_codicefiscale");
                    assert_eq!(crate::identifiers::checksum::check(a, bare), Some(true), "{example} {a}");
                }
            }
        }
    }
}
