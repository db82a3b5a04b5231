//! From bytes to text: byte-order marks, UTF-8, declared charsets, detection, and the old code pages of the region.
//!
//! Order of trust: a byte-order mark; valid UTF-8 (its multi-byte grammar does not happen by chance); the shape of UTF-16;
//! what the document declares, unless the bytes plainly contradict it; statistics. The detector never gets a country hint:
//! with "rs" it takes Serbian Latin in windows-1250 for windows-1252. Code page 852 (DOS, old court and police exports) is
//! in neither of the libraries, so its table stands here.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252};

/// Text, and how it was won from the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    /// Name of the encoding as the WHATWG standard writes it ("windows-1250"), or "IBM852", "UTF-32LE", "UTF-32BE".
    pub encoding: &'static str,
    /// Some bytes had no meaning in this encoding and stand as U+FFFD.
    pub lossy: bool,
}

const CP852: &str = "IBM852";

/// The upper half of code page 852, from 0x80 (source: IBM CDRA, the table every system ships as "cp852").
const CP852_UPPER: [&str; 4] = [
    "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×č",
    "áíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐",
    "└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀",
    "ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}",
];

/// How many bytes the detector looks at. Enough for every statistic, and a bound for gigabyte logs.
const SAMPLE: usize = 1 << 20;

/// Decode `bytes`. `declared` is the charset that the document or its envelope names, if any.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some(decoded) = by_mark(bytes) {
        return decoded;
    }
    let declared = declared.map(str::trim).filter(|name| !name.is_empty());
    // Escape-sequence encodings are pure ASCII on the outside; only the declaration tells them apart from it.
    if let Some(encoding) = declared.and_then(|name| Encoding::for_label(name.as_bytes()))
        && encoding == encoding_rs::ISO_2022_JP
        && bytes.contains(&0x1b)
    {
        return with(encoding, bytes);
    }
    if let Some(decoded) = utf16_without_mark(bytes) {
        return decoded;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: text.to_owned(), encoding: UTF_8.name(), lossy: false };
    }
    if let Some(name) = declared
        && let Some(decoded) = as_declared(bytes, name)
    {
        return decoded;
    }
    if let Some(decoded) = mostly_utf8(bytes) {
        return decoded;
    }
    detected(bytes)
}

/// Decode with a charset name, without any guessing. None when the name is unknown.
pub fn decode_as(bytes: &[u8], name: &str) -> Option<Decoded> {
    if is_cp852(name) {
        return Some(cp852(bytes));
    }
    let label = known_label(name);
    let encoding = Encoding::for_label_no_replacement(label.as_bytes())?;
    Some(with(encoding, bytes))
}

/// Decode with a Windows or DOS code page number, as RTF, MSG and old Office files name their charsets. None when unknown.
pub fn decode_code_page(bytes: &[u8], page: u32) -> Option<Decoded> {
    let name = match page {
        65001 => "utf-8".to_owned(),
        1200 => "utf-16le".to_owned(),
        1201 => "utf-16be".to_owned(),
        10000 => "macintosh".to_owned(),
        10007 | 10017 => "x-mac-cyrillic".to_owned(),
        20866 => "koi8-r".to_owned(),
        21866 => "koi8-u".to_owned(),
        20127 => "us-ascii".to_owned(),
        28591..=28605 => format!("iso-8859-{}", page - 28590),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        874 => "windows-874".to_owned(),
        852 => CP852.to_owned(),
        866 => "ibm866".to_owned(),
        1250..=1258 => format!("windows-{page}"),
        _ => return None,
    };
    decode_as(bytes, &name)
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), encoding: encoding.name(), lossy }
}

fn by_mark(bytes: &[u8]) -> Option<Decoded> {
    match bytes {
        [0xff, 0xfe, 0, 0, rest @ ..] if rest.len() % 4 == 0 => utf32(rest, u32::from_le_bytes, "UTF-32LE"),
        [0, 0, 0xfe, 0xff, rest @ ..] if rest.len() % 4 == 0 => utf32(rest, u32::from_be_bytes, "UTF-32BE"),
        [0xef, 0xbb, 0xbf, rest @ ..] => Some(with(UTF_8, rest)),
        [0xff, 0xfe, rest @ ..] => Some(with(UTF_16LE, rest)),
        [0xfe, 0xff, rest @ ..] => Some(with(UTF_16BE, rest)),
        _ => None,
    }
}

