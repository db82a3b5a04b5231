//! Reading: every format of the first family, old encodings, nasty names, as a clerk and a script meet them in `rogatory text`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{fixtures, json, rogatory, run, scratch};

fn case_file(path: &str) -> PathBuf {
    fixtures().join("case").join(path)
}

/// Documents of `rogatory text --json` by their path, the file itself under "".
fn documents(file: &Path, more: &[&str]) -> BTreeMap<String, Value> {
    let (_, answer) = json(rogatory().arg("text").arg("--json").args(more).arg(file));
    assert_eq!(answer["schema"], "rogatory.text/1");
    let root = file.display().to_string();
    let mut found = BTreeMap::new();
    for document in answer["documents"].as_array().unwrap() {
        let path = document["path"].as_str().unwrap();
        let inside = path.strip_prefix(&root).unwrap_or(path).trim_start_matches("!/").to_owned();
        found.insert(inside, document.clone());
    }
    found
}

/// Texts of one part of a document, joined by line ends.
fn text(document: &Value, part: &str) -> String {
    let units = document["units"].as_array().unwrap();
    units.iter().filter(|u| u["part"] == part).map(|u| u["text"].as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

fn body(path: &str) -> String {
    text(&documents(&case_file(path), &[])[""], "body")
}

fn reasons(document: &Value) -> Vec<String> {
    document["gaps"].as_array().unwrap().iter().map(|gap| gap["reason"].as_str().unwrap().to_owned()).collect()
}

/// The table of truth and the case agree: every listed file is read as it says.
#[test]
fn the_case_reads_as_its_table_of_truth_says() {
    let truth: Value = serde_json::from_slice(&std::fs::read(fixtures().join("truth.json")).unwrap()).unwrap();
    let listed = truth["documents"].as_array().unwrap();
    let mut command = rogatory();
    command.args(["text", "--format", "ndjson", "--no-members"]);
    command.args(listed.iter().map(|entry| case_file(entry["path"].as_str().unwrap())));
    let (_, out, _) = run(&mut command);
    let read: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(read.len(), listed.len());
    for (expected, found) in listed.iter().zip(&read) {
        let path = expected["path"].as_str().unwrap();
        if let Some(kind) = expected["type"].as_str() {
            assert_eq!(found["media_type"], kind, "{path}");
        }
        if let Some(pages) = expected["pages"].as_u64() {
            let seen =
                found["units"].as_array().unwrap().iter().filter_map(|u| u["locator"]["number"].as_u64()).max().unwrap_or(0);
            assert!(seen == pages || expected["reason"] == "not_ocred", "{path}: {seen} of {pages} pages");
        }
        let reasons = reasons(found);
        match expected["state"].as_str().unwrap() {
            "complete" => assert!(reasons.is_empty(), "{path}: {reasons:?}"),
            _ => assert!(reasons.iter().any(|reason| *reason == expected["reason"]), "{path}: {reasons:?}"),
        }
    }
}

/// No file of the case is without a word in the table of truth.
#[test]
fn the_table_of_truth_knows_every_file_of_the_case() {
    let truth: Value = serde_json::from_slice(&std::fs::read(fixtures().join("truth.json")).unwrap()).unwrap();
    let words = |value: &Value| value.as_str().unwrap().to_owned();
    let known: std::collections::BTreeSet<String> = truth["documents"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|document| {
            let twins = document["duplicates"].as_array().cloned().unwrap_or_default();
            twins.iter().map(words).chain([words(&document["path"])]).collect::<Vec<_>>()
        })
        .collect();
    let case = fixtures().join("case");
    let mut folders = vec![case.clone()];
    let mut found = std::collections::BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(&case).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    assert!(found.len() >= 70, "{found:?}");
    assert_eq!(found, known);
    // Chats, calls and places are told one by one.
    for path in found.iter().filter(|path| path.starts_with("06-telefoni/")) {
        let (_, answer) = json(rogatory().args(["text", "--json", "--no-members"]).arg(case.join(path)));
        let units = answer["documents"][0]["units"].as_array().unwrap();
        let dated = units.iter().any(|unit| unit["entry"]["sender"].is_string());
        let told = truth["entries"].as_array().unwrap().iter().any(|phone| phone["path"] == path.as_str());
        assert!(told || !dated, "{path} has senders, but no entries in the table of truth");
    }
}

#[test]
fn old_encodings_of_the_region_are_read_without_a_hint() {
    for (path, words) in [
        ("01-policija/sluzbena-beleska.txt", "Džaferi i Petrović krijumčare ljude preko Horgoša već godinu dana"),
        ("01-policija/dopis-mup.txt", "Љубиша Његован је наведен као сувозач"),
        ("03-makedonija/izjava.txt", "Ќе ја покажам куќата на полицијата"),
        ("04-bosna/arhiva-1998.txt", "Vještačenje rukopisa obavio je Đuro Šarić"),
        ("04-bosna/obavijest-cg.txt", "Rezervaciju je preuzela śutradan nepoznata žena"),
        ("04-bosna/nalaz.html", "Dr. Ćamila Šehović (izmišljena)"),
        ("07-iskazi/ahmad-ar.txt", "أحمد"),
    ] {
        assert!(body(path).contains(words), "{path}: {}", body(path));
    }
}

#[test]
fn arabic_and_persian_pdf_in_the_order_of_reading() {
    let found = documents(&fixtures().join("reading/svedok-ar-fa.pdf"), &[]);
    let text = text(&found[""], "body");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "محضر سماع الشاهد (قضية خيالية)");
    assert_eq!(lines[1], "دفعت العائلة مبلغ 2500 يورو للسائق دراغان يوم 10.02.2026 في كومانوفو.");
    assert_eq!(lines[2], "رقم الهاتف +381 64 000 1234 ورقم السيارة BG-417-ZK على الحدود.");
    assert!(lines[4].starts_with("راننده پول را گرفت"), "{text}");
    assert_eq!(lines[5], "Svedok je izgovorio ime أحمد الخالدي i potpisao.");
}

#[test]
fn form_fields_and_annotations_are_labelled() {
    let found = documents(&case_file("07-iskazi/prijava-hotel.pdf"), &[]);
    let fields = text(&found[""], "form_field");
    assert!(fields.contains("name: Džaferi Muhamed") && fields.contains("vehicle: BG-417-ZK"), "{fields}");
    assert_eq!(text(&found[""], "annotation"), "Gost platio gotovinom za tri sobe, jedanaest osoba.");
    assert!(!text(&found[""], "body").contains("Džaferi"));
}

#[test]
fn every_layer_of_a_word_document() {
    let found = documents(&case_file("01-policija/zapisnik-svedok-A.docx"), &[]);
    let document = &found[""];
    assert_eq!(text(document, "deleted").trim(), "Policajca su zvali Žorž i vozio je sivi Passat.");
    assert!(text(document, "comment").contains("da li je policajac identifikovan?"));
    assert_eq!(text(document, "header"), "KTO-F 12/2026");
    let body = text(document, "body");
    assert!(body.contains("Mobilni telefon\tDragan Petrović\tIMEI 490154203237518") && !body.contains("Žorž"), "{body}");
    let (_, shown, _) = run(rogatory().arg("text").arg(case_file("01-policija/zapisnik-svedok-A.docx")));
    assert!(shown.contains("\n[deleted text]  Policajca su zvali") && shown.contains("[comment] Tužilac"), "{shown}");
    let under_heading = document["units"].as_array().unwrap().iter().any(|unit| unit["locator"]["heading"] == "Vrbovanje");
    assert!(under_heading);
}

#[test]
fn a_locked_pdf_opens_with_a_password_from_a_file() {
    let locked = case_file("08-teskoce/zakljucano.pdf");
    let (code, out, err) = run(rogatory().arg("text").arg(&locked));
    assert_eq!((code, out.as_str()), (3, ""));
    assert!(err.contains("encrypted") && err.contains("password"), "{err}");
    let dir = scratch();
    let words = dir.path().join("lozinke.txt");
    std::fs::write(&words, "pogrešna\nkovceg-2026\n").unwrap();
    let (code, out, _) = run(rogatory().arg("text").arg("--password-file").arg(&words).arg(&locked));
    assert_eq!(code, 0);
    assert!(out.contains("Lina 3.000"), "{out}");
}

#[test]
fn a_zip_in_a_mail_in_a_zip() {
    let packet = case_file("05-posta/paket.zip");
    let found = documents(&packet, &[]);
    let letter = "posta/prosledjeno.eml!/prilozi.zip!/racun/poruka.eml";
    assert!(text(&found[letter], "body").contains("Једно дете не дише добро"));
    assert_eq!(found[letter]["meta"]["subject"], "готово");
    let receipt = text(&found[&format!("{letter}!/priznanica.txt")], "body");
    assert!(receipt.contains("Primio sam od K. Zijada 5.500 eura za 11 osoba"), "{receipt}");
    // Named, but not opened; and not deeper than asked.
    let (_, closed) = json(rogatory().args(["text", "--json", "--no-members"]).arg(&packet));
    assert_eq!(closed["documents"].as_array().unwrap().len(), 1);
    assert_eq!(closed["documents"][0]["members"], serde_json::json!(["posta/prosledjeno.eml", "procitaj-me.txt"]));
    let (code, shallow) = json(rogatory().args(["text", "--json", "--depth", "1"]).arg(&packet));
    assert_eq!(code, 3);
    assert!(shallow["documents"].as_array().unwrap().iter().any(|d| d["gaps"][0]["reason"] == "nesting_limit"));
}

#[test]
fn a_mailbox_message_by_message_in_every_charset() {
    let found = documents(&case_file("05-posta/sanduce.mbox"), &[]);
    for (message, words) in [
        ("1.eml", "Mendojnë se do punojnë në hotel"),
        ("3.eml", "Habe wieder 5.500 überwiesen"),
        ("5.eml", "уште не ми ги даде парите"),
        ("6.eml", "Baci stari telefon"),
    ] {
        assert!(text(&found[message], "body").contains(words), "{message}");
    }
    assert_eq!(found["5.eml"]["meta"]["from"][0], "Љупчо <ljupco@primer.invalid>");
    assert_eq!(found["2.eml"]["meta"]["in_reply_to"], "f-0201@shembull.invalid");
}

#[test]
fn a_lying_extension_is_read_for_what_it_is_and_noted() {
    let found = documents(&case_file("08-teskoce/faktura.docx"), &[]);
    assert_eq!(found[""]["media_type"], "application/pdf");
    assert!(text(&found[""], "body").contains("Prevoz šest paleta"));
    assert!(found[""]["meta"]["extra"].to_string().contains("extension_claims"));
}

#[cfg(unix)]
#[test]
fn hostile_names_are_kept_and_shown_harmlessly() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let dir = scratch();
    for name in
        [&b"\x1b[31mcrveno\x1b[0m.bin"[..], "iskaz\u{202e}fdp.bin".as_bytes(), b"\xe8a\xe8ak.bin", b"dva\nreda.bin", b"-rf.bin"]
    {
        let path = dir.path().join(OsStr::from_bytes(name));
        std::fs::write(&path, [0u8, 1, 2, 255, 254, 7, 0, 9]).unwrap();
        let (code, out, err) = run(rogatory().arg("text").arg(&path));
        assert_eq!((code, out.as_str()), (3, ""), "{err}");
        assert!(err.contains("unsupported"), "{err}");
        assert!(!err.contains('\x1b') && !err.contains('\u{202e}') && err.trim_end().lines().count() == 1, "{err:?}");
    }
}

