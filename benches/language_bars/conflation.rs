//! B5 to B9: do the forms of one word meet, and others not?

use crate::Line;
use crate::data::Data;
use rogatory::language::fold::fold;
use rogatory::language::stem::{Language, Stemmers};
use std::collections::{BTreeMap, BTreeSet};

/// Form to its lemmas.
type Lexicon = BTreeMap<String, BTreeSet<String>>;

const OPEN_CLASSES: [&str; 6] = ["NOUN", "VERB", "ADJ", "ADV", "PROPN", "AUX"];

fn from_treebank(data: &Data, language: &str, without: &[&str]) -> Lexicon {
    let mut lexicon = Lexicon::new();
    for t in data.treebanks.get(language).into_iter().flatten().flat_map(|s| &s.tokens) {
        if OPEN_CLASSES.contains(&t.class.as_str()) && !without.contains(&t.class.as_str()) {
            add(&mut lexicon, &t.form, &t.lemma);
        }
    }
    lexicon
}

fn add(lexicon: &mut Lexicon, form: &str, lemma: &str) {
    let form = form.to_lowercase();
    if form.chars().count() >= 2 && form.chars().all(char::is_alphabetic) {
        lexicon.entry(form).or_default().insert(lemma.to_lowercase());
    }
}

struct Score {
    p: f64,
    r: f64,
    f1: f64,
}

fn pairs<'a>(groups: impl Iterator<Item = &'a Vec<usize>>) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    for g in groups {
        for (i, a) in g.iter().enumerate() {
            for b in &g[i + 1..] {
                pairs.insert((*a.min(b), *a.max(b)));
            }
        }
    }
    pairs
}

fn score(lexicon: &Lexicon, language: Language) -> Option<Score> {
    let stemmers = Stemmers::new();
    let mut by_lemma: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut by_stem: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut show: BTreeMap<usize, &str> = BTreeMap::new();
    for (i, (form, lemmas)) in lexicon.iter().enumerate() {
        for lemma in lemmas {
            by_lemma.entry(lemma).or_default().push(i);
        }
        by_stem.entry(stemmers.stem(language, &fold(form), form)).or_default().push(i);
        show.insert(i, form);
    }
    let gold = pairs(by_lemma.values());
    let ours = pairs(by_stem.values());
    let right = gold.intersection(&ours).count() as f64;
    if let Ok(path) = std::env::var("BARS_ERRORS") {
        // For whoever works on the stemmers: every pair missed or wrongly made.
        let stem = |i: usize| stemmers.stem(language, &fold(show[&i]), show[&i]);
        let mut text = String::new();
        for (a, b) in gold.difference(&ours) {
            text += &format!("miss {} {} | {} {}\n", show[a], show[b], stem(*a), stem(*b));
        }
        for (a, b) in ours.difference(&gold) {
            text += &format!("wrong {} {} | {}\n", show[a], show[b], stem(*a));
        }
        let _ = std::fs::write(format!("{path}/{language:?}-{}.txt", lexicon.len()), text);
    }
    (!gold.is_empty()).then(|| {
        let (p, r) = (right / ours.len().max(1) as f64, right / gold.len() as f64);
        Score { p, r, f1: 2.0 * p * r / (p + r).max(1e-9) }
    })
}

pub fn measure(data: &Data) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut add_line = |bar, what: &str, lexicon: Lexicon, language, bars: (f64, f64)| {
        let s = score(&lexicon, language);
        let note = s.as_ref().map_or(String::new(), |s| format!("{} forms, P {:.3} R {:.3}", lexicon.len(), s.p, s.r));
        lines.push(Line::new(bar, format!("{what} conflation F1"), Some((bars.0, Some(bars.1))), s.as_ref().map(|s| s.f1), note));
    };
    add_line("B5", "sr", from_treebank(data, "sr", &[]), Language::Serbian, (0.765, 0.84));
    add_line("B5", "hr", from_treebank(data, "hr", &[]), Language::Serbian, (0.745, 0.81));
    let mut mk = Lexicon::new();
    for (form, lemma, _) in &data.lexicon_mk {
        add(&mut mk, form, lemma);
    }
    add_line("B6", "mk lexicon", mk, Language::Macedonian, (0.89, 0.92));
    add_line("B6", "mk treebank", from_treebank(data, "mk", &[]), Language::Macedonian, (0.67, 0.72));
    let (mut nouns, mut verbs) = (Lexicon::new(), Lexicon::new());
    for (form, lemma, class) in &data.unimorph_sq {
        add(if class == "V" { &mut verbs } else { &mut nouns }, form, lemma);
    }
    add_line("B7", "sq nouns, adjectives (UniMorph)", nouns, Language::Albanian, (0.85, 0.90));
    add_line("B7", "sq treebank without AUX", from_treebank(data, "sq", &["AUX"]), Language::Albanian, (0.52, 0.60));
    add_line("B8", "en", from_treebank(data, "en", &[]), Language::English, (0.65, 0.68));
    add_line("B8", "de", from_treebank(data, "de", &[]), Language::German, (0.59, 0.65));
    add_line("B8", "it", from_treebank(data, "it", &[]), Language::Italian, (0.52, 0.60));
    if let Some(s) = score(&verbs, Language::Albanian) {
        lines.push(Line::new(
            "",
            "sq verbs (UniMorph) conflation F1",
            None,
            Some(s.f1),
            format!("{} forms, P {:.3} R {:.3}", verbs.len(), s.p, s.r),
        ));
    }
    lines.push(yat(data));
    lines
}

/// B9: Croatian lemmas whose (i)je written as e is a Serbian lemma of the same class share its stem.
fn yat(data: &Data) -> Line {
    let lemmas = |language: &str| -> BTreeSet<(String, String)> {
        data.treebanks
            .get(language)
            .into_iter()
            .flatten()
            .flat_map(|s| &s.tokens)
            .filter(|t| OPEN_CLASSES.contains(&t.class.as_str()) && t.lemma.chars().all(char::is_alphabetic))
            .map(|t| (t.lemma.to_lowercase(), t.class.clone()))
            .collect()
    };
    let serbian = lemmas("sr");
    let stemmers = Stemmers::new();
    let stem = |w: &str| stemmers.stem(Language::Serbian, &fold(w), w);
    let (mut all, mut met) = (0, 0);
    let mut apart = Vec::new();
    for (lemma, class) in lemmas("hr") {
        for respelt in [lemma.replace("ije", "e"), lemma.replace("je", "e")] {
            if respelt != lemma && serbian.contains(&(respelt.clone(), class.clone())) {
                all += 1;
                if stem(&lemma) == stem(&respelt) {
                    met += 1;
                } else {
                    apart.push(format!("{lemma}/{respelt}"));
                }
                break;
            }
        }
    }
    let ours = (all > 0).then(|| met as f64 / all as f64);
    Line::new(
        "B9",
        "ijekavian lemmas that meet their ekavian",
        Some((1.0, None)),
        ours,
        format!("{met} of {all} {}", apart.join(" ")),
    )
}
