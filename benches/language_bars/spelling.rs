//! B1 to B4: scripts, typing habits, decomposed text.

use crate::Line;
use crate::data::Data;
use rogatory::language::analyzer::words;
use rogatory::language::fold::fold;
use rogatory::language::script::to_cyrillic;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;

fn tokens(text: &str) -> Vec<String> {
    words(text).map(|w| fold(w.of(text))).collect()
}

fn share(hits: usize, all: usize) -> Option<f64> {
    (all > 0).then(|| hits as f64 / all as f64)
}

/// The distinct forms with letters only, two or more.
pub fn forms(data: &Data, language: &str) -> BTreeSet<String> {
    let sentences = data.treebanks.get(language).map_or(&[][..], Vec::as_slice);
    sentences
        .iter()
        .flat_map(|s| &s.tokens)
        .map(|t| t.form.to_lowercase())
        .filter(|f| f.chars().count() > 1 && f.chars().all(char::is_alphabetic))
        .collect()
}

pub fn measure(data: &Data) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut equal, mut all) = (0, 0);
    for (cyrillic, latin) in &data.cldr {
        let (c, l) = (tokens(cyrillic), tokens(latin));
        if c.len() == l.len() {
            all += c.len();
            equal += c.iter().zip(&l).filter(|(c, l)| c == l).count();
        }
    }
    lines.push(Line::new(
        "B1",
        "CLDR sr = sr-Latn, words after fold",
        Some((1.0, None)),
        share(equal, all),
        format!("{all} words"),
    ));

    for (name, cyrillic, latin, must) in [("sr", "srp_cyrl", "srp_latn", 0.998), ("bs", "bos_cyrl", "bos_latn", 0.980)] {
        let count = |file: &str| {
            let mut bag: BTreeMap<String, usize> = BTreeMap::new();
            for p in data.udhr.get(file).into_iter().flatten() {
                for t in tokens(p) {
                    *bag.entry(t).or_default() += 1;
                }
            }
            bag
        };
        let (c, l) = (count(cyrillic), count(latin));
        let both: usize = c.iter().map(|(t, n)| (*n).min(l.get(t).copied().unwrap_or(0))).sum();
        let most = c.values().sum::<usize>().max(l.values().sum());
        lines.push(Line::new(
            "B2",
            format!("UDHR {name} Cyrillic/Latin tokens shared"),
            Some((must, None)),
            share(both, most),
            format!("{most} tokens"),
        ));
    }

    for language in ["sr", "hr", "sq", "de", "it"] {
        let forms = forms(data, language);
        let ascii = |f: &str, dj: &str| -> String {
            f.replace('đ', dj)
                .nfd()
                .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
                .collect::<String>()
                .replace('ß', "ss")
        };
        let mut equal = 0;
        let mut asked = 0;
        for f in &forms {
            let mut typed = vec![ascii(f, "d"), ascii(f, "dj")];
            if matches!(language, "sr" | "hr") {
                typed.push(to_cyrillic(f));
            }
            asked += typed.len();
            equal += typed.iter().filter(|t| fold(t) == fold(f)).count();
        }
        lines.push(Line::new(
            "B3",
            format!("{language} forms typed plainly or in Cyrillic"),
            Some((1.0, None)),
            share(equal, asked),
            format!("{} forms", forms.len()),
        ));
    }

    let (mut same, mut all, mut sliced, mut cut) = (0, 0, 0, 0);
    for s in data.treebanks.values().flatten() {
        all += 1;
        let plain = tokens(&s.text);
        let apart: String = s.text.nfd().collect();
        let mut soft = String::new();
        let mut letters = 0;
        for c in s.text.chars() {
            letters = if c.is_alphabetic() { letters + 1 } else { 0 };
            if letters > 1 && letters % 3 == 0 {
                soft.push('\u{AD}');
            }
            soft.push(c);
        }
        same += usize::from(tokens(&apart) == plain && tokens(&soft) == plain);
        for w in words(&apart) {
            cut += 1;
            sliced += usize::from(apart.get(w.start..w.end).is_some_and(|t| !fold(t).is_empty()));
        }
    }
    lines.push(Line::new(
        "B4",
        "sentences alike, decomposed or soft-hyphened",
        Some((1.0, None)),
        share(same, all),
        format!("{all} sentences"),
    ));
    lines.push(Line::new(
        "B4",
        "offsets slice a word of the original",
        Some((1.0, None)),
        share(sliced, cut),
        format!("{cut} words"),
    ));
    lines
}