#[test]
fn mistakes_are_explained_before_anything_is_read() {
    let (code, out, err) = run(rogatory().arg("text").arg(case_file("07-iskazi/ahmad-ar.txt")).arg("nema-je.pdf"));
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("nema-je.pdf") && !err.contains("os error"), "{err}");
    let (code, _, err) = run(rogatory().arg("text").arg(fixtures()));
    assert_eq!(code, 2);
    assert!(err.contains("rogatory index"), "{err}");
}

/// What scripts rely on: the JSON of every file of the case keeps to the published schema.
#[test]
fn the_json_keeps_to_its_schema() {
    let schema = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema/text.json")).unwrap();
    let schema = jsonschema::validator_for(&serde_json::from_slice(&schema).unwrap()).unwrap();
    let mut folders = vec![fixtures().join("case")];
    let mut command = rogatory();
    command.args(["text", "--json"]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else {
                command.arg(entry);
            }
        }
    }
    let (code, answer) = json(&mut command);
    assert_eq!(code, 3);
    let wrong: Vec<String> = schema.iter_errors(&answer).take(3).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(answer["documents"].as_array().unwrap().len() > 45);
}

#[test]
fn hidden_rows_and_columns_of_an_old_workbook_are_labelled() {
    let found = documents(&fixtures().join("reading/skriveno.xls"), &[]);
    let (body, hidden) = (text(&found[""], "body"), text(&found[""], "hidden"));
    assert!(body.contains("гориво") && body.contains("гума") && !body.contains("полицајац") && !body.contains("рачун"), "{body}");
    assert!(hidden.contains("полицајац на прелазу") && hidden.contains("рачун постоји") && !hidden.contains("гума"), "{hidden}");
}
