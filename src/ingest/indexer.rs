//! The thread that feeds the text index. It follows the store: what it is given is already, or will in the same breath be, written there.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender};

use crate::case::{Block, Document, Error, Kind, Occurrence, SourceStatus, StoredUnit, private_dir};
use crate::search::{self, Index, IndexDocument, IndexUnit};

/// Memory the index may fill before a part of it goes to disk.
const MEMORY_MIB: u64 = 96;

/// Units of a document, open or as stored.
pub enum Units {
    Open(Vec<StoredUnit>),
    Packed(Vec<Block>),
}

/// What the index thread is asked to do.
pub enum Job {
    Put { document: Box<Document>, places: Vec<Occurrence>, units: Units },
    Commit(u64),
}

/// The index of a case and the commit it stands at; `None` if it had to be made new. An index that is lost, of another version, damaged, or
/// ahead of the store (an older store was put back) is built again: the store holds all the text.
pub fn open(dir: &Path, store_generation: u64) -> Result<(Index, Option<u64>), Error> {
    if let Ok(index) = Index::open(dir) {
        let generation = index.generation();
        if generation <= store_generation {
            return Ok((index, Some(generation)));
        }
    }
    if dir.exists() {
        std::fs::remove_dir_all(dir).map_err(|e| Error::io("replace", dir, &e))?;
    }
    private_dir(dir)?;
    Ok((Index::create(dir).map_err(failure)?, None))
}

/// Feed the index until no more jobs come.
pub fn run(index: Index, countries: Vec<String>, jobs: Receiver<Job>, confirm: SyncSender<u64>) -> Result<(), Error> {
    let mut writer = index.writer(MEMORY_MIB).map_err(failure)?;
    let mut dirty = false;
    for job in jobs {
        match job {
            Job::Put { document, places, units } => {
                let open = match units {
                    Units::Open(open) => open,
                    Units::Packed(blocks) => {
                        let mut open = Vec::new();
                        for block in blocks {
                            open.append(&mut block.units()?);
                        }
                        open
                    }
                };
                dirty = true;
                put(&mut writer, &countries, &document, &places, &open).map_err(failure)?;
            }
            Job::Commit(generation) => {
                writer.commit(generation).map_err(failure)?;
                if confirm.send(generation).is_err() {
                    return Ok(());
                }
            }
        }
    }
    // A run that found nothing new ends at once; otherwise the merges that are under way are worth waiting for.
    if dirty { writer.finish().map_err(failure) } else { Ok(()) }
}

fn put(
    writer: &mut search::Writer,
    countries: &[String],
    document: &Document,
    places: &[Occurrence],
    units: &[StoredUnit],
) -> Result<(), search::Error> {
    // A place that is no more is still where the bytes were found: it stays searchable.
    let mut paths: Vec<String> = places.iter().map(|place| place.display.clone()).collect();
    paths.dedup();
    let mut sources: Vec<String> =
        places.iter().filter(|p| p.status != SourceStatus::Vanished || places.len() == 1).map(|p| p.root.clone()).collect();
    sources.sort();
    sources.dedup();
    let units: Vec<IndexUnit> = units
        .iter()
        .map(|stored| IndexUnit {
            ordinal: stored.ordinal,
            locator: &stored.unit.locator,
            part: stored.unit.part,
            text: &stored.unit.text,
            language: stored.language.as_deref(),
            confidence: stored.unit.confidence,
            time: stored.unit.entry.as_ref().and_then(|entry| entry.time.as_deref()),
        })
        .collect();
    let meta = &document.meta;
    writer.put(&IndexDocument {
        document: document.id,
        sha256: &document.sha256,
        media_type: &document.media_type,
        paths: &paths,
        sources: &sources,
        title: meta.title.as_deref(),
        date: meta.date.as_deref(),
        from: &meta.from,
        to: &meta.to,
        cc: &meta.cc,
        subject: meta.subject.as_deref(),
        tags: &[],
        languages: &document.languages,
        countries,
        units: &units,
    })
}

/// The index's troubles in the words of the case room.
pub fn failure(error: search::Error) -> Error {
    let text = error.to_string();
    if text.contains("No space left") || text.contains("os error 28") {
        return Error::new(
            Kind::DiskFull,
            "the disk that holds the text index is full; everything reported as done so far is safe",
        )
        .hint("make room and run the same command again: it goes on where it stopped");
    }
    match error {
        search::Error::Locked(_) => Error::new(Kind::Locked, text).hint("wait until the other process has finished"),
        _ => Error::new(Kind::Io, text).hint("run the same command again: a damaged index is built again from the store"),
    }
}
