//! Outlook messages (MSG), read by our own reader on `cfb`.
//!
//! The code page of 8-bit strings comes from the message's property stream: without it mail in windows-1251 becomes mojibake.
//! Attachments are members; an attached message is rebuilt as an MSG file of its own, an OLE object as a compound file.
//!
//! Source: [MS-OXMSG].

mod rebuild;
mod storage;

use std::io::Cursor;

use super::mapi::{Message, Properties, tag};
use super::{Failure, Gap, Input, Options, Reason, Sink};
use storage::Storage;

/// Name and version as units carry it.
pub(crate) const ENGINE: &str = concat!("rogatory-msg ", env!("CARGO_PKG_VERSION"));

/// Read an MSG file.
pub(crate) fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format("application/vnd.ms-outlook", ENGINE)?;
    let file = cfb::CompoundFile::open(Cursor::new(input.bytes))
        .map_err(|error| Failure::because(Reason::Corrupt, format!("the compound file cannot be opened: {error}")))?;
    let mut storage = Storage::new(file);
    let names = storage.names();
    let mut message = Message::default();
    let Some(found) = storage.properties("/", 32, None, &names) else {
        return Err(Failure::because(Reason::Corrupt, "the file has no message properties"));
    };
    let page = found.code_page();
    message.properties = found;
    let undecoded = storage.undecoded();

    let children = storage.children("/");
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
    if let Some(error) = storage.damage() {
        sink.gap(Gap::new(Reason::Corrupt, format!("parts of the message cannot be read: {error}")))?;
    }
    for (path, name, properties) in &attachments {
        attachment(&mut storage, path, name, properties, sink)?;
    }
    Ok(())
}

/// The attachment's own name; else a number, with the extension it claims.
fn attachment_name(properties: &Properties, number: usize, storage: &Storage<'_>, path: &str) -> String {
    let message = storage.is_storage(&format!("{path}/{EMBEDDED}"));
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
    if storage.is_stream(&bytes_path) {
        if let Some(mut stream) = storage.open(&bytes_path) {
            sink.member(name, &mut stream)?;
            return Ok(());
        }
    } else if storage.is_storage(&object_path) {
        let message = properties.number(tag::ATTACH_METHOD) == Some(5)
            || storage.is_stream(&format!("{object_path}/__properties_version1.0"));
        if !message && let Some(native) = storage.bytes(&format!("{object_path}/\u{1}Ole10Native")) {
            let embedded = super::ole_package::native_stream(&native);
            sink.member(embedded.name.as_deref().unwrap_or(name), &mut &*embedded.bytes)?;
            return Ok(());
        }
        match rebuild::compound_file(storage, &object_path, message) {
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
