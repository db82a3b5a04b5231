//! Files inside the file: the name tree of embedded files, associated files, file attachments, XFA forms.

use std::collections::HashSet;
use std::io::Cursor;

use hayro_syntax::object::{Array, Dict, Object, Stream, String as PdfString};

use super::{labels, strings};
use crate::extract::{Gap, Reason, Sink, Stopped};

const DEPTH: usize = 24;
/// Embedded files in one document.
const FILES: usize = 20_000;

/// Hand on every file that the catalog lists.
pub fn members(catalog: &Dict<'_>, sink: &mut dyn Sink) -> Result<(), Stopped> {
    let mut seen = HashSet::new();
    if let Some(tree) = catalog.get::<Dict<'_>>("Names").and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles")) {
        tree_members(&tree, 0, &mut seen, sink)?;
    }
    if let Some(files) = catalog.get::<Array<'_>>("AF") {
        for file in files.iter::<Dict<'_>>().take(FILES) {
            member(&file, "associated file", &mut seen, sink)?;
        }
    }
    xfa(catalog, sink)
}

fn tree_members(node: &Dict<'_>, depth: usize, seen: &mut HashSet<(u32, i32)>, sink: &mut dyn Sink) -> Result<(), Stopped> {
    if depth > DEPTH || seen.len() > FILES {
        return sink.gap(Gap::new(Reason::NestingLimit, "the list of embedded files is nested too deep or too long"));
    }
    if let Some(names) = node.get::<Array<'_>>("Names") {
        let mut key = String::new();
        for object in names.iter::<Object<'_>>().take(FILES * 2) {
            match object {
                Object::String(name) => key = strings::text(name.as_bytes()),
                Object::Dict(file) => member(&file, &key, seen, sink)?,
                _ => {}
            }
        }
    }
    if let Some(kids) = node.get::<Array<'_>>("Kids") {
        for kid in kids.iter::<Dict<'_>>().take(FILES) {
            tree_members(&kid, depth + 1, seen, sink)?;
        }
    }
    Ok(())
}

/// One file specification (ISO 32000-2, 7.11.3). Specifications without content point outside and are not files in here.
pub fn member(file: &Dict<'_>, key: &str, seen: &mut HashSet<(u32, i32)>, sink: &mut dyn Sink) -> Result<(), Stopped> {
    let Some(content) = file.get::<Dict<'_>>("EF") else { return Ok(()) };
    let name = ["UF", "F", "Unix", "DOS"]
        .iter()
        .find_map(|field| {
            file.get::<PdfString<'_>>(field).map(|name| strings::text(name.as_bytes())).filter(|name| !name.is_empty())
        })
        .unwrap_or_else(|| if key.is_empty() { "embedded file".to_owned() } else { key.to_owned() });
    for field in ["UF", "F", "Unix", "DOS"] {
        let Some(stream) = content.get::<Stream<'_>>(field) else { continue };
        if let Some(id) = labels::reference(content.get_raw::<Object<'_>>(field))
            && !seen.insert(id)
        {
            return Ok(());
        }
        return match stream.decoded_data() {
            Ok(bytes) => sink.member(&name, &mut Cursor::new(bytes)),
            Err(_) => sink.gap(Gap::new(Reason::Corrupt, "the embedded file cannot be decoded").member(&name)),
        };
    }
    sink.gap(Gap::new(Reason::MissingMember, "the embedded file is announced, but its content is missing").member(&name))
}

/// XFA: the real content of some forms is XML, and the pages only ask for another program.
fn xfa(catalog: &Dict<'_>, sink: &mut dyn Sink) -> Result<(), Stopped> {
    let Some(form) = catalog.get::<Dict<'_>>("AcroForm") else { return Ok(()) };
    if let Some(stream) = form.get::<Stream<'_>>("XFA") {
        return match stream.decoded_data() {
            Ok(bytes) => sink.member("form.xfa.xml", &mut Cursor::new(bytes)),
            Err(_) => sink.gap(Gap::new(Reason::Corrupt, "the XFA form cannot be decoded").member("form.xfa.xml")),
        };
    }
    let Some(packets) = form.get::<Array<'_>>("XFA") else { return Ok(()) };
    let mut name = String::new();
    for object in packets.iter::<Object<'_>>().take(200) {
        match object {
            Object::String(packet) => name = strings::text(packet.as_bytes()),
            // The data packet holds what people typed, the template the questions.
            Object::Stream(stream) if matches!(name.as_str(), "datasets" | "template") => {
                if let Ok(bytes) = stream.decoded_data() {
                    sink.member(&format!("{name}.xfa.xml"), &mut Cursor::new(bytes))?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}
