//! Protected persons: who they are, and whether a text gives them away. One model for the check of the request, the finished draft and
//! the papers that are packed.
//!
//! The list stands in `case.toml` (`[[protected]]`), and every person of the request with a `code` is protected, too. Names are found in
//! any order, in either script, declined, in the spellings of the region, and inside addresses of mail and networks
//! (`ana.petrovic@…`); telephone numbers in every way they are dialled; other numbers and addresses letter for letter.

use serde::Deserialize;

use super::request::Request;
use super::spelling::NameParts;
use crate::identifiers::national_digits;
use crate::language::fold::fold;
use crate::language::script;

/// A person whose name must not be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Protected {
    /// Code name that stands for the person.
    pub code: String,
    /// Full names.
    pub names: Vec<String>,
    /// Other spellings, nicknames, handles.
    pub variants: Vec<String>,
    /// Personal number, numbers of documents, telephones, accounts, e-mail addresses.
    pub numbers: Vec<String>,
    /// Where the person lives or can be found: `Ulica 5, Grad`.
    pub addresses: Vec<String>,
}

impl Protected {
    /// The list of `case.toml`. `Err` says what is wrong there.
    pub fn read(settings: &toml::Table) -> Result<Vec<Protected>, String> {
        match settings.get("protected") {
            None => Ok(Vec::new()),
            Some(value) => value.clone().try_into::<Vec<Protected>>().map_err(|error| {
                format!(
                    "[[protected]] in case.toml: {} (write code = \"V1\", names = [\"…\"], and where you have them variants, numbers, addresses)",
                    error.message()
                )
            }),
        }
    }

    /// The protected persons of a request: those with a code.
    pub fn of_request(request: &Request) -> Vec<Protected> {
        let persons = request.persons.iter().filter(|person| person.is_protected());
        persons
            .map(|person| {
                let mut names = vec![person.full_name()];
                names.extend(person.scripts.values().cloned());
                let mut variants = person.other_names.clone();
                variants.extend(person.aliases.iter().cloned());
                let mut numbers = vec![person.personal_number.clone()];
                numbers.extend(person.phones.iter().chain(&person.emails).chain(&person.accounts).cloned());
                numbers.extend(person.documents.iter().map(|document| document.number.clone()));
                Protected {
                    code: person.code.trim().to_string(),
                    names,
                    variants,
                    numbers,
                    addresses: person.address.versions().into_iter().map(|(_, address)| address.to_string()).collect(),
                }
            })
            .collect()
    }
}

/// How much of a name is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Net {
    /// For what a person wrote: a surname alone (capitalised, four letters or more) and a nickname in any spelling count.
    Wide,
    /// For a finished draft, in which our own words stand between those of the clerk: whole names, and nicknames letter for letter.
    Whole,
}

/// A search for protected persons, made once for many texts.
#[derive(Debug, Default)]
pub struct Search {
    parts: NameParts,
    persons: Vec<Sought>,
}

#[derive(Debug)]
struct Sought {
    code: String,
    /// Names and variants: the parts they are made of, and whether the last may stand for the whole.
    names: Vec<(Vec<usize>, bool)>,
    /// The same and the numbers, as words without their last vowel.
    stems: Vec<Vec<String>>,
    /// Addresses, as words.
    places: Vec<Vec<String>>,
    /// Full names as folded words, for addresses of mail and networks.
    written: Vec<Vec<String>>,
    /// Telephone numbers without country code and leading zero.
    phones: Vec<String>,
}

