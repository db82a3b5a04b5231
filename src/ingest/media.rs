//! Files that chats name: each is looked for beside its chat, and what is not there is a gap of the chat.
//!
//! A chat export and its pictures are documents of their own, read in any order and perhaps in different runs. So this comes after the
//! reading, over the whole record, and says what is so now: a picture that arrives later closes the gap.

use std::sync::atomic::{AtomicBool, Ordering};

use super::commit::{Batch, Committer, Done, Finding};
use super::reading::{Read, Reading};
use super::supervisor::{Ending, Event};
use crate::case::{Case, Document, Error, Store, StoredUnit};
use crate::extract::{Gap, Reason};

/// So many missing files of one chat are named one by one.
const NAMED: usize = 50;
/// How every such gap is told; by this it is known again.
const DETAIL: &str = "the chat names this file; it does not lie beside the chat";

/// What was found of the files that chats name.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Bound {
    /// Files named in chats.
    pub named: u64,
    /// Of these, not beside their chat.
    pub missing: u64,
    /// Chats whose record changed.
    pub changed: u64,
}

/// Look for every file that a chat of the record names. The caller holds the writer's lock.
///
/// # Errors
/// If store or index cannot be read or written.
pub fn bind(case: &Case, cancel: &AtomicBool, notify: &mut dyn FnMut(Done)) -> Result<Bound, Error> {
    let store = Store::open(case.dir())?;
    let mut bound = Bound::default();
    let mut changed = Vec::new();
    for chat in store.chats()? {
        if cancel.load(Ordering::Relaxed) {
            return Ok(bound);
        }
        let units = store.units(chat.id)?;
        let gaps = missing(&store, &chat, &units, &mut bound)?;
        if gaps != chat.gaps.iter().filter(|gap| is_ours(gap)).cloned().collect::<Vec<_>>() {
            changed.push((chat, units, gaps));
        }
    }
    if changed.is_empty() {
        return Ok(bound);
    }
    let (mut committer, _) = Committer::start(case, &store, Batch::default(), Vec::new())?;
    for (chat, units, gaps) in changed {
        bound.changed += 1;
        let chain = store.paths(chat.id)?.into_iter().next().map(|place| place.display).unwrap_or_default();
        let read = Box::new(again(&chat, units, gaps)?);
        committer.take(Finding::Read { read, members: u32::MAX, chain })?;
        committer.breathe()?;
    }
    committer.journal("media", &serde_json::to_value(&bound).unwrap_or_default())?;
    committer.finish()?.into_iter().for_each(notify);
    Ok(bound)
}

fn is_ours(gap: &Gap) -> bool {
    gap.reason == Reason::MissingMember && gap.detail.ends_with(DETAIL)
}

/// A gap for every file the chat names that is not there, in the order of the chat.
fn missing(store: &Store, chat: &Document, units: &[StoredUnit], bound: &mut Bound) -> Result<Vec<Gap>, Error> {
    // Reports tell themselves what their package lacks: the files they name lie where only the report knows.
    let tells_itself = chat.media_type.contains("report") || chat.media_type.contains("ufdr");
    let (mut gaps, mut more) = (Vec::new(), 0u64);
    for unit in units {
        for name in unit.unit.entry.iter().flat_map(|entry| &entry.media) {
            bound.named += 1;
            if store.beside(chat, name)?.is_some() {
                continue;
            }
            bound.missing += 1;
            if tells_itself {
                continue;
            }
            if gaps.len() < NAMED {
                gaps.push(Gap::at(Reason::MissingMember, unit.unit.locator.clone(), DETAIL).member(name));
            } else {
                more += 1;
            }
        }
    }
    if more > 0 {
        gaps.push(Gap::new(Reason::MissingMember, format!("{more} times more: {DETAIL}")));
    }
    Ok(gaps)
}

/// The record of the chat with these gaps in place of the ones it had.
fn again(chat: &Document, units: Vec<StoredUnit>, gaps: Vec<Gap>) -> Result<Read, Error> {
    let mut reading = Reading::default();
    reading.take(Event::Format { media_type: chat.media_type.clone(), engine: chat.engine.clone().unwrap_or_default() })?;
    reading.take(Event::Meta(chat.meta.clone()))?;
    if let Some(announced) = chat.announced {
        reading.take(Event::Announce(announced))?;
    }
    for StoredUnit { unit, language, .. } in units {
        reading.take(Event::Unit { unit, language })?;
    }
    chat.gaps.iter().filter(|gap| !is_ours(gap)).cloned().chain(gaps).for_each(|gap| reading.gap(gap));
    reading.finish(chat.sha256.clone(), chat.size, Ending::Returned(None))
}
