//! Carrying out a plan: which documents, and how well each of their units fits.
//!
//! A document fulfils an AND when its units do so together; the unit that fits best ranks it. Sets of documents (or of
//! units, `--within unit`) are combined as sets; scores are BM25, the best layer of a word counting in full and the others a tenth.

use std::collections::{BTreeMap, HashMap};

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::Bm25Weight;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use super::bits::Bits;
use super::clause::{Atom, Clause, Tree};
use super::error::Error;
use super::plan::Plan;
use super::schema::RECORD;
use super::snapshot::{Segment, Snapshot};
use super::spans::Shape;

/// What a query speaks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Within {
    /// All words somewhere in the document.
    #[default]
    Document,
    /// All words in one unit (page, paragraph run, message).
    Unit,
}

/// How much the weaker layers of a word add to its best one.
const TIE: f32 = 0.1;

/// Entries of one clause in one part of the index, with their scores, in order.
type Scored = Vec<(u32, f32)>;

/// What came out.
pub struct Outcome {
    /// Documents that fulfil the query.
    pub documents: Bits,
    /// The best score of a unit, by document.
    pub best: Vec<f32>,
    /// For each clause, how many documents fulfil it.
    pub clause_documents: Vec<usize>,
    scores: Vec<Vec<f32>>,
    /// Within units: the units that fulfil the query.
    units: Option<Bits>,
    joints: HashMap<(usize, u32), (usize, u32)>,
}

/// A unit that fits.
#[derive(Debug, Clone, Copy)]
pub struct FoundUnit {
    pub ordinal: u32,
    pub score: f32,
    /// A phrase goes on from here into the unit with this ordinal.
    pub joined_to: Option<u32>,
}

impl Outcome {
    /// How many units fit, in all documents that fulfil the query.
    pub fn units_total(&self, snapshot: &Snapshot) -> usize {
        let mut total = 0;
        for (segment, scores) in snapshot.segments.iter().zip(&self.scores) {
            let fits = |entry: u32| {
                self.documents.contains(segment.document.get_val(entry) as u32)
                    && segment.ordinal.get_val(entry) != RECORD
                    && self.units.as_ref().is_none_or(|units| units.contains(segment.base + entry))
            };
            total += (0..).zip(scores).filter(|(entry, score)| **score > 0.0 && fits(*entry)).count();
        }
        total
    }

    /// The units of these documents that fit, best first; ties in the document's order.
    pub fn units(&self, snapshot: &Snapshot, documents: &[u32]) -> HashMap<u32, Vec<FoundUnit>> {
        let mut wanted = Bits::new(snapshot.room);
        documents.iter().for_each(|d| wanted.insert(*d));
        let mut found: HashMap<u32, Vec<FoundUnit>> = HashMap::new();
        for (number, segment) in snapshot.segments.iter().enumerate() {
            for (entry, score) in self.scores[number].iter().enumerate().filter(|(_, score)| **score > 0.0) {
                let entry = entry as u32;
                let document = segment.document.get_val(entry) as u32;
                let ordinal = segment.ordinal.get_val(entry);
                if !wanted.contains(document) || ordinal == RECORD {
                    continue;
                }
                if self.units.as_ref().is_some_and(|units| !units.contains(segment.base + entry)) {
                    continue;
                }
                let joined_to = self
                    .joints
                    .get(&(number, entry))
                    .map(|(other, next)| snapshot.segments[*other].ordinal.get_val(*next) as u32);
                found.entry(document).or_default().push(FoundUnit { ordinal: ordinal as u32, score: *score, joined_to });
            }
        }
        for units in found.values_mut() {
            units.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.ordinal.cmp(&b.ordinal)));
        }
        found
    }
}

