//! A Latin text of Serbian, Bosnian or Montenegrin in Cyrillic letters: the words are rewritten, the codes in it are not, and persons
//! are called as their own `scripts` spell them. Case numbers, accounts, plates, addresses of mail and networks, foreign abbreviations
//! and foreign names stay as they stand in the papers.

use serde_json::Value;

use super::request::{Language, Person, Request};
use crate::language::script;

/// Abbreviations, names of systems, Latin maxims and places to fill in that stay Latin. Abbreviations of Serbian words (MUP, ZKP, SAD)
/// are not among them.
#[rustfmt::skip]
const LATIN: &[&str] = &[
    "{day}", "{month}", "{year}", "{page}", "{pages}", "{number}", "{source}", "{date}",
    "SHA-256", "IBAN", "BIC", "SWIFT", "SEPA", "IMEI", "IMSI", "MSISDN", "SIM", "URL", "URI", "IP", "MAC", "DNS", "VPN", "TLS", "SSL", "SIP",
    "SMS", "MMS", "GPS", "GSM", "USB", "PDF", "PIN", "PUK", "VIN", "UTC", "CET", "CEST", "DNA", "Ne bis in idem", "ne bis in idem", "L. S.",
    "EJN", "e-CODEX", "SIENA", "SIRIUS", "ETS", "CETS", "STE", "UNTOC", "UNCAC", "ECMA", "BGBl", "EUR", "USD", "CHF", "GBP", "RSD", "BAM", "MKD",
    "BKA", "LKA", "Az", "Rs", "GmbH", "AG", "StGB", "StPO", "WhatsApp", "Telegram", "Viber", "Signal", "Facebook", "Messenger", "Instagram",
    "Google", "Gmail",
];

/// Keys of a request whose values are codes.
const CODES: [&str; 22] = [
    "own_ref",
    "other_refs",
    "number",
    "iban",
    "value",
    "email",
    "emails",
    "phone",
    "phones",
    "mobile",
    "fax",
    "secure",
    "personal_number",
    "registration_number",
    "tax_number",
    "accounts",
    "url",
    "reference",
    "preservation_ref",
    "plate",
    "plates",
    "vin",
];

/// How a request spells its persons, and the codes that stand in it.
#[derive(Debug, Clone, Default)]
pub struct Spellings {
    /// Latin to Cyrillic, the longest first.
    names: Vec<(String, String)>,
    codes: Vec<String>,
}

impl Spellings {
    /// The spellings of a request. Protected persons have none: their names stand in no text.
    pub fn of(request: &Request) -> Spellings {
        let mut spellings = Spellings::default();
        for person in request.persons.iter().filter(|person| !person.is_protected()) {
            let Some(written) = in_scripts(person) else { continue };
            let name = person.full_name();
            let (latin, cyrillic): (Vec<&str>, Vec<&str>) =
                (name.split_whitespace().collect(), written.split_whitespace().collect());
            if latin.len() == cyrillic.len() {
                spellings.names.extend(latin.iter().zip(&cyrillic).map(|(a, b)| ((*a).to_string(), (*b).to_string())));
            }
            spellings.names.push((name, written.to_string()));
        }
        spellings.names.retain(|(latin, cyrillic)| latin.chars().count() > 1 && !cyrillic.is_empty());
        spellings.names.sort_by_key(|(latin, _)| std::cmp::Reverse(latin.len()));
        spellings.names.dedup();
        codes(&request.to_json(), false, &mut spellings.codes);
        spellings.codes.retain(|code| code.len() > 2 && code.bytes().any(|b| b.is_ascii_digit() || b == b'@'));
        spellings.codes.sort_by_key(|code| std::cmp::Reverse(code.len()));
        spellings.codes.dedup();
        spellings
    }

    /// The text in Cyrillic letters.
    pub fn cyrillic(&self, latin: &str) -> String {
        let mut out = String::with_capacity(latin.len() * 2);
        let mut rest = latin;
        while !rest.is_empty() {
            let fixed = LATIN.iter().copied().chain(self.codes.iter().map(String::as_str)).map(|word| (word, word));
            let names = self.names.iter().map(|(latin, cyrillic)| (latin.as_str(), cyrillic.as_str()));
            // The earliest, and of those the longest.
            let next = fixed
                .chain(names)
                .filter_map(|(word, put)| find_word(rest, word).map(|at| (at, std::cmp::Reverse(word.len()), put)))
                .min();
            let (at, length, put) = next.map_or((rest.len(), 0, ""), |(at, length, put)| (at, length.0, put));
            self.words(&rest[..at], &mut out);
            out.push_str(put);
            rest = &rest[at + length..];
        }
        out
    }

