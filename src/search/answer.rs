//! From a request to an answer: documents, units, passages, citations, and what could not be seen.

use std::collections::{BTreeSet, HashMap};
use std::time::Instant;

use super::citation;
use super::coverage::{Coverage, stored};
use super::error::Error;
use super::evaluate::{FoundUnit, Outcome, Within, evaluate};
use super::explain::{Explained, explain, near_words};
use super::filters::Filter;
use super::index::Index;
use super::layers::Layers;
use super::marks::{Mark, Marked, Marker};
use super::passages::{Passage, passages};
use super::plan::{Knowledge, Plan, Refused, plan};
use super::query::Expr;
use super::schema::RECORD;
use super::snapshot::Snapshot;
use crate::case::{Case, Document, SourceStatus, Store, StoredUnit};
use crate::extract::{Locator, Part};
use crate::identifiers::Hints;
use crate::language::analyzer::words;
use crate::language::glossary::Glossary;

/// How hits are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Relevance,
    /// Oldest first; undated last.
    Date,
    Path,
}

/// What is asked.
#[derive(Debug, Clone)]
pub struct Request {
    /// `None` with filters alone.
    pub query: Option<Expr>,
    pub filters: Vec<Filter>,
    pub layers: Layers,
    pub within: Within,
    pub sort: Sort,
    pub offset: usize,
    pub limit: usize,
    /// Words shown on either side of a match.
    pub context: usize,
    /// Units shown of one document; all that match are counted.
    pub units: usize,
    pub explain: bool,
}

impl Default for Request {
    fn default() -> Request {
        Request {
            query: None,
            filters: Vec::new(),
            layers: Layers::default(),
            within: Within::default(),
            sort: Sort::default(),
            offset: 0,
            limit: 20,
            context: 12,
            units: 3,
            explain: false,
        }
    }
}

/// What was found.
pub struct Answer {
    /// Documents that fulfil the query.
    pub total: usize,
    /// Their ids, best first.
    pub documents: Vec<i64>,
    /// Units with matches in all of them.
    pub units_total: usize,
    /// Name of the commit that was asked.
    pub snapshot: String,
    pub hits: Vec<Hit>,
    pub coverage: Coverage,
    pub explained: Vec<Explained>,
    /// For words that gave nothing: words near them that exist.
    pub near_words: Vec<(String, Vec<String>)>,
    pub notes: Vec<String>,
    pub took_ms: f64,
}

/// One document that was found.
pub struct Hit {
    pub document: Document,
    /// Path chain below its evidence root.
    pub path: String,
    pub source: String,
    /// The other places with the same bytes, as the evidence stands now.
    pub duplicates: Vec<String>,
    /// Where the bytes stand nowhere any more: whether the file has changed or vanished since it was read.
    pub gone: Option<SourceStatus>,
    pub title: Option<String>,
    pub score: f32,
    /// The best units, best first.
    pub units: Vec<HitUnit>,
    /// Units that match, those not shown included.
    pub units_found: usize,
    pub citation: String,
}

/// One unit with matches.
pub struct HitUnit {
    pub ordinal: u32,
    pub locator: Locator,
    pub part: Part,
    pub language: Option<String>,
    pub confidence: Option<f32>,
    pub matches: usize,
    pub passages: Vec<Passage>,
}

/// Documents of one score that are put into the order of their paths.
const LONGEST_TIE: usize = 1000;
/// Passages shown of one unit.
const PASSAGES: usize = 2;

/// A case opened for searching.
pub struct Searcher {
    snapshot: Snapshot,
    store: Store,
    knowledge: Knowledge,
    /// The index is older than the store: a run was interrupted between the two.
    behind: bool,
}

impl Searcher {
    /// Open index and store of a case for reading.
    ///
    /// # Errors
    /// As [`Index::open`]; and where the store cannot be read.
    pub fn open(case: &Case) -> Result<Searcher, Error> {
        let index = Index::open(&case.index_dir())?;
        let snapshot = Snapshot::open(&index)?;
        let store = Store::read_only(case.dir()).map_err(stored)?;
        store.hold_still().map_err(stored)?;
        let behind = store.generation().map_err(stored)? > index.generation();
        Ok(Searcher { snapshot, store, knowledge: knowledge(case), behind })
    }

