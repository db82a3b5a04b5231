//! Every layer of an office file under its own label, cited where it stands: one small file of each format (see `fixtures/reading/layers`).

use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::support::{fixtures, json, rogatory, scratch};

/// The fixture; what is kept packed is unpacked into `dir`.
fn fixture(name: &str, dir: &Path) -> PathBuf {
    let file = fixtures().join("reading/layers").join(name);
    if file.exists() {
        return file;
    }
    let packed = std::fs::File::open(file.with_added_extension("gz")).unwrap();
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(packed).read_to_end(&mut bytes).unwrap();
    let file = dir.join(name);
    std::fs::write(&file, bytes).unwrap();
    file
}

/// Part, label of the locator, text: of every unit.
fn units(name: &str) -> Vec<(String, String, String)> {
    let dir = scratch();
    let file = fixture(name, dir.path());
    let (code, answer) = json(rogatory().args(["text", "--json"]).arg(file));
    assert_eq!(code, 0, "{name}: {answer}");
    let document = &answer["documents"][0];
    assert_eq!(document["gaps"], Value::Array(Vec::new()), "{name}");
    let text = |value: &Value| value.as_str().unwrap().trim().to_owned();
    let units = document["units"].as_array().unwrap().iter();
    units.map(|unit| (text(&unit["part"]), text(&unit["locator"]["label"]), text(&unit["text"]))).collect()
}

/// The text of one layer, and the label of the place it begins at.
fn layer(units: &[(String, String, String)], part: &str) -> (String, String) {
    let found: Vec<_> = units.iter().filter(|(found, ..)| found == part).collect();
    let text = found.iter().map(|(_, _, text)| text.as_str()).collect::<Vec<_>>().join("\n");
    (found.first().map(|(_, label, _)| label.clone()).unwrap_or_default(), text)
}

#[test]
fn texts_label_what_is_deleted_hidden_noted_and_remarked() {
    for name in ["izvestaj.docx", "izvestaj.doc", "izvestaj.odt", "izvestaj.rtf"] {
        let units = units(name);
        let body = layer(&units, "body").1.replace('\t', " ");
        for expected in [
            "Naslov izveštaja\nTelo: svedok je video vozilo kod mosta umetnuto naknadno.\n",
            "Tvrdnja sa napomenom ostaje.",
            "Komentarisan deo teksta.",
            "Član 1. prva obaveza\n",
            "a) podstav jedan\n",
            "b) podstav dva\n",
            "Član 2. druga obaveza\n",
            "Ime u tabeli Iznos 4500\nKraj.",
        ] {
            assert!(body.contains(expected), "{name}: {expected:?} is not in {body:?}");
        }
        for secret in ["Zoran", "FUSNOTA", "ENDNOTA", "KOMENTAR", "doušnik", "ZAGLAVLJE", "PODNOŽJE"] {
            assert!(!body.contains(secret), "{name}: {secret} stands in the body: {body}");
        }
        for (part, expected) in [
            ("deleted", "precrtano ime Zoran Nestvarni"),
            ("hidden", "SKRIVENO: doušnik je Beli"),
            ("footnote", "FUSNOTA: izvor je dojava građanina\nENDNOTA: spis broj 77"),
            ("comment", "Tužilac Izmišljeni"),
            ("comment", "KOMENTAR: proveriti alibi"),
            ("header", "ZAGLAVLJE: strogo poverljivo"),
            ("footer", "PODNOŽJE: primerak broj tri"),
        ] {
            let (label, text) = layer(&units, part);
            assert!(text.replace("\n\t", "\n").contains(expected), "{name}: {part} is {text:?}");
            assert!(label.starts_with("¶ "), "{name}: {label}");
        }
    }
}

