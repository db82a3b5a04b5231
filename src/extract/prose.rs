//! Running text made into units: a run of paragraphs under one heading, about a page long, so that a citation points near and a search
//! index does not drown in one-line units.

use super::{Locator, Part, Sink, Stopped, Unit};

/// A unit is closed at the first paragraph end after this many bytes: roughly a printed page.
const UNIT_BYTES: usize = 2_000;
/// A single paragraph longer than this is cut into several units with the same locator.
const LONGEST_PARAGRAPH: usize = 64 * 1024;

/// Gathers paragraphs of one document, layer by layer.
pub(crate) struct Prose {
    engine: String,
    paragraphs: u32,
    heading: Option<String>,
    open: Vec<Open>,
}

struct Open {
    part: Part,
    first: u32,
    last: u32,
    heading: Option<String>,
    text: String,
}

impl Prose {
    pub(crate) fn new(engine: &str) -> Prose {
        Prose { engine: engine.to_owned(), paragraphs: 0, heading: None, open: Vec::new() }
    }

    /// The next body paragraph. Empty ones are counted, not kept.
    pub(crate) fn paragraph(&mut self, text: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
        self.paragraphs = self.paragraphs.saturating_add(1);
        self.put(Part::Body, text, sink)
    }

    /// A body paragraph that is a heading: it opens a new unit and is named by the units after it.
    pub(crate) fn heading(&mut self, text: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.is_empty() {
            self.flush(sink)?;
            self.heading = Some(line.chars().take(200).collect());
        }
        self.paragraph(text, sink)
    }

    /// Text of another layer that stands at the current paragraph.
    pub(crate) fn aside(&mut self, part: Part, text: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
        self.put(part, text, sink)
    }

    fn put(&mut self, part: Part, text: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let text = text.trim_end_matches(['\n', '\r', ' ', '\t']).trim_start_matches(['\n', '\r']);
        if text.trim().is_empty() {
            return Ok(());
        }
        let mut rest = text;
        while !rest.is_empty() {
            let cut = floor_boundary(rest, LONGEST_PARAGRAPH);
            let (piece, after) = rest.split_at(cut);
            rest = after;
            let number = self.paragraphs.max(1);
            let place = match self.open.iter().position(|open| open.part == part) {
                Some(place) => place,
                None => {
                    self.open.push(Open {
                        part,
                        first: number,
                        last: number,
                        heading: self.heading.clone(),
                        text: String::new(),
                    });
                    self.open.len() - 1
                }
            };
            let full = self.open.get_mut(place).is_some_and(|open| {
                open.last = number;
                if !open.text.is_empty() {
                    open.text.push('\n');
                }
                open.text.push_str(piece);
                open.text.len() >= UNIT_BYTES
            });
            if full && part == Part::Body {
                self.flush(sink)?;
            } else if full {
                let open = self.open.remove(place);
                self.emit(open, sink)?;
            }
        }
        Ok(())
    }

    /// Hand out everything that is open; call once more at the end.
    pub(crate) fn flush(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        self.open.sort_by_key(|open| (open.first, open.part != Part::Body));
        for open in std::mem::take(&mut self.open) {
            self.emit(open, sink)?;
        }
        Ok(())
    }

    fn emit(&self, open: Open, sink: &mut dyn Sink) -> Result<(), Stopped> {
        sink.unit(Unit {
            locator: Locator::Paragraph { number: open.first, last: last(open.first, open.last), heading: open.heading },
            part: open.part,
            text: open.text,
            engine: self.engine.clone(),
            confidence: None,
            entry: None,
        })
    }
}

/// The last paragraph of a unit, where it is not the first one, too.
pub(crate) fn last(first: u32, last: u32) -> Option<u32> {
    (last > first).then_some(last)
}

/// The largest character boundary not after `limit`, and never 0 for a non-empty text.
pub(crate) fn floor_boundary(text: &str, limit: usize) -> usize {
    if text.len() <= limit {
        return text.len();
    }
    let mut at = limit;
    while at > 0 && !text.is_char_boundary(at) {
        at -= 1;
    }
    if at == 0 { text.chars().next().map_or(text.len(), char::len_utf8) } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::Collected;

    #[test]
    fn a_heading_opens_a_unit_and_names_the_next_ones() {
        let (mut prose, mut sink) = (Prose::new("test"), Collected::default());
        prose.paragraph("first", &mut sink).unwrap();
        prose.heading("Statement", &mut sink).unwrap();
        prose.paragraph("second", &mut sink).unwrap();
        prose.aside(Part::Deleted, "gone", &mut sink).unwrap();
        prose.flush(&mut sink).unwrap();
        assert_eq!(sink.units.len(), 3);
        assert_eq!(sink.units[1].text, "Statement\nsecond");
        assert_eq!(sink.units[1].locator, Locator::Paragraph { number: 2, last: Some(3), heading: Some("Statement".into()) });
        assert_eq!((sink.units[2].part, sink.units[2].text.as_str()), (Part::Deleted, "gone"));
    }

    #[test]
    fn an_endless_paragraph_is_cut_at_a_character() {
        let (mut prose, mut sink) = (Prose::new("test"), Collected::default());
        prose.paragraph(&"ж".repeat(100_000), &mut sink).unwrap();
        prose.flush(&mut sink).unwrap();
        assert_eq!(sink.units.iter().map(|unit| unit.text.chars().count()).sum::<usize>(), 100_000);
        assert!(sink.units.iter().all(|unit| unit.text.len() <= LONGEST_PARAGRAPH + 1));
    }
}
