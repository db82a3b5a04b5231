//! `rogatory mla cite`: evidence of the case into a request.

use std::path::PathBuf;

use serde_json::json;

use super::common;
use crate::case::{Document, Store, StoredUnit};
use crate::cli::output::{Format, harmless, print, print_json};
use crate::cli::search::{Conditions, open, refusal, understood};
use crate::cli::{CommandError, Exit, Global, Outcome, lookup};
use crate::extract::Locator;
use crate::mla::cite::{Evidence, take};
use crate::search::citation;

/// Take a page of the evidence, or what a search finds, into the request: a fact with its citation, and an annex.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  rogatory mla cite request.toml --document d79c9607d66d --page 3 --quote 'са рачуна у Немачкој'\n  \
    rogatory mla cite request.toml --query 'phone:\"+381 64 000 12 34\"' --hit 2\n  \
    rogatory mla cite request.toml --document uplate.xlsx --unit 1 --fact F2\n\nThe quotation must stand at that place: otherwise exit code 4 and nothing is written."
)]
pub struct Args {
    /// The request
    #[arg(value_name = "FILE.toml")]
    file: PathBuf,
    /// Search the case and take a hit
    #[arg(long, value_name = "QUERY", conflicts_with_all = ["document", "page", "unit"], required_unless_present = "document")]
    query: Option<String>,
    /// Which hit of the search
    #[arg(long, value_name = "N", default_value_t = 1)]
    hit: usize,
    /// The document: first digits of its SHA-256, or the end of its path
    #[arg(long, value_name = "DOC")]
    document: Option<String>,
    /// Its page
    #[arg(long, value_name = "N", conflicts_with = "unit")]
    page: Option<u32>,
    /// Its unit, where there are no pages
    #[arg(long, value_name = "N")]
    unit: Option<u32>,
    /// The words relied on, as they stand there
    #[arg(long, value_name = "TEXT")]
    quote: Option<String>,
    /// Add the citation to this fact instead of a new one
    #[arg(long, value_name = "ID")]
    fact: Option<String>,
    /// The statement of fact, in the language of the original
    #[arg(long, value_name = "TEXT", conflicts_with = "fact")]
    text: Option<String>,
    /// Show what would be added, and write nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    conditions: Conditions,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let (request, source) = common::request(&args.file)?;
    let (_case, store) = lookup::case(global)?;
    let evidence = match (&args.query, &args.document) {
        (Some(query), _) => match found(&args, query, global)? {
            Some(evidence) => evidence,
            None => {
                return Err(CommandError::new(Exit::Nothing, format!("the search gives no hit number {}", args.hit))
                    .hint("try the query with `rogatory search` first"));
            }
        },
        (None, Some(document)) => named(&args, document, &store)?,
        (None, None) => return Err(CommandError::bad_use("name --document or --query")),
    };
    let taken = take(source.text(), &request, &evidence, args.fact.as_deref(), args.text.as_deref())
        .map_err(|message| CommandError::bad_use(format!("{}: {message}", args.file.display())))?;
    // What was written must be read back, or the clerk's file is left as it was.
    crate::mla::request::Request::parse(&taken.toml).map_err(|mistake| {
        CommandError::internal(format!("the citation could not be added to {}: {mistake}", args.file.display()))
    })?;
    if !args.dry_run {
        common::write(&args.file, taken.toml.as_bytes())?;
    }
    if matches!(global.format(), Format::Json | Format::Ndjson) {
        print_json(&json!({
            "schema": "rogatory.mla_cite/1", "fact": taken.fact, "new_fact": taken.new_fact, "annex": taken.annex, "new_annex": taken.new_annex,
            "document": evidence.document, "path": evidence.path, "page": evidence.page, "unit": evidence.unit,
            "locator": evidence.locator, "quote": evidence.quote, "written": !args.dry_run,
        }));
        return Ok(Exit::Done);
    }
    let what = if taken.new_fact { "new fact" } else { "fact" };
    let annex = if taken.new_annex { "new annex" } else { "annex" };
    print(&harmless(
        &format!(
            "{what} {} cites {} ({}) · {annex} {}{}\n",
            taken.fact,
            evidence.path,
            evidence.locator,
            taken.annex,
            if args.dry_run { " · nothing written" } else { "" }
        ),
        true,
    ));
    if taken.new_fact && args.text.is_none() && !global.quiet {
        print("Write in `text` what it shows, and in `actors` who acted.\n");
    }
    Ok(Exit::Done)
}

