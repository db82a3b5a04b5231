//! What the request rests on: instruments, offences, dual criminality (blocks LEGAL, OFF, DUAL).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, Text};

/// An instrument or other basis the request relies on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Basis {
    /// Id of the instrument as `treaty list` prints it ("ecma-1959"), or "reciprocity", or "other".
    pub instrument: String,
    /// Title, for an instrument the legal facts do not hold.
    pub title: Text,
    /// Articles relied on: "Art 3", "Art 9".
    pub articles: Vec<String>,
    /// True if it is named only in case the first does not carry the request.
    pub fallback: bool,
    /// The assurance of reciprocity, where there is no treaty.
    pub reciprocity: Text,
    /// Domestic law that authorises the request.
    pub domestic_law: Text,
    /// The clerk's own check that it binds both States on the day of the request, where the legal facts cannot say.
    pub checked: Option<BasisCheck>,
    /// Reservation or declaration that was taken into account.
    pub declarations: Vec<Text>,
}

/// Where the clerk looked up what the legal facts do not know.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BasisCheck {
    pub on: Option<Date>,
    pub by: String,
    /// Address, gazette or letter.
    pub source: String,
}

/// An offence as the requesting State charges it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Offence {
    /// Short key: "O1".
    pub id: String,
    /// Id of the provision as `law list` prints it ("RS-CC-350-2"), where the legal facts hold it.
    pub provision: String,
    /// Concept of the vocabulary ("smuggling_of_migrants").
    pub concept: String,
    pub name: Text,
    /// Name of the code or act.
    pub code: Text,
    pub article: String,
    pub paragraph: String,
    pub point: String,
    /// Annex that carries the text of the provision.
    pub text_annex: Option<u32>,
    /// The text of the provision itself.
    pub text: Text,
    /// Lowest and highest penalty in months, and in words.
    pub penalty_min_months: Option<u32>,
    pub penalty_max_months: Option<u32>,
    pub penalty: Text,
    /// True if life imprisonment may be imposed.
    pub life: bool,
    /// True if the death penalty may be imposed.
    pub death_penalty: bool,
    /// Persons charged: ids.
    pub persons: Vec<String>,
    pub participation: Option<Participation>,
    pub attempt: bool,
    /// Day on which prosecution becomes time-barred.
    pub limitation: Option<Date>,
    /// Last act that interrupted the limitation period.
    pub limitation_interrupted: Option<Date>,
    /// Political, military or fiscal character.
    pub nature: Vec<Nature>,
    /// Aggravating circumstances in fact: danger to life, inhuman treatment, organised group, child.
    pub aggravating: Vec<Text>,
    /// Category of the list of 32 of the European Investigation Order, for EU readers.
    pub eio_category: String,
}

/// How a person took part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Participation {
    Perpetrator,
    CoPerpetrator,
    Organiser,
    Instigator,
    Aider,
    Member,
}

/// Character of an offence that may close the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    Political,
    Military,
    Fiscal,
}

/// One offence held against the law of the requested State.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DualCriminality {
    /// Id of the offence.
    pub offence: String,
    /// Provision of the requested State that punishes the conduct: id of the facts or as printed.
    pub provision_abroad: String,
    /// The statement as it goes into the request.
    pub statement: Text,
    /// Element by element.
    pub elements: Vec<Element>,
}

/// One element of an offence: fact, home, abroad, result.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Element {
    pub name: Text,
    /// Facts that show it: ids.
    pub facts: Vec<String>,
    pub home: Text,
    pub abroad: Text,
    pub result: ElementResult,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ElementResult {
    Met,
    Partly,
    NotMet,
    #[default]
    Unclear,
}

/// A decision of a domestic authority.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DomesticDecision {
    /// Short key: "D1".
    pub id: String,
    /// Search warrant, production order, custody order, indictment …
    pub kind: Text,
    pub authority: Text,
    pub number: String,
    pub date: Option<Date>,
    /// Annex that carries it.
    pub annex: Option<u32>,
}
