//! What can go wrong with a case folder, in words for a person.

use std::io;
use std::path::Path;

/// The kinds of failure a caller treats differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// There is no case folder here.
    NoCase,
    /// Wrong use: a bad argument, a broken `case.toml`.
    BadInput,
    /// The store was written by another version of the program.
    Version,
    /// Another process is writing.
    Locked,
    /// No space left.
    DiskFull,
    /// The store does not hold what it should.
    Damaged,
    /// Any other trouble with files.
    Io,
    /// A person pressed Ctrl-C.
    Interrupted,
}

/// What happened, to which file, and what to do next.
#[derive(Debug, Clone)]
pub struct Error {
    pub kind: Kind,
    pub message: String,
    pub hint: Option<String>,
}

impl Error {
    pub fn new(kind: Kind, message: impl Into<String>) -> Error {
        Error { kind, message: message.into(), hint: None }
    }

    /// What the person can do next.
    pub fn hint(mut self, hint: impl Into<String>) -> Error {
        self.hint = Some(hint.into());
        self
    }

    /// A failed file operation ("open", "write", …) on `path`.
    pub fn io(what: &str, path: &Path, error: &io::Error) -> Error {
        if error.kind() == io::ErrorKind::StorageFull || error.kind() == io::ErrorKind::QuotaExceeded {
            return Error::disk_full(path);
        }
        Error::new(Kind::Io, format!("cannot {what} {}: {}", path.display(), plain(error)))
    }

    /// No space left on the disk that holds `path`.
    pub fn disk_full(path: &Path) -> Error {
        Error::new(
            Kind::DiskFull,
            format!("the disk that holds {} is full; everything reported as done so far is safe", path.display()),
        )
        .hint("make room and run the same command again: it goes on where it stopped")
    }
}

/// The operating system's sentence without Rust's "(os error N)".
pub(crate) fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(at) => text[..at].to_lowercase(),
        None => text,
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Error {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Error::new(
                Kind::DiskFull,
                "the disk that holds the case folder is full; everything reported as done so far is safe",
            )
            .hint("make room and run the same command again: it goes on where it stopped"),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Error::new(Kind::Locked, "another process is writing to the case's store").hint("wait until it has finished")
            }
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Error::new(Kind::Damaged, "the case's store (store.sqlite) is damaged")
                    .hint("restore it from a backup, or run rogatory verify to see what is affected")
            }
            _ => Error::new(Kind::Io, format!("the case's store (store.sqlite) cannot be used: {error}")),
        }
    }
}
