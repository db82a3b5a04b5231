//! Numbers written in words, 0 to 9999, in the languages of the drafts: "dvadeset pet", "fünfundzwanzig", "njëzet e pesë". The words
//! stand in `numerals.toml`; this reads texts by them.
//!
//! Not for: ordinals, fractions, millions. What is no number in words is passed over.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::language::fold::fold;
use crate::language::script::to_latin;

/// A number found in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numeral {
    pub value: u32,
    /// Nothing follows from it alone: an article ("ein", "një"), a word with another meaning, a bare "hundred".
    pub doubtful: bool,
}

/// What a word, or a piece of a compound, adds to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// 0 to 19
    Small(u32),
    /// 20, 30 … 90
    Ten(u32),
    /// 100, 200 … 900 in one word
    Hundreds(u32),
    /// Times a hundred
    Hundred,
    /// Times a thousand; `true` if it means 1000 alone
    Thousand(bool),
    Joiner,
}

/// The words of a language as they stand in the data.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    fold: bool,
    #[serde(default)]
    together: bool,
    #[serde(default)]
    unit_first: bool,
    joiner: String,
    #[serde(default)]
    endings: Vec<String>,
    doubtful: Vec<String>,
    small: Vec<Vec<String>>,
    tens: Vec<Vec<String>>,
    hundreds: Vec<Vec<String>>,
    hundred: Vec<String>,
    thousand: Vec<String>,
    thousands: Vec<String>,
}

struct Reader {
    fold: bool,
    together: bool,
    unit_first: bool,
    doubtful: Vec<String>,
    parts: HashMap<String, Vec<Part>>,
    longest: usize,
}

impl Reader {
    fn new(words: &Words) -> Reader {
        let mut reader = Reader {
            fold: words.fold,
            together: words.together,
            unit_first: words.unit_first,
            doubtful: Vec::new(),
            parts: HashMap::new(),
            longest: 0,
        };
        reader.doubtful = words.doubtful.iter().map(|word| reader.plain(word)).collect();
        let mut add = |word: &str, part: Part| {
            let word = reader.plain(word);
            reader.longest = reader.longest.max(word.len());
            let known = reader.parts.entry(word).or_default();
            if !known.contains(&part) {
                known.push(part);
            }
        };
        for (value, forms) in (0..).zip(&words.small) {
            for form in forms {
                add(form, Part::Small(value));
                for ending in words.endings.iter().filter(|_| value >= 5) {
                    add(&format!("{form}{ending}"), Part::Small(value));
                }
            }
        }
        for (value, forms) in (2..).zip(&words.tens) {
            for form in forms {
                add(form, Part::Ten(value * 10));
                for ending in &words.endings {
                    add(&format!("{form}{ending}"), Part::Ten(value * 10));
                }
            }
        }
        for (value, forms) in (1..).zip(&words.hundreds) {
            forms.iter().for_each(|form| add(form, Part::Hundreds(value * 100)));
        }
        words.hundred.iter().for_each(|word| add(word, Part::Hundred));
        words.thousand.iter().for_each(|word| add(word, Part::Thousand(true)));
        words.thousands.iter().for_each(|word| add(word, Part::Thousand(false)));
        add(&words.joiner, Part::Joiner);
        reader
    }

    fn plain(&self, word: &str) -> String {
        let word = to_latin(word).to_lowercase();
        if self.fold { fold(&word) } else { word }
    }

    /// The parts a word is made of; none if it is no word of numbers.
    fn cut(&self, word: &str) -> Option<Vec<Part>> {
        if let Some(parts) = self.parts.get(word) {
            return parts.first().map(|part| vec![*part]);
        }
        // The longest number in words has some fifty letters; a longer word is none, and would only be cut deep.
        if !self.together || word.len() > 80 {
            return None;
        }
        // Longest pieces first, and back where the rest does not fit: "ottanta", not "otto" and a remainder.
        for end in (1..word.len()).rev().filter(|end| *end <= self.longest && word.is_char_boundary(*end)) {
            let Some(part) = self.parts.get(&word[..end]).and_then(|parts| parts.first()) else { continue };
            if let Some(mut rest) = self.cut(&word[end..]) {
                rest.insert(0, *part);
                return Some(rest);
            }
        }
        None
    }

