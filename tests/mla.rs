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

/// A measure has two names, that of the request and that of the treaties; both are understood everywhere.
#[test]
fn a_measure_is_known_by_either_name() {
    let dir = scratch();
    for (own, treaties) in
        [("video_conference", "videoconference"), ("hearing", "hearing_witness"), ("bank_data", "bank_information")]
    {
        let said = |name: &str| {
            let (code, stdout, stderr) =
                run(rogatory().args(["mla", "basis", "RS", "DE", "--on", "2026-03-02", "--measure", name]));
            assert_eq!(code, 0, "{name}: {stderr}");
            let (code, between, stderr) =
                run(rogatory().args(["treaty", "between", "RS", "DE", "--on", "2026-03-02", "--measure", name]));
            assert_eq!(code, 0, "{name}: {stderr}");
            let (code, form, stderr) = run(rogatory().args(["mla", "forms", name]));
            assert_eq!(code, 0, "{name}: {stderr}");
            let file = dir.path().join(format!("{name}.toml"));
            let mut command = rogatory();
            command.current_dir(dir.path()).args([
                "mla",
                "new",
                "--from",
                "RS",
                "--to",
                "DE",
                "--date",
                "2026-03-02",
                "--measure",
                name,
            ]);
            let (code, _, stderr) = run(command.arg(&file));
            assert_eq!(code, 0, "{name}: {stderr}");
            (stdout, between, form, std::fs::read_to_string(&file).unwrap())
        };
        assert_eq!(said(own), said(treaties), "{own}");
        let text = std::fs::read_to_string(dir.path().join(format!("{own}.toml"))).unwrap();
        assert!(text.contains(&format!("kind = \"{own}\"")), "{text}");
        std::fs::write(dir.path().join("r.toml"), text.replace(&format!("kind = \"{own}\""), &format!("kind = \"{treaties}\"")))
            .unwrap();
        let (code, _, stderr) = run(rogatory().current_dir(dir.path()).args(["mla", "check", "r.toml", "--on", "2026-03-02"]));
        assert_eq!(code, 1, "{stderr}");
    }
    let (code, _, stderr) = run(rogatory().args(["mla", "basis", "RS", "DE", "--measure", "video conference"]));
    assert_eq!(code, 0, "{stderr}");
    let (code, _, stderr) =
        run(rogatory().args(["mla", "new", "x.toml", "--from", "RS", "--to", "DE", "--measure", "videoconfrence"]));
    assert_eq!(code, 2);
    assert!(stderr.contains("did you mean video_conference"), "{stderr}");
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
        (format!("{head}date = \n"), "line 5", "no value", "take the line out"),
        (format!("{head}date = 2026-02-30\n"), "line 5, column 8", "no such day", "\"2026-11\""),
        (format!("{head}date = \"02.03.2026\"\n"), "line 5, column 8", "is not a date", "2026-11-24"),
        (format!("{head}own_ref = 12\n"), "line 5, column 11", "a text in quotes is expected", "own_ref = \"12\""),
        (format!("{head}own_ref = KTO 1/2026\n"), "line 5, column 11", "a text stands in quotes", "own_ref = \"KTO 1/2026\""),
        (format!("{head}own_ref = „KTO 1/2026“\n"), "line 5, column 11", "quotes are not those", "own_ref = \"KTO 1/2026\""),
        (format!("{head}own_ref = \"KTO 1/2026\n"), "line 5", "no closing quote", "own_ref = \"KTO 1/2026\""),
        (format!("{head}own_ref: \"x\"\n"), "line 5", "equals sign", "own_ref ="),
        (format!("{head}own_ref = \"a\"\nown_ref = \"b\"\n"), "line 6, column 1", "`own_ref` stands here twice", "keep one"),
        (format!("{head}copy_to = \"Ministry\"\n"), "line 5, column 11", "a list", "copy_to = [\"Ministry\"]"),
        (format!("{head}copy_to = [\"a\" \"b\"]\n"), "line 5", "comma is missing", "[\"…\", \"…\"]"),
        (format!("{head}persons = []\n"), "line 5, column 1", "no field `persons` here", "above the first [block]"),
        (format!("{head}[persons]\nsurname = \"X\"\n"), "line 5", "a list", "[[persons]]"),
        (format!("{head}[urgency]\nurgent = \"yes\"\n"), "line 6, column 10", "true or false is expected", "urgent = true"),
        (format!("{head}[narrative]\nvictims = 3.5\n"), "line 6, column 11", "the number `3.5`", "a whole number"),
        (format!("{head}[[measures]\nkind = \"hearing\"\n"), "line 5", "bracket is not closed", "write [[measures]]"),
        (
            format!("{head}[[measures]]\nkind = \"vidio_conference\"\n"),
            "line 6, column 8",
            "is not known here",
            "write \"video_conference\" (possible: service, hearing,",
        ),
        (format!("{head}[case]\nname = {{ german = \"x\" }}\n"), "line 6", "not a language tag", "sr-Latn"),
        ("form = \"classical\"\n[hdr]\nown_ref = \"1\"\n".into(), "line 2", "`requesting_state` is missing", "ISO 3166"),
        (
            format!("{head}[hdr.own_ref]\nnumber = \"1\"\n"),
            "line 5, column 1",
            "a text in quotes is expected",
            "write own_ref = \"…\" in the block [hdr]",
        ),
        (String::new(), "line 1", "`form` is missing", "rogatory mla forms"),
        ("{\"form\": \"classical\"}\n".into(), "line 1", "no line of a TOML file", "rogatory mla new"),
    ] {
        std::fs::write(&file, &text).unwrap();
        let (code, stdout, stderr) = run(rogatory().args(["mla", "check"]).arg(&file));
        assert_eq!(code, 2, "{text}{stdout}");
        for said in [place, wrong, write] {
            assert!(stderr.contains(said), "{said} in: {stderr}");
        }
    }
}

