//! The list tables of a DOC: which lists there are, how their levels count and what is printed.
//!
//! Source: [MS-DOC] 2.9.131 (LSTF), 2.9.150 (LVLF), 2.9.132 (LFO), 2.4.6.3 (which list a paragraph is in).

use super::bytes::{part, u16_at, u32_at};
use super::head::Place;
use crate::extract::numbering::{Instance, LEVELS, Level, Numbering};

/// Sizes of the fixed records.
const LIST: usize = 28;
const LEVEL: usize = 28;
const OVERRIDE: usize = 16;

/// The lists that stand at `lists` and their uses at `overrides` in the table stream. What does not fit into it is left out.
pub(super) fn parse(table: &[u8], lists: Place, overrides: Place) -> Numbering {
    let mut numbering = Numbering::default();
    // A reader that stops half-way has read the lists before.
    if lists.1 > 0 && overrides.1 > 0 {
        let _ = definitions(table, lists.0, &mut numbering);
        let _ = uses(table, overrides.0, &mut numbering);
    }
    numbering
}

fn definitions(table: &[u8], at: usize, numbering: &mut Numbering) -> Option<()> {
    let count = usize::from(u16_at(table, at)?);
    // The levels of all lists stand behind the last list.
    let mut levels = at + 2 + count * LIST;
    for number in 0..count {
        let record = part(table, at + 2 + number * LIST, LIST)?;
        let id = u32_at(record, 0)?.to_string();
        let simple = record.get(26)? & 1 == 1;
        let list = numbering.abstracts.entry(id).or_default();
        for level in 0..if simple { 1 } else { LEVELS } {
            let (found, length) = self::level(table, levels)?;
            list.levels.insert(level, found);
            levels += length;
        }
    }
    Some(())
}

/// A level, and how many bytes it takes.
fn level(table: &[u8], at: usize) -> Option<(Level, usize)> {
    let record = part(table, at, LEVEL)?;
    let properties = usize::from(*record.get(24)?) + usize::from(*record.get(25)?);
    let text = at + LEVEL + properties;
    let length = usize::from(u16_at(table, text)?);
    let units: Vec<u16> = part(table, text + 2, 2 * length)?.chunks_exact(2).filter_map(|pair| u16_at(pair, 0)).collect();
    // Characters below 9 stand for the counts of levels.
    let printed = char::decode_utf16(units)
        .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
        .filter(|c| (*c as usize) < LEVELS || !c.is_control())
        .map(|c| if (c as usize) < LEVELS { format!("%{}", c as u32 + 1) } else { c.to_string() })
        .collect();
    let flags = *record.get(5)?;
    let found = Level {
        start: u32_at(record, 0)?,
        format: format_of(*record.get(4)?).to_owned(),
        text: printed,
        legal: flags & 4 != 0,
        restart: Some(usize::from(*record.get(26)?)).filter(|_| flags & 8 != 0),
    };
    Some((found, LEVEL + properties + 2 + 2 * length))
}

fn uses(table: &[u8], at: usize, numbering: &mut Numbering) -> Option<()> {
    let count = u32_at(table, at)? as usize;
    let mut data = at.checked_add(4)?.checked_add(count.checked_mul(OVERRIDE)?)?;
    for number in 0..count {
        let record = part(table, at + 4 + number * OVERRIDE, OVERRIDE)?;
        let mut found = Instance { list: u32_at(record, 0)?.to_string(), ..Instance::default() };
        let changes = *record.get(12)?;
        // What it changes stands behind all uses, each after a position nobody needs.
        let changed = changes_of(table, data, changes, &mut found);
        numbering.instances.insert((number + 1).to_string(), found);
        data = changed?;
    }
    Some(())
}

fn changes_of(table: &[u8], mut at: usize, count: u8, found: &mut Instance) -> Option<usize> {
    at += 4;
    for _ in 0..count {
        let (start, flags) = (u32_at(table, at)?, u32_at(table, at + 4)?);
        let level = (flags & 0xf) as usize;
        at += 8;
        if flags & 0x10 != 0 {
            found.starts.insert(level, start);
        }
        if flags & 0x20 != 0 {
            let (own, length) = self::level(table, at)?;
            if flags & 0x10 != 0 {
                found.starts.insert(level, own.start);
            }
            found.levels.insert(level, own);
            at += length;
        }
    }
    Some(at)
}

/// Word's number of a number format as DOCX calls it ([MS-OSHARED] 2.2.1.3).
fn format_of(code: u8) -> &'static str {
    match code {
        1 => "upperRoman",
        2 => "lowerRoman",
        3 => "upperLetter",
        4 => "lowerLetter",
        5 => "ordinal",
        22 => "decimalZero",
        23 => "bullet",
        58 => "russianLower",
        59 => "russianUpper",
        255 => "none",
        _ => "decimal",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level_bytes(start: u32, format: u8, text: &str) -> Vec<u8> {
        let mut bytes = start.to_le_bytes().to_vec();
        bytes.push(format);
        bytes.resize(LEVEL, 0);
        bytes.extend((text.encode_utf16().count() as u16).to_le_bytes());
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    }

    #[test]
    fn lists_and_what_uses_of_them_change() {
        let mut table = 1u16.to_le_bytes().to_vec();
        let mut record = [0u8; LIST];
        record[..4].copy_from_slice(&77u32.to_le_bytes());
        table.extend(record);
        table.extend(level_bytes(1, 0, "Član \u{0}."));
        table.extend(level_bytes(1, 4, "\u{1})"));
        (2..LEVELS).for_each(|_| table.extend(level_bytes(1, 23, "·")));
        let overrides = table.len();
        table.extend(2u32.to_le_bytes());
        for changes in [0u8, 1] {
            let mut record = [0u8; OVERRIDE];
            record[..4].copy_from_slice(&77u32.to_le_bytes());
            record[12] = changes;
            table.extend(record);
        }
        table.extend([0xff; 4]);
        table.extend([0xff; 4]);
        table.extend(10u32.to_le_bytes());
        table.extend(0x10u32.to_le_bytes());
        let mut lists = parse(&table, (0, 1), (overrides, 1));
        let mut next = |list: &str, level| lists.next(list, level).unwrap_or_default();
        let found =
            [next("1", 0), next("1", 1), next("1", 1), next("1", 2), next("1", 0), next("2", 0), next("2", 0), next("3", 0)];
        assert_eq!(found, ["Član 1.", "a)", "b)", "", "Član 2.", "Član 10.", "Član 11.", ""]);
        // Cut anywhere, it is no harm.
        (0..table.len()).for_each(|end| drop(parse(&table[..end], (0, 1), (overrides, 1))));
    }
}
