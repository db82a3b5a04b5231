//! A State as the facts know it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::terms::Confidence;

/// One State: names, authorities, laws, languages, recognition, the habits of its statutes and numbers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Jurisdiction {
    /// Two letters; `XK` for Kosovo*, which ISO 3166 leaves to users.
    pub iso: String,
    pub names: Names,
    pub official_languages: Vec<String>,
    pub status: Status,
    pub currency: String,
    /// How the name is written in a request where its status is disputed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_note: Option<String>,
    pub central_authorities: Vec<CentralAuthority>,
    pub domestic_mla_law: Act,
    pub criminal_code: Act,
    pub criminal_procedure_code: Act,
    pub languages_accepted_for_requests: Vec<AcceptedLanguage>,
    pub internal_structure: Vec<Remark>,
    pub recognition_notes: Vec<Remark>,
    /// Which other States of the facts it recognises or not; derived from the notes.
    #[serde(default)]
    pub recognition: Vec<Recognition>,
    pub article_heading_pattern: HeadingPattern,
    pub numbering: Remark,
    pub date_number_formats: DateFormats,
    pub gazette: Gazette,
    pub identifiers: Vec<Identifier>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Names {
    pub en: String,
    pub local: String,
}

/// Memberships.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Status {
    pub un_member: bool,
    pub coe_member: bool,
    pub eu_member: bool,
    pub membership_confidence: Confidence,
    pub eurojust_cooperation_agreement: EurojustAgreement,
    pub ets_030_in_force_since: Option<String>,
    pub ets_030_source: Option<String>,
    pub ets_030_confidence: Confidence,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EurojustAgreement {
    pub in_force: Option<bool>,
    pub source: Option<String>,
    pub confidence: Confidence,
    pub note: String,
}

/// Who sends and receives requests under which instrument.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CentralAuthority {
    pub name_en: String,
    pub name_local: String,
    /// `both`, `transmission channel`, …
    pub role: String,
    /// In words: `ETS 030, UNTOC and reciprocity`.
    pub instrument: String,
    pub city: String,
    pub address: Option<String>,
    pub source: Option<String>,
    pub as_of: String,
    pub confidence: Confidence,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// An act of parliament.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Act {
    pub title_en: String,
    pub title_local: String,
    pub gazette: String,
    pub year: i32,
    pub source: Option<String>,
    pub confidence: Confidence,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AcceptedLanguage {
    pub language: String,
    pub source: Option<String>,
    pub confidence: Confidence,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A sentence with a source.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Remark {
    pub text: String,
    pub source: Option<String>,
    pub confidence: Confidence,
}

/// Whether this State recognises another one of the facts.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Recognition {
    pub of: String,
    pub recognised: bool,
    /// The field of the same file whose prose says so.
    pub derived_from: String,
    pub source: Option<String>,
    pub confidence: Confidence,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HeadingPattern {
    pub regex: String,
    pub examples: Vec<String>,
    pub source: Option<String>,
    pub confidence: Confidence,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DateFormats {
    pub cldr_locale: String,
    pub long: String,
    pub short: String,
    pub decimal: String,
    pub grouping: String,
    pub months: Vec<String>,
    pub notes: Option<String>,
    pub source: Option<String>,
    pub confidence: Confidence,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Gazette {
    pub name_local: String,
    pub name_en: String,
    pub citation_pattern: String,
    pub example: String,
    pub source: Option<String>,
    pub confidence: Confidence,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// A number that identifies a person, an account, a vehicle, as the State writes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Identifier {
    pub kind: String,
    pub name: String,
    pub pattern: Option<String>,
    pub algorithm: Option<String>,
    pub source: Option<String>,
    pub confidence: Confidence,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub example: Option<String>,
}

/// `identifier_algorithms.json`: check digits in words, with test vectors.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IdentifierAlgorithms {
    pub as_of: String,
    pub confidence_scale: BTreeMap<String, String>,
    pub notes: Vec<String>,
    pub algorithms: Vec<serde_json::Value>,
}