impl Search {
    /// Prepare the search.
    pub fn new<'a>(persons: impl IntoIterator<Item = &'a Protected>) -> Search {
        let mut search = Search::default();
        for person in persons {
            let mut sought = Sought {
                code: person.code.trim().to_string(),
                names: Vec::new(),
                stems: Vec::new(),
                places: Vec::new(),
                written: person
                    .names
                    .iter()
                    .chain(&person.variants)
                    .map(|name| folded(name))
                    .filter(|words| words.len() > 1)
                    .collect(),
                phones: person.numbers.iter().filter_map(|number| dialled(number)).collect(),
            };
            for name in person.names.iter().chain(&person.variants) {
                let parts: Vec<&str> = name.split_whitespace().collect();
                let stands_alone = parts.len() > 1 && parts.last().is_some_and(|surname| surname.chars().count() >= 4);
                if !parts.is_empty() {
                    sought.names.push((parts.iter().map(|part| search.parts.add(part)).collect(), stands_alone));
                }
            }
            let enough = |text: &&String| text.chars().filter(|c| c.is_alphanumeric()).count() >= 3;
            for written in person.names.iter().chain(&person.variants).chain(&person.numbers).filter(enough) {
                sought.stems.push(folded(written).iter().map(|word| stem(word).to_string()).collect());
            }
            for address in &person.addresses {
                // The street and number give the place away without the town behind them.
                let street = address.split(',').next().unwrap_or_default();
                for place in [address.as_str(), street] {
                    let words = folded(place);
                    let numbered = words.iter().any(|word| word.chars().any(|c| c.is_ascii_digit()));
                    if words.len() > 1 && numbered && !sought.places.contains(&words) {
                        sought.places.push(words);
                    }
                }
            }
            sought.stems.retain(|words| !words.is_empty());
            search.persons.push(sought);
        }
        search
    }

    /// Nobody is sought.
    pub fn is_empty(&self) -> bool {
        self.persons.is_empty()
    }

    /// The codes of the persons of whose names a part stands in the name of a file: a given name alone gives nobody away in a text, but
    /// the name of a statement's file is made of who gave it.
    pub fn hinted_in(&self, file: &str) -> Vec<&str> {
        let words = folded(file);
        let part = |word: &String| word.chars().count() >= 4 && words.contains(word);
        let hinted = |person: &&Sought| person.written.iter().flatten().any(part);
        self.persons.iter().filter(hinted).map(|person| person.code.as_str()).collect()
    }

    /// The codes of the persons a text gives away.
    pub fn named_in(&self, text: &str, net: Net) -> Vec<&str> {
        if self.persons.is_empty() {
            return Vec::new();
        }
        let words: Vec<&str> = text
            .split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'' && c != '’')
            .filter(|word| !word.is_empty())
            .collect();
        let met: Vec<_> = words.iter().map(|word| self.parts.met_by(word)).collect();
        let plain = folded(text);
        let online: Vec<Vec<String>> = text.split_whitespace().filter(|word| is_online(word)).map(folded).collect();
        let digits = if self.persons.iter().any(|person| !person.phones.is_empty()) { digit_groups(text) } else { Vec::new() };
        let named = |person: &Sought| {
            person.names.iter().any(|(parts, alone)| names(parts, *alone, &words, &met, net))
                || person.stems.iter().any(|stems| stands_in(&plain, stems))
                || person.places.iter().any(|place| plain.windows(place.len()).any(|window| window == place))
                || person.written.iter().any(|name| online.iter().any(|address| stands_in_address(address, name, net)))
                || person.phones.iter().any(|phone| calls(&digits, phone))
        };
        self.persons.iter().filter(|person| named(person)).map(|person| person.code.as_str()).collect()
    }
}

/// Whether the words hold all parts of a name close together, or its surname alone.
fn names(parts: &[usize], alone: bool, words: &[&str], met: &[std::rc::Rc<[usize]>], net: Net) -> bool {
    match parts {
        [] => false,
        [single] => net == Net::Wide && met.iter().any(|met| met.contains(single)),
        many => {
            // All parts within a window a little longer than the name.
            let window = many.len() + 1;
            let close = |start: usize| {
                let window = &met[start..(start + window).min(met.len())];
                many.iter().all(|part| window.iter().any(|met| met.contains(part)))
            };
            let begins = |start: &usize| met[*start].iter().any(|part| many.contains(part));
            (0..met.len()).filter(begins).any(close)
                || (net == Net::Wide
                    && alone
                    && many.last().is_some_and(|surname| {
                        words.iter().zip(met).any(|(word, met)| met.contains(surname) && capitalised(word))
                    }))
        }
    }
}

