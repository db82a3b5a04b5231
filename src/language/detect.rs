//! The language of a passage, for display, filters and the choice of an OCR model; search itself does not need it.
//!
//! A letter is likely or not after the two before it (`data/ngrams.txt`), and small words betray a language at a glance
//! (`data/function-words.txt`). Measured, that equals the best library at a hundredth of its size: lingua with fourteen models adds 74 MB to
//! the program, whatlang and whichlang know no Albanian.

use super::fold::is_inside_word;
use super::stem::table::lines;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A guess at the language of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Guess {
    /// `sq mk hbs-Latn hbs-Cyrl en de it tr ar fa …`. Bosnian, Croatian, Montenegrin and Serbian are one group (`hbs`), with the script: no
    /// method tells them apart in a short passage, and a wrong label is an affront.
    pub tag: &'static str,
    /// 0 to 1: how far the best guess is ahead of the next.
    pub confidence: f32,
}

/// Languages told apart by spelling, by script. The first few of each are those of the region's case files; the others must be clearly better to be
/// named.
const LATIN: &[&str] = &["sq", "hbs-Latn", "en", "de", "it", "tr", "fr", "ro", "hu", "sl", "nl", "es"];
const CYRILLIC: &[&str] = &["hbs-Cyrl", "mk", "bg", "ru", "uk"];
const ARABIC: &[&str] = &["ar", "fa"];
const EXPECTED: &[&str] = &["sq", "hbs-Latn", "hbs-Cyrl", "mk", "en", "de", "it", "tr", "ar", "fa"];

/// Natural logarithms: what a language outside the expected ones must be ahead by; what a small word counts; what it costs to fall back from
/// three letters to two, from two to one; a letter the language does not have.
const AHEAD: f32 = 3.0;
const SMALL_WORD: f32 = 3.0;
const FALL_BACK: f32 = 1.2;
const UNKNOWN_LETTER: f32 = 12.0;
const UNKNOWN: Row = [UNKNOWN_LETTER; MOST];
/// Letters in the longest sequence the model knows.
const LONGEST: usize = 3;
/// Average cost of a letter above which a text is in none of the languages (keys, codes, other languages).
const GIBBERISH: f32 = 4.8;
/// Letters looked at: more do not change the answer.
const ENOUGH: usize = 1500;

/// The most likely language; `None` without letters, or where the text is like none of the languages known here.
pub fn detect(text: &str) -> Option<Guess> {
    let words = sample(text);
    let letters: usize = words.iter().map(|w| w.len()).sum();
    if letters < 2 {
        return None;
    }
    match writing(&words)? {
        Writing::Latin => MODEL_LATIN.judge(&words, letters),
        Writing::Cyrillic => MODEL_CYRILLIC.judge(&words, letters),
        Writing::Arabic => by_letter(&words, &[("ٹڈڑںے", "ur"), ("ټډړښګېڼځ", "ps"), ("ێۆڕڵڤ", "ckb")])
            .or_else(|| MODEL_ARABIC.judge(&words, letters)),
        Writing::Only(tag) => Some(Guess { tag, confidence: 0.9 }),
    }
}