/// Carry out a plan.
pub fn evaluate(plan: &Plan, snapshot: &Snapshot, within: Within) -> Result<Outcome, Error> {
    let mut evaluator = Evaluator { snapshot, within, restriction: None, joints: HashMap::new() };
    evaluator.restrict(plan)?;
    let mut results = Vec::new();
    for clause in &plan.clauses {
        results.push(evaluator.clause(clause)?);
    }
    let documents: Vec<Bits> = results.iter().map(|result| evaluator.documents_of(result)).collect();
    let clause_documents = documents.iter().map(Bits::len).collect();
    let set = evaluator.set(&plan.tree, plan, &results, &documents)?;

    // Each unit's score: the sum over the clauses it fulfils. One pass, no sorting.
    let mut scores: Vec<Vec<f32>> = snapshot.segments.iter().map(|s| vec![0.0; s.reader.max_doc() as usize]).collect();
    for (clause, result) in plan.clauses.iter().zip(&results) {
        if clause.negated {
            continue;
        }
        for (segment, scored) in result.iter().enumerate() {
            for (entry, score) in scored {
                scores[segment][*entry as usize] += score;
            }
        }
    }
    let (documents, units) = match within {
        Within::Document => (set, None),
        Within::Unit => {
            let mut documents = Bits::new(snapshot.room);
            for segment in &snapshot.segments {
                for entry in segment.entries().filter(|entry| set.contains(segment.base + entry)) {
                    documents.insert(segment.document.get_val(entry) as u32);
                }
            }
            (documents, Some(set))
        }
    };
    let mut best = vec![0.0f32; snapshot.room];
    for (number, segment) in snapshot.segments.iter().enumerate() {
        for (entry, score) in scores[number].iter().enumerate().filter(|(_, score)| **score > 0.0) {
            if units.as_ref().is_some_and(|units| !units.contains(segment.base + entry as u32)) {
                continue;
            }
            let document = segment.document.get_val(entry as u32) as usize;
            if best[document] < *score {
                best[document] = *score;
            }
        }
    }
    Ok(Outcome { documents, best, clause_documents, scores, units, joints: evaluator.joints })
}

struct Evaluator<'a> {
    snapshot: &'a Snapshot,
    within: Within,
    /// Entries the words must stand in, where a page or a period was asked for beside them.
    restriction: Option<Bits>,
    /// Entries from which a phrase runs on into another.
    joints: HashMap<(usize, u32), (usize, u32)>,
}

