//! Workbooks: XLSX and XLS by `office_oxide`, XLSB by `calamine`. Cells as people see them (dates and number formats applied), sheet by
//! sheet, in blocks of rows cited by sheet and cell range. Hidden sheets, rows and columns are read and labelled.

mod biff;
mod biff_cells;
mod hidden;
mod numbers;
pub(crate) mod ods;
mod revisions;
mod rows;
mod tracked;
pub(crate) mod xls;
pub(crate) mod xlsb;
mod xlsb_parts;
pub(crate) mod xlsx;

use super::{Locator, Part, Sink, Stopped, Unit};

/// Letters of a column counted from 0.
fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.into_iter().rev().collect()
}

/// One unit about a place in a sheet that is no row of cells: a comment, a header, a text box.
fn note(sheet: &str, range: &str, part: Part, text: &str, engine: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(());
    }
    sink.unit(Unit {
        locator: Locator::SheetRange { sheet: sheet.to_owned(), range: range.to_owned() },
        part,
        text: text.to_owned(),
        engine: engine.to_owned(),
        confidence: None,
        entry: None,
    })
}

#[cfg(test)]
mod tests;
