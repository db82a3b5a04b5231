//! Telephone numbers, other numbers, addresses and days of birth in the words of a text.

use super::names::folded;
use super::reading::Word;
use crate::identifiers::national_digits;
use crate::mla::numerals::month;
use crate::mla::request::Date;

/// A telephone number as everybody in the country dials it, without the leading zero; none for other numbers.
pub fn dialled(number: &str) -> Option<String> {
    let number = number.trim();
    let plain = number.chars().all(|c| c.is_ascii_digit() || is_inside_number(c));
    let digits: String = number.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    let international = if number.starts_with('+') { Some(digits.as_str()) } else { digits.strip_prefix("00") };
    let national = match international {
        // Under a country code nobody knows, all digits are the number.
        Some(international) => national_digits(&format!("+{international}")).unwrap_or_else(|| international.to_string()),
        None if digits.starts_with('0') => digits,
        None => return None,
    };
    let national = national.trim_start_matches('0');
    (plain && (7..=12).contains(&national.len())).then(|| national.to_string())
}

/// What is written between the digits of a number.
fn is_inside_number(c: char) -> bool {
    matches!(c, '+' | '(' | ')' | '/' | '-' | '.' | '–' | '\u{2010}'..='\u{2012}') || c != '\n' && c.is_whitespace()
}

/// Groups of digits; `None` where something stands between two that is not written inside a number.
pub fn digit_groups(text: &str) -> Vec<Option<String>> {
    let mut groups: Vec<Option<String>> = Vec::new();
    let mut group = String::new();
    let mut between = 0;
    for c in text.chars() {
        if c.is_ascii_digit() {
            group.push(c);
            between = 0;
            continue;
        }
        if !group.is_empty() {
            groups.push(Some(std::mem::take(&mut group)));
        }
        between += 1;
        if !is_inside_number(c) || between > 3 {
            groups.push(None);
        }
    }
    if !group.is_empty() {
        groups.push(Some(group));
    }
    groups
}

/// Whether neighbouring groups are this number, with at most a zero, country code and exchange before it.
pub fn calls(groups: &[Option<String>], phone: &str) -> bool {
    (0..groups.len()).any(|start| {
        let mut dialled = String::new();
        for group in &groups[start..] {
            let Some(group) = group else { break };
            dialled.push_str(group);
            if dialled.len() > phone.len() + 6 {
                break;
            }
            if dialled.ends_with(phone) {
                return true;
            }
        }
        false
    })
}

/// A number of an account, a document or a person, without what parts its groups; none for what is too short, or no number.
pub fn compact(number: &str) -> Option<String> {
    let letters: String = folded(number).concat();
    let digits = letters.chars().filter(char::is_ascii_digit).count();
    (!number.contains('@') && digits >= 4 && letters.chars().count() >= 5).then_some(letters)
}

/// Whether the words, put together, are this number: `DE89 3704 …`, `A 1234567`.
pub fn numbered(words: &[Word], number: &str) -> bool {
    (0..words.len()).any(|start| {
        let mut left = number;
        for (at, word) in words[start..].iter().enumerate() {
            match left.strip_prefix(word.folded.as_str()) {
                Some(rest) if at == 0 || word.near => left = rest,
                _ => return false,
            }
            if left.is_empty() {
                // A short number inside a longer one is another.
                let goes_on =
                    |word: Option<&Word>| word.is_some_and(|word| word.folded.starts_with(|c: char| c.is_ascii_digit()));
                let before = words[start].near && goes_on(start.checked_sub(1).and_then(|at| words.get(at)));
                let after = words.get(start + at + 1).filter(|word| word.near);
                return number.len() >= 8 || !before && !goes_on(after);
            }
        }
        false
    })
}

/// Words of addresses that may be there or not, or stand in another shape.
const STREET: &[&str] = &[
    "ulica",
    "ulici",
    "ulice",
    "ulicu",
    "ul",
    "rruga",
    "rr",
    "via",
    "bulevar",
    "bul",
    "nr",
    "br",
    "broj",
    "no",
    "num",
    "str",
    "strasse",
    "street",
    "st",
    "kbr",
    "kucni",
    "hausnummer",
    "bb",
];

/// An address, as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Words before the number; those that may be left out are gone.
    words: Vec<String>,
    /// All of them in one.
    together: String,
    /// House number; none where the address has no number.
    number: Option<String>,
}

/// What a text says of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// Street and number stand there.
    House,
    /// A place without a number, or the number with a letter: others may live there, too.
    Near,
}

fn plain_word(word: &str) -> String {
    match word.strip_suffix("strasse").or_else(|| word.strip_suffix("straße")) {
        Some(rest) if !rest.is_empty() => format!("{rest}str"),
        _ => word.to_string(),
    }
}

fn is_extra(word: &str) -> bool {
    STREET.contains(&word)
}

