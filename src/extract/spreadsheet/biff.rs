//! Our own walk over the records of an XLS workbook: hidden rows and columns, headers and footers, which `office_oxide` does not hand out,
//! and the cells once more.
//!
//! Source: [MS-XLS] 2.4.28 (BoundSheet8), 2.4.53 (ColInfo), 2.4.221 (Row), 2.4.136 (Header), 2.4.124 (Footer).

use std::collections::HashSet;

use super::biff_cells::{self, Cell};
use crate::extract::Part;
use crate::extract::codepage;
use crate::extract::compound::Compound;

const SHEET: u16 = 0x85;
const ROW: u16 = 0x208;
const COLUMN: u16 = 0x7d;
/// Of Excel 2.
const OLD_ROW: u16 = 0x08;
const OLD_COLUMN: u16 = 0x24;
const HEADER: u16 = 0x14;
const FOOTER: u16 = 0x15;
const BEGIN: u16 = 0x809;
const END: u16 = 0x0a;
const CODE_PAGE: u16 = 0x42;

/// What a sheet hides, and what stands on each of its pages.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub name: String,
    /// Whether the sheet itself is hidden.
    pub hidden: bool,
    /// Every filled cell; none of workbooks before Excel 5.
    pub cells: Vec<Cell>,
    rows: HashSet<u32>,
    columns: Vec<(u32, u32)>,
    pub furniture: Vec<(Part, String)>,
}

impl Sheet {
    pub(super) fn hides(&self, row: u32, column: u32) -> bool {
        self.rows.contains(&row) || self.columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// The records from an offset on: kind and body.
pub(super) fn records(stream: &[u8], mut at: usize) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
        let body = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((kind, body))
    })
}

/// The worksheets in the order of the workbook.
pub(super) fn sheets(bytes: &[u8]) -> Vec<Sheet> {
    let Ok(mut compound) = Compound::open(bytes) else { return old(bytes) };
    let stream = ["/Workbook", "/Book"].iter().find_map(|name| compound.bytes(name)).unwrap_or_default();
    sheets_of(&stream)
}

fn sheets_of(stream: &[u8]) -> Vec<Sheet> {
    let (mut found, mut page, mut wide, mut readable) = (Vec::new(), 1252, true, true);
    for (kind, body) in records(stream, 0) {
        match kind {
            BEGIN => wide = u16_at(body, 0).is_some_and(|version| version >= 0x600),
            CODE_PAGE => page = u16_at(body, 0).unwrap_or(page),
            // The kind of sheet stands behind its place and visibility; 0 is a worksheet, the others have no cells.
            SHEET if body.get(5) == Some(&0) => {
                let place = body.get(..4).and_then(|bytes| bytes.try_into().ok()).map_or(u32::MAX, u32::from_le_bytes);
                let name = body.get(6..).map_or_else(String::new, |name| name_of(name, wide, page));
                found.push((place as usize, wide, name, body.get(4).is_some_and(|state| state & 3 != 0)));
            }
            biff_cells::PASSWORD => readable = false,
            END => break,
            _ => {}
        }
    }
    let strings = if readable { biff_cells::strings(stream) } else { Vec::new() };
    let mut sheets = Vec::new();
    for (place, wide, name, hidden) in found {
        let mut sheet = sheet(stream, place, (wide, page), &strings);
        if !readable {
            sheet.cells.clear();
        }
        sheets.push(Sheet { name, hidden, ..sheet });
    }
    sheets
}

/// A sheet's name: length in one byte, and as in a header.
fn name_of(name: &[u8], wide: bool, page: u16) -> String {
    let length = usize::from(name.first().copied().unwrap_or(0));
    let end = match (wide, name.get(1)) {
        (true, Some(flags)) => 2 + length * (1 + usize::from(flags & 1)),
        _ => 1 + length,
    };
    let text = name.get(..end.min(name.len())).unwrap_or_default();
    match wide {
        // A header's length has one byte more.
        true => code(&[&[0][..], text].concat(), wide, page),
        false => code(text, wide, page),
    }
    .unwrap_or_default()
}

/// Workbooks of Excel 2 to 4 are one stream without a list of sheets: a sheet begins with a mark of its own, also inside a workbook of Excel 4.
///
/// Source: OpenOffice.org's documentation of the Excel file format (BOF, ROW, COLWIDTH).
fn old(stream: &[u8]) -> Vec<Sheet> {
    let mut found: Vec<Sheet> = Vec::new();
    let (mut page, mut open) = (1252, false);
    for (kind, body) in records(stream, 0) {
        match kind {
            0x0009 | 0x0209 | 0x0409 => {
                open = u16_at(body, 2) == Some(0x10);
                if open {
                    found.push(Sheet::default());
                }
                continue;
            }
            CODE_PAGE => page = u16_at(body, 0).unwrap_or(page),
            END => open = false,
            _ => {}
        }
        let Some(sheet) = found.last_mut().filter(|_| open) else { continue };
        match kind {
            // Excel 2 has no mark for what is hidden: it has no height, or no width.
            OLD_ROW if u16_at(body, 6).is_some_and(|height| height & 0x7fff == 0) => {
                sheet.rows.extend(u16_at(body, 0).map(u32::from));
            }
            OLD_COLUMN if u16_at(body, 2) == Some(0) => {
                if let [first, last, ..] = body {
                    sheet.columns.push((u32::from(*first), u32::from(*last)));
                }
            }
            _ => take(sheet, kind, body, false, page),
        }
    }
    found
}

