//! In which languages the requested State takes requests, as far as the facts say so.

use serde_json::{Value, json};

use crate::law::treaties::{Between, Standing};

/// A language the requested State accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Language subtag: "de".
    pub tag: String,
    /// Whether that was read in a source.
    pub sourced: bool,
    /// What the facts say, in their words.
    pub said: String,
}

impl Accepted {
    pub fn to_json(&self) -> Value {
        json!({ "language": self.tag, "sourced": self.sourced, "said": self.said })
    }
}

/// English names of languages as declarations use them, and codes as the jurisdiction facts use them.
const NAMES: &[(&str, &[&str])] = &[
    ("Albanian", &["sq"]),
    ("Bosnian", &["bs"]),
    ("Bulgarian", &["bg"]),
    ("Croatian", &["hr"]),
    ("Dutch", &["nl"]),
    ("English", &["en"]),
    ("French", &["fr"]),
    ("German", &["de"]),
    ("Greek", &["el"]),
    ("Hungarian", &["hu"]),
    ("Italian", &["it"]),
    ("Macedonian", &["mk"]),
    ("Montenegrin", &["cnr"]),
    ("Romanian", &["ro"]),
    ("Serbian", &["sr"]),
    ("Slovenian", &["sl"]),
    ("Slovene", &["sl"]),
    ("Turkish", &["tr"]),
    ("Council of Europe language", &["en", "fr"]),
    ("official languages of the Council of Europe", &["en", "fr"]),
];

/// The languages the requested State (the second of the two) accepts: its entry in the facts, and its declarations on language under
/// the instruments that bind both.
pub fn accepted(between: &Between<'_>) -> Vec<Accepted> {
    let mut found: Vec<Accepted> = Vec::new();
    let mut add = |tag: &str, sourced: bool, said: &str| match found.iter_mut().find(|known| known.tag == tag) {
        Some(known) if sourced && !known.sourced => *known = Accepted { tag: tag.into(), sourced, said: said.into() },
        Some(_) => {}
        None => found.push(Accepted { tag: tag.into(), sourced, said: said.into() }),
    };
    if let Some(fact) = between.b.jurisdiction {
        for entry in &fact.languages_accepted_for_requests {
            let head = entry.language.split('(').next().unwrap_or(&entry.language);
            for word in
                head.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| NAMES.iter().any(|(_, tags)| tags.contains(word)))
            {
                add(word, entry.confidence.counts_as_sourced(), &entry.language);
            }
        }
    }
    for bond in between.bonds.iter().filter(|bond| matches!(bond.standing, Standing::Binding | Standing::Unverified)) {
        let Some(party) = bond.b else { continue };
        for said in party.declarations.iter().filter(|said| said.topic.contains("language")) {
            for (name, tags) in NAMES {
                if said.summary.contains(name) {
                    for tag in *tags {
                        add(tag, said.confidence.counts_as_sourced(), &said.summary);
                    }
                }
            }
        }
    }
    found
}

/// Whether two tags are the same language, whatever script or region.
pub fn same_language(a: &str, b: &str) -> bool {
    a.split('-').next() == b.split('-').next()
}
