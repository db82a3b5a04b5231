//! Albanian: by our own table (`data/albanian.txt`).

use super::is_vowel;
use super::table::Endings;
use std::sync::LazyLock;

const DATA: &str = include_str!("../data/albanian.txt");
static ENDINGS: LazyLock<Endings> = LazyLock::new(|| Endings::read(DATA, "endings", false));

/// Appends the stem of a folded ASCII word to the empty buffer.
pub(super) fn stem_into(folded: &str, out: &mut String) {
    out.push_str(folded);
    if folded.len() <= 3 {
        return;
    }
    ENDINGS.strip(out);
    while out.len() > 4 && out.as_bytes().last().is_some_and(|b| is_vowel(*b)) {
        out.pop();
    }
    finish(out);
}

/// The sounds that change: the e that comes and goes before the last consonant (emër, emri), k and q (mik, miq), g and gj (zog, zogj).
fn finish(out: &mut String) {
    let b = out.as_bytes();
    if let [.., x, b'e', y] = b
        && b.len() >= 4
        && !is_vowel(*x)
        && matches!(y, b'r' | b'l' | b'm' | b'n')
    {
        let last = *y as char;
        out.truncate(out.len() - 2);
        out.push(last);
    }
    if out.ends_with("gj") {
        out.pop();
    } else if out.ends_with('q') {
        out.pop();
        out.push('k');
    }
}
