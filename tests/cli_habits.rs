//! Habits common to every command.

use std::io::Read;
use std::process::Stdio;

use crate::support::{rogatory, run, scratch};

/// Every command and subcommand, as `--help` lists them.
fn commands() -> Vec<Vec<String>> {
    let (mut found, mut waiting) = (Vec::new(), vec![Vec::<String>::new()]);
    while let Some(words) = waiting.pop() {
        let (code, help, stderr) = run(rogatory().args(&words).arg("--help"));
        assert_eq!(code, 0, "{words:?}: {stderr}");
        let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| line.starts_with("  "));
        let inner: Vec<Vec<String>> = listed
            .filter(|line| !line.starts_with("   "))
            .filter_map(|line| line.split_whitespace().next())
            .filter(|name| *name != "help")
            .map(|name| words.iter().cloned().chain([name.to_owned()]).collect())
            .collect();
        if inner.is_empty() {
            found.push(words);
        }
        waiting.extend(inner);
    }
    assert!(found.len() > 20, "{found:?}");
    found
}

#[test]
fn every_command_has_examples() {
    let without: Vec<String> = commands()
        .into_iter()
        .filter(|words| {
            let (_, help, _) = run(rogatory().args(words).arg("--help"));
            !help.contains("Example")
        })
        .map(|words| words.join(" "))
        .collect();
    assert!(without.is_empty(), "no examples in the help of: {}", without.join(", "));
}

#[test]
fn help_is_on_stdout_and_wrong_use_exits_with_two() {
    let (code, stdout, _) = run(rogatory().arg("--help"));
    assert_eq!(code, 0);
    assert!(stdout.contains("Find every page that matters"));
    let (code, _, stderr) = run(rogatory().arg("no-such-command"));
    assert_eq!(code, 2);
    assert!(stderr.contains("no-such-command"));
}

#[test]
fn a_closed_pipe_is_a_quiet_success() {
    let mut child = rogatory()
        .args(["law", "list", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = [0u8; 16];
    child.stdout.take().expect("a pipe").read_exact(&mut first).expect("the beginning of the answer");
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn completions_and_the_manual_page_are_written() {
    for shell in ["bash", "zsh", "fish"] {
        let (code, stdout, _) = run(rogatory().args(["completions", shell]));
        assert_eq!(code, 0);
        assert!(stdout.contains("rogatory") && stdout.contains("search"), "{shell}");
    }
    let (code, stdout, _) = run(rogatory().arg("man"));
    assert_eq!(code, 0);
    assert!(stdout.contains(".TH rogatory"));
}

#[test]
fn without_a_case_the_error_says_what_to_do() {
    let dir = scratch();
    for words in [vec!["search", "kombi"], vec!["status"], vec!["verify"], vec!["index", "."]] {
        let (code, stdout, stderr) = run(rogatory().args(&words).current_dir(dir.path()));
        assert_eq!(code, 2, "{words:?}: {stderr}");
        assert!(stdout.is_empty());
        assert!(stderr.contains("rogatory init"), "{words:?}: {stderr}");
        assert!(stderr.lines().count() <= 2, "{words:?}: {stderr}");
    }
}
