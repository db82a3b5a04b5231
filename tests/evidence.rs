//! What stands in the record stays true: a flipped byte in evidence, store or index is found, and changed and vanished files are told apart.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{json, rogatory, run, scratch};

fn case_with(dir: &Path, files: &[(&str, &str)]) -> (PathBuf, PathBuf) {
    let (case, evidence) = (dir.join("case"), dir.join("evidence"));
    fs::create_dir(&evidence).unwrap();
    for (name, text) in files {
        fs::write(evidence.join(name), text).unwrap();
    }
    rogatory().arg("init").arg(&case).args(["--number", "KT-1/2026"]).output().unwrap();
    let (code, stdout, stderr) = run(rogatory().arg("--case").arg(&case).arg("index").arg(&evidence));
    assert_eq!(code, 0, "{stdout}{stderr}");
    (case, evidence)
}

fn verify(case: &Path, more: &[&str]) -> (i32, serde_json::Value) {
    json(rogatory().arg("--case").arg(case).args(["verify", "--json", "--no-journal"]).args(more))
}

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 0x20;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_flipped_byte_in_the_evidence_is_named() {
    let dir = scratch();
    let (case, evidence) = case_with(dir.path(), &[("a.txt", "prvi tekst"), ("b.txt", "drugi tekst")]);
    assert_eq!(verify(&case, &[]).0, 0);
    let file = evidence.join("b.txt");
    let modified = fs::metadata(&file).unwrap().modified().unwrap();
    flip(&file, 3);
    fs::File::options().write(true).open(&file).unwrap().set_modified(modified).unwrap();
    let (code, report) = verify(&case, &[]);
    assert_eq!(code, 4);
    assert_eq!(report["faults"].as_array().unwrap().len(), 1);
    assert!(report["faults"][0]["subject"].as_str().unwrap().ends_with("/b.txt"));
    assert!(report["faults"][0]["detail"].as_str().unwrap().contains("SHA-256"));
    // Size and time are as they were: that is what --quick does not see, and says it does not look at.
    assert_eq!(verify(&case, &["--quick"]).0, 0);
    fs::write(&file, "longer than before").unwrap();
    assert_eq!(verify(&case, &["--quick"]).0, 4);
}

#[test]
fn a_flipped_byte_in_the_store_is_found_or_changes_nothing() {
    let dir = scratch();
    let files: Vec<(String, String)> =
        (0..12).map(|n| (format!("zapisnik-{n}.txt"), format!("Svedok broj {n} govori o kombiju. ").repeat(20))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let (case, _evidence) = case_with(dir.path(), &files);
    assert_eq!(verify(&case, &[]).0, 0);
    let store = case.join("store.sqlite");
    let whole = fs::read(&store).unwrap();
    let (_, before) = json(rogatory().arg("--case").arg(&case).args(["status", "--json"]));
    let verify_with = |bytes: &[u8]| {
        fs::write(&store, bytes).unwrap();
        run(rogatory().arg("--case").arg(&case).args(["verify", "--json", "--no-journal"]))
    };
    // Bytes that certainly mean something, wherever they stand.
    for meant in ["zapisnik-7.tx", "complete"] {
        let mut bytes = whole.clone();
        let places: Vec<usize> = (0..whole.len() - meant.len()).filter(|at| whole[*at..].starts_with(meant.as_bytes())).collect();
        assert!(!places.is_empty());
        places.into_iter().for_each(|at| bytes[at] ^= 0x01);
        let (code, stdout, _) = verify_with(&bytes);
        assert_eq!(code, 4, "{meant}: {stdout}");
    }
    // A sweep over the whole file: found, or of no consequence.
    let mut found = 0;
    for at in (0..24).map(|step| 101 + step * (whole.len() - 200) / 24) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x01;
        let (code, stdout, _) = verify_with(&bytes);
        match code {
            4 => found += 1,
            0 => {
                let (_, after) = json(rogatory().arg("--case").arg(&case).args(["status", "--json"]));
                assert_eq!(after, before, "byte {at} changed the record and verify did not notice");
            }
            other => panic!("byte {at}: exit {other}: {stdout}"),
        }
    }
    assert!(found >= 2);
    fs::write(&store, &whole).unwrap();
    assert_eq!(verify(&case, &[]).0, 0);
}

