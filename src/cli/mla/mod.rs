//! `rogatory mla`: requests for mutual legal assistance. One file a subcommand.

mod basis;
mod common;
mod schema;

use clap::Subcommand;

use super::{Global, Outcome};

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Which instruments can carry a request, and how it travels
    Basis(basis::Args),
    /// The JSON Schema of a request file
    Schema(schema::Args),
}

pub fn run(args: Args, global: &Global) -> Outcome {
    match args.command {
        Command::Basis(args) => basis::run(args, global),
        Command::Schema(args) => schema::run(args, global),
    }
}
