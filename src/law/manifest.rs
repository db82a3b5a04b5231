//! Nothing is lost: the reference files are held against the manifest, and the derived fields against their prose.

#![cfg(test)]

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::library::Library;
use super::provision::{AttemptReach, CompanyLiabilityKind, NatureKind, SparesKind};

fn library() -> Library {
    Library::load(None).expect("the built-in facts")
}

fn digest(mut ids: Vec<String>) -> (usize, String) {
    ids.sort();
    let hash = Sha256::digest(ids.join("\n").as_bytes());
    (ids.len(), hash.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[test]
fn everything_the_manifest_lists_is_here() {
    let library = library();
    let mut here: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for fact in library.provisions() {
        here.entry("provisions").or_default().push(fact.id.clone());
        for (at, step) in fact.aggravations.iter().enumerate() {
            here.entry("aggravations").or_default().push(format!("{}/{at}/{}", fact.id, step.trigger));
        }
    }
    for fact in library.instruments() {
        here.entry("instruments").or_default().push(fact.id.clone());
        here.entry("request_contents").or_default().extend(fact.request_contents.iter().map(|c| c.id.clone()));
        let grounds = fact.refusal_grounds.iter().map(|g| format!("{}/{}/{}", fact.id, g.reference, g.kind));
        here.entry("refusal_grounds").or_default().extend(grounds);
        for (state, party) in &fact.parties {
            here.entry("parties").or_default().push(format!("{}/{state}/{}", fact.id, party.status.word()));
            for (field, date) in [("signed", party.signed), ("ratified", party.ratified), ("in_force", party.in_force)] {
                if let Some(date) = date {
                    here.entry("party_dates").or_default().push(format!("{}/{state}/{field}/{date}", fact.id));
                }
            }
            let declared = party.declarations.iter().map(|d| format!("{}/{state}/{}/{}", fact.id, d.reference, d.summary));
            here.entry("declarations").or_default().extend(declared);
        }
    }
    here.insert("standards", library.standards().iter().map(|s| s.id.clone()).collect());
    for fact in library.jurisdictions() {
        here.entry("jurisdictions").or_default().push(fact.iso.clone());
        let authorities = fact.central_authorities.iter().map(|a| format!("{}/{}/{}", fact.iso, a.name_en, a.instrument));
        here.entry("central_authorities").or_default().extend(authorities);
    }
    let algorithms = library.identifier_algorithms().algorithms;
    let id = |value: &serde_json::Value| value.get("id").and_then(|id| id.as_str()).map(str::to_owned);
    here.insert("identifier_algorithms", algorithms.iter().filter_map(id).collect());
    let words = serde_json::to_value(library.vocabulary()).expect("the vocabulary");
    for (list, terms) in words.as_object().expect("lists") {
        let ids = terms.as_array().into_iter().flatten().filter_map(id).map(|id| format!("{list}/{id}"));
        here.entry("vocabulary").or_default().extend(ids);
    }
    here.insert("sub_jurisdictions", library.vocabulary().sub_jurisdictions.iter().map(|part| part.id.clone()).collect());

    let manifest: serde_json::Value = serde_json::from_str(include_str!("reference/manifest.json")).expect("the manifest");
    let mut seen = 0;
    for (kind, wanted) in manifest.as_object().expect("kinds").iter().filter(|(_, value)| value.is_object()) {
        let (count, hash) = digest(here.remove(kind.as_str()).unwrap_or_default());
        assert_eq!(Some(count as u64), wanted["count"].as_u64(), "{kind}: count");
        assert_eq!(Some(hash.as_str()), wanted["sha256_of_ids"].as_str(), "{kind}: ids");
        seen += 1;
    }
    assert!(here.is_empty() && seen == 14, "{:?}", here.keys());
}

/// The words a derived field names are the words that stand in the prose.
#[test]
fn derived_fields_agree_with_their_prose() {
    let library = library();
    for fact in library.standards() {
        if let Some(by) = &fact.defined_by {
            assert!(fact.text_own_words.contains(&by.derived_from), "{}: defined_by", fact.id);
            assert!(fact.required_acts.is_empty() && fact.required_means.is_empty(), "{}: defined twice", fact.id);
        }
    }
    for fact in library.provisions() {
        let own = format!(
            "{} {} {} {} {}",
            fact.heading_own_words,
            fact.summary,
            fact.penalty.text_own_words,
            fact.penalty.note.as_deref().unwrap_or_default(),
            fact.gain_note.as_deref().unwrap_or_default()
        );
        for route in &fact.gain_routes {
            assert!(own.contains(&route.derived_from), "{}: gain_routes", fact.id);
            assert!(route.acts.iter().all(|act| fact.acts.contains(act)), "{}: acts of gain_routes", fact.id);
        }
        if let Some(needs) = &fact.needs {
            assert!(own.contains(&needs.derived_from), "{}: needs", fact.id);
        }
        for rule in &fact.spares {
            assert!(own.contains(&rule.derived_from), "{}: spares", fact.id);
            assert_eq!(fact.concept, "non_punishment", "{}: spares", fact.id);
            let lower = rule.derived_from.to_lowercase();
            let says_none = lower.contains("no dedicated") || lower.contains("no express");
            assert_eq!(rule.kind == SparesKind::GeneralNoDedicated, says_none, "{}: spares", fact.id);
        }
        assert!(fact.concept != "non_punishment" || !fact.spares.is_empty(), "{}: whom it spares is not said", fact.id);
        if let Some(nature) = &fact.nature {
            assert!(own.contains(&nature.derived_from), "{}: nature", fact.id);
            let word = match nature.kind {
                NatureKind::Contravention => "contravention",
                NatureKind::Misdemeanour => "misdemeanour",
                NatureKind::Administrative => "administrative",
            };
            assert!(own.contains(word), "{}: nature", fact.id);
        }
        if let Some(reach) = &fact.reach {
            match reach.derived_from.strip_prefix("summary: ") {
                Some(words) => assert!(fact.summary.contains(words), "{}: reach", fact.id),
                None => assert!(fact.territorial_scope.is_some(), "{}: reach without a scope", fact.id),
            }
        }
        assert!(fact.territorial_scope.is_none() || fact.reach.is_some(), "{}: scope without reach", fact.id);
        if let Some(attempt) = &fact.attempt_stated {
            let summary = &library.provision(&attempt.provision).expect("the provision named").summary;
            assert!(summary.contains(&attempt.derived_from), "{}: attempt_stated", fact.id);
            assert_eq!(attempt.stated, !attempt.derived_from.contains("not punishable"), "{}", fact.id);
        }
    }
}

#[test]
fn attempt_thresholds_and_company_liability_agree_with_their_prose() {
    let library = library();
    let numbers = [("three years", 36), ("five years", 60)];
    for code in library.codes() {
        let Some(general) = &code.general_part else { continue };
        if let Some(rule) = &general.attempt {
            for (words, months) in numbers {
                if rule.rule == AttemptReach::Threshold {
                    assert_eq!(
                        rule.text_own_words.contains(words),
                        rule.threshold_months == Some(months),
                        "{} {words}",
                        code.jurisdiction
                    );
                }
            }
            assert_eq!(rule.rule == AttemptReach::Threshold, rule.threshold_months.is_some(), "{}", code.jurisdiction);
            // The entry on the article itself says the same.
            for fact in code.provisions.iter().filter(|fact| fact.concept == "attempt" && rule.rule == AttemptReach::Threshold) {
                for (words, months) in numbers {
                    if fact.summary.contains(words) {
                        assert_eq!(rule.threshold_months, Some(months), "{}", fact.id);
                    }
                }
            }
            if let Some(serious) = &rule.serious_crime {
                assert!(general.note.as_deref().unwrap_or_default().contains(&serious.derived_from), "{}", code.jurisdiction);
            }
        }
        if let Some(liability) = &code.company_liability {
            let fact = library.provision(&liability.provision).expect("the provision named");
            let prose = format!("{} {} {}", fact.heading_own_words, fact.summary, fact.penalty.text_own_words);
            assert!(prose.contains(&liability.derived_from), "{}", code.jurisdiction);
            assert_eq!(liability.confidence, fact.confidence, "{}", code.jurisdiction);
            let lower = prose.to_lowercase();
            match liability.kind {
                CompanyLiabilityKind::RegulatoryFine => {
                    assert!(lower.contains("regulatory fine") && lower.contains("no criminal liability"))
                }
                CompanyLiabilityKind::MeasuresOnly => assert!(lower.contains("security measures")),
                CompanyLiabilityKind::Criminal => assert!(!lower.contains("no criminal liability"), "{}", code.jurisdiction),
                CompanyLiabilityKind::NotRead => {}
            }
        }
    }
    for state in library.jurisdictions() {
        for recognition in &state.recognition {
            let says_no = state
                .recognition_notes
                .iter()
                .any(|note| note.text.contains("not recognise") || note.text.contains("not recognised"));
            assert_eq!(recognition.recognised, !says_no, "{}", state.iso);
        }
    }
}
