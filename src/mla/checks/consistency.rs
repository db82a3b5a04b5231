//! Do the parts of the request agree: language versions (numbers, dates, names), the scripts of a name, ids and annex numbers.

use std::collections::BTreeMap;

use serde_json::Value;

use super::numbers::Numbers;
use super::{Finding, Inputs};
use crate::language::fold::fold;
use crate::language::names::{Level, match_full};
use crate::mla::request::{Language, Request, Text, nearest};
use crate::mla::rules::{Kind, Severity};
use crate::mla::spelling::NameParts;

/// Every disagreement.
pub fn findings(inputs: &Inputs<'_>) -> Vec<Finding> {
    let request = inputs.request;
    let mut findings = Vec::new();
    versions(request, &mut findings);
    scripts(request, &mut findings);
    ids(request, &mut findings);
    annexes(request, &mut findings);
    days(request, &mut findings);
    answers(inputs, &mut findings);
    findings
}

/// A finding that the parts of the request do not agree.
pub(super) fn found(id: &str, severity: Severity, field: String, message: String, fix: &str, reason: Option<u32>) -> Finding {
    Finding {
        id: id.to_string(),
        kind: Kind::Finding,
        severity,
        reference: "Eurojust casework: language versions, names and annexes must agree".to_string(),
        field,
        place: None,
        message,
        fix: fix.to_string(),
        reason,
    }
}

/// Numbers, dates and names must be the same in every language version of a text.
fn versions(request: &Request, findings: &mut Vec<Finding>) {
    // Surnames, given names, codes of protected persons; numbers of decisions and files.
    let open = || request.persons.iter().filter(|person| !person.is_protected());
    let mut codes_and_names: Vec<String> = open()
        .flat_map(|person| [person.surname.as_str(), person.given_names.as_str()])
        .chain(request.persons.iter().filter(|person| person.is_protected()).map(|person| person.code.as_str()))
        .chain(request.case.decisions.iter().map(|decision| decision.number.as_str()))
        .chain([request.hdr.own_ref.as_str()])
        .map(|name| name.trim().to_string())
        .filter(|name| name.chars().count() > 2)
        .collect();
    codes_and_names.sort();
    codes_and_names.dedup();
    let mut parts = NameParts::default();
    let names: Vec<Sought> = codes_and_names.into_iter().map(|name| Sought::new(name, &mut parts)).collect();
    for (field, text) in every_text(request) {
        let versions = text.versions();
        let Some((first, first_text)) = versions.first() else { continue };
        for (other, other_text) in versions.iter().skip(1) {
            let label = |tag: &Option<&Language>| tag.map_or(String::new(), |tag| tag.to_string());
            let tagged = |tag: &Option<&Language>, text: &str| Numbers::read(text, tag.map_or("", |tag| tag.as_str()));
            if let Some((severity, difference)) = tagged(first, first_text).against(&tagged(other, other_text)) {
                findings.push(found(
                    "consistency.numbers",
                    severity,
                    field.clone(),
                    format!("Numbers and dates differ between {} and {}: {difference}.", label(first), label(other)),
                    "Compare the two versions, digits and words: each number of one must stand in the other.",
                    Some(31),
                ));
            }
            for name in &names {
                let (in_a, in_b) = (name.stands_in(first_text, &parts), name.stands_in(other_text, &parts));
                if in_a != in_b {
                    let (with, without) = if in_a { (first, other) } else { (other, first) };
                    findings.push(found(
                        "consistency.names",
                        Severity::Warning,
                        field.clone(),
                        format!("{} stands in the {} version and not in the {} version.", name.name, label(with), label(without)),
                        "Name the same persons and file numbers in both versions, spelled alike.",
                        Some(31),
                    ));
                }
            }
        }
    }
}

