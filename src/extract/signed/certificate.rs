//! Names and dates in X.509 certificates (RFC 5280).

use super::ber::{self, INTEGER, OBJECT, SEQUENCE, SET, Value};
use crate::extract::formats::{Format, OWN};
use crate::extract::{Failure, Input, Locator, Meta, Options, Part, Reason, Sink, Unit};

/// A certificate on its own, as signed documents carry them.
pub const CERTIFICATE: Format = Format {
    id: "x509",
    name: "Certificate",
    media_type: "application/pkix-cert",
    extensions: &["cer", "crt", "der"],
    engine: OWN,
    read,
    reads: "subject, issuer, serial number and validity",
    leaves: "keys and extensions; nothing is verified",
    locator: "element",
    limits: "",
};

/// What a certificate says.
pub struct Certificate<'a> {
    pub subject: String,
    pub issuer: String,
    /// Issuer and serial number as they are written, by which signatures refer to it.
    pub issuer_raw: &'a [u8],
    pub serial: &'a [u8],
    from: String,
    to: String,
}

impl<'a> Certificate<'a> {
    pub fn parse(value: Value<'a>) -> Option<Certificate<'a>> {
        let body = value.get(SEQUENCE)?;
        let mut fields = body.values().filter(|field| field.tag != ber::context(0));
        let serial = fields.next().filter(|field| field.tag == INTEGER)?;
        let issuer = fields.nth(1)?;
        let validity = fields.next()?;
        let subject = fields.next()?;
        let mut dates = validity.values().map(time);
        Some(Certificate {
            subject: name(subject),
            issuer: name(issuer),
            issuer_raw: issuer.content,
            serial: serial.content,
            from: dates.next().unwrap_or_default(),
            to: dates.next().unwrap_or_default(),
        })
    }

    /// The lines that are searched.
    fn lines(&self) -> String {
        let serial: String = self.serial.iter().map(|byte| format!("{byte:02x}")).collect();
        format!(
            "Subject: {}\nIssuer: {}\nSerial number: {serial}\nValid: {} to {}",
            self.subject, self.issuer, self.from, self.to
        )
    }
}

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let Some(certificate) = ber::first(input.bytes).and_then(|(value, _)| Certificate::parse(value)) else {
        return Err(Failure::because(Reason::Corrupt, "the certificate cannot be read"));
    };
    sink.meta(Meta { title: Some(certificate.subject.clone()), ..Meta::default() })?;
    sink.unit(Unit {
        locator: Locator::Element { number: 1, path: "certificate".to_owned() },
        part: Part::Metadata,
        text: certificate.lines(),
        engine: OWN.to_owned(),
        confidence: None,
        entry: None,
    })?;
    Ok(())
}

/// A distinguished name: "CN=…, O=…, C=…", in the order people read it.
pub fn name(value: Value<'_>) -> String {
    let label = |object: &[u8]| match object {
        [0x55, 4, 3] => "CN",
        [0x55, 4, 4] => "SN",
        [0x55, 4, 42] => "GN",
        [0x55, 4, 5] => "serialNumber",
        [0x55, 4, 6] => "C",
        [0x55, 4, 7] => "L",
        [0x55, 4, 10] => "O",
        [0x55, 4, 11] => "OU",
        [0x55, 4, 12] => "title",
        [0x55, 4, 97] => "organizationIdentifier",
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1] => "email",
        _ => "",
    };
    let mut parts: Vec<String> = value
        .values()
        .filter(|set| set.tag == SET)
        .flat_map(Value::values)
        .filter_map(|pair| {
            let mut fields = pair.values();
            let object = fields.next().filter(|field| field.tag == OBJECT)?;
            let text = fields.next()?.text();
            let label = label(object.content);
            Some(if label.is_empty() { text } else { format!("{label}={text}") })
        })
        .collect();
    parts.reverse();
    parts.join(", ")
}

/// UTCTime and GeneralizedTime as RFC 3339; as written where it is neither.
pub fn time(value: Value<'_>) -> String {
    let text = value.text();
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let full = match (value.tag, digits.len()) {
        // RFC 5280: two digits from 50 on are the last century.
        (0x17, 12) => format!("{}{digits}", if digits.as_str() >= "50" { "19" } else { "20" }),
        (0x18, 14) => digits,
        _ => return text,
    };
    let field = |from: usize, to: usize| full.get(from..to).unwrap_or_default();
    let zone = if text.ends_with('Z') { "Z" } else { "" };
    format!("{}-{}-{}T{}:{}:{}{zone}", field(0, 4), field(4, 6), field(6, 8), field(8, 10), field(10, 12), field(12, 14))
}
