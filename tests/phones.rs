//! Phones: chats with the files they name, call records with their columns. Everything here is made up.

use std::io::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{json, rogatory, run, scratch};

/// A new case beside an evidence folder; the folder of both.
fn case(scratch: &Path) -> (PathBuf, PathBuf) {
    let (folder, evidence) = (scratch.join("case"), scratch.join("evidence"));
    std::fs::create_dir_all(&evidence).unwrap();
    let (code, _, error) = run(rogatory().args(["init", "--quiet"]).arg(&folder));
    assert_eq!(code, 0, "{error}");
    (folder, evidence)
}

fn index(case: &Path, evidence: &Path, more: &[&str]) -> (i32, Value) {
    json(rogatory().arg("--case").arg(case).args(["index", "--json", "--ocr", "off"]).args(more).arg(evidence))
}

fn show(case: &Path, document: &str) -> Value {
    json(rogatory().arg("--case").arg(case).args(["show", "--json", document])).1
}

/// One message for each shape in which a phone names a file; the word changes with its language.
const NAMING: [(&str, &str); 9] = [
    ("10.02.2026. 21:40 - Dragan: IMG-20260210-WA0001.jpg (datoteka je priložena)", "IMG-20260210-WA0001.jpg"),
    ("10.02.2026. 21:41 - Драган: IMG-20260210-WA0002.jpg (датотеката е прикачена)", "IMG-20260210-WA0002.jpg"),
    ("10.02.2026. 21:42 - Arta: PTT-20260210-WA0003.opus (skedari është bashkëngjitur)", "PTT-20260210-WA0003.opus"),
    ("10.02.2026. 21:43 - Jan: Vertrag (1).pdf (Datei angehängt)", "Vertrag (1).pdf"),
    ("10.02.2026. 21:44 - Ugo: VID-20260210-WA0004.mp4 (file allegato)", "VID-20260210-WA0004.mp4"),
    (
        "[10.02.26, 21:45:01] Ana: \u{200e}<attached: 00000012-PHOTO-2026-02-10-21-45-01.jpg>",
        "00000012-PHOTO-2026-02-10-21-45-01.jpg",
    ),
    (
        "[10.02.26, 21:46:01] Jan: \u{200e}<Anhang: 00000013-PHOTO-2026-02-10-21-46-01.jpg>",
        "00000013-PHOTO-2026-02-10-21-46-01.jpg",
    ),
    (
        "[10.02.26, 21:47:01] Ана: \u{200e}<прилог: 00000014-AUDIO-2026-02-10-21-47-01.opus>",
        "00000014-AUDIO-2026-02-10-21-47-01.opus",
    ),
    ("[10.02.26, 21:48:01] Ana: ugovor.pdf • \u{200e}3 strane \u{200e}<prilog: 00000015-ugovor.pdf>", "00000015-ugovor.pdf"),
];

