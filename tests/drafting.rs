//! Drafts as files: the same bytes each time, PDF/A, DOCX that other programs and `mla read` understand.

use std::collections::HashSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::support::{fixtures, json, rogatory, run, scratch};

/// Requests written out in full, with the two languages each is in.
const REQUESTS: [(&str, &str, &str); 6] = [
    ("requests/video-and-bank-rs-de.toml", "sr-Latn", "de"),
    ("drafts/search-al-it.toml", "sq", "it"),
    ("drafts/hearing-xk-at.toml", "sq", "de"),
    ("drafts/preservation-me-us.toml", "cnr", "en"),
    ("drafts/joint-team-ba-hr.toml", "bs", "hr"),
    ("drafts/hearing-mk-xk.toml", "mk", "sq"),
];

fn draft(request: &str, languages: (&str, &str), to: &str, out: &Path) -> (i32, serde_json::Value) {
    // Outside any case: the evidence is not needed to set the words.
    json(
        rogatory()
            .current_dir(out.parent().unwrap_or(out))
            .args(["--json", "mla", "draft", "--to", to, "--language", languages.0, "--second-language", languages.1])
            .arg("--out")
            .arg(out)
            .arg(fixtures().join(request)),
    )
}

/// The files of a draft, as the program names them.
fn files(answer: &serde_json::Value, part: &str, ending: &str) -> PathBuf {
    let files = answer["files"].as_array().expect("files");
    let found =
        files.iter().find(|file| file["part"] == part && file["path"].as_str().is_some_and(|path| path.ends_with(ending)));
    PathBuf::from(found.unwrap_or_else(|| panic!("no {part} as {ending}: {answer}"))["path"].as_str().expect("a path"))
}

fn there(program: &str) -> bool {
    let there = Command::new(program).arg("--version").output().is_ok();
    if !there {
        eprintln!("SKIPPED: {program} is not installed");
    }
    there
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    let dir = scratch();
    let (request, one, two) = REQUESTS[0];
    let mut bytes = Vec::new();
    for run in ["first", "second"] {
        let (_, answer) = draft(request, (one, two), "docx,pdf,html,md", &dir.path().join(run));
        let written = answer["files"].as_array().expect("files").iter().map(|file| {
            let path = PathBuf::from(file["path"].as_str().expect("a path"));
            (path.file_name().map(|name| name.to_owned()), std::fs::read(&path).expect("the file is there"))
        });
        bytes.push(written.collect::<Vec<_>>());
    }
    // The request, the sealed annex and the checklist, each in four formats.
    assert_eq!(bytes[0].len(), 12);
    assert!(bytes[0] == bytes[1], "two runs differ");
}

