//! Messages made here; all people are fictional.

use std::io::{Cursor, Write};

use super::read;
use crate::extract::testing::Collected;
use crate::extract::{Part, Reason};

type File = cfb::CompoundFile<Cursor<Vec<u8>>>;

fn stream(file: &mut File, path: &str, bytes: &[u8]) {
    file.create_stream(path).unwrap().write_all(bytes).unwrap();
}

fn property(tag: u32, value: i64) -> Vec<u8> {
    let mut entry = tag.to_le_bytes().to_vec();
    entry.extend(6u32.to_le_bytes());
    entry.extend(value.to_le_bytes());
    entry
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A message in windows-1251 with one recipient, one file and one attached message in Unicode.
fn serbian() -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    let mut properties = vec![0; 32];
    properties.extend(property(0x3ffd_0003, 1251));
    properties.extend(property(0x0039_0040, 133_852_184_400_000_000));
    stream(&mut file, "/__properties_version1.0", &properties);
    let (subject, _, _) = encoding_rs::WINDOWS_1251.encode("Превоз преко границе");
    stream(&mut file, "/__substg1.0_0037001E", &subject);
    let (body, _, _) = encoding_rs::WINDOWS_1251.encode("Возило чека у Љубовији.\r\nЂорђе");
    stream(&mut file, "/__substg1.0_1000001E", &body);
    stream(&mut file, "/__substg1.0_0C1A001F", &utf16("Јован Тестић"));
    stream(&mut file, "/__substg1.0_5D01001F", &utf16("jovan@example.org"));
    file.create_storage("/__recip_version1.0_#00000000").unwrap();
    let mut recipient = vec![0; 8];
    recipient.extend(property(0x0c15_0003, 2));
    stream(&mut file, "/__recip_version1.0_#00000000/__properties_version1.0", &recipient);
    let (name, _, _) = encoding_rs::WINDOWS_1251.encode("Марија Пробић");
    stream(&mut file, "/__recip_version1.0_#00000000/__substg1.0_3001001E", &name);
    stream(&mut file, "/__recip_version1.0_#00000000/__substg1.0_39FE001E", b"marija@example.org");
    file.create_storage("/__attach_version1.0_#00000000").unwrap();
    let mut attachment = vec![0; 8];
    attachment.extend(property(0x3705_0003, 1));
    stream(&mut file, "/__attach_version1.0_#00000000/__properties_version1.0", &attachment);
    stream(&mut file, "/__attach_version1.0_#00000000/__substg1.0_3707001F", &utf16("списак.txt"));
    stream(&mut file, "/__attach_version1.0_#00000000/__substg1.0_37010102", b"one two");
    file.create_storage("/__attach_version1.0_#00000001").unwrap();
    let mut attachment = vec![0; 8];
    attachment.extend(property(0x3705_0003, 5));
    stream(&mut file, "/__attach_version1.0_#00000001/__properties_version1.0", &attachment);
    stream(&mut file, "/__attach_version1.0_#00000001/__substg1.0_3001001F", &utf16("Ranija poruka"));
    let inner = "/__attach_version1.0_#00000001/__substg1.0_3701000D";
    file.create_storage(inner).unwrap();
    let mut properties = vec![0; 24];
    properties.extend(property(0x0e06_0040, 133_852_184_400_000_000));
    stream(&mut file, &format!("{inner}/__properties_version1.0"), &properties);
    stream(&mut file, &format!("{inner}/__substg1.0_0037001F"), &utf16("Unutra"));
    stream(&mut file, &format!("{inner}/__substg1.0_1000001F"), &utf16("Šest putnika"));
    file.create_storage("/__attach_version1.0_#00000002").unwrap();
    stream(&mut file, "/__attach_version1.0_#00000002/__substg1.0_3707001F", &utf16("lost.pdf"));
    file.flush().unwrap();
    file.into_inner().into_inner()
}

#[test]
fn a_message_in_windows_1251_with_attachments() {
    let (message, outcome) = Collected::from(read, "a.msg", &serbian());
    outcome.unwrap();
    assert_eq!(message.meta.subject.as_deref(), Some("Превоз преко границе"));
    assert_eq!(message.meta.from, ["Јован Тестић <jovan@example.org>"]);
    assert_eq!(message.meta.cc, ["Марија Пробић <marija@example.org>"]);
    assert_eq!(message.meta.date.as_deref(), Some("2025-02-28T12:14:00Z"));
    assert_eq!(message.text(Part::Body), "Возило чека у Љубовији.\nЂорђе");
    assert_eq!(message.members[0], ("списак.txt".to_owned(), b"one two".to_vec()));
    assert_eq!(message.members[1].0, "Ranija poruka.msg");
    assert!(message.gaps.iter().any(|gap| gap.reason == Reason::MissingMember && gap.member.as_deref() == Some("lost.pdf")));
}

#[test]
fn an_attached_message_is_a_message_file_of_its_own() {
    let (outer, _) = Collected::from(read, "a.msg", &serbian());
    let (inner, outcome) = Collected::from(read, "Ranija poruka.msg", &outer.members[1].1);
    outcome.unwrap();
    assert_eq!(inner.meta.subject.as_deref(), Some("Unutra"));
    assert_eq!(inner.text(Part::Body), "Šest putnika");
    assert_eq!(inner.meta.date.as_deref(), Some("2025-02-28T12:14:00Z"));
}

#[test]
fn every_cut_ends_in_a_reason() {
    let bytes = serbian();
    for cut in (0..bytes.len()).step_by(509) {
        let (message, outcome) = Collected::from(read, "a.msg", &bytes[..cut]);
        assert!(outcome.is_err() || !message.gaps.is_empty() || !message.units.is_empty(), "silent at {cut}");
    }
}
