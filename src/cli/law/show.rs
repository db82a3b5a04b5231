//! `rogatory law show`: a provision, or all provisions of an article.

use serde_json::{Value, json};

use super::super::output::{self, Format, harmless, width};
use super::super::passage_view::wrapped;
use super::super::{CommandError, Exit, Global, Outcome};
use super::texts::texts;
use super::{read, view};
use crate::law::library::Library;
use crate::law::months;
use crate::law::provision::{Aggravation, Provision, article_key, names_an_article};
use crate::law::reading::{Comparison, ElementRow};
use crate::law::terms::Fact;
use crate::law::texts::{Act, Article, TextError};
use crate::law::vocabulary::Vocabulary;

/// A provision, or all of an article, with its text where the act has been imported
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory law show RS-CC-388-1
  rogatory law show RS-CC-388            all provisions of the article
  rogatory law show AL-CC-110/a --json")]
pub struct Args {
    /// JURISDICTION-CODE-ARTICLE[-PARAGRAPH], as `rogatory law list` shows it
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let library = view::library(global)?;
    let mut found: Vec<&Fact<Provision>> = Vec::new();
    let mut only_text: Vec<Beside> = Vec::new();
    let mut without_facts: Vec<&str> = Vec::new();
    for id in &args.ids {
        let named = match provisions(&library, id) {
            Ok(named) => named,
            Err(error) => {
                // An article no fact speaks of may have been imported: its text is shown alone.
                let Some(text) = text_of(&library, id, global)? else { return Err(error) };
                without_facts.push(id);
                only_text.push(text);
                continue;
            }
        };
        found.extend(named.into_iter().filter(|fact| !found.iter().any(|known| known.id == fact.id)).collect::<Vec<_>>());
    }
    let items = found.iter().map(|fact| view::provision_json(fact)).collect();
    let header =
        ["id", "concept", "heading", "acts", "means", "purposes", "gain", "penalty", "confidence", "as_of", "layer", "source"];
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|fact| {
            vec![
                fact.id.clone(),
                fact.concept.clone(),
                fact.heading_own_words.clone(),
                fact.acts.join("; "),
                fact.means.join("; "),
                fact.purposes.join("; "),
                fact.gain.map(|gain| gain.word().to_owned()).unwrap_or_default(),
                months::penalty(&fact.penalty),
                fact.confidence.to_string(),
                fact.as_of.clone(),
                fact.layer.word().to_owned(),
                fact.source.clone().unwrap_or_default(),
            ]
        })
        .collect();
    let (mut beside, lacking) = beside(&library, &found, global)?;
    beside.extend(only_text);
    if global.format() == Format::Json {
        let texts: Vec<_> = beside.iter().map(Beside::to_json).collect();
        output::print_json(
            &json!({"schema": "rogatory.provisions/1", "provisions": items, "texts": texts, "without_facts": without_facts,
                "not_in_text": lacking.iter().map(|(act, article)| json!({"act": act, "article": article})).collect::<Vec<_>>()}),
        );
        return Ok(Exit::Done);
    }
    let exit = view::listing(global, "rogatory.provisions/1", "provisions", items, &header, &rows, || {
        let facts = found.iter().map(|fact| described(&library, fact));
        let none = without_facts
            .iter()
            .map(|id| harmless(&format!("{id}: no facts about this article; what follows is its imported text alone.\n"), true));
        let lacks = lacking.iter().map(|(act, article)| {
            let text = format!("{act} holds no article {article}: repealed, renumbered, or lost in the copy; the facts above are not those of that text.");
            harmless(&view::wrapped(&text, ""), true)
        });
        facts.chain(none).chain(lacks).chain(beside.iter().map(Beside::shown)).collect::<Vec<_>>().join("\n")
    })?;
    // Rows are facts; in the table a text alone is an answer as well.
    Ok(if global.format() == Format::Table && !beside.is_empty() { Exit::Done } else { exit })
}

/// The imported text of an article, and how it agrees with the facts about it.
struct Beside {
    act: Act,
    article: Article,
    comparison: Option<Comparison>,
    /// The latest version, where only this earlier one holds the article.
    latest: Option<String>,
}

/// An act's version, and an article of the facts that its text does not hold.
type Lacking = (String, String);

/// The texts of the articles these provisions stand in, where their acts have been imported; and acts whose text lacks one.
fn beside(library: &Library, found: &[&Fact<Provision>], global: &Global) -> Result<(Vec<Beside>, Vec<Lacking>), CommandError> {
    let Ok(texts) = texts(global) else { return Ok((Vec::new(), Vec::new())) };
    let mut lacking: Vec<Lacking> = Vec::new();
    let mut out: Vec<Beside> = Vec::new();
    for fact in found {
        let act = fact.id.split('-').take(2).collect::<Vec<_>>().join("-");
        let act = match texts.load(&act, None) {
            Ok(stored) => stored.act,
            Err(TextError::Unknown { .. }) => continue,
            Err(error) => return Err(CommandError::from(error)),
        };
        let key = article_key(&fact.article);
        let Some(article) = act.articles.iter().find(|article| !article.appendix && article_key(&article.number) == key) else {
            let (missing, _) = read::not_held(library, &act);
            if missing.iter().flat_map(|gone| &gone.rows).any(|row| row.fact.as_ref() == Some(&fact.id)) {
                let name = (act.version(), fact.article.clone());
                if !lacking.contains(&name) {
                    lacking.push(name);
                }
            }
            continue;
        };
        if out.iter().any(|known| known.act.id == act.id && known.article.number == article.number) {
            continue;
        }
        let comparison = read::comparisons(library, &act, Some(&article.number), true).into_iter().next();
        out.push(Beside { article: article.clone(), comparison, act, latest: None });
    }
    Ok((out, lacking))
}

