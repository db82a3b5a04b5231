//! A query cut into its signs and words, each with its place.

use super::{Field, QueryError, Span};

/// One piece of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    Near {
        distance: u32,
        ordered: bool,
    },
    /// A bare word with whatever signs it carries.
    Word(String),
    /// `"…"`, with the sign before and the number after it.
    Quoted {
        text: String,
        spelling: bool,
        within: Option<u32>,
    },
    Regex(String),
    /// A known field name and its colon; its value follows at once.
    Field(Field),
}

/// Characters that end a bare word: brackets and quotation marks.
pub fn is_mark(c: char) -> bool {
    matches!(c, '(' | ')') || is_quote(c)
}

/// Straight and typographic double quotation marks, as text processors and phones put them in.
pub fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// Signs that other programs give a meaning and this grammar does not: they are refused where they could be meant so, not passed over.
fn sign(word: &str, span: Span) -> Result<(), QueryError> {
    let letters: Vec<char> = word.chars().collect();
    if letters.windows(3).any(|w| w[0].is_alphanumeric() && w[1] == '?' && w[2].is_alphanumeric()) && !word.contains("://") {
        return Err(QueryError::new(span, "`?` inside a word stands for nothing here; `*` or `~1` is expected")
            .hint("write `*` for any letters, or word~1 for one letter that may differ"));
    }
    if word.strip_prefix('!').is_some_and(|rest| rest.starts_with(char::is_alphanumeric)) {
        return Err(QueryError::new(span, "`!` excludes nothing here; `-` or NOT is expected")
            .hint("write -word or NOT word; in quotes the sign is plain text"));
    }
    Ok(())
}

/// The furthest two words may be asked to stand apart.
pub const FURTHEST: u32 = 1000;

/// Cut a query into tokens.
pub fn tokens(query: &str) -> Result<Vec<(Token, Span)>, QueryError> {
    let mut lexer = Lexer { query, at: 0, out: Vec::new() };
    lexer.run()?;
    Ok(lexer.out)
}

