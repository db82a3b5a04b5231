//! Values that look right and are not: each must be named, with its place and what to write.

use std::path::Path;

use serde_json::Value;

use super::support::{fixtures, json, rogatory, run, scratch};

/// What is changed in a sound request, into what, the rule that names it, its severity, words of the message or the remedy.
type Seed = (&'static str, &'static str, &'static str, &'static str, &'static [&'static str]);

fn findings(dir: &Path, text: &str) -> (i32, Vec<Value>) {
    std::fs::write(dir.join("seeded.toml"), text).expect("written");
    let (code, report) = json(rogatory().current_dir(dir).args(["mla", "check", "seeded.toml", "--json", "--on", "2026-03-02"]));
    (code, report["findings"].as_array().expect("findings").clone())
}

fn named(request: &str, seeds: &[Seed]) {
    let dir = scratch();
    let sound = std::fs::read_to_string(fixtures().join("requests").join(request)).expect("the request");
    let (code, before) = findings(dir.path(), &sound);
    assert_eq!(code, 0, "{request}");
    for (from, to, rule, severity, words) in seeds {
        let seeded = sound.replacen(from, to, 1);
        assert_ne!(seeded, sound, "{request} has no {from}");
        let (code, after) = findings(dir.path(), &seeded);
        let found = after.iter().find(|one| one["id"] == *rule && !before.contains(one));
        let found = found.unwrap_or_else(|| panic!("{request}: {to}: no {rule} among {after:#?}"));
        assert_eq!(found["severity"], *severity, "{found}");
        assert_eq!(code, i32::from(*severity == "error"), "{to}: {after:#?}");
        assert!(found["line"].as_u64().is_some_and(|line| line > 1), "{found}");
        let said = format!("{} {}", found["message"], found["fix"]);
        for word in *words {
            assert!(said.contains(word), "{word}: {said}");
        }
    }
}

#[test]
fn values_that_cannot_be_are_named() {
    named(
        "rs-de.toml",
        &[
            (
                "concept = \"smuggling_of_migrants\"",
                "concept = \"smugling_of_migrants\"",
                "legal.concept",
                "error",
                &["smuggling_of_migrants", "rogatory law concepts"],
            ),
            ("\"RS-CC-350-2\"", "\"RS-CC-530-2\"", "legal.provision", "error", &["no provision", "law list --jurisdiction RS"]),
            ("zone = \"Europe/Berlin\"", "zone = \"Europe/Berln\"", "consistency.zone", "error", &["Europe/Berlin", "UTC+1"]),
            ("id = \"F2\"", "id = \"F1\"", "consistency.ids", "error", &["F1 is used twice in facts"]),
            ("id = \"M2\"", "id = \"M1\"", "consistency.ids", "error", &["M1 is used twice in measures"]),
            ("born = \"1984-05-12\"", "born = \"2084-05-12\"", "consistency.dates", "error", &["lies in the future"]),
            ("born = \"1984-05-12\"", "born = \"2025-12\"", "consistency.dates", "error", &["after fact F1"]),
            ("born = \"1984-05-12\"", "born = \"1884\"", "consistency.dates", "warning", &["older than 115"]),
            // The day of birth of a protected person is not told.
            ("born = \"1999-09-09\"", "born = \"2029-09-09\"", "consistency.dates", "error", &["The day of birth of V1"]),
            (
                "date = \"2026-02-20\", annex = 1",
                "date = \"2026-03-20\", annex = 1",
                "consistency.dates",
                "error",
                &["decision D1", "after the request"],
            ),
            ("opened = \"2025-11-20\"", "opened = \"2026-11-20\"", "consistency.dates", "error", &["opening of the case"]),
            ("to = \"2025-12-31\"", "to = \"2025-10-31\"", "consistency.dates", "error", &["ends before it begins"]),
            // What the facts do not hold is unverified, not wrong.
            (
                "[\"Art 3\", \"Art 14\"]",
                "[\"Art 3\", \"Art 94\"]",
                "legal.treaty_article",
                "warning",
                &["say nothing of", "Art 94"],
            ),
            ("paragraph = \"2\"", "paragraph = \"9\"", "legal.article", "warning", &["Paragraph 9", "answers"]),
            (
                "instrument = \"ecma-ap2-2001\"",
                "instrument = \"warsaw-2005\"",
                "legal.participation",
                "warning",
                &["unverified in the legal facts", "CETS 198", "checked = "],
            ),
        ],
    );
}

