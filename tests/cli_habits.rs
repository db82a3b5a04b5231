//! Habits common to every command.

use crate::support::{rogatory, run};

#[test]
fn help_is_on_stdout_and_wrong_use_exits_with_two() {
    let (code, stdout, _) = run(rogatory().arg("--help"));
    assert_eq!(code, 0);
    assert!(stdout.contains("Find every page that matters"));
    let (code, _, stderr) = run(rogatory().arg("no-such-command"));
    assert_eq!(code, 2);
    assert!(stderr.contains("no-such-command"));
}
