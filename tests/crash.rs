//! Kill it at any moment and start it again: nothing reported as done is lost, nothing is doubled, store and index agree.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::support::{json, rogatory, run, scratch};

const KILLS: u32 = 50;

/// Twelve texts, some of them twice, and archives with more inside.
fn evidence(dir: &Path) {
    fs::create_dir_all(dir.join("archives")).unwrap();
    for number in 0..12 {
        let text = format!("Zapisnik broj {number}. Svedok je video kombi kod graničnog prelaza.\n");
        fs::write(dir.join(format!("zapisnik-{number:02}.txt")), &text).unwrap();
        if number % 10 == 0 {
            fs::write(dir.join(format!("kopija-{number:02}.txt")), &text).unwrap();
        }
    }
    for archive in 0..2 {
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for member in 0..3 {
            writer.start_file(format!("u-arhivi-{member}.txt"), zip::write::SimpleFileOptions::default()).unwrap();
            write!(writer, "Prilog {member} iz arhive {archive}. Svedok potvrđuje.").unwrap();
        }
        fs::write(dir.join(format!("archives/arhiva-{archive}.zip")), writer.finish().unwrap().into_inner()).unwrap();
    }
}

fn index(case: &Path, evidence: &Path) -> std::process::Command {
    let mut command = rogatory();
    command.arg("--case").arg(case).arg("index").arg(evidence).args(["--batch", "3", "--format", "ndjson", "-q", "--ocr", "off"]);
    command
}

/// What a case says about itself, without times and counters of commits.
fn essence(case: &Path) -> Value {
    let (_, mut status) = json(rogatory().arg("--case").arg(case).args(["status", "--json"]));
    let map = status.as_object_mut().unwrap();
    map.remove("generation");
    map.remove("case");
    let (code, found) = json(rogatory().arg("--case").arg(case).args(["search", "svedok", "--json", "--limit", "1000"]));
    assert_eq!(code, 0, "{found}");
    let hits: BTreeSet<String> = found["hits"].as_array().unwrap().iter().map(|hit| hit["document"].to_string()).collect();
    assert_eq!(hits.len() as u64, found["total"].as_u64().unwrap(), "a document was found twice");
    serde_json::json!({"status": status, "hits": hits})
}

#[test]
fn a_run_killed_at_fifty_random_moments_ends_like_an_undisturbed_one() {
    let dir = scratch();
    let files = dir.path().join("evidence");
    evidence(&files);
    let calm = dir.path().join("calm");
    rogatory().arg("init").arg(&calm).output().unwrap();
    let started = std::time::Instant::now();
    let (code, stdout, stderr) = run(&mut index(&calm, &files));
    assert_eq!(code, 0, "{stdout}{stderr}");
    let span = started.elapsed().max(Duration::from_millis(50));
    let wanted = essence(&calm);

    // A fixed series of moments; where the machine stands at each is random enough.
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut kills = 0;
    let mut round = 0;
    while kills < KILLS {
        round += 1;
        let case = dir.path().join(format!("case-{round}"));
        rogatory().arg("init").arg(&case).output().unwrap();
        let mut reported = BTreeSet::new();
        loop {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let moment = span.mul_f64((state % 1000) as f64 / 1000.0 * 0.6);
            let complaints = fs::File::create(dir.path().join("complaints")).unwrap();
            let mut child = index(&case, &files).stdout(Stdio::piped()).stderr(complaints).spawn().unwrap();
            let lines = BufReader::new(child.stdout.take().unwrap());
            let listener = std::thread::spawn(move || {
                // The last line may be cut off by the kill; then nothing was reported by it.
                lines
                    .lines()
                    .map_while(Result::ok)
                    .filter_map(|line| serde_json::from_str::<Value>(&line).ok())
                    .collect::<Vec<_>>()
            });
            std::thread::sleep(moment);
            let killed = child.try_wait().unwrap().is_none();
            let _ = child.kill();
            let status = child.wait().unwrap();
            for event in listener.join().unwrap() {
                if event["event"] == "document" {
                    reported.insert(event["document"].as_str().unwrap().to_string());
                }
            }
            if killed && status.code().is_none() {
                kills += 1;
            } else {
                let complaints = fs::read_to_string(dir.path().join("complaints")).unwrap();
                assert_eq!(status.code(), Some(0), "round {round}: {complaints}");
                break;
            }
            if kills >= KILLS {
                let (code, _, complaints) = run(&mut index(&case, &files));
                assert_eq!(code, 0, "round {round}: {complaints}");
                break;
            }
        }
        assert_eq!(essence(&case), wanted, "round {round}");
        let found: BTreeSet<String> =
            wanted["hits"].as_array().unwrap().iter().map(|h| h.as_str().unwrap().trim_matches('"').to_string()).collect();
        let lost: Vec<_> = reported
            .iter()
            .filter(|id| !found.contains(*id) && run(rogatory().arg("--case").arg(&case).args(["show", id])).0 != 0)
            .collect();
        assert!(lost.is_empty(), "reported as done, then lost: {lost:?}");
        let (code, stdout, _) = run(rogatory().arg("--case").arg(&case).args(["verify", "--no-journal"]));
        assert_eq!(code, 0, "round {round}: {stdout}");
    }
}

