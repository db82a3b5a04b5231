//! XLSX and XLSM.

use std::collections::HashMap;
use std::io::Cursor;

use office_oxide::xlsx::{Cell, CellValue, SheetState, Worksheet, XlsxDocument};

use super::hidden::{self, Sheet};
use super::rows::Layers;
use super::{note, numbers, revisions};
use crate::extract::formats::Format;
use crate::extract::ooxml::Package;
use crate::extract::xml_stream::utf8;
use crate::extract::{Failure, Gap, Input, Locator, Meta, Options, Part, Reason, Sink, Stopped, guarded};

/// Name and version as units carry it.
pub(crate) const ENGINE: &str = "office_oxide 0.1.16";
const OWN: &str = concat!("rogatory-xlsx ", env!("CARGO_PKG_VERSION"));
const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The row of the table of formats.
pub(crate) static XLSX: Format = Format {
    id: "xlsx",
    name: "Excel workbook",
    media_type: MEDIA_TYPE,
    extensions: &["xlsx", "xlsm", "xltx", "xltm"],
    engine: ENGINE,
    read,
    reads: "cells as shown (dates, number formats), formula results; comments, text boxes, charts, headers, link targets; hidden sheets, rows and columns labelled; what the history of a shared workbook replaced or deleted (labelled, with its cell, author and date); pictures and embedded files as members; cells counted again by our own walker, which also reads what the library refuses",
    leaves: "formulas, macros, pivot caches; texts of data validation and names of cells; empty cells leave no mark in a row",
    locator: "sheet_range",
    limits: "no dense grid is built: a cell in XFD1048576 costs nothing",
};

/// Read an XLSX file.
pub(crate) fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(MEDIA_TYPE, ENGINE)?;
    let bytes = input.bytes;
    let parsed = guarded::parse(|| XlsxDocument::from_reader(Cursor::new(bytes)).map_err(|error| error.to_string()));
    let mut package = Package::open(bytes);
    let mut own = package.as_mut().map(hidden::sheets).unwrap_or_default();
    let document = match parsed {
        Ok(document) => document,
        Err(failure) => {
            let Some(package) = package.as_mut().filter(|_| !own.is_empty()) else { return Err(failure) };
            return fallback(package, own, failure, sink);
        }
    };
    sink.meta(meta(&document))?;
    let dates = document.date_style_indices();
    for worksheet in &document.worksheets {
        let known = own.iter_mut().find(|sheet| sheet.name == worksheet.name);
        let mut walked = Sheet::default();
        let mut comments = HashMap::new();
        if let (Some(sheet), Some(package)) = (known, package.as_mut())
            && let Some(xml) = package.part(&sheet.part)
        {
            hidden::walk(&utf8(&xml), sheet, |_| {});
            walked = std::mem::take(sheet);
            comments = hidden::comments(package, &walked.part);
        }
        let sheet_hidden = worksheet.state != SheetState::Visible || walked.hidden;
        let filled = cells(&document, worksheet, &walked, sheet_hidden, &dates, sink)?;
        if filled < walked.filled_cells {
            let place =
                Locator::SheetRange { sheet: worksheet.name.clone(), range: worksheet.dimension.clone().unwrap_or_default() };
            sink.gap(Gap::at(
                Reason::SizeLimit,
                place,
                format!("{} of {} filled cells were not read", walked.filled_cells - filled, walked.filled_cells),
            ))?;
        }
        around(worksheet, &comments, sheet_hidden, sink)?;
        sink.progress()?;
    }
    for text in &document.chart_text {
        note("chart", "", Part::Body, text, ENGINE, sink)?;
    }
    for (part, why) in document.unreadable_sheets.iter().chain(&document.unreadable_parts) {
        sink.gap(Gap::new(Reason::Corrupt, format!("{part} could not be read: {why}")))?;
    }
    let omitted = document.unreadable_sheets_omitted + document.unreadable_parts_omitted;
    if omitted > 0 {
        sink.gap(Gap::new(Reason::Corrupt, format!("{omitted} more parts could not be read")))?;
    }
    if let Some(package) = package.as_mut() {
        for change in revisions::changes(package) {
            note(&change.sheet, &change.cell, Part::Deleted, &change.text, OWN, sink)?;
        }
        package.members(&["xl/media/", "xl/embeddings/"], sink)?;
    }
    Ok(())
}

