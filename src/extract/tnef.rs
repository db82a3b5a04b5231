//! TNEF (`winmail.dat`): the message and the files Outlook packs into one attachment.
//!
//! Source: [MS-OXTNEF].

use super::formats::Format;
use super::mapi::{Message, Properties, Value, filetime, tag};
use super::{Failure, Gap, Input, Options, Reason, Sink, codepage};

const ENGINE: &str = concat!("rogatory-tnef ", env!("CARGO_PKG_VERSION"));

/// The row of the table of formats.
pub(crate) static TNEF: Format = Format {
    id: "tnef",
    name: "TNEF (winmail.dat)",
    media_type: "application/vnd.ms-tnef",
    extensions: &["tnef"],
    engine: ENGINE,
    read,
    reads: "headers, plain, HTML and RTF body, recipients; attachments and attached messages as members",
    leaves: "named properties of appointments",
    locator: "mail_part",
    limits: "",
};

const SIGNATURE: u32 = 0x223e_9f78;
const MOST_VALUES: u32 = 1 << 20;

/// Attribute identifiers of [MS-OXTNEF] 2.1.3.
mod attribute {
    pub(super) const SUBJECT: u16 = 0x8004;
    pub(super) const MESSAGE_ID: u16 = 0x8009;
    pub(super) const BODY: u16 = 0x800c;
    pub(super) const ATTACH_DATA: u16 = 0x800f;
    pub(super) const ATTACH_TITLE: u16 = 0x8010;
    pub(super) const RENDER_DATA: u16 = 0x9002;
    pub(super) const MESSAGE_PROPERTIES: u16 = 0x9003;
    pub(super) const RECIPIENTS: u16 = 0x9004;
    pub(super) const ATTACH_PROPERTIES: u16 = 0x9005;
    pub(super) const CODE_PAGE: u16 = 0x9007;
}

#[derive(Default)]
struct Attachment {
    title: Option<String>,
    data: Option<Vec<u8>>,
    properties: Properties,
    /// An attached message, as a TNEF stream of its own.
    message: Option<Vec<u8>>,
}

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(TNEF.media_type, ENGINE)?;
    let mut bytes = Bytes(input.bytes);
    if bytes.u32() != Some(SIGNATURE) || bytes.take(2).is_none() {
        return Err(Failure::because(Reason::Corrupt, "the file does not begin as TNEF does"));
    }
    let mut message = Message::default();
    let mut attachments: Vec<Attachment> = Vec::new();
    let mut page = 1252u16;
    let mut broken = false;
    while !bytes.0.is_empty() {
        let Some((id, data, sum)) = bytes.attribute() else {
            broken = true;
            break;
        };
        if sum != data.iter().fold(0u16, |sum, byte| sum.wrapping_add(u16::from(*byte))) {
            sink.gap(Gap::new(
                Reason::Corrupt,
                format!("the checksum of the attribute {id:04x} is wrong; it was read as it stands"),
            ))?;
        }
        let text = |page: u16| codepage::decode(data.split(|byte| *byte == 0).next().unwrap_or_default(), page).0;
        match id {
            attribute::CODE_PAGE => {
                page = Bytes(data).u16().filter(|page| codepage::known(*page)).unwrap_or(page);
                message.properties.set(tag::MESSAGE_CODE_PAGE, Value::Number(i64::from(page)));
            }
            attribute::SUBJECT if message.properties.text(tag::SUBJECT).is_none() => {
                message.properties.set(tag::SUBJECT, Value::Text(text(page)));
            }
            attribute::BODY if message.properties.text(tag::BODY).is_none() => {
                message.properties.set(tag::BODY, Value::Text(text(page)))
            }
            attribute::MESSAGE_ID => {}
            attribute::MESSAGE_PROPERTIES => {
                let mut inner = Bytes(data);
                broken |= properties(&mut inner, page, &mut message.properties, &mut None).is_none();
            }
            attribute::RECIPIENTS => {
                let mut inner = Bytes(data);
                for _ in 0..inner.u32().unwrap_or(0).min(50_000) {
                    let mut recipient = Properties::default();
                    let whole = properties(&mut inner, page, &mut recipient, &mut None);
                    message.recipients.push(recipient);
                    if whole.is_none() {
                        broken = true;
                        break;
                    }
                }
            }
            attribute::RENDER_DATA => attachments.push(Attachment::default()),
            attribute::ATTACH_TITLE | attribute::ATTACH_DATA | attribute::ATTACH_PROPERTIES => {
                if attachments.is_empty() {
                    attachments.push(Attachment::default());
                }
                let Some(open) = attachments.last_mut() else { continue };
                match id {
                    attribute::ATTACH_TITLE => open.title = Some(text(page)),
                    attribute::ATTACH_DATA => open.data = Some(data.to_vec()),
                    _ => broken |= properties(&mut Bytes(data), page, &mut open.properties, &mut open.message).is_none(),
                }
            }
            _ => {}
        }
        sink.progress()?;
    }
    let files: Vec<(String, Attachment)> =
        attachments.into_iter().enumerate().map(|(index, attachment)| (attachment.name(index + 1), attachment)).collect();
    message.attachments = files.iter().map(|(name, _)| name.clone()).collect();
    sink.meta(message.meta())?;
    message.units(ENGINE, 1, sink)?;
    for (name, attachment) in &files {
        match attachment.message.as_ref().or(attachment.data.as_ref()) {
            Some(bytes) => sink.member(name, &mut bytes.as_slice())?,
            None => sink.gap(Gap::new(Reason::MissingMember, "the attachment is announced but has no content").member(name))?,
        }
    }
    if broken {
        sink.gap(Gap::new(Reason::Truncated, "the stream breaks off inside an attribute; it was read up to there"))?;
    }
    Ok(())
}