impl Evaluator<'_> {
    fn restrict(&mut self, plan: &Plan) -> Result<(), Error> {
        for filter in plan.scope.iter().filter_map(|n| plan.filters.get(*n)).filter(|f| f.on_units()) {
            let entries = filter.entries(self.snapshot)?;
            self.restriction = Some(match self.restriction.take() {
                Some(before) => before.and(&entries),
                None => entries,
            });
        }
        Ok(())
    }

    fn set(&self, tree: &Tree, plan: &Plan, results: &[Vec<Scored>], documents: &[Bits]) -> Result<Bits, Error> {
        Ok(match tree {
            Tree::And(parts) => {
                let mut sets = parts.iter().map(|part| self.set(part, plan, results, documents));
                let mut all = match sets.next() {
                    Some(first) => first?,
                    None => self.everything(),
                };
                for set in sets {
                    all = all.and(&set?);
                }
                all
            }
            Tree::Or(parts) => {
                let mut any = self.empty();
                for part in parts {
                    any = any.or(&self.set(part, plan, results, documents)?);
                }
                any
            }
            Tree::Not(inner) => self.everything().without(&self.set(inner, plan, results, documents)?),
            Tree::Clause(number) => match self.within {
                Within::Document => documents.get(*number).cloned().unwrap_or_else(|| self.empty()),
                Within::Unit => results.get(*number).map_or_else(|| self.empty(), |result| self.entries_of(result)),
            },
            Tree::Filter(number) => match (self.within, plan.filters.get(*number)) {
                (Within::Document, Some(filter)) => filter.documents(self.snapshot)?,
                (Within::Unit, Some(filter)) => filter.entries(self.snapshot)?,
                (_, None) => self.empty(),
            },
        })
    }

    fn empty(&self) -> Bits {
        Bits::new(match self.within {
            Within::Document => self.snapshot.room,
            Within::Unit => self.snapshot.entries,
        })
    }

    fn everything(&self) -> Bits {
        match self.within {
            Within::Document => self.snapshot.documents(),
            Within::Unit => {
                let mut all = self.empty();
                for segment in &self.snapshot.segments {
                    for entry in segment.entries().filter(|e| segment.ordinal.get_val(*e) != RECORD) {
                        all.insert(segment.base + entry);
                    }
                }
                all
            }
        }
    }

    fn documents_of(&self, result: &[Scored]) -> Bits {
        let mut documents = Bits::new(self.snapshot.room);
        for (segment, scored) in self.snapshot.segments.iter().zip(result) {
            for (entry, _) in scored {
                documents.insert(segment.document.get_val(*entry) as u32);
            }
        }
        documents
    }

    /// Within units: the units themselves, and every unit of a document whose record matches (its subject, its sender).
    fn entries_of(&self, result: &[Scored]) -> Bits {
        let mut entries = self.empty();
        let mut records = Bits::new(self.snapshot.room);
        for (segment, scored) in self.snapshot.segments.iter().zip(result) {
            for (entry, _) in scored {
                if segment.ordinal.get_val(*entry) == RECORD {
                    records.insert(segment.document.get_val(*entry) as u32);
                } else {
                    entries.insert(segment.base + entry);
                }
            }
        }
        if !records.is_empty() {
            for segment in &self.snapshot.segments {
                for entry in segment.entries().filter(|e| records.contains(segment.document.get_val(*e) as u32)) {
                    entries.insert(segment.base + entry);
                }
            }
        }
        entries
    }

    /// Entries that fulfil a clause, part by part; the best of its alternatives counts.
    fn clause(&mut self, clause: &Clause) -> Result<Vec<Scored>, Error> {
        let weights = clause.atoms.iter().map(|atom| self.weights(atom)).collect::<Result<Vec<_>, _>>()?;
        let mut results = Vec::new();
        for number in 0..self.snapshot.segments.len() {
            let mut best: BTreeMap<u32, f32> = BTreeMap::new();
            let mut only: Option<Scored> = None;
            for alternative in &clause.alternatives {
                let scored = match &alternative.shape {
                    Shape::Atom(atom) => self.word(number, &clause.atoms[*atom], &weights[*atom])?,
                    shape => self.positional(number, clause, shape, &weights)?,
                };
                if clause.alternatives.len() == 1 {
                    only = Some(scored);
                    break;
                }
                for (entry, score) in scored {
                    let known = best.entry(entry).or_insert(0.0);
                    *known = known.max(score);
                }
            }
            let scored = only.unwrap_or_else(|| best.into_iter().collect());
            let base = self.snapshot.segments[number].base;
            results.push(match &self.restriction {
                // A record has no page and no place in time of its own; it stays.
                Some(allowed) => {
                    let segment = &self.snapshot.segments[number];
                    let stays = |entry: u32| segment.ordinal.get_val(entry) == RECORD || allowed.contains(base + entry);
                    scored.into_iter().filter(|(entry, _)| stays(*entry)).collect()
                }
                None => scored,
            });
        }
        Ok(results)
    }

    /// The BM25 weight of each group of a word.
    fn weights(&self, atom: &Atom) -> Result<Vec<Bm25Weight>, Error> {
        let units = self.snapshot.units.max(1);
        atom.groups
            .iter()
            .map(|group| {
                let count = group.count().clamp(1, units);
                let mean = self.snapshot.mean_length(group.field)?;
                Ok(Bm25Weight::for_one_term_without_explain(count, units, mean).boost_by(group.boost))
            })
            .collect()
    }

    fn norms(&self, segment: &Segment, field: tantivy::schema::Field) -> FieldNormReader {
        segment.reader.get_fieldnorms_reader(field).unwrap_or_else(|_| FieldNormReader::constant(segment.reader.max_doc(), 1))
    }

    /// One word: the best of its layers, and a tenth of the others.
    fn word(&self, number: usize, atom: &Atom, weights: &[Bm25Weight]) -> Result<Scored, Error> {
        let segment = &self.snapshot.segments[number];
        let size = segment.reader.max_doc() as usize;
        let mut best: Vec<f32> = Vec::new();
        let mut sum: Vec<f32> = Vec::new();
        let mut frequencies: Vec<u32> = Vec::new();
        let mut touched: Vec<u32> = Vec::new();
        let mut in_group: Vec<u32> = Vec::new();
        for (group, weight) in atom.groups.iter().zip(weights) {
            let inverted = segment.inverted(group.field)?;
            let norms = self.norms(segment, group.field);
            in_group.clear();
            for term in group.terms.keys() {
                let Some(info) = inverted.terms().get(term)? else { continue };
                if best.is_empty() {
                    best = vec![0.0; size];
                    sum = vec![0.0; size];
                    frequencies = vec![0; size];
                }
                let mut postings = inverted.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
                let mut entry = postings.doc();
                while entry != TERMINATED {
                    let at = entry as usize;
                    if frequencies[at] == 0 {
                        in_group.push(entry);
                    }
                    frequencies[at] += postings.term_freq();
                    entry = postings.advance();
                }
            }
            for entry in &in_group {
                let at = *entry as usize;
                let score = weight.score(norms.fieldnorm_id(*entry), frequencies[at]);
                frequencies[at] = 0;
                if sum[at] == 0.0 {
                    touched.push(*entry);
                }
                sum[at] += score;
                best[at] = best[at].max(score);
            }
        }
        touched.sort_unstable();
        Ok(touched
            .into_iter()
            .filter(|entry| segment.alive(*entry))
            .map(|entry| (entry, best[entry as usize] + TIE * (sum[entry as usize] - best[entry as usize])))
            .collect())
    }

    /// Words that must stand in a certain order or nearness, also from one unit into the next.
    fn positional(
        &mut self,
        number: usize,
        clause: &Clause,
        shape: &Shape,
        weights: &[Vec<Bm25Weight>],
    ) -> Result<Scored, Error> {
        let snapshot = self.snapshot;
        let segment = &snapshot.segments[number];
        let mut atoms = Vec::new();
        shape.atoms(&mut atoms);
        atoms.sort_unstable();
        atoms.dedup();
        let mut occurs: HashMap<usize, Bits> = HashMap::new();
        let mut any = Bits::new(segment.reader.max_doc() as usize);
        for atom in &atoms {
            let mut entries = Bits::new(segment.reader.max_doc() as usize);
            for group in &clause.atoms[*atom].groups {
                for term in group.terms.keys() {
                    segment.each(group.field, term, |entry| entries.insert(entry))?;
                }
            }
            any = any.or(&entries);
            occurs.insert(*atom, entries);
        }
        let has = |atom: usize, entry: u32| occurs.get(&atom).is_some_and(|bits| bits.contains(entry));

        // Which entries to look into, and which pairs of neighbours.
        let mut needed = Bits::new(segment.reader.max_doc() as usize);
        let mut single = Bits::new(segment.reader.max_doc() as usize);
        let mut behind: HashMap<u32, Vec<u32>> = HashMap::new();
        let mut first_of_pair = Bits::new(segment.reader.max_doc() as usize);
        let mut loose = Vec::new();
        for entry in any.iter() {
            if shape.possible(&|atom| has(atom, entry)) {
                needed.insert(entry);
                single.insert(entry);
            }
            if let Some((other, next)) = self.next_of(number, entry) {
                if other != number {
                    loose.push((entry, (other, next)));
                } else if any.contains(next) && shape.possible(&|atom| has(atom, entry) || has(atom, next)) {
                    needed.insert(entry);
                    needed.insert(next);
                    behind.entry(next).or_default().push(entry);
                    first_of_pair.insert(entry);
                }
            }
        }

        let mut reader = PositionReader::open(segment, clause, &atoms)?;
        let mut frequencies: BTreeMap<u32, u32> = BTreeMap::new();
        let mut waiting: HashMap<u32, HashMap<usize, Vec<u32>>> = HashMap::new();
        for entry in needed.iter() {
            let positions = reader.read(entry);
            if single.contains(entry) {
                let count = shape.stretches(&|atom| positions.get(&atom).cloned().unwrap_or_default()).len();
                if count > 0 {
                    *frequencies.entry(entry).or_default() += count as u32;
                }
            }
            for first in behind.remove(&entry).unwrap_or_default() {
                let Some(before) = waiting.get(&first) else { continue };
                let words = segment.words.get_val(first) as u32;
                if straddles(shape, before, &positions, words) {
                    *frequencies.entry(first).or_default() += 1;
                    self.joints.insert((number, first), (number, entry));
                }
            }
            if first_of_pair.contains(entry) {
                waiting.insert(entry, positions);
            }
            // A unit further back than any pair reaches is not needed again.
            if waiting.len() > 64 {
                waiting.retain(|first, _| self.next_of(number, *first).is_some_and(|(_, next)| next > entry));
            }
        }
        // A document whose units were flushed into two parts of the index.
        for (entry, (other, next)) in loose {
            let before = PositionReader::open(segment, clause, &atoms)?.read(entry);
            let after = PositionReader::open(&snapshot.segments[other], clause, &atoms)?.read(next);
            if straddles(shape, &before, &after, segment.words.get_val(entry) as u32) {
                *frequencies.entry(entry).or_default() += 1;
                self.joints.insert((number, entry), (other, next));
            }
        }

        let norms = self.norms(segment, snapshot.fields.exact);
        let score = |entry: u32, frequency: u32| -> f32 {
            atoms
                .iter()
                .filter_map(|atom| {
                    weights.get(*atom)?.iter().map(|w| w.score(norms.fieldnorm_id(entry), frequency)).max_by(f32::total_cmp)
                })
                .sum()
        };
        Ok(frequencies
            .into_iter()
            .filter(|(entry, _)| segment.alive(*entry))
            .map(|(entry, frequency)| (entry, score(entry, frequency)))
            .collect())
    }

    /// The entry in which the text of this one goes on.
    fn next_of(&self, number: usize, entry: u32) -> Option<(usize, u32)> {
        let segment = &self.snapshot.segments[number];
        let distance = segment.continues.get_val(entry);
        if distance == 0 {
            return None;
        }
        let document = segment.document.get_val(entry);
        let ordinal = segment.ordinal.get_val(entry) + distance;
        let next = entry + distance as u32;
        if next < segment.reader.max_doc()
            && segment.document.get_val(next) == document
            && segment.ordinal.get_val(next) == ordinal
        {
            return Some((number, next));
        }
        self.snapshot.segments.iter().enumerate().filter(|(other, _)| *other != number).find_map(|(other, segment)| {
            segment
                .entries()
                .find(|e| segment.document.get_val(*e) == document && segment.ordinal.get_val(*e) == ordinal)
                .map(|e| (other, e))
        })
    }
}

