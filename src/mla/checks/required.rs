//! Every field that the form's own table marks as required, and that the request leaves empty: the matrix of the forms (`forms/data`),
//! walked as a draft walks it, so that no field has to be named in a rule of its own.

use serde_json::Value;

use super::{Finding, Inputs};
use crate::mla::forms::{self, Block, Field, Kind as FieldKind, Need};
use crate::mla::request::Request;
use crate::mla::rules::{Kind, Severity};

/// Beginning of the names of these findings; behind it stands the label of the field.
pub(super) const PREFIX: &str = "form.required.";

/// Fields without which the message names no day, no file and no signature: it comes back whatever treaty carries it.
const OF_EVERY_MESSAGE: [&str; 5] = ["hdr.date", "hdr.own_ref", "sign.name", "sign.post", "sign.date"];

/// What is missing. Fields that `known` already speaks of are left out.
pub fn findings(inputs: &Inputs<'_>, known: &[Finding]) -> Vec<Finding> {
    let request = inputs.request;
    let json = request.to_json();
    let id = json.get("form").and_then(Value::as_str).unwrap_or("classical");
    let Some(form) = forms::form(id) else { return Vec::new() };
    let mut missing = Missing { request, found: Vec::new() };
    missing.fields(&forms::group("header"), &json, "");
    for (index, authority) in list(&json, "auth").iter().enumerate() {
        if authority.get("role").and_then(Value::as_str) == Some("requesting") {
            missing.fields(&forms::group("authority"), authority, &format!("auth[{index}]"));
        }
    }
    for place in &form.blocks {
        let Some(block) = place.block() else { continue };
        if !stands(block, place.need, &json) {
            continue;
        }
        match (&block.each, block.id.as_str()) {
            (_, "measures") => missing.measures(&json),
            // The classical request alone must say why this State is asked.
            (_, "facts") if form.id != "classical" => {}
            (Some(path), _) => {
                for (index, item) in list(&json, path).iter().enumerate() {
                    missing.fields(&block.fields(), item, &format!("{path}[{index}]"));
                }
            }
            (None, _) => missing.fields(&block.fields(), &json, ""),
        }
    }
    missing.found.retain(|finding| !known.iter().any(|other| tells(other, &finding.field)));
    missing.found
}

/// Whether another finding already speaks of a field: of itself, or of the very block it stands in being empty.
fn tells(other: &Finding, field: &str) -> bool {
    other.kind == Kind::Finding && other.severity == Severity::Error && other.field == field
}

/// Whether the block is part of this request: required ones always, others where something is written in them.
fn stands(block: &Block, need: Need, json: &Value) -> bool {
    if let Some(flag) = &block.condition {
        return at(json, flag).and_then(Value::as_bool) == Some(true) || need == Need::Required;
    }
    need == Need::Required
        || match &block.each {
            Some(path) => !list(json, path).is_empty(),
            None => block.fields().iter().any(|field| at(json, &field.path).is_some()),
        }
}

struct Missing<'a> {
    request: &'a Request,
    found: Vec<Finding>,
}

impl Missing<'_> {
    fn measures(&mut self, json: &Value) {
        for (index, measure) in list(json, "measures").iter().enumerate() {
            let base = format!("measures[{index}]");
            self.fields(&forms::group("measure"), measure, &base);
            if let Some(kind) = measure.get("kind").and_then(Value::as_str) {
                let inner = measure.get(kind).unwrap_or(&Value::Null);
                self.fields(&forms::group(&format!("measure.{kind}")), inner, &format!("{base}.{kind}"));
            }
        }
    }

    fn fields(&mut self, fields: &[&'static Field], item: &Value, base: &str) {
        for field in fields {
            let path = if base.is_empty() { field.path.clone() } else { format!("{base}.{}", field.path) };
            let value = at(item, &field.path);
            match (&field.kind, value) {
                (FieldKind::Rows(group), Some(Value::Array(rows))) => {
                    for (index, row) in rows.iter().enumerate() {
                        self.fields(&forms::group(group), row, &format!("{path}[{index}]"));
                    }
                }
                (FieldKind::Object(group), Some(inner)) => self.fields(&forms::group(group), inner, &path),
                (_, Some(_)) => {}
                // "No" and "not written" are the same in a request.
                (FieldKind::Flag, None) => {}
                // Worked out of code and article.
                (FieldKind::Provision, None) if item.get("article").is_some() => {}
                (_, None) if field.need == Need::Required && !looked_for(field, item) => self.add(field, path),
                _ => {}
            }
        }
    }

    fn add(&mut self, field: &'static Field, path: String) {
        let label = field.label("en");
        let certain = OF_EVERY_MESSAGE.contains(&path.as_str());
        // A company, a register or a premises may stand for the person a measure concerns, and nobody may know more of a person.
        let person = field.group == "person" || field.path == "persons";
        let error = certain && self.request.form.asks_for_help() || !field.reference.is_empty() && !person;
        let reference = if field.reference.is_empty() { "Table of the form".to_string() } else { field.reference.clone() };
        self.found.push(Finding {
            id: format!("{PREFIX}{}", field.label),
            kind: if error { Kind::Finding } else { Kind::Question },
            severity: if error { Severity::Error } else { Severity::Warning },
            reference,
            message: if error {
                format!("The form requires \"{label}\", and {path} is empty.")
            } else {
                format!("The form asks for \"{label}\", and {path} is empty: is it unknown, or forgotten?")
            },
            fix: format!("Fill {path}{}", if error { "." } else { ", or answer why it stays empty." }),
            field: path,
            place: None,
            reason: Some(15),
        });
    }
}

/// The clerk looked and did not find out (`born_unknown`).
fn looked_for(field: &Field, item: &Value) -> bool {
    let singular = field.path.strip_suffix('s').unwrap_or(&field.path);
    at(item, &format!("{singular}_unknown")).and_then(Value::as_bool) == Some(true)
}

fn at<'j>(json: &'j Value, path: &str) -> Option<&'j Value> {
    path.split('.').try_fold(json, |value, step| value.get(step))
}

fn list<'j>(json: &'j Value, path: &str) -> &'j [Value] {
    at(json, path).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
