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

/// A page of letters drawn by us, as a grey copy with noise all over: one threshold for the page sees nothing on it.
fn noisy_copy(scan: &Path, file: &Path) {
    let decoder = png::Decoder::new(std::io::BufReader::new(std::fs::File::open(scan).unwrap()));
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    let step = pixels.len() / (info.width as usize * info.height as usize);
    let mut chance = 7u64;
    let grey: Vec<u8> = pixels
        .chunks_exact(step)
        .map(|pixel| {
            chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (u32::from(pixel[0]) * 65 / 100 + (chance >> 56) as u32 * 35 / 100) as u8
        })
        .collect();
    let mut encoder = png::Encoder::new(std::fs::File::create(file).unwrap(), info.width, info.height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&grey).unwrap();
}

#[test]
fn a_noisy_grey_copy_is_looked_at_twice() {
    if !has_tesseract() {
        return;
    }
    let dir = scratch();
    let (evidence, copy) = (dir.path().join("evidence"), dir.path().join("evidence/kopija.png"));
    std::fs::create_dir(&evidence).unwrap();
    noisy_copy(&fixtures().join("reading/stranica.png"), &copy);
    case(dir.path());
    let (_, summary) = json(
        rogatory().arg("--case").arg(dir.path().join("case")).args(["--json", "index", "--ocr-langs", "sr-Latn"]).arg(&evidence),
    );
    assert_eq!(summary["ocr"]["pages"].as_u64(), Some(1), "{summary}");
    let (code, answer) = search(dir.path(), &["pretresanja", "vozila"]);
    assert_eq!((code, answer["hits"][0]["units"][0]["part"].as_str()), (0, Some("ocr")), "{answer}");
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
