//! Which paragraph styles are headings.

use std::collections::HashSet;

use crate::extract::xml_stream::{Node, XmlStream, utf8};

/// Ids of the styles that are headings, in whatever language Word named them ("Naslov1" is "heading 1").
pub fn headings(xml: &[u8]) -> HashSet<String> {
    let xml = utf8(xml);
    let mut stream = XmlStream::new(&xml);
    let mut found = HashSet::new();
    let mut id: Option<String> = None;
    while let Some(node) = stream.next() {
        let Node::Start(element) = node else { continue };
        match element.name.as_str() {
            "style" => id = element.get("styleId").filter(|_| element.get("type").is_none_or(|kind| kind == "paragraph")),
            "name" => {
                let name = element.get("val").unwrap_or_default().to_lowercase();
                if name.starts_with("heading") || name == "title" {
                    found.extend(id.clone());
                }
            }
            // Levels 0 to 8 are headings, 9 is body text.
            "outlineLvl" if element.get("val").and_then(|v| v.parse::<u8>().ok()).is_some_and(|level| level < 9) => {
                found.extend(id.clone())
            }
            _ => {}
        }
    }
    found
}
