//! Formatting as far as it decides about text: which list a paragraph is in, where rows of tables end, what is deleted or hidden.
//!
//! Source: [MS-DOC] 2.9.174 (PapxFkp), 2.9.33 (ChpxFkp), 2.9.271 (STSH), 2.6 (property changes).

use std::collections::HashMap;

use super::bytes::{part, sprms, u16_at, u32_at};
use super::head::Place;

/// A page of formatting.
const PAGE: usize = 512;
/// Styles are based on one another at most this deep; more is a circle.
const DEEPEST: usize = 20;
/// An outline level that is none.
const BODY_LEVEL: u8 = 9;

/// What properties say about a paragraph; None where they say nothing.
#[derive(Clone, Copy, Default)]
pub(super) struct Paragraph {
    list: Option<i16>,
    level: Option<u8>,
    outline: Option<u8>,
    pub in_table: bool,
    /// The mark that ends this paragraph ends a row of a table.
    pub row_end: bool,
}

impl Paragraph {
    /// Number of the list use (from 1) and level (from 0).
    pub(super) fn list(&self) -> Option<(u16, usize)> {
        let list = self.list.filter(|list| matches!(list.unsigned_abs(), 1..=0x7fe))?;
        Some((list.unsigned_abs(), usize::from(self.level.unwrap_or(0))))
    }

    pub(super) fn heading(&self) -> bool {
        self.outline.is_some_and(|level| level < BODY_LEVEL)
    }

    fn apply(&mut self, changes: &[u8]) {
        for (code, operand) in sprms(changes) {
            let first = operand.first().copied();
            match code {
                0x260a => self.level = first,
                0x460b => self.list = u16_at(operand, 0).map(|list| list as i16),
                0x2640 => self.outline = first,
                0x2416 => self.in_table = first == Some(1),
                0x2417 => self.row_end = first == Some(1),
                _ => {}
            }
        }
    }
}

/// What properties say about a run of characters.
#[derive(Clone, Copy, Default, PartialEq)]
pub(super) struct Run {
    pub deleted: bool,
    pub hidden: bool,
    /// The character a symbol shows, in place of the one that is stored.
    pub symbol: Option<char>,
}

impl Run {
    fn parse(changes: &[u8]) -> Run {
        let mut run = Run::default();
        for (code, operand) in sprms(changes) {
            // 0x80 and 0x81 refer to the style; styles that hide text are not known of.
            let on = matches!(operand.first(), Some(1 | 0x81));
            match code {
                0x0800 => run.deleted = on,
                0x083c => run.hidden = on,
                0x6a09 => {
                    // What fonts of symbols keep in the private area is a picture, not a letter.
                    let shown = u16_at(operand, 2).and_then(|unit| char::from_u32(u32::from(unit)));
                    run.symbol = Some(shown.filter(|c| !matches!(*c as u32, 0..0x20 | 0xe000..=0xf8ff)).unwrap_or(' '));
                }
                _ => {}
            }
        }
        run
    }
}

/// Stretches of the document stream with what their formatting says, in the order of their offsets.
pub(super) struct Stretches<T>(Vec<(u32, u32, T)>);

impl<T: Copy + Default> Stretches<T> {
    /// The formatting at an offset; the default in a hole.
    pub(super) fn at(&self, offset: u32) -> T {
        let before = self.0.partition_point(|(first, ..)| *first <= offset);
        match before.checked_sub(1).and_then(|at| self.0.get(at)) {
            Some((_, end, found)) if offset < *end => *found,
            _ => T::default(),
        }
    }