#[test]
fn a_pdf_is_tagged_and_archival_and_sound() {
    let dir = scratch();
    let (request, one, two) = REQUESTS[5];
    let (_, answer) = draft(request, (one, two), "pdf", &dir.path().join("out"));
    let pdf = files(&answer, "request", ".pdf");
    let bytes = std::fs::read(&pdf).expect("the PDF");
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>"));
    assert!(!text.contains("/JavaScript"));
    if there("qpdf") {
        let output = Command::new("qpdf").arg("--check").arg(&pdf).output().expect("qpdf runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    if there("pdfinfo") {
        let output = Command::new("pdfinfo").arg(&pdf).output().expect("pdfinfo runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let line = |name: &str| said.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
        assert!(line("Tagged:").ends_with("yes"), "{said}");
        assert!(line("Page size:").contains("A4"), "{said}");
        assert!(line("CreationDate:").contains("2026"), "{said}");
    }
    // Macedonian and Albanian letters come out of the PDF as they went in.
    let (code, stdout, stderr) = run(rogatory().arg("text").arg(&pdf));
    assert_eq!(code, 0, "{stderr}");
    for letters in ["Ѓурѓевиќ", "Џафери", "Љупчо", "Gjilan", "kërkuar"] {
        assert!(stdout.contains(letters), "{letters} in {stdout}");
    }
}

/// What Word asks of a file: parts that parse and name each other, controls with one id and a short tag each.
#[test]
fn a_docx_is_sound_in_every_language_pair() {
    for (request, one, two) in REQUESTS {
        let dir = scratch();
        let (_, answer) = draft(request, (one, two), "docx", &dir.path().join("out"));
        let bytes = std::fs::read(files(&answer, "request", ".docx")).expect("the DOCX");
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a ZIP archive");
        let names: HashSet<String> = archive.file_names().flatten().map(|name| name.into_owned()).collect();
        let mut parts = Vec::new();
        for name in &names {
            let mut text = String::new();
            archive.by_name(name).expect("a part").read_to_string(&mut text).expect("text");
            parts.push((name.clone(), text));
        }
        for (name, text) in &parts {
            let document = roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{request} {name}: {error}"));
            if *name == "word/_rels/document.xml.rels" {
                for target in document.descendants().filter_map(|node| node.attribute("Target")) {
                    assert!(names.contains(&format!("word/{target}")), "{request}: {target} is named and not there");
                }
            }
            if *name == "word/document.xml" {
                let of = |local: &str| {
                    let values: Vec<String> = document
                        .descendants()
                        .filter(|node| {
                            node.tag_name().name() == local && node.parent().is_some_and(|p| p.tag_name().name() == "sdtPr")
                        })
                        .filter_map(|node| node.attributes().find(|a| a.name() == "val").map(|a| a.value().to_owned()))
                        .collect();
                    values
                };
                let (tags, ids) = (of("tag"), of("id"));
                assert!(tags.len() > 60, "{request}: {} controls", tags.len());
                assert!(tags.iter().all(|tag| tag.chars().count() <= 64), "{request}");
                assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{request}: an id twice");
                // A cell without a paragraph makes Word repair the file.
                for cell in document.descendants().filter(|node| node.tag_name().name() == "tc") {
                    let last = cell.children().rfind(|node| node.is_element()).map(|node| node.tag_name().name());
                    assert_eq!(last, Some("p"), "{request}");
                }
            }
        }
    }
}

/// Written, opened and saved by another program, read back: nothing has changed.
#[test]
fn a_draft_comes_back_unchanged() {
    for (request, one, two) in [REQUESTS[1], REQUESTS[5]] {
        let dir = scratch();
        let (_, answer) = draft(request, (one, two), "docx", &dir.path().join("out"));
        let docx = files(&answer, "request", ".docx");
        let file = dir.path().join("request.toml");
        std::fs::copy(fixtures().join(request), &file).expect("copied");
        let (code, stdout, stderr) =
            run(rogatory().current_dir(dir.path()).args(["--json", "mla", "read"]).arg(&docx).arg("--request").arg(&file));
        let back: serde_json::Value =
            serde_json::from_str(&stdout).unwrap_or_else(|_| panic!("{request}: {code} {stdout}{stderr}"));
        assert_eq!(back["changes"].as_array().map(Vec::len), Some(0), "{request}: {back}");
    }
}

/// LibreOffice opens a draft and sets as many words as we do. Slow: only where ROGATORY_TRY_OFFICE is set.
#[test]
fn a_docx_opens_in_libreoffice() {
    if std::env::var_os("ROGATORY_TRY_OFFICE").is_none() {
        eprintln!("SKIPPED: set ROGATORY_TRY_OFFICE=1 to open drafts in LibreOffice");
        return;
    }
    let dir = scratch();
    for (request, one, two) in REQUESTS {
        let (_, answer) = draft(request, (one, two), "docx", &dir.path().join("out"));
        let docx = files(&answer, "request", ".docx");
        let profile = format!("-env:UserInstallation=file://{}", dir.path().join("office").display());
        let office = Command::new("soffice")
            .args([&profile, "--headless", "--convert-to", "pdf", "--outdir"])
            .arg(dir.path())
            .arg(&docx)
            .output()
            .expect("LibreOffice runs");
        assert!(office.status.success(), "{request}");
        let pdf = dir.path().join(docx.with_extension("pdf").file_name().expect("a name"));
        let (code, stdout, _) = run(rogatory().arg("text").arg(&pdf));
        assert_eq!(code, 0, "{request}");
        assert!(stdout.chars().count() > 4000, "{request}: {}", stdout.chars().count());
    }
}

/// LibreOffice drops the tags of content controls when it saves: the draft is still read back, unchanged or edited. Slow: only where
/// ROGATORY_TRY_OFFICE is set; what LibreOffice does to a file is also imitated by a unit test that always runs.
#[test]
fn a_draft_saved_by_libreoffice_comes_back() {
    if std::env::var_os("ROGATORY_TRY_OFFICE").is_none() {
        eprintln!("SKIPPED: set ROGATORY_TRY_OFFICE=1 to save drafts with LibreOffice");
        return;
    }
    let dir = scratch();
    let file = dir.path().join("request.toml");
    let (request, one, two) = REQUESTS[0];
    std::fs::copy(fixtures().join(request), &file).expect("copied");
    let (_, answer) = draft(request, (one, two), "docx", &dir.path().join("out"));
    let docx = files(&answer, "request", ".docx");
    let profile = format!("-env:UserInstallation=file://{}", dir.path().join("office").display());
    let office = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir"])
        .arg(dir.path())
        .arg(&docx)
        .output()
        .expect("LibreOffice runs");
    assert!(office.status.success());
    let saved = dir.path().join(docx.file_name().expect("a name"));
    let read = |docx: &Path| {
        let (_, stdout, stderr) =
            run(rogatory().current_dir(dir.path()).args(["--json", "mla", "read"]).arg(docx).arg("--request").arg(&file));
        serde_json::from_str::<serde_json::Value>(&stdout).unwrap_or_else(|_| panic!("{stdout}{stderr}"))
    };
    let back = read(&saved);
    assert_eq!(back["changes"].as_array().map(Vec::len), Some(0), "{back}");
    assert_eq!(back["by_bookmark"], back["controls"], "tags survived: the way round is not needed any more");
    assert!(back["controls"].as_u64() > Some(200) && back["unknown"] == 0, "{back}");
    // The same, edited: one word of the German text of the link.
    let edited = dir.path().join("edited.docx");
    std::fs::copy(&saved, &edited).expect("copied");
    crate::support::edit_docx(&edited, |body| {
        body.replace("bei einer Bank in München geführt", "bei einer Bank in Augsburg geführt")
    });
    let back = read(&edited);
    let changes = back["changes"].as_array().expect("changes");
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert_eq!((changes[0]["field"].as_str(), changes[0]["taken"].as_bool()), (Some("narrative.nexus"), Some(true)));
    assert!(std::fs::read_to_string(&file).expect("the request").contains("bei einer Bank in Augsburg geführt"));
}

/// The annex of statutes prints the act the office has imported, as it stood on the day of the request, and says where it is from.
#[test]
fn an_imported_act_goes_into_the_annex_of_statutes() {
    let dir = scratch();
    let act = dir.path().join("kz.txt");
    let text = "KRIVIČNI ZAKONIK (izmišljen)\n\nKrijumčarenje ljudi\nČlan 350\n(1) Prvi stav.\n(2) Ko u nameri da pribavi korist omogućava prelaz, kazniće se.\n\nTrgovina ljudima\nČlan 388\n(1) Drugi tekst.\n";
    std::fs::write(&act, text).expect("written");
    let library = dir.path().join("library");
    std::fs::create_dir(&library).expect("made");
    for day in ["2026-01-01", "2026-06-01"] {
        // A later version must not go into a request that is older.
        std::fs::write(&act, if day == "2026-06-01" { text.replace("Prvi stav", "Kasniji stav") } else { text.into() })
            .expect("written");
        let (code, _, stderr) = run(rogatory()
            .args(["law", "import", "--jurisdiction", "RS", "--act", "CC", "--language", "sr-Latn", "--excerpt", "--as-of", day])
            .arg("--library")
            .arg(&library)
            .arg(&act));
        assert!(matches!(code, 0 | 3), "{code} {stderr}");
    }
    let (_, answer) = json(
        rogatory()
            .current_dir(dir.path())
            .args(["--json", "mla", "draft", "--to", "md", "--language", "sr-Latn", "--out", "out", "--library"])
            .arg(&library)
            .arg(fixtures().join(REQUESTS[0].0)),
    );
    let path = dir.path().join(files(&answer, "request", ".md"));
    let draft = std::fs::read_to_string(path).expect("the draft");
    for wanted in ["Prvi stav.", "omogućava prelaz", "2026-01-01", "neprovereno"] {
        assert!(draft.contains(wanted), "{wanted}: {draft}");
    }
    assert!(!draft.contains("Kasniji stav") && !draft.contains("Drugi tekst"));
}
