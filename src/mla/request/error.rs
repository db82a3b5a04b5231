//! What is wrong in a request file: where, why, and what to write.

use std::fmt;

use super::measure::MeasureKind;
use super::nearest::nearest;
use super::{malformed, shape};

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
        let start = error.span().map(|span| span.start);
        let (offset, message, hint) = match toml::de::DeTable::parse(toml) {
            // No TOML: the parser's words are about its grammar, so what is said is read off the line itself.
            Err(_) => {
                let (offset, message, hint) = malformed::explain(error.message(), start.unwrap_or_default(), toml);
                (Some(offset), message, Some(hint))
            }
            Ok(_) => match shape::mistake(toml) {
                Some((offset, message, hint)) => (Some(offset), message, Some(hint)),
                None => {
                    let line = start.map_or("", |start| line_at(toml, start));
                    let (message, hint) = explain(error.message(), line);
                    (start, message, hint)
                }
            },
        };
        let (line, column) = offset.map_or((0, 0), |offset| position(toml, offset));
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

/// The line this byte stands in, without its end.
pub(super) fn line_at(text: &str, offset: usize) -> &str {
    let (line, _) = position(text, offset);
    text.lines().nth(line.saturating_sub(1)).unwrap_or_default()
}

/// Turn the parser's wording into ours, with the nearest known word. `line`: the line as it is written.
fn explain(message: &str, line: &str) -> (String, Option<String>) {
    let (key, value) = line.split_once('=').map_or((line.trim(), ""), |(key, value)| (key.trim(), value.trim()));
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let list = |words: &[&str]| words.iter().map(|word| word.to_string()).collect::<Vec<_>>().join(", ");
    if let Some((written, known)) = quoted.split_first() {
        if message.starts_with("unknown field") {
            let hint = match nearest(written, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if is_top(written) => {
                    format!(
                        "`{written}` belongs to the file as a whole: write it above the first [block], or as a block of its own"
                    )
                }
                None if known.len() > 24 => "`rogatory mla schema` lists the fields that exist here".to_string(),
                None => format!("fields here: {}", list(known)),
            };
            return (format!("there is no field `{written}` here"), Some(hint));
        }
        if message.starts_with("unknown variant") {
            // Other names a word is known by are understood, and not offered.
            let other = |word: &&str| MeasureKind::ALL.iter().any(|kind| kind.id() != *word && kind.also_called().contains(word));
            let known: Vec<&str> = known.iter().copied().filter(|word| !other(word)).collect();
            let hint = match nearest(written, known.iter().copied()) {
                Some(near) => format!("write \"{near}\" (possible: {})", list(&known)),
                None => format!("write one of: {}", list(&known)),
            };
            return (format!("\"{written}\" is not known here"), Some(hint));
        }
        if message.starts_with("missing field") {
            let hint = match *written {
                "form" => "begin the file with form = \"classical\"; `rogatory mla forms` lists the forms".to_string(),
                "requesting_state" | "requested_state" => {
                    format!("add {written} = \"RS\" (two letters, ISO 3166) to the block [hdr]")
                }
                "hdr" => "add a block [hdr] with requesting_state and requested_state".to_string(),
                other => format!("add a line `{other} = …`"),
            };
            return (format!("the field `{written}` is missing"), Some(hint));
        }
        if message.starts_with("duplicate") {
            return (format!("{message}: the same field stands here twice"), Some("keep one of the two".to_string()));
        }
    }
    if let Some(rest) = message.strip_prefix("invalid type: ") {
        let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, "something else"));
        // A date without quotes comes as a table of one.
        if found == "map" && expected.contains("string") && value.starts_with(|c: char| c.is_ascii_digit()) {
            let hint = format!("write {key} = \"{}\"", without_comment(value));
            return ("a date is written here, but a text in quotes is expected".to_string(), Some(hint));
        }
        let bare = value.trim_matches('"');
        let hint = match (found.split([' ', ',']).next().unwrap_or_default(), expected) {
            ("integer" | "floating" | "boolean", expected) if expected.contains("string") => {
                let written = found.split('`').nth(1).unwrap_or(bare);
                match value.starts_with('[') {
                    true => Some(format!("write {key} = {}", quote_items(value))),
                    false if value.starts_with('{') => Some(format!("write \"{written}\", in quotes")),
                    false => Some(format!("write {key} = \"{}\"", without_comment(value))),
                }
            }
            ("floating" | "integer", expected) if is_number(expected) => {
                let digits: String = without_comment(value).chars().filter(|c| c.is_ascii_digit()).collect();
                let grouped = value.contains('.') && malformed::in_thousands(without_comment(value));
                Some(match grouped {
                    true => format!("write {key} = {digits}, without points"),
                    false => "write a whole number in digits: no point, no minus, not more than 4294967295".to_string(),
                })
            }
            ("string", "a boolean") => Some(format!("write {key} = true or {key} = false, without quotes")),
            ("string", expected) if is_number(expected) && bare.parse::<f64>().is_ok() => Some(format!("write {key} = {bare}")),
            ("string", expected) if is_number(expected) => {
                Some("write it in digits, without quotes, blanks or a unit".to_string())
            }
            ("string", expected) if expected.contains("sequence") => Some(format!("write {key} = [{value}]")),
            ("map", expected) if expected.contains("sequence") && line.trim_start().starts_with('[') => {
                Some(format!("write two brackets: [{}]", line.trim()))
            }
            ("map", expected) if line.trim_start().starts_with('[') && !expected.contains("struct") => {
                let path = line.trim().trim_matches(['[', ']']);
                let (place, field) = match path.rsplit_once('.') {
                    Some((block, field)) => (format!("in the block [{block}]"), field),
                    None => ("above the first [block]".to_string(), path),
                };
                let value = match expected {
                    "a boolean" => "true",
                    number if is_number(number) => "1",
                    _ => "\"…\"",
                };
                Some(format!("`{field}` is a field, no block: write {field} = {value} {place}, and take this line out"))
            }
            ("string" | "sequence", expected) if expected.contains("struct") || expected.contains("map") => {
                Some(format!("write {key} = {{ … }}; `rogatory mla schema` and `rogatory mla forms` say what belongs in it"))
            }
            _ => None,
        };
        return (format!("{} is written here, but {} is expected", plain(found), plain(expected)), hint);
    }
    if let Some(rest) = message.strip_prefix("invalid value: ") {
        let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, "another value"));
        let hint = is_number(expected).then(|| {
            let what = match found.contains('-') {
                true => "the number is not below 0",
                false => "the number is not more than 4294967295 (65535 for a port)",
            };
            format!("{what}; if none is known, take the line out")
        });
        return (format!("{} is not possible here, {} is expected", plain(found), plain(expected)), hint);
    }
    if message.contains("wanted string or table") {
        let hint = match key {
            "form" => "write form = \"classical\"; `rogatory mla forms` lists the forms".to_string(),
            _ => "`rogatory mla schema` lists the words that can stand here".to_string(),
        };
        return ("a word in quotes is expected here".to_string(), Some(hint));
    }
    (message.replace('\n', "; "), None)
}

