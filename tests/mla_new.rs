//! A request built on an earlier one, by command and step by step.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use super::support::{fixtures, json, rogatory, run, scratch};

fn asked(dir: &Path, args: &[&str], answers: &str) -> (i32, String) {
    let mut child = rogatory()
        .current_dir(dir)
        .args(["mla", "new"])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().expect("stdin").write_all(answers.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap_or(-1), said)
}

fn read(path: &Path) -> toml::Table {
    std::fs::read_to_string(path).expect("the request").parse().expect("TOML")
}

fn authorities(request: &toml::Table) -> Vec<(String, String)> {
    let text = |value: &toml::Value| match value {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let blocks = request["auth"].as_array().expect("auth");
    blocks.iter().map(|block| (text(&block["role"]), text(&block["name"]))).collect()
}

/// Another State is asked: who asks stays, who is asked is new, and what was written for the other State must be written anew.
#[test]
fn the_authority_that_asks_goes_along_to_another_state() {
    let dir = scratch();
    let first = fixtures().join("requests/rs-de.toml");
    let first = first.to_str().expect("a path");
    let (code, said, _) =
        run(rogatory().current_dir(dir.path()).args(["mla", "new", "at.toml", "--from-request", first, "--to", "AT"]));
    assert_eq!(code, 0);
    assert!(said.contains("31/2026") && said.contains("narrative.nexus"), "{said}");
    let request = read(&dir.path().join("at.toml"));
    let authorities = authorities(&request);
    assert_eq!(authorities.len(), 2, "{authorities:?}");
    assert!(
        authorities[0].0 == "requesting" && authorities[0].1.contains("Tužilaštvo za organizovani kriminal"),
        "{authorities:?}"
    );
    assert!(authorities[1].0.contains("requested") && !authorities[1].1.contains("Musterstadt"), "{authorities:?}");
    assert_eq!(request["auth"][0]["contacts"][0]["confirms"].as_bool(), Some(true));
    assert!(request["narrative"].get("nexus").is_none(), "why the evidence is in Germany is no reason to ask Austria");
    // Nobody is missing any more to call.
    let (_, report) = json(rogatory().current_dir(dir.path()).args(["mla", "check", "at.toml", "--json", "--on", "2026-03-02"]));
    let ids: Vec<&str> = report["findings"].as_array().expect("findings").iter().filter_map(|one| one["id"].as_str()).collect();
    assert!(!ids.contains(&"contact.missing") && ids.contains(&"facts.missing_link"), "{ids:?}");
    // The same State: everything goes along.
    run(rogatory().current_dir(dir.path()).args(["mla", "new", "de.toml", "--from-request", first]));
    let request = read(&dir.path().join("de.toml"));
    assert!(
        request["narrative"].get("nexus").is_some()
            && request["auth"][1]["name"].as_str() == Some("Staatsanwaltschaft Musterstadt")
    );
}

/// The interview offers what the earlier request answers, and what the clerk answers otherwise is written.
#[test]
fn the_interview_offers_what_is_known() {
    let dir = scratch();
    let first = fixtures().join("requests/rs-de.toml");
    let args = ["r.toml", "--interactive", "--to", "AT", "--from-request", first.to_str().expect("a path")];
    // From, to, form, measures, concept, date, language, file number, authority, telephone …
    let answers =
        "\n\n\nbank_data\n\n2026-03-20\n\nKTO 32/2026\n\n+381 11 999 999\n\n\n\n\n-\nRačun je u Beču.\n\nDrugi Tužilac\n";
    let (code, said) = asked(dir.path(), &args, answers);
    assert_eq!(code, 0, "{said}");
    for offered in
        ["[Tužilaštvo za organizovani kriminal]", "[+381 11 000 0000]", "[Izmišljeni]", "[1984-05-12]", "[Test Tužilac]"]
    {
        assert!(said.contains(offered), "{offered}: {said}");
    }
    assert!(!said.contains("Primerović"), "a protected person is not shown");
    let request = read(&dir.path().join("r.toml"));
    assert_eq!(request["auth"][0]["phone"].as_str(), Some("+381 11 999 999"));
    assert!(request["auth"][0]["name"].to_string().contains("Tužilaštvo"));
    assert_eq!(request["hdr"]["own_ref"].as_str(), Some("KTO 32/2026"));
    assert_eq!(request["sign"]["name"].as_str(), Some("Drugi Tužilac"));
    assert_eq!(request["narrative"]["nexus"]["sr-Latn"].as_str(), Some("Račun je u Beču."));
    assert_eq!(request["persons"][0]["surname"].as_str(), Some("Izmišljeni"));
    assert!(request["persons"][0].get("born").is_none(), "emptied");
    assert_eq!(request["persons"][1]["born"].as_str(), Some("1999-09-09"), "the others are left alone");
    assert_eq!(request["case"]["subject"].as_table().map(toml::Table::len), Some(2), "unchanged, so its translation stays");
}

/// Without an earlier request named, the case's last one offers who asks and who signs.
#[test]
fn the_last_request_of_the_case_offers_who_asks() {
    let dir = scratch();
    let at = |args: &[&str]| run(rogatory().current_dir(dir.path()).args(args)).0;
    assert_eq!(at(&["init", "."]), 0);
    std::fs::copy(fixtures().join("requests/rs-de.toml"), dir.path().join("one.toml")).expect("copied");
    assert_eq!(at(&["mla", "register", "add", "--request", "one.toml"]), 0);
    let (code, said) = asked(dir.path(), &["two.toml", "--interactive", "--from", "RS", "--to", "HR"], &"\n".repeat(18));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("[Tužilaštvo za organizovani kriminal]") && said.contains("[Test Tužilac]"), "{said}");
    assert!(!said.contains("[Izmišljeni]"), "{said}");
    let request = read(&dir.path().join("two.toml"));
    assert_eq!(request["auth"][0]["email"].as_str(), Some("mla@primer.invalid"));
}
