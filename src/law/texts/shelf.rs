//! Imported acts and built-in provisions, made searchable.
//!
//! The index of the acts lies beside them (`statutes/index`), with a catalogue of the versions it holds (`statutes/index.json`).
//! An act that was added, changed or taken away is noticed by its file, and only that act is indexed anew. Where the folder cannot be
//! written, an index in memory answers one question.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::rc::Rc;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

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
    let catalogue = Catalogue::of(texts)?;
    if !catalogue.acts.is_empty() {
        let shelf = shelf_of(texts, &catalogue)?;
        let held: HashMap<i64, (&String, &Held)> =
            catalogue.acts.iter().map(|(version, held)| (held.document, (version, held))).collect();
        // Only acts with a hit are read.
        let read: RefCell<HashMap<i64, Option<Rc<Act>>>> = RefCell::default();
        let act = |document: i64| -> Option<Rc<Act>> {
            let load = || texts.load(held.get(&document)?.0, None).ok().map(|stored| Rc::new(stored.act));
            read.borrow_mut().entry(document).or_insert_with(load).clone()
        };
        let answer = shelf.search(
            query,
            layers,
            context,
            limit,
            |document| held.get(&document).is_some_and(|(_, held)| wanted(&held.jurisdiction)),
            |document, ordinal| act(document)?.articles.get(ordinal as usize - 1).map(unit),
        )?;
        found.acts =
            catalogue.acts.iter().filter(|(_, held)| wanted(&held.jurisdiction)).map(|(version, _)| version.clone()).collect();
        found.articles_total = answer.total;
        found.near_words = answer.near_words;
        found.notes = answer.notes;
        found.articles = answer
            .hits
            .into_iter()
            .filter_map(|hit| {
                let act = act(hit.document)?;
                let article = act.articles.get(hit.ordinal as usize - 1)?;
                let place = LawPlace::Article {
                    act: act.version(),
                    title: act.title.clone(),
                    language: act.language.clone(),
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

/// Bring the index up to date after an import, so that the first question need not wait.
pub fn refresh(texts: &Texts) -> Result<(), LawSearchError> {
    let catalogue = Catalogue::of(texts)?;
    if !catalogue.acts.is_empty() {
        shelf_of(texts, &catalogue)?;
    }
    Ok(())
}

/// Which versions the index holds, and which files they were read from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Catalogue {
    schema: String,
    chain: u32,
    acts: BTreeMap<String, Held>,
}

/// One version in the index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Held {
    document: i64,
    jurisdiction: String,
    /// Size and time of the act's file: another of either is another text.
    size: u64,
    changed_ns: u64,
}

const SCHEMA: &str = "rogatory.law_index/1";

impl Catalogue {
    /// The catalogue as it should be: what is known stays, what is new gets a number. Acts that changed are read for their
    /// jurisdiction; the others are not.
    fn of(texts: &Texts) -> Result<Catalogue, TextError> {
        let known = Catalogue::kept(texts).unwrap_or_default();
        let mut next = known.acts.values().map(|held| held.document).max().unwrap_or(0) + 1;
        let mut acts = BTreeMap::new();
        for version in texts.versions()? {
            let path = texts.folder().join(format!("{version}.json"));
            let meta = fs::metadata(&path).map_err(|error| TextError::Io(path.clone(), error))?;
            let since = meta.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
            let (size, changed_ns) = (meta.len(), u64::try_from(since.as_nanos()).unwrap_or(u64::MAX));
            let held = match known.acts.get(&version) {
                Some(held) if held.size == size && held.changed_ns == changed_ns => held.clone(),
                other => {
                    let jurisdiction = texts.load(&version, None)?.act.jurisdiction;
                    let document = other.map_or(next, |held| held.document);
                    next = next.max(document + 1);
                    Held { document, jurisdiction, size, changed_ns }
                }
            };
            acts.insert(version, held);
        }
        Ok(Catalogue { schema: SCHEMA.to_owned(), chain: CHAIN_VERSION, acts })
    }

    /// What the index in the folder holds; nothing if it is none of this version.
    fn kept(texts: &Texts) -> Option<Catalogue> {
        let text = fs::read_to_string(texts.folder().join("index.json")).ok()?;
        let kept: Catalogue = serde_json::from_str(&text).ok()?;
        (kept.schema == SCHEMA && kept.chain == CHAIN_VERSION && texts.folder().join("index").is_dir()).then_some(kept)
    }

    fn keep(&self, texts: &Texts) -> Result<(), Error> {
        let io = |error: std::io::Error| Error::Io(error.to_string());
        let text = serde_json::to_vec(self).map_err(|error| Error::Io(error.to_string()))?;
        let mut file = tempfile::NamedTempFile::new_in(texts.folder()).map_err(io)?;
        std::io::Write::write_all(&mut file, &text).map_err(io)?;
        file.persist(texts.folder().join("index.json")).map_err(|error| io(error.error))?;
        Ok(())
    }
}

/// The index of these acts: the one on disk, with what changed put into it.
fn shelf_of(texts: &Texts, wanted: &Catalogue) -> Result<Shelf, LawSearchError> {
    match on_disk(texts, wanted) {
        Ok(shelf) => Ok(shelf),
        // A library that may only be read, or that another import is writing, is searched all the same.
        Err(_) => {
            let acts: Vec<(i64, Stored)> = wanted
                .acts
                .iter()
                .map(|(version, held)| Ok((held.document, texts.load(version, None)?)))
                .collect::<Result<_, TextError>>()?;
            Ok(shelve(&acts, |texts| Shelf::build(None, texts))?)
        }
    }
}

fn on_disk(texts: &Texts, wanted: &Catalogue) -> Result<Shelf, Error> {
    let folder = texts.folder().join("index");
    let kept = Catalogue::kept(texts);
    if kept.as_ref() == Some(wanted) {
        return Shelf::open(&folder);
    }
    let io = |error: std::io::Error| Error::Io(error.to_string());
    let kept = match kept {
        Some(kept) => kept,
        None => {
            forget_older(texts);
            if folder.exists() {
                fs::remove_dir_all(&folder).map_err(io)?;
            }
            Catalogue::default()
        }
    };
    let gone: Vec<i64> =
        kept.acts.iter().filter(|(version, _)| !wanted.acts.contains_key(*version)).map(|(_, held)| held.document).collect();
    let changed = wanted.acts.iter().filter(|(version, held)| kept.acts.get(*version) != Some(held));
    let changed: Vec<(i64, Stored)> = changed
        .map(|(version, held)| Ok((held.document, texts.load(version, None).map_err(|error| Error::Io(error.to_string()))?)))
        .collect::<Result<_, Error>>()?;
    let shelf = shelve(&changed, |changed| Shelf::update(&folder, changed, &gone))?;
    // If this fails, the next question puts the same acts in the same places.
    wanted.keep(texts)?;
    Ok(shelf)
}

fn shelve(acts: &[(i64, Stored)], build: impl FnOnce(Vec<ShelfText<'_>>) -> Result<Shelf, Error>) -> Result<Shelf, Error> {
    let units: Vec<Vec<String>> = acts.iter().map(|(_, stored)| stored.act.articles.iter().map(unit).collect()).collect();
    let names: Vec<String> = acts.iter().map(|(_, stored)| stored.act.version()).collect();
    let languages: Vec<String> = acts.iter().map(|(_, stored)| group(&stored.act)).collect();
    let each = acts.iter().zip(&units).zip(&names).zip(&languages);
    build(
        each.map(|((((document, stored), units), name), language)| ShelfText {
            document: *document,
            name,
            title: &stored.act.title,
            date: stored.act.as_of.as_deref(),
            language,
            units,
        })
        .collect(),
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

/// Indices of earlier versions of this program, one folder for each state of the library.
fn forget_older(texts: &Texts) {
    let entries = fs::read_dir(texts.folder()).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("index-")) {
        let _ = fs::remove_dir_all(entry.path());
    }
}
