//! Printed list numbers put into the text that was read: Word computes them and stores only the rule.

use super::bytes::u16_at;
use super::lists;
use super::paragraphs::{self, Head, Paragraph};
use crate::extract::compound::Compound;

/// So many letters and figures of a paragraph are compared.
const KEY: usize = 32;
/// A paragraph is looked for within so many letters and figures after the last one found: a gap is text that was left out, such as a
/// table of contents that one of the two readings does not have.
const WINDOW: usize = 20_000;

/// The text with the automatic numbers before their paragraphs; as it was where the file has no lists or they cannot be read.
pub(super) fn printed(bytes: &[u8], text: &str) -> Option<String> {
    let mut compound = Compound::open(bytes).ok()?;
    let document = compound.bytes("/WordDocument")?;
    // Cheap: most letters have no list.
    u16_at(&document, 0)?;
    let head = Head::parse(&document)?;
    let table = compound.bytes(head.table)?;
    let paragraphs = paragraphs::read(&document, &table, &head)?;
    let mut numbering = lists::parse(&table, head.lists, head.list_uses);
    let numbers = paragraphs.iter().map(|paragraph| {
        let (list, level) = paragraph.list.filter(|_| !paragraph.text.trim().is_empty())?;
        numbering.next(&list.to_string(), level)
    });
    let numbers: Vec<Option<String>> = numbers.collect();
    numbers.iter().any(Option::is_some).then(|| insert(text, &paragraphs, &numbers))
}

/// Each number before the place where its paragraph begins in the text. A paragraph that is not found there gets none.
fn insert(text: &str, paragraphs: &[Paragraph], numbers: &[Option<String>]) -> String {
    let signs: Vec<(usize, char)> = text.char_indices().filter(|(_, c)| c.is_alphanumeric()).collect();
    let mut places: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for (paragraph, number) in paragraphs.iter().zip(numbers) {
        let key: Vec<char> = paragraph.text.chars().filter(|c| c.is_alphanumeric()).take(KEY).collect();
        if key.is_empty() {
            continue;
        }
        let last = signs.len().min(at + WINDOW);
        let found = (at..last).find(|start| {
            let mut here = signs.get(*start..).unwrap_or_default().iter().map(|(_, c)| *c);
            begins_paragraph(text, &signs, *start) && key.iter().all(|c| here.next() == Some(*c))
        });
        let Some(found) = found else { continue };
        if let (Some(number), Some((offset, _))) = (number, signs.get(found)) {
            places.push((line_start(text, *offset), number));
        }
        at = found + key.len();
    }
    let mut out = String::with_capacity(text.len() + 8 * places.len());
    let mut from = 0;
    for (offset, number) in places {
        out.push_str(text.get(from..offset).unwrap_or_default());
        out.push_str(number);
        out.push(' ');
        from = offset;
    }
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// Whether only signs other than letters and figures stand between the beginning of a line or cell and this place.
fn begins_paragraph(text: &str, signs: &[(usize, char)], at: usize) -> bool {
    let Some((offset, _)) = signs.get(at) else { return false };
    let before = at.checked_sub(1).and_then(|at| signs.get(at)).map_or(0, |(offset, c)| offset + c.len_utf8());
    before == 0 || text.get(before..*offset).is_some_and(|between| between.contains(['\n', '\t', '\u{b}', '\u{c}']))
}

/// The beginning of the line or cell this place is in, or the place itself.
fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|before| before.rfind(['\n', '\t', '\u{b}', '\u{c}'])).map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Paragraph {
        Paragraph { text: text.to_owned(), list: None }
    }

    #[test]
    fn numbers_stand_where_their_paragraphs_begin() {
        let text = "Da.\nPrvi član\n\t„Drugi“ član\ncell\tDa.\nkraj";
        let paragraphs = ["Da.", "Prvi član", "„Drugi“ član", "nije tu", "Da.", "kraj"].map(paragraph);
        let numbers = [None, Some("1."), Some("2."), Some("3."), Some("a)"), None].map(|number| number.map(str::to_owned));
        assert_eq!(insert(text, &paragraphs, &numbers), "Da.\n1. Prvi član\n\t2. „Drugi“ član\ncell\ta) Da.\nkraj");
    }
}
