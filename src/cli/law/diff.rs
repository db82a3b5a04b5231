//! `rogatory law diff`: two versions of an act, article by article, word by word.

use std::fmt::Write;

use serde_json::json;

use super::super::output::{self, Format, harmless};
use super::super::passage_view::wrapped;
use super::super::{CommandError, Exit, Global, Outcome};
use super::texts::{load_known, texts};
use super::view;
use crate::law::import::normal_number;
use crate::law::texts::{Change, Piece, PieceKind, diff};

/// Two versions of an act, article by article, word by word
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory law diff RS-CC@2019-12-01 RS-CC@2024-12-01
  rogatory law diff RS-CC@2019-12-01 RS-CC@2024-12-01 --article 350")]
pub struct Args {
    /// The older version
    old: String,
    /// The newer version
    new: String,
    /// Only this article
    #[arg(long, value_name = "N")]
    article: Option<String>,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let texts = texts(global)?;
    let library = view::library(global)?;
    let (old, new) = (load_known(&texts, &args.old, &library)?.act, load_known(&texts, &args.new, &library)?.act);
    let mut changes = diff(&old, &new);
    if let Some(article) = &args.article {
        let number = normal_number(article);
        if old.article(&number).is_none() && new.article(&number).is_none() {
            return Err(CommandError::bad_use(format!("neither version has an article {article}"))
                .hint("without --article every change is listed; `rogatory law export ACT --to text` shows an act"));
        }
        changes.retain(|change| touches(change, &number));
    }
    match global.format() {
        Format::Table => {
            let mut out = format!("{} → {}\n", old.version(), new.version());
            let count = |wanted: fn(&Change) -> bool| changes.iter().filter(|change| wanted(change)).count();
            let _ = writeln!(
                out,
                "{} added, {} gone, {} renumbered, {} moved, {} changed{}",
                count(|change| matches!(change, Change::Added { .. })),
                count(|change| matches!(change, Change::Gone { .. })),
                count(|change| matches!(change, Change::Renumbered { .. })),
                count(|change| matches!(change, Change::Moved { .. })),
                count(|change| matches!(change, Change::Changed { .. })),
                match count(|change| matches!(change, Change::Retitled { .. })) {
                    0 => String::new(),
                    titles => format!(", {titles} headings of divisions"),
                },
            );
            for change in &changes {
                let _ = write!(out, "\n{}", described(change));
            }
            output::print(&out);
        }
        _ => output::print_json(
            &json!({"schema": "rogatory.law_diff/1", "old": old.version(), "new": new.version(), "changes": changes}),
        ),
    }
    Ok(Exit::Done)
}

fn touches(change: &Change, number: &str) -> bool {
    match change {
        Change::Added { article, .. }
        | Change::Gone { article, .. }
        | Change::Moved { article, .. }
        | Change::Changed { article, .. } => article == number,
        Change::Renumbered { from, to, .. } => from == number || to == number,
        Change::Retitled { .. } => false,
    }
}

fn described(change: &Change) -> String {
    let named = |number: &str, heading: &Option<String>| match heading {
        Some(heading) => format!("{number} ({})", harmless(heading, false)),
        None => number.to_string(),
    };
    // A long title goes on below itself.
    let line = |text: &str| {
        let text = wrapped(text, usize::from(output::width()).saturating_sub(2).max(40), "  ");
        text.strip_prefix("  ").unwrap_or(&text).to_string()
    };
    match change {
        Change::Added { article, heading } => line(&format!("+ article {}", named(article, heading))),
        Change::Gone { article, heading } => line(&format!("- article {}", named(article, heading))),
        Change::Moved { article, from, to } => {
            line(&format!("> article {article} moved from {} to {}", harmless(from, false), harmless(to, false)))
        }
        Change::Retitled { division, from, to } => {
            let words =
                |heading: &Option<String>| heading.as_deref().map_or("no heading".to_owned(), |text| harmless(text, false));
            line(&format!("~ {}: {} is now {}", harmless(division, false), words(from), words(to)))
        }
        Change::Renumbered { from, to, heading, words } => {
            line(&format!("= article {from} is now {}", named(to, heading))) + &pieces(words)
        }
        Change::Changed { article, heading, words } => line(&format!("~ article {}", named(article, heading))) + &pieces(words),
    }
}

/// Old words in [-…-], new ones in {+…+}, with a few words of what stayed around them.
fn pieces(words: &[Piece]) -> String {
    let mut out = String::new();
    for (index, piece) in words.iter().enumerate() {
        let text = harmless(&piece.text, false);
        match piece.kind {
            PieceKind::Old => {
                let _ = write!(out, "[-{}-]", text.trim_end());
                out.push(' ');
            }
            PieceKind::New => {
                let _ = write!(out, "{{+{}+}}", text.trim_end());
                out.push(' ');
            }
            PieceKind::Same => {
                let all: Vec<&str> = text.split(' ').collect();
                let keep = 8;
                if all.len() <= 2 * keep {
                    out.push_str(&text);
                } else if index == 0 {
                    let _ = write!(out, "… {}", all[all.len() - keep..].join(" "));
                } else if index + 1 == words.len() {
                    let _ = write!(out, "{} …", all[..keep].join(" "));
                } else {
                    let _ = write!(out, "{} … {}", all[..keep].join(" "), all[all.len() - keep..].join(" "));
                }
            }
        }
    }
    wrapped(&out, usize::from(output::width()).saturating_sub(2).max(40), "    ")
}
