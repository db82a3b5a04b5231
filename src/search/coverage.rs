//! What an answer could see and what it could not: stated with every answer.

use std::collections::BTreeMap;

use super::bits::Bits;
use super::error::Error;
use super::filters::Filter;
use super::query::{Field, Value};
use super::snapshot::Snapshot;
use crate::case::{State, Store};
use crate::extract::Reason;

/// The documents the query's filters leave in scope, by state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    pub documents: u64,
    pub complete: u64,
    pub partial: u64,
    pub unreadable: u64,
    /// Documents by what is the matter with them; one may count under several.
    pub reasons: BTreeMap<&'static str, u64>,
    pub ocr_low_confidence: u64,
    /// A run of `index` was stopped or is under way, or there was none: what it had not reached is in none of these numbers.
    pub unfinished: bool,
    /// Nothing at all has been indexed.
    pub nothing_indexed: bool,
}

impl Coverage {
    /// What the filters leave in scope. A document of which it is not known whether a filter holds (no date, no language),
    /// and which was not read in full, stays in scope: it may be the one that is looked for.
    pub fn of(snapshot: &Snapshot, store: &Store, filters: &[Filter]) -> Result<Coverage, Error> {
        let incomplete = store.incomplete().map_err(stored)?;
        let mut coverage = Coverage::default();
        let scope = scope(snapshot, filters, &incomplete)?;
        let mut add = |state: State, reasons: &[Reason]| {
            match state {
                State::Complete => {}
                State::Partial => coverage.partial += 1,
                State::Unreadable => coverage.unreadable += 1,
            }
            for reason in reasons {
                *coverage.reasons.entry(reason.code()).or_default() += 1;
                if *reason == Reason::OcrLowConfidence {
                    coverage.ocr_low_confidence += 1;
                }
            }
        };
        let in_scope = |id: i64| scope.as_ref().is_none_or(|scope| scope.contains(id as u32));
        for document in incomplete.iter().filter(|document| in_scope(document.id)) {
            add(document.state, &document.reasons);
        }
        let mut unopened = 0;
        for (path, reason) in store.unopened_paths().map_err(stored)? {
            let fits = filters.iter().map(|filter| filter.may_hold_for_path(&path)).collect::<Result<Vec<_>, _>>()?;
            if fits.into_iter().all(|fits| fits) {
                add(State::Unreadable, &[reason]);
                unopened += 1;
            }
        }
        let known = match &scope {
            Some(scope) => scope.len() as u64,
            None => store.document_count().map_err(stored)?,
        };
        coverage.documents = known + unopened;
        coverage.nothing_indexed = coverage.documents == 0
            && store.document_count().map_err(stored)? == 0
            && store.unopened_paths().map_err(stored)?.is_empty();
        coverage.unfinished = coverage.nothing_indexed || !store.unfinished().map_err(stored)?.is_empty();
        coverage.complete = coverage.documents.saturating_sub(coverage.partial + coverage.unreadable);
        Ok(coverage)
    }

    /// Whether everything in scope was read.
    pub fn is_full(&self) -> bool {
        self.partial == 0 && self.unreadable == 0 && !self.unfinished
    }

    /// One sentence for a person, or two.
    pub fn statement(&self) -> String {
        if self.nothing_indexed {
            return "Nothing has been indexed yet: `rogatory index PATH…` reads the evidence.".into();
        }
        let mut statement = self.of_what_is_known();
        if self.unfinished {
            statement.push_str(
                " A run of `rogatory index` has not come to its end: files it had not reached are missing here; run it again.",
            );
        }
        statement
    }

