//! XML of any kind: text and attribute values element by element, embedded Base64 as members.
//!
//! Read as a stream: no tree is built, nothing external is opened, and declared entities are replaced only where their value is plain text,
//! so that neither depth nor "billion laughs" cost anything. Kinds of XML with a meaning of their own have their own readers.

use std::collections::HashMap;
use std::io::Cursor;

use super::formats::{Format, OWN};
use super::lines::{Lines, base64};
use super::xml_stream::{Element, Node, XmlStream, utf8};
use super::{Failure, Gap, Input, Meta, Options, Reason, Sink, Stopped};

/// Extensible Markup Language.
pub const XML: Format = Format {
    id: "xml",
    name: "XML",
    media_type: "application/xml",
    extensions: &["xml", "svg", "xsd", "rdf"],
    engine: OWN,
    read,
    reads: "text and attribute values in the order of the file, in the declared encoding; declared entities with plain values; Base64 content as members",
    leaves: "comments, external entities (marked `missing_member`), entities that contain entities (marked `nesting_limit`)",
    locator: "element, counted in document order, with its path",
    limits: "paths are told to a depth of 2,000 elements",
};

/// Deeper elements are read, but their paths are not told.
const DEPTH: usize = 2000;

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let bytes = utf8(input.bytes);
    let entities = Entities::declared(&bytes);
    let mut stream = XmlStream::new(&bytes);
    let mut walk = Walk::default();
    let mut steps = 0u64;
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) => walk.open(&element),
            Node::Text(text) => walk.text(&entities.resolved(&text)),
            Node::End(_) => walk.close(sink)?,
        }
        steps += 1;
        if steps.is_multiple_of(100_000) {
            sink.progress()?;
        }
    }
    walk.words(sink)?;
    walk.lines.emit(sink)?;
    let root = walk.root.unwrap_or_default();
    sink.meta(Meta { extra: vec![("root element".to_owned(), root)], ..Meta::default() })?;
    for gap in entities.gaps {
        sink.gap(gap)?;
    }
    if walk.deepest > DEPTH {
        let detail =
            format!("elements are nested {} deep; they were read, but beyond {DEPTH} without their places", walk.deepest);
        sink.gap(Gap::new(Reason::NestingLimit, detail))?;
    }
    if let Some(damage) = stream.damage() {
        sink.gap(Gap::new(Reason::Corrupt, format!("the XML is damaged; it was read up to there: {damage}")))?;
    }
    Ok(())
}

#[derive(Default)]
struct Walk {
    /// Names of the open elements, to [`DEPTH`].
    path: Vec<String>,
    depth: usize,
    deepest: usize,
    number: u32,
    root: Option<String>,
    /// Text of the element that is open.
    block: String,
    lines: Lines,
    members: usize,
}

impl Walk {
    fn open(&mut self, element: &Element<'_>) {
        // The text so far belongs to the parent; its words stay apart from the child's.
        self.end_line();
        self.number = self.number.saturating_add(1);
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        if self.path.len() < DEPTH && self.path.len() + 1 == self.depth {
            self.path.push(element.name.clone());
        }
        if self.root.is_none() {
            self.root = Some(element.name.clone());
        }
        let values: Vec<String> = element.values().into_iter().map(|(name, value)| format!("{name}: {value}")).collect();
        if !values.is_empty() {
            self.lines.push(&values.join("; "), self.number, &self.path);
        }
    }

    fn text(&mut self, text: &str) {
        self.block.push_str(text);
    }

    fn close(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        self.words(sink)?;
        if self.path.len() == self.depth {
            self.path.pop();
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    /// What an element's text amounts to: a file in Base64, or a line.
    fn words(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        if let Some(content) = base64(&self.block) {
            self.members += 1;
            let name = format!("{}-{}.bin", self.path.last().map_or("content", String::as_str), self.members);
            self.block.clear();
            sink.member(&name, &mut Cursor::new(content))?;
        }
        self.end_line();
        self.lines.breathe(sink)
    }

    fn end_line(&mut self) {
        let block = std::mem::take(&mut self.block);
        let words = block.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            self.lines.push(&words, self.number, &self.path);
        }
    }
}

/// Entities the document type declares.
#[derive(Default)]
struct Entities {
    plain: HashMap<String, String>,
    gaps: Vec<Gap>,
}

impl Entities {
    /// Largest declared value that is put in.
    const VALUE: usize = 4096;
    /// How far the declarations are looked at.
    const HEAD: usize = 1 << 20;

