//! Chats and phones: one message, call or entry is one unit, with time, sender, receivers, media and place as the source tells them.
//!
//! Times keep the zone the source names; where it names none they stay local, without an offset.

pub(crate) mod cellebrite;
mod columns;
mod headings;
pub mod mapping;
pub(crate) mod phone_xml;
pub(crate) mod records;
mod settled;
pub(crate) mod signal;
mod stamps;
mod table_dates;
pub(crate) mod telegram;
pub(crate) mod ufdr;
pub(crate) mod whatsapp;

use super::{Entry, Locator, Part, Sink, Stopped, Unit};

/// The id of the chat or phone format a text file is in, judged by its beginning.
pub(super) fn kind_of_text(head: &str, extension: &str) -> Option<&'static str> {
    match head.chars().next()? {
        '<' if cellebrite::looks_like(head) => Some(cellebrite::REPORT.id),
        '<' if phone_xml::looks_like(head) => Some(phone_xml::PHONE_XML.id),
        '<' if telegram::looks_like_html(head) => Some(telegram::HTML.id),
        '{' if telegram::looks_like_json(head) => Some(telegram::JSON.id),
        '<' | '{' => None,
        'C' if signal::looks_like(head) => Some(signal::SIGNAL.id),
        _ if whatsapp::looks_like(head) => Some(whatsapp::CHAT.id),
        _ if matches!(extension, "txt" | "") && whatsapp::looks_unknown(head) => Some(whatsapp::CHAT.id),
        _ if matches!(extension, "csv" | "tsv" | "txt" | "") && records::looks_like(head) => Some(records::RECORDS.id),
        _ => None,
    }
}

/// Name of the readers whose units are dated entries: the beginning of `engine` of their documents.
pub const ENTRIES_ENGINE: &str = "rogatory-chat";

/// Readers of our own are versioned with the program.
const ENGINE: &str = concat!("rogatory-chat ", env!("CARGO_PKG_VERSION"));

/// Hands on entries and counts them.
struct Entries<'s> {
    sink: &'s mut dyn Sink,
    number: u64,
}

impl<'s> Entries<'s> {
    fn new(sink: &'s mut dyn Sink) -> Entries<'s> {
        Entries { sink, number: 0 }
    }

    /// One entry. Its text begins with the sender, as every chat shows it.
    fn put(&mut self, entry: Entry, text: &str) -> Result<(), Stopped> {
        let shown = match &entry.sender {
            Some(sender) => format!("{sender}: {}", text.trim()),
            None => text.trim().to_owned(),
        };
        self.put_as_is(entry, &shown)
    }

    /// One entry whose text names the sender already.
    fn put_as_is(&mut self, mut entry: Entry, shown: &str) -> Result<(), Stopped> {
        self.number += 1;
        // A source that names no zone may still write an offset.
        entry.zone = entry.zone.take().or_else(|| entry.time.as_deref().and_then(zone_named));
        self.sink.unit(Unit {
            locator: Locator::Message { number: self.number, time: entry.time.clone(), sender: entry.sender.clone() },
            part: Part::Body,
            text: shown.to_owned(),
            engine: ENGINE.to_owned(),
            confidence: None,
            entry: Some(Box::new(entry)),
        })?;
        if self.number.is_multiple_of(1000) {
            self.sink.progress()?;
        }
        Ok(())
    }
}

/// Marks that only steer the direction or the joining of letters: messengers put them before names and attachments.
fn without_marks(text: &str) -> String {
    text.chars().filter(|c| !matches!(*c as u32, 0x200b | 0x200e | 0x200f | 0x202a..=0x202e | 0x2066..=0x2069 | 0xfeff)).collect()
}

/// The zone a written time names: "UTC+1" in "11/02/2026 02:41:00(UTC+1)", else the offset behind a clock ("+01:00"; "Z" as "UTC").
fn zone_named(written: &str) -> Option<String> {
    let written = written.trim();
    for name in ["UTC", "GMT"] {
        if let Some(at) = written.find(name) {
            let rest = &written[at..];
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | ':'))).unwrap_or(rest.len());
            return Some(rest[..end].to_owned());
        }
    }
    let clock = &written[written.find(':')?..];
    if clock.ends_with('Z') {
        return Some("UTC".to_owned());
    }
    let offset = &clock[clock.rfind(['+', '-'])?..];
    let digits = offset[1..].chars().filter(char::is_ascii_digit).count();
    (digits > 0 && offset[1..].chars().all(|c| c.is_ascii_digit() || c == ':')).then(|| offset.to_owned())
}

#[cfg(test)]
mod tests;
