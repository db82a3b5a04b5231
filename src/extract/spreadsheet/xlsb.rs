//! XLSB, by `calamine`.
//!
//! calamine builds a dense rectangle from the first to the last filled cell, so a file with A1 and XFD1048576 makes it ask for terabytes.
//! The declared and the real extent are therefore looked at cell by cell; no range is ever built.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetVisible, Xlsb};

use office_oxide::xlsx::worksheet::SheetHeaderFooter;

use super::rows::Layers;
use super::{column_name, note, xlsb_parts};
use crate::extract::formats::Format;
use crate::extract::ooxml::Package;
use crate::extract::{Failure, Gap, Input, Options, Part, Reason, Sink, guarded};

/// Name and version as units carry it.
pub(crate) const ENGINE: &str = "calamine 0.38.0";
const OWN: &str = concat!("rogatory-xlsb ", env!("CARGO_PKG_VERSION"));

struct Sheet {
    name: String,
    hidden: bool,
    cells: Vec<(u32, u32, String)>,
    damage: Option<String>,
}

/// The row of the table of formats.
pub(crate) static XLSB: Format = Format {
    id: "xlsb",
    name: "Excel binary workbook",
    media_type: "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    extensions: &["xlsb"],
    engine: ENGINE,
    read,
    reads: "cells, comments with author, text boxes, headers and footers; hidden sheets, rows and columns labelled; pictures and embedded files as members",
    leaves: "formulas, macros, number formats other than dates, charts",
    locator: "sheet_range",
    limits: "read cell by cell, never as a range: a cell in XFD1048576 costs nothing",
};

/// Read an XLSB file.
pub(crate) fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format("application/vnd.ms-excel.sheet.binary.macroenabled.12", ENGINE)?;
    let bytes = input.bytes;
    let names: Vec<(String, bool)> = guarded::parse(|| {
        let book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
        Ok(book.sheets_metadata().iter().map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible)).collect())
    })?;
    let mut package = Package::open(bytes);
    let mut parts = package.as_mut().map(xlsb_parts::sheets).unwrap_or_default();
    for (name, hidden) in names {
        let own = parts.remove(&name).unwrap_or_default();
        // A sheet that makes the library panic costs that sheet only.
        match guarded::parse(|| one(bytes, &name, hidden)) {
            Ok(sheet) => {
                let mut layers = Layers::new(&sheet.name, ENGINE);
                for (row, column, text) in &sheet.cells {
                    layers.cell(sheet.hidden || own.hides(*row, *column), *row, *column, text, sink)?;
                }
                layers.finish(sink)?;
                if let Some(damage) = sheet.damage {
                    sink.gap(Gap::new(Reason::Corrupt, format!("sheet {name} is damaged: {damage}")))?;
                }
            }
            Err(Failure::Unreadable(gap)) => sink.gap(Gap { detail: format!("sheet {name}: {}", gap.detail), ..gap })?,
            Err(stopped) => return Err(stopped),
        }
        for (row, column, text) in &own.comments {
            note(&name, &format!("{}{}", column_name(*column), u64::from(*row) + 1), Part::Comment, text, OWN, sink)?;
        }
        for (part, code) in &own.furniture {
            note(&name, "", *part, &SheetHeaderFooter::text(code, &name), OWN, sink)?;
        }
        for text in &own.boxes {
            note(&name, "text box", if hidden { Part::Hidden } else { Part::Body }, text, OWN, sink)?;
        }
        sink.progress()?;
    }
    if let Some(mut package) = package {
        package.members(&["xl/media/", "xl/embeddings/"], sink)?;
    }
    Ok(())
}

fn one(bytes: &[u8], name: &str, hidden: bool) -> Result<Sheet, String> {
    let mut book: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let mut sheet = Sheet { name: name.to_owned(), hidden, cells: Vec::new(), damage: None };
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
    loop {
        match reader.next_cell() {
            Ok(Some(cell)) => {
                let (row, column) = cell.get_position();
                let text = match cell.get_value() {
                    DataRef::Empty => continue,
                    DataRef::DateTime(time) => time.as_datetime_text(),
                    other => calamine::Data::from(other.clone()).to_string(),
                };
                sheet.cells.push((row, column, text));
            }
            Ok(None) => break,
            Err(error) => {
                sheet.damage = Some(error.to_string());
                break;
            }
        }
    }
    Ok(sheet)
}

trait DateText {
    fn as_datetime_text(&self) -> String;
}

impl DateText for calamine::ExcelDateTime {
    /// An ISO date, with the time where there is one.
    fn as_datetime_text(&self) -> String {
        let (year, month, day, hour, minute, second, _) = self.to_ymd_hms_milli();
        if (hour, minute, second) == (0, 0, 0) {
            format!("{year:04}-{month:02}-{day:02}")
        } else {
            format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
        }
    }
}