    fn declared(bytes: &[u8]) -> Entities {
        let mut found = Entities::default();
        let head = String::from_utf8_lossy(bytes.get(..Self::HEAD.min(bytes.len())).unwrap_or(bytes));
        let Some(start) = head.find("<!DOCTYPE") else { return found };
        let mut rest = head.get(start..).unwrap_or_default();
        let (mut nested, mut external) = (false, false);
        while let Some(at) = rest.find("<!ENTITY") {
            rest = rest.get(at + 8..).unwrap_or_default();
            let declaration = rest.trim_start();
            let name: String = declaration.chars().take_while(|c| !c.is_whitespace()).collect();
            let value = declaration.get(name.len()..).unwrap_or_default().trim_start();
            if value.starts_with("SYSTEM") || value.starts_with("PUBLIC") {
                external = true;
            } else if let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\''))
                && let Some(value) = value.get(1..).and_then(|v| v.split(quote).next())
                && name != "%"
            {
                if value.contains(['&', '%', '<']) || value.len() > Self::VALUE {
                    nested = true;
                } else {
                    found.plain.insert(format!("&{name};"), value.to_owned());
                }
            }
        }
        if nested {
            found
                .gaps
                .push(Gap::new(Reason::NestingLimit, "entities that contain entities or markup are left as they are written"));
        }
        if external {
            found.gaps.push(Gap::new(Reason::MissingMember, "the document refers to files outside of it; they are never opened"));
        }
        found
    }

    fn resolved<'t>(&'t self, text: &'t str) -> std::borrow::Cow<'t, str> {
        match self.plain.get(text) {
            Some(value) => value.into(),
            None => text.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::Collected;
    use crate::extract::{Locator, Part};

    fn xml(text: &str) -> Collected {
        let (found, outcome) = Collected::from(read, "a.xml", text.as_bytes());
        assert!(outcome.is_ok(), "{outcome:?}");
        found
    }

    #[test]
    fn text_and_attributes_with_their_places() {
        let found = xml(
            "<smses xmlns='urn:x'><sms address='+38164000123' body='Kreni u ponoć'/><note>Još <b>jedan</b> poziv</note></smses>",
        );
        assert_eq!(found.text(Part::Body), "address: +38164000123; body: Kreni u ponoć\nJoš\njedan\npoziv");
        assert_eq!(found.units[0].locator, Locator::Element { number: 2, path: "smses/sms".into() });
        assert!(found.gaps.is_empty());
    }

    #[test]
    fn plain_entities_are_put_in_and_others_are_named() {
        let found = xml("<!DOCTYPE r [<!ENTITY ime 'Ana'>]><r>&ime; i &lt;Marko&gt;</r>");
        assert_eq!(found.text(Part::Body), "Ana i <Marko>");
        let mut laughs = String::from("<!DOCTYPE r [<!ENTITY a0 'ha'>");
        for level in 1..30 {
            let before = format!("&a{};", level - 1);
            laughs.push_str(&format!("<!ENTITY a{level} '{}'>", before.repeat(10)));
        }
        laughs.push_str("]><r>&a29;</r>");
        let found = xml(&laughs);
        assert_eq!(found.text(Part::Body), "&a29;");
        assert!(found.has_gap(Reason::NestingLimit));
        let outside = xml("<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>");
        assert_eq!((outside.text(Part::Body).as_str(), outside.has_gap(Reason::MissingMember)), ("&x;", true));
    }

    #[test]
    fn depth_costs_nothing_and_is_told() {
        let depth = 200_000;
        let found = xml(&format!("{}duboko{}", "<a>".repeat(depth), "</a>".repeat(depth)));
        assert_eq!(found.text(Part::Body), "duboko");
        assert!(found.has_gap(Reason::NestingLimit));
        let open = xml(&"<a b='c'>".repeat(depth));
        assert!(open.has_gap(Reason::Corrupt));
    }

    #[test]
    fn files_in_base64_are_members() {
        let content: Vec<u8> = (0..2000u32).map(|i| (i * 7919 % 251) as u8).collect();
        let written = super::super::lines::to_base64(&content);
        let found = xml(&format!("<r><bin>{written}</bin><t>tekst</t></r>"));
        assert_eq!(found.members, [("bin-1.bin".to_owned(), content)]);
        assert_eq!(found.text(Part::Body), "tekst");
    }
}
