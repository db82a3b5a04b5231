//! What is wrong in a request file: where, why, and what to write.

use std::fmt;

use super::nearest::nearest;

/// A mistake in a request file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Counted from 1; 0 where the place is not known.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub hint: Option<String>,
}

impl Mistake {
    pub(crate) fn of(error: &toml::de::Error, toml: &str) -> Mistake {
        let (line, column) = error.span().map_or((0, 0), |span| position(toml, span.start));
        let (message, hint) = explain(error.message());
        Mistake { line, column, message, hint }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}, column {}: ", self.line, self.column)?;
        }
        f.write_str(&self.message)
    }
}

/// Line and column (in characters), both from 1, of a byte offset.
pub(crate) fn position(text: &str, offset: usize) -> (usize, usize) {
    let mut end = offset.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let before = &text[..end];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

/// Turn the parser's wording into ours, with the nearest known word.
fn explain(message: &str) -> (String, Option<String>) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let list = |words: &[&str]| words.iter().map(|word| word.to_string()).collect::<Vec<_>>().join(", ");
    if let Some((written, known)) = quoted.split_first() {
        if message.starts_with("unknown field") {
            let hint = match nearest(written, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.len() > 24 => "`rogatory mla schema` lists the fields that exist here".to_string(),
                None => format!("fields here: {}", list(known)),
            };
            return (format!("there is no field `{written}` here"), Some(hint));
        }
        if message.starts_with("unknown variant") {
            let hint = match nearest(written, known.iter().copied()) {
                Some(near) => format!("write \"{near}\" (possible: {})", list(known)),
                None => format!("write one of: {}", list(known)),
            };
            return (format!("\"{written}\" is not known here"), Some(hint));
        }
        if message.starts_with("missing field") {
            return (format!("the field `{written}` is missing"), Some(format!("add a line `{written} = …`")));
        }
        if message.starts_with("duplicate") {
            return (format!("{message}: the same field stands here twice"), Some("keep one of the two".to_string()));
        }
    }
    if let Some(rest) = message.strip_prefix("invalid type: ") {
        let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, "something else"));
        return (format!("{} is written here, but {} is expected", plain(found), plain(expected)), None);
    }
    if let Some(rest) = message.strip_prefix("invalid value: ") {
        let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, "another value"));
        return (format!("{} is not possible here, {} is expected", plain(found), plain(expected)), None);
    }
    (message.replace('\n', "; "), None)
}

/// The parser's type words in words of the file.
fn plain(words: &str) -> String {
    match words {
        "a sequence" | "sequence" => "a list ([…], or a block with [[…]])".into(),
        "a map" | "map" => "a table ({…}, or a block with […])".into(),
        "a string" => "a text in quotes".into(),
        "a boolean" => "true or false".into(),
        "u32" | "u16" | "i64" => "a whole number".into(),
        "f64" => "a number".into(),
        other if other.starts_with("struct ") => "a block of fields".into(),
        other if other.starts_with("integer `") => other.replacen("integer ", "the number ", 1),
        other if other.starts_with("string ") => other.replacen("string ", "the text ", 1),
        other if other.starts_with("boolean `") => other.replacen("boolean ", "", 1),
        other => other.to_string(),
    }
}
