use std::io::Write;

use super::*;
use crate::extract::testing::Collected;

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut out = vec![tag];
    match length {
        0..0x80 => out.push(length as u8),
        _ => out.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    out.extend_from_slice(content);
    out
}

fn object(below: &[u8]) -> Vec<u8> {
    der(OBJECT, &[&PKCS7[..], below].concat())
}

fn name_of_person(name: &str) -> Vec<u8> {
    der(SEQUENCE, &der(SET, &der(SEQUENCE, &[der(OBJECT, &[0x55, 4, 3]), der(0x0c, name.as_bytes())].concat())))
}

fn certificate() -> Vec<u8> {
    let validity = der(SEQUENCE, &[der(0x17, b"250101000000Z"), der(0x18, b"20300101000000Z")].concat());
    let body = [
        der(context(0), &der(INTEGER, &[2])),
        der(INTEGER, &[7, 7]),
        der(SEQUENCE, &[]),
        name_of_person("Izdavalac (izmišljen)"),
        validity,
        name_of_person("Ana Petrović (izmišljena)"),
        der(SEQUENCE, &[]),
    ]
    .concat();
    der(SEQUENCE, &[der(SEQUENCE, &body), der(SEQUENCE, &[]), der(3, &[0])].concat())
}

fn signed_file(content: Option<&[u8]>) -> Vec<u8> {
    let enclosed = content.map(|c| der(context(0), &der(4, c))).unwrap_or_default();
    let time = der(SEQUENCE, &[object(&[9, 5]), der(SET, &der(0x17, b"260304050607Z"))].concat());
    let reference = der(SEQUENCE, &[name_of_person("Izdavalac (izmišljen)"), der(INTEGER, &[7, 7])].concat());
    let signer = der(SEQUENCE, &[der(INTEGER, &[1]), reference, der(SEQUENCE, &[]), der(context(0), &time)].concat());
    let data = [
        der(INTEGER, &[1]),
        der(SET, &[]),
        der(SEQUENCE, &[object(&[7, 1]), enclosed].concat()),
        der(context(0), &certificate()),
        der(SET, &signer),
    ]
    .concat();
    der(SEQUENCE, &[object(&[7, 2]), der(context(0), &der(SEQUENCE, &data))].concat())
}

#[test]
fn the_signed_content_is_opened_and_the_signer_named() {
    let (found, outcome) = Collected::from(read, "ugovor.pdf.p7m", &signed_file(Some(b"%PDF-1.4 sadrzaj")));
    assert!(outcome.is_ok() && found.gaps.is_empty(), "{outcome:?} {:?}", found.gaps);
    assert_eq!(found.members, [("ugovor.pdf".to_owned(), b"%PDF-1.4 sadrzaj".to_vec())]);
    assert_eq!(
        found.text(Part::Metadata),
        "Signed by CN=Ana Petrović (izmišljena) (certificate issued by CN=Izdavalac (izmišljen)), claimed time 2026-03-04T05:06:07Z. \
         The signature was not verified."
    );
    let (mime, _) = Collected::from(read, "smime.p7m", &signed_file(Some(b"Content-Type: text/plain\r\n\r\nzdravo")));
    assert_eq!(mime.members[0].0, "content.eml");
}

#[test]
fn a_detached_signature_is_whole_and_an_empty_p7m_is_not() {
    let (found, outcome) = Collected::from(read, "potpis.p7s", &signed_file(None));
    assert!(outcome.is_ok() && found.gaps.is_empty() && found.members.is_empty());
    let (found, _) = Collected::from(read, "ugovor.p7m", &signed_file(None));
    assert!(found.has_gap(Reason::MissingMember));
}

#[test]
fn enveloped_content_is_encrypted_and_compressed_content_is_opened() {
    let enveloped = der(SEQUENCE, &[object(&[7, 3]), der(context(0), &der(SEQUENCE, &[]))].concat());
    let (_, outcome) = Collected::from(read, "a.p7m", &enveloped);
    assert!(matches!(outcome, Err(Failure::Unreadable(gap)) if gap.reason == Reason::Encrypted));
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(b"zapis").unwrap();
    let enclosed = der(SEQUENCE, &[object(&[7, 1]), der(context(0), &der(4, &packer.finish().unwrap()))].concat());
    let data = [der(INTEGER, &[0]), der(SEQUENCE, &[]), enclosed].concat();
    let packed = der(SEQUENCE, &[object(&[9, 16, 1, 9]), der(context(0), &der(SEQUENCE, &data))].concat());
    let (found, _) = Collected::from(read, "a.txt.p7m", &packed);
    assert_eq!(found.members, [("a.txt".to_owned(), b"zapis".to_vec())]);
}