/// `3`, `3a`: not a post code, not a year.
fn is_house_number(word: &str) -> bool {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    word.len() - digits.len() <= 1 && (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

impl Place {
    /// The street and number of an address, or the place where it has none; none where only one word is left: a town alone gives
    /// nobody away.
    pub fn new(address: &str) -> Option<Place> {
        let street = |part: &str| {
            let words: Vec<String> = folded(part).iter().map(|word| plain_word(word)).collect();
            let at = words.iter().position(|word| is_house_number(word));
            let before: Vec<String> = words[..at.unwrap_or(words.len())].iter().filter(|word| !is_extra(word)).cloned().collect();
            (before, at.and_then(|at| words.get(at)).cloned())
        };
        let (first, rest) = address.split_once(',').unwrap_or((address, ""));
        let (mut words, mut number) = street(first);
        if number.is_none() && !words.is_empty() && folded(rest).first().is_some_and(|word| is_house_number(word)) {
            number = folded(rest).first().cloned();
        } else if number.is_none() && words.len() < 2 {
            // The town in front: `11000 Beograd, Ulica primera 5`; or a place of one word with its town.
            let other = street(rest);
            if other.1.is_some() && !other.0.is_empty() {
                (words, number) = other;
            } else {
                words.extend(other.0);
            }
        }
        // A name of a place needs a letter or two; one word alone is a town.
        let enough = if number.is_some() { !words.is_empty() } else { words.len() > 1 };
        enough.then(|| Place { together: words.concat(), words, number })
    }

    /// Whether it stands in these words.
    pub fn stands_in(&self, words: &[Word]) -> Option<Placed> {
        let plain: Vec<String> = words.iter().map(|word| plain_word(&word.folded)).filter(|word| !is_extra(word)).collect();
        let mut best = None;
        for end in 0..plain.len() {
            let found = match &self.number {
                None => self.ends_at(&plain, end + 1).then_some(Placed::Near),
                Some(number) => self.numbered_at(&plain, end, number),
            };
            match found {
                Some(Placed::House) => return found,
                Some(Placed::Near) => best = found,
                None => {}
            }
        }
        best
    }

    /// A house number at this place, with the street before it or in the same word: `Beispielweg3`.
    fn numbered_at(&self, plain: &[String], at: usize, number: &str) -> Option<Placed> {
        let word = plain.get(at)?;
        let letters = |word: &str| word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).to_string();
        let same = |found: &str| {
            if found == number {
                Some(Placed::House)
            } else {
                (is_house_number(found) && letters(found) == letters(number)).then_some(Placed::Near)
            }
        };
        let digits = word.find(|c: char| c.is_ascii_digit())?;
        if digits == 0 {
            let number = same(word)?;
            return self.ends_at(plain, at).then_some(number);
        }
        let (street, found) = word.split_at(digits);
        let mut words = plain[..at].to_vec();
        words.push(street.to_string());
        let number = same(found)?;
        self.ends_at(&words, words.len()).then_some(number)
    }

    /// Whether the words before `end` are those of the place, each with an ending, or put together (`Beispiel-Weg`).
    fn ends_at(&self, plain: &[String], end: usize) -> bool {
        let with_ending = |word: &str, sought: &str| {
            let stem = super::names::stem(sought);
            word == sought
                || stem.len() >= 3
                    && (stem == sought || word.len() > stem.len())
                    && word.starts_with(stem)
                    && word.len() <= sought.len() + 3
                    && word.is_char_boundary(stem.len())
        };
        let count = self.words.len();
        if end >= count && plain[end - count..end].iter().zip(&self.words).all(|(word, sought)| with_ending(word, sought)) {
            return true;
        }
        let mut together = String::new();
        for word in plain[..end].iter().rev().take(6) {
            together.insert_str(0, word);
            if together.len() >= self.together.len() {
                return with_ending(&together, &self.together);
            }
        }
        false
    }
}

/// Words that say that a year is one of birth, in the languages of requests.
const BORN: &[&str] =
    &["roden", "rodj", "rodj", "geb", "gebor", "born", "lindur", "lindj", "nata", "nato", "godist", "jahrgang", "dob"];

/// The day of birth as it is written in the words: `9. 9. 1999`, `9 September 1999`, `9. IX 1999`, `1999-09-09`; or the year beside "born".
pub fn birth(words: &[Word], born: &Date) -> Option<String> {
    let year = born.year.to_string();
    let short = year.get(2..).unwrap_or_default();
    let is_year = |word: &Word| word.folded == year;
    let as_number = |word: &Word| -> Option<i16> {
        let digits = word.folded.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        (!digits.is_empty() && digits.len() <= 2).then(|| digits.parse().ok()).flatten()
    };
    let as_month = |word: &Word| -> Option<i16> {
        const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
        let roman = ROMAN.iter().position(|roman| *roman == word.folded).map(|at| at as i16 + 1);
        let latin = crate::language::script::to_latin(&word.text).to_lowercase();
        let named = if latin == "may" { Some(5) } else { month(&latin).map(i16::from) };
        roman.or(named).or_else(|| as_number(word))
    };
    let written = |words: &[Word]| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    if let (Some(month), Some(day)) = (born.month.map(i16::from), born.day.map(i16::from)) {
        let glued = [format!("{day:02}{month:02}{year}"), format!("{year}{month:02}{day:02}")];
        for (at, word) in words.iter().enumerate() {
            if glued.contains(&word.folded) {
                return Some(word.text.clone());
            }
            let Some(window @ [a, b, c]) = words.get(at..at + 3) else { continue };
            let year_last = is_year(c) || c.folded == short;
            let day_first = as_number(a) == Some(day) && as_month(b) == Some(month) && year_last;
            let month_first = as_month(a) == Some(month) && as_number(b) == Some(day) && year_last;
            let year_first = is_year(a) && as_month(b) == Some(month) && as_number(c) == Some(day);
            if day_first || month_first || year_first {
                return Some(written(window));
            }
        }
    }
    let says_born = |word: &Word| BORN.iter().any(|stem| word.folded.starts_with(stem));
    words.iter().enumerate().filter(|(_, word)| is_year(word)).find_map(|(at, _)| {
        let around = &words[at.saturating_sub(4)..(at + 3).min(words.len())];
        around.iter().any(says_born).then(|| written(around))
    })
}
