//! The labels that are printed on the pages: "iv", "A-3" (ISO 32000-2, 12.4.2).

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, String as PdfString};

use super::strings;
use crate::extract::numerals::{letters, roman};

/// As the standard counts: A … Z, AA … ZZ.
const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Depth of the number tree that is followed.
const DEPTH: usize = 24;
const RANGES: usize = 10_000;

/// A label for each page where it differs from the page's number.
pub fn of(catalog: Option<&Dict<'_>>, pages: usize) -> Vec<Option<String>> {
    let mut ranges = Vec::new();
    if let Some(tree) = catalog.and_then(|c| c.get::<Dict<'_>>("PageLabels")) {
        collect(&tree, 0, &mut ranges);
    }
    ranges.sort_by_key(|range| range.first);
    let mut labels = vec![None; if ranges.is_empty() { 0 } else { pages }];
    for (at, range) in ranges.iter().enumerate() {
        let end = ranges.get(at + 1).map_or(pages, |next| next.first).min(pages);
        for page in range.first..end {
            let label = range.label(page - range.first);
            if label != (page + 1).to_string()
                && !label.is_empty()
                && let Some(slot) = labels.get_mut(page)
            {
                *slot = Some(label);
            }
        }
    }
    labels
}

struct Range {
    first: usize,
    style: u8,
    prefix: String,
    start: u32,
}

impl Range {
    fn label(&self, offset: usize) -> String {
        let number = self.start.saturating_add(offset as u32);
        let figure = match self.style {
            b'D' => number.to_string(),
            b'R' => roman(number),
            b'r' => roman(number).to_lowercase(),
            b'A' => letters(number, ALPHABET).unwrap_or_default(),
            b'a' => letters(number, ALPHABET).unwrap_or_default().to_lowercase(),
            _ => String::new(),
        };
        format!("{}{figure}", self.prefix)
    }
}

fn collect(node: &Dict<'_>, depth: usize, ranges: &mut Vec<Range>) {
    if depth > DEPTH || ranges.len() > RANGES {
        return;
    }
    if let Some(numbers) = node.get::<Array<'_>>("Nums") {
        let objects: Vec<Object<'_>> = numbers.iter::<Object<'_>>().take(RANGES * 2).collect();
        for pair in objects.chunks(2) {
            let [Object::Number(first), Object::Dict(entry)] = pair else { continue };
            let Ok(first) = usize::try_from(first.as_i64()) else { continue };
            ranges.push(Range {
                first,
                style: entry.get::<Name<'_>>("S").and_then(|s| s.as_str().bytes().next()).unwrap_or(0),
                prefix: entry.get::<PdfString<'_>>("P").map(|p| strings::text(p.as_bytes())).unwrap_or_default(),
                start: entry.get::<u32>("St").unwrap_or(1).max(1),
            });
        }
    }
    if let Some(kids) = node.get::<Array<'_>>("Kids") {
        for kid in kids.iter::<Dict<'_>>().take(RANGES) {
            collect(&kid, depth + 1, ranges);
        }
    }
}

/// The reference behind an entry, to recognise objects that were seen before.
pub(super) fn reference<T>(entry: Option<MaybeRef<T>>) -> Option<(u32, i32)> {
    entry.and_then(|entry| entry.as_obj_ref()).map(|r| (r.obj_number, r.gen_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures() {
        assert_eq!(Range { first: 0, style: b'A', prefix: String::new(), start: 1 }.label(26), "AA");
        assert_eq!(Range { first: 0, style: b'r', prefix: "P-".into(), start: 3 }.label(1), "P-iv");
    }
}
