//! OpenDocument packages: what text, spreadsheet and presentation share.
//!
//! Source: OASIS OpenDocument 1.3, part 2 (packages) and part 3 (schema).

use std::collections::HashSet;

use super::ooxml::Package;
use super::xml_stream::{Element, Node, XmlStream, utf8};
use super::{Failure, Gap, Meta, Reason, Sink};

/// Name and version as units carry it.
pub(crate) const ENGINE: &str = concat!("rogatory-odf ", env!("CARGO_PKG_VERSION"));

/// Blanks written as `<text:s text:c="…"/>` are taken up to this number.
const MOST_BLANKS: usize = 200;

/// An opened package and the XML of its content.
pub(crate) struct Odf<'a> {
    pub(crate) package: Package<'a>,
    pub(crate) content: Vec<u8>,
    pub(crate) styles: Vec<u8>,
}

/// Open a package. A protected one is `encrypted`, one without content `corrupt`.
pub(crate) fn open(bytes: &[u8]) -> Result<Odf<'_>, Failure> {
    let Some(mut package) = Package::open(bytes) else {
        return Err(Failure::because(
            Reason::Corrupt,
            "the OpenDocument package cannot be opened: its table of contents is damaged",
        ));
    };
    let manifest = package.part("META-INF/manifest.xml").unwrap_or_default();
    if String::from_utf8_lossy(&manifest).contains("encryption-data") {
        return Err(Failure::because(Reason::Encrypted, "the OpenDocument file is protected with a password"));
    }
    let Some(content) = package.part("content.xml") else {
        return Err(Failure::because(Reason::Corrupt, "the OpenDocument package has no readable content.xml"));
    };
    let styles = package.part("styles.xml").unwrap_or_default();
    Ok(Odf { content: utf8(&content).into_owned(), styles: utf8(&styles).into_owned(), package })
}

/// Title, author, dates and own fields of `meta.xml`.
pub(crate) fn meta(package: &mut Package<'_>) -> Meta {
    let mut meta = Meta::default();
    let Some(xml) = package.part("meta.xml") else { return meta };
    let xml = utf8(&xml);
    let mut stream = XmlStream::new(&xml);
    let mut text = String::new();
    let mut own = None;
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) => {
                text.clear();
                own = element.get("name").filter(|_| element.name == "user-defined");
            }
            Node::Text(piece) => text.push_str(&piece),
            Node::End(name) => {
                let value = std::mem::take(&mut text).trim().to_owned();
                if value.is_empty() {
                    continue;
                }
                match name.as_str() {
                    "title" => meta.title = Some(value),
                    "subject" => meta.subject = Some(value),
                    "creator" if meta.author.is_some() => meta.extra.push(("last changed by".into(), value)),
                    "initial-creator" => {
                        if let Some(last) = meta.author.replace(value) {
                            meta.extra.push(("last changed by".into(), last));
                        }
                    }
                    "creator" => meta.author = Some(value),
                    // The file writes local time without an offset.
                    "creation-date" => meta.date = Some(value),
                    "date" => meta.extra.push(("last changed".into(), value)),
                    "keyword" | "description" | "generator" | "print-date" | "printed-by" => meta.extra.push((name, value)),
                    "user-defined" if meta.extra.len() < 300 => {
                        meta.extra.push((own.take().unwrap_or(name), value));
                    }
                    _ => {}
                }
            }
        }
    }
    meta
}

/// Hand on pictures and embedded files. Embedded OpenDocument objects are folders; see [`objects`].
pub(crate) fn finish(odf: &mut Odf<'_>, damage: Option<&str>, sink: &mut dyn Sink) -> Result<(), Failure> {
    odf.package.members(&["pictures/", "media/"], sink)?;
    if odf.package.cut {
        sink.gap(Gap::new(Reason::SizeLimit, "a part of the document is larger than 512 MiB; its beginning was read"))?;
    }
    if let Some(damage) = damage {
        sink.gap(Gap::new(Reason::Corrupt, format!("the document is damaged; it was read up to there: {damage}")))?;
    }
    Ok(())
}

/// Text of an embedded object (chart, formula, sheet) by the path it is linked with ("./Object 1").
pub(crate) fn object(package: &mut Package<'_>, href: &str) -> Option<String> {
    let folder = href.trim_start_matches("./").trim_end_matches('/');
    if folder.is_empty() || folder.contains("..") || folder.contains(':') {
        return None;
    }
    let xml = package.part(&format!("{folder}/content.xml"))?;
    let xml = utf8(&xml);
    let mut stream = XmlStream::new(&xml);
    let mut words = String::new();
    while let Some(node) = stream.next() {
        match node {
            Node::Text(text) if !text.trim().is_empty() => words.push_str(&text),
            Node::End(name) if matches!(name.as_str(), "p" | "table-cell" | "title" | "mi" | "mn" | "mo") => words.push(' '),
            _ => {}
        }
    }
    Some(words.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|words| !words.is_empty())
}

/// Names of the styles that hold an element with this attribute: what hides a text, a sheet, a slide.
pub(crate) fn styles_with(xml: &[u8], element: &str, attribute: &str, value: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut stream = XmlStream::new(xml);
    let mut style = None;
    while let Some(node) = stream.next() {
        let Node::Start(start) = node else { continue };
        if start.name == "style" {
            style = start.get("name");
        } else if start.name == element && start.get(attribute).is_some_and(|found| found == value) {
            found.extend(style.clone());
        } else if start.name == "body" {
            break;
        }
    }
    found
}

/// What an element inside a paragraph stands for in plain text.
pub(crate) fn inline(element: &Element<'_>) -> Option<String> {
    match element.name.as_str() {
        "s" => {
            let count = element.get("c").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
            Some(" ".repeat(count.min(MOST_BLANKS)))
        }
        "tab" => Some("\t".to_owned()),
        "line-break" => Some("\n".to_owned()),
        _ => None,
    }
}

/// Text nodes between paragraphs are indentation; inside, white space is collapsed as the standard wants.
pub(crate) fn push(out: &mut String, text: &str) {
    for c in text.chars() {
        if matches!(c, ' ' | '\n' | '\r' | '\t') {
            if !out.ends_with([' ', '\n', '\t']) && !out.is_empty() {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
}