    fn of_what_is_known(&self) -> String {
        let documents = |n: u64| if n == 1 { "1 document".to_owned() } else { format!("{n} documents") };
        if self.documents == 0 {
            return "Nothing is in scope: the filters leave no document.".into();
        }
        if self.partial == 0 && self.unreadable == 0 {
            let mut sentence = match self.documents {
                1 => "The one document in scope was read in full".to_owned(),
                n => format!("All {n} documents in scope were read in full"),
            };
            if self.ocr_low_confidence > 0 {
                sentence.push_str(&format!(", {} of them by OCR with low confidence", self.ocr_low_confidence));
            }
            return sentence + ".";
        }
        let mut missing = Vec::new();
        if self.partial > 0 {
            missing.push(format!("{} read in part", self.partial));
        }
        if self.unreadable > 0 {
            missing.push(format!("{} not read at all", self.unreadable));
        }
        let reasons: Vec<String> = self.reasons.iter().map(|(code, count)| format!("{code} {count}")).collect();
        let because = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
        format!(
            "Of {} in scope {} could not be searched in full: {}{because}.",
            documents(self.documents),
            self.partial + self.unreadable,
            missing.join(", ")
        )
    }

    /// As programs see it.
    pub fn to_json(&self) -> serde_json::Value {
        serde_json::json!({
            "documents": self.documents,
            "complete": self.complete,
            "partial": self.partial,
            "unreadable": self.unreadable,
            "reasons": self.reasons,
            "ocr_low_confidence": self.ocr_low_confidence,
            "unfinished_run": self.unfinished,
            "statement": self.statement(),
        })
    }
}

/// Documents in scope; `None` without filters, for all.
fn scope(snapshot: &Snapshot, filters: &[Filter], incomplete: &[crate::case::Incomplete]) -> Result<Option<Bits>, Error> {
    let mut unread = Bits::new(snapshot.room);
    incomplete.iter().filter(|d| d.state != State::Complete).for_each(|d| unread.insert(d.id as u32));
    // What was not read inside a locked or broken container may be of the type that is asked for.
    let mut closed = Bits::new(snapshot.room);
    incomplete.iter().filter(|d| d.state != State::Complete && d.closed).for_each(|d| closed.insert(d.id as u32));
    let mut scope: Option<Bits> = None;
    for filter in filters {
        let mut holds = filter.documents(snapshot)?.or(&filter.unknown(snapshot)?.and(&unread));
        if filter.field == Field::Type {
            holds = holds.or(&closed);
        }
        scope = Some(match scope {
            Some(before) => before.and(&holds),
            None => holds,
        });
    }
    Ok(scope)
}

impl Filter {
    /// Whether the filter may hold for a path that could not be opened: only paths are known of it.
    fn may_hold_for_path(&self, path: &str) -> Result<bool, Error> {
        match (&self.field, &self.value) {
            (Field::Path, Value::Plain(asked)) => Ok(super::filters::path_condition(asked)?(path)),
            (Field::Hash | Field::Tag, _) => Ok(false),
            _ => Ok(true),
        }
    }
}

pub(super) fn stored(error: crate::case::Error) -> Error {
    Error::Store(error.message)
}

#[cfg(test)]
mod tests {
    use super::Coverage;

    #[test]
    fn the_sentence_says_what_was_not_seen() {
        let full = Coverage { documents: 3, complete: 3, ocr_low_confidence: 1, ..Default::default() };
        assert_eq!(full.statement(), "All 3 documents in scope were read in full, 1 of them by OCR with low confidence.");
        let gaps = Coverage {
            documents: 12,
            complete: 9,
            partial: 1,
            unreadable: 2,
            reasons: [("encrypted", 2), ("not_ocred", 1)].into(),
            ..Default::default()
        };
        assert_eq!(
            gaps.statement(),
            "Of 12 documents in scope 3 could not be searched in full: 1 read in part, 2 not read at all (encrypted 2, not_ocred 1)."
        );
        let stopped = Coverage { documents: 1, complete: 1, unfinished: true, ..Default::default() };
        assert!(!stopped.is_full());
        assert_eq!(
            stopped.statement(),
            "The one document in scope was read in full. A run of `rogatory index` has not come to its end: files it had not reached \
             are missing here; run it again."
        );
        assert_eq!(Coverage::default().statement(), "Nothing is in scope: the filters leave no document.");
    }
}
