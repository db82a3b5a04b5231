//! The walk through one story of a document: paragraphs, tables, deletions, hidden text, notes where they are referred to.

use std::collections::{HashMap, HashSet};

use super::Notes;
use crate::extract::numbering::Numbering;
use crate::extract::prose::Prose;
use crate::extract::xml_stream::{Element, Node, XmlStream, utf8};
use crate::extract::{Part, Sink, Stopped};

/// A paragraph that is being read, layer by layer.
#[derive(Default)]
struct Paragraph {
    body: String,
    deleted: String,
    hidden: String,
    heading: bool,
    /// List and level, as the paragraph itself says.
    list: Option<String>,
    level: Option<usize>,
    /// The same, as its style says.
    styled: Option<(String, usize)>,
}

/// A table row that is being read.
#[derive(Default)]
struct Row {
    cells: Vec<String>,
    cell: String,
}

/// Where the walk stands, as far as it decides about text.
#[derive(Default)]
struct Place {
    /// Inside of properties (of a paragraph, a run, a row), where marks of the same names mean other things.
    in_properties: usize,
    in_run_properties: usize,
    in_deletion: usize,
    in_fallback: usize,
    hidden_run: bool,
    taking: Taking,
}

#[derive(Default, PartialEq, Clone, Copy)]
enum Taking {
    #[default]
    Nothing,
    Text,
    Deleted,
    FieldCode,
}

pub struct Story {
    prose: Prose,
    headings: HashSet<String>,
    numbering: Numbering,
    lists: HashMap<String, (String, usize)>,
    notes: HashMap<Part, Notes>,
    links: HashMap<String, String>,
    paragraphs: Vec<Paragraph>,
    rows: Vec<Row>,
    place: Place,
    targets: Vec<String>,
    descriptions: Vec<String>,
    field_code: String,
}

impl Story {
    pub fn new(prose: Prose, headings: HashSet<String>, notes: HashMap<Part, Notes>, links: HashMap<String, String>) -> Story {
        Story {
            prose,
            headings,
            numbering: Numbering::default(),
            lists: HashMap::new(),
            notes,
            links,
            paragraphs: Vec::new(),
            rows: Vec::new(),
            place: Place::default(),
            targets: Vec::new(),
            descriptions: Vec::new(),
            field_code: String::new(),
        }
    }

    /// Print numbers before paragraphs, by the document's lists and by the lists of paragraph styles.
    pub fn number_by(&mut self, numbering: Numbering, lists: HashMap<String, (String, usize)>) {
        self.numbering = numbering;
        self.lists = lists;
    }

    /// Read the main document part. Returns what is wrong with its XML, if anything.
    pub fn read(&mut self, xml: &[u8], sink: &mut dyn Sink) -> Result<Option<String>, Stopped> {
        let xml = utf8(xml);
        let mut stream = XmlStream::new(&xml);
        let mut steps = 0u64;
        while let Some(node) = stream.next() {
            match node {
                Node::Start(element) => self.open(&element, sink)?,
                Node::Text(text) => self.text(&text),
                Node::End(name) => self.close(&name, sink)?,
            }
            steps += 1;
            if steps.is_multiple_of(100_000) {
                sink.progress()?;
            }
        }
        // A part that breaks off leaves things open.
        while !self.paragraphs.is_empty() {
            self.end_paragraph(sink)?;
        }
        while !self.rows.is_empty() {
            self.end_row(sink)?;
        }
        Ok(stream.damage().map(str::to_owned))
    }

    /// Notes nobody refers to, links and descriptions; then everything is handed on.
    pub fn finish(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        for part in [Part::Footnote, Part::Comment] {
            for text in self.notes.remove(&part).unwrap_or_default().into_values() {
                self.prose.aside(part, &text, sink)?;
            }
        }
        for line in std::mem::take(&mut self.descriptions).into_iter().chain(std::mem::take(&mut self.targets)) {
            self.prose.aside(Part::Metadata, &line, sink)?;
        }
        self.prose.flush(sink)
    }

    /// Texts and values of a chart or diagram.
    pub fn drawing(&mut self, xml: &[u8], sink: &mut dyn Sink) -> Result<(), Stopped> {
        let xml = utf8(xml);
        let mut stream = XmlStream::new(&xml);
        let (mut words, mut taking) = (Vec::new(), false);
        while let Some(node) = stream.next() {
            match node {
                Node::Start(element) => taking = matches!(element.name.as_str(), "t" | "v"),
                Node::Text(text) if taking && !text.trim().is_empty() => words.push(text.trim().to_owned()),
                Node::End(_) => taking = false,
                Node::Text(_) => {}
            }
        }
        self.prose.aside(Part::Body, &words.join("\n"), sink)
    }

