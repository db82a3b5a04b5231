use std::io::{Cursor, Write};

use ::zip::write::SimpleFileOptions;

use super::*;
use crate::extract::testing::Collected;
use crate::extract::{Failure, Input, Options, Reason};

fn zipped(files: &[(&str, &[u8])], options: SimpleFileOptions) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn deflated() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(::zip::CompressionMethod::Deflated)
}

#[test]
fn entries_are_members_and_folders_are_not() {
    let bytes = zipped(&[("a/č.txt", b"one"), ("b.bin", b"two")], deflated());
    let (found, outcome) = Collected::from(zip::read, "x.zip", &bytes);
    assert!(outcome.is_ok() && found.gaps.is_empty());
    assert_eq!(found.members, [("a/č.txt".to_owned(), b"one".to_vec()), ("b.bin".to_owned(), b"two".to_vec())]);
}

#[test]
fn a_password_opens_and_its_lack_is_told() {
    let bytes = zipped(&[("tajna.txt", b"secret")], deflated().with_aes_encryption(::zip::AesMode::Aes256, "лозинка"));
    let (found, _) = Collected::from(zip::read, "x.zip", &bytes);
    assert!(found.members.is_empty() && found.has_gap(Reason::Encrypted));
    let options = Options { passwords: vec!["wrong".into(), "лозинка".into()], ..Options::default() };
    let mut sink = Collected::default();
    zip::read(&Input { bytes: &bytes, name: "x.zip" }, &options, &mut sink).unwrap();
    assert_eq!(sink.members[0].1, b"secret");
}

#[test]
fn a_bomb_stops_at_its_ratio() {
    let bytes = zipped(&[("a", &vec![0u8; 4 << 20]), ("b", b"after")], deflated());
    let (found, outcome) = Collected::from(zip::read, "x.zip", &bytes);
    assert!(outcome.is_ok());
    assert!(found.gaps.iter().any(|gap| gap.member.as_deref() == Some("a")));
    assert!(found.gaps.iter().any(|gap| gap.reason == Reason::SizeLimit && gap.member.is_none()));
}

#[test]
fn a_flipped_byte_is_noticed_and_a_cut_archive_is_read_from_the_front() {
    let stored = SimpleFileOptions::default().compression_method(::zip::CompressionMethod::Stored);
    let whole = zipped(&[("a.txt", b"first file"), ("b.txt", b"second file")], stored);
    let mut flipped = whole.clone();
    let at = crate::extract::sniff::find(&flipped, b"first").unwrap();
    flipped[at] = b'F';
    let (found, _) = Collected::from(zip::read, "x.zip", &flipped);
    assert_eq!((found.members.len(), found.has_gap(Reason::Corrupt)), (1, true));
    let at = crate::extract::sniff::find(&whole, b"PK\x01\x02").unwrap();
    let (found, outcome) = Collected::from(zip::read, "x.zip", &whole[..at]);
    assert!(outcome.is_ok() && found.has_gap(Reason::Truncated));
    assert_eq!(found.members[0], ("a.txt".to_owned(), b"first file".to_vec()));
}

#[test]
fn tar_and_its_cut_version() {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, content) in [("mapa/а.txt", &b"one"[..]), ("b.txt", &[b'x'; 2000][..])] {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o600);
        builder.append_data(&mut header, name, content).unwrap();
    }
    let bytes = builder.into_inner().unwrap();
    let (found, outcome) = Collected::from(tar::read, "x.tar", &bytes);
    assert!(outcome.is_ok() && found.gaps.is_empty());
    assert_eq!(found.members[0], ("mapa/а.txt".to_owned(), b"one".to_vec()));
    let (found, _) = Collected::from(tar::read, "x.tar", &bytes[..2048]);
    assert_eq!((found.members.len(), found.has_gap(Reason::Truncated)), (1, true));
    // Cut behind a file, where nothing but the end mark is missing: one block of header, one of content.
    let (found, _) = Collected::from(tar::read, "x.tar", &bytes[..1024]);
    assert_eq!((found.members.len(), found.has_gap(Reason::Truncated)), (1, true), "{:?}", found.gaps);
    // Two archives one behind the other, and rubbish behind the end.
    let (found, _) = Collected::from(tar::read, "x.tar", &[&bytes[..], &bytes].concat());
    assert_eq!((found.members.len(), found.gaps.len()), (4, 0), "{:?}", found.gaps);
    let (found, _) = Collected::from(tar::read, "x.tar", &[&bytes[..], &b"no entry ".repeat(200)].concat());
    assert_eq!((found.members.len(), found.has_gap(Reason::Corrupt)), (2, true), "{:?}", found.gaps);
}

