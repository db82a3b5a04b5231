//! From words to the places where they stand: the index, the query grammar, hits, and what could not be seen.
//!
//! The only room that knows tantivy. Not for: reading files (`extract`), running them through workers (`ingest`), keeping
//! their text (`case`), analysing words (`language`), printing (`cli`).
//!
//! Writing: `Index`, `Writer`. Asking: `query` parses, then documents are found, units ranked and passages marked.

mod answer;
mod automata;
mod bits;
pub mod citation;
mod clause;
mod coverage;
mod error;
mod evaluate;
mod explain;
mod filters;
mod ids;
mod index;
mod layers;
mod marks;
mod passages;
mod pieces;
mod plan;
mod schema;
mod shelf;
mod snapshot;
mod spans;
mod spelling;
mod time;
mod wordlist;
mod words;
mod writer;

pub mod query;
#[cfg(test)]
mod tests;

pub use answer::{Answer, Hit, HitUnit, Request, Searcher, Sort};
pub use coverage::Coverage;
pub use error::Error;
pub use evaluate::Within;
pub use explain::{Explained, ExplainedVariant};
pub use filters::Filter;
pub use index::Index;
pub use layers::{Layers, Reason};
pub use passages::Passage;
pub use plan::Refused;
pub use shelf::{Shelf, ShelfFound, ShelfHit, ShelfText};
pub use time::span as date_span;
pub use writer::{IndexDocument, IndexUnit, Writer};