#[test]
fn files_named_in_a_chat_are_tied_to_the_files_beside_it() {
    let scratch = scratch();
    let (case, evidence) = case(scratch.path());
    let chat: Vec<&str> = NAMING.iter().map(|(line, _)| *line).collect();
    std::fs::write(evidence.join("razgovor.txt"), format!("{}\n", chat.join("\n"))).unwrap();
    // All but the last two lie beside the chat; one of the same name elsewhere does not count.
    for (number, (_, name)) in NAMING.iter().take(7).enumerate() {
        std::fs::write(evidence.join(name), format!("izmišljena datoteka {number}")).unwrap();
    }
    std::fs::create_dir(evidence.join("drugde")).unwrap();
    std::fs::write(evidence.join("drugde/00000015-ugovor.pdf.txt"), "nije ta").unwrap();
    let (_, summary) = index(&case, &evidence, &[]);
    assert_eq!(summary["media"], serde_json::json!({"named": 9, "missing": 2, "changed": 1}));
    let shown = show(&case, "razgovor.txt");
    let media = shown["media"].as_array().unwrap();
    assert_eq!(media.len(), NAMING.len());
    for (entry, (number, (_, name))) in media.iter().zip(NAMING.iter().enumerate()) {
        assert_eq!((entry["name"].as_str(), entry["found"].as_bool()), (Some(*name), Some(number < 7)), "{entry}");
        assert_eq!(entry["unit"], number as u64 + 1);
        if number < 7 {
            let file = show(&case, entry["document"].as_str().unwrap());
            assert_eq!(file["path"].as_str().unwrap().rsplit('/').next(), Some(*name));
            assert_eq!(file["named_in"][0]["document"], shown["document"], "{file}");
            assert_eq!(file["named_in"][0]["unit"], entry["unit"]);
        }
    }
    let missing: Vec<(&str, &str)> = shown["gaps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|gap| (gap["reason"].as_str().unwrap(), gap["member"].as_str().unwrap()))
        .collect();
    assert_eq!(missing, [("missing_member", NAMING[7].1), ("missing_member", NAMING[8].1)]);
    let (_, table, _) = run(rogatory().arg("--case").arg(&case).args(["show", "razgovor.txt"]));
    assert!(table.contains("Named file") && table.contains("missing"), "{table}");
    // Nothing new: nothing is written. What is found later closes the gap.
    assert_eq!(index(&case, &evidence, &[]).1["untouched"], true);
    for (_, name) in &NAMING[7..] {
        std::fs::write(evidence.join(name), "našlo se").unwrap();
    }
    let (_, summary) = index(&case, &evidence, &[]);
    assert_eq!(summary["media"], serde_json::json!({"named": 9, "missing": 0, "changed": 1}));
    assert_eq!(show(&case, "razgovor.txt")["gaps"], serde_json::json!([]));
    // And what goes away again opens it again.
    std::fs::remove_file(evidence.join(NAMING[0].1)).unwrap();
    index(&case, &evidence, &[]);
    assert_eq!(show(&case, "razgovor.txt")["gaps"][0]["member"], NAMING[0].1);
}

#[test]
fn files_named_in_a_chat_are_found_in_the_same_archive() {
    let scratch = scratch();
    let (case, evidence) = case(scratch.path());
    let mut archive = zip::ZipWriter::new(std::fs::File::create(evidence.join("WhatsApp Chat - Ana.zip")).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in [
        (
            "telefon/_chat.txt",
            "[10.02.26, 21:45:01] Ana: <attached: a.txt>\n[10.02.26, 21:46:01] Ana: <attached: b.txt>\n[10.02.26, 21:47:01] Ana: <attached: ../c.txt>\n",
        ),
        ("telefon/a.txt", "ovo je poslala"),
        ("b.txt", "u drugoj fascikli"),
        ("c.txt", "nadređena fascikla"),
    ] {
        archive.start_file(name, options).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    index(&case, &evidence, &[]);
    let shown = show(&case, "_chat.txt");
    let found: Vec<bool> = shown["media"].as_array().unwrap().iter().map(|entry| entry["found"].as_bool().unwrap()).collect();
    assert_eq!(found, [true, false], "a name that leads out of the folder is no name: {shown}");
    assert!(shown["media"][0]["path"].as_str().unwrap().ends_with("Ana.zip!/telefon/a.txt"));
    assert_eq!(show(&case, "a.txt")["named_in"][0]["document"], shown["document"]);
}

/// Everything the table of truth says of a phone: each message with its time, zone and sender, in order, and nothing else.
#[test]
fn every_message_of_the_phones_stands_in_the_table_of_truth() {
    let truth: Value = serde_json::from_slice(&std::fs::read(crate::support::fixtures().join("truth.json")).unwrap()).unwrap();
    let phones = truth["entries"].as_array().unwrap();
    assert!(phones.len() >= 8);
    let mut wrong = Vec::new();
    for phone in phones {
        let path = phone["path"].as_str().unwrap();
        let file = crate::support::fixtures().join("case").join(path);
        let (_, answer) = json(rogatory().args(["text", "--json", "--no-members"]).arg(file));
        let units = answer["documents"][0]["units"].as_array().unwrap();
        let expected = phone["entries"].as_array().unwrap();
        if units.len() != expected.len() {
            wrong.push(format!("{path}: {} entries, expected {}", units.len(), expected.len()));
        }
        for (unit, expected) in units.iter().zip(expected) {
            let entry = &unit["entry"];
            for field in ["time", "zone", "sender"] {
                if entry[field] != expected[field] {
                    wrong.push(format!("{path}: {field} {} for {expected}", entry[field]));
                }
            }
            let receivers = entry.get("receivers").cloned().unwrap_or_else(|| Value::Array(Vec::new()));
            let text = unit["text"].as_str().unwrap();
            if receivers != expected["receivers"] || !text.contains(expected["text"].as_str().unwrap()) {
                wrong.push(format!("{path}: {receivers} {text:?} for {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The words the table of truth names stand in their documents, members included.
#[test]
fn one_of_everything_holds_its_words() {
    let truth: Value = serde_json::from_slice(&std::fs::read(crate::support::fixtures().join("truth.json")).unwrap()).unwrap();
    let listed: Vec<&Value> =
        truth["documents"].as_array().unwrap().iter().filter(|document| document["text"].is_array()).collect();
    assert!(listed.len() >= 18);
    for document in listed {
        let path = document["path"].as_str().unwrap();
        let file = crate::support::fixtures().join("case").join(path);
        let (_, answer) = json(rogatory().args(["text", "--json"]).arg(file));
        let units = answer["documents"].as_array().unwrap().iter().flat_map(|found| found["units"].as_array().unwrap());
        let all: String = units.map(|unit| format!("{}\n", unit["text"].as_str().unwrap())).collect();
        for words in document["text"].as_array().unwrap() {
            assert!(all.contains(words.as_str().unwrap()), "{path}: {words} in {all}");
        }
    }
}

const OPERATOR: &str = "Operator Test d.o.o. (izmišljen)\nKol1;Kol2;Kada;Sek;Ćelija\n381600000001;381600000002;03/02/2026 10:14:00;65;Šid-1\n381600000002;381600000001;07/15/2026 23:59:59;7;Šid-2\n";
const MAPPING: &str = "[[table]]\nfiles = \"listing*.csv\"\nzone = \"CET\"\ndates = \"month_first\"\ntime = \"kada\"\nsender = \"Kol1\"\nreceiver = 2\nduration = \"Sek\"\nplace = \"Ćelija\"\n";

#[test]
fn columns_of_an_operator_are_confirmed_in_a_mapping_file() {
    let scratch = scratch();
    let (case, evidence) = case(scratch.path());
    std::fs::write(evidence.join("listing-07.csv"), OPERATOR).unwrap();
    std::fs::write(evidence.join("pozivi.csv"), "Broj A;Broj B;Početak\n381600000001;381600000002;02.03.2026 10:14:00\n")
        .unwrap();
    std::fs::write(evidence.join("drugo.txt"), "tekst\n").unwrap();
    index(&case, &evidence, &[]);
    // No heading of the listing tells anything: it is a table like any other. The other one is guessed, and the guess can be pasted.
    assert!(show(&case, "listing-07.csv")["units"][0]["entry"].is_null());
    let (_, shown, _) = run(rogatory().arg("--case").arg(&case).args(["show", "pozivi.csv"]));
    let proposal =
        "[[table]]\nfiles = \"pozivi.csv\"\n# zone = \"CET\"\nsender = \"Broj A\"\nreceiver = \"Broj B\"\ntime = \"Početak\"\n";
    assert!(shown.contains(proposal), "{shown}");
    assert_eq!(show(&case, "pozivi.csv")["units"][0]["entry"]["time"], "2026-03-02T10:14:00");
    let file = scratch.path().join("mapping.toml");
    std::fs::write(&file, MAPPING.replace("time = \"kada\"", "time = \"kada")).unwrap();
    let (code, _, error) = run(rogatory().arg("--case").arg(&case).args(["index", "--mapping"]).arg(&file).arg(&evidence));
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("mapping.toml, line 5, column"), "{error}");
    // Tried without a case, then kept in it; the guess of the other table is confirmed with its zone.
    std::fs::write(&file, format!("{MAPPING}\n{}", proposal.replace("# zone", "zone"))).unwrap();
    let (_, text) = json(rogatory().args(["text", "--json", "--mapping"]).arg(&file).arg(evidence.join("listing-07.csv")));
    assert_eq!(text["documents"][0]["units"].as_array().unwrap().len(), 3, "{text}");
    let (_, summary) = index(&case, &evidence, &["--mapping", file.to_str().unwrap()]);
    assert_eq!(summary["read"], 2, "only the two tables are read again: {summary}");
    let listing = show(&case, "listing-07.csv");
    let entry = &listing["units"][1]["entry"];
    assert_eq!(entry["time"], "2026-03-02T10:14:00+01:00");
    assert_eq!(
        (
            entry["zone"].as_str(),
            entry["sender"].as_str(),
            entry["receivers"][0].as_str(),
            entry["duration_seconds"].as_u64(),
            entry["place"].as_str()
        ),
        (Some("CET"), Some("381600000001"), Some("381600000002"), Some(65), Some("Šid-1"))
    );
    assert_eq!(listing["units"][2]["entry"]["time"], "2026-07-15T23:59:59+02:00");
    assert_eq!(show(&case, "pozivi.csv")["units"][0]["entry"]["time"], "2026-03-02T10:14:00+01:00");
    assert_eq!(index(&case, &evidence, &[]).1["untouched"], true);
    // A column that is not there is told, and the guess stands in; another mapping does not overwrite the first.
    let kept = case.join("calls.toml");
    let changed = std::fs::read_to_string(&kept).unwrap().replace("sender = \"Broj A\"", "sender = \"Broj C\"");
    std::fs::write(&file, &changed).unwrap();
    let (code, _, error) = run(rogatory().arg("--case").arg(&case).args(["index", "--mapping"]).arg(&file).arg(&evidence));
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("already"), "{error}");
    std::fs::write(&kept, &changed).unwrap();
    assert_eq!(index(&case, &evidence, &[]).1["read"], 2);
    let other = show(&case, "pozivi.csv");
    assert!(
        other["gaps"][0]["detail"].as_str().unwrap().contains("the column “Broj C”, which this table does not have"),
        "{other}"
    );
    assert_eq!(other["units"][0]["entry"]["sender"], "381600000001");
    // Taken away, everything is as in the beginning.
    std::fs::remove_file(&kept).unwrap();
    assert_eq!(index(&case, &evidence, &[]).1["read"], 2);
    assert!(show(&case, "listing-07.csv")["units"][0]["entry"].is_null());
    assert_eq!(show(&case, "pozivi.csv")["gaps"], serde_json::json!([]));
}

#[test]
fn a_person_says_how_the_dates_of_a_table_are_meant() {
    let scratch = scratch();
    let (case, evidence) = case(scratch.path());
    let table = "A-Number,B-Number,Start time,Duration\n+381600000001,+381600000002,02/03/2026 10:14:00,65\n";
    std::fs::write(evidence.join("calls.csv"), table).unwrap();
    index(&case, &evidence, &[]);
    let shown = show(&case, "calls.csv");
    assert_eq!(
        (shown["state"].as_str(), shown["gaps"][0]["reason"].as_str(), shown["units"][0]["entry"]["time"].as_str()),
        (Some("partial"), Some("text_unreliable"), Some("2026-03-02T10:14:00")),
        "{shown}"
    );
    let (_, told, _) = run(rogatory().arg("--case").arg(&case).args(["show", "calls.csv"]));
    let proposal = told[told.find("[[table]]").unwrap()..].split("\n\n").next().unwrap().to_owned();
    assert!(proposal.contains("# dates = \"day_first\""), "{told}");
    let line = proposal.lines().find(|line| line.starts_with("# dates")).unwrap();
    for (said, time) in [("month_first", "2026-02-03T10:14:00"), ("day_first", "2026-03-02T10:14:00")] {
        std::fs::write(case.join("calls.toml"), proposal.replace(line, &format!("dates = \"{said}\""))).unwrap();
        index(&case, &evidence, &[]);
        let shown = show(&case, "calls.csv");
        assert_eq!(
            (shown["state"].as_str(), shown["units"][0]["entry"]["time"].as_str()),
            (Some("complete"), Some(time)),
            "{shown}"
        );
    }
    // Another row decides it, and what a person says against it is not taken.
    std::fs::write(evidence.join("calls-2.csv"), format!("{table}+381600000001,+381600000002,25/03/2026 10:14:00,65\n")).unwrap();
    std::fs::write(
        case.join("calls.toml"),
        proposal.replace("calls.csv", "calls-2.csv").replace(line, "dates = \"month_first\""),
    )
    .unwrap();
    index(&case, &evidence, &[]);
    let shown = show(&case, "calls-2.csv");
    assert_eq!(
        (shown["state"].as_str(), shown["units"][0]["entry"]["time"].as_str()),
        (Some("partial"), Some("2026-03-02T10:14:00"))
    );
    assert!(shown["gaps"][0]["detail"].as_str().unwrap().contains("some of its dates do not fit that"), "{shown}");
}

#[test]
fn a_person_says_how_the_dates_of_a_chat_are_meant() {
    let scratch = scratch();
    let (case, evidence) = case(scratch.path());
    std::fs::write(evidence.join("WhatsApp Ana.txt"), "2/10/26, 9:45 PM - Ana: prvi\n2/11/26, 9:46 PM - Bora: drugi\n").unwrap();
    index(&case, &evidence, &[]);
    let shown = show(&case, "WhatsApp Ana.txt");
    assert_eq!(
        (shown["state"].as_str(), shown["gaps"][0]["reason"].as_str()),
        (Some("partial"), Some("text_unreliable")),
        "{shown}"
    );
    let (_, status) = json(rogatory().arg("--case").arg(&case).args(["status", "--json"]));
    let gap = &status["failures"][0]["gaps"][0];
    assert!(gap["detail"].as_str().unwrap().contains("month first was assumed. Say it in calls.toml"), "{status}");
    assert!(gap["remedy"].as_str().unwrap().contains("for dates of chats and tables write calls.toml"), "{status}");
    let mapping = case.join("calls.toml");
    for (text, time, zone) in [
        ("month_first = false", "2026-10-02T21:45:00", Value::Null),
        ("month_first = true\nzone = \"CET\"", "2026-02-10T21:45:00+01:00", "CET".into()),
    ] {
        std::fs::write(&mapping, format!("[[chat]]\nfiles = \"WhatsApp*\"\n{text}\n")).unwrap();
        assert_eq!(index(&case, &evidence, &[]).1["read"], 1);
        let shown = show(&case, "WhatsApp Ana.txt");
        assert_eq!((shown["state"].as_str(), &shown["gaps"]), (Some("complete"), &serde_json::json!([])), "{shown}");
        assert_eq!((shown["units"][0]["entry"]["time"].as_str(), &shown["units"][0]["entry"]["zone"]), (Some(time), &zone));
    }
    // An order the dates contradict is not taken.
    std::fs::write(evidence.join("WhatsApp Bora.txt"), "23/1/26, 9:45 PM - Ana: prvi\n").unwrap();
    index(&case, &evidence, &[]);
    let shown = show(&case, "WhatsApp Bora.txt");
    assert!(shown["gaps"][0]["detail"].as_str().unwrap().contains("calls.toml says month first"), "{shown}");
    assert_eq!(shown["units"][0]["entry"]["time"], "2026-01-23T21:45:00+01:00");
}
