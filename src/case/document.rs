//! The record of one document: state, gaps, facts, and the places where its bytes were found.

use serde::{Deserialize, Serialize};

use crate::extract::{Gap, Meta, Unit};

use super::error::Error;

/// Every document ends in one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Everything in the file was read.
    Complete,
    /// Something is missing; the gaps say what.
    Partial,
    /// Nothing could be read; the gaps say why.
    Unreadable,
}

impl State {
    /// Every state, best first.
    pub const ALL: [State; 3] = [State::Complete, State::Partial, State::Unreadable];

    /// The code as scripts see it.
    pub fn code(self) -> &'static str {
        match self {
            State::Complete => "complete",
            State::Partial => "partial",
            State::Unreadable => "unreadable",
        }
    }

    pub(super) fn from_code(code: &str) -> State {
        match code {
            "complete" => State::Complete,
            "partial" => State::Partial,
            _ => State::Unreadable,
        }
    }
}

/// What the store knows about one document, that is: about one sequence of bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Row number, stable within this case.
    pub id: i64,
    /// SHA-256 of the bytes, 64 hex digits: the document's identity.
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
    /// As recognised from the bytes, "application/octet-stream" where nothing was.
    pub media_type: String,
    /// Name and version of the reader; `None` where no reader took it.
    pub engine: Option<String>,
    pub state: State,
    pub gaps: Vec<Gap>,
    pub meta: Meta,
    /// BCP 47 tags found in its units, most frequent first.
    pub languages: Vec<String>,
    pub unit_count: u32,
    /// Units the file itself announced, where it does.
    pub announced: Option<u64>,
    /// Bytes of UTF-8 text in all units.
    pub text_bytes: u64,
    /// The commit in which this record was last written.
    pub generation: u64,
    /// RFC 3339 UTC time of reading.
    pub read_at: String,
    /// Program version that read it.
    pub read_by: String,
    /// A container whose members are not all in the record yet: an interrupted run; `index` takes it up again.
    pub unfinished: bool,
}

/// One unit of text as stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredUnit {
    /// Place in the document, from 1.
    pub ordinal: u32,
    #[serde(flatten)]
    pub unit: Unit,
    /// BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// Whether a file still stands where it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceStatus {
    Present,
    /// Other bytes stand at this path now; this is the record of the old ones.
    Changed,
    /// Nothing stands at this path any more.
    Vanished,
}

impl SourceStatus {
    pub fn code(self) -> &'static str {
        match self {
            SourceStatus::Present => "present",
            SourceStatus::Changed => "changed",
            SourceStatus::Vanished => "vanished",
        }
    }

    pub(super) fn from_code(code: &str) -> SourceStatus {
        match code {
            "present" => SourceStatus::Present,
            "changed" => SourceStatus::Changed,
            _ => SourceStatus::Vanished,
        }
    }
}

/// One place where a document's bytes were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Occurrence {
    /// The path chain, "/evidence/a.zip!/b.eml!/c.pdf". Bytes that are not UTF-8 stand as `\xNN`; control characters as they are.
    pub display: String,
    /// The evidence root it was found under.
    pub root: String,
    /// The file on disk (the outermost container), byte for byte.
    #[serde(skip)]
    pub file: Vec<u8>,
    /// Names inside the containers, outermost first; empty for a file on disk.
    pub members: Vec<String>,
    /// RFC 3339 UTC modification time of the file on disk.
    pub mtime: String,
    pub status: SourceStatus,
}

/// A file inside a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Place in the container, from 1.
    pub ordinal: u32,
    /// Its name there, hostile characters and all.
    pub name: String,
    pub sha256: String,
    pub size: u64,
    /// Its own record, once there is one.
    pub document: Option<i64>,
}

/// A path that is known but whose bytes could not be read, so that there is no document for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Unopened {
    pub path: String,
    pub root: String,
    pub gap: Gap,
}

/// Something met on the way that is not a file with bytes: a link out of the root, a pipe, a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Skipped {
    pub path: String,
    pub what: String,
}

/// What the file system says about a file: enough to see that it has not been touched since.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stamp {
    pub size: u64,
    /// Nanoseconds since 1970.
    pub mtime: i64,
    pub ctime: i64,
    pub inode: u64,
    pub device: u64,
}

/// Why a document named by a prefix was not found.
#[derive(Debug)]
pub enum Lookup {
    NotFound,
    /// The full ids that begin like this, at most 20.
    Ambiguous(Vec<String>),
    Store(Error),
}

impl<E: Into<Error>> From<E> for Lookup {
    fn from(error: E) -> Lookup {
        Lookup::Store(error.into())
    }
}

/// A path as text: UTF-8 as it is, other bytes as `\xNN`.
pub fn display_path(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        for byte in chunk.invalid() {
            out.push_str(&format!("\\x{byte:02x}"));
        }
    }
    out
}
