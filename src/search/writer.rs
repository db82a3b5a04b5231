//! Documents into the index: every word is analysed once, for all fields.

use std::collections::HashMap;
use std::path::PathBuf;

use foldhash::fast::RandomState;
use tantivy::directory::error::LockError;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy, UserOperation};
use tantivy::{IndexWriter, TantivyDocument, TantivyError, Term};

use crate::extract::{LOW_CONFIDENCE, Locator, Part};
use crate::identifiers::Hints;
use crate::language::analyzer::{Analyzer, words};

use super::error::Error;
use super::ids;
use super::index::{Index, Stamp};
use super::pieces::{NEXT, STACK};
use super::schema::{CYRILLIC, Fields, RECORD, SPELLING, STACKED_NAME, STACKED_STEM};
use super::spelling::{has_cyrillic, spelling};
use super::time::seconds;
use super::wordlist;

/// One document as the index needs it. **Every** document of the store is put, unreadable ones too (with no units), so that
/// filters can count what they leave in scope.
#[derive(Debug, Clone, Default)]
pub struct IndexDocument<'a> {
    /// The store's id.
    pub document: i64,
    pub sha256: &'a str,
    pub media_type: &'a str,
    /// Path chains, one for each place it was found ("a.zip!/b.eml!/c.pdf").
    pub paths: &'a [String],
    /// The evidence roots it was found under.
    pub sources: &'a [String],
    pub title: Option<&'a str>,
    /// RFC 3339, or a date alone.
    pub date: Option<&'a str>,
    pub from: &'a [String],
    pub to: &'a [String],
    pub cc: &'a [String],
    pub subject: Option<&'a str>,
    pub tags: &'a [String],
    /// Language groups with script: `sq`, `hbs-Cyrl`.
    pub languages: &'a [String],
    /// States whose local forms of telephone numbers and the like are tried (ISO 3166): the case's own first.
    pub countries: &'a [String],
    pub units: &'a [IndexUnit<'a>],
}

/// One unit of a document, in the store's order.
#[derive(Debug, Clone)]
pub struct IndexUnit<'a> {
    /// From 1, as in the store.
    pub ordinal: u32,
    pub locator: &'a Locator,
    pub part: Part,
    pub text: &'a str,
    pub language: Option<&'a str>,
    /// Mean word confidence of OCR in percent.
    pub confidence: Option<f32>,
    /// Its own time (chat message, call), RFC 3339.
    pub time: Option<&'a str>,
}

/// Tantivy asks for at least 15 MB a thread.
const LEAST_MIB: u64 = 16;
/// A document's entries go to tantivy together up to this much encoded text, so that its units lie side by side.
const TOGETHER: usize = 4 << 20;
/// Distinct words remembered with their analysis.
const REMEMBERED: usize = 150_000;

/// Adds and removes documents. Nothing is visible, and nothing survives a crash, before [`Writer::commit`].
pub struct Writer {
    inner: IndexWriter,
    fields: Fields,
    encoder: Encoder,
    /// Empty for an index in memory.
    folder: PathBuf,
}

impl Writer {
    pub(super) fn open(index: &Index, memory_mib: u64) -> Result<Writer, Error> {
        let budget = memory_mib.clamp(LEAST_MIB, 2048) as usize * (1 << 20);
        let options =
            IndexWriterOptions::builder().num_worker_threads(1).num_merge_threads(1).memory_budget_per_thread(budget).build();
        let inner = match index.inner.writer_with_options(options) {
            Err(TantivyError::LockFailure(LockError::LockBusy, _)) => return Err(Error::Locked(index.folder.clone())),
            other => other?,
        };
        let mut merging = LogMergePolicy::default();
        merging.set_min_num_segments(6);
        inner.set_merge_policy(Box::new(merging));
        // What a killed writer left unfinished would stand in the way: its files have the names that come next.
        inner.garbage_collect_files().wait()?;
        Ok(Writer { inner, fields: index.fields, encoder: Encoder::default(), folder: index.folder.clone() })
    }

    /// Add a document, or put it in the place of its older version.
    ///
    /// # Errors
    /// Where the index cannot be written any more (disk full, damaged).
    pub fn put(&mut self, document: &IndexDocument<'_>) -> Result<(), Error> {
        let mut batch = vec![UserOperation::Delete(self.term(document.document)), UserOperation::Add(self.record(document))];
        let mut size = 0;
        let date = document.date.and_then(seconds);
        let hints = Hints { countries: document.countries.to_vec() };
        for (at, unit) in document.units.iter().enumerate() {
            let (entry, bytes) = self.entry(document, unit, continuation(&document.units[at..]), date, &hints);
            batch.push(UserOperation::Add(entry));
            size += bytes;
            if size > TOGETHER {
                self.inner.run(std::mem::take(&mut batch))?;
                size = 0;
            }
        }
        self.inner.run(batch)?;
        Ok(())
    }

