//! A message as units and facts.

use std::collections::HashSet;

use super::properties::{Properties, Value, tag};
use crate::extract::{Gap, Locator, Meta, Part, Reason, Sink, Stopped, Unit, codepage, markup, rtf};

/// A message with its recipients; attachments are handed over as members by the container's reader.
#[derive(Debug, Default)]
pub(crate) struct Message {
    pub properties: Properties,
    pub recipients: Vec<Properties>,
    pub attachments: Vec<String>,
}

/// Largest HTML body looked at.
const LARGEST_HTML: usize = 64 << 20;

impl Message {
    /// Facts for the record.
    pub(crate) fn meta(&self) -> Meta {
        let p = &self.properties;
        let sender = address(
            p.text(tag::SENT_REPRESENTING_NAME).or_else(|| p.text(tag::SENDER_NAME)),
            [tag::SENT_REPRESENTING_SMTP, tag::SENDER_SMTP, tag::SENT_REPRESENTING_ADDRESS, tag::SENDER_ADDRESS]
                .into_iter()
                .filter_map(|id| p.text(id)),
        );
        let mut meta = Meta {
            title: p.text(tag::SUBJECT).map(str::to_owned),
            subject: p.text(tag::SUBJECT).map(str::to_owned),
            date: [tag::CLIENT_SUBMIT_TIME, tag::DELIVERY_TIME, tag::CREATION_TIME]
                .into_iter()
                .find_map(|id| p.time(id))
                .map(str::to_owned),
            from: sender.into_iter().collect(),
            message_id: p.text(tag::INTERNET_MESSAGE_ID).map(str::to_owned),
            in_reply_to: p.text(tag::IN_REPLY_TO).map(str::to_owned),
            ..Meta::default()
        };
        for recipient in &self.recipients {
            let Some(person) = address(
                recipient.text(tag::DISPLAY_NAME),
                [tag::SMTP_ADDRESS, tag::ADDRESS].into_iter().filter_map(|id| recipient.text(id)),
            ) else {
                continue;
            };
            match recipient.number(tag::RECIPIENT_TYPE).unwrap_or(1) & 0xf {
                2 => meta.cc.push(person),
                3 => meta.bcc.push(person),
                _ => meta.to.push(person),
            }
        }
        for (list, id) in [(&mut meta.to, tag::DISPLAY_TO), (&mut meta.cc, tag::DISPLAY_CC), (&mut meta.bcc, tag::DISPLAY_BCC)] {
            if list.is_empty() {
                list.extend(
                    p.text(id)
                        .into_iter()
                        .flat_map(|names| names.split(';'))
                        .map(|name| name.trim().to_owned())
                        .filter(|name| !name.is_empty()),
                );
            }
        }
        if let Some(class) = p.text(tag::MESSAGE_CLASS).filter(|class| !class.eq_ignore_ascii_case("IPM.Note")) {
            meta.extra.push(("message class".into(), class.into()));
        }
        if let Some(received) = p.time(tag::DELIVERY_TIME) {
            meta.extra.push(("received".into(), received.into()));
        }
        meta
    }

    /// Headers, bodies and, for entries that are no mail, their own properties, as units numbered from `first`. Returns the next number.
    pub(crate) fn units(&self, engine: &str, first: u32, sink: &mut dyn Sink) -> Result<u32, Stopped> {
        let mut number = first;
        let mut put = |name: &str, part: Part, text: String, sink: &mut dyn Sink| -> Result<(), Stopped> {
            for piece in pieces(&text) {
                sink.unit(Unit {
                    locator: Locator::MailPart { number, name: name.to_owned() },
                    part,
                    text: piece.to_owned(),
                    engine: engine.to_owned(),
                    confidence: None,
                    entry: None,
                })?;
                number = number.saturating_add(1);
            }
            Ok(())
        };
        put("headers", Part::Metadata, self.headers(), sink)?;
        let bodies = self.bodies(sink)?;
        for (name, text) in bodies {
            put(name, Part::Body, text, sink)?;
        }
        put("properties", Part::Metadata, self.own_properties(), sink)?;
        Ok(number)
    }

    fn headers(&self) -> String {
        let meta = self.meta();
        let mut lines = Vec::new();
        let mut line = |label: &str, values: &[String]| {
            if !values.is_empty() {
                lines.push(format!("{label}: {}", values.join("; ")));
            }
        };
        line("From", &meta.from);
        line("To", &meta.to);
        line("Cc", &meta.cc);
        line("Bcc", &meta.bcc);
        line("Date", meta.date.as_slice());
        line("Subject", meta.subject.as_slice());
        line("Attachments", &self.attachments);
        lines.join("\n")
    }

