//! No name of a protected person leaves the sealed annex: every text of the request is searched for them.

use std::path::Path;

use serde_json::Value;

use super::{Finding, Inputs};
use crate::mla::annexes::Paper;
use crate::mla::protected::{Net, Protected, Search, Trace, What, others};
use crate::mla::rules::{Kind, Severity};

/// Fields in which a protected person is named. The person's own block feeds the sealed annex and is left out.
pub fn findings(inputs: &Inputs<'_>) -> Vec<Finding> {
    let own = Protected::of_request(inputs.request);
    let mut findings = codes(inputs, &own);
    let search = Search::new(inputs.protected.iter().chain(&own)).beside(others(inputs.request));
    if search.is_empty() {
        return findings;
    }
    let mut json = inputs.request.to_json();
    // The block of a protected person holds the identity for the sealed annex; it is not shown elsewhere. It keeps its place in the
    // list, so that the fields of the others keep their numbers.
    if let Some(persons) = json.get_mut("persons").and_then(Value::as_array_mut) {
        for (person, block) in inputs.request.persons.iter().zip(persons) {
            if person.is_protected() {
                *block = Value::Null;
            } else if let Some(surname) = block.get_mut("surname") {
                // A family name alone could be a relative's.
                *surname = Value::String(person.full_name());
            }
        }
    }
    walk(&json, "", &mut |path, text| {
        let (named, traces) = search.look(text, Net::Wide);
        // A day of birth that stands in a field of its own is somebody else's, or of something else.
        let is_day = crate::mla::request::Date::parse(text).is_ok();
        findings
            .extend(traces.into_iter().filter(|trace| !(is_day && trace.what == What::Birth)).map(|trace| asked(path, &trace)));
        let is_file = path.ends_with(".path") || path.ends_with(".file");
        for code in if is_file { search.hinted_in(text) } else { Vec::new() }.into_iter().filter(|code| !named.contains(code)) {
            findings.push(Finding {
                id: "protected.in_file_name".into(),
                kind: Kind::Question,
                severity: Severity::Warning,
                reference: SOURCE.into(),
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
                reference: SOURCE.into(),
                field: path.to_string(),
                place: None,
                message: format!("The protected person {code} is named here, or known by a number or address."),
                fix: format!("Write {code} instead; name, numbers and address belong only in the person's own block."),
                reason: Some(54),
            });
        }
    });
    findings.extend(inputs.file.map(|file| of_file(file, &search)).unwrap_or_default());
    for paper in inputs.papers {
        findings.extend(in_paper(inputs, paper, &search));
    }
    findings
}

const SOURCE: &str = "CETS 197 Art 11; rule of this program: no protected name outside the sealed annex";

/// Codes that stand for nobody: blank, given twice, or made of the name they hide.
fn codes(inputs: &Inputs<'_>, own: &[Protected]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut told = |field: String, message: String| {
        findings.push(Finding {
            id: "protected.code".into(),
            kind: Kind::Finding,
            severity: Severity::Error,
            reference: SOURCE.into(),
            field,
            place: None,
            message,
            fix: "Write a code that says nothing of the person and that nobody else has, such as V1.".into(),
            reason: Some(54),
        });
    };
    let search = Search::new(inputs.protected.iter().chain(own));
    let persons = &inputs.request.persons;
    for (at, person) in persons.iter().enumerate().filter(|(_, person)| !person.code.is_empty()) {
        let field = format!("persons[{at}].code");
        let code = person.code.trim();
        let initials: String = person.full_name().split_whitespace().filter_map(|part| part.chars().next()).collect();
        let letters: String = code.chars().filter(|c| c.is_alphanumeric()).collect();
        let same = |other: &&str| other.eq_ignore_ascii_case(&letters);
        let turned: String = initials.chars().rev().collect();
        if code.is_empty() {
            told(field, format!("The code of person {} is blank: the draft would name the person.", person.id));
        } else if !search.named_in_file(code).is_empty() || !search.hinted_in(code).is_empty() {
            told(field, format!("The code of person {} is a name, or holds one: every draft would print it.", person.id));
        } else if initials.chars().count() > 1 && [initials.as_str(), turned.as_str()].iter().any(same) {
            told(field, format!("The code of person {} is made of the initials.", person.id));
        } else if persons[..at].iter().any(|other| other.code.trim() == code) {
            told(field, format!("The code {code} stands for two persons."));
        }
    }
    for person in inputs.protected {
        let of_case = Search::new([person]);
        if !of_case.named_in_file(&person.code).is_empty() || !of_case.hinted_in(&person.code).is_empty() {
            told(String::new(), "A code in case.toml is a name of the person it stands for.".to_string());
        }
    }
    findings
}

/// What only the clerk can judge.
fn asked(path: &str, trace: &Trace<'_>) -> Finding {
    let (code, words) = (trace.code, &trace.words);
    let (id, message, fix) = match trace.what {
        What::Alike => (
            "protected.alike",
            format!("Does \"{words}\" mean the protected person {code}? It is like a name of {code}, and may be another word."),
            format!("Write {code} if it does; answer in [[answers]] if it does not."),
        ),
        What::Birth => (
            "protected.birth",
            format!("Does \"{words}\" tell the birth of the protected person {code}?"),
            "Leave it out, or write the age as far as it is needed; answer in [[answers]] if it is another day.".to_string(),
        ),
        What::Place => (
            "protected.place",
            format!(
                "Does this point to where the protected person {code} lives or is held, or to counsel of {code} (\"{words}\")?"
            ),
            "Leave the place or the name out; answer in [[answers]] if it points to nobody.".to_string(),
        ),
    };
    Finding {
        id: id.into(),
        kind: Kind::Question,
        severity: Severity::Warning,
        reference: SOURCE.into(),
        field: path.to_string(),
        place: None,
        message,
        fix,
        reason: Some(54),
    }
}

/// The name of the file the request is written in: drafts and packed files take theirs from it.
fn of_file(file: &Path, search: &Search) -> Vec<Finding> {
    let Some(stem) = file.file_stem().map(|stem| stem.to_string_lossy()) else { return Vec::new() };
    let named = search.named_in_file(&stem);
    let hinted: Vec<&str> = search.hinted_in(&stem).into_iter().filter(|code| !named.contains(code)).collect();
    let finding = |id: &str, kind, severity, message| Finding {
        id: id.into(),
        kind,
        severity,
        reference: SOURCE.into(),
        field: String::new(),
        place: None,
        message,
        fix: "Rename the file by its reference number, such as kto-12-2026.toml: drafts and packed files are named after it."
            .into(),
        reason: Some(54),
    };
    let errors = named.into_iter().map(|code| {
        let message = format!("The name of the request's file names the protected person {code}.");
        finding("protected.request_file", Kind::Finding, Severity::Error, message)
    });
    let questions = hinted.iter().map(|code| {
        let message = format!("Does the name of the request's file point to {code}?");
        finding("protected.request_file_part", Kind::Question, Severity::Warning, message)
    });
    errors.chain(questions).collect()
}

/// An annex that is sent openly and names somebody, or that nothing but eyes can look into.
fn in_paper(inputs: &Inputs<'_>, paper: &Paper, search: &Search) -> Vec<Finding> {
    let number = inputs.request.annexes.get(paper.annex).map(|annex| annex.number).unwrap_or_default();
    let finding = |id: &str, kind, severity, message: String, fix: String| Finding {
        id: id.into(),
        kind,
        severity,
        reference: SOURCE.into(),
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