    /// Remove a document and all its units. Not there: nothing happens.
    pub fn remove(&mut self, document: i64) -> Result<(), Error> {
        self.inner.delete_term(self.term(document));
        Ok(())
    }

    /// Make everything so far durable and visible, as belonging to this generation of the store.
    ///
    /// # Errors
    /// Where it could not be written; the last commit stays as it was.
    pub fn commit(&mut self, generation: u64) -> Result<(), Error> {
        let stamp = serde_json::to_string(&Stamp::now(generation)).unwrap_or_default();
        let mut prepared = self.inner.prepare_commit()?;
        prepared.set_payload(&stamp);
        prepared.commit()?;
        Ok(())
    }

    /// Wait until running merges are done, list the words of the new parts, and end. Without it, merges are abandoned (harmless: the next
    /// writer does them).
    pub fn finish(self) -> Result<(), Error> {
        let index = self.inner.index().clone();
        self.inner.wait_merging_threads()?;
        if self.folder.as_os_str().is_empty() { Ok(()) } else { wordlist::write_missing(&index, &self.folder, self.fields.exact) }
    }

    fn term(&self, document: i64) -> Term {
        Term::from_field_u64(self.fields.document, document as u64)
    }

    fn record(&mut self, document: &IndexDocument<'_>) -> TantivyDocument {
        let fields = self.fields;
        let mut record = TantivyDocument::new();
        record.add_u64(fields.document, document.document as u64);
        record.add_u64(fields.ordinal, RECORD);
        if let Some(date) = document.date.and_then(seconds) {
            record.add_i64(fields.date, date);
        }
        record.add_text(fields.kind, document.media_type);
        record.add_text(fields.hash, document.sha256);
        for (field, values) in [
            (fields.path, document.paths),
            (fields.source, document.sources),
            (fields.tag, document.tags),
            (fields.language, document.languages),
        ] {
            for value in values {
                record.add_text(field, value);
            }
        }
        for (field, values) in [(fields.from, document.from), (fields.to, document.to), (fields.cc, document.cc)] {
            for value in values {
                record.add_text(field, self.encoder.stacked(value));
            }
        }
        for (field, value) in [(fields.subject, document.subject), (fields.title, document.title)] {
            if let Some(value) = value {
                record.add_text(field, self.encoder.stacked(value));
            }
        }
        record
    }

    fn entry(
        &mut self,
        document: &IndexDocument<'_>,
        unit: &IndexUnit<'_>,
        continues: u64,
        date: Option<i64>,
        hints: &Hints,
    ) -> (TantivyDocument, usize) {
        let fields = self.fields;
        let mut entry = TantivyDocument::new();
        entry.add_u64(fields.document, document.document as u64);
        entry.add_u64(fields.ordinal, u64::from(unit.ordinal));
        if let Some(page) = unit.locator.page() {
            entry.add_u64(fields.page, u64::from(page));
        }
        if let Some(date) = unit.time.and_then(seconds).or(date) {
            entry.add_i64(fields.date, date);
        }
        if let Some(language) = unit.language {
            entry.add_text(fields.language, language);
        }
        entry.add_text(fields.part, part_code(unit.part));
        if unit.part == Part::Ocr && unit.confidence.is_some_and(|confidence| confidence < LOW_CONFIDENCE) {
            entry.add_text(fields.part, DOUBTFUL);
        }
        // In chats names are written small: there every word may be a name.
        let small_names = matches!(unit.locator, Locator::Message { .. });
        let count = self.encoder.encode(unit.text, small_names);
        entry.add_u64(fields.words, count);
        entry.add_u64(fields.continues, continues);
        entry.add_text(fields.exact, &self.encoder.exact);
        entry.add_text(fields.stem, &self.encoder.stem);
        entry.add_text(fields.name, self.encoder.name.trim_end_matches(NEXT));
        let ids = ids::terms(unit.text, hints);
        if !ids.is_empty() {
            entry.add_text(fields.ids, ids.join("\n"));
        }
        let bytes = self.encoder.exact.len() + self.encoder.stem.len() + self.encoder.name.len();
        (entry, bytes)
    }
}

