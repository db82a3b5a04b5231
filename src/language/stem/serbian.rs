//! Bosnian, Croatian, Montenegrin, Serbian: Snowball's Serbian algorithm, then what it leaves undone.

use super::is_vowel;
use frostem::Stemmer;

/// Appends the stem of a folded ASCII word to the empty buffer.
pub(super) fn stem_into(snowball: Stemmer, folded: &str, out: &mut String) {
    out.push_str(&snowball.stem(folded));
    if out.len() >= 7 && out.starts_with("naj") {
        out.drain(..3);
    }
    for ending in ["ov", "ev", "ij", "aj"] {
        if out.len() >= ending.len() + 3 && out.ends_with(ending) {
            out.truncate(out.len() - ending.len());
            break;
        }
    }
    while out.len() > 3 && out.as_bytes().last().is_some_and(|b| is_vowel(*b)) {
        out.pop();
    }
    finish(out);
}

/// The sounds that change where a stem meets its endings: the moving a (momak, momka), l and o (posao, posla), the
/// softened consonants (ruka, ruci; vrag, vraže; duh, duše).
fn finish(out: &mut String) {
    let b = out.as_bytes();
    if let [.., x, b'a', y] = b
        && b.len() >= 4
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