fn capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Folded words: lower case, Latin letters, no marks.
fn folded(text: &str) -> Vec<String> {
    script::to_latin(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(fold).collect()
}

/// Whether all stems stand side by side, in any order, each with its own ending.
fn stands_in(text: &[String], stems: &[String]) -> bool {
    // At most four letters of ending: "Ana" finds "Anom", not "Anatolija".
    let is = |word: &str, stem: &str| word.starts_with(stem) && word.len() <= stem.len() + 4;
    text.windows(stems.len()).any(|window| {
        // Most windows end at their first word.
        if !stems.iter().any(|stem| window.first().is_some_and(|word| is(word, stem))) {
            return false;
        }
        let mut left: Vec<&str> = stems.iter().map(String::as_str).collect();
        window.iter().all(|word| left.iter().position(|stem| is(word, stem)).map(|at| left.remove(at)).is_some())
    })
}

/// An address of mail or of a network, or a handle.
fn is_online(word: &str) -> bool {
    word.contains(['@', '_']) || word.contains("://") || word.starts_with("www.")
}

/// Whether an address is made of a name: `petrovic.ana`, `apetrovic`, `anapetrovic`; for the wide net the surname is enough.
fn stands_in_address(address: &[String], name: &[String], net: Net) -> bool {
    let Some((surname, given)) = name.split_last().filter(|(surname, _)| surname.chars().count() >= 4) else { return false };
    address.iter().enumerate().any(|(at, word)| {
        let Some((before, after)) = word.split_once(surname.as_str()) else { return false };
        // Short surnames stand inside other words: `rado` in `beograd`; they must be a word of their own, or beside a given name.
        let alone = before.is_empty() && after.chars().all(|c| c.is_ascii_digit());
        let initial = |text: &str| {
            given.iter().any(|given| !text.is_empty() && (given.starts_with(text) || text.starts_with(given.as_str())))
        };
        let neighbour = |at: Option<usize>| at.and_then(|at| address.get(at)).is_some_and(|word| initial(word));
        let with_given = initial(before) || initial(after) || alone && (neighbour(at.checked_sub(1)) || neighbour(Some(at + 1)));
        with_given || net == Net::Wide && (alone || surname.chars().count() >= 6)
    })
}

/// A telephone number as everybody in the country dials it, without the leading zero; none for other numbers.
fn dialled(number: &str) -> Option<String> {
    let number = number.trim();
    let plain = number.chars().all(|c| c.is_ascii_digit() || " +()/-.\u{a0}".contains(c));
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

/// Groups of digits; `None` where something stands between two that is not written inside a number.
fn digit_groups(text: &str) -> Vec<Option<String>> {
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
        if !" +()/-.\u{a0}\u{202f}–".contains(c) || between > 3 {
            groups.push(None);
        }
    }
    if !group.is_empty() {
        groups.push(Some(group));
    }
    groups
}

/// Whether neighbouring groups are this number, with at most a zero, country code and exchange before it.
fn calls(groups: &[Option<String>], phone: &str) -> bool {
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

/// The word without its last vowel, which the cases change; short words and numbers stay whole.
fn stem(word: &str) -> &str {
    let vowel = word.ends_with(['a', 'e', 'i', 'o', 'u']);
    if vowel && word.len() >= 3 { &word[..word.len() - 1] } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str, person: &Protected, net: Net) -> bool {
        !Search::new([person]).named_in(text, net).is_empty()
    }

    #[test]
    fn names_are_found_in_other_scripts_orders_and_cases_and_strangers_are_not() {
        let person = Protected {
            code: "V1".into(),
            names: vec!["Jelena Marković".into()],
            variants: vec!["Lenka".into()],
            ..Protected::default()
        };
        for text in [
            "Saslušana je Jelena Marković.",
            "Сведочила је Јелена Марковић",
            "MARKOVIĆ Jelena",
            "sa Jelenom Marković",
            "Lenka je rekla",
            "rekla je Lenki",
        ] {
            assert!(named(text, &person, Net::Wide), "{text}");
            assert!(named(text, &person, Net::Whole), "{text}");
        }
        for text in ["izjavu daje Marković", "kod Markovića"] {
            assert!(named(text, &person, Net::Wide), "{text}: the surname alone");
            assert!(!named(text, &person, Net::Whole), "{text}: the surname alone");
        }
        for text in ["Jelena Petrović", "Saslušan je Marko", "V1 je saslušana", ""] {
            assert!(!named(text, &person, Net::Wide), "{text}");
        }
    }

    #[test]
    fn whole_names_are_found_in_a_draft_and_parts_of_other_names_are_not() {
        let person = Protected { code: "SVEDOK 1".into(), names: vec!["Ana Izmišljena".into()], ..Protected::default() };
        for text in ["Izjava Ane Izmišljene od 2. marta", "ИЗМИШЉЕНА Ана", "sa Anom Izmišljenom", "Ana\nIzmisljena"]
        {
            assert!(named(text, &person, Net::Whole), "{text}");
        }
        for text in ["SVEDOK 1", "Ana", "Anatolija Izmišljena", "Izmišljena"] {
            assert!(!named(text, &person, Net::Whole), "{text}");
        }
    }

    #[test]
    fn numbers_and_addresses_give_a_person_away() {
        let person = Protected {
            code: "V1".into(),
            names: vec!["Ana Izmišljena".into()],
            numbers: vec!["+381 64 123 4567".into(), "ana@primer.invalid".into(), String::new(), "12".into()],
            addresses: vec!["Beispielweg 3, Musterstadt".into(), "Musterstadt".into()],
            ..Protected::default()
        };
        for text in
            ["broj 381-64-123-4567", "Ana@Primer.INVALID", "wohnt Beispielweg 3 in Musterstadt", "BEISPIELWEG 3, MUSTERSTADT"]
        {
            assert!(named(text, &person, Net::Whole) && named(text, &person, Net::Wide), "{text}");
        }
        for text in ["Staatsanwaltschaft Musterstadt", "Beispielweg 30", "12", "381 64 123"] {
            assert!(!named(text, &person, Net::Wide), "{text}");
        }
    }

    #[test]
    fn telephone_numbers_are_found_in_every_way_they_are_dialled() {
        for written in ["+381 64 123 4567", "00381 64 1234567", "064/123-4567", "+381 (0)64 123 4567"] {
            let person = Protected { code: "V1".into(), numbers: vec![written.into()], ..Protected::default() };
            for text in [
                "broj 064 123 4567",
                "0641234567",
                "zvati na 064/123-45-67.",
                "+381641234567",
                "tel. 00381 64 123-4567 od 2. 3.",
                "+381 (0)64 123 4567",
                "(064) 1234 567",
            ] {
                assert!(named(text, &person, Net::Whole), "{written}: {text}");
            }
            for text in ["064 123 4568", "064 123", "91641234567890", "KTO 64/123, 4567 evra", "10641234567123"] {
                assert!(!named(text, &person, Net::Wide), "{written}: {text}");
            }
        }
        // Another number that ends alike is another number.
        let short = Protected { code: "V1".into(), numbers: vec!["12345".into(), "P00000147".into()], ..Protected::default() };
        assert!(!named("064 123 45 67", &short, Net::Wide) && named("pasoš P00000147", &short, Net::Whole));
    }

    #[test]
    fn names_inside_addresses_of_mail_give_a_person_away() {
        let person = Protected { code: "V1".into(), names: vec!["Ana Petrović".into()], ..Protected::default() };
        for text in [
            "piše sa ana.petrovic@primer.rs",
            "apetrovic@primer.rs",
            "petrovic.a@primer.rs",
            "ANAPETROVIC1990@primer.rs",
            "nalog ana_petrovic",
            "https://primer.rs/petrovic-ana",
        ] {
            assert!(named(text, &person, Net::Whole), "{text}");
            assert!(named(text, &person, Net::Wide), "{text}");
        }
        assert!(named("petrovic@primer.rs", &person, Net::Wide) && !named("petrovic@primer.rs", &person, Net::Whole));
        for text in ["ana@primer.rs", "marko.jovic@primer.rs", "pisarnica@petrol.rs"] {
            assert!(!named(text, &person, Net::Wide), "{text}");
        }
    }

    #[test]
    fn the_list_of_a_case_says_what_is_wrong_with_it() {
        let read = |text: &str| Protected::read(&toml::from_str(text).unwrap());
        assert_eq!(read("[[protected]]\ncode = \"V1\"\nnames = [\"A B\"]\nnumbers = [\"1\"]").unwrap().len(), 1);
        assert!(read("[[protected]]\ncode = \"V1\"\nname = \"A B\"").unwrap_err().contains("unknown field `name`"));
    }
}