    /// The bodies that say something: the plain one, and the HTML or RTF one where it has words the plain one lacks.
    pub(crate) fn bodies(&self, sink: &mut dyn Sink) -> Result<Vec<(&'static str, String)>, Stopped> {
        let p = &self.properties;
        let mut bodies: Vec<(&'static str, String)> = Vec::new();
        if let Some(text) = p.text(tag::BODY) {
            bodies.push(("body", text.replace("\r\n", "\n")));
        }
        let html = match (p.text(tag::HTML), p.bytes(tag::HTML)) {
            (Some(text), _) => Some(markup::text(text)),
            (None, Some(bytes)) => {
                if bytes.len() > LARGEST_HTML {
                    sink.gap(Gap::new(
                        Reason::SizeLimit,
                        format!("the HTML body is larger than {} MiB; its beginning was read", LARGEST_HTML >> 20),
                    ))?;
                }
                let bytes = bytes.get(..bytes.len().min(LARGEST_HTML)).unwrap_or_default();
                Some(markup::text(&decode_html(bytes, p)))
            }
            (None, None) => None,
        };
        if let Some(html) = html.filter(|html| adds_words(html, &bodies)) {
            bodies.push(("body (html)", html));
        }
        if let Some(compressed) = p.bytes(tag::RTF_COMPRESSED).filter(|bytes| !bytes.is_empty()) {
            match super::decompress(compressed) {
                Some((bytes, whole)) => {
                    if !whole {
                        sink.gap(Gap::new(Reason::Truncated, "the RTF body of the message ends too early"))?;
                    }
                    let text = rtf::body_text(&bytes);
                    if adds_words(&text, &bodies) {
                        bodies.push(("body (rtf)", text));
                    }
                }
                None => sink.gap(Gap::new(Reason::Corrupt, "the RTF body of the message cannot be unpacked"))?,
            }
        }
        Ok(bodies)
    }

    /// The HTML body as it was sent, decoded.
    pub(crate) fn html(&self) -> Option<String> {
        let bytes = self.properties.bytes(tag::HTML)?;
        let bytes = bytes.get(..bytes.len().min(LARGEST_HTML)).unwrap_or_default();
        Some(decode_html(bytes, &self.properties))
    }

    /// What an appointment, contact, task or report says outside its body.
    pub(crate) fn own_properties(&self) -> String {
        let class = self.properties.text(tag::MESSAGE_CLASS).unwrap_or("IPM.Note").to_ascii_lowercase();
        if class == "ipm.note" || class.starts_with("ipm.note.") {
            return String::new();
        }
        let mut lines: Vec<String> = Vec::new();
        for (id, value) in self.properties.iter() {
            // 0x3A00–0x3AFF: names, phones and addresses of a person.
            if !(0x3a00..0x3b00).contains(&id) {
                continue;
            }
            match value {
                Value::Text(text) if !text.trim().is_empty() => lines.push(text.trim().to_owned()),
                Value::Time(time) => lines.push(time.clone()),
                _ => {}
            }
        }
        lines.extend(self.properties.named.iter().map(|(name, value)| format!("{name}: {value}")));
        lines.dedup();
        lines.join("\n")
    }
}

/// HTML bytes by what they say themselves, then by the message's code page.
fn decode_html(bytes: &[u8], properties: &Properties) -> String {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(2048)).unwrap_or_default()).to_ascii_lowercase();
    let declared = head.split_once("charset=").map(|(_, rest)| rest.trim_start_matches(['"', '\'']));
    let label =
        declared.and_then(|rest| rest.split(|c: char| c == '"' || c == '\'' || c == '>' || c == ';' || c.is_whitespace()).next());
    let page = properties
        .number(tag::INTERNET_CODE_PAGE)
        .and_then(|page| u16::try_from(page).ok())
        .filter(|page| codepage::known(*page));
    if let Some(page) = page {
        return codepage::decode(bytes, page).0;
    }
    match label.and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes())) {
        Some(encoding) => encoding.decode(bytes).0.into_owned(),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => codepage::decode(bytes, properties.code_page().unwrap_or(1252)).0,
        },
    }
}

fn address<'a>(name: Option<&str>, addresses: impl Iterator<Item = &'a str>) -> Option<String> {
    // An Exchange directory name ("/o=…/cn=…") is no address a person would search for.
    let address = addresses.filter(|address| !address.starts_with('/')).find(|address| !address.is_empty());
    match (name.map(|name| name.trim_matches('\'')), address) {
        (Some(name), Some(address)) if !name.eq_ignore_ascii_case(address) => Some(format!("{name} <{address}>")),
        (_, Some(address)) => Some(address.to_owned()),
        (Some(name), None) => Some(name.to_owned()),
        (None, None) => None,
    }
}

/// Whether a second body has words the first ones lack.
fn adds_words(text: &str, bodies: &[(&'static str, String)]) -> bool {
    let words = |text: &str| -> HashSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2).map(str::to_lowercase).collect()
    };
    let known: HashSet<String> = bodies.iter().flat_map(|(_, text)| words(text)).collect();
    words(text).iter().any(|word| !known.contains(word))
}

/// A long body in pieces of a few pages, cut at line ends.
fn pieces(text: &str) -> Vec<&str> {
    const LONGEST: usize = 16 * 1024;
    let mut pieces = Vec::new();
    let mut rest = text.trim_matches(['\n', '\r']);
    while !rest.trim().is_empty() {
        let hard = crate::extract::prose::floor_boundary(rest, LONGEST);
        let cut = if hard == rest.len() {
            hard
        } else {
            rest.get(..hard).and_then(|head| head.rfind('\n')).filter(|at| *at > 0).unwrap_or(hard)
        };
        let (piece, after) = rest.split_at(cut);
        pieces.push(piece);
        rest = after.trim_start_matches('\n');
    }
    pieces
}
