//! Word documents (DOCX, DOCM and their templates): every layer of text, with our own walker over the package's XML.
//!
//! Source: ECMA-376 Part 1 (WordprocessingML).

mod numbering;
mod properties;
mod story;
mod styles;

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use super::formats::{Format, OWN};
use super::ooxml::Package;
use super::prose::Prose;
use super::xml_stream::{Node, XmlStream, utf8};
use super::{Failure, Gap, Input, Options, Part, Reason, Sink};
use story::Story;

pub(crate) use story::hyperlink;

/// Word documents since 2007.
pub const DOCX: Format = Format {
    id: "docx",
    name: "Word document",
    media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    extensions: &["docx", "docm", "dotx", "dotm"],
    engine: OWN,
    read,
    reads: "paragraphs with the numbers Word prints before them, tables, text boxes, headers, footers, footnotes, endnotes, comments with author and date, tracked deletions and hidden text \
            (labelled as such), chart and diagram texts, link targets, alternative texts, properties; pictures, embedded files and macros as members; by our own walker \
            alone: office_oxide computes no printed numbers, and found fewer words when both were measured",
    leaves: "bullets, fonts, the thumbnail; ticks and choices of legacy form fields; parts of another format shown as body (altChunk); deleted and hidden text inside footnotes, comments and headers, and deleted table rows, are read without their label",
    locator: "paragraph, with the heading above it; a row of a table is one paragraph",
    limits: "512 MiB a part",
};

/// Notes by their id: text, and for comments who wrote it when.
type Notes = BTreeMap<String, String>;

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let Some(mut package) = Package::open(input.bytes) else { return recover(input, sink) };
    let main = package
        .relationships("")
        .into_values()
        .find(|(_, kind)| kind.ends_with("/officeDocument"))
        .map_or_else(|| "word/document.xml".to_owned(), |(target, _)| target);
    sink.meta(properties::meta(&mut package))?;
    let Some(document) = package.part(&main) else {
        return Err(Failure::because(Reason::Corrupt, "the package has no readable document part"));
    };
    let relations = package.relationships(&main);
    let style_part = part_of(&relations, "/styles").and_then(|part| package.part(&part)).unwrap_or_default();
    let styles = styles::headings(&style_part);
    let numbering = part_of(&relations, "/numbering").and_then(|part| package.part(&part));
    let mut prose = Prose::new(OWN);
    // What stands on every page is cited with the beginning.
    for (kind, part) in [("/header", Part::Header), ("/footer", Part::Footer)] {
        for target in parts_of(&relations, kind) {
            let Some(xml) = package.part(&target) else { continue };
            let text = story::flat(&xml);
            prose.aside(part, &text, sink)?;
        }
    }
    prose.flush(sink)?;
    let mut notes: HashMap<Part, Notes> = HashMap::new();
    for (kind, element, part) in [
        ("/footnotes", "footnote", Part::Footnote),
        ("/endnotes", "endnote", Part::Footnote),
        ("/comments", "comment", Part::Comment),
    ] {
        if let Some(xml) = part_of(&relations, kind).and_then(|part| package.part(&part)) {
            let found = story::notes(&xml, element);
            notes.entry(part).or_default().extend(found.into_iter().map(|(id, text)| (format!("{element} {id}"), text)));
        }
    }
    let links = relations
        .iter()
        .filter(|(_, (_, kind))| kind.ends_with("/hyperlink"))
        .map(|(id, (target, _))| (id.clone(), target.clone()))
        .collect();
    let mut story = Story::new(prose, styles, notes, links);
    if let Some(xml) = numbering {
        story.number_by(numbering::parse(&xml), styles::lists(&style_part));
    }
    let damage = story.read(&document, sink)?;
    for kind in ["/chart", "/chartEx", "/diagramData"] {
        for target in parts_of(&relations, kind) {
            if let Some(xml) = package.part(&target) {
                story.drawing(&xml, sink)?;
            }
        }
    }
    story.finish(sink)?;
    if package.cut {
        sink.gap(Gap::new(Reason::SizeLimit, "a part unpacks to more than 512 MiB; it was read up to there"))?;
    } else if let Some(damage) = damage {
        sink.gap(Gap::new(Reason::Corrupt, format!("the document part is damaged; it was read up to there: {damage}")))?;
    }
    package.members(&["word/media/", "word/embeddings/", "word/afchunk", "word/vbaproject.bin", "word/activex/"], sink)?;
    Ok(())
}

/// Relationship targets of one kind, in the order of their names.
fn parts_of(relations: &HashMap<String, (String, String)>, kind: &str) -> Vec<String> {
    let mut parts: Vec<String> =
        relations.values().filter(|(_, found)| found.ends_with(kind)).map(|(target, _)| target.clone()).collect();
    parts.sort_by_key(|part| (part.len(), part.clone()));
    parts.dedup();
    parts
}

fn part_of(relations: &HashMap<String, (String, String)>, kind: &str) -> Option<String> {
    parts_of(relations, kind).into_iter().next()
}

/// A package without its directory: the document part may still stand at its front.
fn recover(input: &Input, sink: &mut dyn Sink) -> Result<(), Failure> {
    const LARGEST: u64 = 512 << 20;
    let mut stream = input.bytes;
    while let Ok(Some(mut entry)) = zip::read::read_zipfile_from_stream(&mut stream) {
        if entry.name_raw() != b"word/document.xml" {
            continue;
        }
        let mut xml = Vec::new();
        // Whatever can be unpacked is read, even if the end is missing.
        let _ = (&mut entry).take(LARGEST).read_to_end(&mut xml);
        let mut story = Story::new(Prose::new(OWN), Default::default(), HashMap::new(), HashMap::new());
        let _ = story.read(&xml, sink)?;
        story.finish(sink)?;
        let detail = "the end of the file is missing; the document's text was found, notes, headers and pictures were not";
        sink.gap(Gap::new(Reason::Truncated, detail))?;
        return Ok(());
    }
    Err(Failure::because(Reason::Corrupt, "the package cannot be opened, and no document part was found in it"))
}

/// All text of one element and its children, for the small property parts.
fn texts(xml: &[u8], mut each: impl FnMut(&str, Option<String>, &str)) {
    let xml = utf8(xml);
    let mut stream = XmlStream::new(&xml);
    let mut open: Vec<(String, Option<String>, String)> = Vec::new();
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) if open.len() < 64 => open.push((element.name.clone(), element.get("name"), String::new())),
            Node::Text(text) => open.iter_mut().for_each(|(_, _, content)| content.push_str(&text)),
            Node::End(_) => {
                if let Some((name, attribute, content)) = open.pop() {
                    each(&name, attribute, content.trim());
                }
            }
            Node::Start(_) => return,
        }
    }
}

#[cfg(test)]
mod tests;
