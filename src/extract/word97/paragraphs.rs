//! The paragraphs of a DOC's body with the list each is in, as far as the printed numbers need it: the text itself is read elsewhere.
//!
//! Source: [MS-DOC] 2.5 (FIB), 2.8.35 (pieces), 2.9.174 (PapxFkp), 2.9.271 (STSH).

use std::collections::HashMap;

use super::bytes::{part, sprms, u16_at, u32_at};

/// A page of formatting.
const PAGE: usize = 512;
/// Styles are based on one another at most this deep; more is a circle.
const DEEPEST: usize = 20;
/// Longer texts are cut off here: nothing is gained by numbering a hundred thousand pages.
const MOST_CHARACTERS: usize = 64 << 20;

/// A paragraph of the body.
pub(super) struct Paragraph {
    /// Its characters without the codes of fields.
    pub text: String,
    /// Number of its list use (from 1) and level (from 0); None outside of lists.
    pub list: Option<(u16, usize)>,
}

/// List and level as properties say them.
#[derive(Clone, Copy, Default)]
struct Place {
    list: Option<i16>,
    level: Option<u8>,
}

impl Place {
    fn apply(&mut self, changes: &[u8]) {
        for (code, operand) in sprms(changes) {
            match code {
                0x260a => self.level = operand.first().copied(),
                0x460b => self.list = u16_at(operand, 0).map(|list| list as i16),
                _ => {}
            }
        }
    }
}

/// Where things stand: the offsets the head of the document stream gives into the table stream.
pub(super) struct Head {
    characters: usize,
    /// Which of the two table streams belongs to the document.
    pub table: &'static str,
    styles: usize,
    formatting: (usize, usize),
    pieces: (usize, usize),
    pub lists: usize,
    pub list_uses: usize,
}

impl Head {
    /// None for what is older than Word 97, encrypted, or has no lists.
    pub(super) fn parse(document: &[u8]) -> Option<Head> {
        let (magic, version, flags) = (u16_at(document, 0)?, u16_at(document, 2)?, u16_at(document, 10)?);
        if magic != 0xa5ec || version < 0xc1 || flags & 0x100 != 0 {
            return None;
        }
        let pair = |at: usize| Some((u32_at(document, at)? as usize, u32_at(document, at + 4)? as usize));
        let ((lists, length), (list_uses, uses_length)) = (pair(0x2e2)?, pair(0x2ea)?);
        (length > 0 && uses_length > 0).then_some(())?;
        Some(Head {
            characters: u32_at(document, 0x4c)? as usize,
            table: if flags & 0x200 != 0 { "/1Table" } else { "/0Table" },
            styles: pair(0xa2)?.0,
            formatting: pair(0x102)?,
            pieces: pair(0x1a2)?,
            lists,
            list_uses,
        })
    }
}

/// The paragraphs of the body in their order.
pub(super) fn read(document: &[u8], table: &[u8], head: &Head) -> Option<Vec<Paragraph>> {
    let styles = styles(table, head.styles);
    let runs = runs(document, table, head.formatting, &styles)?;
    let place_at = |offset: usize| {
        let at = runs.partition_point(|run| run.first <= offset).checked_sub(1)?;
        runs.get(at).filter(|run| offset < run.end).map(|run| run.place)
    };
    let mut found = Vec::new();
    let mut text = String::new();
    // Between the beginning of a field and its result stands its code.
    let mut in_code: Vec<bool> = Vec::new();
    for (c, offset) in characters(document, table, head)? {
        match c {
            '\r' | '\u{7}' | '\u{c}' => {
                let place = place_at(offset).unwrap_or_default();
                let list = place.list.filter(|list| matches!(list.unsigned_abs(), 1..=0x7fe)).map(i16::unsigned_abs);
                let level = usize::from(place.level.unwrap_or(0));
                found.push(Paragraph { text: std::mem::take(&mut text), list: list.map(|list| (list, level)) });
                in_code.clear();
            }
            '\u{13}' => in_code.push(true),
            '\u{14}' => {
                if let Some(code) = in_code.last_mut() {
                    *code = false;
                }
            }
            '\u{15}' => drop(in_code.pop()),
            _ if in_code.iter().any(|code| *code) => {}
            _ => text.push(c),
        }
    }
    Some(found)
}