/// A field or block of the file as a whole, not of a block in it.
fn is_top(name: &str) -> bool {
    super::schema()["properties"].as_object().is_some_and(|fields| fields.contains_key(name))
}

fn is_number(expected: &str) -> bool {
    matches!(expected, "u8" | "u16" | "u32" | "u64" | "i64" | "f64" | "usize")
}

/// `[3, "4"]` as `["3", "4"]`.
fn quote_items(list: &str) -> String {
    let inner = without_comment(list).trim_start_matches('[').trim_end_matches(']');
    let items = inner.split(',').map(str::trim).filter(|item| !item.is_empty());
    let quoted: Vec<String> = items.map(|item| format!("\"{}\"", item.trim_matches('"'))).collect();
    format!("[{}]", quoted.join(", "))
}

/// A value that is no text, without the comment behind it.
fn without_comment(value: &str) -> &str {
    value.split('#').next().unwrap_or(value).trim()
}

/// The parser's type words in words of the file.
fn plain(words: &str) -> String {
    // A number too big for the parser carries the name of its type.
    let words = words.split_once("` as ").map_or(words.to_string(), |(number, _)| format!("{number}`"));
    match words.as_str() {
        "a sequence" | "sequence" => "a list ([…], or a block with [[…]])".into(),
        "a map" | "map" => "a table ({…}, or a block with […])".into(),
        "a string" => "a text in quotes".into(),
        "a boolean" => "true or false".into(),
        "u8" | "u16" | "u32" | "u64" | "i64" | "usize" => "a whole number".into(),
        "f64" => "a number".into(),
        other if other.starts_with("struct ") => "a block of fields".into(),
        other if other.starts_with("integer `") => other.replacen("integer ", "the number ", 1),
        other if other.starts_with("floating point `") => other.replacen("floating point ", "the number ", 1),
        other if other.starts_with("string ") => other.replacen("string ", "the text ", 1),
        other if other.starts_with("boolean `") => other.replacen("boolean ", "", 1),
        other => other.to_string(),
    }
}
