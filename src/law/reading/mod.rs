//! Reading an article: what penalties, acts, means and purposes an imported text states, held against the curated facts.
//!
//! This is how an amended code is noticed. What is read from the text is never shown as a fact by itself: it stands beside the
//! curated one with the words it was read from.
//!
//! Not for: deciding which of the two is right.

mod compare;
mod elements;
mod numbers;
mod penalty;

pub use compare::{Comparison, Row, Verdict, compare, gone};
pub use elements::{ElementRow, elements};
pub use penalty::{ReadPenalty, penalties};
