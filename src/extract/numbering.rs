//! Automatic list numbers, which word processors print before paragraphs and do not store in them: "Član 5.", "1.2)", "b)".
//!
//! The readers fill the lists from their format; this file counts. Source: ECMA-376 Part 1, 17.9 (numbering).

use std::collections::{HashMap, HashSet};

use super::numerals;

/// Levels of one list.
pub(crate) const LEVELS: usize = 9;

/// One level of a list.
#[derive(Clone, Default)]
pub(crate) struct Level {
    pub start: u32,
    /// The number format in the words of DOCX ("decimal", "lowerRoman", "bullet").
    pub format: String,
    /// What is printed; "%1" to "%9" stand for the counts of the levels.
    pub text: String,
    /// Counts of all levels in digits.
    pub legal: bool,
    /// Counts anew only after a level above this many; None: after every higher one, 0: never.
    pub restart: Option<usize>,
}

/// A list as it is defined.
#[derive(Default)]
pub(crate) struct Abstract {
    pub levels: HashMap<usize, Level>,
    /// Another list, found through its style, stands for this one.
    pub link: Option<String>,
    pub style: Option<String>,
}

/// A use of a list, with what it changes.
#[derive(Default)]
pub(crate) struct Instance {
    pub list: String,
    pub starts: HashMap<usize, u32>,
    pub levels: HashMap<usize, Level>,
}

/// The lists of a document, and how far each has counted.
#[derive(Default)]
pub(crate) struct Numbering {
    pub abstracts: HashMap<String, Abstract>,
    pub instances: HashMap<String, Instance>,
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashSet<(String, usize)>,
}

impl Numbering {
    /// The next paragraph of this list at this level gets the number `start`.
    pub(crate) fn restart(&mut self, instance: &str, level: usize, start: u32) {
        let Some(own) = self.instances.get(instance) else { return };
        if let Some(counter) = self.counters.entry(own.list.clone()).or_default().get_mut(level) {
            *counter = start.checked_sub(1);
        }
    }

    /// The number of the next paragraph of this list at this level; None for bullets and unknown lists.
    pub(crate) fn next(&mut self, instance: &str, level: usize) -> Option<String> {
        if level >= LEVELS {
            return None;
        }
        let own = self.instances.get(instance)?;
        let mut list = own.list.clone();
        if let Some(link) = self.abstracts.get(&list).and_then(|found| found.link.clone()) {
            list =
                self.abstracts.iter().find(|(_, other)| other.style.as_ref() == Some(&link)).map_or(list, |(id, _)| id.clone());
        }
        let levels: Vec<Level> = (0..LEVELS)
            .map(|at| {
                let shared = self.abstracts.get(&list).and_then(|found| found.levels.get(&at));
                own.levels.get(&at).or(shared).cloned().unwrap_or_default()
            })
            .collect();
        let counters = self.counters.entry(list).or_default();
        let start = levels.get(level)?.start;
        let restart = own.starts.get(&level).filter(|_| self.begun.insert((instance.to_owned(), level)));
        let count = match (restart, counters[level]) {
            (Some(start), _) => *start,
            (None, Some(count)) => count.saturating_add(1),
            (None, None) => start,
        };
        counters[level] = Some(count);
        for (at, (counter, this)) in counters.iter_mut().zip(&levels).enumerate() {
            if at < level {
                // A number below begins the ones above it, although they were not printed.
                counter.get_or_insert(this.start);
            } else if at > level && this.restart.is_none_or(|above| level < above) {
                *counter = None;
            }
        }
        let this = levels.get(level)?;
        if matches!(this.format.as_str(), "bullet" | "none") || this.text.is_empty() {
            return None;
        }
        let mut out = String::new();
        let mut chars = this.text.chars().peekable();
        while let Some(c) = chars.next() {
            match chars.peek().and_then(|digit| digit.to_digit(10)) {
                Some(digit @ 1..=9) if c == '%' => {
                    chars.next();
                    let at = digit as usize - 1;
                    let shown = levels.get(at)?;
                    let count = counters.get(at).copied().flatten().unwrap_or(shown.start);
                    if matches!(shown.format.as_str(), "bullet" | "none") {
                        continue;
                    }
                    let format = if this.legal { "decimal" } else { shown.format.as_str() };
                    out.push_str(&written(count, format));
                }
                _ => out.push(c),
            }
        }
        Some(out.trim().to_owned()).filter(|label| !label.is_empty())
    }
}

/// A count in one of Word's number formats; unknown ones in digits.
fn written(count: u32, format: &str) -> String {
    let letters = |alphabet: &str| numerals::letters(count, alphabet).unwrap_or_else(|| count.to_string());
    let roman = || if count == 0 { count.to_string() } else { numerals::roman(count) };
    match format {
        "lowerLetter" => letters("abcdefghijklmnopqrstuvwxyz"),
        "upperLetter" => letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "russianLower" => letters("абвгдежзиклмнопрстуфхцчшщыэюя"),
        "russianUpper" => letters("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
        "serbianLower" => letters("абвгдђежзијклљмнњопрстћуфхцчџш"),
        "serbianUpper" => letters("АБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ"),
        "lowerRoman" => roman().to_lowercase(),
        "upperRoman" => roman(),
        "decimalZero" => format!("{count:02}"),
        "ordinal" => {
            let ending = match (count % 100, count % 10) {
                (11..=13, _) => "th",
                (_, 1) => "st",
                (_, 2) => "nd",
                (_, 3) => "rd",
                _ => "th",
            };
            format!("{count}{ending}")
        }
        _ => count.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(start: u32, format: &str, text: &str, restart: Option<usize>) -> Level {
        Level { start, format: format.into(), text: text.into(), legal: false, restart }
    }

    #[test]
    fn levels_begin_their_betters_and_may_count_on() {
        let mut lists = Numbering::default();
        let levels = [
            level(1, "decimal", "%1", None),
            level(1, "lowerLetter", "%1.%2", None),
            level(1, "upperRoman", "%1.%2.%3", Some(0)),
            level(1, "bullet", "o", None),
            level(1, "decimal", "%3.%4.%5", Some(2)),
        ];
        lists.abstracts.insert("7".into(), Abstract { levels: levels.into_iter().enumerate().collect(), ..Abstract::default() });
        lists.instances.insert("1".into(), Instance { list: "7".into(), ..Instance::default() });
        let mut next = |level| lists.next("1", level).unwrap_or_default();
        let found = [next(0), next(1), next(2), next(1), next(2), next(4), next(3), next(4), next(0), next(4), next(1)];
        let expected = ["1", "1.a", "1.a.I", "1.b", "1.b.II", "II..1", "", "II..2", "2", "II..1", "2.b"];
        assert_eq!(found, expected);
    }

    #[test]
    fn number_formats() {
        assert_eq!(
            (written(4, "upperRoman"), written(28, "lowerLetter"), written(3, "russianLower")),
            ("IV".into(), "bb".into(), "в".into())
        );
        assert_eq!(
            (written(22, "ordinal"), written(0, "lowerLetter"), written(7, "decimalZero")),
            ("22nd".into(), "0".into(), "07".into())
        );
    }
}
