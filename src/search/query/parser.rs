//! Tokens to a tree.

use super::ast::{Expr, Form, Near, Node, Phrase, Span, Term, Value};
use super::error::QueryError;
use super::fields::{Field, PARTS, Takes};
use super::lexer::{Token, tokens};
use crate::language::analyzer::words;
use crate::search::time;

/// A query that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    pub query: Expr,
    /// What a person should know about how it was understood (`typ:` is no field name…).
    pub notes: Vec<String>,
}

/// Deeper brackets are a mistake or an attack.
const DEEPEST: usize = 64;

/// Understand a query.
///
/// # Errors
/// Where it cannot be understood: the place and what was expected.
pub fn parse(query: &str) -> Result<Parsed, QueryError> {
    let tokens = tokens(query)?;
    let end = query.trim_end().len();
    if tokens.is_empty() {
        return Err(QueryError::new(Span::new(0, 0), "it is empty").hint("write the words to search for"));
    }
    let mut parser = Parser { tokens, at: 0, end, notes: Vec::new() };
    let tree = parser.alternatives(0)?;
    if let Some((_, span)) = parser.peek() {
        return Err(QueryError::new(*span, "this bracket was never opened"));
    }
    Ok(Parsed { query: tree, notes: parser.notes })
}

struct Parser {
    tokens: Vec<(Token, Span)>,
    at: usize,
    end: usize,
    notes: Vec<String>,
}

impl Parser {
    fn peek(&self) -> Option<&(Token, Span)> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<(Token, Span)> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn alternatives(&mut self, depth: usize) -> Result<Expr, QueryError> {
        let mut parts = vec![self.row(depth)?];
        while matches!(self.peek(), Some((Token::Or, _))) {
            self.at += 1;
            parts.push(self.row(depth)?);
        }
        Ok(Expr::or(parts))
    }

    fn row(&mut self, depth: usize) -> Result<Expr, QueryError> {
        let mut parts = vec![self.negation(depth)?];
        loop {
            match self.peek() {
                None | Some((Token::Or | Token::Close, _)) => break,
                Some((Token::And, _)) => self.at += 1,
                Some(_) => {}
            }
            parts.push(self.negation(depth)?);
        }
        Ok(Expr::and(parts))
    }

    fn negation(&mut self, depth: usize) -> Result<Expr, QueryError> {
        if depth > DEEPEST {
            let span = self.peek().map_or(Span::new(self.end, self.end), |(_, span)| *span);
            return Err(QueryError::new(span, format!("more than {DEEPEST} brackets or NOTs inside each other")));
        }
        if let Some((Token::Not, span)) = self.peek() {
            let span = *span;
            self.at += 1;
            let inner = self.negation(depth + 1)?;
            let span = span.to(inner.span);
            return Ok(Expr::new(Node::Not(Box::new(inner)), span));
        }
        self.nearness(depth)
    }

    fn nearness(&mut self, depth: usize) -> Result<Expr, QueryError> {
        let mut left = self.single(depth)?;
        while let Some((Token::Near { distance, ordered }, _)) = self.peek() {
            let (distance, ordered) = (*distance, *ordered);
            self.at += 1;
            let right = self.single(depth)?;
            positional(&left)?;
            positional(&right)?;
            let whole = left.span.to(right.span);
            left = Expr::new(Node::Near(Near { left: Box::new(left), right: Box::new(right), distance, ordered }), whole);
        }
        Ok(left)
    }

