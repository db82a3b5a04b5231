//! A document named on the command line, and a place in it.

use std::path::Path;

use super::output::harmless;
use super::{CommandError, Global};
use crate::case::{Case, Document, Lookup, Store, StoredUnit};

/// The case and its store, for reading.
pub fn case(global: &Global) -> Result<(Case, Store), CommandError> {
    let case = Case::find(global.case.as_deref(), Path::new("."))?;
    let store = Store::read_only(case.dir())?;
    Ok((case, store))
}

/// The document somebody means: the beginning of its SHA-256, or the end of a path that only one document has.
pub fn document(store: &Store, named: &str) -> Result<Document, CommandError> {
    let shown = harmless(named, false);
    match store.document_by_prefix(named) {
        Ok(document) => return Ok(document),
        Err(Lookup::Ambiguous(ids)) => {
            const SHOWN: usize = 6;
            let mut begin: Vec<&str> = ids.iter().take(SHOWN).map(|id| id.get(..12).unwrap_or(id)).collect();
            if ids.len() > SHOWN {
                begin.push("…");
            }
            return Err(CommandError::bad_use(format!("{} documents begin with {shown}: {}", ids.len(), begin.join(", ")))
                .hint("give more digits"));
        }
        Err(Lookup::Store(error)) => return Err(error.into()),
        Err(Lookup::NotFound) => {}
    }
    let mut found: Vec<(Document, String)> = Vec::new();
    // A path is a convenience; the digest is the name.
    if named.contains(['.', '/']) {
        for document in store.documents()? {
            let place = store
                .paths(document.id)?
                .into_iter()
                .find(|place| place.display == named || place.display.ends_with(&format!("/{}", named.trim_start_matches('/'))));
            if let Some(place) = place {
                found.push((document, place.display));
            }
        }
    }
    match found.len() {
        1 => Ok(found.remove(0).0),
        0 => Err(CommandError::bad_use(format!("no document {shown} in this case"))
            .hint("name it by the first digits of its SHA-256, as `rogatory search` shows them, or by its path")),
        _ => {
            let paths: Vec<String> =
                found.iter().map(|(d, path)| format!("{} ({})", harmless(path, false), &d.sha256[..12])).collect();
            Err(CommandError::bad_use(format!("{shown} is the end of {} paths: {}", found.len(), paths.join(", ")))
                .hint("name it by the first digits of its SHA-256"))
        }
    }
}

/// The units somebody means: unit N, or everything on page N. Empty if nothing was asked for.
pub fn units(store: &Store, document: &Document, unit: Option<u32>, page: Option<u32>) -> Result<Vec<StoredUnit>, CommandError> {
    if let Some(number) = unit {
        return match store.unit(document.id, number)? {
            Some(unit) => Ok(vec![unit]),
            None => Err(CommandError::bad_use(format!("this document has no unit {number}; it has {}", document.unit_count))
                .hint("`rogatory show DOC` lists its units")),
        };
    }
    let Some(number) = page else { return Ok(Vec::new()) };
    let all = store.units(document.id)?;
    let has_pages = all.iter().any(|u| u.unit.locator.page().is_some());
    let found: Vec<StoredUnit> = all.into_iter().filter(|u| u.unit.locator.page() == Some(number)).collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let message = if has_pages {
        format!("this document has no page {number} with text")
    } else {
        "this document has no pages of its own; it is cited by unit".to_owned()
    };
    Err(CommandError::bad_use(message).hint("`rogatory show DOC` lists its units; name one with --unit N"))
}
