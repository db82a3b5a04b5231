//! Numbers and dates of a text, in digits, as months and in words, held against those of the same text in another language.

use std::collections::BTreeMap;

use crate::language::script::to_latin;
use crate::mla::numerals::{Numeral, is_thousand, month, numerals};
use crate::mla::rules::Severity;

/// From here on a number in words that the other version does not have in any shape is told; smaller ones ("in two cases", "twice") are
/// often said without a number.
const TELLING: u32 = 11;

/// The numbers of one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// In digits, and months.
    digits: Counted,
    /// In words.
    words: Vec<Numeral>,
}

type Counted = BTreeMap<String, usize>;

impl Numbers {
    /// Read a text in this language (a tag as in the request; empty if none is given).
    pub fn read(text: &str, language: &str) -> Numbers {
        let mut digits = Counted::new();
        for number in in_digits(text, language) {
            *digits.entry(number).or_default() += 1;
        }
        Numbers { digits, words: numerals(text, language) }
    }

    /// No number at all.
    pub fn is_empty(&self) -> bool {
        self.digits.is_empty() && self.words.is_empty()
    }

    /// Whether this number stands there, in digits or in words.
    pub fn holds(&self, value: u32) -> bool {
        self.digits.contains_key(&value.to_string()) || self.words.iter().any(|word| word.value == value)
    }

    /// How the two differ, and how grave it is: an error where a number in digits is missing or two numbers in words are not the same, a
    /// warning where a number in words has no partner at all.
    pub fn against(&self, other: &Numbers) -> Option<(Severity, String)> {
        let (mut left, mut right) = (self.digits.clone(), other.digits.clone());
        cancel(&mut left, &mut right);
        let (mut left_words, mut right_words) = (self.words.clone(), other.words.clone());
        // Digits on one side may stand in words on the other.
        cover(&mut left, &mut right_words);
        cover(&mut right, &mut left_words);
        left_words.retain(|word| match right_words.iter().position(|one| one.value == word.value) {
            Some(at) => {
                right_words.remove(at);
                false
            }
            None => true,
        });
        if !left.is_empty() || !right.is_empty() {
            // Only words that can be meant are told beside digits without a partner.
            return Some((Severity::Error, told(&shown(&left, &sure(&left_words, 0)), &shown(&right, &sure(&right_words, 0)))));
        }
        let both = (sure(&left_words, 2), sure(&right_words, 2));
        if !both.0.is_empty() && !both.1.is_empty() {
            return Some((Severity::Error, told(&in_words(&both.0), &in_words(&both.1))));
        }
        let one = (sure(&left_words, TELLING), sure(&right_words, TELLING));
        let any = !one.0.is_empty() || !one.1.is_empty();
        any.then(|| (Severity::Warning, told(&in_words(&one.0), &in_words(&one.1))))
    }
}

/// Take what stands on both sides off both.
fn cancel(left: &mut Counted, right: &mut Counted) {
    for (number, count) in left.iter_mut() {
        if let Some(other) = right.get_mut(number) {
            let common = (*count).min(*other);
            *count -= common;
            *other -= common;
        }
    }
    left.retain(|_, count| *count > 0);
    right.retain(|_, count| *count > 0);
}

/// Take digits off that stand among the words, and those words with them.
fn cover(digits: &mut Counted, words: &mut Vec<Numeral>) {
    for (number, count) in digits.iter_mut() {
        while *count > 0
            && let Some(at) = words.iter().position(|word| word.value.to_string() == *number)
        {
            words.remove(at);
            *count -= 1;
        }
    }
    digits.retain(|_, count| *count > 0);
}

fn sure(words: &[Numeral], least: u32) -> Vec<u32> {
    words.iter().filter(|word| !word.doubtful && word.value >= least).map(|word| word.value).collect()
}

fn in_words(values: &[u32]) -> String {
    values.iter().map(|value| format!("{value} (in words)")).collect::<Vec<_>>().join(", ")
}