    fn single(&mut self, depth: usize) -> Result<Expr, QueryError> {
        let expected = "a word, a phrase, a field or a bracket is expected";
        let Some((token, span)) = self.next() else {
            let message = match self.tokens.last() {
                Some((Token::Open, _)) => "a word is expected behind the bracket".to_owned(),
                Some((token, _)) => format!("{expected} behind {}", sign(token)),
                None => expected.to_owned(),
            };
            return Err(QueryError::new(Span::new(self.end, self.end), message));
        };
        match token {
            Token::Open => {
                let inner = self.alternatives(depth + 1)?;
                match self.next() {
                    Some((Token::Close, close)) => Ok(Expr { node: inner.node, span: span.to(close) }),
                    _ => Err(QueryError::new(span, "this bracket is never closed").hint("close it with )")),
                }
            }
            Token::Word(word) => {
                let term = self.term(&word, span)?;
                self.note_near_field(&word);
                Ok(Expr::new(Node::Term(term), span))
            }
            Token::Quoted { text, spelling, within } => Ok(Expr::new(Node::Phrase(phrase(text, spelling, within, span)?), span)),
            Token::Regex(text) => Ok(Expr::new(Node::Term(Term { text, form: Form::Regex }), span)),
            Token::Field(field) => self.field(field, span),
            Token::Close => Err(QueryError::new(span, format!("{expected} before this bracket"))),
            Token::And | Token::Or | Token::Not | Token::Near { .. } => {
                Err(QueryError::new(span, format!("{expected} before {}", sign(&token)))
                    .hint(format!("in quotes it is a plain word: \"{}\"", sign(&token))))
            }
        }
    }

    fn field(&mut self, field: Field, span: Span) -> Result<Expr, QueryError> {
        // The lexer made sure that something follows directly.
        let Some((token, value_span)) = self.next() else {
            return Err(QueryError::new(span, format!("a value is expected behind `{}:`", field.name())));
        };
        let whole = span.to(value_span);
        let value = match (field.takes(), token) {
            (Takes::Words, Token::Word(word)) => Value::Term(self.term(&word, value_span)?),
            (Takes::Words, Token::Quoted { text, spelling, within }) => {
                Value::Phrase(phrase(text, spelling, within, value_span)?)
            }
            (_, Token::Quoted { text, spelling: false, within: None }) if field.takes() != Takes::Words => {
                plain_value(field, text, value_span)?
            }
            (Takes::Plain | Takes::Dates | Takes::Numbers, Token::Word(word)) => plain_value(field, word, value_span)?,
            _ => return Err(QueryError::new(value_span, format!("`{}:` does not take this", field.name()))),
        };
        Ok(Expr::new(Node::Field(field, value), whole))
    }

    /// A bare word with its signs: `=word`, `word*`, `word~1`.
    fn term(&mut self, word: &str, span: Span) -> Result<Term, QueryError> {
        if let Some(rest) = word.strip_prefix('=') {
            if rest.contains('*') || rest.starts_with('=') {
                return Err(QueryError::new(span, "`=` asks for one spelling and does not go together with other signs"));
            }
            searchable(rest, span)?;
            return Ok(Term { text: rest.to_owned(), form: Form::Spelling });
        }
        if let Some((text, distance)) = word.rsplit_once('~') {
            let wrong = || QueryError::new(span, "behind `~` an edit distance of 1 or 2 is expected").hint("write ahmed~1");
            let distance = match distance {
                "1" => 1,
                "2" => 2,
                _ => return Err(wrong()),
            };
            if text.contains('*') || text.contains('~') {
                return Err(QueryError::new(span, "`~` and `*` do not go together in one word"));
            }
            if words(text).count() != 1 {
                return Err(QueryError::new(span, "an edit distance belongs to one word of letters and digits"));
            }
            return Ok(Term { text: text.to_owned(), form: Form::Fuzzy(distance) });
        }
        if word.contains('*') {
            let letters = word.chars().filter(|c| c.is_alphanumeric()).count();
            if letters == 0 {
                return Err(QueryError::new(span, "a wildcard needs at least one letter or digit beside it")
                    .hint("write transp* or *kamion*"));
            }
            if word.split('*').any(|part| words(part).count() > 1) {
                return Err(QueryError::new(span, "a wildcard belongs to one word of letters and digits")
                    .hint("put several words in quotes: \"granični prel*\""));
            }
            return Ok(Term { text: word.to_owned(), form: Form::Wildcard });
        }
        searchable(word, span)?;
        Ok(Term { text: word.to_owned(), form: Form::Word })
    }

    /// `typ:pdf` is not taken for a field, but the person is told.
    fn note_near_field(&mut self, word: &str) {
        if let Some((name, value)) = word.split_once(':')
            && !value.is_empty()
            && let Some(known) = Field::nearest(name)
        {
            self.notes.push(format!(
                "`{name}:` is not the name of a field (the nearest is `{known}:`); `{word}` was searched for as words"
            ));
        }
    }
}

