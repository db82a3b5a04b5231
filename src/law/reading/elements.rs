//! Acts, means and purposes in the words of an article, beside those of the facts.
//!
//! Words are recognised by `rules/wording.json`. That is coarse: it notices that an amendment brought a purpose or dropped a means;
//! it does not read a sentence. What it finds is shown as a place to look at, never as a fact.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::compare::{single, whole};
use crate::language::fold::fold;
use crate::law::provision::Provision;
use crate::law::texts::Article;

/// Words of one entry stand within so many words of the text.
const REACH: usize = 5;

type Patterns = BTreeMap<String, BTreeMap<String, Vec<String>>>;

#[derive(Debug, Default, Deserialize)]
struct Wording {
    acts: Patterns,
    means: Patterns,
    purposes: Patterns,
}

/// `rules/wording.json`; empty if it does not parse, which a test excludes.
fn wording() -> &'static Wording {
    static WORDING: OnceLock<Wording> = OnceLock::new();
    WORDING.get_or_init(|| serde_json::from_str(include_str!("../rules/wording.json")).unwrap_or_default())
}

/// One kind of element of one provision, in the vocabulary of the facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ElementRow {
    /// The provision: `RS-CC-388-1`.
    pub fact: String,
    /// `acts`, `means`, `purposes`.
    pub kind: &'static str,
    /// In the facts and in the words of the article.
    pub agree: Vec<String>,
    /// In the facts; no word for it was recognised in the article.
    pub only_facts: Vec<String>,
    /// A word for it stands in the paragraph; the facts do not name it.
    pub only_text: Vec<String>,
    /// In the facts; for this language no word is known, so nothing was compared.
    pub not_compared: Vec<String>,
}

impl ElementRow {
    /// Whether text and facts say the same, as far as they were compared.
    pub fn agrees(&self) -> bool {
        self.only_facts.is_empty() && self.only_text.is_empty()
    }
}

/// The elements of a provision held against the words of its article. Empty where the wording does not allow it: another
/// language, or an article in whose paragraph no act of the facts is recognised.
pub fn elements(article: &Article, language: &str, fact: &Provision) -> Vec<ElementRow> {
    let Some(group) = group(language) else { return Vec::new() };
    let number = fact.paragraph.as_deref().and_then(single);
    let paragraph: String = article
        .paragraphs
        .iter()
        .enumerate()
        .filter(|(index, paragraph)| {
            number.as_ref().is_none_or(|number| *paragraph.number.as_ref().unwrap_or(&(index + 1).to_string()) == *number)
        })
        .map(|(_, paragraph)| whole(paragraph))
        .collect::<Vec<_>>()
        .join(". ");
    let here = folded(&paragraph);
    let everywhere = folded(&article.paragraphs.iter().map(whole).collect::<Vec<_>>().join(". "));
    let wording = wording();
    let row = |kind, patterns: &Patterns, named: &[String]| compared(fact, kind, patterns, named, group, &here, &everywhere);
    let acts = row("acts", &wording.acts, &fact.acts);
    if acts.agree.is_empty() {
        return Vec::new();
    }
    let rows = [acts, row("means", &wording.means, &fact.means), row("purposes", &wording.purposes, &fact.purposes)];
    rows.into_iter().filter(|row| !row.agree.is_empty() || !row.only_facts.is_empty() || !row.only_text.is_empty()).collect()
}

fn compared(
    fact: &Provision,
    kind: &'static str,
    patterns: &Patterns,
    named: &[String],
    group: &str,
    here: &[String],
    everywhere: &[String],
) -> ElementRow {
    let mut row = ElementRow {
        fact: fact.id.clone(),
        kind,
        agree: Vec::new(),
        only_facts: Vec::new(),
        only_text: Vec::new(),
        not_compared: Vec::new(),
    };
    for id in named {
        match patterns.get(id).and_then(|languages| languages.get(group)) {
            None => row.not_compared.push(id.clone()),
            // A definition of exploitation may stand in another paragraph.
            Some(entries) if entries.iter().any(|entry| stands(entry, everywhere)) => row.agree.push(id.clone()),
            Some(_) => row.only_facts.push(id.clone()),
        }
    }
    // Where the facts name none, the article may be about something else altogether.
    if !named.is_empty() {
        for (id, languages) in patterns {
            let Some(entries) = languages.get(group).filter(|_| !named.contains(id)) else { continue };
            let shares = |entry: &String| {
                named.iter().any(|other| {
                    patterns.get(other).and_then(|languages| languages.get(group)).is_some_and(|theirs| {
                        theirs.iter().any(|their| their == entry || their.split(' ').next() == entry.split(' ').next())
                    })
                })
            };
            // One word for two ids ("weitergeben") says nothing about which of them is meant.
            if entries.iter().any(|entry| !shares(entry) && stands(entry, here)) {
                row.only_text.push(id.clone());
            }
        }
    }
    row
}

/// The languages whose laws are written in the same words.
fn group(language: &str) -> Option<&'static str> {
    match language.split('-').next().unwrap_or_default() {
        "sr" | "bs" | "hr" | "cnr" | "sh" => Some("hbs"),
        "sq" => Some("sq"),
        "mk" => Some("mk"),
        "de" => Some("de"),
        _ => None,
    }
}

/// Folded words; the end of a clause stands as a word of its own.
fn folded(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for piece in text.split_inclusive(['.', ';', ':']) {
        out.extend(piece.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold));
        out.push(".".to_owned());
    }
    out
}

/// Whether the beginnings of words of an entry follow each other within reach.
fn stands(entry: &str, words: &[String]) -> bool {
    let parts: Vec<&str> = entry.split(' ').collect();
    let fits = |part: &str, word: &str| match part.strip_prefix('=') {
        Some(whole) => word == whole,
        None => word.starts_with(part),
    };
    let Some((first, rest)) = parts.split_first() else { return false };
    (0..words.len()).filter(|&at| fits(first, &words[at])).any(|at| {
        let mut from = at;
        rest.iter().all(|part| {
            let reach = words.iter().enumerate().skip(from + 1).take(REACH).take_while(|(_, word)| word.as_str() != ".");
            match reach.into_iter().find(|(_, word)| fits(part, word)) {
                Some((next, _)) => {
                    from = next;
                    true
                }
                None => false,
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_folded_and_known_to_the_vocabulary() {
        let mut wrong = Vec::new();
        let wording: Wording = serde_json::from_str(include_str!("../rules/wording.json")).unwrap();
        let library = crate::law::library::Library::load(None).unwrap();
        let vocabulary = library.vocabulary();
        for (patterns, terms) in
            [(&wording.acts, &vocabulary.acts), (&wording.means, &vocabulary.means), (&wording.purposes, &vocabulary.purposes)]
        {
            for (id, languages) in patterns {
                assert!(terms.iter().any(|term| term.id == *id), "{id} is no word of the vocabulary");
                for word in languages.values().flatten().flat_map(|entry| entry.split(' ')) {
                    let plain = word.trim_start_matches('=');
                    if fold(plain) != plain {
                        wrong.push(format!("{id}: {plain} is folded {}", fold(plain)));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn words_of_an_entry_stand_near_each_other_in_one_clause() {
        let words = folded("Ко посредује у продаји лица; врбује га.");
        assert!(stands("posred prodaj", &words));
        assert!(!stands("prodaj vrbuj", &words));
        assert!(stands("vrbuj", &words));
        assert!(!stands("=vrb", &words));
    }
}
