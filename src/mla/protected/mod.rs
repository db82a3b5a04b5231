//! Protected persons: who they are, and whether a text gives them away. One model for the check of the request, the finished draft and
//! the papers that are packed.
//!
//! The list stands in `case.toml` (`[[protected]]`), and every person of the request with a `code` is protected, too. Names are found in
//! any order, in either script, declined, in the spellings of the region, and inside addresses of mail and networks
//! (`ana.petrovic@…`); telephone numbers in every way they are dialled; other numbers in any grouping; addresses by street and number.
//! What is only like a name, a day of birth, a place without a house number is no finding but a question.

mod likeness;
mod names;
mod numbers;
mod reading;

use serde::Deserialize;

use likeness::{Like, Parts};
use names::{Name, Named, folded, stem};
use numbers::{Place, Placed};
use reading::Word;

use super::request::{Date, Request, Text};

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
    /// Day of birth, as far as it is known.
    pub born: Option<Date>,
    /// Family names, where they are known apart from the given names.
    #[serde(skip)]
    pub surnames: Vec<String>,
    /// What leads to the person without naming it: place of detention, counsel.
    #[serde(skip)]
    pub leads: Vec<String>,
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
                let versions =
                    |text: &Text| text.versions().into_iter().map(|(_, written)| written.to_string()).collect::<Vec<_>>();
                let mut leads = versions(&person.counsel);
                leads.extend(person.detained.iter().flat_map(|detention| versions(&detention.place)));
                Protected {
                    code: person.code.trim().to_string(),
                    names,
                    variants,
                    numbers,
                    addresses: versions(&person.address),
                    born: person.born,
                    surnames: person.surname.split_whitespace().map(str::to_string).collect(),
                    leads,
                }
            })
            .collect()
    }
}

/// The people of a request who are not protected: suspects and others by their names, contacts, who signs.
pub fn others(request: &Request) -> Vec<String> {
    let versions = |text: &Text| text.versions().into_iter().map(|(_, written)| written.to_string()).collect::<Vec<_>>();
    let open = request.persons.iter().filter(|person| !person.is_protected());
    let mut names: Vec<String> = open
        .flat_map(|person| {
            std::iter::once(person.full_name()).chain(person.scripts.values().cloned()).chain(person.other_names.clone())
        })
        .collect();
    names.extend(request.auth.iter().flat_map(|authority| &authority.contacts).flat_map(|contact| versions(&contact.name)));
    names.extend(versions(&request.sign.name));
    names
}

/// How much of a name is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Net {
    /// For what a person wrote: a surname alone (capitalised, four letters or more) and a nickname in any spelling count.
    Wide,
    /// For a finished draft, in which our own words stand between those of the clerk: whole names, and nicknames letter for letter.
    Whole,
}

/// Something that may give a person away, and that only the clerk can judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace<'a> {
    /// Code of the person.
    pub code: &'a str,
    pub what: What,
    /// The words in question.
    pub words: String,
}

/// What a trace is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A word like a name.
    Alike,
    /// The day or year of birth.
    Birth,
    /// A place without house number, or beside the known house; the place of detention; counsel.
    Place,
}

/// A search for protected persons, made once for many texts.
#[derive(Debug, Default)]
pub struct Search {
    parts: Parts,
    persons: Vec<Sought>,
    /// Names of people who are not protected, as folded words.
    others: Vec<Vec<String>>,
}

#[derive(Debug)]
struct Sought {
    code: String,
    names: Vec<Name>,
    /// E-mail addresses and handles, as words.
    handles: Vec<Vec<String>>,
    /// Numbers of accounts, documents and persons, without what parts their groups.
    numbers: Vec<String>,
    /// Telephone numbers without country code and leading zero.
    phones: Vec<String>,
    places: Vec<(String, Place)>,
    /// Where the person is held, who defends it: as words.
    leads: Vec<(String, Vec<String>)>,
    /// Full names as folded words, for addresses of mail and networks.
    written: Vec<Vec<String>>,
    born: Option<Date>,
}