/// Hand on the cells of one sheet; returns how many held something.
fn cells(
    document: &XlsxDocument,
    worksheet: &Worksheet,
    walked: &Sheet,
    sheet_hidden: bool,
    dates: &std::collections::HashSet<u32>,
    sink: &mut dyn Sink,
) -> Result<u64, Stopped> {
    let mut layers = Layers::new(&worksheet.name, ENGINE);
    let mut filled = 0;
    let mut shown = String::new();
    for row in &worksheet.rows {
        for cell in &row.cells {
            shown.clear();
            let mut hidden = false;
            match &cell.value {
                // The library cuts long shared strings when it formats them.
                CellValue::SharedString(index) => shown.push_str(document.shared_strings.get(*index).unwrap_or("")),
                CellValue::Number(number) => hidden = number_of(document, cell, *number, dates, &mut shown),
                _ => document.write_cell_value_fast(cell, &mut shown, dates),
            }
            if !matches!(cell.value, CellValue::Empty) {
                filled += 1;
            }
            let (at, column) = (cell.reference.row, cell.reference.col);
            layers.cell(sheet_hidden || hidden || walked.hides(at, column), at, column, &shown, sink)?;
        }
    }
    layers.finish(sink)?;
    Ok(filled)
}

/// Write a number as its format shows it; says whether the format hides it.
fn number_of(
    document: &XlsxDocument,
    cell: &Cell,
    number: f64,
    dates: &std::collections::HashSet<u32>,
    shown: &mut String,
) -> bool {
    let style = cell.style_index.unwrap_or(0);
    let code = document.styles.as_ref().and_then(|styles| styles.number_format_for(style));
    match code.and_then(|code| numbers::shown(number, code)) {
        Some(numbers::Shown::As(text)) => shown.push_str(&text),
        Some(numbers::Shown::Hidden(text)) => {
            shown.push_str(&text);
            return true;
        }
        None => document.write_cell_value_fast(cell, shown, dates),
    }
    // A format the library does not understand must not lose the figure.
    if shown.trim().is_empty() {
        shown.clear();
        shown.push_str(&numbers::plain(number));
    }
    false
}

/// Comments, text boxes, headers, links and charts of one sheet.
fn around(worksheet: &Worksheet, own: &HashMap<String, String>, sheet_hidden: bool, sink: &mut dyn Sink) -> Result<(), Stopped> {
    let name = &worksheet.name;
    for comment in worksheet.comments.iter() {
        // The library takes the position of a comment's box for text where the program wrote it into the comment.
        let words = own.get(&comment.cell_ref).filter(|own| comment.text.starts_with(own.as_str()));
        let words = words.map_or(comment.text.trim(), |own| own.trim());
        let text = match comment.author.as_deref().filter(|author| !author.trim().is_empty()) {
            Some(author) if !words.starts_with(author) => format!("{author}: {words}"),
            _ => words.to_owned(),
        };
        note(name, &comment.cell_ref, Part::Comment, &text, ENGINE, sink)?;
    }
    if worksheet.comments_truncated {
        sink.gap(Gap::new(Reason::SizeLimit, format!("not all comments of sheet {name} were read")))?;
    }
    let layer = if sheet_hidden { Part::Hidden } else { Part::Body };
    for shape in worksheet.text_shapes.iter() {
        note(name, "text box", layer, &shape.text, ENGINE, sink)?;
    }
    for text in &worksheet.chart_text {
        note(name, "chart", layer, text, ENGINE, sink)?;
    }
    let furniture = &worksheet.header_footer;
    for (part, code) in [
        (Part::Header, &furniture.odd_header),
        (Part::Header, &furniture.even_header),
        (Part::Header, &furniture.first_header),
        (Part::Footer, &furniture.odd_footer),
        (Part::Footer, &furniture.even_footer),
        (Part::Footer, &furniture.first_footer),
    ] {
        if let Some(code) = code {
            note(name, "", part, &office_oxide::xlsx::worksheet::SheetHeaderFooter::text(code, name), ENGINE, sink)?;
        }
    }
    for link in &worksheet.hyperlinks {
        let target = match &link.target {
            office_oxide::xlsx::HyperlinkTarget::External(target) => target.to_string(),
            office_oxide::xlsx::HyperlinkTarget::Internal(_) => continue,
        };
        note(name, &link.cell_ref, Part::Annotation, &target, ENGINE, sink)?;
    }
    if let Some(damage) = &worksheet.damage {
        let place = Locator::SheetRange { sheet: name.clone(), range: String::new() };
        sink.gap(Gap::at(Reason::Corrupt, place, format!("sheet {name} is damaged: {damage}")))?;
    }
    Ok(())
}

