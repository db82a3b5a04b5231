//! The index on disk: created, opened, recognised.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tantivy::directory::error::OpenReadError;
use tantivy::{IndexReader, ReloadPolicy, TantivyError};

use crate::language::analyzer::CHAIN_VERSION;

use super::error::Error;
use super::pieces::{self, Pieces};
use super::schema::{FORMAT, Fields, schema};
use super::wordlist;
use super::writer::Writer;

/// What the index says about itself, in every commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    /// Layout of the fields.
    pub format: u32,
    /// Version of the word chains.
    pub chain: u32,
    /// The store's generation this commit belongs to.
    pub generation: u64,
}

impl Stamp {
    pub fn now(generation: u64) -> Stamp {
        Stamp { format: FORMAT, chain: CHAIN_VERSION, generation }
    }
}

/// The search index of one case.
pub struct Index {
    pub(super) inner: tantivy::Index,
    pub(super) fields: Fields,
    pub(super) folder: PathBuf,
    stamp: Stamp,
}

impl Index {
    /// Create an empty index in `folder`, which must exist and hold none. Generation 0.
    ///
    /// # Errors
    /// Where the folder cannot be written, or already holds an index.
    pub fn create(folder: &Path) -> Result<Index, Error> {
        let (schema, fields) = schema();
        let mut inner = tantivy::Index::create_in_dir(folder, schema)?;
        register(&mut inner);
        let index = Index { inner, fields, folder: folder.to_owned(), stamp: Stamp::now(0) };
        let mut writer = index.writer(16)?;
        writer.commit(0)?;
        Ok(index)
    }

    /// An empty index that lives as long as this process.
    ///
    /// # Errors
    /// Where there is no memory for it.
    pub fn in_memory() -> Result<Index, Error> {
        let (schema, fields) = schema();
        let mut inner = tantivy::Index::create_in_ram(schema);
        register(&mut inner);
        let index = Index { inner, fields, folder: PathBuf::new(), stamp: Stamp::now(0) };
        index.writer(16)?.commit(0)?;
        Ok(index)
    }

    /// Open the index in `folder`.
    ///
    /// # Errors
    /// [`Error::Missing`] without an index, [`Error::OtherVersion`] if it was written by another version of the layout or of
    /// the word chains, [`Error::Damaged`] if it cannot be understood.
    pub fn open(folder: &Path) -> Result<Index, Error> {
        let mut inner = match tantivy::Index::open_in_dir(folder) {
            Ok(inner) => inner,
            Err(TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(_)) | TantivyError::OpenDirectoryError(_)) => {
                return Err(Error::Missing(folder.to_owned()));
            }
            Err(error) => return Err(Error::Damaged { folder: folder.to_owned(), detail: error.to_string() }),
        };
        register(&mut inner);
        let metas = inner.load_metas().map_err(|e| Error::Damaged { folder: folder.to_owned(), detail: e.to_string() })?;
        // Without a stamp the creation was cut off before its first commit: nothing is lost by building it again.
        let Some(stamp) = metas.payload.as_deref().and_then(|payload| serde_json::from_str::<Stamp>(payload).ok()) else {
            return Err(Error::Damaged { folder: folder.to_owned(), detail: "it carries no version".into() });
        };
        let (expected, fields) = schema();
        if stamp.format != FORMAT || stamp.chain != CHAIN_VERSION || inner.schema() != expected {
            return Err(Error::OtherVersion {
                folder: folder.to_owned(),
                found: format!("layout {}, word chains {}", stamp.format, stamp.chain),
                expected: format!("layout {FORMAT}, word chains {CHAIN_VERSION}"),
            });
        }
        Ok(Index { inner, fields, folder: folder.to_owned(), stamp })
    }

    /// The store's generation the last commit belongs to, as of opening.
    pub fn generation(&self) -> u64 {
        self.stamp.generation
    }

    /// The one writer. `memory_mib` bounds what is buffered before a part of the index goes to disk (15 at least).
    ///
    /// # Errors
    /// [`Error::Locked`] at once if another process writes.
    pub fn writer(&self, memory_mib: u64) -> Result<Writer, Error> {
        Writer::open(self, memory_mib)
    }

    /// Checks every file of the index against its recorded checksum; names the damaged ones.
    pub fn damaged_files(&self) -> Result<Vec<PathBuf>, Error> {
        let mut damaged: Vec<PathBuf> = self.inner.validate_checksum()?.into_iter().collect();
        damaged.extend(wordlist::damaged(&self.folder));
        damaged.sort();
        Ok(damaged)
    }

    /// Space on disk in bytes.
    pub fn size(&self) -> u64 {
        std::fs::read_dir(&self.folder)
            .map(|entries| entries.flatten().filter_map(|e| e.metadata().ok()).map(|m| m.len()).sum())
            .unwrap_or(0)
    }

    pub(super) fn reader(&self) -> Result<IndexReader, Error> {
        Ok(self.inner.reader_builder().reload_policy(ReloadPolicy::Manual).num_warming_threads(1).try_into()?)
    }
}

fn register(index: &mut tantivy::Index) {
    index.tokenizers().register(pieces::NAME, Pieces::default());
}