impl Search {
    /// Prepare the search.
    pub fn new<'a>(persons: impl IntoIterator<Item = &'a Protected>) -> Search {
        let mut search = Search::default();
        for person in persons {
            let all_names = || person.names.iter().chain(&person.variants);
            let enough = |text: &&String| text.chars().filter(|c| c.is_alphanumeric()).count() >= 3;
            let lead = |lead: &String| {
                let first = lead.split(',').next().unwrap_or_default();
                let words: Vec<String> = folded(first).iter().map(|word| stem(word).to_string()).collect();
                (words.len() > 1).then(|| (first.trim().to_string(), words))
            };
            let sought = Sought {
                code: person.code.trim().to_string(),
                names: all_names().filter_map(|name| Name::new(name, &person.surnames, &mut search.parts)).collect(),
                handles: person
                    .numbers
                    .iter()
                    .chain(person.variants.iter().filter(|variant| names::is_online(variant)))
                    .filter(|text| enough(text) && numbers::compact(text).is_none())
                    .map(|text| folded(text))
                    .filter(|words| !words.is_empty())
                    .collect(),
                numbers: person.numbers.iter().filter_map(|number| numbers::compact(number)).collect(),
                phones: person.numbers.iter().filter_map(|number| numbers::dialled(number)).collect(),
                places: person.addresses.iter().filter_map(|address| Some((address.clone(), Place::new(address)?))).collect(),
                leads: person.leads.iter().filter_map(lead).collect(),
                written: all_names().map(|name| folded(name)).filter(|words| words.len() > 1).collect(),
                born: person.born,
            };
            search.persons.push(sought);
        }
        search
    }

    /// People who are not protected, by their full names: a family name they share with a protected person is theirs where their given
    /// name stands beside it.
    pub fn beside(mut self, names: impl IntoIterator<Item = String>) -> Search {
        self.others = names.into_iter().map(|name| folded(&name)).filter(|words| words.len() > 1).collect();
        self
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

    /// The codes of the persons the name of a file gives away: its words are names without being written with capitals.
    pub fn named_in_file(&self, file: &str) -> Vec<&str> {
        let words: Vec<String> = file
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| {
                let mut letters = word.chars();
                letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
            })
            .collect();
        let mut named = self.named_in(&words.join(" "), Net::Wide);
        named.extend(self.named_in(file, Net::Wide));
        named.sort_unstable();
        named.dedup();
        named
    }

    /// The codes of the persons a text gives away.
    pub fn named_in(&self, text: &str, net: Net) -> Vec<&str> {
        self.look(text, net).0
    }

    /// The codes of the persons a text gives away, and what may give others away.
    pub fn look(&self, text: &str, net: Net) -> (Vec<&str>, Vec<Trace<'_>>) {
        let mut named = Vec::new();
        let mut traces = Vec::new();
        if self.persons.is_empty() {
            return (named, traces);
        }
        let plain = reading::seen(text);
        let readings: Vec<(Vec<Word>, Vec<Like>)> = reading::readings(text)
            .into_iter()
            .map(|words| {
                let like = words.iter().map(|word| self.parts.like(&word.text)).collect();
                (words, like)
            })
            .collect();
        let online: Vec<Vec<String>> = plain.split_whitespace().filter(|word| names::is_online(word)).map(folded).collect();
        let digits =
            if self.persons.iter().any(|person| !person.phones.is_empty()) { numbers::digit_groups(&plain) } else { Vec::new() };
        for person in &self.persons {
            let mut found: Option<Vec<Trace<'_>>> = Some(Vec::new());
            let sure =
                person.written.iter().any(|name| online.iter().any(|address| names::stands_in_address(address, name, net)))
                    || person.phones.iter().any(|phone| numbers::calls(&digits, phone));
            for (words, like) in &readings {
                found = found
                    .filter(|_| !sure)
                    .and_then(|mut found| person.traces_in(words, like, &self.others, net, &mut found).then_some(found));
            }
            match found {
                None => named.push(person.code.as_str()),
                Some(found) if sure => {
                    drop(found);
                    named.push(person.code.as_str());
                }
                Some(mut found) => {
                    found.dedup_by(|a, b| a.what == b.what);
                    for trace in found {
                        if !traces.iter().any(|known: &Trace<'_>| known.code == trace.code && known.what == trace.what) {
                            traces.push(trace);
                        }
                    }
                }
            }
        }
        (named, traces)
    }
}

