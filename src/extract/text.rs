//! Plain text and logs: encoding found, blank lines part paragraphs, long lines are split, nothing is dropped.

use super::formats::{Format, OWN};
use super::paragraphs::{self, Paragraphs};
use super::{Failure, Input, Locator, Meta, Options, Part, Sink, Unit};
use crate::language::encoding;

/// Text in paragraphs.
pub const TEXT: Format = Format {
    id: "text",
    name: "Plain text",
    media_type: "text/plain",
    extensions: &["txt", "text", "md", "asc"],
    engine: OWN,
    read: read_text,
    reads: "the whole text; UTF-8, UTF-16, UTF-32, windows-125x, ISO-8859-x, KOI8, IBM866 and code page 852 are recognised, East Asian encodings too",
    leaves: "EBCDIC",
    locator: "paragraph (parted by blank lines; by lines where there are none)",
    limits: "",
};

/// Text in lines.
pub const LOG: Format = Format {
    id: "log",
    name: "Log",
    media_type: "text/x-log",
    extensions: &["log"],
    engine: OWN,
    read: read_log,
    reads: "every line; encodings as for plain text",
    leaves: "",
    locator: "lines",
    limits: "",
};

/// A block longer than this was not written in paragraphs: count lines instead.
const LONG_BLOCK: usize = 8000;
/// Lines in one unit of a log.
const LOG_LINES: u64 = 60;

fn read_text(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let text = decoded(input, sink)?;
    let mut paragraphs = Paragraphs::new(OWN, Part::Body);
    for block in blocks(&text) {
        paragraphs.push(block, sink)?;
    }
    paragraphs.finish(sink)?;
    Ok(())
}

fn read_log(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let text = decoded(input, sink)?;
    let mut unit = String::new();
    let mut first = 1;
    let mut last = 0;
    for line in text.split('\n') {
        last += 1;
        let mut rest = line.trim_end_matches('\r');
        loop {
            let (piece, after) = paragraphs::split(rest, LONG_BLOCK);
            unit.push_str(piece);
            unit.push('\n');
            rest = after;
            if unit.len() > paragraphs::UNIT * 2 || last - first + 1 >= LOG_LINES {
                lines(&mut unit, first, last, sink)?;
                first = if rest.is_empty() { last + 1 } else { last };
            }
            if rest.is_empty() {
                break;
            }
        }
    }
    Ok(lines(&mut unit, first, last, sink)?)
}

fn lines(text: &mut String, first: u64, last: u64, sink: &mut dyn Sink) -> Result<(), super::Stopped> {
    let text = std::mem::take(text);
    let text = text.trim_end();
    if text.trim().is_empty() {
        return Ok(());
    }
    // Blank lines at the end were cut off; the locator does not claim them.
    let last = last.min(first + text.bytes().filter(|b| *b == b'\n').count() as u64);
    let locator = Locator::Line { first, last };
    sink.unit(Unit { locator, part: Part::Body, text: text.to_owned(), engine: OWN.to_owned(), confidence: None, entry: None })
}

/// The text, its encoding noted in the record, and a gap if bytes were lost.
pub(super) fn decoded(input: &Input, sink: &mut dyn Sink) -> Result<String, super::Stopped> {
    let decoded = encoding::decode(input.bytes, None);
    sink.meta(Meta { extra: vec![("encoding".to_owned(), decoded.encoding.to_owned())], ..Meta::default() })?;
    if decoded.lossy {
        sink.gap(paragraphs::lossy(decoded.encoding))?;
    }
    Ok(decoded.text)
}

/// Paragraphs: parted by blank lines, or by every line end where the text has hardly any blank line.
fn blocks(text: &str) -> Vec<&str> {
    let mut blocks = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            blocks.push(&text[start..at]);
            start = at + line.len();
        }
        at += line.len();
    }
    blocks.push(&text[start..]);
    blocks.retain(|block| !block.trim().is_empty());
    blocks.into_iter().flat_map(|block| if block.len() > LONG_BLOCK { block.lines().collect() } else { vec![block] }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::collect::Collected;
    use super::*;

    fn read(reader: super::super::formats::Reader, bytes: &[u8]) -> Collected {
        let mut sink = Collected::default();
        reader(&Input { bytes, name: "a.txt" }, &Options::default(), &mut sink).unwrap();
        sink
    }

    #[test]
    fn paragraphs_are_counted_from_one() {
        let sink = read(read_text, "prvi\nred\n\n\ndrugi \r\n\r\nтрећи".as_bytes());
        assert_eq!(sink.text(), "prvi\nred\ndrugi\nтрећи");
        assert_eq!(sink.units[0].locator, Locator::Paragraph { number: 1, last: Some(3), heading: None });
    }

    #[test]
    fn a_text_without_blank_lines_is_cited_by_lines() {
        let text: String = (1..=400).map(|i| format!("line {i} with some words in it to make it long\n")).collect();
        let sink = read(read_text, text.as_bytes());
        let Locator::Paragraph { number, .. } = sink.units[1].locator else { panic!() };
        assert!(sink.units[1].text.starts_with(&format!("line {number} ")));
    }

    #[test]
    fn log_units_know_their_lines() {
        let text: String = (1..=150).map(|i| format!("2026-01-02 event {i}\n")).collect();
        let sink = read(read_log, text.as_bytes());
        let locators: Vec<_> = sink.units.iter().map(|u| u.locator.label()).collect();
        assert_eq!(locators, ["lines 1–60", "lines 61–120", "lines 121–150"]);
        assert!(sink.units[1].text.starts_with("2026-01-02 event 61\n"));
    }
}