    /// A number from the beginning of the parts: its value and how many parts it takes.
    fn number(&self, parts: &[Part]) -> Option<(u32, usize)> {
        let (mut value, mut taken) = match self.below_thousand(parts) {
            Some((value, taken)) => match parts.get(taken) {
                Some(Part::Thousand(_)) if (1..10).contains(&value) => (value * 1000, taken + 1),
                _ => return Some((value, taken)),
            },
            None if matches!(parts.first(), Some(Part::Thousand(true))) => (1000, 1),
            None => return None,
        };
        let joined = usize::from(parts.get(taken) == Some(&Part::Joiner));
        if let Some((rest, more)) = self.below_thousand(&parts[taken + joined..]).filter(|(rest, _)| *rest > 0) {
            value += rest;
            taken += joined + more;
        }
        Some((value, taken))
    }

    fn below_thousand(&self, parts: &[Part]) -> Option<(u32, usize)> {
        let (hundreds, taken) = match (parts.first(), parts.get(1)) {
            (Some(Part::Hundreds(value)), _) => (*value, 1),
            (Some(Part::Small(unit @ 1..10)), Some(Part::Hundred)) => (unit * 100, 2),
            (Some(Part::Hundred), _) => (100, 1),
            _ => return self.below_hundred(parts),
        };
        let joined = usize::from(parts.get(taken) == Some(&Part::Joiner));
        match self.below_hundred(&parts[taken + joined..]).filter(|(rest, _)| *rest > 0) {
            Some((rest, more)) => Some((hundreds + rest, taken + joined + more)),
            None => Some((hundreds, taken)),
        }
    }

    fn below_hundred(&self, parts: &[Part]) -> Option<(u32, usize)> {
        match (parts.first()?, parts.get(1), parts.get(2)) {
            (Part::Small(unit @ 1..10), Some(Part::Joiner), Some(Part::Ten(ten))) if self.unit_first => Some((ten + unit, 3)),
            (Part::Small(value), ..) => Some((*value, 1)),
            (Part::Ten(ten), Some(Part::Joiner), Some(Part::Small(unit @ 1..10))) => Some((ten + unit, 3)),
            (Part::Ten(ten), Some(Part::Small(unit @ 1..10)), _) => Some((ten + unit, 2)),
            (Part::Ten(ten), ..) => Some((*ten, 1)),
            _ => None,
        }
    }
}

fn readers() -> &'static BTreeMap<String, Reader> {
    static READERS: OnceLock<BTreeMap<String, Reader>> = OnceLock::new();
    READERS.get_or_init(|| {
        let mut readers = BTreeMap::new();
        for (tag, words) in table() {
            for other in &words.also {
                readers.insert(other.clone(), Reader::new(&words));
            }
            readers.insert(tag, Reader::new(&words));
        }
        readers
    })
}

/// The data; compiled in, and read by a test.
fn table() -> BTreeMap<String, Words> {
    toml::from_str(include_str!("numerals.toml")).unwrap_or_default()
}

fn reader(language: &str) -> Option<&'static Reader> {
    readers().get(language.split('-').next().unwrap_or(language))
}

/// The numbers a text has in words, in order. A language without a table has none.
pub fn numerals(text: &str, language: &str) -> Vec<Numeral> {
    let Some(reader) = reader(language) else { return Vec::new() };
    let mut found = Vec::new();
    let mut run: Vec<(Part, usize)> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for (word, tied) in tokens(text) {
        let word = reader.plain(word);
        let parts = reader.cut(&word);
        if !tied || parts.is_none() {
            read_run(reader, &run, &words, &mut found);
            run.clear();
            words.clear();
        }
        if let Some(parts) = parts {
            run.extend(parts.into_iter().map(|part| (part, words.len())));
            words.push(word);
        }
    }
    read_run(reader, &run, &words, &mut found);
    found
}

/// Whether a word says "thousand", as behind digits: "5 hiljada".
pub fn is_thousand(word: &str, language: &str) -> bool {
    reader(language).is_some_and(|reader| {
        reader.parts.get(&reader.plain(word)).is_some_and(|parts| parts.iter().any(|part| matches!(part, Part::Thousand(_))))
    })
}