    /// The text in Latin letters again, names as the request has them.
    pub fn latin(&self, cyrillic: &str) -> String {
        let mut out = String::with_capacity(cyrillic.len());
        let mut rest = cyrillic;
        while !rest.is_empty() {
            let names = self.names.iter();
            let next = names
                .filter_map(|(latin, written)| {
                    find_word(rest, written).map(|at| (at, std::cmp::Reverse(written.len()), latin.as_str()))
                })
                .min();
            let (at, length, put) = next.map_or((rest.len(), 0, ""), |(at, length, put)| (at, length.0, put));
            out.push_str(&script::to_latin(&rest[..at]));
            out.push_str(put);
            rest = &rest[at + length..];
        }
        out
    }

    /// Word by word: what is a code stays.
    fn words(&self, text: &str, out: &mut String) {
        let pieces: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
        for (i, piece) in pieces.iter().enumerate() {
            let word = bare(piece);
            let next = pieces.get(i + 1).map(|next| bare(next)).unwrap_or_default();
            if stays(word) || is_register(word) && is_case_number(next) {
                out.push_str(piece);
            } else if let Some((at, latin, cyrillic)) = self.declined(piece) {
                out.push_str(&script::to_cyrillic(&piece[..at]));
                out.push_str(cyrillic);
                out.push_str(&script::to_cyrillic(&piece[at + latin..]));
            } else {
                out.push_str(&foreign_kept(piece));
            }
        }
    }

    /// A name with a case ending: where it begins, its length, its Cyrillic spelling.
    fn declined(&self, piece: &str) -> Option<(usize, usize, &str)> {
        let at = piece.find(char::is_alphabetic)?;
        self.names.iter().filter(|(latin, _)| latin.chars().count() > 3 && !latin.contains(' ')).find_map(|(latin, cyrillic)| {
            let ending: String = piece[at..].strip_prefix(latin.as_str())?.chars().take_while(|c| c.is_alphabetic()).collect();
            let short = (1..=3).contains(&ending.chars().count()) && ending.chars().all(|c| c.is_lowercase() && is_serbian(c));
            short.then_some((at, latin.len(), cyrillic.as_str()))
        })
    }
}

/// What a person is called in a language: as the scripts of the request have it, else by rule in Cyrillic letters, else as in the file.
pub fn name_in(person: &Person, language: &str) -> String {
    let name = person.shown();
    if person.is_protected() {
        return name;
    }
    if let Some(written) = Language::new(language).ok().and_then(|tag| person.scripts.get(&tag)) {
        return written.clone();
    }
    if !rewrites(language) {
        return name;
    }
    in_scripts(person).map(str::to_string).unwrap_or_else(|| Spellings::default().cyrillic(&name))
}

/// Whether a draft in this language writes Latin texts in Cyrillic letters.
pub fn rewrites(language: &str) -> bool {
    language.contains("-Cyrl") && matches!(language.split('-').next(), Some("sr" | "bs" | "cnr"))
}

/// The person's name in the Cyrillic of these languages.
fn in_scripts(person: &Person) -> Option<&str> {
    person.scripts.iter().find(|(tag, _)| rewrites(tag.as_str())).map(|(_, name)| name.trim())
}

fn codes(value: &Value, is_code: bool, found: &mut Vec<String>) {
    match value {
        Value::String(text) if is_code => found.push(text.trim().to_string()),
        Value::Array(list) => list.iter().for_each(|item| codes(item, is_code, found)),
        Value::Object(map) => map.iter().for_each(|(key, item)| codes(item, CODES.contains(&key.as_str()), found)),
        _ => {}
    }
}

/// Where the word stands with no letter or digit before or behind it.
fn find_word(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|&at| {
        let free = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        free(text[..at].chars().next_back()) && free(text[at + word.len()..].chars().next())
    })
}

/// Without blanks and marks around it.
fn bare(piece: &str) -> &str {
    piece.trim_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '@' | '_' | '/')))
}

/// Addresses, accounts, file numbers, plates, digests, Roman numbers.
fn stays(word: &str) -> bool {
    let latin = |c: char| c.is_ascii_alphabetic();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    word.contains(['@', '_', '\\'])
        || word.contains("://")
        || word.starts_with("www.")
        || is_domain(word)
        || digits > 0 && word.chars().any(|c| c.is_ascii_uppercase())
        || digits > 1
            && word.len() >= 8
            && word.chars().filter(|c| latin(*c)).count() > 1
            && word.bytes().all(|b| b.is_ascii_alphanumeric())
        || word.len() > 1 && word.chars().all(|c| "IVX".contains(c))
}

/// `primer.rs`, `mail.example.com`: letters, a dot, and an ending of networks. `d.o.o.` and `itd.` are none.
fn is_domain(word: &str) -> bool {
    const ENDINGS: [&str; 18] = [
        "com", "org", "net", "info", "eu", "gov", "rs", "ba", "me", "mk", "hr", "si", "al", "de", "at", "it", "invalid",
        "example",
    ];
    word.rsplit_once('.').is_some_and(|(name, ending)| {
        ENDINGS.contains(&ending) && name.len() > 1 && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
    })
}

