//! One message: headers, bodies, attachments.

use std::collections::{BTreeSet, HashSet};
use std::io::Cursor;

use mail_parser::{
    Address, Encoding, Header, HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType,
};

use super::{attachment, base64, uuencode, yenc};
use crate::extract::sniff::find;
use crate::extract::{Failure, Gap, Input, Locator, Meta, Options, Part, Reason, Sink, Stopped, Unit, html, paragraphs};
use crate::language::encoding;

pub const ENGINE: &str = "mail-parser 0.11.9";

/// Parts nested deeper than this are not looked for.
const DEPTH: usize = 200;
/// Characters of one unit of a body.
const BODY_UNIT: usize = 16 * 1024;
/// Headers beyond this are left out of the unit (they stay in the file).
const HEADERS: usize = 64 * 1024;

pub fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let raw = without_from_line(input.bytes);
    let shifted = yenc::split(raw);
    let raw = shifted.as_ref().map_or(raw, |(left, _, _)| left.as_slice());
    let Some(message) = MessageParser::default().parse(raw) else {
        return Err(Failure::because(Reason::Corrupt, "the file has no readable mail headers"));
    };
    let mut reader = Reader { raw, number: 0, seen: HashSet::new(), referred: BTreeSet::new() };
    let meta = reader.meta(&message);
    let headers = reader.headers(&message, &meta);
    sink.meta(meta)?;
    reader.unit("headers", Part::Metadata, &headers, sink)?;
    let mut files = Vec::new();
    for (id, part) in message.parts.iter().enumerate() {
        reader.part(&message, id, part, &mut files, sink)?;
    }
    reader.warnings(&message, sink)?;
    if let Some((_, found, gaps)) = shifted.as_ref() {
        files.extend(found.iter().map(|file| (file.name.clone(), file.bytes.clone())));
        gaps.iter().try_for_each(|gap| sink.gap(gap.clone()))?;
    }
    for (name, content) in files {
        sink.member(&name, &mut Cursor::new(content))?;
    }
    Ok(())
}

/// A message cut out of a mailbox still has its first line.
fn without_from_line(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    let start = bytes.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
    let bytes = bytes.get(start..).unwrap_or(bytes);
    if !bytes.starts_with(b"From ") {
        return bytes;
    }
    bytes.iter().position(|b| *b == b'\n').and_then(|at| bytes.get(at + 1..)).unwrap_or(bytes)
}

struct Reader<'m> {
    raw: &'m [u8],
    number: u32,
    /// Words of the bodies so far, to see whether another one says something new.
    seen: HashSet<String>,
    /// Content ids that HTML bodies show as pictures.
    referred: BTreeSet<String>,
}

