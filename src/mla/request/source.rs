//! The text of a request file beside its fields, so that a finding can name the line it is about.

use toml_edit::{Document, Item, Value};

use super::error::position;

/// A request file's text with the places of its fields.
pub struct Source {
    text: String,
    document: Option<Document<String>>,
}

impl Source {
    /// Keep the text; a text that is no TOML has no places.
    pub fn new(text: impl Into<String>) -> Source {
        let text = text.into();
        let document = Document::parse(text.clone()).ok();
        Source { text, document }
    }

    /// The text of the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Line and column (from 1) of a field path like `measures[0].bank_data.accounts`, or of the nearest block above it that exists.
    pub fn locate(&self, path: &str) -> Option<(usize, usize)> {
        let mut item = self.document.as_ref()?.as_item();
        let mut found = None;
        let mut steps = steps(path).into_iter();
        while let Some(step) = steps.next() {
            if let Item::Value(value) = item {
                found = deepest(value, std::iter::once(step).chain(steps)).or(found);
                break;
            }
            let next = match step {
                Step::Key(key) => match item {
                    Item::Table(table) => table.get(key),
                    _ => None,
                },
                Step::Index(index) => match item {
                    Item::ArrayOfTables(tables) => {
                        let table = tables.get(index)?;
                        found = table.span().or(found);
                        // The block itself is the place; go on inside it.
                        return self.inside(table, rest_after_index(path, index), found);
                    }
                    _ => None,
                },
            };
            let Some(next) = next else { break };
            found = next.span().or(found);
            item = next;
        }
        found.map(|span| position(&self.text, span.start))
    }

    fn inside(&self, table: &toml_edit::Table, rest: &str, mut found: Option<std::ops::Range<usize>>) -> Option<(usize, usize)> {
        let mut table = table;
        let mut steps = steps(rest).into_iter().peekable();
        while let Some(step) = steps.next() {
            let Step::Key(key) = step else { break };
            match table.get(key) {
                Some(Item::Table(inner)) => {
                    found = inner.span().or(found);
                    table = inner;
                }
                Some(Item::ArrayOfTables(inner)) => {
                    let Some(Step::Index(index)) = steps.peek() else {
                        found = inner.iter().next().and_then(|first| first.span()).or(found);
                        break;
                    };
                    let Some(next) = inner.get(*index) else { break };
                    found = next.span().or(found);
                    table = next;
                    steps.next();
                }
                Some(item) => {
                    found = item.as_value().and_then(|value| deepest(value, steps)).or(item.span()).or(found);
                    break;
                }
                None => break,
            }
        }
        found.map(|span| position(&self.text, span.start))
    }
}

/// The place inside a value: an element of a list, a field of a table on one line; the value itself where that is not there.
fn deepest<'a>(value: &Value, steps: impl Iterator<Item = Step<'a>>) -> Option<std::ops::Range<usize>> {
    let mut value = value;
    let mut found = value.span();
    for step in steps {
        let next = match (step, value) {
            (Step::Index(index), Value::Array(list)) => list.get(index),
            (Step::Key(key), Value::InlineTable(table)) => table.get(key),
            _ => None,
        };
        let Some(next) = next else { break };
        found = next.span().or(found);
        value = next;
    }
    found
}

enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// `measures[0].bank_data` as key, index, key.
fn steps(path: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for part in path.split('.').filter(|part| !part.is_empty()) {
        let mut pieces = part.split('[');
        if let Some(key) = pieces.next().filter(|key| !key.is_empty()) {
            steps.push(Step::Key(key));
        }
        for piece in pieces {
            if let Ok(index) = piece.trim_end_matches(']').parse() {
                steps.push(Step::Index(index));
            }
        }
    }
    steps
}

/// The part of the path behind the first `[index]`.
fn rest_after_index(path: &str, index: usize) -> &str {
    let mark = format!("[{index}]");
    path.find(&mark).map_or("", |at| path[at + mark.len()..].trim_start_matches('.'))
}
