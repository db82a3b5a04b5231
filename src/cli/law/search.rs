//! `rogatory law search`: words in imported articles and in the facts, with the grammar of the evidence search.

use serde_json::{Value, json};

use super::super::output::{self, Format, harmless, width};
use super::super::passage_view::{highlighted, wrapped};
use super::super::search::{refusal, understood};
use super::super::{CommandError, Exit, Global, Outcome, style};
use super::texts::texts;
use super::view;
use crate::law::library::Library;
use crate::law::texts::{LawFound, LawHit, LawPlace, LawSearchError, search};
use crate::search::Layers;

/// Words in imported articles and in the facts
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory law search 'krijumcarenje ljudi'
  rogatory law search '\"organizovana kriminalna grupa\"' --in RS,BA
  rogatory law search 'burgim NEAR/8 dhjetë' --in AL --json

The words are those of `rogatory search`. All of them must stand in one article.")]
pub struct Args {
    /// Words, phrases, OR, NOT, NEAR/8, word*, word~1
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,
    /// Only these States or parts of States
    #[arg(long = "in", value_name = "ISO,…", value_delimiter = ',')]
    within: Vec<String>,
    /// Hits shown of articles, and of facts
    #[arg(long, default_value_t = 10)]
    limit: usize,
    /// Words shown on either side of a match
    #[arg(long, default_value_t = 12)]
    context: usize,
    /// Every word as it is spelled
    #[arg(long)]
    exact: bool,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let text = args.query.join(" ");
    let parsed = understood(&text)?;
    let library = view::library(global)?;
    let within = match args.within.is_empty() {
        true => Vec::new(),
        false => {
            view::states(&library, &args.within)?.iter().flat_map(|state| with_parts(&library, state.jurisdiction())).collect()
        }
    };
    let layers = if args.exact { Layers::exact() } else { Layers::default() };
    let found = search(&library, &texts(global)?, &parsed.query, layers, args.context, args.limit, &within)
        .map_err(|error| trouble(error, &text))?;
    match global.format() {
        Format::Json => output::print_json(&answer(&found, &library, &text, &parsed.query.to_string())),
        Format::Ndjson => {
            let lines: String =
                found.articles.iter().chain(&found.provisions).map(|hit| format!("{}\n", hit_json(hit, &library))).collect();
            output::print(&lines);
        }
        Format::Csv => {
            let rows: Vec<Vec<String>> = found.articles.iter().chain(&found.provisions).map(|hit| row(hit, &library)).collect();
            output::print(&view::csv_text(&["kind", "where", "article", "heading", "matches", "passage"], &rows)?);
        }
        Format::Table => output::print(&table(&found, &library, global)),
    }
    for note in &found.notes {
        style::warning(&harmless(note, false));
    }
    Ok(if found.articles_total + found.provisions_total > 0 { Exit::Done } else { Exit::Nothing })
}

/// A State and the parts of it that have codes of their own: `BA` means all four.
fn with_parts(library: &Library, name: &str) -> Vec<String> {
    let prefix = format!("{name}-");
    let mut names = vec![name.to_owned()];
    names.extend(library.code_names().filter(|other| other.starts_with(&prefix)).map(str::to_owned));
    names
}

/// What a failed search says.
pub fn trouble(error: LawSearchError, query: &str) -> CommandError {
    match error {
        LawSearchError::Text(error) => CommandError::from(error),
        LawSearchError::Refused(refused) => refusal(refused, query),
    }
}

fn heading<'l>(hit: &'l LawHit, library: &'l Library) -> (String, String, &'l str) {
    match &hit.place {
        LawPlace::Article { act, label, heading, .. } => (act.clone(), label.clone(), heading.as_deref().unwrap_or_default()),
        LawPlace::Provision(id) => {
            let fact = library.provisions_named(id).into_iter().next();
            (id.clone(), String::new(), fact.map_or("", |fact| fact.heading_own_words.as_str()))
        }
    }
}

