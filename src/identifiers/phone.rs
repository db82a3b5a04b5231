//! Telephone numbers, brought to E.164 by the numbering plans of libphonenumber.

use super::announce::List;
use super::scan::Flat;
use super::{Findings, Found, Hints, Kind};
use phonenumber::country;
use std::ops::Range;

/// One number as written: its digits (with `+` where written or meant) and its span.
struct Written {
    digits: String,
    span: Range<usize>,
    grouped: bool,
}

/// Numbers with a country code: `+381 64…`, `00381…`, `+381 (0)64…`, and a bare `38164…` of the region.
pub(super) fn international(flat: &Flat, found: &mut Findings) {
    for w in written(flat) {
        if found.has(&w.span) {
            continue;
        }
        let plus = if let Some(d) = w.digits.strip_prefix('+') {
            d.to_owned()
        } else if let Some(d) = w.digits.strip_prefix("00").filter(|d| d.len() >= 9) {
            d.to_owned()
        } else if is_bare_regional(&w.digits) {
            w.digits.clone()
        } else {
            continue;
        };
        let bare = !w.digits.starts_with('+') && !w.digits.starts_with("00");
        // +381 (0)64: the trunk zero is not dialled from abroad. Italy keeps its zero, so the number as written is tried first.
        let forms = [plus.clone(), without_trunk_zero(&plus)];
        let read = forms.iter().find_map(|d| parse(None, &format!("+{d}")).filter(|(_, valid, _)| *valid));
        match read {
            Some((value, _, state)) => found.push(Found::at(Kind::Phone, value, w.span, Some(true), &state)),
            // Unknown to the plans: still what somebody wrote as an international number.
            None if !bare && (8..=15).contains(&plus.len()) && !plus.starts_with('0') => {
                found.push(Found::at(Kind::Phone, format!("+{plus}"), w.span, Some(false), ""));
            }
            None => {}
        }
    }
}

/// Numbers without a country code, read with the numbering plans of the hinted States in turn. Without a hint, or where no plan knows it, a number
/// announced as one keeps its digits.
pub(super) fn local(flat: &Flat, hints: &Hints, found: &mut Findings) {
    for w in written(flat) {
        if found.has(&w.span) || w.digits.starts_with(['+']) || !(6..=13).contains(&w.digits.len()) {
            continue;
        }
        let named = flat.near(&w.span, 30, List::Phone);
        let trunk = w.digits.starts_with('0') && !w.digits.starts_with("00");
        // Without a leading zero or a word, a row of digits is an amount, a file number, a page.
        if !(named || (trunk && (8..=11).contains(&w.digits.len()))) {
            continue;
        }
        let read = hints.countries.iter().find_map(|c| {
            let id: country::Id = c.parse().ok()?;
            parse(Some(id), &w.digits).filter(|(_, valid, _)| *valid)
        });
        match read {
            Some((value, _, state)) => found.push(Found::at(Kind::Phone, value, w.span, Some(true), &state)),
            None if trunk && (named || w.grouped) => found.push(Found::at(Kind::Phone, w.digits, w.span, None, "")),
            None if named && w.digits.len() >= 7 && !w.digits.starts_with('0') => {
                found.push(Found::at(Kind::Phone, w.digits, w.span, None, ""))
            }
            None => {}
        }
    }
}

/// Read the numbering plans on a thread of their own, beside other work: it takes a twentieth of a second, and the first number waits for it.
pub fn read_plans_ahead() {
    std::thread::spawn(|| national_digits("+38160000000"));
}

/// The digits behind the country code of an international number (`+381…`), without zeros at their beginning; `None` where the numbering plans
/// know no such country code.
pub fn national_digits(international: &str) -> Option<String> {
    let parsed = phonenumber::parse(None, international).ok()?;
    Some(parsed.national().value().to_string())
}

/// (E.164, valid by the plan, State)
fn parse(country: Option<country::Id>, number: &str) -> Option<(String, bool, String)> {
    let parsed = phonenumber::parse(country, number).ok()?;
    let valid = phonenumber::is_valid(&parsed);
    let state = parsed.country().id().map(|id| id.as_ref().to_owned()).unwrap_or_default();
    Some((parsed.format().mode(phonenumber::Mode::E164).to_string(), valid, state))
}