fn utf32(bytes: &[u8], read: fn([u8; 4]) -> u32, encoding: &'static str) -> Option<Decoded> {
    let mut lossy = false;
    let text = bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|unit| {
            char::from_u32(read(*unit)).unwrap_or_else(|| {
                lossy = true;
                char::REPLACEMENT_CHARACTER
            })
        })
        .collect();
    Some(Decoded { text, encoding, lossy })
}

/// UTF-16 without a mark: half of the bytes are the high halves of a few blocks, and blanks and line ends bring zeros.
fn utf16_without_mark(bytes: &[u8]) -> Option<Decoded> {
    let sample = &bytes[..bytes.len().min(4096)];
    if sample.len() < 8 || !sample.contains(&0) {
        return None;
    }
    let units = sample.as_chunks::<2>().0;
    let plausible = |high: fn(&[u8; 2]) -> (u8, u8)| {
        let good = units
            .iter()
            .filter(|unit| {
                let (high, low) = high(unit);
                match high {
                    0 => matches!(low, b'\t' | b'\n' | b'\r' | 0x20..=0x7e | 0xa0..=0xff),
                    1..=6 => true,
                    0x1e | 0x20 | 0x21 | 0xfe => true,
                    _ => false,
                }
            })
            .count();
        let ascii = units.iter().filter(|unit| high(unit).0 == 0).count();
        good * 20 >= units.len() * 19 && ascii * 20 >= units.len()
    };
    let little = plausible(|[low, high]| (*high, *low));
    let big = plausible(|[high, low]| (*high, *low));
    match (little, big) {
        (true, false) => Some(with(UTF_16LE, bytes)),
        (false, true) => Some(with(UTF_16BE, bytes)),
        _ => None,
    }
}

/// Old files and mail name charsets in ways the web standard does not know.
fn known_label(name: &str) -> String {
    let name = name.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
    if let Some(number) =
        name.strip_prefix("cp-").or_else(|| name.strip_prefix("cp")).filter(|n| n.len() == 4 && n.starts_with("12"))
    {
        return format!("windows-{number}");
    }
    match name.as_str() {
        "utf8" | "utf-8-sig" | "utf8mb4" => "utf-8".to_owned(),
        "win-1250" | "win1250" => "windows-1250".to_owned(),
        "win-1251" | "win1251" => "windows-1251".to_owned(),
        "ansi" | "iso-8859-1-windows-3.1-latin-1" => "windows-1252".to_owned(),
        _ => name,
    }
}

