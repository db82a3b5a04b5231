//! Passports and identity cards by the word that announces them.

use super::announce::List;
use super::reference::{DOCUMENTS, whole};
use super::scan::Flat;
use super::{Findings, Found, Kind};
use regex::RegexSet;
use std::sync::LazyLock;

static SHAPES: LazyLock<Option<RegexSet>> = LazyLock::new(|| RegexSet::new(DOCUMENTS.iter().map(|d| whole(&d.compact))).ok());

/// How far after its word a number may stand: `pasoš br. (serijski broj) 012345678`.
const REACH: usize = 36;
/// Digits of the shortest number.
const LEAST_DIGITS: usize = 4;

pub(super) fn find(flat: &Flat, found: &mut Findings) {
    let Some(set) = SHAPES.as_ref() else { return };
    let atoms = &flat.atoms;
    for first in 0..atoms.len() {
        if flat.digits_in(first, 3) < LEAST_DIGITS {
            continue;
        }
        for many in [3, 2, 1] {
            let Some(group) = atoms.get(first..first + many) else { continue };
            let span = group[0].start..group[many - 1].end;
            let glued = group.windows(2).all(|w| w[1].start - w[0].end == 1 && matches!(flat.look[w[0].end], b' ' | b'-'));
            // Only a letter group or digits may continue a number, not the next word.
            let parts = group.iter().all(|a| {
                let b = &flat.look[a.clone()];
                b.iter().any(u8::is_ascii_digit) || (b.len() <= 2 && b.iter().all(u8::is_ascii_uppercase))
            });
            if !glued || !parts || found.has(&span) || !flat.announced(span.start, REACH, List::Document) {
                continue;
            }
            let value = flat.compact(span.clone());
            let digits = value.bytes().filter(u8::is_ascii_digit).count();
            if digits < LEAST_DIGITS || is_date(flat, &span) {
                continue;
            }
            let Some(i) = set.matches(&value).into_iter().next() else { continue };
            // More than one State may number alike: only a shape of one State names it.
            let one = set.matches(&value).iter().filter(|i| !DOCUMENTS[*i].country.is_empty()).count() == 1;
            let scheme = if one { DOCUMENTS[i].country.as_str() } else { "" };
            found.push(Found::at(Kind::Document, value, span, None, scheme));
            break;
        }
    }
}

/// `12.03.2024` and `2024-03-12`, also where only their parts are looked at.
fn is_date(flat: &Flat, span: &std::ops::Range<usize>) -> bool {
    let b = &flat.look[span.clone()];
    let dots = b.iter().filter(|c| matches!(c, b'.' | b'/' | b'-')).count();
    dots == 2 && b.iter().all(|c| c.is_ascii_digit() || matches!(c, b'.' | b'/' | b'-'))
}
