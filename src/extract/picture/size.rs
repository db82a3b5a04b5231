//! Width and height out of the first bytes, without decoding anything and without believing them.

use std::collections::HashSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Jpeg,
    Png,
    Tiff,
    Webp,
    Bmp,
    Gif,
    Heic,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Jpeg => "JPEG picture",
            Kind::Png => "PNG picture",
            Kind::Tiff => "TIFF picture",
            Kind::Webp => "WebP picture",
            Kind::Bmp => "BMP picture",
            Kind::Gif => "GIF picture",
            Kind::Heic => "HEIC picture",
        }
    }

    pub(super) fn media_type(self) -> &'static str {
        match self {
            Kind::Jpeg => "image/jpeg",
            Kind::Png => "image/png",
            Kind::Tiff => "image/tiff",
            Kind::Webp => "image/webp",
            Kind::Bmp => "image/bmp",
            Kind::Gif => "image/gif",
            Kind::Heic => "image/heic",
        }
    }
}

/// The pages of a picture file, and whether its end is missing.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub pages: Vec<(u64, u64)>,
    pub cut: bool,
}

/// Pages of a TIFF looked at.
const MOST_PAGES: usize = 10_000;

pub(super) fn shape(kind: Kind, bytes: &[u8]) -> Option<Shape> {
    let one = |size: (u64, u64), cut| Some(Shape { pages: vec![size], cut });
    match kind {
        Kind::Jpeg => {
            let size = jpeg(bytes)?;
            // Some cameras append data after the end marker; the marker itself must be there.
            one(size, !bytes.windows(2).rev().take(bytes.len().min(8 << 20)).any(|pair| pair == [0xff, 0xd9]))
        }
        Kind::Png => {
            let size = (big(bytes, 16, 4)?, big(bytes, 20, 4)?);
            one(size, !bytes.windows(4).rev().any(|name| name == b"IEND"))
        }
        Kind::Webp => {
            let declared = little(bytes, 4, 4)?.saturating_add(8);
            one(webp(bytes)?, (bytes.len() as u64) < declared)
        }
        Kind::Bmp => {
            let header = little(bytes, 14, 4)?;
            let size = if header == 12 {
                (little(bytes, 18, 2)?, little(bytes, 20, 2)?)
            } else {
                let height = i64::from(little(bytes, 22, 4)? as u32 as i32);
                (little(bytes, 18, 4)?, height.unsigned_abs())
            };
            one(size, false)
        }
        Kind::Gif => one((little(bytes, 6, 2)?, little(bytes, 8, 2)?), false),
        Kind::Heic => one(heic(bytes)?, false),
        Kind::Tiff => tiff(bytes),
    }
}

fn little(bytes: &[u8], at: usize, count: usize) -> Option<u64> {
    Some(bytes.get(at..at.checked_add(count)?)?.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

fn big(bytes: &[u8], at: usize, count: usize) -> Option<u64> {
    Some(bytes.get(at..at.checked_add(count)?)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// Source: ITU-T T.81, B.2: markers up to the start of frame.
fn jpeg(bytes: &[u8]) -> Option<(u64, u64)> {
    let mut at = 2usize;
    loop {
        if *bytes.get(at)? != 0xff {
            at += 1;
            continue;
        }
        match *bytes.get(at + 1)? {
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 | 0x00 => at += 2,
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                return Some((big(bytes, at + 7, 2)?, big(bytes, at + 5, 2)?));
            }
            0xd9 => return None,
            _ => at = at.checked_add(2)?.checked_add(big(bytes, at + 2, 2)?.max(2) as usize)?,
        }
    }
}

/// Source: WebP Container Specification.
fn webp(bytes: &[u8]) -> Option<(u64, u64)> {
    match bytes.get(12..16)? {
        b"VP8X" => Some((little(bytes, 24, 3)? + 1, little(bytes, 27, 3)? + 1)),
        b"VP8L" => {
            let packed = little(bytes, 21, 4)?;
            Some(((packed & 0x3fff) + 1, (packed >> 14 & 0x3fff) + 1))
        }
        b"VP8 " => Some((little(bytes, 26, 2)? & 0x3fff, little(bytes, 28, 2)? & 0x3fff)),
        _ => None,
    }
}

/// The largest image among the `ispe` properties; thumbnails have their own. Source: ISO/IEC 23008-12, 6.5.3.
fn heic(bytes: &[u8]) -> Option<(u64, u64)> {
    let head = bytes.get(..bytes.len().min(1 << 20))?;
    let places = head.windows(4).enumerate().filter(|(_, name)| name == b"ispe").map(|(at, _)| at);
    places
        .filter_map(|at| Some((big(head, at + 8, 4)?, big(head, at + 12, 4)?)))
        .max_by_key(|(width, height)| width.saturating_mul(*height))
}

/// Source: TIFF 6.0, section 2. Loops in the chain of pages end it.
fn tiff(bytes: &[u8]) -> Option<Shape> {
    let little_endian = bytes.get(..2)? == b"II";
    let number = |at: usize, count: usize| if little_endian { little(bytes, at, count) } else { big(bytes, at, count) };
    let mut at = number(4, 4)? as usize;
    let (mut pages, mut seen, mut cut) = (Vec::new(), HashSet::new(), false);
    while at != 0 && pages.len() < MOST_PAGES && seen.insert(at) {
        let Some(count) = number(at, 2) else {
            cut = true;
            break;
        };
        let (mut width, mut height) = (None, None);
        for entry in 0..count as usize {
            let place = at + 2 + entry * 12;
            let Some(tag) = number(place, 2) else {
                cut = true;
                break;
            };
            let value = if number(place + 2, 2) == Some(3) { number(place + 8, 2) } else { number(place + 8, 4) };
            match tag {
                256 => width = value,
                257 => height = value,
                _ => {}
            }
        }
        if let (Some(width), Some(height)) = (width, height) {
            pages.push((width, height));
        }
        match number(at + 2 + count as usize * 12, 4) {
            Some(next) => at = next as usize,
            None => {
                cut = true;
                break;
            }
        }
    }
    (!pages.is_empty()).then_some(Shape { pages, cut })
}