#[test]
fn a_flipped_byte_in_the_index_is_found() {
    let dir = scratch();
    let (case, _evidence) = case_with(dir.path(), &[("a.txt", "prvi tekst o granici"), ("b.txt", "drugi tekst")]);
    let mut sizes = BTreeMap::new();
    for entry in fs::read_dir(case.join("index")).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if ["term", "store", "idx", "fast"].iter().any(|kind| name.ends_with(kind)) {
            sizes.insert(name, entry.metadata().unwrap().len() as usize);
        }
    }
    assert!(!sizes.is_empty());
    for (name, size) in sizes {
        let file = case.join("index").join(&name);
        flip(&file, size / 3);
        let (code, report) = verify(&case, &[]);
        assert_eq!(code, 4, "{name}");
        assert!(report["faults"].as_array().unwrap().iter().any(|f| f["kind"] == "index"), "{name}: {report}");
        // Whatever a question makes of it, it ends in words.
        let (code, out, error) =
            run(rogatory().env_remove("RUST_BACKTRACE").arg("--case").arg(&case).args(["search", "granica"]));
        assert!((0..=5).contains(&code) && !error.contains("panicked"), "{name}: {code} {out}{error}");
        flip(&file, size / 3);
    }
    assert_eq!(verify(&case, &[]).0, 0);
}

#[test]
fn changed_and_vanished_files_are_told_apart_and_the_old_record_stays() {
    let dir = scratch();
    let (case, evidence) =
        case_with(dir.path(), &[("a.txt", "ostaje"), ("b.txt", "menja se"), ("c.txt", "nestaje"), ("d.txt", "ostaje")]);
    let index = || json(rogatory().arg("--case").arg(&case).arg("index").arg(&evidence).arg("--json"));
    let (_, first) = index();
    assert_eq!((first["untouched"].as_bool(), first["unchanged"].as_u64()), (Some(true), Some(4)));
    fs::write(evidence.join("b.txt"), "sada drugačije").unwrap();
    fs::remove_file(evidence.join("c.txt")).unwrap();
    fs::write(evidence.join("e.txt"), "novo").unwrap();
    let (code, dry) = json(rogatory().arg("--case").arg(&case).arg("index").arg(&evidence).args(["--json", "--dry-run"]));
    assert_eq!((code, dry["new"].as_u64(), dry["changed"].as_u64(), dry["vanished"].as_u64()), (0, Some(1), Some(1), Some(1)));
    let (code, second) = index();
    assert_eq!(code, 0);
    let get = |key: &str| second[key].as_u64().unwrap();
    assert_eq!((get("new"), get("changed"), get("vanished"), get("unchanged"), get("read")), (1, 1, 1, 2, 2), "{second}");
    let (_, status) = json(rogatory().arg("--case").arg(&case).args(["status", "--json"]));
    assert_eq!((status["changed"].as_u64(), status["vanished"].as_u64()), (Some(1), Some(1)));
    // What is found in bytes that stand there no more is said to be so, in hits and citations.
    for (word, status, told) in
        [("menja", "changed", "an earlier version"), ("nestaje", "vanished", "the file has vanished since")]
    {
        let (_, found) = json(rogatory().arg("--case").arg(&case).args(["search", word, "--json"]));
        let hit = &found["hits"][0];
        assert!(hit["gone"] == status && hit["citation"].as_str().unwrap().contains(told), "{hit}");
        let (_, table, _) = run(rogatory().arg("--case").arg(&case).args(["search", word]));
        assert!(table.contains(told), "{table}");
        let (_, cited, _) =
            run(rogatory().arg("--case").arg(&case).args(["cite", hit["document"].as_str().unwrap(), "--unit", "1"]));
        assert!(cited.contains(told), "{cited}");
    }
    let (_, found) = json(rogatory().arg("--case").arg(&case).args(["search", "ostaje", "--json"]));
    assert_eq!(
        (&found["hits"][0]["gone"], &found["hits"][0]["duplicates"]),
        (&serde_json::Value::Null, &serde_json::json!(["d.txt"]))
    );
    // Three texts stand there now (a and d are the same bytes); the two old ones stay in the record.
    assert_eq!(status["documents"], 5);
}

