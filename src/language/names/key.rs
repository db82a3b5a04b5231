//! Letters by the sound they stand for, whatever the spelling tradition.

use std::sync::LazyLock;

/// Spellings and their class, longest first. Written for names of the Balkans, Turkey and the Arab world in Latin letters.
/// Capitals are classes: `U` is every rounded vowel, `A` every open one, `I` also `j` and `y`.
const SPELLINGS: &[(&str, char)] = &[
    ("dsch", 'J'),
    ("tsch", 'C'),
    ("dzh", 'J'),
    ("dzs", 'J'),
    ("tsj", 'C'),
    ("tch", 'C'),
    ("sch", 'S'),
    ("ije", 'A'),
    ("iye", 'A'),
    ("dž", 'J'),
    ("xh", 'J'),
    ("gj", 'J'),
    ("dj", 'J'),
    ("dz", 'J'),
    ("ch", 'C'),
    ("cz", 'C'),
    ("cs", 'C'),
    ("tx", 'C'),
    ("tj", 'C'),
    ("tš", 'C'),
    ("ts", 'C'),
    ("tz", 'C'),
    ("kj", 'C'),
    ("sh", 'S'),
    ("sz", 'S'),
    ("sj", 'S'),
    ("zs", 'Z'),
    ("zj", 'Z'),
    ("zh", 'Z'),
    ("lj", 'L'),
    ("ll", 'L'),
    ("ly", 'L'),
    ("nj", 'N'),
    ("ny", 'N'),
    ("rr", 'R'),
    ("th", 'T'),
    ("dh", 'D'),
    ("kh", 'H'),
    ("ck", 'K'),
    ("ff", 'V'),
    ("ph", 'F'),
    ("gh", 'G'),
    ("ou", 'U'),
    ("oe", 'U'),
    ("ue", 'U'),
    ("oo", 'U'),
    ("ie", 'A'),
    ("je", 'A'),
    ("ye", 'A'),
    ("ee", 'I'),
    ("ei", 'I'),
    ("ey", 'I'),
    ("ej", 'I'),
    ("ij", 'I'),
    ("iy", 'I'),
    ("x", 'J'),
    ("đ", 'J'),
    ("č", 'C'),
    ("ć", 'C'),
    ("ç", 'C'),
    ("c", 'C'),
    ("q", 'C'),
    ("s", 'S'),
    ("š", 'S'),
    ("ş", 'S'),
    ("ș", 'S'),
    ("ś", 'S'),
    ("z", 'Z'),
    ("ž", 'Z'),
    ("ż", 'Z'),
    ("ź", 'Z'),
    ("l", 'L'),
    ("ł", 'L'),
    ("n", 'N'),
    ("ñ", 'N'),
    ("ń", 'N'),
    ("r", 'R'),
    ("t", 'T'),
    ("d", 'D'),
    ("h", 'H'),
    ("k", 'K'),
    ("v", 'V'),
    ("ŭ", 'V'),
    ("w", 'V'),
    ("f", 'F'),
    ("g", 'G'),
    ("p", 'P'),
    ("b", 'B'),
    ("m", 'M'),
    ("o", 'U'),
    ("ö", 'U'),
    ("u", 'U'),
    ("ü", 'U'),
    ("i", 'I'),
    ("y", 'I'),
    ("j", 'I'),
    ("ı", 'I'),
    ("a", 'A'),
    ("ä", 'A'),
    ("e", 'A'),
];

/// The same by their first byte, in the same order.
static BY_FIRST: LazyLock<Vec<Vec<(&str, char)>>> = LazyLock::new(|| {
    let mut by_first = vec![Vec::new(); 256];
    for (spelling, class) in SPELLINGS {
        if let Some(first) = spelling.bytes().next() {
            by_first[usize::from(first)].push((*spelling, *class));
        }
    }
    by_first
});

/// The spellings a text may begin with, longest first.
fn spellings_from(text: &str) -> impl Iterator<Item = &'static (&'static str, char)> {
    let first = text.bytes().next().map_or(0, usize::from);
    BY_FIRST.get(first).into_iter().flatten()
}