/// Several slips are all told at once, each with its place and its remedy.
#[test]
fn every_slip_in_the_file_is_told() {
    let dir = scratch();
    let file = dir.path().join("r.toml");
    let head = "form = \"clasical\"\n[hdr]\nrequesting_state = \"RS\"\nrequested_state = \"DE\"\n";
    std::fs::write(&file, format!("{head}date = \"2026-02-30\"\nown_fer = \"1\"\n[urgency]\nurgent = \"yes\"\n")).unwrap();
    let (code, _, stderr) = run(rogatory().args(["mla", "check"]).arg(&file));
    assert_eq!(code, 2, "{stderr}");
    for (place, write) in [
        ("line 1, column 8", "write \"classical\""),
        ("line 5, column 8", "28 days"),
        ("line 6, column 1", "did you mean `own_ref`?"),
        ("line 8, column 10", "write urgent = true"),
    ] {
        let (_, rest) = stderr.split_once(place).unwrap_or_else(|| panic!("{place}: {stderr}"));
        let told = rest.split("r.toml: line").next().unwrap_or_default();
        assert!(told.contains(write), "{place}: {stderr}");
    }
    assert_eq!(stderr.matches("r.toml: line").count(), 4, "{stderr}");
}

/// Preservation is a form of its own, and a measure by the words of the treaties: every name is understood everywhere.
#[test]
fn preservation_goes_by_each_of_its_names() {
    let dir = scratch();
    let mut said: Vec<[String; 4]> = Vec::new();
    for name in ["preservation", "preservation_29", "data_preservation", "data-preservation"] {
        let at = |words: &[&str], file: &str| {
            let mut command = rogatory();
            command.current_dir(dir.path()).args(words).args(["--from", "ME", "--to", "US", "--date", "2026-03-03"]);
            let (code, _, stderr) = run(command.arg(file));
            assert_eq!(code, 0, "{name}: {stderr}");
            std::fs::read_to_string(dir.path().join(file)).unwrap()
        };
        let measure = at(&["mla", "new", "--measure", name], &format!("{name}-measure.toml"));
        let form = at(&["mla", "new", "--form", name], &format!("{name}-form.toml"));
        let (code, basis, stderr) = run(rogatory().args(["mla", "basis", "RS", "DE", "--on", "2026-03-03", "--measure", name]));
        assert_eq!(code, 0, "{name}: {stderr}");
        let (code, fields, stderr) = run(rogatory().args(["mla", "forms", name]));
        assert_eq!(code, 0, "{name}: {stderr}");
        assert!(form.contains("form = \"preservation_29\"") && basis.contains("data_preservation"), "{form}{basis}");
        said.push([measure, form, basis, fields]);
    }
    assert!(said.iter().all(|one| one == &said[0] && one[0] == one[1]), "the names differ");
    let mut command = rogatory();
    command.current_dir(dir.path()).args(["mla", "new", "x.toml", "--from", "ME", "--to", "US", "--form", "classical"]);
    let (code, _, stderr) = run(command.args(["--measure", "preservation"]));
    assert!(code == 2 && stderr.contains("--form preservation_29"), "{stderr}");
}

