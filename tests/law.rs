//! The law as data: dual criminality, treaties, comparison, and an office's own layer.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::support::{json, rogatory, run, scratch};

/// The verdict of each State on a conduct.
fn verdicts(conduct: &str, states: &str) -> (i32, Vec<Value>) {
    let dir = scratch();
    let file = dir.path().join("conduct.toml");
    fs::write(&file, conduct).expect("a conduct file");
    let (code, answer) = json(rogatory().args(["law", "dual", "--json", "--in", states, "--conduct"]).arg(&file));
    (code, answer["verdicts"].as_array().cloned().unwrap_or_else(|| panic!("no verdicts: {answer}")))
}

fn told(conduct: &str, states: &str) -> Vec<(String, String)> {
    let of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    verdicts(conduct, states).1.iter().map(|v| (of(&v["state"]), of(&v["verdict"]))).collect()
}

fn same(found: &[(String, String)], wanted: &[(&str, &str)]) {
    let found: Vec<(&str, &str)> = found.iter().map(|(state, verdict)| (state.as_str(), verdict.as_str())).collect();
    assert_eq!(found, wanted);
}

fn status(verdict: &Value, element: &str) -> String {
    let elements = verdict["elements"].as_array().expect("elements");
    let found = elements.iter().find(|entry| entry["element"] == element);
    found.and_then(|entry| entry["status"].as_str()).unwrap_or("absent").to_owned()
}

#[test]
fn a_helper_without_gain_is_punishable_in_some_states_only() {
    let conduct = "acts = [\"facilitate_entry\"]\ngain = false\nfrom = \"RS\"\nto = \"DE\"\n";
    // Germany takes repetition or several persons in place of gain: that must be shown.
    same(
        &told(conduct, "RS,DE,HR,AT,AL"),
        &[("RS", "no"), ("DE", "yes_with_conditions"), ("HR", "no"), ("AT", "no"), ("AL", "yes")],
    );
    let (_, all) = verdicts(conduct, "RS,DE");
    assert_eq!((status(&all[0], "gain"), status(&all[1], "gain")), ("not_met".into(), "unclear".into()));
    let reason = all[1]["elements"].to_string();
    assert!(reason.contains("repeated") || reason.contains("several"), "{reason}");
}

#[test]
fn an_albanian_helper_for_nothing_is_no_smuggler_in_croatia() {
    let conduct = "acts = [\"facilitate_entry\"]\ngain = false\nfrom = \"BA\"\nto = \"HR\"\n";
    same(&told(conduct, "AL,HR"), &[("AL", "yes"), ("HR", "no")]);
}

#[test]
fn the_bosnian_state_offence_asks_for_a_border_and_a_domestic_case_goes_to_the_entity() {
    let conduct = |border: bool| {
        format!(
            "acts = [\"recruit\"]\nmeans = [\"deception\"]\npurposes = [\"prostitution\"]\nvictim_age = 25\ncross_border = {border}\n"
        )
    };
    let (_, abroad) = verdicts(&conduct(true), "BA");
    assert_eq!((&abroad[0]["verdict"], &abroad[0]["provision"]), (&"yes".into(), &"BA-CC-186-1".into()));
    let (_, at_home) = verdicts(&conduct(false), "BA,BA-FBIH,BA-RS,BA-BRC");
    assert_eq!(at_home[1]["provision"], "BAFBIH-CC-210a-1");
    assert_eq!(at_home[1]["verdict"], "yes");
    // What nobody has verified gives no answer.
    assert_eq!((&at_home[2]["verdict"], &at_home[3]["verdict"]), (&"cannot_say".into(), &"cannot_say".into()));
    assert_ne!(at_home[0]["provision"], "BA-CC-186-1");
}

#[test]
fn for_a_child_no_means_are_needed() {
    let child = "acts = [\"recruit\", \"transport\"]\nmeans = []\npurposes = [\"prostitution\"]\nvictim_age = 15\n";
    for (state, verdict) in told(child, "RS,AL,ME,MK,XK,BA-FBIH,HR,SI,AT,DE,IT,FR") {
        assert_eq!(verdict, "yes", "{state}");
    }
    let adult = "acts = [\"recruit\"]\nmeans = []\npurposes = [\"prostitution\"]\nvictim_age = 30\n";
    same(&told(adult, "RS,AL,DE,HR,SI"), &[("RS", "no"), ("AL", "no"), ("DE", "no"), ("HR", "no"), ("SI", "yes")]);
}

