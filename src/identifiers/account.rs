//! Account numbers without the IBAN around them. Those of the former Yugoslav scheme carry their own check (the whole number modulo 97 is 1),
//! so that the two check digits of their IBAN never change. The canonical value is the IBAN: both spellings meet.

use super::announce::List;
use super::checksum::mod97;
use super::scan::Flat;
use super::{Findings, Found, Hints, Kind};

/// State, the check digits its IBANs always have, the digits of an account number.
const STATES: [(&str, &str, usize); 4] = [("BA", "39", 16), ("XK", "05", 16), ("MK", "07", 15), ("SI", "56", 15)];

pub(super) fn find(flat: &Flat, hints: &Hints, found: &mut Findings) {
    three_parts(flat, hints, found);
    whole(flat, hints, found);
}

/// Fifteen or sixteen digits in any groups, read for the States of the hints: near a word that speaks of accounts, or written with hyphens.
fn whole(flat: &Flat, hints: &Hints, found: &mut Findings) {
    if !STATES.iter().any(|(state, ..)| hints.has(state)) {
        return;
    }
    let b = &flat.look;
    for first in 0..flat.atoms.len() {
        let (mut digits, mut hyphens) = (String::new(), 0);
        for (i, atom) in flat.atoms[first..].iter().enumerate().take(6) {
            if i > 0 {
                let gap = &b[flat.atoms[first + i - 1].end..atom.start];
                hyphens += usize::from(gap.contains(&b'-'));
                if gap.len() > 3 || !gap.iter().all(|c| matches!(c, b' ' | b'-')) {
                    break;
                }
            }
            let Some(group) = b.get(atom.clone()).filter(|g| g.iter().all(u8::is_ascii_digit)) else { break };
            digits.extend(group.iter().map(|d| *d as char));
            if digits.len() > 16 {
                break;
            }
            let span = flat.atoms[first].start..atom.end;
            if digits.len() < 15 || mod97(digits.bytes()) != Some(1) || found.has(&span) {
                continue;
            }
            let state = STATES.iter().filter(|s| s.2 == digits.len() && hints.has(s.0)).min_by_key(|s| hints.rank(s.0));
            let announced = flat.near(&span, 40, List::Account) && !flat.near(&span, 20, List::Imei);
            if let Some((state, check, _)) = state.filter(|_| announced || hyphens > 0) {
                found.push(Found::at(Kind::Iban, format!("{state}{check}{digits}"), span, Some(true), state));
                break;
            }
        }
    }
}

/// `265-1234567890123-45`: bank, account without its leading zeros, check; the same in Serbia (IBAN check digits always 35) and
/// Montenegro (always 25).
fn three_parts(flat: &Flat, hints: &Hints, found: &mut Findings) {
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
        if mod97(bban.bytes()) != Some(1) || !flat.stands_free(&span) || found.has(&span) {
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