/// How many entries after the first unit its text goes on, 0 for nowhere: pages and paragraphs flow, messages and sheets do not.
fn continuation(units: &[IndexUnit<'_>]) -> u64 {
    let flows = |unit: &IndexUnit<'_>| {
        matches!(unit.part, Part::Body | Part::Ocr)
            && matches!(
                unit.locator,
                Locator::Page { .. }
                    | Locator::Paragraph { .. }
                    | Locator::Line { .. }
                    | Locator::Element { .. }
                    | Locator::Slide { .. }
            )
    };
    let Some((first, rest)) = units.split_first() else { return 0 };
    if !flows(first) {
        return 0;
    }
    let kind = std::mem::discriminant(first.locator);
    rest.iter()
        .position(|unit| flows(unit) && std::mem::discriminant(unit.locator) == kind)
        .map_or(0, |distance| distance as u64 + 1)
}

/// What stands beside the layer of a recognised page that is doubtful.
pub(super) const DOUBTFUL: &str = "ocr_low_confidence";

/// The part as the index and the query grammar name it.
pub(super) fn part_code(part: Part) -> &'static str {
    match part {
        Part::Body => "body",
        Part::Header => "header",
        Part::Footer => "footer",
        Part::Footnote => "footnote",
        Part::Comment => "comment",
        Part::Deleted => "deleted",
        Part::Notes => "notes",
        Part::Hidden => "hidden",
        Part::Annotation => "annotation",
        Part::FormField => "form_field",
        Part::Metadata => "metadata",
        Part::Ocr => "ocr",
    }
}

/// What a word puts into each field, in one piece of memory: `exact`, `stem`, `name` behind one another.
struct Encoded {
    all: Box<str>,
    stem: usize,
    name: usize,
}

impl Encoded {
    fn new(exact: &str, stem: &str, name: &str) -> Encoded {
        let all = [exact, stem, name].concat().into_boxed_str();
        Encoded { all, stem: exact.len(), name: exact.len() + stem.len() }
    }

    fn exact(&self) -> &str {
        &self.all[..self.stem]
    }

    fn stem(&self) -> &str {
        &self.all[self.stem..self.name]
    }

    fn name(&self) -> &str {
        &self.all[self.name..]
    }
}

/// Turns text into the encoded fields, remembering every distinct word.
#[derive(Default)]
struct Encoder {
    analyzer: Analyzer,
    /// The hash is seeded: the words come from evidence.
    known: HashMap<Box<str>, Encoded, RandomState>,
    exact: String,
    stem: String,
    name: String,
}

impl Encoder {
    /// Encode a text; the result stands in `exact`, `stem`, `name`. Gives the number of positions.
    fn encode(&mut self, text: &str, small_names: bool) -> u64 {
        self.exact.clear();
        self.stem.clear();
        self.name.clear();
        let mut count = 0;
        for word in words(text) {
            let Some(raw) = text.get(word.start..word.end) else { continue };
            if count > 0 {
                self.exact.push(NEXT);
                self.stem.push(NEXT);
                self.name.push(NEXT);
            }
            let may_be_name = small_names || raw.chars().next().is_some_and(|c| !c.is_lowercase());
            let mut write = |encoded: &Encoded| {
                self.exact.push_str(encoded.exact());
                self.stem.push_str(encoded.stem());
                if may_be_name {
                    self.name.push_str(encoded.name());
                }
            };
            match self.known.get(raw) {
                Some(encoded) => write(encoded),
                None => {
                    let encoded = encode_word(&self.analyzer, raw);
                    write(&encoded);
                    if self.known.len() >= REMEMBERED {
                        self.known.clear();
                    }
                    self.known.insert(raw.into(), encoded);
                }
            }
            count += 1;
        }
        count
    }

    /// A short text (a subject, an address) with words, stems and names stacked in one field.
    fn stacked(&mut self, text: &str) -> String {
        let mut out = String::new();
        for word in words(text) {
            let Some(raw) = text.get(word.start..word.end) else { continue };
            let encoded = encode_word(&self.analyzer, raw);
            if !out.is_empty() {
                out.push(NEXT);
            }
            out.push_str(encoded.exact());
            for stem in encoded.stem().split(STACK) {
                out.extend([STACK, STACKED_STEM]);
                out.push_str(stem);
            }
            for name in encoded.name().split(STACK).filter(|n| !n.is_empty()) {
                out.extend([STACK, STACKED_NAME]);
                out.push_str(name);
            }
        }
        out
    }
}