#[test]
fn compressed_files() {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(b"zapis").unwrap();
    let gz = gz.finish().unwrap();
    let (found, _) = Collected::from(single::gz, "dnevnik.log.gz", &gz);
    assert_eq!(found.members, [("dnevnik.log".to_owned(), b"zapis".to_vec())]);
    let (found, _) = Collected::from(single::gz, "a.gz", &gz[..gz.len() - 4]);
    assert!(found.members.is_empty() && !found.gaps.is_empty());
    let mut bz = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bz.write_all(b"zapis").unwrap();
    let (found, _) = Collected::from(single::bz2, "a.tbz2", &bz.finish().unwrap());
    assert_eq!(found.members, [("a.tar".to_owned(), b"zapis".to_vec())]);
    let zst = ruzstd::encoding::compress_to_vec(&b"zapis"[..], ruzstd::encoding::CompressionLevel::Fastest);
    let (found, _) = Collected::from(single::zst, "a.zst", &[&zst[..], &zst[..]].concat());
    assert_eq!(found.members, [("a".to_owned(), b"zapiszapis".to_vec())]);
    for damaged in [&zst[..zst.len() - 2], b"\x28\xb5\x2f\xfd\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"] {
        let (found, _) = Collected::from(single::zst, "a.zst", damaged);
        let [gap] = found.gaps.as_slice() else { panic!("{:?}", found.gaps) };
        assert!(!gap.detail.contains(['{', '(']), "{}", gap.detail);
    }
}

/// A 7z archive with one stored file, byte by byte after the format's description (7zFormat.txt).
fn sevenz_of(name: &str, content: &[u8]) -> Vec<u8> {
    let crc = |bytes: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        crc.sum().to_le_bytes()
    };
    let length = content.len() as u8;
    let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
    let mut header = vec![1, 4, 6, 0, 1, 9, length, 0, 7, 0x0b, 1, 0, 1, 1, 0, 0x0c, length, 0x0a, 1];
    header.extend(crc(content));
    header.extend([0, 8, 0, 0, 5, 1, 0x11, wide.len() as u8 + 1, 0]);
    header.extend(wide);
    header.extend([0, 0]);
    let mut start = Vec::new();
    start.extend((content.len() as u64).to_le_bytes());
    start.extend((header.len() as u64).to_le_bytes());
    start.extend(crc(&header));
    [b"7z\xbc\xaf\x27\x1c\0\x04", &crc(&start)[..], &start, content, &header].concat()
}

#[test]
fn sevenz_whole_and_damaged() {
    let whole = sevenz_of("č.txt", b"zapis");
    let (found, outcome) = Collected::from(sevenz::read, "a.7z", &whole);
    assert!(outcome.is_ok() && found.gaps.is_empty(), "{outcome:?} {:?}", found.gaps);
    assert_eq!(found.members, [("č.txt".to_owned(), b"zapis".to_vec())]);
    let mut flipped = whole.clone();
    flipped[33] ^= 1;
    let (found, _) = Collected::from(sevenz::read, "a.7z", &flipped);
    assert!(!found.gaps.is_empty());
    // In words, not in the library's source code.
    assert!(found.gaps.iter().all(|gap| !gap.detail.contains(['{', '(', '"'])), "{:?}", found.gaps);
    let (_, outcome) = Collected::from(sevenz::read, "a.7z", &whole[..40]);
    assert!(matches!(outcome, Err(Failure::Unreadable(_))));
}

