//! Bank accounts: IBAN in any spacing, and the domestic numbers of Serbia and Montenegro, which carry their check with them.

use super::checksum::{iban_mod97, mod97};
use super::scan::Flat;
use super::{Found, Hints, Kind, taken};

/// Longest IBAN (Malta 31, standard 34).
const LONGEST: usize = 34;

pub(super) fn find(flat: &Flat, hints: &Hints, found: &mut Vec<Found>) {
    let b = &flat.look;
    let mut at = 0;
    while at + 15 <= b.len() {
        let start = at;
        at += 1;
        let free = start == 0 || !b[start - 1].is_ascii_alphanumeric();
        if !(free && b[start].is_ascii_alphabetic() && b[start + 1].is_ascii_alphabetic()) {
            continue;
        }
        if let Some(f) = read(flat, start).filter(|f| !taken(found, &(f.start..f.end))) {
            at = f.end;
            found.push(f);
        }
    }
    domestic(flat, hints, found);
}

/// An IBAN that begins here: two letters, two digits, then groups. The country's length decides where it ends; a wrong check is
/// reported as such only if the number has exactly that length as it stands.
fn read(flat: &Flat, start: usize) -> Option<Found> {
    let b = &flat.look;
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

/// `265-1234567890123-45`: bank, account, check; the same in Serbia (IBAN check digits always 35) and Montenegro (always 25). The canonical value
/// is the IBAN, so that both spellings meet.
fn domestic(flat: &Flat, hints: &Hints, found: &mut Vec<Found>) {
    let b = &flat.look;
    let digits_from = |at: usize| b.iter().skip(at).take_while(|c| c.is_ascii_digit()).count();
    let mut at = 0;
    while at < b.len() {
        let bank = digits_from(at);
        if bank != 3 || (at > 0 && (b[at - 1].is_ascii_alphanumeric() || b[at - 1] == b'-')) {
            at += bank.max(1);
            continue;
        }
        let start = at;
        at += 3;
        let Some(account_at) = dash(b, start + 3) else { continue };
        let account = digits_from(account_at);
        let Some(check_at) = dash(b, account_at + account) else { continue };
        if !(1..=13).contains(&account) || digits_from(check_at) != 2 {
            continue;
        }
        let span = start..check_at + 2;
        let number = flat.compact(account_at..account_at + account);
        let bban = format!("{}{number:0>13}{}", flat.compact(start..start + 3), flat.compact(check_at..check_at + 2));
        if mod97(bban.bytes()) != Some(1) || !flat.stands_free(&span) || taken(found, &span) {
            continue;
        }
        let montenegro = match (hints.rank("ME"), hints.rank("RS")) {
            (me, rs) if me != rs => me < rs,
            _ => bban.starts_with('5'),
        };
        let (country, check) = if montenegro { ("ME", "25") } else { ("RS", "35") };
        found.push(Found::at(Kind::Iban, format!("{country}{check}{bban}"), span.clone(), Some(true), country));
        at = span.end;
    }
}

/// The place behind a dash with at most one space on each side.
fn dash(b: &[u8], mut at: usize) -> Option<usize> {
    at += usize::from(b.get(at) == Some(&b' '));
    if b.get(at) != Some(&b'-') {
        return None;
    }
    at += 1;
    Some(at + usize::from(b.get(at) == Some(&b' ')))
}
