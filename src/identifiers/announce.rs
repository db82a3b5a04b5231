//! The words that announce a number (`tel.`, `JMBG`, `tablice`), found once in a text and asked for by place.

use super::reference::{NUMBERS, WORDS};
use std::ops::Range;
use std::sync::LazyLock;

/// Whose words: those of a kind of number, or of one row of the numbers' data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum List {
    Document,
    Plate,
    Phone,
    Imei,
    Ip,
    Account,
    Number(usize),
}

impl List {
    /// Its place in a set of lists; lists beyond the sixty-fourth share the last one.
    fn bit(self) -> u64 {
        let place = match self {
            List::Document => 0,
            List::Plate => 1,
            List::Phone => 2,
            List::Imei => 3,
            List::Ip => 4,
            List::Account => 5,
            List::Number(row) => 6 + row,
        };
        1 << place.min(63)
    }
}

/// A word and the set of lists it stands in.
type Entry = (&'static [u8], u64);

/// The words by their first letter.
static VOCABULARY: LazyLock<Vec<Vec<Entry>>> = LazyLock::new(|| {
    let kinds = [
        (List::Document, &WORDS.document),
        (List::Plate, &WORDS.plate),
        (List::Phone, &WORDS.phone),
        (List::Imei, &WORDS.imei),
        (List::Ip, &WORDS.ip),
        (List::Account, &WORDS.account),
    ];
    let rows = NUMBERS.iter().enumerate().map(|(i, n)| (List::Number(i), &n.words));
    let mut vocabulary: Vec<Vec<Entry>> = vec![Vec::new(); 256];
    for (list, words) in kinds.into_iter().chain(rows) {
        for word in words {
            let Some(first) = word.bytes().next() else { continue };
            let bucket = &mut vocabulary[usize::from(first)];
            match bucket.iter_mut().find(|(w, _)| *w == word.as_bytes()) {
                Some((_, lists)) => *lists |= list.bit(),
                None => bucket.push((word.as_bytes(), list.bit())),
            }
        }
    }
    vocabulary
});

/// The announcing words of one text, in order.
#[derive(Default)]
pub(super) struct Announcers(Vec<(Range<usize>, u64)>);

impl Announcers {
    /// Of a text in small letters without marks. A word counts where it begins; it may go on (`telefona`).
    pub fn of(small: &[u8]) -> Announcers {
        let mut all = Vec::new();
        let mut inside = false;
        for (i, b) in small.iter().enumerate() {
            if b.is_ascii_alphanumeric() {
                if !inside {
                    let second = small.get(i + 1);
                    for (word, lists) in &VOCABULARY[usize::from(*b)] {
                        // Most words are told apart by their second letter already.
                        if (word.len() == 1 || word.get(1) == second) && small[i..].starts_with(word) {
                            all.push((i..i + word.len(), *lists));
                        }
                    }
                }
                inside = true;
            } else {
                inside = false;
            }
        }
        Announcers(all)
    }

    /// Whether a word of the list stands within `reach` characters before the position.
    pub fn before(&self, position: usize, reach: usize, list: List) -> bool {
        let (earliest, behind) = (position.saturating_sub(reach), self.0.partition_point(|(w, _)| w.start < position));
        self.0[..behind]
            .iter()
            .rev()
            .take_while(|(w, _)| w.start >= earliest)
            .any(|(w, lists)| w.end <= position && lists & list.bit() != 0)
    }

    /// Whether a word of the list begins here.
    pub fn at(&self, position: usize, list: List) -> bool {
        let first = self.0.partition_point(|(w, _)| w.start < position);
        self.0[first..].iter().take_while(|(w, _)| w.start == position).any(|(_, lists)| lists & list.bit() != 0)
    }

    /// Whether a word of the list stands within `reach` characters before the span or a quarter as far behind it.
    pub fn near(&self, span: &Range<usize>, reach: usize, list: List) -> bool {
        let latest = span.end + reach / 4;
        self.before(span.start, reach, list)
            || self.0[self.0.partition_point(|(w, _)| w.start < span.end)..]
                .iter()
                .take_while(|(w, _)| w.start < latest)
                .any(|(w, lists)| w.end <= latest && lists & list.bit() != 0)
    }
}
