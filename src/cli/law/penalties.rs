//! `rogatory law penalties`: ranges of imprisonment as bars.

use std::path::PathBuf;

use clap::ValueEnum;
use serde_json::json;

use super::super::output::{self, Format};
use super::super::{Exit, Global, Outcome};
use super::{compare, view};
use crate::law::penalties::{bars, drawn, scale, svg};
use crate::law::vocabulary::Vocabulary;

/// Ranges of imprisonment as bars
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory law penalties smuggling_of_migrants --in AL,BA,XK,ME,MK,RS
  rogatory law penalties trafficking_in_persons --in RS,DE --to svg --out p.svg")]
pub struct Args {
    /// A concept; `rogatory law concepts` lists them
    concept: String,
    /// States, or parts with their own code
    #[arg(long = "in", value_delimiter = ',', required = true, value_name = "ISO,…")]
    states: Vec<String>,
    /// Write a file instead
    #[arg(long, value_enum)]
    to: Option<Target>,
    /// The file to write; without it, standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Target {
    Svg,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let library = view::library(global)?;
    let concept = view::concept(&library, &args.concept)?;
    let states = view::states(&library, &args.states)?;
    let bars = bars(&library, &concept, &states);
    if args.to == Some(Target::Svg) {
        let picture = svg(&format!("Imprisonment: {}", Vocabulary::plain(&concept)), &bars);
        match &args.out {
            None => output::print(&picture),
            Some(path) => {
                let path = compare::named(path, "svg", true);
                compare::save(&path, picture.as_bytes())?;
                if !global.quiet {
                    eprintln!("written: {}", path.display());
                }
            }
        }
        return Ok(if bars.is_empty() { Exit::Nothing } else { Exit::Done });
    }
    let items = bars
        .iter()
        .map(|bar| {
            json!({
                "jurisdiction": bar.jurisdiction, "provision": bar.provision, "min_months": bar.min_months, "max_months": bar.max_months,
                "general_maximum": bar.general_maximum, "life": bar.life, "long_term_imprisonment": bar.long_term, "text": bar.words,
                "confidence": bar.confidence.word(), "source": bar.source, "as_of": bar.as_of, "layer": bar.layer,
            })
        })
        .collect();
    let number = |value: Option<u32>| value.map(|v| v.to_string()).unwrap_or_default();
    let rows: Vec<Vec<String>> = bars
        .iter()
        .map(|bar| {
            vec![
                bar.jurisdiction.clone(),
                bar.provision.clone(),
                number(bar.min_months),
                number(bar.max_months),
                bar.general_maximum.to_string(),
                bar.words.clone(),
                bar.confidence.to_string(),
                bar.source.clone().unwrap_or_default(),
                bar.as_of.clone(),
                bar.layer.clone(),
            ]
        })
        .collect();
    let header = [
        "jurisdiction",
        "provision",
        "min_months",
        "max_months",
        "general_maximum",
        "text",
        "confidence",
        "source",
        "as_of",
        "layer",
    ];
    let missing: Vec<String> = states
        .iter()
        .filter(|state| !bars.iter().any(|bar| bar.jurisdiction == state.jurisdiction()))
        .map(|state| state.name.clone())
        .collect();
    if !missing.is_empty() && global.format() == Format::Table {
        super::super::style::warning(&format!("no range of imprisonment in the facts for {}", missing.join(", ")));
    }
    view::listing(global, "rogatory.penalties/1", "penalties", items, &header, &rows, || {
        if bars.is_empty() {
            return "No range of imprisonment in the facts.\n".into();
        }
        let label = bars.iter().map(|bar| format!("{} {}", bar.jurisdiction, bar.place).chars().count()).max().unwrap_or(0);
        let words: Vec<String> = bars
            .iter()
            .map(|bar| {
                let doubt = if bar.confidence.counts_as_sourced() { "" } else { " (unverified)" };
                format!("{}{doubt}", bar.words)
            })
            .collect();
        let longest = words.iter().map(|w| w.chars().count()).max().unwrap_or(0).min(40);
        let chart = usize::from(output::width()).saturating_sub(label + longest + 4).clamp(10, 80);
        let scale = scale(&bars);
        let mut out = format!("{}: imprisonment, scale 0 to {} years\n", Vocabulary::plain(&concept), scale / 12);
        for (bar, words) in bars.iter().zip(words) {
            let name = format!("{} {}", bar.jurisdiction, bar.place);
            // What does not fit beside the bar goes on below it.
            let room = usize::from(output::width()).saturating_sub(label + chart + 4).max(20);
            let words = view::broken(&words, room);
            let mut lines = words.lines();
            out.push_str(&format!("{name:label$} │{}│ {}\n", drawn(bar, scale, chart), lines.next().unwrap_or_default()));
            for line in lines {
                out.push_str(&format!("{:label$} │{:chart$}│ {line}\n", "", ""));
            }
        }
        out.push_str("█ range of the provision\n▒ no maximum of its own: up to the general one of the code\n");
        out.push_str(&view::layers(bars.iter().map(|bar| (bar.jurisdiction.as_str(), bar.layer.as_str(), bar.as_of.as_str()))));
        out
    })
}
