//! Little-endian numbers at an offset, and Word's lists of property changes ("sprms").

/// Two bytes at `at`.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// Four bytes at `at`.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A part of a stream: offset and length.
pub(super) fn part(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

/// The property changes of a list, with their operands ([MS-DOC] 2.2.5). It ends at the first one that does not fit.
pub(super) fn sprms(list: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let code = u16_at(list, at)?;
        let operand = at + 2;
        let length = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            // Variable: a length goes before; that of a table's definition has two bytes and counts one of them.
            _ if code == 0xd608 => usize::from(u16_at(list, operand)?) + 1,
            _ if code == 0xc615 && list.get(operand) == Some(&255) => {
                let deleted = usize::from(*list.get(operand + 1)?);
                let added = usize::from(*list.get(operand + 2 + 4 * deleted)?);
                3 + 4 * deleted + 3 * added
            }
            _ => usize::from(*list.get(operand)?) + 1,
        };
        at = operand + length;
        Some((code, part(list, operand, length)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn property_changes_are_told_apart_by_their_size() {
        let list = [0x0a, 0x26, 2, 0x0b, 0x46, 5, 0, 0x08, 0xd6, 3, 0, 1, 2, 0x03, 0x24, 1, 0x0b, 0x46];
        let found: Vec<(u16, &[u8])> = sprms(&list).collect();
        assert_eq!(found, [(0x260a, &[2u8][..]), (0x460b, &[5, 0]), (0xd608, &[3, 0, 1, 2]), (0x2403, &[1])]);
    }
}
