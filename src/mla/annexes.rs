//! What stands in the annexes that leave the house: their words, so that no protected person is named in a paper that is sent openly.
//!
//! Not for: the sealed annexes (they are meant to name), copying (`pack`).

use std::path::Path;

use super::protected::{Net, Search};
use super::request::{Annex, Request};
use crate::case::Store;
use crate::extract::{Meta, Options};
use crate::ingest::{Budgets, loose};

/// The words of one annex that is sent openly.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// Its place in `request.annexes`.
    pub annex: usize,
    /// Place (page, paragraph, cell) and words.
    pub words: Vec<(String, String)>,
    /// Why a part of it, or all, could not be read: nobody but the clerk can say whom it names.
    pub unread: Option<String>,
}

impl Paper {
    /// Codes of the persons it names, each with the first place.
    pub fn names<'a>(&'a self, search: &'a Search) -> Vec<(&'a str, &'a str)> {
        let mut named: Vec<(&str, &str)> = Vec::new();
        for (place, text) in &self.words {
            for code in search.named_in(text, Net::Wide) {
                if !named.iter().any(|(known, _)| *known == code) {
                    named.push((code, place));
                }
            }
        }
        named
    }
}

/// The papers of a request: exhibits out of the case, and files beside the request (`folder`). Sealed annexes and papers that are
/// added by hand are left out.
pub fn papers(request: &Request, folder: &Path, store: Option<&Store>) -> Vec<Paper> {
    let open = request.annexes.iter().enumerate().filter(|(_, annex)| !annex.goes_sealed());
    open.filter_map(|(at, annex)| paper(annex, folder, store).map(|paper| Paper { annex: at, ..paper })).collect()
}

/// The words of one annex; `None` where there is nothing to read, or no such paper (the citation or the packing says so).
fn paper(annex: &Annex, folder: &Path, store: Option<&Store>) -> Option<Paper> {
    let (file, document) = (annex.file.trim(), annex.document.trim());
    if !file.is_empty() {
        return of_file(&folder.join(file));
    }
    let store = store.filter(|_| !document.is_empty())?;
    let document = store.document_by_prefix(document).ok()?;
    let units = store.units(document.id).ok()?;
    let words: Vec<(String, String)> = units.into_iter().map(|unit| (unit.unit.locator.label(), unit.unit.text)).collect();
    let empty = words.iter().all(|(_, text)| text.trim().is_empty());
    let words = with_properties(words, &document.meta);
    let gap = document.gaps.first().map(|gap| gap.reason.code().to_string());
    let unread = if empty { Some(gap.unwrap_or_else(|| "no text in it".into())) } else { gap };
    Some(Paper { words, unread, ..Paper::default() })
}

/// A file is read as `rogatory text` reads it: in a process of its own.
fn of_file(path: &Path) -> Option<Paper> {
    if !path.is_file() {
        return None;
    }
    let found = match loose::read_file(path, &Options::default(), &Budgets::default()) {
        Ok(found) => found,
        Err(error) => return Some(Paper { unread: Some(error.to_string()), ..Paper::default() }),
    };
    let words: Vec<(String, String)> = found.units.iter().map(|unit| (unit.locator.label(), unit.text.clone())).collect();
    let gap = found.gaps.first().map(|gap| gap.reason.code().to_string());
    let inside = (!found.members.is_empty()).then(|| "there are files inside".to_string());
    let empty = words.iter().all(|(_, text)| text.trim().is_empty()).then(|| "no text in it".to_string());
    let words = with_properties(words, &found.meta);
    Some(Paper { words, unread: gap.or(inside).or(empty), ..Paper::default() })
}

/// What the file says of itself beside its words: title, author, whom a mail went to. It is sent along, and named as the place.
fn with_properties(mut words: Vec<(String, String)>, meta: &Meta) -> Vec<(String, String)> {
    let single = [("title", &meta.title), ("author", &meta.author), ("subject", &meta.subject)];
    let many = [("from", &meta.from), ("to", &meta.to), ("cc", &meta.cc), ("bcc", &meta.bcc)];
    let single = single.into_iter().filter_map(|(name, text)| Some((name, text.as_ref()?)));
    let many = many.into_iter().flat_map(|(name, texts)| texts.iter().map(move |text| (name, text)));
    let extra = meta.extra.iter().map(|(name, text)| (name.as_str(), text));
    words.extend(single.chain(many).chain(extra).map(|(name, text)| (format!("property {name}"), text.clone())));
    words
}
