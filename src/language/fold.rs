//! One spelling for every way a word can be typed: both scripts, with or without diacritics, composed or decomposed.
//!
//! `Џафери`, `Džaferi`, `DZAFERI` and `dzaferi` fold to `dzaferi`. Cyrillic goes to Gaj's Latin letters, marks are dropped,
//! `đ` and its plain spelling `dj` both become `d`. General romanisers (deunicode, any_ascii) write `zh`, `ch`, `sh` and
//! therefore never meet Serbian written in Latin letters; that is why this table is our own.
//! Folding is for single words, after splitting, so that offsets keep pointing into the original text.

use super::words::is_common_letter;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// The folded spelling of a word: lower-case, without marks, Cyrillic in Latin letters. Idempotent; never panics.
///
/// Joiners, soft hyphens and a hyphen with the line break after it (the inside of a word as `words` cuts it) vanish.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

/// As [`fold`], appended to a buffer the caller keeps.
pub fn fold_into(word: &str, out: &mut String) {
    let from = out.len();
    if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        out.push_str(word);
        out[from..].make_ascii_lowercase();
    } else {
        let composed: String;
        // Marks are composed first: й is a letter of its own (j), and must stay one when it arrives as и + breve.
        let word = if word.chars().any(|c| c >= '\u{300}' && !is_common_letter(c) && is_combining_mark(c)) {
            composed = word.nfc().collect();
            composed.as_str()
        } else {
            word
        };
        for c in word.chars() {
            fold_char(c, out);
        }
    }
    drop_j_after_d(out, from);
}

/// The first byte of a word's fold, without folding the rest where that is not needed; `None` if nothing is left of it.
pub fn first_byte(word: &str) -> Option<u8> {
    let first = *word.as_bytes().first()?;
    if first.is_ascii_alphanumeric() && word.as_bytes().get(1).is_none_or(u8::is_ascii) {
        return Some(first.to_ascii_lowercase());
    }
    let mut letters = word.chars();
    let mut folded = String::new();
    while let Some(c) = letters.next() {
        // A mark behind the letter may make another letter of it: и with a breve is й.
        if letters.clone().next().is_some_and(|next| !next.is_ascii() && !is_common_letter(next)) {
            break;
        }
        fold_char(c, &mut folded);
        if let Some(byte) = folded.bytes().next() {
            return Some(byte);
        }
    }
    fold(word).bytes().next()
}

fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        }
        return;
    }
    if let Some(s) = letter(c) {
        out.push_str(s);
        return;
    }
    // Small letters first (İ becomes i + dot), then the parts of a composed or compatibility character, each looked up again:
    // ў is у with a breve, ﻻ is lam + alef, ǆ is d + ž.
    for small in c.to_lowercase() {
        decompose_compatible(small, |part| {
            if is_combining_mark(part) || is_inside_word(part) {
                return;
            }
            for part in part.to_lowercase() {
                if let Some(s) = letter(part) {
                    out.push_str(s);
                } else if part.is_alphanumeric() && !is_combining_mark(part) {
                    match digit(part) {
                        Some(d) => out.push(d),
                        None => out.push(part),
                    }
                }
            }
        });
    }
}

/// Characters that stand inside a word without being letters of it: soft hyphen, joiners, Arabic stretching.
pub(crate) fn is_inside_word(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{0640}' | '\u{061C}' | '\u{200E}' | '\u{200F}'
    )
}

/// Arabic and Persian digits, so that a number meets itself.
fn digit(c: char) -> Option<char> {
    let n = match c {
        '\u{0660}'..='\u{0669}' => c as u32 - 0x0660,
        '\u{06F0}'..='\u{06F9}' => c as u32 - 0x06F0,
        _ => return None,
    };
    char::from_digit(n, 10)
}

