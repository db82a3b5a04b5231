use super::*;
use crate::extract::testing::Collected;

/// A PDF with these content streams, one a page, in Helvetica (WinAnsi), and extra objects from number 20 on.
fn pdf(pages: &[&str], extra: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|i| format!("{} 0 R", 100 + i * 2)).collect();
    let mut out = String::from("%PDF-1.7\n");
    out.push_str("1 0 obj <</Type/Catalog/Pages 2 0 R/PageLabels<</Nums[0<</S/r>>]>>/AcroForm<</Fields[20 0 R]>>>> endobj\n");
    out.push_str(&format!("2 0 obj <</Type/Pages/Count {}/Kids[{}]>> endobj\n", pages.len(), kids.join(" ")));
    out.push_str("3 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>> endobj\n");
    for (i, content) in pages.iter().enumerate() {
        let (page, stream) = (100 + i * 2, 101 + i * 2);
        out.push_str(&format!(
            "{page} 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Resources<</Font<</F 3 0 R>>>>/Contents {stream} 0 R/Annots[20 0 R 21 0 R]>> endobj\n"
        ));
        out.push_str(&format!("{stream} 0 obj <</Length {}>> stream\n{content}\nendstream endobj\n", content.len()));
    }
    out.push_str(extra);
    out.push_str("trailer <</Root 1 0 R/Info<</Title(Zapisnik)>>>>\n%%EOF\n");
    out.into_bytes()
}

fn text(pages: &[&str], extra: &str) -> Collected {
    let (collected, outcome) = Collected::from(read, "a.pdf", &pdf(pages, extra));
    assert!(outcome.is_ok(), "{outcome:?}");
    collected
}

#[test]
fn pages_words_and_labels() {
    let found = text(
        &[
            "BT /F 12 Tf 50 300 Td [(Preve)-20(zao je)-300(ljude)] TJ 0 -20 Td (preko granice) Tj ET",
            "BT /F 12 Tf 50 300 Td (dve) Tj ET",
        ],
        "",
    );
    assert_eq!(found.units[0].text, "Prevezao je ljude\npreko granice");
    assert_eq!(found.units[1].locator, Locator::Page { number: 2, printed: Some("ii".into()) });
    assert_eq!((found.announced, found.meta.title.as_deref()), (Some(2), Some("Zapisnik")));
    assert!(found.gaps.is_empty(), "{:?}", found.gaps);
}

#[test]
fn fields_and_notes_are_labelled() {
    let extra = "20 0 obj <</Type/Annot/Subtype/Widget/FT/Tx/T(ime)/V(Ana P.)/Rect[0 0 1 1]>> endobj\n\
                 21 0 obj <</Type/Annot/Subtype/Text/T(inspektor)/Contents(proveriti)/Rect[0 0 1 1]>> endobj\n";
    let found = text(&["BT /F 12 Tf 50 300 Td (obrazac) Tj ET"], extra);
    assert_eq!(found.text(Part::FormField), "ime: Ana P.");
    assert_eq!(found.text(Part::Annotation), "inspektor: proveriti");
}

#[test]
fn a_file_cut_short_is_read_and_marked() {
    let whole = pdf(&["BT /F 12 Tf 50 300 Td (ovde) Tj ET"], "");
    let cut = &whole[..whole.len() - 60];
    let (found, outcome) = Collected::from(read, "a.pdf", cut);
    assert!(outcome.is_ok());
    assert_eq!(found.units[0].text, "ovde");
    assert!(found.has_gap(Reason::Truncated));
}

#[test]
fn a_page_that_is_a_picture_is_marked() {
    let picture = "q 400 0 0 400 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \u{1} EI Q";
    assert!(text(&[picture], "").has_gap(Reason::NotOcred));
    let blank = text(&["q Q"], "");
    assert!(blank.gaps.is_empty() && blank.units.is_empty(), "an empty page is read in full");
}

