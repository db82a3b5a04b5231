//! Notes, comments and headers of a DOC: where each is hung up, and which stretch of its story it takes.
//!
//! Source: [MS-DOC] 2.8.18 (PlcfandRef), 2.8.20 (PlcffndRef), 2.3.3 (headers), 2.9.9 (ATRDPre10).

use super::bytes::{part, u16_at, u32_at};
use super::head::Place;
use crate::extract::Part;

/// Notes of one document that are looked at.
const MOST: usize = 100_000;

/// The positions a table begins with: one more than its entries, each of which has `width` bytes behind them.
fn positions(table: &[u8], place: Place, width: usize) -> Vec<usize> {
    let Some(bytes) = part(table, place.0, place.1) else { return Vec::new() };
    let count = bytes.len().saturating_sub(4) / (4 + width);
    (0..=count.min(MOST)).filter_map(|at| Some(u32_at(bytes, 4 * at)? as usize)).collect()
}

/// For each note the position in the body it is hung on, and its stretch in the story of the notes.
pub(super) fn notes(table: &[u8], marks: Place, texts: Place, mark_width: usize) -> Vec<(usize, std::ops::Range<usize>)> {
    let (marks, texts) = (positions(table, marks, mark_width), positions(table, texts, 0));
    // The last mark is the end of the body.
    let count = marks.len().saturating_sub(1);
    marks
        .into_iter()
        .take(count)
        .zip(texts.windows(2))
        .filter_map(|(mark, text)| Some((mark, *text.first()?..*text.last()?)))
        .collect()
}

/// Width of what a mark of a comment has behind its position.
pub(super) const COMMENT_MARK: usize = 30;
/// The same of foot- and endnotes.
pub(super) const NOTE_MARK: usize = 2;

/// Who wrote each comment, in the order of the comments.
pub(super) fn authors(table: &[u8], marks: Place, names: Place) -> Vec<Option<String>> {
    let names = names_of(part(table, names.0, names.1).unwrap_or_default());
    let Some(marks) = part(table, marks.0, marks.1) else { return Vec::new() };
    let count = (marks.len().saturating_sub(4) / (4 + COMMENT_MARK)).min(MOST);
    (0..count)
        .map(|number| {
            // Initials of nine letters go before the number of the name.
            let name = u16_at(marks, 4 * (count + 1) + COMMENT_MARK * number + 20)?;
            names.get(usize::from(name)).cloned().filter(|name| !name.trim().is_empty())
        })
        .collect()
}

fn names_of(bytes: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = 0;
    while let Some(length) = u16_at(bytes, at) {
        let Some(name) = part(bytes, at + 2, 2 * usize::from(length)) else { break };
        let units: Vec<u16> = name.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).collect();
        names.push(String::from_utf16_lossy(&units));
        at += 2 + name.len();
    }
    names
}

/// Headers and footers with their stretches in the story of the headers; the lines that part notes from text are left out.
pub(super) fn headers(table: &[u8], place: Place) -> Vec<(Part, std::ops::Range<usize>)> {
    /// Separators of foot- and endnotes stand first.
    const SEPARATORS: usize = 6;
    let positions = positions(table, place, 0);
    let stretches = positions.windows(2).enumerate().skip(SEPARATORS);
    stretches
        .filter_map(|(number, bounds)| {
            // Six a section: headers of even and odd pages, footers of even and odd pages, header and footer of the first page.
            let part = if matches!(number % 6, 2 | 3 | 5) { Part::Footer } else { Part::Header };
            Some((part, *bounds.first()?..*bounds.last()?)).filter(|(_, range)| !range.is_empty())
        })
        .collect()
}
