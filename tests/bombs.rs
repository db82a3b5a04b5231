//! Files of each family made to break their reader: each ends in a state with its reason, in time, and the text that is there is kept.
//! Archives, PDF, mail and XML are in `isolation`.

use std::fs;
use std::io::Write;
use std::path::Path;

use serde_json::Value;

use crate::support::{json, rogatory, scratch};

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A PNG that claims so many pixels and holds none.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8], data: &[u8]| {
        out.extend((data.len() as u32).to_be_bytes());
        let body = [name, data].concat();
        out.extend(&body);
        out.extend((!crc(!0, &body)).to_be_bytes());
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    chunk(b"IHDR", &header);
    chunk(b"IDAT", &[]);
    chunk(b"IEND", &[]);
    out
}

/// The cyclic redundancy check of PNG and PST (polynomial 0xedb88320), without its final inversion.
fn crc(start: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(start, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

/// A TIFF whose one page claims so many pixels, or whose pages lead in a circle.
fn tiff(width: u32, height: u32, circle: bool) -> Vec<u8> {
    let mut out = b"II*\0\x08\0\0\0".to_vec();
    let entry =
        |tag: u16, value: u32| [&tag.to_le_bytes()[..], &4u16.to_le_bytes(), &1u32.to_le_bytes(), &value.to_le_bytes()].concat();
    out.extend(2u16.to_le_bytes());
    out.extend(entry(256, width));
    out.extend(entry(257, height));
    out.extend(if circle { 8u32 } else { 0 }.to_le_bytes());
    out
}

/// An Outlook store whose tree of nodes has a page that is its own child.
fn pst_that_is_its_own_child() -> Vec<u8> {
    const PAGE: u64 = 1024;
    const BLOCKS: u64 = 1536;
    let mut root = vec![0; 4];
    for number in [2048u64, 0, 0, 0, 5, PAGE, 9, BLOCKS] {
        root.extend(number.to_le_bytes());
    }
    root.extend([2, 0, 0, 0]);
    let mut body = vec![b'S', b'M', 23, 0, 19, 0, 1, 1];
    body.resize(8 + 4 + 4 + 8 + 8 + 4 + 128 + 8, 0);
    body.extend(root);
    body.resize(body.len() + 4 + 256, 0);
    body.extend([0x80, 0, 0, 0]);
    body.resize(516, 0);
    let mut out = b"!BDN".to_vec();
    out.extend(crc(0, &body[..471]).to_le_bytes());
    out.extend(&body);
    out.extend(crc(0, &body).to_le_bytes());
    out.resize(PAGE as usize, 0);
    for (kind, id, at) in [(0x81u8, 5u64, PAGE), (0x80, 9, BLOCKS)] {
        let mut page: Vec<u8> = [0u64, id, at].iter().flat_map(|number| number.to_le_bytes()).collect();
        page.resize(488, 0);
        page.extend([1, 20, 24, 1, 0, 0, 0, 0]);
        let sum = crc(0, &page);
        let both = (at ^ id) as u32;
        page.extend([kind, kind]);
        page.extend(((both >> 16 ^ both) as u16).to_le_bytes());
        page.extend(sum.to_le_bytes());
        page.extend(id.to_le_bytes());
        out.extend(page);
    }
    out
}

/// A workbook with the first cell and the last one there can be.
fn workbook() -> Vec<u8> {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
    let relations = |kind: &str, target: &str| {
        format!(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>"#
        )
    };
    let book = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let sheet = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>prva</t></is></c></row><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>poslednja</t></is></c></row></sheetData></worksheet>"#;
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", relations("officeDocument", "xl/workbook.xml").as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations("worksheet", "worksheets/sheet1.xml").as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

const TABLES: usize = 20_000;

fn nested_docx() -> Vec<u8> {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let document = format!(
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>pre tabele</w:t></w:r></w:p>{}<w:p><w:r><w:t>u sredini</w:t></w:r></w:p>{}<w:p><w:r><w:t>posle tabele</w:t></w:r></w:p></w:body></w:document>"#,
        "<w:tbl><w:tr><w:tc>".repeat(TABLES),
        "</w:tc></w:tr></w:tbl>".repeat(TABLES)
    );
    zipped(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", relations.as_bytes()),
        ("word/document.xml", document.as_bytes()),
    ])
}

fn nested_html() -> String {
    format!(
        "<html><body><p>pre tabele</p>{}<p>u sredini</p>{}<p>posle tabele</p></body></html>",
        "<table><tr><td>".repeat(TABLES),
        "</td></tr></table>".repeat(TABLES)
    )
}

fn nested_rtf() -> String {
    let mut out = String::from("{\\rtf1\\ansi pre tabele\\par ");
    for level in 1..=TABLES {
        out.push_str(&format!("{{\\trowd\\itap{level}\\intbl "));
    }
    out + "u sredini" + &"\\nestcell}".repeat(TABLES) + "\\par posle tabele\\par}"
}

/// Read in a process of its own, as `index` does it: (state by exit, reasons, all text).
fn read(dir: &Path, name: &str, bytes: &[u8]) -> (Vec<String>, String) {
    let file = dir.join(name);
    fs::write(&file, bytes).unwrap();
    let begun = std::time::Instant::now();
    let (code, answer) = json(rogatory().args(["text", "--json", "--timeout", "10", "--memory", "512"]).arg(&file));
    assert!(begun.elapsed().as_secs() < 60, "{name} took {:?}", begun.elapsed());
    let document = &answer["documents"][0];
    let list = |value: &Value| value.as_array().unwrap().clone();
    let reasons: Vec<String> = list(&document["gaps"]).iter().map(|gap| gap["reason"].as_str().unwrap().to_owned()).collect();
    assert_eq!(code, if reasons.is_empty() { 0 } else { 3 }, "{name}: {reasons:?}");
    let text = list(&document["units"]).iter().map(|unit| format!("{}\n", unit["text"].as_str().unwrap())).collect();
    (reasons, text)
}

#[test]
fn pictures_of_absurd_size() {
    let dir = scratch();
    for (name, bytes, expected) in [
        ("a.png", png(u32::MAX >> 1, u32::MAX >> 1), vec!["size_limit"]),
        ("b.png", png(0, 7), vec!["corrupt"]),
        ("c.tif", tiff(u32::MAX, u32::MAX, false), vec!["size_limit"]),
        ("d.tif", tiff(100_001, 1, false), vec!["size_limit"]),
    ] {
        let (reasons, text) = read(dir.path(), name, &bytes);
        assert_eq!(reasons, expected, "{name}");
        assert!(text.contains("pixels"), "{text}");
    }
    // Pages that lead in a circle are counted once.
    assert_eq!(read(dir.path(), "e.tif", &tiff(10, 10, true)).0, ["not_ocred"]);
}

#[test]
fn an_outlook_store_that_leads_in_a_circle() {
    let dir = scratch();
    let store = pst_that_is_its_own_child();
    let (reasons, _) = read(dir.path(), "a.pst", &store);
    assert_eq!(reasons.len(), 1, "{reasons:?}");
    assert!(["corrupt", "crashed", "memory_limit", "time_limit"].contains(&reasons[0].as_str()), "{reasons:?}");
    // The circle is what is wrong with it: cut off, it is another fault.
    let (cut, _) = read(dir.path(), "b.pst", &store[..1100]);
    assert_eq!(cut, ["truncated"]);
}

#[test]
fn the_last_cell_of_a_sheet_costs_no_more_than_the_first() {
    let dir = scratch();
    let (reasons, text) = read(dir.path(), "a.xlsx", &workbook());
    assert_eq!(reasons, Vec::<String>::new());
    assert!(text.contains("prva") && text.contains("poslednja"), "{text}");
}

#[test]
fn twenty_thousand_tables_in_each_other() {
    let dir = scratch();
    for (name, bytes) in [("a.docx", nested_docx()), ("a.html", nested_html().into_bytes()), ("a.rtf", nested_rtf().into_bytes())]
    {
        let (reasons, text) = read(dir.path(), name, &bytes);
        // All is read, or a reason says what was not; what stands before the tables is never lost.
        assert!(text.contains("pre tabele"), "{name}: {reasons:?} {}", text.len());
        let whole = text.contains("u sredini") && text.contains("posle tabele");
        assert!(whole || !reasons.is_empty(), "{name} is silently incomplete");
        assert!(
            reasons.iter().all(|reason| ["nesting_limit", "time_limit", "memory_limit"].contains(&reason.as_str())),
            "{name}: {reasons:?}"
        );
    }
}

#[test]
fn five_million_groups_of_rtf() {
    let dir = scratch();
    let groups = 5_000_000;
    let open =
        [b"{\\rtf1 pocetak\\par ".to_vec(), vec![b'{'; groups], b"sredina".to_vec(), vec![b'}'; groups], b"\\par kraj}".to_vec()]
            .concat();
    let (reasons, text) = read(dir.path(), "a.rtf", &open);
    assert_eq!(reasons, ["nesting_limit"]);
    assert!(text.contains("pocetak") && text.contains("sredina") && text.contains("kraj"), "{text}");
}

/// Ten archives in each of ten archives, seven deep, all alike: one text with ten million places.
#[test]
fn an_archive_that_repeats_itself_is_read_once() {
    let dir = scratch();
    let (files, case) = (dir.path().join("evidence"), dir.path().join("case"));
    fs::create_dir(&files).unwrap();
    let mut inner = ("lisica.txt".to_string(), b"Lisica je presla granicu.\n".to_vec());
    for level in 0..7 {
        let names: Vec<String> = (0..10).map(|copy| format!("{copy}-{}", inner.0)).collect();
        let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), inner.1.as_slice())).collect();
        inner = (format!("{level}.zip"), zipped(&members));
    }
    fs::write(files.join("sve.zip"), &inner.1).unwrap();
    fs::write(files.join("zapisnik.txt"), "Zapisnik o lisici.\n").unwrap();
    crate::support::run(rogatory().args(["init", "-q"]).arg(&case));
    let (code, _, error) =
        crate::support::run(rogatory().arg("--case").arg(&case).args(["index", "-q", "--ocr", "off"]).arg(&files));
    assert!(matches!(code, 0 | 3), "{error}");
    let (code, answer) = json(rogatory().arg("--case").arg(&case).args(["search", "lisica", "--json"]));
    assert_eq!((code, &answer["total"]), (0, &2.into()));
    let most = answer["hits"].as_array().unwrap().iter().map(|hit| hit["duplicates"].as_array().map_or(0, Vec::len)).max();
    assert_eq!(most, Some(999));
    let (_, table, _) = crate::support::run(rogatory().arg("--case").arg(&case).args(["search", "lisica"]));
    let found =
        answer["hits"].as_array().unwrap().iter().find(|hit| hit["duplicates"].as_array().is_some_and(|d| d.len() == 999));
    let document = found.unwrap()["document"].as_str().unwrap();
    let (_, shown, _) = crate::support::run(rogatory().arg("--case").arg(&case).args(["show", document]));
    assert!(shown.contains("may stand in more places"), "the end of the list is told");
    assert!(table.lines().count() < 60 && table.contains("same bytes: at least 989 more places"), "{table}");
}
