//! The one vocabulary of all fact files: acts, means, purposes, triggers, concepts, measures.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A term with its definition in our own words.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub id: String,
    pub definition: String,
    pub reference: Option<String>,
    /// The wider term: a provision that carries the wider term covers the narrower one.
    pub broader: Option<String>,
    /// Words of the glossary in the languages of the region, with `glossary_id` and `confidence`.
    pub labels: Option<BTreeMap<String, String>>,
    /// Only for triggers: `aggravation`, `variant` (may be lighter than the base), `result`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unused_because: Option<String>,
}

/// How a confidence level is meant.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConfidenceLevel {
    pub id: String,
    pub rank: u8,
    pub counts_as_sourced: bool,
    pub definition: String,
    pub nearest_other_scale: String,
}

/// A part of a State with a criminal code of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubJurisdiction {
    /// `BA-FBIH`
    pub id: String,
    /// `BA`
    pub state: String,
    /// `BAFBIH`, as provision ids begin.
    pub id_prefix: String,
    pub name: String,
}

/// `vocabulary.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    pub as_of: String,
    pub notes: Vec<String>,
    pub acts: Vec<Term>,
    pub means: Vec<Term>,
    pub purposes: Vec<Term>,
    pub triggers: Vec<Term>,
    pub concepts: Vec<Term>,
    pub mental_elements: Vec<Term>,
    pub gain: Vec<Term>,
    pub penalty_rules: Vec<Term>,
    pub assistance_types: Vec<Term>,
    pub request_content_kinds: Vec<Term>,
    pub refusal_kinds: Vec<Term>,
    pub party_statuses: Vec<Term>,
    pub instrument_kinds: Vec<Term>,
    pub confidence_levels: Vec<ConfidenceLevel>,
    pub sub_jurisdictions: Vec<SubJurisdiction>,
    /// Ids and words of earlier versions of the facts, and what they are called now.
    pub mapping_from_earlier_names: EarlierNames,
}

/// Names that changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EarlierNames {
    pub ids: BTreeMap<String, String>,
    #[serde(flatten)]
    pub other: BTreeMap<String, serde_json::Value>,
}

impl Vocabulary {
    /// A term of a list by its id.
    pub fn find<'a>(terms: &'a [Term], id: &str) -> Option<&'a Term> {
        terms.iter().find(|term| term.id == id)
    }

    /// Whether `wide` is `narrow` itself or one of its wider terms.
    pub fn covers(terms: &[Term], wide: &str, narrow: &str) -> bool {
        let mut at = Some(narrow);
        // A chain is never longer than the list; the facts' own checker forbids circles.
        for _ in 0..=terms.len() {
            match at {
                Some(id) if id == wide => return true,
                Some(id) => at = Self::find(terms, id).and_then(|term| term.broader.as_deref()),
                None => return false,
            }
        }
        false
    }

    /// The name a term goes by in tables: its id with spaces.
    pub fn plain(id: &str) -> String {
        id.replace('_', " ")
    }
}
