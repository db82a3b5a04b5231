//! Ideas in the words of eight languages and of the trade: `debt_bondage` is `skllavëri për borxh`, `dužničko ropstvo`, `Schuldknechtschaft`.
//!
//! The words are data (`data/glossary.json`) with their sources and confidence. Slang is kept apart and marked: a word such as
//! `paketi` means persons in one chat and parcels in the next, so a reader must see that a hit rests on it.

use super::analyzer::words;
use super::{fold, script};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The built-in glossary, or one with the case's own terms added.
#[derive(Debug, Clone, Deserialize)]
pub struct Glossary {
    /// Year and month the words were looked through (YYYY-MM).
    pub as_of: String,
    pub notes: Vec<String>,
    pub concepts: Vec<Concept>,
    pub slang: Vec<Slang>,
}

/// One idea and its terms by language.
#[derive(Debug, Clone, Deserialize)]
pub struct Concept {
    /// Stable id: `debt_bondage`.
    pub id: String,
    /// Language code to terms as written in the source; Serbian in Latin letters.
    pub terms: BTreeMap<String, Vec<String>>,
    /// `medium`: at least one form was seen in a legal text or report; `unverified`: a proposal a legal translator has to confirm; `case`: added by a case.
    pub confidence: String,
    /// Language code to the address where the form was seen.
    #[serde(default)]
    pub sources: BTreeMap<String, String>,
    #[serde(default)]
    pub note: Option<String>,
}

/// One entry of slang: words that stand for a concept among those who use them.
#[derive(Debug, Clone, Deserialize)]
pub struct Slang {
    pub terms: Vec<SlangTerm>,
    pub languages: Vec<String>,
    #[serde(default)]
    pub language_note: Option<String>,
    pub meaning: String,
    pub confidence: String,
    #[serde(default)]
    pub sources: Vec<String>,
    /// The entry as its source writes it.
    pub written_as: String,
}

/// One word of slang and the concepts it may stand for (none where its meaning is not established).
#[derive(Debug, Clone, Deserialize)]
pub struct SlangTerm {
    pub text: String,
    #[serde(default)]
    pub language: Option<String>,
    pub concepts: Vec<String>,
}

/// A term to search for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// One or more words, in dictionary form.
    pub text: String,
    /// Language code; Serbian with its script: `sr-Latn`, `sr-Cyrl`.
    pub language: String,
    pub slang: bool,
    /// As in [`Concept::confidence`].
    pub confidence: String,
}

static BUILT_IN: LazyLock<Result<Glossary, String>> =
    LazyLock::new(|| serde_json::from_str(include_str!("data/glossary.json")).map_err(|e| e.to_string()));

impl Glossary {
    /// The glossary that comes with the program.
    pub fn built_in() -> &'static Glossary {
        // A broken data file is a broken build: the tests read it, so this cannot reach a user.
        static EMPTY: Glossary = Glossary { as_of: String::new(), notes: Vec::new(), concepts: Vec::new(), slang: Vec::new() };
        BUILT_IN.as_ref().unwrap_or(&EMPTY)
    }

    pub fn concept(&self, id: &str) -> Option<&Concept> {
        self.concepts.iter().find(|c| c.id == id)
    }

    /// All terms of a concept: every language, Serbian in both scripts, then slang. Empty for an unknown concept.
    pub fn terms(&self, id: &str) -> Vec<Term> {
        let mut terms: Vec<Term> = Vec::new();
        let mut add = |term: Term| {
            if !term.text.is_empty() && !terms.iter().any(|t| t.text == term.text && t.slang == term.slang) {
                terms.push(term);
            }
        };
        if let Some(concept) = self.concept(id) {
            for (language, written) in &concept.terms {
                for text in written {
                    for (text, language) in spellings(&without_gloss(text), language) {
                        add(Term { text, language, slang: false, confidence: concept.confidence.clone() });
                    }
                }
            }
        }
        for entry in &self.slang {
            for term in entry.terms.iter().filter(|t| t.concepts.iter().any(|c| c == id)) {
                let language = term.language.as_ref().or(entry.languages.first()).map_or("und", String::as_str);
                for (text, language) in spellings(&term.text, language) {
                    add(Term { text, language, slang: true, confidence: entry.confidence.clone() });
                }
            }
        }
        terms
    }

    /// Ids of the concepts that have this term in any language (fold compared), slang last.
    pub fn concepts_of(&self, text: &str) -> Vec<&str> {
        let key = |t: &str| words(t).map(|w| fold::fold(w.of(t))).collect::<Vec<_>>();
        let asked = key(text);
        let mut ids: Vec<&str> = Vec::new();
        for c in &self.concepts {
            if c.terms.values().flatten().any(|t| key(&without_gloss(t)) == asked) {
                ids.push(&c.id);
            }
        }
        for term in self.slang.iter().flat_map(|s| &s.terms).filter(|t| key(&t.text) == asked) {
            for id in &term.concepts {
                if !ids.contains(&id.as_str()) {
                    ids.push(id);
                }
            }
        }
        ids
    }

    /// Adds a case's own term to a concept, which is made if it does not exist.
    pub fn add(&mut self, id: &str, language: &str, text: &str) {
        let term = text.to_owned();
        match self.concepts.iter_mut().find(|c| c.id == id) {
            Some(c) => c.terms.entry(language.to_owned()).or_default().push(term),
            None => self.concepts.push(Concept {
                id: id.to_owned(),
                terms: BTreeMap::from([(language.to_owned(), vec![term])]),
                confidence: "case".into(),
                sources: BTreeMap::new(),
                note: None,
            }),
        }
    }

    /// Known ids nearest to a misspelt one, best first, at most five.
    pub fn near(&self, id: &str) -> Vec<&str> {
        // What contains the word asked for comes before what only looks like it.
        let mut near: Vec<(usize, &str)> = self
            .concepts
            .iter()
            .filter_map(|c| {
                let whole = super::names::distance(id, &c.id, 3);
                let part = (id.len() >= 3 && (c.id.contains(id) || id.contains(c.id.as_str()))).then_some(0);
                part.or(whole).map(|d| (d, c.id.as_str()))
            })
            .collect();
        near.sort();
        near.into_iter().take(5).map(|(_, id)| id).collect()
    }
}