#[test]
fn austrian_smuggling_stays_below_the_line_of_serious_crime() {
    let (_, all) = verdicts("acts = [\"facilitate_entry\"]\ngain = true\nfrom = \"RS\"\nto = \"AT\"\n", "AT");
    let thresholds = all[0]["thresholds"].to_string();
    assert!(thresholds.contains("not by the base form (up to 2 years)"), "{thresholds}");
}

#[test]
fn a_company_suspect_towards_germany_is_a_condition_not_a_yes() {
    let conduct = "acts = [\"facilitate_entry\"]\ngain = true\nfrom = \"RS\"\nto = \"DE\"\nlegal_person = true\n";
    let (_, all) = verdicts(conduct, "DE");
    assert_eq!(all[0]["verdict"], "yes_with_conditions");
    assert_eq!(status(&all[0], "legal_person"), "unclear");
    assert!(all[0]["elements"].to_string().contains("regulatory"), "{}", all[0]["elements"]);
}

#[test]
fn an_unverified_fact_never_gives_a_bare_yes() {
    let offences = json(rogatory().args(["law", "list", "--json"])).1;
    let unverified: Vec<String> = offences["provisions"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|fact| fact["confidence"] == "unverified" && fact["acts"].as_array().is_some_and(|acts| !acts.is_empty()))
        .filter_map(|fact| fact["id"].as_str().map(str::to_owned))
        .collect();
    assert!(!unverified.is_empty());
    for state in ["RS", "DE", "BA-RS", "BA-BRC"] {
        let (_, answer) = json(rogatory().args(["law", "dual", "--json", "--offence", "RS-CC-388-1", "--in", state]));
        for verdict in answer["verdicts"].as_array().into_iter().flatten() {
            let rests_on = verdict["provision"].as_str().unwrap_or_default();
            assert!(verdict["verdict"] != "yes" || !unverified.iter().any(|id| id == rests_on), "{verdict}");
        }
    }
    // Cannot say: exit code 3.
    assert_eq!(json(rogatory().args(["law", "dual", "--json", "--offence", "RS-CC-388-1", "--in", "BA-RS"])).0, 3);
}

fn bonds(words: &[&str]) -> Vec<(String, String)> {
    let (_, answer) = json(rogatory().args(["treaty", "between", "--json"]).args(words));
    let of = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let bonds = answer["bonds"].as_array().unwrap_or_else(|| panic!("no bonds: {answer}"));
    bonds.iter().map(|bond| (of(&bond["instrument"]), of(&bond["standing"]))).collect()
}

#[test]
fn what_binds_depends_on_the_day() {
    let standing = |words: &[&str], id: &str| bonds(words).into_iter().find(|(bond, _)| bond == id).map(|(_, standing)| standing);
    assert_eq!(standing(&["RS", "DE", "--on", "2026-01-01"], "ecma-1959").as_deref(), Some("binding"));
    assert_ne!(standing(&["RS", "DE", "--on", "2001-01-01"], "ecma-1959").as_deref(), Some("binding"));
}

#[test]
fn kosovo_stands_outside_the_conventions_and_has_its_own_law() {
    let found = bonds(&["XK", "RS"]);
    assert!(found.iter().any(|(id, standing)| id == "xk-law-04-l-213" && standing == "domestic_law"), "{found:?}");
    assert!(found.iter().all(|(_, standing)| standing != "binding"), "{found:?}");
}

