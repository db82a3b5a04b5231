//! Arabic, Persian and Hebrew: a page shows them from right to left; a search needs them in the order of reading.

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};

/// Whether a character is written from right to left.
pub fn is_right_to_left(c: char) -> bool {
    c as u32 >= 0x590 && matches!(bidi_class(c), BidiClass::R | BidiClass::AL)
}

/// Clusters of one line as they are seen from left to right, put into the order of reading.
///
/// The algorithm that turns reading order into seen order (UAX #9) is its own inverse on a line whose base direction is known;
/// that direction is the one of most letters. Clusters, not characters, are moved, so that a ligature keeps its inner order.
pub fn logical(clusters: &[String]) -> String {
    let (mut right, mut left) = (0usize, 0usize);
    for c in clusters.iter().flat_map(|cluster| cluster.chars()) {
        match bidi_class(c) {
            BidiClass::R | BidiClass::AL => right += 1,
            BidiClass::L => left += 1,
            _ => {}
        }
    }
    if right == 0 {
        return clusters.concat();
    }
    let base = if right >= left { Level::rtl() } else { Level::ltr() };
    let signs: String = clusters
        .iter()
        .map(|cluster| cluster.chars().find(|c| is_right_to_left(*c)).or_else(|| cluster.chars().next()).unwrap_or(' '))
        // A line is one paragraph, whatever a broken file puts into it.
        .map(|c| if bidi_class(c) == BidiClass::B { ' ' } else { c })
        .collect();
    let info = BidiInfo::new(&signs, Some(base));
    let Some(paragraph) = info.paragraphs.first() else { return clusters.concat() };
    let levels = info.reordered_levels_per_char(paragraph, paragraph.range.clone());
    let order = BidiInfo::reorder_visual(&levels);
    if order.len() != clusters.len() {
        return clusters.concat();
    }
    order.into_iter().filter_map(|at| clusters.get(at)).map(String::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(seen: &str) -> String {
        logical(&seen.chars().map(String::from).collect::<Vec<_>>())
    }

    #[test]
    fn a_number_inside_hebrew_keeps_its_order() {
        assert_eq!(read("\u{5d4}\u{5d5} 2015 \u{5d3}\u{5d2}\u{5d1}\u{5d0}"), "\u{5d0}\u{5d1}\u{5d2}\u{5d3} 2015 \u{5d5}\u{5d4}");
        assert_eq!(read("tel: 064"), "tel: 064");
    }

    #[test]
    fn a_name_in_a_latin_line() {
        assert_eq!(read("ime: \u{5d3}\u{5d2}\u{5d1}\u{5d0} (otac)"), "ime: \u{5d0}\u{5d1}\u{5d2}\u{5d3} (otac)");
    }

    #[test]
    fn a_ligature_is_not_turned_inside_out() {
        assert_eq!(logical(&["م".into(), "لا".into(), "س".into()]), "سلام");
    }
}
