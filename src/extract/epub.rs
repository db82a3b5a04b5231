//! Books (EPUB 2 and 3): chapters in reading order.
//!
//! Source: EPUB 3.3 (package document, open container format).

use std::collections::{HashMap, HashSet};

use super::formats::Format;
use super::ooxml::Package;
use super::prose::Prose;
use super::xml_stream::{Node, XmlStream, utf8};
use super::{Failure, Gap, Input, Meta, Options, Reason, Sink, markup};

const ENGINE: &str = concat!("rogatory-epub ", env!("CARGO_PKG_VERSION"));

/// The row of the table of formats.
pub(crate) static EPUB: Format = Format {
    id: "epub",
    name: "EPUB",
    media_type: "application/epub+zip",
    extensions: &["epub"],
    engine: ENGINE,
    read,
    reads: "chapters in reading order, also those left out of it; title, author, date; pictures as members",
    leaves: "chapters under digital rights management (`encrypted`)",
    locator: "paragraph",
    limits: "",
};

#[derive(Default)]
struct Book {
    meta: Meta,
    /// Path and media type by id.
    items: Vec<(String, String, String)>,
    spine: Vec<String>,
}

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(EPUB.media_type, ENGINE)?;
    let corrupt = |detail: &str| Failure::because(Reason::Corrupt, detail.to_owned());
    let mut package = Package::open(input.bytes).ok_or_else(|| corrupt("the book's package cannot be opened"))?;
    let container = package.part("META-INF/container.xml").unwrap_or_default();
    let opf = root_file(&container).ok_or_else(|| corrupt("the book does not say where its package document is"))?;
    let xml = package.part(&opf).ok_or_else(|| corrupt("the book's package document is missing"))?;
    let book = book(&utf8(&xml), opf.rsplit_once('/').map_or("", |(folder, _)| folder));
    let locked = encrypted(&package.part("META-INF/encryption.xml").unwrap_or_default());
    sink.meta(book.meta)?;

    let paths: HashMap<&str, &str> = book.items.iter().map(|(id, path, _)| (id.as_str(), path.as_str())).collect();
    let mut chapters: Vec<&str> = book.spine.iter().filter_map(|id| paths.get(id.as_str()).copied()).collect();
    let known: HashSet<&str> = chapters.iter().copied().collect();
    let page = |media: &str| matches!(media, "application/xhtml+xml" | "text/html");
    chapters.extend(
        book.items.iter().filter(|(_, path, media)| page(media) && !known.contains(path.as_str())).map(|(_, p, _)| p.as_str()),
    );
    let mut prose = Prose::new(ENGINE);
    for path in chapters {
        if locked.contains(path) {
            sink.gap(Gap::new(Reason::Encrypted, "the chapter is protected by digital rights management").member(path))?;
            continue;
        }
        let Some(bytes) = package.part(path) else {
            sink.gap(Gap::new(Reason::MissingMember, "the book announces this chapter but does not hold it").member(path))?;
            continue;
        };
        prose.flush(sink)?;
        let text = markup::text(&String::from_utf8_lossy(&utf8(&bytes)));
        for (index, line) in text.lines().filter(|line| !line.trim().is_empty()).enumerate() {
            // A chapter begins with its title.
            if index == 0 && line.chars().count() <= 120 { prose.heading(line, sink)? } else { prose.paragraph(line, sink)? }
        }
        sink.progress()?;
    }
    prose.flush(sink)?;
    let pictures: Vec<String> = book
        .items
        .iter()
        .filter(|(_, _, media)| media.starts_with("image/"))
        .map(|(_, path, _)| path.to_ascii_lowercase())
        .collect();
    let pictures: Vec<&str> = pictures.iter().map(String::as_str).collect();
    if !pictures.is_empty() {
        package.members(&pictures, sink)?;
    }
    Ok(())
}

fn root_file(container: &[u8]) -> Option<String> {
    let xml = utf8(container);
    let mut stream = XmlStream::new(&xml);
    while let Some(node) = stream.next() {
        if let Node::Start(element) = node
            && element.name == "rootfile"
        {
            return element.get("full-path");
        }
    }
    None
}