/// `guide (on foot)` is searched as `guide`: what stands in brackets explains.
fn without_gloss(text: &str) -> String {
    let mut depth = 0;
    let kept: String = text
        .chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth -= 1;
                    return false;
                }
                _ => {}
            }
            depth <= 0
        })
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A term and, for Serbian, both its scripts.
fn spellings(text: &str, language: &str) -> Vec<(String, String)> {
    if language == "sr" {
        vec![(text.to_owned(), "sr-Latn".to_owned()), (script::to_cyrillic(text), "sr-Cyrl".to_owned())]
    } else {
        vec![(text.to_owned(), language.to_owned())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_words_are_read_whole() {
        assert!(BUILT_IN.is_ok(), "{:?}", BUILT_IN.as_ref().err());
        let g = Glossary::built_in();
        assert_eq!((g.concepts.len(), g.slang.len()), (78, 24));
        for c in &g.concepts {
            for language in ["en", "sq", "bs", "hr", "sr", "mk", "de", "it"] {
                assert!(c.terms.get(language).is_some_and(|t| t.iter().all(|t| !t.trim().is_empty())), "{} {language}", c.id);
            }
            assert!(matches!(c.confidence.as_str(), "high" | "medium" | "low" | "unverified"));
        }
        for term in g.slang.iter().flat_map(|s| &s.terms) {
            assert!(term.concepts.iter().all(|c| g.concept(c).is_some()), "{}", term.text);
        }
    }

    #[test]
    fn a_concept_speaks_every_language_and_marks_slang() {
        let terms = Glossary::built_in().terms("irregular_migrant");
        let has = |text: &str, language: &str, slang: bool| {
            terms.iter().any(|t| t.text == text && t.language == language && t.slang == slang)
        };
        assert!(has("emigrant i paligjshëm", "sq", false));
        assert!(has("илегални мигрант", "sr-Cyrl", false) && terms.iter().any(|t| t.text == "ilegalni migrant" && !t.slang));
        assert!(has("paketi", "sr-Latn", true) && has("نفر", "ar", true));
        assert!(Glossary::built_in().terms("guide").iter().any(|t| t.text == "guide"));
        assert!(Glossary::built_in().terms("nothing_of_the_kind").is_empty());
    }

    #[test]
    fn words_lead_to_concepts_and_slips_to_ids() {
        let g = Glossary::built_in();
        assert_eq!(g.concepts_of("Dužničko ropstvo"), ["debt_bondage"]);
        assert_eq!(g.concepts_of("пакети"), ["irregular_migrant"]);
        assert_eq!(g.near("debt_bondge"), ["debt_bondage"]);
        let mut own = g.clone();
        own.add("route_west", "sr", "zapadna tura");
        assert_eq!(own.terms("route_west").len(), 2);
    }
}
