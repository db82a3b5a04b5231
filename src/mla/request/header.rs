//! Who writes to whom, about which case, in which languages (blocks HDR, AUTH, CASE of the notes).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, DomesticDecision, Language, State, Text};

/// Date, numbers, States, channel and languages of the request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// The day the request bears. Time limits are counted from it, and drafts carry no other clock.
    pub date: Option<Date>,
    /// File number of the requesting authority.
    #[serde(default)]
    pub own_ref: String,
    /// Other numbers of the same matter: court, police, SIENA, INTERPOL, Eurojust, joint team.
    #[serde(default)]
    pub other_refs: Vec<Reference>,
    /// New request, or a step in an earlier one.
    #[serde(default)]
    pub status: Status,
    /// The State that asks (two letters).
    pub requesting_state: State,
    /// The State that is asked (two letters).
    pub requested_state: State,
    /// The way the request is sent. Leave it out until `mla basis` has named the ways that are open.
    pub channel: Option<Channel>,
    /// Whom a declaration of the requested State wants a copy to go to (for example the Ministry of Justice on direct transmission).
    #[serde(default)]
    pub copy_to: Vec<Text>,
    /// Handling marking.
    #[serde(default)]
    pub classification: Classification,
    /// Language of the original and of the translations.
    #[serde(default)]
    pub languages: Languages,
    /// Earlier request, preservation or information this one builds on: number, date, channel.
    #[serde(default)]
    pub earlier: Vec<Earlier>,
}

/// A number another body keeps the matter under.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Reference {
    /// Who keeps it: court, police, SIENA, INTERPOL, Eurojust, joint team.
    pub kept_by: Text,
    pub number: String,
}

/// An earlier step in the same matter.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Earlier {
    /// What it was.
    pub kind: EarlierKind,
    pub number: String,
    pub date: Option<Date>,
    /// State it went to, if not the requested State of this one.
    pub state: Option<State>,
    /// How it was sent and who dealt with it.
    pub note: Text,
}

/// Kinds of earlier steps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EarlierKind {
    #[default]
    Request,
    Preservation,
    SpontaneousInformation,
    JointTeam,
    InvestigationOrder,
    PoliceInquiry,
}

/// Whether the request is new or a step in an earlier one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    #[default]
    New,
    Supplement,
    Reminder,
    Amendment,
    Withdrawal,
}

/// The way a request is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// Judicial authority to judicial authority.
    DirectJudicial,
    CentralAuthority,
    /// Ministry of Justice to Ministry of Justice.
    MinistryOfJustice,
    Diplomatic,
    /// INTERPOL, where urgent and allowed.
    Interpol,
    /// The 24/7 contact point of the Cybercrime Convention.
    ContactPoint247,
    Eurojust,
    ECodex,
}

/// Handling marking of the request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Classification {
    #[default]
    None,
    Official,
    Restricted,
    Confidential,
}

/// Languages of the request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Languages {
    /// Language of the original.
    pub original: Option<Language>,
    /// Languages of the translations sent with it.
    pub translations: Vec<Language>,
    /// Who translated, and in which capacity.
    pub translated_by: Text,
    /// True once the translator has signed the translation.
    pub certified: Option<bool>,
}

/// One authority: name, address, how to reach it, who answers there (block AUTH).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Authority {
    /// What the authority does in this request.
    pub role: AuthorityRole,
    /// Official name.
    pub name: Text,
    pub department: Text,
    /// Court, investigating judge, prosecutor, police, ministry, other.
    pub kind: AuthorityKind,
    /// Its function in the case, for the authority that conducts it (UNTOC Art 18(15)(b) asks for name and functions).
    pub functions: Text,
    pub street: Text,
    pub post_code: String,
    pub town: Text,
    pub country: Option<State>,
    /// With country code: +381 11 …
    pub phone: String,
    pub mobile: String,
    pub fax: String,
    pub email: String,
    /// Secure e-mail or channel.
    pub secure: String,
    pub office_hours: Text,
    /// "Europe/Belgrade" or "UTC+1".
    pub time_zone: String,
    /// Languages it can be called in.
    pub languages: Vec<Language>,
    /// Persons who answer questions or confirm the request.
    pub contacts: Vec<Contact>,
    /// Where the address was looked up, and when.
    pub source: String,
    pub checked: Option<Date>,
}

/// A person to call.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Contact {
    pub name: Text,
    pub function: Text,
    /// With country code.
    pub phone: String,
    pub email: String,
    pub languages: Vec<Language>,
    /// True if this person can confirm that the request is genuine.
    pub confirms: bool,
}

/// What an authority does in the request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuthorityRole {
    #[default]
    Requesting,
    Requested,
    /// Conducts the investigation or trial, if not the requesting authority.
    Conducting,
    CentralRequesting,
    CentralRequested,
    Investigating,
    Court,
    /// Validates the request where the law wants a judge or prosecutor to.
    Validating,
}

/// What kind of body an authority is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuthorityKind {
    #[default]
    Unknown,
    Court,
    InvestigatingJudge,
    Prosecutor,
    Ministry,
    Police,
    Other,
}

/// The case at home (block CASE).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Proceedings {
    /// Short name of the case.
    pub name: Text,
    /// One paragraph: what the case is about and what is wanted. The reader must be able to route the file from this alone.
    pub subject: Text,
    pub stage: Option<Stage>,
    pub opened: Option<Date>,
    /// Numbers of court and prosecution.
    pub numbers: Vec<Reference>,
    /// Warrants, orders, indictments at home that the request rests on.
    pub decisions: Vec<DomesticDecision>,
    /// True if someone is in custody; who and until when stands with the person.
    pub arrests: Option<bool>,
    /// Proceedings for the same facts elsewhere, as far as known.
    pub parallel: Vec<Parallel>,
    /// True if it was checked that nobody was finally judged for the same facts (ne bis in idem).
    pub ne_bis_in_idem_checked: Option<bool>,
    /// Day on which several States act together.
    pub action_day: Option<Date>,
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    PreInvestigation,
    Investigation,
    Indictment,
    Trial,
    Appeal,
    Execution,
    Closed,
}

/// A case for the same or connected facts in another State.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Parallel {
    pub state: Option<State>,
    pub authority: Text,
    pub number: String,
    /// Day on which that State acts, if a common day was agreed.
    pub action_day: Option<Date>,
    pub note: Text,
}
