//! Files that a chat names and where they lie; chats that name a file. Part of `rogatory show`.

use serde_json::{Value, json};

use super::CommandError;
use super::output::{harmless, print, print_table, table};
use crate::case::{Document, Store, StoredUnit};
use crate::extract::ENTRIES_ENGINE;
use crate::search::citation;

/// Rows shown of either table; all are in JSON.
const ROWS: usize = 40;

/// A file that an entry names.
struct Named<'u> {
    unit: &'u StoredUnit,
    name: &'u str,
    found: Option<crate::case::Beside>,
}

fn named<'u>(store: &Store, document: &Document, units: &'u [StoredUnit]) -> Result<Vec<Named<'u>>, CommandError> {
    let mut all = Vec::new();
    for unit in units {
        for name in unit.unit.entry.iter().flat_map(|entry| &entry.media) {
            all.push(Named { unit, name, found: store.beside(document, name)? });
        }
    }
    Ok(all)
}

fn is_chat(document: &Document) -> bool {
    document.engine.as_deref().is_some_and(|engine| engine.starts_with(ENTRIES_ENGINE))
}

/// The fields `media` and `named_in` of `rogatory.show/1`.
pub fn to_json(store: &Store, document: &Document, units: &[StoredUnit]) -> Result<(Value, Value), CommandError> {
    let media = named(store, document, units)?.into_iter().map(|Named { unit, name, found }| {
        json!({
            "unit": unit.ordinal, "name": name, "found": found.is_some(),
            "document": found.as_ref().and_then(|f| f.sha256.clone()), "path": found.map(|f| f.path),
        })
    });
    let chats = if is_chat(document) { Vec::new() } else { store.named_in(document)? };
    let mut chats_json = Vec::new();
    for (chat, unit) in &chats {
        let place = store.paths(chat.id)?.first().map(citation::chain);
        chats_json.push(json!({
            "document": chat.sha256, "path": place, "unit": unit.ordinal, "locator": unit.unit.locator.to_json(),
        }));
    }
    Ok((media.collect(), chats_json.into()))
}

/// Print both tables where there is something to say.
pub fn view(store: &Store, document: &Document, units: &[StoredUnit]) -> Result<(), CommandError> {
    let media = named(store, document, units)?;
    if !media.is_empty() {
        print("\n");
        let mut rows = table(&["Named file", "In", "Document", "Where"]);
        for Named { unit, name, found } in media.iter().take(ROWS) {
            let (id, place) = match found {
                Some(beside) => {
                    let id = beside.sha256.as_deref().map(|sha256| store.short_id(sha256)).transpose()?;
                    (id.unwrap_or_else(|| "not read".into()), below_source(store, beside)?)
                }
                None => ("missing".to_owned(), String::new()),
            };
            rows.add_row([harmless(name, false), format!("unit {}", unit.ordinal), id, harmless(&place, false)]);
        }
        print_table(&rows);
        more(media.len());
    }
    let chats = if is_chat(document) { Vec::new() } else { store.named_in(document)? };
    if !chats.is_empty() {
        print("\n");
        let mut rows = table(&["Named in", "Unit", "Message"]);
        for (chat, unit) in chats.iter().take(ROWS) {
            let place = store.paths(chat.id)?.first().map(citation::chain).unwrap_or_default();
            let chat = format!("{} {}", store.short_id(&chat.sha256)?, harmless(&place, false));
            rows.add_row([chat, unit.ordinal.to_string(), harmless(&unit.unit.locator.label(), false)]);
        }
        print_table(&rows);
        more(chats.len());
    }
    Ok(())
}

/// The path as citations write it, without the folder that was indexed.
fn below_source(store: &Store, beside: &crate::case::Beside) -> Result<String, CommandError> {
    let document = beside.sha256.as_deref().map(|sha256| store.document_by_sha256(sha256)).transpose()?.flatten();
    let places = document.map(|document| store.paths(document.id)).transpose()?.unwrap_or_default();
    let place = places.iter().find(|place| place.display == beside.path);
    Ok(place.map_or_else(|| beside.path.clone(), citation::chain))
}

fn more(count: usize) {
    if count > ROWS {
        print(&format!("… and {} more; --json lists all.\n", count - ROWS));
    }
}
