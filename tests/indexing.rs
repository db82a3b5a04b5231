//! Indexing as a clerk and a script meet it: what a run says, what a second run does not do, and what the tables look like.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::support::{json, rogatory, run, scratch};

/// A case and an evidence folder with these files, not indexed yet.
fn place(dir: &Path, files: &[(&str, &[u8])]) -> (PathBuf, PathBuf) {
    let (case, evidence) = (dir.join("case"), dir.join("evidence"));
    for (name, bytes) in files {
        let path = evidence.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let (code, _, stderr) = run(rogatory().arg("init").arg(&case).args(["--number", "KT-1/2026", "--jurisdiction", "RS"]));
    assert_eq!(code, 0, "{stderr}");
    (case, evidence)
}

fn on(case: &Path, words: &[&str]) -> Command {
    let mut command = rogatory();
    command.arg("--case").arg(case).args(words);
    command
}

fn index(case: &Path, evidence: &Path, more: &[&str]) -> Command {
    let mut command = on(case, &["index"]);
    command.arg(evidence).args(["--ocr", "off"]).args(more);
    command
}

fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Paths, times and bytes below a folder, to see whether anything was written.
fn contents(dir: &Path) -> Vec<(PathBuf, std::time::SystemTime, Vec<u8>)> {
    let mut all = Vec::new();
    let mut waiting = vec![dir.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                waiting.push(entry.path());
            } else {
                let modified = entry.metadata().unwrap().modified().unwrap();
                all.push((entry.path(), modified, fs::read(entry.path()).unwrap()));
            }
        }
    }
    all.sort();
    all
}

#[test]
fn a_second_run_touches_nothing_and_says_so() {
    let dir = scratch();
    let (case, evidence) = place(dir.path(), &[("a.txt", b"prvi zapisnik"), ("b/c.txt", b"drugi zapisnik")]);
    let (code, stdout, _) = run(&mut index(&case, &evidence, &[]));
    assert_eq!(code, 0);
    assert!(stdout.contains("2 new, 0 changed, 0 unchanged, 0 vanished, 0 duplicates"), "{stdout}");
    // SQLite's own companions come and go with every reader; nothing is in them.
    let kept = |case: &Path| {
        let mut all = contents(case);
        all.retain(|(path, _, _)| !path.to_string_lossy().ends_with("-shm") && !path.to_string_lossy().ends_with("-wal"));
        all
    };
    let before = kept(&case);
    let (code, stdout, _) = run(&mut index(&case, &evidence, &[]));
    assert_eq!(code, 0);
    assert!(stdout.contains("2 files (27 B), all unchanged: nothing was read and nothing was written."), "{stdout}");
    let after = kept(&case);
    for (old, new) in before.iter().zip(&after) {
        assert_eq!(old, new, "written: {}", old.0.display());
    }
    assert_eq!(before.len(), after.len());
}

#[test]
fn the_same_bytes_in_ten_places_are_read_once_and_all_places_are_kept() {
    let dir = scratch();
    let text = b"Kombi je presao granicu u ponoc.";
    let archive = zip_of(&[("unutra.txt", text)]);
    let names: Vec<String> = (0..9).map(|n| format!("mapa-{n}/kopija.txt")).collect();
    let mut files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &text[..])).collect();
    files.push(("arhiva.zip", &archive));
    let (case, evidence) = place(dir.path(), &files);
    let (code, summary) = json(&mut index(&case, &evidence, &["--json"]));
    assert_eq!(code, 0, "{summary}");
    assert_eq!(summary["read"].as_u64(), Some(2), "{summary}");
    // Where the archive's member comes first, all nine files have bytes that are known already.
    assert!(matches!(summary["duplicates"].as_u64(), Some(8 | 9)), "{summary}");
    let (code, found) = json(&mut on(&case, &["search", "ponoc", "--json"]));
    assert_eq!((code, found["total"].as_u64()), (0, Some(1)), "{found}");
    let hit = &found["hits"][0];
    let mut places: Vec<&str> = hit["duplicates"].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect();
    places.push(hit["path"].as_str().unwrap());
    assert_eq!(places.len(), 10, "{places:?}");
    assert!(places.iter().any(|place| place.ends_with("arhiva.zip!/unutra.txt")));
}

#[test]
fn events_tell_every_document_and_a_last_line_sums_up() {
    let dir = scratch();
    let archive = zip_of(&[("a.txt", b"u arhivi"), ("b.bin", b"\0\x01\x02\x03\x04\x05\x06\x07")]);
    let (case, evidence) = place(dir.path(), &[("x.zip", &archive), ("y.txt", b"pored nje")]);
    let (code, stdout, stderr) = run(&mut index(&case, &evidence, &["--format", "ndjson"]));
    assert_eq!(code, 3, "{stdout}{stderr}");
    let lines: Vec<Value> = stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (last, documents) = lines.split_last().unwrap();
    assert_eq!(last["event"], "summary");
    assert_eq!(last["read"].as_u64(), Some(documents.len() as u64));
    assert_eq!(documents.len(), 4);
    assert!(documents.iter().all(|d| d["event"] == "document" && d["document"].as_str().unwrap().len() == 64));
    let binary = documents.iter().find(|d| d["path"].as_str().unwrap().ends_with("x.zip!/b.bin")).unwrap();
    assert_eq!((&binary["state"], &binary["gaps"][0]["reason"]), (&"unreadable".into(), &"unsupported".into()));
    assert_eq!(last["scope"]["reasons"]["unsupported"], 1);
}

