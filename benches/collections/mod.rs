//! Test collections and measures for search, read from data the caller has (nothing of it is shipped): single words asked over treebanks, and
//! Cranfield's questions. For whoever runs them through an index: `documents` go in, `queries` are asked, `measures` weigh the answers.
//!
//! Use from a bench with `#[path = "collections/mod.rs"] mod collections;`.
#![allow(dead_code)]

pub mod case;
pub mod cranfield;
pub mod measures;
pub mod words;

use std::collections::BTreeMap;

/// Documents and the questions asked of them.
#[derive(Debug, Default)]
pub struct Collection {
    /// Text of each document; its place is its number.
    pub documents: Vec<String>,
    pub queries: Vec<Query>,
}

/// A question and what answers it.
#[derive(Debug, Clone)]
pub struct Query {
    /// What the figures are given by: `hbs`, `hbs typed plainly`, `sq`, `cranfield`.
    pub set: String,
    pub text: String,
    /// Document to gain; a document not named here has none.
    pub relevant: BTreeMap<usize, f64>,
}