#[test]
fn a_second_writer_gets_an_error_at_once() {
    let dir = scratch();
    let case = dir.path().join("case");
    rogatory().arg("init").arg(&case).output().unwrap();
    fs::write(dir.path().join("a.txt"), "tekst").unwrap();
    let lock = fs::File::create(case.join("lock")).unwrap();
    lock.try_lock().unwrap();
    let (code, _, stderr) = run(rogatory().arg("--case").arg(&case).arg("index").arg(dir.path().join("a.txt")));
    assert_eq!(code, 5);
    assert!(stderr.contains("another rogatory process is writing"), "{stderr}");
}

#[test]
fn a_lost_index_is_built_again_from_the_store_without_the_evidence() {
    let dir = scratch();
    let (case, files) = (dir.path().join("case"), dir.path().join("evidence"));
    evidence(&files);
    rogatory().arg("init").arg(&case).output().unwrap();
    assert_eq!(run(&mut index(&case, &files)).0, 0);
    let wanted = essence(&case);
    fs::remove_dir_all(case.join("index")).unwrap();
    assert_eq!(run(rogatory().arg("--case").arg(&case).args(["verify", "--no-journal"])).0, 4);
    let (code, _, stderr) = run(rogatory().arg("--case").arg(&case).arg("index").arg(files.join("zapisnik-00.txt")));
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("added to it again from the store"), "{stderr}");
    assert_eq!(essence(&case)["hits"], wanted["hits"]);
}

#[test]
fn answers_say_that_a_run_was_stopped_before_its_end() {
    let dir = scratch();
    let (files, case) = (dir.path().join("evidence"), dir.path().join("case"));
    fs::create_dir(&files).unwrap();
    for number in 0..400 {
        fs::write(files.join(format!("{number:03}.txt")), format!("Zapisnik broj {number} o granici.\n")).unwrap();
    }
    run(rogatory().args(["init", "-q"]).arg(&case));
    let ask = |word: &str| json(rogatory().arg("--case").arg(&case).args(["search", word, "--json"]));
    // A case in which nothing was indexed gives no answer at all; one whose first run has found nothing yet has not been searched in full.
    let (code, _, error) = run(rogatory().arg("--case").arg(&case).args(["search", "brodolom"]));
    assert!(code == 2 && error.contains("nothing has been indexed yet"), "{code} {error}");
    let empty = dir.path().join("empty");
    fs::create_dir(&empty).unwrap();
    run(rogatory().arg("--case").arg(&case).args(["index", "-q", "--ocr", "off"]).arg(&empty));
    let (code, nothing) = ask("brodolom");
    assert_eq!((code, &nothing["coverage"]["unfinished_run"]), (3, &Value::Bool(true)));
    assert!(nothing["coverage"]["statement"].as_str().unwrap().starts_with("Nothing has been indexed yet"), "{nothing}");
    let mut command = index(&case, &files);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let (code, stopped) = ask("brodolom");
    assert_eq!((code, &stopped["coverage"]["unfinished_run"]), (3, &Value::Bool(true)), "{stopped}");
    assert!(stopped["coverage"]["statement"].as_str().unwrap().contains("has not come to its end"), "{stopped}");
    let (code, status) = json(rogatory().arg("--case").arg(&case).args(["status", "--json"]));
    assert_eq!((code, status["unfinished_runs"].as_array().map(Vec::len)), (3, Some(1)), "{status}");
    // A run over a part of it does not make up for the whole.
    run(rogatory().arg("--case").arg(&case).args(["index", "-q", "--ocr", "off", "--include", "00*"]).arg(&files));
    assert_eq!(ask("brodolom").0, 3);
    let (code, _, error) = run(&mut index(&case, &files));
    assert_eq!(code, 0, "{error}");
    let (code, whole) = ask("brodolom");
    assert_eq!(
        (code, &whole["coverage"]["unfinished_run"], &whole["coverage"]["documents"]),
        (1, &Value::Bool(false), &400.into())
    );
}
