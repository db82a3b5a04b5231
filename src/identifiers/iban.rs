//! Bank accounts: IBAN in any spacing.

use super::checksum::iban_mod97;
use super::scan::Flat;
use super::{Findings, Found, Kind};

/// Longest IBAN (Malta 31, standard 34).
const LONGEST: usize = 34;

pub(super) fn find(flat: &Flat, found: &mut Findings) {
    let b = &flat.look;
    let mut at = 0;
    while at + 15 <= b.len() {
        let start = at;
        at += 1;
        let free = start == 0 || !b[start - 1].is_ascii_alphanumeric();
        if !(free && b[start].is_ascii_alphabetic() && b[start + 1].is_ascii_alphabetic()) {
            continue;
        }
        let look_alike = || read(flat.spoken(), flat, start).filter(|f| flat.two_readings() && f.valid == Some(true));
        if let Some(f) = read(&flat.look, flat, start).or_else(look_alike).filter(|f| !found.has(&(f.start..f.end))) {
            at = f.end;
            found.push(f);
        }
    }
}

/// An IBAN that begins here: two letters, two digits, then groups. The country's length decides where it ends; a wrong check is
/// reported as such only if the number has exactly that length as it stands. `b`: Cyrillic letters by look or by sound (`РС35` is `RS35`).
fn read(b: &[u8], flat: &Flat, start: usize) -> Option<Found> {
    let mut value = String::with_capacity(LONGEST);
    let mut ends = Vec::with_capacity(LONGEST);
    let mut gap = 0;
    for (i, c) in b.iter().enumerate().skip(start) {
        match c {
            c if c.is_ascii_alphanumeric() => {
                let place = value.len();
                if (2..4).contains(&place) && !c.is_ascii_digit() {
                    return None;
                }
                value.push(c.to_ascii_uppercase() as char);
                ends.push(i + 1);
                gap = 0;
                if value.len() == LONGEST {
                    break;
                }
            }
            b' ' | b'-' | b'.' | b'/' | b'\n' | b':' if gap < 3 => gap += 1,
            _ => break,
        }
    }
    // ISO 13616 gives each country one length; the library knows them all.
    for length in 15..=value.len() {
        let candidate = value.get(..length)?;
        if candidate.parse::<iban::Iban>().is_ok() {
            return Some(Found::at(Kind::Iban, candidate, start..ends[length - 1], Some(true), candidate.get(..2)?));
        }
    }
    let country = value.get(..2)?.to_owned();
    let length = length_of(&country)?;
    let candidate = value.get(..length)?;
    let end = ends[length - 1];
    let span = start..end;
    // Words in capitals are no account: most of a wrong one must still be digits.
    let digits = candidate.bytes().filter(u8::is_ascii_digit).count();
    (flat.stands_free(&span) && digits * 3 >= length * 2 && !iban_mod97(candidate))
        .then(|| Found::at(Kind::Iban, candidate, span, Some(false), &country))
}

/// Lengths of the IBANs of the States this program knows best (ISO 13616 registry), to recognise a mistyped one.
fn length_of(country: &str) -> Option<usize> {
    Some(match country {
        "NL" => 18,
        "MK" | "SI" => 19,
        "AT" | "BA" | "XK" => 20,
        "HR" | "CH" | "LI" => 21,
        "BG" | "DE" | "GB" | "IE" | "ME" | "RS" => 22,
        "RO" | "ES" | "SE" | "CZ" | "SK" => 24,
        "TR" => 26,
        "FR" | "GR" | "IT" => 27,
        "AL" | "HU" | "CY" | "PL" => 28,
        _ => return None,
    })
}
