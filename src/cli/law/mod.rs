//! `rogatory law`: statutes as facts and texts, comparison, dual criminality. One file a subcommand.

mod compare;
mod concepts;
mod diff;
mod dual;
mod export;
mod import;
mod jurisdictions;
mod list;
mod penalties;
mod read;
mod search;
mod show;
mod standards;
mod texts;
pub mod view;

use clap::Subcommand;

use super::{Global, Outcome};

/// Statutes: facts, texts, comparison, dual criminality
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory law show RS-CC-388
  rogatory law compare smuggling_of_migrants --in RS,AL,DE --with UN-SOM-6-1
  rogatory law dual --offence RS-CC-350-2 --in DE,IT
  rogatory law dual --conduct conduct.toml --in RS,DE

Every fact shows its source, its date, how sure it is and which layer it
comes from.")]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The States the facts know: authorities, laws, languages
    Jurisdictions(jurisdictions::Args),
    /// The concepts by which offences are compared
    Concepts(concepts::Args),
    /// International rules a national offence is measured against
    Standards(standards::Args),
    /// Provisions by State and concept
    List(list::Args),
    /// A provision, or all of an article
    Show(show::Args),
    /// Words in imported articles and in the facts
    Search(search::Args),
    /// Elements, penalties and aggravations of several States side by side
    Compare(compare::Args),
    /// Is it an offence there as well? Element by element, with reasons
    Dual(dual::Args),
    /// Ranges of imprisonment as bars
    Penalties(penalties::Args),
    /// A full text into the office's library
    Import(import::Args),
    /// The acts whose full text has been imported
    Texts(texts::Args),
    /// What imported articles say beside the curated facts
    Read(read::Args),
    /// Two versions of an act, word by word
    Diff(diff::Args),
    /// An imported act as Akoma Ntoso, JSON or text
    Export(export::Args),
}

pub fn run(args: Args, global: &Global) -> Outcome {
    match args.command {
        Command::Jurisdictions(args) => jurisdictions::run(args, global),
        Command::Concepts(args) => concepts::run(args, global),
        Command::Standards(args) => standards::run(args, global),
        Command::List(args) => list::run(args, global),
        Command::Show(args) => show::run(args, global),
        Command::Search(args) => search::run(args, global),
        Command::Compare(args) => compare::run(args, global),
        Command::Dual(args) => dual::run(args, global),
        Command::Penalties(args) => penalties::run(args, global),
        Command::Import(args) => import::run(args, global),
        Command::Texts(args) => texts::run(args, global),
        Command::Read(args) => read::run(args, global),
        Command::Diff(args) => diff::run(args, global),
        Command::Export(args) => export::run(args, global),
    }
}
