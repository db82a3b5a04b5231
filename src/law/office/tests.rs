//! An office's folder: what does not fit is told, with file and place.

use std::fs;

use super::*;

/// A folder of facts with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("the folder");
        fs::write(path, text).expect("the file");
    }
    folder
}

fn refused(files: &[(&str, &str)]) -> String {
    let folder = folder(files);
    let error = Library::load(Some(folder.path())).expect_err("must be refused");
    error.to_string().replace(&folder.path().display().to_string(), "LIB")
}

fn code(entries: &str) -> String {
    format!("{{\"jurisdiction\":\"RS\",\"as_of\":\"2026-11\",\"provisions\":[{entries}]}}")
}

fn entry(rest: &str) -> String {
    format!("{{\"id\":\"RS-CC-350-2\",\"source\":\"note 7/2026 (fictional)\",\"confidence\":\"sourced\",{rest}}}")
}

#[test]
fn a_file_that_would_not_be_read_is_told() {
    let good = code(&entry("\"gain\":\"required\""));
    for name in ["facts/offences/RS.jsn", "facts/offences/RS.json.bak", "facts/treaties/ecma.txt"] {
        let told = refused(&[(name, &good)]);
        assert_eq!(told, format!("LIB/{name}: the name: is not read: facts stand in files whose name ends in .json"));
    }
    let told = refused(&[("facts/offence/RS.json", &good)]);
    assert!(told.starts_with("LIB/facts/offence: the name: is none of ") && told.contains("did you mean `offences`?"), "{told}");
    let told = refused(&[("offences/RS.json", &good)]);
    assert!(told.contains("belong below `facts/`"), "{told}");
    // What nobody takes for a fact is left alone; so are the imported texts.
    let fine = folder(&[
        ("facts/README.md", "ours"),
        ("facts/offences/.DS_Store", ""),
        ("statutes/RS-CC@2020-01-01.json", "{}"),
        ("facts/offences/RS.json", &good),
    ]);
    assert!(Library::load(Some(fine.path())).is_ok());
}

#[test]
fn what_is_written_twice_is_told() {
    let twice = code(&format!("{},{}", entry("\"gain\":\"not_required\""), entry("\"gain\":\"required\"")));
    let told = refused(&[("facts/offences/RS.json", &twice)]);
    assert_eq!(told, "LIB/facts/offences/RS.json: provision RS-CC-350-2: is written twice, in this file: keep one");
    let one = code(&entry("\"gain\":\"required\""));
    let told = refused(&[("facts/offences/A.json", &one), ("facts/offences/B.json", &one)]);
    assert!(told.contains("B.json: provision RS-CC-350-2: is written twice, here and in LIB/facts/offences/A.json"), "{told}");
}

#[test]
fn no_type_of_the_program_is_named() {
    for (rest, says) in [
        (
            "\"penalty\":{\"min_months\":-5}",
            "RS-CC-350-2, `penalty`: value out of bounds: integer `-5`, expected a whole number, not below 0",
        ),
        ("\"acts\":\"transport\"", "expected a list in square brackets"),
        ("\"consent_irrelevant\":\"yes\"", "expected true or false"),
        ("\"penalty\":3", "expected an object in curly brackets"),
    ] {
        let told = refused(&[("facts/offences/RS.json", &code(&entry(rest)))]);
        assert!(told.contains(says), "{told}");
        for word in ["u32", "i64", "u64", "struct", "sequence", "bool"] {
            assert!(!told.contains(word), "{told}");
        }
    }
}

#[test]
fn a_jurisdiction_nobody_asks_for_is_told() {
    let text = code("").replace("\"RS\"", "\"RSS\"");
    let told = refused(&[("facts/offences/RSS.json", &text)]);
    assert!(told.contains("jurisdiction: `RSS` is no State"), "{told}");
}

#[test]
fn the_source_an_office_names_was_not_read_because_the_old_one_was() {
    let entry = "{\"id\":\"RS-CC-350-2\",\"source\":\"note 7/2026 (fictional)\",\"confidence\":\"unverified\"}";
    let folder = folder(&[("facts/offences/RS.json", &code(entry))]);
    let library = Library::load(Some(folder.path())).expect("facts");
    assert!(!library.provision("RS-CC-350-2").expect("the provision").source_read);
}

/// The first protocols go with the convention that an office says does not bind.
#[test]
fn a_protocol_does_not_bind_where_its_convention_does_not() {
    use crate::law::treaties::{Standing, between};
    let text = "{\"id\":\"ecma-1959\",\"as_of\":\"2026-11\",\"parties\":{\"RS\":{\"status\":\"not_party\"}}}";
    let folder = folder(&[("facts/treaties/ecma-1959.json", text)]);
    let library = Library::load(Some(folder.path())).expect("facts");
    let (a, b) = (library.state("RS").expect("RS"), library.state("DE").expect("DE"));
    let answer = between(&library, &a, &b, "2026-11-25".parse().expect("a day"), None);
    for id in ["ecma-1959", "ecma-ap1-1978", "ecma-ap2-2001"] {
        let bond = answer.bond(id).expect("the instrument");
        assert_eq!((bond.standing, bond.since), (Standing::NotParty, None), "{id}: {:?}", bond.reasons);
    }
    let protocol = answer.bond("ecma-ap1-1978").expect("the protocol");
    assert!(protocol.reasons.iter().any(|reason| reason.contains("Its convention (ecma-1959) does not bind both")));
}
