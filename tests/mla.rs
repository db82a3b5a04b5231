//! Requests for mutual legal assistance, from the first line of the file to the register.

use std::path::Path;

use super::support::{json, rogatory, run, scratch};

/// `mla new` writes a file that parses for every form and every measure, and the check says what is missing.
#[test]
fn a_new_request_parses_for_every_form_and_measure() {
    let dir = scratch();
    let (code, forms) = json(rogatory().args(["mla", "forms", "--json"]));
    assert_eq!(code, 0);
    let forms: Vec<String> =
        forms["forms"].as_array().unwrap().iter().map(|form| form["id"].as_str().unwrap().to_string()).collect();
    assert_eq!(forms.len(), 20);
    for form in &forms {
        let file = dir.path().join(format!("{form}.toml"));
        let mut command = rogatory();
        command.current_dir(dir.path()).args(["mla", "new"]).arg(&file).args(["--form", form, "--from", "ME", "--to", "US"]);
        let (code, _, stderr) = run(command.args(["--full"]));
        assert_eq!(code, 0, "{form}: {stderr}");
        let (code, report) = json(rogatory().current_dir(dir.path()).args(["mla", "check", "--json"]).arg(&file));
        assert!(code == 1 || form == "intake", "{form}: an empty request is not ready ({code})");
        assert_eq!(report["schema"], "rogatory.mla_check/1");
    }
    let file = dir.path().join("all.toml");
    let mut command = rogatory();
    command.current_dir(dir.path()).args(["mla", "new"]).arg(&file).args(["--from", "AL", "--to", "IT"]);
    for kind in
        "service hearing video_conference telephone temporary_transfer search_seizure bank_data telecom_data interception \
                 expert_records restitution_freezing_confiscation"
            .split_whitespace()
    {
        command.args(["--measure", kind]);
    }
    let (code, _, stderr) = run(&mut command);
    assert_eq!(code, 0, "{stderr}");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("instrument = \"ecma-1959\"") && text.contains("[measures.search_seizure]"), "{text}");
    // Nothing is overwritten.
    let (code, _, stderr) = run(&mut command);
    assert_eq!(code, 2);
    assert!(stderr.contains("exists already"), "{stderr}");
}

/// Asked step by step over a pipe: back, save, resume.
#[test]
fn the_interview_goes_back_and_resumes() {
    let dir = scratch();
    let (first, said) = pipe(dir.path(), "RS\nDE\n<\nGermany\nclassical\nvideo_conference\n.\n");
    assert_eq!(first, 0, "{said}");
    assert!(said.contains("Saved in"), "{said}");
    let (second, said) =
        pipe(dir.path(), "\n2026-03-02\n\nKT 1/2026\nTužilaštvo\n011 222\n+381 11 222 000\nt@primer.invalid\n\n\n\n\n\n\n\n");
    assert_eq!(second, 0, "{said}");
    assert!(said.contains("Going on from") && said.contains("country code is missing"), "{said}");
    let text = std::fs::read_to_string(dir.path().join("r.toml")).unwrap();
    for wanted in
        ["requested_state = \"DE\"", "own_ref = \"KT 1/2026\"", "date = \"2026-03-02\"", "+381 11 222 000", "Tužilaštvo"]
    {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    assert!(!dir.path().join("r.toml.answers").exists());
}

fn pipe(dir: &Path, answers: &str) -> (i32, String) {
    use std::io::Write;
    use std::process::Stdio;
    let mut child = rogatory()
        .current_dir(dir)
        .args(["mla", "new", "r.toml", "--interactive"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap_or(-1), said)
}

/// A clerk's slips are answered with line, column, what is wrong and what to write.
#[test]
fn slips_in_the_file_are_explained() {
    let dir = scratch();
    let file = dir.path().join("r.toml");
    let head = "form = \"classical\"\n[hdr]\nrequesting_state = \"RS\"\nrequested_state = \"DE\"\n";
    for (text, place, wrong, write) in [
        (format!("{head}date = \"2026-02-30\"\n"), "line 5, column 8", "no such day", "28 days"),
        (format!("{head}dat = \"2026-02-28\"\n"), "line 5, column 1", "dat", "date"),
        (head.replace("DE", "Germny"), "line 4, column 19", "not a State code", "\"DE\" for Germany"),
        (head.replace("classical", "clasical"), "line 1", "clasical", "classical"),
        (format!("{head}date = \n"), "line 5", "", ""),
    ] {
        std::fs::write(&file, &text).unwrap();
        let (code, stdout, stderr) = run(rogatory().args(["mla", "check"]).arg(&file));
        assert_eq!(code, 2, "{text}{stdout}");
        for said in [place, wrong, write] {
            assert!(stderr.contains(said), "{said} in: {stderr}");
        }
    }
}
