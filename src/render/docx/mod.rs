//! DOCX: WordprocessingML written part by part, in the order the schema (ISO/IEC 29500) asks for.
//!
//! The body is written here and not by a library because the libraries know no content-control tags, no language of a run,
//! no repeated header rows and no watermark, and number their ids from global counters. Same document, same bytes:
//! ids are counted from one, the zip carries one fixed time.

mod body;
mod bookmark;
mod package;
mod parts;
mod xml;

pub use bookmark::{bookmark, bookmark_of};

use super::model::Document;

/// Width of the text in twentieths of a point: A4 less two margins of 2 cm.
fn text_width(document: &Document) -> u32 {
    let page = if document.landscape { PAGE_LONG } else { PAGE_SHORT };
    page - 2 * MARGIN
}

const PAGE_SHORT: u32 = 11906;
const PAGE_LONG: u32 = 16838;
const MARGIN: u32 = 1134;

/// The document as a DOCX file.
///
/// # Errors
/// Only if the zip cannot be written, which means memory ran out.
pub fn to_docx(document: &Document) -> std::io::Result<Vec<u8>> {
    let body = body::write(document);
    let parts = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::PACKAGE_RELATIONS.to_owned()),
        ("docProps/app.xml", parts::APP.to_owned()),
        ("docProps/core.xml", parts::core(&document.meta)),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONS.to_owned()),
        ("word/document.xml", body.document),
        ("word/fontTable.xml", parts::FONTS.to_owned()),
        ("word/footer1.xml", body.footer),
        ("word/footnotes.xml", body.footnotes),
        ("word/header1.xml", body.header),
        ("word/numbering.xml", parts::numbering(&body.restarts)),
        ("word/settings.xml", parts::settings(&document.meta)),
        ("word/styles.xml", parts::styles(&document.meta.language)),
    ];
    package::zip(&parts)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::render::model::*;
    use proptest::prelude::*;

    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
        let mut text = String::new();
        archive.by_name(name).expect("the part").read_to_string(&mut text).expect("text");
        text
    }

    fn sample() -> Document {
        let mut document = Document::new("Замолница", "mk");
        document.header.left = vec![Run::text("KT-12/2026")];
        document.footer.pages = Some("Page {page} of {pages}".into());
        document.watermark = Some(Watermark { text: "НАЦРТ".into(), language: Some("mk".into()) });
        document.push(Paragraph::styled(Style::Title, vec![Run::text("Замолница")]));
        document.push(Heading::numbered(1, vec![Run::text("Факти")]));
        document.push(Paragraph::body(vec![
            Run::text("Ime\nPrezime").language("sr-Latn").field("persons.0.name", "Name"),
            Run::text(" ").note(vec![Run::text("Annex 1")]),
        ]));
        document.push(Paragraph::body(vec![Run::text("").field("hdr.date", "Date")]));
        document.push(List { marker: Marker::Decimal, items: vec![Item::new(vec![Run::text("прво")])] });
        document.push(List { marker: Marker::Decimal, items: vec![Item::new(vec![Run::text("пак прво")])] });
        document.push(Table {
            columns: vec![Column::share(1), Column::share(2)],
            header: vec![Row::new([Cell::text("бр."), Cell::text("што")])],
            rows: vec![Row::new([Cell::text("1"), Cell::text("<&>")])],
            ..Table::default()
        });
        document.push(Pair {
            left_language: "sq".into(),
            right_language: "sr-Cyrl".into(),
            left: vec![Heading::numbered(1, vec![Run::text("Faktet")]).into()],
            right: vec![Heading::numbered(1, vec![Run::text("Чињенице")]).into()],
        });
        document.push(Signature { lines: vec![(vec![Run::text("Име")], vec![])], stamp: vec![Run::text("М.П.")] });
        document
    }

    #[test]
    fn every_part_is_well_formed_and_a_second_reader_opens_it() {
        let bytes = to_docx(&sample()).expect("written");
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).expect("a zip");
        for index in 0..archive.len() {
            let mut text = String::new();
            let mut file = archive.by_index(index).expect("the part");
            file.read_to_string(&mut text).expect("text");
            let name = file.name().expect("a name").to_string();
            if let Err(error) = roxmltree::Document::parse(&text) {
                panic!("{name}: {error}\n{text}");
            }
        }
        docx_rs::read_docx(&bytes).expect("docx-rs reads it");
    }

    #[test]
    fn fields_are_content_controls_with_tags_and_languages() {
        let document = part(&to_docx(&sample()).expect("written"), "word/document.xml");
        assert!(document.contains(r#"<w:alias w:val="Name"/><w:tag w:val="persons.0.name"/>"#));
        assert!(document.contains(r#"<w:lang w:val="sr-Latn-RS"/>"#));
        assert!(document.contains("<w:t xml:space=\"preserve\">Ime</w:t><w:br/><w:t xml:space=\"preserve\">Prezime</w:t>"));
        assert!(document.contains("<w:showingPlcHdr/>"), "an empty field shows a place to write");
        assert!(document.contains("<w:tblHeader/>"));
    }

    #[test]
    fn the_same_document_gives_the_same_bytes() {
        assert_eq!(to_docx(&sample()).expect("written"), to_docx(&sample()).expect("written"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn text_comes_out_as_itself(text in "[^\\p{C}]{1,40}") {
            let mut document = Document::new("t", "en");
            document.push(Paragraph::body(vec![Run::text(text.clone()).field("a", "b")]));
            let xml = part(&to_docx(&document).expect("written"), "word/document.xml");
            let tree = roxmltree::Document::parse(&xml).map_err(|e| TestCaseError::fail(e.to_string()))?;
            let found: String = tree.descendants().filter(|n| n.has_tag_name(("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "t"))).filter_map(|n| n.text()).collect();
            prop_assert_eq!(found, text);
        }
    }
}
