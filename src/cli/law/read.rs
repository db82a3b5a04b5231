//! `rogatory law read`: what imported articles say about penalties, beside the curated facts.

use std::collections::HashSet;

use serde_json::json;

use super::super::output::{self, Format, harmless};
use super::super::passage_view::wrapped;
use super::super::{CommandError, Exit, Global, Outcome};
use super::texts::{load_known, texts};
use super::view;
use crate::law::import::normal_number;
use crate::law::library::Library;
use crate::law::provision::{Provision, article_key};
use crate::law::reading::{Comparison, ElementRow, Row, Verdict, compare, gone};
use crate::law::texts::Act;
use crate::law::vocabulary::Vocabulary;

/// What imported articles say beside the curated facts
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory law read RS-CC                  every article the facts know
  rogatory law read RS-CC --article 388
  rogatory law read RS-CC --all --json     every article with a penalty

agree    text and fact say the same
differ   they do not: an amendment, another version, or a mistake in one of them
new      the text states a penalty no fact covers
not_read the fact names a paragraph in which no penalty could be read
missing  the text does not hold the article, or holds it without its words

Acts, means and purposes are recognised by their words alone: what differs
is a place to look at.")]
pub struct Args {
    /// The act, or one of its versions (RS-CC@2024-12-01)
    act: String,
    /// Only this article
    #[arg(long, value_name = "N")]
    article: Option<String>,
    /// Articles no fact knows as well
    #[arg(long)]
    all: bool,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let library = view::library(global)?;
    let act = load_known(&texts(global)?, &args.act, &library)?.act;
    let wanted = args.article.as_deref().map(normal_number);
    if let Some(number) = &wanted
        && act.article(number).is_none()
    {
        return Err(CommandError::bad_use(format!(
            "{} has no article {}",
            act.version(),
            args.article.as_deref().unwrap_or(number)
        )));
    }
    let mut comparisons = comparisons(&library, &act, wanted.as_deref(), args.all || wanted.is_some());
    let (missing, elsewhere) = not_held(&library, &act);
    if wanted.is_none() {
        comparisons.extend(missing);
    }
    let count = |verdict: Verdict| {
        comparisons.iter().flat_map(|comparison| &comparison.rows).filter(|row| row.verdict == verdict).count()
    };
    let (agree, differ, new, not_read) =
        (count(Verdict::Agree), count(Verdict::Differ), count(Verdict::New), count(Verdict::NotRead));
    let missing = count(Verdict::Missing);
    match global.format() {
        Format::Table => {
            let header = ["article", "fact", "curated", "text", "verdict"];
            let rows: Vec<Vec<String>> =
                comparisons.iter().flat_map(|comparison| comparison.rows.iter().map(|row| cells(comparison, row))).collect();
            let mut out = format!("{}\n", act.version());
            if !rows.is_empty() {
                out.push_str(&format!("{}\n", view::grid(&header, &rows)));
            }
            out.push_str(&format!(
                "{agree} agree, {differ} differ, {new} new, {not_read} could not be read, {missing} missing\n"
            ));
            for comparison in &comparisons {
                let facts: Vec<&str> = comparison
                    .rows
                    .iter()
                    .filter(|row| row.verdict == Verdict::Missing)
                    .filter_map(|row| row.fact.as_deref().filter(|fact| !fact.contains(' ')))
                    .collect();
                if !facts.is_empty() {
                    let text = format!(
                        "missing: article {}: the text does not state what {} {} about: repealed, renumbered, or lost in the copy",
                        comparison.article,
                        facts.join(", "),
                        if facts.len() == 1 { "is" } else { "are" }
                    );
                    out.push_str(&wrapped(&harmless(&text, false), usize::from(output::width()).saturating_sub(2).max(40), "  "));
                }
            }
            if elsewhere > 0 && wanted.is_none() {
                let text = format!("{elsewhere} facts are about articles outside what this text holds: not compared");
                out.push_str(&wrapped(&text, usize::from(output::width()).saturating_sub(2).max(40), ""));
            }
            for (comparison, row) in comparisons
                .iter()
                .flat_map(|comparison| comparison.rows.iter().map(move |row| (comparison, row)))
                .filter(|(_, row)| row.verdict == Verdict::Differ)
            {
                if let (Some(fact), Some(text)) = (&row.fact, &row.text) {
                    out.push_str(&format!(
                        "  differs: {fact}, article {}: “{}”\n",
                        comparison.article,
                        harmless(&text.quote, false)
                    ));
                }
            }
            for row in comparisons.iter().flat_map(|comparison| &comparison.elements).filter(|row| !row.agrees()) {
                out.push_str(&element_line(row));
            }
            let rows = || comparisons.iter().flat_map(|comparison| &comparison.elements);
            out.push_str(&format!(
                "acts, means and purposes by their words: {} agree, {} to look at\n",
                rows().filter(|row| row.agrees()).count(),
                rows().filter(|row| !row.agrees()).count()
            ));
            output::print(&out);
        }
        _ => output::print_json(
            &json!({"schema": "rogatory.law_read/1", "act": act.version(), "agree": agree, "differ": differ, "new": new, "not_read": not_read, "missing": missing, "facts_outside_the_text": elsewhere, "comparisons": comparisons}),
        ),
    }
    Ok(Exit::Done)
}

