//! Case endings of names: a name in a sentence is rarely in its dictionary form.

/// Endings of cases and possessives, Slavic, Albanian and German together, longest first, and those that make a woman's name of a man's.
const ENDINGS: &[&str] = &[
    "ijevim", "ijevog", "ijevom", "ijeva", "ijevu", "ijeve", "ijevi", "ovog", "ovom", "ovim", "ovih", "inog", "inom", "inim",
    "inih", "inoj", "ovoj", "ijem", "ijev", "ijin", "ówna", "ovna", "owna", "ová", "ové", "owa", "ova", "ovu", "ove", "ovi",
    "ovo", "ina", "inu", "ine", "ini", "ino", "ima", "ama", "jem", "jom", "ija", "iju", "ije", "iji", "ev", "ov", "in", "om",
    "em", "it", "ut", "un", "ës", "ën", "es", "en", "et", "ja", "ju", "je", "ji", "së", "në", "t", "s", "n",
];

/// What stays of a name in small Latin letters when a case ending is taken off, at least three letters; without its final vowels.
pub(super) fn bases(latin: &str) -> Vec<String> {
    let mut bases = Vec::with_capacity(2);
    let whole = bare(latin);
    bases.push(whole.to_owned());
    if let Some(stem) = ENDINGS.iter().find_map(|e| latin.strip_suffix(e).filter(|s| s.chars().count() >= 3)) {
        let stem = bare(stem);
        if stem != whole {
            bases.push(stem.to_owned());
        }
    }
    bases
}

fn bare(latin: &str) -> &str {
    let mut word = latin;
    while word.chars().count() > 3
        && let Some(c) = word.chars().last()
        && matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'ë' | 'y')
    {
        word = &word[..word.len() - c.len_utf8()];
    }
    word
}
