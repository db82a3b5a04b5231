//! A tree written as a query again. What is written parses to the same tree.

use std::fmt::{self, Display, Formatter};

use super::{Expr, Form, Node, Phrase, Term, Value};

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_at(self, Level::Or, f)
    }
}

/// How tightly the surroundings bind; what binds less is bracketed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Or,
    And,
    Not,
    Near,
    One,
}

fn write_at(expr: &Expr, around: Level, f: &mut Formatter<'_>) -> fmt::Result {
    let own = match &expr.node {
        Node::Or(_) => Level::Or,
        Node::And(_) => Level::And,
        Node::Not(_) => Level::Not,
        Node::Near(_) => Level::Near,
        _ => Level::One,
    };
    if own < around {
        f.write_str("(")?;
    }
    match &expr.node {
        Node::Or(parts) => row(parts, " OR ", Level::And, f)?,
        Node::And(parts) => row(parts, " AND ", Level::Not, f)?,
        Node::Not(inner) => {
            f.write_str("NOT ")?;
            write_at(inner, Level::Not, f)?;
        }
        Node::Near(near) => {
            write_at(&near.left, Level::Near, f)?;
            write!(f, " {}/{} ", if near.ordered { "PRE" } else { "NEAR" }, near.distance)?;
            write_at(&near.right, Level::One, f)?;
        }
        Node::Term(term) => term.fmt(f)?,
        Node::Phrase(phrase) => phrase.fmt(f)?,
        Node::Field(field, value) => write!(f, "{}:{value}", field.name())?,
    }
    if own < around {
        f.write_str(")")?;
    }
    Ok(())
}

fn row(parts: &[Expr], between: &str, level: Level, f: &mut Formatter<'_>) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        write_at(part, level, f)?;
    }
    Ok(())
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.form {
            Form::Word | Form::Wildcard => f.write_str(&self.text),
            Form::Spelling => write!(f, "={}", self.text),
            Form::Fuzzy(distance) => write!(f, "{}~{distance}", self.text),
            Form::Regex => write!(f, "/{}/", self.text.replace('/', "\\/")),
        }
    }
}

impl Display for Phrase {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.spelling {
            f.write_str("=")?;
        }
        write_quoted(&self.text, f)?;
        self.within.map_or(Ok(()), |distance| write!(f, "~{distance}"))
    }
}

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Value::Term(term) => term.fmt(f),
            Value::Phrase(phrase) => phrase.fmt(f),
            Value::Plain(text) => {
                let bare = !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || super::lexer::is_mark(c));
                if bare { f.write_str(text) } else { write_quoted(text, f) }
            }
            Value::Range(from, to) if from == to => f.write_str(from.as_deref().unwrap_or_default()),
            Value::Range(from, to) => {
                write!(f, "{}..{}", from.as_deref().unwrap_or_default(), to.as_deref().unwrap_or_default())
            }
        }
    }
}

fn write_quoted(text: &str, f: &mut Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        if c == '\\' || super::lexer::is_quote(c) {
            f.write_str("\\")?;
        }
        write!(f, "{c}")?;
    }
    f.write_str("\"")
}
