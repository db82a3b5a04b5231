//! The index as one query sees it: its parts, their columns, and the terms in its dictionaries.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use tantivy::columnar::{Cardinality, Column, ColumnValues};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, InvertedIndexReader, SegmentReader, TERMINATED};
use tantivy_fst::Automaton;

use super::bits::Bits;
use super::error::Error;
use super::index::Index;
use super::schema::{Fields, RECORD, SPELLING};
use super::wordlist;

/// Terms with the number of entries each occurs in.
pub type Terms = BTreeMap<Vec<u8>, u64>;

/// One part of the index.
pub struct Segment {
    pub reader: SegmentReader,
    /// Number of entries in the parts before this one.
    pub base: u32,
    pub document: Arc<dyn ColumnValues<u64>>,
    pub ordinal: Arc<dyn ColumnValues<u64>>,
    pub words: Arc<dyn ColumnValues<u64>>,
    pub continues: Arc<dyn ColumnValues<u64>>,
    pub page: Column<u64>,
    pub date: Column<i64>,
}

impl Segment {
    /// Whether the entry has not been removed.
    pub fn alive(&self, entry: u32) -> bool {
        self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(entry))
    }

    /// Every entry that has not been removed.
    pub fn entries(&self) -> impl Iterator<Item = u32> + '_ {
        (0..self.reader.max_doc()).filter(|entry| self.alive(*entry))
    }

    pub fn inverted(&self, field: Field) -> Result<Arc<InvertedIndexReader>, Error> {
        Ok(self.reader.inverted_index(field)?)
    }

    /// Visit every spelling of a folded word that occurs, with the number of entries it occurs in.
    fn spellings(&self, field: Field, folded: &str, mut visit: impl FnMut(&[u8], u64)) -> Result<(), Error> {
        let inverted = self.inverted(field)?;
        if let Some(info) = inverted.terms().get(folded)? {
            visit(folded.as_bytes(), u64::from(info.doc_freq));
        }
        let from = format!("{folded}{SPELLING}");
        let to = format!("{folded}\u{2}");
        let mut stream = inverted.terms().range().ge(from.as_bytes()).lt(to.as_bytes()).into_stream()?;
        while stream.advance() {
            visit(stream.key(), u64::from(stream.value().doc_freq));
        }
        Ok(())
    }

    /// Visit every living entry that has the term.
    pub fn each(&self, field: Field, term: &[u8], mut visit: impl FnMut(u32)) -> Result<(), Error> {
        let inverted = self.inverted(field)?;
        let Some(info) = inverted.terms().get(term)? else { return Ok(()) };
        let mut postings = inverted.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
        let mut entry = postings.doc();
        while entry != TERMINATED {
            if self.alive(entry) {
                visit(entry);
            }
            entry = postings.advance();
        }
        Ok(())
    }
}

/// One value an entry. A column that has one everywhere is read directly: every posting of a query asks it.
fn dense(column: Column<u64>, absent: u64) -> Arc<dyn ColumnValues<u64>> {
    match column.get_cardinality() {
        Cardinality::Full => column.values,
        _ => column.first_or_default_col(absent),
    }
}

/// The index at one commit.
pub struct Snapshot {
    pub fields: Fields,
    pub segments: Vec<Segment>,
    /// Units in the index, removed ones that still lie on disk included: what rarity is measured against.
    pub units: u64,
    /// Larger than every document id.
    pub room: usize,
    /// Entries of all parts.
    pub entries: usize,
    /// A short name of this commit.
    pub id: String,
    /// Where the lists of words lie; empty for an index in memory.
    folder: PathBuf,
}

impl Snapshot {
    pub fn open(index: &Index) -> Result<Snapshot, Error> {
        let searcher = index.reader()?.searcher();
        let fields = index.fields;
        let mut segments = Vec::new();
        let (mut base, mut units, mut room) = (0, 0, 1);
        let mut ids = Vec::new();
        for reader in searcher.segment_readers() {
            let columns = reader.fast_fields();
            let document = dense(columns.u64("document")?, 0);
            if reader.max_doc() > 0 {
                room = room.max(document.max_value() as usize + 1);
            }
            let part = reader.inverted_index(fields.part)?;
            let mut terms = part.terms().stream()?;
            while terms.advance() {
                // A doubtful page has a second code beside its layer; it is one unit.
                if terms.key() != super::writer::DOUBTFUL.as_bytes() {
                    units += u64::from(terms.value().doc_freq);
                }
            }
            ids.push(format!("{}:{}", reader.segment_id().short_uuid_string(), reader.num_docs()));
            segments.push(Segment {
                base,
                document,
                ordinal: dense(columns.u64("ordinal")?, RECORD),
                words: dense(columns.u64("words")?, 0),
                continues: dense(columns.u64("continues")?, 0),
                page: columns.u64("page")?,
                date: columns.i64("date")?,
                reader: reader.clone(),
            });
            base += reader.max_doc();
        }
        ids.sort();
        let id = format!("{}-{:08x}", index.generation(), fingerprint(&ids.join(",")));
        Ok(Snapshot { fields, segments, units, room, entries: base as usize, id, folder: index.folder.clone() })
    }

