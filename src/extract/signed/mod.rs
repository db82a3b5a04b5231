//! Signed and enveloped files: the signed content is opened, the signatures are named.
//!
//! Not for: judging a signature. Whether it is valid, trusted or qualified is for a verification service; here it is evidence that
//! somebody claims to have signed.
//! Sources: RFC 5652 (Cryptographic Message Syntax), ETSI EN 319 162-1 (ASiC).

pub mod armour;
pub mod asic;
mod ber;
pub mod certificate;

use std::borrow::Cow;
use std::io::{Cursor, Read};

use super::formats::{Format, OWN};
use super::{Failure, Gap, Input, Locator, Meta, Options, Part, Reason, Sink, Unit};
use ber::{INTEGER, OBJECT, SEQUENCE, SET, Value, context};
use certificate::Certificate;

/// Signatures and signed files.
pub const P7M: Format = Format {
    id: "p7m",
    name: "PKCS #7 / CMS",
    media_type: "application/pkcs7-mime",
    extensions: &["p7m", "p7s", "p7c"],
    engine: OWN,
    read,
    reads: "as DER, BER, PEM or Base64: the signed or compressed content as a member; who signed, when, with whose certificate",
    leaves: "signatures are not verified; enveloped content needs a private key (marked `encrypted`)",
    locator: "element: the number of the signature",
    limits: "compressed content up to 1 GiB",
};

/// Object identifiers below 1.2.840.113549.
const PKCS7: [u8; 7] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1];
const LARGEST: u64 = 1 << 30;

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let damaged = || Failure::because(Reason::Corrupt, "the signature file is damaged");
    let bytes = match input.bytes.first() {
        Some(&SEQUENCE) => Cow::Borrowed(input.bytes),
        _ => Cow::Owned(armour::opened(input.bytes).ok_or_else(damaged)?),
    };
    let (outer, _) = ber::first(&bytes).ok_or_else(damaged)?;
    let kind = outer.get(OBJECT).and_then(|object| object.content.strip_prefix(&PKCS7)).ok_or_else(damaged)?;
    let content = outer.get(context(0)).and_then(|content| content.get(SEQUENCE));
    match kind {
        [7, 2] => signed(input, content.ok_or_else(damaged)?, sink),
        [7, 3 | 4 | 6] | [9, 16, 1, 23] => {
            Err(Failure::because(Reason::Encrypted, "the content is encrypted for the holder of a private key"))
        }
        [9, 16, 1, 9] => compressed(input, content.ok_or_else(damaged)?, sink),
        _ => Err(Failure::because(Reason::Unsupported, "this kind of PKCS #7 file holds no document")),
    }
}

fn signed(input: &Input, data: Value<'_>, sink: &mut dyn Sink) -> Result<(), Failure> {
    let certificates: Vec<Certificate<'_>> =
        data.get(context(0)).into_iter().flat_map(Value::values).filter_map(Certificate::parse).collect();
    // The last set holds the signers; the first one the digest algorithms.
    let signers: Vec<String> = data
        .values()
        .filter(|value| value.tag == SET)
        .skip(1)
        .last()
        .into_iter()
        .flat_map(Value::values)
        .map(|signer| describe(signer, &certificates))
        .collect();
    sink.meta(Meta {
        extra: signers.iter().map(|signer| ("signed by (not verified)".to_owned(), signer.clone())).collect(),
        ..Meta::default()
    })?;
    let lines = if signers.is_empty() {
        certificates.iter().map(|c| format!("Certificate of {}; issued by {}", c.subject, c.issuer)).collect()
    } else {
        signers.iter().map(|signer| format!("Signed by {signer}. The signature was not verified.")).collect::<Vec<_>>()
    };
    for (index, text) in lines.into_iter().enumerate() {
        let locator = Locator::Element { number: index as u32 + 1, path: "signature".to_owned() };
        let engine = OWN.to_owned();
        sink.unit(Unit { locator, part: Part::Metadata, text, engine, confidence: None, entry: None })?;
    }
    let enclosed = data.get(SEQUENCE).and_then(|enclosed| enclosed.get(context(0))).and_then(|content| content.values().next());
    match enclosed.map(Value::octets).filter(|content| !content.is_empty()) {
        Some(content) => sink.member(&name_of(input.name, &content), &mut Cursor::new(content))?,
        // A detached signature stands beside its document; a file that calls itself p7m should hold it.
        None if input.name.to_ascii_lowercase().ends_with(".p7m") => {
            sink.gap(Gap::new(Reason::MissingMember, "the signed document is not in this file"))?;
        }
        None => {}
    }
    Ok(())
}

/// Who signed, when, and whose certificate it is.
fn describe(signer: Value<'_>, certificates: &[Certificate<'_>]) -> String {
    let reference = signer.values().find(|value| value.tag == SEQUENCE);
    let issuer = reference.and_then(|r| r.get(SEQUENCE));
    let serial = reference.and_then(|r| r.get(INTEGER)).map(|serial| serial.content);
    let known = certificates.iter().find(|certificate| {
        Some(certificate.serial) == serial && issuer.is_some_and(|issuer| issuer.content == certificate.issuer_raw)
    });
    // A signer may be named by a key only; with one certificate there is no doubt.
    let known = known.or(match certificates {
        [only] => Some(only),
        _ => None,
    });
    let who = match (known, issuer) {
        (Some(certificate), _) => format!("{} (certificate issued by {})", certificate.subject, certificate.issuer),
        (None, Some(issuer)) => format!("the holder of a certificate issued by {}", certificate::name(issuer)),
        (None, None) => "an unnamed key".to_owned(),
    };
    const SIGNING_TIME: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 5];
    let time = signer
        .get(context(0))
        .into_iter()
        .flat_map(Value::values)
        .find(|attribute| attribute.get(OBJECT).is_some_and(|object| object.is(&SIGNING_TIME)))
        .and_then(|attribute| attribute.get(SET))
        .and_then(|values| values.values().next())
        .map(certificate::time);
    match time {
        Some(time) => format!("{who}, claimed time {time}"),
        None => who,
    }
}

fn compressed(input: &Input, data: Value<'_>, sink: &mut dyn Sink) -> Result<(), Failure> {
    let packed = data.values().filter(|value| value.tag == SEQUENCE).find_map(|enclosed| enclosed.get(context(0)));
    let Some(packed) = packed.and_then(|content| content.values().next()).map(Value::octets) else {
        return Err(Failure::because(Reason::Corrupt, "the compressed content is missing"));
    };
    let name = name_of(input.name, b"");
    sink.member(&name, &mut flate2::read::ZlibDecoder::new(packed.as_slice()).take(LARGEST))?;
    Ok(())
}

/// "ugovor.pdf.p7m" holds "ugovor.pdf"; S/MIME calls everything "smime.p7m" and puts a part of a mail into it.
fn name_of(name: &str, content: &[u8]) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let lower = name.to_ascii_lowercase();
    let stem =
        [".p7m", ".p7s", ".p7c"].iter().find(|end| lower.ends_with(**end)).and_then(|end| name.get(..name.len() - end.len()));
    let mime = content.get(..13).is_some_and(|head| head.eq_ignore_ascii_case(b"content-type:"));
    match stem {
        _ if mime => "content.eml".to_owned(),
        Some(stem) if stem.contains('.') => stem.to_owned(),
        _ => "content".to_owned(),
    }
}

#[cfg(test)]
mod tests;
