//! Our own walk over the cells of an XLS workbook: the cross-check of `office_oxide`, and the reader of files it refuses. Strings and raw
//! numbers, without number formats.
//!
//! Source: [MS-XLS] (SST, XLUnicodeRichExtendedString, LabelSst, Label, Number, RK, MulRk, Formula, String).

use super::biff::{records, u16_at};
use crate::extract::codepage;

const TABLE: u16 = 0xfc;
const CONTINUED: u16 = 0x3c;
const IN_TABLE: u16 = 0xfd;
const LABEL: u16 = 0x204;
const RICH_LABEL: u16 = 0xd6;
const NUMBER: u16 = 0x203;
const SHORT_NUMBER: u16 = 0x27e;
const SHORT_NUMBERS: u16 = 0xbd;
const FORMULAS: [u16; 3] = [0x06, 0x206, 0x406];
const RESULT: u16 = 0x207;
/// A workbook that needs a password: what follows is not readable.
pub(super) const PASSWORD: u16 = 0x2f;

/// A filled cell, row and column counted from 0.
pub(super) type Cell = (u32, u32, String);

/// The table of strings that cells refer to.
pub(super) fn strings(stream: &[u8]) -> Vec<String> {
    let mut pieces = Vec::new();
    for (kind, body) in records(stream, 0) {
        match (kind, pieces.is_empty()) {
            (TABLE, true) => pieces.push(body),
            (CONTINUED, false) => pieces.push(body),
            (_, false) => break,
            _ => {}
        }
    }
    let mut table = Pieces { pieces, piece: 0, at: 8 };
    std::iter::from_fn(|| table.string()).collect()
}

/// The string table, cut into records anywhere.
struct Pieces<'a> {
    pieces: Vec<&'a [u8]>,
    piece: usize,
    at: usize,
}

impl Pieces<'_> {
    fn number(&mut self, bytes: u32) -> Option<usize> {
        (0..bytes).try_fold(0, |sum, place| {
            while self.at >= self.pieces.get(self.piece)?.len() {
                (self.piece, self.at) = (self.piece + 1, 0);
            }
            let byte = *self.pieces.get(self.piece)?.get(self.at)?;
            self.at += 1;
            Some(sum | usize::from(byte) << (8 * place))
        })
    }

    fn string(&mut self) -> Option<String> {
        let (length, flags) = (self.number(2)?, self.number(1)?);
        let runs = if flags & 8 != 0 { self.number(2)? } else { 0 };
        let further = if flags & 4 != 0 { self.number(4)? } else { 0 };
        let mut wide = flags & 1 != 0;
        let mut units: Vec<u16> = Vec::new();
        while units.len() < length {
            if self.at >= self.pieces.get(self.piece)?.len() {
                // The rest of a string that is cut begins with its own width.
                (self.piece, self.at) = (self.piece + 1, 0);
                wide = self.number(1)? & 1 != 0;
            }
            units.push(self.number(if wide { 2 } else { 1 })? as u16);
        }
        let mut left = runs.checked_mul(4)?.checked_add(further)?;
        while left > 0 {
            let here = self.pieces.get(self.piece)?.len().saturating_sub(self.at);
            let step = here.min(left);
            (left, self.at) = (left - step, self.at + step);
            if left > 0 {
                (self.piece, self.at) = (self.piece + 1, 0);
            }
        }
        Some(String::from_utf16_lossy(&units))
    }
}

