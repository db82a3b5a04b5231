//! One document being read: what its reader process says is gathered here into the record that the store keeps.

use std::collections::BTreeMap;

use super::supervisor::{Ending, Event};
use crate::case::{BlockWriter, Error, NewDocument, State, StoredUnit};
use crate::extract::{Gap, Meta, Part, Reason, Unit};
use crate::language::detect::detect;

/// Gaps kept one by one; further ones are counted by reason, so that a container with a million broken members has a record a person can read.
const GAPS_KEPT: usize = 500;
/// Text kept open for the index beside the packed form; more is opened again from the blocks.
const OPEN_TEXT: u64 = 4 * 1024 * 1024;

/// Gathers one document.
#[derive(Default)]
pub struct Reading {
    media_type: Option<String>,
    engine: Option<String>,
    meta: Meta,
    announced: Option<u64>,
    gaps: Vec<Gap>,
    more_gaps: BTreeMap<Reason, u64>,
    /// Characters by language.
    languages: BTreeMap<String, u64>,
    units: BlockWriter,
    open: Vec<StoredUnit>,
    pub members: u32,
    /// Whether text that is like no language is doubted: what a reader process says is, what is put together again from the record is not.
    doubts: bool,
}

/// Letters a page must have before it is judged by its language: a table of codes is no gibberish.
const LETTERS_JUDGED: usize = 120;

/// A document that has been read.
pub struct Read {
    pub document: NewDocument,
    /// All units, where they are few enough to be kept open.
    pub open: Option<Vec<StoredUnit>>,
}

impl Reading {
    /// For what comes from a reader process.
    pub fn fresh() -> Reading {
        Reading { doubts: true, ..Reading::default() }
    }

    /// The media type, as far as it was said.
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// Take what the reader says. Members are the caller's.
    pub fn take(&mut self, event: Event) -> Result<(), Error> {
        match event {
            Event::Format { media_type, engine } => {
                self.media_type = Some(media_type);
                self.engine = Some(engine);
            }
            Event::Meta(meta) => self.meta = meta,
            Event::Announce(count) => self.announced = Some(count),
            Event::Unit { unit, language } => {
                // Told here and not by the reader process: its models are loaded once in a run, not once a file.
                let language = language.or_else(|| detect(&unit.text).map(|guess| guess.tag.to_string()));
                if self.doubts && language.is_none() && self.media_type() == Some("application/pdf") && is_gibberish(&unit) {
                    let detail =
                        "the text of the page is like no language known here; its letters may not be those that are printed";
                    self.gap(Gap::at(Reason::TextUnreliable, unit.locator.clone(), detail));
                }
                if let Some(language) = &language {
                    *self.languages.entry(language.clone()).or_default() += unit.text.len() as u64;
                }
                let unit = StoredUnit { ordinal: self.units.count() + 1, unit, language };
                if self.units.text_bytes() <= OPEN_TEXT {
                    self.open.push(unit.clone());
                }
                self.units.push(unit)?;
            }
            Event::Gap(gap) => self.gap(gap),
            Event::MemberBegins { .. } | Event::MemberPiece(_) | Event::MemberEnds { .. } => {}
        }
        Ok(())
    }

    /// Note something that could not be read.
    pub fn gap(&mut self, gap: Gap) {
        if self.gaps.len() < GAPS_KEPT {
            self.gaps.push(gap);
        } else {
            *self.more_gaps.entry(gap.reason).or_default() += 1;
        }
    }

    /// The finished record.
    pub fn finish(mut self, sha256: String, size: u64, ending: Ending) -> Result<Read, Error> {
        let mut failed = false;
        match ending {
            Ending::Returned(None) | Ending::Cancelled => {}
            Ending::Returned(Some(gap)) | Ending::Died(gap) => {
                failed = true;
                self.gaps.insert(0, gap);
            }
        }
        let unit_count = self.units.count();
        if failed && let Some(announced) = self.announced.filter(|n| *n > u64::from(unit_count) && unit_count > 0) {
            let detail = format!("{unit_count} of {announced} units were read before its reader stopped");
            self.gaps.push(Gap::new(Reason::Truncated, detail));
        }
        for (reason, count) in std::mem::take(&mut self.more_gaps) {
            self.gaps.push(Gap::new(reason, format!("and {count} more places like this")));
        }
        let state = match (self.gaps.is_empty(), failed && unit_count == 0 && self.members == 0) {
            (true, _) => State::Complete,
            (false, false) => State::Partial,
            (false, true) => State::Unreadable,
        };
        let mut languages: Vec<(String, u64)> = self.languages.into_iter().collect();
        languages.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let text_bytes = self.units.text_bytes();
        let (blocks, units_digest) = self.units.finish()?;
        let document = NewDocument {
            sha256,
            size,
            media_type: self.media_type.unwrap_or_else(|| "application/octet-stream".into()),
            engine: self.engine,
            state,
            gaps: self.gaps,
            meta: self.meta,
            languages: languages.into_iter().map(|(tag, _)| tag).collect(),
            announced: self.announced,
            unit_count,
            text_bytes,
            blocks,
            units_digest,
            unfinished: false,
        };
        Ok(Read { document, open: (self.open.len() == unit_count as usize).then_some(self.open) })
    }
}