impl Reader<'_> {
    fn meta(&self, message: &Message<'_>) -> Meta {
        let people = |address: Option<&Address<'_>>, name: &str| match address {
            Some(address) => {
                address.iter().filter_map(|a| person(a.name(), a.address())).map(|p| self.repaired(p, message, name)).collect()
            }
            None => Vec::new(),
        };
        let subject = message.subject().map(|s| self.repaired(s.trim().to_owned(), message, "Subject")).filter(|s| !s.is_empty());
        let mut meta = Meta {
            title: subject.clone(),
            subject,
            date: message.date().filter(|d| (1..=12).contains(&d.month) && d.day > 0 && d.year > 1900).map(|d| d.to_rfc3339()),
            from: people(message.from().or(message.sender()), "From"),
            to: people(message.to(), "To"),
            cc: people(message.cc(), "Cc"),
            bcc: people(message.bcc(), "Bcc"),
            message_id: message.message_id().map(str::to_owned),
            in_reply_to: match message.in_reply_to() {
                HeaderValue::Text(id) => Some(id.to_string()),
                HeaderValue::TextList(ids) => ids.first().map(|id| id.to_string()),
                _ => None,
            },
            ..Meta::default()
        };
        for (name, address) in [("reply_to", message.reply_to()), ("sender", message.sender())] {
            let people = people(address, name);
            if !people.is_empty() && people != meta.from {
                meta.extra.push((name.to_owned(), people.join("; ")));
            }
        }
        meta
    }

    /// A header with raw 8-bit bytes, against the rules but common: decode its bytes ourselves.
    fn repaired(&self, text: String, message: &Message<'_>, name: &str) -> String {
        if !text.contains('\u{fffd}') {
            return text;
        }
        let charset = message.parts.iter().find_map(|part| part.content_type().and_then(|t| t.attribute("charset")));
        let value = message
            .headers()
            .iter()
            .find(|header| header.name().eq_ignore_ascii_case(name))
            .and_then(|header| self.raw.get(header.offset_start() as usize..header.offset_end() as usize));
        match value {
            Some(bytes) => unfold(&encoding::decode(bytes, charset).text),
            None => text,
        }
    }

    /// The lines people search for first, then every other header as it stands.
    fn headers(&self, message: &Message<'_>, meta: &Meta) -> String {
        let mut out = String::new();
        let mut line = |label: &str, value: &str| {
            if !value.is_empty() && out.len() < HEADERS {
                out.push_str(&format!("{label}: {value}\n"));
            }
        };
        line("From", &meta.from.join("; "));
        line("To", &meta.to.join("; "));
        line("Cc", &meta.cc.join("; "));
        line("Bcc", &meta.bcc.join("; "));
        if let Some(date) = message.headers().iter().find(|header| header.name == HeaderName::Date) {
            line("Date", &self.value(date));
        }
        line("Subject", meta.subject.as_deref().unwrap_or_default());
        for header in message.headers() {
            if !matches!(
                header.name,
                HeaderName::From
                    | HeaderName::To
                    | HeaderName::Cc
                    | HeaderName::Bcc
                    | HeaderName::Date
                    | HeaderName::Subject
                    | HeaderName::ContentType
                    | HeaderName::ContentTransferEncoding
                    | HeaderName::MimeVersion
                    | HeaderName::DkimSignature
                    | HeaderName::ArcSeal
                    | HeaderName::ArcMessageSignature
            ) {
                line(header.name(), &self.value(header));
            }
        }
        out
    }

    fn value(&self, header: &Header<'_>) -> String {
        if let HeaderValue::Text(text) = header.value()
            && !text.contains('\u{fffd}')
        {
            return text.trim().to_owned();
        }
        let bytes = self.raw.get(header.offset_start() as usize..header.offset_end() as usize).unwrap_or_default();
        unfold(&encoding::decode(bytes, None).text)
    }

    fn part(
        &mut self,
        message: &Message<'_>,
        id: usize,
        part: &MessagePart<'_>,
        files: &mut Vec<(String, Vec<u8>)>,
        sink: &mut dyn Sink,
    ) -> Result<(), Stopped> {
        let id32 = id as u32;
        let is_body = message.text_body.contains(&id32) || message.html_body.contains(&id32);
        let attached = part.content_disposition().is_some_and(|d| d.is_attachment()) || part.attachment_name().is_some();
        if let Some(found) = attachment::unclean(part, self.raw) {
            return self.unclean(part, id, found, attached, files, sink);
        }
        if part.encoding == Encoding::Base64 && base64::is_cut(attachment::slice(part, self.raw)) {
            sink.gap(of_part(Gap::new(Reason::Truncated, CUT), part, id, attached))?;
        }
        match &part.body {
            PartType::Multipart(_) => {}
            // A text that is a file by name stays a file; one without a name is part of the letter.
            PartType::Text(_) | PartType::Html(_) if attached && !(is_body && part.attachment_name().is_none()) => {
                files.push((attachment::name(part, id + 1), attachment::bytes(part, self.raw).into_owned()));
            }
            PartType::Text(text) => {
                let text = self.text(part, text, sink)?;
                let (text, found) = uuencode::split(&text);
                files.extend(found.into_iter().map(|file| (file.name, file.bytes)));
                self.body("body", &text, sink)?;
            }
            PartType::Html(text) => {
                let text = self.text(part, text, sink)?;
                self.referred.extend(content_ids(&text));
                self.body("body (html)", &html::plain(&text), sink)?;
            }
            PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Message(_) => {
                if part.content_type().is_some_and(|t| t.subtype().is_some_and(|s| s.eq_ignore_ascii_case("external-body"))) {
                    let name = attachment::name(part, id + 1);
                    sink.gap(Gap::new(Reason::MissingMember, "the attachment is kept outside of the message").member(&name))?;
                } else if !matches!(part.body, PartType::Binary(ref bytes) if bytes.is_empty() && !attached) {
                    files.push((attachment::name(part, id + 1), attachment::bytes(part, self.raw).into_owned()));
                }
            }
        }
        Ok(())
    }

    /// A part whose transfer encoding is not clean: the parser gives it up, mail programs show what can be decoded.
    fn unclean(
        &mut self,
        part: &MessagePart<'_>,
        id: usize,
        found: base64::Decoded,
        attached: bool,
        files: &mut Vec<(String, Vec<u8>)>,
        sink: &mut dyn Sink,
    ) -> Result<(), Stopped> {
        if found.foreign > 0 {
            let detail = format!("{} signs in the Base64 of the part do not belong there and were left out", found.foreign);
            sink.gap(of_part(Gap::new(Reason::Corrupt, detail), part, id, attached))?;
        }
        if found.cut {
            sink.gap(of_part(Gap::new(Reason::Truncated, CUT), part, id, attached))?;
        }
        let kind = part.content_type().map(|kind| (kind.ctype().to_ascii_lowercase(), kind.subtype().unwrap_or_default()));
        match kind {
            Some((kind, _)) if kind != "text" => files.push((attachment::name(part, id + 1), found.bytes)),
            _ if attached && part.attachment_name().is_some() => files.push((attachment::name(part, id + 1), found.bytes)),
            kind => {
                let decoded = encoding::decode(&found.bytes, part.content_type().and_then(|kind| kind.attribute("charset")));
                if decoded.lossy {
                    sink.gap(paragraphs::lossy(decoded.encoding))?;
                }
                if kind.is_some_and(|(_, subtype)| subtype.eq_ignore_ascii_case("html")) {
                    self.referred.extend(content_ids(&decoded.text));
                    self.body("body (html)", &html::plain(&decoded.text), sink)?;
                } else {
                    self.body("body", &decoded.text, sink)?;
                }
            }
        }
        self.body("body (not encoded)", &found.plain, sink)
    }

    /// A text part in its own charset. The parser's own text stays where ours would be worse.
    fn text(&self, part: &MessagePart<'_>, parsed: &str, sink: &mut dyn Sink) -> Result<String, Stopped> {
        let charset = part.content_type().and_then(|t| t.attribute("charset"));
        let known = charset.is_none_or(|name| encoding::decode_as(b"", name).is_some());
        if !known && !parsed.contains('\u{fffd}') {
            return Ok(parsed.to_owned());
        }
        let Some(bytes) =
            attachment::transfer_decoded(part, self.raw).filter(|b| !b.is_empty() || part.encoding == Encoding::None)
        else {
            return Ok(parsed.to_owned());
        };
        let decoded = encoding::decode(&bytes, charset);
        if decoded.lossy {
            sink.gap(paragraphs::lossy(decoded.encoding))?;
        }
        Ok(decoded.text)
    }

    /// Emit a body, unless all of its words stand in an earlier one (the HTML twin of a plain text).
    fn body(&mut self, name: &str, text: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let words: Vec<String> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() > 1).map(str::to_lowercase).collect();
        if self.number > 1 && !words.is_empty() && words.iter().all(|word| self.seen.contains(word)) {
            return Ok(());
        }
        self.seen.extend(words);
        self.unit(name, Part::Body, text, sink)
    }

    fn unit(&mut self, name: &str, part: Part, text: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let text = text.replace("\r\n", "\n");
        let mut rest = text.trim_end();
        while !rest.trim().is_empty() {
            let (piece, after) = paragraphs::split(rest, BODY_UNIT);
            rest = after;
            self.number = self.number.saturating_add(1);
            sink.unit(Unit {
                locator: Locator::MailPart { number: self.number, name: name.to_owned() },
                part,
                text: piece.trim_start_matches('\n').to_owned(),
                engine: ENGINE.to_owned(),
                confidence: None,
                entry: None,
            })?;
        }
        Ok(())
    }

    /// What the structure of the message says about things that are not in it.
    fn warnings(&self, message: &Message<'_>, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let announced = nested(self.raw);
        let (found, depth) = nested_found(message);
        if depth > DEPTH || announced > DEPTH && announced > found {
            let detail = format!("parts are nested deeper than {DEPTH}; the innermost ones were not found");
            sink.gap(Gap::new(Reason::NestingLimit, detail))?;
        }
        self.missing(message, sink)?;
        let Some(kind) = message.parts.first().and_then(|part| part.content_type()) else { return Ok(()) };
        let subtype = kind.subtype().unwrap_or_default().to_ascii_lowercase();
        if kind.ctype().eq_ignore_ascii_case("multipart") {
            if subtype == "encrypted" {
                sink.gap(Gap::new(Reason::Encrypted, "the body of the message is encrypted with PGP"))?;
            }
            if let Some(boundary) = kind.attribute("boundary")
                && find(self.raw, format!("--{boundary}--").as_bytes()).is_none()
            {
                sink.gap(Gap::new(Reason::Truncated, "the end of the message is missing (no closing boundary)"))?;
            }
        } else if kind.ctype().eq_ignore_ascii_case("message") && subtype == "partial" {
            let piece = kind.attribute("number").unwrap_or("?");
            let total = kind.attribute("total").unwrap_or("?");
            sink.gap(Gap::new(
                Reason::MissingMember,
                format!("this is piece {piece} of {total} of a message that was sent in pieces"),
            ))?;
        }
        Ok(())
    }
}

