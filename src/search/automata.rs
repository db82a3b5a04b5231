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
///
/// A state is a set of places, bit n for "n steps are behind us"; a letter moves all places at once (Baeza-Yates and Gonnet's shift-and), because
/// a pattern that begins with a star is held against every word of the index.
pub struct Pattern {
    /// For each byte, the places whose next step is that byte.
    letters: Box<[u64; 256]>,
    /// The places whose next step is a star.
    stars: u64,
    /// The place behind the last step.
    end: u64,
}

impl Pattern {
    /// From folded text with `*`.
    ///
    /// # Errors
    /// If it is longer than 62 bytes.
    pub fn new(pattern: &str) -> Result<Pattern, Error> {
        let mut steps: Vec<u8> = pattern.bytes().collect();
        // Two stars are one; so a star is never followed by another, which `close` relies on.
        steps.dedup_by(|a, b| *a == b'*' && *b == b'*');
        if steps.len() > 62 {
            return Err(Error::Pattern(format!("the wildcard `{pattern}` is too long: 62 letters at most")));
        }
        let (mut letters, mut stars) = (Box::new([0; 256]), 0);
        for (at, step) in steps.iter().enumerate() {
            match step {
                b'*' => stars |= 1 << at,
                letter => letters[usize::from(*letter)] |= 1 << at,
            }
        }
        Ok(Pattern { letters, stars, end: 1 << steps.len() })
    }

    /// A place before a star is also a place behind it.
    fn close(&self, places: u64) -> u64 {
        places | (places & self.stars) << 1
    }
}

impl Automaton for Pattern {
    type State = u64;

    fn start(&self) -> u64 {
        self.close(1)
    }

    fn is_match(&self, places: &u64) -> bool {
        places & self.end != 0
    }

    fn can_match(&self, places: &u64) -> bool {
        *places != 0
    }

    fn accept(&self, places: &u64, byte: u8) -> u64 {
        let moved = (places & self.letters[usize::from(byte)]) << 1;
        self.close(moved | places & self.stars)
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
