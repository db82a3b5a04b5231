//! `rogatory law export`: an imported act as Akoma Ntoso, JSON or text.

use std::path::PathBuf;

use clap::ValueEnum;

use super::super::{CommandError, Exit, Global, Outcome, output};
use super::texts::{load_known, texts};
use super::view;
use crate::law::import::normal_number;
use crate::law::texts::{Act, tagged, to_akn};

/// An imported act as Akoma Ntoso, JSON or text
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory law export RS-CC --to akn > rs-cc.akn.xml
  rogatory law export RS-CC --article 388,389 --to akn
  rogatory law export RS-CC@2024-12-01 --to text")]
pub struct Args {
    /// The act, or one of its versions (RS-CC@2024-12-01)
    act: String,
    /// Only these articles: an excerpt, in which every part keeps its identifier
    #[arg(long, value_name = "NUMBER,…", value_delimiter = ',')]
    article: Vec<String>,
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
    let library = view::library(global)?;
    let mut stored = load_known(&texts(global)?, &args.act, &library)?;
    let only: Vec<String> = args.article.iter().map(|number| normal_number(number)).collect();
    if let Some(missing) = only.iter().find(|number| stored.act.article(number).is_none()) {
        return Err(CommandError::bad_use(format!("{} has no article {missing}", stored.act.version()))
            .hint("rogatory law texts lists the acts, rogatory law export ACT --to text shows one"));
    }
    let excerpt = (!only.is_empty()).then_some(only.as_slice());
    let text = match args.to {
        To::Akn => to_akn(&tagged(&stored.act, &library), excerpt),
        To::Json => {
            keep(&mut stored.act, excerpt);
            serde_json::to_string_pretty(&stored).map_err(|error| CommandError::internal(error.to_string()))? + "\n"
        }
        To::Text => {
            keep(&mut stored.act, excerpt);
            plain(&stored.act)
        }
    };
    match args.out {
        Some(path) => std::fs::write(&path, text)
            .map_err(|error| CommandError::internal(format!("cannot write {}: {error}", path.display())))?,
        None => output::print(&text),
    }
    Ok(Exit::Done)
}

/// Leave only the articles of an excerpt.
fn keep(act: &mut Act, only: Option<&[String]>) {
    if let Some(only) = only {
        act.articles.retain(|article| only.iter().any(|number| number.eq_ignore_ascii_case(&article.number)));
        act.front.clear();
    }
}

fn plain(act: &Act) -> String {
    let mut out = format!("{}\n", act.title);
    let mut division = None;
    for article in &act.articles {
        if article.division != division {
            division = article.division;
            for place in act.place(article) {
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