fn request(name: &str) -> std::path::PathBuf {
    super::support::fixtures().join("requests").join(format!("{name}.toml"))
}

/// The requests of the stories are ready on the day they bear; what they rest on is named.
#[test]
fn complete_requests_are_ready() {
    let dir = scratch();
    for (name, basis) in [
        ("rs-de", "ecma-ap2-2001"),
        ("al-it", "ecma-1959"),
        ("xk-at", "xk-at-1982"),
        ("me-us", "budapest"),
        ("ba-hr", "ecma-ap2-2001"),
    ] {
        let mut command = rogatory();
        command.current_dir(dir.path()).args(["mla", "check", "--json", "--on", "2026-03-02"]).arg(request(name));
        let (code, report) = json(&mut command);
        let errors: Vec<_> = report["findings"].as_array().unwrap().iter().filter(|one| one["severity"] == "error").collect();
        assert_eq!((code, report["ready"].as_bool()), (0, Some(true)), "{name}: {errors:#?}");
        assert!(report["instruments"].as_array().unwrap().iter().any(|one| one == basis), "{name}: {}", report["instruments"]);
    }
}

/// Days that have passed are errors that say what to do; by default a check is for today, a draft for the day the request bears.
#[test]
fn days_that_have_passed_are_noticed() {
    let dir = scratch();
    let check = |name: &str, on: &[&str]| {
        let mut command = rogatory();
        command.current_dir(dir.path()).args(["mla", "check", "--json"]).args(on).arg(request(name));
        let (code, report) = json(&mut command);
        let findings = report["findings"].as_array().unwrap().clone();
        let passed = |severity: &str| -> Vec<String> {
            let ids = findings.iter().filter(|one| one["severity"] == severity).filter_map(|one| one["id"].as_str());
            ids.filter(|id| id.starts_with("days.")).map(str::to_string).collect()
        };
        (code, passed("error"), passed("hint"), report["on"].as_str().unwrap().to_string())
    };
    // The hearing of this request is on 7 April, the day of need 10 April, its date 2 March 2026.
    assert_eq!(check("rs-de", &["--on", "2026-04-07"]).1, Vec::<String>::new(), "on the day itself nothing has passed");
    let (code, errors, ..) = check("rs-de", &["--on", "2026-04-08"]);
    assert_eq!((code, errors), (1, vec!["days.hearing_passed".to_string()]));
    let (code, errors, hints, _) = check("rs-de", &["--on", "2026-05-08"]);
    assert_eq!((code, errors), (1, vec!["days.need_passed".to_string(), "days.hearing_passed".to_string()]));
    assert_eq!(hints, ["days.request_old"]);
    assert_eq!(check("me-us", &["--on", "2026-05-01"]).1, ["days.need_passed", "days.loss_passed", "days.follow_up_passed"]);
    assert_eq!(check("ba-hr", &["--on", "2027-04-01"]).1, ["days.team_over"]);
    // Without --on: today, which is after the day all of these bear; and the day it bears, where that is still to come.
    let (code, errors, _, on) = check("rs-de", &[]);
    assert!(code == 1 && !errors.is_empty() && on.as_str() > "2026-03-02", "{errors:?} {on}");
    let later = dir.path().join("later.toml");
    let text = std::fs::read_to_string(request("xk-at")).unwrap().replace("date = \"2026-03-02\"", "date = \"2999-01-31\"");
    std::fs::write(&later, text).unwrap();
    let (_, report) = json(rogatory().current_dir(dir.path()).args(["mla", "check", "--json"]).arg(&later));
    assert_eq!(report["on"], "2999-01-31");
    // The file tells where and what to write.
    let (_, stdout, _) = run(rogatory().args(["mla", "check", "--on", "2026-04-08"]).arg(request("rs-de")));
    assert!(stdout.contains("error  measures[0].video_conference.start, line 1"), "{stdout}");
    assert!(stdout.contains("Agree a new day"), "{stdout}");
    // What is sent is packed for the day it is sent; a draft is the same whatever the day.
    let at = |words: &[&str]| run(rogatory().current_dir(dir.path()).args(words).arg(request("rs-de")));
    let (code, _, stderr) = at(&["mla", "pack", "--out", "bag"]);
    assert_eq!(code, 1, "{stderr}");
    let (code, stdout, stderr) = at(&["mla", "draft", "--to", "md"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("Judged for 2026-03-02"), "{stdout}");
    assert_eq!(at(&["mla", "draft", "--to", "md", "--force", "--on", "2026-04-08"]).0, 3, "a watermark");
}

/// Once the register says that the request was sent, no day of it is reproached.
#[test]
fn a_sent_request_is_left_in_peace() {
    let dir = scratch();
    let at = |args: &[&str]| run(rogatory().current_dir(dir.path()).args(args));
    assert_eq!(at(&["init", "."]).0, 0);
    std::fs::copy(request("rs-de"), dir.path().join("r.toml")).unwrap();
    assert_eq!(at(&["mla", "check", "r.toml", "--on", "2026-05-08"]).0, 1);
    assert_eq!(at(&["mla", "register", "add", "--request", "r.toml"]).0, 0);
    assert_eq!(at(&["mla", "register", "update", "KTO 31/2026", "--status", "sent", "--sent", "2026-03-03"]).0, 0);
    let (code, stdout, stderr) = at(&["mla", "check", "r.toml", "--all", "--on", "2026-05-08"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(!stdout.contains("[days."), "{stdout}");
}

/// What the first line counts is what is shown or said to be hidden; questions always reach the clerk.
#[test]
fn questions_are_shown_and_counts_add_up() {
    let number = |text: &str, word: &str| -> usize {
        let line = text.lines().find(|line| line.contains("READY  ")).unwrap_or_else(|| panic!("no verdict: {text}"));
        let count = line.split([',', ' ']).collect::<Vec<_>>();
        let at = count.iter().position(|one| one.trim_end_matches('s') == word).unwrap_or_else(|| panic!("{word}: {line}"));
        count[at - 1].parse().unwrap()
    };
    let dir = scratch();
    for name in ["rs-de", "al-it", "xk-at", "me-us", "ba-hr", "mk-xk"] {
        let said = |all: &[&str]| {
            run(rogatory().current_dir(dir.path()).args(["mla", "check", "--on", "2026-03-02"]).args(all).arg(request(name))).1
        };
        let (few, everything) = (said(&[]), said(&["--all"]));
        for text in [&few, &everything] {
            let lines = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
            assert_eq!(lines("  ? "), number(text, "question"), "{name}: {text}");
            assert_eq!((lines("error  "), lines("warning  ")), (number(text, "error"), number(text, "warning")), "{name}");
        }
        let hints = number(&few, "hint");
        assert_eq!(everything.lines().filter(|line| line.starts_with("hint  ")).count(), hints, "{name}: {everything}");
        let hidden = if hints == 1 { "1 hint not shown".to_string() } else { format!("{hints} hints not shown") };
        assert_eq!(few.contains(&hidden), hints > 0, "{name}: {few}");
        assert!(!everything.contains("not shown"), "{name}: {everything}");
    }
}

/// Where the only basis is unverified, a request is not ready, however complete it is.
#[test]
fn an_unverified_basis_is_not_ready() {
    let dir = scratch();
    let mut command = rogatory();
    command.current_dir(dir.path()).args(["mla", "check", "--json", "--on", "2026-03-02"]).arg(request("mk-xk"));
    let (code, report) = json(&mut command);
    assert_eq!(code, 1);
    let errors: Vec<&str> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["severity"] == "error")
        .filter_map(|one| one["id"].as_str())
        .collect();
    assert_eq!(errors, ["basis.unverified_only"]);
}

fn schema(name: &str) -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/schema/{name}.json"));
    let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

fn fits(name: &str, value: &serde_json::Value) {
    let wrong: Vec<String> = schema(name).iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(wrong.is_empty(), "{name}: {}", wrong.join("\n"));
}

/// What the program prints as JSON is what the schemas say, and the requests fit theirs.
#[test]
fn outputs_and_requests_fit_their_schemas() {
    let dir = scratch();
    for name in ["rs-de", "al-it", "xk-at", "me-us", "ba-hr", "mk-xk"] {
        let text = std::fs::read_to_string(request(name)).unwrap();
        fits("mla-request", &toml::from_str::<serde_json::Value>(&text).unwrap());
    }
    let (_, report) =
        json(rogatory().current_dir(dir.path()).args(["mla", "check", "--json", "--on", "2026-03-02"]).arg(request("mk-xk")));
    fits("mla-check", &report);
    let (_, basis) = json(rogatory().args(["mla", "basis", "XK", "RS", "--json"]));
    fits("mla-basis", &basis);
    let mut command = rogatory();
    command.current_dir(dir.path()).args(["mla", "draft", "--to", "md", "--json", "--out", "d"]).arg(request("rs-de"));
    let (code, draft) = json(&mut command);
    assert_eq!(code, 0);
    fits("mla-draft", &draft);
    assert_eq!(draft["files"].as_array().unwrap().len(), 3, "request, sealed annex, checklist");
}

/// A request that names a protected person is not drafted at all; one with errors only as a marked draft.
#[test]
fn drafts_are_refused_or_marked() {
    let dir = scratch();
    let sound = std::fs::read_to_string(request("rs-de")).unwrap();
    let file = dir.path().join("r.toml");
    std::fs::write(&file, sound.replace("wo auch V1 lebt", "wo auch Jelena Primerović lebt")).unwrap();
    let (code, _, stderr) = run(rogatory().current_dir(dir.path()).args(["mla", "draft", "r.toml", "--to", "md"]));
    assert_eq!(code, 1);
    assert!(stderr.contains("protected person") && stderr.contains("narrative.nexus"), "{stderr}");
    assert!(!dir.path().join("r.md").exists());
    std::fs::write(&file, sound.replace("channel = \"direct_judicial\"\n", "")).unwrap();
    let (code, stdout, _) = run(rogatory().current_dir(dir.path()).args(["mla", "draft", "r.toml", "--to", "html,md"]));
    assert_eq!(code, 3);
    assert!(stdout.contains("watermark"), "{stdout}");
    let (code, _, stderr) = run(rogatory().current_dir(dir.path()).args(["mla", "pack", "r.toml", "--out", "bag"]));
    assert_eq!(code, 1, "{stderr}");
    assert!(!dir.path().join("bag").exists());
}

/// Drafts and packed files are named after the file of the request: its name may name nobody.
#[test]
fn a_request_file_named_after_a_protected_person_is_refused() {
    let dir = scratch();
    let sound = std::fs::read_to_string(request("rs-de")).unwrap();
    for name in ["jelena-primerovic.toml", "zamolnica-Primerović.toml"] {
        std::fs::write(dir.path().join(name), &sound).unwrap();
        let at = |args: &[&str]| run(rogatory().current_dir(dir.path()).args(args));
        let (code, stdout, _) = at(&["mla", "check", name, "--on", "2026-03-02"]);
        assert_eq!(code, 1, "{stdout}");
        assert!(stdout.contains("names the protected person V1") && stdout.contains("Rename the file"), "{stdout}");
        for args in
            [&["mla", "draft", name, "--out", "o"][..], &["mla", "pack", name, "--draft", "--on", "2026-03-02", "--out", "p"]]
        {
            let (code, _, stderr) = at(args);
            assert_eq!(code, 1, "{stderr}");
            assert!(stderr.contains("Rename the file"), "{stderr}");
        }
        assert!(!dir.path().join("o").exists() && !dir.path().join("p").exists());
    }
    // Nor is the folder that is sent.
    std::fs::write(dir.path().join("r.toml"), &sound).unwrap();
    let (code, _, stderr) =
        run(rogatory().current_dir(dir.path()).args(["mla", "pack", "r.toml", "--on", "2026-03-02", "--out", "za-primerovic"]));
    assert_eq!(code, 1, "{stderr}");
    assert!(stderr.contains("V1") && !dir.path().join("za-primerovic").exists(), "{stderr}");
}

/// A request that lacks what its form requires, says nothing, asks itself, or hides nobody is not ready.
#[test]
fn what_the_form_requires_is_there_and_says_something() {
    let dir = scratch();
    let found = |name: &str, text: &str| {
        std::fs::write(dir.path().join("r.toml"), text).unwrap();
        let (_, report) =
            json(rogatory().current_dir(dir.path()).args(["--json", "mla", "check", "r.toml", "--on", "2026-03-02"]));
        let of = |field: &str| {
            let all = report["findings"].as_array().unwrap();
            all.iter().any(|one| {
                let id = name.split(' ').next().unwrap_or_default();
                one["id"].as_str().is_some_and(|known| known.starts_with(id))
                    && one["field"] == field
                    && one["severity"] == "error"
            })
        };
        of(name.split(' ').nth(1).unwrap_or_default())
    };
    let fixture = |name: &str| std::fs::read_to_string(request(name)).unwrap();
    let sound = fixture("rs-de");
    let edit = |from: &str, to: &str| {
        assert!(sound.contains(from), "{from}");
        sound.replacen(from, to, 1)
    };
    let without = |start: &str| {
        assert!(sound.lines().any(|line| line.starts_with(start)), "{start}");
        sound.lines().filter(|line| !line.starts_with(start)).collect::<Vec<_>>().join("\n")
    };
    assert!(!found("form.required hdr.own_ref", &sound) && !found("protected.code persons[1].code", &sound));
    assert!(found("form.required hdr.own_ref", &without("own_ref")));
    assert!(found("hdr.same_state hdr.requested_state", &edit("requested_state = \"DE\"", "requested_state = \"RS\"")));
    for code in ["Primerović", "Jelena", "JP", " "] {
        let text = edit("code = \"V1\"", &format!("code = \"{code}\""));
        assert!(found("protected.code persons[1].code", &text), "{code}");
    }
    let subject = sound.lines().find(|line| line.starts_with("subject")).unwrap();
    assert!(found("content.placeholder case.subject.de", &edit(subject, "subject = { sr-Latn = \"-\", de = \"TODO\" }")));
    let article = sound.lines().find(|line| line.starts_with("article = ")).unwrap();
    assert!(found("content.field offences[0].article", &edit(article, "")));
    let annex = format!("{sound}\n[[annexes]]\nnumber = 77\nkind = \"other\"\ntitle = \"Prilog\"\nfile = \"nema.pdf\"\n");
    let place = format!("annex.no_file annexes[{}].file", sound.matches("[[annexes]]").count());
    assert!(found(&place, &annex));
    // Eleven years old, and nobody said that this is a minor.
    let hearing = fixture("xk-at");
    let witness = hearing.replacen("born = \"1990-01-15\"", "born = \"2015-01-15\"", 1);
    assert_ne!(witness, hearing);
    std::fs::write(dir.path().join("r.toml"), witness).unwrap();
    let (code, stdout, stderr) = run(rogatory().current_dir(dir.path()).args(["mla", "check", "r.toml", "--on", "2026-03-02"]));
    assert!(code == 1 && stdout.contains("has no code name"), "{stdout}{stderr}");
}

/// Identities are sealed by their kind; nobody need say so twice.
#[test]
fn an_annex_of_identities_goes_into_the_sealed_envelope() {
    let dir = scratch();
    let sound = std::fs::read_to_string(request("rs-de")).unwrap();
    std::fs::write(
        dir.path().join("r.toml"),
        format!("{sound}\n[[annexes]]\nnumber = 77\nkind = \"sealed_identities\"\ntitle = {{ sr-Latn = \"Podaci\", de = \"Angaben\" }}\nfile = \"a.txt\"\n"),
    )
    .unwrap();
    std::fs::write(dir.path().join("a.txt"), "Svedok je Jelena Primerović.").unwrap();
    let (_, _, stderr) =
        run(rogatory().current_dir(dir.path()).args(["mla", "pack", "r.toml", "--draft", "--on", "2026-03-02", "--out", "p"]));
    assert!(dir.path().join("p-sealed/data/annexes/77-a.txt").is_file(), "{stderr}");
    assert!(!dir.path().join("p/data/annexes/77-a.txt").exists());
}

/// Title and author of a file that is sent along are sent along, too.
#[test]
fn the_properties_of_an_annex_are_looked_into() {
    let dir = scratch();
    let sound = std::fs::read_to_string(request("rs-de")).unwrap();
    std::fs::write(
        dir.path().join("r.toml"),
        format!("{sound}\n[[annexes]]\nnumber = 77\nkind = \"other\"\ntitle = {{ sr-Latn = \"Prilog\", de = \"Anlage\" }}\nfile = \"prilog.html\"\n"),
    )
    .unwrap();
    let page = |author: &str| {
        format!("<html><head><meta name=\"author\" content=\"{author}\"></head><body><p>Sadržaj bez imena.</p></body></html>")
    };
    let check = |author: &str| {
        std::fs::write(dir.path().join("prilog.html"), page(author)).unwrap();
        run(rogatory().current_dir(dir.path()).args(["mla", "check", "r.toml", "--on", "2026-03-02"])).1
    };
    assert!(check("Jelena Primerović").contains("names the protected person V1 (property"));
    assert!(!check("Neko Drugi").contains("names the protected person"));
}

/// An edited DOCX comes back through its fields; the unedited one changes nothing.
#[test]
fn a_draft_round_trips_through_docx() {
    let dir = scratch();
    std::fs::copy(request("rs-de"), dir.path().join("rs-de.toml")).unwrap();
    let at = |args: &[&str]| {
        let mut command = rogatory();
        command.current_dir(dir.path()).args(args);
        run(&mut command)
    };
    let (code, _, stderr) = at(&["mla", "draft", "rs-de.toml", "--to", "docx", "--second-language", "de"]);
    assert_eq!(code, 0, "{stderr}");
    let before = std::fs::read_to_string(dir.path().join("rs-de.toml")).unwrap();
    let (code, stdout, stderr) = at(&["mla", "read", "rs-de.docx", "--on", "2026-03-02"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("Nothing was changed"), "{stdout}");
    assert_eq!(std::fs::read_to_string(dir.path().join("rs-de.toml")).unwrap(), before);
    // Words outside the fields belong to nothing in the request: they are told, and do not end as done.
    let edited = dir.path().join("edited.docx");
    std::fs::copy(dir.path().join("rs-de.docx"), &edited).unwrap();
    super::support::edit_docx(&edited, |body| {
        let end = body.rfind("<w:sectPr").unwrap();
        let added = "<w:p><w:r><w:t>Molimo i podatke o vozilu.</w:t></w:r></w:p>";
        format!("{}{added}{}", &body[..end], &body[end..])
    });
    let read = ["mla", "read", "edited.docx", "--request", "rs-de.toml", "--on", "2026-03-02"];
    let (code, stdout, _) = at(&read);
    assert_eq!(code, 3, "{stdout}");
    assert!(stdout.contains("+ Molimo i podatke o vozilu.") && stdout.contains("not taken"), "{stdout}");
    let mut command = rogatory();
    let (_, report) = json(command.current_dir(dir.path()).args(read).arg("--json"));
    assert_eq!(report["outside"]["added"][0], "Molimo i podatke o vozilu.");
    assert_eq!(report["outside"]["removed"].as_array().map(Vec::len), Some(0));
    // A field taken out is told; the draft of another request is not taken.
    std::fs::copy(dir.path().join("rs-de.docx"), &edited).unwrap();
    super::support::edit_docx(&edited, |body| {
        let tag = body.find("case.subject@de").expect("the subject is a field");
        let (start, end) = (body[..tag].rfind("<w:sdt>").unwrap(), tag + body[tag..].find("</w:sdt>").unwrap() + 8);
        format!("{}{}", &body[..start], &body[end..])
    });
    let (code, stdout, _) = at(&read);
    assert_eq!(code, 3, "{stdout}");
    assert!(stdout.contains("case.subject@de"), "{stdout}");
    std::fs::copy(request("al-it"), dir.path().join("al-it.toml")).unwrap();
    let other = std::fs::read_to_string(dir.path().join("al-it.toml")).unwrap();
    let (code, _, stderr) = at(&["mla", "read", "rs-de.docx", "--request", "al-it.toml", "--on", "2026-03-02"]);
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("those of another request"), "{stderr}");
    assert_eq!(std::fs::read_to_string(dir.path().join("al-it.toml")).unwrap(), other);
    // Drafting the same request again gives the same bytes, so nothing is refused.
    assert_eq!(at(&["mla", "draft", "rs-de.toml", "--to", "docx", "--second-language", "de"]).0, 0);
}

/// The register: enter, send, remind, report.
#[test]
fn the_register_knows_what_is_due() {
    let dir = scratch();
    let at = |args: &[&str]| {
        let mut command = rogatory();
        command.current_dir(dir.path()).args(args);
        run(&mut command)
    };
    assert_eq!(at(&["init", "."]).0, 0);
    std::fs::copy(request("me-us"), dir.path().join("me-us.toml")).unwrap();
    assert_eq!(at(&["mla", "register", "add", "--request", "me-us.toml"]).0, 0);
    assert_eq!(at(&["mla", "register", "add", "--request", "me-us.toml"]).0, 2, "not twice");
    assert_eq!(
        at(&["mla", "register", "add", "--incoming", "--number", "7 AR 3/26", "--state", "DE", "--sent", "2026-02-01"]).0,
        0
    );
    assert_eq!(at(&["mla", "register", "update", "SDT 2/2026", "--sent", "2026-03-03"]).0, 0);
    let (code, stdout, _) = at(&["mla", "register", "due", "--on", "2026-03-18", "--days", "14", "--receipt-days", "10"]);
    assert_eq!(code, 0);
    assert!(stdout.contains("no receipt") && stdout.contains("2026-03-20"), "{stdout}");
    let mut command = rogatory();
    command.current_dir(dir.path()).args(["mla", "register", "list", "--json"]);
    let (_, list) = json(&mut command);
    fits("mla-register", &list);
    assert_eq!(list["requests"].as_array().unwrap().len(), 2);
    let (code, csv, _) = at(&["mla", "register", "report", "--year", "2026", "--on", "2026-04-02", "--format", "csv"]);
    assert_eq!(code, 0);
    assert!(csv.contains("outgoing,US,1,0,0,1,1,,30"), "{csv}");
    // The table has its words whole at 80 columns, and what came in waits for our receipt.
    let (_, table, _) = at(&["mla", "register", "report", "--year", "2026", "--on", "2026-04-02"]);
    let head = table.lines().nth(1).unwrap_or_default();
    for word in ["State", "all", "done", "refused", "open", "no receipt", "median", "oldest"] {
        assert!(head.contains(word), "{word}: {table}");
    }
    assert!(table.lines().all(|line| line.chars().count() <= 80), "{table}");
    let (_, due, _) = at(&["mla", "register", "due", "--on", "2026-03-18", "--receipt-days", "10"]);
    assert!(due.contains("send them a") && due.contains("send a reminder"), "{due}");
    // A day that cannot be is not entered.
    let (code, _, stderr) = at(&["mla", "register", "update", "SDT 2/2026", "--answered", "2026-03-01"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("before the day it was sent (2026-03-03)"), "{stderr}");
    let (code, _, stderr) = at(&["mla", "register", "update", "SDT 2/2025", "--status", "sent"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("SDT 2/2026"), "{stderr}");
}
