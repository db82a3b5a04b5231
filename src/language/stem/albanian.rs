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
}