impl Reader<'_> {
    /// What the message shows or once had, against what is in it.
    fn missing(&self, message: &Message<'_>, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let present: HashSet<&str> = message.parts.iter().filter_map(|part| part.content_id()).collect();
        for id in self.referred.iter().filter(|id| !present.contains(id.as_str())).take(100) {
            sink.gap(Gap::new(Reason::MissingMember, "the text shows a picture that is not in the message").member(id))?;
        }
        for (id, part) in message.parts.iter().enumerate() {
            let altered = part.headers.iter().find(|header| header.name().eq_ignore_ascii_case("X-Mozilla-Altered"));
            if let Some(header) = altered {
                let how = if self.value(header).contains("Detached") { "detached" } else { "deleted" };
                let detail = format!("the attachment was {how} from the message by a mail program");
                sink.gap(Gap::new(Reason::MissingMember, detail).member(&attachment::name(part, id + 1)))?;
            }
        }
        Ok(())
    }
}

/// What is said of Base64 that ends too early.
const CUT: &str = "the Base64 of the part ends inside a group of signs: its end is missing";

/// A gap of one part: an attachment is named.
fn of_part(gap: Gap, part: &MessagePart<'_>, id: usize, attached: bool) -> Gap {
    if attached { gap.member(&attachment::name(part, id + 1)) } else { gap }
}