/// The imported article an id names (`RS-CC-113`, `AL-CC-110/a`), where its act has been imported.
fn text_of(library: &Library, id: &str, global: &Global) -> Result<Option<Beside>, CommandError> {
    let Ok(texts) = texts(global) else { return Ok(None) };
    let id = library.own_id(id);
    let Some((at, _)) = id.match_indices('-').nth(1) else { return Ok(None) };
    let (name, number) = (&id[..at], &id[at + 1..]);
    // The latest version first, then the earlier ones: an article may have been repealed.
    let mut versions = vec![name.to_owned()];
    let all = texts.versions().map_err(CommandError::from)?;
    let mut earlier: Vec<String> =
        all.into_iter().filter(|version| version.split('@').next().is_some_and(|own| own.eq_ignore_ascii_case(name))).collect();
    earlier.sort();
    versions.extend(earlier.into_iter().rev());
    let mut latest: Option<String> = None;
    for version in &versions {
        let act = match texts.load(version, None) {
            Ok(stored) => stored.act,
            Err(TextError::Unknown { .. }) => return Ok(None),
            Err(error) => return Err(CommandError::from(error)),
        };
        let find = |number: &str| {
            let key = article_key(number);
            act.articles.iter().find(|article| !article.appendix && article_key(&article.number) == key)
        };
        // `RS-CC-113-2` asks for a paragraph: the article is shown whole.
        let found = find(number).or_else(|| number.rsplit_once('-').and_then(|(article, _)| find(article))).cloned();
        if let Some(article) = found {
            let comparison = read::comparisons(library, &act, Some(&article.number), true).into_iter().next();
            return Ok(Some(Beside { act, article, comparison, latest }));
        }
        latest.get_or_insert(act.version());
    }
    Ok(None)
}

impl Beside {
    fn to_json(&self) -> Value {
        json!({
            "act": self.act.version(), "as_of": self.act.as_of, "official": self.act.official, "language": self.act.language,
            "article": self.article.number, "label": self.article.label, "heading": self.article.heading,
            "notes": self.article.notes, "text": self.article.text(), "penalties": self.comparison.as_ref().map(|c| &c.rows),
            "elements": self.comparison.as_ref().map(|c| &c.elements),
            "sha256": self.act.source.sha256, "not_in_latest": self.latest,
        })
    }

    fn shown(&self) -> String {
        let columns = usize::from(width()).saturating_sub(2).max(40);
        let official = if self.act.official { "official text" } else { "unofficial text" };
        let mut out = wrapped(
            &format!("Text of {}, {}, {official}, from {}:", self.article.label, self.act.version(), self.act.source.name),
            columns,
            "",
        );
        if let Some(latest) = &self.latest {
            out = wrapped(&format!("{latest}, the latest version, holds no such article; an earlier one does."), columns, "")
                + &out;
        }
        out.extend(self.article.heading.iter().map(|heading| wrapped(heading, columns, "  ")));
        out.extend(self.article.notes.iter().map(|note| wrapped(note, columns, "  ")));
        for line in self.article.text().lines() {
            let indent = if line.starts_with(' ') { "    " } else { "  " };
            out.push_str(&wrapped(line, columns, indent));
        }
        let rows: Vec<Vec<String>> = self
            .comparison
            .iter()
            .flat_map(|comparison| comparison.rows.iter().map(|row| read::cells(comparison, row)))
            .collect();
        if rows.is_empty() {
            out.push_str("No penalty was read in it.\n");
        } else {
            out.push_str("Penalties of the facts and of the text:\n");
            out.push_str(&format!("{}\n", view::grid(&["article", "fact", "curated", "text", "verdict"], &rows)));
        }
        let elements: Vec<&ElementRow> = self.comparison.iter().flat_map(|comparison| &comparison.elements).collect();
        if !elements.is_empty() {
            out.push_str("Acts, means and purposes, recognised by their words:\n");
            out.extend(elements.into_iter().map(read::element_line));
        }
        harmless(&out, true)
    }
}

/// The provisions an id names; the nearest known ids where it names none.
pub fn provisions<'l>(library: &'l Library, id: &str) -> Result<Vec<&'l Fact<Provision>>, CommandError> {
    let found = library.provisions_named(id);
    if found.is_empty() {
        let error = view::unknown("provision", id, library.provisions().map(|fact| fact.id.as_str()), "rogatory law list");
        return Err(match view::other_acts(library, id) {
            Some(acts) => error.hint(acts),
            None => error,
        });
    }
    Ok(found)
}