#[test]
fn cut_files_and_rubbish_are_corrupt_or_partial_but_never_a_crash() {
    let whole = signed_file(Some(b"sadrzaj"));
    for end in 0..whole.len() {
        let _ = Collected::from(read, "a.p7m", &whole[..end]);
    }
    let (_, outcome) = Collected::from(read, "a.p7m", &[0x30, 0x80].repeat(100_000));
    assert!(matches!(outcome, Err(Failure::Unreadable(gap)) if gap.reason == Reason::Corrupt));
}

#[test]
fn a_certificate_tells_its_names() {
    let (found, outcome) = Collected::from(certificate::CERTIFICATE.read, "a.cer", &certificate());
    assert!(outcome.is_ok());
    let expected = "Subject: CN=Ana Petrović (izmišljena)\nIssuer: CN=Izdavalac (izmišljen)\nSerial number: 0707\n\
                    Valid: 2025-01-01T00:00:00Z to 2030-01-01T00:00:00Z";
    assert_eq!(found.text(Part::Metadata), expected);
}

#[test]
fn a_container_misses_what_its_signature_covers() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("mimetype", "application/vnd.etsi.asic-e+zip"),
        ("zapisnik č.txt", "zapis"),
        (
            "META-INF/signatures0.xml",
            "<ds:Signature><ds:Reference URI='zapisnik%20%C4%8D.txt'/><ds:Reference URI='nalog.pdf'/><ds:Reference URI='#props'/></ds:Signature>",
        ),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored))
            .unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(crate::extract::sniff::sniff(&bytes, "a.asice").id, "asic");
    let (found, outcome) = Collected::from(asic::ASIC.read, "a.asice", &bytes);
    assert!(outcome.is_ok());
    let missing: Vec<_> = found.gaps.iter().map(|gap| (gap.reason, gap.member.as_deref())).collect();
    assert_eq!(missing, [(Reason::MissingMember, Some("nalog.pdf"))]);
    assert_eq!(found.members.len(), 3);
    assert!(found.text(Part::Metadata).contains("META-INF/signatures0.xml"));
}

/// The DER file of the fixture case as text, in every dress it is sent in.
#[test]
fn signed_files_in_pem_and_base64_are_read_like_the_plain_ones() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/case/05-posta/naredba.p7m");
    let der = std::fs::read(file).unwrap();
    let (plain, _) = Collected::from(read, "naredba.txt.p7m", &der);
    assert!(plain.gaps.is_empty() && plain.members.len() == 1, "{plain:?}");
    let one = crate::extract::lines::to_base64(&der);
    let lines: String = one.as_bytes().chunks(64).map(|line| format!("{}\r\n", std::str::from_utf8(line).unwrap())).collect();
    for (name, text) in [
        ("naredba.txt.p7m", one.clone()),
        ("naredba.txt.p7m", format!("\u{feff}{lines}")),
        ("naredba.txt.p7m", format!("-----BEGIN PKCS7-----\r\n{lines}-----END PKCS7-----\r\n")),
        ("naredba.txt.p7s", format!("Potpis (izmišljen)\n-----BEGIN CMS-----\n{lines}-----END CMS-----\n")),
        ("naredba.pem", format!("-----BEGIN PKCS #7 SIGNED DATA-----\n{one}\n-----END PKCS #7 SIGNED DATA-----\n")),
    ] {
        assert_eq!(crate::extract::sniff::sniff(text.as_bytes(), name).id, "p7m", "{name}: {text}");
        let (found, outcome) = Collected::from(crate::extract::extract, name, text.as_bytes());
        assert!(outcome.is_ok() && found.gaps.is_empty(), "{name}: {:?} {outcome:?}", found.gaps);
        assert_eq!((found.members[0].1.as_slice(), &found.units), (plain.members[0].1.as_slice(), &plain.units), "{name}");
    }
    for (name, text) in [
        ("pismo.txt", one.as_str()),
        ("pismo.p7m", "obican tekst bez potpisa"),
        ("kljuc.pem", "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----\n"),
    ] {
        assert_ne!(crate::extract::sniff::sniff(text.as_bytes(), name).id, "p7m", "{name}");
    }
    // Cut off: what there is of it, and never a crash.
    for end in [40, 100, 400, one.len() - 3] {
        let _ = Collected::from(read, "a.p7m", &one.as_bytes()[..end]);
    }
}
