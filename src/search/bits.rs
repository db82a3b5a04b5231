//! A set of small numbers.

/// A set of document ids, or of entries of the index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// An empty set with room for numbers below `size`.
    pub fn new(size: usize) -> Bits {
        Bits { words: vec![0; size.div_ceil(64)] }
    }

    /// Add a number; numbers beyond the room are left out.
    pub fn insert(&mut self, number: u32) {
        if let Some(word) = self.words.get_mut(number as usize / 64) {
            *word |= 1 << (number % 64);
        }
    }

    pub fn contains(&self, number: u32) -> bool {
        self.words.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    pub fn and(mut self, other: &Bits) -> Bits {
        for (at, word) in self.words.iter_mut().enumerate() {
            *word &= other.words.get(at).copied().unwrap_or(0);
        }
        self
    }

    pub fn or(mut self, other: &Bits) -> Bits {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
        self
    }

    /// What is in this and not in the other.
    pub fn without(mut self, other: &Bits) -> Bits {
        for (word, less) in self.words.iter_mut().zip(&other.words) {
            *word &= !less;
        }
        self
    }

    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                if rest == 0 {
                    return None;
                }
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                Some(at as u32 * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    fn set(numbers: &[u32]) -> Bits {
        let mut bits = Bits::new(200);
        numbers.iter().for_each(|n| bits.insert(*n));
        bits
    }

    #[test]
    fn sets_behave_like_sets() {
        let (a, b) = (set(&[0, 63, 64, 199]), set(&[63, 100]));
        assert_eq!(a.clone().and(&b).iter().collect::<Vec<_>>(), [63]);
        assert_eq!(a.clone().or(&b).iter().collect::<Vec<_>>(), [0, 63, 64, 100, 199]);
        assert_eq!(a.clone().without(&b).iter().collect::<Vec<_>>(), [0, 64, 199]);
        assert_eq!((a.len(), a.contains(64), a.contains(65), a.contains(9999)), (4, true, false, false));
    }
}