/// Whether there are enough words in the body of a page for a language to be told, if they were any.
fn is_gibberish(unit: &Unit) -> bool {
    let words = unit.text.split_whitespace().filter(|word| word.chars().count() > 2 && word.chars().all(char::is_alphabetic));
    unit.part == Part::Body && words.map(|word| word.chars().count()).sum::<usize>() >= LETTERS_JUDGED
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Locator;

    fn page(number: u32) -> Event<'static> {
        let unit = Unit {
            locator: Locator::Page { number, printed: None },
            part: Part::Body,
            text: format!("strana {number}"),
            engine: "test".into(),
            confidence: None,
            entry: None,
        };
        Event::Unit { unit, language: Some("sr-Latn".into()) }
    }

    fn state_of(events: Vec<Event>, ending: Ending) -> (State, Vec<Reason>) {
        let mut reading = Reading::default();
        for event in events {
            reading.take(event).unwrap();
        }
        let read = reading.finish("00".into(), 1, ending).unwrap();
        (read.document.state, read.document.gaps.iter().map(|g| g.reason).collect())
    }

    #[test]
    fn every_ending_has_its_state() {
        let died = || Ending::Died(Gap::new(Reason::TimeLimit, "slow"));
        let gap = || Event::Gap(Gap::new(Reason::NotOcred, "a picture"));
        assert_eq!(state_of(vec![page(1)], Ending::Returned(None)), (State::Complete, vec![]));
        assert_eq!(state_of(vec![], Ending::Returned(None)), (State::Complete, vec![]));
        assert_eq!(state_of(vec![gap()], Ending::Returned(None)), (State::Partial, vec![Reason::NotOcred]));
        assert_eq!(state_of(vec![], died()), (State::Unreadable, vec![Reason::TimeLimit]));
        assert_eq!(state_of(vec![page(1)], died()), (State::Partial, vec![Reason::TimeLimit]));
        let announced = vec![Event::Announce(900), page(1), page(2)];
        assert_eq!(state_of(announced, died()), (State::Partial, vec![Reason::TimeLimit, Reason::Truncated]));
    }

    #[test]
    fn a_million_gaps_are_counted_not_listed() {
        let mut reading = Reading::default();
        for _ in 0..2000 {
            reading.gap(Gap::new(Reason::Corrupt, "x"));
        }
        let read = reading.finish("00".into(), 1, Ending::Returned(None)).unwrap();
        assert_eq!(read.document.gaps.len(), GAPS_KEPT + 1);
        assert!(read.document.gaps.last().unwrap().detail.contains("1500 more"));
    }

    #[test]
    fn text_of_a_page_that_is_like_no_language_is_doubted_once() {
        let garbled = "Zgujyijz w ygymtygint xqzvk pwrtq ghjkl zxcvq wqrtz bvcxq yhgfd ".repeat(4);
        let honest = "Zapisnik o saslušanju svedoka sastavljen je u prostorijama tužilaštva u prisustvu branioca. ".repeat(3);
        let codes = "AB12 CD34 0001 0002 17-4 ".repeat(40);
        for (text, media_type, fresh, doubted) in [
            (garbled.as_str(), "application/pdf", true, true),
            (&garbled, "application/pdf", false, false),
            (&garbled, "text/plain", true, false),
            (&honest, "application/pdf", true, false),
            (&codes, "application/pdf", true, false),
        ] {
            let mut reading = if fresh { Reading::fresh() } else { Reading::default() };
            reading.take(Event::Format { media_type: media_type.into(), engine: "test".into() }).unwrap();
            let Event::Unit { mut unit, .. } = page(1) else { unreachable!() };
            unit.text = text.to_owned();
            reading.take(Event::Unit { unit, language: None }).unwrap();
            let read = reading.finish("00".into(), 1, Ending::Returned(None)).unwrap();
            let reasons: Vec<Reason> = read.document.gaps.iter().map(|gap| gap.reason).collect();
            assert_eq!(reasons, if doubted { vec![Reason::TextUnreliable] } else { vec![] }, "{media_type} {fresh} {text}");
        }
    }
}
