//! ASiC: a ZIP archive of documents with their signatures beside them; what the signatures cover must be there.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use crate::extract::archive::ZIP;
use crate::extract::formats::{Format, OWN};
use crate::extract::xml_stream::{Node, XmlStream, utf8};
use crate::extract::{Failure, Gap, Input, Locator, Options, Part, Reason, Sink, Unit};

/// Associated Signature Containers.
pub const ASIC: Format = Format {
    id: "asic",
    name: "ASiC signed container",
    media_type: "application/vnd.etsi.asic-e+zip",
    extensions: &["asice", "asics", "sce", "scs"],
    read,
    reads: "documents and signatures as members; documents a signature or manifest covers are looked for (`missing_member`)",
    leaves: "signatures are not verified",
    ..ZIP
};

/// Signature and manifest files larger than this are not looked into.
const LARGEST: u64 = 16 << 20;

fn read(input: &Input, options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    if let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(input.bytes)) {
        let names: Vec<String> = archive.file_names_raw().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        let (mut signatures, mut covered) = (Vec::new(), HashSet::new());
        for (index, name) in names.iter().enumerate().filter(|(_, name)| name.to_ascii_uppercase().starts_with("META-INF/")) {
            let lower = name.to_ascii_lowercase();
            if lower.contains("signature") || lower.ends_with(".p7s") || lower.ends_with(".tst") {
                signatures.push(name.clone());
            }
            let mut xml = Vec::new();
            if lower.ends_with(".xml")
                && let Ok(entry) = archive.by_index(index)
                && entry.take(LARGEST).read_to_end(&mut xml).is_ok()
            {
                covered.extend(references(&xml));
            }
        }
        let known: HashSet<&str> = names.iter().map(String::as_str).collect();
        let mut missing: Vec<String> = covered.into_iter().filter(|name| !known.contains(name.as_str())).collect();
        missing.sort_unstable();
        for name in missing {
            sink.gap(
                Gap::new(Reason::MissingMember, "a signature covers this document, but it is not in the container").member(&name),
            )?;
        }
        let text = if signatures.is_empty() {
            "A container for signed documents, without a signature.".to_owned()
        } else {
            format!("Signed container. Signatures, not verified: {}", signatures.join(", "))
        };
        let locator = Locator::Element { number: 1, path: "signature".to_owned() };
        sink.unit(Unit { locator, part: Part::Metadata, text, engine: OWN.to_owned(), confidence: None, entry: None })?;
    }
    (ZIP.read)(input, options, sink)
}

/// Files that a signature (XML-DSig `Reference`) or a manifest (`DataObjectReference`) names.
fn references(xml: &[u8]) -> Vec<String> {
    let xml = utf8(xml);
    let mut stream = XmlStream::new(&xml);
    let mut found = Vec::new();
    while let Some(node) = stream.next() {
        if let Node::Start(element) = node
            && matches!(element.name.as_str(), "Reference" | "DataObjectReference" | "SigReference")
            && let Some(target) = element.get("URI").filter(|target| !target.is_empty() && !target.starts_with('#'))
            && !target.contains("://")
        {
            found.push(unescaped(target.trim_start_matches("./").trim_start_matches('/')));
        }
    }
    found
}

/// Percent escapes of a reference, as UTF-8.
fn unescaped(target: &str) -> String {
    let mut bytes = Vec::with_capacity(target.len());
    let mut rest = target.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|d| std::str::from_utf8(d).ok()).and_then(|d| u8::from_str_radix(d, 16).ok());
        match digits {
            Some(value) if byte == b'%' => {
                bytes.push(value);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
