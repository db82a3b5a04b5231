//! No name of a protected person leaves the sealed annex: every text of the request is searched for them.

use serde_json::Value;

use super::{Finding, Inputs};
use crate::mla::protected::{Net, Protected, Search};
use crate::mla::rules::{Kind, Severity};

/// Fields in which a protected person is named. The person's own block feeds the sealed annex and is left out.
pub fn findings(inputs: &Inputs<'_>) -> Vec<Finding> {
    let own = Protected::of_request(inputs.request);
    let search = Search::new(inputs.protected.iter().chain(&own));
    if search.is_empty() {
        return Vec::new();
    }
    let mut json = inputs.request.to_json();
    // The block of a protected person holds the identity for the sealed annex; it is not shown elsewhere. It keeps its place in the
    // list, so that the fields of the others keep their numbers.
    if let Some(persons) = json.get_mut("persons").and_then(Value::as_array_mut) {
        for person in persons.iter_mut().filter(|person| person.get("code").is_some()) {
            *person = Value::Null;
        }
    }
    let mut findings = Vec::new();
    walk(&json, "", &mut |path, text| {
        for code in search.named_in(text, Net::Wide) {
            findings.push(Finding {
                id: "protected.named".into(),
                kind: Kind::Finding,
                severity: Severity::Error,
                reference: "CETS 197 Art 11; rule of this program: no protected name outside the sealed annex".into(),
                field: path.to_string(),
                place: None,
                message: format!("The protected person {code} is named here, or known by a number or address."),
                fix: format!("Write {code} instead; name, numbers and address belong only in the person's own block."),
                reason: Some(54),
            });
        }
    });
    findings
}

fn walk(value: &Value, path: &str, visit: &mut impl FnMut(&str, &str)) {
    match value {
        Value::String(text) => visit(path, text),
        Value::Array(list) => list.iter().enumerate().for_each(|(i, item)| walk(item, &format!("{path}[{i}]"), visit)),
        Value::Object(map) => {
            for (key, item) in map {
                let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                walk(item, &inner, visit);
            }
        }
        _ => {}
    }
}
