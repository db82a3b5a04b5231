//! The tree of a query.

use super::Field;

/// A place in the query as typed, in bytes. Two trees are equal whatever their places.
#[derive(Debug, Clone, Copy, Default)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// From the start of this to the end of that.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start, end: other.end }
    }
}

impl PartialEq for Span {
    fn eq(&self, _: &Span) -> bool {
        true
    }
}

impl Eq for Span {}

/// A part of a query and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expr {
    pub node: Node,
    pub span: Span,
}

/// What a part of a query asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    Term(Term),
    Phrase(Phrase),
    Near(Near),
    Field(Field, Value),
}

/// One word as typed, and how it is to be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Without the signs of its form; a wildcard keeps its `*`.
    pub text: String,
    pub form: Form,
}

/// How a word is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// With all layers: scripts, spellings, inflection.
    Word,
    /// `=word`: this spelling only, case aside.
    Spelling,
    /// `word*`, `*word*`, `w*d`.
    Wildcard,
    /// `word~1`, `word~2`: edit distance.
    Fuzzy(u8),
    /// `/regex/` on single words.
    Regex,
}

/// Words in a row, or close together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    pub text: String,
    /// `="…"`: these spellings only.
    pub spelling: bool,
    /// `"…"~8`: in any order, the outermost at most so many words apart.
    pub within: Option<u32>,
}

/// Two things close together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    pub left: Box<Expr>,
    pub right: Box<Expr>,
    /// At most so many words further.
    pub distance: u32,
    /// `PRE`: the left one first.
    pub ordered: bool,
}

/// What a field is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A value that is compared as it stands.
    Plain(String),
    Term(Term),
    Phrase(Phrase),
    /// From the first to the last, both included; one side may be open. Kept as typed (`2025-03`), validated.
    Range(Option<String>, Option<String>),
}

impl Expr {
    pub fn new(node: Node, span: Span) -> Expr {
        Expr { node, span }
    }

    /// All of them; one alone is itself, and a row within a row is one row.
    pub fn and(parts: Vec<Expr>) -> Expr {
        Expr::row(parts, true)
    }

    /// Any of them.
    pub fn or(parts: Vec<Expr>) -> Expr {
        Expr::row(parts, false)
    }

    fn row(parts: Vec<Expr>, all: bool) -> Expr {
        let span = match (parts.first(), parts.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => Span::default(),
        };
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part.node {
                Node::And(inner) if all => flat.extend(inner),
                Node::Or(inner) if !all => flat.extend(inner),
                _ => flat.push(part),
            }
        }
        if flat.len() == 1 {
            return flat.remove(0);
        }
        Expr::new(if all { Node::And(flat) } else { Node::Or(flat) }, span)
    }
}
