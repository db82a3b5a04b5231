//! XLS (Excel 2.0 to 2003).

use std::io::Cursor;

use office_oxide::xls::XlsDocument;
use office_oxide::xlsx::worksheet::SheetHeaderFooter;

use super::rows::Layers;
use super::{biff, column_name, note};
use crate::extract::formats::Format;
use crate::extract::{Failure, Gap, Input, Meta, Options, Part, Reason, Sink, Stopped, compound, guarded};

/// Name and version as units carry it.
pub(crate) const ENGINE: &str = "office_oxide 0.1.16";
const OWN: &str = concat!("rogatory-xls ", env!("CARGO_PKG_VERSION"));

/// The row of the table of formats.
pub(crate) static XLS: Format = Format {
    id: "xls",
    name: "Excel before 2007",
    media_type: "application/vnd.ms-excel",
    extensions: &["xls", "xlt"],
    engine: ENGINE,
    read,
    reads: "cells as the library shows them, once more by our own walker (cells the library passes over are added, workbooks it refuses are read with raw numbers), comments, charts, headers and footers; hidden sheets, rows and columns labelled; pictures and embedded files as members",
    leaves: "formulas, macros, the history of shared workbooks; text boxes; link targets; clock times, durations and zeros in front are given as plain numbers; empty cells leave no mark in a row",
    locator: "sheet_range",
    limits: "",
};

/// Read an XLS file.
pub(crate) fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format("application/vnd.ms-excel", ENGINE)?;
    let bytes = input.bytes;
    let parsed = guarded::parse(|| XlsDocument::from_reader(Cursor::new(bytes)).map_err(|error| error.to_string()));
    let own = biff::sheets(bytes);
    let document = match parsed {
        Ok(document) => document,
        Err(failure) => return fallback(bytes, &own, failure, sink),
    };
    sink.meta(summary_meta(document.summary_properties()))?;
    // The sheets are told apart by their order; where the counts differ nothing can be said.
    let own = if own.len() == document.sheets.len() { own } else { Vec::new() };
    for (number, sheet) in document.sheets.iter().enumerate() {
        let own = own.get(number);
        let mut layers = Layers::new(&sheet.name, ENGINE);
        for (row, cells) in sheet.rows.iter().enumerate() {
            for column in 0..cells.len() {
                if let Some(text) = sheet.display_text(row, column) {
                    let (row, column) = (row as u32, column as u32);
                    let hidden = sheet.hidden || own.is_some_and(|own| own.hides(row, column));
                    layers.cell(hidden, row, column, &text, sink)?;
                }
            }
        }
        layers.finish(sink)?;
        if let Some(own) = own {
            let passed_over = own.cells.iter().filter(|(row, column, _)| {
                let theirs = sheet.display_text(*row as usize, *column as usize);
                theirs.is_none_or(|text| text.trim().is_empty())
            });
            cells(&sheet.name, sheet.hidden, own, passed_over, sink)?;
        }
        for comment in &sheet.comments {
            let text = match comment.author.as_deref().filter(|author| !author.trim().is_empty()) {
                Some(author) if !comment.text.trim_start().starts_with(author) => format!("{author}: {}", comment.text.trim()),
                _ => comment.text.trim().to_owned(),
            };
            let cell = format!("{}{}", column_name(u32::from(comment.col)), u32::from(comment.row) + 1);
            note(&sheet.name, &cell, Part::Comment, &text, ENGINE, sink)?;
        }
        for (part, code) in own.map(|own| own.furniture.as_slice()).unwrap_or_default() {
            note(&sheet.name, "", *part, &SheetHeaderFooter::text(code, &sheet.name), ENGINE, sink)?;
        }
        let layer = if sheet.hidden { Part::Hidden } else { Part::Body };
        for text in &sheet.chart_text {
            note(&sheet.name, "chart", layer, text, ENGINE, sink)?;
        }
        sink.progress()?;
    }
    for text in document.chart_text() {
        note("chart", "", Part::Body, text, ENGINE, sink)?;
    }
    if document.truncated() {
        sink.gap(Gap::new(Reason::SizeLimit, "the workbook is larger than the reader's limits; its end was not read"))?;
    }
    for warning in document.warnings() {
        sink.gap(Gap::new(Reason::Corrupt, format!("damaged: {warning}")))?;
    }
    for image in document.images() {
        let name = format!("picture-{}.{}", image.index + 1, image.format.extension());
        sink.member(&name, &mut image.data.as_slice())?;
    }
    compound::embedded_files(bytes, sink)?;
    Ok(())
}

/// Cells that our own walk read, row by row.
fn cells<'c>(
    name: &str,
    hidden: bool,
    own: &biff::Sheet,
    cells: impl Iterator<Item = &'c (u32, u32, String)>,
    sink: &mut dyn Sink,
) -> Result<(), Stopped> {
    let mut cells: Vec<_> = cells.collect();
    cells.sort_by_key(|(row, column, _)| (*row, *column));
    let mut layers = Layers::new(name, OWN);
    for (row, column, text) in cells {
        layers.cell(hidden || own.hides(*row, *column), *row, *column, text, sink)?;
    }
    layers.finish(sink)
}

/// What our own walk finds where the library refuses the file.
pub(super) fn fallback(bytes: &[u8], own: &[biff::Sheet], failure: Failure, sink: &mut dyn Sink) -> Result<(), Failure> {
    let gap = match failure {
        Failure::Unreadable(gap) if gap.reason != Reason::Encrypted && own.iter().any(|sheet| !sheet.cells.is_empty()) => gap,
        failure => return Err(failure),
    };
    sink.format(XLS.media_type, OWN)?;
    sink.gap(Gap { detail: format!("{}; read by the simple reader: dates and formats as raw numbers", gap.detail), ..gap })?;
    for sheet in own {
        cells(&sheet.name, sheet.hidden, sheet, sheet.cells.iter(), sink)?;
        for (part, code) in &sheet.furniture {
            note(&sheet.name, "", *part, &SheetHeaderFooter::text(code, &sheet.name), OWN, sink)?;
        }
    }
    compound::embedded_files(bytes, sink)?;
    Ok(())
}

/// Facts of the summary information stream.
pub(crate) fn summary_meta(summary: Option<&office_oxide::cfb::SummaryProperties>) -> Meta {
    let Some(summary) = summary else { return Meta::default() };
    let kept = |value: &Option<String>| {
        value.as_ref().map(|value| value.trim_matches(['\0', ' ']).to_owned()).filter(|value| !value.is_empty())
    };
    let mut meta = Meta {
        title: kept(&summary.title),
        author: kept(&summary.author),
        subject: kept(&summary.subject),
        date: kept(&summary.created).or_else(|| kept(&summary.modified)),
        ..Meta::default()
    };
    for (name, value) in [
        ("last author", kept(&summary.last_author)),
        ("modified", kept(&summary.modified)),
        ("keywords", kept(&summary.keywords)),
        ("comments", kept(&summary.comments)),
        ("company", kept(&summary.company)),
        ("manager", kept(&summary.manager)),
        ("category", kept(&summary.category)),
    ] {
        if let Some(value) = value {
            meta.extra.push((name.into(), value));
        }
    }
    meta
}