impl Attachment {
    fn name(&self, number: usize) -> String {
        let own = [tag::ATTACH_LONG_FILENAME, tag::ATTACH_FILENAME].into_iter().find_map(|id| self.properties.text(id));
        let title = || self.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
        let name = own.or_else(title).map_or_else(|| format!("attachment-{number}.bin"), str::to_owned);
        if self.message.is_some() && !name.ends_with(".tnef") { format!("{name}.tnef") } else { name }
    }
}

/// Bytes taken from the front.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.take(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.take(8)?.try_into().ok().map(u64::from_le_bytes)
    }

    /// Level, identifier, length, content, checksum.
    fn attribute(&mut self) -> Option<(u16, &'a [u8], u16)> {
        self.take(1)?;
        let id = self.u32()?;
        let length = self.u32()? as usize;
        let data = self.take(length)?;
        Some((id as u16, data, self.u16()?))
    }

    /// Content padded to four bytes.
    fn padded(&mut self) -> Option<&'a [u8]> {
        let length = self.u32()? as usize;
        let content = self.take(length)?;
        self.take((4 - length % 4) % 4)?;
        Some(content)
    }
}

/// A list of properties ([MS-OXTNEF] 2.1.3.4); `None` where it breaks off.
fn properties(bytes: &mut Bytes<'_>, page: u16, found: &mut Properties, message: &mut Option<Vec<u8>>) -> Option<()> {
    for _ in 0..bytes.u32()?.min(MOST_VALUES) {
        let kind = bytes.u16()?;
        let id = bytes.u16()?;
        let mut name = None;
        if id >= 0x8000 {
            bytes.take(16)?;
            name = Some(match bytes.u32()? {
                0 => format!("property {:08x}", bytes.u32()?),
                _ => wide(bytes.padded()?),
            });
        }
        let many = kind & 0x1000 != 0;
        let kind = kind & !0x1000;
        let long = matches!(kind, 0x1e | 0x1f | 0x0d | 0x0102);
        let count = if many || long { bytes.u32()?.min(MOST_VALUES) } else { 1 };
        for _ in 0..count {
            let value = match kind {
                0x02 | 0x0b => Some(Value::Number(i64::from(bytes.u32()? as u16))),
                0x03 | 0x04 | 0x0a => Some(Value::Number(i64::from(bytes.u32()?))),
                0x05 | 0x06 | 0x07 | 0x14 => Some(Value::Number(bytes.u64()? as i64)),
                0x40 => filetime(bytes.u64()?).map(Value::Time),
                0x48 => bytes.take(16).map(|_| None)?,
                0x1e => Some(Value::Text(codepage::decode(bytes.padded()?, page).0.trim_end_matches('\0').to_owned())),
                0x1f => Some(Value::Text(wide(bytes.padded()?))),
                0x0d => {
                    // An object: sixteen bytes name its kind, then its own stream. Attached messages are TNEF again.
                    let content = bytes.padded()?.get(16..).unwrap_or_default();
                    if content.starts_with(&SIGNATURE.to_le_bytes()) {
                        *message = Some(content.to_vec());
                    }
                    None
                }
                0x0102 => Some(Value::Bytes(bytes.padded()?.to_vec())),
                _ => return None,
            };
            match (value, &name) {
                (Some(value), None) => found.set(id, value),
                (Some(Value::Text(text) | Value::Time(text)), Some(name)) if !text.trim().is_empty() => {
                    found.named.push((name.clone(), text));
                }
                _ => {}
            }
        }
    }
    Some(())
}

