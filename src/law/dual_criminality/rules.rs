//! The rules as data: what each outcome means and how it is said.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::relations::Relations;

/// `rules/dual.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub as_of: String,
    pub note: String,
    pub families: Vec<Family>,
    pub open_terms: OpenTerms,
    /// The purpose that says the same as the field `gain`.
    pub gain_purpose: String,
    pub child_concept: String,
    pub child_age: u32,
    pub repetition_triggers: Vec<String>,
    pub several_persons_triggers: Vec<String>,
    /// The instrument whose parties count where a text protects "parties of the UN protocol".
    pub smuggling_protocol: String,
    pub elements: Vec<Element>,
    pub thresholds: Vec<Threshold>,
    pub threshold_texts: BTreeMap<String, String>,
    pub no_provision: String,
    pub unknown_state: String,
    /// A part of a State whose code is silent, where the code of the State holds the offence.
    pub state_code_alone: String,
    /// A part of a State whose code does not catch the conduct, where the code of the State does.
    pub state_code_instead: String,
    /// Another code of the same State that holds the offence and decides nothing here.
    pub other_code: String,
    pub paragraph: BTreeMap<String, String>,
    pub paragraph_thresholds: String,
    pub paragraph_source: String,
    /// How the words of a text reach conduct beyond their own entry (`reference/relations.json`).
    #[serde(skip)]
    pub relations: Relations,
}

/// Concepts that are searched together.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    pub id: String,
    pub concepts: Vec<String>,
    pub recognised_by_any_act: Vec<String>,
    pub recognised_by_any_purpose: bool,
    /// Whom its acts are done with, where another act alone does not say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// Acts the family is made of. Another offence that asks for no purpose is looked at only for an act beside these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub usual_acts: Vec<String>,
}

/// Terms that leave a list open.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenTerms {
    pub means: String,
    pub purposes: String,
}

/// An element and what its outcomes mean, in the order in which they are shown.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Element {
    pub id: String,
    pub title: String,
    pub outcomes: BTreeMap<String, Outcome>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    pub status: Status,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<Because>,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    NotMet,
    Unclear,
    Met,
}

impl Status {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Status::NotMet => "not_met",
            Status::Unclear => "unclear",
            Status::Met => "met",
        }
    }
}

/// Who can clear up what is unclear: the facts of the case, or a look at the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    Case,
    Law,
}

/// A term of imprisonment that decides something elsewhere.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    pub id: String,
    pub months: u32,
    pub title: String,
    pub reference: String,
}

impl Rules {
    /// The rules the program is built with.
    pub fn built_in() -> Rules {
        match serde_json::from_str::<Rules>(include_str!("../rules/dual.json")) {
            Ok(rules) => Rules { relations: Relations::built_in(), ..rules },
            // Part of the program; a test parses it.
            Err(error) => panic!("the built-in rules rules/dual.json are broken: {error}"),
        }
    }

    /// The family a concept belongs to.
    pub fn family(&self, concept: &str) -> Option<&Family> {
        self.families.iter().find(|family| family.concepts.iter().any(|own| own == concept))
    }

    /// What an outcome of an element means.
    pub fn outcome(&self, element: &str, outcome: &str) -> Option<(&Element, &Outcome)> {
        let element = self.elements.iter().find(|e| e.id == element)?;
        Some((element, element.outcomes.get(outcome)?))
    }
}

/// Fill the words in curly brackets.
pub fn fill(text: &str, values: &[(&str, String)]) -> String {
    let mut out = text.to_owned();
    for (name, value) in values {
        out = out.replace(&format!("{{{name}}}"), value);
    }
    out
}
