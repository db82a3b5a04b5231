//! `rogatory law standards`.

use super::super::{Global, Outcome};
use super::view;
use crate::law::standard::{Rule, Standard};
use crate::law::terms::Fact;
use crate::law::vocabulary::Vocabulary;

/// International rules a national offence is measured against
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory law standards
  rogatory law standards UN-TIP-3
  rogatory law standards --concept smuggling_of_migrants")]
pub struct Args {
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Only those a concept is measured against
    #[arg(long)]
    concept: Option<String>,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let library = view::library(global)?;
    let concept = args.concept.as_deref().map(|given| view::concept(&library, given)).transpose()?;
    let found: Vec<&Fact<Standard>> = match &args.id {
        Some(id) => match library.standard(id) {
            Some(fact) => vec![fact],
            None => {
                return Err(view::unknown(
                    "standard",
                    id,
                    library.standards().iter().map(|s| s.id.as_str()),
                    "rogatory law standards",
                ));
            }
        },
        None => library.standards().iter().filter(|s| concept.as_ref().is_none_or(|c| s.concepts.contains(c))).collect(),
    };
    let items = found.iter().map(|fact| view::fact_json(fact)).collect();
    let header = ["id", "instrument", "article", "concept", "title", "confidence", "as_of", "layer", "source"];
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|s| {
            vec![
                s.id.clone(),
                s.instrument.clone(),
                s.article.clone(),
                s.concept.clone(),
                s.title.clone(),
                s.confidence.to_string(),
                s.as_of.clone(),
                s.layer.word().to_owned(),
                s.source.clone().unwrap_or_default(),
            ]
        })
        .collect();
    let whole = args.id.is_some();
    view::listing(global, "rogatory.standards/1", "standards", items, &header, &rows, || {
        if whole {
            return found.iter().map(|fact| described(fact)).collect();
        }
        let short: Vec<Vec<String>> = found
            .iter()
            .map(|s| {
                let doubt = if s.confidence.counts_as_sourced() { "" } else { " [unverified]" };
                vec![
                    s.id.clone(),
                    format!("{} art. {}", s.instrument, s.article),
                    Vocabulary::plain(&s.concept),
                    format!("{}{doubt}", s.title),
                ]
            })
            .collect();
        format!("{}\n", view::grid(&["id", "instrument", "concept", "title"], &short))
    })
}

fn described(fact: &Fact<Standard>) -> String {
    let plain = |list: &[String]| list.iter().map(|word| Vocabulary::plain(word)).collect::<Vec<_>>().join(", ");
    let rule = |rule: &Option<Rule>| {
        rule.as_ref()
            .map(|r| {
                let doubt = if r.confidence.counts_as_sourced() { "" } else { " [unverified]" };
                format!("art. {}: {}{doubt}", r.article, r.text_own_words)
            })
            .unwrap_or_default()
    };
    let aggravations: Vec<String> = fact
        .required_aggravations
        .iter()
        .map(|step| format!("{} (art. {})", Vocabulary::plain(&step.trigger), step.article))
        .collect();
    let rows = [
        ("instrument", fact.instrument.clone()),
        ("article", fact.article.clone()),
        ("concepts", plain(&fact.concepts)),
        ("binding", fact.binding.clone().unwrap_or_else(|| "mandatory for parties".into())),
        ("says", fact.text_own_words.clone()),
        ("elements from", fact.defined_by.as_ref().map(|by| by.standard.clone()).unwrap_or_default()),
        ("acts", plain(&fact.required_acts)),
        ("means", plain(&fact.required_means)),
        ("purposes", plain(&fact.required_purposes)),
        ("purposes added in 2024", plain(&fact.purposes_added_2024)),
        ("child rule", rule(&fact.child_rule)),
        ("consent", rule(&fact.consent_rule)),
        ("mental element", rule(&fact.mental_element)),
        ("gain", rule(&fact.financial_benefit_requirement)),
        ("penalty", rule(&fact.minimum_maximum_penalty)),
        ("aggravations", aggravations.join("\n")),
        ("companies", rule(&fact.legal_person_liability)),
        ("non-punishment", rule(&fact.non_punishment)),
        ("humanitarian help", rule(&fact.humanitarian_exemption)),
        ("attempt and participation", rule(&fact.attempt_and_participation)),
        ("members of a group", fact.group_minimum_members.map(|n| format!("at least {n}")).unwrap_or_default()),
        ("scope", rule(&fact.scope_note)),
        ("deadline", rule(&fact.deadline)),
        ("status", rule(&fact.status)),
        ("note", fact.note.clone().unwrap_or_default()),
        ("facts", view::provenance(fact, fact.confidence.word())),
    ];
    format!(
        "{}  {}\n{}{}{}",
        fact.id,
        fact.title,
        view::facts(&rows),
        view::address("source:", fact.source.as_deref().unwrap_or("none")),
        view::address("text:", &fact.url)
    )
}