fn sheet(stream: &[u8], place: usize, (wide, page): (bool, u16), strings: &[String]) -> Sheet {
    let mut sheet = Sheet::default();
    // Charts stand inside of sheets, with a beginning and an end of their own.
    let mut depth = 0usize;
    let mut waiting = None;
    for (kind, body) in records(stream, place) {
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            _ if depth != 1 => {}
            _ => {
                take(&mut sheet, kind, body, wide, page);
                biff_cells::take(kind, body, (wide, page), strings, &mut waiting, &mut sheet.cells);
            }
        }
    }
    sheet
}

/// A record of a sheet.
fn take(sheet: &mut Sheet, kind: u16, body: &[u8], wide: bool, page: u16) {
    match kind {
        ROW if u16_at(body, 12).is_some_and(|flags| flags & 0x20 != 0) => sheet.rows.extend(u16_at(body, 0).map(u32::from)),
        COLUMN if u16_at(body, 8).is_some_and(|flags| flags & 1 != 0) => {
            if let (Some(first), Some(last)) = (u16_at(body, 0), u16_at(body, 2)) {
                sheet.columns.push((u32::from(first), u32::from(last)));
            }
        }
        HEADER => sheet.furniture.extend(code(body, wide, page).map(|code| (Part::Header, code))),
        FOOTER => sheet.furniture.extend(code(body, wide, page).map(|code| (Part::Footer, code))),
        _ => {}
    }
}

/// The code of a header: length, in Excel 97 and later a byte that tells how wide the characters are, and the characters.
fn code(body: &[u8], wide: bool, page: u16) -> Option<String> {
    let (characters, single) = match wide {
        true => (body.get(3..)?, body.get(2)? & 1 == 0),
        false => (body.get(1..)?, true),
    };
    let text = match (wide, single) {
        (true, true) => characters.iter().map(|byte| char::from(*byte)).collect(),
        (true, false) => codepage::decode(characters, 1200).0,
        (false, _) => codepage::decode(characters, page).0,
    };
    Some(text).filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(body.len() as u16).to_le_bytes(), body].concat()
    }

    #[test]
    fn what_a_sheet_hides() {
        let begin = record(BEGIN, &[0, 6, 5, 0]);
        let globals =
            |place: u32| [begin.clone(), record(SHEET, &[&place.to_le_bytes()[..], &[0, 0]].concat()), record(END, &[])].concat();
        let place = globals(0).len() as u32;
        let row = |number: u16, flags: u16| {
            let mut body = number.to_le_bytes().to_vec();
            body.resize(12, 0);
            body.extend(flags.to_le_bytes());
            record(ROW, &body)
        };
        let column = record(COLUMN, &[2, 0, 3, 0, 0, 0, 0, 0, 1, 0]);
        let header =
            record(HEADER, &[&[3, 0, 1][..], &"&Cж".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()].concat());
        let chart = [begin.clone(), row(9, 0x20), record(END, &[])].concat();
        let stream =
            [globals(place), begin, header, column, chart, row(1, 0), row(2, 0x20), record(END, &[]), row(3, 0x20)].concat();
        let [sheet] = sheets_of(&stream).try_into().unwrap();
        assert_eq!((sheet.hides(1, 0), sheet.hides(2, 0), sheet.hides(3, 0), sheet.hides(9, 0)), (false, true, false, false));
        assert_eq!((sheet.hides(0, 2), sheet.hides(0, 3), sheet.hides(0, 4)), (true, true, false));
        assert_eq!(sheet.furniture, [(Part::Header, "&Cж".to_owned())]);
        assert!(!sheet.hidden && sheet.name.is_empty());
        (0..stream.len()).for_each(|end| drop(sheets_of(&stream[..end])));
    }

    #[test]
    fn what_workbooks_before_excel_5_hide() {
        let row = |number: u16, height: u16, flags: u16| {
            [number, 0, 0, height, 0, 0, flags, 0].iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>()
        };
        let columns = record(COLUMN, &[2, 0, 3, 0, 0, 0, 0, 0, 1, 0]);
        for begin in [0x209u16, 0x409] {
            let stream = [
                record(begin, &[0, 0, 0x10, 0, 0, 0]),
                columns.clone(),
                record(ROW, &row(1, 255, 0)),
                record(ROW, &row(2, 255, 0x20)),
                record(END, &[]),
                record(ROW, &row(3, 255, 0x20)),
            ]
            .concat();
            let [sheet] = sheets(&stream).try_into().unwrap();
            assert_eq!((sheet.hides(1, 0), sheet.hides(2, 0), sheet.hides(3, 0)), (false, true, false));
            assert_eq!((sheet.hides(0, 2), sheet.hides(0, 4)), (true, false));
        }
        let second = [
            record(0x09, &[2, 0, 0x10, 0]),
            record(OLD_COLUMN, &[4, 5, 0, 0]),
            record(OLD_ROW, &row(1, 255, 0)),
            record(OLD_ROW, &row(2, 0, 0)),
            record(END, &[]),
        ]
        .concat();
        let [sheet] = sheets(&second).try_into().unwrap();
        assert_eq!((sheet.hides(1, 0), sheet.hides(2, 0), sheet.hides(0, 5), sheet.hides(0, 6)), (false, true, true, false));
    }
}
