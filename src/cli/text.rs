//! `rogatory text`: not built yet.

use super::{CommandError, Global, Outcome};

#[derive(Debug, clap::Args)]
pub struct Args {}

pub fn run(_args: Args, _global: &Global) -> Outcome {
    Err(CommandError::internal("this command is not built yet"))
}