/// The words of a text in small letters; of a long one, three stretches.
fn sample(text: &str) -> Vec<Vec<char>> {
    let mut words = Vec::new();
    let third = text.len() / 3;
    let starts: &[usize] = if text.len() > 8 * ENOUGH { &[0, third, 2 * third] } else { &[0] };
    for start in starts {
        let start = (*start..text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        let mut word: Vec<char> = Vec::new();
        let mut letters = 0;
        for c in text[start..].chars() {
            if c.is_alphabetic() {
                word.extend(c.to_lowercase().filter(|c| c.is_alphabetic()));
                letters += 1;
            } else if !is_inside_word(c) && !word.is_empty() {
                words.push(std::mem::take(&mut word));
                if letters >= ENOUGH / starts.len() {
                    break;
                }
            }
        }
        if !word.is_empty() {
            words.push(word);
        }
    }
    words
}

enum Writing {
    Latin,
    Cyrillic,
    Arabic,
    /// A script used here for one language, or one this program cannot tell further.
    Only(&'static str),
}

fn writing(words: &[Vec<char>]) -> Option<Writing> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for c in words.iter().flatten() {
        let script = match *c as u32 {
            0x41..=0x24F | 0x1E00..=0x1EFF => "latin",
            0x400..=0x52F => "cyrillic",
            0x600..=0x6FF | 0x750..=0x77F | 0xFB50..=0xFDFF | 0xFE70..=0xFEFE => "arabic",
            0x370..=0x3FF | 0x1F00..=0x1FFF => "el",
            0x530..=0x58F => "hy",
            0x590..=0x5FF => "he",
            0x900..=0x97F => "hi",
            0x980..=0x9FF => "bn",
            0xA00..=0xA7F => "pa",
            0xB80..=0xBFF => "ta",
            0xE00..=0xE7F => "th",
            0x10A0..=0x10FF => "ka",
            0x1200..=0x137F => "am",
            0x3040..=0x30FF => "ja",
            0x3400..=0x9FFF => "zh",
            0xAC00..=0xD7AF => "ko",
            _ => continue,
        };
        *counts.entry(script).or_default() += 1;
    }
    let (script, _) = counts.into_iter().max_by_key(|(s, n)| (*n, *s))?;
    Some(match script {
        "latin" => Writing::Latin,
        "cyrillic" => Writing::Cyrillic,
        "arabic" => Writing::Arabic,
        tag => Writing::Only(tag),
    })
}

/// A language known by letters no other has.
fn by_letter(words: &[Vec<char>], rules: &[(&str, &'static str)]) -> Option<Guess> {
    let letters = words.iter().flatten().count();
    let (n, tag) = rules
        .iter()
        .map(|(own, tag)| (words.iter().flatten().filter(|c| own.contains(**c)).count(), *tag))
        .max_by_key(|(n, _)| *n)?;
    (n * 60 > letters).then_some(Guess { tag, confidence: 0.8 })
}

/// What is known of the languages of one script.
struct Model {
    tags: &'static [&'static str],
    /// One to three letters to the place of their first row: as they are looked for, then as what remains of one and of two letters more.
    places: FxHashMap<u64, u32>,
    rows: Vec<Row>,
    /// Small words to the languages that have them, a bit each.
    small_words: FxHashMap<&'static str, u32>,
}

/// What a letter costs in each language of a model after the letters before it.
type Row = [f32; MOST];

/// As many languages as a model may have.
const MOST: usize = 12;
const _: () = assert!(LATIN.len() <= MOST && CYRILLIC.len() <= MOST && ARABIC.len() <= MOST);

static MODEL_LATIN: LazyLock<Model> = LazyLock::new(|| Model::read(LATIN));
static MODEL_CYRILLIC: LazyLock<Model> = LazyLock::new(|| Model::read(CYRILLIC));
static MODEL_ARABIC: LazyLock<Model> = LazyLock::new(|| Model::read(ARABIC));

impl Model {
    fn read(tags: &'static [&'static str]) -> Model {
        // In tenths; 0 where the language does not have the letters.
        let mut costs: FxHashMap<&str, [u8; MOST]> = FxHashMap::default();
        let mut small_words: FxHashMap<&'static str, u32> = FxHashMap::default();
        for (i, tag) in tags.iter().enumerate() {
            for line in lines(include_str!("data/ngrams.txt"), tag) {
                let mut parts = line.split(' ');
                // A certain letter costs nothing, which would read as unknown: 1 is near enough.
                let cost = parts.next().and_then(|n| n.parse::<u8>().ok()).unwrap_or(u8::MAX).max(1);
                for sequence in parts {
                    costs.entry(sequence).or_default()[i] = cost;
                }
            }
            for word in lines(include_str!("data/function-words.txt"), tag).flat_map(str::split_whitespace) {
                *small_words.entry(word).or_default() |= 1 << i;
            }
        }
        let (mut places, mut rows) = (FxHashMap::default(), Vec::new());
        for sequence in costs.keys() {
            places.insert(key(sequence.chars()), rows.len() as u32);
            // The letters themselves and what is left of them without the first, without the first two.
            let falling: Vec<Option<&[u8; MOST]>> = sequence.char_indices().map(|(at, _)| costs.get(&sequence[at..])).collect();
            rows.extend((0..=LONGEST.saturating_sub(falling.len())).map(|fallen| row(&falling, fallen)));
        }
        Model { tags, places, rows, small_words }
    }

    fn judge(&self, words: &[Vec<char>], letters: usize) -> Option<Guess> {
        let n = self.tags.len();
        let mut cost = [0f32; MOST];
        let mut text = String::new();
        for word in words {
            for at in 0..word.len() {
                let row = (at.saturating_sub(LONGEST - 1)..=at).enumerate().find_map(|(fallen, from)| {
                    let place = *self.places.get(&key(word[from..=at].iter().copied()))? as usize;
                    self.rows.get(place + fallen)
                });
                for (sum, more) in cost.iter_mut().zip(row.unwrap_or(&UNKNOWN)) {
                    *sum += more;
                }
            }
            text.clear();
            text.extend(word);
            let having = self.small_words.get(text.as_str()).copied().unwrap_or(0);
            for (i, sum) in cost.iter_mut().enumerate() {
                if having >> i & 1 == 1 {
                    *sum -= SMALL_WORD;
                }
            }
        }
        for (i, tag) in self.tags.iter().enumerate() {
            if !EXPECTED.contains(tag) {
                cost[i] += AHEAD;
            }
        }
        let best = (0..n).min_by(|a, b| cost[*a].total_cmp(&cost[*b]))?;
        let next = (0..n).filter(|i| *i != best).map(|i| cost[i]).min_by(f32::total_cmp).unwrap_or(f32::MAX);
        if letters >= 12 && cost[best] / letters as f32 > GIBBERISH {
            return None;
        }
        // The lead over the next language, as odds; letters are not independent, so a lead counts for less than it says.
        let lead = ((next - cost[best]) / 2.0).min(20.0);
        Some(Guess { tag: self.tags[best], confidence: 1.0 / (1.0 + (-lead).exp()) })
    }
}

/// The costs of a sequence by language, reached after falling back by this many letters already.
fn row(falling: &[Option<&[u8; MOST]>], fallen: usize) -> Row {
    std::array::from_fn(|i| {
        let known = falling.iter().enumerate().find_map(|(further, costs)| {
            let cost = costs.map_or(0, |costs| costs[i]);
            (cost > 0).then(|| f32::from(cost) / 10.0 + FALL_BACK * (fallen + further) as f32)
        });
        known.unwrap_or(UNKNOWN_LETTER)
    })
}

/// Up to three letters as one number.
fn key(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(0, |k, c| k << 21 | u64::from(c as u32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tag(text: &str) -> &'static str {
        detect(text).map_or("-", |g| g.tag)
    }

    #[test]
    fn the_languages_of_a_case_file() {
        for (text, expected) in [
            ("Shoferi i furgonit u ndalua në pikën kufitare.", "sq"),
            ("Vozač kombija je zaustavljen na graničnom prelazu.", "hbs-Latn"),
            ("Vozac je rekao da ce doci sutra uvece.", "hbs-Latn"),
            ("Возач комбија је заустављен на граничном прелазу.", "hbs-Cyrl"),
            ("Возачот на комбето беше запрен на граничниот премин.", "mk"),
            ("The driver of the van was stopped at the border.", "en"),
            ("Der Fahrer wurde an der Grenze angehalten.", "de"),
            ("L'autista del furgone è stato fermato alla frontiera.", "it"),
            ("Sürücü sınır kapısında durduruldu.", "tr"),
            ("أوقفت الشرطة سائق الشاحنة على الحدود", "ar"),
            ("پلیس راننده کامیون را در مرز متوقف کرد", "fa"),
            ("سرحد پر پولیس نے ٹرک ڈرائیور کو روکا ہے", "ur"),
            ("Ο οδηγός σταμάτησε στα σύνορα", "el"),
            ("Водитель фургона был остановлен на границе.", "ru"),
            ("Водія фургона зупинили на кордоні, і він не мав документів.", "uk"),
            ("Шофьорът на буса беше спрян на границата.", "bg"),
        ] {
            assert_eq!(tag(text), expected, "{text}");
        }
        assert_eq!(tag("12:30 — 2024"), "-");
        assert_eq!(tag("xq7zkvwq pfghjk wxzqk bvcxzq qwrtzp"), "-");
    }

    #[test]
    fn every_language_has_its_data() {
        for (model, tags) in [(&*MODEL_LATIN, LATIN), (&*MODEL_CYRILLIC, CYRILLIC), (&*MODEL_ARABIC, ARABIC)] {
            for (i, tag) in tags.iter().enumerate() {
                let first_rows = model.places.values().filter_map(|place| model.rows.get(*place as usize));
                assert!(first_rows.filter(|row| row[i] < UNKNOWN_LETTER).count() > 1000, "{tag}");
                assert!(model.small_words.values().filter(|having| *having >> i & 1 == 1).count() > 20, "{tag}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]
        #[test]
        fn never_panics(text in "\\PC{0,80}") {
            if let Some(g) = detect(&text) {
                prop_assert!((0.0..=1.0).contains(&g.confidence));
            }
        }
    }
}
