//! Our own walk over the parts of an XLSB package, for what `calamine` does not hand out: hidden rows and columns, comments, headers and
//! footers, text boxes.
//!
//! Source: [MS-XLSB] (BrtBundleSh, BrtRowHdr, BrtColInfo, BrtBeginHeaderFooter, BrtBeginComment, BrtCommentAuthor, BrtCommentText).

use std::collections::{HashMap, HashSet};

use crate::extract::ooxml::Package;
use crate::extract::xml_stream::{Node, XmlStream, utf8};
use crate::extract::{Part, codepage};

const ROW: u32 = 0;
const COLUMNS: u32 = 60;
const SHEET: u32 = 156;
const HEADER_FOOTER: u32 = 479;
const AUTHOR: u32 = 632;
const COMMENT: u32 = 635;
const COMMENT_TEXT: u32 = 637;
/// A string much longer than a cell may hold is not read to its end.
const LONGEST: usize = 1 << 20;

/// What stands in a sheet beside its cells.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rows: HashSet<u32>,
    columns: Vec<(u32, u32)>,
    /// Row and column of the cell, author and words.
    pub comments: Vec<(u32, u32, String)>,
    /// Codes of headers and footers.
    pub furniture: Vec<(Part, String)>,
    pub boxes: Vec<String>,
}

impl Sheet {
    pub(super) fn hides(&self, row: u32, column: u32) -> bool {
        self.rows.contains(&row) || self.columns.iter().any(|(first, last)| (*first..=*last).contains(&column))
    }
}

/// The records of a part: kind and body, until one does not fit.
fn records(part: &[u8]) -> impl Iterator<Item = (u32, &[u8])> {
    let mut at = 0usize;
    std::iter::from_fn(move || {
        let kind = packed(part, &mut at, 2)?;
        let length = packed(part, &mut at, 4)? as usize;
        let body = part.get(at..at.checked_add(length)?)?;
        at += length;
        Some((kind, body))
    })
}

/// A number in up to `most` bytes of seven bits each.
fn packed(part: &[u8], at: &mut usize, most: u32) -> Option<u32> {
    let mut value = 0;
    for place in 0..most {
        let byte = *part.get(*at)?;
        *at += 1;
        value |= u32::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            break;
        }
    }
    Some(value)
}

