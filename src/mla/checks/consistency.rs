//! Do the parts of the request agree: language versions (numbers, dates, names), the scripts of a name, ids and annex numbers.

use std::collections::BTreeMap;

use super::known::texts;
use super::{Finding, Inputs};
use crate::language::names::{Level, match_full};
use crate::language::script::to_latin;
use crate::mla::request::{Request, Text};
use crate::mla::rules::{Kind, Severity};

/// Every disagreement.
pub fn findings(inputs: &Inputs<'_>) -> Vec<Finding> {
    let request = inputs.request;
    let mut findings = Vec::new();
    versions(request, &mut findings);
    scripts(request, &mut findings);
    ids(request, &mut findings);
    annexes(request, &mut findings);
    days(request, &mut findings);
    findings
}

fn found(id: &str, severity: Severity, field: String, message: String, fix: &str, reason: Option<u32>) -> Finding {
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
    let names: Vec<String> = request
        .persons
        .iter()
        .filter(|person| !person.is_protected())
        .map(|person| person.surname.trim().to_string())
        .chain(request.persons.iter().filter(|person| person.is_protected()).map(|person| person.code.trim().to_string()))
        .filter(|name| name.chars().count() > 2)
        .collect();
    for (field, text) in texts(request) {
        let versions = text.versions();
        let Some((first, first_text)) = versions.first() else { continue };
        for (other, other_text) in versions.iter().skip(1) {
            let label = |tag: &Option<&crate::mla::request::Language>| tag.map_or(String::new(), |tag| tag.to_string());
            let (a, b) = (numbers(first_text), numbers(other_text));
            if a != b {
                let difference = difference(&a, &b);
                findings.push(found(
                    "consistency.numbers",
                    Severity::Error,
                    field.clone(),
                    format!("Numbers and dates differ between {} and {}: {difference}.", label(first), label(other)),
                    "Compare the two versions; a number in words counts as missing.",
                    Some(31),
                ));
            }
            for name in &names {
                let (in_a, in_b) = (names_in(first_text, name), names_in(other_text, name));
                if in_a != in_b {
                    let (with, without) = if in_a { (first, other) } else { (other, first) };
                    findings.push(found(
                        "consistency.names",
                        Severity::Warning,
                        field.clone(),
                        format!("{name} stands in the {} version and not in the {} version.", label(with), label(without)),
                        "Name the same persons in both versions.",
                        Some(31),
                    ));
                }
            }
        }
    }
}

/// Every number in a text, digits only, sorted: `2. 3. 2026` and `2 March 2026` share 2 and 2026, so months in words are added.
fn numbers(text: &str) -> Vec<String> {
    let mut numbers = Vec::new();
    let latin = to_latin(text).to_lowercase();
    let chars: Vec<char> = latin.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        if chars[at].is_ascii_digit() {
            let start = at;
            // A separator between groups of exactly three digits belongs to the number: 12.500, 12,500, 12 500.
            while at < chars.len() {
                let group = |from: usize| {
                    chars.get(from..from + 3).is_some_and(|g| g.iter().all(char::is_ascii_digit))
                        && !chars.get(from + 3).is_some_and(char::is_ascii_digit)
                };
                if chars[at].is_ascii_digit() || (".,\u{a0}\u{202f}' ".contains(chars[at]) && at - start <= 3 && group(at + 1)) {
                    at += 1;
                } else {
                    break;
                }
            }
            let digits: String = chars[start..at].iter().filter(|c| c.is_ascii_digit()).collect();
            let trimmed = digits.trim_start_matches('0');
            numbers.push(if trimmed.is_empty() { "0".to_string() } else { trimmed.to_string() });
        } else {
            at += 1;
        }
    }
    let words: Vec<&str> = latin.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_number =
        |at: Option<usize>| at.and_then(|at| words.get(at)).is_some_and(|word| word.chars().all(|c| c.is_ascii_digit()));
    for (at, word) in words.iter().enumerate() {
        // "may" is a month beside a number only: "2 May 2026", "in May 2026".
        let may = *word == "may" && (is_number(at.checked_sub(1)) || is_number(Some(at + 1)));
        if let Some(month) = if may { Some(5) } else { month(word) } {
            numbers.push(month.to_string());
        }
    }
    numbers.sort();
    numbers
}

