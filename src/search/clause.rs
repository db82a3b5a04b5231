//! What a part of a query asks the index for: words with their variants, and the shape they must stand in.

use std::collections::HashMap;

use tantivy::schema::Field;

use super::layers::Reason;
use super::spans::Shape;

/// Terms that count as one word: their occurrences are added up.
#[derive(Debug, Clone)]
pub struct Group {
    /// What this layer is, for `--explain`: "spelling", "stem krijumc", "name key".
    pub what: String,
    pub field: Field,
    /// Weight of a match by this layer.
    pub boost: f32,
    pub terms: HashMap<Vec<u8>, Variant>,
}

/// One term of a group.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// Entries of the index that have it.
    pub count: u64,
    pub reason: Reason,
}

impl Group {
    /// Entries that have any of the terms, at most.
    pub fn count(&self) -> u64 {
        self.terms.values().map(|v| v.count).sum()
    }
}

/// One word of a query with everything it may match.
#[derive(Debug, Clone)]
pub struct Atom {
    /// As typed.
    pub label: String,
    pub groups: Vec<Group>,
}

impl Atom {
    /// Entries that have the word in any form, at least.
    pub fn count(&self) -> u64 {
        self.groups.iter().map(Group::count).max().unwrap_or(0)
    }
}

/// One way of fulfilling a clause.
#[derive(Debug, Clone)]
pub struct Alternative {
    pub shape: Shape,
    /// How it reads: the term of the glossary, the alias.
    pub label: String,
    /// The reason of every mark, where it is not the word's own (`glossary`).
    pub reason: Option<Reason>,
    /// What a reader must know: slang, unverified.
    pub note: Option<String>,
}

/// A part of a query that is answered on its own.
#[derive(Debug, Clone)]
pub struct Clause {
    /// As written in the query.
    pub label: String,
    pub atoms: Vec<Atom>,
    /// Any of these; the best one counts.
    pub alternatives: Vec<Alternative>,
    /// Under an odd number of NOTs: nothing is scored or marked for it.
    pub negated: bool,
}

/// The query as it is carried out.
#[derive(Debug, Clone)]
pub enum Tree {
    And(Vec<Tree>),
    Or(Vec<Tree>),
    Not(Box<Tree>),
    /// Number of a clause.
    Clause(usize),
    /// Number of a filter.
    Filter(usize),
}
