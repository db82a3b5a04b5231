//! The machine-readable zone of travel documents (ICAO Doc 9303).

use super::checksum::mrz_digit;
use super::scan::Flat;
use super::{Findings, Found, Kind};

/// Lines of 44 (passport), 36 and 30 (card) characters.
pub(super) fn find(flat: &Flat, found: &mut Findings) {
    if !flat.look.contains(&b'<') {
        return;
    }
    let mut start = 0;
    for line in flat.look.split(|b| *b == b'\n') {
        read_line(line, start, found);
        start += line.len() + 1;
    }
}

fn read_line(line: &[u8], start: usize, found: &mut Findings) {
    // OCR puts spaces in; the zone has none.
    let mut zone = Vec::with_capacity(44);
    let mut at = Vec::with_capacity(44);
    for (i, b) in line.iter().enumerate() {
        match b {
            b' ' => {}
            b'A'..=b'Z' | b'0'..=b'9' | b'<' => {
                zone.push(*b);
                at.push(start + i);
            }
            _ => return,
        }
    }
    if !zone.contains(&b'<') {
        return;
    }
    let (number, issuer, checked) = match zone.len() {
        // second line of a passport or of a card of the middle size
        44 | 36 if is_second_line(&zone) => (0..9, 10..13, vec![(0..9, 9), (13..19, 19), (21..27, 27)]),
        // first line of a small card
        30 if matches!(zone[0], b'A' | b'C' | b'I') && zone[14].is_ascii_digit() => (5..14, 2..5, vec![(5..14, 14)]),
        _ => return,
    };
    let span = at[0]..at[zone.len() - 1] + 1;
    if found.has(&span) {
        return;
    }
    let right = |(field, digit): &(std::ops::Range<usize>, usize)| mrz_digit(&zone[field.clone()]) == Some(zone[*digit]);
    let text = |range: std::ops::Range<usize>| String::from_utf8_lossy(&zone[range]).replace('<', "");
    let state = state_of(&text(issuer));
    let number_span = at[number.start]..at[number.end - 1] + 1;
    found.push(Found::at(Kind::Mrz, String::from_utf8_lossy(&zone), span, Some(checked.iter().all(right)), &state));
    found.push(Found::at(Kind::Document, text(number), number_span, Some(right(&checked[0])), &state));
}

fn is_second_line(zone: &[u8]) -> bool {
    zone[9].is_ascii_digit()
        && zone[13..20].iter().all(u8::is_ascii_digit)
        && matches!(zone[20], b'M' | b'F' | b'X' | b'<')
        && zone[21..28].iter().all(u8::is_ascii_digit)
}

/// The three letters of the zone as the two of ISO 3166 where this program knows the State (`RKS` and Germany's `D` are not ISO codes).
fn state_of(three: &str) -> String {
    let two = match three {
        "ALB" => "AL",
        "BIH" => "BA",
        "RKS" => "XK",
        "MNE" => "ME",
        "MKD" => "MK",
        "SRB" => "RS",
        "HRV" => "HR",
        "SVN" => "SI",
        "AUT" => "AT",
        "ITA" => "IT",
        "D" => "DE",
        "NLD" => "NL",
        "FRA" => "FR",
        "HUN" => "HU",
        "BGR" => "BG",
        "ROU" => "RO",
        "GRC" => "GR",
        "TUR" => "TR",
        other => other,
    };
    two.to_owned()
}
