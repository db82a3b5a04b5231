//! What happened, sentence by sentence, each with the page of the file it rests on (block FACTS).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, Text};

/// A statement of fact with the evidence it rests on.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Fact {
    /// Short key: "F1".
    pub id: String,
    /// When it happened (partial where the rest is not known), or when it began.
    pub date: Option<Date>,
    /// When it ended, if it lasted.
    pub until: Option<Date>,
    /// Where it happened.
    pub place: Text,
    /// Who acted or was there: ids of persons and companies.
    pub actors: Vec<String>,
    /// The statement, in the languages of the request.
    pub text: Text,
    /// Evidence in the case file.
    pub cite: Vec<Citation>,
}

/// A place in the evidence: document, page or unit, the words that stand there.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Citation {
    /// SHA-256 of the document, 64 hex digits, as `sha256sum` prints it.
    pub document: String,
    /// File name or path, for people.
    pub path: String,
    /// Page, slide or image number.
    pub page: Option<u32>,
    /// Number of the unit (from 1), for documents without pages: mails, tables, chats.
    pub unit: Option<u32>,
    /// The place as it is printed: "p. 3", "¶ 12", "Sheet1!A1:F20".
    pub locator: String,
    /// The words relied on, exactly as they stand there.
    pub quote: String,
    /// Number of the annex that carries the document.
    pub annex: Option<u32>,
}

/// What surrounds the statements of fact.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Narrative {
    /// Why the evidence or person is in the requested State: the link between person, facts and the help wanted.
    pub nexus: Text,
    /// How the offenders work.
    pub modus_operandi: Text,
    /// Number of victims, as far as known.
    pub victims: Option<u32>,
    /// Damage or gain: amount in whole units.
    pub amount: Option<f64>,
    /// ISO 4217 code of the amount.
    pub currency: String,
    /// What is not known, said openly.
    pub not_known: Text,
    /// Why the offence crosses borders and an organised group is involved (needed for the UN convention, Art 18(1) and Art 3).
    pub transnational_group: Text,
}
