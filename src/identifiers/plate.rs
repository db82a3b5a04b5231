//! Vehicle plates, in capitals, however their groups are parted; Cyrillic letters read by look and by sound.

use super::announce::List;
use super::reference::{PLATES, Plate, whole};
use super::scan::{Flat, compact};
use super::{Findings, Found, Hints, Kind};
use regex::RegexSet;
use std::ops::Range;
use std::sync::LazyLock;

static SHAPES: LazyLock<Option<RegexSet>> = LazyLock::new(|| RegexSet::new(PLATES.iter().map(|p| whole(&p.compact))).ok());

const REACH: usize = 48;
/// Groups a plate is written in, at most.
const MOST_GROUPS: usize = 4;
/// Letters of a word that is no group of a plate: shorter ones are also districts (REG, in Bavaria).
const LEAST_WORD: usize = 4;

/// Two capitals behind a number that are a unit, a currency, an abbreviation, not the end of a plate.
const NOT_ENDINGS: &[&str] = &[
    "KM", "KG", "CM", "MM", "EU", "DO", "GB", "MB", "TB", "KN", "PM", "AM", "OD", "NA", "IZ", "ST", "TH", "KW", "KS", "DIN",
    "EUR",
];

pub(super) fn find(flat: &Flat, hints: &Hints, found: &mut Findings) {
    let atoms = &flat.atoms;
    for first in 0..atoms.len() {
        if flat.digits_in(first, MOST_GROUPS) < 2 {
            continue;
        }
        let mut candidates: Vec<Range<usize>> = Vec::new();
        let (mut total, mut digits) = (0, 0);
        for (i, atom) in atoms[first..].iter().enumerate().take(MOST_GROUPS) {
            if i > 0 && !joins(flat, atoms[first + i - 1].end..atom.start) || is_word(flat, atom) {
                break;
            }
            total += atom.len();
            digits += flat.look[atom.clone()].iter().filter(|b| b.is_ascii_digit()).count();
            if total > 10 {
                break;
            }
            if total >= 5 && (2..=6).contains(&digits) {
                candidates.push(atoms[first].start..atom.end);
            }
        }
        // The surest reading, and of equally sure ones the longest: a plate does not swallow the word behind it because some State's plates may be
        // so long.
        let mut best: Option<(Sureness, Vec<Found>)> = None;
        for span in candidates.into_iter().rev().filter(|span| !found.has(span)) {
            if let Some(this) = read(flat, hints, &span)
                && best.as_ref().is_none_or(|b| this.0 > b.0)
            {
                best = Some(this);
            }
        }
        best.into_iter().flat_map(|(_, readings)| readings).for_each(|f| found.push(f));
    }
}

/// How sure a reading is: whether the place of registration is known, then whether its shape alone proposes a plate.
type Sureness = (bool, bool);

/// "tablica 01-123-AB": the word that announces a plate is none of its groups, nor is any word in small letters ("12 crno").
fn is_word(flat: &Flat, atom: &Range<usize>) -> bool {
    let bytes = &flat.spoken()[atom.clone()];
    let letters = bytes.iter().all(u8::is_ascii_alphabetic);
    let small = bytes.iter().any(u8::is_ascii_lowercase);
    letters && atom.len() >= LEAST_WORD && (small || flat.announces(atom.start, List::Plate))
}

/// What may stand between the groups of a plate; a line may end there. A dot between two groups of digits, or with a
/// space beside it, is a date's or a sentence's.
fn joins(flat: &Flat, gap: Range<usize>) -> bool {
    let digits = |place: Option<usize>| place.and_then(|p| flat.look.get(p)).is_some_and(u8::is_ascii_digit);
    let between_digits = digits(gap.start.checked_sub(1)) && digits(Some(gap.end));
    let gap = &flat.look[gap];
    gap.len() <= 3
        && gap.iter().all(|b| matches!(b, b' ' | b'-' | b'.' | b'*' | b'|' | b'/' | b'\n'))
        && gap.iter().filter(|b| matches!(b, b'.' | b'/' | b'\n')).count() <= 1
        && !(gap.contains(&b'.') && (between_digits || gap.len() > 1))
}

/// Whether the letters are all capitals or all small ones: a plate and the word behind it are not one plate.
fn one_case(bytes: &[u8]) -> bool {
    !(bytes.iter().any(u8::is_ascii_uppercase) && bytes.iter().any(u8::is_ascii_lowercase))
}

