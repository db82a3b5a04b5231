//! A query that does not parse: the place, what was expected, and nothing guessed.

use unicode_width::UnicodeWidthStr;

use super::Span;

/// Why a query was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    pub span: Span,
    /// What is wrong and what was expected.
    pub message: String,
    /// How to write it instead.
    pub hint: Option<String>,
}

impl QueryError {
    pub fn new(span: Span, message: impl Into<String>) -> QueryError {
        QueryError { span, message: message.into(), hint: None }
    }

    pub fn hint(mut self, hint: impl Into<String>) -> QueryError {
        self.hint = Some(hint.into());
        self
    }

    /// The query with a caret under the place, and the message. The query must be harmless for a terminal already, with its
    /// bytes unchanged up to the place.
    pub fn explain(&self, query: &str) -> String {
        let line: String = query.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let start = floor(&line, self.span.start);
        let end = floor(&line, self.span.end).max(start);
        let before = line.get(..start).unwrap_or_default().width();
        let under = line.get(start..end).unwrap_or_default().width().max(1);
        format!("the query was not understood: {}\n  {line}\n  {}{}", self.message, " ".repeat(before), "^".repeat(under))
    }
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
