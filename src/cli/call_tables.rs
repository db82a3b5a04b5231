//! `calls.toml`: what the columns of operators' tables and the dates of chats mean, in the case folder beside `case.toml`.

use std::io::ErrorKind;
use std::path::Path;

use super::CommandError;
use super::output::harmless;
use crate::case::Case;
use crate::extract::{CALLS_FILE, Mapping, parse_mapping};
use crate::ingest::evidence;

/// Read such a file.
pub fn read(file: &Path) -> Result<Mapping, CommandError> {
    let name = harmless(&file.to_string_lossy(), false);
    let text = std::fs::read_to_string(file)
        .map_err(|error| CommandError::bad_use(format!("{name} cannot be read: {}", evidence::plain(&error))))?;
    parse_mapping(&text).map_err(|fault| {
        CommandError::bad_use(format!("{name}, {fault}"))
            .hint("docs/phones.md explains the file; rogatory show of a table prints an entry to begin with")
    })
}

/// What the case says; nothing where it has no such file.
pub fn of_case(case: &Case) -> Result<Mapping, CommandError> {
    let file = case.dir().join(CALLS_FILE);
    match file.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Mapping::default()),
        _ => read(&file),
    }
}

/// Check a file and put it into the case. One that is there already and says something else is not overwritten.
pub fn keep(case: &Case, file: &Path) -> Result<(), CommandError> {
    let new = read(file)?;
    let target = case.dir().join(CALLS_FILE);
    if file.canonicalize().ok() == target.canonicalize().ok() && target.exists() {
        return Ok(());
    }
    if target.exists() && of_case(case)? != new {
        return Err(CommandError::bad_use(format!("the case has a {CALLS_FILE} already, and it says something else"))
            .hint(format!("put the new entries into {}", harmless(&target.to_string_lossy(), false))));
    }
    crate::case::write_privately();
    std::fs::copy(file, &target)
        .map(|_| ())
        .map_err(|error| CommandError::internal(format!("cannot write {}: {}", target.display(), evidence::plain(&error))))
}
