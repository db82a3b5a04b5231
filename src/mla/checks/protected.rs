//! Protected persons: no name of theirs leaves the sealed annex. The list stands in `case.toml` (`[[protected]]`: names, variants,
//! code), and every person of the request with a `code` is protected, too.

use serde::Deserialize;
use serde_json::Value;

use super::{Finding, Inputs};
use crate::language::fold::fold;
use crate::language::names::{Level, match_word};
use crate::mla::request::Request;
use crate::mla::rules::{Kind, Severity};

/// A person whose name must not be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Protected {
    /// Code name that stands for the person.
    pub code: String,
    /// Full names.
    pub names: Vec<String>,
    /// Other spellings, nicknames, handles.
    pub variants: Vec<String>,
}

impl Protected {
    /// The list of `case.toml`. `Err` says what is wrong there.
    pub fn read(settings: &toml::Table) -> Result<Vec<Protected>, String> {
        match settings.get("protected") {
            None => Ok(Vec::new()),
            Some(value) => value.clone().try_into::<Vec<Protected>>().map_err(|error| {
                format!(
                    "[[protected]] in case.toml: {} (write code = \"V1\", names = [\"…\"], variants = [\"…\"])",
                    error.message()
                )
            }),
        }
    }

    /// The protected persons of a request: those with a code.
    pub fn of_request(request: &Request) -> Vec<Protected> {
        let persons = request.persons.iter().filter(|person| person.is_protected());
        persons
            .map(|person| {
                let mut names = vec![person.full_name()];
                names.extend(person.scripts.values().cloned());
                let mut variants = person.other_names.clone();
                variants.extend(person.aliases.iter().cloned());
                Protected { code: person.code.trim().to_string(), names, variants }
            })
            .collect()
    }
}

/// Where in a text a protected person is named: the words found. A full name is found in any order of its parts, in either script,
/// declined; a single part (a surname alone) only where no other reading is likely: at least four letters and capitalised.
pub fn found_in(text: &str, person: &Protected) -> Option<String> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'' && c != '’').filter(|word| !word.is_empty()).collect();
    for name in person.names.iter().chain(&person.variants) {
        let parts: Vec<&str> = name.split_whitespace().collect();
        match parts.as_slice() {
            [] => {}
            [single] => {
                if let Some(word) = words.iter().find(|word| same(single, word)) {
                    return Some((*word).to_string());
                }
            }
            many => {
                // Each word is held against each part once: windows overlap, and comparing names is dear.
                let hits: Vec<Vec<bool>> = many.iter().map(|part| words.iter().map(|word| same(part, word)).collect()).collect();
                // All parts within a window a little longer than the name.
                let window = many.len() + 1;
                for start in 0..words.len() {
                    let end = (start + window).min(words.len());
                    if hits.iter().all(|part| part[start..end].contains(&true)) {
                        return Some(words[start..end].join(" "));
                    }
                }
                // The surname alone names the person as well.
                if let (Some(surname), Some(hits)) = (many.last(), hits.last())
                    && surname.chars().count() >= 4
                    && let Some((word, _)) = words.iter().zip(hits).find(|(word, hit)| **hit && capitalised(word))
                {
                    return Some((*word).to_string());
                }
            }
        }
    }
    None
}

fn same(part: &str, word: &str) -> bool {
    if part.chars().count() < 3 {
        return fold(part) == fold(word);
    }
    match_word(part, word, Level::Normal).is_some()
}

fn capitalised(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Fields in which names of protected persons may stand: the person's own block (it feeds the sealed annex) and citations' paths are
/// looked at separately.
pub fn findings(inputs: &Inputs<'_>) -> Vec<Finding> {
    let mut everyone: Vec<Protected> = inputs.protected.to_vec();
    everyone.extend(Protected::of_request(inputs.request));
    if everyone.is_empty() {
        return Vec::new();
    }
    let mut json = inputs.request.to_json();
    // The block of a protected person holds the identity for the sealed annex; it is not shown elsewhere.
    if let Some(persons) = json.get_mut("persons").and_then(Value::as_array_mut) {
        persons.retain(|person| person.get("code").is_none());
    }
    let mut findings = Vec::new();
    walk(&json, "", &mut |path, text| {
        for person in &everyone {
            if found_in(text, person).is_some() {
                findings.push(Finding {
                    id: "protected.named".into(),
                    kind: Kind::Finding,
                    severity: Severity::Error,
                    reference: "CETS 197 Art 11; rule of this program: no protected name outside the sealed annex".into(),
                    field: path.to_string(),
                    place: None,
                    message: format!("The protected person {} is named here.", person.code),
                    fix: format!("Write {} instead; the name belongs only in the person's own block.", person.code),
                    reason: Some(54),
                });
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_other_scripts_orders_and_cases_and_strangers_are_not() {
        let person = Protected { code: "V1".into(), names: vec!["Jelena Marković".into()], variants: vec!["Lenka".into()] };
        for text in [
            "Saslušana je Jelena Marković.",
            "Сведочила је Јелена Марковић",
            "MARKOVIĆ Jelena",
            "sa Jelenom Marković",
            "Lenka je rekla",
        ] {
            assert!(found_in(text, &person).is_some(), "{text}");
        }
        for text in ["Jelena Petrović", "Saslušan je Marko", "V1 je saslušana"] {
            assert!(found_in(text, &person).is_none(), "{text}");
        }
    }
}