    /// Read the pages an index lists. An entry of a page has `width` bytes, of which the first tells where its changes stand.
    fn read(document: &[u8], table: &[u8], index: Place, width: usize, parse: impl Fn(Option<&[u8]>) -> T) -> Stretches<T> {
        let mut found = Vec::new();
        let index = part(table, index.0, index.1).unwrap_or_default();
        let count = index.len().saturating_sub(4) / 8;
        for number in 0..count {
            let Some(page) = u32_at(index, 4 * (count + 1) + 4 * number) else { break };
            // A page that is missing is a hole in the formatting, not the end of it.
            let Some(page) = part(document, (page & 0x3f_ffff) as usize * PAGE, PAGE) else { continue };
            let entries = page.last().map_or(0, |count| usize::from(*count));
            for entry in 0..entries {
                let bounds = (u32_at(page, 4 * entry), u32_at(page, 4 * entry + 4), page.get(4 * (entries + 1) + width * entry));
                let (Some(first), Some(end), Some(at)) = bounds else { break };
                let changes = Some(2 * usize::from(*at)).filter(|at| *at > 0).and_then(|at| page.get(at..));
                found.push((first, end, parse(changes)));
            }
        }
        found.sort_by_key(|(first, ..)| *first);
        Stretches(found)
    }
}

/// The formatting of all paragraphs.
pub(super) fn paragraphs(document: &[u8], table: &[u8], index: Place, styles: Place) -> Stretches<Paragraph> {
    let styles = self::styles(table, styles);
    Stretches::read(document, table, index, 13, |page| {
        // The length is given in words, less one byte, or behind a zero.
        let changes = page.and_then(|page| match usize::from(*page.first()?) {
            0 => part(page, 2, 2 * usize::from(*page.get(1)?)),
            words => part(page, 1, 2 * words - 1),
        });
        let style = changes.and_then(|changes| u16_at(changes, 0)).unwrap_or(0);
        let mut paragraph = styles.get(&style).copied().unwrap_or_default();
        paragraph.apply(changes.and_then(|changes| changes.get(2..)).unwrap_or_default());
        paragraph
    })
}

/// The formatting of all runs of characters.
pub(super) fn runs(document: &[u8], table: &[u8], index: Place) -> Stretches<Run> {
    Stretches::read(document, table, index, 1, |page| {
        let changes = page.and_then(|page| part(page, 1, usize::from(*page.first()?)));
        Run::parse(changes.unwrap_or_default())
    })
}

/// What each paragraph style brings with it, its own or from the style it is based on.
fn styles(table: &[u8], place: Place) -> HashMap<u16, Paragraph> {
    let mut own: HashMap<u16, (u16, Paragraph)> = HashMap::new();
    // A style sheet that breaks off has its first styles.
    let _ = style_sheet(table, place.0, &mut own);
    own.keys()
        .map(|style| {
            let (mut all, mut at) = (Paragraph::default(), Some(*style));
            for _ in 0..DEEPEST {
                let Some((base, found)) = at.and_then(|style| own.get(&style)) else { break };
                all.list = all.list.or(found.list);
                all.level = all.level.or(found.level);
                all.outline = all.outline.or(found.outline);
                at = Some(*base);
            }
            (*style, all)
        })
        .collect()
}

fn style_sheet(table: &[u8], at: usize, own: &mut HashMap<u16, (u16, Paragraph)>) -> Option<()> {
    let (count, base_length) = (u16_at(table, at + 2)?, usize::from(u16_at(table, at + 4)?));
    let mut at = at + 2 + usize::from(u16_at(table, at)?);
    for number in 0..count {
        let length = usize::from(u16_at(table, at)?);
        let style = part(table, at + 2, length)?;
        at += 2 + length + length % 2;
        let (Some(identity), Some(kind_and_base)) = (u16_at(style, 0), u16_at(style, 2)) else { continue };
        // Kind 1 is a paragraph style.
        if kind_and_base & 0xf != 1 {
            continue;
        }
        let mut found = Paragraph::default();
        // The built-in headings keep their identity in every language of Word.
        if let level @ 1..=9 = identity & 0xfff {
            found.outline = Some(level as u8 - 1);
        }
        found.apply(style_changes(style, base_length).unwrap_or_default());
        own.insert(number, (kind_and_base >> 4, found));
    }
    Some(())
}

/// The paragraph properties of a style: behind its name, the first of its lists of changes, after the number of the style.
fn style_changes(style: &[u8], base_length: usize) -> Option<&[u8]> {
    let name = usize::from(u16_at(style, base_length)?);
    let at = base_length + 2 + 2 * name + 2;
    part(style, at + 2, usize::from(u16_at(style, at)?))?.get(2..)
}
