//! No name of a protected person leaves the sealed annex: every text of the request is searched for them.

use serde_json::Value;

use super::{Finding, Inputs};
use crate::mla::annexes::Paper;
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
        let named = search.named_in(text, Net::Wide);
        let is_file = path.ends_with(".path") || path.ends_with(".file");
        for code in if is_file { search.hinted_in(text) } else { Vec::new() }.into_iter().filter(|code| !named.contains(code)) {
            findings.push(Finding {
                id: "protected.in_file_name".into(),
                kind: Kind::Question,
                severity: Severity::Warning,
                reference: "CETS 197 Art 11; rule of this program: no protected name outside the sealed annex".into(),
                field: path.to_string(),
                place: None,
                message: format!("Does the name of this file, which stands in the list of evidence, point to {code}?"),
                fix: format!("Write a neutral `path`, such as {code}.pdf: the document is known by its hash."),
                reason: Some(54),
            });
        }
        for code in named {
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
    for paper in inputs.papers {
        findings.extend(in_paper(inputs, paper, &search));
    }
    findings
}

/// An annex that is sent openly and names somebody, or that nothing but eyes can look into.
fn in_paper(inputs: &Inputs<'_>, paper: &Paper, search: &Search) -> Vec<Finding> {
    let number = inputs.request.annexes.get(paper.annex).map(|annex| annex.number).unwrap_or_default();
    let finding = |id: &str, kind, severity, message: String, fix: String| Finding {
        id: id.into(),
        kind,
        severity,
        reference: "CETS 197 Art 11; rule of this program: no protected name outside the sealed annex".into(),
        field: format!("annexes[{}]", paper.annex),
        place: None,
        message,
        fix,
        reason: Some(54),
    };
    let mut findings: Vec<Finding> = paper
        .names(search)
        .into_iter()
        .map(|(code, place)| {
            finding(
                "protected.in_annex",
                Kind::Finding,
                Severity::Error,
                format!("Annex {number} names the protected person {code} ({place}), and it is sent openly."),
                "Send a redacted copy (`file = …` instead of `document`), or another exhibit, or put this annex into the sealed \
                 envelope: sealed = true."
                    .into(),
            )
        })
        .collect();
    if let Some(why) = paper.unread.as_ref().filter(|_| findings.is_empty()) {
        findings.push(finding(
            "protected.annex_unread",
            Kind::Question,
            Severity::Warning,
            format!("Does annex {number} name a protected person? It was not read in full ({why}).").replace('_', " "),
            "Look at the paper itself, and answer in [[answers]]; redact it, or set sealed = true, if it does.".into(),
        ));
    }
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
