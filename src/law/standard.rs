//! International rules that a national offence is measured against.

use serde::{Deserialize, Serialize};

use super::terms::{Confidence, Gain};

/// `standards.json`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StandardsFile {
    pub as_of: String,
    pub note: String,
    pub standards: Vec<Standard>,
}

/// One rule: an article of a protocol, a convention or a directive.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Standard {
    pub id: String,
    pub instrument: String,
    pub title: String,
    pub article: String,
    pub url: String,
    /// The main concept; `concepts` are all it is measured against.
    pub concept: String,
    pub concepts: Vec<String>,
    pub text_own_words: String,
    /// The rule whose elements this one takes over by naming it; derived from `text_own_words`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defined_by: Option<DefinedBy>,
    pub required_acts: Vec<String>,
    pub required_means: Vec<String>,
    pub required_purposes: Vec<String>,
    pub child_rule: Option<Rule>,
    pub consent_rule: Option<Rule>,
    pub mental_element: Option<Rule>,
    pub required_aggravations: Vec<RequiredAggravation>,
    pub minimum_maximum_penalty: Option<Rule>,
    pub legal_person_liability: Option<Rule>,
    pub non_punishment: Option<Rule>,
    pub financial_benefit_requirement: Option<Rule>,
    pub humanitarian_exemption: Option<Rule>,
    pub attempt_and_participation: Option<Rule>,
    pub source: Option<String>,
    pub confidence: Confidence,
    pub note: Option<String>,
    pub scope_note: Option<Rule>,
    pub group_minimum_members: Option<u32>,
    /// `mandatory`, `consider`; `None`: mandatory for parties.
    pub binding: Option<String>,
    pub purposes_added_2024: Vec<String>,
    pub deadline: Option<Rule>,
    pub status: Option<Rule>,
}

/// A definition that stands in another rule.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DefinedBy {
    /// `COE-197-4`
    pub standard: String,
    /// The words that say so.
    pub derived_from: String,
}

impl Standard {
    /// Take over from a definition what this rule does not list itself.
    pub fn take_over(&mut self, definition: &Standard) {
        let fill = |own: &mut Vec<String>, other: &Vec<String>| {
            if own.is_empty() {
                own.clone_from(other);
            }
        };
        fill(&mut self.required_acts, &definition.required_acts);
        fill(&mut self.required_means, &definition.required_means);
        fill(&mut self.required_purposes, &definition.required_purposes);
        fill(&mut self.purposes_added_2024, &definition.purposes_added_2024);
        let rule = |own: &mut Option<Rule>, other: &Option<Rule>| {
            if own.is_none() {
                own.clone_from(other);
            }
        };
        rule(&mut self.child_rule, &definition.child_rule);
        rule(&mut self.consent_rule, &definition.consent_rule);
        rule(&mut self.financial_benefit_requirement, &definition.financial_benefit_requirement);
        if !definition.confidence.counts_as_sourced() {
            self.confidence = definition.confidence;
        }
    }
}

/// One part of the rule with its own article and source; which of the optional fields are there depends on the part.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub article: String,
    pub text_own_words: String,
    pub source: Option<String>,
    pub confidence: Confidence,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means_required: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_at_least_months: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aggravated_max_at_least_months: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub death_max_at_least_months: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gain: Option<Gain>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt_required: Option<serde_json::Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participation_required: Option<serde_json::Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_2024: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RequiredAggravation {
    pub trigger: String,
    pub article: String,
    pub confidence: Confidence,
    pub source: Option<String>,
}
