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
            plain(&stored.act, excerpt.is_some())
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
        act.back.clear();
    }
}

/// The text as it was printed: what stands before the act, every division once, also those without articles of their own. An
/// excerpt names only the divisions its articles lie in.
fn plain(act: &Act, excerpt: bool) -> String {
    // What stands before the act begins with the act's own title.
    let mut out = if act.front.is_empty() { format!("{}\n", act.title) } else { act.front.join("\n") + "\n" };
    let mut written = 0;
    let mut division = None;
    for article in &act.articles {
        if article.division != division {
            division = article.division;
            let place = act.path(division);
            match division {
                Some(at) if !excerpt && at >= written => {
                    (written..=at).for_each(|index| out.push_str(&head(act, index)));
                    written = at + 1;
                }
                _ => place.iter().for_each(|index| out.push_str(&head(act, *index))),
            }
        }
        out.push_str(&format!("\n{}\n", article.label));
        for line in article.heading.iter().chain(&article.notes) {
            out.push_str(&format!("{line}\n"));
        }
        out.push_str(&format!("{}\n", article.text()));
    }
    if !excerpt {
        (written..act.divisions.len()).for_each(|index| out.push_str(&head(act, index)));
        if !act.back.is_empty() {
            out.push_str(&format!("\n{}\n", act.back.join("\n")));
        }
    }
    out
}

/// A division's label and, below it, its heading.
fn head(act: &Act, index: usize) -> String {
    let Some(division) = act.divisions.get(index) else { return String::new() };
    let heading = division.heading.iter().map(|heading| format!("{heading}\n")).collect::<String>();
    format!("\n{}\n{heading}", division.label)
}
