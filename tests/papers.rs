//! Protected persons and the papers that are sent: what the check says, and what the folder holds.

use std::path::Path;

use super::support::{fixtures, indexed_case, json, rogatory, run, scratch};

/// The flagship and the hearing pack with exit codes that say what is left to do; what names the witness lies in the sealed folder.
#[test]
fn the_requests_on_the_bundled_case_pack() {
    let dir = scratch();
    for (name, second, code, sealed, named) in [
        ("requests/video-and-bank-rs-de.toml", "de", 0, "01-izvestaj-01.pdf", "Халиди"),
        // A photograph and a statute are added by hand.
        ("drafts/hearing-xk-at.toml", "de", 3, "01-statement-ahmad-en.pdf", "Khalidi"),
    ] {
        let check = |file: &Path| {
            let mut command = rogatory();
            command.current_dir(dir.path()).arg("--case").arg(indexed_case());
            json(command.args(["mla", "check", "--json", "--on", "2026-03-16"]).arg(file))
        };
        let path = fixtures().join(name);
        let (ready, report) = check(&path);
        assert_eq!(ready, 0, "{name}: {report}");
        let out = dir.path().join(format!("out-{code}"));
        let pack = |file: &Path, out: &Path| {
            let mut command = rogatory();
            command.current_dir(dir.path()).arg("--case").arg(indexed_case());
            command.args(["mla", "pack", "--second-language", second, "--on", "2026-03-16", "--out"]).arg(out).arg(file);
            run(&mut command)
        };
        let (got, stdout, stderr) = pack(&path, &out);
        assert_eq!(got, code, "{name}: {stdout}{stderr}");
        let folder = |suffix: &str| dir.path().join(format!("out-{code}{suffix}/data/annexes"));
        assert!(folder("-sealed").join(sealed).is_file() && !folder("").join(sealed).exists(), "{name}: {stdout}");
        // Nothing sent openly names the witness.
        for entry in std::fs::read_dir(folder("")).into_iter().flatten().flatten() {
            let (_, text, _) = run(rogatory().arg("text").arg(entry.path()));
            assert!(!text.contains(named), "{:?}", entry.path());
        }
        // Sent openly, the annex is an error that says where and what to do, and it is not packed, not even as a draft.
        let sound = std::fs::read_to_string(&path).expect("the request");
        let open = sound.replacen("envelope.\nsealed = true\n", "envelope.\n", 1);
        assert_ne!(open, sound, "{name}");
        let file = dir.path().join("open.toml");
        std::fs::write(&file, open).expect("written");
        let (ready, report) = check(&file);
        let findings = report["findings"].as_array().expect("findings");
        let found = findings.iter().find(|one| one["id"] == "protected.in_annex").unwrap_or_else(|| panic!("{name}: {report}"));
        assert!(ready == 1 && found["severity"] == "error" && found["line"].is_u64(), "{found}");
        assert!(found["message"].as_str().is_some_and(|text| text.contains("p. ")), "{found}");
        for word in ["redacted", "another exhibit", "sealed = true"] {
            assert!(found["fix"].as_str().is_some_and(|text| text.contains(word)), "{found}");
        }
        let (got, _, stderr) = pack(&file, &dir.path().join("refused"));
        assert!(got == 1 && stderr.contains("nothing packed"), "{stderr}");
        assert!(!dir.path().join("refused").exists());
    }
}