/// Every text of the request that is there once a language, with its field.
pub(super) fn every_text(request: &Request) -> Vec<(String, Text)> {
    // Fields that could be read as tags of languages.
    const FIELDS: [&str; 4] = ["by", "id", "on", "to"];
    fn walk(value: &Value, path: &str, found: &mut Vec<(String, Text)>) {
        match value {
            Value::Object(map) => {
                let tagged = !map.is_empty()
                    && map
                        .iter()
                        .all(|(key, text)| text.is_string() && Language::new(key).is_ok() && !FIELDS.contains(&key.as_str()));
                // The spellings of a name are held against each other elsewhere.
                if tagged && !path.ends_with(".scripts") {
                    found.extend(serde_json::from_value(value.clone()).ok().map(|text| (path.to_string(), text)));
                } else {
                    for (key, inner) in map {
                        let inner_path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                        walk(inner, &inner_path, found);
                    }
                }
            }
            Value::Array(list) => list.iter().enumerate().for_each(|(i, inner)| walk(inner, &format!("{path}[{i}]"), found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(&request.to_json(), "", &mut found);
    found
}

/// A name the versions of a text must share.
struct Sought {
    name: String,
    folded: String,
    /// The parts it is made of; none for a code name, which is not declined: it stands there as it is, or not.
    parts: Vec<usize>,
    /// Letters of the shortest part: cases seldom shorten a name, and "Art." is no Arta.
    least: usize,
}

impl Sought {
    fn new(name: String, parts: &mut NameParts) -> Sought {
        let is_code = name.chars().any(|c| c.is_ascii_digit());
        let words = if is_code { Vec::new() } else { words(&name) };
        let least = words.iter().map(|word| word.chars().count()).min().unwrap_or_default();
        Sought { folded: fold(&name), least, parts: words.into_iter().map(|part| parts.add(part)).collect(), name }
    }

    fn stands_in(&self, text: &str, parts: &NameParts) -> bool {
        let long = |word: &&str| word.chars().count() >= self.least.min(4);
        words(text).into_iter().filter(long).any(|word| parts.met_by(word).iter().any(|met| self.parts.contains(met)))
            // One word may stand inside another: "Arta" in "karta".
            || self.parts.len() != 1 && fold(text).contains(&self.folded)
    }
}

fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// The spellings of one person in several scripts must be one name.
fn scripts(request: &Request, findings: &mut Vec<Finding>) {
    for (i, person) in request.persons.iter().enumerate() {
        let name = person.full_name();
        if name.is_empty() {
            continue;
        }
        for (language, written) in &person.scripts {
            if match_full(&name, written, Level::Normal).is_none() && crate::language::script::of(written).is_some_and(comparable)
            {
                findings.push(found(
                    "consistency.scripts",
                    Severity::Warning,
                    format!("persons[{i}].scripts"),
                    format!(
                        "{} ({language}) does not read as the name of person {}.",
                        shown(person.is_protected(), written),
                        person.id
                    ),
                    "Write the same name in every script, or put other names under other_names or aliases.",
                    Some(25),
                ));
            }
        }
    }
}

fn shown(protected: bool, written: &str) -> String {
    if protected { "A spelling".to_string() } else { format!("\"{written}\"") }
}

/// Scripts our letters can be compared across.
fn comparable(script: crate::language::script::Script) -> bool {
    matches!(script, crate::language::script::Script::Latin | crate::language::script::Script::Cyrillic)
}

/// Ids that are used must exist, and no id twice.
fn ids(request: &Request, findings: &mut Vec<Finding>) {
    let mut known: BTreeMap<&str, &str> = BTreeMap::new();
    let all = request
        .persons
        .iter()
        .map(|p| (p.id.as_str(), "person"))
        .chain(request.companies.iter().map(|c| (c.id.as_str(), "company")));
    for (id, what) in all.filter(|(id, _)| !id.is_empty()) {
        if known.insert(id, what).is_some() {
            findings.push(found(
                "consistency.ids",
                Severity::Error,
                "persons".into(),
                format!("The id {id} is used twice."),
                "Give each person and company an id of its own.",
                Some(25),
            ));
        }
    }
    let mut missing = |field: String, id: &str, what: &str| {
        findings.push(found(
            "consistency.ids",
            Severity::Error,
            field,
            format!("There is no {what} with the id \"{id}\"."),
            "Write an id that exists, or add the block it names.",
            Some(17),
        ));
    };
    for (i, fact) in request.facts.iter().enumerate() {
        for id in fact.actors.iter().filter(|id| !known.contains_key(id.as_str())) {
            missing(format!("facts[{i}].actors"), id, "person or company");
        }
    }
    for (i, offence) in request.offences.iter().enumerate() {
        for id in offence.persons.iter().filter(|id| !known.contains_key(id.as_str())) {
            missing(format!("offences[{i}].persons"), id, "person or company");
        }
    }
    for (i, measure) in request.measures.iter().enumerate() {
        for id in measure.persons.iter().filter(|id| !known.contains_key(id.as_str())) {
            missing(format!("measures[{i}].persons"), id, "person or company");
        }
        for id in measure.offences.iter().filter(|id| !request.offences.iter().any(|offence| offence.id == **id)) {
            missing(format!("measures[{i}].offences"), id, "offence");
        }
        if !measure.order.is_empty() && request.decision(&measure.order).is_none() {
            missing(format!("measures[{i}].order"), &measure.order, "decision (case.decisions)");
        }
    }
    for (i, dual) in request.dual.iter().enumerate() {
        if !dual.offence.is_empty() && !request.offences.iter().any(|offence| offence.id == dual.offence) {
            missing(format!("dual[{i}].offence"), &dual.offence, "offence");
        }
    }
}

/// Annex numbers that are used must exist, once.
fn annexes(request: &Request, findings: &mut Vec<Finding>) {
    let mut used: Vec<(String, u32)> = Vec::new();
    for (i, fact) in request.facts.iter().enumerate() {
        for (j, cite) in fact.cite.iter().enumerate() {
            used.extend(cite.annex.map(|number| (format!("facts[{i}].cite[{j}].annex"), number)));
            let carried = |number: u32| {
                request.annex(number).is_some_and(|annex| annex.document.is_empty() || annex.document == cite.document)
            };
            if let Some(number) = cite.annex.filter(|number| request.annex(*number).is_some() && !carried(*number)) {
                findings.push(found(
                    "consistency.annexes",
                    Severity::Error,
                    format!("facts[{i}].cite[{j}].annex"),
                    format!("Annex {number} carries another document than the one cited."),
                    "Name the annex that carries the cited document.",
                    Some(17),
                ));
            }
        }
    }
    for (i, offence) in request.offences.iter().enumerate() {
        used.extend(offence.text_annex.map(|number| (format!("offences[{i}].text_annex"), number)));
    }
    for (i, decision) in request.case.decisions.iter().enumerate() {
        used.extend(decision.annex.map(|number| (format!("case.decisions[{i}].annex"), number)));
    }
    for (i, measure) in request.measures.iter().enumerate() {
        used.extend(
            measure
                .video_conference
                .as_ref()
                .and_then(|video| video.consent_annex)
                .map(|n| (format!("measures[{i}].video_conference.consent_annex"), n)),
        );
        used.extend(
            measure.service.as_ref().and_then(|service| service.annex).map(|n| (format!("measures[{i}].service.annex"), n)),
        );
    }
    for (field, number) in used {
        if request.annex(number).is_none() {
            findings.push(found(
                "consistency.annexes",
                Severity::Error,
                field,
                format!("There is no annex {number}."),
                "Add the annex, or name the one that exists.",
                Some(17),
            ));
        }
    }
    for (i, annex) in request.annexes.iter().enumerate() {
        if request.annexes.iter().take(i).any(|earlier| earlier.number == annex.number) {
            findings.push(found(
                "consistency.annexes",
                Severity::Error,
                format!("annexes[{i}].number"),
                format!("Two annexes have the number {}.", annex.number),
                "Number the annexes 1, 2, 3 …",
                Some(17),
            ));
        }
    }
}

/// An answer settles nothing if there is no rule of that name.
fn answers(inputs: &Inputs<'_>, findings: &mut Vec<Finding>) {
    // Findings that come from no rule in the files have these beginnings.
    const WORKED_OUT: [&str; 6] = [super::required::PREFIX, "content.", "consistency.", "legal.", "citation.", "protected."];
    let known = || inputs.rules.rules.iter().map(|rule| rule.id.as_str());
    for (i, answer) in inputs.request.answers.iter().enumerate() {
        let id = answer.rule.trim();
        if known().any(|rule| rule == id) || WORKED_OUT.iter().any(|beginning| id.starts_with(beginning)) {
            continue;
        }
        let near = nearest::nearest(id, known()).map(|near| format!("; did you mean \"{near}\"?")).unwrap_or_default();
        findings.push(found(
            "consistency.answers",
            Severity::Warning,
            format!("answers[{i}].rule"),
            format!("There is no rule \"{id}\", so this answer settles nothing{near}"),
            "Write the name that stands in brackets below the finding or question.",
            None,
        ));
    }
}

/// Facts after the date of the request, or that end before they begin.
fn days(request: &Request, findings: &mut Vec<Finding>) {
    for (i, fact) in request.facts.iter().enumerate() {
        let (Some(from), until) = (fact.date, fact.until) else { continue };
        if request.hdr.date.is_some_and(|date| from.first() > date.last()) {
            findings.push(found(
                "consistency.dates",
                Severity::Error,
                format!("facts[{i}].date"),
                format!("Fact {} lies after the date of the request.", fact.id),
                "Correct the date of the fact or of the request.",
                Some(17),
            ));
        }
        if until.is_some_and(|until| until.last() < from.first()) {
            findings.push(found(
                "consistency.dates",
                Severity::Error,
                format!("facts[{i}].until"),
                format!("Fact {} ends before it begins.", fact.id),
                "Put the earlier day in `date`.",
                Some(17),
            ));
        }
    }
}
