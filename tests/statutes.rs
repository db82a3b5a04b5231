//! Full texts of acts: import, search, reading beside the facts, differences, export. The acts are invented.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::support::{fixtures, json, rogatory, run, scratch};

fn library(dir: &Path) -> std::process::Command {
    let mut command = rogatory();
    command.arg("--library").arg(dir);
    command
}

fn import(dir: &Path, file: &str, more: &[&str]) -> (i32, Value) {
    json(library(dir).args(["--json", "law", "import"]).arg(fixtures().join("statutes").join(file)).args(more))
}

#[test]
fn each_habit_of_writing_is_understood() {
    let dir = scratch();
    for (file, jurisdiction, language) in [
        ("sr-before.txt", "RS", "sr-Latn"),
        ("sr-narrow-cyrillic.txt", "ME", "sr-Cyrl"),
        ("sq-slash.txt", "AL", "sq"),
        ("mk-after.txt", "MK", "mk"),
        ("hr-columns.txt", "HR", "hr"),
        ("de-code.md", "DE", "de"),
        ("fr-code.md", "FR", "fr"),
        ("it-bis.txt", "IT", "it"),
        ("sl-number-first.txt", "SI", "sl"),
    ] {
        let (code, answer) =
            import(dir.path(), file, &["--jurisdiction", jurisdiction, "--act", "Invented", "--language", language]);
        assert_eq!(code, 0, "{file}: {answer}");
        let act = &answer["acts"][0];
        assert!(act["report"]["articles"].as_u64() >= Some(3), "{file}: {answer}");
        assert_eq!(act["sha256"].as_str().map(str::len), Some(64));
    }
    let (_, texts) = json(library(dir.path()).args(["--json", "law", "texts"]));
    assert_eq!(texts["texts"].as_array().map(Vec::len), Some(9), "{texts}");
}

#[test]
fn what_is_no_act_is_refused_and_nothing_is_stored() {
    let dir = scratch();
    let rubbish = dir.path().join("rubbish.bin");
    fs::write(&rubbish, (0u32..4000).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect::<Vec<u8>>()).expect("rubbish");
    let empty = dir.path().join("empty.txt");
    fs::write(&empty, "").expect("an empty file");
    let shelf = dir.path().join("library");
    fs::create_dir(&shelf).expect("a folder");
    for file in [fixtures().join("statutes/novel.txt"), rubbish, empty, fixtures().join("case/07-iskazi/ahmad-ar.txt")] {
        let (code, stdout, stderr) =
            run(library(&shelf).args(["law", "import", "--jurisdiction", "RS", "--act", "CC"]).arg(&file));
        assert_eq!(code, 2, "{}: {stdout}", file.display());
        assert!(stderr.contains("nothing was stored"), "{stderr}");
        assert_eq!(fs::read_dir(&shelf).expect("the library").count(), 0, "{}", file.display());
    }
}

#[test]
fn articles_are_found_in_either_script_and_shown_beside_the_facts() {
    let dir = scratch();
    import(dir.path(), "sr-before.txt", &["--jurisdiction", "RS", "--act", "CC", "--as-of", "2020-01-01"]);
    let (code, found) = json(library(dir.path()).args(["--json", "law", "search", "превођење путника", "--in", "RS"]));
    assert_eq!(code, 0, "{found}");
    assert_eq!(found["articles"][0]["article"], "350", "{found}");
    assert!(found["articles"][0]["passages"][0]["marks"].as_array().is_some_and(|marks| !marks.is_empty()));
    assert_eq!(found["acts"][0], "RS-CC@2020-01-01");
    // The index follows what is imported.
    import(dir.path(), "sq-slash.txt", &["--jurisdiction", "AL", "--act", "CC"]);
    let (_, found) = json(library(dir.path()).args(["--json", "law", "search", "dënohet"]));
    assert!(
        found["articles"].as_array().is_some_and(|hits| hits.iter().any(|hit| hit["act"].to_string().contains("AL-CC"))),
        "{found}"
    );
    let (code, shown) = json(library(dir.path()).args(["--json", "law", "show", "RS-CC-350-2"]));
    assert_eq!(code, 0);
    let text = &shown["texts"][0];
    assert!(text["text"].as_str().is_some_and(|text| text.contains("prevede putnika")), "{shown}");
    assert!(text["penalties"].as_array().is_some_and(|rows| rows.iter().any(|row| row["verdict"] == "agree")), "{text}");
    let (code, _, stderr) = run(library(dir.path()).args(["law", "search", "\"otvoreno"]));
    assert_eq!(code, 2);
    assert!(stderr.contains('^'), "{stderr}");
}

#[test]
fn an_amended_code_is_noticed() {
    let dir = scratch();
    let old = fs::read_to_string(fixtures().join("statutes/sr-before.txt")).expect("the act");
    import(dir.path(), "sr-before.txt", &["--jurisdiction", "RS", "--act", "CC", "--as-of", "2020-01-01"]);
    let new = old.replace("kazniće se zatvorom od jedne do osam godina", "kazniće se zatvorom od dve do deset godina");
    assert_ne!(old, new);
    let file = dir.path().join("new.txt");
    fs::write(&file, new).expect("the amended act");
    let (code, answer) = json(
        library(dir.path())
            .args(["--json", "law", "import", "--jurisdiction", "RS", "--act", "CC", "--as-of", "2026-01-01"])
            .arg(&file),
    );
    assert_eq!(code, 0, "{answer}");
    let (code, read) = json(library(dir.path()).args(["--json", "law", "read", "RS-CC", "--article", "350"]));
    assert_eq!(code, 0);
    let rows = read["comparisons"][0]["rows"].as_array().expect("rows");
    let changed = rows.iter().find(|row| row["fact"] == "RS-CC-350-2").expect("the fact");
    assert_eq!((&changed["verdict"], &changed["text"]["max_months"]), (&"differ".into(), &120.into()), "{read}");
    let (code, stdout, stderr) = run(library(dir.path()).args(["law", "diff", "RS-CC@2020-01-01", "RS-CC@2026-01-01"]));
    assert!(matches!(code, 0 | 1), "{stderr}");
    assert!(stdout.contains("350") && stdout.contains("deset"), "{stdout}");
}

#[test]
fn akoma_ntoso_goes_out_and_comes_back_the_same() {
    let dir = scratch();
    import(
        dir.path(),
        "sr-before.txt",
        &["--jurisdiction", "RS", "--act", "CC", "--as-of", "2020-01-01", "--language", "sr-Latn"],
    );
    let (code, akn, stderr) = run(library(dir.path()).args(["law", "export", "RS-CC", "--to", "akn"]));
    assert_eq!(code, 0, "{stderr}");
    assert!(akn.contains("<akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\""), "{}", &akn[..300]);
    let file = dir.path().join("act.xml");
    fs::write(&file, &akn).expect("the file");
    let second = dir.path().join("second");
    fs::create_dir(&second).expect("a folder");
    let words =
        ["--json", "law", "import", "--jurisdiction", "RS", "--act", "CC", "--as-of", "2020-01-01", "--language", "sr-Latn"];
    let (code, answer) = json(library(&second).args(words).arg(&file));
    assert_eq!(code, 0, "{answer}");
    let (_, before, _) = run(library(dir.path()).args(["law", "export", "RS-CC", "--to", "text"]));
    let (_, after, _) = run(library(&second).args(["law", "export", "RS-CC", "--to", "text"]));
    assert_eq!(before, after);
}
