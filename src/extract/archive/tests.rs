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
}

#[test]
fn sevenz_with_and_without_a_password() {
    let pack = |password: Option<&str>| {
        let mut writer = sevenz_rust2::ArchiveWriter::new(Cursor::new(Vec::new())).unwrap();
        if let Some(password) = password {
            writer.set_content_methods(vec![
                sevenz_rust2::encoder_options::AesEncoderOptions::new(password.into()).into(),
                sevenz_rust2::EncoderMethod::COPY.into(),
            ]);
        }
        writer.push_archive_entry(sevenz_rust2::ArchiveEntry::new_file("a.txt"), Some(&b"zapis"[..])).unwrap();
        writer.finish().unwrap().into_inner()
    };
    let (found, outcome) = Collected::from(sevenz::read, "a.7z", &pack(None));
    assert!(outcome.is_ok());
    assert_eq!(found.members, [("a.txt".to_owned(), b"zapis".to_vec())]);
    let locked = pack(Some("lozinka"));
    let (_, outcome) = Collected::from(sevenz::read, "a.7z", &locked);
    assert!(matches!(outcome, Err(Failure::Unreadable(gap)) if gap.reason == Reason::Encrypted));
    let options = Options { passwords: vec!["lozinka".into()], ..Options::default() };
    let mut sink = Collected::default();
    sevenz::read(&Input { bytes: &locked, name: "a.7z" }, &options, &mut sink).unwrap();
    assert_eq!(sink.members[0].1, b"zapis");
}