/// The month a word names, in the languages of requests (case endings included). Words that are also other words are left out.
pub fn month(word: &str) -> Option<u8> {
    const MONTHS: [&[&str]; 12] = [
        &["januar", "january", "janar", "januari", "gennaio", "jänner", "siječ"],
        &["februar", "february", "shkurt", "febbraio", "feber", "veljač"],
        &["mart", "march", "märz", "mars", "ožuj"],
        &["april", "aprile", "prill", "travnj"],
        &["maj", "mai", "maggio", "svibnj", "svibanj"],
        &["jun", "june", "juni", "qershor", "giugno", "lipnj", "lipanj"],
        &["jul", "july", "juli", "korrik", "luglio", "srpnj", "srpanj"],
        &["avgust", "august", "gusht", "agosto", "kolovoz"],
        &["septembar", "septembr", "september", "shtator", "settembre", "rujn", "rujan"],
        &["oktobar", "oktobr", "october", "oktober", "tetor", "ottobre", "listopad"],
        &["novembar", "novembr", "november", "nëntor", "novembre", "studen"],
        &["decembar", "decembr", "december", "dezember", "dhjetor", "dicembre", "prosinc", "prosinac"],
    ];
    // Short names take only a case ending; "may" and "marsh" must not become months.
    const ENDINGS: &[&str] = &["", "a", "u", "om", "i", "it", "ki", "ka", "t", "o", "ri", "s", "n"];
    (0..12)
        .find(|index| MONTHS[*index].iter().any(|stem| word.strip_prefix(stem).is_some_and(|ending| ENDINGS.contains(&ending))))
        .map(|index| index as u8 + 1)
}

/// Words, and whether only blanks or a hyphen stand between a word and the one before it.
fn tokens(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut end = 0;
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(move |word| {
        // Both lie in one text: the distance of their addresses is the place.
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let tied = text[end..start].chars().all(|c| c.is_whitespace() || c == '-');
        end = start + word.len();
        (word, tied)
    })
}