/// A given name in the name of a file stands in the open list of evidence: the clerk is asked, and a neutral name settles it.
#[test]
fn the_name_of_a_file_may_point_to_a_protected_person() {
    let dir = scratch();
    let sound = std::fs::read_to_string(fixtures().join("drafts/hearing-xk-at.toml")).expect("the request");
    let telling = sound.replace("07-iskazi/A-3.pdf", "07-iskazi/statement-ahmad-en.pdf");
    assert_ne!(sound, telling);
    let asked = |text: &str| {
        std::fs::write(dir.path().join("r.toml"), text).expect("written");
        let (code, report) =
            json(rogatory().current_dir(dir.path()).args(["mla", "check", "r.toml", "--json", "--on", "2026-03-20"]));
        let findings = report["findings"].as_array().expect("findings");
        let mut found =
            findings.iter().filter(|one| one["id"] == "protected.in_file_name").inspect(|one| assert!(one["line"].is_u64()));
        (code, found.by_ref().count())
    };
    assert_eq!((asked(&telling).1, asked(&sound).1), (2, 0));
    assert_eq!(asked(&telling).0, asked(&sound).0, "a question keeps nothing back");
}

/// Files beside the request are looked into, too.
#[test]
fn a_file_beside_the_request_is_looked_into() {
    let dir = scratch();
    let sound = std::fs::read_to_string(fixtures().join("requests/rs-de.toml")).expect("the request");
    let text = sound.replacen("kind = \"domestic_decision\"\n", "kind = \"domestic_decision\"\nfile = \"naredba.txt\"\n", 1);
    std::fs::write(dir.path().join("r.toml"), text).expect("written");
    let check = |words: &str| {
        std::fs::write(dir.path().join("naredba.txt"), words).expect("written");
        json(rogatory().current_dir(dir.path()).args(["mla", "check", "r.toml", "--json", "--on", "2026-03-02"]))
    };
    assert_eq!(check("Naredba (izmišljena), svedok V1\n").0, 0);
    let (code, report) = check("Naredba (izmišljena), svedok Jelena Primerović\n");
    let ids: Vec<&str> = report["findings"].as_array().expect("findings").iter().filter_map(|one| one["id"].as_str()).collect();
    assert!(code == 1 && ids.contains(&"protected.in_annex"), "{ids:?}");
    let (code, report) = check("");
    let ids: Vec<&str> = report["findings"].as_array().expect("findings").iter().filter_map(|one| one["id"].as_str()).collect();
    assert!(code == 0 && ids.contains(&"protected.annex_unread"), "{ids:?}");
}

/// The list of the case counts for every request, and a person is known by more than the name.
#[test]
fn the_protected_persons_of_the_case_are_sought() {
    let dir = scratch();
    assert_eq!(run(rogatory().current_dir(dir.path()).args(["init", "."])).0, 0);
    let settings = dir.path().join("case.toml");
    let known = std::fs::read_to_string(&settings).expect("case.toml");
    let list = "\n[[protected]]\ncode = \"V9\"\nnames = [\"Ana Petrović\"]\nnumbers = [\"+381 64 123 4567\"]\n";
    std::fs::write(&settings, known + list).expect("written");
    let sound = std::fs::read_to_string(fixtures().join("requests/rs-de.toml")).expect("the request");
    for words in ["zvati 064/123-45-67", "pisano sa ana.petrovic@primer.rs", "kod Ane Petrović", "код Ане Петровић"]
    {
        let text = sound.replace("gde živi i V1.", &format!("gde živi i V1, {words}."));
        assert_ne!(text, sound);
        std::fs::write(dir.path().join("r.toml"), text).expect("written");
        let (code, report) =
            json(rogatory().current_dir(dir.path()).args(["mla", "check", "r.toml", "--json", "--on", "2026-03-02"]));
        let findings = report["findings"].as_array().expect("findings");
        let found = findings.iter().find(|one| one["id"] == "protected.named").unwrap_or_else(|| panic!("{words}: {report}"));
        assert!(code == 1 && found["fix"].as_str().is_some_and(|fix| fix.contains("V9")), "{found}");
        assert!(found["field"] == "narrative.nexus.sr-Latn" && found["line"].is_u64(), "{found}");
    }
    // How the list is written stands in the help.
    let (_, help, _) = run(rogatory().args(["mla", "--help"]));
    assert!(help.contains("[[protected]]") && help.contains("numbers ="), "{help}");
}