/// The month a word names, in the languages of requests (case endings included). Words that are also other words are left out.
fn month(word: &str) -> Option<u8> {
    const MONTHS: [&[&str]; 12] = [
        &["januar", "january", "janar", "januari", "gennaio", "jänner", "siječ"],
        &["februar", "february", "shkurt", "febbraio", "feber", "veljač"],
        &["mart", "march", "märz", "mars", "ožuj"],
        &["april", "aprile", "prill", "travnj"],
        &["maj", "mai", "maggio", "svibnj", "svibanj"],
        &["jun", "june", "juni", "qershor", "giugno", "lipnj", "lipanj"],
        &["jul", "july", "juli", "korrik", "luglio", "srpnj", "srpanj"],
        &["avgust", "august", "gusht", "agosto", "kolovoz"],
        &["septembar", "septembr", "september", "shtator", "settembre", "rujn", "rujan"],
        &["oktobar", "oktobr", "october", "oktober", "tetor", "ottobre", "listopad"],
        &["novembar", "novembr", "november", "nëntor", "novembre", "studen"],
        &["decembar", "decembr", "december", "dezember", "dhjetor", "dicembre", "prosinc", "prosinac"],
    ];
    // Short names take only a case ending; "may" and "marsh" must not become months.
    const ENDINGS: &[&str] = &["", "a", "u", "om", "i", "it", "ki", "ka", "t", "o", "ri", "s", "n"];
    (0..12)
        .find(|index| MONTHS[*index].iter().any(|stem| word.strip_prefix(stem).is_some_and(|ending| ENDINGS.contains(&ending))))
        .map(|index| index as u8 + 1)
}

fn difference(a: &[String], b: &[String]) -> String {
    let count = |list: &[String]| {
        let mut counts: BTreeMap<String, i32> = BTreeMap::new();
        for number in list {
            *counts.entry(number.clone()).or_default() += 1;
        }
        counts
    };
    let (a, b) = (count(a), count(b));
    let only = |x: &BTreeMap<String, i32>, y: &BTreeMap<String, i32>| {
        x.iter()
            .filter(|(number, n)| **n > y.get(*number).copied().unwrap_or(0))
            .map(|(number, _)| number.clone())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (left, right) = (only(&a, &b), only(&b, &a));
    match (left.is_empty(), right.is_empty()) {
        (false, false) => format!("{left} against {right}"),
        (false, true) => format!("{left} stands in the first only"),
        _ => format!("{right} stands in the second only"),
    }
}

fn names_in(text: &str, name: &str) -> bool {
    use crate::language::fold::fold;
    // A code name is no name that is declined: it stands there as it is, or not.
    if name.chars().any(|c| c.is_ascii_digit()) {
        return fold(text).contains(&fold(name));
    }
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).collect();
    words.iter().any(|word| match_full(name, word, Level::Normal).is_some()) || fold(text).contains(&fold(name))
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
    let _: Option<&Text> = None;
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn dates_and_amounts_agree_across_languages_and_scripts() {
        for (a, b) in [
            ("Am 2. März 2026 zahlte er 12.500 Euro.", "On 2 March 2026 he paid 12,500 euros."),
            ("Dana 2. 3. 2026. platio je 12.500 evra.", "Am 2. März 2026 zahlte er 12.500 Euro."),
            ("Дана 2. марта 2026. године", "Dana 2. marta 2026. godine"),
            ("Më 5 shkurt 2026 ai pagoi 800 euro", "Il 5 febbraio 2026 pagò 800 euro"),
            ("od 09.02.2026.", "vom 9. Februar 2026"),
            ("IBAN DE00 1234", "IBAN DE00 1234"),
        ] {
            assert_eq!(numbers(a), numbers(b), "{a} / {b}");
        }
        assert_ne!(numbers("8 Personen"), numbers("9 osoba"));
        assert_ne!(numbers("am 2. März"), numbers("2 April"));
    }
}
