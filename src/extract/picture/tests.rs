//! Pictures made here, byte by byte.

use super::{BMP, GIF, HEIC, JPEG, PNG, TIFF, WEBP};
use crate::extract::formats::Format;
use crate::extract::testing::Collected;
use crate::extract::{Failure, Part, Reason};

fn read(format: &Format, bytes: &[u8]) -> (Collected, Result<(), Failure>) {
    Collected::from(format.read, "a", bytes)
}

fn chunk(name: &[u8], body: &[u8]) -> Vec<u8> {
    let mut bytes = (body.len() as u32).to_be_bytes().to_vec();
    bytes.extend(name);
    bytes.extend(body);
    bytes.extend([0; 4]);
    bytes
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    bytes.extend(chunk(b"IHDR", &header));
    bytes.extend(chunk(b"tEXt", b"Comment\0Meeting at the bridge"));
    bytes.extend(chunk(b"iTXt", "Description\0\0\0\0\0Мост".as_bytes()));
    bytes.extend(chunk(b"IEND", b""));
    bytes
}

/// A TIFF block with the given entries (tag, type, count, value or offset) and data after it.
fn ifd(entries: &[(u16, u16, u32, u32)], next: u32, data: &[u8]) -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    bytes.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, count, value) in entries {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend(next.to_le_bytes());
    bytes.extend(data);
    bytes
}

/// A JPEG with EXIF: one IFD that points to Exif and GPS blocks.
fn jpeg() -> Vec<u8> {
    // Offsets inside the TIFF block: IFD0 at 8 (2 + 3*12 + 4 = 42) → 50; Exif IFD at 50 (2 + 12 + 4) → 68; GPS IFD at 68 (2 + 48 + 4) → 122.
    let mut data = Vec::new();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_le_bytes()[..], &kind.to_le_bytes(), &count.to_le_bytes(), &value.to_le_bytes()].concat()
    };
    data.extend(1u16.to_le_bytes());
    data.extend(entry(0x9003, 2, 20, 122));
    data.extend(0u32.to_le_bytes());
    data.extend(4u16.to_le_bytes());
    data.extend(entry(1, 2, 2, u32::from(b'N')));
    data.extend(entry(2, 5, 3, 142));
    data.extend(entry(3, 2, 2, u32::from(b'E')));
    data.extend(entry(4, 5, 3, 166));
    data.extend(0u32.to_le_bytes());
    data.extend(b"2025:03:02 10:14:00\0");
    for number in [44u32, 1, 30, 1, 0, 1, 20, 1, 15, 1, 0, 1] {
        data.extend(number.to_le_bytes());
    }
    let tiff = ifd(&[(0x010f, 2, 4, u32::from_le_bytes(*b"Acm\0")), (0x8769, 4, 1, 50), (0x8825, 4, 1, 68)], 0, &data);
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1];
    bytes.extend(((tiff.len() + 8) as u16).to_be_bytes());
    bytes.extend(b"Exif\0\0");
    bytes.extend(tiff);
    bytes.extend([0xff, 0xfe, 0, 7]);
    bytes.extend(b"hello");
    bytes.extend([0xff, 0xc0, 0, 11, 8, 0x03, 0xe8, 0x05, 0xdc, 1, 0, 0, 0]);
    bytes.extend([0xff, 0xd9]);
    bytes
}

#[test]
fn a_photo_tells_time_place_device_and_asks_for_ocr() {
    let (photo, outcome) = read(&JPEG, &jpeg());
    outcome.unwrap();
    assert_eq!(photo.meta.date.as_deref(), Some("2025-03-02T10:14:00"));
    let entry = photo.units[0].entry.as_ref().unwrap();
    assert_eq!(entry.place.as_deref(), Some("44.500000, 20.250000"));
    assert_eq!(
        photo.text(Part::Metadata),
        "JPEG picture, 1500 × 1000 pixels\ntaken: 2025-03-02T10:14:00\nplace: 44.500000, 20.250000\ndevice: Acm\ncomment: hello"
    );
    assert!(photo.has_gap(Reason::NotOcred) && !photo.has_gap(Reason::Truncated));
}

#[test]
fn captions_of_a_png() {
    let (picture, outcome) = read(&PNG, &png(10, 20));
    outcome.unwrap();
    assert_eq!(picture.text(Part::Metadata), "PNG picture, 10 × 20 pixels\nComment: Meeting at the bridge\nDescription: Мост");
}

#[test]
fn absurd_sizes_are_a_reason_not_an_allocation() {
    let (picture, outcome) = read(&PNG, &png(u32::MAX, u32::MAX));
    outcome.unwrap();
    assert!(picture.has_gap(Reason::SizeLimit) && !picture.has_gap(Reason::NotOcred));
    let (picture, outcome) = read(&TIFF, &ifd(&[(256, 4, 1, u32::MAX), (257, 4, 1, u32::MAX)], 0, &[]));
    outcome.unwrap();
    assert!(picture.has_gap(Reason::SizeLimit));
    let (picture, _) = read(&PNG, &png(0, 5));
    assert!(picture.has_gap(Reason::Corrupt));
}

#[test]
fn a_tiff_that_loops_ends() {
    let (picture, outcome) = read(&TIFF, &ifd(&[(256, 3, 1, 8), (257, 3, 1, 9)], 8, &[]));
    outcome.unwrap();
    assert_eq!(picture.announced, Some(1));
}

#[test]
fn every_cut_of_every_kind_ends_in_a_reason() {
    let heic = [&b"\0\0\0\x18ftypheic\0\0\0\0"[..], b"\0\0\0\x14ispe\0\0\0\0\0\0\x0f\xc0\0\0\x0b\xd0"].concat();
    let webp = [&b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0"[..], &[0x63, 0, 0, 0x31, 0, 0]].concat();
    let bmp = [&b"BM"[..], &[0; 12], &40u32.to_le_bytes(), &7u32.to_le_bytes(), &(-9i32).to_le_bytes()].concat();
    let all: [(&Format, Vec<u8>); 7] = [
        (&JPEG, jpeg()),
        (&PNG, png(3, 4)),
        (&TIFF, ifd(&[(256, 3, 1, 8), (257, 3, 1, 9)], 0, &[])),
        (&HEIC, heic),
        (&WEBP, webp),
        (&BMP, bmp),
        (&GIF, b"GIF89a\x05\0\x06\0".to_vec()),
    ];
    for (format, bytes) in &all {
        let (whole, outcome) = read(format, bytes);
        outcome.unwrap();
        assert!(whole.has_gap(Reason::NotOcred), "{}", format.name);
        for cut in 0..bytes.len() {
            let (found, outcome) = read(format, &bytes[..cut]);
            assert!(outcome.is_err() || !found.gaps.is_empty(), "{} silent at {cut}", format.name);
        }
    }
}
