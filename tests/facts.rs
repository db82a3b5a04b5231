//! Nothing the facts hold is out of reach: the program is asked for all of it, and what it answers is held against the manifest.

use std::collections::BTreeMap;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{json, rogatory};

fn answer(words: &[&str]) -> Value {
    let (code, answer) = json(rogatory().args(words).arg("--json"));
    assert_eq!(code, 0, "{words:?}");
    answer
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().map_or(&[], Vec::as_slice)
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn manifest() -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/law/reference/manifest.json");
    serde_json::from_str(&std::fs::read_to_string(path).expect("the manifest")).expect("JSON")
}

/// Count and digest of the ids of each kind, as the manifest has them.
fn held_against_the_manifest(found: BTreeMap<&str, Vec<String>>) {
    let manifest = manifest();
    for (kind, mut ids) in found {
        ids.sort();
        let digest: String = Sha256::digest(ids.join("\n").as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(manifest[kind]["count"], ids.len(), "{kind}: {ids:?}");
        assert_eq!(manifest[kind]["sha256_of_ids"], digest, "{kind}: other ids");
    }
}

#[test]
fn every_provision_and_aggravation_is_listed_and_shown() {
    let answer = answer(&["law", "list"]);
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for provision in list(&answer, "provisions") {
        let id = text(provision, "id");
        found.entry("provisions").or_default().push(id.to_owned());
        let steps = list(provision, "aggravations").iter().enumerate();
        found.entry("aggravations").or_default().extend(steps.map(|(at, step)| format!("{id}/{at}/{}", text(step, "trigger"))));
        for field in ["as_of", "layer", "confidence"] {
            assert!(!text(provision, field).is_empty(), "{id}: {field}");
        }
    }
    // Each of them by its own name as well.
    let ids = found["provisions"].clone();
    let mut words = vec!["law", "show"];
    words.extend(ids.iter().map(String::as_str));
    let shown = self::answer(&words);
    let shown: Vec<&str> = list(&shown, "provisions").iter().map(|provision| text(provision, "id")).collect();
    assert!(ids.iter().all(|id| shown.contains(&id.as_str())));
    held_against_the_manifest(found);
}

#[test]
fn every_treaty_party_date_and_declaration_is_shown() {
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for treaty in list(&answer(&["treaty", "list"]), "treaties") {
        let id = text(treaty, "id");
        found.entry("instruments").or_default().push(id.to_owned());
        let shown = answer(&["treaty", "show", id]);
        let whole = list(&shown, "treaties").first().expect("the treaty asked for");
        let contents = list(whole, "request_contents").iter().map(|content| text(content, "id").to_owned());
        found.entry("request_contents").or_default().extend(contents);
        let grounds = list(whole, "refusal_grounds").iter();
        found
            .entry("refusal_grounds")
            .or_default()
            .extend(grounds.map(|g| format!("{id}/{}/{}", text(g, "ref"), text(g, "kind"))));
        for (state, party) in whole["parties"].as_object().into_iter().flatten() {
            found.entry("parties").or_default().push(format!("{id}/{state}/{}", text(party, "status")));
            for field in ["signed", "ratified", "in_force"] {
                if let Some(date) = party[field].as_str() {
                    found.entry("party_dates").or_default().push(format!("{id}/{state}/{field}/{date}"));
                }
            }
            let declared = list(party, "declarations").iter();
            let declared = declared.map(|d| format!("{id}/{state}/{}/{}", text(d, "ref"), text(d, "summary")));
            found.entry("declarations").or_default().extend(declared);
        }
    }
    held_against_the_manifest(found);
}

#[test]
fn every_standard_state_authority_and_word_is_listed() {
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let ids = |answer: &Value, name: &str, id: &str| -> Vec<String> {
        list(answer, name).iter().map(|entry| text(entry, id).to_owned()).collect()
    };
    found.insert("standards", ids(&answer(&["law", "standards"]), "standards", "id"));
    let states = answer(&["law", "jurisdictions"]);
    found.insert("jurisdictions", ids(&states, "jurisdictions", "iso"));
    for state in list(&states, "jurisdictions") {
        let iso = text(state, "iso");
        let authorities = list(state, "central_authorities").iter();
        let authorities = authorities.map(|a| format!("{iso}/{}/{}", text(a, "name_en"), text(a, "instrument")));
        found.entry("central_authorities").or_default().extend(authorities);
    }
    let vocabulary = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/law/reference/vocabulary.json");
    let vocabulary: Value = serde_json::from_str(&std::fs::read_to_string(vocabulary).expect("the vocabulary")).expect("JSON");
    for (name, terms) in vocabulary.as_object().into_iter().flatten() {
        if terms.as_array().is_some_and(|terms| terms.iter().any(|term| term["id"].is_string())) {
            let words = answer(&["law", "concepts", "--words", name]);
            found.entry("vocabulary").or_default().extend(ids(&words, name, "id").into_iter().map(|id| format!("{name}/{id}")));
        }
    }
    held_against_the_manifest(found);
}
