//! The JSON Schemas under docs/schema describe what the program prints: all of it, and nothing else.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::{fixtures, indexed_case, json, rogatory, scratch};

fn schema(name: &str) -> Value {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema").join(format!("{name}.json"));
    serde_json::from_slice(&std::fs::read(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()))).expect("a JSON file")
}

/// The same schema, refusing every field it does not name: what is printed and not described is found. (The published
/// schemas let unknown fields pass, since fields may be added.)
fn strict(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if map.contains_key("properties") {
                map.entry("additionalProperties").or_insert(Value::Bool(false));
            }
            map.values_mut().for_each(strict);
        }
        Value::Array(items) => items.iter_mut().for_each(strict),
        _ => {}
    }
}

fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).expect("a schema");
    validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn check(name: &str, command: &mut Command) -> Value {
    let (_, value) = json(command);
    let mut schema = schema(name);
    assert_eq!(faults(&schema, &value), Vec::<String>::new(), "{name}");
    strict(&mut schema);
    assert_eq!(faults(&schema, &value), Vec::<String>::new(), "{name}, fields that are not described");
    value
}

fn in_case(args: &[&str]) -> Command {
    let mut command = rogatory();
    command.arg("--case").arg(indexed_case()).args(args).arg("--json");
    command
}

#[test]
fn answers_of_a_search() {
    for args in [
        &["search", "krijumčarenje kombi", "--explain"][..],
        &["search", "krimcarenje -kombi", "--explain"],
        &["search", "concept:smuggling_of_migrants", "--limit", "100"],
        &["search", "type:mail OR type:image", "--limit", "100"],
        &["search", "typ:mail"],
    ] {
        check("search", &mut in_case(args));
    }
}

#[test]
fn documents_and_citations() {
    let all = check("search", &mut in_case(&["search", "source:case", "--limit", "200"]));
    for hit in all["hits"].as_array().expect("hits") {
        check("show", &mut in_case(&["show", hit["document"].as_str().expect("a document"), "--text"]));
    }
    check("show", &mut in_case(&["show", "izvestaj-01.pdf", "--meta"]));
    check("citation", &mut in_case(&["cite", "izvestaj-01.pdf", "--page", "2", "--quote", "у пет"]));
    check("citation", &mut in_case(&["cite", "sluzbena-beleska.txt"]));
}

#[test]
fn lists_of_terms() {
    let folder = scratch();
    let list = folder.path().join("terms.txt");
    std::fs::write(&list, "krijumčarenje\nnemaovereči\n").expect("a file");
    check("terms", in_case(&["terms"]).arg(&list));
}

#[test]
fn the_register_of_a_case() {
    check("status", &mut in_case(&["status"]));
    check("verify", &mut in_case(&["verify", "--quick", "--no-journal"]));
    check("doctor", &mut in_case(&["doctor"]));
    let folder = scratch();
    let case = folder.path().join("case");
    json(rogatory().args(["init", "--json"]).arg(&case));
    let mut index = rogatory();
    index.arg("--case").arg(&case).args(["index", "--json", "-q"]).arg(fixtures().join("case/01-policija"));
    check("index", &mut index);
    std::fs::remove_file(case.join("index/meta.json")).expect("the index");
    let damaged = check("verify", rogatory().arg("--case").arg(&case).args(["verify", "--no-journal", "--json"]));
    assert_eq!(damaged["intact"], false);
}

#[test]
fn the_law_and_what_binds_two_states() {
    let states = "AL,BA,BA-FBIH,BA-RS,XK,RS,HR,AT,DE,FR,JP";
    for offence in ["RS-CC-388-1", "RS-CC-350-2", "AL-CC-298-1"] {
        check("law-dual", rogatory().args(["law", "dual", "--json", "--offence", offence, "--in", states]));
    }
    for (concept, standard) in [("trafficking_in_persons", "UN-TIP-3"), ("smuggling_of_migrants", "UN-SOM-6-1")] {
        let words = ["law", "compare", concept, "--in", "RS,AL,BA-RS,DE,JP", "--with", standard, "--json"];
        check("law-compare", rogatory().args(words));
    }
    check("law-provisions", rogatory().args(["law", "list", "--json"]));
    for state in ["XK", "BA", "DE"] {
        check("law-jurisdictions", rogatory().args(["law", "jurisdictions", state, "--json"]));
    }
    check("law-jurisdictions", rogatory().args(["law", "jurisdictions", "--json"]));
    for pair in [["RS", "DE"], ["XK", "RS"], ["BA-FBIH", "AT"], ["DE", "FR"], ["JP", "RS"]] {
        check("treaty-between", rogatory().args(["treaty", "between", "--json", "--on", "2026-11-01"]).args(pair));
    }
}

#[test]
fn imported_acts() {
    let folder = scratch();
    let ours = |words: &[&str]| {
        let mut command = rogatory();
        command.arg("--library").arg(folder.path()).arg("law").args(words).arg("--json");
        command
    };
    let act = fixtures().join("statutes/sr-before.txt");
    for day in ["2020-01-01", "2024-01-01"] {
        let words = ["import", "--jurisdiction", "RS", "--act", "CC", "--as-of", day];
        let answer = check("law-import", ours(&words).arg(&act));
        assert_eq!(answer["acts"][0]["report"]["articles"], 9);
    }
    check("law-texts", &mut ours(&["texts"]));
    check("law-provisions", &mut ours(&["show", "RS-CC-350"]));
    check("law-read", &mut ours(&["read", "RS-CC", "--all"]));
    check("law-diff", &mut ours(&["diff", "RS-CC@2020-01-01", "RS-CC@2024-01-01"]));
    for query in ["putnik", "smuggling", "zzyzxq"] {
        check("law-search", &mut ours(&["search", query]));
    }
}

#[test]
fn a_schema_refuses_what_it_does_not_describe() {
    let (_, mut answer) = json(&mut in_case(&["search", "kombi"]));
    answer["coverage"]["reasons"]["tired"] = 1.into();
    assert_eq!(faults(&schema("search"), &answer).len(), 1);
    answer["coverage"]["reasons"] = serde_json::json!({});
    answer["hits"][0]["document"] = "d79c9607d66d".into();
    assert_eq!(faults(&schema("search"), &answer).len(), 1);
}
