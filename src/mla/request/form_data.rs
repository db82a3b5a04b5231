//! What the forms other than the classical request hold beside the shared blocks (notes 2.3 to 2.10).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Contact, DataClass, Date, Moment, Period, State, Target, Text};

/// The form a request is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FormId {
    /// Classical request (letter rogatory), with sub-forms by measure.
    Classical,
    /// Expedited preservation of stored data, with or without prompt partial disclosure (Cybercrime Convention Art 29 and 30).
    #[serde(rename = "preservation_29")]
    Preservation29,
    /// Subscriber and traffic data (Cybercrime Convention Art 31).
    #[serde(rename = "subscriber_31")]
    Subscriber31,
    /// Request to set up a joint investigation team.
    Jit,
    /// Agreement on a joint investigation team.
    JitAgreement,
    /// Information given without request.
    Spontaneous,
    TransferOfProceedings,
    ControlledDelivery,
    Covert,
    /// Mirror of the European Investigation Order, for reading and answering.
    EioMirror,
    Receipt,
    Reminder,
    Supplement,
    /// Postponement or partial execution, with reasons.
    Postponement,
    RefusalNotice,
    TransmissionOfEvidence,
    Withdrawal,
    PreservationExtension,
    /// Advance notice through INTERPOL or the 24/7 point.
    AdvanceNotice,
    /// Questions to the investigator before the letter is written.
    Intake,
}

impl FormId {
    /// Every form, in the order of the notes.
    pub const ALL: [FormId; 20] = [
        FormId::Classical,
        FormId::Preservation29,
        FormId::Subscriber31,
        FormId::Jit,
        FormId::JitAgreement,
        FormId::Spontaneous,
        FormId::TransferOfProceedings,
        FormId::ControlledDelivery,
        FormId::Covert,
        FormId::EioMirror,
        FormId::Receipt,
        FormId::Reminder,
        FormId::Supplement,
        FormId::Postponement,
        FormId::RefusalNotice,
        FormId::TransmissionOfEvidence,
        FormId::Withdrawal,
        FormId::PreservationExtension,
        FormId::AdvanceNotice,
        FormId::Intake,
    ];

    /// The id as it stands in the TOML.
    pub fn id(self) -> &'static str {
        match self {
            FormId::Classical => "classical",
            FormId::Preservation29 => "preservation_29",
            FormId::Subscriber31 => "subscriber_31",
            FormId::Jit => "jit",
            FormId::JitAgreement => "jit_agreement",
            FormId::Spontaneous => "spontaneous",
            FormId::TransferOfProceedings => "transfer_of_proceedings",
            FormId::ControlledDelivery => "controlled_delivery",
            FormId::Covert => "covert",
            FormId::EioMirror => "eio_mirror",
            FormId::Receipt => "receipt",
            FormId::Reminder => "reminder",
            FormId::Supplement => "supplement",
            FormId::Postponement => "postponement",
            FormId::RefusalNotice => "refusal_notice",
            FormId::TransmissionOfEvidence => "transmission_of_evidence",
            FormId::Withdrawal => "withdrawal",
            FormId::PreservationExtension => "preservation_extension",
            FormId::AdvanceNotice => "advance_notice",
            FormId::Intake => "intake",
        }
    }

    /// The form with this id, or the one for a type of assistance as the treaties name it: `data_preservation` is a
    /// `preservation_29`. Blanks and hyphens count as underscores.
    pub fn from_id(id: &str) -> Option<FormId> {
        let id = id.trim().to_lowercase().replace([' ', '-'], "_");
        FormId::ALL.into_iter().find(|form| form.id() == id || form.also_called().contains(&id.as_str()))
    }

    /// Other names of the form: types of assistance of the vocabulary, and short ones.
    pub fn also_called(self) -> &'static [&'static str] {
        match self {
            FormId::Preservation29 => &["preservation", "data_preservation"],
            FormId::Subscriber31 => &["subscriber"],
            FormId::Jit => &["joint_team", "joint_investigation_team"],
            FormId::Spontaneous => &["spontaneous_information"],
            FormId::Covert => &["covert_investigation"],
            _ => &[],
        }
    }

    /// True for a form that asks the other State for help; false for notices, receipts and questionnaires about a request.
    pub fn asks_for_help(self) -> bool {
        use FormId::*;
        matches!(
            self,
            Classical | Preservation29 | Subscriber31 | Jit | JitAgreement | TransferOfProceedings | ControlledDelivery | Covert
        )
    }
}

/// Data to be preserved or handed over under the Cybercrime Convention (Art 29, 30, 31).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ElectronicData {
    pub targets: Vec<Target>,
    /// Provider or custodian.
    pub provider: String,
    /// Legal entity that holds the data, its State.
    pub entity: String,
    pub entity_state: Option<State>,
    /// Place of the computer system, as far as known.
    pub system: Text,
    pub data: Vec<DataClass>,
    /// Description of the data wanted, item by item.
    pub wanted: Text,
    pub period: Option<Period>,
    /// How the data relate to the offence.
    pub link: Text,
    /// Why preservation is needed.
    pub reason: Text,
    /// Day on which the data are expected to be lost.
    pub loss_expected: Option<Date>,
    /// Undertaking to send a request for the data, and by when.
    pub follow_up: Text,
    pub follow_up_by: Option<Date>,
    /// Art 30: ask for the traffic data that show another provider or State in the path.
    pub partial_disclosure: bool,
    /// Reference and expiry of an earlier preservation.
    pub preservation_ref: String,
    pub preserved_until: Option<Date>,
    /// The user must not be told.
    pub no_notice: bool,
    /// Evidential form: business-record certificate, hash, native format.
    pub evidential_form: Text,
}

