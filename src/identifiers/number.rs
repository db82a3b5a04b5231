//! Personal numbers, tax numbers and device numbers: shapes and checks from the data, IMEI.

use super::announce::List;
use super::checksum::{check, jmbg_date, luhn};
use super::reference::{NUMBERS, Number, whole};
use super::scan::Flat;
use super::{Findings, Found, Hints, Kind};
use regex::RegexSet;
use std::ops::Range;
use std::sync::LazyLock;

static SHAPES: LazyLock<Option<RegexSet>> = LazyLock::new(|| RegexSet::new(NUMBERS.iter().map(|n| whole(&n.pattern))).ok());

/// How far before a number its word may stand.
const REACH: usize = 40;

/// Digits the shortest number has, at least.
const LEAST_DIGITS: usize = 7;
/// Groups a number is written in, at most; forms with a box for each digit ("0 1 0 1 9 9 0 …") have as many as digits.
const MOST_GROUPS: usize = 7;

pub(super) fn find(flat: &Flat, hints: &Hints, found: &mut Findings) {
    let atoms = &flat.atoms;
    for first in 0..atoms.len() {
        if flat.digits_in(first, MOST_GROUPS) < LEAST_DIGITS {
            continue;
        }
        if !flat.look[atoms[first].clone()].iter().any(u8::is_ascii_digit) && atoms[first].len() > 6 {
            continue;
        }
        // The longest first: a number written in groups is not also the number its first groups make.
        let mut candidates: Vec<Range<usize>> = Vec::new();
        let mut total = 0;
        let mut boxed = true;
        for (i, atom) in atoms[first..].iter().enumerate() {
            boxed &= atom.len() == 1;
            if i >= MOST_GROUPS && !boxed || i > 0 && !joins(flat, atoms[first + i - 1].end..atom.start) {
                break;
            }
            total += atom.len();
            if total > 17 {
                break;
            }
            if total >= 8 {
                candidates.push(atoms[first].start..atom.end);
            }
        }
        for span in candidates.into_iter().rev() {
            let value = flat.compact(span.clone());
            if value.len() < 8 || value.bytes().filter(u8::is_ascii_digit).count() < LEAST_DIGITS || found.has(&span) {
                continue;
            }
            let grouped = span.len() > value.len();
            if let Some(f) = read(flat, hints, &value, &span, grouped).or_else(|| imei(flat, &value, &span)) {
                found.push(f);
                break;
            }
        }
    }
}

/// What may stand between the groups of one number.
fn joins(flat: &Flat, gap: Range<usize>) -> bool {
    gap.len() <= 3 && flat.look[gap].iter().all(|b| matches!(b, b' ' | b'-' | b'.' | b'/'))
}

fn read(flat: &Flat, hints: &Hints, value: &str, span: &Range<usize>, grouped: bool) -> Option<Found> {
    let set = SHAPES.as_ref()?;
    let mut best: Option<(u32, usize, &Number, bool, String)> = None;
    for i in set.matches(value) {
        let n = &NUMBERS[i];
        let bare = without_prefix(value, &n.country, &n.pattern);
        let right = n.algorithm.as_ref().and_then(|a| check(a, bare));
        let near = flat.near(span, REACH, List::Number(i));
        let region = n.regions.is_empty() || bare.get(7..8).is_some_and(|r| n.regions.iter().any(|x| x == r));
        // What speaks for this reading: the word before it, a check that holds, the case's own State.
        let score = match (right, near) {
            (Some(true), true) => 6,
            // "HR33392005961": the State's own letters before a number whose check holds.
            (Some(true), false) if bare.len() < value.len() => 5,
            (Some(true), false) if n.alone && region => 4,
            (Some(true), false) if hints.has(&n.country) && !grouped && n.kind == "personal_number" => 3,
            (None, true) => 3,
            // A number announced as one, with a wrong check, is a finding of its own: mistyped or made up.
            (Some(false), true) if n.algorithm.as_deref() != Some("jmbg_mod11") || jmbg_date(bare) => 2,
            _ => continue,
        };
        let score = score * 2 + 5 * u32::from(region);
        let rank = hints.rank(&n.country);
        if best.as_ref().is_none_or(|b| score > b.0 || (score == b.0 && rank < b.1)) {
            best = Some((score, rank, n, right.unwrap_or(false), bare.to_owned()));
        }
    }
    let (_, _, n, right, bare) = best?;
    let kind = if n.kind == "tax_number" { Kind::TaxNumber } else { Kind::PersonalNumber };
    Some(Found::at(kind, bare, span.clone(), n.algorithm.as_ref().map(|_| right), &n.country))
}

/// `HR` before an OIB, `MK` before an EDB: where the pattern allows a country prefix, the number is what follows it.
fn without_prefix<'a>(value: &'a str, country: &str, pattern: &str) -> &'a str {
    let prefixes = [country, "EL"];
    prefixes
        .iter()
        .filter(|p| pattern.starts_with("(?:") && pattern.contains(**p))
        .find_map(|p| value.strip_prefix(p))
        .unwrap_or(value)
}

/// Fifteen digits with a Luhn check; without the word before it only if it begins as allocated type codes do.
fn imei(flat: &Flat, value: &str, span: &Range<usize>) -> Option<Found> {
    if !matches!(value.len(), 14..=16) || !value.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let named = flat.near(span, 30, List::Imei);
    let right = value.len() == 15 && luhn(value);
    let known_start = ["01", "35", "86", "99"].iter().any(|p| value.starts_with(p));
    if !(named || (right && known_start)) {
        return None;
    }
    // 14 digits: without the check digit; 16: with the software version in its place.
    let valid = (value.len() == 15).then_some(right);
    Some(Found::at(Kind::Imei, value, span.clone(), valid, ""))
}
