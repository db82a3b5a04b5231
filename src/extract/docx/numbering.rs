//! The lists of a DOCX: its numbering part.
//!
//! Source: ECMA-376 Part 1, 17.9 (numbering).

use crate::extract::numbering::{LEVELS, Numbering};
use crate::extract::xml_stream::{Node, XmlStream, utf8};

/// Read the numbering part.
pub fn parse(xml: &[u8]) -> Numbering {
    let xml = utf8(xml);
    let mut stream = XmlStream::new(&xml);
    let mut found = Numbering::default();
    let (mut list, mut instance, mut level) = (None::<String>, None::<String>, None::<usize>);
    while let Some(node) = stream.next() {
        let element = match node {
            Node::Start(element) => element,
            Node::End(name) => {
                match name.as_str() {
                    "abstractNum" => list = None,
                    "num" => instance = None,
                    "lvl" | "lvlOverride" if instance.is_none() || name == "lvlOverride" => level = None,
                    _ => {}
                }
                continue;
            }
            Node::Text(_) => continue,
        };
        let value = || element.get("val");
        let number = |text: Option<String>| text.and_then(|text| text.parse::<usize>().ok());
        match element.name.as_str() {
            "abstractNum" => list = element.get("abstractNumId"),
            "num" => instance = element.get("numId"),
            "abstractNumId" => {
                if let (Some(id), Some(list)) = (&instance, value()) {
                    found.instances.entry(id.clone()).or_default().list = list;
                }
            }
            "numStyleLink" => {
                if let Some(id) = &list {
                    found.abstracts.entry(id.clone()).or_default().link = value();
                }
            }
            "styleLink" => {
                if let Some(id) = &list {
                    found.abstracts.entry(id.clone()).or_default().style = value();
                }
            }
            "lvl" | "lvlOverride" => level = number(element.get("ilvl")).filter(|level| *level < LEVELS),
            "startOverride" => {
                if let (Some(id), Some(level), Some(start)) = (&instance, level, number(value())) {
                    found.instances.entry(id.clone()).or_default().starts.insert(level, start as u32);
                }
            }
            name @ ("start" | "numFmt" | "lvlText" | "isLgl" | "lvlRestart") => {
                let Some(at) = level else { continue };
                let levels = match (&list, &instance) {
                    (Some(id), _) => &mut found.abstracts.entry(id.clone()).or_default().levels,
                    (None, Some(id)) => &mut found.instances.entry(id.clone()).or_default().levels,
                    (None, None) => continue,
                };
                let level = levels.entry(at).or_default();
                match name {
                    "start" => level.start = number(value()).unwrap_or(0) as u32,
                    "numFmt" => level.format = value().unwrap_or_default(),
                    "lvlText" => level.text = value().unwrap_or_default(),
                    "lvlRestart" => level.restart = number(value()),
                    _ => level.legal = value().is_none_or(|v| !matches!(v.as_str(), "0" | "false" | "off")),
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_count_by_level_and_begin_anew() {
        let mut lists = parse(
            b"<w:numbering><w:abstractNum w:abstractNumId='7'>\
              <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='Clan %1.'/></w:lvl>\
              <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%1.%2)'/></w:lvl>\
              <w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='bullet'/><w:lvlText w:val='o'/></w:lvl></w:abstractNum>\
              <w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>\
              <w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='10'/></w:lvlOverride></w:num></w:numbering>",
        );
        let mut next = |list: &str, level| lists.next(list, level).unwrap_or_default();
        let found = [
            next("1", 0),
            next("1", 1),
            next("1", 1),
            next("1", 2),
            next("1", 0),
            next("1", 1),
            next("2", 0),
            next("2", 0),
            next("9", 0),
        ];
        assert_eq!(found, ["Clan 1.", "1.a)", "1.b)", "", "Clan 2.", "2.a)", "Clan 10.", "Clan 11.", ""]);
    }
}
