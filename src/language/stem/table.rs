//! Tables of endings, read from the text files in `language/data`.

use rustc_hash::FxHashMap;

/// A section of a data file: ending, the fewest letters that must stay, what is put in its place.
#[derive(Debug, Default)]
pub(super) struct Endings {
    by_text: FxHashMap<&'static [u8], Ending>,
    longest: usize,
}

#[derive(Debug, Clone, Copy)]
struct Ending {
    stay: usize,
    instead: &'static str,
}

impl Endings {
    /// The endings under `[section]`. With `replacing`, a line is `ending what-stays`; otherwise a line is a list of endings.
    pub(super) fn read(file: &'static str, section: &str, replacing: bool) -> Endings {
        let mut endings = Endings::default();
        for line in lines(file, section) {
            let mut words = line.split_whitespace();
            if replacing {
                if let Some(ending) = words.next() {
                    endings.add(ending, words.next().unwrap_or_default());
                }
            } else {
                for ending in words {
                    endings.add(ending, "");
                }
            }
        }
        endings
    }

    fn add(&mut self, ending: &'static str, instead: &'static str) {
        let stars = ending.bytes().rev().take_while(|b| *b == b'*').count();
        let ending = ending.trim_end_matches('*');
        self.longest = self.longest.max(ending.len());
        self.by_text.insert(ending.as_bytes(), Ending { stay: 3 + stars, instead });
    }

    /// Takes the longest ending off that leaves enough of the word. Says whether one was found.
    pub(super) fn strip(&self, word: &mut String) -> bool {
        let bytes = word.as_bytes();
        for length in (1..=self.longest.min(bytes.len().saturating_sub(3))).rev() {
            let stay = bytes.len() - length;
            if let Some(ending) = self.by_text.get(&bytes[stay..]).filter(|e| stay >= e.stay) {
                word.truncate(stay);
                word.push_str(ending.instead);
                return true;
            }
        }
        false
    }
}

/// The lines of a section, without comments.
pub(crate) fn lines(file: &'static str, section: &str) -> impl Iterator<Item = &'static str> {
    sections(file)
        .skip_while(move |(name, _)| *name != section)
        .take_while(move |(name, _)| *name == section)
        .map(|(_, line)| line)
}

/// Every line with the name of its section, without comments.
pub(super) fn sections(file: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut section = "";
    file.lines().filter_map(move |line| {
        let line = line.split('#').next().unwrap_or_default().trim();
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name;
            return None;
        }
        (!line.is_empty()).then_some((section, line))
    })
}