struct Lexer<'a> {
    query: &'a str,
    at: usize,
    out: Vec<(Token, Span)>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.query.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, token: Token, start: usize) {
        self.out.push((token, Span::new(start, self.at)));
    }

    fn run(&mut self) -> Result<(), QueryError> {
        while let Some(c) = self.rest().chars().next() {
            let start = self.at;
            // A value stands directly behind its field: it may begin with any sign.
            let value = matches!(self.out.last(), Some((Token::Field(_), span)) if span.end == start);
            match c {
                c if c.is_whitespace() => self.at += c.len_utf8(),
                '(' | ')' => {
                    self.at += 1;
                    self.push(if c == '(' { Token::Open } else { Token::Close }, start);
                }
                c if is_quote(c) => self.quoted(start, false)?,
                '=' if self.rest()[1..].starts_with(is_quote) => {
                    self.at += 1;
                    self.quoted(start, true)?;
                }
                '/' if !value => self.regex(start)?,
                '-' if !value => {
                    self.at += 1;
                    if self.rest().chars().next().is_none_or(|c| c.is_whitespace() || c == ')') {
                        return Err(QueryError::new(
                            Span::new(start, self.at),
                            "`-` excludes what follows it directly; nothing follows here",
                        )
                        .hint("write -word or NOT word; in quotes a dash is plain text"));
                    }
                    self.push(Token::Not, start);
                }
                _ => self.word(start, value)?,
            }
        }
        Ok(())
    }

    fn word(&mut self, start: usize, value: bool) -> Result<(), QueryError> {
        let rest = self.rest();
        let end = rest.find(|c: char| c.is_whitespace() || is_mark(c)).unwrap_or(rest.len());
        let word = rest[..end].to_owned();
        if !value
            && let Some((name, _)) = word.split_once(':')
            && let Some(field) = Field::from_name(name)
        {
            self.at += name.len() + 1;
            let follows = self.rest().chars().next();
            if follows.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')')) {
                return Err(QueryError::new(
                    Span::new(start, self.at),
                    format!("`{name}:` is a field, and a value is expected directly behind its colon"),
                )
                .hint(format!("write {name}:value, or \"{name}:\" in quotes to search for the word itself")));
            }
            self.push(Token::Field(field), start);
            return Ok(());
        }
        self.at += end;
        let span = Span::new(start, self.at);
        if !value {
            sign(&word, span)?;
        }
        let operator = (!value).then(|| operator(&word, span)).transpose()?.flatten();
        self.push(operator.unwrap_or(Token::Word(word)), start);
        Ok(())
    }

    fn quoted(&mut self, start: usize, spelling: bool) -> Result<(), QueryError> {
        let opening = self.rest().chars().next().map_or(1, char::len_utf8);
        self.at += opening;
        let mut text = String::new();
        let mut chars = self.rest().char_indices();
        let mut closed = None;
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some((_, next)) if is_quote(next) || next == '\\' => text.push(next),
                    Some((_, next)) => text.extend(['\\', next]),
                    None => text.push('\\'),
                },
                c if is_quote(c) => {
                    closed = Some(at + c.len_utf8());
                    break;
                }
                c => text.push(c),
            }
        }
        let Some(closed) = closed else {
            return Err(QueryError::new(Span::new(start, start + opening), "this quotation mark is never closed")
                .hint("close it with \""));
        };
        self.at += closed;
        let within = self.distance(start)?;
        if self.rest().chars().next().is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | ')')) {
            let next = self.rest().chars().next().map_or(1, char::len_utf8);
            return Err(QueryError::new(
                Span::new(self.at, self.at + next),
                "behind a closing quotation mark a space, a bracket or ~ and a number is expected",
            ));
        }
        self.push(Token::Quoted { text, spelling, within }, start);
        Ok(())
    }

    /// `~8` behind a closing quotation mark.
    fn distance(&mut self, start: usize) -> Result<Option<u32>, QueryError> {
        let Some(after) = self.rest().strip_prefix('~') else { return Ok(None) };
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        self.at += 1 + digits.len();
        match digits.parse::<u32>() {
            Ok(distance) if (1..=FURTHEST).contains(&distance) => Ok(Some(distance)),
            _ => Err(QueryError::new(
                Span::new(start, self.at),
                format!("behind `~` a number of words from 1 to {FURTHEST} is expected"),
            )
            .hint("write \"border driver\"~8")),
        }
    }

    fn regex(&mut self, start: usize) -> Result<(), QueryError> {
        let mut text = String::new();
        let mut chars = self.rest()[1..].char_indices();
        let mut closed = None;
        while let Some((at, c)) = chars.next() {
            match c {
                '/' => {
                    closed = Some(at + 2);
                    break;
                }
                '\\' => match chars.next() {
                    Some((_, '/')) => text.push('/'),
                    Some((_, next)) => text.extend(['\\', next]),
                    None => text.push('\\'),
                },
                c => text.push(c),
            }
        }
        let hint = "put the text in quotes if the slash belongs to it: \"/home/user\"";
        let Some(closed) = closed else {
            return Err(QueryError::new(
                Span::new(start, start + 1),
                "this slash opens a regular expression that is never closed",
            )
            .hint(hint));
        };
        self.at += closed;
        if self.rest().chars().next().is_some_and(|c| !c.is_whitespace() && !matches!(c, '(' | ')')) {
            return Err(QueryError::new(
                Span::new(start, self.at),
                "a regular expression ends here, and a space is expected behind it",
            )
            .hint(hint));
        }
        if text.is_empty() {
            return Err(QueryError::new(Span::new(start, self.at), "this regular expression is empty").hint(hint));
        }
        self.push(Token::Regex(text), start);
        Ok(())
    }
}

/// `AND`, `OR`, `NOT`, `NEAR/8`, `PRE/8`: in capitals, nothing else.
fn operator(word: &str, span: Span) -> Result<Option<Token>, QueryError> {
    match word {
        "AND" => return Ok(Some(Token::And)),
        "OR" => return Ok(Some(Token::Or)),
        "NOT" => return Ok(Some(Token::Not)),
        _ => {}
    }
    let (name, number) = word.split_once('/').map_or((word, None), |(name, number)| (name, Some(number)));
    if !matches!(name, "NEAR" | "PRE") {
        return Ok(None);
    }
    match number.and_then(|n| n.parse::<u32>().ok()) {
        Some(distance) if (1..=FURTHEST).contains(&distance) => Ok(Some(Token::Near { distance, ordered: name == "PRE" })),
        _ => Err(QueryError::new(span, format!("{name} needs a number of words from 1 to {FURTHEST}"))
            .hint(format!("write border {name}/8 driver; in quotes \"{name}\" is a plain word"))),
    }
}