fn wide(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    String::from_utf16_lossy(&units).trim_end_matches('\0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Part;
    use crate::extract::testing::Collected;

    fn attribute(level: u8, id: u32, data: &[u8]) -> Vec<u8> {
        let mut out = vec![level];
        out.extend(id.to_le_bytes());
        out.extend((data.len() as u32).to_le_bytes());
        out.extend(data);
        out.extend(data.iter().fold(0u16, |sum, byte| sum.wrapping_add(u16::from(*byte))).to_le_bytes());
        out
    }

    fn text_property(id: u16, text: &str) -> Vec<u8> {
        let bytes: Vec<u8> = text.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let mut out = [0x1f, 0].to_vec();
        out.extend(id.to_le_bytes());
        out.extend(1u32.to_le_bytes());
        out.extend((bytes.len() as u32).to_le_bytes());
        out.extend(&bytes);
        out.resize(out.len().next_multiple_of(4), 0);
        out
    }

    fn sample() -> Vec<u8> {
        let mut out = SIGNATURE.to_le_bytes().to_vec();
        out.extend([1, 0]);
        out.extend(attribute(1, 0x0006_9007, &1251u32.to_le_bytes()));
        let (subject, _, _) = encoding_rs::WINDOWS_1251.encode("Договор о превозу\0");
        out.extend(attribute(1, 0x0001_8004, &subject));
        let mut properties = 1u32.to_le_bytes().to_vec();
        properties.extend(text_property(tag::BODY, "Чекај код моста"));
        out.extend(attribute(1, 0x0006_9003, &properties));
        out.extend(attribute(2, 0x0006_9002, &[0; 14]));
        let (title, _, _) = encoding_rs::WINDOWS_1251.encode("фактура.txt\0");
        out.extend(attribute(2, 0x0001_8010, &title));
        out.extend(attribute(2, 0x0006_800f, b"iznos 1500"));
        out
    }

    #[test]
    fn the_message_and_its_files() {
        let (found, outcome) = Collected::from(crate::extract::extract, "winmail.dat", &sample());
        assert!(outcome.is_ok(), "{outcome:?}");
        assert_eq!(found.meta.subject.as_deref(), Some("Договор о превозу"));
        assert_eq!(found.text(Part::Body), "Чекај код моста");
        assert_eq!(found.members, [("фактура.txt".to_owned(), b"iznos 1500".to_vec())]);
        assert!(found.gaps.is_empty(), "{:?}", found.gaps);
    }

    #[test]
    fn every_cut_is_survived_and_told() {
        let whole = sample();
        for cut in 6..whole.len() {
            let (found, outcome) = Collected::from(read, "a", &whole[..cut]);
            let complete = outcome.is_ok() && found.gaps.is_empty();
            // A cut between two attributes cannot be noticed but by what is missing.
            assert!(!complete || found.members.is_empty(), "{cut}");
        }
    }
}
