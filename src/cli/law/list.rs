//! `rogatory law list`.

use super::super::{Global, Outcome};
use super::view;
use crate::law::months;
use crate::law::provision::Provision;
use crate::law::terms::Fact;
use crate::law::vocabulary::Vocabulary;

/// Provisions by State and concept
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory law list --jurisdiction RS
  rogatory law list --concept smuggling_of_migrants
  rogatory law list --json | jq -r '.provisions[].id'")]
pub struct Args {
    /// Only this State, or part of a State with its own code (BA-FBIH)
    #[arg(long, value_name = "ISO")]
    jurisdiction: Option<String>,
    /// Only this concept
    #[arg(long)]
    concept: Option<String>,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let library = view::library(global)?;
    let state = args.jurisdiction.as_deref().map(|given| view::state(&library, given)).transpose()?;
    let concept = args.concept.as_deref().map(|given| view::concept(&library, given)).transpose()?;
    let fits = |fact: &&Fact<Provision>| concept.as_ref().is_none_or(|concept| fact.concept == *concept);
    let found: Vec<&Fact<Provision>> = match &state {
        Some(state) => library.code(state.jurisdiction()).into_iter().flat_map(|code| &code.provisions).filter(fits).collect(),
        None => library.provisions().filter(fits).collect(),
    };
    let header = ["id", "concept", "heading", "penalty", "confidence", "as_of", "layer", "source"];
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|fact| {
            vec![
                fact.id.clone(),
                fact.concept.clone(),
                fact.heading_own_words.clone(),
                months::penalty(&fact.penalty),
                fact.confidence.to_string(),
                fact.as_of.clone(),
                fact.layer.word().to_owned(),
                fact.source.clone().unwrap_or_default(),
            ]
        })
        .collect();
    let items = found.iter().map(|fact| view::provision_json(fact)).collect();
    view::listing(global, "rogatory.provisions/1", "provisions", items, &header, &rows, || {
        if rows.is_empty() {
            let whom = state.as_ref().map_or("any State".to_owned(), |state| state.name.clone());
            return format!("The facts hold no such provision of {whom}. Absence in the facts is no proof of absence in law.\n");
        }
        let short: Vec<Vec<String>> = found
            .iter()
            .map(|fact| {
                let doubt = if fact.confidence.counts_as_sourced() { String::new() } else { fact.confidence.to_string() };
                let layer = if matches!(fact.layer, crate::law::terms::Layer::BuiltIn) { "" } else { fact.layer.word() };
                let mark = [doubt.as_str(), layer].into_iter().filter(|m| !m.is_empty()).collect::<Vec<_>>().join(", ");
                let mark = if mark.is_empty() { mark } else { format!(" [{mark}]") };
                vec![
                    fact.id.clone(),
                    Vocabulary::plain(&fact.concept),
                    format!("{}{mark}", fact.heading_own_words),
                    months::penalty(&fact.penalty),
                ]
            })
            .collect();
        let months = || found.iter().map(|fact| fact.as_of.as_str());
        let as_of = match (months().min().unwrap_or_default(), months().max().unwrap_or_default()) {
            (first, last) if first == last => last.to_owned(),
            (first, last) => format!("{first} to {last}"),
        };
        format!(
            "{}\n{} provisions, facts as of {as_of}; those not marked were read in a source.\nSources and details: rogatory law show ID\n",
            view::grid(&["id", "concept", "heading", "penalty"], &short),
            found.len()
        )
    })
}
