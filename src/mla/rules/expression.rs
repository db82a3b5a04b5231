//! The language of conditions: text to tree.
//!
//! ```text
//! any(p in persons, p.role = 'suspect' and empty(p.born))
//! days(known.today, urgency.date) < 14 or mentions(case, 'urgency')
//! ```
//! Operators, weakest first: `or`, `and`, `not`, comparison (`= != < <= > >= in`). Texts stand in single quotes. A name with dots
//! is a field of the request, of `known` (what the program worked out beforehand), or of a loop variable.

use std::fmt;

/// A condition, ready to be evaluated.
#[derive(Debug, Clone, PartialEq)]
pub enum Expression {
    Text(String),
    Number(f64),
    Truth(bool),
    List(Vec<Expression>),
    /// `a.b.c`: first name, then fields.
    Path(Vec<String>),
    Or(Box<Expression>, Box<Expression>),
    And(Box<Expression>, Box<Expression>),
    Not(Box<Expression>),
    Compare(Box<Expression>, Comparison, Box<Expression>),
    /// `present(x)`, `days(a, b)` …
    Call(Function, Vec<Expression>),
    /// `any(v in list, condition)`
    Each(Quantifier, String, Box<Expression>, Box<Expression>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    In,
}

/// Named predicates and functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// There is something in it.
    Present,
    /// There is nothing in it.
    Empty,
    /// Length of a list; 0 for nothing.
    Count,
    /// Words in the longest text found in it.
    Words,
    /// A phrase of the named word list stands in it.
    Mentions,
    /// Days from the first date to the second.
    Days,
    /// The date, or the last day it may mean, lies before the day of the check.
    Passed,
    /// The language list holds the tag's language, whatever the script.
    Speaks,
    /// Looks like a telephone number with country code.
    Phone,
    /// Looks like an e-mail address.
    Email,
    /// The field is missing and nobody has said so: yes, no or unknown as written.
    Known,
}

const FUNCTIONS: &[(&str, Function, usize)] = &[
    ("present", Function::Present, 1),
    ("empty", Function::Empty, 1),
    ("count", Function::Count, 1),
    ("words", Function::Words, 1),
    ("mentions", Function::Mentions, 2),
    ("days", Function::Days, 2),
    ("passed", Function::Passed, 1),
    ("speaks", Function::Speaks, 2),
    ("phone", Function::Phone, 1),
    ("email", Function::Email, 1),
    ("known_answer", Function::Known, 1),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    Any,
    All,
    None,
}

/// Why a condition cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// In characters from 1.
    pub column: usize,
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "column {}: {}", self.column, self.message)
    }
}

impl Expression {
    /// Read a condition.
    pub fn parse(text: &str) -> Result<Expression, Problem> {
        let tokens = tokens(text)?;
        let mut parser = Parser { tokens, at: 0, depth: 0 };
        let expression = parser.or()?;
        match parser.peek() {
            Token::End => Ok(expression),
            other => Err(parser.problem(format!("{other} is not expected here"))),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Name(String),
    Text(String),
    Number(f64),
    Sign(&'static str),
    End,
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::Name(name) => write!(f, "`{name}`"),
            Token::Text(text) => write!(f, "'{text}'"),
            Token::Number(number) => write!(f, "{number}"),
            Token::Sign(sign) => write!(f, "`{sign}`"),
            Token::End => f.write_str("the end"),
        }
    }
}

fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Problem> {
    let chars: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let column = at + 1;
        let next = chars.get(at + 1).copied();
        match c {
            c if c.is_whitespace() => at += 1,
            '\'' => {
                let end = chars[at + 1..].iter().position(|c| *c == '\'').map(|end| at + 1 + end);
                let Some(end) = end else { return Err(Problem { column, message: "the text has no closing quote".into() }) };
                tokens.push((column, Token::Text(chars[at + 1..end].iter().collect())));
                at = end + 1;
            }
            c if c.is_ascii_digit() => {
                let end = chars[at..].iter().position(|c| !c.is_ascii_digit() && *c != '.').map_or(chars.len(), |n| at + n);
                let written: String = chars[at..end].iter().collect();
                let number = written.parse().map_err(|_| Problem { column, message: format!("{written} is not a number") })?;
                tokens.push((column, Token::Number(number)));
                at = end;
            }
            c if c.is_alphabetic() || c == '_' => {
                let end =
                    chars[at..].iter().position(|c| !c.is_alphanumeric() && !"_.-".contains(*c)).map_or(chars.len(), |n| at + n);
                tokens.push((column, Token::Name(chars[at..end].iter().collect())));
                at = end;
            }
            _ => {
                let two = next.and_then(|next| match (c, next) {
                    ('!', '=') => Some("!="),
                    ('<', '=') => Some("<="),
                    ('>', '=') => Some(">="),
                    _ => None,
                });
                let one = match c {
                    '(' => Some("("),
                    ')' => Some(")"),
                    '[' => Some("["),
                    ']' => Some("]"),
                    ',' => Some(","),
                    '=' => Some("="),
                    '<' => Some("<"),
                    '>' => Some(">"),
                    _ => None,
                };
                let Some(sign) = two.or(one) else {
                    return Err(Problem { column, message: format!("`{c}` means nothing here") });
                };
                tokens.push((column, Token::Sign(sign)));
                at += sign.len();
            }
        }
    }
    tokens.push((chars.len() + 1, Token::End));
    Ok(tokens)
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    at: usize,
    depth: usize,
}

/// Brackets deeper than this are a mistake, not a rule.
const DEEPEST: usize = 64;