    fn open(&mut self, element: &Element<'_>, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let place = &mut self.place;
        if place.in_fallback > 0 || element.name == "Fallback" {
            // The fallback repeats the choice for older programs.
            place.in_fallback += usize::from(element.name == "Fallback");
            return Ok(());
        }
        match element.name.as_str() {
            "pPr" | "trPr" | "tblPr" | "tcPr" | "sectPr" => place.in_properties += 1,
            "rPr" => {
                place.in_properties += 1;
                place.in_run_properties += 1;
            }
            "p" => self.paragraphs.push(Paragraph::default()),
            "r" => place.hidden_run = false,
            "vanish" | "webHidden" if place.in_run_properties > 0 && place.in_properties == 1 => {
                place.hidden_run = element.get("val").is_none_or(|v| !matches!(v.as_str(), "0" | "false" | "off"));
            }
            "del" | "moveFrom" if place.in_properties == 0 => place.in_deletion += 1,
            "t" => place.taking = Taking::Text,
            "delText" | "delInstrText" => place.taking = Taking::Deleted,
            "instrText" => place.taking = Taking::FieldCode,
            "fldSimple" => {
                if let Some(code) = element.get("instr") {
                    self.targets.extend(hyperlink(&code));
                }
            }
            "tab" if place.in_properties == 0 => self.push("\t"),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("\u{2011}"),
            "pStyle" => {
                if let (Some(style), Some(paragraph)) = (element.get("val"), self.paragraphs.last_mut()) {
                    paragraph.heading |= self.headings.contains(&style);
                    paragraph.styled = self.lists.get(&style).cloned();
                }
            }
            "numId" if place.in_properties == 1 => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.list = element.get("val");
                }
            }
            "ilvl" if place.in_properties == 1 => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.level = element.get("val").and_then(|level| level.parse().ok());
                }
            }
            "outlineLvl" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.heading |= element.get("val").and_then(|v| v.parse::<u8>().ok()).is_some_and(|level| level < 9);
                }
            }
            "tr" => self.rows.push(Row::default()),
            "hyperlink" => {
                if let Some(target) = element.get("id").and_then(|id| self.links.get(&id)) {
                    self.targets.push(target.clone());
                }
            }
            "footnoteReference" => self.note(Part::Footnote, "footnote", element, sink)?,
            "endnoteReference" => self.note(Part::Footnote, "endnote", element, sink)?,
            "commentReference" => self.note(Part::Comment, "comment", element, sink)?,
            "docPr" | "cNvPr" => {
                if let Some(description) =
                    element.get("descr").filter(|d| !d.trim().is_empty() && self.descriptions.last() != Some(d))
                {
                    self.descriptions.push(description);
                }
            }
            // A watermark or WordArt.
            "textpath" => {
                if let Some(text) = element.get("string") {
                    self.push(&text);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, name: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let place = &mut self.place;
        if place.in_fallback > 0 {
            place.in_fallback -= usize::from(name == "Fallback");
            return Ok(());
        }
        match name {
            "pPr" | "trPr" | "tblPr" | "tcPr" | "sectPr" => place.in_properties = place.in_properties.saturating_sub(1),
            "rPr" => {
                place.in_properties = place.in_properties.saturating_sub(1);
                place.in_run_properties = place.in_run_properties.saturating_sub(1);
            }
            "del" | "moveFrom" if place.in_properties == 0 => place.in_deletion = place.in_deletion.saturating_sub(1),
            "t" | "delText" | "delInstrText" => place.taking = Taking::Nothing,
            "instrText" => {
                place.taking = Taking::Nothing;
                if self.field_code.len() > 4096 {
                    self.field_code.clear();
                }
            }
            "fldChar" => {
                let code = std::mem::take(&mut self.field_code);
                self.targets.extend(hyperlink(&code));
            }
            "p" => self.end_paragraph(sink)?,
            "tc" => {
                if let Some(row) = self.rows.last_mut() {
                    row.cells.push(std::mem::take(&mut row.cell));
                }
            }
            "tr" => self.end_row(sink)?,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        match self.place.taking {
            Taking::Nothing => {}
            Taking::FieldCode => self.field_code.push_str(text),
            Taking::Text => self.push(text),
            Taking::Deleted => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.deleted.push_str(text);
                }
            }
        }
    }

    fn push(&mut self, text: &str) {
        if self.paragraphs.is_empty() {
            // Formulas and drawings may stand outside of any paragraph.
            self.paragraphs.push(Paragraph::default());
        }
        let (deleted, hidden) = (self.place.in_deletion > 0, self.place.hidden_run);
        if let Some(paragraph) = self.paragraphs.last_mut() {
            let layer = if deleted {
                &mut paragraph.deleted
            } else if hidden {
                &mut paragraph.hidden
            } else {
                &mut paragraph.body
            };
            layer.push_str(text);
        }
    }

    fn note(&mut self, part: Part, kind: &str, element: &Element<'_>, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let Some(id) = element.get("id") else { return Ok(()) };
        match self.notes.get_mut(&part).and_then(|notes| notes.remove(&format!("{kind} {id}"))) {
            Some(text) => self.prose.aside(part, &text, sink),
            None => Ok(()),
        }
    }

    fn end_paragraph(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let Some(mut paragraph) = self.paragraphs.pop() else { return Ok(()) };
        if let Some(number) = self.number_of(&paragraph)
            && !paragraph.body.trim().is_empty()
        {
            paragraph.body.insert_str(0, &format!("{number} "));
        }
        if let Some(row) = self.rows.last_mut() {
            let text = paragraph.body.trim();
            if !text.is_empty() {
                if !row.cell.is_empty() {
                    row.cell.push(' ');
                }
                row.cell.push_str(text);
            }
        } else if paragraph.heading {
            self.prose.heading(&paragraph.body, sink)?;
        } else {
            self.prose.paragraph(&paragraph.body, sink)?;
        }
        self.prose.aside(Part::Deleted, &paragraph.deleted, sink)?;
        self.prose.aside(Part::Hidden, &paragraph.hidden, sink)
    }

    fn number_of(&mut self, paragraph: &Paragraph) -> Option<String> {
        let styled = paragraph.styled.as_ref();
        let list = paragraph.list.as_ref().or(styled.map(|(list, _)| list)).filter(|list| *list != "0")?;
        let level = paragraph.level.or(styled.map(|(_, level)| *level)).unwrap_or(0);
        self.numbering.next(list, level)
    }

    fn end_row(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let Some(mut row) = self.rows.pop() else { return Ok(()) };
        if !row.cell.is_empty() {
            row.cells.push(row.cell);
        }
        let text = row.cells.join("\t");
        match self.rows.last_mut() {
            // A table in a cell.
            Some(outer) => {
                if !outer.cell.is_empty() && !text.trim().is_empty() {
                    outer.cell.push(' ');
                }
                outer.cell.push_str(text.trim());
                Ok(())
            }
            None => self.prose.paragraph(&text, sink),
        }
    }
}