#[test]
fn entries_behind_a_later_one_or_left_out_of_the_directory_are_found() {
    let two = zipped(&[("a.txt", b"prvi"), ("b.txt", b"drugi")], deflated());
    let twins = {
        let mut bytes = two.clone();
        while let Some(at) = crate::extract::sniff::find(&bytes, b"b.txt") {
            bytes[at] = b'a';
        }
        bytes
    };
    let (found, _) = Collected::from(zip::read, "x.zip", &twins);
    assert_eq!(found.members, [("a.txt".to_owned(), b"drugi".to_vec()), ("[hidden 1]/a.txt".to_owned(), b"prvi".to_vec())]);
    // The second record cut out of the directory, and the end record told of one entry only.
    let first = crate::extract::sniff::find(&two, b"PK\x01\x02").unwrap();
    let second = first + 4 + crate::extract::sniff::find(&two[first + 4..], b"PK\x01\x02").unwrap();
    let end = crate::extract::sniff::find(&two, b"PK\x05\x06").unwrap();
    let mut cut = [&two[..second], &two[end..]].concat();
    for (field, value) in [(8, 1), (10, 1), (12, (second - first) as u8)] {
        cut[second + field] = value;
    }
    let (found, outcome) = Collected::from(zip::read, "x.zip", &cut);
    assert!(outcome.is_ok() && found.gaps.is_empty(), "{outcome:?} {:?}", found.gaps);
    assert_eq!(found.members, [("a.txt".to_owned(), b"prvi".to_vec()), ("[hidden 1]/b.txt".to_owned(), b"drugi".to_vec())]);
    assert!(found.meta.extra.contains(&("hidden entries".to_owned(), "1".to_owned())));
}

#[test]
fn an_entry_that_only_the_directory_knows_is_named() {
    let mut bytes = zipped(&[("a.txt", b"prvi"), ("b.txt", b"drugi")], deflated());
    let second = 4 + crate::extract::sniff::find(&bytes[4..], b"PK\x03\x04").unwrap();
    bytes[second..second + 4].fill(0);
    let (found, outcome) = Collected::from(zip::read, "x.zip", &bytes);
    assert!(outcome.is_ok());
    assert_eq!(found.members, [("a.txt".to_owned(), b"prvi".to_vec())]);
    let [gap] = found.gaps.as_slice() else { panic!("{:?}", found.gaps) };
    assert_eq!((gap.reason, gap.member.as_deref()), (Reason::MissingMember, Some("b.txt")));
}

#[test]
fn a_thousand_twins_and_overlapping_entries_do_no_harm() {
    let names: Vec<String> = (0..2000).map(|i| format!("{i:04}")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    let mut bytes = zipped(&files, deflated());
    let directory = crate::extract::sniff::find(&bytes, b"PK\x01\x02").unwrap();
    // Every record of the directory points to the first entry.
    let mut at = directory;
    while bytes.get(at..at + 4) == Some(b"PK\x01\x02") {
        bytes[at + 42..at + 46].fill(0);
        at += 46 + 4 + usize::from(bytes[at + 30]);
    }
    let (found, outcome) = Collected::from(zip::read, "x.zip", &bytes);
    assert!(outcome.is_ok());
    assert!(found.members.len() <= 3000 && !found.members.is_empty(), "{}", found.members.len());
}

#[test]
fn the_last_piece_of_a_cut_archive_says_that_others_are_missing() {
    let mut bytes = zipped(&[("a.txt", b"prvi")], deflated());
    let end = bytes.len() - 22;
    bytes[end + 4] = 2;
    bytes[end + 6] = 1;
    let (_, outcome) = Collected::from(zip::read, "a.zip", &bytes);
    assert!(matches!(outcome, Err(Failure::Unreadable(gap)) if gap.reason == Reason::MissingMember));
}
