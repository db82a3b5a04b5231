//! Words, names, ideas and numbers in every language of the bundled case: what a query must find, on which page, and what it must not.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{fixtures, indexed_case, json, rogatory, run};

/// Path of each document found, and the places in it.
fn found(query: &[&str]) -> BTreeMap<String, Vec<String>> {
    let (code, answer) =
        json(rogatory().arg("--case").arg(indexed_case()).args(["search", "--json", "--limit", "100"]).args(query));
    assert!(matches!(code, 0 | 1 | 3), "{query:?}: exit {code}");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let places = |hit: &Value| hit["units"].as_array().into_iter().flatten().map(|u| text(&u["locator"]["label"])).collect();
    answer["hits"].as_array().expect("hits").iter().map(|hit| (text(&hit["path"]), places(hit))).collect()
}

/// Query, places that must come (a path, maybe a page behind `#`), paths that must not.
type Story = (&'static [&'static str], &'static [&'static str], &'static [&'static str]);

const REPORT: &str = "01-policija/izvestaj-01.pdf";
const STATEMENT: &str = "01-policija/zapisnik-svedok-A.docx";
const NOTE: &str = "01-policija/sluzbena-beleska.txt";
const ALBANIAN: &str = "02-shqiperi/procesverbal.pdf";
const PRESS: &str = "02-shqiperi/njoftim.html";
const MACEDONIAN: &str = "03-makedonija/записник-сослушување.pdf";
const BOSNIAN: &str = "04-bosna/zapisnik-granicna.docx";
const GERMAN: &str = "07-iskazi/bericht-lka.pdf";
const ENGLISH: &str = "07-iskazi/statement-ahmad-en.pdf";
const ARABIC: &str = "07-iskazi/ahmad-ar.txt";

