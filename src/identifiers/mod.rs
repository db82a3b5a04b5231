//! Numbers that identify people, accounts, vehicles and devices: found however they are spaced or punctuated, brought to one
//! canonical spelling, checked where a checksum exists.
//!
//! A pattern only proposes: `valid` says what a checksum or a numbering plan says about it. This room knows no other room, no case, no index;
//! what a found number means for a case is somebody else's work.

use serde::Serialize;

/// What kind of thing a number names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Phone,
    Iban,
    Plate,
    /// Passport, identity card or other travel document.
    Document,
    /// JMBG, EMBG, OIB, NID, codice fiscale and their like.
    PersonalNumber,
    TaxNumber,
    Imei,
    Email,
    Ip,
    Crypto,
    /// A machine-readable zone of a travel document.
    Mrz,
}

/// One number found in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    pub kind: Kind,
    /// The canonical spelling (E.164 for phones; capitals without separators for the rest).
    pub value: String,
    /// Byte offsets into the text, on character boundaries.
    pub start: usize,
    pub end: usize,
    /// What checksum or numbering plan says; `None` where there is none to ask.
    pub valid: Option<bool>,
    /// The country or scheme it was read under: `RS`, `btc`; empty if unknown.
    pub scheme: &'static str,
}

/// What is known about where a text comes from, to read local forms.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// ISO 3166 codes of the States whose local forms are tried, most likely first (the case's own State, then that of the text's language).
    pub countries: Vec<String>,
}

/// All identifiers of a text in order of their place.
pub fn find(text: &str, hints: &Hints) -> Vec<Found> {
    let _ = hints;
    email(text)
}

fn email(text: &str) -> Vec<Found> {
    use std::sync::LazyLock;
    static EMAIL: LazyLock<Option<regex::Regex>> =
        LazyLock::new(|| regex::Regex::new(r"(?i)[a-z0-9][a-z0-9._%+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24}").ok());
    EMAIL
        .iter()
        .flat_map(|r| r.find_iter(text))
        .map(|m| Found {
            kind: Kind::Email,
            value: m.as_str().to_lowercase(),
            start: m.start(),
            end: m.end(),
            valid: None,
            scheme: "",
        })
        .collect()
}
