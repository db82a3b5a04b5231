//! Text recognition behind the reading: a case is searchable as soon as its text is read; then pictures of text are recognised and
//! their documents go to the store and the index once more, with both texts kept and labelled.
//!
//! Pages are drawn by a confined reader; the recognising program runs in a limited process of its own. Neither sees the case.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read as _, Seek};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use super::budget::Budgets;
use super::commit::{Batch, Committer, Done, Finding};
use super::ocr::{Cache, Engine, Limits as OcrLimits, OcrError, OcrText};
use super::reading::{Read, Reading};
use super::recover::recover;
use super::supervisor::{Ending, Event, read};
use super::walk;
use crate::case::{Case, Document, Error, Kind, State, Store, StoredUnit};
use crate::extract::pdf::render::Wanted;
use crate::extract::{Gap, LOW_CONFIDENCE, Locator, Options, Part, Reason, Unit};

/// Resolution at which pages are drawn; what recognition likes best.
const DPI: u32 = 300;
/// A picture of more bytes is not recognised.
const LARGEST_PICTURE: usize = 512 * 1024 * 1024;

/// What is to be recognised.
#[derive(Debug, Clone)]
pub struct Recognition {
    pub engine: Engine,
    /// Languages (tags or models) of the case; empty for a mixture of what is installed.
    pub languages: Vec<String>,
    /// Every page of every PDF and every picture, whether it has text or not.
    pub force: bool,
    /// Passwords for what is encrypted.
    pub options: Options,
    pub budgets: Budgets,
    pub limits: OcrLimits,
    /// Documents worked on at the same time; 0 for one a processor.
    pub jobs: usize,
}

/// What a run of recognition did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Recognised {
    /// Documents that had something to recognise.
    pub documents: u64,
    /// Pages and pictures on which words were found.
    pub pages: u64,
    /// Of these, the ones whose words are doubtful.
    pub low_confidence: u64,
    /// Pages and pictures on which recognition failed.
    pub failed: u64,
    pub interrupted: bool,
}

/// What recognition tells while it goes.
pub enum RecognitionNotice {
    /// Documents finished, and all of them.
    Tick { done: usize, all: usize },
    /// A document is safe in store and index, with its recognised text.
    Safe(Done),
}