/// A unit of many paragraphs says which, and a quotation is cited by its own.
#[test]
fn a_quotation_is_cited_by_its_own_paragraph() {
    let dir = scratch();
    let text: String = (1..=30).map(|number| format!("Pasus {number} o prelazu granice.\n\n")).collect();
    let (case, _) = case_with(dir.path(), &[("n.txt", &text)]);
    let cite = |more: &[&str]| run(rogatory().arg("--case").arg(&case).args(["cite", "n.txt", "--style", "inline"]).args(more)).1;
    assert!(cite(&["--unit", "1"]).contains("n.txt, ¶ 1–30 "), "{}", cite(&["--unit", "1"]));
    assert!(cite(&["--quote", "Pasus 21 o prelazu"]).contains("n.txt, ¶ 21 "), "{}", cite(&["--quote", "Pasus 21 o prelazu"]));
}

#[test]
fn evidence_and_case_are_kept_apart() {
    let dir = scratch();
    let (case, evidence) = case_with(dir.path(), &[("a.txt", "tekst")]);
    let (code, _, stderr) = run(rogatory().arg("--case").arg(&case).arg("index").arg(dir.path()));
    assert_eq!(code, 2);
    assert!(stderr.contains("lies inside the evidence"), "{stderr}");
    let (code, _, stderr) = run(rogatory().arg("--case").arg(&case).arg("index").arg(case.join("work")));
    assert_eq!(code, 2);
    assert!(stderr.contains("lies inside the case folder"), "{stderr}");
    let (code, _, stderr) = run(rogatory().arg("--case").arg(&case).arg("index").arg(evidence.join("nowhere")));
    assert_eq!(code, 2);
    assert!(stderr.contains("cannot be read"), "{stderr}");
    let (code, _, stderr) = run(rogatory().arg("--case").arg(&evidence).arg("status"));
    assert_eq!(code, 2);
    assert!(stderr.contains("not a case folder") && stderr.contains("rogatory init"), "{stderr}");
}

#[test]
fn paths_can_come_from_a_list_and_be_filtered() {
    use std::io::Write;
    let dir = scratch();
    let (case, evidence) = case_with(dir.path(), &[("a.txt", "tekst")]);
    fs::write(evidence.join("b.txt"), "b").unwrap();
    fs::write(evidence.join("c.log"), "c").unwrap();
    let mut child = rogatory();
    child.arg("--case").arg(&case).args(["index", "--from-list", "-", "--json"]);
    let mut child = child.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped()).spawn().unwrap();
    writeln!(child.stdin.take().unwrap(), "{}\n{}", evidence.join("a.txt").display(), evidence.join("b.txt").display()).unwrap();
    let output = child.wait_with_output().unwrap();
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((summary["unchanged"].as_u64(), summary["new"].as_u64()), (Some(1), Some(1)), "{summary}");
    let (_, summary) =
        json(rogatory().arg("--case").arg(&case).arg("index").arg(&evidence).args(["--json", "--exclude", "*.log"]));
    assert_eq!(summary["files"], 2);
    let (_, summary) =
        json(rogatory().arg("--case").arg(&case).arg("index").arg(&evidence).args(["--json", "--include", "*.log"]));
    assert_eq!((summary["files"].as_u64(), summary["vanished"].as_u64()), (Some(1), Some(0)));
}