#[test]
fn every_view_shows_where_a_fact_comes_from_and_an_office_corrects_it_in_its_own_folder() {
    let dir = scratch();
    let facts = dir.path().join("facts/offences");
    fs::create_dir_all(&facts).expect("a folder");
    fs::write(
        facts.join("RS.json"),
        r#"{"jurisdiction": "RS", "as_of": "2026-11", "provisions": [{"id": "RS-CC-350-2", "penalty": {"min_months": 24, "max_months": 120, "text_own_words": "changed by our office"}, "source": "https://office.invalid/note-7", "confidence": "sourced"}]}"#,
    )
    .expect("an office's fact");
    let with = |library: Option<&Path>| {
        let mut command = rogatory();
        command.args(["law", "show", "RS-CC-350-2", "--json"]);
        if let Some(folder) = library {
            command.arg("--library").arg(folder);
        }
        json(&mut command).1["provisions"][0].clone()
    };
    let (ours, theirs) = (with(Some(dir.path())), with(None));
    assert_eq!((&ours["penalty"]["max_months"], &theirs["penalty"]["max_months"]), (&120.into(), &96.into()));
    assert_ne!(ours["layer"], theirs["layer"]);
    assert!(ours["source"].to_string().contains("office.invalid"), "{ours}");
    // What it does not name stays as it was.
    assert_eq!(ours["acts"], theirs["acts"]);
    fs::write(facts.join("RS.json"), "{\"jurisdiction\": \"RS\", \"provisions\": [{\"id\": 7}]}").expect("a broken fact");
    let (code, _, stderr) = run(rogatory().args(["law", "list", "--library"]).arg(dir.path()));
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("RS.json"), "{stderr}");
}

#[test]
fn tables_fit_the_terminal_and_cut_no_word() {
    let commands: [&[&str]; 6] = [
        &["law", "compare", "trafficking_in_persons", "--in", "RS,AL,ME,MK,XK,DE", "--with", "UN-TIP-3"],
        &["law", "penalties", "smuggling_of_migrants", "--in", "RS,AL,DE"],
        &["law", "dual", "--offence", "RS-CC-350-2", "--in", "DE,IT"],
        &["law", "list", "--jurisdiction", "RS"],
        &["treaty", "between", "RS", "DE"],
        &["law", "jurisdictions"],
    ];
    for words in commands {
        for columns in [80usize, 120] {
            let (code, stdout, stderr) = run(rogatory().args(words).env("COLUMNS", columns.to_string()));
            assert!(matches!(code, 0 | 3), "{words:?}: {stderr}");
            for line in stdout.lines() {
                let width = unicode_width::UnicodeWidthStr::width(line);
                assert!(
                    width <= columns || !line.trim_start().contains(' ') || line.contains("http"),
                    "{words:?} at {columns}: {line}"
                );
            }
        }
    }
}

#[test]
fn a_comparison_is_written_in_every_format() {
    let dir = scratch();
    let words = ["law", "compare", "smuggling_of_migrants", "--in", "RS,AL,DE", "--to", "html,docx,pdf,csv", "--out"];
    let (code, stdout, stderr) = run(rogatory().args(words).arg(dir.path().join("annex")));
    assert_eq!(code, 0, "{stdout}{stderr}");
    for (extension, magic) in [("html", "<!"), ("docx", "PK"), ("pdf", "%PDF-"), ("csv", "")] {
        let file = fs::read_dir(dir.path())
            .expect("the folder")
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.extension().is_some_and(|e| e == extension))
            .unwrap_or_else(|| panic!("no {extension}"));
        let bytes = fs::read(&file).expect("a file");
        assert!(bytes.len() > 200 && bytes.starts_with(magic.as_bytes()), "{}", file.display());
    }
}

#[test]
fn slips_are_answered_with_what_is_known() {
    for (words, near) in [
        (["law", "show", "RS-CC-3888"].as_slice(), "RS-CC-388"),
        (&["law", "compare", "smugling_of_migrants", "--in", "RS"], "smuggling_of_migrants"),
        (&["treaty", "show", "ecma1959"], "ecma-1959"),
        (&["law", "dual", "--offence", "RS-CC-350-2", "--in", "Germny"], "ISO 3166"),
    ] {
        let (code, _, stderr) = run(rogatory().args(words));
        assert_eq!(code, 2, "{words:?}: {stderr}");
        assert!(stderr.contains(near), "{words:?}: {stderr}");
    }
}
