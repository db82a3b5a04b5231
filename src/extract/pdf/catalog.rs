//! What the document says about itself: information dictionary, XMP, version.

use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Stream};

use super::strings;
use crate::extract::Meta;

/// The document catalog, if it can be read.
pub fn of(pdf: &Pdf) -> Option<Dict<'_>> {
    pdf.xref().get::<Dict<'_>>(pdf.xref().root_id())
}

/// Title, author, dates and programs, from the information dictionary first, then from XMP.
pub fn meta(pdf: &Pdf, catalog: Option<&Dict<'_>>) -> Meta {
    let info = pdf.metadata();
    let text = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(strings::text).filter(|text| !text.is_empty());
    let mut meta = Meta {
        title: text(&info.title),
        author: text(&info.author),
        subject: text(&info.subject),
        date: info.creation_date.as_ref().and_then(strings::date),
        ..Meta::default()
    };
    let mut extra = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            meta.extra.push((name.to_owned(), value));
        }
    };
    extra("keywords", text(&info.keywords));
    extra("creator", text(&info.creator));
    extra("producer", text(&info.producer));
    extra("modified", info.modification_date.as_ref().and_then(strings::date));
    if let Some(packet) = catalog.and_then(|c| c.get::<Stream<'_>>("Metadata")).and_then(|s| s.decoded_data().ok()) {
        xmp(&packet, &mut meta);
    }
    meta
}

/// XMP fields that the information dictionary left open; those that differ are kept beside it.
fn xmp(packet: &[u8], meta: &mut Meta) {
    const LIMIT: usize = 4 << 20;
    let text = crate::language::encoding::decode(packet.get(..LIMIT.min(packet.len())).unwrap_or(packet), None).text;
    // The wrapper instruction ends in padding that is not XML in damaged files.
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '\u{feff}');
    let options = roxmltree::ParsingOptions { nodes_limit: 20_000, ..roxmltree::ParsingOptions::default() };
    let Ok(document) = roxmltree::Document::parse_with_options(text, options) else { return };
    let mut found: Vec<(&str, String)> = Vec::new();
    for node in document.descendants().filter(|node| node.is_element()) {
        // Simple properties may be written as attributes of rdf:Description.
        found.extend(node.attributes().map(|a| (a.name(), a.value().trim().to_owned())));
        let leaf: Vec<&str> = node
            .descendants()
            .filter(|n| n.is_text())
            .filter_map(|n| n.text())
            .map(str::trim)
            .filter(|t| !t.is_empty())
            .collect();
        if matches!(
            node.tag_name().name(),
            "title" | "creator" | "description" | "CreateDate" | "ModifyDate" | "CreatorTool" | "Producer"
        ) {
            found.push((node.tag_name().name(), leaf.join(", ")));
        }
    }
    for (name, value) in found.into_iter().filter(|(_, value)| !value.is_empty()) {
        let slot = match name {
            "title" => &mut meta.title,
            "creator" => &mut meta.author,
            "description" => &mut meta.subject,
            "CreateDate" => &mut meta.date,
            _ => continue,
        };
        match slot {
            None => *slot = Some(value),
            Some(known) if *known == value || name == "CreateDate" => {}
            Some(_) => {
                let entry = (format!("xmp {name}"), value);
                if !meta.extra.contains(&entry) {
                    meta.extra.push(entry);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xmp_fills_what_is_missing_and_keeps_what_differs() {
        let packet = br#"<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="2026-01-02T03:04:05Z">
            <dc:title><rdf:Alt><rdf:li>Zapisnik</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>A. Petrovi&#x107;</rdf:li></rdf:Seq></dc:creator>
            </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"#;
        let mut meta = Meta { title: Some("old".into()), ..Meta::default() };
        xmp(packet, &mut meta);
        assert_eq!(meta.author.as_deref(), Some("A. Petrović"));
        assert_eq!(meta.date.as_deref(), Some("2026-01-02T03:04:05Z"));
        assert_eq!(meta.extra, [("xmp title".to_owned(), "Zapisnik".to_owned())]);
    }
}