fn hit_json(hit: &LawHit, library: &Library) -> Value {
    let passages: Vec<Value> = hit
        .passages
        .iter()
        .map(|passage| {
            let marks: Vec<Value> = passage.marks.iter().map(|(start, end, reason)| json!([start, end, reason.code()])).collect();
            json!({"text": passage.text, "marks": marks})
        })
        .collect();
    let score = (f64::from(hit.score) * 1000.0).round() / 1000.0;
    match &hit.place {
        LawPlace::Article { act, title, language, number, label, heading } => json!({
            "kind": "article", "act": act, "title": title, "language": language, "article": number, "label": label,
            "heading": heading, "score": score, "matches": hit.matches, "passages": passages,
        }),
        LawPlace::Provision(id) => {
            let fact = library.provisions_named(id).into_iter().next();
            json!({
                "kind": "provision", "provision": id, "heading": fact.map(|fact| fact.heading_own_words.clone()),
                "confidence": fact.map(|fact| fact.confidence.word()), "as_of": fact.map(|fact| fact.as_of.clone()),
                "layer": fact.map(|fact| fact.layer.word()), "score": score, "matches": hit.matches, "passages": passages,
            })
        }
    }
}

fn answer(found: &LawFound, library: &Library, query: &str, understood_as: &str) -> Value {
    let list = |hits: &[LawHit]| hits.iter().map(|hit| hit_json(hit, library)).collect::<Vec<_>>();
    json!({
        "schema": "rogatory.law_search/1", "query": query, "understood_as": understood_as,
        "articles_total": found.articles_total, "provisions_total": found.provisions_total,
        "articles": list(&found.articles), "provisions": list(&found.provisions), "acts": found.acts,
        "near_words": found.near_words.iter().map(|(word, near)| json!({"word": word, "near": near})).collect::<Vec<_>>(),
        "notes": found.notes,
    })
}

fn row(hit: &LawHit, library: &Library) -> Vec<String> {
    let (place, label, heading) = heading(hit, library);
    let kind = if matches!(hit.place, LawPlace::Article { .. }) { "article" } else { "provision" };
    let passage = hit.passages.iter().map(|passage| passage.text.as_str()).collect::<Vec<_>>().join(" … ");
    vec![kind.into(), place, label, heading.into(), hit.matches.to_string(), passage]
}

fn table(found: &LawFound, library: &Library, global: &Global) -> String {
    let color = global.color.stdout();
    let columns = usize::from(width()).saturating_sub(2).max(40);
    let mut out = String::new();
    let mut listed = |title: &str, hits: &[LawHit], total: usize| {
        if hits.is_empty() {
            return;
        }
        out.push_str(&format!("{title}\n"));
        for (number, hit) in hits.iter().enumerate() {
            let (place, label, heading) = heading(hit, library);
            let line = [place.as_str(), label.as_str(), heading].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
            out.push_str(&wrapped(&format!("{}. {}", number + 1, harmless(&line.join(" · "), false)), columns, ""));
            if let LawPlace::Provision(id) = &hit.place
                && let Some(fact) = library.provisions_named(id).into_iter().next()
                && !fact.confidence.counts_as_sourced()
            {
                out.push_str("   UNVERIFIED\n");
            }
            for passage in &hit.passages {
                out.push_str(&highlighted(passage, columns, "   ", color));
            }
        }
        if total > hits.len() {
            out.push_str(&format!("{} more: --limit {total} shows all.\n", total - hits.len()));
        }
        out.push('\n');
    };
    listed("In imported acts", &found.articles, found.articles_total);
    listed("In the facts", &found.provisions, found.provisions_total);
    out.push_str(&wrapped(
        &format!("{} articles, {} provisions of the facts.", found.articles_total, found.provisions_total),
        columns,
        "",
    ));
    for (word, near) in &found.near_words {
        out.push_str(&wrapped(
            &format!("Nothing has “{}”; near it: {}", harmless(word, false), harmless(&near.join(", "), false)),
            columns,
            "",
        ));
    }
    let acts = if found.acts.is_empty() {
        "No full text was searched: none has been imported for these States (`rogatory law import`).".to_owned()
    } else {
        format!("Full texts searched: {}. Other acts are not in the library.", found.acts.join(", "))
    };
    out.push_str(&wrapped(&acts, columns, ""));
    out
}
