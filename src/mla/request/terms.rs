//! How the request is to be treated and what goes with it (blocks URG, CONF, USE, FORM, PRES, COST, ANN, SIGN, CLOSE),
//! and what the clerk has looked into beforehand.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, Language, State, Text};

/// Whether it is urgent, and why. Said at the top of the draft.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Urgency {
    pub urgent: bool,
    pub ground: Option<UrgencyGround>,
    /// Day after which the help is of no use.
    pub date: Option<Date>,
    /// The reason in words.
    pub reason: Text,
    /// Advance notice by telephone, INTERPOL or the 24/7 point: when, through whom.
    pub advance_notice: Text,
    /// Day on which an oral request was confirmed in writing.
    pub confirmed: Option<Date>,
}

/// Why something is urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum UrgencyGround {
    EvidenceVanishing,
    CustodyLimit,
    TrialDate,
    DangerToLife,
    ShortRetention,
    SuspectLeaving,
    Other,
}

/// What is to be kept secret.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Confidentiality {
    /// True if the request and its content are to be kept secret. Confidentiality is never automatic.
    pub requested: bool,
    pub reason: Text,
    pub until: Option<Date>,
    /// Who may know.
    pub may_know: Text,
    /// Ask to be told before anything is disclosed.
    pub consult_before_disclosure: bool,
}

/// What the evidence will be used for (speciality).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Use {
    /// Purpose, and the proceedings in which the evidence will be used: widely but truthfully.
    pub purpose: Text,
    /// Promise not to use it otherwise without consent.
    pub speciality: Text,
    pub data_protection: Text,
    pub onward_transfer: Text,
    /// Assurances on death penalty, life sentence or fair trial, where asked.
    pub assurances: Text,
    /// Return of objects.
    pub return_of_objects: Text,
}

/// Procedures of the requesting State that are to be followed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Formality {
    /// Rights caution, counsel, oath, recording, chain of custody, hash algorithm, interpreter, certification …
    pub what: Text,
    /// Domestic rule that makes it necessary.
    pub rule: Text,
}

/// Officials and parties who want to be present.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Presence {
    pub officials: Vec<Official>,
    /// Why their presence makes follow-up requests less likely.
    pub reason: Text,
    /// Travel window.
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// Participation of the defence.
    pub defence: Text,
    /// Ask to be told date and place of execution.
    pub tell_date_and_place: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Official {
    pub name: Text,
    pub function: Text,
    pub passport: String,
    pub languages: Vec<Language>,
    pub role: Text,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Cost {
    pub ordinary: Text,
    /// Experts, interpreters, video link, transfer: who pays.
    pub extraordinary: Text,
    /// Ask to be consulted before extraordinary costs arise.
    pub consult_first: bool,
}

/// A paper that goes with the request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Annex {
    pub number: u32,
    pub title: Text,
    pub kind: AnnexKind,
    pub pages: Option<u32>,
    /// True for an original.
    pub original: bool,
    pub language: Option<Language>,
    /// Languages of the translations attached.
    pub translations: Vec<Language>,
    /// SHA-256 of the document in the case file.
    pub document: String,
    /// Path of the file, for a paper that is not in the case file.
    pub file: String,
    /// True for the annex with the identities of protected persons: it goes in its own envelope.
    pub sealed: bool,
}

impl Annex {
    /// It goes into the envelope of its own: said to be sealed, or the identities, whatever is said.
    pub fn goes_sealed(&self) -> bool {
        self.sealed || self.kind == AnnexKind::SealedIdentities
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AnnexKind {
    #[default]
    Evidence,
    /// Text of statutes.
    Statute,
    DomesticDecision,
    Consent,
    PapersToServe,
    SealedIdentities,
    Translation,
    Other,
}

/// Who signs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Signature {
    pub name: Text,
    pub post: Text,
    pub place: Text,
    pub date: Option<Date>,
    /// True if a place for the stamp is wanted.
    pub stamp: Option<bool>,
    /// Where a judge or prosecutor must validate the request: who, and when.
    pub validation: Option<Validation>,
    /// Version of the form or template used, where the other side prescribes one.
    pub template: String,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Validation {
    pub required: Option<bool>,
    pub name: Text,
    pub post: Text,
    pub authority: Text,
    pub date: Option<Date>,
}

/// Closing words.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Closing {
    /// Anything beyond the standing phrases.
    pub text: Text,
    /// Ask for a receipt with reference number and contact.
    pub receipt_asked: bool,
    /// Ask to be consulted before refusal or partial execution.
    pub consult_before_refusal: bool,
    pub reciprocity: Text,
}

/// Data that someone else will delete.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Retention {
    /// Whose data, which data.
    pub what: Text,
    pub holder: String,
    /// Oldest data needed.
    pub data_from: Option<Date>,
    /// How long the holder keeps them, in days, as the office knows it.
    pub days: Option<u32>,
    /// Day on which they are gone or the preservation ends.
    pub expires: Option<Date>,
    pub preservation_ref: String,
    /// Where the period comes from.
    pub source: String,
}

/// What was done before the request was written.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Preparation {
    /// Contact taken with the other side before sending.
    pub prior_contact: Option<Step>,
    /// The draft was shown to the other side.
    pub draft_shared: Option<Step>,
    /// The requirements of the requested State were looked up.
    pub requirements_checked: Option<Step>,
    /// Police or intelligence channels used before, and for what.
    pub police_channel: Text,
    /// Size of the file to be sent, in mebibytes.
    pub size_mib: Option<f64>,
    /// Highest size the channel takes, as the office knows it.
    pub channel_limit_mib: Option<f64>,
    /// Cost and proportion were weighed: how.
    pub proportionality: Text,
    /// Numbers the office has from earlier requests to this State.
    pub earlier_experience: Text,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Step {
    pub on: Option<Date>,
    /// With whom.
    pub with: Text,
    pub note: Text,
}

/// The clerk's answer to a question of `mla check`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Answer {
    /// Id of the rule or requirement, as `mla check` prints it.
    pub rule: String,
    pub answer: String,
    pub by: String,
    pub on: Option<Date>,
}

/// What the office knows of the requested State that the legal facts do not hold. Everything is optional; what is missing is asked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Counterpart {
    pub state: Option<State>,
    /// Languages it accepts.
    pub languages: Vec<Language>,
    /// Where that was looked up.
    pub source: String,
    pub checked: Option<Date>,
    /// Damage below which it does not act, in whole units, and the currency.
    pub minimum_damage: Option<f64>,
    pub currency: String,
    /// Penalty in months below which it does not act.
    pub minimum_penalty_months: Option<u32>,
    /// True if its law makes it disclose the request to the person concerned.
    pub must_disclose: Option<bool>,
    /// Evidence it wants before it acts: "reasonable grounds", "probable cause".
    pub evidence_threshold: String,
    /// True if it has a law that carries out the treaty relied on.
    pub implementing_law: Option<bool>,
    /// True if it refuses where death or a very severe sentence threatens.
    pub penalty_limits: Option<bool>,
    /// Measures (sub-form ids) it does not know, with what it does instead.
    pub unavailable_measures: Vec<String>,
    /// Formalities it holds contrary to its principles.
    pub refused_formalities: Vec<String>,
    /// Version of the form it prescribes.
    pub template: String,
    /// Days after which it usually sends a receipt.
    pub receipt_days: Option<u32>,
    /// Days execution usually takes.
    pub execution_days: Option<u32>,
}
