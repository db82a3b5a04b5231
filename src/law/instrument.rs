//! Treaties, agreements, EU acts and domestic laws on assistance, as the facts hold them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::terms::{Confidence, InstrumentKind, PartyStatus};

/// One instrument: what a request under it must hold, who is bound, with which declarations.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Instrument {
    pub id: String,
    pub title: String,
    pub short: String,
    /// `ETS 030`, `OJ C 197, 12.7.2000`
    pub reference: String,
    #[serde(with = "day")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub adopted: Option<Date>,
    #[serde(with = "day")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub entry_into_force: Option<Date>,
    pub url: String,
    /// What was read of the text.
    pub text_basis: String,
    pub kind: InstrumentKind,
    pub bilateral: bool,
    pub scope: String,
    pub assistance_types: Vec<String>,
    pub request_contents: Vec<Content>,
    pub channel: Option<String>,
    pub urgent_channel: Option<String>,
    pub language_rule: Option<String>,
    pub refusal_grounds: Vec<RefusalGround>,
    pub confidentiality: Clause,
    pub speciality: Clause,
    pub dual_criminality: Clause,
    pub precedence: Clause,
    pub relations: Relations,
    pub parties: BTreeMap<String, Party>,
}

impl Instrument {
    /// Whether the list of what a request must hold was not (fully) read: then it is never offered as the only basis.
    pub fn contents_unread(&self) -> bool {
        self.request_contents.iter().any(|content| content.kind == "todo")
    }

    /// Those of these States (ISO codes) of which no source of the facts says what they are to the instrument.
    pub fn unsure_of<'s>(&self, states: &[&'s str]) -> Vec<&'s str> {
        let unsure = |state: &&&str| self.parties.get(**state).is_none_or(|party| !party.confidence.counts_as_sourced());
        states.iter().filter(unsure).copied().collect()
    }

    /// Contents that apply to a measure (all of them without one), the `todo` items left out.
    pub fn contents_for<'a>(&'a self, measure: Option<&'a str>) -> impl Iterator<Item = &'a Content> + 'a {
        self.request_contents.iter().filter(move |content| {
            content.kind != "todo" && measure.is_none_or(|m| content.applies_to.iter().any(|to| to == "all" || to == m))
        })
    }
}

/// Something a request must or should hold.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Content {
    pub id: String,
    /// `Art 14(1)(a)`
    #[serde(rename = "ref")]
    pub reference: String,
    pub requirement: String,
    pub mandatory: bool,
    /// `["all"]` or types of assistance of the instrument.
    pub applies_to: Vec<String>,
    /// The condition under which it applies; `None`: always.
    pub when: Option<String>,
    pub kind: String,
    pub confidence: Confidence,
}

/// A ground of refusal, postponement or condition.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RefusalGround {
    #[serde(rename = "ref")]
    pub reference: String,
    pub ground: String,
    pub kind: String,
}

/// What the instrument says on a subject, and where.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Clause {
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    pub text: Option<String>,
}

/// How the instrument stands to others; derived from the prose of `precedence` and of the title.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Relations {
    /// The convention this protocol is part of: it never stands alone.
    pub part_of: Option<String>,
    /// A type of assistance wide enough for any measure (letters rogatory; "any other type of assistance").
    pub general_clause: Option<String>,
    /// The convention whose rules on assistance it borrows.
    pub measures_through: Option<String>,
    /// Whether it steps back where another mutual assistance treaty binds both (UNTOC art. 18(7), UNCAC art. 46(7)).
    pub residual: bool,
    pub displaced_by: Vec<Displacement>,
}

/// Another instrument takes this one's place where it binds both States.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Displacement {
    pub by: String,
    /// Types of assistance for which this instrument stays in use.
    pub except: Vec<String>,
    /// Which sentence of the facts says so.
    pub derived_from: String,
}

/// A State's standing towards an instrument.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Party {
    pub status: PartyStatus,
    #[serde(with = "day")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub signed: Option<Date>,
    /// Also accession and succession.
    #[serde(with = "day")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub ratified: Option<Date>,
    #[serde(with = "day")]
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub in_force: Option<Date>,
    /// Which of `signed`, `ratified`, `in_force`, `status` were read in a source; the others need checking.
    pub sourced_fields: Vec<String>,
    pub declarations: Vec<Declaration>,
    pub source: Option<String>,
    pub confidence: Confidence,
    pub note: Option<String>,
}

impl Party {
    /// Whether this field was read in a source.
    pub fn sourced(&self, field: &str) -> bool {
        self.sourced_fields.iter().any(|name| name == field)
    }
}

/// A declaration or reservation.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Declaration {
    #[serde(rename = "ref")]
    pub reference: String,
    pub topic: String,
    pub summary: String,
    pub source: Option<String>,
    pub confidence: Confidence,
}

/// Days as `YYYY-MM-DD` or null.
pub mod day {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn serialize<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        date.map(|date| date.to_string()).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| {
            text.parse::<Date>().map_err(|_| serde::de::Error::custom(format!("`{text}` is not a day written YYYY-MM-DD")))
        })
        .transpose()
    }
}
