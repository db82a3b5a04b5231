//! Our own walk over the records of a PowerPoint 97–2003 stream, for what `office_oxide` does not hand out: embedded files, comments and
//! notes with the slide they belong to.
//!
//! Source: [MS-PPT] 2.3.1 (record header), 2.3.5 (persist directory), 2.10.34 (external object storage), 2.5.25 (comments), 2.5.6 (notes).

use std::collections::HashMap;

use crate::extract::codepage;

/// Something the walk found, with its place in file order.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// An external object; `compressed` ones begin with their size.
    Object {
        bytes: &'a [u8],
        compressed: bool,
    },
    /// `slide` counts from 1; None for a slide that is not in the show (any more).
    Comment {
        slide: Option<usize>,
        author: String,
        text: String,
    },
    Notes {
        slide: usize,
        text: String,
    },
    /// A text on a slide of the show, from the slide itself or from the outline.
    Text {
        slide: usize,
        text: String,
    },
}

const SLIDE: u16 = 1006;
const NOTES: u16 = 1008;
const NOTES_ATOM: u16 = 1009;
const SLIDE_PLACE: u16 = 1011;
const SLIDE_LIST: u16 = 4080;
const DIRECTORY: u16 = 6002;
const WIDE_TEXT: u16 = 4000;
const TEXT: u16 = 4008;
const COMMENT: u16 = 0x2ee0;
const STRING: u16 = 0x0fba;
const OBJECT: u16 = 0x1011;
/// Records in it, although it is not marked as a container: where comments are.
const BINARY_TAG: u16 = 0x138b;

/// A record as the walk meets it. Containers are entered by moving on, not by recursion.
struct Record<'a> {
    at: usize,
    instance: u16,
    kind: u16,
    /// Empty for containers, whose content are the records that follow.
    body: &'a [u8],
    end: usize,
}

/// All records of the stream in file order, until one does not fit.
fn records(stream: &[u8]) -> impl Iterator<Item = Record<'_>> {
    let mut at = 0usize;
    std::iter::from_fn(move || {
        let [a, b, c, d, e, f, g, h] = stream.get(at..at.checked_add(8)?)? else { return None };
        let (head, kind) = (u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d]));
        let length = u32::from_le_bytes([*e, *f, *g, *h]) as usize;
        let (start, end) = (at + 8, (at + 8).saturating_add(length));
        let container = head & 0xf == 0xf || kind == BINARY_TAG;
        let body = if container { &[][..] } else { stream.get(start..end)? };
        let record = Record { at, instance: head >> 4, kind, body, end };
        at = if container { start } else { end };
        Some(record)
    })
}

/// Which slide of the show stands where: by the offset of its container, and by its identity.
#[derive(Default)]
struct Show {
    by_offset: HashMap<usize, usize>,
    by_identity: HashMap<u32, usize>,
    /// Where the list of the slides stands, which holds the texts of their outline.
    list: std::ops::Range<usize>,
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

fn show(stream: &[u8]) -> Show {
    let (mut slides, mut list_start, mut list_end): (Vec<(u32, u32)>, usize, usize) = (Vec::new(), 0, 0);
    let mut directory: HashMap<u32, u32> = HashMap::new();
    for record in records(stream) {
        match record.kind {
            // Each saving writes the list anew; the last one counts. Its masters and notes have lists of their own.
            SLIDE_LIST if record.instance == 0 => {
                slides.clear();
                (list_start, list_end) = (record.at, record.end);
            }
            SLIDE_PLACE if record.at < list_end => {
                if let (Some(place), Some(identity)) = (number(record.body, 0), number(record.body, 12)) {
                    slides.push((place, identity));
                }
            }
            DIRECTORY => directory.extend(places(record.body)),
            _ => {}
        }
    }
    let mut show = Show { list: list_start..list_end, ..Show::default() };
    for (index, (place, identity)) in slides.into_iter().enumerate() {
        if let Some(offset) = directory.get(&place) {
            show.by_offset.insert(*offset as usize, index + 1);
        }
        show.by_identity.insert(identity, index + 1);
    }
    show
}

/// Numbers of objects and their offsets: runs of twelve bits' length, each after its first number.
fn places(body: &[u8]) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(head) = number(body, at) {
        at += 4;
        for step in 0..head >> 20 {
            let Some(offset) = number(body, at) else { return found };
            found.push(((head & 0xf_ffff).saturating_add(step), offset));
            at += 4;
        }
    }
    found
}

/// A container that is open: it ends at an offset.
enum Open {
    Comment { end: usize, author: String, text: String },
    Notes { end: usize, slide: Option<usize>, text: String },
}