/// The hit of a search, with the first passage as quotation.
fn found(args: &Args, query: &str, global: &Global) -> Result<Option<Evidence>, CommandError> {
    let parsed = understood(query)?;
    let mut request = args.conditions.request(parsed.query)?;
    request.limit = args.hit.max(1);
    let searcher = open(global)?;
    let answer = searcher.search(&request).map_err(|refused| refusal(refused, query))?;
    let Some(hit) = answer.hits.get(args.hit.saturating_sub(1)) else { return Ok(None) };
    let Some(unit) = hit.units.first() else { return Ok(None) };
    let store = searcher.store();
    let Some(stored) = store.unit(hit.document.id, unit.ordinal)? else { return Ok(None) };
    let quote = match &args.quote {
        Some(quote) => {
            stands(&stored, quote)?;
            quote.clone()
        }
        // A passage has dots where it was cut; only words that stand there are quoted.
        None => {
            let passage = unit.passages.first().map(|passage| passage.text.trim_matches(['…', ' ', '.']).to_string());
            passage.filter(|passage| squeezed(&stored.unit.text).contains(&squeezed(passage))).unwrap_or_default()
        }
    };
    Ok(Some(evidence(store, &hit.document, Some(&stored), quote)?))
}

/// A document and place named on the command line.
fn named(args: &Args, document: &str, store: &Store) -> Result<Evidence, CommandError> {
    let document = lookup::document(store, document)?;
    let units = lookup::units(store, &document, args.unit, args.page)?;
    let unit = match (&args.quote, units.is_empty()) {
        (None, true) => None,
        (None, false) => units.into_iter().next(),
        (Some(quote), false) => {
            let wanted = squeezed(quote);
            match units.iter().find(|unit| squeezed(&unit.unit.text).contains(&wanted)) {
                Some(unit) => Some(unit.clone()),
                None => return Err(absent(quote, &store.units(document.id)?)),
            }
        }
        (Some(quote), true) => {
            let all = store.units(document.id)?;
            let wanted = squeezed(quote);
            match all.iter().find(|unit| squeezed(&unit.unit.text).contains(&wanted)) {
                Some(unit) => Some(unit.clone()),
                None => return Err(absent(quote, &all)),
            }
        }
    };
    evidence(store, &document, unit.as_ref(), args.quote.clone().unwrap_or_default())
}

/// A page of a document.
pub fn at_page(store: &Store, document: &str, page: u32) -> Result<Evidence, CommandError> {
    let document = lookup::document(store, document)?;
    let units = lookup::units(store, &document, None, Some(page))?;
    evidence(store, &document, units.first(), String::new())
}

fn evidence(store: &Store, document: &Document, unit: Option<&StoredUnit>, quote: String) -> Result<Evidence, CommandError> {
    let places = store.paths(document.id)?;
    let locator = unit.map(|unit| &unit.unit.locator);
    let page = locator.and_then(Locator::page);
    let units = store.units(document.id)?;
    let pages = units.iter().filter_map(|unit| unit.unit.locator.page()).max();
    Ok(Evidence {
        document: document.sha256.clone(),
        path: places.first().map(citation::chain).unwrap_or_default(),
        page,
        unit: unit.map(|unit| unit.ordinal).filter(|_| page.is_none()),
        locator: locator.map(Locator::label).unwrap_or_default(),
        quote,
        title: citation::title(document).unwrap_or_default(),
        pages,
        language: document.languages.first().cloned(),
        date: document.meta.date.as_deref().and_then(|date| date.get(..10)).map(str::to_string),
    })
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn stands(unit: &StoredUnit, quote: &str) -> Result<(), CommandError> {
    if squeezed(&unit.unit.text).contains(&squeezed(quote)) { Ok(()) } else { Err(absent(quote, std::slice::from_ref(unit))) }
}

fn absent(quote: &str, all: &[StoredUnit]) -> CommandError {
    let error = CommandError::new(
        Exit::Integrity,
        format!("the words “{}” do not stand at that place; nothing was written", harmless(quote, false)),
    );
    let wanted = squeezed(quote);
    match all.iter().find(|unit| squeezed(&unit.unit.text).contains(&wanted)) {
        Some(unit) => {
            error.hint(format!("they stand at {} (unit {})", harmless(&unit.unit.locator.label(), false), unit.ordinal))
        }
        None => error.hint("copy them from `rogatory show DOC --page N`"),
    }
}
