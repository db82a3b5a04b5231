//! Names and bytes of the parts of a message that are files.

use std::borrow::Cow;

use super::base64;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, MessagePart, MimeHeaders, PartType};

/// The name a part has, or one made from its number and type.
pub fn name(part: &MessagePart<'_>, number: usize) -> String {
    if let Some(name) = part.attachment_name().map(str::trim).filter(|name| !name.is_empty()) {
        return name.to_owned();
    }
    let extension =
        match (part.content_type().map(|t| t.ctype().to_ascii_lowercase()), part.content_type().and_then(|t| t.subtype())) {
            (Some(kind), _) if kind == "message" => "eml",
            (_, Some(subtype)) => match subtype.to_ascii_lowercase().as_str() {
                "plain" => "txt",
                "html" => "html",
                "jpeg" | "pjpeg" => "jpg",
                "png" => "png",
                "gif" => "gif",
                "pdf" => "pdf",
                "calendar" => "ics",
                "ms-tnef" => "dat",
                "pkcs7-mime" | "x-pkcs7-mime" => "p7m",
                "pkcs7-signature" | "x-pkcs7-signature" => "p7s",
                "pgp-signature" => "asc",
                "rtf" => "rtf",
                "zip" => "zip",
                _ => "bin",
            },
            _ => "bin",
        };
    format!("part-{number}.{extension}")
}

/// The bytes of a part before any charset: its transfer encoding is taken off, nothing else.
pub fn bytes<'m>(part: &'m MessagePart<'_>, raw: &'m [u8]) -> Cow<'m, [u8]> {
    match &part.body {
        PartType::Binary(bytes) | PartType::InlineBinary(bytes) => Cow::Borrowed(bytes.as_ref()),
        PartType::Message(message) if part.encoding != Encoding::None => Cow::Borrowed(message.raw_message.as_ref()),
        _ => transfer_decoded(part, raw).unwrap_or(Cow::Borrowed(slice(part, raw))),
    }
}

/// A text part's bytes in their own charset. None where the transfer encoding is broken.
pub fn transfer_decoded<'m>(part: &MessagePart<'_>, raw: &'m [u8]) -> Option<Cow<'m, [u8]>> {
    let body = slice(part, raw);
    match part.encoding {
        Encoding::None => Some(Cow::Borrowed(body)),
        Encoding::Base64 => base64_decode(body).map(Cow::Owned),
        Encoding::QuotedPrintable => quoted_printable_decode(body).map(Cow::Owned),
    }
}

/// What can be decoded of a part whose transfer encoding the parser gave up; nothing where it did not.
pub fn unclean(part: &MessagePart<'_>, raw: &[u8]) -> Option<base64::Decoded> {
    let declared = part.content_transfer_encoding().filter(|_| part.is_encoding_problem)?.trim().to_ascii_lowercase();
    let body = slice(part, raw);
    match declared.as_str() {
        "base64" => Some(base64::decode(body)),
        // A part without its closing boundary is handed back undecoded.
        "quoted-printable" => quoted_printable_decode(body).map(|bytes| base64::Decoded { bytes, ..base64::Decoded::default() }),
        _ => None,
    }
}

/// The bytes of a part as they stand in the message.
pub fn slice<'m>(part: &MessagePart<'_>, raw: &'m [u8]) -> &'m [u8] {
    raw.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default()
}
