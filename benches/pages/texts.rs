//! Made-up pages: the same number, the same page.

/// Distinct stems; with endings and scripts about five times as many words.
const STEMS: usize = 60_000;
const WORDS_A_PAGE: usize = 260;
const NAMES: [&str; 16] = [
    "Muhamed",
    "Džaferi",
    "Xhaferi",
    "Hoxha",
    "Hodžić",
    "Petrović",
    "Dragan",
    "Arta",
    "Kovačević",
    "Jovanović",
    "Đorđe",
    "Krasniqi",
    "Ristovski",
    "Ahmad",
    "Stojanović",
    "Gjergj",
];
const ONSETS: [&str; 26] = [
    "b", "v", "g", "d", "ž", "z", "k", "l", "m", "n", "p", "r", "s", "t", "f", "h", "c", "č", "š", "pr", "st", "kr", "tr", "sk",
    "gr", "dž",
];
const VOWELS: [&str; 5] = ["a", "e", "i", "o", "u"];
const ENDINGS: [&str; 12] = ["", "a", "u", "om", "e", "i", "ima", "ama", "ov", "ski", "t", "n"];

pub struct Texts {
    stems: Vec<String>,
    /// Sums of the stems' frequencies.
    sums: Vec<f64>,
}

/// Numbers that look like chance and are not.
struct Chance(u64);

impl Chance {
    fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, bound: usize) -> usize {
        ((self.next() >> 33) as usize) % bound.max(1)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

impl Texts {
    pub fn new() -> Texts {
        let mut chance = Chance::new(1);
        let mut known = std::collections::HashSet::new();
        let mut stems = Vec::with_capacity(STEMS);
        while stems.len() < STEMS {
            // What is frequent is short.
            let syllables = 1 + usize::from(stems.len() > 80) + usize::from(stems.len() > 4_000) + chance.below(2);
            let mut stem = String::new();
            for _ in 0..syllables {
                stem.push_str(ONSETS[chance.below(ONSETS.len())]);
                stem.push_str(VOWELS[chance.below(VOWELS.len())]);
            }
            stem.push_str(ONSETS[chance.below(20)]);
            if known.insert(stem.clone()) {
                stems.push(stem);
            }
        }
        let mut sum = 0.0;
        let sums = (0..STEMS)
            .map(|rank| {
                sum += 1.0 / (rank as f64 + 2.7);
                sum
            })
            .collect();
        Texts { stems, sums }
    }

    /// The stem of this rank, as a word.
    pub fn word(&self, rank: usize) -> String {
        format!("{}a", self.stems[rank % STEMS])
    }

    pub fn name(&self, number: usize) -> String {
        NAMES[number % NAMES.len()].to_owned()
    }

    /// Two words that stand side by side on this page.
    pub fn pair(&self, page: u64) -> String {
        let text = self.page(page);
        let words: Vec<&str> = text.split([' ', '\n']).filter(|w| w.chars().all(char::is_alphabetic)).collect();
        words.get(40..42).map(|pair| pair.join(" ")).unwrap_or_default()
    }

    pub fn page(&self, number: u64) -> String {
        let mut chance = Chance::new(number.wrapping_mul(7919) + 17);
        let cyrillic = number % 4 == 1;
        let mut text = String::with_capacity(WORDS_A_PAGE * 7);
        let last = self.sums.last().copied().unwrap_or(1.0);
        let mut begins = true;
        for at in 0..WORDS_A_PAGE {
            let kind = chance.below(100);
            let mut word = if kind == 0 {
                format!("{}.{}.2026", 1 + chance.below(28), 1 + chance.below(12))
            } else if kind == 1 {
                format!("+38164{:07}", chance.below(10_000_000))
            } else if kind < 4 {
                NAMES[chance.below(NAMES.len())].to_owned()
            } else {
                let wanted = chance.unit() * last;
                let rank = self.sums.partition_point(|sum| *sum < wanted).min(STEMS - 1);
                format!("{}{}", self.stems[rank], ENDINGS[chance.below(ENDINGS.len())])
            };
            if begins {
                let mut letters = word.chars();
                word = letters.next().map(|c| c.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default();
            }
            begins = at % 13 == 12;
            text.push_str(&word);
            text.push_str(if begins { ". " } else { " " });
            if at % 11 == 10 {
                text.pop();
                text.push('\n');
            }
        }
        if cyrillic { rogatory::language::script::to_cyrillic(&text) } else { text }
    }
}