    /// The case's store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Answer a request.
    ///
    /// # Errors
    /// [`Refused::Query`] where something asked for does not exist or cannot be used.
    pub fn search(&self, request: &Request) -> Result<Answer, Refused> {
        let started = Instant::now();
        let plan = plan(request.query.as_ref(), request.filters.clone(), &self.snapshot, request.layers, &self.knowledge)?;
        let outcome = evaluate(&plan, &self.snapshot, request.within)?;
        let mut ranked = self.ranked(&outcome, request.sort)?;
        if request.sort == Sort::Relevance {
            self.settle_ties(&mut ranked, &outcome.best, request.offset + request.limit)?;
        }
        let shown: Vec<u32> = ranked.iter().skip(request.offset).take(request.limit).copied().collect();
        let hits = self.hits(&plan, &outcome, &shown, request)?;
        let scope: Vec<Filter> = plan.scope.iter().filter_map(|n| plan.filters.get(*n).cloned()).collect();
        let coverage = Coverage::of(&self.snapshot, &self.store, &scope)?;
        let explained = if request.explain { explain(&plan, &outcome.clause_documents, &self.snapshot)? } else { Vec::new() };
        let near_words =
            if ranked.is_empty() { near_words(&plan.clauses, &outcome.clause_documents, &self.snapshot)? } else { Vec::new() };
        let mut notes = plan.notes;
        if self.behind {
            notes.push(
                "the search index is behind the record of the case (an interrupted run); `rogatory index` brings it up to date"
                    .into(),
            );
        }
        let units_total = outcome.units_total(&self.snapshot);
        Ok(Answer {
            total: ranked.len(),
            documents: ranked.iter().map(|id| i64::from(*id)).collect(),
            units_total,
            snapshot: self.snapshot.id.clone(),
            hits,
            coverage,
            explained,
            near_words,
            notes,
            took_ms: started.elapsed().as_secs_f64() * 1000.0,
        })
    }

    /// Ids of all documents that fulfil a request, best first, with the score of their best unit. For reports and evaluations.
    pub fn ranking(&self, request: &Request) -> Result<Vec<(i64, f32)>, Refused> {
        let plan = plan(request.query.as_ref(), request.filters.clone(), &self.snapshot, request.layers, &self.knowledge)?;
        let outcome = evaluate(&plan, &self.snapshot, request.within)?;
        let ranked = self.ranked(&outcome, request.sort)?;
        Ok(ranked.into_iter().map(|d| (i64::from(d), outcome.best.get(d as usize).copied().unwrap_or(0.0))).collect())
    }

    /// Documents of one score in the order of their paths, as far as they are shown: their numbers depend on which reader was ready
    /// first, and the same question must have the same answer. A longer run than [`LONGEST_TIE`] stays in the order of the record.
    fn settle_ties(&self, ranked: &mut [u32], best: &[f32], shown: usize) -> Result<(), Error> {
        let score = |document: u32| best.get(document as usize).copied().unwrap_or(0.0);
        let mut from = 0;
        while from < ranked.len().min(shown) {
            let same = ranked[from..].iter().take_while(|d| (score(**d) - score(ranked[from])).abs() <= f32::EPSILON).count();
            let run = &mut ranked[from..from + same.max(1)];
            if (2..=LONGEST_TIE).contains(&run.len()) {
                let mut keyed: Vec<(String, u32)> = Vec::with_capacity(run.len());
                for document in run.iter() {
                    let places = self.store.paths(i64::from(*document)).map_err(stored)?;
                    keyed.push((places.first().map(|place| place.display.clone()).unwrap_or_default(), *document));
                }
                keyed.sort();
                run.iter_mut().zip(keyed).for_each(|(slot, (_, document))| *slot = document);
            }
            from += same.max(1);
        }
        Ok(())
    }

    fn ranked(&self, outcome: &Outcome, sort: Sort) -> Result<Vec<u32>, Error> {
        let mut documents: Vec<u32> = outcome.documents.iter().collect();
        match sort {
            Sort::Relevance => {
                let score = |d: &u32| outcome.best.get(*d as usize).copied().unwrap_or(0.0);
                documents.sort_by(|a, b| score(b).total_cmp(&score(a)).then(a.cmp(b)));
            }
            Sort::Date => {
                let mut dates: HashMap<u32, i64> = HashMap::new();
                for segment in &self.snapshot.segments {
                    for entry in segment.entries().filter(|e| segment.ordinal.get_val(*e) == RECORD) {
                        if let Some(date) = segment.date.first(entry) {
                            dates.insert(segment.document.get_val(entry) as u32, date);
                        }
                    }
                }
                documents.sort_by_key(|d| (dates.get(d).copied().unwrap_or(i64::MAX), *d));
            }
            Sort::Path => {
                let mut order: HashMap<u32, usize> = HashMap::new();
                let paths = self.snapshot.accepted(self.snapshot.fields.path, |_| true)?;
                for (number, path) in paths.iter().enumerate() {
                    for segment in &self.snapshot.segments {
                        segment.each(self.snapshot.fields.path, path, |entry| {
                            order.entry(segment.document.get_val(entry) as u32).or_insert(number);
                        })?;
                    }
                }
                documents.sort_by_key(|d| (order.get(d).copied().unwrap_or(usize::MAX), *d));
            }
        }
        Ok(documents)
    }

