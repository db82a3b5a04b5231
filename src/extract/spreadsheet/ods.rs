//! OpenDocument spreadsheets.

use std::collections::HashMap;

use super::rows::Layers;
use super::{column_name, note, tracked};
use crate::extract::formats::Format;
use crate::extract::odf::{self, ENGINE};
use crate::extract::xml_stream::{Node, XmlStream};
use crate::extract::{Failure, Input, Options, Part, Sink};

/// The row of the table of formats.
pub(crate) static ODS: Format = Format {
    id: "ods",
    name: "OpenDocument spreadsheet",
    media_type: "application/vnd.oasis.opendocument.spreadsheet",
    extensions: &["ods", "ots"],
    engine: ENGINE,
    read,
    reads: "cells as shown, comments, what tracked changes replaced or deleted (labelled, with its cell, author and date), headers and footers, hidden sheets, rows and columns labelled, embedded charts; pictures as members",
    leaves: "formulas, macros, who inserted what; link targets; filtered rows are read without the label of hidden ones; empty cells leave no mark in a row",
    locator: "sheet_range",
    limits: "a cell or row that is repeated is written out up to 64 times",
};

/// A repeated cell or row with content is written out this often; blank repetition only moves the address.
const COPIES: u32 = 64;
/// Rows and columns beyond what any program shows.
const LAST: u32 = 1 << 24;

#[derive(Default)]
struct Cell {
    text: String,
    value: String,
    comment: String,
    repeated: u32,
}

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(ODS.media_type, ENGINE)?;
    let mut odf = odf::open(input.bytes)?;
    sink.meta(odf::meta(&mut odf.package))?;
    let hiding = odf::styles_with(&odf.content, "table-properties", "display", "false");
    let masters = masters(&odf.content);
    let furniture = furniture(&odf.styles);
    let content = std::mem::take(&mut odf.content);
    let mut stream = XmlStream::new(&content);
    let mut objects = Vec::new();
    let (mut names, mut changes) = (Vec::new(), Vec::new());
    while let Some(node) = stream.next() {
        let Node::Start(element) = node else { continue };
        if element.name == "tracked-changes" {
            changes.append(&mut tracked::changes(&mut stream));
        } else if element.name == "table" {
            let name = element.get("name").unwrap_or_default();
            let style = element.get("style-name").unwrap_or_default();
            sheet(&name, hiding.contains(&style), &mut stream, &mut objects, sink)?;
            for (part, text) in masters.get(&style).and_then(|master| furniture.get(master)).into_iter().flatten() {
                note(&name, "", *part, text, ENGINE, sink)?;
            }
            names.push(name);
        }
    }
    for change in changes {
        let sheet = names.get(change.sheet).map_or("", String::as_str);
        note(sheet, &change.cell, Part::Deleted, &change.text, ENGINE, sink)?;
    }
    for href in objects {
        if let Some(words) = odf::object(&mut odf.package, &href) {
            note("chart", href.trim_start_matches("./"), Part::Body, &words, ENGINE, sink)?;
        }
    }
    odf::finish(&mut odf, stream.damage(), sink)
}

/// The page styles of sheets, which have header and footer, by the sheets' own styles.
fn masters(xml: &[u8]) -> HashMap<String, String> {
    let mut found = HashMap::new();
    let mut stream = XmlStream::new(xml);
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) if element.name == "style" => {
                found.extend(element.get("name").zip(element.get("master-page-name")));
            }
            Node::Start(element) if element.name == "body" => break,
            _ => {}
        }
    }
    found
}

/// Headers and footers of the page styles by their names.
fn furniture(xml: &[u8]) -> HashMap<String, Vec<(Part, String)>> {
    let mut found: HashMap<String, Vec<(Part, String)>> = HashMap::new();
    let mut stream = XmlStream::new(xml);
    let mut master = String::new();
    let mut open: Option<(Part, String)> = None;
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) => match element.name.as_str() {
                "master-page" => master = element.get("name").unwrap_or_default(),
                "header" | "header-left" | "header-first" => open = Some((Part::Header, String::new())),
                "footer" | "footer-left" | "footer-first" => open = Some((Part::Footer, String::new())),
                _ => {
                    if let (Some((_, text)), Some(words)) = (&mut open, odf::inline(&element)) {
                        text.push_str(&words);
                    }
                }
            },
            Node::Text(words) => {
                if let Some((_, text)) = &mut open {
                    odf::push(text, &words);
                }
            }
            Node::End(name) => match name.as_str() {
                "p" => {
                    if let Some((_, text)) = &mut open {
                        text.push('\n');
                    }
                }
                "header" | "header-left" | "header-first" | "footer" | "footer-left" | "footer-first" => {
                    found.entry(master.clone()).or_default().extend(open.take().filter(|(_, text)| !text.trim().is_empty()));
                }
                _ => {}
            },
        }
    }
    found
}