/// The characters of the body, each with its offset in the document stream.
fn characters(document: &[u8], table: &[u8], head: &Head) -> Option<Vec<(char, usize)>> {
    let mut rest = part(table, head.pieces.0, head.pieces.1)?;
    // Property changes may go before the table of pieces.
    while let [1, low, high, ..] = rest {
        rest = rest.get(3 + usize::from(u16::from_le_bytes([*low, *high]))..)?;
    }
    let pieces = match rest {
        [2, _, _, _, _, pieces @ ..] => pieces.get(..(u32_at(rest, 1)? as usize).min(pieces.len()))?,
        _ => return None,
    };
    let count = pieces.len().checked_sub(4)? / 12;
    let wanted = head.characters.min(MOST_CHARACTERS);
    let mut found = Vec::new();
    for number in 0..count {
        let (first, end) = (u32_at(pieces, 4 * number)? as usize, u32_at(pieces, 4 * number + 4)? as usize);
        let place = u32_at(pieces, 4 * (count + 1) + 8 * number + 2)?;
        let length = end.min(wanted).saturating_sub(first);
        if found.len() + length > MOST_CHARACTERS {
            break;
        }
        let start = (place & 0x3fff_ffff) as usize;
        if place & 0x4000_0000 != 0 {
            let bytes = document.get(start / 2..).unwrap_or_default();
            let one = |byte: u8| encoding_rs::WINDOWS_1252.decode(&[byte]).0.chars().next().unwrap_or(' ');
            found.extend(bytes.iter().take(length).enumerate().map(|(at, byte)| (one(*byte), start / 2 + at)));
        } else {
            let units = document.get(start..).unwrap_or_default().chunks_exact(2).take(length);
            // A pair of surrogates is one character; half of one matters to nobody here.
            let decoded = units.enumerate().filter_map(|(at, pair)| Some((u16_at(pair, 0)?, start + 2 * at)));
            found.extend(decoded.filter_map(|(unit, at)| Some((char::from_u32(u32::from(unit))?, at))));
        }
    }
    Some(found)
}

/// A stretch of the document stream with the place in a list of the paragraphs in it.
struct Run {
    first: usize,
    end: usize,
    place: Place,
}

/// The formatting of all paragraphs, in the order of their offsets.
fn runs(document: &[u8], table: &[u8], at: (usize, usize), styles: &HashMap<u16, Place>) -> Option<Vec<Run>> {
    let index = part(table, at.0, at.1)?;
    let count = index.len().checked_sub(4)? / 8;
    let mut found = Vec::new();
    for number in 0..count {
        let page = (u32_at(index, 4 * (count + 1) + 4 * number)? & 0x3f_ffff) as usize;
        // A page that is missing is a hole in the numbers, not the end of them.
        if let Some(page) = part(document, page * PAGE, PAGE) {
            page_runs(page, styles, &mut found);
        }
    }
    found.sort_by_key(|run| run.first);
    Some(found)
}

fn page_runs(page: &[u8], styles: &HashMap<u16, Place>, found: &mut Vec<Run>) {
    let count = page.last().map_or(0, |count| usize::from(*count));
    for number in 0..count {
        let bounds = (u32_at(page, 4 * number), u32_at(page, 4 * number + 4), page.get(4 * (count + 1) + 13 * number));
        let (Some(first), Some(end), Some(offset)) = bounds else { return };
        let changes = Some(usize::from(*offset) * 2).filter(|at| *at > 0).and_then(|at| changes_at(page, at));
        let place = match changes {
            Some(changes) => {
                let style = u16_at(changes, 0).unwrap_or(0);
                let mut place = styles.get(&style).copied().unwrap_or_default();
                place.apply(changes.get(2..).unwrap_or_default());
                place
            }
            None => styles.get(&0).copied().unwrap_or_default(),
        };
        found.push(Run { first: first as usize, end: end as usize, place });
    }
}

/// Style and property changes of a paragraph: the length is given in words, less one, or behind a zero.
fn changes_at(page: &[u8], at: usize) -> Option<&[u8]> {
    match usize::from(*page.get(at)?) {
        0 => part(page, at + 2, 2 * usize::from(*page.get(at + 1)?)),
        words => part(page, at + 1, 2 * words - 1),
    }
}

/// The place in a list each paragraph style brings with it, its own or that of the style it is based on.
fn styles(table: &[u8], at: usize) -> HashMap<u16, Place> {
    let mut own: HashMap<u16, (u16, Place)> = HashMap::new();
    // A style sheet that breaks off has its first styles.
    let _ = style_sheet(table, at, &mut own);
    own.keys()
        .map(|style| {
            let (mut place, mut at) = (Place::default(), Some(*style));
            for _ in 0..DEEPEST {
                let Some((base, found)) = at.and_then(|style| own.get(&style)) else { break };
                place = Place { list: place.list.or(found.list), level: place.level.or(found.level) };
                at = Some(*base);
            }
            (*style, place)
        })
        .collect()
}

fn style_sheet(table: &[u8], at: usize, own: &mut HashMap<u16, (u16, Place)>) -> Option<()> {
    let (count, base_length) = (u16_at(table, at + 2)?, usize::from(u16_at(table, at + 4)?));
    let mut at = at + 2 + usize::from(u16_at(table, at)?);
    for number in 0..count {
        let length = usize::from(u16_at(table, at)?);
        let style = part(table, at + 2, length)?;
        at += 2 + length + length % 2;
        // Kind 1 is a paragraph style.
        let Some(kind_and_base) = u16_at(style, 2).filter(|word| word & 0xf == 1) else { continue };
        let mut place = Place::default();
        if let Some(changes) = style_changes(style, base_length) {
            place.apply(changes);
        }
        own.insert(number, (kind_and_base >> 4, place));
    }
    Some(())
}

/// The paragraph properties of a style: behind its name, the first of its lists of changes, after the number of the style.
fn style_changes(style: &[u8], base_length: usize) -> Option<&[u8]> {
    let name = usize::from(u16_at(style, base_length)?);
    let at = base_length + 2 + 2 * name + 2;
    part(style, at + 2, usize::from(u16_at(style, at)?))?.get(2..)
}
