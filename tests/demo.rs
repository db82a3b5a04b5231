//! The tour: what a person sees who has just built the program, with and without a network.

use std::process::Command;

use super::support::{rogatory, run, scratch};

fn tour(dir: &std::path::Path) -> (i32, String, String) {
    run(rogatory().arg("demo").arg(dir.join("tour")))
}

#[test]
fn the_tour_shows_every_step_and_ends_in_order() {
    let dir = scratch();
    let (code, stdout, stderr) = tour(dir.path());
    assert_eq!(code, 0, "{stdout}\n{stderr}");
    for command in ["init", "index", "status", "search", "verify", "law dual", "mla basis", "mla check", "mla draft", "mla pack"]
    {
        assert!(stdout.contains(&format!("$ rogatory {command}")), "the tour does not show {command}");
    }
    // Typed `krijumcarenje`, found in Cyrillic; typed `Dzaferi`, found in its Albanian and Cyrillic spelling.
    assert!(stdout.contains("Кријумчарењем"), "{stdout}");
    assert!(stdout.contains("Џафери"), "{stdout}");
    assert!(stdout.contains("READY") && !stdout.contains("NOT READY"), "{stdout}");
    let drafts = std::fs::read_dir(dir.path().join("tour/drafts")).expect("the drafts").count();
    assert!(drafts >= 2, "{drafts} drafts");
    assert!(stdout.contains("The tour is over."));
}

#[test]
fn the_tour_needs_no_network() {
    let dir = scratch();
    let probe = Command::new("unshare").args(["-rn", "true"]).output();
    if !probe.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: this machine cannot take the network away from a process (unshare -rn)");
        return;
    }
    let mut command = Command::new("unshare");
    command.args(["-rn", env!("CARGO_BIN_EXE_rogatory"), "demo"]).arg(dir.path().join("tour"));
    command.env_remove("ROGATORY_CASE").env_remove("ROGATORY_LIBRARY").env("COLUMNS", "80").env("NO_COLOR", "1");
    // The first story recognises text already.
    command.env("ROGATORY_TESSERACT", "/nonexistent/tesseract");
    let (code, stdout, stderr) = run(&mut command);
    assert_eq!(code, 0, "{stdout}\n{stderr}");
}

#[test]
fn a_folder_that_exists_is_left_alone() {
    let dir = scratch();
    let (code, _, stderr) = run(rogatory().arg("demo").arg(dir.path()));
    assert_eq!(code, 2);
    assert!(stderr.contains("exists already"), "{stderr}");
}