const STORIES: &[Story] = &[
    // Bosnian, Croatian, Montenegrin, Serbian: both scripts, every typing, every ending
    (&["krijumcarenje"], &["01-policija/izvestaj-01.pdf#p. 2", NOTE, BOSNIAN], &[GERMAN, ALBANIAN]),
    (&["кријумчарењем"], &["01-policija/izvestaj-01.pdf#p. 2", NOTE, BOSNIAN], &[GERMAN, ALBANIAN]),
    (&["krijumcarenje", "--no-script"], &[NOTE], &[REPORT]),
    (&["krijumčarenje", "--no-inflection"], &[NOTE], &[BOSNIAN]),
    (&["=кријумчарења"], &[REPORT], &[NOTE]),
    (&["dijete"], &[BOSNIAN, "01-policija/izvestaj-01.pdf#p. 1", "04-bosna/nalaz.html"], &[GERMAN]),
    (&["dijete hitna"], &[BOSNIAN], &["04-bosna/nalaz.html"]),
    (&["svedok"], &[STATEMENT, "01-policija/izvestaj-01.pdf#p. 3"], &[ALBANIAN]),
    (&["пасош"], &[STATEMENT, "03-makedonija/записник-сослушување.pdf#p. 2"], &[ALBANIAN, ENGLISH]),
    (&["kombi"], &[STATEMENT, "04-bosna/nalaz.html", REPORT], &[PRESS]),
    // A name typed as a plain word: its renderings in other languages, too
    (
        &["Dzaferi"],
        &[REPORT, STATEMENT, ALBANIAN, MACEDONIAN, BOSNIAN, "02-shqiperi/deklarate.docx"],
        &["04-bosna/arhiva-1998.txt", PRESS],
    ),
    (&["Dzaferi", "--names", "strict"], &[REPORT, BOSNIAN], &[ALBANIAN]),
    (&["dzaferi"], &[REPORT, BOSNIAN], &[ALBANIAN]),
    // Macedonian
    (&["криумчарење"], &["03-makedonija/записник-сослушување.pdf#p. 1"], &[GERMAN, REPORT]),
    (&["куќа"], &["03-makedonija/записник-сослушување.pdf#p. 1", "03-makedonija/izjava.txt"], &[REPORT]),
    // Albanian
    (&["kontrabande"], &["02-shqiperi/procesverbal.pdf#p. 2"], &[PRESS, REPORT]),
    (&["viktima"], &["02-shqiperi/procesverbal.pdf#p. 2", PRESS], &[REPORT]),
    (&["pasaporta"], &["02-shqiperi/procesverbal.pdf#p. 1", PRESS], &["04-bosna/nalaz.html"]),
    // German, English, Arabic
    (&["Schleuser"], &[GERMAN, "05-posta/paket.zip!/posta/prosledjeno.eml"], &[REPORT]),
    (&["pay"], &[ENGLISH], &[GERMAN]),
    (&["debt bondage"], &["07-iskazi/statement-ahmad-en.pdf#p. 2"], &[GERMAN]),
    (&["الخالدي"], &[ARABIC], &[ENGLISH]),
    (&["\"евра у пет делова\""], &["01-policija/izvestaj-01.pdf#p. 2", "01-policija/izvestaj-01.pdf#p. 3"], &[GERMAN]),
    // Ideas: one question, every language
    (
        &["concept:smuggling_of_migrants"],
        &[REPORT, "02-shqiperi/procesverbal.pdf#p. 2", "07-iskazi/statement-ahmad-en.pdf#p. 1", GERMAN],
        &["04-bosna/arhiva-1998.txt"],
    ),
    (&["concept:smuggling_of_migrants", "--no-glossary"], &[], &[REPORT, ALBANIAN]),
    // Names
    (
        &["name:Dzaferi"],
        &[REPORT, STATEMENT, ALBANIAN, MACEDONIAN, BOSNIAN, GERMAN, ENGLISH],
        &["04-bosna/arhiva-1998.txt", PRESS],
    ),
    (&["name:Dzaferi", "--names", "strict"], &[REPORT, MACEDONIAN, BOSNIAN], &[ALBANIAN, GERMAN]),
    (&["name:\"Muhamed Dschaferi\""], &[REPORT, ALBANIAN, GERMAN], &[PRESS]),
    // One part vouches for the other, of which one letter may differ
    (&["name:\"Muhamed Dzaferi\""], &[REPORT, ALBANIAN, "02-shqiperi/deklarate.docx"], &[PRESS]),
    (&["name:\"Arta Hodza\""], &["02-shqiperi/procesverbal.pdf#p. 1", STATEMENT, REPORT], &[PRESS]),
    (&["name:Đorđe"], &["01-policija/dopis-mup.txt", MACEDONIAN], &[REPORT]),
    (&["name:أحمد"], &[ARABIC], &[GERMAN]),
    (&["name:Ahmad", "--names", "wide"], &[ARABIC, ENGLISH, REPORT], &["04-bosna/arhiva-1998.txt"]),
    // Numbers, however they are written
    (
        &["plate:bg417zk"],
        &[REPORT, NOTE, "01-policija/dopis-mup.txt", "01-policija/tablice.csv", MACEDONIAN, GERMAN, "09-finansije/vozila.xls"],
        &["09-finansije/stara-beleska.rtf"],
    ),
    (&["plate:\"БГ 417 ЗК\""], &[REPORT, GERMAN], &["09-finansije/stara-beleska.rtf"]),
    (&["phone:064/000-12-34"], &[REPORT, NOTE, "06-telefoni/pozivi.csv"], &["02-shqiperi/deklarate.docx"]),
    (&["phone:0001234"], &[REPORT, NOTE, "06-telefoni/pozivi.csv"], &["04-bosna/arhiva-1998.txt"]),
    (&["phone:\"069 000 1234\""], &["02-shqiperi/procesverbal.pdf#p. 2"], &[REPORT]),
    (&["iban:DE89370400440532013000"], &["01-policija/izvestaj-01.pdf#p. 3", GERMAN], &[NOTE]),
    (&["imei:\"49-015420-323751-8\""], &["01-policija/izvestaj-01.pdf#p. 2", STATEMENT, BOSNIAN], &["01-policija/granica.log"]),
    (&["doc:P00000147"], &["01-policija/izvestaj-01.pdf#p. 2", STATEMENT], &[GERMAN]),
    (&["id:1705979710051"], &["01-policija/izvestaj-01.pdf#p. 1"], &[NOTE]),
    // Nothing
    (&["скривено"], &[], &[REPORT, "02-shqiperi/njoftim.html"]),
];

