//! The labels that are printed on the pages: "iv", "A-3" (ISO 32000-2, 12.4.2).

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, String as PdfString};

use super::strings;

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
            b'A' => letters(number),
            b'a' => letters(number).to_lowercase(),
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

fn roman(mut number: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > 20_000 {
        return number.to_string();
    }
    let mut out = String::new();
    for (value, sign) in STEPS {
        while number >= value {
            out.push_str(sign);
            number -= value;
        }
    }
    out
}

/// A … Z, AA … ZZ, as the standard counts them.
fn letters(number: u32) -> String {
    let Some(zero) = number.checked_sub(1) else { return String::new() };
    let letter = char::from(b'A' + (zero % 26) as u8);
    letter.to_string().repeat((zero / 26 + 1).min(40) as usize)
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
        assert_eq!((roman(4), roman(1999)), ("IV".to_owned(), "MCMXCIX".to_owned()));
        assert_eq!((letters(1), letters(27), letters(0)), ("A".to_owned(), "AA".to_owned(), String::new()));
        assert_eq!(Range { first: 0, style: b'r', prefix: "P-".into(), start: 3 }.label(1), "P-iv");
    }
}
