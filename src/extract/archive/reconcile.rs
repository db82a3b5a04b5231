//! What a ZIP archive holds beside its directory: entries that share a name with a later one, and entries the directory passes over.
//!
//! Programs show only what the directory names last. Both are ways in which something was replaced or deleted, or is being hidden.
//! Source: APPNOTE.TXT 6.3.10, 4.3.7 (local header) and 4.3.12 (central directory header).

use std::collections::HashMap;

use super::{limits, names};
use crate::extract::sniff::find;
use crate::extract::{Gap, Reason, Sink, Stopped};

/// Hidden entries handed on per archive.
const MOST: usize = 1000;

/// An entry of the directory, as far as it matters here.
struct Record<'a> {
    name: &'a [u8],
    /// Where its local header begins.
    at: usize,
    packed: usize,
}

/// Hand on every entry that is not shown. Returns how many there were.
///
/// `directory` is where the directory begins, `shift` what stands before the archive in the file.
pub fn hidden(
    bytes: &[u8],
    directory: usize,
    shift: usize,
    budget: &mut limits::Budget,
    sink: &mut dyn Sink,
) -> Result<usize, Stopped> {
    let Some(mut records) = records(bytes, directory, shift) else { return Ok(0) };
    let last: HashMap<&[u8], usize> = records.iter().map(|record| (record.name, record.at)).collect();
    let mut places: Vec<usize> =
        records.iter().filter(|record| last.get(record.name) != Some(&record.at)).map(|record| record.at).collect();
    records.sort_by_key(|record| record.at);
    let mut end = 0;
    for (at, next) in records.iter().map(|r| (r.at, r.packed)).chain([(directory, 0)]) {
        places.extend(unlisted(bytes, end, at));
        end = end.max(data(bytes, at).map_or(at, |start| start.saturating_add(next)));
    }
    places.sort_unstable();
    places.dedup();
    let mut count = 0;
    for at in places.into_iter().take(MOST) {
        count += 1;
        let mut stream = bytes.get(at..).unwrap_or_default();
        match zip::read::read_zipfile_from_stream(&mut stream) {
            Ok(Some(mut entry)) => {
                let name = format!("[hidden {count}]/{}", names::text(entry.name_raw()));
                sink.member(&name, &mut budget.reader(&mut entry))?;
            }
            _ => {
                let name = local_name(bytes, at).map(names::text).unwrap_or_default();
                let detail = "an entry that the directory of the archive does not show cannot be unpacked";
                sink.gap(Gap::new(Reason::MissingMember, detail).member(&name))?;
            }
        }
        sink.progress()?;
    }
    Ok(count)
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<usize> {
    let field = bytes.get(at..at.checked_add(N)?)?;
    Some(field.iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte)))
}

/// The directory; None where it has sizes that only ZIP64 fields tell.
fn records(bytes: &[u8], directory: usize, shift: usize) -> Option<Vec<Record<'_>>> {
    let mut found = Vec::new();
    let mut at = directory;
    while bytes.get(at..at.checked_add(4)?) == Some(b"PK\x01\x02") && found.len() < limits::ENTRIES {
        let (packed, start) = (number::<4>(bytes, at + 20)?, number::<4>(bytes, at + 42)?);
        if packed == 0xffff_ffff || start == 0xffff_ffff {
            return None;
        }
        let name = number::<2>(bytes, at + 28)?;
        found.push(Record { name: bytes.get(at + 46..at + 46 + name)?, at: start.checked_add(shift)?, packed });
        at += 46 + name + number::<2>(bytes, at + 30)? + number::<2>(bytes, at + 32)?;
    }
    Some(found)
}

/// Where the content behind a local header begins.
fn data(bytes: &[u8], at: usize) -> Option<usize> {
    if bytes.get(at..at.checked_add(4)?)? != b"PK\x03\x04" {
        return None;
    }
    Some(at + 30 + number::<2>(bytes, at + 26)? + number::<2>(bytes, at + 28)?)
}

fn local_name(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let length = number::<2>(bytes, at.checked_add(26)?)?;
    bytes.get(at + 30..at + 30 + length)
}

/// Local headers between the entries that are known.
fn unlisted(bytes: &[u8], from: usize, to: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = from;
    while let Some(area) = bytes.get(at..to)
        && let Some(next) = find(area, b"PK\x03\x04")
        && found.len() < MOST
    {
        at += next;
        let method = number::<2>(bytes, at + 8);
        let named = local_name(bytes, at).is_some_and(|name| !name.is_empty() && !name.iter().any(u8::is_ascii_control));
        let packed = number::<4>(bytes, at + 18).unwrap_or(0);
        match data(bytes, at) {
            // A folder that fell out of the directory is nothing.
            Some(start) if named && matches!(method, Some(0 | 8 | 9 | 12 | 14 | 93 | 95)) => {
                if local_name(bytes, at).is_some_and(|name| !name.ends_with(b"/")) {
                    found.push(at);
                }
                at = start.saturating_add(packed).max(at + 4);
            }
            _ => at += 4,
        }
    }
    found
}
