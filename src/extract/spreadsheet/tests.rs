//! Workbooks made here; all names are fictional.

use std::io::{Cursor, Write};

use super::{biff, column_name, xls, xlsx};
use crate::extract::testing::Collected;
use crate::extract::{Failure, Locator, Part, Reason};

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#;
const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Уплате" sheetId="1" r:id="rId1"/><sheet name="Tajno" sheetId="2" state="hidden" r:id="rId2"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"#;

fn sheet(rows: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{rows}</worksheet>"#
    )
}

fn book(first: &str, second: &str) -> Vec<u8> {
    package(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/sheet1.xml", &sheet(first)),
        ("xl/worksheets/sheet2.xml", &sheet(second)),
        ("xl/media/image1.png", "not really"),
    ])
}

#[test]
fn cells_dates_hidden_sheets_and_rows() {
    let bytes = book(
        r#"<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Петар П.</t></is></c><c r="B1" s="1"><v>45718</v></c><c r="D1"><v>1500.5</v></c></row><row r="2" hidden="1"><c r="A2" t="inlineStr"><is><t>skriveno</t></is></c></row></sheetData>"#,
        r#"<sheetData><row r="7"><c r="C7" t="inlineStr"><is><t>Kombi BG-000-XX</t></is></c></row></sheetData>"#,
    );
    let (found, outcome) = Collected::from(xlsx::read, "a.xlsx", &bytes);
    outcome.unwrap();
    assert_eq!(found.text(Part::Body), "Петар П.\t2025-03-02\t1500.5");
    assert_eq!(found.text(Part::Hidden), "skriveno\nKombi BG-000-XX");
    assert_eq!(found.units[0].locator, Locator::SheetRange { sheet: "Уплате".into(), range: "A1:D1".into() });
    assert_eq!(found.units[2].locator, Locator::SheetRange { sheet: "Tajno".into(), range: "C7".into() });
    assert_eq!(found.members[0].0, "image1.png");
    assert!(found.gaps.is_empty(), "{:?}", found.gaps);
}

#[test]
fn one_cell_in_the_last_corner_costs_nothing() {
    let bytes = book(
        r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row></sheetData>"#,
        "<sheetData/>",
    );
    let (found, outcome) = Collected::from(xlsx::read, "a.xlsx", &bytes);
    outcome.unwrap();
    assert_eq!(found.text(Part::Body), "1\n2");
    assert_eq!(found.units[0].locator, Locator::SheetRange { sheet: "Уплате".into(), range: "A1:XFD1048576".into() });
}

#[test]
fn what_the_history_of_a_shared_workbook_replaced_or_deleted() {
    let relations = |of: &str| {
        format!("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{of}</Relationships>")
    };
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = BOOK_RELS.replace(
        "</Relationships>",
        &format!(
            "<Relationship Id=\"rId5\" Type=\"{kind}/revisionHeaders\" Target=\"revisions/revisionHeaders.xml\"/></Relationships>"
        ),
    );
    let log = relations(&format!("<Relationship Id=\"rId1\" Type=\"{kind}/revisionLog\" Target=\"revisionLog1.xml\"/>"));
    let bytes = package(&[
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", &book),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/sheet1.xml", &sheet("<sheetData><row r=\"1\"><c r=\"A1\"><v>1500</v></c></row></sheetData>")),
        ("xl/worksheets/sheet2.xml", &sheet("<sheetData/>")),
        (
            "xl/revisions/revisionHeaders.xml",
            "<headers xmlns:r=\"r\"><header userName=\"Ана Н.\" dateTime=\"2026-03-02T10:00:00Z\" r:id=\"rId1\"/></headers>",
        ),
        ("xl/revisions/_rels/revisionHeaders.xml.rels", &log),
        (
            "xl/revisions/revisionLog1.xml",
            "<revisions><rcc rId=\"1\" sId=\"1\"><oc r=\"A1\"><v>9000</v></oc><nc r=\"A1\"><v>1500</v></nc></rcc>\
             <rrc rId=\"2\" sId=\"2\" action=\"deleteRow\"><rcc rId=\"3\" sId=\"2\"><oc r=\"B4\" t=\"inlineStr\"><is><t>избрисани </t><t>ред</t></is></oc><nc r=\"B4\"/></rcc></rrc></revisions>",
        ),
    ]);
    let (found, outcome) = Collected::from(xlsx::read, "a.xlsx", &bytes);
    outcome.unwrap();
    let by = "Ана Н., 2026-03-02T10:00:00Z: ";
    assert_eq!(found.text(Part::Deleted), format!("{by}9000\n{by}избрисани ред"));
    let places: Vec<_> = found.units.iter().filter(|unit| unit.part == Part::Deleted).map(|unit| unit.locator.label()).collect();
    assert_eq!(places, ["Уплате!A1", "Tajno!B4"]);
}

#[test]
fn what_is_no_workbook_has_a_reason() {
    for bytes in [&b"PK\x03\x04 not a zip"[..], &package(&[("a.txt", "x")])] {
        let (_, outcome) = Collected::from(xlsx::read, "a.xlsx", bytes);
        assert!(matches!(outcome, Err(Failure::Unreadable(gap)) if gap.reason != Reason::Crashed));
    }
}

#[test]
fn columns_have_letters() {
    assert_eq!([0, 25, 26, 701, 702, 16_383].map(column_name), ["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
}

/// A workbook of Excel 97 with hidden rows, made by LibreOffice.
const OLD: &[u8] = include_bytes!("../../../fixtures/reading/skriveno.xls");

#[test]
fn our_own_walk_reads_the_cells_the_library_reads() {
    let (theirs, outcome) = Collected::from(xls::read, "skriveno.xls", OLD);
    outcome.unwrap();
    let engines: Vec<&str> = theirs.units.iter().map(|unit| unit.engine.as_str()).collect();
    assert!(engines.iter().all(|engine| engine.starts_with("office_oxide")), "{engines:?}");
    let own = biff::sheets(OLD);
    let mut found = Collected::default();
    let refused = Failure::because(Reason::Corrupt, "refused");
    xls::fallback(OLD, &own, refused, &mut found).unwrap();
    let words = |found: &Collected, part| {
        let text = found.text(part);
        let mut words: Vec<String> =
            text.split_whitespace().filter(|word| word.chars().all(char::is_alphabetic)).map(str::to_owned).collect();
        words.sort();
        words
    };
    for part in [Part::Body, Part::Hidden] {
        assert!(!words(&found, part).is_empty());
        assert_eq!(words(&found, part), words(&theirs, part), "{part:?}");
    }
    assert!(found.has_gap(Reason::Corrupt));
}
