//! Scans and photographs: text is recognised where there is none, and the record says so where it is not.

use std::path::Path;

use serde_json::Value;

use super::support::{fixtures, json, rogatory, run, scratch};

fn case(dir: &Path) {
    let (code, _, stderr) = run(rogatory().args(["init", "--languages", "sr,sq,mk,bs,de,en", "-q"]).arg(dir.join("case")));
    assert_eq!(code, 0, "{stderr}");
}

fn index(dir: &Path, more: &[&str]) -> (i32, Value) {
    let evidence = fixtures().join("case/08-teskoce");
    json(rogatory().arg("--case").arg(dir.join("case")).args(["--json", "index"]).arg(evidence).args(more))
}

fn search(dir: &Path, words: &[&str]) -> (i32, Value) {
    json(rogatory().arg("--case").arg(dir.join("case")).args(["--json", "search"]).args(words))
}

fn has_tesseract() -> bool {
    let there = std::process::Command::new("tesseract").arg("--list-langs").output();
    let there = there.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("srp"));
    if !there {
        eprintln!("SKIPPED: tesseract with the language srp is not installed");
    }
    there
}

#[test]
fn a_scan_is_found_by_its_words_and_a_second_run_recognises_nothing() {
    if !has_tesseract() {
        return;
    }
    let dir = scratch();
    case(dir.path());
    let (code, summary) = index(dir.path(), &["--ocr-langs", "sr-Latn"]);
    assert_eq!(code, 3, "one file is encrypted: {summary}");
    assert!(summary["ocr"]["pages"].as_u64() >= Some(2), "{summary}");
    let (code, answer) = search(dir.path(), &["beležnica"]);
    assert_eq!(code, 0, "{answer}");
    let unit = &answer["hits"][0]["units"][0];
    assert_eq!((unit["part"].as_str(), unit["locator"]["kind"].as_str()), (Some("ocr"), Some("page")), "{answer}");
    assert!(unit["ocr_confidence"].as_f64() > Some(60.0), "{unit}");
    let (_, again) = index(dir.path(), &["--ocr-langs", "sr-Latn"]);
    assert_eq!((again["untouched"].as_bool(), again["ocr"]["documents"].as_u64()), (Some(true), Some(0)), "{again}");
}

#[test]
fn without_recognition_the_coverage_says_so() {
    let dir = scratch();
    case(dir.path());
    let (code, summary) = index(dir.path(), &["--ocr", "off"]);
    assert_eq!(code, 3);
    assert!(summary["scope"]["reasons"]["not_ocred"].as_u64() >= Some(2), "{summary}");
    let (code, answer) = search(dir.path(), &["beležnica"]);
    assert_eq!(code, 3, "nothing found, but something could not be read: {answer}");
    assert!(answer["coverage"]["statement"].as_str().is_some_and(|text| text.contains("not_ocred")), "{answer}");
}

#[test]
fn recognition_by_force_needs_the_program() {
    let dir = scratch();
    case(dir.path());
    let mut command = rogatory();
    command.env("ROGATORY_TESSERACT", "/nonexistent/tesseract").arg("--case").arg(dir.path().join("case"));
    let (code, _, stderr) = run(command.args(["index", "--ocr", "force"]).arg(fixtures().join("case/08-teskoce")));
    assert_eq!(code, 2);
    assert!(stderr.contains("tesseract") && stderr.contains("apt-get install"), "{stderr}");
}
