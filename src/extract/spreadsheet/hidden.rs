//! Our own walk over the sheets of an XLSX package: which rows and columns are hidden, how many cells hold something, and, where
//! `office_oxide` refuses the file, the cells themselves.

use std::collections::{HashMap, HashSet};

use crate::extract::ooxml::Package;
use crate::extract::xml_stream::{Element, Node, XmlStream, utf8};

/// Hidden rows remembered per sheet.
const MOST_ROWS: usize = 1_048_576;

/// What one sheet says about itself.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub name: String,
    pub part: String,
    pub hidden: bool,
    pub hidden_rows: HashSet<u32>,
    /// First and last hidden column of each run, counted from 0.
    pub hidden_columns: Vec<(u32, u32)>,
    pub filled_cells: u64,
}

impl Sheet {
    pub(super) fn hides(&self, row: u32, column: u32) -> bool {
        self.hidden_rows.contains(&row) || self.hidden_columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }
}

/// The sheets in the order of the workbook, with the part each is kept in.
pub(super) fn sheets(package: &mut Package<'_>) -> Vec<Sheet> {
    let workbook =
        package.relationships("").into_values().find(|(_, kind)| kind.ends_with("/officeDocument")).map(|(target, _)| target);
    let workbook = workbook.unwrap_or_else(|| "xl/workbook.xml".into());
    let relationships = package.relationships(&workbook);
    let Some(xml) = package.part(&workbook) else { return Vec::new() };
    let xml = utf8(&xml);
    let mut stream = XmlStream::new(&xml);
    let mut sheets = Vec::new();
    while let Some(node) = stream.next() {
        if let Node::Start(element) = node
            && element.name == "sheet"
        {
            let part =
                element.get("id").and_then(|id| relationships.get(&id)).map(|(target, _)| target.clone()).unwrap_or_default();
            sheets.push(Sheet {
                name: element.get("name").unwrap_or_default(),
                part,
                hidden: element.get("state").is_some_and(|state| state != "visible"),
                ..Sheet::default()
            });
        }
    }
    sheets
}

/// A cell as it is stored.
pub(super) struct Raw {
    pub row: u32,
    pub column: u32,
    /// The `t` attribute: "s" shared string, "str", "inlineStr", "b", "e", "n".
    pub kind: String,
    pub text: String,
}

/// Walk one sheet's XML: fill in what it hides, and call `cell` for every cell that holds something.
pub(super) fn walk(xml: &[u8], sheet: &mut Sheet, mut cell: impl FnMut(Raw)) -> Option<String> {
    let mut stream = XmlStream::new(xml);
    let (mut row, mut column) = (0u32, 0u32);
    let mut open: Option<Raw> = None;
    let mut in_value = false;
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) => match element.name.as_str() {
                "row" => {
                    row = number(&element, "r").map_or(row + 1, |r| r).max(1);
                    column = 0;
                    if flag(&element, "hidden") && sheet.hidden_rows.len() < MOST_ROWS {
                        sheet.hidden_rows.insert(row - 1);
                    }
                }
                "col" if flag(&element, "hidden") => {
                    if let (Some(first), Some(last)) = (number(&element, "min"), number(&element, "max"))
                        && sheet.hidden_columns.len() < 16_384
                    {
                        sheet.hidden_columns.push((first.saturating_sub(1), last.saturating_sub(1)));
                    }
                }
                "c" => {
                    let place = element.get("r").as_deref().and_then(reference);
                    column = place.map_or(column, |(column, _)| column);
                    let at = place.map_or(row.max(1) - 1, |(_, row)| row);
                    open = Some(Raw { row: at, column, kind: element.get("t").unwrap_or_default(), text: String::new() });
                    column += 1;
                }
                "v" | "t" => in_value = true,
                // Phonetic guides repeat the text in another script.
                "rPh" | "f" => in_value = false,
                _ => {}
            },
            Node::End(name) => match name.as_str() {
                "v" | "t" => in_value = false,
                "c" => {
                    if let Some(raw) = open.take().filter(|raw| !raw.text.is_empty()) {
                        sheet.filled_cells += 1;
                        cell(raw);
                    }
                }
                _ => {}
            },
            Node::Text(text) if in_value => {
                if let Some(raw) = &mut open {
                    raw.text.push_str(&text);
                }
            }
            Node::Text(_) => {}
        }
    }
    stream.damage().map(str::to_owned)
}

/// The shared strings, rich runs joined.
pub(super) fn shared_strings(package: &mut Package<'_>) -> Vec<String> {
    let Some(xml) = package.part("xl/sharedStrings.xml") else { return Vec::new() };
    let xml = utf8(&xml);
    let mut stream = XmlStream::new(&xml);
    let (mut strings, mut text, mut in_text, mut phonetic) = (Vec::new(), String::new(), false, false);
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) if element.name == "t" => in_text = !phonetic,
            Node::Start(element) if element.name == "rPh" => phonetic = true,
            Node::End(name) if name == "t" => in_text = false,
            Node::End(name) if name == "rPh" => phonetic = false,
            Node::End(name) if name == "si" => strings.push(std::mem::take(&mut text)),
            Node::Text(piece) if in_text => text.push_str(&piece),
            _ => {}
        }
    }
    strings
}

/// The words of a sheet's comments by their cells; nothing but what stands in the comment's text.
pub(super) fn comments(package: &mut Package<'_>, sheet: &str) -> HashMap<String, String> {
    let relationships = package.relationships(sheet);
    let part = relationships.into_values().find(|(_, kind)| kind.ends_with("/comments"));
    let Some(xml) = part.and_then(|(target, _)| package.part(&target)) else { return HashMap::new() };
    let xml = utf8(&xml);
    let mut stream = XmlStream::new(&xml);
    let mut found = HashMap::new();
    let (mut cell, mut words, mut in_text, mut taking) = (None, String::new(), false, false);
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) => match element.name.as_str() {
                "comment" => {
                    cell = element.get("ref");
                    words.clear();
                }
                "text" => in_text = true,
                "rPh" => taking = false,
                "t" => taking = in_text,
                _ => {}
            },
            Node::Text(text) if taking => words.push_str(&text),
            Node::Text(_) => {}
            Node::End(name) => match name.as_str() {
                "t" => taking = false,
                "text" => in_text = false,
                "comment" => {
                    if let Some(cell) = cell.take().filter(|_| !words.trim().is_empty()) {
                        found.insert(cell, std::mem::take(&mut words));
                    }
                }
                _ => {}
            },
        }
    }
    found
}

fn flag(element: &Element<'_>, name: &str) -> bool {
    element.get(name).is_some_and(|value| value == "1" || value == "true")
}

fn number(element: &Element<'_>, name: &str) -> Option<u32> {
    element.get(name)?.parse().ok()
}

/// Column and row of "BC12", counted from 0.
fn reference(text: &str) -> Option<(u32, u32)> {
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(split);
    let mut column = 0u32;
    for letter in letters.bytes() {
        if !letter.is_ascii_alphabetic() {
            return None;
        }
        column = column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)?;
    }
    Some((column.checked_sub(1)?, digits.parse::<u32>().ok()?.checked_sub(1)?))
}
