//! Which rows and columns of an XLS workbook are hidden: the library reads their cells but does not say so.
//!
//! Source: [MS-XLS] 2.4.28 BoundSheet8, 2.4.221 Row, 2.4.53 ColInfo; the older BIFF5 has the same records.

use std::collections::HashSet;

use crate::extract::compound::Compound;

const BOUND_SHEET: u16 = 0x0085;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000a;
const ROW: u16 = 0x0208;
const COLUMNS: u16 = 0x007d;
/// Option of a row: its height is zero.
const ROW_HIDDEN: u16 = 0x0020;
const COLUMN_HIDDEN: u16 = 0x0001;

/// What one worksheet hides.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    rows: HashSet<u32>,
    /// First and last column of each run, counted from 0.
    columns: Vec<(u32, u32)>,
}

impl Hidden {
    pub(super) fn hides(&self, row: u32, column: u32) -> bool {
        self.rows.contains(&row) || self.columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }
}

/// What the worksheets hide, in the order of the workbook. Damaged or older workbooks yield what can be seen.
pub(super) fn sheets(bytes: &[u8]) -> Vec<Hidden> {
    let Ok(mut compound) = Compound::open(bytes) else { return Vec::new() };
    let stream = ["/Workbook", "/Book"].into_iter().find_map(|name| compound.bytes(name)).unwrap_or_default();
    of_stream(&stream)
}

fn of_stream(stream: &[u8]) -> Vec<Hidden> {
    Records { stream, at: 0 }
        .take_while(|(kind, _)| *kind != END)
        .filter(|(kind, _)| *kind == BOUND_SHEET)
        // The kind of sheet stands behind its place and visibility; 0 is a worksheet.
        .filter(|(_, body)| body.get(5) == Some(&0))
        .filter_map(|(_, body)| Some(u32::from_le_bytes(body.get(..4)?.try_into().ok()?)))
        .map(|place| of_sheet(stream, place as usize))
        .collect()
}

fn of_sheet(stream: &[u8], place: usize) -> Hidden {
    let mut hidden = Hidden::default();
    let mut depth = 0usize;
    for (kind, body) in (Records { stream, at: place }) {
        let number = |at: usize| body.get(at..at + 2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
        match kind {
            // Charts inside a sheet have a beginning and an end of their own.
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            ROW if number(12).is_some_and(|options| options & ROW_HIDDEN != 0) => {
                hidden.rows.extend(number(0).map(u32::from));
            }
            COLUMNS if number(8).is_some_and(|options| options & COLUMN_HIDDEN != 0) => {
                hidden.columns.extend(number(0).zip(number(2)).map(|(first, last)| (u32::from(first), u32::from(last))));
            }
            _ => {}
        }
    }
    hidden
}

/// Records one after the other: kind, length, body.
struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

impl<'s> Iterator for Records<'s> {
    type Item = (u16, &'s [u8]);

    fn next(&mut self) -> Option<(u16, &'s [u8])> {
        let head = self.stream.get(self.at..self.at.checked_add(4)?)?;
        let (kind, length) = (u16::from_le_bytes([head[0], head[1]]), usize::from(u16::from_le_bytes([head[2], head[3]])));
        let body = self.stream.get(self.at + 4..self.at + 4 + length)?;
        self.at += 4 + length;
        Some((kind, body))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(body.len() as u16).to_le_bytes(), body].concat()
    }

    #[test]
    fn rows_and_columns_of_each_worksheet_and_nothing_of_charts() {
        let row = |number: u16, options: u16| {
            record(ROW, &[number, 0, 9, 255, 0, 0, options, 256].iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<_>>())
        };
        let columns = |first: u16, last: u16, options: u16| {
            record(COLUMNS, &[first, last, 0, 0, options, 0].iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<_>>())
        };
        let first = [
            record(BEGIN, &[0; 16]),
            row(3, ROW_HIDDEN),
            record(BEGIN, &[0; 16]),
            record(END, &[]),
            row(4, 0),
            columns(2, 3, 1),
            columns(5, 5, 0),
            record(END, &[]),
            row(9, ROW_HIDDEN),
        ]
        .concat();
        let second = [record(BEGIN, &[0; 16]), row(0, ROW_HIDDEN | 0x40)].concat();
        let bound = |place: u32, kind: u8| record(BOUND_SHEET, &[&place.to_le_bytes()[..], &[0, kind, 1, 0, b'A']].concat());
        let head = 20 + 3 * 13 + 4;
        let globals =
            [record(BEGIN, &[0; 16]), bound(head, 0), bound(0, 2), bound(head + first.len() as u32, 0), record(END, &[])]
                .concat();
        assert_eq!(globals.len(), head as usize);
        let stream = [globals, first, second].concat();
        let sheets = of_stream(&stream);
        assert_eq!(sheets.len(), 2);
        assert!(sheets[0].hides(3, 0) && !sheets[0].hides(4, 0) && !sheets[0].hides(9, 0));
        assert!(sheets[0].hides(7, 2) && sheets[0].hides(7, 3) && !sheets[0].hides(7, 5));
        assert!(sheets[1].hides(0, 0) && !sheets[1].hides(3, 0));
        for cut in 0..stream.len() {
            of_stream(&stream[..cut]);
        }
    }
}
