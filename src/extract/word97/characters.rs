//! The characters of a DOC in their order: the document stream holds them in pieces, as Word happened to save them.
//!
//! Source: [MS-DOC] 2.8.35 (PlcPcd), 2.9.73 (FcCompressed).

use super::bytes::{part, u16_at, u32_at};
use super::head::Place;

/// Longer texts are left to the library, which reads them with its own limits.
const MOST_CHARACTERS: usize = 16 << 20;

/// A character and its offset in the document stream, by which its formatting is found.
#[derive(Clone, Copy)]
pub(super) struct Sign {
    pub c: char,
    pub offset: u32,
}

/// All characters of all stories. Half a pair of surrogates keeps its place as a replacement character. None if the pieces are not
/// whole: the text would be shifted against its tables.
pub(super) fn read(document: &[u8], table: &[u8], pieces: Place, wanted: usize) -> Option<Vec<Sign>> {
    let mut rest = part(table, pieces.0, pieces.1)?;
    // Property changes may go before the table of pieces.
    while let [1, low, high, ..] = rest {
        rest = rest.get(3 + usize::from(u16::from_le_bytes([*low, *high]))..)?;
    }
    let pieces = match rest {
        [2, _, _, _, _, pieces @ ..] => pieces.get(..(u32_at(rest, 1)? as usize).min(pieces.len()))?,
        _ => return None,
    };
    let count = pieces.len().checked_sub(4)? / 12;
    let mut found: Vec<Sign> = Vec::new();
    for number in 0..count {
        let (first, end) = (u32_at(pieces, 4 * number)? as usize, u32_at(pieces, 4 * number + 4)? as usize);
        let length = end.checked_sub(first)?;
        if first != found.len() || found.len() + length > MOST_CHARACTERS {
            return None;
        }
        let place = u32_at(pieces, 4 * (count + 1) + 8 * number + 2)?;
        let start = (place & 0x3fff_ffff) as usize;
        if place & 0x4000_0000 != 0 {
            let bytes = part(document, start / 2, length)?;
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
            found.extend(text.chars().zip(start as u32 / 2..).map(|(c, offset)| Sign { c, offset }));
        } else {
            let units: Vec<u16> =
                part(document, start, length.checked_mul(2)?)?.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).collect();
            let mut offset = start as u32;
            for c in char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)) {
                found.push(Sign { c, offset });
                // The second half of a pair has a position of its own.
                if c.len_utf16() == 2 {
                    found.push(Sign { c: NOTHING, offset: offset + 2 });
                }
                offset += 2 * c.len_utf16() as u32;
            }
        }
    }
    (found.len() >= wanted).then_some(found)
}

/// Stands where a character has no text of its own.
pub(super) const NOTHING: char = '\0';