fn book(xml: &[u8], folder: &str) -> Book {
    let mut book = Book::default();
    let mut stream = XmlStream::new(xml);
    let mut text = String::new();
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) => {
                text.clear();
                match element.name.as_str() {
                    "item" => {
                        if let (Some(id), Some(href)) = (element.get("id"), element.get("href")) {
                            let href = decoded(href.split('#').next().unwrap_or(""));
                            let path = if folder.is_empty() { href } else { format!("{folder}/{href}") };
                            book.items.push((id, path, element.get("media-type").unwrap_or_default()));
                        }
                    }
                    "itemref" => book.spine.extend(element.get("idref")),
                    _ => {}
                }
            }
            Node::Text(piece) => text.push_str(&piece),
            Node::End(name) => {
                let value = std::mem::take(&mut text).trim().to_owned();
                match name.as_str() {
                    _ if value.is_empty() => {}
                    "title" if book.meta.title.is_none() => book.meta.title = Some(value),
                    "creator" if book.meta.author.is_none() => book.meta.author = Some(value),
                    "date" if book.meta.date.is_none() => book.meta.date = Some(value),
                    "creator" | "contributor" | "publisher" | "identifier" | "language" | "subject" | "description"
                    | "rights"
                        if book.meta.extra.len() < 100 =>
                    {
                        book.meta.extra.push((name, value));
                    }
                    _ => {}
                }
            }
        }
    }
    book
}

/// Paths that are really locked; fonts that are only disguised do not count.
fn encrypted(xml: &[u8]) -> HashSet<String> {
    let xml = utf8(xml);
    let mut stream = XmlStream::new(&xml);
    let mut found = HashSet::new();
    let mut disguise = false;
    while let Some(node) = stream.next() {
        if let Node::Start(element) = node {
            match element.name.as_str() {
                "EncryptedData" => disguise = false,
                "EncryptionMethod" => {
                    disguise |=
                        element.get("Algorithm").is_some_and(|name| name.contains("embedding") || name.contains("pdf/enc#RC"))
                }
                "CipherReference" if !disguise => found.extend(element.get("URI").map(|uri| decoded(&uri))),
                _ => {}
            }
        }
    }
    found
}

/// Percent signs in references.
fn decoded(href: &str) -> String {
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = (*first == b'%').then(|| after.get(..2)).flatten();
        match code.and_then(|code| std::str::from_utf8(code).ok()).and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::{Collected, package};
    use crate::extract::{Locator, Part};

    #[test]
    fn chapters_in_order_and_what_is_missing() {
        let opf = "<package><metadata><dc:title>Priručnik</dc:title><dc:creator>Izmišljeni Autor</dc:creator></metadata><manifest>\
            <item id='b' href='drugo%20poglavlje.xhtml' media-type='application/xhtml+xml'/><item id='a' href='prvo.xhtml' media-type='application/xhtml+xml'/>\
            <item id='c' href='nema.xhtml' media-type='application/xhtml+xml'/><item id='p' href='s/mapa.png' media-type='image/png'/></manifest>\
            <spine><itemref idref='a'/><itemref idref='b'/></spine></package>";
        let bytes = package(&[
            ("mimetype", b"application/epub+zip".as_slice()),
            ("META-INF/container.xml", b"<c><rootfile full-path='OEBPS/k.opf'/></c>"),
            ("OEBPS/k.opf", opf.as_bytes()),
            ("OEBPS/drugo poglavlje.xhtml", "<html><body><h1>Drugo</h1><p>granični prelaz</p></body></html>".as_bytes()),
            ("OEBPS/prvo.xhtml", "<html><body><h1>Prvo</h1><p>svedok</p></body></html>".as_bytes()),
            ("OEBPS/s/mapa.png", b"map"),
        ]);
        let (found, outcome) = Collected::from(crate::extract::extract, "a.epub", &bytes);
        assert!(outcome.is_ok(), "{outcome:?}");
        assert_eq!(found.text(Part::Body), "Prvo\nsvedok\nDrugo\ngranični prelaz");
        assert_eq!(found.units[1].locator, Locator::Paragraph { number: 3, last: Some(4), heading: Some("Drugo".into()) });
        assert!(found.has_gap(Reason::MissingMember));
        assert_eq!(found.members, [("mapa.png".to_owned(), b"map".to_vec())]);
        assert_eq!(found.meta.author.as_deref(), Some("Izmišljeni Autor"));
    }
}