fn meta(document: &XlsxDocument) -> Meta {
    let mut meta = core_meta(document.core_properties.as_ref());
    if let Some(app) = &document.app_properties {
        for (name, value) in [("company", &app.company), ("manager", &app.manager), ("application", &app.application)] {
            if let Some(value) = value.as_ref().filter(|value| !value.trim().is_empty()) {
                meta.extra.push((name.into(), value.trim().into()));
            }
        }
    }
    for property in document.package_properties.custom.iter().take(200) {
        meta.extra.push((property.name.clone(), property.value.clone()));
    }
    let hidden_names = document.workbook.defined_names.iter().filter(|name| name.hidden).take(100);
    for name in hidden_names {
        meta.extra.push((format!("hidden name {}", name.name), name.value.clone()));
    }
    meta
}

/// Facts of `docProps/core.xml`.
pub(crate) fn core_meta(core: Option<&office_oxide::core::properties::CoreProperties>) -> Meta {
    let Some(core) = core else { return Meta::default() };
    let kept = |value: &Option<String>| value.as_ref().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    let mut meta = Meta {
        title: kept(&core.title),
        author: kept(&core.creator),
        subject: kept(&core.subject),
        date: kept(&core.created).or_else(|| kept(&core.modified)),
        ..Meta::default()
    };
    for (name, value) in [
        ("last modified by", kept(&core.last_modified_by)),
        ("modified", kept(&core.modified)),
        ("keywords", kept(&core.keywords)),
        ("description", kept(&core.description)),
        ("category", kept(&core.category)),
    ] {
        if let Some(value) = value {
            meta.extra.push((name.into(), value));
        }
    }
    meta
}

/// What our own walk finds where the library refuses the file: strings and raw numbers, without number formats.
fn fallback(package: &mut Package<'_>, sheets: Vec<Sheet>, failure: Failure, sink: &mut dyn Sink) -> Result<(), Failure> {
    let Failure::Unreadable(gap) = failure else { return Err(failure) };
    sink.format(MEDIA_TYPE, OWN)?;
    sink.gap(Gap { detail: format!("{}; read by the simple reader: dates and formats as raw numbers", gap.detail), ..gap })?;
    let strings = hidden::shared_strings(package);
    for mut sheet in sheets {
        let Some(xml) = package.part(&sheet.part) else {
            sink.gap(Gap::new(Reason::MissingMember, format!("sheet {} is announced but not in the file", sheet.name)))?;
            continue;
        };
        let mut raws = Vec::new();
        let damage = hidden::walk(&utf8(&xml), &mut sheet, |raw| raws.push(raw));
        let mut layers = Layers::new(&sheet.name, OWN);
        for raw in raws {
            let text = match raw.kind.as_str() {
                "s" => raw.text.trim().parse::<usize>().ok().and_then(|index| strings.get(index)).map_or("", String::as_str),
                "b" if raw.text.trim() == "1" => "TRUE",
                "b" => "FALSE",
                _ => &raw.text,
            };
            layers.cell(sheet.hidden || sheet.hides(raw.row, raw.column), raw.row, raw.column, text, sink)?;
        }
        layers.finish(sink)?;
        if let Some(damage) = damage {
            sink.gap(Gap::new(Reason::Corrupt, format!("sheet {} is damaged: {damage}", sheet.name)))?;
        }
    }
    package.members(&["xl/media/", "xl/embeddings/"], sink)?;
    Ok(())
}