fn is_cp852(name: &str) -> bool {
    let name = name.trim().trim_matches(['"', '\'']);
    ["ibm852", "cp852", "852", "cspcp852", "dos-852", "dos852", "ibm-852"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn as_declared(bytes: &[u8], name: &str) -> Option<Decoded> {
    let decoded = decode_as(bytes, name)?;
    if decoded.lossy {
        return None;
    }
    // "iso-8859-1" is what programs write that never thought about it. Believe other evidence when it is plain.
    if decoded.encoding == WINDOWS_1252.name() {
        let guess = detected(bytes);
        let non_latin = non_latin_runs(&guess.text);
        if guess.encoding != decoded.encoding
            && !guess.lossy
            && (non_latin || regional(&guess.text) >= 0.95 && regional(&decoded.text) < 0.8)
        {
            return Some(guess);
        }
    }
    Some(decoded)
}

/// A log that mixes encodings, or a text cut in the middle of a character: nearly all multi-byte sequences are valid.
fn mostly_utf8(bytes: &[u8]) -> Option<Decoded> {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes[..bytes.len().min(SAMPLE)].utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good > 0 && good >= bad * 10).then(|| with(UTF_8, bytes))
}

fn detected(bytes: &[u8]) -> Decoded {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(sample, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let (first, _) = guess.decode_without_bom_handling(sample);
    let first = regional(&first);
    if first < 0.9 {
        let dos = regional(&cp852(sample).text);
        if dos >= 0.9 && dos > first {
            return cp852(bytes);
        }
        // Short Latin texts: where every accented letter is one of ours in 1250, that beats a guess at 1252.
        if guess == WINDOWS_1252 && regional(&WINDOWS_1250.decode_without_bom_handling(sample).0) >= 0.95 {
            return with(WINDOWS_1250, bytes);
        }
    }
    with(guess, bytes)
}

fn cp852(bytes: &[u8]) -> Decoded {
    let upper: Vec<char> = CP852_UPPER.iter().flat_map(|row| row.chars()).collect();
    let text = bytes
        .iter()
        .map(|&byte| match byte {
            0..=0x7f => byte as char,
            _ => upper.get(usize::from(byte - 0x80)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
        })
        .collect();
    Decoded { text, encoding: CP852, lossy: false }
}

/// Share of the non-ASCII characters that are letters of the region's Latin alphabets (and German) standing where such a
/// letter can stand: next to a letter, and no capital after a small letter. 1 for a text without non-ASCII characters.
fn regional(text: &str) -> f64 {
    let (mut good, mut all) = (0usize, 0usize);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_ascii() && c != '\u{a0}' {
            all += 1;
            let after = chars.peek().copied().unwrap_or(' ');
            let ours = "čćžšđëçäöüßČĆŽŠĐËÇÄÖÜ".contains(c);
            let in_word = before.is_alphabetic() || after.is_alphabetic();
            let capital_inside = c.is_uppercase() && before.is_lowercase();
            let typographic = "„“”‘’«»–—…•§°€".contains(c);
            good += usize::from((ours && in_word && !capital_inside) || typographic);
        }
        before = c;
    }
    if all == 0 { 1.0 } else { good as f64 / all as f64 }
}

/// Whether nearly all non-ASCII characters are Cyrillic, Greek, Hebrew or Arabic letters in runs, as words are.
fn non_latin_runs(text: &str) -> bool {
    let script = |c: char| matches!(c as u32, 0x370..=0x52f | 0x590..=0x6ff);
    let (mut letters, mut other, mut words) = (0usize, 0usize, 0usize);
    let mut before = ' ';
    for c in text.chars() {
        if script(c) {
            letters += 1;
            words += usize::from(!script(before));
        } else if !c.is_ascii() && c != '\u{a0}' {
            other += 1;
        }
        before = c;
    }
    letters >= 6 && letters >= other * 9 && letters >= words * 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SERBIAN_CYRILLIC: &str = "Окривљени је дана 12. марта признао да је превозио људе преко границе за новац, џак и ђон.";
    const MACEDONIAN: &str =
        "Обвинетиот изјави дека ги превезувал мигрантите преку границата кај Ѓевгелија; сведокот ќе се јави на џепен телефон.";
    const SERBIAN_LATIN: &str =
        "Okrivljeni je priznao da je prevozio više osoba preko granice, čekajući ćutke kod šume; žena i đak su svedočili.";
    const CROATIAN: &str =
        "Svjedokinja je iskazala da joj je muškarac oduzeo putovnicu i mobitel, te da je čekala u kući s još pet žena.";
    const ALBANIAN: &str =
        "I pandehuri deklaroi se e çoi vajzën në një shtëpi në Durrës dhe i mori pasaportën; ajo ishte shtatëmbëdhjetë vjeçe.";
    const GERMAN: &str =
        "Der Beschuldigte erklärte, er habe die Männer für 500 Euro über die Brücke geführt; größere Beträge flossen später.";

    fn encoded(text: &str, label: &str) -> Vec<u8> {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        let (bytes, _, bad) = encoding.encode(text);
        assert!(!bad, "{text} fits into {label}");
        bytes.into_owned()
    }

    fn encoded_852(text: &str) -> Vec<u8> {
        let upper: Vec<char> = CP852_UPPER.iter().flat_map(|row| row.chars()).collect();
        text.chars()
            .map(|c| if c.is_ascii() { c as u8 } else { 0x80 + upper.iter().position(|u| *u == c).unwrap() as u8 })
            .collect()
    }

    #[test]
    fn the_852_table_is_whole() {
        assert_eq!(CP852_UPPER.iter().map(|row| row.chars().count()).collect::<Vec<_>>(), [32, 32, 32, 32]);
        assert_eq!(cp852(&[0x9f, 0x86, 0xe7, 0xa7, 0xd0, 0xac, 0x8f, 0xe6, 0xa6, 0xd1, 0xe1]).text, "čćšžđČĆŠŽĐß");
    }

    #[test]
    fn old_encodings_of_the_region_are_found_without_a_declaration() {
        for (text, labels) in [
            (SERBIAN_CYRILLIC, &["windows-1251", "iso-8859-5"][..]),
            (MACEDONIAN, &["windows-1251", "iso-8859-5"][..]),
            (SERBIAN_LATIN, &["windows-1250", "iso-8859-2"][..]),
            (CROATIAN, &["windows-1250", "iso-8859-2"][..]),
            (ALBANIAN, &["windows-1250", "windows-1252"][..]),
            (GERMAN, &["windows-1252"][..]),
        ] {
            for label in labels {
                assert_eq!(decode(&encoded(text, label), None).text, text, "{label}");
            }
        }
    }

    #[test]
    fn code_page_852_is_found_without_a_declaration() {
        for text in [SERBIAN_LATIN, CROATIAN, ALBANIAN] {
            let decoded = decode(&encoded_852(text), None);
            assert_eq!((decoded.text.as_str(), decoded.encoding), (text, "IBM852"));
        }
    }

    #[test]
    fn a_declaration_is_believed_unless_the_bytes_contradict_it() {
        assert_eq!(decode(&encoded_852(CROATIAN), Some("cp852")).text, CROATIAN);
        assert_eq!(decode(&encoded("čaj", "iso-8859-2"), Some("ISO-8859-2")).text, "čaj");
        assert_eq!(decode(&encoded(SERBIAN_CYRILLIC, "windows-1251"), Some("iso-8859-1")).text, SERBIAN_CYRILLIC);
        assert_eq!(decode(&encoded(CROATIAN, "windows-1250"), Some("us-ascii")).text, CROATIAN);
        assert_eq!(decode(SERBIAN_LATIN.as_bytes(), Some("windows-1250")).text, SERBIAN_LATIN);
        assert_eq!(
            decode(&encoded("Café à la crème, déjà vu", "windows-1252"), Some("iso-8859-1")).text,
            "Café à la crème, déjà vu"
        );
    }

    #[test]
    fn wide_encodings_with_and_without_a_mark() {
        for text in [SERBIAN_CYRILLIC, ALBANIAN, "plain words\r\nand more"] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(decode(&little, None).text, text);
            assert_eq!(decode(&big, None).text, text);
            assert_eq!(decode(&[&[0xff, 0xfe][..], &little].concat(), None).text, text);
            assert_eq!(decode(&[&[0xfe, 0xff][..], &big].concat(), None).encoding, "UTF-16BE");
            let wide: Vec<u8> = text.chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
            assert_eq!(decode(&[&[0xff, 0xfe, 0, 0][..], &wide].concat(), None).text, text);
        }
    }

    #[test]
    fn one_broken_byte_does_not_turn_utf8_into_rubbish() {
        let mut bytes = SERBIAN_CYRILLIC.as_bytes().to_vec();
        bytes.truncate(bytes.len() - 2);
        let decoded = decode(&bytes, None);
        assert!(decoded.lossy && decoded.text.starts_with("Окривљени"));
    }

    #[test]
    fn code_pages_by_number() {
        assert_eq!(decode_code_page(&encoded("Џ", "windows-1251"), 1251).unwrap().text, "Џ");
        assert_eq!(decode_code_page(&encoded_852("č"), 852).unwrap().text, "č");
        assert_eq!(decode_code_page(b"x", 7), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_bytes_decode(bytes in proptest::collection::vec(any::<u8>(), 0..300), declared in proptest::option::of("[a-z0-9-]{0,12}")) {
            let decoded = decode(&bytes, declared.as_deref());
            prop_assert!(decoded.text.len() <= bytes.len() * 4);
        }

        #[test]
        fn utf8_is_kept(text in "\\PC{0,80}") {
            prop_assume!(!text.contains('\0') && !text.starts_with('\u{feff}'));
            prop_assert_eq!(decode(text.as_bytes(), None).text, text);
        }
    }
}
