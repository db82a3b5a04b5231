//! Lines that gather into units of about a page, cited by element: for formats that are trees of values (XML, JSON, calendars).

use super::formats::OWN;
use super::paragraphs::{self, UNIT};
use super::{Locator, Part, Sink, Stopped, Unit};

/// Names shown of a path; a deep one begins with "…".
const SHOWN: usize = 8;
/// A run of Base64 at least this long is a file, not a word.
pub const BASE64: usize = 1024;

/// Collects lines; each unit is cited by the element its first line stands in.
#[derive(Default)]
pub struct Lines {
    text: String,
    at: Option<(u32, String)>,
}

impl Lines {
    /// One line, of the element with this number and path.
    pub fn push(&mut self, line: &str, number: u32, path: &[String]) {
        if self.at.is_none() {
            let from = path.len().saturating_sub(SHOWN);
            let shown = path.get(from..).unwrap_or_default().join("/");
            self.at = Some((number, if from > 0 { format!("…/{shown}") } else { shown }));
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(line);
    }

    /// Hand on what is there if it is about a page.
    pub fn breathe(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        if self.text.len() > UNIT { self.emit(sink) } else { Ok(()) }
    }

    /// Hand on what is there.
    pub fn emit(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let text = std::mem::take(&mut self.text);
        let Some((number, path)) = self.at.take() else { return Ok(()) };
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (piece, after) = paragraphs::split(rest, UNIT * 4);
            rest = after;
            let locator = Locator::Element { number, path: path.clone() };
            let (text, engine) = (piece.to_owned(), OWN.to_owned());
            sink.unit(Unit { locator, part: Part::Body, text, engine, confidence: None, entry: None })?;
        }
        Ok(())
    }
}

/// Long text of nothing but Base64, decoded.
pub fn base64(text: &str) -> Option<Vec<u8>> {
    if text.len() < BASE64 {
        return None;
    }
    let dense: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    let base64 = dense.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='));
    // A word list of plain letters without blanks is no file either.
    let mixed = [u8::is_ascii_uppercase, u8::is_ascii_lowercase, u8::is_ascii_digit].iter().all(|kind| dense.iter().any(kind));
    let blanks = text.len() - dense.len();
    if !base64 || !mixed || dense.len() < BASE64 || blanks * 20 > dense.len() {
        return None;
    }
    mail_parser::decoders::base64::base64_decode(&dense)
}

/// The other direction, for tests.
#[cfg(test)]
pub fn to_base64(content: &[u8]) -> String {
    const TABLE: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in content.chunks(3) {
        let word = chunk.iter().fold(0u32, |w, b| w << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let digit = TABLE[(word >> (18 - 6 * i) & 63) as usize] as char;
            out.push(if i <= chunk.len() { digit } else { '=' });
        }
    }
    out
}
