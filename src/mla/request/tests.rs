use super::*;

const SMALL: &str = r#"
form = "classical"

[hdr]
date = 2026-11-24
own_ref = "KTO 12/2026"
requesting_state = "RS"
requested_state = "DE"
languages = { original = "sr-Latn", translations = ["de"] }

[[persons]]
id = "P1"
role = "suspect"
surname = "Petrović"
given_names = "Milan"
born = "1987-03"
scripts.sr-Cyrl = "Милан Петровић"

[[facts]]
id = "F1"
date = "2026-02"
actors = ["P1"]
text.sr-Latn = "Dana 2. 2. 2026. prevezao je osam osoba."
text.de = "Am 2. Februar 2026 beförderte er acht Personen."

[[facts.cite]]
document = "aa"
page = 3

[[measures]]
id = "M1"
kind = "bank_data"
[measures.bank_data]
documents = ["statements"]
[[measures.bank_data.accounts]]
bank = "Beispielbank"
"#;

fn mistake(toml: &str) -> Mistake {
    Request::parse(toml).expect_err("a mistake")
}

#[test]
fn an_unfinished_request_still_parses() {
    let request = Request::parse(SMALL).unwrap();
    assert_eq!(request.form, FormId::Classical);
    assert_eq!(request.hdr.date.unwrap().to_string(), "2026-11-24");
    assert_eq!(request.persons[0].born.unwrap().to_string(), "1987-03");
    assert_eq!(request.shown_name("P1").as_deref(), Some("Milan Petrović"));
    assert_eq!(request.languages().len(), 2);
    assert_eq!(request.measures[0].bank_data.as_ref().unwrap().accounts[0].bank, "Beispielbank");
}

#[test]
fn a_protected_person_is_shown_by_code_only() {
    let request = Request::parse(&SMALL.replace("role = \"suspect\"", "role = \"victim\"\ncode = \"V1\"")).unwrap();
    assert_eq!(request.shown_name("P1").as_deref(), Some("V1"));
}

#[test]
fn unknown_fields_name_line_column_and_the_nearest_known_field() {
    let mistake = mistake(&SMALL.replace("own_ref", "own_reff"));
    assert_eq!((mistake.line, mistake.column), (6, 1), "{mistake}");
    assert!(mistake.message.contains("`own_reff`"), "{mistake}");
    assert_eq!(mistake.hint.as_deref(), Some("did you mean `own_ref`?"));
}

#[test]
fn impossible_dates_and_unknown_states_are_placed_and_explained() {
    let date = mistake(&SMALL.replace("\"1987-03\"", "\"1987-02-30\""));
    assert_eq!(date.line, 16, "{date}");
    assert!(date.message.contains("1987-02 has 28 days"), "{date}");
    let state = mistake(&SMALL.replace("requested_state = \"DE\"", "requested_state = \"Germany\""));
    assert_eq!((state.line, state.column), (8, 19), "{state}");
    assert!(state.message.contains("write \"DE\" for Germany"), "{state}");
    let unquoted = mistake(&SMALL.replace("date = 2026-11-24", "date = 2026-11-31"));
    assert_eq!(unquoted.line, 5, "{unquoted}");
}

#[test]
fn unknown_words_missing_fields_and_wrong_kinds_say_what_to_write() {
    let word = mistake(&SMALL.replace("\"suspect\"", "\"suspekt\""));
    assert_eq!(word.line, 13, "{word}");
    assert!(word.hint.as_deref().unwrap().starts_with("write \"suspect\""), "{word:?}");
    let form = mistake(&SMALL.replace("form = \"classical\"", ""));
    assert!(form.message.contains("`form` is missing"), "{form}");
    let kind = mistake(&SMALL.replace("documents = [\"statements\"]", "documents = \"statements\""));
    assert!(kind.message.contains("a list"), "{kind}");
    let tag = mistake(&SMALL.replace("text.de", "text.german"));
    assert!(tag.message.contains("not a language tag"), "{tag}");
    let syntax = mistake("form = \"classical\n");
    assert!(syntax.line == 1 && !syntax.message.is_empty(), "{syntax}");
}

#[test]
fn places_of_fields_are_found() {
    let source = Source::new(SMALL);
    let line = |path: &str| source.locate(path).map(|(line, _)| line);
    assert_eq!(line("hdr.own_ref"), Some(6));
    assert_eq!(line("persons[0].born"), Some(16));
    assert_eq!(line("measures[0].bank_data.accounts[0].bank"), Some(36));
    assert_eq!(line("measures[0].bank_data.period"), Some(33), "the block stands for what is not in it");
    assert_eq!(line("hdr.languages.translations"), Some(9));
    assert_eq!(line("cost"), None);
}

#[test]
fn ids_in_code_and_toml_agree() {
    for form in FormId::ALL {
        assert_eq!(serde_json::to_value(form).unwrap(), form.id());
        assert_eq!(FormId::from_id(form.id()), Some(form));
    }
    for kind in MeasureKind::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.id());
        assert_eq!(MeasureKind::from_id(kind.id()), Some(kind));
    }
}

#[test]
fn the_json_copy_leaves_out_what_is_empty_and_reads_back() {
    let request = Request::parse(SMALL).unwrap();
    let json = request.to_json();
    assert!(json.get("cost").is_some_and(|cost| cost.get("ordinary").is_none()) || json.get("cost").is_none());
    let back: Request = serde_json::from_value(json).unwrap();
    assert_eq!(back, request);
}

#[test]
fn the_published_schema_is_the_schema_of_the_code() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema/mla-request.json");
    let now = format!("{}\n", serde_json::to_string_pretty(&schema()).unwrap());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &now).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == now, "docs/schema/mla-request.json is stale: run the tests once with UPDATE_DOCS=1");
}

#[test]
fn the_schema_accepts_what_the_program_accepts() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let value: serde_json::Value = serde_json::to_value(Request::parse(SMALL).unwrap().to_json()).unwrap();
    let problems: Vec<String> =
        validator.iter_errors(&value).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(problems.is_empty(), "{problems:?}");
    let mut wrong = value;
    wrong["hdr"]["own_reff"] = "x".into();
    assert!(!validator.is_valid(&wrong), "unknown fields are refused by the schema, too");
}
