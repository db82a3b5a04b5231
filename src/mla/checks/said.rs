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