#[test]
fn what_failed_is_read_again_only_when_asked_and_only_that() {
    let dir = scratch();
    let (case, evidence) = place(dir.path(), &[("dobro.txt", b"u redu"), ("lose.bin", b"\0\x01\x02\x03\x04\x05\x06\x07")]);
    assert_eq!(run(&mut index(&case, &evidence, &[])).0, 3);
    let (code, summary) = json(&mut index(&case, &evidence, &["--json"]));
    // Still a gap in what was asked for, although nothing was read.
    assert_eq!((code, summary["read"].as_u64()), (3, Some(0)), "{summary}");
    let (code, summary) = json(&mut index(&case, &evidence, &["--json", "--retry-failed"]));
    assert_eq!((code, summary["read"].as_u64(), summary["unreadable"].as_u64()), (3, Some(1), Some(1)), "{summary}");
    assert_eq!(summary["unchanged"], 2, "{summary}");
}

#[test]
#[cfg(unix)]
fn a_case_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = scratch();
    let (case, evidence) = place(dir.path(), &[("a.zip", &zip_of(&[("a.txt", b"tekst")]))]);
    assert_eq!(run(&mut index(&case, &evidence, &[])).0, 0);
    let mode = |path: &Path| fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777;
    let mut waiting = vec![case];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            assert_eq!(mode(&path), 0o700, "{}", path.display());
            waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
    }
}

#[test]
#[cfg(unix)]
fn links_are_not_followed_and_loops_end() {
    let dir = scratch();
    let (case, evidence) = place(dir.path(), &[("mapa/a.txt", b"tekst"), ("../tajno/van.txt", b"van dokaza")]);
    std::os::unix::fs::symlink(&evidence, evidence.join("mapa/krug")).unwrap();
    std::os::unix::fs::symlink(dir.path().join("tajno"), evidence.join("van")).unwrap();
    std::os::unix::fs::symlink("nema-ga", evidence.join("prazno")).unwrap();
    let (code, summary) = json(&mut index(&case, &evidence, &["--json"]));
    assert_eq!((code, summary["files"].as_u64(), summary["skipped"].as_u64()), (0, Some(1), Some(3)), "{summary}");
    let (_, status) = json(&mut on(&case, &["status", "--json"]));
    let skipped: Vec<&str> = status["skipped"].as_array().unwrap().iter().map(|s| s["path"].as_str().unwrap()).collect();
    assert_eq!(skipped.len(), 3, "{skipped:?}");
}

#[test]
fn an_older_store_is_recognised_and_the_remedy_told() {
    let dir = scratch();
    let (case, evidence) = place(dir.path(), &[("a.txt", b"tekst")]);
    assert_eq!(run(&mut index(&case, &evidence, &[])).0, 0);
    let store = rusqlite::Connection::open(case.join("store.sqlite")).unwrap();
    store.execute("UPDATE fact SET value = '0' WHERE key = 'format_version'", []).unwrap();
    drop(store);
    for words in [&["status"][..], &["verify"], &["index", "."]] {
        let (code, stdout, stderr) = run(&mut on(&case, words));
        assert!(code == 2 || code == 5, "{words:?}: {code} {stdout}{stderr}");
        assert!(stderr.contains("older rogatory") && stderr.contains("rogatory init"), "{words:?}: {stderr}");
        assert!(stderr.lines().count() <= 2, "{stderr}");
    }
}

#[test]
fn an_index_of_another_version_is_built_again_from_the_store() {
    let dir = scratch();
    let (case, evidence) = place(dir.path(), &[("a.txt", b"granica")]);
    assert_eq!(run(&mut index(&case, &evidence, &[])).0, 0);
    // The evidence is away: only the store can give the text.
    fs::rename(&evidence, dir.path().join("away")).unwrap();
    fs::create_dir(&evidence).unwrap();
    fs::write(evidence.join("b.txt"), "most").unwrap();
    let meta = case.join("index/meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    let payload = text.find("\"payload\"").expect("the index says which commit it stands at");
    fs::write(&meta, format!("{}\"payload\":\"0\"}}", &text[..payload])).unwrap();
    let (code, _, stderr) = run(&mut on(&case, &["search", "granica"]));
    assert!(code == 2 || code == 5, "{code}: {stderr}");
    let (code, _, stderr) = run(&mut index(&case, &evidence, &[]));
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("added to it again from the store"), "{stderr}");
    assert_eq!(run(&mut on(&case, &["search", "granica"])).0, 0);
}

