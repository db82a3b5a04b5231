//! The only room that prints, asks or exits. One file a command: its arguments, the call, the view.
//!
//! Not for: decisions. What a command finds out is computed in the room it belongs to and only shown here.

mod beside_view;
mod call_tables;
mod cite;
mod completions;
mod day;
mod demo;
mod doctor;
mod index;
mod init;
mod law;
mod lookup;
mod mla;
pub mod output;
mod passage_view;
mod progress;
mod search;
mod show;
mod status;
pub mod style;
mod terms;
mod text;
mod treaty;
mod verify;
mod worker;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::case;
use output::Format;

/// How a command ended, as scripts see it. The table stands in `docs/exit-codes.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done, in order.
    Done = 0,
    /// Nothing found, or not in order (a request that is not ready).
    Nothing = 1,
    /// Wrong use or bad input.
    BadUse = 2,
    /// Done, with gaps: something could not be read, or the answer is "cannot say".
    Gaps = 3,
    /// A digest, the journal, an index or a citation does not match what was recorded.
    Integrity = 4,
    /// Internal error, I/O, disk full, interrupted.
    Internal = 5,
}

/// Why a command stopped: what happened, to which file, and what to do next. One or two lines, no Rust type names.
#[derive(Debug)]
pub struct CommandError {
    pub exit: Exit,
    pub message: String,
    pub hint: Option<String>,
}

impl CommandError {
    pub fn new(exit: Exit, message: impl Into<String>) -> CommandError {
        CommandError { exit, message: message.into(), hint: None }
    }

    /// Bad input: exit 2.
    pub fn bad_use(message: impl Into<String>) -> CommandError {
        CommandError::new(Exit::BadUse, message)
    }

    /// I/O or internal: exit 5.
    pub fn internal(message: impl Into<String>) -> CommandError {
        CommandError::new(Exit::Internal, message)
    }

    /// What the person can do next.
    pub fn hint(mut self, hint: impl Into<String>) -> CommandError {
        self.hint = Some(hint.into());
        self
    }
}

/// A damaged store is a violated integrity; wrong use is the person's to mend; the rest is the machine's.
impl From<case::Error> for CommandError {
    fn from(error: case::Error) -> CommandError {
        let exit = match error.kind {
            case::Kind::NoCase | case::Kind::BadInput | case::Kind::Version => Exit::BadUse,
            case::Kind::Damaged => Exit::Integrity,
            case::Kind::Locked | case::Kind::DiskFull | case::Kind::Io | case::Kind::Interrupted => Exit::Internal,
        };
        CommandError { exit, message: error.message, hint: error.hint }
    }
}

/// What every command returns.
pub type Outcome = Result<Exit, CommandError>;

/// Their place in every help text: behind the command's own.
const COMMON: &str = "Options of every command";

/// Options that every command understands.
#[derive(Debug, Clone, clap::Args)]
pub struct Global {
    /// The case folder (otherwise the nearest parent that holds case.toml)
    #[arg(long, global = true, help_heading = COMMON, env = "ROGATORY_CASE", value_name = "DIR")]
    pub case: Option<PathBuf>,
    /// How results are written
    #[arg(long, global = true, help_heading = COMMON, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Short for --format json
    #[arg(long, global = true, help_heading = COMMON)]
    pub json: bool,
    /// When to colour tables and marks
    #[arg(long, global = true, help_heading = COMMON, value_enum, default_value_t = style::ColorChoice::Auto)]
    pub color: style::ColorChoice,
    /// Folder with an office's own legal facts and imported statutes
    #[arg(long, global = true, help_heading = COMMON, env = "ROGATORY_LIBRARY", value_name = "DIR")]
    pub library: Option<PathBuf>,
    /// No progress, no hints
    #[arg(short, long, global = true, help_heading = COMMON)]
    pub quiet: bool,
    /// Explain what is done
    #[arg(short, long, global = true, help_heading = COMMON)]
    pub verbose: bool,
}

