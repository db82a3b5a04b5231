//! What the readers have found so far, and which places of the text are taken by it.

use super::Found;
use std::ops::Range;

/// Numbers found, and one bit for each character that belongs to one: asking costs the length of a number, not the number of numbers (a call
/// register has tens of thousands).
pub(super) struct Findings {
    found: Vec<Found>,
    taken: Vec<u64>,
}

impl Findings {
    /// For a text of this many characters.
    pub fn new(characters: usize) -> Findings {
        Findings { found: Vec::new(), taken: vec![0; characters / 64 + 1] }
    }

    pub fn push(&mut self, f: Found) {
        for i in f.start..f.end {
            if let Some(word) = self.taken.get_mut(i / 64) {
                *word |= 1 << (i % 64);
            }
        }
        self.found.push(f);
    }

    /// Whether a character of the span belongs to a number found earlier.
    pub fn has(&self, span: &Range<usize>) -> bool {
        span.clone().any(|i| self.taken.get(i / 64).is_some_and(|word| word >> (i % 64) & 1 == 1))
    }

    pub fn all(self) -> Vec<Found> {
        self.found
    }
}