/// Parts of the message that HTML refers to (RFC 2392: "cid:" and the content id, percent-encoded).
fn content_ids(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find("cid:") {
        let before = rest.get(..at).and_then(|text| text.chars().next_back());
        rest = rest.get(at + 4..).unwrap_or_default();
        let end = rest.find(|c: char| c.is_whitespace() || "\"'<>()".contains(c)).unwrap_or(rest.len());
        let id = rest.get(..end).unwrap_or_default();
        // As the value of an attribute or of a style, not as a word in the text.
        if matches!(before, Some('"' | '\'' | '(' | '=')) && !id.is_empty() && found.len() < 1000 {
            found.push(id.replace("%40", "@"));
        }
    }
    found
}

/// How many multiparts and messages were found, and how deep they nest, messages inside included.
fn nested_found(message: &Message<'_>) -> (usize, usize) {
    let (mut count, mut deepest) = (0, 0);
    let mut open = vec![(message, 0)];
    while let Some((message, above)) = open.pop() {
        let mut depth = vec![above; message.parts.len()];
        // A multipart stands before its parts.
        for (at, part) in message.parts.iter().enumerate() {
            let here = depth.get(at).copied().unwrap_or(above) + 1;
            match &part.body {
                PartType::Multipart(inner) => {
                    count += 1;
                    for id in inner {
                        if let Some(depth) = depth.get_mut(*id as usize) {
                            *depth = here;
                        }
                    }
                }
                PartType::Message(inner) => {
                    count += 1;
                    open.push((inner, here));
                }
                _ => {}
            }
            deepest = deepest.max(here);
        }
    }
    (count, deepest)
}

fn person(name: Option<&str>, address: Option<&str>) -> Option<String> {
    let clean = |text: &str| text.trim().trim_matches(['"', '\'']).trim().to_owned();
    match (name.map(clean).filter(|n| !n.is_empty()), address.map(clean).filter(|a| !a.is_empty())) {
        (Some(name), Some(address)) if !name.eq_ignore_ascii_case(&address) => Some(format!("{name} <{address}>")),
        (_, Some(address)) => Some(address),
        (name, None) => name,
    }
}

