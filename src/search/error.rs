//! What can go wrong between the index on disk and an answer.

use std::path::PathBuf;

/// Why the index could not be used. Every message says what to do next.
#[derive(Debug)]
pub enum Error {
    /// There is no index in this folder.
    Missing(PathBuf),
    /// Another writer holds the index.
    Locked(PathBuf),
    /// The index was written by an older or newer version of the word chains or the layout.
    OtherVersion { folder: PathBuf, found: String, expected: String },
    /// The index on disk does not hold together.
    Damaged { folder: PathBuf, detail: String },
    /// Reading or writing failed.
    Io(String),
    /// The store could not be read.
    Store(String),
    /// A pattern in the query cannot be used as it stands; what is wrong with it.
    Pattern(String),
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Missing(folder) => write!(f, "nothing has been indexed yet: there is no index in {}", folder.display()),
            Error::Locked(folder) => write!(f, "another process is writing to the index in {}", folder.display()),
            Error::OtherVersion { folder, found, expected } => {
                write!(
                    f,
                    "the index in {} was written by another version ({found}; this program needs {expected})",
                    folder.display()
                )
            }
            Error::Damaged { folder, detail } => write!(f, "the index in {} is damaged: {detail}", folder.display()),
            Error::Io(detail) => write!(f, "the index could not be read or written: {detail}"),
            Error::Store(detail) => write!(f, "the case's store could not be read: {detail}"),
            Error::Pattern(detail) => f.write_str(detail),
        }
    }
}

impl std::error::Error for Error {}

impl Error {
    /// What to do next.
    pub fn remedy(&self) -> &'static str {
        match self {
            Error::Missing(_) => "run `rogatory index PATH…`",
            Error::Locked(_) => "wait until the other run has ended",
            Error::OtherVersion { .. } | Error::Damaged { .. } => {
                "run `rogatory index` once: the index is rebuilt from the case's own store, the evidence is not read again"
            }
            Error::Io(_) | Error::Store(_) => "check the disk and the permissions of the case folder, then run `rogatory verify`",
            Error::Pattern(_) => "put the words in quotes to search for them as they stand",
        }
    }
}

impl From<tantivy::TantivyError> for Error {
    fn from(error: tantivy::TantivyError) -> Error {
        Error::Io(error.to_string())
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Error {
        Error::Io(error.to_string())
    }
}
