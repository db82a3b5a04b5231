//! A case folder on disk: `case.toml` for people, one SQLite file with what was read, private modes, the journal.
//!
//! Not for: reading evidence (`ingest`), finding words (`search`), printing (`cli`). SQLite is the truth: the text index can
//! always be rebuilt from here without opening the evidence again.
//!
//! ```text
//! case.toml      who, what, where, in a form a clerk can edit
//! store.sqlite   documents, units of text, members, sources, journal
//! index/         the text index (search/)
//! work/          spooled members of containers while they are read; emptied at start
//! lock           held by the one process that writes
//! ```

mod beside;
mod block;
mod coverage;
mod document;
mod error;
mod journal;
mod paths;
mod record;
mod scope;
mod settings;
mod store;
mod unfinished;
mod verify;

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

pub use beside::Beside;
pub use block::{Block, BlockWriter};
pub use coverage::Incomplete;
pub use document::{
    Document, Lookup, Member, Occurrence, Skipped, SourceStatus, Stamp, State, StoredUnit, Unopened, display_path,
};
pub use error::{Error, Kind};
pub use journal::JournalEntry;
pub use paths::MOST_PLACES;
pub use record::{KnownSource, NewDocument, NewSource};
pub use scope::Scope;
pub use settings::Settings;
pub use store::{FORMAT_VERSION, Store, Totals};
pub use unfinished::Unfinished;
pub use verify::Fault;

/// Name of the file that makes a folder a case.
pub const CASE_FILE: &str = "case.toml";

/// An open case folder.
#[derive(Debug)]
pub struct Case {
    dir: PathBuf,
    settings: Settings,
}

impl Case {
    /// Make `dir` a case folder: private, with `case.toml`, an empty store and a first journal entry.
    /// An existing case is never overwritten.
    pub fn create(dir: &Path, settings: Settings) -> Result<Case, Error> {
        if dir.join(CASE_FILE).exists() {
            return Err(Error::new(Kind::BadInput, format!("{} is already a case folder", dir.display()))
                .hint("choose another folder, or run rogatory index in this one"));
        }
        private_dir(dir)?;
        let dir = fs::canonicalize(dir).map_err(|e| Error::io("open", dir, &e))?;
        let store = Store::open(&dir)?;
        store.journal("init", &serde_json::json!({"number": settings.number, "title": settings.title}))?;
        private_dir(&dir.join("index"))?;
        private_dir(&dir.join("work"))?;
        settings.save_new(&dir.join(CASE_FILE))?;
        Ok(Case { dir, settings })
    }

    /// Open the case folder `dir`.
    pub fn open(dir: &Path) -> Result<Case, Error> {
        let file = dir.join(CASE_FILE);
        if !file.is_file() {
            return Err(Error::new(Kind::NoCase, format!("{} is not a case folder (no {CASE_FILE} in it)", dir.display()))
                .hint("rogatory init DIR creates one"));
        }
        let settings = Settings::load(&file)?;
        let dir = fs::canonicalize(dir).map_err(|e| Error::io("open", dir, &e))?;
        Ok(Case { dir, settings })
    }

    /// The case somebody means: `given` (`--case` or `ROGATORY_CASE`), else the nearest parent of `from` that holds `case.toml`.
    pub fn find(given: Option<&Path>, from: &Path) -> Result<Case, Error> {
        if let Some(dir) = given {
            return Case::open(dir);
        }
        let start = fs::canonicalize(from).map_err(|e| Error::io("open", from, &e))?;
        match start.ancestors().find(|dir| dir.join(CASE_FILE).is_file()) {
            Some(dir) => Case::open(dir),
            None => Err(Error::new(
                Kind::NoCase,
                format!("no case folder here: neither {} nor a parent holds {CASE_FILE}", from.display()),
            )
            .hint("rogatory init DIR creates one; --case DIR names one elsewhere")),
        }
    }

    /// The case folder, absolute.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What `case.toml` says.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Folder of the text index.
    pub fn index_dir(&self) -> PathBuf {
        self.dir.join("index")
    }

    /// Folder for members of containers while they are read.
    pub fn work_dir(&self) -> PathBuf {
        self.dir.join("work")
    }

    /// Add a folder or file to the evidence roots named in `case.toml`, unless it is there. Comments and unknown keys stay.
    pub fn add_evidence_root(&mut self, root: &Path) -> Result<(), Error> {
        self.settings.add_evidence_root(&self.dir.join(CASE_FILE), root)
    }

    /// Take the writer's lock. A second writer gets an error at once, never a wait.
    pub fn lock(&self) -> Result<WriterLock, Error> {
        let path = self.dir.join("lock");
        let file = private_file(&path)?;
        // A writer that was killed while it was starting a reader process leaves the lock to that child for the moment until it is
        // a program of its own: a moment's patience, no more.
        for patience in (0..10).rev() {
            match file.try_lock() {
                Ok(()) => return Ok(WriterLock { _file: file }),
                Err(TryLockError::WouldBlock) if patience > 0 => std::thread::sleep(std::time::Duration::from_millis(20)),
                Err(TryLockError::WouldBlock) => break,
                Err(TryLockError::Error(error)) => return Err(Error::io("lock", &path, &error)),
            }
        }
        Err(Error::new(Kind::Locked, format!("another rogatory process is writing to the case {}", self.dir.display()))
            .hint("wait until it has finished; searching is possible meanwhile"))
    }
}

/// Held by the one process that writes; released when dropped, also by a crash.
#[derive(Debug)]
pub struct WriterLock {
    _file: File,
}

/// Create a folder (and its parents) that only its owner can enter.
pub fn private_dir(dir: &Path) -> Result<(), Error> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(|e| Error::io("create", dir, &e))
}

/// From now on every file this process creates is for its owner alone, also where a library creates it and asks for more.
pub fn write_privately() {
    // SAFETY: umask cannot fail and touches nothing but the process's own mask.
    #[cfg(unix)]
    unsafe {
        libc::umask(0o077);
    }
}

/// Open or create a file that only its owner can read and write.
pub fn private_file(path: &Path) -> Result<File, Error> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|e| Error::io("create", path, &e))
}

#[cfg(test)]
mod tests;
