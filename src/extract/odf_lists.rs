//! The printed numbers of lists and headings in OpenDocument text, which the file does not store.
//!
//! Source: OpenDocument 1.3 part 3, 5.3 (lists), 16.30–16.34 (list styles and the outline style).

use std::collections::HashMap;

use super::numbering::{Abstract, Instance, LEVELS, Level, Numbering};
use super::xml_stream::{Element, Node, XmlStream};

/// The name the numbering of headings goes under; no style can have it.
const OUTLINE: &str = "\0outline";

/// The list styles of a document, and where the walk through its lists stands.
#[derive(Default)]
pub(crate) struct Lists {
    styles: HashMap<String, HashMap<usize, Level>>,
    numbering: Numbering,
    /// Styles of the open lists, outermost first.
    open: Vec<String>,
    /// The list that counts now, and the last one of each style, for lists that go on.
    current: String,
    last: HashMap<String, String>,
    /// The next paragraph is the first of its item.
    fresh: bool,
    counted: usize,
}

impl Lists {
    /// Read the list styles of one part of the package.
    pub(crate) fn learn(&mut self, xml: &[u8]) {
        let mut stream = XmlStream::new(xml);
        let mut style: Option<String> = None;
        while let Some(node) = stream.next() {
            match node {
                Node::Start(element) => match element.name.as_str() {
                    "list-style" => style = element.get("name"),
                    "outline-style" => style = Some(OUTLINE.to_owned()),
                    "list-level-style-number" | "list-level-style-bullet" | "list-level-style-image" | "outline-level-style" => {
                        let level = element.get("level").and_then(|level| level.parse::<usize>().ok()).unwrap_or(0);
                        if let (Some(style), 1..=LEVELS) = (&style, level) {
                            self.styles.entry(style.clone()).or_default().insert(level - 1, level_of(&element, level));
                        }
                    }
                    "body" => break,
                    _ => {}
                },
                Node::End(name) if name == "list-style" || name == "outline-style" => style = None,
                _ => {}
            }
        }
    }

    /// A list or an item of one opens.
    pub(crate) fn open(&mut self, element: &Element<'_>) {
        match element.name.as_str() {
            "list" => {
                let style = element.get("style-name").or_else(|| self.open.last().cloned()).unwrap_or_default();
                if self.open.is_empty() {
                    let goes_on = element.get("continue-numbering").is_some_and(|value| value == "true")
                        || element.get("continue-list").is_some();
                    match self.last.get(&style).filter(|_| goes_on) {
                        Some(list) => self.current = list.clone(),
                        None => self.begin(&style),
                    }
                }
                self.open.push(style);
            }
            "list-item" => {
                self.fresh = true;
                if let (Some(start), Some(level)) = (element.get("start-value"), self.open.len().checked_sub(1))
                    && let Ok(start) = start.parse()
                {
                    self.numbering.restart(&self.current, level, start);
                }
            }
            _ => {}
        }
    }

    /// A list or an item of one ends.
    pub(crate) fn close(&mut self, name: &str) {
        match name {
            "list" => drop(self.open.pop()),
            "list-item" => self.fresh = false,
            _ => {}
        }
    }

    /// The number of the paragraph or heading that opens.
    pub(crate) fn number(&mut self, element: &Element<'_>) -> Option<String> {
        if let Some(level) = self.open.len().checked_sub(1) {
            return if std::mem::take(&mut self.fresh) { self.numbering.next(&self.current, level) } else { None };
        }
        if element.name != "h" || element.get("is-list-header").is_some_and(|value| value == "true") {
            return None;
        }
        let level = element.get("outline-level").and_then(|level| level.parse::<usize>().ok()).unwrap_or(1).checked_sub(1)?;
        if !self.last.contains_key(OUTLINE) {
            self.begin(OUTLINE);
        }
        self.numbering.next(self.last.get(OUTLINE)?, level)
    }

    /// A list of this style counts from its beginning.
    fn begin(&mut self, style: &str) {
        self.counted += 1;
        let name = self.counted.to_string();
        let levels = self.styles.get(style).cloned().unwrap_or_default();
        self.numbering.abstracts.insert(name.clone(), Abstract { levels, ..Abstract::default() });
        self.numbering.instances.insert(name.clone(), Instance { list: name.clone(), ..Instance::default() });
        self.last.insert(style.to_owned(), name.clone());
        if style != OUTLINE {
            self.current = name;
        }
    }
}

fn level_of(element: &Element<'_>, level: usize) -> Level {
    let format = match element.get("num-format").unwrap_or_default().as_str() {
        "1" => "decimal",
        "01" => "decimalZero",
        "a" => "lowerLetter",
        "A" => "upperLetter",
        "i" => "lowerRoman",
        "I" => "upperRoman",
        // LibreOffice writes the beginning of the alphabet and its language.
        cyrillic if cyrillic.starts_with('а') && cyrillic.ends_with("(sr)") => "serbianLower",
        cyrillic if cyrillic.starts_with('А') && cyrillic.ends_with("(sr)") => "serbianUpper",
        cyrillic if cyrillic.starts_with('а') && cyrillic.ends_with("(ru)") => "russianLower",
        cyrillic if cyrillic.starts_with('А') && cyrillic.ends_with("(ru)") => "russianUpper",
        // A wrong number is worse than none.
        _ => "none",
    };
    let shown = element.get("display-levels").and_then(|count| count.parse::<usize>().ok()).unwrap_or(1).clamp(1, level);
    let text = match element.get("num-list-format") {
        // "%1%.%2%." of LibreOffice 7 and later.
        Some(own) => (1..=LEVELS).fold(own, |text, at| text.replace(&format!("%{at}%"), &format!("%{at}"))),
        None => {
            let counts = (level + 1 - shown..=level).map(|at| format!("%{at}")).collect::<Vec<_>>().join(".");
            [element.get("num-prefix").unwrap_or_default(), counts, element.get("num-suffix").unwrap_or_default()].concat()
        }
    };
    let start = element.get("start-value").and_then(|start| start.parse().ok()).unwrap_or(1);
    Level { start, format: format.to_owned(), text, ..Level::default() }
}
