//! B14: spellings of one name.

use crate::Line;
use crate::data::Data;
use rogatory::language::fold::fold;
use rogatory::language::names::{class_keys, distance, keys};
use rogatory::language::script::{self, Script};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Letters that make a name one of the Balkans.
const BALKAN: [char; 16] = ['č', 'ć', 'đ', 'š', 'ž', 'ë', 'ç', 'ђ', 'ј', 'љ', 'њ', 'ћ', 'џ', 'ѓ', 'ќ', 'ѕ'];

pub fn measure(data: &Data) -> Vec<Line> {
    let balkan = |n: &str| n.contains(BALKAN);
    let arabic = |n: &str| script::of(n) == Some(Script::Arabic);
    // As in the note these bars come from: the names of all groups that have a Balkan letter or an Arabic spelling somewhere; asked are
    // the Latin names with such a letter, and those of the Arabic groups. That the sample is alike shows in what folding alone finds.
    let mut vocabulary: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut queries: [BTreeSet<&str>; 2] = Default::default();
    for (i, group) in data.name_groups.iter().enumerate() {
        let (is_balkan, is_arabic) = (group.iter().any(|n| balkan(n)), group.iter().any(|n| arabic(n)));
        if !is_balkan && !is_arabic {
            continue;
        }
        for name in group.iter().filter(|n| n.chars().count() > 1 && n.chars().all(char::is_alphabetic)) {
            let script = script::of(name);
            if matches!(script, Some(Script::Latin | Script::Cyrillic)) {
                vocabulary.entry(name).or_default().insert(i);
                if script == Some(Script::Latin) {
                    if is_balkan && balkan(name) {
                        queries[0].insert(name);
                    }
                    if is_arabic {
                        queries[1].insert(name);
                    }
                }
            }
        }
    }
    let names: Vec<&str> = vocabulary.keys().copied().collect();
    let mut by_group: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut by_class: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_fold: HashMap<String, Vec<usize>> = HashMap::new();
    let mut by_any: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, name) in names.iter().enumerate() {
        vocabulary[name].iter().for_each(|g| by_group.entry(*g).or_default().push(i));
        class_keys(name).into_iter().for_each(|k| by_class.entry(k).or_default().push(i));
        by_fold.entry(fold(name)).or_default().push(i);
        keys(name).into_iter().for_each(|k| by_any.entry(k).or_default().push(i));
    }
    let mut lines = Vec::new();
    for (which, all, n) in [("Balkan", &queries[0], 1500), ("Arabic", &queries[1], 1000)] {
        let step = (all.len() / n).max(1);
        let sample: Vec<&str> =
            all.iter().copied().step_by(step).take(n).filter(|q| vocabulary[q].iter().any(|g| by_group[g].len() > 1)).collect();
        if sample.is_empty() {
            for what in ["level 1 macro P", "level 1 macro R", "level 2 macro R"] {
                lines.push(Line::new("B14", format!("names {which} {what}"), Some((0.0, None)), None, "no persons.txt"));
            }
            continue;
        }
        let errors = std::env::var("BARS_ERRORS").ok();
        let mut report: Vec<String> = Vec::new();
        let mut sums = [[0.0; 2]; 4];
        for q in &sample {
            let relevant: BTreeSet<usize> =
                vocabulary[q].iter().flat_map(|g| &by_group[g]).copied().filter(|i| names[*i] != *q).collect();
            let class: BTreeSet<usize> = class_keys(q).iter().filter_map(|k| by_class.get(k)).flatten().copied().collect();
            let same: BTreeSet<usize> = by_fold.get(&fold(q)).into_iter().flatten().copied().collect();
            let any: BTreeSet<usize> = keys(q).iter().filter_map(|k| by_any.get(k)).flatten().copied().collect();
            let mut wide = class.clone();
            for k in class_keys(q).iter().filter(|k| k.len() >= 5) {
                wide.extend(by_class.iter().filter(|(c, _)| distance(k, c, 1).is_some()).flat_map(|(_, v)| v));
            }
            if errors.is_some() {
                report.extend(
                    relevant
                        .difference(&class)
                        .map(|i| format!("miss {q} {} {:?} {:?}\n", names[*i], class_keys(q), class_keys(names[*i]))),
                );
                report.extend(
                    class.difference(&relevant).filter(|i| names[**i] != *q).map(|i| format!("wrong {q} {}\n", names[*i])),
                );
            }
            // What a wide query finds: by class, by base, by one letter.
            wide.extend(&any);
            if errors.is_some() {
                report.extend(relevant.difference(&wide).map(|i| format!("miss2 {q} {}\n", names[*i])));
                report.extend(
                    wide.difference(&relevant).filter(|i| names[**i] != *q).map(|i| format!("wrong2 {q} {}\n", names[*i])),
                );
            }
            for (sum, hits) in sums.iter_mut().zip([class, any, wide, same]) {
                let hits: BTreeSet<usize> = hits.into_iter().filter(|i| names[*i] != *q).collect();
                let right = hits.intersection(&relevant).count() as f64;
                sum[0] += if hits.is_empty() { 1.0 } else { right / hits.len() as f64 };
                sum[1] += if relevant.is_empty() { 1.0 } else { right / relevant.len() as f64 };
            }
        }
        if let Some(path) = errors {
            let _ = std::fs::write(format!("{path}/names-{which}.txt"), report.concat());
        }
        let mean = |level: usize, what: usize| Some(sums[level][what] / sample.len() as f64);
        let note = format!("{} queries, {} names", sample.len(), names.len());
        let bars = |balkan: (f64, f64), arabic: Option<(f64, f64)>| {
            let b = if which == "Balkan" { Some(balkan) } else { arabic };
            b.map(|(m, s)| (m, Some(s)))
        };
        lines.push(Line::new(
            "B14",
            format!("names {which} level 1 macro P"),
            bars((0.85, 0.85), None),
            mean(0, 0),
            note.clone(),
        ));
        lines.push(Line::new(
            "B14",
            format!("names {which} level 1 macro R"),
            bars((0.62, 0.70), None),
            mean(0, 1),
            note.clone(),
        ));
        lines.push(Line::new(
            "B14",
            format!("names {which} level 2 macro R"),
            bars((0.77, 0.82), Some((0.72, 0.80))),
            mean(2, 1),
            note.clone(),
        ));
        let theirs = if which == "Balkan" { "in the note .96, .35" } else { "in the note .98, .19" };
        for (what, i) in [("P", 0), ("R", 1)] {
            lines.push(Line::new("", format!("names {which} by folding alone {what}"), None, mean(3, i), theirs));
        }
        lines.push(Line::new("", format!("names {which} level 2 macro P"), None, mean(2, 0), note.clone()));
        lines.push(Line::new("", format!("names {which} with case endings P"), None, mean(1, 0), note.clone()));
        lines.push(Line::new("", format!("names {which} with case endings R"), None, mean(1, 1), note));
    }
    lines
}