/// A joint investigation team: request or agreement.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JointTeam {
    /// Purpose: offences, factual outline, aims.
    pub purpose: Text,
    /// Why a team is better than separate requests.
    pub reasons: Text,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// How the period may be extended.
    pub extension: Text,
    /// States where it operates, besides the two.
    pub states: Vec<State>,
    pub leaders: Vec<TeamMember>,
    pub members: Vec<TeamMember>,
    /// Eurojust, Europol and others, with their role.
    pub participants: Vec<TeamMember>,
    pub gathering: Text,
    pub access: Text,
    pub earlier_material: Text,
    pub third_state_material: Text,
    /// Parallel investigations.
    pub parallel: Text,
    /// Planned actions in the first ninety days.
    pub first_actions: Text,
    pub consultation: Text,
    pub media: Text,
    pub evaluation: Text,
    pub disclosure: Text,
    pub asset_recovery: Text,
    pub liability: Text,
    pub data_protection: Text,
    pub victim_safety: Text,
    pub organisation: Text,
    pub costs: Text,
    pub language: Text,
}

/// A person or body in a joint team.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct TeamMember {
    /// Name or identification number.
    pub name: Text,
    pub function: Text,
    pub authority: Text,
    pub state: Option<State>,
}

/// Information given without request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SpontaneousInformation {
    /// What is handed over.
    pub information: Text,
    /// Kind of source and reliability (4x4 or 5x5).
    pub source: Text,
    pub obtained: Option<Date>,
    pub lawful_origin: Text,
    /// Why it may help the receiver.
    pub usefulness: Text,
    /// Conditions on use.
    pub conditions: Text,
    /// First step of two: only the nature of the information and the conditions are told.
    pub advance_notice: bool,
    /// Conditions were accepted on this day.
    pub conditions_accepted: Option<Date>,
    pub exculpatory: Text,
    pub protection: Text,
    /// Feedback asked for.
    pub feedback: Text,
}

/// Transfer of proceedings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Transfer {
    /// True if only part of the proceedings is handed over.
    pub part: bool,
    /// Ground: residence, nationality, sentence or proceedings there, evidence there, rehabilitation, presence, impossible to enforce.
    pub grounds: Vec<Text>,
    /// Residence or nationality link of the suspect with the receiving State.
    pub link: Text,
    pub victims: Text,
    pub jurisdiction: Text,
    pub history: Text,
    pub measures_in_force: Text,
    pub opinions: Text,
    /// Statement that the act would be punishable in the requested State.
    pub punishable_there: Text,
    /// File: original or certified copy; index; what is kept back.
    pub file: Text,
    pub file_annex: Option<u32>,
    pub provisional_measures: Text,
    pub consequence_at_home: Text,
    pub information_wanted: Text,
}

/// Controlled delivery.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ControlledDelivery {
    /// Goods, documents, money, vehicle, parcel; quantity, packaging, marks.
    pub object: Text,
    /// True if persons are inside. A delivery with persons inside is not a goods operation.
    pub persons_inside: Option<bool>,
    /// Plan that protects their life.
    pub protection_plan: Text,
    /// What makes the officers step in at once.
    pub intervention_trigger: Text,
    pub route: Vec<RouteLeg>,
    /// Pass intact, remove, substitute.
    pub method: Text,
    pub surveillance: Text,
    pub stop_conditions: Text,
    pub arrest_plan: Text,
    /// Home authorisation: id of a decision of the case.
    pub order: String,
    /// Why the offenders or routes could not otherwise be found.
    pub necessity: Text,
    /// True if the offence is one for which extradition is possible.
    pub extraditable: Option<bool>,
    /// Guarantee of prosecution and return of evidence.
    pub guarantee: Text,
    pub source_protection: Text,
    pub contacts: Vec<Contact>,
    pub costs: Text,
}

/// One leg of a route.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct RouteLeg {
    pub state: Option<State>,
    pub from: Text,
    pub to: Text,
    pub time: Option<Moment>,
    /// Carrier, vehicle, plate, driver.
    pub carrier: Text,
    /// True once that State has agreed.
    pub agreed: Option<bool>,
}

/// Covert investigation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Covert {
    pub relevance: Text,
    /// Duration in days.
    pub days: Option<u32>,
    pub conditions: Text,
    pub officer_status: Text,
    pub supervision: Text,
    pub necessity: Text,
    pub order: String,
}

/// A message about an earlier request: receipt, reminder, supplement, notice, transmission, withdrawal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FollowUp {
    /// Number and date of the request it is about.
    pub about: String,
    pub about_date: Option<Date>,
    /// Their number.
    pub their_ref: String,
    pub received: Option<Date>,
    pub text: Text,
    /// Reasons, for a refusal, postponement or partial execution, each with the treaty text it rests on.
    pub grounds: Vec<Ground>,
    /// Question and answer, with the number of the question.
    pub answers: Vec<NumberedAnswer>,
    pub expected_by: Option<Date>,
    /// True if the other side was consulted before a refusal.
    pub consulted: Option<bool>,
    pub use_conditions: Text,
    pub return_duty: Text,
}

/// A ground of refusal and what is answered to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Ground {
    /// Article: "ETS 030 Art 2(b)".
    pub reference: String,
    pub ground: Text,
    pub reply: Text,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NumberedAnswer {
    pub number: u32,
    pub question: Text,
    pub answer: Text,
}

/// Questions to the investigator.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct IntakeAnswer {
    pub question: Text,
    pub answer: Text,
}
