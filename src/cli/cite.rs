//! `rogatory cite`: a pinpoint citation, its quotation checked to stand at that place.

use clap::ValueEnum;
use serde_json::json;

use super::output::{Format, harmless, print, print_json};
use super::{CommandError, Exit, Global, Outcome, lookup};
use crate::case::StoredUnit;
use crate::search::citation;

/// How the citation is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Style {
    /// With title, date and quotation, ending with a full stop
    Footnote,
    /// Path, place and digest, for running text
    Inline,
    Json,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory cite d79c9607d66d --page 3
  rogatory cite d79c9607d66d --page 3 --quote 'са рачуна у Немачкој' --style inline
  rogatory cite zapisnik-svedok-A.docx --unit 2 --style json

Exit code 2 if the place does not exist; 4 if the quotation does not stand
there.")]
pub struct Args {
    /// First digits of its SHA-256, or the end of its path
    #[arg(value_name = "DOC")]
    pub document: String,
    /// The page that is cited
    #[arg(long, value_name = "N", conflicts_with = "unit")]
    pub page: Option<u32>,
    /// The unit that is cited, where there are no pages
    #[arg(long, value_name = "N")]
    pub unit: Option<u32>,
    /// The words quoted; they must stand there (spaces and line breaks aside)
    #[arg(long, value_name = "TEXT")]
    pub quote: Option<String>,
    #[arg(long, value_enum, default_value_t = Style::Footnote)]
    pub style: Style,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let (_case, store) = lookup::case(global)?;
    let document = lookup::document(&store, &args.document)?;
    let units = lookup::units(&store, &document, args.unit, args.page)?;
    let quoted = match &args.quote {
        Some(quote) if units.is_empty() => {
            let all = store.units(document.id)?;
            Some(find(&all, quote).ok_or_else(|| absent(quote, "in this document"))?)
        }
        Some(quote) => {
            let found = find(&units, quote);
            Some(match found {
                Some(found) => found,
                None => return Err(elsewhere(&store.units(document.id)?, quote)),
            })
        }
        None => None,
    };
    let unit = quoted.as_ref().map(|(unit, _)| unit).or(units.first());
    // The words of a quotation stand in one paragraph of a unit that has several.
    let narrowed = quoted.as_ref().map(|(unit, text)| {
        let at = unit.unit.text.find(text.as_str()).unwrap_or(0);
        citation::narrowed(&unit.unit.locator, &unit.unit.text, at)
    });
    let locator = narrowed.as_ref().or(unit.map(|unit| &unit.unit.locator));
    let places = store.paths(document.id)?;
    let path = places.first().map(citation::chain).unwrap_or_default();
    let quote = quoted.as_ref().map(|(_, text)| text.as_str());
    let cited = places.first().map(citation::standing).unwrap_or_default();
    let inline = citation::inline(&document, &cited, locator);
    let footnote = citation::footnote(&document, &cited, locator, quote);
    if args.style == Style::Json || matches!(global.format(), Format::Json | Format::Ndjson) {
        print_json(&json!({
            "schema": "rogatory.citation/1",
            "document": document.sha256,
            "path": path,
            "status": places.first().map(|place| place.status),
            "title": citation::title(&document),
            "date": document.meta.date,
            "type": document.media_type,
            "unit": unit.map(|unit| unit.ordinal),
            "locator": locator.map(crate::extract::Locator::to_json),
            "part": unit.map(|unit| unit.unit.part),
            "quote": quote,
            "inline": inline,
            "footnote": footnote,
            "places": places.iter().map(citation::chain).collect::<Vec<_>>(),
        }));
        return Ok(Exit::Done);
    }
    let text = if args.style == Style::Inline { inline } else { footnote };
    print(&format!("{}\n", harmless(&text, false)));
    Ok(Exit::Done)
}

/// The first unit in which the words stand, and the words as they stand there.
fn find(units: &[StoredUnit], quote: &str) -> Option<(StoredUnit, String)> {
    units.iter().find_map(|unit| stands(&unit.unit.text, quote).map(|found| (unit.clone(), found)))
}

/// The quotation as it stands in a text: spaces and line breaks may differ, nothing else.
fn stands(text: &str, quote: &str) -> Option<String> {
    let wanted: Vec<&str> = quote.split_whitespace().collect();
    let first = wanted.first()?;
    for (start, _) in text.match_indices(first) {
        let mut at = start;
        let fits = wanted.iter().enumerate().all(|(number, word)| {
            let rest = text.get(at..).unwrap_or_default();
            let trimmed = rest.trim_start();
            let spaced = rest.len() != trimmed.len();
            if (number == 0 || spaced) && trimmed.starts_with(word) {
                at += rest.len() - trimmed.len() + word.len();
                true
            } else {
                false
            }
        });
        if fits {
            return text.get(start..at).map(str::to_owned);
        }
    }
    None
}

fn absent(quote: &str, place: &str) -> CommandError {
    CommandError::new(Exit::Integrity, format!("the words “{}” do not stand {place}", harmless(quote, false)))
        .hint("copy them from `rogatory show DOC --page N`")
}

/// Not at that place: say where, if anywhere in the document.
fn elsewhere(all: &[StoredUnit], quote: &str) -> CommandError {
    let error = absent(quote, "at that place");
    match find(all, quote) {
        Some((unit, _)) => {
            error.hint(format!("they stand at {} (unit {})", harmless(&unit.unit.locator.label(), false), unit.ordinal))
        }
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::stands;

    #[test]
    fn a_quotation_may_be_broken_into_lines_and_nothing_else() {
        let text = "Возач је рекао:\nпет  делова, не више.";
        assert_eq!(stands(text, "рекао: пет делова,").as_deref(), Some("рекао:\nпет  делова,"));
        assert_eq!(stands(text, "пет делова").as_deref(), Some("пет  делова"));
        assert_eq!(stands(text, "Пет делова"), None);
        assert_eq!(stands(text, "петделова"), None);
        assert_eq!(stands(text, "  "), None);
    }
}
