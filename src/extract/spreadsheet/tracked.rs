//! What tracked changes of an OpenDocument spreadsheet replaced or deleted.
//!
//! Source: OASIS OpenDocument 1.3 part 3, 9.9 (Change Tracking in Spreadsheets).

use super::column_name;
use crate::extract::odf;
use crate::extract::xml_stream::{Element, Node, XmlStream};

/// The content a cell had before.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Change {
    /// Number of the sheet, from 0.
    pub sheet: usize,
    /// Its address ("B12"); empty where the file does not say.
    pub cell: String,
    /// The old content, after who changed it and when.
    pub text: String,
}

/// More changes than any person makes.
const MOST: usize = 100_000;

/// Read the list of changes, whose start was just met, to its end.
pub(super) fn changes(stream: &mut XmlStream<'_>) -> Vec<Change> {
    let mut found = Vec::new();
    let (mut sheet, mut cell) = (0usize, String::new());
    let mut who: Vec<String> = Vec::new();
    let (mut content, mut value) = (None::<String>, String::new());
    let mut words = None::<String>;
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) => match element.name.as_str() {
                "cell-content-change" | "deletion" | "insertion" | "movement" => {
                    (cell, sheet) = (String::new(), number(&element, "table").unwrap_or(0));
                    who.clear();
                }
                "cell-address" => {
                    sheet = number(&element, "table").unwrap_or(sheet);
                    let (column, row) = (number(&element, "column"), number(&element, "row"));
                    cell = match (column.and_then(|column| u32::try_from(column).ok()), row) {
                        (Some(column), Some(row)) => format!("{}{}", column_name(column), row.saturating_add(1)),
                        _ => String::new(),
                    };
                }
                "creator" | "date" => words = Some(String::new()),
                "change-track-table-cell" => {
                    content = Some(String::new());
                    value = ["date-value", "time-value", "string-value", "value", "boolean-value"]
                        .into_iter()
                        .find_map(|name| element.get(name))
                        .unwrap_or_default();
                }
                "p" if content.is_some() => words = Some(String::new()),
                _ => {
                    if let (Some(words), Some(text)) = (&mut words, odf::inline(&element)) {
                        words.push_str(&text);
                    }
                }
            },
            Node::Text(text) => {
                if let Some(words) = &mut words {
                    odf::push(words, &text);
                }
            }
            Node::End(name) => match name.as_str() {
                "tracked-changes" => break,
                "creator" | "date" => who.extend(words.take().filter(|words| !words.trim().is_empty())),
                "p" => {
                    if let (Some(content), Some(words)) = (&mut content, words.take()) {
                        content.push_str(words.trim());
                        content.push('\n');
                    }
                }
                "change-track-table-cell" => {
                    let shown = content.take().unwrap_or_default();
                    let text = if shown.trim().is_empty() { std::mem::take(&mut value) } else { shown.trim().to_owned() };
                    if !text.is_empty() && found.len() < MOST {
                        let by = if who.is_empty() { String::new() } else { format!("{}: ", who.join(", ")) };
                        found.push(Change { sheet, cell: cell.clone(), text: format!("{by}{text}") });
                    }
                }
                _ => {}
            },
        }
    }
    found
}

fn number(element: &Element<'_>, name: &str) -> Option<usize> {
    element.get(name)?.parse().ok()
}