/// The address in a HYPERLINK field.
pub(crate) fn hyperlink(code: &str) -> Option<String> {
    let rest = code.trim().strip_prefix("HYPERLINK")?;
    let target = rest.split('"').nth(1)?.trim();
    (!target.is_empty() && !rest.trim_start().starts_with("\\l")).then(|| target.to_owned())
}

/// The text of a header or footer, a line a paragraph.
pub fn flat(xml: &[u8]) -> String {
    let mut lines = crate::extract::collect::Collected::default();
    let mut story = Story::new(Prose::new(""), HashSet::new(), HashMap::new(), HashMap::new());
    // A collecting sink never hangs up.
    let _ = story.read(xml, &mut lines);
    let _ = story.finish(&mut lines);
    lines.text()
}

/// Footnotes, endnotes or comments by id.
pub fn notes(xml: &[u8], kind: &str) -> Notes {
    let xml = utf8(xml);
    let mut stream = XmlStream::new(&xml);
    let mut found = Notes::new();
    let mut open: Option<(String, String)> = None;
    let mut taking = false;
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) if element.name == kind => {
                // Separators are notes without text.
                let by = [element.get("author"), element.get("date")]
                    .into_iter()
                    .flatten()
                    .filter(|t| !t.trim().is_empty())
                    .collect::<Vec<_>>();
                let head = if by.is_empty() { String::new() } else { format!("{}: ", by.join(", ")) };
                open = element.get("id").map(|id| (id, head));
            }
            Node::Start(element) => {
                taking = matches!(element.name.as_str(), "t" | "delText");
                if let (true, Some((_, text))) = (matches!(element.name.as_str(), "tab" | "br"), open.as_mut()) {
                    text.push(' ');
                }
            }
            Node::Text(text) => {
                if let (true, Some((_, content))) = (taking, open.as_mut()) {
                    content.push_str(&text);
                }
            }
            Node::End(name) => {
                taking = false;
                if name == kind {
                    if let Some((id, text)) = open.take().filter(|(_, text)| !text.trim().is_empty()) {
                        found.insert(id, text.trim().to_owned());
                    }
                } else if name == "p"
                    && let Some((_, text)) = open.as_mut()
                    && !text.is_empty()
                {
                    text.push('\n');
                }
            }
        }
    }
    found
}
