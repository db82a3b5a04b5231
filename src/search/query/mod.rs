//! The query grammar: text in, a tree out, and back again.
//!
//! Not for: looking anything up. Words are analysed and variants chosen when a query meets an index (`plan`).
//!
//! Words side by side must all occur; `OR`, `NOT` and `-`, brackets; `"a phrase"`; `"a b"~8`, `a NEAR/8 b`, `a PRE/8 b`;
//! `word*`, `*word*`, `word~1`, `=word`, `/regex/`; fields. A colon makes a field only after a known field name.
//! What does not parse is explained with a caret under the place, never guessed at.

mod ast;
mod display;
mod error;
mod fields;
mod lexer;
mod parser;
#[cfg(test)]
mod tests;

pub use ast::{Expr, Form, Near, Node, Phrase, Span, Term, Value};
pub use error::QueryError;
pub use fields::{Field, PARTS};
pub use parser::{Parsed, parse};
