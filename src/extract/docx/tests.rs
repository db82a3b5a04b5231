use std::io::{Cursor, Write};

use super::*;
use crate::extract::Locator;
use crate::extract::testing::Collected;

/// A package with this body and these further parts.
fn package(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, content: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    };
    put("[Content_Types].xml", "<Types/>");
    let relation = |id: &str, kind: &str, target: &str| {
        format!(
            "<Relationship Id='{id}' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}' Target='{target}'/>"
        )
    };
    put("_rels/.rels", &format!("<Relationships>{}</Relationships>", relation("r1", "officeDocument", "word/document.xml")));
    put("word/document.xml", &format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>"));
    put(
        "word/_rels/document.xml.rels",
        &format!(
            "<Relationships>{}{}{}{}{}{}</Relationships>",
            relation("s", "styles", "styles.xml"),
            relation("n", "numbering", "numbering.xml"),
            relation("h", "header", "header1.xml"),
            relation("f", "footnotes", "footnotes.xml"),
            relation("c", "comments", "comments.xml"),
            relation("l", "hyperlink", "https://example.org/mapa' TargetMode='External")
        ),
    );
    put(
        "word/styles.xml",
        "<w:styles><w:style w:type='paragraph' w:styleId='Naslov1'><w:name w:val='heading 1'/></w:style>\
         <w:style w:type='paragraph' w:styleId='Clan'><w:pPr><w:numPr><w:numId w:val='5'/></w:numPr></w:pPr></w:style></w:styles>",
    );
    for (name, content) in parts {
        put(name, content);
    }
    zip.finish().unwrap().into_inner()
}

fn docx(body: &str, parts: &[(&str, &str)]) -> Collected {
    let (found, outcome) = Collected::from(read, "a.docx", &package(body, parts));
    assert!(outcome.is_ok(), "{outcome:?}");
    found
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn paragraphs_tables_and_headings() {
    let body = format!(
        "<w:p><w:pPr><w:pStyle w:val='Naslov1'/></w:pPr><w:r><w:t>Činjenice</w:t></w:r></w:p>{}<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}{}</w:tc></w:tr></w:tbl>",
        "<w:p><w:r><w:t>Prevo</w:t></w:r><w:r><w:t xml:space='preserve'>zio je </w:t><w:tab/><w:t>ljude &amp; novac</w:t></w:r></w:p>",
        p("Ana"),
        p("500"),
        p("EUR")
    );
    let found = docx(&body, &[]);
    assert_eq!(found.text(Part::Body), "Činjenice\nPrevozio je \tljude & novac\nAna\t500 EUR");
    assert_eq!(found.units[0].locator, Locator::Paragraph { number: 1, last: Some(3), heading: Some("Činjenice".into()) });
}

#[test]
fn every_layer_is_labelled() {
    let body = format!(
        "<w:p><w:r><w:t>ostaje</w:t></w:r><w:del><w:r><w:delText>obrisano</w:delText></w:r></w:del>\
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>skriveno</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:commentReference w:id='0'/></w:r>\
         <w:hyperlink r:id='l'><w:r><w:t>mapa</w:t></w:r></w:hyperlink></w:p>{}",
        p("dalje")
    );
    let parts = [
        ("word/header1.xml", "<w:hdr><w:p><w:r><w:t>STROGO POVERLJIVO</w:t></w:r></w:p></w:hdr>"),
        (
            "word/footnotes.xml",
            "<w:footnotes><w:footnote w:id='2'><w:p><w:r><w:t>izvor</w:t></w:r></w:p></w:footnote></w:footnotes>",
        ),
        (
            "word/comments.xml",
            "<w:comments><w:comment w:id='0' w:author='Inspektor'><w:p><w:r><w:t>proveriti</w:t></w:r></w:p></w:comment></w:comments>",
        ),
        (
            "docProps/core.xml",
            "<cp:coreProperties><dc:title>Zapisnik</dc:title><dcterms:created>2026-01-02T03:04:05Z</dcterms:created></cp:coreProperties>",
        ),
        ("word/media/image1.png", "png"),
    ];
    let found = docx(&body, &parts);
    let texts: Vec<(Part, String)> =
        [Part::Body, Part::Deleted, Part::Hidden, Part::Footnote, Part::Comment, Part::Header, Part::Metadata]
            .into_iter()
            .map(|part| (part, found.text(part)))
            .collect();
    let expected = [
        "ostajemapa\ndalje",
        "obrisano",
        "skriveno",
        "izvor",
        "Inspektor: proveriti",
        "STROGO POVERLJIVO",
        "https://example.org/mapa",
    ];
    assert_eq!(texts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>(), expected);
    assert_eq!((found.meta.title.as_deref(), found.meta.date.as_deref()), (Some("Zapisnik"), Some("2026-01-02T03:04:05Z")));
    assert_eq!(found.members, [("image1.png".to_owned(), b"png".to_vec())]);
}

#[test]
fn a_text_box_is_read_once() {
    let body = format!(
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>{0}</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>posle</w:t></w:r></w:p>",
        p("u okviru")
    );
    assert_eq!(docx(&body, &[]).text(Part::Body), "u okviru\nposle");
}

#[test]
fn nested_tables_and_a_cut_package_are_no_harm() {
    let depth = 20_000;
    let body = format!("{}{}{}", "<w:tbl><w:tr><w:tc>".repeat(depth), p("duboko"), "</w:tc></w:tr></w:tbl>".repeat(depth));
    assert_eq!(docx(&body, &[]).text(Part::Body), "duboko");
    let whole = package(&p("spaseno"), &[("word/media/a.bin", "x")]);
    let at = crate::extract::sniff::find(&whole, b"PK\x01\x02").unwrap();
    let (found, outcome) = Collected::from(read, "a.docx", &whole[..at]);
    assert!(outcome.is_ok() && found.has_gap(Reason::Truncated));
    assert_eq!(found.text(Part::Body), "spaseno");
}

#[test]
fn printed_numbers_stand_before_their_paragraphs() {
    let listed = |properties: &str, text: &str| format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = [
        listed("<w:pStyle w:val='Clan'/>", "Prvi"),
        listed("<w:numPr><w:ilvl w:val='1'/><w:numId w:val='5'/></w:numPr>", "stav"),
        listed("<w:pStyle w:val='Clan'/><w:numPr><w:numId w:val='0'/></w:numPr>", "bez broja"),
        listed("<w:pStyle w:val='Clan'/>", "Drugi"),
    ]
    .concat();
    let numbering = "<w:numbering><w:abstractNum w:abstractNumId='0'>\
        <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='Član %1.'/></w:lvl>\
        <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='(%2)'/></w:lvl></w:abstractNum>\
        <w:num w:numId='5'><w:abstractNumId w:val='0'/></w:num></w:numbering>";
    let found = docx(&body, &[("word/numbering.xml", numbering)]);
    assert_eq!(found.text(Part::Body), "Član 1. Prvi\n(1) stav\nbez broja\nČlan 2. Drugi");
}