fn shown(digits: &Counted, words: &[u32]) -> String {
    let digits: Vec<&str> = digits.keys().map(String::as_str).collect();
    [digits.join(", "), in_words(words)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn told(left: &str, right: &str) -> String {
    match (left.is_empty(), right.is_empty()) {
        (false, false) => format!("{left} against {right}"),
        (false, true) => format!("{left} stands in the first only"),
        _ => format!("{right} stands in the second only"),
    }
}

/// Every number in digits, without its separators: `2. 3. 2026` and `2 March 2026` share 2 and 2026, so months in words are added; `5
/// hiljada` is 5000.
fn in_digits(text: &str, language: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let latin = to_latin(text).to_lowercase();
    let chars: Vec<char> = latin.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].is_ascii_digit() {
            let start = at;
            // A separator between groups of exactly three digits belongs to the number: 12.500, 12,500, 12 500.
            while at < chars.len() {
                let group = |from: usize| {
                    chars.get(from..from + 3).is_some_and(|g| g.iter().all(char::is_ascii_digit))
                        && !chars.get(from + 3).is_some_and(char::is_ascii_digit)
                };
                if chars[at].is_ascii_digit() || (".,\u{a0}\u{202f}' ".contains(chars[at]) && at - start <= 3 && group(at + 1)) {
                    at += 1;
                } else {
                    break;
                }
            }
            let digits: String = chars[start..at].iter().filter(|c| c.is_ascii_digit()).collect();
            let trimmed = digits.trim_start_matches('0');
            let next: String = chars[at..].iter().skip_while(|c| c.is_whitespace()).take_while(|c| c.is_alphabetic()).collect();
            let thousands = if !trimmed.is_empty() && is_thousand(&next, language) { "000" } else { "" };
            numbers.push(if trimmed.is_empty() { "0".to_string() } else { format!("{trimmed}{thousands}") });
        } else {
            at += 1;
        }
    }
    let words: Vec<&str> = latin.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_number =
        |at: Option<usize>| at.and_then(|at| words.get(at)).is_some_and(|word| word.chars().all(|c| c.is_ascii_digit()));
    for (at, word) in words.iter().enumerate() {
        // "may" is a month beside a number only: "2 May 2026", "in May 2026".
        let may = *word == "may" && (is_number(at.checked_sub(1)) || is_number(Some(at + 1)));
        if let Some(month) = if may { Some(5) } else { month(word) } {
            numbers.push(month.to_string());
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differ(a: (&str, &str), b: (&str, &str)) -> Option<(Severity, String)> {
        Numbers::read(a.1, a.0).against(&Numbers::read(b.1, b.0))
    }

    #[test]
    fn dates_and_amounts_agree_across_languages_and_scripts() {
        for (a, b) in [
            (("de", "Am 2. März 2026 zahlte er 12.500 Euro."), ("en", "On 2 March 2026 he paid 12,500 euros.")),
            (("sr-Latn", "Dana 2. 3. 2026. platio je 12.500 evra."), ("de", "Am 2. März 2026 zahlte er 12.500 Euro.")),
            (("sr-Cyrl", "Дана 2. марта 2026. године"), ("sr-Latn", "Dana 2. marta 2026. godine")),
            (("sq", "Më 5 shkurt 2026 ai pagoi 800 euro"), ("it", "Il 5 febbraio 2026 pagò 800 euro")),
            (("hr", "od 09.02.2026."), ("de", "vom 9. Februar 2026")),
            (("", "IBAN DE00 1234"), ("", "IBAN DE00 1234")),
        ] {
            assert_eq!(differ(a, b), None, "{a:?} / {b:?}");
        }
        for (a, b) in [(("de", "8 Personen"), ("sr", "9 osoba")), (("de", "am 2. März"), ("en", "2 April"))] {
            assert_eq!(differ(a, b).map(|found| found.0), Some(Severity::Error), "{a:?} / {b:?}");
        }
    }

    #[test]
    fn words_stand_for_digits_and_for_words_and_are_not_mistaken() {
        for (a, b) in [
            (("sr-Latn", "dvadeset pet osoba"), ("de", "25 Personen")),
            (("sr-Cyrl", "двадесет и пет особа"), ("sq", "njëzet e pesë persona")),
            (("mk", "дваесет и пет лица"), ("en", "twenty-five people")),
            (("it", "venticinque persone"), ("hr", "25 osoba")),
            (("sr-Latn", "5 hiljada evra"), ("de", "5.000 Euro")),
            (("sr-Latn", "jedno vozilo"), ("de", "1 Fahrzeug")),
            (("sr-Latn", "račun"), ("de", "ein Konto")),
            (("sr-Latn", "u dva navrata"), ("de", "mehrfach")),
            (("sr-Latn", "sto evra"), ("de", "100 Euro")),
            (("sr-Latn", "knjiga i sto"), ("de", "Buch und Tisch")),
        ] {
            assert_eq!(differ(a, b), None, "{a:?} / {b:?}");
        }
        for (a, b, severity, told) in [
            (("sr-Latn", "dvadeset pet osoba"), ("de", "26 Personen"), Severity::Error, "25 (in words) against 26"),
            (
                ("sr-Latn", "dvadeset pet osoba"),
                ("de", "sechsundzwanzig Personen"),
                Severity::Error,
                "25 (in words) against 26 (in words)",
            ),
            (("sq", "tri herë"), ("it", "due volte"), Severity::Error, "3 (in words) against 2 (in words)"),
            (("en", "twelve people"), ("hr", "ljudi"), Severity::Warning, "12 (in words) stands in the first only"),
            (("hr", "ljudi"), ("en", "12 people"), Severity::Error, "12 stands in the second only"),
        ] {
            assert_eq!(differ(a, b), Some((severity, told.to_string())), "{a:?} / {b:?}");
        }
    }
}