    /// How many entries have this term in this field.
    pub fn count(&self, field: Field, term: &[u8]) -> Result<u64, Error> {
        let mut count = 0;
        for segment in &self.segments {
            count += segment.inverted(field)?.terms().get(term)?.map_or(0, |info| u64::from(info.doc_freq));
        }
        Ok(count)
    }

    /// Every spelling of a folded word that occurs.
    pub fn spellings(&self, field: Field, folded: &str) -> Result<Terms, Error> {
        let mut found = Terms::new();
        for segment in &self.segments {
            segment.spellings(field, folded, |term, count| *found.entry(term.to_vec()).or_default() += count)?;
        }
        Ok(found)
    }

    /// Every term with this beginning.
    pub fn beginning(&self, field: Field, with: &[u8]) -> Result<Terms, Error> {
        let mut found = Terms::new();
        for segment in &self.segments {
            let inverted = segment.inverted(field)?;
            let mut stream = inverted.terms().range().ge(with).into_stream()?;
            while stream.advance() && stream.key().starts_with(with) {
                *found.entry(stream.key().to_vec()).or_default() += u64::from(stream.value().doc_freq);
            }
        }
        Ok(found)
    }

    /// Every term an automaton accepts. The parts of the index are searched at the same time: an automaton may have to see every word.
    pub fn matching(&self, field: Field, automaton: &(impl Automaton<State: Clone> + Sync)) -> Result<Terms, Error> {
        type Found = Result<Vec<(Vec<u8>, u64)>, Error>;
        let listed = field == self.fields.exact && !self.folder.as_os_str().is_empty() && wordlist::begins_anyhow(automaton);
        let search = |segment: &Segment| -> Found {
            if listed && let Some(words) = wordlist::matching(&self.folder, &segment.reader, field, automaton) {
                let mut terms = Vec::new();
                for word in words {
                    segment.spellings(field, &word, |term, count| terms.push((term.to_vec(), count)))?;
                }
                return Ok(terms);
            }
            let inverted = segment.inverted(field)?;
            let mut stream = inverted.terms().search(automaton).into_stream()?;
            let mut terms = Vec::new();
            while stream.advance() {
                terms.push((stream.key().to_vec(), u64::from(stream.value().doc_freq)));
            }
            Ok(terms)
        };
        let parts: Vec<Found> = match self.segments.as_slice() {
            [one] => vec![search(one)],
            many => std::thread::scope(|scope| {
                let threads: Vec<_> = many.iter().map(|segment| scope.spawn(|| search(segment))).collect();
                let failed = || Err(Error::Io("a part of the index could not be searched".into()));
                threads.into_iter().map(|thread| thread.join().unwrap_or_else(|_| failed())).collect()
            }),
        };
        let mut found = Terms::new();
        for part in parts {
            for (term, count) in part? {
                *found.entry(term).or_default() += count;
            }
        }
        Ok(found)
    }

    /// Every term of a field that a condition accepts. For fields with few terms.
    pub fn accepted(&self, field: Field, accept: impl Fn(&str) -> bool) -> Result<Vec<Vec<u8>>, Error> {
        let mut found = Terms::new();
        for segment in &self.segments {
            let inverted = segment.inverted(field)?;
            let mut stream = inverted.terms().stream()?;
            while stream.advance() {
                if std::str::from_utf8(stream.key()).is_ok_and(&accept) {
                    found.insert(stream.key().to_vec(), 0);
                }
            }
        }
        Ok(found.into_keys().collect())
    }

    /// The documents with any of these terms in a field.
    pub fn documents_with(&self, field: Field, terms: &[Vec<u8>]) -> Result<Bits, Error> {
        let mut documents = Bits::new(self.room);
        for segment in &self.segments {
            for term in terms {
                segment.each(field, term, |entry| documents.insert(segment.document.get_val(entry) as u32))?;
            }
        }
        Ok(documents)
    }

    /// Every document, unreadable ones too.
    pub fn documents(&self) -> Bits {
        let mut documents = Bits::new(self.room);
        for segment in &self.segments {
            for entry in segment.entries() {
                documents.insert(segment.document.get_val(entry) as u32);
            }
        }
        documents
    }

    /// Mean number of tokens a unit has in a field.
    pub fn mean_length(&self, field: Field) -> Result<f32, Error> {
        let mut tokens = 0;
        for segment in &self.segments {
            tokens += segment.inverted(field)?.total_num_tokens();
        }
        Ok((tokens as f32 / self.units.max(1) as f32).max(1.0))
    }
}

/// FNV-1a: a short name, not a proof.
fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}
