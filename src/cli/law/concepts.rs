//! `rogatory law concepts`.

use serde_json::json;

use super::super::{Global, Outcome};
use super::view;
use crate::law::vocabulary::{Term, Vocabulary};

/// The concepts by which offences are compared
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory law concepts
  rogatory law concepts --words acts     every word for an act
  rogatory law concepts --words glossary     what `search concept:…` understands")]
pub struct Args {
    /// Show another list of the vocabulary: acts, means, purposes, triggers, mental_elements, gain, penalty_rules,
    /// assistance_types, request_content_kinds, refusal_kinds, party_statuses, instrument_kinds, confidence_levels,
    /// sub_jurisdictions, glossary
    #[arg(long, value_name = "LIST", default_value = "concepts")]
    words: String,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let library = view::library(global)?;
    let words = library.vocabulary();
    // Two lists have fields of their own; here they are words like the others.
    let plain = |id: &str, definition: String, reference: Option<String>, broader: Option<String>| Term {
        id: id.to_owned(),
        definition,
        reference,
        broader,
        labels: None,
        kind: None,
        unused_because: None,
    };
    let levels: Vec<Term> = words
        .confidence_levels
        .iter()
        .map(|level| {
            let counts = if level.counts_as_sourced { "counts as sourced" } else { "does not count as sourced" };
            plain(&level.id, format!("{} ({counts})", level.definition), Some(level.nearest_other_scale.clone()), None)
        })
        .collect();
    let parts: Vec<Term> = words
        .sub_jurisdictions
        .iter()
        .map(|part| plain(&part.id, part.name.clone(), Some(part.id_prefix.clone()), Some(part.state.clone())))
        .collect();
    // Ideas a search knows words for; a case may add its own ([glossary] in case.toml).
    let glossary: Vec<Term> = crate::language::glossary::Glossary::built_in()
        .concepts
        .iter()
        .map(|concept| {
            let named = concept.terms.get("en").or_else(|| concept.terms.values().next());
            let confidence = if concept.confidence == "unverified" { " (unverified)" } else { "" };
            plain(&concept.id, format!("{}{confidence}", named.map_or(String::new(), |terms| terms.join(", "))), None, None)
        })
        .collect();
    let lists: [(&str, &Vec<Term>); 16] = [
        ("concepts", &words.concepts),
        ("acts", &words.acts),
        ("means", &words.means),
        ("purposes", &words.purposes),
        ("triggers", &words.triggers),
        ("mental_elements", &words.mental_elements),
        ("gain", &words.gain),
        ("penalty_rules", &words.penalty_rules),
        ("assistance_types", &words.assistance_types),
        ("request_content_kinds", &words.request_content_kinds),
        ("refusal_kinds", &words.refusal_kinds),
        ("party_statuses", &words.party_statuses),
        ("instrument_kinds", &words.instrument_kinds),
        ("confidence_levels", &levels),
        ("sub_jurisdictions", &parts),
        ("glossary", &glossary),
    ];
    let Some((name, terms)) = lists.iter().find(|(name, _)| *name == args.words) else {
        return Err(view::unknown(
            "list of the vocabulary",
            &args.words,
            lists.iter().map(|(name, _)| *name),
            "rogatory law concepts --help",
        ));
    };
    let counted = *name == "concepts";
    let count = |id: &str| library.provisions().filter(|fact| fact.concept == id).count();
    let items: Vec<_> = terms
        .iter()
        .map(|term| {
            let mut value = serde_json::to_value(term).unwrap_or_default();
            if counted && let Some(object) = value.as_object_mut() {
                object.insert("provisions".into(), json!(count(&term.id)));
            }
            value
        })
        .collect();
    let header: &[&str] =
        if counted { &["id", "definition", "reference", "provisions"] } else { &["id", "definition", "reference", "broader"] };
    let rows: Vec<Vec<String>> = terms
        .iter()
        .map(|term| {
            let last = if counted { count(&term.id).to_string() } else { term.broader.clone().unwrap_or_default() };
            vec![term.id.clone(), term.definition.clone(), term.reference.clone().unwrap_or_default(), last]
        })
        .collect();
    view::listing(global, "rogatory.concepts/1", name, items, header, &rows, || {
        format!("{}\n{}\n", view::grid(header, &rows), Vocabulary::plain(&format!("Vocabulary as of {}.", words.as_of)))
    })
}