fn sheet(
    name: &str,
    hidden: bool,
    stream: &mut XmlStream<'_>,
    objects: &mut Vec<String>,
    sink: &mut dyn Sink,
) -> Result<(), Failure> {
    let mut layers = Layers::new(name, ENGINE);
    let mut notes: Vec<(String, String)> = Vec::new();
    let mut hidden_columns: Vec<(u32, u32)> = Vec::new();
    let (mut row, mut column, mut declared) = (0u32, 0u32, 0u32);
    let mut row_hidden = false;
    let mut row_repeated = 1u32;
    let mut cells: Vec<(u32, Cell)> = Vec::new();
    let mut cell: Option<Cell> = None;
    let (mut in_comment, mut in_paragraph, mut in_creator, mut nested) = (false, false, false, 0usize);
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) => match element.name.as_str() {
                "table" => nested += 1,
                "table-column" => {
                    let count = repeated(element.get("number-columns-repeated"));
                    if collapsed(element.get("visibility")) && hidden_columns.len() < 10_000 {
                        hidden_columns.push((declared, declared.saturating_add(count)));
                    }
                    declared = declared.saturating_add(count);
                }
                "table-row" if nested == 0 => {
                    row_hidden = collapsed(element.get("visibility"));
                    row_repeated = repeated(element.get("number-rows-repeated"));
                    column = 0;
                    cells.clear();
                }
                "table-cell" | "covered-table-cell" if nested == 0 => {
                    let value = ["date-value", "time-value", "string-value", "value", "boolean-value"]
                        .into_iter()
                        .find_map(|name| element.get(name))
                        .unwrap_or_default();
                    cell = Some(Cell { value, repeated: repeated(element.get("number-columns-repeated")), ..Cell::default() });
                }
                "annotation" => in_comment = true,
                "creator" | "date" if in_comment => in_creator = true,
                "p" | "h" => in_paragraph = true,
                "object" => objects.extend(element.get("href").filter(|_| objects.len() < 1000)),
                _ => {
                    if let (Some(text), Some(cell)) = (odf::inline(&element), &mut cell)
                        && in_paragraph
                    {
                        if in_comment { cell.comment.push_str(&text) } else { cell.text.push_str(&text) }
                    }
                }
            },
            Node::Text(text) => {
                if let Some(cell) = &mut cell
                    && (in_paragraph || in_creator)
                {
                    odf::push(if in_comment { &mut cell.comment } else { &mut cell.text }, &text);
                }
            }
            Node::End(ended) => match ended.as_str() {
                "table" if nested == 0 => break,
                "table" => nested -= 1,
                "annotation" => in_comment = false,
                "creator" | "date" if in_comment => {
                    in_creator = false;
                    if let Some(cell) = &mut cell {
                        cell.comment.push_str(if ended == "creator" { ", " } else { ": " });
                    }
                }
                "p" | "h" => {
                    in_paragraph = false;
                    if let Some(cell) = &mut cell {
                        if in_comment { cell.comment.push('\n') } else { cell.text.push('\n') }
                    }
                }
                "table-cell" | "covered-table-cell" if nested == 0 => {
                    let Some(mut done) = cell.take() else { continue };
                    let count = done.repeated;
                    if done.text.trim().is_empty() {
                        done.text = std::mem::take(&mut done.value);
                    }
                    if !done.comment.trim().is_empty() {
                        notes.push((format!("{}{}", column_name(column), u64::from(row) + 1), std::mem::take(&mut done.comment)));
                    }
                    if !done.text.trim().is_empty() {
                        cells.push((column, done));
                    }
                    column = column.saturating_add(count).min(LAST);
                }
                "table-row" if nested == 0 => {
                    let copies = if cells.is_empty() { 0 } else { row_repeated.min(COPIES) };
                    for copy in 0..copies {
                        for (first, cell) in &cells {
                            for step in 0..cell.repeated.min(COPIES) {
                                let at = first + step;
                                let column_hidden = hidden_columns.iter().any(|(from, to)| (*from..*to).contains(&at));
                                layers.cell(hidden || row_hidden || column_hidden, row + copy, at, &cell.text, sink)?;
                            }
                        }
                    }
                    row = row.saturating_add(row_repeated).min(LAST);
                    if row.is_multiple_of(1000) {
                        sink.progress()?;
                    }
                }
                _ => {}
            },
        }
    }
    layers.finish(sink)?;
    for (place, text) in notes {
        note(name, &place, Part::Comment, &text, ENGINE, sink)?;
    }
    Ok(())
}

