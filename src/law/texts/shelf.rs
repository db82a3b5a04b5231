//! Imported acts and built-in provisions, made searchable.
//!
//! The index of the acts lies beside them (`statutes/index-…`); its name is made of the acts it was built from, so a changed
//! folder is noticed and the index built anew. Where the folder cannot be written, the index lives in memory for one question.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::store::TextError;
use super::{Act, Article, Stored, Texts};
use crate::language::analyzer::CHAIN_VERSION;
use crate::law::library::Library;
use crate::law::provision::Provision;
use crate::search::query::Expr;
use crate::search::{Error, Layers, Passage, Refused, Shelf, ShelfText};

/// Why a search in the law did not go.
#[derive(Debug)]
pub enum LawSearchError {
    Text(TextError),
    Refused(Refused),
}

impl From<TextError> for LawSearchError {
    fn from(error: TextError) -> LawSearchError {
        LawSearchError::Text(error)
    }
}

impl From<Refused> for LawSearchError {
    fn from(error: Refused) -> LawSearchError {
        LawSearchError::Refused(error)
    }
}

impl From<Error> for LawSearchError {
    fn from(error: Error) -> LawSearchError {
        LawSearchError::Refused(Refused::Index(error))
    }
}

/// Where words were found.
#[derive(Debug, Clone)]
pub enum LawPlace {
    /// An article of an imported act.
    Article { act: String, title: String, language: String, number: String, label: String, heading: Option<String> },
    /// A built-in (or an office's own) provision: its id.
    Provision(String),
}

/// One hit, with the passages that hold the words.
#[derive(Debug, Clone)]
pub struct LawHit {
    pub place: LawPlace,
    pub score: f32,
    pub matches: usize,
    pub passages: Vec<Passage>,
}

/// What was found in the law.
#[derive(Debug, Clone, Default)]
pub struct LawFound {
    /// Articles of imported acts, best first.
    pub articles: Vec<LawHit>,
    pub articles_total: usize,
    /// Provisions of the facts, best first.
    pub provisions: Vec<LawHit>,
    pub provisions_total: usize,
    /// Versions that were searched.
    pub acts: Vec<String>,
    pub near_words: Vec<(String, Vec<String>)>,
    pub notes: Vec<String>,
}

/// Search articles and provisions. `within` names jurisdictions; empty means all.
pub fn search(
    library: &Library,
    texts: &Texts,
    query: &Expr,
    layers: Layers,
    context: usize,
    limit: usize,
    within: &[String],
) -> Result<LawFound, LawSearchError> {
    let wanted = |jurisdiction: &str| within.is_empty() || within.iter().any(|name| name == jurisdiction);
    let mut found = LawFound::default();
    let acts = load_all(texts)?;
    if !acts.is_empty() {
        let shelf = shelf_of(texts, &acts)?;
        let act = |document: i64| usize::try_from(document - 1).ok().and_then(|at| acts.get(at));
        let answer = shelf.search(
            query,
            layers,
            context,
            limit,
            |document| act(document).is_some_and(|stored| wanted(&stored.act.jurisdiction)),
            |document, ordinal| act(document)?.act.articles.get(ordinal as usize - 1).map(unit),
        )?;
        found.acts = acts.iter().filter(|stored| wanted(&stored.act.jurisdiction)).map(|stored| stored.act.version()).collect();
        found.articles_total = answer.total;
        found.near_words = answer.near_words;
        found.notes = answer.notes;
        found.articles = answer
            .hits
            .into_iter()
            .filter_map(|hit| {
                let stored = act(hit.document)?;
                let article = stored.act.articles.get(hit.ordinal as usize - 1)?;
                let place = LawPlace::Article {
                    act: stored.act.version(),
                    title: stored.act.title.clone(),
                    language: stored.act.language.clone(),
                    number: article.number.clone(),
                    label: article.label.clone(),
                    heading: article.heading.clone(),
                };
                Some(LawHit { place, score: hit.score, matches: hit.matches, passages: hit.passages })
            })
            .collect();
    }
    in_provisions(library, query, layers, context, limit, &wanted, &mut found)?;
    Ok(found)
}

fn in_provisions(
    library: &Library,
    query: &Expr,
    layers: Layers,
    context: usize,
    limit: usize,
    wanted: &dyn Fn(&str) -> bool,
    found: &mut LawFound,
) -> Result<(), LawSearchError> {
    let provisions: Vec<&Provision> =
        library.provisions().map(|fact| &**fact).filter(|fact: &&Provision| wanted(&fact.jurisdiction)).collect();
    let units: Vec<String> = provisions.iter().map(|fact| described(fact)).collect();
    let text = ShelfText { document: 1, name: "provisions", title: "", language: "en", date: None, units: &units };
    let shelf = Shelf::build(None, [text])?;
    let answer = shelf.search(query, layers, context, limit, |_| true, |_, ordinal| units.get(ordinal as usize - 1).cloned())?;
    found.provisions_total = answer.total;
    found.provisions = answer
        .hits
        .into_iter()
        .filter_map(|hit| {
            let fact = provisions.get(hit.ordinal as usize - 1)?;
            Some(LawHit {
                place: LawPlace::Provision(fact.id.clone()),
                score: hit.score,
                matches: hit.matches,
                passages: hit.passages,
            })
        })
        .collect();
    if found.acts.is_empty() {
        found.near_words = answer.near_words;
        found.notes = answer.notes;
    }
    Ok(())
}

