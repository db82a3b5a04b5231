use super::*;
use crate::extract::Locator;
use crate::extract::testing::Collected;

/// A report with every layer, made by LibreOffice from the flat source beside it.
const REPORT: &[u8] = include_bytes!("../../../fixtures/reading/layers/izvestaj.doc");

#[test]
fn every_layer_stands_where_it_belongs() {
    let (found, outcome) = Collected::from(read, "izvestaj.doc", REPORT);
    assert!(outcome.is_ok() && found.gaps.is_empty(), "{outcome:?} {:?}", found.gaps);
    let body = found.text(Part::Body);
    assert!(body.contains("\nČlan 1. prva obaveza\na) podstav jedan\nb) podstav dva\nČlan 2. druga obaveza\n"), "{body}");
    assert!(body.ends_with("\nIme u tabeli\tIznos 4500\nKraj."), "{body}");
    for (part, text, paragraph) in [
        (Part::Header, "ZAGLAVLJE: strogo poverljivo", 1),
        (Part::Footer, "PODNOŽJE: primerak broj tri", 1),
        (Part::Deleted, "precrtano ime Zoran Nestvarni", 2),
        (Part::Footnote, "FUSNOTA: izvor je dojava građanina\nENDNOTA: spis broj 77", 3),
        (Part::Comment, "Tužilac Izmišljeni: KOMENTAR: proveriti alibi", 5),
        (Part::Hidden, "SKRIVENO: doušnik je Beli", 6),
    ] {
        let unit = found.units.iter().find(|unit| unit.part == part).unwrap();
        assert_eq!(unit.text.trim(), text);
        assert!(matches!(unit.locator, Locator::Paragraph { number, .. } if number == paragraph), "{:?}", unit.locator);
    }
}

#[test]
fn what_is_cut_or_bent_is_no_harm() {
    for end in (0..REPORT.len()).step_by(997) {
        drop(Collected::from(read, "cut.doc", &REPORT[..end]));
    }
    for at in (0..REPORT.len()).step_by(401) {
        let mut bent = REPORT.to_vec();
        bent[at] ^= 0xff;
        drop(Collected::from(read, "bent.doc", &bent));
        drop(own::read(&bent));
    }
}

#[test]
fn what_was_deleted_is_found_with_its_line() {
    assert_eq!(added("one two\nthree", "one two\nthree or four"), [(1, " or four".to_owned())]);
    assert_eq!(added("same", "same"), []);
}

#[test]
fn layers_that_were_not_looked_for_are_told() {
    let mut large = REPORT.to_vec();
    for (length, told) in [(REPORT.len(), false), (LARGEST_COMPARED + 512, true)] {
        large.resize(length, 0);
        let document = DocDocument::from_reader(Cursor::new(large.clone())).unwrap();
        let mut found = Collected::default();
        by_library(&document, &large, &mut found).unwrap();
        assert!(found.text(Part::Body).contains("prva obaveza"));
        assert_eq!(found.text(Part::Deleted).contains("Zoran Nestvarni"), !told);
        assert_eq!(found.has_gap(Reason::SizeLimit), told);
    }
}
