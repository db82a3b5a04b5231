//! The hidden commands `__extract`, the reader process (see `ingest::worker`), and `__nursery`, which forks such processes (see
//! `ingest::nursery`).

use super::{CommandError, Global, Outcome};
use crate::ingest::{nursery, worker};

/// Reads one file in isolation; started by the program itself
#[derive(Debug, clap::Args)]
pub struct Args {}

/// The reader process, recognised before the command line is parsed: thousands of them are started in a run, and each is one
/// small file, so that even building the grammar would be felt.
pub fn shortcut() -> Option<std::process::ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next()?;
    let serve = match first.to_str()? {
        worker::COMMAND => worker::serve,
        nursery::COMMAND => nursery::serve,
        _ => return None,
    };
    arguments.next().is_none().then(|| std::process::ExitCode::from(serve()))
}

/// Reached only with further options, which a reader process does not have.
pub fn run(_args: Args, _global: &Global) -> Outcome {
    Err(CommandError::bad_use("this command is started by the program itself")
        .hint("rogatory text FILE prints the text of a file"))
}
