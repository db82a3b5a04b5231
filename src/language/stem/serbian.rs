//! Bosnian, Croatian, Montenegrin, Serbian: Snowball's Serbian algorithm, then what it leaves undone.

use super::is_vowel;
use frostem::Stemmer;

/// Endings that Snowball leaves on some forms of a word and takes off others (it asks more letters of the rest): what must stay, and the
/// ending. Cases of adjectives, possessives, the stems of verbs before their last ending, -ost. Which endings, and what must stay, was chosen
/// by F1 on the development parts of the Serbian and Croatian treebanks.
const LEFT_OVER: &[(usize, &str)] = &[
    (6, "ost"),
    (3, "ov"),
    (5, "ij"),
    (3, "aj"),
    (3, "oj"),
    (6, "al"),
    (3, "at"),
    (5, "il"),
    (5, "el"),
    (5, "et"),
    (3, "im"),
    (3, "ih"),
    (6, "en"),
    (3, "em"),
    (4, "eg"),
];

/// Appends the stem of a folded ASCII word to the empty buffer.
pub(super) fn stem_into(snowball: Stemmer, folded: &str, out: &mut String) {
    out.push_str(&snowball.stem(first_person_plural(folded)));
    if out.len() >= 7 && out.starts_with("naj") {
        out.drain(..3);
    }
    drop_vowels(out);
    // pitanja, pitanjem: Snowball leaves the one and shortens the other
    if out.ends_with("anj") || out.ends_with("enj") {
        out.pop();
    }
    if let Some((_, ending)) = LEFT_OVER.iter().find(|(stay, e)| out.len() >= e.len() + stay && out.ends_with(e)) {
        out.truncate(out.len() - ending.len());
        drop_vowels(out);
    }
    // objavljen, objaviti: the soft l after a lip sound
    if out.len() > 4 && ["vl", "pl", "bl", "ml"].iter().any(|e| out.ends_with(e)) {
        out.pop();
    }
    finish(out);
}

fn drop_vowels(out: &mut String) {
    while out.len() > 3 && out.as_bytes().last().is_some_and(|b| is_vowel(*b)) {
        out.pop();
    }
}

/// `smatramo` as `smatra`: Snowball does not know the ending.
fn first_person_plural(folded: &str) -> &str {
    match folded.strip_suffix("mo") {
        Some(rest) if rest.len() >= 4 && rest.ends_with(['a', 'e', 'i']) => rest,
        _ => folded,
    }
}

/// The sounds that change where a stem meets its endings: the moving a (momak, momka), l and o (posao, posla), the
/// softened consonants (ruka, ruci; vrag, vraže; duh, duše).
fn finish(out: &mut String) {
    let b = out.as_bytes();
    if let [.., x, b'a', y] = b
        && has_vowel(&b[..b.len() - 2])
        && !is_vowel(*x)
        && !is_vowel(*y)
    {
        let last = *y as char;
        out.truncate(out.len() - 2);
        out.push(last);
    }
    if out.len() >= 5 && out.ends_with("oc") {
        out.truncate(out.len() - 2);
        out.push_str("lc");
    }
    if out.len() > 2 && (out.ends_with("dc") || out.ends_with("tc")) {
        out.truncate(out.len() - 2);
        out.push('c');
    }
    soften_last(out);
}

/// Whether a vowel is left: the vowel that comes and goes is never the only one of a stem (drag stays drag, otac is otc).
pub(super) fn has_vowel(letters: &[u8]) -> bool {
    letters.iter().any(|b| is_vowel(*b))
}

/// k, g, h at the end as their softened selves c, z, s.
pub(super) fn soften_last(out: &mut String) {
    let soft = match out.as_bytes().last() {
        Some(b'k') => 'c',
        Some(b'g') => 'z',
        Some(b'h') => 's',
        _ => return,
    };
    out.pop();
    out.push(soft);
}
