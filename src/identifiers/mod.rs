//! Numbers that identify people, accounts, vehicles and devices: found however they are spaced or punctuated, brought to one
//! canonical spelling, checked where a checksum exists.
//!
//! A pattern only proposes: `valid` says what a checksum or a numbering plan says about it. This room knows no other room, no case, no
//! index; what a found number means for a case is somebody else's work. Formats, codes and check algorithms are data with their sources
//! (`identifiers/reference`).

mod account;
mod announce;
pub mod checksum;
mod crypto;
mod document;
mod findings;
mod iban;
mod mrz;
mod net;
mod number;
mod phone;
mod plate;
mod reference;
mod scan;

pub use phone::{national_digits, read_plans_ahead};

use findings::Findings;
use scan::Flat;
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
    /// A machine-readable zone of a travel document; its document number is found as a [`Kind::Document`] of its own.
    Mrz,
}

/// One number found in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    pub kind: Kind,
    /// The canonical spelling: E.164 for phones, small letters for mail addresses, crypto addresses as written, capitals without separators for the
    /// rest.
    pub value: String,
    /// Byte offsets into the text, on character boundaries.
    pub start: usize,
    pub end: usize,
    /// What a checksum or numbering plan says; `None` where there is none to ask.
    pub valid: Option<bool>,
    /// The State or scheme it was read under: `RS`, `btc`; empty if unknown.
    pub scheme: String,
}

/// What is known about where a text comes from, to read local forms.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// ISO 3166 codes of the States whose local forms are tried, most likely first (the case's own State, then those of the text's
    /// language).
    pub countries: Vec<String>,
}

impl Hints {
    /// Hints from a list of States, most likely first.
    pub fn of(countries: &[&str]) -> Hints {
        Hints { countries: countries.iter().map(|c| c.to_uppercase()).collect() }
    }

    fn rank(&self, country: &str) -> usize {
        self.countries.iter().position(|c| c == country).unwrap_or(usize::MAX)
    }

    fn has(&self, country: &str) -> bool {
        self.rank(country) != usize::MAX
    }
}

/// All identifiers of a text in order of their place. Two readings of one span are both given where nothing decides between them (a plate
/// typed in Cyrillic letters that also look like Latin ones).
pub fn find(text: &str, hints: &Hints) -> Vec<Found> {
    if !text.bytes().any(|b| b.is_ascii_digit() || b == b'@' || b >= 0xD9) {
        return Vec::new();
    }
    let flat = Flat::new(text);
    let mut found = Findings::new(flat.len());
    // In this order: what an earlier reader has taken, a later and looser one cannot take again.
    mrz::find(&flat, &mut found);
    net::emails(text, &flat, &mut found);
    if flat.digits > 0 {
        crypto::find(&flat, &mut found);
        iban::find(&flat, &mut found);
        account::find(&flat, hints, &mut found);
        net::addresses(&flat, &mut found);
        number::find(&flat, hints, &mut found);
        phone::international(&flat, &mut found);
        plate::find(&flat, hints, &mut found);
        document::find(&flat, &mut found);
        phone::local(&flat, hints, &mut found);
    }
    let mut found: Vec<Found> = found.all().into_iter().map(|f| f.in_text(&flat)).collect();
    found.sort_by(|a, b| (a.start, a.end, a.kind, &a.value).cmp(&(b.start, b.end, b.kind, &b.value)));
    found.dedup();
    found
}

/// The canonical spellings a written identifier may have, for a query such as `plate:"BG-123-AB"` or `phone:"064 123 4567"`; most
/// likely first, never empty for a text with letters or digits. What cannot be read as the kind asked for is given plainly (capitals, no
/// separators), so that a partly noted number can still be asked for.
pub fn canonical(kind: Kind, written: &str, hints: &Hints) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    let mut add = |v: String| {
        if !v.is_empty() && !values.contains(&v) {
            values.push(v);
        }
    };
    let announced = match kind {
        Kind::Document => format!("passport {written}"),
        Kind::Plate => format!("plate {}", written.to_uppercase()),
        Kind::Imei => format!("IMEI {written}"),
        Kind::Phone => format!("tel {written}"),
        _ => written.to_owned(),
    };
    for f in find(&announced, hints).into_iter().filter(|f| f.kind == kind) {
        add(f.value);
    }
    let flat = Flat::new(written);
    match kind {
        Kind::Email => add(written.trim().to_lowercase()),
        Kind::Crypto | Kind::Ip => add(written.trim().to_owned()),
        Kind::Phone => {
            let digits: String = flat.look.iter().filter(|b| b.is_ascii_digit()).map(|b| *b as char).collect();
            let plus = written.trim_start().starts_with('+');
            add(if plus { format!("+{digits}") } else { digits });
        }
        _ => {
            for letters in [&flat.look, flat.spoken()] {
                add(letters.iter().filter(|b| b.is_ascii_alphanumeric()).map(|b| b.to_ascii_uppercase() as char).collect());
            }
        }
    }
    values
}

/// The last seven digits of a phone number, by which a local note meets the whole number. `None` if it has fewer.
pub fn phone_tail(value: &str) -> Option<&str> {
    let at = value.len().checked_sub(7)?;
    value.get(at..).filter(|t| t.bytes().all(|b| b.is_ascii_digit()))
}

impl Found {
    /// A number at character positions of the flattened text; `in_text` turns them into byte offsets.
    fn at(kind: Kind, value: impl Into<String>, span: std::ops::Range<usize>, valid: Option<bool>, scheme: &str) -> Found {
        Found { kind, value: value.into(), start: span.start, end: span.end, valid, scheme: scheme.to_owned() }
    }

    fn in_text(mut self, flat: &Flat) -> Found {
        let (start, end) = (flat.offset(self.start), flat.end_offset(self.end));
        self.start = start;
        self.end = end;
        self
    }
}

#[cfg(test)]
mod tests;