fn read_run(reader: &Reader, run: &[(Part, usize)], words: &[String], found: &mut Vec<Numeral>) {
    let parts: Vec<Part> = run.iter().map(|(part, _)| *part).collect();
    let mut at = 0;
    while at < parts.len() {
        // A number begins and ends where words do.
        let begins = at == 0 || run[at].1 != run[at - 1].1;
        let ends = |end: usize| end == run.len() || run[end].1 != run[end - 1].1;
        match reader.number(&parts[at..]).filter(|(_, taken)| begins && ends(at + taken)) {
            Some((value, taken)) => {
                let alone = taken == 1;
                let bare = matches!(parts[at], Part::Hundred | Part::Thousand(_));
                let doubtful = alone && (value == 1 || bare || reader.doubtful.contains(&words[run[at].1]));
                found.push(Numeral { value, doubtful });
                at += taken;
            }
            None => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number as the language writes it, from the first form of each word.
    fn spelled(language: &str, number: u32) -> String {
        static TABLE: OnceLock<BTreeMap<String, Words>> = OnceLock::new();
        let table = TABLE.get_or_init(table);
        let words =
            table.get(language).unwrap_or_else(|| table.values().find(|words| words.also.iter().any(|t| t == language)).unwrap());
        let first = |forms: &[String]| forms.first().cloned().unwrap_or_default();
        let small = |n: u32| first(&words.small[n as usize]);
        let (blank, joiner) = if words.together { ("", String::new()) } else { (" ", format!(" {} ", words.joiner)) };
        let below_hundred = |n: u32| -> String {
            if n < 20 {
                return small(n);
            }
            let ten = first(&words.tens[n as usize / 10 - 2]);
            match (n % 10, language) {
                (0, _) => ten,
                (unit, "de") => format!("{}und{ten}", small(unit)),
                (unit @ (1 | 8), "it") => format!("{}{}", &ten[..ten.len() - 1], small(unit)),
                (unit, "en") => format!("{ten}-{}", small(unit)),
                (unit, "sr") => format!("{ten} {}", small(unit)),
                (unit, _) if words.together => format!("{ten}{}", small(unit)),
                (unit, _) => format!("{ten}{joiner}{}", small(unit)),
            }
        };
        let below_thousand = |n: u32| -> String {
            let hundreds = match (n / 100, words.hundreds.is_empty()) {
                (0, _) => return below_hundred(n),
                (h, false) => first(&words.hundreds[h as usize - 1]),
                (1, true) if language == "it" => "cento".to_string(),
                (h, true) => format!("{}{blank}{}", small(h), words.hundred[0]),
            };
            match n % 100 {
                0 => hundreds,
                rest if matches!(language, "en" | "sq" | "mk") => format!("{hundreds}{joiner}{}", below_hundred(rest)),
                rest => format!("{hundreds}{blank}{}", below_hundred(rest)),
            }
        };
        let thousands = match (number / 1000, language) {
            (0, _) => return below_thousand(number),
            (1, "it" | "sr" | "mk") => words.thousand[0].clone(),
            (2, "sr" | "mk") => format!("{} {}", words.small[2][1], words.thousands[0]),
            (t, _) => format!("{}{blank}{}", small(t), words.thousands.first().unwrap_or(&words.thousand[0])),
        };
        match number % 1000 {
            0 => thousands,
            rest => format!("{thousands}{blank}{}", below_thousand(rest)),
        }
    }

    fn values(text: &str, language: &str) -> Vec<u32> {
        numerals(text, language).into_iter().map(|one| one.value).collect()
    }

    #[test]
    fn every_number_is_read_as_it_is_spelled() {
        for language in ["sr", "mk", "sq", "en", "de", "it"] {
            for number in 0..10_000 {
                let spelled = spelled(language, number);
                assert_eq!(values(&spelled, language), [number], "{language}: {spelled}");
            }
        }
    }

    #[test]
    fn numbers_are_found_in_sentences_in_either_script() {
        for (text, language, expected) in [
            ("Prevezao je dvadeset pet osoba za dve hiljade petsto evra.", "sr-Latn", vec![25, 2500]),
            ("Превезао је двадесет и пет особа, међу њима четворо деце.", "sr-Cyrl", vec![25, 4]),
            ("Zatečeno je jedanaestoro ljudi, petorica muškaraca.", "bs", vec![11, 5]),
            ("Isplaćeno je dvije tisuće eura.", "hr", vec![2000]),
            ("Fünfundzwanzig Personen zahlten je zweitausendfünfhundert Euro.", "de", vec![25, 2500]),
            ("Njëzet e pesë persona paguan dy mijë e pesëqind euro.", "sq", vec![25, 2500]),
            ("Дваесет и пет лица, меѓу нив четири деца; петмина мажи.", "mk", vec![25, 4, 5]),
            ("Twenty-five people paid two thousand five hundred euros each.", "en", vec![25, 2500]),
            ("Venticinque persone pagarono duemilacinquecento euro.", "it", vec![25, 2500]),
            ("pet, šest", "hr", vec![5, 6]),
            ("Achtung! Der Treno, die Nullerjahre, drehen, undeutlich, Einsatz", "de", vec![]),
            ("što, stol, petak, šestar, osamljen, stoga", "sr", vec![]),
            ("trentino, seicolori, milledue", "it", vec![1002]),
            ("vingt-cinq", "fr", vec![]),
        ] {
            assert_eq!(values(text, language), expected, "{text}");
        }
        let doubtful = |text: &str, language: &str| numerals(text, language).iter().all(|one| one.doubtful);
        assert!(
            doubtful("ein Konto", "de") && doubtful("sto", "sr") && doubtful("sei", "it") && doubtful("several thousand", "en")
        );
        assert!(!doubtful("sto dvadeset", "sr") && !doubtful("zwei", "de"));
        assert!(is_thousand("hiljada", "sr-Latn") && is_thousand("илјади", "mk") && !is_thousand("evra", "sr"));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]

        /// Numbers with other words between them come back one by one, in capitals or not.
        #[test]
        fn numbers_between_words_come_back(numbers in proptest::collection::vec(2_u32..10_000, 1..5), tag in 0_usize..6, high: bool) {
            let language = ["sr", "mk", "sq", "en", "de", "it"][tag];
            let text: String = numbers.iter().map(|number| format!("Xyz {} qqq. ", spelled(language, *number))).collect();
            let text = if high { text.to_uppercase() } else { text };
            proptest::prop_assert_eq!(values(&text, language), numbers, "{}", text);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,60}") {
            for language in ["sr", "mk", "sq", "en", "de", "it"] {
                let _ = numerals(&text, language);
            }
        }
    }
}