/// Short words that stand before numbers as well and are no marks of registers: "Od 2024/25", "Čl. 3/1", "Br. 12/2026".
const PLAIN: [&str; 20] = [
    "od", "do", "na", "za", "iz", "po", "pre", "prije", "kod", "uz", "sa", "dana", "br", "broj", "čl", "član", "st", "tač",
    "str", "strana",
];

/// The mark of a court's or office's register before a number: `KTO`, `Kpp`, `K-Po2`, `Ki`.
fn is_register(word: &str) -> bool {
    if PLAIN.contains(&word.to_lowercase().as_str()) {
        return false;
    }
    let letters: Vec<char> = word.chars().filter(|c| c.is_alphabetic()).collect();
    let vowels = letters.iter().any(|c| "aeiouAEIOU".contains(*c));
    letters.first().is_some_and(|c| c.is_uppercase())
        && (letters.len() <= 3 || letters.len() <= 6 && (!vowels || letters.iter().all(|c| c.is_uppercase())))
}

/// `12/2026`, `230-1/26`: with a stroke before the year; "2024-2026" is a span.
fn is_case_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.contains('/')
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.'))
}

fn is_serbian(c: char) -> bool {
    let c = c.to_lowercase().next().unwrap_or(c);
    "abcdefghijklmnoprstuvzčćđšž".contains(c)
}

/// Words with letters Serbian does not have, or with a capital inside, are foreign and stay; the others are rewritten.
fn foreign_kept(piece: &str) -> String {
    let mut out = String::with_capacity(piece.len() * 2);
    let mut rest = piece;
    while let Some(start) = rest.find(char::is_alphabetic) {
        let end = rest[start..].find(|c: char| !c.is_alphabetic()).map_or(rest.len(), |at| start + at);
        let word = &rest[start..end];
        let capital_inside = word.chars().zip(word.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase());
        let foreign = word.chars().any(|c| !is_serbian(c)) || capital_inside && word != "BiH";
        out.push_str(&rest[..start]);
        if foreign {
            out.push_str(word)
        } else {
            out.push_str(&script::to_cyrillic(word))
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Our own words and any text that belongs to no request.
pub fn cyrillic(latin: &str) -> String {
    Spellings::default().cyrillic(latin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_rewritten_and_codes_are_not() {
        for (latin, wanted) in [
            ("sa računa DE89 3704 0044 0532 0130 00 u banci", "са рачуна DE89 3704 0044 0532 0130 00 у банци"),
            ("V1 je video vozilo BG-417-ZK.", "V1 је видео возило BG-417-ZK."),
            ("predmet KTO 12/2026, naredba Kpp 7/2026 i Ki 3/26", "предмет KTO 12/2026, наредба Kpp 7/2026 и Ki 3/26"),
            ("Izveštaj LKA, Az. F-771/26", "Извештај LKA, Az. F-771/26"),
            (
                "pišite na ana.petrovic@primer.rs ili https://primer.rs/a",
                "пишите на ana.petrovic@primer.rs или https://primer.rs/a",
            ),
            ("Konvencija (ETS 182) i UNTOC", "Конвенција (ETS 182) и UNTOC"),
            ("H.323 ili SIP, šifrovana veza", "H.323 или SIP, шифрована веза"),
            ("MUP Srbije, čl. 350 ZKP, SAD i BiH", "МУП Србије, чл. 350 ЗКП, САД и БиХ"),
            ("u Münchenu i Aleksandar II", "у Münchenu и Александар II"),
            ("Čl. 350-352 i Br. 12/2026, Od 2024-2026. godine", "Чл. 350-352 и Бр. 12/2026, Од 2024-2026. године"),
            ("I on je došao, d.o.o. i 5-og dana", "И он је дошао, д.о.о. и 5-ог дана"),
            ("privredno društvo Beispiel GmbH", "привредно друштво Беиспиел GmbH"),
            ("nalog prevoz_primer na www.primer.org", "налог prevoz_primer на www.primer.org"),
        ] {
            assert_eq!(cyrillic(latin), wanted);
        }
    }

    #[test]
    fn persons_are_called_as_their_scripts_spell_them() {
        let request = Request::parse(
            "form = \"classical\"\n[hdr]\nrequesting_state = \"RS\"\nrequested_state = \"DE\"\nown_ref = \"Posl 7-a\"\n[[persons]]\nid = \"P1\"\n\
             surname = \"Xhaferi\"\ngiven_names = \"Muhamed\"\nscripts = { sr-Cyrl = \"Мухамед Џафери\" }\n",
        )
        .unwrap();
        let spellings = Spellings::of(&request);
        let latin = "Muhamed Xhaferi je platio Xhaferiju (Posl 7-a).";
        let written = spellings.cyrillic(latin);
        assert_eq!(written, "Мухамед Џафери је платио Џаферију (Posl 7-a).");
        assert_eq!(spellings.latin("Мухамед Џафери је платио."), "Muhamed Xhaferi je platio.");
        assert_eq!(name_in(&request.persons[0], "sr-Cyrl"), "Мухамед Џафери");
        assert_eq!(name_in(&request.persons[0], "de"), "Muhamed Xhaferi");
    }
}
