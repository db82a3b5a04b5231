//! A message of a store or a TNEF stream written as a mail message of its own, so that it is a document like every other mail.
//!
//! The result is built by this program and says so in a header; it is the same for the same properties, byte for byte.

use super::{Message, tag};
use crate::extract::{Sink, Stopped};

/// A file that goes with a message.
pub(crate) enum Attached {
    File {
        name: String,
        bytes: Vec<u8>,
    },
    /// An attached message, already written.
    Message(Vec<u8>),
}

/// The message with its attachments in the form of RFC 5322, headers in UTF-8 (RFC 6532). `depth` tells nested ones apart.
pub(crate) fn eml(
    message: &Message,
    source: &str,
    attached: &[Attached],
    depth: usize,
    sink: &mut dyn Sink,
) -> Result<Vec<u8>, Stopped> {
    let meta = message.meta();
    let mut out = String::new();
    let mut header = |name: &str, value: &str| {
        let value = value.split(['\r', '\n', '\0']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            out.push_str(&format!("{name}: {value}\r\n"));
        }
    };
    header("X-Rogatory-Rebuilt-From", source);
    header("From", &people(&meta.from));
    header("To", &people(&meta.to));
    header("Cc", &people(&meta.cc));
    header("Bcc", &people(&meta.bcc));
    header("Subject", meta.subject.as_deref().unwrap_or(""));
    header("Date", &meta.date.as_deref().and_then(date).unwrap_or_default());
    header("Message-ID", meta.message_id.as_deref().unwrap_or(""));
    header("In-Reply-To", meta.in_reply_to.as_deref().unwrap_or(""));
    for (name, value) in meta.extra.iter().filter(|(name, _)| name == "message class" || name == "received") {
        header(if name == "received" { "X-Delivery-Time" } else { "X-Message-Class" }, value);
    }
    header("MIME-Version", "1.0");
    let boundary = format!("=_rogatory_{depth}");
    header("Content-Type", &format!("multipart/mixed; boundary=\"{boundary}\""));
    out.push_str("\r\n");
    let mut bytes = out.into_bytes();

    let mut part = |head: &str, content: &[u8], raw: bool| {
        bytes.extend_from_slice(format!("--{boundary}\r\n{head}\r\n").as_bytes());
        if raw {
            bytes.extend_from_slice(b"\r\n");
            bytes.extend_from_slice(content);
        } else {
            bytes.extend_from_slice(b"Content-Transfer-Encoding: base64\r\n\r\n");
            base64(content, &mut bytes);
        }
        bytes.extend_from_slice(b"\r\n");
    };
    let html = message.properties.text(tag::HTML).map(str::to_owned).or_else(|| message.html());
    for (name, text) in message.bodies(sink)? {
        // The HTML itself is kept below, with its links.
        if name != "body (html)" {
            part("Content-Type: text/plain; charset=utf-8", text.as_bytes(), false);
        }
    }
    if let Some(html) = html {
        part("Content-Type: text/html; charset=utf-8", html.as_bytes(), false);
    }
    let own = message.own_properties();
    if !own.is_empty() {
        part("Content-Type: text/plain; charset=utf-8", own.as_bytes(), false);
    }
    for file in attached {
        match file {
            Attached::File { name, bytes } => {
                let head = format!(
                    "Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename*=utf-8''{}",
                    percent(name)
                );
                part(&head, bytes, false);
            }
            Attached::Message(bytes) => part("Content-Type: message/rfc822", bytes, true),
        }
    }
    bytes.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    Ok(bytes)
}

/// Names and addresses; a name with signs of the grammar is quoted.
fn people(list: &[String]) -> String {
    let quoted = |name: &str| format!("\"{}\"", name.replace(['"', '\\'], "'"));
    let one = |person: &String| match person.rsplit_once(" <") {
        Some((name, address)) => format!("{} <{address}", quoted(name)),
        None if person.contains('@') && !person.contains([' ', ',']) => format!("<{person}>"),
        None => quoted(person),
    };
    list.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn date(time: &str) -> Option<String> {
    let time: jiff::Timestamp = time.parse().ok()?;
    jiff::fmt::rfc2822::to_string(&time.to_zoned_datetime(jiff::tz::TimeZone::UTC)).ok()
}

fn percent(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

fn base64(bytes: &[u8], out: &mut Vec<u8>) {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for line in bytes.chunks(57) {
        for three in line.chunks(3) {
            let at = |index: usize| u32::from(three.get(index).copied().unwrap_or(0));
            let word = at(0) << 16 | at(1) << 8 | at(2);
            for index in 0..4 {
                let letter = LETTERS.get((word >> (18 - 6 * index) & 63) as usize).copied().unwrap_or(b'=');
                out.push(if index <= three.len() { letter } else { b'=' });
            }
        }
        out.extend_from_slice(b"\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::mapi::Value;
    use crate::extract::testing::Collected;
    use crate::extract::{Part, extract};

    #[test]
    fn a_message_written_is_read_back_by_the_mail_reader() {
        let mut message = Message::default();
        let p = &mut message.properties;
        p.set(tag::SUBJECT, Value::Text("Превоз преко границе".into()));
        p.set(tag::SENDER_NAME, Value::Text("Марко, измишљени".into()));
        p.set(tag::SENDER_SMTP, Value::Text("marko@example.org".into()));
        p.set(tag::DISPLAY_TO, Value::Text("ana@example.org".into()));
        p.set(tag::CLIENT_SUBMIT_TIME, Value::Time("2025-03-02T10:14:00Z".into()));
        p.set(tag::BODY, Value::Text("Чекај код моста".into()));
        let files = [Attached::File { name: "faktura č.txt".into(), bytes: b"iznos 1500".to_vec() }];
        let bytes = eml(&message, "test", &files, 0, &mut Collected::default()).unwrap();
        let (found, outcome) = Collected::from(extract, "a.eml", &bytes);
        assert!(outcome.is_ok(), "{outcome:?}");
        assert_eq!(found.format.as_ref().unwrap().0, "message/rfc822");
        assert_eq!(found.meta.subject.as_deref(), Some("Превоз преко границе"));
        assert_eq!(found.meta.date.as_deref(), Some("2025-03-02T10:14:00Z"));
        assert!(found.meta.from[0].contains("Марко, измишљени") && found.meta.from[0].contains("marko@example.org"));
        assert!(found.text(Part::Body).contains("Чекај код моста"));
        assert_eq!(found.members, [("faktura č.txt".to_owned(), b"iznos 1500".to_vec())]);
    }
}