impl Parser {
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |(_, token)| token)
    }

    fn next(&mut self) -> Token {
        let token = self.peek().clone();
        self.at += 1;
        token
    }

    fn problem(&self, message: impl Into<String>) -> Problem {
        let column = self.tokens.get(self.at.min(self.tokens.len() - 1)).map_or(1, |(column, _)| *column);
        Problem { column, message: message.into() }
    }

    fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Token::Name(name) if name == word);
        self.at += usize::from(found);
        found
    }

    fn sign(&mut self, sign: &'static str) -> bool {
        let found = *self.peek() == Token::Sign(sign);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), Problem> {
        if self.sign(sign) { Ok(()) } else { Err(self.problem(format!("`{sign}` is expected here, not {}", self.peek()))) }
    }

    fn or(&mut self) -> Result<Expression, Problem> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.problem("too many brackets"));
        }
        let mut left = self.and()?;
        while self.word("or") {
            left = Expression::Or(Box::new(left), Box::new(self.and()?));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn and(&mut self) -> Result<Expression, Problem> {
        let mut left = self.not()?;
        while self.word("and") {
            left = Expression::And(Box::new(left), Box::new(self.not()?));
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Expression, Problem> {
        let mut negations = 0;
        while self.word("not") {
            negations += 1;
        }
        let inner = self.comparison()?;
        Ok(if negations % 2 == 1 { Expression::Not(Box::new(inner)) } else { inner })
    }

    fn comparison(&mut self) -> Result<Expression, Problem> {
        let left = self.operand()?;
        let comparison = match self.peek() {
            Token::Sign("=") => Comparison::Equal,
            Token::Sign("!=") => Comparison::Unequal,
            Token::Sign("<") => Comparison::Less,
            Token::Sign("<=") => Comparison::AtMost,
            Token::Sign(">") => Comparison::More,
            Token::Sign(">=") => Comparison::AtLeast,
            Token::Name(name) if name == "in" => Comparison::In,
            _ => return Ok(left),
        };
        self.at += 1;
        Ok(Expression::Compare(Box::new(left), comparison, Box::new(self.operand()?)))
    }

    fn operand(&mut self) -> Result<Expression, Problem> {
        match self.next() {
            Token::Text(text) => Ok(Expression::Text(text)),
            Token::Number(number) => Ok(Expression::Number(number)),
            Token::Sign("(") => {
                let inner = self.or()?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Sign("[") => {
                let mut list = Vec::new();
                while !self.sign("]") {
                    if !list.is_empty() {
                        self.expect(",")?;
                    }
                    list.push(self.operand()?);
                }
                Ok(Expression::List(list))
            }
            Token::Name(name) if name == "true" => Ok(Expression::Truth(true)),
            Token::Name(name) if name == "false" => Ok(Expression::Truth(false)),
            Token::Name(name) if *self.peek() == Token::Sign("(") => {
                self.at += 1;
                self.call(&name)
            }
            Token::Name(name) => Ok(Expression::Path(name.split('.').map(str::to_string).collect())),
            other => {
                self.at -= 1;
                Err(self.problem(format!("{other} is not expected here")))
            }
        }
    }

    fn call(&mut self, name: &str) -> Result<Expression, Problem> {
        let quantifier = match name {
            "any" => Some(Quantifier::Any),
            "all" => Some(Quantifier::All),
            "none" => Some(Quantifier::None),
            _ => None,
        };
        if let Some(quantifier) = quantifier {
            let Token::Name(variable) = self.next() else {
                self.at -= 1;
                return Err(self.problem(format!("{name}(…) is written {name}(x in list, condition)")));
            };
            if !self.word("in") {
                return Err(self.problem(format!("{name}(…) is written {name}(x in list, condition)")));
            }
            let list = self.operand()?;
            self.expect(",")?;
            let condition = self.or()?;
            self.expect(")")?;
            return Ok(Expression::Each(quantifier, variable, Box::new(list), Box::new(condition)));
        }
        let Some((_, function, arity)) = FUNCTIONS.iter().find(|(known, _, _)| *known == name) else {
            self.at = self.at.saturating_sub(2);
            let known: Vec<&str> = FUNCTIONS.iter().map(|(name, _, _)| *name).chain(["any", "all", "none"]).collect();
            return Err(self.problem(format!("there is no function `{name}`; there are: {}", known.join(", "))));
        };
        let mut arguments = Vec::new();
        while !self.sign(")") {
            if !arguments.is_empty() {
                self.expect(",")?;
            }
            arguments.push(self.or()?);
        }
        if arguments.len() != *arity {
            return Err(self.problem(format!("`{name}` takes {arity}, not {}", arguments.len())));
        }
        Ok(Expression::Call(*function, arguments))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_and_slips_are_placed() {
        assert!(
            Expression::parse("any(p in persons, p.role in ['suspect', 'accused'] and empty(p.born)) or not (count(legal) >= 1)")
                .is_ok()
        );
        for (text, column, word) in [
            ("present(", 9, "not expected"),
            ("presnt(hdr.date)", 1, "no function"),
            ("hdr.date = 'x", 12, "closing quote"),
            ("any(persons, true)", 12, "x in list"),
            ("a and", 6, "the end"),
            ("days(a)", 8, "takes 2"),
            ("a ; b", 3, "means nothing"),
        ] {
            let problem = Expression::parse(text).unwrap_err();
            assert!(problem.message.contains(word), "{text}: {problem}");
            assert_eq!(problem.column, column, "{text}: {problem}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in "[a-z.()'\\[\\],=<>! 0-9]{0,40}") {
            let _ = Expression::parse(&text);
        }
    }
}
