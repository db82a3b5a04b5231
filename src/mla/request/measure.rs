//! One measure asked for, with the block of its sub-form (block MEAS and sub-forms 5.S to 5.R of the notes).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Date, Language, Moment, Text};

/// One measure. The block named like `kind` holds what that sub-form needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Short key: "M1".
    #[serde(default)]
    pub id: String,
    pub kind: MeasureKind,
    /// Assistance types of the vocabulary this measure counts as; left out, those of the sub-form.
    #[serde(default)]
    pub assistance: Vec<String>,
    /// Code of the measure in the sheets of the European Judicial Network ("A.12"), if wanted.
    #[serde(default)]
    pub ejn_code: String,
    /// Why it is needed and what the evidence is expected to show.
    #[serde(default)]
    pub purpose: Text,
    /// What exactly is wanted: the result, not the domestic measure.
    #[serde(default)]
    pub wanted: Text,
    /// Persons and companies concerned: ids.
    #[serde(default)]
    pub persons: Vec<String>,
    /// Offences it serves: ids; left out, all.
    #[serde(default)]
    pub offences: Vec<String>,
    pub period: Option<Period>,
    /// Form in which the evidence is wanted.
    pub form_wanted: Option<FormWanted>,
    /// How it should be carried out.
    #[serde(default)]
    pub how: Text,
    /// Steps that must not be taken, for example telling the account holder.
    #[serde(default)]
    pub forbidden: Text,
    /// Questions, grouped as they should be put.
    #[serde(default)]
    pub questions: Vec<Text>,
    /// Day by which it is needed, and why.
    pub deadline: Option<Date>,
    #[serde(default)]
    pub deadline_reason: Text,
    /// Domestic warrant or order: id of a decision of the case.
    #[serde(default)]
    pub order: String,
    /// Statement that the measure could be taken at home in such a case, with the provision.
    #[serde(default)]
    pub available_at_home: Text,
    pub service: Option<Service>,
    pub hearing: Option<Hearing>,
    pub video_conference: Option<VideoConference>,
    pub telephone: Option<Telephone>,
    pub temporary_transfer: Option<TemporaryTransfer>,
    pub search_seizure: Option<SearchSeizure>,
    pub bank_data: Option<BankData>,
    pub telecom_data: Option<TelecomData>,
    pub interception: Option<Interception>,
    pub expert_records: Option<ExpertRecords>,
    pub restitution_freezing_confiscation: Option<Assets>,
}

/// The sub-forms of step 5 of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    #[serde(alias = "service_of_documents")]
    Service,
    #[serde(alias = "hearing_witness", alias = "hearing_suspect")]
    Hearing,
    #[serde(alias = "videoconference")]
    VideoConference,
    #[serde(alias = "telephone_conference")]
    Telephone,
    TemporaryTransfer,
    SearchSeizure,
    #[serde(alias = "bank_information", alias = "bank_transactions")]
    BankData,
    #[serde(alias = "data_search_disclosure")]
    TelecomData,
    Interception,
    #[serde(alias = "documents_records", alias = "expert_evaluation")]
    ExpertRecords,
    RestitutionFreezingConfiscation,
}

impl MeasureKind {
    /// Every sub-form, in the order of the notes.
    pub const ALL: [MeasureKind; 11] = [
        MeasureKind::Service,
        MeasureKind::Hearing,
        MeasureKind::VideoConference,
        MeasureKind::Telephone,
        MeasureKind::TemporaryTransfer,
        MeasureKind::SearchSeizure,
        MeasureKind::BankData,
        MeasureKind::TelecomData,
        MeasureKind::Interception,
        MeasureKind::ExpertRecords,
        MeasureKind::RestitutionFreezingConfiscation,
    ];

    /// The id as it stands in the TOML.
    pub fn id(self) -> &'static str {
        match self {
            MeasureKind::Service => "service",
            MeasureKind::Hearing => "hearing",
            MeasureKind::VideoConference => "video_conference",
            MeasureKind::Telephone => "telephone",
            MeasureKind::TemporaryTransfer => "temporary_transfer",
            MeasureKind::SearchSeizure => "search_seizure",
            MeasureKind::BankData => "bank_data",
            MeasureKind::TelecomData => "telecom_data",
            MeasureKind::Interception => "interception",
            MeasureKind::ExpertRecords => "expert_records",
            MeasureKind::RestitutionFreezingConfiscation => "restitution_freezing_confiscation",
        }
    }

    /// The sub-form with this id, or the one for a type of assistance as the treaties name it: `hearing_witness` is a `hearing`. Blanks
    /// and hyphens count as underscores.
    pub fn from_id(id: &str) -> Option<MeasureKind> {
        let id = id.trim().to_lowercase().replace([' ', '-'], "_");
        let named = |kind: &MeasureKind| kind.id() == id || kind.also_called().contains(&id.as_str());
        MeasureKind::ALL.into_iter().find(named)
    }

    /// Types of assistance of the vocabulary that are asked for in this sub-form.
    pub fn also_called(self) -> &'static [&'static str] {
        match self {
            MeasureKind::Service => &["service_of_documents", "service_by_post", "summons_appearance"],
            MeasureKind::Hearing => &["hearing_witness", "hearing_suspect"],
            MeasureKind::VideoConference => &["videoconference"],
            MeasureKind::Telephone => &["telephone_conference"],
            MeasureKind::BankData => &["bank_information", "bank_transactions", "bank_monitoring"],
            MeasureKind::TelecomData => &["data_search_disclosure", "subscriber_information"],
            MeasureKind::Interception => &["content_interception"],
            MeasureKind::ExpertRecords => &["documents_records", "expert_evaluation", "criminal_records"],
            MeasureKind::RestitutionFreezingConfiscation => &["freezing", "confiscation", "restitution", "proceeds_tracing"],
            MeasureKind::TemporaryTransfer | MeasureKind::SearchSeizure => &[],
        }
    }
}

