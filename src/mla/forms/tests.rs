use std::collections::HashSet;

use super::*;
use crate::mla::request::{self, FormId, MeasureKind};

fn rows() -> usize {
    include_str!("data/fields.csv").lines().count() - 1
}

#[test]
fn every_form_of_the_request_is_here_in_the_same_order() {
    let ids: Vec<&str> = all().iter().map(|form| form.id.as_str()).collect();
    assert_eq!(ids, FormId::ALL.map(FormId::id));
    for form in all() {
        for place in &form.blocks {
            let block = place.block().unwrap_or_else(|| panic!("{}: no block {}", form.id, place.block));
            assert!(word(Set::Headings, &block.heading, "en").is_some(), "{}", block.heading);
            assert!(place.need != Need::Conditional || !place.when.is_empty(), "{} {}: no condition", form.id, block.id);
            assert!(!block.fields().is_empty(), "{} has no field", block.id);
        }
        for language in LANGUAGES {
            assert_ne!(form.title(language), form.id);
        }
    }
}

#[test]
fn every_row_of_the_table_is_a_field_with_a_label() {
    assert_eq!(FIELDS.len(), rows(), "a row does not parse");
    for field in FIELDS.iter() {
        assert!(word(Set::Labels, &field.label, "en").is_some(), "{} {}: label {}", field.group, field.path, field.label);
        match &field.kind {
            Kind::Rows(group_name) | Kind::Object(group_name) => assert!(!group(group_name).is_empty(), "no group {group_name}"),
            Kind::Term(prefix) | Kind::Terms(prefix) => {
                assert!(keys(Set::Terms).iter().any(|key| key.starts_with(&format!("{prefix}."))), "no term {prefix}");
            }
            _ => {}
        }
    }
}

#[test]
fn every_sub_form_has_fields_and_a_title() {
    for kind in MeasureKind::ALL {
        assert!(!group(&format!("measure.{}", kind.id())).is_empty(), "{}", kind.id());
        assert!(word(Set::Terms, &format!("measure.{}", kind.id()), "mk").is_some());
    }
}

/// A field nobody can fill in would be silently empty: every path must exist in the schema of the request.
#[test]
fn every_path_exists_in_the_request() {
    let schema = request::schema();
    let lists = [
        ("authority", "auth"),
        ("earlier", "hdr.earlier"),
        ("basis", "legal"),
        ("person", "persons"),
        ("company", "companies"),
        ("offence", "offences"),
        ("dual", "dual"),
        ("measure", "measures"),
        ("formality", "formalities"),
        ("annex", "annexes"),
    ];
    for field in FIELDS.iter().filter(|f| f.path != "provision_shown") {
        let list = lists.iter().find(|(group, _)| *group == field.group).map(|(_, list)| (*list).to_owned());
        let sub_form = field.group.strip_prefix("measure.").map(|kind| format!("measures.{kind}"));
        let used_by = FIELDS.iter().find(|f| matches!(&f.kind, Kind::Rows(g) | Kind::Object(g) if *g == field.group));
        // Rows of a table inside a list are found from their parent's place.
        let base = list.or(sub_form).or_else(|| {
            used_by.map(|parent| {
                let above = lists.iter().find(|(group, _)| *group == parent.group).map(|(_, list)| format!("{list}."));
                let above = above.or_else(|| parent.group.strip_prefix("measure.").map(|kind| format!("measures.{kind}.")));
                format!("{}{}", above.unwrap_or_default(), parent.path)
            })
        });
        let path = base.map_or(field.path.clone(), |base| format!("{base}.{}", field.path));
        assert!(exists(&schema, &schema, &path), "{}: {path}", field.group);
    }
}

fn exists(schema: &serde_json::Value, at: &serde_json::Value, path: &str) -> bool {
    let at = follow(schema, at);
    let Some((head, rest)) = path.split_once('.').map(|(h, r)| (h, Some(r))).or((!path.is_empty()).then_some((path, None)))
    else {
        return true;
    };
    let Some(next) = at["properties"].get(head) else { return false };
    rest.is_none_or(|rest| exists(schema, next, rest))
}

/// Through references, optional values and lists to the thing itself.
fn follow<'a>(schema: &'a serde_json::Value, at: &'a serde_json::Value) -> &'a serde_json::Value {
    if let Some(name) = at["$ref"].as_str().and_then(|r| r.rsplit('/').next()) {
        return follow(schema, &schema["$defs"][name]);
    }
    if let Some(first) =
        at["anyOf"].as_array().or(at["allOf"].as_array()).and_then(|all| all.iter().find(|one| one["type"] != "null"))
    {
        return follow(schema, first);
    }
    if at["items"].is_object() {
        return follow(schema, &at["items"]);
    }
    at
}

#[test]
fn every_closed_list_of_the_request_has_its_words() {
    let schema = request::schema();
    for (definition, prefix) in [
        ("Role", "role"),
        ("Channel", "channel"),
        ("Stage", "stage"),
        ("Status", "status"),
        ("EarlierKind", "earlier"),
        ("UrgencyGround", "urgency"),
        ("Participation", "participation"),
        ("ElementResult", "result"),
        ("Consent", "consent"),
        ("DataClass", "data"),
        ("FormWanted", "evidence"),
        ("Transmission", "transmission"),
        ("Direction", "direction"),
        ("Sex", "sex"),
        ("AssetAction", "asset"),
        ("AnnexKind", "annex_kind"),
        ("MeasureKind", "measure"),
        ("FormId", "form"),
    ] {
        let values = values(&schema["$defs"][definition]);
        assert!(!values.is_empty(), "{definition} is no closed list");
        for value in values {
            assert!(word(Set::Terms, &format!("{prefix}.{value}"), "sq").is_some(), "{prefix}.{value}");
        }
    }
}

fn values(definition: &serde_json::Value) -> HashSet<String> {
    let plain = definition["enum"].as_array().into_iter().flatten();
    let commented = definition["oneOf"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|one| one["enum"].as_array().into_iter().flatten().chain(one.get("const")));
    plain.chain(commented).filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

#[test]
fn nothing_of_ours_claims_to_be_reviewed() {
    for language in LANGUAGES {
        for set in [Set::Labels, Set::Terms, Set::Phrases] {
            let review = review(set, language).unwrap_or_else(|| panic!("{set:?} {language}"));
            assert!(review.status == "unreviewed" || (review.by.is_some() && review.on.is_some()), "a review names who and when");
        }
    }
    assert!(!reviewed("sq"));
}
