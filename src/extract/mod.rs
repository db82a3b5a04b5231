//! Bytes in, units of text out. One file a format; `sniff` decides which.
//!
//! Not for: processes, budgets, databases, search. This room knows no other room but `language` (encodings, scripts).
//! A reader never trusts its input, never writes, never opens another file, and never keeps silent about what it could not read.

mod archive;
pub mod collect;
mod csv;
mod dispatch;
mod docx;
pub mod formats;
pub mod html;
mod json;
mod lines;
mod mail;
mod metafile;
mod paragraphs;
pub mod pdf;
mod prose;
mod reason;
pub mod sniff;
mod text;
mod unit;

mod chat;
mod codepage;
mod compound;
mod epub;
mod guarded;
mod mapi;
mod markup;
mod msg;
#[cfg(test)]
mod mutations;
mod numbering;
mod numerals;
mod odf;
mod odf_lists;
mod odt;
mod ole_package;
mod ooxml;
mod picture;
mod places;
mod pst;
mod rtf;
mod signed;
mod slides;
mod spreadsheet;
mod sqlite;
#[cfg(test)]
mod testing;
mod tnef;
mod vobject;
mod word97;
mod xml;
mod xml_stream;

use std::io::Read;

pub use chat::ENTRIES_ENGINE;
pub use chat::mapping::{CALLS_FILE, CallTable, ChatDates, Mapping, parse as parse_mapping};
pub use dispatch::extract;
pub use reason::Reason;
pub use unit::{Entry, Gap, LOW_CONFIDENCE, Locator, Meta, Part, Unit};

/// What a reader is given: the whole file in memory (mapped), and what is known about it from outside.
pub struct Input<'a> {
    pub bytes: &'a [u8],
    /// The last part of the path, for its extension and for messages. May lie.
    pub name: &'a str,
}

/// What the person who runs the program has chosen.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
pub struct Options {
    /// Passwords to try, in order.
    pub passwords: Vec<String>,
    /// Country of the case (ISO 3166), a hint for dates and phones only.
    pub country: Option<String>,
    /// What the columns of operators' tables mean, out of `calls.toml`; the first entry that fits a table is used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<CallTable>,
    /// How the dates of chats are meant, out of the same file; the first entry that fits is used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chats: Vec<ChatDates>,
    /// Instead of reading, render these pages of a PDF as pictures and hand them on as members "page-7.png".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub render: Option<pdf::render::Wanted>,
}

/// The receiver hangs up: a budget is used up or the parent is gone. Readers return at once.
#[derive(Debug)]
pub struct Stopped;

/// Where a reader puts what it finds, piece by piece, so that a kill on page 900 keeps pages 1–899.
pub trait Sink {
    /// The format that was recognised: media type, and the engine that reads it.
    fn format(&mut self, media_type: &str, engine: &str) -> Result<(), Stopped>;
    fn meta(&mut self, meta: Meta) -> Result<(), Stopped>;
    /// How many units (pages, slides) the file itself announces; what does not arrive is a gap.
    fn announce_units(&mut self, count: u64) -> Result<(), Stopped>;
    fn unit(&mut self, unit: Unit) -> Result<(), Stopped>;
    /// A file inside this one. `name` is its name in the container, hostile characters and all. Bytes are pulled from `content` in pieces.
    /// A content that ends with an error is recorded as a gap by the caller of `extract`, with the bytes read so far thrown away;
    /// [`Gap::from_io`] tells the reason a reader wrapped into the error.
    fn member(&mut self, name: &str, content: &mut dyn Read) -> Result<(), Stopped>;
    fn gap(&mut self, gap: Gap) -> Result<(), Stopped>;
    /// Work was done although nothing was found yet: keeps a slow honest reader from being taken for a stuck one.
    fn progress(&mut self) -> Result<(), Stopped>;
}

/// Why a document as a whole could not be read. What was handed to the sink before stays valid (the document is then `partial`).
#[derive(Debug)]
pub enum Failure {
    Unreadable(Gap),
    Stopped(Stopped),
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Failure {
        Failure::Stopped(stopped)
    }
}

impl Failure {
    /// Shorthand for a document that cannot be read for one reason.
    pub fn because(reason: Reason, detail: impl Into<String>) -> Failure {
        Failure::Unreadable(Gap::new(reason, detail))
    }
}