#[test]
fn a_scan_that_bears_a_page_number_is_marked_too() {
    // 400 points at 240 pixels: 43 dpi, the least that counts.
    let pixels = "00".repeat(240 * 240);
    let picture = |across: u32, down: u32| {
        format!("q {across} 0 0 {down} 0 0 cm BI /W 240 /H 240 /CS /G /BPC 8 /F /AHx ID {pixels}> EI Q ")
    };
    let number = "BT /F 12 Tf 50 300 Td (Strana 1 od 3) Tj ET";
    let scan = text(&[&(picture(400, 400) + number)], "");
    assert_eq!(scan.units[0].text, "Strana 1 od 3");
    assert!(scan.gaps.iter().any(|gap| gap.reason == Reason::NotOcred && gap.detail.contains("100 %")), "{:?}", scan.gaps);
    let logo = text(&[&(picture(90, 90) + number)], "");
    assert!(logo.gaps.is_empty(), "{:?}", logo.gaps);
}

#[test]
fn a_tree_of_forms_without_end_is_cut_off() {
    // Thirty levels, each drawing the next three times.
    let mut extra = String::new();
    for level in 0..30 {
        let content = format!("/X Do /X Do /X Do 0 0 m {level} 5 l f");
        extra.push_str(&format!(
            "{} 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 400 400]/Resources<</XObject<</X {} 0 R>>>>/Length {}>> stream\n{content}\nendstream endobj\n",
            300 + level,
            301 + level,
            content.len()
        ));
    }
    let mut file = String::from_utf8(pdf(&["BT /F 12 Tf 50 300 Td (pre) Tj ET /X Do"], &extra)).unwrap();
    file = file.replace("/Resources<</Font<</F 3 0 R>>>>", "/Resources<</Font<</F 3 0 R>>/XObject<</X 300 0 R>>>>");
    let (found, outcome) = Collected::from(read, "a.pdf", file.as_bytes());
    assert!(outcome.is_ok());
    assert_eq!(found.units[0].text, "pre");
    assert!(found.has_gap(Reason::SizeLimit));
}

#[test]
fn rubbish_behind_the_header_is_corrupt() {
    let (_, outcome) = Collected::from(read, "a.pdf", b"%PDF-1.4 and nothing else");
    assert!(matches!(outcome, Err(Failure::Unreadable(gap)) if gap.reason == Reason::Corrupt));
}

#[test]
fn pages_that_are_announced_and_missing_are_told() {
    let whole = String::from_utf8(pdf(&["BT /F 12 Tf 50 300 Td (prva) Tj ET"], "")).unwrap();
    let (found, outcome) = Collected::from(read, "a.pdf", whole.replace("/Count 1", "/Count 9").as_bytes());
    assert!(outcome.is_ok() && found.has_gap(Reason::Corrupt));
    assert_eq!(found.units[0].text, "prva");
}

#[test]
fn deep_and_circular_structures_end() {
    let content = format!("BT /F 12 Tf 50 300 Td (pre) Tj ET {}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(text(&[&content], "").units[0].text, "pre");
    let loops =
        "20 0 obj <</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(krug)/Parent 20 0 R/Kids[20 0 R 20 0 R]/Rect[0 0 1 1]>> endobj\n";
    let found = text(&["q Q"], loops);
    assert!(found.text(Part::FormField).contains("krug") && found.text(Part::FormField).len() < 1000);
    let mut tree = String::from("%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n");
    for level in 2..4_000 {
        tree.push_str(&format!("{level} 0 obj <</Type/Pages/Count 1/Kids[{} 0 R]>> endobj\n", level + 1));
    }
    tree.push_str("4000 0 obj <</Type/Page/MediaBox[0 0 9 9]>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n");
    let _ = Collected::from(read, "a.pdf", tree.as_bytes());
    let circle = tree.replace("[4000 0 R]", "[2 0 R]");
    let (found, outcome) = Collected::from(read, "a.pdf", circle.as_bytes());
    assert!(outcome.is_err() || !found.gaps.is_empty());
}
