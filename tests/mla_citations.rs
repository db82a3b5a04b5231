//! Facts of a request cited to pages of the evidence: held against the case, broken, put in by `mla cite`, packed.

use std::path::Path;

use super::support::{fixtures, indexed_case, json, rogatory, run, scratch};

fn request(name: &str) -> std::path::PathBuf {
    fixtures().join("requests").join(format!("{name}.toml"))
}

/// The six requests on the bundled case, with the number of their citations.
const CITING: [(&str, usize); 6] = [
    ("requests/video-and-bank-rs-de.toml", 4),
    ("drafts/search-al-it.toml", 3),
    ("drafts/hearing-xk-at.toml", 2),
    ("drafts/preservation-me-us.toml", 1),
    ("drafts/joint-team-ba-hr.toml", 3),
    ("drafts/hearing-mk-xk.toml", 2),
];

/// How the first citation of a request is broken: what, the key that is changed, its new value, and the rule that must name it.
const BROKEN: [(&str, &str, &str, &str); 6] = [
    ("a quote that stands nowhere", "quote", "\"ovde toga nema i nije bilo\"", "citation.quote_not_there"),
    ("a quote with one word changed", "quote", "WORD", "citation.quote_not_there"),
    ("another hash", "document", "\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"", "citation.no_document"),
    ("no document", "document", "\"\"", "citation.incomplete"),
    ("a page that vanished", "page", "99", "citation.no_such_place"),
    ("a unit that is not there", "unit", "9999", "citation.no_such_place"),
];

/// Every citation of the six requests holds against the bundled case; broken ones are named, each by its rule, with line and exit code.
#[test]
fn broken_citations_are_named() {
    let dir = scratch();
    // Key and value of a citation, as far as the first citation of a request goes.
    let field = |cite: &str, key: &str| -> Option<(String, String)> {
        let start = cite.find(&format!("{key} = "))?;
        let value = &cite[start + key.len() + 3..];
        let length = match value.strip_prefix('"') {
            Some(inner) => inner.find('"')? + 2,
            None => value.find([',', ' ']).unwrap_or(value.len()),
        };
        Some((format!("{key} = {}", &value[..length]), value[..length].to_string()))
    };
    let check = |file: &Path| {
        let mut command = rogatory();
        command.current_dir(dir.path()).arg("--case").arg(super::support::indexed_case());
        json(command.args(["mla", "check", "--json", "--on", "2026-03-16"]).arg(file))
    };
    let broken = |report: &serde_json::Value| -> Vec<String> {
        let ids = report["findings"].as_array().unwrap().iter().filter_map(|one| one["id"].as_str());
        ids.filter(|id| id.starts_with("citation.")).map(str::to_string).collect()
    };
    for (name, citations) in CITING {
        let path = fixtures().join(name);
        let (code, report) = check(&path);
        let states: Vec<&str> = report["citations"].as_array().unwrap().iter().filter_map(|one| one["status"].as_str()).collect();
        assert_eq!(states, vec!["holds"; citations], "{name}");
        assert!(code != 4 && broken(&report).is_empty(), "{name}");
        let sound = std::fs::read_to_string(&path).unwrap();
        for (what, key, value, rule) in BROKEN {
            let at = sound.find("cite = [{").unwrap();
            let end = at + sound[at..].find('}').unwrap();
            let cite = &sound[at..end];
            let seeded = match (field(cite, key), value) {
                (Some((whole, quote)), "WORD") => {
                    let (first, rest) = quote.trim_matches('"').split_once(' ').unwrap();
                    cite.replace(&whole, &format!("quote = \"{first} zapravo {rest}\""))
                }
                (Some((whole, _)), _) => cite.replace(&whole, &format!("{key} = {value}")),
                // A paper without pages is cited as a whole; now by a place it does not have.
                (None, _) => cite.replace("quote = ", &format!("{key} = {value}, quote = ")),
            };
            // A page is looked at before a unit.
            let seeded = match field(&seeded, "page").filter(|_| key == "unit") {
                Some((page, _)) => seeded.replace(&format!("{page}, "), ""),
                None => seeded,
            };
            assert_ne!(seeded, cite, "{name}: {what}");
            let file = dir.path().join("seeded.toml");
            std::fs::write(&file, sound.replacen(cite, &seeded, 1)).unwrap();
            let (code, report) = check(&file);
            assert_eq!(broken(&report), [rule], "{name}: {what}");
            assert_eq!(code, if rule == "citation.incomplete" { 1 } else { 4 }, "{name}: {what}");
            let finding = report["findings"].as_array().unwrap().iter().find(|one| one["id"] == rule).unwrap();
            let line = sound[..at].matches('\n').count() + 1;
            assert_eq!((finding["line"].as_u64(), finding["reason"].as_u64()), (Some(line as u64), Some(46)), "{name}: {what}");
            // The column is that of the value that is wrong.
            let text = std::fs::read_to_string(&file).unwrap();
            let column = finding["column"].as_u64().unwrap_or_default() as usize;
            let there: String = text.lines().nth(line - 1).unwrap().chars().skip(column - 1).collect();
            let wrong = if rule == "citation.quote_not_there" { "\"" } else { value };
            assert!(there.starts_with(wrong), "{name}: {what}: column {column}: {there}");
            let (_, told, _) = run(rogatory().current_dir(dir.path()).arg("--case").arg(super::support::indexed_case()).args([
                "mla",
                "check",
                "seeded.toml",
                "--on",
                "2026-03-16",
            ]));
            let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(told.contains(&format!("line {line}, column {column}")), "{told}");
        }
    }
    // A page that is gone: the check says which there are.
    let sound = std::fs::read_to_string(fixtures().join(CITING[0].0)).unwrap();
    let file = dir.path().join("seeded.toml");
    std::fs::write(&file, sound.replacen("page = 3, quote", "page = 9, quote", 1)).unwrap();
    let (_, report) = check(&file);
    let gone = report["findings"].as_array().unwrap().iter().find(|one| one["id"] == "citation.no_such_place").unwrap();
    assert!(gone["message"].as_str().unwrap().contains("its pages are 1 to 3"), "{gone}");
    // The words stand on another page: the check says on which.
    let sound = std::fs::read_to_string(fixtures().join(CITING[0].0)).unwrap();
    let file = dir.path().join("seeded.toml");
    std::fs::write(&file, sound.replacen("page = 1, quote", "page = 2, quote", 1)).unwrap();
    let (code, report) = check(&file);
    let message = report["findings"].as_array().unwrap().iter().find(|one| one["id"] == "citation.quote_not_there").unwrap();
    assert!(code == 4 && message["message"].as_str().unwrap().contains("they stand at p. 1"), "{message}");
}

/// From the evidence to the folder that is sent, and what happens when the evidence changes.
#[test]
fn evidence_is_cited_held_and_packed() {
    let dir = scratch();
    let at = |args: &[&str]| {
        let mut command = rogatory();
        command.current_dir(dir.path()).env("ROGATORY_CASE", dir.path().join("case")).args(args);
        run(&mut command)
    };
    std::fs::create_dir(dir.path().join("dokazi")).unwrap();
    let note = dir.path().join("dokazi/beleska.txt");
    std::fs::write(&note, "Službena beleška.\n\nVozač je primio pet delova po 1.500 evra u Horgošu.\n").unwrap();
    assert_eq!(at(&["init", "case"]).0, 0);
    let (code, _, stderr) = at(&["index", "dokazi", "--quiet"]);
    assert_eq!(code, 0, "{stderr}");
    std::fs::copy(request("rs-de"), dir.path().join("r.toml")).unwrap();
    // Words that do not stand there are not taken.
    let before = std::fs::read_to_string(dir.path().join("r.toml")).unwrap();
    let (code, _, stderr) = at(&["mla", "cite", "r.toml", "--document", "beleska.txt", "--quote", "šest delova"]);
    assert_eq!(code, 4, "{stderr}");
    assert_eq!(std::fs::read_to_string(dir.path().join("r.toml")).unwrap(), before);
    let (code, stdout, stderr) = at(&["mla", "cite", "r.toml", "--query", "delova Horgoš", "--fact", "F1"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("fact F1 cites") && stdout.contains("new annex 4"), "{stdout}");
    let (code, stdout, _) =
        at(&["mla", "cite", "r.toml", "--document", "beleska.txt", "--quote", "primio pet delova", "--fact", "F2"]);
    assert_eq!(code, 0);
    assert!(stdout.contains("· annex 4"), "{stdout}");
    let (code, stdout, stderr) = at(&["mla", "check", "r.toml", "--on", "2026-03-02"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(stdout.contains("Citations: 2 of 2 hold"), "{stdout}");
    let (code, stdout, stderr) = at(&["mla", "pack", "r.toml", "--out", "bag", "--on", "2026-03-02"]);
    assert_eq!(code, 3, "two papers are added by hand: {stdout}{stderr}");
    let copy = dir.path().join("bag/data/annexes/04-beleska.txt");
    assert_eq!(std::fs::read(&copy).unwrap(), std::fs::read(&note).unwrap());
    let manifest = std::fs::read_to_string(dir.path().join("bag/manifest-sha256.txt")).unwrap();
    for line in manifest.lines() {
        let (digest, path) = line.split_once("  ").unwrap();
        let bytes = std::fs::read(dir.path().join("bag").join(path)).unwrap();
        use sha2::Digest;
        let found: String = sha2::Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, digest, "{path}");
        assert!(!String::from_utf8_lossy(&bytes).contains("Primerović"), "{path} names a protected person");
    }
    // With the two papers beside the request nothing is left to add.
    let text = std::fs::read_to_string(dir.path().join("r.toml")).unwrap();
    let text = text.replace("kind = \"domestic_decision\"\n", "kind = \"domestic_decision\"\nfile = \"naredba.txt\"\n");
    let text = text.replace("kind = \"statute\"\n", "kind = \"statute\"\nfile = \"clan-350.txt\"\n");
    std::fs::write(dir.path().join("whole.toml"), text).unwrap();
    std::fs::write(dir.path().join("naredba.txt"), "Naredba Kpp 7/2026 (izmišljena)\n").unwrap();
    std::fs::write(dir.path().join("clan-350.txt"), "Član 350 (izmišljen)\n").unwrap();
    let pack = ["mla", "pack", "whole.toml", "--second-language", "de", "--out", "whole", "--on", "2026-03-02"];
    let (code, stdout, stderr) = at(&pack);
    assert_eq!(code, 0, "{stdout}{stderr}");
    for name in ["01-naredba.txt", "02-clan-350.txt", "04-beleska.txt"] {
        assert!(dir.path().join("whole/data/annexes").join(name).is_file(), "{name}");
    }
    assert_eq!(at(&pack).0, 2, "a folder that holds something is not written into");
    // The evidence changes: nothing is sent.
    std::fs::write(&note, "Službena beleška. Ispravljeno.\n").unwrap();
    let (code, stdout, _) = at(&["mla", "check", "r.toml", "--on", "2026-03-02"]);
    assert_eq!(code, 4, "{stdout}");
    assert!(stdout.contains("other bytes"), "{stdout}");
    assert_eq!(at(&["mla", "pack", "r.toml", "--out", "bag2", "--on", "2026-03-02"]).0, 4);
    std::fs::remove_file(&note).unwrap();
    assert_eq!(at(&["mla", "check", "r.toml", "--on", "2026-03-02"]).0, 4, "a vanished file");
}

/// What `mla cite --help` gives as examples can be typed as it stands, on the bundled case.
#[test]
fn the_examples_of_cite_can_be_typed() {
    let dir = scratch();
    std::fs::copy(fixtures().join("requests/rs-de.toml"), dir.path().join("request.toml")).unwrap();
    let (_, help, _) = run(rogatory().env("COLUMNS", "300").args(["mla", "cite", "--help"]));
    let examples: Vec<&str> = help.lines().map(str::trim).filter(|line| line.starts_with("rogatory mla cite ")).collect();
    assert_eq!(examples.len(), 3, "{help}");
    for example in examples {
        let typed = example.replacen("rogatory", &format!("'{}'", env!("CARGO_BIN_EXE_rogatory")), 1);
        let mut shell = std::process::Command::new("sh");
        shell.arg("-c").arg(typed).current_dir(dir.path()).env("ROGATORY_CASE", indexed_case()).env_remove("ROGATORY_LIBRARY");
        let (code, stdout, stderr) = run(&mut shell);
        assert_eq!(code, 0, "{example}: {stderr}");
        assert!(stdout.contains("cites "), "{example}: {stdout}");
    }
}