impl Global {
    /// The case this command works on: `--case`, `ROGATORY_CASE`, or the nearest parent with a `case.toml`.
    pub fn open_case(&self) -> Result<case::Case, CommandError> {
        Ok(case::Case::find(self.case.as_deref(), std::path::Path::new("."))?)
    }

    /// The format that counts: `--json` wins.
    pub fn format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}

#[derive(Debug, Parser)]
#[command(name = "rogatory", version, about, long_about = None, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Create a case folder
    Init(init::Args),
    /// Read files and folders into the case
    Index(index::Args),
    /// Find every page that matters
    Search(search::Args),
    /// Run a list of queries and report on each
    Terms(terms::Args),
    /// Show a document, one of its units, or save a member
    Show(show::Args),
    /// A pinpoint citation, ready to paste
    Cite(cite::Args),
    /// What was read, partly read, unreadable, and why
    Status(status::Args),
    /// Re-hash the evidence and check store and index
    Verify(verify::Args),
    /// The text of loose files, no case needed
    Text(text::Args),
    /// Statutes: facts, texts, comparison, dual criminality
    Law(law::Args),
    /// Treaties: what binds two States, and with which declarations
    Treaty(treaty::Args),
    /// Requests for mutual legal assistance
    Mla(mla::Args),
    /// What is installed, what is missing, how to get it
    Doctor(doctor::Args),
    /// The whole tour on a fictional case
    Demo(demo::Args),
    /// Shell completions
    Completions(completions::CompletionsArgs),
    /// The manual page
    Man(completions::ManArgs),
    /// Reads one file in isolation; started by the program itself
    #[command(name = "__extract", hide = true)]
    Worker(worker::Args),
}

/// The whole command-line grammar, for completions and the manual.
fn grammar() -> clap::Command {
    Cli::command()
}

/// Parse the command line, run the command, and say how it went.
pub fn run() -> ExitCode {
    if let Some(code) = worker::shortcut() {
        return code;
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let exit = if error.use_stderr() { Exit::BadUse } else { Exit::Done };
            let _ = error.print();
            return ExitCode::from(exit as u8);
        }
    };
    // A reader's failure is its parent's business; anybody else is told what to do instead of being shown the program's insides.
    if matches!(cli.command, Command::Worker(_)) {
        return told(dispatch(cli));
    }
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| dispatch(cli))) {
        Ok(outcome) => told(outcome),
        Err(_) => told(Err(CommandError::internal("the command met something it could not deal with and was stopped").hint(
            "rogatory verify tells whether the case or its index is damaged; an index is made anew from the store when its folder is removed",
        ))),
    }
}

fn dispatch(cli: Cli) -> Outcome {
    let global = &cli.global;
    match cli.command {
        Command::Init(args) => init::run(args, global),
        Command::Index(args) => index::run(args, global),
        Command::Search(args) => search::run(args, global),
        Command::Terms(args) => terms::run(args, global),
        Command::Show(args) => show::run(args, global),
        Command::Cite(args) => cite::run(args, global),
        Command::Status(args) => status::run(args, global),
        Command::Verify(args) => verify::run(args, global),
        Command::Text(args) => text::run(args, global),
        Command::Law(args) => law::run(args, global),
        Command::Treaty(args) => treaty::run(args, global),
        Command::Mla(args) => mla::run(args, global),
        Command::Doctor(args) => doctor::run(args, global),
        Command::Demo(args) => demo::run(args, global),
        Command::Completions(args) => completions::run(args, global),
        Command::Man(args) => completions::man(args, global),
        Command::Worker(args) => worker::run(args, global),
    }
}

/// The outcome as an exit code, an error told on the way.
fn told(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(error) => {
            style::error(&error.message, error.hint.as_deref());
            ExitCode::from(error.exit as u8)
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_grammar_is_consistent() {
        super::grammar().debug_assert();
    }
}
