//! Grouping running text into units of about a page, so that a hit is near its citation and a book is not a million units.

use super::{Gap, Locator, Part, Reason, Sink, Stopped, Unit};

/// Characters after which a unit is closed at the next paragraph.
pub const UNIT: usize = 2500;
/// A single paragraph longer than this is split at a line or word.
const LONGEST: usize = 8000;

/// Collects paragraphs and hands them on as units with a paragraph locator.
pub struct Paragraphs {
    engine: String,
    part: Part,
    heading: Option<String>,
    /// Number of the last paragraph that was pushed.
    number: u32,
    first: u32,
    text: String,
}

#[allow(dead_code, reason = "headings come with the office readers")]
impl Paragraphs {
    /// Units of this part, read by this engine.
    pub fn new(engine: &str, part: Part) -> Paragraphs {
        Paragraphs { engine: engine.to_owned(), part, heading: None, number: 0, first: 0, text: String::new() }
    }

    /// How many paragraphs were pushed so far.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// A heading: closes the unit before it, and names the units after it.
    pub fn heading(&mut self, text: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
        // A heading directly under another one belongs to the same unit.
        if self.text.len() > 200 {
            self.finish(sink)?;
        }
        if !text.trim().is_empty() {
            self.heading = Some(text.trim().chars().take(200).collect());
        }
        self.push(text, sink)
    }

    /// One paragraph. Blank ones are not counted and not kept.
    pub fn push(&mut self, text: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let text = text.trim_end();
        if text.trim().is_empty() {
            return Ok(());
        }
        if !self.text.is_empty() && self.text.len() + text.len() > UNIT * 2 {
            self.finish(sink)?;
        }
        self.number = self.number.saturating_add(1);
        let mut rest = text;
        loop {
            if self.text.is_empty() {
                self.first = self.number;
            } else {
                self.text.push('\n');
            }
            let (piece, after) = split(rest, LONGEST);
            self.text.push_str(piece);
            rest = after;
            if rest.is_empty() {
                break;
            }
            self.finish(sink)?;
        }
        if self.text.len() >= UNIT {
            self.finish(sink)?;
        }
        Ok(())
    }

    /// Hand on what is left.
    pub fn finish(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        if self.text.is_empty() {
            return Ok(());
        }
        sink.unit(Unit {
            locator: Locator::Paragraph {
                number: self.first,
                last: super::prose::last(self.first, self.number),
                heading: self.heading.clone(),
            },
            part: self.part,
            text: std::mem::take(&mut self.text),
            engine: self.engine.clone(),
            confidence: None,
            entry: None,
        })
    }
}

/// The longest beginning of at most `limit` bytes that ends at a line or word, and the rest. Nothing is lost but the break itself.
pub fn split(text: &str, limit: usize) -> (&str, &str) {
    if text.len() <= limit {
        return (text, "");
    }
    let hard = text.floor_char_boundary(limit);
    let head = &text[..hard];
    let soft = head.rfind('\n').or_else(|| head.rfind(' ')).filter(|at| *at > hard / 2);
    match soft {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (head, &text[hard..]),
    }
}

/// The gap for text whose bytes did not all have a meaning in their encoding.
pub fn lossy(encoding: &str) -> Gap {
    Gap::new(Reason::TextUnreliable, format!("some bytes are not valid {encoding}; they stand as � in the text"))
}

#[cfg(test)]
mod tests {
    use super::super::collect::Collected;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_unit_is_cited_by_its_first_paragraph_and_heading() {
        let mut sink = Collected::default();
        let mut paragraphs = Paragraphs::new("test 1", Part::Body);
        paragraphs.heading("I. Facts", &mut sink).unwrap();
        for _ in 0..3 {
            paragraphs.push(&"word ".repeat(400), &mut sink).unwrap();
        }
        paragraphs.finish(&mut sink).unwrap();
        let labels: Vec<_> = sink.units.iter().map(|u| u.locator.clone()).collect();
        let at = |number, last| Locator::Paragraph { number, last, heading: Some("I. Facts".into()) };
        assert_eq!(labels, [at(1, Some(3)), at(4, None)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn no_character_but_blanks_is_lost(paragraphs in proptest::collection::vec("[a-zč \n]{0,40}|x{9000}|(ab ){4000}", 0..12)) {
            let mut sink = Collected::default();
            let mut builder = Paragraphs::new("test 1", Part::Body);
            for paragraph in &paragraphs {
                builder.push(paragraph, &mut sink).unwrap();
            }
            builder.finish(&mut sink).unwrap();
            let dense = |text: &str| text.split_whitespace().collect::<String>();
            let before: String = paragraphs.iter().map(|p| dense(p)).collect();
            let after: String = sink.units.iter().map(|u| dense(&u.text)).collect();
            prop_assert_eq!(before, after);
            prop_assert!(sink.units.iter().all(|u| u.text.len() <= LONGEST + UNIT * 2));
        }
    }
}