fn searchable(text: &str, span: Span) -> Result<(), QueryError> {
    if words(text).next().is_none() {
        return Err(QueryError::new(span, "there is no letter or digit here, so there is nothing to search for")
            .hint("leave it out, or put the words around it in quotes"));
    }
    Ok(())
}

fn phrase(text: String, spelling: bool, within: Option<u32>, span: Span) -> Result<Phrase, QueryError> {
    searchable(&text, span)?;
    if within.is_some() && words(&text).count() < 2 {
        return Err(QueryError::new(span, "a distance needs at least two words between the quotation marks")
            .hint("write \"border driver\"~8"));
    }
    Ok(Phrase { text, spelling, within })
}

/// What may stand on either side of NEAR: words, phrases, and alternatives of them.
fn positional(expr: &Expr) -> Result<(), QueryError> {
    match &expr.node {
        Node::Term(_) | Node::Phrase(_) | Node::Near(_) => Ok(()),
        Node::Field(Field::Name, _) => Ok(()),
        Node::Or(parts) => parts.iter().try_for_each(positional),
        Node::And(_) | Node::Not(_) | Node::Field(..) => {
            Err(QueryError::new(expr.span, "beside NEAR and PRE stand words, phrases, name:… or alternatives of them (a OR b)"))
        }
    }
}

fn plain_value(field: Field, text: String, span: Span) -> Result<Value, QueryError> {
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(QueryError::new(span, format!("a value is expected behind `{}:`", field.name())));
    }
    match field.takes() {
        Takes::Dates => range(
            &text,
            span,
            |date| time::span(date).map(|(begins, _)| begins),
            "a date is written 2025, 2025-03 or 2025-03-17, a period 2025-03..2025-04",
        ),
        Takes::Numbers => range(
            &text,
            span,
            |number| number.parse::<u32>().ok().filter(|n| *n > 0 && !number.starts_with(['+', '0'])).map(i64::from),
            "a page is a number from 1, several are written 3..7",
        ),
        Takes::Plain | Takes::Words => {
            if field == Field::Hash && !(text.len() >= 4 && text.len() <= 64 && text.bytes().all(|b| b.is_ascii_hexdigit())) {
                return Err(QueryError::new(span, "a hash is 4 to 64 of the digits 0-9 and a-f"));
            }
            // A layer that does not exist would find nothing, and look like an answer.
            if field == Field::Part && !PARTS.iter().any(|part| *part == text.to_lowercase()) {
                return Err(QueryError::new(span, format!("`part:` takes one of {}", PARTS.join(", "))));
            }
            if field == Field::Name {
                searchable(&text, span)?;
            }
            Ok(Value::Plain(text))
        }
    }
}

/// A value or a period of values; `place` tells where on its line a value stands, or that it is none.
fn range(text: &str, span: Span, place: impl Fn(&str) -> Option<i64>, expected: &str) -> Result<Value, QueryError> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let valid = |side: &str| side.is_empty() || place(side).is_some();
    if !valid(from) || !valid(to) || (from.is_empty() && to.is_empty()) {
        return Err(QueryError::new(span, expected));
    }
    if let (Some(first), Some(last)) = (place(from), place(to))
        && first > last
    {
        return Err(QueryError::new(span, format!("`{text}` ends before it begins")));
    }
    let side = |side: &str| (!side.is_empty()).then(|| side.to_owned());
    Ok(Value::Range(side(from), side(to)))
}

fn sign(token: &Token) -> String {
    match token {
        Token::And => "AND".into(),
        Token::Or => "OR".into(),
        Token::Not => "NOT".into(),
        Token::Near { distance, ordered } => format!("{}/{distance}", if *ordered { "PRE" } else { "NEAR" }),
        Token::Open => "(".into(),
        Token::Close => ")".into(),
        Token::Field(field) => format!("{}:", field.name()),
        Token::Word(word) => format!("`{word}`"),
        Token::Quoted { .. } => "the phrase".into(),
        Token::Regex(_) => "the regular expression".into(),
    }
}