    fn hits(&self, plan: &Plan, outcome: &Outcome, shown: &[u32], request: &Request) -> Result<Vec<Hit>, Error> {
        let mut units = outcome.units(&self.snapshot, shown);
        let mut marker = Marker::new(&plan.clauses, &self.snapshot.fields, &self.knowledge.hints);
        let mut hits = Vec::new();
        for id in shown {
            let Some(document) = self.store.document(i64::from(*id)).map_err(stored)? else { continue };
            let found = units.remove(id).unwrap_or_default();
            let places = self.store.places(&document.sha256).map_err(stored)?;
            let path = places.first().map(citation::chain).unwrap_or_default();
            let source = places.first().map(|p| p.root.clone()).unwrap_or_default();
            let gone = places.first().map(|place| place.status).filter(|status| *status != SourceStatus::Present);
            let duplicates = places.iter().skip(1).filter(|p| p.status == SourceStatus::Present).map(citation::chain).collect();
            let units_found = found.len();
            let shown_units = self.hit_units(&document, &found, &mut marker, request)?;
            let cited = places.first().map(citation::standing).unwrap_or_default();
            let citation = citation::inline(&document, &cited, shown_units.first().map(|u| &u.locator));
            hits.push(Hit {
                title: citation::title(&document),
                path,
                source,
                duplicates,
                gone,
                score: outcome.best.get(*id as usize).copied().unwrap_or(0.0),
                units: shown_units,
                units_found,
                citation,
                document,
            });
        }
        Ok(hits)
    }

    fn hit_units(
        &self,
        document: &Document,
        found: &[FoundUnit],
        marker: &mut Marker<'_>,
        request: &Request,
    ) -> Result<Vec<HitUnit>, Error> {
        let wanted: BTreeSet<u32> =
            found.iter().take(request.units).flat_map(|unit| std::iter::once(unit.ordinal).chain(unit.joined_to)).collect();
        let texts = self.store.some_units(document.id, &wanted).map_err(stored)?;
        let text = |ordinal: u32| texts.binary_search_by_key(&ordinal, |unit| unit.ordinal).ok().and_then(|at| texts.get(at));
        let mut shown: Vec<HitUnit> = Vec::new();
        for unit in found.iter().take(request.units) {
            if shown.iter().any(|known| known.ordinal == unit.ordinal) {
                continue;
            }
            let Some(stored_unit) = text(unit.ordinal) else { continue };
            let mut marked = marker.mark(&stored_unit.unit.text);
            let mut following = None;
            if let Some(next) = unit.joined_to.and_then(text) {
                let (left, right) = marker.mark_seam(&stored_unit.unit.text, &next.unit.text);
                if !left.is_empty() {
                    marked.matches += 1;
                    marked.marks = merged(marked.marks, left);
                    following = Some((next, right));
                }
            }
            shown.push(hit_unit(stored_unit, &marked, request.context));
            if let Some((next, marks)) = following
                && !found.iter().take(request.units).any(|u| u.ordinal == next.ordinal)
            {
                let spans = words(&next.unit.text).map(|word| (word.start, word.end)).collect();
                shown.push(hit_unit(next, &Marked { marks, matches: 0, spans }, request.context));
            }
        }
        Ok(shown)
    }
}

fn hit_unit(stored: &StoredUnit, marked: &Marked, context: usize) -> HitUnit {
    HitUnit {
        ordinal: stored.ordinal,
        locator: stored.unit.locator.clone(),
        part: stored.unit.part,
        language: stored.language.clone(),
        confidence: stored.unit.confidence,
        matches: marked.matches,
        passages: passages(&stored.unit.text, marked, context, PASSAGES),
    }
}

fn merged(mut marks: Vec<Mark>, more: Vec<Mark>) -> Vec<Mark> {
    for mark in more {
        if !marks.iter().any(|m| m.start < mark.end && mark.start < m.end) {
            marks.push(mark);
        }
    }
    marks.sort_by_key(|m| m.start);
    marks
}

/// What `case.toml` adds: aliases of persons, terms for concepts, the States whose local numbers are read.
fn knowledge(case: &Case) -> Knowledge {
    let settings = case.settings();
    let mut glossary = Glossary::built_in().clone();
    // [glossary] debt_bondage = ["radi dok ne otplati", …]
    if let Some(toml::Value::Table(own)) = settings.other.get("glossary") {
        for (concept, terms) in own {
            for term in terms.as_array().into_iter().flatten().filter_map(toml::Value::as_str) {
                glossary.add(concept, "und", term);
            }
        }
    }
    let aliases = settings
        .aliases
        .iter()
        .map(|(name, others)| std::iter::once(name.clone()).chain(others.iter().cloned()).collect())
        .collect();
    Knowledge {
        glossary,
        aliases,
        hints: Hints { countries: settings.jurisdiction.iter().filter(|j| !j.is_empty()).cloned().collect() },
    }
}
