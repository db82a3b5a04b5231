//! Names of people and places under keys where differently spelled forms meet: `Xhaferi`, `Džaferi`, `Џафери`, `Dzaferi`.
//!
//! Three kinds of key stand side by side in one field and cannot be confused, since each has letters of its own:
//! - a **class key** in capitals (`JAFARI`): letters that one sound is written with in Albanian, Slavic, Turkish, German, English spelling are one class;
//! - a **base key** in small letters (`jafar`): the same without case endings (`Džaferijem`, `Xhaferit`, `Hodžinog`);
//! - a **skeleton key** with `#` before it (`#MHMD`): consonants of a word in Arabic letters, whose short vowels are not written.
//!
//! Not phonetics of one language (Soundex, Metaphone): measured on Wikidata's names those find less and hit more that is wrong.

mod arabic;
mod ending;
mod full;
mod key;

pub use full::{Level, Match, Rule, match_full, match_word};
pub use key::distance;

use super::analyzer::small_letters;
use super::script::{self, Script};

/// Whether the word may be a name where it stands: it begins with a capital, or its script has no capitals.
pub fn may_be_name(word: &str) -> bool {
    word.chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase() && script::of_char(c) == Script::Arabic))
}

/// All keys of a word found in a text or typed in a query: class keys, base keys, skeleton keys.
/// A word of the evidence and a word of the query are the same name if they share any key.
pub fn keys(word: &str) -> Vec<String> {
    keys_of(&small_letters(word))
}

/// The class keys alone, strictest first: what `wide` measures distances on.
pub fn class_keys(word: &str) -> Vec<String> {
    key::class_keys(&latin(&small_letters(word)))
}

/// The skeleton under which a Latin or Cyrillic name meets words in Arabic letters (`#MHMD`); asked by wide queries only.
pub fn skeleton_key(word: &str) -> Option<String> {
    let skeleton = key::skeleton(&latin(&small_letters(word)));
    (skeleton.len() >= 2).then(|| format!("#{skeleton}"))
}

pub(crate) fn keys_of(lower: &str) -> Vec<String> {
    if lower.chars().next().is_some_and(|c| script::of_char(c) == Script::Arabic) {
        return arabic::keys(lower);
    }
    if lower.chars().any(|c| c.is_numeric()) {
        return Vec::new();
    }
    let latin = latin(lower);
    let mut keys = key::class_keys(&latin);
    for base in ending::bases(&latin) {
        for k in key::class_keys(&base) {
            let k = key::close_up(&k).to_ascii_lowercase();
            if k.len() >= 2 && !keys.contains(&k) {
                keys.push(k);
            }
        }
    }
    keys
}

/// In Latin letters with marks; Russian, Ukrainian, Bulgarian letters as romanisations write them, so that letter pairs are read as
/// such (`ей` is `ej`).
fn latin(lower: &str) -> String {
    let latin = script::to_latin(lower);
    if !latin.chars().any(|c| script::of_char(c) == Script::Cyrillic) {
        return latin;
    }
    let mut out = String::with_capacity(latin.len());
    for c in latin.chars() {
        out.push_str(match c {
            'й' => "j",
            'ы' | 'і' => "i",
            'э' | 'ё' => "e",
            'є' => "je",
            'ї' => "ji",
            'ю' => "ju",
            'я' => "ja",
            'щ' => "šč",
            'ь' => "",
            'ў' => "v",
            'ґ' | 'ғ' => "g",
            'қ' => "k",
            'ҳ' | 'һ' => "h",
            'ҷ' => "dž",
            'ӣ' => "i",
            'ӯ' | 'ұ' | 'ү' => "u",
            other => {
                out.push(other);
                continue;
            }
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(a: &str, b: &str) -> bool {
        let b = keys(b);
        keys(a).iter().any(|k| b.contains(k))
    }

    #[test]
    fn one_name_in_many_spellings() {
        for family in [
            &["Xhaferi", "Džaferi", "Џафери", "Dzaferi", "Dzhaferi", "Xhaferit", "Džaferijem", "Xhaferin", "Џаферија"][..],
            &["Hoxha", "Hodža", "Хоџа", "Hodza", "Hoxhës", "Hodžinog", "Hodžom"],
            &["Qosja", "Ćosja", "Qosjes"],
            &["Shehu", "Šehu", "Шеху", "Sehu", "Shehut"],
            &["Çela", "Čela", "Cela"],
            &["Đukanović", "Djukanovic", "Ђукановић", "Đukanovića", "Gjukanoviq"],
            &["Muhammad", "Muhamad", "Mohammad"],
            &["Gjergj", "Đerđ"],
            &["Thaçi", "Tači", "Тачи", "Taci", "Thaçit"],
            &["Petar", "Petra", "Petrom", "Петру"],
        ] {
            for name in family {
                assert!(meet(family[0], name), "{} {name}: {:?} {:?}", family[0], keys(family[0]), keys(name));
            }
        }
    }

    #[test]
    fn other_names_stay_apart() {
        for (a, b) in
            [("Hoxha", "Hasani"), ("Shehu", "Sala"), ("Petrović", "Popović"), ("Krasniqi", "Berisha"), ("Marko", "Mirko")]
        {
            assert!(!meet(a, b), "{a} {b}");
        }
    }

    #[test]
    fn arabic_letters_meet_their_romanisation_by_skeleton() {
        for (latin, arabic) in
            [("Muhammad", "محمد"), ("Mehmed", "محمد"), ("Hassan", "الحسن"), ("Yusuf", "يوسف"), ("Omar", "عمر"), ("Karim", "کریم")]
        {
            let skeleton = skeleton_key(latin).unwrap_or_default();
            assert!(keys(arabic).contains(&skeleton), "{latin} {skeleton} {arabic} {:?}", keys(arabic));
        }
        assert!(meet("أحمد", "احمد"));
    }
}