/// Whether the shape fits over the seam of two units.
fn straddles(shape: &Shape, before: &HashMap<usize, Vec<u32>>, after: &HashMap<usize, Vec<u32>>, words: u32) -> bool {
    let reach = shape.longest();
    let positions = |atom: usize| -> Vec<u32> {
        let mut all: Vec<u32> = before.get(&atom).into_iter().flatten().copied().filter(|p| p + reach >= words).collect();
        all.extend(after.get(&atom).into_iter().flatten().filter(|p| **p <= reach).map(|p| p + words));
        all
    };
    shape.stretches(&positions).iter().any(|s| s.start < words && s.end >= words)
}

/// Reads the positions of a clause's words, entry after entry.
struct PositionReader {
    postings: Vec<(usize, SegmentPostings)>,
    buffer: Vec<u32>,
}

impl PositionReader {
    fn open(segment: &Segment, clause: &Clause, atoms: &[usize]) -> Result<PositionReader, Error> {
        let mut postings = Vec::new();
        for atom in atoms {
            for group in &clause.atoms[*atom].groups {
                let inverted = segment.inverted(group.field)?;
                for term in group.terms.keys() {
                    if let Some(info) = inverted.terms().get(term)? {
                        let option = IndexRecordOption::WithFreqsAndPositions;
                        postings.push((*atom, inverted.read_postings_from_terminfo(&info, option)?));
                    }
                }
            }
        }
        Ok(PositionReader { postings, buffer: Vec::new() })
    }

    /// Sorted positions by atom. Entries must be asked for in rising order.
    fn read(&mut self, entry: u32) -> HashMap<usize, Vec<u32>> {
        let mut positions: HashMap<usize, Vec<u32>> = HashMap::new();
        for (atom, postings) in &mut self.postings {
            if postings.doc() < entry {
                postings.seek(entry);
            }
            if postings.doc() == entry {
                postings.positions(&mut self.buffer);
                positions.entry(*atom).or_default().extend(&self.buffer);
            }
        }
        for list in positions.values_mut() {
            list.sort_unstable();
            list.dedup();
        }
        positions
    }
}
