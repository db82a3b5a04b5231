//! The request as a clerk keeps it: one TOML file, readable, under version control, nothing in it that the program cannot explain.
//!
//! Everything but the form and the two States may be left out: an unfinished request still parses, and `checks` says what is missing.
//! Unknown fields, impossible dates and unknown States are errors with line, column and what to write.
//!
//! The stable seam for drafts: [`Request`] and the types it holds. Free texts are [`Text`] (one text a language); persons are named
//! by their `id` in facts, offences and measures; [`Person::shown`] says what a draft may call them.

mod date;
mod error;
mod fact;
mod form_data;
mod header;
mod law;
mod malformed;
mod measure;
mod mistakes;
pub mod nearest;
mod person;
mod shape;
mod source;
mod state;
mod terms;
mod text;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use date::{Date, Moment};
pub use error::Mistake;
pub use fact::{Citation, Fact, Narrative};
pub use form_data::*;
pub use header::*;
pub use law::*;
pub use measure::*;
pub use mistakes::all as mistakes;
pub use person::*;
pub use source::Source;
pub use state::State;
pub use terms::*;
pub use text::{Language, Text, is_placeholder};

/// A request for mutual legal assistance. Field names are the field ids of forms and drafts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "rogatory request")]
pub struct Request {
    /// The form: classical, preservation_29, subscriber_31, jit, spontaneous, transfer_of_proceedings, controlled_delivery, covert …
    pub form: FormId,
    /// Date, numbers, States, channel, languages.
    pub hdr: Header,
    /// Authorities: requesting, requested, conducting, court …
    #[serde(default)]
    pub auth: Vec<Authority>,
    /// The case at home.
    #[serde(default)]
    pub case: Proceedings,
    /// Natural persons.
    #[serde(default)]
    pub persons: Vec<Person>,
    /// Legal persons.
    #[serde(default)]
    pub companies: Vec<Company>,
    /// Instruments relied on.
    #[serde(default)]
    pub legal: Vec<Basis>,
    /// Statements of fact, in order of time, each with its evidence.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// Nexus, modus operandi, numbers, what is not known.
    #[serde(default)]
    pub narrative: Narrative,
    /// Offences.
    #[serde(default)]
    pub offences: Vec<Offence>,
    /// Offences held against the law of the requested State.
    #[serde(default)]
    pub dual: Vec<DualCriminality>,
    /// Measures asked for.
    #[serde(default)]
    pub measures: Vec<Measure>,
    /// Data to be preserved or handed over (forms preservation_29, subscriber_31, preservation_extension).
    pub data: Option<ElectronicData>,
    /// Joint investigation team (forms jit, jit_agreement).
    pub jit: Option<JointTeam>,
    /// Information given without request (form spontaneous).
    pub spontaneous: Option<SpontaneousInformation>,
    /// Transfer of proceedings.
    pub transfer_of_proceedings: Option<Transfer>,
    /// Controlled delivery.
    pub controlled_delivery: Option<ControlledDelivery>,
    /// Covert investigation.
    pub covert: Option<Covert>,
    /// Messages about an earlier request (receipt, reminder, supplement, notices, transmission, withdrawal).
    pub follow_up: Option<FollowUp>,
    /// Questions to the investigator (form intake).
    #[serde(default)]
    pub intake: Vec<IntakeAnswer>,
    #[serde(default)]
    pub urgency: Urgency,
    #[serde(default)]
    pub confidentiality: Confidentiality,
    /// What the evidence will be used for.
    #[serde(default, rename = "use")]
    pub use_of_evidence: Use,
    /// Procedures of the requesting State to be followed.
    #[serde(default)]
    pub formalities: Vec<Formality>,
    #[serde(default)]
    pub presence: Presence,
    #[serde(default)]
    pub cost: Cost,
    #[serde(default)]
    pub annexes: Vec<Annex>,
    #[serde(default)]
    pub sign: Signature,
    #[serde(default)]
    pub close: Closing,
    /// Clocks of data that someone else will delete.
    #[serde(default)]
    pub retention: Vec<Retention>,
    /// What was done before the request was written.
    #[serde(default)]
    pub preparation: Preparation,
    /// What the office knows of the requested State.
    #[serde(default)]
    pub counterpart: Counterpart,
    /// Answers to questions of `mla check`.
    #[serde(default)]
    pub answers: Vec<Answer>,
}

impl Request {
    /// Read a request from TOML. The mistake names line and column, what is wrong and what to write.
    pub fn parse(toml: &str) -> Result<Request, Mistake> {
        toml::from_str(toml).map_err(|error| Mistake::of(&error, toml))
    }

    /// The person or company with this id: what a draft may call it.
    pub fn shown_name(&self, id: &str) -> Option<String> {
        let person = self.persons.iter().find(|person| person.id == id).map(Person::shown);
        person.or_else(|| self.companies.iter().find(|company| company.id == id).map(|company| company.name.clone()))
    }

    /// The person with this id.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.persons.iter().find(|person| person.id == id)
    }

    /// The first authority in this role.
    pub fn authority(&self, role: AuthorityRole) -> Option<&Authority> {
        self.auth.iter().find(|authority| authority.role == role)
    }

    /// The annex with this number.
    pub fn annex(&self, number: u32) -> Option<&Annex> {
        self.annexes.iter().find(|annex| annex.number == number)
    }

    /// The decision of the case with this id.
    pub fn decision(&self, id: &str) -> Option<&DomesticDecision> {
        self.case.decisions.iter().find(|decision| decision.id == id)
    }

    /// Original and translations, in this order, without repetition.
    pub fn languages(&self) -> Vec<&Language> {
        let mut languages: Vec<&Language> = Vec::new();
        for language in self.hdr.languages.original.iter().chain(&self.hdr.languages.translations) {
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        languages
    }

    /// The request as JSON: what is empty is left out. This is the copy that goes with the file, and what rules are asked about.
    pub fn to_json(&self) -> serde_json::Value {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        prune(&mut value);
        value
    }
}

/// Drop nulls, empty texts, empty lists and empty tables.
fn prune(value: &mut serde_json::Value) {
    use serde_json::Value;
    match value {
        Value::Object(map) => {
            map.retain(|_, inner| {
                prune(inner);
                !is_nothing(inner)
            });
        }
        Value::Array(list) => list.iter_mut().for_each(prune),
        _ => {}
    }
}

fn is_nothing(value: &serde_json::Value) -> bool {
    use serde_json::Value;
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

/// The JSON Schema of a request file, as `mla schema` prints it and `docs/schema/mla-request.json` keeps it.
pub fn schema() -> serde_json::Value {
    let generator = schemars::generate::SchemaSettings::draft2020_12().into_generator();
    let mut schema = serde_json::to_value(generator.into_root_schema_for::<Request>()).unwrap_or_default();
    forget_defaults(&mut schema);
    if let Some(map) = schema.as_object_mut() {
        map.insert("$id".into(), "https://rogatory.invalid/schema/mla-request.json".into());
    }
    schema
}

/// Defaults are all "nothing written"; spelled out they would treble the schema's length.
fn forget_defaults(schema: &mut serde_json::Value) {
    match schema {
        serde_json::Value::Object(map) => {
            map.remove("default");
            map.values_mut().for_each(forget_defaults);
        }
        serde_json::Value::Array(list) => list.iter_mut().for_each(forget_defaults),
        _ => {}
    }
}

#[cfg(test)]
mod mistake_tests;
#[cfg(test)]
mod tests;