/// The class keys of a name in small Latin letters with marks: as it is read, then with `q` read as k, with `x` read as ks, with `ch` inside
/// read as h (German, Czech) and as š (French), with an initial `j` or `c` read as dž (Turkish, German and English). Empty for a word without Latin letters.
pub(super) fn class_keys(latin: &str) -> Vec<String> {
    let mut keys = Vec::with_capacity(2);
    push_distinct(&mut keys, class_key(latin));
    if latin.contains('q') {
        push_distinct(&mut keys, class_key(&latin.replace('q', "k")));
    }
    if latin.contains('x') && !latin.contains("xh") {
        push_distinct(&mut keys, class_key(&latin.replace('x', "ks")));
    }
    if latin.match_indices("ch").any(|(i, _)| i > 0 && !latin[..i].ends_with(['s', 't', 'c'])) {
        let rest = latin.replace("sch", "š").replace("tch", "č");
        push_distinct(&mut keys, class_key(&rest.replace("ch", "h")));
        push_distinct(&mut keys, class_key(&rest.replace("ch", "š")));
    }
    let rest = match latin.as_bytes() {
        [b'j', next, ..] if *next != b'o' => latin.strip_prefix('j'),
        [b'c', next, ..] if *next != b'h' => latin.strip_prefix('c'),
        _ => None,
    };
    if let Some(rest) = rest {
        push_distinct(&mut keys, class_key(&format!("dž{rest}")));
    }
    keys
}

fn push_distinct(keys: &mut Vec<String>, key: String) {
    if !key.is_empty() && !keys.contains(&key) {
        keys.push(key);
    }
}

fn class_key(latin: &str) -> String {
    let mut key = String::with_capacity(latin.len());
    // Jelena, Yelena, Elena
    let mut rest = if latin.starts_with("je") || latin.starts_with("ye") { &latin[1..] } else { latin };
    while let Some(c) = rest.chars().next() {
        if let Some((spelling, class)) = spellings_from(rest).find(|(s, _)| rest.starts_with(s) && softens(s, rest)) {
            push(&mut key, *class);
            rest = &rest[spelling.len()..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        if c == 'ğ' {
            continue;
        }
        for f in crate::language::fold::fold(c.encode_utf8(&mut [0; 4])).chars() {
            let mut own = [0; 4];
            match spellings_from(f.encode_utf8(&mut own)).find(|(s, _)| s.len() == f.len_utf8() && s.starts_with(f)) {
                Some((_, class)) => push(&mut key, *class),
                None if f.is_alphanumeric() => push(&mut key, f),
                None => {}
            }
        }
    }
    if key.len() > 3 && key.ends_with('H') {
        key.pop();
    }
    // Lithuanian and Latvian: Kriučkovas, Juškēvičs
    if key.len() > 4 && (key.ends_with("VS") || key.ends_with("CS")) {
        key.pop();
    }
    // Gorbatschof, Gorbachov
    if key.len() > 3 && latin.ends_with("of") && key.ends_with('F') {
        key.pop();
        key.push('V');
    }
    key
}

/// `ny` and `ly` are soft consonants before a vowel; elsewhere their y is a vowel of its own (Kalashnyk).
fn softens(spelling: &str, rest: &str) -> bool {
    !matches!(spelling, "ny" | "ly") || rest[2..].starts_with(['a', 'e', 'i', 'o', 'u', 'á', 'é', 'ë'])
}

/// Doubles count once.
fn push(key: &mut String, class: char) {
    if !key.ends_with(class) {
        key.push(class);
    }
}

/// A base key without the vowel that comes and goes before the last consonant (`Petar`, `Petra`).
pub(super) fn close_up(key: &str) -> String {
    let b = key.as_bytes();
    if let [.., x, b'A', y] = b
        && b.len() >= 4
        && !is_vowel(*x)
        && !is_vowel(*y)
    {
        let mut out = key[..key.len() - 2].to_owned();
        push(&mut out, *y as char);
        return out;
    }
    key.to_owned()
}

fn is_vowel(class: u8) -> bool {
    matches!(class, b'A' | b'I' | b'U')
}

/// The consonant classes of a name, as far as Arabic writing shows them: `q` as k, no w or y inside, no h at the end.
pub(super) fn skeleton(latin: &str) -> String {
    let key = class_key(&latin.replace('q', "k"));
    let mut out = String::new();
    for (i, c) in key.chars().enumerate() {
        let keep = match c {
            'A' | 'U' => false,
            'I' => i == 0 && latin.starts_with(['y', 'j']),
            'V' => i == 0,
            _ => true,
        };
        if keep {
            push(&mut out, c);
        }
    }
    if out.len() > 2 && out.ends_with('H') {
        out.pop();
    }
    out
}

/// Edit distance (insert, delete, replace, swap of neighbours) if it is at most `limit`.
pub fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before_last[j - 2] + 1);
            }
        }
        if row.iter().all(|d| *d > limit) {
            return None;
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|d| *d <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_spellings_are_read_first() {
        assert!(SPELLINGS.windows(2).all(|w| w[0].0.chars().count() >= w[1].0.chars().count()));
    }

    #[test]
    fn distance_counts_swaps_as_one_and_stops_at_the_limit() {
        assert_eq!(distance("JAFARI", "JAFAIR", 1), Some(1));
        assert_eq!(distance("JAFARI", "JAFAR", 1), Some(1));
        assert_eq!(distance("JAFARI", "KAFRI", 1), None);
        assert_eq!(distance("", "", 0), Some(0));
    }
}
