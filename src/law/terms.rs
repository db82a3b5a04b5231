//! Closed sets of words that the fact files use and the program reasons about.

use std::fmt;
use std::ops::Deref;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// How far a fact can be relied on. `sourced`: text or reliable paraphrase read; `high`, `medium` and `low` grade
/// sources in the jurisdiction files; `unverified`: general knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    Sourced,
    High,
    Medium,
    Low,
    Unverified,
}

impl Confidence {
    /// Whether a result may rest on this fact without saying "check first".
    pub fn counts_as_sourced(self) -> bool {
        matches!(self, Confidence::Sourced | Confidence::High | Confidence::Medium)
    }

    /// The word of the fact files.
    pub fn word(self) -> &'static str {
        match self {
            Confidence::Sourced => "sourced",
            Confidence::High => "high",
            Confidence::Medium => "medium",
            Confidence::Low => "low",
            Confidence::Unverified => "unverified",
        }
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The part gain plays in an offence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Gain {
    /// No offence without gain, or without the aim of gain.
    Required,
    /// Gain is one of several routes into the offence.
    Alternative,
    /// The base offence needs no gain; gain raises the penalty.
    Aggravation,
    NotRequired,
    /// Entry and transit need no gain, stay does.
    StayOnly,
}

impl Gain {
    /// The word of the fact files.
    pub fn word(self) -> &'static str {
        match self {
            Gain::Required => "required",
            Gain::Alternative => "alternative",
            Gain::Aggravation => "aggravation",
            Gain::NotRequired => "not_required",
            Gain::StayOnly => "stay_only",
        }
    }
}

/// Where a State stands towards an instrument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PartyStatus {
    Party,
    NotParty,
    Unknown,
    /// Bound as a member of the European Union.
    Bound,
    /// Signed only.
    Signatory,
    SignatoryRatifiedNotInForce,
    /// The instrument is domestic law of this State.
    DomesticLaw,
}

impl PartyStatus {
    /// The word of the fact files.
    pub fn word(self) -> &'static str {
        match self {
            PartyStatus::Party => "party",
            PartyStatus::NotParty => "not_party",
            PartyStatus::Unknown => "unknown",
            PartyStatus::Bound => "bound",
            PartyStatus::Signatory => "signatory",
            PartyStatus::SignatoryRatifiedNotInForce => "signatory_ratified_not_in_force",
            PartyStatus::DomesticLaw => "domestic_law",
        }
    }

    /// In words of people.
    pub fn says(self) -> &'static str {
        match self {
            PartyStatus::Party => "party",
            PartyStatus::NotParty => "not a party",
            PartyStatus::Unknown => "not established",
            PartyStatus::Bound => "bound as an EU member",
            PartyStatus::Signatory => "signed, not ratified",
            PartyStatus::SignatoryRatifiedNotInForce => "ratified, not yet in force",
            PartyStatus::DomesticLaw => "its own domestic law",
        }
    }
}

/// What sort of instrument it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum InstrumentKind {
    Treaty,
    EuAct,
    DomesticLaw,
}

/// The layer a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Layer {
    /// Part of the program.
    BuiltIn,
    /// Added by the office in this file.
    Office(PathBuf),
    /// A built-in fact with these fields changed by the office in this file.
    Corrected { file: PathBuf, fields: Vec<String> },
}

impl Layer {
    /// `built-in`, `office`, or `built-in, corrected by the office`.
    pub fn word(&self) -> &'static str {
        match self {
            Layer::BuiltIn => "built-in",
            Layer::Office(_) => "office",
            Layer::Corrected { .. } => "built-in, corrected by the office",
        }
    }
}

/// A fact with where it comes from.
#[derive(Debug, Clone)]
pub struct Fact<T> {
    pub value: T,
    pub layer: Layer,
    /// `YYYY-MM`: when the fact file was last looked through.
    pub as_of: String,
    /// Name of the fact file, for whoever wants to correct it (`offences/RS.json`).
    pub file: String,
}

impl<T> Deref for Fact<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.value
    }
}
