//! Automata over the terms of `exact`: patterns on the folded form, whatever spelling rides behind it.

use std::sync::LazyLock;

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use tantivy_fst::{Automaton, Regex};

use super::error::Error;
use super::schema::SPELLING;

/// Applies an automaton to the folded form of a term and accepts any spelling behind it.
pub struct OnFolded<A>(pub A);

/// Where [`OnFolded`] is in a term.
#[derive(Clone)]
pub enum Place<S> {
    Folded(S),
    /// Behind a folded form that matched.
    Spelling,
    Dead,
}

impl<A: Automaton> Automaton for OnFolded<A> {
    type State = Place<A::State>;

    fn start(&self) -> Self::State {
        Place::Folded(self.0.start())
    }

    fn is_match(&self, state: &Self::State) -> bool {
        match state {
            Place::Folded(inner) => self.0.is_match(inner),
            Place::Spelling => true,
            Place::Dead => false,
        }
    }

    fn can_match(&self, state: &Self::State) -> bool {
        match state {
            Place::Folded(inner) => self.0.can_match(inner),
            Place::Spelling => true,
            Place::Dead => false,
        }
    }

    fn accept(&self, state: &Self::State, byte: u8) -> Self::State {
        match state {
            Place::Folded(inner) if byte == SPELLING as u8 => {
                if self.0.is_match(inner) {
                    Place::Spelling
                } else {
                    Place::Dead
                }
            }
            // Other control characters introduce stems and name keys, which patterns do not look at.
            Place::Folded(_) if byte < b' ' => Place::Dead,
            Place::Folded(inner) => Place::Folded(self.0.accept(inner, byte)),
            Place::Spelling => Place::Spelling,
            Place::Dead => Place::Dead,
        }
    }
}

/// What the automata of all words have in common, by distance: dearer to make than the automaton itself.
static ONE: LazyLock<LevenshteinAutomatonBuilder> = LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true));
static TWO: LazyLock<LevenshteinAutomatonBuilder> = LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true));

/// All words within an edit distance (insert, delete, replace, swap of neighbours).
pub struct Close(DFA);

impl Close {
    /// `distance` is 1 or 2.
    pub fn new(word: &str, distance: u8) -> Close {
        let builder = if distance < 2 { &*ONE } else { &*TWO };
        Close(builder.build_dfa(word))
    }
}

impl Automaton for Close {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

/// `trans*`, `*kamion*`, `gran*ni`: letters, and `*` for any run of letters.
pub struct Pattern {
    /// `None` is a `*`.
    steps: Vec<Option<u8>>,
}

impl Pattern {
    /// From folded text with `*`.
    ///
    /// # Errors
    /// If it is longer than 62 bytes.
    pub fn new(pattern: &str) -> Result<Pattern, Error> {
        let mut steps: Vec<Option<u8>> = pattern.bytes().map(|b| (b != b'*').then_some(b)).collect();
        steps.dedup_by(|a, b| a.is_none() && b.is_none());
        if steps.len() > 62 {
            return Err(Error::Pattern(format!("the wildcard `{pattern}` is too long: 62 letters at most")));
        }
        Ok(Pattern { steps })
    }

    /// A place behind a step that is a `*` is also a place behind that star.
    fn close(&self, mut places: u64) -> u64 {
        for (at, step) in self.steps.iter().enumerate() {
            if step.is_none() && places >> at & 1 == 1 {
                places |= 1 << (at + 1);
            }
        }
        places
    }
}

impl Automaton for Pattern {
    /// Bit n: n steps are behind us.
    type State = u64;

    fn start(&self) -> u64 {
        self.close(1)
    }

    fn is_match(&self, places: &u64) -> bool {
        places >> self.steps.len() & 1 == 1
    }

    fn can_match(&self, places: &u64) -> bool {
        *places != 0
    }

    fn accept(&self, places: &u64, byte: u8) -> u64 {
        let mut next = 0;
        for (at, step) in self.steps.iter().enumerate() {
            if places >> at & 1 == 1 {
                match step {
                    Some(expected) if *expected == byte => next |= 1 << (at + 1),
                    Some(_) => {}
                    None => next |= 1 << at,
                }
            }
        }
        self.close(next)
    }
}

/// A regular expression on whole words, its letters already folded.
///
/// # Errors
/// With what the expression gets wrong, in words.
pub fn regex(expression: &str) -> Result<Regex, Error> {
    Regex::new(expression).map_err(|error| {
        let detail = error.to_string();
        let detail = detail.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default().trim();
        Error::Pattern(format!("the regular expression /{expression}/ cannot be used: {}", detail.trim_start_matches("error: ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts<A: Automaton>(automaton: &A, text: &str) -> bool {
        let end = text.bytes().fold(automaton.start(), |state, byte| automaton.accept(&state, byte));
        automaton.is_match(&end)
    }

    #[test]
    fn stars_stand_for_any_letters_of_the_folded_form() {
        for (pattern, yes, no) in [
            ("trans*", &["trans", "transport\u{1}транспорт"][..], &["tran", "atrans", "tran\u{1}trans"][..]),
            ("*kamion*", &["kamion", "kamiondzija", "autokamionom"], &["kamio", "kombi"]),
            ("gr*ni", &["grani", "grni", "granicni"], &["granic"]),
        ] {
            let automaton = OnFolded(Pattern::new(pattern).unwrap());
            assert!(yes.iter().all(|t| accepts(&automaton, t)), "{pattern}");
            assert!(!no.iter().any(|t| accepts(&automaton, t)), "{pattern}");
        }
        assert!(Pattern::new(&"x".repeat(63)).is_err());
    }

    #[test]
    fn close_words_and_expressions_look_at_the_folded_form_alone() {
        let close = OnFolded(Close::new("ahmed", 1));
        assert!(accepts(&close, "ahmet") && accepts(&close, "ahmed\u{1}ахмед") && accepts(&close, "hamed"));
        assert!(!accepts(&close, "mehmed"));
        let expression = OnFolded(regex("krijum.ar(enje|iti)").unwrap());
        assert!(accepts(&expression, "krijumcarenje\u{1}krijumčarenje"));
        assert!(!accepts(&expression, "krijumcar"));
        assert!(regex("a(b").is_err());
    }
}