#[test]
fn the_law_named_must_be_one() {
    named(
        "rs-de.toml",
        &[
            ("\"RS-CC-350-2\"", "\"MK-CC-418b-1\"", "legal.provision", "error", &["law of MK", "provision_abroad"]),
            ("\"RS-CC-350-2\"", "\"RS-CC-388-1\"", "legal.concept", "error", &["trafficking_in_persons"]),
            ("article = \"350\"", "article = \"388\"", "legal.article", "error", &["stands in article 350"]),
            (
                "penalty_max_months = 96",
                "penalty_max_months = 180",
                "legal.penalty",
                "error",
                &["15 years", "1 to 8 years", "RS-CC-350-2"],
            ),
            (
                "penalty_max_months = 96",
                "penalty_max_months = 96\npenalty_min_months = 24",
                "legal.penalty",
                "error",
                &["lowest penalty", "2 years"],
            ),
            ("penalty_max_months = 96", "penalty_max_months = 96\nlife = true", "legal.penalty", "error", &["life imprisonment"]),
            // The heavier form stands in another paragraph, with its own range.
            ("paragraph = \"2\"", "paragraph = \"4\"", "legal.penalty", "error", &["(4) 3 to 15 years"]),
            (
                "penalty = { sr-Latn = \"zatvor od 1 do 8 godina\", de = \"Freiheitsstrafe von 1 bis 8 Jahren\" }",
                "penalty = { sr-Latn = \"zatvor od 1 do 10 godina\", de = \"Freiheitsstrafe von 1 bis 10 Jahren\" }",
                "legal.penalty_words",
                "warning",
                &["8 years", "bis 10 Jahren"],
            ),
            ("\"§ 96 AufenthG\"", "\"RS-CC-350-2\"", "legal.abroad", "error", &["law of RS", "requested State is DE"]),
            ("\"§ 96 AufenthG\"", "\"§ 114 FPG\"", "legal.abroad", "error", &["law of AT"]),
            ("\"§ 96 AufenthG\"", "\"§ 232 StGB\"", "legal.abroad", "warning", &["trafficking_in_persons"]),
            ("\"§ 96 AufenthG\"", "\"§ 999 StGB\"", "legal.abroad", "warning", &["not among the provisions"]),
        ],
    );
    named(
        "al-it.toml",
        &[
            (
                "article = \"110/a\"",
                "article = \"298\"",
                "legal.concept",
                "warning",
                &["Article 298 of AL", "smuggling_of_migrants"],
            ),
            ("article = \"110/a\"", "article = \"999\"", "legal.article", "warning", &["not among the provisions"]),
            ("penalty_max_months = 180", "penalty_max_months = 48", "legal.penalty", "warning", &["4 years", "AL-CC-110.a-1"]),
        ],
    );
}

/// What differs between two languages: given names, and numbers of decisions wherever they stand.
#[test]
fn names_and_numbers_are_the_same_in_both_languages() {
    named(
        "rs-de.toml",
        &[
            (
                "de = \"Petar Izmišljeni brachte",
                "de = \"Pavel Izmišljeni brachte",
                "consistency.names",
                "warning",
                &["Petar stands in the sr-Latn"],
            ),
            ("de = \"Anordnung Kpp 7/2026\"", "de = \"Anordnung Kpp 8/2026\"", "consistency.numbers", "error", &["7", "8"]),
            (
                "de = \"Anordnung Kpp 7/2026\"",
                "de = \"Anordnung Kps 7/2026\"",
                "consistency.names",
                "warning",
                &["Kpp 7/2026 stands"],
            ),
            (
                "de = \"Strafverfahren KTO 31/2026.\"",
                "de = \"Strafverfahren KTI 31/2026.\"",
                "consistency.names",
                "warning",
                &["KTO 31/2026"],
            ),
        ],
    );
}