/// What one letter folds to, where that is not simply its base letter. Capital and small letters alike.
fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        // Latin letters that do not decompose
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ı' => "i",
        'ß' | 'ẞ' => "ss",
        'ł' | 'Ł' => "l",
        'ø' | 'Ø' => "o",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ə' | 'Ə' => "e",
        'ħ' | 'Ħ' => "h",
        'ŋ' | 'Ŋ' => "n",
        // the common composed letters of the region, without the way through decomposition
        'č' | 'ć' | 'ç' | 'Č' | 'Ć' | 'Ç' => "c",
        'š' | 'ş' | 'ș' | 'ś' | 'Š' | 'Ş' | 'Ș' | 'Ś' => "s",
        'ž' | 'ź' | 'ż' | 'Ž' | 'Ź' | 'Ż' => "z",
        'ë' | 'é' | 'è' | 'ê' | 'ę' | 'Ë' | 'É' | 'È' | 'Ê' | 'Ę' => "e",
        'ä' | 'à' | 'á' | 'â' | 'ă' | 'ą' | 'Ä' | 'À' | 'Á' | 'Â' | 'Ă' | 'Ą' => "a",
        'ö' | 'ò' | 'ó' | 'ô' | 'ő' | 'Ö' | 'Ò' | 'Ó' | 'Ô' | 'Ő' => "o",
        'ü' | 'ù' | 'ú' | 'û' | 'ű' | 'Ü' | 'Ù' | 'Ú' | 'Û' | 'Ű' => "u",
        'ì' | 'í' | 'î' | 'ï' | 'Ì' | 'Í' | 'Î' | 'Ï' => "i",
        'ğ' | 'Ğ' => "g",
        'ț' | 'ţ' | 'Ț' | 'Ţ' => "t",
        'ñ' | 'ń' | 'Ñ' | 'Ń' => "n",
        // Cyrillic: Serbian, Macedonian, then Russian, Ukrainian, Bulgarian
        'а' | 'А' => "a",
        'б' | 'Б' => "b",
        'в' | 'В' => "v",
        'г' | 'Г' | 'ґ' | 'Ґ' => "g",
        'д' | 'Д' | 'ђ' | 'Ђ' => "d",
        'ѓ' | 'Ѓ' => "gj",
        'е' | 'Е' | 'ё' | 'Ё' | 'є' | 'Є' | 'э' | 'Э' | 'ѐ' | 'Ѐ' => "e",
        'ж' | 'Ж' | 'з' | 'З' => "z",
        'ѕ' | 'Ѕ' | 'џ' | 'Џ' => "dz",
        'и' | 'И' | 'і' | 'І' | 'ї' | 'Ї' | 'ы' | 'Ы' | 'ѝ' | 'Ѝ' => "i",
        'ј' | 'Ј' | 'й' | 'Й' => "j",
        'к' | 'К' => "k",
        'ќ' | 'Ќ' => "kj",
        'л' | 'Л' => "l",
        'љ' | 'Љ' => "lj",
        'м' | 'М' => "m",
        'н' | 'Н' => "n",
        'њ' | 'Њ' => "nj",
        'о' | 'О' => "o",
        'п' | 'П' => "p",
        'р' | 'Р' => "r",
        'с' | 'С' | 'ш' | 'Ш' => "s",
        'т' | 'Т' => "t",
        'ћ' | 'Ћ' | 'ц' | 'Ц' | 'ч' | 'Ч' => "c",
        'у' | 'У' | 'ў' | 'Ў' => "u",
        'ф' | 'Ф' => "f",
        'х' | 'Х' => "h",
        'щ' | 'Щ' => "st",
        'ъ' | 'Ъ' => "a",
        'ь' | 'Ь' => "",
        'ю' | 'Ю' => "ju",
        'я' | 'Я' => "ja",
        // Greek: the final sigma is a sigma
        'ς' => "σ",
        // Arabic and Persian: one form for the alefs, for yeh and kaf, teh marbuta as heh, no hamza on a carrier
        'أ' | 'إ' | 'آ' | 'ٱ' => "ا",
        'ى' | 'ی' | 'ئ' | 'ے' => "ي",
        'ک' => "ك",
        'ة' | 'ۀ' | 'ہ' | 'ھ' | 'ە' => "ه",
        'ؤ' => "و",
        'ء' => "",
        _ => return None,
    })
}

/// `đ` typed plainly is `dj`; both become `d`. Every `j` after a `d` goes, so that folding twice changes nothing.
fn drop_j_after_d(out: &mut String, from: usize) {
    let bytes = out.as_bytes();
    let Some(first) = bytes[from..].windows(2).position(|w| w == b"dj") else { return };
    let kept: String = {
        let mut kept = String::with_capacity(out.len() - from);
        let mut before = '\0';
        for c in out[from + first..].chars() {
            if c == 'j' && before == 'd' {
                continue;
            }
            kept.push(c);
            before = c;
        }
        kept
    };
    out.truncate(from + first);
    out.push_str(&kept);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_way_of_typing_a_word_meets() {
        for (a, b) in [
            ("Џафери", "Džaferi"),
            ("krijumčarenje", "КРИЈУМЧАРЕЊЕ"),
            ("Đorđević", "djordjevic"),
            ("Ђорђевић", "Dordevic"),
            ("č", "c\u{30C}"),
            ("й", "и\u{306}"),
            ("ѓ", "г\u{301}"),
            ("İstanbul", "istanbul"),
            ("ışık", "isik"),
            ("Straße", "strasse"),
            ("kontrabandë", "kontrabande"),
            ("ǅep", "џеп"),
            ("кри\u{AD}јум\u{AD}чар", "krijumcar"),
            ("krijum-\nčarenje", "krijumčarenje"),
            ("مُحَمَّد", "محمد"),
            ("أحمد", "احمد"),
            ("کتاب", "كتاب"),
            ("می\u{200C}رود", "میرود"),
            ("١٢٣", "123"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} / {b}");
        }
        assert_eq!(fold("Ѓорѓи"), "gjorgji");
        assert_eq!(fold("Ќерка"), "kjerka");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn folding_twice_changes_nothing(word in "\\PC{0,24}|[dđджјj\u{301}]{0,9}|[ا-ي\u{64B}-\u{65F}]{0,12}") {
            let once = fold(&word);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn the_first_byte_is_the_folds(word in "\\PC{0,6}|[dđджьJј\u{301}\u{306}и\u{AD}a1-]{0,6}|[ا-ي\u{64B}-\u{65F}]{0,4}") {
            prop_assert_eq!(first_byte(&word), fold(&word).bytes().next());
        }

        #[test]
        fn decomposed_text_folds_alike(word in "[a-zčćđšžёйѓќA-ZČĆĐŠŽäöüëçéïğş]{0,16}") {
            let apart: String = word.nfd().collect();
            prop_assert_eq!(fold(&apart), fold(&word));
        }
    }
}
