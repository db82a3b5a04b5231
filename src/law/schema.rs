//! The JSON Schemas of the reference files under `docs/schema`, made from the types that read them and held against every file.
//!
//! `UPDATE_DOCS=1 cargo test law::schema` writes them.

#![cfg(test)]

use std::path::{Path, PathBuf};

use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use super::instrument::Instrument;
use super::jurisdiction::Jurisdiction;
use super::provision::{CompanyLiability, GeneralPart, PendingChange, Provision};
use super::standard::Standard;
use super::vocabulary::Vocabulary;

const AS_OF: &str = "The month in which the file was last looked through, YYYY-MM";

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn generator() -> SchemaGenerator {
    SchemaSettings::draft2020_12().into_generator()
}

/// A file: its own keys, `as_of`, and what the types of its parts say.
fn file(
    title: &str,
    about: &str,
    mut properties: Map<String, Value>,
    required: &[&str],
    generator: &mut SchemaGenerator,
) -> Value {
    properties.insert("as_of".into(), json!({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "description": AS_OF}));
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title, "description": about, "type": "object",
        "properties": properties, "required": required,
        "$defs": generator.take_definitions(true),
    });
    partial(&mut schema["$defs"]);
    schema
}

/// An office's file names only the fields it changes: inside an entry nothing is required. (A new entry that lacks a field is
/// refused by the program, with the field's name.)
fn partial(definitions: &mut Value) {
    for definition in definitions.as_object_mut().into_iter().flat_map(Map::values_mut) {
        if let Some(object) = definition.as_object_mut() {
            object.remove("required");
        }
    }
}

/// The properties of a type whose fields stand at the top of its file.
fn fields<T: schemars::JsonSchema>(generator: &mut SchemaGenerator) -> Map<String, Value> {
    let schema = T::json_schema(generator).to_value();
    schema["properties"].as_object().cloned().unwrap_or_default()
}

fn of<T: schemars::JsonSchema>(generator: &mut SchemaGenerator) -> Value {
    generator.subschema_for::<T>().to_value()
}

fn offences() -> Value {
    let mut generator = generator();
    let text = json!({"type": "string"});
    let mut properties = Map::new();
    properties.insert("jurisdiction".into(), json!({"type": "string", "description": "RS, BA-FBIH"}));
    properties.insert("general_part".into(), of::<Option<GeneralPart>>(&mut generator));
    properties.insert("company_liability".into(), of::<Option<CompanyLiability>>(&mut generator));
    properties.insert("pending_changes".into(), json!({"type": "array", "items": of::<PendingChange>(&mut generator)}));
    properties.insert("provisions".into(), json!({"type": "array", "items": of::<Provision>(&mut generator)}));
    properties.insert("definitions_of_group".into(), json!({"type": ["object", "null"], "additionalProperties": text}));
    for key in ["text_copies_read", "text_copies_read_other_laws"] {
        properties
            .insert(key.into(), json!({"type": "array", "items": text, "description": "Addresses of the copies that were read"}));
    }
    properties.insert("official_place_named_by_the_copies".into(), json!({"type": ["string", "null"]}));
    let about = "Provisions and general part of one code: src/law/reference/offences, or facts/offences in an office's library";
    let mut schema = file("rogatory reference: offences", about, properties, &["as_of", "jurisdiction"], &mut generator);
    schema["$defs"]["Provision"]["required"] = json!(["id", "source", "confidence"]);
    schema
}

fn one<T: schemars::JsonSchema>(title: &str, about: &str, id: &str) -> Value {
    let mut generator = generator();
    let properties = fields::<T>(&mut generator);
    file(title, about, properties, &["as_of", id], &mut generator)
}

fn standards() -> Value {
    let mut generator = generator();
    let items = json!({"type": "array", "items": of::<Standard>(&mut generator)});
    let properties = Map::from_iter([("standards".to_owned(), items)]);
    let mut schema = file(
        "rogatory reference: standards",
        "International rules a national offence is measured against",
        properties,
        &["as_of", "standards"],
        &mut generator,
    );
    schema["$defs"]["Standard"]["required"] = json!(["id"]);
    schema
}

/// Name of the schema, the schema, and the reference files it describes.
fn all() -> Vec<(&'static str, Value, Vec<PathBuf>)> {
    let folder = |name: &str| -> Vec<PathBuf> {
        let path = root("src/law/reference").join(name);
        let files = std::fs::read_dir(path).expect("the reference files").flatten().map(|entry| entry.path());
        files.filter(|path| path.file_name().is_some_and(|name| name != "reading_notes.json")).collect()
    };
    let single = |name: &str| vec![root("src/law/reference").join(name)];
    let treaty = "One instrument: src/law/reference/treaties, or facts/treaties in an office's library";
    let state = "One State: src/law/reference/jurisdictions, or facts/jurisdictions in an office's library";
    let words = "The words all other files may use";
    vec![
        ("reference-offences", offences(), folder("offences")),
        ("reference-treaty", one::<Instrument>("rogatory reference: treaty", treaty, "id"), folder("treaties")),
        (
            "reference-jurisdiction",
            one::<Jurisdiction>("rogatory reference: jurisdiction", state, "iso"),
            folder("jurisdictions"),
        ),
        ("reference-standards", standards(), single("standards.json")),
        (
            "reference-vocabulary",
            one::<Vocabulary>("rogatory reference: vocabulary", words, "concepts"),
            single("vocabulary.json"),
        ),
    ]
}

#[test]
fn the_published_schemas_are_those_of_the_types() {
    for (name, schema, _) in all() {
        let path = root("docs/schema").join(format!("{name}.json"));
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).expect("JSON"));
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, &text).expect("the schema");
        }
        let published = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(published == text, "docs/schema/{name}.json is not up to date: UPDATE_DOCS=1 cargo test law::schema");
    }
}

#[test]
fn every_reference_file_follows_its_schema() {
    let mut seen = 0;
    for (name, schema, files) in all() {
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        for path in files {
            let value: Value = serde_json::from_slice(&std::fs::read(&path).expect("a file")).expect("JSON");
            let faults: Vec<String> = validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(faults.is_empty(), "{name}, {}: {faults:#?}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen} files");
}

#[test]
fn a_schema_refuses_what_the_program_refuses() {
    let validator = jsonschema::validator_for(&offences()).expect("a schema");
    let entry = json!({"id": "AT-FPG-114-1", "source": "read", "confidence": "sourced", "penalty": {"max_months": 36}});
    let file = |entry: Value| json!({"as_of": "2026-12", "jurisdiction": "AT", "provisions": [entry]});
    assert!(validator.is_valid(&file(entry.clone())), "a correction that names only what it changes");
    for (field, value) in
        [("penalti", json!({})), ("confidence", json!("certain")), ("gain", json!("sometimes")), ("penalty", json!(36))]
    {
        let mut wrong = entry.clone();
        wrong[field] = value;
        assert!(!validator.is_valid(&file(wrong)), "{field}");
    }
    let mut unsourced = entry;
    unsourced.as_object_mut().expect("an object").remove("source");
    assert!(!validator.is_valid(&file(unsourced)));
}
