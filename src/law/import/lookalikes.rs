//! Letters of one script that look like letters of another, as typists and optical recognition mix them inside one word.

/// Letters that look alike in Latin, Cyrillic and Greek print.
const ALIKE: &[&str] = &[
    "aаα", "eеε", "oоο", "pрρ", "cсϲ", "xхχ", "yуγ", "iіι", "jј", "sѕ", "kкκ", "nпη", "mм", "AАΑ", "BВΒ", "EЕΕ", "KКΚ", "MМΜ",
    "HНΗ", "OОΟ", "PРΡ", "CС", "TТΤ", "XХΧ", "IІΙ", "JЈ", "NΝ", "ZΖ", "YУΥ",
];

/// A pattern that matches the words of `alternatives` (plain words parted by `|`) with any letter replaced by one that looks like it.
pub fn tolerant(alternatives: &str) -> String {
    let mut out = String::with_capacity(alternatives.len() * 2);
    for c in alternatives.chars() {
        match ALIKE.iter().find(|group| group.contains(c)) {
            Some(group) => {
                out.push('[');
                out.push_str(group);
                out.push(']');
            }
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_matches_itself_and_its_mixtures_only() {
        let regex = regex::Regex::new(&format!("^(?:{})$", tolerant(r"Члан|Чл\."))).unwrap();
        assert!(regex.is_match("Члан") && regex.is_match("Члaн") && regex.is_match("Чл."));
        assert!(!regex.is_match("Член") && !regex.is_match("Чла"));
    }
}
