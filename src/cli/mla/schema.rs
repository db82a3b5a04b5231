//! `rogatory mla schema`: the JSON Schema of a request file.

use crate::cli::{Exit, Global, Outcome, output};
use crate::mla::request;

/// Print the JSON Schema of a request file, for editors that complete and check while typing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  rogatory mla schema > mla-request.json")]
pub struct Args {}

pub fn run(_args: Args, _global: &Global) -> Outcome {
    let text = serde_json::to_string_pretty(&request::schema()).unwrap_or_default();
    output::print(&format!("{text}\n"));
    Ok(Exit::Done)
}