#[test]
fn every_query_finds_what_it_must_and_nothing_it_must_not() {
    let mut wrong = Vec::new();
    for (query, must, must_not) in STORIES {
        let hits = found(query);
        for place in *must {
            let (path, page) = place.split_once('#').map_or((*place, None), |(path, page)| (path, Some(page)));
            match (hits.get(path), page) {
                (None, _) => wrong.push(format!("{query:?} does not find {path}")),
                (Some(places), Some(page)) if !places.iter().any(|p| p == page) => {
                    wrong.push(format!("{query:?} finds {path} on {places:?}, not on {page}"));
                }
                _ => {}
            }
        }
        wrong.extend(must_not.iter().filter(|path| hits.contains_key(**path)).map(|path| format!("{query:?} finds {path}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The queries of the fixtures' own table of truth.
#[test]
fn the_table_of_truth_is_answered() {
    let truth: Value = serde_json::from_slice(&std::fs::read(fixtures().join("truth.json")).unwrap()).unwrap();
    let list = |value: &Value| -> Vec<String> {
        value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    for story in truth["queries"].as_array().unwrap() {
        let query = story["query"].as_str().unwrap();
        let hits = found(&[query]);
        for path in list(&story["must"]) {
            assert!(hits.contains_key(&path), "{query} does not find {path}: {hits:?}");
        }
        for path in list(&story["must_not"]) {
            assert!(!hits.contains_key(&path), "{query} finds {path}");
        }
        if list(&story["must"]).is_empty() {
            assert!(hits.is_empty(), "{query}: {hits:?}");
        }
    }
}

/// A word of slang means something else, too: a hit that rests on it says so.
#[test]
fn slang_is_marked_as_such() {
    let dir = tempfile::tempdir().unwrap();
    let (case, files) = (dir.path().join("case"), dir.path().join("files"));
    std::fs::create_dir(&files).unwrap();
    std::fs::write(files.join("poruka.txt"), "Večeras je igra, budi spreman.\n").unwrap();
    run(rogatory().args(["init", "-q"]).arg(&case));
    run(rogatory().arg("--case").arg(&case).args(["index", "-q", "--ocr", "off"]).arg(&files));
    let ask = |form: &str| {
        run(rogatory().arg("--case").arg(&case).args(["search", "concept:illegal_border_crossing", "--format", form])).1
    };
    let answer: Value = serde_json::from_str(&ask("json")).unwrap();
    assert_eq!(answer["hits"][0]["units"][0]["passages"][0]["marks"][0][2], "slang", "{answer}");
    assert!(ask("table").contains("¶ 1 (slang)"), "{}", ask("table"));
    let (_, listed, _) = run(rogatory().args(["law", "concepts", "--words", "glossary"]));
    assert!(listed.contains("illegal_border_crossing"), "{listed}");
}

/// A citation in a list names the page of its own row.
#[test]
fn each_row_of_a_csv_cites_its_own_page() {
    let (_, out, _) = run(rogatory().arg("--case").arg(indexed_case()).args(["search", "krijumcarenje", "--format", "csv"]));
    let mut rows = 0;
    for row in csv::Reader::from_reader(out.as_bytes()).deserialize::<BTreeMap<String, String>>() {
        let row = row.expect("a row");
        rows += 1;
        assert!(row["citation"].contains(&format!(", {} (SHA-256", row["locator"])), "{row:?}");
    }
    assert!(rows > 6);
}
