//! What the history of a shared XLSX workbook keeps of cells that were changed or deleted.
//!
//! Source: ECMA-376 Part 1, 18.11 (shared workbook data).

use std::collections::HashMap;

use crate::extract::ooxml::Package;
use crate::extract::xml_stream::{Node, XmlStream, utf8};

/// The content a cell had before.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub sheet: String,
    pub cell: String,
    /// The old content, after who changed it and when.
    pub text: String,
}

/// More changes than any person makes.
const MOST: usize = 100_000;

/// Every old content the history holds, in its order.
pub(super) fn changes(package: &mut Package<'_>) -> Vec<Change> {
    let book = package.relationships("").into_values().find(|(_, kind)| kind.ends_with("/officeDocument"));
    let book = book.map_or_else(|| "xl/workbook.xml".to_owned(), |(target, _)| target);
    let headers = package.relationships(&book).into_values().find(|(_, kind)| kind.ends_with("/revisionHeaders"));
    let Some((headers, _)) = headers else { return Vec::new() };
    let mut sheets = HashMap::new();
    elements(package, &book, "sheet", |get| {
        sheets.extend(get("sheetId").zip(get("name")));
    });
    let mut logs = Vec::new();
    elements(package, &headers, "header", |get| {
        let by = [get("userName"), get("dateTime")].into_iter().flatten().collect::<Vec<_>>().join(", ");
        logs.extend(get("id").map(|id| (id, by)));
    });
    let relations = package.relationships(&headers);
    let strings = super::hidden::shared_strings(package);
    let mut found = Vec::new();
    for (id, by) in logs {
        let Some(xml) = relations.get(&id).and_then(|(target, _)| package.part(target)) else { continue };
        log(&utf8(&xml), &by, &sheets, &strings, &mut found);
    }
    found
}

/// The attributes of every element of this name in a part.
fn elements(package: &mut Package<'_>, part: &str, name: &str, mut each: impl FnMut(&dyn Fn(&str) -> Option<String>)) {
    let Some(xml) = package.part(part) else { return };
    let xml = utf8(&xml);
    let mut stream = XmlStream::new(&xml);
    while let Some(node) = stream.next() {
        if let Node::Start(element) = node
            && element.name == name
        {
            each(&|attribute| element.get(attribute));
        }
    }
}

fn log(xml: &[u8], by: &str, sheets: &HashMap<String, String>, strings: &[String], found: &mut Vec<Change>) {
    let mut stream = XmlStream::new(xml);
    let mut sheet = String::new();
    // The old cell that is open: address, kind, text.
    let mut open: Option<(String, String, String)> = None;
    let mut taking = false;
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) => match element.name.as_str() {
                "rcc" | "rrc" => sheet = element.get("sId").unwrap_or_default(),
                "oc" => open = Some((element.get("r").unwrap_or_default(), element.get("t").unwrap_or_default(), String::new())),
                "v" | "t" => taking = true,
                _ => {}
            },
            Node::Text(text) if taking => {
                if let Some((_, _, words)) = &mut open {
                    words.push_str(&text);
                }
            }
            Node::Text(_) => {}
            Node::End(name) => match name.as_str() {
                "v" | "t" => taking = false,
                "oc" => {
                    let Some((cell, kind, words)) = open.take() else { continue };
                    let words = match kind.as_str() {
                        "s" => words.trim().parse().ok().and_then(|at: usize| strings.get(at)).cloned().unwrap_or_default(),
                        _ => words,
                    };
                    if !words.trim().is_empty() && found.len() < MOST {
                        let text = if by.is_empty() { words } else { format!("{by}: {words}") };
                        found.push(Change { sheet: sheets.get(&sheet).cloned().unwrap_or_default(), cell, text });
                    }
                }
                _ => {}
            },
        }
    }
}
