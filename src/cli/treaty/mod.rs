//! `rogatory treaty`: what binds two States, since when, with which declarations.

mod between;
mod show;

use clap::Subcommand;

use super::{Global, Outcome};

/// Treaties: what binds two States, and with which declarations
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory treaty list --state XK
  rogatory treaty show ecma-1959
  rogatory treaty between RS DE --measure videoconference
  rogatory treaty between HR SI --on 2016-01-01 --json

Days that were not read in a source are marked (check).")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Every instrument the facts hold
    List(show::ListArgs),
    /// One instrument: contents of a request, channel, parties, declarations
    Show(show::ShowArgs),
    /// What binds two States on a day
    Between(between::Args),
}

pub fn run(args: Args, global: &Global) -> Outcome {
    match args.command {
        Command::List(args) => show::list(args, global),
        Command::Show(args) => show::show(args, global),
        Command::Between(args) => between::run(args, global),
    }
}
