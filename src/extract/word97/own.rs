//! Our own walk over a Word 97 file: every layer with its label, notes where they are hung up, list numbers as Word prints them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::characters;
use super::formatting;
use super::head::Head;
use super::lists;
use super::notes::{self, COMMENT_MARK, NOTE_MARK};
use super::story::{self, Block, Formats};
use crate::extract::compound::Compound;
use crate::extract::prose::Prose;
use crate::extract::{Part, Sink, Stopped};

/// Notes and comments (with their authors) by the position in the body they are hung on.
type Asides = BTreeMap<usize, Vec<(Part, Vec<Block>, Option<String>)>>;

/// A Word 97 file that was read.
pub(super) struct Document {
    body: Vec<Block>,
    boxes: Vec<Block>,
    headers: Vec<(Part, Vec<Block>)>,
    asides: Asides,
}

/// Read the file; None if it is older, damaged, or of a size that is left to the library.
pub(super) fn read(bytes: &[u8]) -> Option<Document> {
    let mut compound = Compound::open(bytes).ok()?;
    let document = compound.bytes("/WordDocument")?;
    let head = Head::parse(&document)?;
    let table = compound.bytes(head.table)?;
    let lengths = head.lengths;
    let stories = [
        lengths.body,
        lengths.footnotes,
        lengths.headers,
        lengths.macros,
        lengths.comments,
        lengths.endnotes,
        lengths.boxes,
        lengths.header_boxes,
    ];
    let mut ends = [0usize; 9];
    for (at, length) in stories.into_iter().enumerate() {
        let end = ends.get(at)?.checked_add(length)?;
        *ends.get_mut(at + 1)? = end;
    }
    let signs = characters::read(&document, &table, head.pieces, *ends.last()?)?;
    let mut formats = Formats {
        paragraphs: formatting::paragraphs(&document, &table, head.paragraphs, head.styles),
        runs: formatting::runs(&document, &table, head.runs),
        numbering: lists::parse(&table, head.lists, head.list_uses),
    };
    let [body, footnotes, headers, _, comments, endnotes, boxes, header_boxes] =
        std::array::from_fn(|at| ends.get(at).copied().unwrap_or(0)..ends.get(at + 1).copied().unwrap_or(0));
    let mut blocks =
        |range: &Range<usize>| story::blocks(signs.get(range.clone()).unwrap_or_default(), range.start, &mut formats);
    let body_blocks = blocks(&body);
    let mut asides = Asides::new();
    for (part, marks, texts, width, story) in [
        (Part::Footnote, head.footnote_marks, head.footnotes, NOTE_MARK, &footnotes),
        (Part::Footnote, head.endnote_marks, head.endnotes, NOTE_MARK, &endnotes),
        (Part::Comment, head.comment_marks, head.comments, COMMENT_MARK, &comments),
    ] {
        let mut authors = match part {
            Part::Comment => notes::authors(&table, marks, head.comment_authors).into_iter(),
            _ => Vec::new().into_iter(),
        };
        // What no mark claims is read at the end of the body: nothing of a story is lost.
        let mut read = story.start;
        for (mark, text) in notes::notes(&table, marks, texts, width) {
            let (from, to) = (story.start.saturating_add(text.start), story.start.saturating_add(text.end).min(story.end));
            if from < read || to < from {
                break;
            }
            read = to;
            asides.entry(mark).or_default().push((part, blocks(&(from..to)), authors.next().flatten()));
        }
        if read < story.end {
            asides.entry(usize::MAX).or_default().push((part, blocks(&(read..story.end)), None));
        }
    }
    let header_stretches = notes::headers(&table, head.headers);
    let mut header_blocks: Vec<(Part, Vec<Block>)> = header_stretches
        .into_iter()
        .map(|(part, range)| {
            (part, headers.start.saturating_add(range.start)..headers.start.saturating_add(range.end).min(headers.end))
        })
        .filter(|(_, range)| range.start < range.end)
        .map(|(part, range)| (part, blocks(&range)))
        .collect();
    header_blocks.push((Part::Header, blocks(&header_boxes)));
    let boxes = blocks(&boxes);
    Some(Document { body: body_blocks, boxes, headers: header_blocks, asides })
}

impl Document {
    /// Letters and figures of everything that was read.
    pub(super) fn size(&self) -> usize {
        let asides = self.asides.values().flatten().map(|(_, blocks, _)| blocks);
        let headers = self.headers.iter().map(|(_, blocks)| blocks);
        let blocks = asides.chain(headers).chain([&self.body, &self.boxes]).flatten();
        blocks
            .map(|block| [&block.body, &block.deleted, &block.hidden].into_iter().map(|text| letters(text)).sum::<usize>())
            .sum()
    }

    /// Hand everything on.
    pub(super) fn tell(mut self, prose: &mut Prose, sink: &mut dyn Sink) -> Result<(), Stopped> {
        // What stands on every page is cited with the beginning.
        for (part, blocks) in &self.headers {
            aside(*part, None, blocks, prose, sink)?;
        }
        prose.flush(sink)?;
        let mut links = Vec::new();
        for (index, block) in self.body.iter_mut().chain(&mut self.boxes).enumerate() {
            if block.heading {
                prose.heading(&block.body, sink)?;
            } else {
                prose.paragraph(&block.body, sink)?;
            }
            prose.aside(Part::Deleted, &block.deleted, sink)?;
            prose.aside(Part::Hidden, &block.hidden, sink)?;
            links.append(&mut block.links);
            while let Some(entry) = self.asides.first_entry().filter(|entry| *entry.key() < block.end) {
                for (part, blocks, author) in entry.remove() {
                    aside(part, author.as_deref(), &blocks, prose, sink)?;
                }
            }
            if index % 1000 == 0 {
                sink.progress()?;
            }
        }
        for (part, blocks, author) in std::mem::take(&mut self.asides).into_values().flatten() {
            aside(part, author.as_deref(), &blocks, prose, sink)?;
        }
        for link in links {
            prose.aside(Part::Metadata, &link, sink)?;
        }
        prose.flush(sink)
    }
}

/// A note, comment or header; what is deleted or hidden in it keeps that label.
fn aside(part: Part, author: Option<&str>, blocks: &[Block], prose: &mut Prose, sink: &mut dyn Sink) -> Result<(), Stopped> {
    let joined = |layer: fn(&Block) -> &String| {
        let texts = blocks.iter().map(|block| layer(block).trim()).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join("\n")
    };
    let text = joined(|block| &block.body);
    let text = match author.filter(|_| !text.is_empty()) {
        Some(author) => format!("{}: {text}", author.trim()),
        None => text,
    };
    prose.aside(part, &text, sink)?;
    prose.aside(Part::Deleted, &joined(|block| &block.deleted), sink)?;
    prose.aside(Part::Hidden, &joined(|block| &block.hidden), sink)
}

/// How many letters and figures a text has.
pub(super) fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}