#[test]
fn an_archive_of_thousands_needs_few_open_files() {
    let dir = scratch();
    let names: Vec<String> = (0..400).map(|n| format!("{n}.txt")).collect();
    let same: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), name.as_bytes())).collect();
    let (case, evidence) = place(dir.path(), &[("mnogo.zip", &zip_of(&same))]);
    let program = env!("CARGO_BIN_EXE_rogatory");
    let mut shell = Command::new("sh");
    shell.arg("-c").arg("ulimit -n 128; exec \"$0\" --case \"$1\" index \"$2\" --ocr off --json -q");
    let (code, summary) = json(shell.arg(program).arg(&case).arg(&evidence).stdin(Stdio::null()));
    assert_eq!((code, summary["read"].as_u64()), (0, Some(401)), "{summary}");
}

/// What a person sees, with everything that differs from run to run taken out.
fn shown(dir: &Path, text: &str) -> String {
    let mut out = text.replace(dir.to_str().unwrap(), "/home/ana/p1");
    for (pattern, with) in [(r"in \d+\.\d s, [\d.]+ [KMG]?i?B/s", "in … s, … B/s"), (r"\b[0-9a-f]{12}\b", "0123456789ab")] {
        out = regex::Regex::new(pattern).unwrap().replace_all(&out, with).into_owned();
    }
    out
}

#[test]
fn the_tables_fit_eighty_and_a_hundred_and_twenty_columns() {
    // As long as the name it is shown by: tables are as wide as their contents.
    let dir = tempfile::Builder::new().prefix("r").rand_bytes(6).tempdir_in("/tmp").unwrap();
    let dir = dir.path();
    let archive = zip_of(&[("a.txt", "Сведок је видео комби.".as_bytes()), ("b.bin", b"\0\x01\x02\x03\x04\x05\x06\x07")]);
    let (case, evidence) = place(
        dir,
        &[
            ("zapisnik o saslušanju svedoka sa veoma dugačkim imenom datoteke.txt", "Svedok govori.".as_bytes()),
            ("prilog.zip", &archive),
            ("oštećeno.pdf", b"%PDF-1.7\nnothing of a PDF"),
        ],
    );
    let mut seen = String::new();
    let mut take = |title: &str, command: &mut Command| {
        let (code, stdout, stderr) = run(command);
        let longest = stdout.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        seen.push_str(&format!("── {title} → {code}\n{stdout}{stderr}"));
        longest
    };
    for (width, folder) in [("80", case.clone()), ("120", dir.join("wide"))] {
        if !folder.exists() {
            assert_eq!(run(rogatory().arg("init").arg(&folder).args(["--number", "KT-2/2026"])).0, 0);
        }
        take(&format!("index at {width}"), index(&folder, &evidence, &[]).env("COLUMNS", width));
    }
    for width in ["80", "120"] {
        let longest = take(&format!("status at {width}"), on(&case, &["status"]).env("COLUMNS", width));
        assert!(longest <= width.parse().unwrap(), "{width}: {longest}");
    }
    take("verify", &mut on(&case, &["verify", "--no-journal"]));
    fs::write(evidence.join("prilog.zip"), "other bytes").unwrap();
    for width in ["80", "120"] {
        let longest =
            take(&format!("verify after a change at {width}"), on(&case, &["verify", "--no-journal"]).env("COLUMNS", width));
        assert!(longest <= width.parse().unwrap(), "{width}: {longest}");
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("indexing_tables", shown(dir, &seen));
    });
}

#[test]
fn doctor_says_what_holds_the_readers_at_any_width() {
    for width in ["80", "120"] {
        let (code, stdout, stderr) = run(rogatory().arg("doctor").env("COLUMNS", width));
        assert!(code == 0 || code == 3, "{stderr}");
        for what in ["reader processes", "resource limits", "Landlock", "seccomp", "tesseract"] {
            assert!(stdout.contains(what), "{what}: {stdout}");
        }
        let longest = stdout.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(longest <= width.parse().unwrap(), "{width}: {longest}\n{stdout}");
    }
}

#[test]
fn a_database_whose_log_stands_beside_it_is_not_called_complete() {
    let dir = scratch();
    let evidence = dir.path().join("evidence");
    fs::create_dir_all(&evidence).unwrap();
    let database = rusqlite::Connection::open(evidence.join("msgstore.db")).unwrap();
    database.pragma_update(None, "journal_mode", "WAL").unwrap();
    database.execute_batch("CREATE TABLE message (text TEXT); INSERT INTO message VALUES ('Sutra u pet, kod mosta');").unwrap();
    // While it is open the rows stand in the log alone.
    let (case, _) = place(dir.path(), &[("beleska.txt", "Telefon je oduzet uključen.".as_bytes())]);
    let (code, summary) = json(index(&case, &evidence, &[]).arg("--json"));
    assert_eq!((code, summary["partial"].as_u64()), (3, Some(1)), "{summary}");
    let (_, stdout, _) = run(on(&case, &["status"]).env("COLUMNS", "120"));
    assert!(stdout.contains("msgstore.db-wal"), "{stdout}");
    drop(database);
}