/// The readings of one span: by look and, if Cyrillic letters stand in it, by sound; letters that look like no Latin one are also read by sound
/// beside the others' look ("ПГ АВ123" is PG AB123: the first two were typed for their sound, the others for their look).
fn read(flat: &Flat, hints: &Hints, span: &Range<usize>) -> Option<(Sureness, Vec<Found>)> {
    let mut readings: Vec<(Found, bool)> = Vec::new();
    let mut sure = (false, false);
    let near = flat.near(span, REACH, List::Plate);
    let (look, spoken) = (&flat.look[span.clone()], &flat.spoken()[span.clone()]);
    let mixed: Vec<u8> = look.iter().zip(spoken).map(|(look, spoken)| if *look == 0x7F { *spoken } else { *look }).collect();
    for (i, bytes) in [look, spoken, &mixed].into_iter().enumerate() {
        if i > 0 && !flat.two_readings() || i == 2 && !look.contains(&0x7F) {
            break;
        }
        if bytes.contains(&0x7F) || !one_case(bytes) || !(bytes.iter().any(u8::is_ascii_alphabetic)) {
            continue;
        }
        // Small letters only where the text speaks of vehicles.
        if bytes.iter().any(u8::is_ascii_lowercase) && !near {
            continue;
        }
        let value = compact(bytes);
        if let Some((plate, known)) = best(&value, hints, near, || tight(bytes, flat, span)) {
            // Over the end of a line only what is known to be a plate.
            if bytes.contains(&b'\n') && !known {
                continue;
            }
            sure = sure.max((known, plate.asks == "shape"));
            let f = Found::at(Kind::Plate, value, span.clone(), known.then_some(true), &plate.country);
            if !readings.iter().any(|(r, _)| r.value == f.value) {
                readings.push((f, known));
            }
        }
    }
    // A known place of registration decides between look and sound.
    if readings.iter().any(|r| r.1) {
        readings.retain(|r| r.1);
    }
    let readings: Vec<Found> = readings.into_iter().map(|r| r.0).collect();
    (!readings.is_empty()).then_some((sure, readings))
}

/// The country whose plates look so; with a known place code before others, then as the hints say, then in the order of the data.
fn best(value: &str, hints: &Hints, near: bool, tight: impl Fn() -> bool) -> Option<(&'static Plate, bool)> {
    let matches = SHAPES.as_ref()?.matches(value);
    let known = |p: &Plate| !p.codes.is_empty() && value.get(..2).is_some_and(|c| p.codes.iter().any(|k| k == c));
    let mut fits: Vec<&'static Plate> = matches.into_iter().map(|i| &PLATES[i]).filter(|p| near || p.asks == "shape").collect();
    if fits.is_empty() {
        return None;
    }
    let ending: String =
        value.chars().rev().take_while(char::is_ascii_alphabetic).collect::<Vec<_>>().into_iter().rev().collect();
    if !near && (NOT_ENDINGS.contains(&ending.as_str()) || !(tight() || fits.iter().any(|p| known(p)))) {
        return None;
    }
    fits.sort_by_key(|p| (p.asks != "shape", !known(p), !p.codes.is_empty() && !known(p), hints.rank(&p.country)));
    // A case of one State reads its own plates first, unless the place code speaks against it.
    let own = fits.iter().position(|p| hints.rank(&p.country) == 0 && p.asks == "shape" && (p.codes.is_empty() || known(p)));
    let plate = fits[own.unwrap_or(0)];
    Some((plate, known(plate)))
}

/// Whether the groups hold together: a hyphen or nothing between them; or spaces, but no word in capitals on either side (a heading in capitals is full of
/// such groups).
fn tight(bytes: &[u8], flat: &Flat, span: &Range<usize>) -> bool {
    if !bytes.iter().any(u8::is_ascii_whitespace) {
        return true;
    }
    let before: Vec<u8> = flat.look[..span.start]
        .iter()
        .rev()
        .skip_while(|b| !b.is_ascii_alphanumeric())
        .take_while(|b| b.is_ascii_alphanumeric())
        .copied()
        .collect();
    let behind: Vec<u8> = flat.look[span.end..]
        .iter()
        .skip_while(|b| !b.is_ascii_alphanumeric())
        .take_while(|b| b.is_ascii_alphanumeric())
        .copied()
        .collect();
    let shouts = |w: &[u8]| w.len() > 1 && w.iter().all(u8::is_ascii_uppercase);
    !shouts(&before) && !shouts(&behind)
}
