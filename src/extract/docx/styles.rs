//! Which paragraph styles are headings.

use std::collections::{HashMap, HashSet};

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

/// List and level a paragraph style brings with it, its own or that of the style it is based on.
pub fn lists(xml: &[u8]) -> HashMap<String, (String, usize)> {
    let xml = utf8(xml);
    let mut stream = XmlStream::new(&xml);
    let mut own: HashMap<String, (Option<String>, Option<usize>)> = HashMap::new();
    let mut based: HashMap<String, String> = HashMap::new();
    let mut id = String::new();
    while let Some(node) = stream.next() {
        let Node::Start(element) = node else { continue };
        let value = element.get("val");
        match (element.name.as_str(), value) {
            ("style", _) => id = element.get("styleId").unwrap_or_default(),
            ("basedOn", Some(base)) => drop(based.insert(id.clone(), base)),
            ("numId", Some(list)) => own.entry(id.clone()).or_default().0 = Some(list),
            ("ilvl", Some(level)) => own.entry(id.clone()).or_default().1 = level.parse().ok(),
            _ => {}
        }
    }
    let mut found = HashMap::new();
    for style in own.keys().chain(based.keys()) {
        let (mut list, mut level, mut at) = (None, None, Some(style));
        // A chain longer than this is a circle.
        for _ in 0..20 {
            let Some(style) = at else { break };
            if let Some((own_list, own_level)) = own.get(style) {
                list = list.or(own_list.clone());
                level = level.or(*own_level);
            }
            at = based.get(style);
        }
        if let Some(list) = list {
            found.insert(style.clone(), (list, level.unwrap_or(0)));
        }
    }
    found
}
