//! Measures and forms as the types of assistance of the vocabulary, in which treaties name them.

use crate::mla::request::{AssetAction, FormId, Measure, MeasureKind, Request};

/// The types of assistance a measure counts as, the most telling first.
pub fn of_measure(measure: &Measure, request: &Request) -> Vec<String> {
    if !measure.assistance.is_empty() {
        return measure.assistance.clone();
    }
    let hears_defendant = measure.persons.iter().filter_map(|id| request.person(id)).any(|person| person.role.is_defendant());
    let mut types: Vec<&str> = match measure.kind {
        MeasureKind::Service if measure.service.as_ref().is_some_and(|service| service.summons) => {
            vec!["service_of_documents", "summons_appearance"]
        }
        MeasureKind::Service => vec!["service_of_documents"],
        MeasureKind::Hearing if hears_defendant => vec!["hearing_suspect"],
        MeasureKind::Hearing => vec!["hearing_witness"],
        MeasureKind::VideoConference => vec!["videoconference"],
        MeasureKind::Telephone => vec!["telephone_conference"],
        MeasureKind::TemporaryTransfer => vec!["temporary_transfer"],
        MeasureKind::SearchSeizure => vec!["search_seizure"],
        MeasureKind::BankData => vec!["bank_information", "bank_transactions", "documents_records"],
        MeasureKind::TelecomData => vec!["data_search_disclosure", "documents_records"],
        MeasureKind::Interception => vec!["interception", "content_interception"],
        MeasureKind::ExpertRecords => match measure.expert_records.as_ref().map(|block| block.subject.as_str()) {
            Some("criminal_record") => vec!["criminal_records"],
            Some("expert" | "dna" | "document_check") => vec!["expert_evaluation", "information_and_evidence"],
            _ => vec!["documents_records", "information_and_evidence"],
        },
        MeasureKind::RestitutionFreezingConfiscation => {
            match measure.restitution_freezing_confiscation.as_ref().and_then(|block| block.action) {
                Some(AssetAction::Trace) => vec!["proceeds_tracing"],
                Some(AssetAction::Freeze) | None => vec!["freezing"],
                Some(AssetAction::Confiscate | AssetAction::EnforceOrder) => vec!["confiscation"],
                Some(AssetAction::Return) => vec!["restitution"],
            }
        }
    };
    if let Some(bank) = &measure.bank_data {
        if bank.monitoring {
            types.push("bank_monitoring");
        }
        if bank.freeze {
            types.push("freezing");
        }
    }
    if evidence_by_letter(measure.kind) {
        types.push("letters_rogatory");
    }
    types.into_iter().map(str::to_string).collect()
}

/// Whether the measure is a letter rogatory in the classical sense: an act of investigation or the transmission of evidence.
fn evidence_by_letter(kind: MeasureKind) -> bool {
    use MeasureKind::*;
    matches!(kind, Hearing | VideoConference | Telephone | SearchSeizure | BankData | TelecomData | Interception | ExpertRecords)
}

/// The types of assistance a form counts as by itself, without its measures.
pub fn of_form(request: &Request) -> Vec<&'static str> {
    match request.form {
        FormId::Preservation29 | FormId::PreservationExtension => {
            let partial = request.data.as_ref().is_some_and(|data| data.partial_disclosure);
            if partial { vec!["data_preservation", "traffic_data_disclosure"] } else { vec!["data_preservation"] }
        }
        FormId::Subscriber31 => vec!["data_search_disclosure"],
        FormId::Jit | FormId::JitAgreement => vec!["jit"],
        FormId::Spontaneous => vec!["spontaneous_information"],
        FormId::TransferOfProceedings => vec!["transfer_of_proceedings", "laying_of_information"],
        FormId::ControlledDelivery => vec!["controlled_delivery"],
        FormId::Covert => vec!["covert_investigation"],
        _ => Vec::new(),
    }
}

/// The type of assistance a sub-form or form id stands for, so that a clerk may name either.
pub fn of_id(id: &str) -> Option<&'static str> {
    let form = FormId::from_id(id).map_or(id, |form| form.id());
    Some(match form {
        "service" => "service_of_documents",
        "hearing" => "hearing_witness",
        "video_conference" => "videoconference",
        "telephone" => "telephone_conference",
        "bank_data" => "bank_information",
        "telecom_data" | "subscriber_31" => "data_search_disclosure",
        "expert_records" => "documents_records",
        "restitution_freezing_confiscation" => "freezing",
        "preservation_29" => "data_preservation",
        "jit_agreement" => "jit",
        "spontaneous" => "spontaneous_information",
        "covert" => "covert_investigation",
        _ => return None,
    })
}

/// Whether the measure interferes with rights: it needs an order at home, and often dual criminality abroad.
pub fn is_coercive(measure: &Measure) -> bool {
    match measure.kind {
        MeasureKind::SearchSeizure | MeasureKind::Interception => true,
        MeasureKind::BankData => measure.bank_data.as_ref().is_some_and(|bank| bank.freeze || bank.monitoring),
        MeasureKind::TelecomData => measure
            .telecom_data
            .as_ref()
            .is_some_and(|data| data.data.iter().any(|class| !matches!(class, crate::mla::request::DataClass::Subscriber))),
        MeasureKind::RestitutionFreezingConfiscation => !matches!(
            measure.restitution_freezing_confiscation.as_ref().and_then(|block| block.action),
            Some(AssetAction::Trace | AssetAction::Return)
        ),
        _ => false,
    }
}