fn unfold(text: &str) -> String {
    text.split(['\r', '\n']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// An upper bound of how deep multiparts and messages nest: how many of them are announced.
fn nested(raw: &[u8]) -> usize {
    let mut count = 0;
    for line in raw.split(|b| *b == b'\n') {
        let start = line.get(..14).unwrap_or_default();
        if start.eq_ignore_ascii_case(b"content-type: ")
            && [&b"multipart/"[..], b"message/rfc822"]
                .iter()
                .any(|kind| line.get(14..14 + kind.len()).is_some_and(|k| k.eq_ignore_ascii_case(kind)))
        {
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::Collected;

    fn mail(raw: &[u8]) -> Collected {
        let (found, outcome) = Collected::from(read, "a.eml", raw);
        assert!(outcome.is_ok(), "{outcome:?}");
        found
    }

    #[test]
    fn headers_body_and_attachments() {
        let found = mail(
            "From: =?windows-1251?B?wO3g?= <ana@example.org>\r\nTo: arben@example.org\r\nDate: Mon, 2 Mar 2026 10:14:00 +0100\r\n\
             Subject: =?utf-8?Q?Dogovor_za_=C4=8Detvrtak?=\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=windows-1250\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
             Do=9Ai u =E8etvrtak.\r\n--x\r\nContent-Type: application/pdf; name=\"plan.pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--x\r\n\
             Content-Type: message/rfc822\r\n\r\nSubject: unutra\r\nFrom: b@example.org\r\n\r\nx\r\n--x--\r\n"
                .as_bytes(),
        );
        assert_eq!(found.meta.from, ["Ана <ana@example.org>"]);
        assert_eq!(
            (found.meta.subject.as_deref(), found.meta.date.as_deref()),
            (Some("Dogovor za četvrtak"), Some("2026-03-02T10:14:00+01:00"))
        );
        assert_eq!(found.text(Part::Body), "Doši u četvrtak.");
        assert_eq!(found.members[0], ("plan.pdf".to_owned(), b"%PDF-".to_vec()));
        assert!(
            found.members[1].0.ends_with(".eml") && found.members[1].1.starts_with(b"Subject: unutra"),
            "{:?}",
            found.members[1]
        );
        assert!(found.gaps.is_empty(), "{:?}", found.gaps);
    }

    #[test]
    fn the_html_twin_is_left_out_and_other_words_are_kept() {
        let twin = |html: &str| {
            let raw = format!(
                "From: a@example.org\nTo: b@example.org\nSubject: s\nContent-Type: multipart/alternative; boundary=y\n\n--y\nContent-Type: text/plain\n\n\
                 isti tekst\n--y\nContent-Type: text/html\n\n<p>{html}</p>\n--y--\n"
            );
            mail(raw.as_bytes()).text(Part::Body)
        };
        assert_eq!(twin("isti <b>tekst</b>"), "isti tekst");
        assert_eq!(twin("isti tekst, cena 500"), "isti tekst\nisti tekst, cena 500");
    }

    #[test]
    fn raw_bytes_in_headers_and_wrong_charsets_are_repaired() {
        let body = "Окривљени је признао да је превозио људе преко границе.";
        let (text, _, _) = encoding_rs::WINDOWS_1251.encode(body);
        let (subject, _, _) = encoding_rs::WINDOWS_1251.encode("Записник");
        let raw = [
            b"From: a@example.org\nTo: b@example.org\nSubject: ",
            &subject[..],
            b"\nContent-Type: text/plain; charset=windows-1251\n\n",
            &text[..],
        ]
        .concat();
        let found = mail(&raw);
        assert_eq!(found.meta.subject.as_deref(), Some("Записник"));
        assert_eq!(found.text(Part::Body), body);
        let undeclared = [b"From: a@example.org\nTo: b@example.org\nSubject: x\n\n", &text[..]].concat();
        assert_eq!(mail(&undeclared).text(Part::Body), body);
    }

    #[test]
    fn a_cut_message_and_a_nested_one_say_so() {
        let cut = mail(b"From: a@example.org\nTo: b@example.org\nSubject: s\nContent-Type: multipart/mixed; boundary=z\n\n--z\nContent-Type: text/plain\n\npola");
        assert!(cut.has_gap(Reason::Truncated));
        let mut deep = String::from("From: a@example.org\nTo: b@example.org\nSubject: s\n");
        for level in 0..20_000 {
            deep.push_str(&format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n"));
        }
        deep.push_str("Content-Type: text/plain\n\nduboko\n");
        assert!(mail(deep.as_bytes()).has_gap(Reason::NestingLimit));
        // Many messages side by side are no depth.
        let mut digest =
            String::from("From: a@example.org\nTo: b@example.org\nSubject: s\nContent-Type: multipart/mixed; boundary=d\n");
        for number in 0..300 {
            digest.push_str(&format!("\n--d\nContent-Type: message/rfc822\n\nFrom: c@example.org\nSubject: {number}\n\nx\n"));
        }
        digest.push_str("\n--d--\n");
        let digest = mail(digest.as_bytes());
        assert_eq!((digest.members.len(), digest.gaps.len()), (300, 0), "{:?}", digest.gaps.first());
    }

    #[test]
    fn pictures_and_attachments_that_were_taken_out_are_told() {
        let found = mail(
            b"From: a@example.org\nTo: b@example.org\nSubject: s\nContent-Type: multipart/related; boundary=r\n\n--r\nContent-Type: text/html\n\n\
              <img src=\"cid:here@x\"><img src='cid:gone%40x'> acid:no\n--r\nContent-Type: image/png\nContent-ID: <here@x>\nContent-Transfer-Encoding: base64\n\niVBORw==\n\
              --r\nContent-Type: application/pdf; name=\"ugovor.pdf\"\nX-Mozilla-Altered: AttachmentDetached; date=\"Mon\"\n\nYou deleted an attachment\n--r--\n",
        );
        let told: Vec<_> = found.gaps.iter().map(|gap| (gap.reason, gap.member.as_deref().unwrap_or_default())).collect();
        assert_eq!(told, [(Reason::MissingMember, "gone@x"), (Reason::MissingMember, "ugovor.pdf")]);
    }

    #[test]
    fn base64_that_is_not_clean_is_decoded_and_told() {
        let head = "From: a@example.org\r\nTo: b@example.org\r\nSubject: s\r\n";
        let row = "U3V0cmEgdSBwZXQga29kIG1vc3RhLiBTdXRyYSB1IHBldCBrb2QgbW9zdGEu";
        let body = |kind: &str, text: &str| {
            mail(
                format!("{head}Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{text}")
                    .as_bytes(),
            )
        };
        let footer = body("text/plain", &format!("{row}\r\nLiA=\r\n_____\r\nMailing list\r\n"));
        let text = footer.text(Part::Body);
        assert!(text.contains("kod mosta") && text.contains("Mailing list") && !text.contains("U3V0"), "{text}");
        assert!(footer.gaps.is_empty(), "{:?}", footer.gaps);
        // "<p>mosta</p>"
        let html = body("text/html", "PHA+bW9zdGE8L3A+\r\n-- \r\nMailing list\r\n");
        assert_eq!(html.text(Part::Body).lines().next(), Some("mosta"));
        let cut = body("text/plain", &row[..59]);
        assert!(cut.has_gap(Reason::Truncated) && cut.text(Part::Body).starts_with("Sutra u pet"), "{:?}", cut.gaps);
        let twice = body("text/plain", "U3V0cmEgdSBwZXQ=\r\nIGtvZCBtb3N0YQ==\r\n");
        assert_eq!((twice.text(Part::Body).as_str(), twice.gaps.len()), ("Sutra u pet kod mosta", 0));
        let file = |end: &str| {
            mail(
                format!(
                    "{head}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\
                     Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n{}!*#{}\r\n{end}",
                    &row[..20],
                    &row[20..]
                )
                .as_bytes(),
            )
        };
        for (end, gaps) in [("--x--\r\n", 1), ("", 2)] {
            let found = file(end);
            let content = b"Sutra u pet kod mosta. Sutra u pet kod mosta.".to_vec();
            assert_eq!(found.members, [("a.pdf".to_owned(), content)]);
            assert_eq!(found.gaps.len(), gaps, "{:?}", found.gaps);
            assert!(found.gaps[0].reason == Reason::Corrupt && found.gaps[0].member.as_deref() == Some("a.pdf"));
        }
    }

    #[test]
    fn twenty_thousand_attachments_are_members() {
        let mut raw =
            String::from("From: a@example.org\nTo: b@example.org\nSubject: s\nContent-Type: multipart/mixed; boundary=z\n\n");
        for number in 0..20_000 {
            raw.push_str(&format!("--z\nContent-Type: application/x-y; name=\"f{number}.bin\"\n\nx\n"));
        }
        raw.push_str("--z--\n");
        assert_eq!(mail(raw.as_bytes()).members.len(), 20_000);
    }
}
