//! From words to the places where they stand: the index, the query grammar, hits, and what could not be seen.
//!
//! The only room that knows tantivy. Not for: reading files (`extract`), running them through workers (`ingest`), keeping
//! their text (`case`), analysing words (`language`), printing (`cli`).
//!
//! Writing: [`Index`], [`Writer`]. Asking: [`query`] parses, then documents are found, units ranked and passages marked.

mod error;
mod ids;
mod index;
mod pieces;
mod schema;
mod spelling;
mod time;
mod writer;

pub mod query;

pub use error::Error;
pub use index::Index;
pub use writer::{IndexDocument, IndexUnit, Writer};
