//! B15: the language of a passage.

use crate::Line;
use crate::data::Data;
use rogatory::language::detect::detect;
use rogatory::language::script::to_cyrillic;

/// (name, where its passages come from: treebank code or UDHR file, expected tag)
const LANGUAGES: [(&str, &str, &str); 13] = [
    ("sq", "sq", "sq"),
    ("mk", "mk", "mk"),
    ("hr", "hr", "hbs-Latn"),
    ("sr", "sr", "hbs-Latn"),
    ("sr-Cyrl", "srp_cyrl", "hbs-Cyrl"),
    ("bs", "bos_latn", "hbs-Latn"),
    ("bs-Cyrl", "bos_cyrl", "hbs-Cyrl"),
    ("cnr", "cnr", "hbs-Latn"),
    ("en", "en", "en"),
    ("de", "de", "de"),
    ("it", "it", "it"),
    ("tr", "tur", "tr"),
    ("it (UDHR)", "ita", "it"),
];

pub fn measure(data: &Data) -> Vec<Line> {
    let mut lines = Vec::new();
    for (bar, length, must, stretch) in
        [("full", usize::MAX, 0.98, 0.99), ("10 words", 10, 0.0, 0.0), ("5 words", 5, 0.0, 0.0), ("3 words", 3, 0.93, 0.95)]
    {
        let mut rates = Vec::new();
        let mut note = String::new();
        for (name, source, tag) in LANGUAGES {
            // Without the declaration of human rights, the Serbian treebank written in Cyrillic.
            let cyrillic = || data.treebanks.get("sr").map(|t| t.iter().map(|s| to_cyrillic(&s.text)).collect::<Vec<_>>());
            let treebank = data.treebanks.get(source).map(|t| t.iter().map(|s| s.text.clone()).collect::<Vec<_>>());
            let Some(texts) =
                treebank.or_else(|| data.udhr.get(source).cloned()).or_else(|| (name == "sr-Cyrl").then(cyrillic).flatten())
            else {
                continue;
            };
            let step = (texts.len() / 300).max(1);
            let passages: Vec<String> = texts
                .iter()
                .step_by(step)
                .take(300)
                .map(|t| t.split_whitespace().take(length).collect::<Vec<_>>().join(" "))
                .filter(|t| t.chars().filter(|c| c.is_alphabetic()).count() > 2)
                .collect();
            let right = passages.iter().filter(|p| detect(p).is_some_and(|g| g.tag == tag)).count();
            if let Ok(path) = std::env::var("BARS_ERRORS") {
                let wrong: String = passages
                    .iter()
                    .filter(|p| detect(p).is_none_or(|g| g.tag != tag))
                    .map(|p| format!("{} {p}\n", detect(p).map_or("-", |g| g.tag)))
                    .collect();
                let _ = std::fs::write(format!("{path}/detect-{name}-{bar}.txt"), wrong);
            }
            let rate = right as f64 / passages.len().max(1) as f64;
            note += &format!("{name} {rate:.2} ");
            rates.push(rate);
        }
        let macro_rate = (!rates.is_empty()).then(|| rates.iter().sum::<f64>() / rates.len() as f64);
        let bars = (must > 0.0).then_some((must, Some(stretch)));
        lines.push(Line::new(
            if must > 0.0 { "B15" } else { "" },
            format!("language group, {bar}"),
            bars,
            macro_rate,
            note.trim(),
        ));
    }
    lines
}
