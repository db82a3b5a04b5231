//! Outlook messages (MSG), read by our own reader on `cfb`.
//!
//! The code page of 8-bit strings comes from the message's property stream: without it mail in windows-1251 becomes mojibake.
//! Attachments are members; an attached message is rebuilt as an MSG file of its own, an OLE object as a compound file.
//!
//! Source: [MS-OXMSG].

mod storage;

use super::compound::Compound;
use super::formats::Format;
use super::mapi::{Message, Properties, tag};
use super::{Failure, Gap, Input, Options, Reason, Sink};
use storage::Storage;

/// Name and version as units carry it.
pub(crate) const ENGINE: &str = concat!("rogatory-msg ", env!("CARGO_PKG_VERSION"));

/// The row of the table of formats.
pub(crate) static MSG: Format = Format {
    id: "msg",
    name: "Outlook message",
    media_type: "application/vnd.ms-outlook",
    extensions: &["msg"],
    engine: ENGINE,
    read,
    reads: "headers, plain, HTML and RTF body (the second ones where they have other words), appointments and contacts; attachments, attached messages and OLE objects as members; code page from the property stream",
    leaves: "signed and enveloped content is a member (p7m)",
    locator: "mail_part",
    limits: "no string over 512 MiB",
};

/// Read an MSG file.
pub(crate) fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format("application/vnd.ms-outlook", ENGINE)?;
    let mut storage = Storage::new(Compound::open(input.bytes)?);
    let names = storage.names();
    let mut message = Message::default();
    let Some(found) = storage.properties("/", 32, None, &names) else {
        return Err(Failure::because(Reason::Corrupt, "the file has no message properties"));
    };
    let page = found.code_page();
    message.properties = found;
    let undecoded = storage.undecoded();

    let children = storage.file.children("/");
    for child in children.iter().filter(|name| name.starts_with("__recip_version1.0_")) {
        if let Some(recipient) = storage.properties(&format!("/{child}"), 8, page, &names) {
            message.recipients.push(recipient);
        }
        sink.progress()?;
    }
    let mut attachments = Vec::new();
    for child in children.iter().filter(|name| name.starts_with("__attach_version1.0_")) {
        let path = format!("/{child}");
        if let Some(properties) = storage.properties(&path, 8, page, &names) {
            let name = attachment_name(&properties, attachments.len() + 1, &storage, &path);
            message.attachments.push(name.clone());
            attachments.push((path, name, properties));
        }
        sink.progress()?;
    }
    sink.meta(message.meta())?;
    message.units(ENGINE, 1, sink)?;
    if undecoded && page.is_none() {
        sink.gap(Gap::new(Reason::TextUnreliable, "the message does not name the code page of its text; it was guessed"))?;
    }
    if let Some(error) = storage.file.damage() {
        sink.gap(Gap::new(Reason::Corrupt, format!("parts of the message cannot be read: {error}")))?;
    }
    for (path, name, properties) in &attachments {
        attachment(&mut storage, path, name, properties, sink)?;
    }
    Ok(())
}

/// The attachment's own name; else a number, with the extension it claims.
fn attachment_name(properties: &Properties, number: usize, storage: &Storage<'_>, path: &str) -> String {
    let message = storage.file.is_storage(&format!("{path}/{EMBEDDED}"));
    let name =
        [tag::ATTACH_LONG_FILENAME, tag::ATTACH_FILENAME, tag::DISPLAY_NAME].into_iter().find_map(|id| properties.text(id));
    match name {
        Some(name)
            if message && properties.number(tag::ATTACH_METHOD) == Some(5) && !name.to_ascii_lowercase().ends_with(".msg") =>
        {
            format!("{name}.msg")
        }
        Some(name) => name.to_owned(),
        None if message => format!("attachment-{number}.msg"),
        None => format!("attachment-{number}{}", properties.text(tag::ATTACH_EXTENSION).unwrap_or(".bin")),
    }
}

/// Where an attachment keeps an object instead of bytes.
const EMBEDDED: &str = "__substg1.0_3701000D";

fn attachment(
    storage: &mut Storage<'_>,
    path: &str,
    name: &str,
    properties: &Properties,
    sink: &mut dyn Sink,
) -> Result<(), Failure> {
    let bytes_path = format!("{path}/__substg1.0_37010102");
    let object_path = format!("{path}/{EMBEDDED}");
    if storage.file.is_stream(&bytes_path) {
        if let Some(mut stream) = storage.file.stream(&bytes_path) {
            sink.member(name, &mut stream)?;
            return Ok(());
        }
    } else if storage.file.is_storage(&object_path) {
        let message = properties.number(tag::ATTACH_METHOD) == Some(5)
            || storage.file.is_stream(&format!("{object_path}/__properties_version1.0"));
        if !message && let Some(native) = storage.file.bytes(&format!("{object_path}/\u{1}Ole10Native")) {
            let embedded = super::ole_package::native_stream(&native);
            sink.member(embedded.name.as_deref().unwrap_or(name), &mut &*embedded.bytes)?;
            return Ok(());
        }
        // Embedded messages have a property header of 24 bytes and share the outer message's table of names; message files have 32.
        let names = message.then_some("/__nameid_version1.0");
        let rebuilt = storage.file.rebuild(&object_path, names, |stream, bytes| {
            if message && stream == "__properties_version1.0" {
                let at = bytes.len().min(24);
                bytes.splice(at..at, [0; 8]);
            }
        });
        match rebuilt {
            Ok(bytes) => {
                sink.member(name, &mut bytes.as_slice())?;
                return Ok(());
            }
            Err(error) => {
                sink.gap(Gap {
                    member: Some(name.to_owned()),
                    ..Gap::new(Reason::Corrupt, format!("the embedded object cannot be read: {error}"))
                })?;
                return Ok(());
            }
        }
    }
    // Attach methods 2–4 and 7 keep only a reference: the file itself was never sent.
    let detail = match properties.number(tag::ATTACH_METHOD) {
        Some(2..=4 | 7) => "the message holds only a link to this attachment",
        _ => "the message announces this attachment but holds no content for it",
    };
    sink.gap(Gap { member: Some(name.to_owned()), ..Gap::new(Reason::MissingMember, detail) })?;
    Ok(())
}

#[cfg(test)]
mod tests;