fn collapsed(visibility: Option<String>) -> bool {
    visibility.is_some_and(|value| matches!(value.as_str(), "collapse" | "filter"))
}

fn repeated(count: Option<String>) -> u32 {
    count.and_then(|count| count.parse().ok()).unwrap_or(1).clamp(1, LAST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Locator;
    use crate::extract::testing::{Collected, package};

    fn ods(tables: &str) -> Collected {
        let content = format!(
            "<c><automatic-styles><style name='off'><table-properties display='false'/></style></automatic-styles><body><spreadsheet>{tables}</spreadsheet></body></c>"
        );
        let bytes = package(&[
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".as_slice()),
            ("content.xml", content.as_bytes()),
        ]);
        let (found, outcome) = Collected::from(crate::extract::extract, "a.ods", &bytes);
        assert!(outcome.is_ok(), "{outcome:?}");
        found
    }

    #[test]
    fn cells_comments_and_what_is_hidden() {
        let found = ods(
            "<table name='Уплате'><table-column/><table-column visibility='collapse'/><table-row><table-cell><p>Износ</p>\
             <annotation><creator>Ана</creator><date>2025-03-02</date><p>провери</p></annotation></table-cell><table-cell><p>тајно</p></table-cell></table-row>\
             <table-row visibility='collapse'><table-cell value='1500'/></table-row></table>\
             <table name='Skriveno' style-name='off'><table-row><table-cell number-columns-repeated='2'><p>x</p></table-cell></table-row></table>",
        );
        assert_eq!(found.text(Part::Body), "Износ");
        assert_eq!(found.text(Part::Hidden), "тајно\n1500\nx\tx");
        assert_eq!(found.text(Part::Comment), "Ана, 2025-03-02: провери");
        let hidden: Vec<_> =
            found.units.iter().filter(|unit| unit.part == Part::Hidden).map(|unit| unit.locator.clone()).collect();
        let at = |sheet: &str, range: &str| Locator::SheetRange { sheet: sheet.into(), range: range.into() };
        assert_eq!(hidden, [at("Уплате", "A1:B2"), at("Skriveno", "A1:B1")]);
    }

    #[test]
    fn what_tracked_changes_replaced_or_deleted() {
        let cell = |text: &str| format!("<change-track-table-cell value-type='string'><p>{text}</p></change-track-table-cell>");
        let who = "<change-info><creator>Ана Н.</creator><date>2025-03-02T10:00:00</date></change-info>";
        let found = ods(&format!(
            "<tracked-changes><cell-content-change id='ct1'><cell-address column='1' row='11' table='1'/>{who}<previous>{}</previous></cell-content-change>\
             <cell-content-change id='ct2'><cell-address column='0' row='0' table='0'/>{who}<previous><change-track-table-cell value-type='float' value='9000'/></previous></cell-content-change>\
             <deletion id='ct3' type='row' position='4' table='0'>{who}<deletions><cell-content-deletion><cell-address column='2' row='4' table='0'/>{}</cell-content-deletion></deletions></deletion>\
             <insertion id='ct4' type='row' position='7' table='0'>{who}</insertion></tracked-changes>\
             <table name='Уплате'><table-row><table-cell><p>1500</p></table-cell></table-row></table>\
             <table name='Vozila'><table-row><table-cell><p>Kombi</p></table-cell></table-row></table>",
            cell("ранији број"),
            cell("obrisani red"),
        ));
        let by = "Ана Н., 2025-03-02T10:00:00: ";
        assert_eq!(found.text(Part::Deleted), format!("{by}ранији број\n{by}9000\n{by}obrisani red"));
        assert_eq!(found.text(Part::Body), "1500\nKombi");
        let places: Vec<_> =
            found.units.iter().filter(|unit| unit.part == Part::Deleted).map(|unit| unit.locator.label()).collect();
        assert_eq!(places, ["Vozila!B12", "Уплате!A1", "Уплате!C5"]);
    }

    #[test]
    fn a_million_repetitions_cost_nothing() {
        let found = ods(
            "<table name='A'><table-row number-rows-repeated='4000000000'><table-cell number-columns-repeated='4000000000'/></table-row>\
             <table-row number-rows-repeated='1048576'><table-cell number-columns-repeated='16384'><p>bomba</p></table-cell></table-row></table>",
        );
        assert_eq!(found.text(Part::Body).matches("bomba").count(), 64 * 64);
    }
}
