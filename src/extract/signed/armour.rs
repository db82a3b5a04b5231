//! Signature files written as text: PEM (RFC 7468, "PKCS7" and "CMS"; older OpenSSL wrote "PKCS #7 SIGNED DATA"), or Base64 alone.

use crate::extract::sniff::find;

/// Labels that stand for a PKCS #7 or CMS file.
const LABELS: [&str; 3] = ["PKCS7", "CMS", "PKCS #7 SIGNED DATA"];

/// Whether a text, without blanks before it, is a signature file in PEM; with a telling extension also in Base64 alone.
pub fn looks_like(start: &str, extension: &str) -> bool {
    let named = matches!(extension, "p7m" | "p7s" | "p7c");
    let pem = |text: &str| LABELS.iter().any(|label| text.starts_with(&format!("-----BEGIN {label}-----")));
    if pem(start) || named && start.split('\n').any(pem) {
        return true;
    }
    let beginning: String = start.chars().filter(|c| !c.is_ascii_whitespace()).take(88).collect();
    named
        && decoded(beginning.as_bytes())
            .is_some_and(|bytes| bytes.first() == Some(&0x30) && find(&bytes, &super::PKCS7).is_some())
}

/// The bytes a text stands for: what is between the marks, or all of it. Nothing where it is no Base64.
pub fn opened(bytes: &[u8]) -> Option<Vec<u8>> {
    const BEGIN: &[u8] = b"-----BEGIN ";
    let Some(at) = find(bytes, BEGIN) else { return decoded(bytes) };
    let after = bytes.get(at..)?;
    let body = after.get(after.iter().position(|byte| *byte == b'\n')?..)?;
    // Without an end the file was cut off; what there is of it is shown.
    decoded(body.get(..find(body, b"-----END").unwrap_or(body.len()))?)
}

fn decoded(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut dense: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace() && *byte != 0).collect();
    if !dense.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=')) {
        return None;
    }
    dense.truncate(dense.len() / 4 * 4);
    mail_parser::decoders::base64::base64_decode(&dense).filter(|bytes| !bytes.is_empty())
}
