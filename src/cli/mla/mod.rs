//! `rogatory mla`: requests for mutual legal assistance. One file a subcommand.

mod basis;
mod check;
mod cite;
mod common;
mod draft;
mod drafting;
mod forms;
mod interview;
mod new;
mod pack;
mod read;

mod register;
mod rules;
mod schema;

use clap::Subcommand;

use super::{Global, Outcome};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Protected persons: in the request, a [[persons]] block with code = \"V1\"; for the whole case, in case.toml:\n  \
    [[protected]]\n  code = \"V1\"\n  names = [\"Ana Petrović\"]              # every full name\n  \
    variants = [\"Anči\"]                   # other spellings, nicknames, handles\n  \
    numbers = [\"+381 64 123 4567\"]        # telephones, accounts, documents, e-mail\n  \
    addresses = [\"Ulica 5, Grad\"]\n  born = \"1990-05-17\"\n\
    Drafts carry the code; what names them otherwise is an error of `mla check`, and is neither drafted nor packed."
)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Every form with its fields, and which languages were reviewed
    Forms(forms::Args),
    /// Which instruments can carry a request, and how it travels
    Basis(basis::Args),
    /// A new request file with the fields that matter
    New(new::Args),
    /// Take evidence of the case into a request, as a cited fact and an annex
    Cite(cite::Args),
    /// Is the request ready: required contents, reasons of failure, citations
    Check(check::Args),
    /// The documents: DOCX, PDF/A, HTML, Markdown
    Draft(draft::Args),
    /// The folder to send: drafts, verified annexes, manifest
    Pack(pack::Args),
    /// Take an edited DOCX back into the request, and check again
    Read(read::Args),
    /// The rules of the check, and why each is there
    Rules(rules::Args),
    /// Outgoing and incoming requests, deadlines, reminders, the year's figures
    Register(register::Args),
    /// The JSON Schema of a request file
    Schema(schema::Args),
}

pub fn run(args: Args, global: &Global) -> Outcome {
    match args.command {
        Command::Forms(args) => forms::run(args, global),
        Command::Basis(args) => basis::run(args, global),
        Command::New(args) => new::run(args, global),
        Command::Cite(args) => cite::run(args, global),
        Command::Check(args) => check::run(args, global),
        Command::Draft(args) => draft::run(args, global),
        Command::Pack(args) => pack::run(args, global),
        Command::Read(args) => read::run(args, global),
        Command::Rules(args) => rules::run(args, global),
        Command::Register(args) => register::run(args, global),
        Command::Schema(args) => schema::run(args, global),
    }
}
