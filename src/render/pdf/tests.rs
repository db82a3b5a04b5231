use std::io::Write;
use std::process::{Command, Stdio};

use super::*;
use crate::render::model::*;
use proptest::prelude::*;

/// The text of a PDF as poppler reads it; none where poppler is not installed.
fn pdftotext(pdf: &[u8]) -> Option<String> {
    let mut child =
        Command::new("pdftotext").args(["-raw", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().ok()?;
    child.stdin.take()?.write_all(pdf).ok()?;
    Some(String::from_utf8_lossy(&child.wait_with_output().ok()?.stdout).into_owned())
}

fn one_paragraph(text: &str) -> Document {
    let mut document = Document::new("t", "en");
    document.push(Paragraph::body(vec![Run::text(text).field("a", "b")]));
    document
}

#[test]
fn a_document_with_everything_conforms_and_is_reproducible() {
    let mut document = Document::new("Molba", "sr-Latn");
    document.meta.date = Some(Date { year: 2026, month: 3, day: 2 });
    document.header.left = vec![Run::text("KT-12/2026")];
    document.footer.pages = Some("{page}/{pages}".into());
    document.watermark = Some(Watermark { text: "NACRT".into(), language: None });
    document.push(Heading::numbered(1, vec![Run::text("Činjenice").note(vec![Run::text("Prilog 1")])]));
    document.push(List {
        marker: Marker::Box,
        items: vec![Item { runs: vec![Run::text("a")], sublist: Some(Box::new(List::default())) }],
    });
    document.push(Table {
        columns: vec![Column::share(1)],
        header: vec![Row::new([Cell::text("h")])],
        rows: vec![Row::new([Cell::text("x").span(4)])],
        ..Table::default()
    });
    document.push(Pair {
        left_language: "sq".into(),
        right_language: "mk".into(),
        left: vec![Heading::numbered(1, vec![Run::text("Faktet")]).into()],
        right: vec![Signature { lines: vec![(vec![Run::text("Име")], vec![])], stamp: vec![] }.into()],
    });
    let first = to_pdf(&document).expect("set");
    let text = String::from_utf8_lossy(&first);
    assert!(text.contains("<pdfaid:part>2</pdfaid:part>") && text.contains("<pdfaid:conformance>A</pdfaid:conformance>"));
    assert!(text.contains("2026-03-02"), "the date is the document's own");
    assert_eq!(first, to_pdf(&document).expect("set"));
}

#[test]
fn letters_of_every_language_of_ours_are_in_the_first_family() {
    let fonts = Fonts::latin_and_cyrillic();
    for c in "čćđšžČĆĐŠŽëçËÇśźŚŹäöüßÄÖÜẞàèéìòù„“”‚’«»–—…§№€ѓќѕџљњђћјѐѝабвгдежзијклмнопрстуфхцчшЃЌЅЏЉЊЂЋЈѐѝ·•☐".chars()
    {
        if c != '☐' {
            assert!(fonts.has(c), "{c} U+{:04X}", c as u32);
        }
    }
}

#[test]
fn a_letter_nobody_has_is_printed_as_its_code_point() {
    let pdf = to_pdf(&one_paragraph("A\u{1F9FF}B محمد")).expect("set");
    let Some(text) = pdftotext(&pdf) else {
        eprintln!("SKIPPED: pdftotext is not installed");
        return;
    };
    assert!(text.contains("A[U+1F9FF]B"), "{text}");
}

#[test]
fn markup_in_the_text_stays_text() {
    let hostile = "#import \"x\" *bold* _it_ $x^2$ @ref <label> \\ [a](b) // c /* d */ `raw` = head - item + enum ~ --- 'q'";
    let pdf = to_pdf(&one_paragraph(hostile)).expect("set");
    let Some(text) = pdftotext(&pdf) else {
        eprintln!("SKIPPED: pdftotext is not installed");
        return;
    };
    let squeeze = |s: &str| s.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect::<String>();
    assert!(squeeze(&text).contains(&squeeze(hostile)), "{text}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    /// Whatever letters of our scripts and signs a clerk types come out as themselves.
    #[test]
    fn text_comes_out_as_itself(text in "[ -~čćđšžëçѓќџљњђћа-шА-Ш§№€„“]{1,60}") {
        let pdf = to_pdf(&one_paragraph(&text)).map_err(|e| TestCaseError::fail(e.to_string()))?;
        if let Some(found) = pdftotext(&pdf) {
            let squeeze = |s: &str| s.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect::<String>();
            prop_assert!(squeeze(&found).contains(&squeeze(&text)), "{text:?} became {found:?}");
        }
    }
}
