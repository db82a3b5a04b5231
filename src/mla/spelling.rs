//! Words of a text held against words of names. Comparing spellings is dear, and the words of a request come back on every page:
//! each word is worked out once and remembered.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use crate::language::fold::fold;
use crate::language::names;

/// A word as spellings are compared: folded, and the keys under which other spellings and case forms of a name meet it.
#[derive(Debug, Clone)]
struct Spelling {
    folded: String,
    keys: Vec<String>,
    /// Too short for keys: only the same letters are the same name.
    short: bool,
}

impl Spelling {
    fn of(word: &str) -> Spelling {
        let short = word.chars().count() < 3;
        Spelling { folded: fold(word), keys: if short { Vec::new() } else { names::keys(word) }, short }
    }

    /// The outcome of [`names::match_word`] at its normal level, on forms worked out before.
    fn is(&self, found: &Spelling) -> bool {
        let (a, b) = (&self.folded, &found.folded);
        !a.is_empty() && !b.is_empty() && (a == b || !self.short && self.keys.iter().any(|key| found.keys.contains(key)))
    }
}

/// Parts of names, against which the words of texts are held.
#[derive(Debug, Default)]
pub struct NameParts {
    parts: Vec<Spelling>,
    /// Word to the parts it is a spelling of.
    seen: RefCell<HashMap<String, Rc<[usize]>>>,
}

impl NameParts {
    /// Take in a part of a name; the number it is known by from now on. All parts come before the first word.
    pub fn add(&mut self, part: &str) -> usize {
        self.parts.push(Spelling::of(part));
        self.seen.get_mut().clear();
        self.parts.len() - 1
    }

    /// The parts a word is a spelling or a case form of, in any script.
    pub fn met_by(&self, word: &str) -> Rc<[usize]> {
        if let Some(known) = self.seen.borrow().get(word) {
            return known.clone();
        }
        let spelling = Spelling::of(word);
        let met: Rc<[usize]> = (0..self.parts.len()).filter(|at| self.parts[*at].is(&spelling)).collect();
        self.seen.borrow_mut().insert(word.to_string(), met.clone());
        met
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::names::{Level, match_word};

    #[test]
    fn remembered_words_are_judged_as_fresh_ones() {
        let names = ["Xhaferi", "Marković", "Јелена", "Nguyễn", "Jo", "Öztürk", "A", "عمر"];
        let words = [
            "Džaferi",
            "Xhaferit",
            "Џаферијем",
            "Markovića",
            "Marko",
            "Jelenom",
            "ЈЕЛЕНА",
            "Nguyen",
            "jo",
            "Joe",
            "Oztürk",
            "Umar",
            "2026",
            "",
            "a",
            "i",
        ];
        let mut parts = NameParts::default();
        for name in names {
            parts.add(name);
        }
        for _ in 0..2 {
            for word in words {
                let met = parts.met_by(word);
                for (at, name) in names.iter().enumerate() {
                    let fresh = if name.chars().count() < 3 {
                        !word.is_empty() && fold(name) == fold(word)
                    } else {
                        match_word(name, word, Level::Normal).is_some()
                    };
                    // A word of one or two letters has no keys here: it names nobody.
                    if word.chars().count() >= 3 || !fresh {
                        assert_eq!(met.contains(&at), fresh, "{name} {word}");
                    }
                }
            }
        }
    }
}
