//! The hidden command `__extract`: the reader process, see `ingest::worker`.

use super::{CommandError, Global, Outcome};
use crate::ingest::worker;

/// Reads one file in isolation; started by the program itself
#[derive(Debug, clap::Args)]
pub struct Args {}

/// The reader process, recognised before the command line is parsed: thousands of them are started in a run, and each is one
/// small file, so that even building the grammar would be felt.
pub fn shortcut() -> Option<std::process::ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next()?;
    (first == worker::COMMAND && arguments.next().is_none()).then(|| std::process::ExitCode::from(worker::serve()))
}

/// Reached only with further options, which a reader process does not have.
pub fn run(_args: Args, _global: &Global) -> Outcome {
    Err(CommandError::bad_use("this command is started by the program itself")
        .hint("rogatory text FILE prints the text of a file"))
}
