//! Macedonian: article, ending, sound change; by our own table (`data/macedonian.txt`).

use super::table::Endings;
use super::{is_vowel, serbian};
use std::sync::LazyLock;

const DATA: &str = include_str!("../data/macedonian.txt");
static ARTICLES: LazyLock<Endings> = LazyLock::new(|| Endings::read(DATA, "articles", true));
static ENDINGS: LazyLock<Endings> = LazyLock::new(|| Endings::read(DATA, "endings", false));

/// Appends the stem of a folded ASCII word to the empty buffer.
pub(super) fn stem_into(folded: &str, out: &mut String) {
    out.push_str(folded);
    if folded.len() <= 3 {
        return;
    }
    ARTICLES.strip(out);
    ENDINGS.strip(out);
    // dobar / dobri, momok / momci: the vowel that comes and goes before the last consonant
    let b = out.as_bytes();
    if let [.., x, v, y] = b
        && serbian::has_vowel(&b[..b.len() - 2])
        && matches!(v, b'e' | b'o' | b'a')
        && !is_vowel(*x)
        && !is_vowel(*y)
        && !matches!(y, b's' | b't')
    {
        let last = *y as char;
        out.truncate(out.len() - 2);
        out.push(last);
    }
    serbian::soften_last(out);
}
