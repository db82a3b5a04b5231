//! A real case filled with texts as indexing fills it: the store with its compressed text, the index, both committed. Reading of files is left out.

use std::path::PathBuf;
use std::time::Instant;

use rogatory::case::{BlockWriter, Case, Error, NewDocument, NewSource, Settings, Stamp, State, Store, StoredUnit};
use rogatory::extract::{Locator, Meta, Part, Unit};
use rogatory::search::{Index, IndexDocument, IndexUnit, Searcher};

const NOW: &str = "2026-01-01T00:00:00Z";
/// Documents of one commit.
const BATCH: usize = 5_000;
/// As indexing gives it.
const MEMORY_MIB: u64 = 96;

/// A case in a folder of its own, removed when dropped.
pub struct Built {
    pub folder: tempfile::TempDir,
    pub searcher: Searcher,
    /// Row number of each document, by its place.
    pub ids: Vec<i64>,
    pub text_bytes: u64,
    /// Time for store and index together, on one thread and the index's own.
    pub seconds: f64,
    pub index_seconds: f64,
}

impl Built {
    pub fn case_dir(&self) -> PathBuf {
        self.folder.path().join("case")
    }

    /// Bytes on disk of index and store.
    pub fn size(&self) -> (u64, u64) {
        let all = |dir: PathBuf| -> u64 {
            std::fs::read_dir(dir)
                .into_iter()
                .flatten()
                .flatten()
                .filter_map(|e| e.metadata().ok())
                .filter(|m| m.is_file())
                .map(|m| m.len())
                .sum()
        };
        (all(self.case_dir().join("index")), all(self.case_dir()))
    }
}

/// Fill a case: every document a list of pages.
pub fn build(documents: impl Iterator<Item = Vec<String>>) -> Result<Built, Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let case = Case::create(&folder.path().join("case"), Settings { jurisdiction: Some("RS".into()), ..Default::default() })?;
    let store = Store::open(case.dir())?;
    let mut writer = Index::create(&case.index_dir())?.writer(MEMORY_MIB)?;
    let (mut ids, mut text_bytes, mut generation, mut index_seconds) = (Vec::new(), 0, 0, 0.0);
    let started = Instant::now();
    for (number, pages) in documents.enumerate() {
        if number % BATCH == 0 {
            if number > 0 {
                store.commit(generation)?;
                writer.commit(generation)?;
            }
            generation += 1;
            store.begin()?;
        }
        let (id, bytes) = put_stored(&store, number, &pages, generation)?;
        text_bytes += bytes;
        ids.push(id);
        let now = Instant::now();
        put_indexed(&mut writer, number, id, &pages)?;
        index_seconds += now.elapsed().as_secs_f64();
    }
    let now = Instant::now();
    if generation > 0 {
        store.commit(generation)?;
        writer.commit(generation)?;
    }
    writer.finish()?;
    index_seconds += now.elapsed().as_secs_f64();
    let seconds = started.elapsed().as_secs_f64();
    drop(store);
    let searcher = Searcher::open(&case)?;
    Ok(Built { folder, searcher, ids, text_bytes, seconds, index_seconds })
}

fn digest(number: usize) -> String {
    // Not a digest of anything: only as long and as even as one.
    format!("{:064x}", (number as u128 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c834))
}

fn put_stored(store: &Store, number: usize, pages: &[String], generation: u64) -> Result<(i64, u64), Error> {
    let mut blocks = BlockWriter::default();
    for (page, text) in pages.iter().enumerate() {
        let unit = Unit {
            locator: Locator::Page { number: page as u32 + 1, printed: None },
            part: Part::Body,
            text: text.clone(),
            engine: "bench".into(),
            confidence: None,
            entry: None,
        };
        blocks.push(StoredUnit { ordinal: 0, unit, language: None })?;
    }
    let (unit_count, text_bytes) = (blocks.count(), blocks.text_bytes());
    let (blocks, units_digest) = blocks.finish()?;
    let new = NewDocument {
        sha256: digest(number),
        size: text_bytes,
        media_type: "application/pdf".into(),
        engine: Some("bench".into()),
        state: State::Complete,
        gaps: Vec::new(),
        meta: Meta::default(),
        languages: Vec::new(),
        announced: None,
        unit_count,
        text_bytes,
        blocks,
        units_digest,
        unfinished: false,
    };
    let id = store.put_document(&new, generation, NOW, "bench")?;
    let source = NewSource {
        root: b"/evidence".to_vec(),
        path: path(number).into_bytes(),
        stamp: Stamp::default(),
        bytes: Ok(digest(number)),
    };
    store.put_source(&source, NOW)?;
    Ok((id, text_bytes))
}

fn path(number: usize) -> String {
    format!("/evidence/{:03}/{number:06}.pdf", number / 1000)
}

fn put_indexed(
    writer: &mut rogatory::search::Writer,
    number: usize,
    id: i64,
    pages: &[String],
) -> Result<(), rogatory::search::Error> {
    let locators: Vec<Locator> = (1..=pages.len()).map(|n| Locator::Page { number: n as u32, printed: None }).collect();
    let units: Vec<IndexUnit<'_>> = pages
        .iter()
        .zip(&locators)
        .enumerate()
        .map(|(n, (text, locator))| IndexUnit {
            ordinal: n as u32 + 1,
            locator,
            part: Part::Body,
            text,
            language: None,
            confidence: None,
            time: None,
        })
        .collect();
    writer.put(&IndexDocument {
        document: id,
        sha256: &digest(number),
        media_type: "application/pdf",
        paths: &[path(number)],
        sources: &["/evidence".to_owned()],
        countries: &["RS".to_owned()],
        units: &units,
        ..Default::default()
    })
}
