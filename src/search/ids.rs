//! Identifiers as terms of the index, and the terms a query asks for.

use crate::identifiers::{Found, Hints, Kind, canonical, find};

/// The name of a kind in terms and in the query grammar.
pub fn code(kind: Kind) -> &'static str {
    match kind {
        Kind::Phone => "phone",
        Kind::Iban => "iban",
        Kind::Plate => "plate",
        Kind::Document => "doc",
        Kind::PersonalNumber => "id",
        Kind::TaxNumber => "tax",
        Kind::Imei => "imei",
        Kind::Email => "email",
        Kind::Ip => "ip",
        Kind::Crypto => "crypto",
        Kind::Mrz => "mrz",
    }
}

/// How many last digits of a telephone number are a term of their own, so that it is found without its prefix.
const PHONE_END: usize = 7;

/// The terms one identifier is found under.
pub fn terms_of(found: &Found) -> Vec<String> {
    let mut terms = vec![format!("{}:{}", code(found.kind), found.value)];
    if found.kind == Kind::Phone
        && let Some(end) = phone_end(&found.value)
    {
        terms.push(end);
    }
    terms
}

/// Every identifier of a text as terms, each once.
pub fn terms(text: &str, hints: &Hints) -> Vec<String> {
    let mut terms: Vec<String> = find(text, hints).iter().flat_map(terms_of).collect();
    terms.sort();
    terms.dedup();
    terms
}

fn phone_end(value: &str) -> Option<String> {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let start = digits.len().checked_sub(PHONE_END)?;
    Some(format!("phone_end:{}", &digits[start..]))
}

/// Whose local telephone numbers a case of the region may hold, beside those of its own State.
const REGION: [&str; 8] = ["AL", "BA", "XK", "ME", "MK", "RS", "HR", "SI"];

/// The terms asked for by `phone:"064 123 4567"` and its like: what the text is recognised as, else its letters and digits.
/// A telephone number without its country is asked for in every State of the region; one that cannot be read in full, by its last digits.
pub fn asked(kind: &str, text: &str, hints: &Hints) -> Vec<String> {
    let mut recognised: Vec<String> = find(text, hints)
        .iter()
        .filter(|found| code(found.kind) == kind)
        .map(|found| format!("{kind}:{}", found.value))
        .collect();
    if kind == "phone" && !text.trim_start().starts_with(['+', '(']) && !text.trim_start().starts_with("00") {
        for state in REGION {
            let read = canonical(Kind::Phone, text, &Hints::of(&[state]));
            let term = read.first().filter(|number| number.starts_with('+')).map(|number| format!("{kind}:{number}"));
            recognised.extend(term.filter(|term| !recognised.contains(term)));
        }
    }
    // So many digits are a number of some State, and the end of many another.
    let bare_end = kind == "phone" && text.chars().filter(char::is_ascii_digit).count() == PHONE_END;
    if recognised.is_empty() || bare_end {
        recognised.extend(if kind == "phone" { phone_end(text) } else { None });
    }
    if kind == "phone" || !recognised.is_empty() {
        return recognised;
    }
    if !is_whole(kind, text) {
        return Vec::new();
    }
    if kind == "email" || kind == "ip" {
        return vec![format!("{kind}:{}", text.trim().to_lowercase())];
    }
    // Look-alikes of Cyrillic plates are Latin letters in every canonical spelling.
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).map(look_alike).collect();
    let mut terms = vec![format!("{kind}:{}", plain.to_uppercase())];
    if kind == "crypto" {
        terms.push(format!("{kind}:{}", text.trim()));
        terms.push(format!("{kind}:{}", text.trim().to_lowercase()));
    }
    terms
}

/// Whether text may be a whole identifier of its kind: a part of one has no term in the index, and its absence would say nothing.
fn is_whole(kind: &str, text: &str) -> bool {
    let signs = text.chars().filter(|c| c.is_alphanumeric()).count();
    let least = match kind {
        "iban" => 15,
        "imei" => 14,
        "crypto" => 20,
        "plate" => 5,
        _ => 4,
    };
    signs >= least && !text.contains('*') && (kind != "email" || text.contains('@'))
}

/// Cyrillic capitals that look like Latin ones.
fn look_alike(c: char) -> char {
    match c {
        'А' | 'а' => 'A',
        'В' | 'в' => 'B',
        'Е' | 'е' => 'E',
        'К' | 'к' => 'K',
        'М' | 'м' => 'M',
        'Н' | 'н' => 'H',
        'О' | 'о' => 'O',
        'Р' | 'р' => 'P',
        'С' | 'с' => 'C',
        'Т' | 'т' => 'T',
        'Х' | 'х' => 'X',
        'Ј' | 'ј' => 'J',
        other => other,
    }
}
