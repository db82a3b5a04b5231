//! Persons and companies (blocks PERS-N, PERS-L).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, Language, State, Text};

/// A natural person. A protected person carries a `code`; drafts then show the code, and names go to the sealed annex.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Person {
    /// Short key by which facts, offences and measures name this person: "P1".
    pub id: String,
    pub role: Role,
    /// Code name of a protected person. With a code, no name leaves the sealed annex.
    pub code: String,
    pub surname: String,
    pub given_names: String,
    /// Former or other names.
    pub other_names: Vec<String>,
    pub aliases: Vec<String>,
    /// The full name in other scripts, by language tag: `sr-Cyrl = "Петар Петровић"`.
    pub scripts: BTreeMap<Language, String>,
    pub sex: Option<Sex>,
    /// Date of birth, partial where the rest is not known.
    pub born: Option<Date>,
    pub birth_place: Text,
    pub birth_country: Option<State>,
    pub citizenships: Vec<State>,
    /// True if the citizenship was looked for and is not known.
    pub citizenship_unknown: bool,
    pub personal_number: String,
    pub documents: Vec<IdentityDocument>,
    /// Current or last known address or whereabouts.
    pub address: Text,
    /// Country of the address.
    pub country: Option<State>,
    /// Languages the person understands.
    pub languages: Vec<Language>,
    pub minor: Option<bool>,
    /// Protection or special needs: what is needed.
    pub protection: Text,
    pub detained: Option<Detention>,
    pub phones: Vec<String>,
    pub emails: Vec<String>,
    /// Account handles.
    pub accounts: Vec<String>,
    /// Description, photo or prints available: what, and which annex.
    pub description: Text,
    /// Immunity or privilege to be thought of.
    pub functions: Vec<Function>,
    /// Defence counsel: name and address.
    pub counsel: Text,
    /// True if it was checked that a person of the same name in the file is (or is not) this one.
    pub identity_checked: Option<bool>,
}

impl Person {
    /// The fields of a protected person that leave the house openly, in drafts and in the JSON copy. Every other field identifies, or
    /// leads to whoever has the file: it stands in the sealed annex alone.
    pub const OPEN_WHEN_PROTECTED: [&str; 6] = ["id", "role", "code", "protection", "languages", "minor"];

    /// Given names and surname as they stand in the file.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.given_names.trim(), self.surname.trim()).trim().to_string()
    }

    /// True if the person's names belong only in the sealed annex.
    pub fn is_protected(&self) -> bool {
        !self.code.trim().is_empty()
    }

    /// What a draft calls the person: the code name, else the full name.
    pub fn shown(&self) -> String {
        if self.is_protected() { self.code.trim().to_string() } else { self.full_name() }
    }
}

/// Role of a person in the case.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Suspect,
    Accused,
    Convicted,
    Victim,
    Witness,
    Expert,
    ThirdParty,
    #[default]
    Other,
}

impl Role {
    /// Suspected, accused or convicted: the persons the case is against.
    pub fn is_defendant(self) -> bool {
        matches!(self, Role::Suspect | Role::Accused | Role::Convicted)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
    Other,
}

/// Offices and professions that carry immunity or privilege.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Function {
    Lawyer,
    Doctor,
    Journalist,
    Clergy,
    MemberOfParliament,
    Judge,
    Diplomat,
    PublicOfficial,
}

/// A passport, identity card or permit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IdentityDocument {
    /// passport, identity card, residence permit, driving licence …
    pub kind: String,
    pub number: String,
    pub issued_by: Text,
    pub valid_until: Option<Date>,
}

/// Where someone is held, and until when the order runs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Detention {
    pub place: Text,
    pub since: Option<Date>,
    /// Last day the custody order covers.
    pub until: Option<Date>,
}

/// A legal person.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Company {
    /// Short key: "C1".
    pub id: String,
    pub name: String,
    /// Legal form.
    pub form: Text,
    /// Short or trading name.
    pub trading_name: String,
    /// Registered seat.
    pub seat: Text,
    pub country: Option<State>,
    pub registration_number: String,
    pub tax_number: String,
    pub address: Text,
    pub representative: Text,
    /// Relation to the case.
    pub relation: Text,
}