fn encode_word(analyzer: &Analyzer, raw: &str) -> Encoded {
    let analysed = analyzer.analyse_afresh(raw);
    let mut exact = analysed.exact;
    let spelled = spelling(raw);
    if spelled != exact {
        exact.push(SPELLING);
        exact.push_str(&spelled);
    }
    let ending = if has_cyrillic(raw) { CYRILLIC } else { "" };
    let mut stem = String::new();
    for one in &analysed.stems {
        if !stem.is_empty() {
            stem.push(STACK);
        }
        stem.push_str(one);
        stem.push_str(ending);
    }
    Encoded::new(&exact, &stem, &analysed.names.join("\t"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Index;

    fn page(number: u32) -> Locator {
        Locator::Page { number, printed: None }
    }

    #[test]
    fn a_document_put_twice_is_there_once_and_the_second_writer_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::create(folder.path()).unwrap();
        let mut writer = index.writer(16).unwrap();
        assert!(matches!(index.writer(16), Err(Error::Locked(_))));
        let locator = page(1);
        let units = [IndexUnit {
            ordinal: 1,
            locator: &locator,
            part: Part::Body,
            text: "Džaferi je prešao granicu.",
            language: Some("hbs-Latn"),
            confidence: None,
            time: None,
        }];
        let document = IndexDocument { document: 7, sha256: "ab", media_type: "text/plain", units: &units, ..Default::default() };
        writer.put(&document).unwrap();
        writer.put(&document).unwrap();
        writer.commit(3).unwrap();
        writer.put(&document).unwrap();
        writer.commit(4).unwrap();
        drop(writer);
        let index = Index::open(folder.path()).unwrap();
        assert_eq!(index.generation(), 4);
        let searcher = index.reader().unwrap().searcher();
        assert_eq!(searcher.num_docs(), 2, "one record, one unit");
        let term = Term::from_field_text(index.fields.exact, "dzaferi\u{1}džaferi");
        assert_eq!(searcher.doc_freq(&term).unwrap(), 1);
    }

    #[test]
    fn a_doubtful_page_has_a_code_of_its_own_and_is_one_unit() {
        let folder = tempfile::tempdir().unwrap();
        let index = Index::create(folder.path()).unwrap();
        let mut writer = index.writer(16).unwrap();
        let (one, two) = (page(1), page(2));
        let unit = |ordinal, locator, confidence| IndexUnit {
            ordinal,
            locator,
            part: Part::Ocr,
            text: "n0t cl3ar",
            language: None,
            confidence: Some(confidence),
            time: None,
        };
        let units = [unit(1, &one, 31.0), unit(2, &two, 91.0)];
        let document = IndexDocument { document: 1, sha256: "ab", media_type: "image/png", units: &units, ..Default::default() };
        writer.put(&document).unwrap();
        writer.commit(1).unwrap();
        drop(writer);
        let snapshot = crate::search::snapshot::Snapshot::open(&index).unwrap();
        assert_eq!(snapshot.units, 2);
        let searcher = index.reader().unwrap().searcher();
        let found = |part: &str| searcher.doc_freq(&Term::from_field_text(index.fields.part, part)).unwrap();
        assert_eq!((found("ocr"), found(DOUBTFUL)), (2, 1));
    }

    #[test]
    fn every_layer_written_can_be_asked_for() {
        let every = [
            Part::Body,
            Part::Header,
            Part::Footer,
            Part::Footnote,
            Part::Comment,
            Part::Deleted,
            Part::Notes,
            Part::Hidden,
            Part::Annotation,
            Part::FormField,
            Part::Metadata,
            Part::Ocr,
        ];
        let written: Vec<&str> = every.into_iter().map(part_code).chain([DOUBTFUL]).collect();
        assert_eq!(written, crate::search::query::PARTS);
    }

    #[test]
    fn an_index_of_another_version_says_so_and_no_index_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(Index::open(folder.path()), Err(Error::Missing(_))));
        drop(Index::create(folder.path()).unwrap());
        let meta = folder.path().join("meta.json");
        let text = std::fs::read_to_string(&meta).unwrap();
        let older = text.replace("\\\"format\\\":1", "\\\"format\\\":0");
        assert_ne!(text, older);
        std::fs::write(&meta, older).unwrap();
        let Err(error) = Index::open(folder.path()) else { panic!("an older index was opened") };
        assert!(matches!(error, Error::OtherVersion { .. }), "{error}");
    }

    #[test]
    fn pages_flow_into_the_next_page_and_messages_do_not() {
        let (one, two, chat) = (page(1), page(2), Locator::Message { number: 1, time: None, sender: None });
        let unit =
            |ordinal, locator, part| IndexUnit { ordinal, locator, part, text: "", language: None, confidence: None, time: None };
        let units = [unit(1, &one, Part::Body), unit(2, &one, Part::Annotation), unit(3, &two, Part::Body)];
        assert_eq!(continuation(&units), 2);
        assert_eq!(continuation(&units[1..]), 0);
        assert_eq!(continuation(&[unit(1, &chat, Part::Body), unit(2, &chat, Part::Body)]), 0);
    }
}