fn yes_no(value: Option<bool>, yes: &str, no: &str) -> String {
    match value {
        Some(true) => yes.into(),
        Some(false) => no.into(),
        None => String::new(),
    }
}

fn described(library: &Library, fact: &Fact<Provision>) -> String {
    let plain = |list: &[String]| list.iter().map(|word| Vocabulary::plain(word)).collect::<Vec<_>>().join(", ");
    let general = library.code(&fact.jurisdiction).and_then(|code| code.general_part.as_ref());
    let mut penalty = months::penalty(&fact.penalty);
    if let (Some(_), None, Some(top)) =
        (fact.penalty.min_months, fact.penalty.max_months, general.and_then(|general| general.imprisonment.max_months))
    {
        penalty.push_str(&format!(" (general maximum {})", months::written(top)));
    }
    if let Some(note) = &fact.penalty.note {
        penalty.push_str(&format!("; {note}"));
    }
    let age = fact.age_threshold_without_means.map(|age| format!(" under {age}")).unwrap_or_default();
    let mut aggravations: Vec<String> = fact.aggravations.iter().map(step).collect();
    if !fact.aggravations_complete {
        aggravations.push("the list is not complete: what is not in it is unknown, not absent".into());
    } else if aggravations.is_empty() && fact.penalty.min_months.or(fact.penalty.max_months).is_some() {
        aggravations.push("none in the article".into());
    }
    let mut rows = vec![
        ("code", fact.code.clone()),
        (
            "article",
            format!("{}{}", fact.article, fact.paragraph.as_deref().map(|p| format!(", paragraph {p}")).unwrap_or_default()),
        ),
        ("heading", fact.heading_local.clone()),
        ("concept", Vocabulary::plain(&fact.concept)),
        ("nature", fact.nature.as_ref().map(|nature| nature.kind.says().to_owned()).unwrap_or_default()),
        ("acts", plain(&fact.acts)),
        ("means", plain(&fact.means)),
        ("purposes", plain(&fact.purposes)),
        (
            "child rule",
            yes_no(
                fact.means_required_for_child,
                "means needed for a child as well",
                &format!("no means needed for a child{age}"),
            ),
        ),
        ("consent", yes_no(fact.consent_irrelevant, "has no weight, the text says so", "has weight")),
        ("gain", fact.gain.map(|gain| Vocabulary::plain(gain.word())).unwrap_or_default()),
        ("", fact.gain_note.clone().unwrap_or_default()),
        ("humanitarian help", yes_no(fact.humanitarian_exemption, "spared", "not spared")),
        ("territory", fact.territorial_scope.clone().unwrap_or_default()),
        ("mental element", Vocabulary::plain(&fact.mental_element)),
        (
            "attempt",
            fact.attempt_stated
                .as_ref()
                .map(|a| {
                    format!("{} ({})", if a.stated { "stated as punishable" } else { "stated as not punishable" }, a.provision)
                })
                .unwrap_or_default(),
        ),
        ("penalty", penalty),
        ("aggravations and variants", aggravations.join("\n")),
        ("summary", fact.summary.clone()),
        ("wording", fact.in_force_note.clone().unwrap_or_default()),
        ("corroboration", fact.corroboration.clone().filter(|text| !text.starts_with("http")).unwrap_or_default()),
        ("facts", view::provenance(fact, fact.confidence.word())),
    ];
    rows.retain(|(_, text)| !text.is_empty());
    let mut out = format!("{}  {}\n", fact.id, fact.heading_own_words);
    if !fact.confidence.counts_as_sourced() {
        out.push_str("UNVERIFIED: from general knowledge; read the text before relying on it.\n");
    }
    out.push_str(&view::facts(&rows));
    let read = if fact.source_read { "read" } else { "to be read" };
    out.push_str(&view::address(&format!("source ({read}):"), fact.source.as_deref().unwrap_or("none")));
    if let Some(address) = fact.corroboration.as_deref().filter(|text| text.starts_with("http")) {
        out.push_str(&format!("corroborated by: {address}\n"));
    }
    output::harmless(&out, true)
}

fn step(step: &Aggravation) -> String {
    let place = match step.paragraph.as_deref() {
        Some(place) if names_an_article(place) => format!("art. {place} "),
        Some(paragraph) => format!("({paragraph}) "),
        None => String::new(),
    };
    let also = if step.also.is_empty() {
        String::new()
    } else {
        format!(" with {}", step.also.iter().map(|word| Vocabulary::plain(word)).collect::<Vec<_>>().join(" and "))
    };
    let threshold = step.threshold.as_ref().map(|t| format!(" from {} {}", t.value, t.unit)).unwrap_or_default();
    let note = step.note.as_deref().map(|note| format!(" [{note}]")).unwrap_or_default();
    format!("{place}{}{also}{threshold}: {}{note}", Vocabulary::plain(&step.trigger), months::aggravation(step))
}
