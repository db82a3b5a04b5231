//! The numbers Word prints before paragraphs and does not store in them: "Član 5.", "1.2)", "b)".
//!
//! Source: ECMA-376 Part 1, 17.9 (numbering).

use std::collections::{HashMap, HashSet};

use crate::extract::xml_stream::{Node, XmlStream, utf8};

/// Levels of one list.
const LEVELS: usize = 9;

#[derive(Clone, Default)]
struct Level {
    start: u32,
    format: String,
    text: String,
    legal: bool,
}

#[derive(Default)]
struct Abstract {
    levels: HashMap<usize, Level>,
    /// Another list, found through its style, stands for this one.
    link: Option<String>,
    style: Option<String>,
}

#[derive(Default)]
struct Instance {
    list: String,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

/// The lists of a document, and how far each has counted.
#[derive(Default)]
pub struct Numbering {
    abstracts: HashMap<String, Abstract>,
    instances: HashMap<String, Instance>,
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    begun: HashSet<(String, usize)>,
}

impl Numbering {
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
                name @ ("start" | "numFmt" | "lvlText" | "isLgl") => {
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
                        _ => level.legal = value().is_none_or(|v| !matches!(v.as_str(), "0" | "false" | "off")),
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// The number of the next paragraph of this list at this level; None for bullets and unknown lists.
    pub fn next(&mut self, instance: &str, level: usize) -> Option<String> {
        if level >= LEVELS {
            return None;
        }
        let own = self.instances.get(instance)?;
        let mut list = own.list.clone();
        if let Some(link) = self.abstracts.get(&list).and_then(|found| found.link.clone()) {
            list =
                self.abstracts.iter().find(|(_, other)| other.style.as_ref() == Some(&link)).map_or(list, |(id, _)| id.clone());
        }
        let levels: Vec<Level> = (0..LEVELS)
            .map(|at| {
                let shared = self.abstracts.get(&list).and_then(|found| found.levels.get(&at));
                own.levels.get(&at).or(shared).cloned().unwrap_or_default()
            })
            .collect();
        let counters = self.counters.entry(list).or_default();
        let start = levels.get(level)?.start;
        let restart = own.starts.get(&level).filter(|_| self.begun.insert((instance.to_owned(), level)));
        let count = match (restart, counters[level]) {
            (Some(start), _) => *start,
            (None, Some(count)) => count.saturating_add(1),
            (None, None) => start,
        };
        counters[level] = Some(count);
        counters[level + 1..].fill(None);
        let this = levels.get(level)?;
        if matches!(this.format.as_str(), "bullet" | "none") || this.text.is_empty() {
            return None;
        }
        let mut out = String::new();
        let mut chars = this.text.chars().peekable();
        while let Some(c) = chars.next() {
            match chars.peek().and_then(|digit| digit.to_digit(10)) {
                Some(digit @ 1..=9) if c == '%' => {
                    chars.next();
                    let at = digit as usize - 1;
                    let shown = levels.get(at)?;
                    let count = counters.get(at).copied().flatten().unwrap_or(shown.start);
                    let format = if this.legal { "decimal" } else { shown.format.as_str() };
                    out.push_str(&written(count, format));
                }
                _ => out.push(c),
            }
        }
        Some(out.trim().to_owned()).filter(|label| !label.is_empty())
    }
}

/// A count in one of Word's number formats; unknown ones in digits.
fn written(count: u32, format: &str) -> String {
    let letters = |alphabet: &str| {
        let alphabet: Vec<char> = alphabet.chars().collect();
        match (count as usize).checked_sub(1) {
            // a … z, aa, bb, …
            Some(at) if at < alphabet.len() * 20 => alphabet
                .get(at % alphabet.len())
                .map_or_else(String::new, |letter| letter.to_string().repeat(at / alphabet.len() + 1)),
            _ => count.to_string(),
        }
    };
    match format {
        "lowerLetter" => letters("abcdefghijklmnopqrstuvwxyz"),
        "upperLetter" => letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "russianLower" => letters("абвгдежзиклмнопрстуфхцчшщыэюя"),
        "russianUpper" => letters("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
        "lowerRoman" => roman(count).to_lowercase(),
        "upperRoman" => roman(count),
        "decimalZero" => format!("{count:02}"),
        "ordinal" => {
            let ending = match (count % 100, count % 10) {
                (11..=13, _) => "th",
                (_, 1) => "st",
                (_, 2) => "nd",
                (_, 3) => "rd",
                _ => "th",
            };
            format!("{count}{ending}")
        }
        _ => count.to_string(),
    }
}

fn roman(count: u32) -> String {
    if count == 0 || count > 3999 {
        return count.to_string();
    }
    let mut left = count;
    let mut out = String::new();
    for (value, sign) in [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_count_by_level_and_begin_anew() {
        let mut lists = Numbering::parse(
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

    #[test]
    fn number_formats() {
        assert_eq!(
            (written(4, "upperRoman"), written(28, "lowerLetter"), written(3, "russianLower")),
            ("IV".into(), "bb".into(), "в".into())
        );
        assert_eq!(
            (written(22, "ordinal"), written(0, "lowerLetter"), written(7, "decimalZero")),
            ("22nd".into(), "0".into(), "07".into())
        );
    }
}
