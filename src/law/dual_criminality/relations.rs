//! How the words of a text reach conduct beyond their own entry in the vocabulary: data beside it
//! (`reference/relations.json`), each entry with its basis.
//!
//! A code punishes the member of a group in another paragraph than the organiser, and the facts hold that paragraph as a changed
//! range of the first; a text that speaks of help with entry reaches who drives. Without this a list of words would say "no" to
//! what the law of the State punishes.

use serde::Deserialize;

use crate::law::reference;
use crate::law::vocabulary::{Term, Vocabulary};

/// `reference/relations.json`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relations {
    pub as_of: String,
    pub note: String,
    /// Circumstances with a range of their own that are an act of their own.
    pub forms: Vec<FormOfAct>,
    pub near: Near,
    /// Acts whose absence from every text says that they are not punished.
    pub decisive_acts: Vec<DecisiveActs>,
    /// Aims that are often an offence of their own: that an article does not name them decides nothing.
    pub undecided_purposes: Vec<UndecidedPurposes>,
    /// Acts that say who acts, not what is done.
    pub role_acts: Vec<RoleAct>,
    /// Texts whose own words reach further than the acts that were listed.
    pub wider_texts: Vec<WiderText>,
    /// What a text asks for that stands in its summary only.
    pub further_elements: Vec<FurtherElement>,
    /// Offences that protect only children though they are filed with those that protect everybody.
    pub protect_children: Vec<ProtectsChildren>,
    /// Offences in which the same word is done with something else than a person.
    pub other_objects: Vec<OtherObject>,
}

/// `member` is `participate_group`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormOfAct {
    pub triggers: Vec<String>,
    pub acts: Vec<String>,
    pub basis: String,
}

/// Words that may stand for each other, list by list.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Near {
    pub acts: Vec<NearTerm>,
    pub means: Vec<NearTerm>,
    pub purposes: Vec<NearTerm>,
}

/// Conduct called by one of `words` may fall under a text that names one of `count_as`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NearTerm {
    pub words: Vec<String>,
    pub count_as: Vec<String>,
    /// Only in offences of these concepts; empty: everywhere.
    #[serde(default)]
    pub concepts: Vec<String>,
    pub weight: Weight,
    pub basis: String,
}

/// Who can clear up whether the word is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// The text reaches it where the facts of the case show it.
    Case,
    /// It may; the text, or how it is read, must be checked.
    Law,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisiveActs {
    pub concepts: Vec<String>,
    pub acts: Vec<String>,
    pub basis: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UndecidedPurposes {
    pub words: Vec<String>,
    pub basis: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleAct {
    pub act: String,
    /// Concepts in which it is an act all the same.
    pub own_in: Vec<String>,
    pub basis: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WiderText {
    pub provision: String,
    pub acts: Vec<String>,
    /// Words of the provision's summary or heading.
    pub derived_from: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FurtherElement {
    pub provisions: Vec<String>,
    /// Other offences that ask for no less.
    #[serde(default)]
    pub also_met_by: Vec<String>,
    pub text: String,
    /// Words of the summary or heading of each of them.
    pub derived_from: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProtectsChildren {
    pub provisions: Vec<String>,
    /// The age they protect up to.
    pub under: u32,
    /// Words of the summary or heading of each of them.
    pub derived_from: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherObject {
    pub concept: String,
    pub acts: Vec<String>,
    pub basis: String,
}

impl Relations {
    /// The relations the program is built with.
    pub fn built_in() -> Relations {
        match serde_json::from_str(reference::RELATIONS) {
            Ok(relations) => relations,
            // Part of the program; a test parses it.
            Err(error) => panic!("the built-in file reference/relations.json is broken: {error}"),
        }
    }

    /// Whether a circumstance is the act, or a wider word for it.
    pub fn is_form(&self, acts: &[Term], trigger: &str, act: &str) -> bool {
        self.forms.iter().any(|form| {
            form.triggers.iter().any(|own| own == trigger) && form.acts.iter().any(|wide| Vocabulary::covers(acts, wide, act))
        })
    }

    /// Whether an offence of the concept that does not name the act says by that that it is not punished.
    pub fn is_decisive(&self, concept: &str, act: &str) -> bool {
        let has = |list: &[String], word: &str| list.iter().any(|own| own == word);
        self.decisive_acts.iter().any(|entry| has(&entry.concepts, concept) && has(&entry.acts, act))
    }

    /// Whether an aim that is not named may still be punished by an article of its own.
    pub fn is_undecided(&self, purpose: &str) -> bool {
        self.undecided_purposes.iter().any(|entry| entry.words.iter().any(|word| word == purpose))
    }

    /// The acts an offence is known by, without those that only say who acts.
    pub fn own_acts<'a>(&self, concept: &str, acts: &'a [String]) -> Vec<&'a String> {
        let role =
            |act: &String| self.role_acts.iter().any(|role| role.act == *act && !role.own_in.iter().any(|own| own == concept));
        acts.iter().filter(|act| !role(act)).collect()
    }

    /// The age under which an offence outside the concept of children protects a person; `None`: everybody.
    pub fn protects_under(&self, provision: &str) -> Option<u32> {
        let entry = self.protect_children.iter().find(|entry| entry.provisions.iter().any(|own| own == provision))?;
        Some(entry.under)
    }

    /// Whether the act is done with something else than a person in offences of the concept.
    pub fn has_other_object(&self, concept: &str, act: &str) -> bool {
        self.other_objects.iter().any(|entry| entry.concept == concept && entry.acts.iter().any(|own| own == act))
    }
}

/// The nearest reach of a text that names `law` to conduct called `word`: how sure, and the words it counts as.
pub fn nearest(near: &[NearTerm], terms: &[Term], law: &[String], word: &str, concept: &str) -> Option<(Weight, Vec<String>)> {
    let of_concept = |entry: &&NearTerm| entry.concepts.is_empty() || entry.concepts.iter().any(|own| own == concept);
    near.iter()
        .filter(of_concept)
        .filter(|entry| entry.words.iter().any(|own| Vocabulary::covers(terms, own, word)))
        .filter_map(|entry| {
            let counted: Vec<String> = law.iter().filter(|named| entry.count_as.contains(named)).cloned().collect();
            (!counted.is_empty()).then_some((entry.weight, counted))
        })
        .min_by_key(|(weight, _)| *weight)
}