/// What is searched of an article: its label, its heading, its text.
fn unit(article: &Article) -> String {
    let mut text = article.label.clone();
    if let Some(heading) = &article.heading {
        text.push_str(&format!("\n{heading}"));
    }
    text.push_str(&format!("\n{}", article.text()));
    text
}

fn described(fact: &Provision) -> String {
    let plain = |words: &[String]| words.join(", ").replace('_', " ");
    [
        fact.heading_own_words.clone(),
        fact.heading_local.clone(),
        fact.concept.replace('_', " "),
        fact.summary.clone(),
        plain(&fact.acts),
        plain(&fact.means),
        plain(&fact.purposes),
        fact.penalty.text_own_words.clone(),
    ]
    .into_iter()
    .filter(|text| !text.is_empty())
    .collect::<Vec<_>>()
    .join("\n")
}

fn load_all(texts: &Texts) -> Result<Vec<Stored>, TextError> {
    texts.versions()?.iter().map(|version| texts.load(version, None)).collect()
}

/// Build the index after an import, so that the first question need not wait.
pub fn refresh(texts: &Texts) -> Result<(), LawSearchError> {
    let acts = load_all(texts)?;
    if !acts.is_empty() {
        shelf_of(texts, &acts)?;
    }
    Ok(())
}

/// The index of these acts: the one on disk if it is theirs, else a new one.
fn shelf_of(texts: &Texts, acts: &[Stored]) -> Result<Shelf, Error> {
    let name = format!("index-{}", fingerprint(acts));
    let folder = texts.folder().join(&name);
    if folder.is_dir()
        && let Ok(shelf) = Shelf::open(&folder)
    {
        return Ok(shelf);
    }
    match build(texts.folder(), &folder, acts) {
        Ok(shelf) => {
            forget_others(texts.folder(), &name);
            Ok(shelf)
        }
        // A library that may only be read is searched all the same.
        Err(_) => shelve(None, acts),
    }
}

fn build(parent: &Path, folder: &Path, acts: &[Stored]) -> Result<Shelf, Error> {
    let io = |error: std::io::Error| Error::Io(error.to_string());
    let new = tempfile::Builder::new().prefix("index-new-").tempdir_in(parent).map_err(io)?;
    drop(shelve(Some(new.path()), acts)?);
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(io)?;
    }
    let path = new.keep();
    fs::rename(&path, folder).map_err(io)?;
    Shelf::open(folder)
}

fn shelve(folder: Option<&Path>, acts: &[Stored]) -> Result<Shelf, Error> {
    let units: Vec<Vec<String>> = acts.iter().map(|stored| stored.act.articles.iter().map(unit).collect()).collect();
    let names: Vec<String> = acts.iter().map(|stored| stored.act.version()).collect();
    let languages: Vec<String> = acts.iter().map(|stored| group(&stored.act)).collect();
    let each = acts.iter().zip(&units).zip(&names).zip(&languages).zip(1..);
    Shelf::build(
        folder,
        each.map(|((((stored, units), name), language), document)| ShelfText {
            document,
            name,
            title: &stored.act.title,
            date: stored.act.as_of.as_deref(),
            language,
            units,
        }),
    )
}

/// The group of languages as the evidence has it: what is written alike is one.
fn group(act: &Act) -> String {
    let script = if act.language.ends_with("Cyrl") { "Cyrl" } else { "Latn" };
    match act.language.split('-').next().unwrap_or_default() {
        "sr" | "bs" | "hr" | "cnr" | "sh" => format!("hbs-{script}"),
        other => other.to_owned(),
    }
}

/// Short name of what the index holds: versions, sources and the version of the word chains.
fn fingerprint(acts: &[Stored]) -> String {
    let mut digest = Sha256::new();
    digest.update(format!("{CHAIN_VERSION}\n"));
    for stored in acts {
        digest.update(serde_json::to_vec(stored).unwrap_or_default());
    }
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn forget_others(parent: &Path, name: &str) {
    let others: Vec<PathBuf> = fs::read_dir(parent)
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("index-") && entry.file_name() != *name)
        .map(|entry| entry.path())
        .collect();
    // An older index that another process still reads goes away with the next import.
    for folder in others {
        let _ = fs::remove_dir_all(folder);
    }
}
