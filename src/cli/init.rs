//! `rogatory init`: create a case folder.

use std::path::PathBuf;

use super::output::{self, Format};
use super::{CommandError, Exit, Global, Outcome};
use crate::case::{Case, Settings};

/// Create a case folder
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory init KT-12-2026 --number KT-12/2026 --jurisdiction RS
  rogatory init morava --title \"Operation Morava\" --languages sr,sq,en
  cd KT-12-2026 && rogatory index /mnt/evidence

The folder is readable by you alone. What you enter here can be changed later
in case.toml.")]
pub struct Args {
    /// The folder to create (the current one if not given)
    #[arg(default_value = ".", value_name = "DIR")]
    dir: PathBuf,
    /// The office's case number
    #[arg(long)]
    number: Option<String>,
    /// What the case is called
    #[arg(long)]
    title: Option<String>,
    /// The authority that conducts the proceedings
    #[arg(long)]
    authority: Option<String>,
    /// State whose law governs the case (ISO 3166, two letters)
    #[arg(long, value_parser = iso_state)]
    jurisdiction: Option<String>,
    /// Languages expected in the evidence, as BCP 47 tags
    #[arg(long, value_delimiter = ',')]
    languages: Vec<String>,
}

fn iso_state(text: &str) -> Result<String, String> {
    if text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic()) {
        Ok(text.to_ascii_uppercase())
    } else {
        Err("a State is named by two letters of ISO 3166, for example RS".into())
    }
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let settings = Settings {
        number: args.number,
        title: args.title,
        authority: args.authority,
        jurisdiction: args.jurisdiction,
        languages: args.languages,
        ..Settings::default()
    };
    let case = Case::create(&args.dir, settings).map_err(CommandError::from)?;
    let dir = case.dir().to_string_lossy();
    match global.format() {
        Format::Json | Format::Ndjson => {
            output::print_json(&serde_json::json!({"schema": "rogatory.init/1", "case": dir, "number": case.settings().number}));
        }
        Format::Table | Format::Csv => {
            let dir = output::harmless(&dir, false);
            output::print(&format!("Created the case folder {dir}\n"));
            if !global.quiet {
                output::print("Next: rogatory index PATH… in that folder. The evidence itself is only ever read.\n");
            }
        }
    }
    Ok(Exit::Done)
}
