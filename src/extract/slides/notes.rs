//! Speaker notes of a PPTX by our own walk: all text on the notes page of a slide, not only what stands in the place for notes.

use crate::extract::ooxml::Package;
use crate::extract::xml_stream::{Node, XmlStream, utf8};

/// The parts of the slides in the order of the show; nothing where the list names a part that is not there.
pub(super) fn slides(package: &mut Package<'_>) -> Vec<Option<String>> {
    let show = package.relationships("").into_values().find(|(_, kind)| kind.ends_with("/officeDocument"));
    let show = show.map_or_else(|| "ppt/presentation.xml".to_owned(), |(target, _)| target);
    let Some(xml) = package.part(&show) else { return Vec::new() };
    let relations = package.relationships(&show);
    let xml = utf8(&xml);
    let mut stream = XmlStream::new(&xml);
    let mut slides = Vec::new();
    while let Some(node) = stream.next() {
        if let Node::Start(element) = node
            && element.name == "sldId"
        {
            // Two attributes are called id; the one that names a relationship is in a namespace of its own.
            let relation = element.values().into_iter().find_map(|(_, value)| relations.get(&value));
            slides.push(relation.map(|(target, _)| target.clone()));
        }
    }
    slides
}

/// The notes of this slide.
pub(super) fn of(package: &mut Package<'_>, slide: &str) -> Option<String> {
    let (target, _) = package.relationships(slide).into_values().find(|(_, kind)| kind.ends_with("/notesSlide"))?;
    package.part(&target).map(|xml| words(&utf8(&xml)))
}

/// The paragraphs of a notes page; the number of the page, its date and the like left out.
fn words(xml: &[u8]) -> String {
    let mut stream = XmlStream::new(xml);
    let (mut words, mut shape, mut furniture, mut taking) = (String::new(), String::new(), false, false);
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) => match element.name.as_str() {
                "sp" => {
                    shape.clear();
                    furniture = false;
                }
                "ph" => {
                    let kind = element.get("type").unwrap_or_default();
                    furniture = matches!(kind.as_str(), "sldNum" | "dt" | "hdr" | "ftr" | "sldImg");
                }
                "t" => taking = true,
                "br" => shape.push('\n'),
                _ => {}
            },
            Node::Text(text) if taking => shape.push_str(&text),
            Node::Text(_) => {}
            Node::End(name) => match name.as_str() {
                "t" => taking = false,
                "p" if !shape.is_empty() => shape.push('\n'),
                "sp" if !furniture => words.push_str(&std::mem::take(&mut shape)),
                _ => {}
            },
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_text_of_the_notes_page_but_its_furniture() {
        let page = "<notes><sp><nvPr><ph type='sldNum'/></nvPr><p><t>7</t></p></sp><sp><nvPr/><p><t>samo </t><t>usmeno</t></p><p><t>i tiho</t></p></sp></notes>";
        assert_eq!(words(page.as_bytes()), "samo usmeno\ni tiho\n");
    }
}