/// Walk the stream once.
pub(super) fn walk(stream: &[u8]) -> Vec<Found<'_>> {
    let show = show(stream);
    let mut found = Vec::new();
    let mut slide: Option<(usize, Option<usize>)> = None;
    let mut open: Option<Open> = None;
    let mut outlined = None;
    for record in records(stream) {
        if let Some(closed) =
            open.take_if(|open| matches!(open, Open::Comment { end, .. } | Open::Notes { end, .. } if record.at >= *end))
        {
            found.extend(close(closed, slide));
        }
        slide = slide.filter(|(end, _)| record.at < *end);
        match (record.kind, &mut open) {
            (SLIDE_PLACE, _) if show.list.contains(&record.at) => {
                outlined = number(record.body, 12).and_then(|identity| show.by_identity.get(&identity)).copied();
            }
            (SLIDE, _) => slide = Some((record.end, show.by_offset.get(&record.at).copied())),
            (NOTES, _) => open = Some(Open::Notes { end: record.end, slide: None, text: String::new() }),
            (COMMENT, None) => open = Some(Open::Comment { end: record.end, author: String::new(), text: String::new() }),
            (OBJECT, _) => found.push(Found::Object { bytes: record.body, compressed: record.instance == 1 }),
            (STRING, Some(Open::Comment { author, text, .. })) => match record.instance {
                0 => *author = codepage::decode(record.body, 1200).0,
                1 => *text = codepage::decode(record.body, 1200).0,
                _ => {}
            },
            (NOTES_ATOM, Some(Open::Notes { slide, .. })) => {
                *slide = number(record.body, 0).and_then(|identity| show.by_identity.get(&identity)).copied();
            }
            (WIDE_TEXT | TEXT, Some(Open::Notes { text, .. })) => {
                text.push_str(&words(&record));
                text.push('\n');
            }
            (WIDE_TEXT | TEXT, None) => {
                let on = if show.list.contains(&record.at) { outlined } else { slide.and_then(|(_, number)| number) };
                found.extend(on.map(|slide| Found::Text { slide, text: words(&record) }));
            }
            _ => {}
        }
    }
    found.extend(open.and_then(|open| close(open, slide)));
    found
}

/// The text of a record. Text in single bytes is the lower half of Unicode, which no code page of a system is.
fn words(record: &Record<'_>) -> String {
    let words = match record.kind {
        WIDE_TEXT => codepage::decode(record.body, 1200).0,
        _ => record.body.iter().map(|byte| char::from(*byte)).collect(),
    };
    words.replace(['\r', '\u{b}'], "\n")
}

/// What a container held; nothing if it is blank.
fn close<'a>(open: Open, slide: Option<(usize, Option<usize>)>) -> Option<Found<'a>> {
    match open {
        Open::Comment { author, text, .. } if !text.trim().is_empty() => {
            Some(Found::Comment { slide: slide.and_then(|(_, number)| number), author, text })
        }
        // Notes that belong to no slide are the master's.
        Open::Notes { slide: Some(slide), text, .. } if !text.trim().is_empty() => Some(Found::Notes { slide, text }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(version: u16, instance: u16, kind: u16, body: &[u8]) -> Vec<u8> {
        let mut bytes = (version | instance << 4).to_le_bytes().to_vec();
        bytes.extend(kind.to_le_bytes());
        bytes.extend((body.len() as u32).to_le_bytes());
        bytes.extend(body);
        bytes
    }

    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn comments_and_objects_are_found() {
        let comment =
            record(0xf, 0, COMMENT, &[record(0, 0, STRING, &wide("N. N.")), record(0, 1, STRING, &wide("Провери ово"))].concat());
        let stream = [record(0xf, 0, 1000, &comment), record(0, 1, OBJECT, b"abc")].concat();
        let found = walk(&stream);
        assert_eq!(
            found,
            [
                Found::Comment { slide: None, author: "N. N.".into(), text: "Провери ово".into() },
                Found::Object { bytes: b"abc", compressed: true }
            ]
        );
        for cut in 0..stream.len() {
            let _ = walk(&stream[..cut]);
        }
    }

    #[test]
    fn comments_and_notes_know_their_slide() {
        let place = |place: u32, identity: u32| {
            record(0, 0, SLIDE_PLACE, &[place, 0, 0, identity, 0].iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<_>>())
        };
        let list = record(0xf, 0, SLIDE_LIST, &[place(5, 256), place(4, 257)].concat());
        let comment = record(0, 0, BINARY_TAG, &record(0xf, 0, COMMENT, &record(0, 1, STRING, &wide("Провери"))));
        let slide = record(0xf, 0, SLIDE, &comment);
        let mut notes_of = [256u32.to_le_bytes(), 0u32.to_le_bytes()].concat();
        notes_of = record(0, 0, NOTES_ATOM, &notes_of);
        let notes = record(0xf, 0, NOTES, &[notes_of, record(0, 0, TEXT, b"samo usmeno")].concat());
        let mut stream = [list, slide.clone(), slide, notes].concat();
        let first = stream.windows(8).position(|bytes| bytes[2..4] == SLIDE.to_le_bytes() && bytes[0] == 0xf).unwrap() as u32;
        let second = first + (stream.len() as u32 - first - 8 - 16 - 8 - 11) / 2;
        let directory: Vec<u8> = [4 | 2 << 20, first, second].iter().flat_map(|n: &u32| n.to_le_bytes()).collect();
        stream.extend(record(0, 0, DIRECTORY, &directory));
        let comment = |slide| Found::Comment { slide, author: String::new(), text: "Провери".into() };
        let notes = Found::Notes { slide: 1, text: "samo usmeno\n".into() };
        assert_eq!(walk(&stream), [comment(Some(2)), comment(Some(1)), notes]);
    }
}
