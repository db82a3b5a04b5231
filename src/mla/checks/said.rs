//! Whether the request says what its form asks for: required fields that are empty, words that stand for what is still to be written,
//! a State that asks itself.

use std::collections::BTreeSet;

use serde_json::Value;

use super::consistency::found;
use super::{Finding, Inputs};
use crate::mla::draft;
use crate::mla::request::is_placeholder;
use crate::mla::rules::Severity;

/// What is missing or not meant; `told` are the fields other checks speak of already.
pub fn findings(inputs: &Inputs<'_>, told: &BTreeSet<String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let header = &inputs.request.hdr;
    if header.requesting_state == header.requested_state {
        let message = format!("{} asks itself: requesting and requested State are the same.", header.requested_state.code());
        let fix = "Write the State whose authorities are asked; a request inside one State needs no mutual legal assistance.";
        findings.push(found("hdr.same_state", Severity::Error, "hdr.requested_state".into(), message, fix, None));
    }
    unnamed(inputs, &mut findings);
    placeholders(&inputs.request.to_json(), "", &mut findings);
    for missing in draft::missing_values(inputs.request, inputs.library) {
        if !told.contains(&missing) {
            let message = format!("The form asks for {missing}, and it is empty.");
            let fix = "Fill it; `rogatory mla forms` says what belongs there. The draft leaves a marked blank.";
            // Of an instrument nobody could read the articles cannot be named.
            let severity = if missing.starts_with("legal[") { Severity::Warning } else { Severity::Error };
            findings.push(found("content.field", severity, missing, message, fix, None));
        }
    }
    findings
}

/// Persons, offences and annexes that nobody can make anything of: no name, no provision, no such file.
fn unnamed(inputs: &Inputs<'_>, findings: &mut Vec<Finding>) {
    let mut told = |id: &str, field: String, message: String, fix: &str| {
        findings.push(found(id, Severity::Error, field, message, fix, None));
    };
    for (at, person) in inputs.request.persons.iter().enumerate() {
        let known = person.aliases.iter().chain(&person.other_names).chain(&person.accounts).chain(&person.phones);
        if person.full_name().is_empty() && person.scripts.is_empty() && known.count() == 0 {
            let message = format!("Nobody can tell who person {} is: there is no name, no alias, no number.", person.id);
            told(
                "content.field",
                format!("persons[{at}].surname"),
                message,
                "Write surname and given_names, or what is known instead.",
            );
        }
    }
    for (at, offence) in inputs.request.offences.iter().enumerate() {
        for (name, empty) in [("name", offence.name.is_empty()), ("article", offence.article.trim().is_empty())] {
            if empty {
                let message = format!("Offence {} has no {name}.", offence.id);
                told(
                    "content.field",
                    format!("offences[{at}].{name}"),
                    message,
                    "Fill it: the other side judges dual criminality by it.",
                );
            }
        }
    }
    let folder = inputs.file.and_then(|file| file.parent());
    for (at, annex) in inputs.request.annexes.iter().enumerate().filter(|(_, annex)| !annex.file.trim().is_empty()) {
        if folder.is_some_and(|folder| !folder.join(annex.file.trim()).is_file()) {
            let message = format!("Annex {}: there is no file {}.", annex.number, annex.file.trim());
            told(
                "annex.no_file",
                format!("annexes[{at}].file"),
                message,
                "Correct the path, which starts from the folder of the request.",
            );
        }
    }
}

/// Texts that say nothing: `-`, `TODO`.
fn placeholders(value: &Value, path: &str, findings: &mut Vec<Finding>) {
    match value {
        Value::String(text) if !text.trim().is_empty() && is_placeholder(text) => {
            let message = format!("\"{}\" says nothing: it stands for what is still to be written.", text.trim());
            let fix = "Write what is meant, or leave the field out.";
            findings.push(found("content.placeholder", Severity::Error, path.to_string(), message, fix, None));
        }
        Value::Array(list) => list.iter().enumerate().for_each(|(i, item)| placeholders(item, &format!("{path}[{i}]"), findings)),
        Value::Object(map) => {
            for (key, item) in map {
                placeholders(item, &if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, findings);
            }
        }
        _ => {}
    }
}