/// A stretch of time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Period {
    pub from: Option<Moment>,
    pub to: Option<Moment>,
    /// "UTC", "UTC+1" or "Europe/Belgrade", where the moments carry no offset.
    pub zone: String,
}

/// Form in which evidence is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FormWanted {
    CertifiedCopy,
    Original,
    /// The file as it is, with its hash.
    NativeFile,
    Record,
}

/// 5.S Service of documents.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Service {
    /// What is to be served.
    pub document: Text,
    /// Annex that carries it.
    pub annex: Option<u32>,
    /// True if it summons someone to appear.
    pub summons: bool,
    /// Day of the appearance, for a summons.
    pub appearance: Option<Date>,
    /// simple, in person, or a special manner.
    pub manner: Text,
    /// Proof of service wanted.
    pub proof: Text,
    /// Language of the papers.
    pub papers_language: Option<Language>,
    /// Language the addressee understands, if the papers are in another.
    pub addressee_language: Option<Language>,
    /// True if a translation for the addressee is attached.
    pub translated: Option<bool>,
    /// Short summary of the papers in a language of the requested State.
    pub summary: Text,
    /// Note telling the addressee who explains rights and duties.
    pub rights_note: Text,
    /// Consequences of not appearing, as the papers state them (no coercion may be threatened).
    pub consequences: Text,
    /// True if the papers threaten coercion for not appearing.
    pub coercion_threatened: Option<bool>,
    /// Safe conduct of the person who comes.
    pub safe_conduct: Text,
    /// Allowances and costs refunded.
    pub allowances: Text,
    /// Why not by post, where post is the rule.
    pub reason_not_by_post: Text,
}

/// 5.H Hearing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Hearing {
    /// Duty to testify or right to stay silent.
    pub duty: Text,
    /// Rights to be read to the person, with the provision.
    pub rights: Text,
    pub oath: Option<bool>,
    pub recording: Text,
    /// Documents to be shown: annex numbers.
    pub shown: Vec<u32>,
    pub confrontation: Text,
    /// Specialised interviewer, no repeat hearing, companion: for victims and minors.
    pub special_measures: Text,
    /// Who may be present.
    pub present: Text,
}

/// Hearing by video-conference (notes 2.8).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct VideoConference {
    /// Why it is not desirable or possible that the person comes.
    pub reason: Text,
    /// Judicial authority that will conduct the hearing.
    pub authority: Text,
    /// Names of the persons who will conduct it.
    pub conducted_by: Vec<Text>,
    /// Consent of a suspect or accused, willingness of a witness.
    pub consent: Option<Consent>,
    /// Annex that carries the statement of consent.
    pub consent_annex: Option<u32>,
    /// Who summons, how early, with which rights sheet.
    pub summons: Text,
    /// Start, in a zone.
    pub start: Option<Moment>,
    /// Length in minutes.
    pub minutes: Option<u32>,
    pub alternatives: Vec<Moment>,
    pub test_call: Option<Moment>,
    /// Endpoint, protocol, encryption, dial direction, who records.
    pub technical: Text,
    /// Technician with phone.
    pub technician: Option<super::Contact>,
    /// Who must be in the room; identification; counsel; confidential line of lawyer and client.
    pub room: Text,
    pub interpreter: Text,
    /// Oath or caution; right not to testify.
    pub caution: Text,
    /// Voice and face distortion, separate room, no address on record, specialist for minors.
    pub protection: Text,
    /// Exhibits to be shown: annex numbers.
    pub exhibits: Vec<u32>,
    /// Minutes wanted: date, place, identities, roles, oath, technical conditions.
    pub record: Text,
    pub costs: Text,
    pub false_testimony: Text,
}

/// Whether someone agrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    Yes,
    No,
    /// Not asked yet; the requested State is asked to obtain it.
    ToBeObtained,
}

/// Hearing by telephone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Telephone {
    pub authority: Text,
    pub conducted_by: Vec<Text>,
    /// The witness or expert must be willing.
    pub consent: Option<Consent>,
    pub start: Option<Moment>,
    /// Number to be called, with country code.
    pub number: String,
    pub interpreter: Text,
}