/// What a record says of cells. A formula whose result is a text stands in `waiting` until the text comes.
pub(super) fn take(
    kind: u16,
    body: &[u8],
    (wide, page): (bool, u16),
    strings: &[String],
    waiting: &mut Option<(u32, u32)>,
    cells: &mut Vec<Cell>,
) {
    let (Some(row), Some(column)) = (u16_at(body, 0).map(u32::from), u16_at(body, 2).map(u32::from)) else { return };
    let mut put = |column: u32, text: String| {
        if !text.trim().is_empty() {
            cells.push((row, column, text));
        }
    };
    match kind {
        IN_TABLE => {
            let place = body.get(6..10).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes);
            put(column, place.and_then(|place| strings.get(place as usize)).cloned().unwrap_or_default());
        }
        LABEL | RICH_LABEL => put(column, label(body.get(6..).unwrap_or_default(), wide, page).unwrap_or_default()),
        NUMBER => put(column, float(body, 6).map(|value| value.to_string()).unwrap_or_default()),
        SHORT_NUMBER => put(column, short(body, 6).map(|value| value.to_string()).unwrap_or_default()),
        SHORT_NUMBERS => {
            for (step, at) in (4..body.len().saturating_sub(7)).step_by(6).enumerate() {
                put(column + step as u32, short(body, at + 2).map(|value| value.to_string()).unwrap_or_default());
            }
        }
        _ if FORMULAS.contains(&kind) => match body.get(6..14) {
            Some([0, .., 0xff, 0xff]) => *waiting = Some((row, column)),
            Some([1, _, value, .., 0xff, 0xff]) => put(column, if *value == 0 { "FALSE" } else { "TRUE" }.to_owned()),
            Some([.., 0xff, 0xff]) | None => {}
            Some(_) => put(column, float(body, 6).map(|value| value.to_string()).unwrap_or_default()),
        },
        RESULT => {
            if let (Some((row, column)), Some(text)) = (waiting.take(), label(body, wide, page))
                && !text.trim().is_empty()
            {
                cells.push((row, column, text));
            }
        }
        _ => {}
    }
}

/// A text with its length before it.
fn label(body: &[u8], wide: bool, page: u16) -> Option<String> {
    let length = usize::from(u16_at(body, 0)?);
    if !wide {
        return Some(codepage::decode(body.get(2..2 + length)?, page).0);
    }
    match body.get(2)? & 1 {
        0 => Some(body.get(3..3 + length)?.iter().map(|byte| char::from(*byte)).collect()),
        _ => Some(codepage::decode(body.get(3..3 + 2 * length)?, 1200).0),
    }
}

fn float(body: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(body.get(at..at + 8)?.try_into().ok()?))
}

/// A number in four bytes ([MS-XLS], RkNumber): an integer or the upper half of a float, perhaps a hundred times the value.
fn short(body: &[u8], at: usize) -> Option<f64> {
    let raw = u32::from_le_bytes(body.get(at..at + 4)?.try_into().ok()?);
    let value = if raw & 2 != 0 { f64::from(raw as i32 >> 2) } else { f64::from_bits(u64::from(raw & !3) << 32) };
    Some(if raw & 1 != 0 { value / 100.0 } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, body: &[u8]) -> Vec<u8> {
        [&kind.to_le_bytes()[..], &(body.len() as u16).to_le_bytes(), body].concat()
    }

    #[test]
    fn strings_that_are_cut_anywhere() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let mut table = vec![0; 8];
        table.extend([4, 0, 0]);
        table.extend(b"prvi");
        // With one formatting run and five further bytes, cut inside the characters and inside what follows them.
        table.extend([6, 0, 0x0d, 1, 0, 5, 0, 0, 0]);
        table.extend(wide("Сви"));
        let rest = [&[1][..], &wide("јет"), &[9, 9]].concat();
        let last = [&[9; 7][..], &[1, 0, 0], b"z"].concat();
        let stream = [record(TABLE, &table), record(CONTINUED, &rest), record(CONTINUED, &last), record(0x0a, &[])].concat();
        assert_eq!(strings(&stream), ["prvi", "Свијет", "z"]);
        for end in 0..stream.len() {
            drop(strings(&stream[..end]));
        }
    }

    #[test]
    fn numbers_in_four_bytes() {
        let read = |raw: u32| short(&raw.to_le_bytes(), 0).unwrap();
        assert_eq!((read(1500 << 2 | 2), read(150_050 << 2 | 3), read(0x3ff0_0000)), (1500.0, 1500.5, 1.0));
    }
}