/// Names and places are given once for all languages, or once a language; a language that is left out is missed as with any text.
#[test]
fn names_and_places_may_differ_by_language() {
    let dir = scratch();
    let draft = |text: &str, languages: &[&str]| {
        std::fs::write(dir.path().join("r.toml"), text).expect("written");
        let (_, _, stderr) =
            run(rogatory().current_dir(dir.path()).args(["mla", "draft", "r.toml", "--to", "md", "--force"]).args(languages));
        assert!(stderr.is_empty(), "{stderr}");
        std::fs::read_to_string(dir.path().join("r.md")).expect("the draft")
    };
    let sound = std::fs::read_to_string(fixtures().join("requests/rs-de.toml")).expect("the request");
    let (_, before) = findings(dir.path(), &sound);
    // One text for all languages stands as it is in each.
    assert!(draft(&sound, &["--language", "de"]).contains("sudija T. Sudić"));
    for (from, to, field) in [
        (
            "[\"sudija T. Sudić\"]",
            "[{ sr-Latn = \"sudija T. Sudić\", de = \"Richter T. Sudić\" }]",
            "measures[0].video_conference.conducted_by[0]",
        ),
        (
            "copy_to = [\"Ministarstvo pravde, Beograd\"]",
            "copy_to = [{ sr-Latn = \"Ministarstvo pravde, Beograd\", de = \"Justizministerium, Belgrad\" }]",
            "hdr.copy_to[0]",
        ),
        ("town = \"Beograd\"", "town = { sr-Latn = \"Beograd\", de = \"Belgrad\" }", "auth[0].town"),
        (
            "name = \"Test Tužilac\", phone",
            "name = { sr-Latn = \"Test Tužilac\", de = \"Test Tuzilac\" }, phone",
            "auth[0].contacts[0].name",
        ),
    ] {
        let by_language = sound.replacen(from, to, 1);
        assert_ne!(by_language, sound, "{from}");
        assert_eq!(findings(dir.path(), &by_language).1, before, "{field}");
        let german = to.split("de = \"").nth(1).and_then(|rest| rest.split('"').next()).expect("the German");
        let words = draft(&by_language, &["--language", "de"]);
        assert!(words.contains(german), "{german}: {words}");
        let serbian = draft(&by_language, &["--language", "sr-Latn"]);
        assert!(!serbian.contains(german), "{german}: {serbian}");
        // Without the German it is missed.
        let without = by_language.replacen(&format!(", de = \"{german}\""), "", 1);
        let (code, after) = findings(dir.path(), &without);
        let missing =
            after.iter().find(|one| one["id"] == "translation.missing").unwrap_or_else(|| panic!("{field}: {after:#?}"));
        assert!(
            code == 1 && missing["message"].as_str().is_some_and(|words| words.contains(&format!("{field} (de)"))),
            "{missing}"
        );
    }
    // What was edited in the draft comes back into its language.
    let by_language =
        sound.replacen("[\"sudija T. Sudić\"]", "[{ sr-Latn = \"sudija T. Sudić\", de = \"Richter T. Sudić\" }]", 1);
    std::fs::write(dir.path().join("r.toml"), &by_language).expect("written");
    let at = |args: &[&str]| run(rogatory().current_dir(dir.path()).args(args));
    assert_eq!(at(&["mla", "draft", "r.toml", "--to", "docx", "--second-language", "de"]).0, 0);
    crate::support::edit_docx(&dir.path().join("r.docx"), |body| body.replace("Richter T. Sudić", "Richterin T. Sudić"));
    let (code, stdout, stderr) = at(&["mla", "read", "r.docx", "--request", "r.toml", "--on", "2026-03-02"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    let after = std::fs::read_to_string(dir.path().join("r.toml")).expect("the request");
    assert_eq!(after, by_language.replace("Richter T. Sudić", "Richterin T. Sudić"), "{stdout}");
}