/// Recognise what the record says was not recognised, in the documents below `roots` (canonical). The caller holds the writer's lock.
///
/// # Errors
/// If store or index cannot be read or written. What cannot be recognised is a gap, not an error.
pub fn recognise(
    case: &Case,
    plan: &Recognition,
    roots: &[std::path::PathBuf],
    cancel: &AtomicBool,
    notify: &mut dyn FnMut(RecognitionNotice),
) -> Result<Recognised, Error> {
    let store = Store::open(case.dir())?;
    let waiting = waiting(&store, plan, roots)?;
    let mut outcome = Recognised { documents: waiting.len() as u64, ..Recognised::default() };
    if waiting.is_empty() {
        return Ok(outcome);
    }
    let cache = Cache::new(case.dir().join("ocr"));
    let jobs = if plan.jobs > 0 { plan.jobs } else { thread::available_parallelism().map_or(2, usize::from) };
    let (next, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let (mut committer, _) = Committer::start(case, &store, Batch::default(), Vec::new())?;
    let (send, inbox) = sync_channel::<Result<(Read, Recognised), Error>>(4);
    let result = thread::scope(|scope| {
        for _ in 0..jobs.min(waiting.len()) {
            let (send, waiting, next, finished, cache) = (send.clone(), &waiting, &next, &finished, &cache);
            scope.spawn(move || {
                while let Some(document) = waiting.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if cancel.load(Ordering::Relaxed) {
                        break;
                    }
                    let done = Store::read_only(case.dir()).and_then(|store| one(case, &store, plan, cache, document, cancel));
                    finished.fetch_add(1, Ordering::Relaxed);
                    if let Some(done) = done.transpose()
                        && send.send(done).is_err()
                    {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut result = Ok(());
        loop {
            match inbox.recv_timeout(Duration::from_millis(100)) {
                Ok(done) if result.is_ok() => {
                    result = done.and_then(|(read, pages)| {
                        outcome.pages += pages.pages;
                        outcome.low_confidence += pages.low_confidence;
                        outcome.failed += pages.failed;
                        let chain = place(&store, &read.document.sha256)?;
                        committer.take(Finding::Read { read: Box::new(read), members: u32::MAX, chain })?;
                        committer.breathe()
                    });
                }
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            notify(RecognitionNotice::Tick { done: finished.load(Ordering::Relaxed), all: waiting.len() });
            if result.is_err() {
                cancel.store(true, Ordering::Relaxed);
            } else {
                result = committer.safe().map(|safe| safe.into_iter().for_each(|done| notify(RecognitionNotice::Safe(done))));
            }
        }
        result
    });
    result?;
    outcome.interrupted = cancel.load(Ordering::Relaxed);
    committer.journal("ocr", &serde_json::to_value(&outcome).unwrap_or_default())?;
    committer.finish()?.into_iter().for_each(|done| notify(RecognitionNotice::Safe(done)));
    Ok(outcome)
}

/// The documents with something to recognise, in the order of the record.
fn waiting(store: &Store, plan: &Recognition, roots: &[std::path::PathBuf]) -> Result<Vec<Document>, Error> {
    let mut found = Vec::new();
    for document in store.documents()? {
        let asked = document.gaps.iter().any(waits) || plan.force && (is_pdf(&document) || is_picture(&document));
        if asked && !is_closed_to_it(&document) && !document.unfinished && reached(store, document.id, roots)? {
            found.push(document);
        }
    }
    Ok(found)
}

/// Whether a gap waits for recognition.
fn waits(gap: &Gap) -> bool {
    gap.member.is_none() && matches!(gap.reason, Reason::NotOcred | Reason::TextUnreliable)
}

fn is_pdf(document: &Document) -> bool {
    document.media_type == "application/pdf"
}

fn is_picture(document: &Document) -> bool {
    document.media_type.starts_with("image/")
}

/// Pictures the recognising program cannot open; their gap says what to do.
fn is_closed_to_it(document: &Document) -> bool {
    document.media_type == "image/heic"
}

/// Whether one of a document's places lies below the roots.
fn reached(store: &Store, id: i64, roots: &[std::path::PathBuf]) -> Result<bool, Error> {
    Ok(store.paths(id)?.iter().any(|place| {
        let file = walk::path_of(&place.file);
        roots.iter().any(|root| file.starts_with(root))
    }))
}

fn place(store: &Store, sha256: &str) -> Result<String, Error> {
    let document = store.document_by_sha256(sha256)?;
    let places = document.map(|document| store.paths(document.id)).transpose()?.unwrap_or_default();
    Ok(places.into_iter().next().map(|place| place.display).unwrap_or_default())
}

/// Recognises a picture; the resolution is known of pages drawn by us.
type Recogniser<'r> = dyn Fn(&[u8], Option<u32>) -> Result<OcrText, OcrError> + 'r;

/// A page or picture with what was recognised on it.
struct Found {
    locator: Locator,
    outcome: Result<(String, f32, String), OcrError>,
}

/// Recognise one document; `None` if it was cancelled half-way, or its bytes are not to be had.
fn one(
    case: &Case,
    store: &Store,
    plan: &Recognition,
    cache: &Cache,
    document: &Document,
    cancel: &AtomicBool,
) -> Result<Option<(Read, Recognised)>, Error> {
    let mut file = match recover(case, store, document, &plan.options) {
        Ok(file) => file,
        // The evidence is away or has changed: `verify` and the coverage say so; the old record stands.
        Err(error) if error.kind == Kind::Io => return Ok(None),
        Err(error) => return Err(error),
    };
    let wanted: Vec<String> = plan.languages.iter().chain(&document.languages).cloned().collect();
    let models = plan.engine.models(if plan.languages.is_empty() { &[] } else { &wanted });
    let recognise = |picture: &[u8], dpi| plan.engine.recognise_once(cache, picture, &models, dpi, plan.limits);
    let units = store.units(document.id)?;
    let found = if is_pdf(document) {
        pages(&file, plan, document, &units, cancel, &recognise)?
    } else {
        Some(pictures(&mut file, document, &recognise))
    };
    Ok(match found {
        Some(found) if !cancel.load(Ordering::Relaxed) => Some(again(document, units, found)?),
        _ => None,
    })
}

/// Draw the pages of a PDF in a confined reader and recognise each as it comes.
fn pages(
    file: &File,
    plan: &Recognition,
    document: &Document,
    units: &[StoredUnit],
    cancel: &AtomicBool,
    recognise: &Recogniser<'_>,
) -> Result<Option<Vec<Found>>, Error> {
    let numbers: Vec<u32> = wanted_pages(plan.force, document, units).into_iter().collect();
    let size = file.metadata().map(|m| m.len()).unwrap_or_default();
    let mut limits = plan.budgets.limits(size, 0, u64::MAX);
    // Drawing is dearer than reading: a page may take seconds, and each is a sign of progress.
    limits.total_seconds = limits.total_seconds.saturating_add(20 * (numbers.len() as u64 + u64::from(document.unit_count)));
    let options = Options { render: Some(Wanted { pages: numbers, dpi: DPI }), ..plan.options.clone() };
    let (mut found, mut current): (Vec<Found>, Option<(u32, Vec<u8>)>) = (Vec::new(), None);
    let ending = read(file, "pages.pdf", &options, &limits, cancel, &mut |event| {
        match event {
            Event::MemberBegins { name } => current = page_number(&name).map(|number| (number, Vec::new())),
            Event::MemberPiece(piece) => {
                if let Some((_, picture)) = current.as_mut().filter(|(_, picture)| picture.len() < LARGEST_PICTURE) {
                    picture.extend_from_slice(piece);
                }
            }
            Event::MemberEnds { fault } => {
                if let Some((number, picture)) = current.take() {
                    let outcome = match fault {
                        Some(gap) => Err(OcrError { reason: gap.reason, detail: gap.detail }),
                        None if cancel.load(Ordering::Relaxed) => return Ok(()),
                        None => recognise(&picture, Some(DPI)).map(flat),
                    };
                    found.push(Found { locator: page_locator(document, units, number), outcome });
                }
            }
            Event::Gap(gap) => {
                if let Some(locator) = gap.locator {
                    found.push(Found { locator, outcome: Err(OcrError { reason: gap.reason, detail: gap.detail }) });
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    if let Ending::Died(gap) | Ending::Returned(Some(gap)) = &ending
        && let Some(number) = next_page(&options, &found)
    {
        let outcome = Err(OcrError { reason: Reason::OcrFailed, detail: gap.detail.clone() });
        found.push(Found { locator: page_locator(document, units, number), outcome });
    }
    Ok((ending != Ending::Cancelled).then_some(found))
}

/// The page at which the drawing stopped.
fn next_page(options: &Options, found: &[Found]) -> Option<u32> {
    let done: BTreeSet<u32> = found.iter().filter_map(|found| number_of(&found.locator)).collect();
    options.render.as_ref()?.pages.iter().copied().find(|number| !done.contains(number))
}

/// Pages whose gaps ask for it; all without text where the record only counts them.
fn wanted_pages(force: bool, document: &Document, units: &[StoredUnit]) -> BTreeSet<u32> {
    let last = document
        .announced
        .map_or(0, |n| u32::try_from(n).unwrap_or(u32::MAX))
        .max(units.iter().filter_map(|unit| number_of(&unit.unit.locator)).max().unwrap_or(0));
    if force {
        return (1..=last).collect();
    }
    let asking: Vec<&Gap> = document.gaps.iter().filter(|gap| waits(gap)).collect();
    let mut pages: BTreeSet<u32> = asking.iter().filter_map(|gap| gap.locator.as_ref().and_then(number_of)).collect();
    if asking.iter().any(|gap| gap.locator.is_none()) {
        let written: BTreeSet<u32> = units
            .iter()
            .filter(|unit| unit.unit.part == Part::Body && !unit.unit.text.trim().is_empty())
            .filter_map(|unit| number_of(&unit.unit.locator))
            .collect();
        pages.extend((1..=last).filter(|number| !written.contains(number)));
    }
    pages
}

fn number_of(locator: &Locator) -> Option<u32> {
    match locator {
        Locator::Page { number, .. } | Locator::Image { number } => Some(*number),
        _ => None,
    }
}

/// The locator other units of the page have, so that its printed number stays.
fn page_locator(document: &Document, units: &[StoredUnit], number: u32) -> Locator {
    let gaps = document.gaps.iter().filter_map(|gap| gap.locator.as_ref());
    let mut known = units.iter().map(|unit| &unit.unit.locator).chain(gaps);
    known
        .find(|locator| matches!(locator, Locator::Page { number: n, .. } if *n == number))
        .cloned()
        .unwrap_or(Locator::Page { number, printed: None })
}

fn page_number(name: &str) -> Option<u32> {
    name.strip_prefix("page-")?.strip_suffix(".png")?.parse().ok()
}

/// Text, confidence and engine of a recognised picture.
fn flat(text: OcrText) -> (String, f32, String) {
    (text.text(), text.confidence(), text.engine)
}

/// Recognise a picture file; one find for each of its pages.
fn pictures(file: &mut File, document: &Document, recognise: &Recogniser<'_>) -> Vec<Found> {
    let places: Vec<Locator> = document.gaps.iter().filter(|gap| waits(gap)).filter_map(|gap| gap.locator.clone()).collect();
    let place = |number: u32| places.get(number as usize - 1).cloned().unwrap_or(Locator::Image { number });
    let mut picture = Vec::new();
    let outcome = file
        .rewind()
        .and_then(|()| file.take(LARGEST_PICTURE as u64).read_to_end(&mut picture))
        .map_err(|error| OcrError { reason: Reason::IoError, detail: format!("the picture cannot be read: {error}") })
        .and_then(|_| recognise(&picture, None));
    match outcome {
        Err(error) => vec![Found { locator: place(1), outcome: Err(error) }],
        Ok(text) => {
            let engine = text.engine;
            text.pages
                .into_iter()
                .map(|page| Found {
                    locator: place(page.number.max(1)),
                    outcome: Ok((page.text, page.confidence, engine.clone())),
                })
                .collect()
        }
    }
}

/// The record of the document with what was recognised: each text behind the page it belongs to, gaps that are closed left out.
fn again(document: &Document, units: Vec<StoredUnit>, found: Vec<Found>) -> Result<(Read, Recognised), Error> {
    let mut counts = Recognised::default();
    let mut reading = Reading::default();
    reading
        .take(Event::Format { media_type: document.media_type.clone(), engine: document.engine.clone().unwrap_or_default() })?;
    reading.take(Event::Meta(document.meta.clone()))?;
    if let Some(announced) = document.announced {
        reading.take(Event::Announce(announced))?;
    }
    let looked_at: BTreeSet<u32> =
        found.iter().filter(|found| found.outcome.is_ok()).filter_map(|found| number_of(&found.locator)).collect();
    let mut gaps = Vec::new();
    let mut recognised: Vec<(u32, Unit)> = Vec::new();
    for Found { locator, outcome } in found {
        let number = number_of(&locator).unwrap_or(1);
        match outcome {
            Ok((text, confidence, engine)) if !text.trim().is_empty() => {
                counts.pages += 1;
                if confidence < LOW_CONFIDENCE {
                    counts.low_confidence += 1;
                    let detail = format!("text was recognised with {confidence:.0} % confidence only");
                    gaps.push(Gap::at(Reason::OcrLowConfidence, locator.clone(), detail));
                }
                let unit = Unit { locator, part: Part::Ocr, text, engine, confidence: Some(confidence), entry: None };
                recognised.push((number, unit));
            }
            // A picture without words has been looked at: nothing is missing.
            Ok(_) => {}
            Err(error) => {
                counts.failed += 1;
                gaps.push(Gap::at(error.reason, locator, error.detail));
            }
        }
    }
    recognised.sort_by_key(|(number, _)| *number);
    let mut recognised = recognised.into_iter().peekable();
    let put = |reading: &mut Reading, unit: Unit| {
        let language = crate::language::detect::detect(&unit.text).map(|guess| guess.tag.to_string());
        reading.take(Event::Unit { unit, language })
    };
    for StoredUnit { unit, language, .. } in units {
        // What was recognised before is replaced where it was recognised again.
        if unit.part == Part::Ocr && number_of(&unit.locator).is_some_and(|number| looked_at.contains(&number)) {
            continue;
        }
        let number = number_of(&unit.locator).unwrap_or(0);
        while let Some((_, before)) = recognised.next_if(|(page, _)| *page < number) {
            put(&mut reading, before)?;
        }
        reading.take(Event::Unit { unit, language })?;
    }
    for (_, unit) in recognised {
        put(&mut reading, unit)?;
    }
    for gap in &document.gaps {
        let closed =
            matches!(gap.reason, Reason::NotOcred | Reason::TextUnreliable | Reason::OcrFailed | Reason::OcrLowConfidence)
                && gap.member.is_none()
                && match gap.locator.as_ref().and_then(number_of) {
                    Some(number) => looked_at.contains(&number) || gaps.iter().any(|new| new.locator == gap.locator),
                    None => gaps.is_empty(),
                };
        if !closed {
            reading.gap(gap.clone());
        }
    }
    gaps.into_iter().for_each(|gap| reading.gap(gap));
    let mut read = reading.finish(document.sha256.clone(), document.size, Ending::Returned(None))?;
    if document.state == State::Unreadable && read.document.unit_count == 0 && !read.document.gaps.is_empty() {
        read.document.state = State::Unreadable;
    }
    Ok((read, counts))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Meta;

    fn document(gaps: Vec<Gap>) -> Document {
        Document {
            id: 1,
            sha256: "00".into(),
            size: 1,
            media_type: "application/pdf".into(),
            engine: Some("test".into()),
            state: State::Partial,
            gaps,
            meta: Meta::default(),
            languages: Vec::new(),
            unit_count: 2,
            announced: Some(3),
            text_bytes: 0,
            generation: 1,
            read_at: String::new(),
            read_by: String::new(),
            unfinished: false,
        }
    }

    fn page(number: u32) -> Locator {
        Locator::Page { number, printed: None }
    }

    fn body(number: u32) -> StoredUnit {
        let unit = Unit {
            locator: page(number),
            part: Part::Body,
            text: format!("page {number}"),
            engine: "test".into(),
            confidence: None,
            entry: None,
        };
        StoredUnit { ordinal: number, unit, language: None }
    }

    #[test]
    fn recognised_text_stands_behind_its_page_and_closes_the_gap() {
        let gaps = vec![Gap::at(Reason::NotOcred, page(2), "a picture"), Gap::at(Reason::Corrupt, page(3), "broken")];
        let document = document(gaps);
        assert_eq!(wanted_pages(false, &document, &[body(1), body(3)]).into_iter().collect::<Vec<_>>(), [2]);
        assert_eq!(wanted_pages(true, &document, &[body(1)]).len(), 3);
        let found = vec![Found { locator: page(2), outcome: Ok(("recognised".into(), 91.0, "tesseract".into())) }];
        let (read, counts) = again(&document, vec![body(1), body(3)], found).unwrap();
        let open = read.open.unwrap();
        let texts: Vec<(&str, Part)> = open.iter().map(|unit| (unit.unit.text.as_str(), unit.unit.part)).collect();
        assert_eq!(texts, [("page 1", Part::Body), ("recognised", Part::Ocr), ("page 3", Part::Body)]);
        assert_eq!(read.document.gaps.iter().map(|gap| gap.reason).collect::<Vec<_>>(), [Reason::Corrupt]);
        assert_eq!((counts.pages, counts.low_confidence, counts.failed), (1, 0, 0));
    }

    #[test]
    fn doubtful_words_are_kept_and_named_and_failures_stay_gaps() {
        let document =
            document(vec![Gap::at(Reason::NotOcred, page(1), "a picture"), Gap::at(Reason::NotOcred, page(2), "a picture")]);
        let found = vec![
            Found { locator: page(1), outcome: Ok(("n0t cl3ar".into(), 31.0, "tesseract".into())) },
            Found { locator: page(2), outcome: Err(OcrError { reason: Reason::OcrFailed, detail: "refused".into() }) },
        ];
        let (read, counts) = again(&document, Vec::new(), found).unwrap();
        assert_eq!(read.document.state, State::Partial);
        let reasons: Vec<Reason> = read.document.gaps.iter().map(|gap| gap.reason).collect();
        assert_eq!(reasons, [Reason::OcrLowConfidence, Reason::OcrFailed]);
        assert_eq!((counts.pages, counts.low_confidence, counts.failed), (1, 1, 1));
    }

    #[test]
    fn a_picture_without_words_is_complete_once_it_was_looked_at() {
        let document = document(vec![Gap::at(Reason::NotOcred, page(1), "a picture")]);
        let found = vec![Found { locator: page(1), outcome: Ok((String::new(), 0.0, "tesseract".into())) }];
        let (read, _) = again(&document, Vec::new(), found).unwrap();
        assert_eq!((read.document.state, read.document.unit_count), (State::Complete, 0));
    }
}