/// Country codes of the region and its neighbours, as a phone report or a messenger writes them without a plus.
fn is_bare_regional(digits: &str) -> bool {
    const CODES: [&str; 9] = ["355", "381", "382", "383", "385", "386", "387", "389", "359"];
    (11..=12).contains(&digits.len()) && CODES.iter().any(|c| digits.starts_with(c))
}

fn without_trunk_zero(digits: &str) -> String {
    for code in [3, 2] {
        if digits.get(code..=code) == Some("0")
            && let Some(prefix) = digits.get(..code)
        {
            let known = if code == 2 {
                matches!(prefix, "30" | "31" | "33" | "36" | "40" | "43" | "49" | "90" | "44" | "41")
            } else {
                prefix.starts_with("35") || prefix.starts_with("38") || prefix.starts_with("42")
            };
            if known {
                return format!("{prefix}{}", &digits[code + 1..]);
            }
        }
    }
    digits.to_owned()
}

/// Rows of digits as numbers are written: groups parted by spaces, dots, slashes, hyphens or brackets, at most two of them at a time.
fn written(flat: &Flat) -> Vec<Written> {
    let b = &flat.look;
    let mut all = Vec::new();
    let mut at = 0;
    while at < b.len() {
        let open = matches!(b[at], b'+' | b'(') || b[at].is_ascii_digit();
        let free = at == 0
            || !(b[at - 1].is_ascii_alphanumeric()
                || b[at - 1] == 0x7F
                || matches!(b[at - 1], b'+' | b'.' | b',' | b'/' | b'-' | b'#' | b'_'));
        if !open || !free {
            at += 1;
            continue;
        }
        let start = at;
        let mut digits = String::new();
        let (mut end, mut gap, mut groups, mut slash) = (start, 0, 1, 0);
        let mut i = start;
        while let Some(c) = b.get(i) {
            match c {
                b'0'..=b'9' => {
                    if gap > 0 {
                        groups += 1;
                    }
                    gap = 0;
                    digits.push(*c as char);
                    end = i + 1;
                }
                b'+' if i == start || (i == start + 1 && b[start] == b'(') => digits.push('+'),
                b' ' | b'(' | b')' | b'-' | b'.' | b'/' | b'|' if gap < 3 && (!digits.is_empty() || matches!(c, b'(')) => {
                    slash += usize::from(*c == b'/');
                    gap += usize::from(end > start);
                }
                _ => break,
            }
            i += 1;
        }
        at = end.max(start + 1);
        let n = digits.trim_start_matches('+').len();
        let glued = b.get(end).is_some_and(|c| c.is_ascii_alphanumeric() || *c == 0x7F);
        if glued {
            // part of something longer: skip the rest of it
            while b.get(at).is_some_and(u8::is_ascii_alphanumeric) {
                at += 1;
            }
            continue;
        }
        let span = start..end;
        if (6..=17).contains(&n) && groups <= 7 && (slash <= 2 || digits.starts_with('+')) && !is_date_or_time(&b[start..end]) {
            all.push(Written { digits, span, grouped: groups > 1 });
        }
    }
    all
}

/// `01.02.2024`, `1. 2. 2024`, `2024-02-01`, each maybe with a time or another date behind it.
fn is_date_or_time(b: &[u8]) -> bool {
    let groups: Vec<&[u8]> = b.split(|c| !c.is_ascii_digit()).filter(|g| !g.is_empty()).collect();
    let number = |g: &[u8]| g.iter().fold(0u32, |n, d| n.saturating_mul(10).saturating_add(u32::from(d - b'0')));
    let [x, y, z, ..] = groups[..] else { return false };
    let year = |g: &[u8]| g.len() == 4 && (1900..=2100).contains(&number(g));
    let day = |g: &[u8]| g.len() <= 2 && (1..=31).contains(&number(g));
    !b.starts_with(b"+")
        && day(y)
        && ((day(x) && (year(z) || (z.len() == 2 && groups.len() == 3 && number(y) <= 12 && !b.contains(&b' '))))
            || (year(x) && day(z)))
}
