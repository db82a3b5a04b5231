//! `rogatory law export`: an imported act as Akoma Ntoso, JSON or text.

use std::path::PathBuf;

use clap::ValueEnum;

use super::super::{CommandError, Exit, Global, Outcome, output};
use super::texts::{load, texts};
use crate::law::texts::to_akn;

/// An imported act as Akoma Ntoso, JSON or text
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory law export RS-CC --to akn > rs-cc.akn.xml
  rogatory law export RS-CC@2024-12-01 --to text")]
pub struct Args {
    /// The act, or one of its versions (RS-CC@2024-12-01)
    act: String,
    /// What to write
    #[arg(long, value_enum, default_value_t = To::Akn)]
    to: To,
    /// A file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum To {
    Akn,
    Json,
    Text,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let stored = load(&texts(global)?, &args.act, None)?;
    let text = match args.to {
        To::Akn => to_akn(&stored.act),
        To::Json => serde_json::to_string_pretty(&stored).map_err(|error| CommandError::internal(error.to_string()))? + "\n",
        To::Text => {
            let mut out = format!("{}\n", stored.act.title);
            let mut division = None;
            for article in &stored.act.articles {
                if article.division != division {
                    division = article.division;
                    for place in stored.act.place(article) {
                        out.push_str(format!("\n{} {}", place.label, place.heading.as_deref().unwrap_or("")).trim_end());
                    }
                    out.push('\n');
                }
                out.push_str(&format!("\n{}\n", article.label));
                for line in article.heading.iter().chain(&article.notes) {
                    out.push_str(&format!("{line}\n"));
                }
                out.push_str(&format!("{}\n", article.text()));
            }
            out
        }
    };
    match args.out {
        Some(path) => std::fs::write(&path, text)
            .map_err(|error| CommandError::internal(format!("cannot write {}: {error}", path.display())))?,
        None => output::print(&text),
    }
    Ok(Exit::Done)
}
