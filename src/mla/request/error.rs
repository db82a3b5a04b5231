//! What is wrong in a request file: where, why, and what to write.

use std::fmt;

use super::measure::MeasureKind;
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
        let written = toml.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let (message, hint) = malformed(error.message(), written).unwrap_or_else(|| explain(error.message(), written));
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

/// Text that is no TOML: what the line looks like, and how it is written.
fn malformed(message: &str, line: &str) -> Option<(String, Option<String>)> {
    let (key, value) = line.split_once('=').map_or((line.trim(), ""), |(key, value)| (key.trim(), value.trim()));
    let said = |message: &str, hint: String| Some((message.to_string(), Some(hint)));
    if message.contains("must be quoted") || message.contains("missing value") || message.starts_with("invalid literal") {
        let bare = value.trim_matches(['„', '“', '”', '«', '»', '‚', '‘', '’']);
        return match (value.is_empty(), bare == value) {
            (true, _) => {
                said("there is no value behind the equals sign", format!("write one, or take the line out: {key} = \"…\""))
            }
            (_, true) => said("a text stands in quotes", format!("write {key} = \"{value}\"")),
            (_, false) => said("these quotes are not those of a TOML file", format!("write straight ones: {key} = \"{bare}\"")),
        };
    }
    if message.starts_with("invalid basic string") && message.contains("expected `\"`") {
        return said("the text has no closing quote", format!("write {key} = \"{}\"", value.trim_matches('"')));
    }
    if message.starts_with("invalid basic string") {
        return said(
            "a character or escape that cannot stand in a text",
            "take it out; a backslash is written twice (\\\\), a quote inside a text as \\\"".to_string(),
        );
    }
    if message.starts_with("invalid date") || message.starts_with("invalid datetime") || message.starts_with("invalid time") {
        let expected = message.split_once("expected ").map(|(_, expected)| format!(" ({expected})")).unwrap_or_default();
        return said(
            &format!("there is no such day or time{expected}"),
            format!("write {key} = \"2026-11-24\", or \"2026-11\" or \"2026\" if the rest is not known"),
        );
    }
    if message.starts_with("duplicate key") {
        return if line.trim_start().starts_with('[') {
            said(&format!("the block {} stands here twice", line.trim()), "put its fields into one block".to_string())
        } else {
            said(&format!("the field `{key}` stands here twice"), "keep one of the two".to_string())
        };
    }
    if message.contains("missing comma") {
        return said("a comma is missing between two items of a list", "write [\"…\", \"…\"]".to_string());
    }
    if message.starts_with("key with no value") {
        let key = key.split([':', ' ']).next().unwrap_or(key);
        return said("a field is written with an equals sign", format!("write {key} = \"…\""));
    }
    if message.starts_with("unclosed") {
        let hint = match line.trim() {
            header if header.starts_with('[') => format!("write {header}]"),
            _ => "write as many closing brackets as opening ones".to_string(),
        };
        return said("a bracket is not closed", hint);
    }
    if message.starts_with("invalid key-value pair") || message.starts_with("invalid key") {
        let hint = if line.trim_start().starts_with('{') {
            "a request is a TOML file; `rogatory mla new` writes one to start from"
        } else {
            "a line is `name = value`, a block begins with [name] or [[name]], a comment with #"
        };
        return said("this is no line of a TOML file", hint.to_string());
    }
    None
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
        let bare = value.trim_matches('"');
        let hint = match (found.split([' ', ',']).next().unwrap_or_default(), expected) {
            ("integer" | "floating" | "boolean", expected) if expected.contains("string") => {
                Some(format!("write {key} = \"{value}\""))
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
            ("string" | "sequence", expected) if expected.contains("struct") || expected.contains("map") => {
                Some(format!("write {key} = {{ … }}; `rogatory mla schema` and `rogatory mla forms` say what belongs in it"))
            }
            _ => None,
        };
        return (format!("{} is written here, but {} is expected", plain(found), plain(expected)), hint);
    }
    if let Some(rest) = message.strip_prefix("invalid value: ") {
        let (found, expected) = rest.split_once(", expected ").unwrap_or((rest, "another value"));
        return (format!("{} is not possible here, {} is expected", plain(found), plain(expected)), None);
    }
    (message.replace('\n', "; "), None)
}

/// A field or block of the file as a whole, not of a block in it.
fn is_top(name: &str) -> bool {
    super::schema()["properties"].as_object().is_some_and(|fields| fields.contains_key(name))
}

fn is_number(expected: &str) -> bool {
    matches!(expected, "u32" | "u16" | "i64" | "f64" | "usize")
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
        other if other.starts_with("floating point `") => other.replacen("floating point ", "the number ", 1),
        other if other.starts_with("string ") => other.replacen("string ", "the text ", 1),
        other if other.starts_with("boolean `") => other.replacen("boolean ", "", 1),
        other => other.to_string(),
    }
}