fn number(body: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(body.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// A string with its length before it, and where it ends. A length of all ones is no string.
fn string(body: &[u8], at: usize) -> Option<(String, usize)> {
    let length = match number(body, at)? {
        u32::MAX => return Some((String::new(), at + 4)),
        length => length as usize,
    };
    let end = (at + 4).checked_add(length.checked_mul(2)?)?;
    let text = body.get(at + 4..end)?;
    Some((codepage::decode(text.get(..text.len().min(LONGEST)).unwrap_or_default(), 1200).0, end))
}

/// What the sheets hold beside their cells, by the sheets' names.
pub(super) fn sheets(package: &mut Package<'_>) -> HashMap<String, Sheet> {
    let book = package.relationships("").into_values().find(|(_, kind)| kind.ends_with("/officeDocument"));
    let book = book.map_or_else(|| "xl/workbook.bin".to_owned(), |(target, _)| target);
    let relations = package.relationships(&book);
    let Some(part) = package.part(&book) else { return HashMap::new() };
    let mut found = HashMap::new();
    for (_, body) in records(&part).filter(|(kind, _)| *kind == SHEET) {
        let Some((relation, end)) = string(body, 8) else { continue };
        let Some((name, _)) = string(body, end) else { continue };
        if let Some((target, _)) = relations.get(&relation) {
            found.insert(name, sheet(package, &target.clone()));
        }
    }
    found
}

fn sheet(package: &mut Package<'_>, part: &str) -> Sheet {
    let mut sheet = Sheet::default();
    for (kind, body) in package.part(part).iter().flat_map(|bytes| records(bytes)) {
        match kind {
            // fDyZero: the row has no height.
            ROW if body.get(11).is_some_and(|flags| flags & 0x10 != 0) => sheet.rows.extend(number(body, 0)),
            COLUMNS if body.get(16).is_some_and(|flags| flags & 1 != 0) => {
                sheet.columns.extend(number(body, 0).zip(number(body, 4)));
            }
            HEADER_FOOTER => {
                let mut at = 2;
                for side in [Part::Header, Part::Footer].into_iter().cycle().take(6) {
                    let Some((code, end)) = string(body, at) else { break };
                    at = end;
                    if !code.trim().is_empty() {
                        sheet.furniture.push((side, code));
                    }
                }
            }
            _ => {}
        }
    }
    for (target, kind) in package.relationships(part).into_values() {
        if kind.ends_with("/comments") {
            sheet.comments = package.part(&target).map(|bytes| comments(&bytes)).unwrap_or_default();
        } else if kind.ends_with("/drawing") {
            sheet.boxes = package.part(&target).map(|xml| boxes(&utf8(&xml))).unwrap_or_default();
        }
    }
    sheet
}

fn comments(part: &[u8]) -> Vec<(u32, u32, String)> {
    let (mut authors, mut found) = (Vec::new(), Vec::new());
    let mut open = None;
    for (kind, body) in records(part) {
        match kind {
            AUTHOR => authors.extend(string(body, 0).map(|(name, _)| name)),
            COMMENT => open = number(body, 0).zip(number(body, 4).zip(number(body, 12))),
            COMMENT_TEXT => {
                if let (Some((author, (row, column))), Some((text, _))) = (open.take(), string(body, 1))
                    && !text.trim().is_empty()
                {
                    let author: &str = authors.get(author as usize).map_or("", |name| name.trim());
                    let told = author.is_empty() || text.trim_start().starts_with(author);
                    found.push((row, column, if told { text } else { format!("{author}: {}", text.trim()) }));
                }
            }
            _ => {}
        }
    }
    found
}

/// The words of each text box of a drawing.
fn boxes(xml: &[u8]) -> Vec<String> {
    let mut stream = XmlStream::new(xml);
    let (mut found, mut words, mut taking) = (Vec::new(), String::new(), false);
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) => taking = element.name == "t",
            Node::Text(text) if taking => words.push_str(&text),
            Node::Text(_) => {}
            Node::End(name) => match name.as_str() {
                "t" => taking = false,
                "p" if !words.is_empty() => words.push('\n'),
                "sp" if !words.trim().is_empty() => found.push(std::mem::take(&mut words)),
                _ => {}
            },
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::package;

    fn record(kind: u32, body: &[u8]) -> Vec<u8> {
        let mut bytes = match kind {
            0..0x80 => vec![kind as u8],
            _ => vec![(kind & 0x7f) as u8 | 0x80, (kind >> 7) as u8],
        };
        bytes.extend([(body.len() & 0x7f) as u8 | 0x80, (body.len() >> 7) as u8]);
        bytes.extend(body);
        bytes
    }

    fn text(text: &str) -> Vec<u8> {
        let wide: Vec<u16> = text.encode_utf16().collect();
        [&(wide.len() as u32).to_le_bytes()[..], &wide.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<_>>()].concat()
    }

    fn numbers(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    #[test]
    fn hidden_rows_comments_headers_and_boxes() {
        let relations = |of: &str| format!("<Relationships>{of}</Relationships>");
        let book = record(SHEET, &[numbers(&[0, 1]), text("rId1"), text("Уплате")].concat());
        let mut hidden = numbers(&[4, 0]);
        hidden.extend([0, 0, 0, 0x10, 0, 0, 0, 0, 0]);
        let furniture = [vec![0, 0], text("&Lpoverljivo"), text("&Rstrana"), numbers(&[u32::MAX; 4])].concat();
        let sheet = [
            record(COLUMNS, &[numbers(&[2, 3, 0, 0]), vec![1, 0]].concat()),
            record(ROW, &[numbers(&[3, 0]), vec![0; 9]].concat()),
            record(ROW, &hidden),
            record(HEADER_FOOTER, &furniture),
        ]
        .concat();
        let comments = [
            record(AUTHOR, &text("Ана Н.")),
            record(COMMENT, &[numbers(&[0, 6, 6, 1, 1]), vec![0; 16]].concat()),
            record(COMMENT_TEXT, &[vec![0], text("провери уплату")].concat()),
        ]
        .concat();
        let bytes = package(&[
            ("_rels/.rels", relations("<Relationship Id='a' Type='x/officeDocument' Target='xl/workbook.bin'/>").as_bytes()),
            ("xl/workbook.bin", &book),
            ("xl/_rels/workbook.bin.rels", relations("<Relationship Id='rId1' Type='x/worksheet' Target='worksheets/sheet1.bin'/>").as_bytes()),
            ("xl/worksheets/sheet1.bin", &sheet),
            (
                "xl/worksheets/_rels/sheet1.bin.rels",
                relations("<Relationship Id='b' Type='x/comments' Target='../comments1.bin'/><Relationship Id='c' Type='x/drawing' Target='../drawings/drawing1.xml'/>").as_bytes(),
            ),
            ("xl/comments1.bin", &comments),
            ("xl/drawings/drawing1.xml", "<wsDr><sp><txBody><p><r><t>beleška </t></r><r><t>u okviru</t></r></p></txBody></sp></wsDr>".as_bytes()),
        ]);
        let found = sheets(&mut Package::open(&bytes).unwrap());
        let sheet = &found["Уплате"];
        assert_eq!((sheet.hides(3, 0), sheet.hides(4, 0), sheet.hides(0, 2), sheet.hides(0, 4)), (false, true, true, false));
        assert_eq!(sheet.comments, [(6, 1, "Ана Н.: провери уплату".to_owned())]);
        assert_eq!(sheet.furniture, [(Part::Header, "&Lpoverljivo".to_owned()), (Part::Footer, "&Rstrana".to_owned())]);
        assert_eq!(sheet.boxes, ["beleška u okviru\n"]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        /// Whatever the bytes are, the walk ends.
        #[test]
        fn any_bytes_are_walked(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
            proptest::prop_assert!(records(&bytes).count() <= bytes.len());
            drop(comments(&bytes));
        }
    }
}