/// 5.C Temporary transfer of a person in custody.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TemporaryTransfer {
    /// To the requesting State, or from it to the place of investigation.
    pub direction: Option<Direction>,
    pub out: Option<Date>,
    pub back: Option<Date>,
    pub handover: Text,
    pub consent: Option<Consent>,
    pub consent_annex: Option<u32>,
    /// Assurance that custody continues and the person is returned.
    pub custody_assurance: Text,
    pub transit: Vec<super::State>,
    /// Immunity for earlier acts.
    pub immunity: Text,
    pub medical: Text,
    pub contact: Option<super::Contact>,
    pub costs: Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    ToRequestingState,
    ToRequestedState,
}

/// 5.X Search and seizure.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SearchSeizure {
    pub premises: Vec<Premises>,
    /// Objects sought, and why they should be there.
    pub objects: Text,
    pub grounds: Text,
    /// Time window.
    pub window: Text,
    /// Data carriers: image, hash, unlock.
    pub data_carriers: Text,
    /// Filter for privileged material.
    pub privilege: Text,
    pub inventory: Text,
    pub chance_finds: Text,
    /// How things are handed over and returned.
    pub handover: Text,
}

/// A place to be searched.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Premises {
    pub address: Text,
    pub owner: Text,
    /// Link to the person or the offence.
    pub link: Text,
}

/// 5.B Bank and payment data.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct BankData {
    pub accounts: Vec<Account>,
    /// Opening file, signature card, statements, transfer orders, KYC, IP logs …
    pub documents: Vec<Text>,
    /// Only transactions above this amount.
    pub above: Option<f64>,
    pub currency: String,
    pub monitoring: bool,
    pub freeze: bool,
    /// Why an account there is presumed.
    pub grounds: Text,
    /// True if sending and receiving accounts are wanted.
    pub counter_accounts: Option<bool>,
}

/// A bank account or wallet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Account {
    pub bank: String,
    pub branch: String,
    pub iban: String,
    /// Account or card number, wallet address, where there is no IBAN.
    pub number: String,
    /// Person or company that holds it or may dispose of it: id or name.
    pub holder: String,
}

/// 5.T Telecom and platform data.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TelecomData {
    pub targets: Vec<Target>,
    pub provider: String,
    /// Legal entity of the provider that holds the data, and its State.
    pub entity: String,
    pub entity_state: Option<super::State>,
    pub data: Vec<DataClass>,
    /// Reference and expiry of an earlier preservation.
    pub preservation_ref: String,
    pub preserved_until: Option<Date>,
    /// Format, encryption.
    pub format: Text,
    /// The user must not be told until this day.
    pub no_notice_until: Option<Date>,
}

/// What data is sought about: a number, an address, an account.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Target {
    /// phone, imei, imsi, ip, user_id, url, email, wallet …
    pub kind: String,
    pub value: String,
    /// Port, for an IP address.
    pub port: Option<u16>,
    /// Moment of use, with zone, for an IP address.
    pub at: Option<Moment>,
}

/// Classes of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataClass {
    Subscriber,
    Traffic,
    Content,
    Logs,
}

/// 5.I Interception.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Interception {
    pub targets: Vec<Target>,
    pub start: Option<Date>,
    /// Duration in days.
    pub days: Option<u32>,
    /// Direct transmission or recording; technical data.
    pub technical: Text,
    pub transmission: Option<Transmission>,
    /// Transcription and decoding wanted; who pays.
    pub transcription: Text,
    /// Why nothing milder would do.
    pub necessity: Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Transmission {
    Immediate,
    Recorded,
}

/// 5.E Expert opinions, forensic work, DNA, registers, criminal records, location and identification of persons, document checks.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ExpertRecords {
    /// expert, dna, register, criminal_record, location, identification, document_check, records.
    pub subject: String,
    /// Object to be examined, register or record holder to be asked.
    pub object: Text,
    /// Question to the expert or holder.
    pub question: Text,
    /// Standards of method.
    pub standards: Text,
    /// Registers already searched.
    pub searched: Text,
}

/// 5.R Restitution, freezing, confiscation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Assets {
    pub action: Option<AssetAction>,
    pub property: Vec<Property>,
    /// Highest amount to be recovered, for a value-based order.
    pub amount: Option<f64>,
    pub currency: String,
    /// True if the order rests on value, false if on the object itself.
    pub value_based: Option<bool>,
    /// Annex that carries the order, and whether it is final.
    pub order_annex: Option<u32>,
    pub order_final: Option<bool>,
    /// How far the order is to be carried out.
    pub extent: Text,
    /// Third parties in good faith, how they were told.
    pub third_parties: Text,
    pub provisional_measures: Text,
    pub management_costs: Text,
    pub sharing: Text,
    pub victim_claim: Text,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AssetAction {
    Trace,
    Freeze,
    Confiscate,
    EnforceOrder,
    Return,
}

/// A piece of property.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Property {
    pub description: Text,
    pub location: Text,
    pub owner_of_record: Text,
    pub beneficial_owner: Text,
    /// Link to the person and the offence.
    pub link: Text,
    pub value: Option<f64>,
    pub currency: String,
}