/// The facts about an act's articles held against its text.
pub fn comparisons(library: &Library, act: &Act, article: Option<&str>, all: bool) -> Vec<Comparison> {
    let prefix = format!("{}-", act.id);
    let facts: Vec<&Provision> = library.provisions().filter(|fact| fact.id.starts_with(&prefix)).map(|fact| &**fact).collect();
    let general = library.code(&act.jurisdiction).and_then(|code| code.general_part.as_ref()).map(|fact| &**fact);
    let mut out = Vec::new();
    for text in &act.articles {
        if text.appendix || article.is_some_and(|number| !text.number.eq_ignore_ascii_case(number)) {
            continue;
        }
        let key = article_key(&text.number);
        let about: Vec<&Provision> = facts.iter().copied().filter(|fact| article_key(&fact.article) == key).collect();
        if about.is_empty() && !all {
            continue;
        }
        let comparison = compare(act, text, &about, general);
        if !comparison.rows.is_empty() || !comparison.elements.is_empty() {
            out.push(comparison);
        }
    }
    out
}

/// Facts about articles the text does not hold: those in whose neighbourhood it holds nearly every number, article by article, and
/// how many facts lie outside of what the text is about (an excerpt, a part of an act).
pub fn not_held(library: &Library, act: &Act) -> (Vec<Comparison>, usize) {
    let prefix = format!("{}-", act.id);
    // "224-1 A" is "224.1a" in the text: nothing is called missing for the way its number is written.
    let bare = |number: &str| article_key(number).replace('.', "");
    let held: HashSet<String> = act.articles.iter().filter(|a| !a.appendix).map(|a| bare(&a.number)).collect();
    let leading = |number: &str| number.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u32>().ok();
    let numbers: HashSet<u32> = act.articles.iter().filter(|a| !a.appendix).filter_map(|a| leading(&a.number)).collect();
    let mut gone_articles: Vec<(String, Vec<&Provision>)> = Vec::new();
    let mut outside = 0;
    for fact in library.provisions().filter(|fact| fact.id.starts_with(&prefix)) {
        if fact.article.split(',').any(|article| held.contains(&bare(article))) {
            continue;
        }
        let number = fact.article.split(',').next().unwrap_or_default().trim().to_owned();
        let around = leading(&number).map(|at| {
            let near: Vec<u32> = (at.saturating_sub(NEIGHBOURS).max(1)..=at + NEIGHBOURS).filter(|n| *n != at).collect();
            (near.iter().filter(|n| numbers.contains(n)).count(), near.len())
        });
        match around {
            Some((there, of)) if there * 3 >= of * 2 => match gone_articles.iter_mut().find(|(known, _)| *known == number) {
                Some((_, facts)) => facts.push(fact),
                None => gone_articles.push((number, vec![fact])),
            },
            _ => outside += 1,
        }
    }
    (gone_articles.iter().map(|(number, facts)| gone(act, number, facts)).collect(), outside)
}

/// How far around a missing article its neighbours are looked for.
const NEIGHBOURS: u32 = 3;

/// What to look at: "RS-CC-388-1 purposes: in the text only: …".
pub fn element_line(row: &ElementRow) -> String {
    let plain = |ids: &[String]| ids.iter().map(|id| Vocabulary::plain(id)).collect::<Vec<_>>().join(", ");
    let mut parts = Vec::new();
    for (says, ids) in [("in the text only", &row.only_text), ("in the facts only", &row.only_facts)] {
        if !ids.is_empty() {
            parts.push(format!("{says}: {}", plain(ids)));
        }
    }
    if parts.is_empty() {
        parts.push(format!("agree: {}", plain(&row.agree)));
    }
    let text = format!("{} {}: {}", row.fact, row.kind, parts.join("; "));
    wrapped(&text, usize::from(output::width()).saturating_sub(2).max(40), "  ")
}

/// One row of the comparison, as tables show it.
pub fn cells(comparison: &Comparison, row: &Row) -> Vec<String> {
    vec![
        comparison.article.clone(),
        row.fact
            .clone()
            .unwrap_or_else(|| row.paragraph.as_ref().map(|paragraph| format!("(paragraph {paragraph})")).unwrap_or_default()),
        row.curated.map(|[min, max]| range(min, max, false, false)).unwrap_or_default(),
        row.text
            .as_ref()
            .map(|text| range(text.min_months, text.max_months, text.life, text.long_term_imprisonment))
            .unwrap_or_default(),
        match row.verdict {
            Verdict::Agree => "agree",
            Verdict::Differ => "differ",
            Verdict::New => "new",
            Verdict::NotRead => "not_read",
            Verdict::Missing => "missing",
        }
        .to_string(),
    ]
}

/// "1y–8y", "≥3y", "≤6m": years and months, never broken over two lines.
fn range(min: Option<u32>, max: Option<u32>, life: bool, long_term: bool) -> String {
    let months = |value: u32| if value.is_multiple_of(12) { format!("{}y", value / 12) } else { format!("{value}m") };
    let mut text = match (min, max) {
        (Some(min), Some(max)) => format!("{}–{}", months(min), months(max)),
        (Some(min), None) => format!("≥{}", months(min)),
        (None, Some(max)) => format!("≤{}", months(max)),
        (None, None) => String::new(),
    };
    if long_term {
        text = if text.is_empty() { "long-term".into() } else { format!("{text}/long-term") };
    }
    if life {
        text = if text.is_empty() { "life".into() } else { format!("{text}/life") };
    }
    text
}