impl Sought {
    /// Collect what may point to the person; false if the words name it.
    fn traces_in<'a>(
        &'a self,
        words: &[Word],
        like: &[Like],
        others: &[Vec<String>],
        net: Net,
        found: &mut Vec<Trace<'a>>,
    ) -> bool {
        let mut trace = |what, words| found.push(Trace { code: &self.code, what, words });
        for name in &self.names {
            match name.named(words, like, others, net) {
                Some(Named::Certainly) => return false,
                Some(Named::Perhaps(word)) => trace(What::Alike, word),
                None => {}
            }
        }
        let exact =
            |handle: &[String]| words.windows(handle.len()).any(|window| window.iter().map(|word| &word.folded).eq(handle));
        if self.handles.iter().any(|handle| exact(handle)) || self.numbers.iter().any(|number| numbers::numbered(words, number)) {
            return false;
        }
        for (address, place) in &self.places {
            match place.stands_in(words) {
                Some(Placed::House) => return false,
                Some(Placed::Near) => trace(What::Place, address.clone()),
                None => {}
            }
        }
        for (lead, stems) in &self.leads {
            if names::side_by_side(words, stems) {
                trace(What::Place, lead.clone());
            }
        }
        if let Some(written) = self.born.as_ref().and_then(|born| numbers::birth(words, born)) {
            trace(What::Birth, written);
        }
        true
    }
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

    /// Each of these was once printed openly.
    #[test]
    fn a_name_is_found_however_it_is_written() {
        let jelena = person("Primerović", "Jelena");
        for text in [
            "Jelena Prime\u{ad}rović",
            "Jelena Prime\u{200b}rović",
            "Jelena\u{200b}Primerović",
            "svedok Prime-\nrović",
            "Jelena Primerovic\u{301}",
            "Приме\u{301}ровић",
            "Јеlеnа Рrimеrоvić",
            "P R I M E R O V I Ć",
            "J e l e n a P r i m e r o v i ć",
            "JelenaPrimerovic",
            "Primerovićeva izjava",
            "Примеровићева",
            "iskaz Primerovićkin",
            "Primerović’in iskaz",
            "Primerović's statement",
        ] {
            assert!(named(text, &jelena, Net::Wide), "{text}");
        }
        for (surname, given, texts) in [
            (
                "Gruevska-Ilić",
                "Mira",
                &["Mira Gruevska", "Ilić Mira", "Мира Груевска", "Мире Илић", "Gruevske Ilić", "M. G. Ilić, Mira"][..],
            ),
            ("Gruevska Ilić", "Mira", &["Mira Gruevska", "Ilić Mira", "kod Ilića"]),
            (
                "Al-Khalidi",
                "Ahmad",
                &["Khalidi", "Ahmed el Halidi", "Ахмад Халиди", "Alkhalidi", "الخالدي أحمد", "Al-Kha-\nlidi", "Халидијев"],
            ),
            ("Sudac", "Pavle", &["Pavla Suca", "Павлу Суцу"]),
            ("Šehu", "Besa", &["Besës Shehu", "Shehut", "Беса Шеху", "Sehu"]),
        ] {
            let person = person(surname, given);
            for text in texts {
                assert!(named(text, &person, Net::Wide), "{given} {surname}: {text}");
            }
        }
    }

    fn person(surname: &str, given: &str) -> Protected {
        let request = format!(
            "form = \"classical\"\n[hdr]\nrequesting_state = \"RS\"\nrequested_state = \"DE\"\n[[persons]]\nid = \"P1\"\ncode = \"V1\"\n\
             surname = \"{surname}\"\ngiven_names = \"{given}\"\nborn = \"1999-09-09\"\ncounsel = \"Branko Izmišljenović, Grad\"\n\
             detained = {{ place = \"Zatvor Kalinovac\" }}\n"
        );
        Protected::of_request(&Request::parse(&request).unwrap()).remove(0)
    }

    fn traces(text: &str, person: &Protected) -> Vec<What> {
        let search = Search::new([person]);
        let (named, traces) = search.look(text, Net::Wide);
        assert!(named.is_empty(), "{text}: a certain hit");
        traces.iter().map(|trace| trace.what).collect()
    }

    #[test]
    fn what_is_only_like_a_name_is_asked() {
        let besa = person("Šehu", "Besa");
        assert_eq!(traces("Sache „Fähre“", &besa), [What::Alike]);
        assert_eq!(traces("die sache", &besa), []);
        assert_eq!(traces("im Bereich der Grenze", &person("Berisha", "Agron")), [What::Alike]);
        assert_eq!(traces("Dragan Ilić", &person("Gruevska-Ilić", "Mira")), [What::Alike]);
        assert!(!named("Sache", &besa, Net::Whole));
        let nickname = Protected { variants: vec!["Ana".into()], ..Protected::default() };
        assert!(named("rekla je Ani", &nickname, Net::Wide) && !named("and annex and Andere", &nickname, Net::Wide));
    }

    /// A word that is also a nickname, and a family name that a suspect bears, too.
    #[test]
    fn what_others_are_called_is_not_forbidden() {
        let nickname = Protected { variants: vec!["Medo".into(), "lenka77".into()], ..Protected::default() };
        assert_eq!(traces("među njima četvoro dece", &nickname), [What::Alike]);
        assert!(named("rekao je Medo", &nickname, Net::Wide) && named("nalog lenka77", &nickname, Net::Wide));
        let sister = person("Izmišljeni", "Jelena");
        let search = Search::new([&sister]).beside(["Petar Izmišljeni".to_string(), "T. Sudić".to_string()]);
        let look = |text| {
            let (named, traces) = search.look(text, Net::Wide);
            (named.len(), traces.iter().map(|trace| trace.what).collect::<Vec<_>>())
        };
        for text in ["Petar Izmišljeni vozi", "Petra Izmišljenog", "IZMIŠLJENI, Petar", "P. Izmišljeni", "Петар Измишљени"]
        {
            assert_eq!(look(text), (0, vec![]), "{text}");
        }
        assert_eq!(look("porodica Izmišljeni"), (0, vec![What::Alike]));
        for text in ["Jelena Izmišljeni", "Petar i Jelena Izmišljeni"] {
            assert_eq!(look(text).0, 1, "{text}");
        }
    }

    #[test]
    fn the_day_of_birth_is_asked_as_it_is_written() {
        let person = person("Šehu", "Besa");
        for text in [
            "9. 9. 1999.",
            "09.09.1999",
            "1999-09-09",
            "9. septembra 1999",
            "9. September 1999",
            "9 September 1999",
            "September 9, 1999",
            "9.9.99.",
            "9. IX 1999",
            "9. септембра 1999",
            "më 9 shtator 1999",
            "19990909",
            "rođena 1999. godine",
            "geboren im Jahr 1999",
            "9/9/1999",
        ] {
            assert_eq!(traces(text, &person), [What::Birth], "{text}");
        }
        for text in ["9. 9. 2025", "19. 9. 1999", "zakon iz 1999. godine", "KTO 9/1999", "1999"] {
            assert_eq!(traces(text, &person), [], "{text}");
        }
    }

    #[test]
    fn addresses_and_numbers_are_found_in_their_usual_shapes() {
        let person = Protected {
            code: "V1".into(),
            numbers: vec!["DE89370400440532013111".into(), "A1234567".into(), "+381 64 123 4567".into(), "0909999715012".into()],
            addresses: vec![
                "Beispielweg 3, Musterstadt".into(),
                "Ulica primera 5".into(),
                "selo Donja Lipa".into(),
                "Kurze Straße 7".into(),
            ],
            ..Protected::default()
        };
        for text in [
            "Beispielweg Nr. 3",
            "Beispielweg3",
            "Beispiel-Weg 3",
            "Beispielweg br. 3",
            "Beispielwegs 3",
            "Beispielweg, 3",
            "Ul. primera 5",
            "u Ulici primera 5",
            "Улица примера 5",
            "Kurze Str. 7",
            "DE89 3704 0044 0532 0131 11",
            "A 1234567",
            "0909 999 715 012",
            "064\u{2011}123\u{2011}4567",
            "A-1234567",
        ] {
            assert!(named(text, &person, Net::Wide) && named(text, &person, Net::Whole), "{text}");
        }
        for text in ["selo Donja Lipa", "iz sela Donje Lipe", "Ulica primera 5a"] {
            assert_eq!(traces(text, &person), [What::Place], "{text}");
        }
        for text in ["Beispielweg 30", "Beispielweg", "Ulica primera 55", "Lipa", "primer 5", "A 1234568"] {
            assert_eq!(traces(text, &person), [], "{text}");
        }
    }

    #[test]
    fn custody_and_counsel_lead_to_a_person() {
        let person = person("Šehu", "Besa");
        for text in ["u Zatvoru Kalinovac", "brani je Branko Izmišljenović"] {
            assert_eq!(traces(text, &person), [What::Place], "{text}");
        }
        assert_eq!(traces("u zatvoru, Branko", &person), []);
    }

    #[test]
    fn a_file_is_named_after_nobody() {
        let person = person("Primerović", "Jelena");
        let search = Search::new([&person]);
        for file in ["jelena-primerovic", "zamolnica-Primerović", "zamolnica_primerovica_2"] {
            assert_eq!(search.named_in_file(file), ["V1"], "{file}");
        }
        assert!(search.named_in_file("rs-de").is_empty() && search.named_in_file("jelena").is_empty());
    }

    #[test]
    fn the_list_of_a_case_says_what_is_wrong_with_it() {
        let read = |text: &str| Protected::read(&toml::from_str(text).unwrap());
        assert_eq!(read("[[protected]]\ncode = \"V1\"\nnames = [\"A B\"]\nnumbers = [\"1\"]").unwrap().len(), 1);
        assert!(read("[[protected]]\ncode = \"V1\"\nname = \"A B\"").unwrap_err().contains("unknown field `name`"));
    }
}