#[test]
fn sheets_keep_name_and_cells_and_label_what_is_hidden() {
    for name in ["spisak.xlsx", "spisak.xls", "spisak.ods"] {
        let units = units(name);
        let body = ("Isplate!A1:D4".to_owned(), "Ime\tIznos\tDatum\nVidljivi Petar\t4500\tmart\nVidljiva Ana\t120".to_owned());
        assert_eq!(layer(&units, "body"), body, "{name}");
        let hidden: Vec<_> =
            units.iter().filter(|(part, ..)| part == "hidden").map(|(_, label, text)| (label.as_str(), text.as_str())).collect();
        let expected = [
            ("Isplate!A1:C3", "SKRIVENA KOLONA\nšifra 9\nSKRIVENI RED Marko\t900"),
            ("Crna kasa!A1", "SKRIVENI LIST: račun 170-00"),
        ];
        assert_eq!(hidden, expected, "{name}");
        let (cell, comment) = layer(&units, "comment");
        assert!(
            cell == "Isplate!A2" && comment.starts_with("Tužilac Izmišljeni") && comment.ends_with(": KOMENTAR: ko je ovo"),
            "{name}: {comment}"
        );
        for (part, expected) in [("header", "ZAGLAVLJE tabele"), ("footer", "PODNOŽJE tabele")] {
            assert!(layer(&units, part).1.starts_with(expected), "{name}: {part}: {:?}", layer(&units, part));
        }
    }
}

#[test]
fn slides_label_notes_remarks_and_what_is_not_shown() {
    for name in ["prikaz.pptx", "prikaz.ppt", "prikaz.odp"] {
        let units = units(name);
        let found: Vec<_> = units.iter().map(|(part, label, text)| (part.as_str(), label.as_str(), text.as_str())).collect();
        let expected = [
            ("body", "slide 1", "Slajd jedan: mreža krijumčara"),
            ("notes", "slide 1", "BELEŠKA: reći samo usmeno"),
            ("comment", "slide 1", "Tužilac Izmišljeni: KOMENTAR: ko je na slici"),
            ("hidden", "slide 2", "SKRIVENI SLAJD: plan prelaska"),
            ("body", "slide 3", "Slajd tri: zaključak"),
            ("comment", "slide 3", "Tužilac Izmišljeni: KOMENTAR TRI: dopuniti"),
        ];
        for wanted in expected {
            assert!(found.contains(&wanted), "{name}: {wanted:?} is not in {found:?}");
        }
    }
}

/// Serbian and Macedonian pages in RTF come out letter by letter: as LibreOffice writes them (Unicode), and as Word did (windows-1251).
#[test]
fn cyrillic_rtf_is_read_exactly() {
    for language in ["sr-Cyrl", "mk"] {
        let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/reading/pages");
        let page = std::fs::read_to_string(pages.join(language).with_added_extension("txt")).unwrap();
        let dir = scratch();
        let (bytes, _, lost) = encoding_rs::WINDOWS_1251.encode(&page);
        assert!(!lost, "{language} has letters that windows-1251 has not");
        let mut old = r"{\rtf1\ansi\ansicpg1251\deff0{\fonttbl{\f0\froman\fcharset204 Times New Roman Cyr;}}\f0 ".to_owned();
        for byte in bytes.iter() {
            match byte {
                b'\n' => old.push_str("\\par\n"),
                _ => old.push_str(&format!("\\'{byte:02x}")),
            }
        }
        old.push('}');
        let old_file = dir.path().join("old.rtf");
        std::fs::write(&old_file, old).unwrap();
        for file in [fixtures().join("reading/rtf").join(language).with_added_extension("rtf"), old_file] {
            let (code, answer) = json(rogatory().args(["text", "--json"]).arg(&file));
            let units = answer["documents"][0]["units"].as_array().unwrap();
            let text: Vec<&str> = units.iter().map(|unit| unit["text"].as_str().unwrap()).collect();
            let lines = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
            assert_eq!((code, lines(&text.join("\n"))), (0, lines(&page)), "{}", file.display());
        }
    }
}
