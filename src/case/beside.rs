//! What lies beside a document: the files a chat names, found in its folder or its archive, and the chats that name a file.

use rusqlite::{OptionalExtension, params};

use super::document::{Document, StoredUnit, display_path};
use super::error::Error;
use super::paths::CHAIN;
use super::store::{DOCUMENT, Store, document_row};
use crate::extract::ENTRIES_ENGINE;

/// A file that stands where a document says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Where it stands, from the file on disk on.
    pub path: String,
    /// Its bytes; `None` where they could not be read.
    pub sha256: Option<String>,
}

impl Store {
    /// Documents made of dated entries (chats, call records, phone reports), in the order of the record.
    pub fn chats(&self) -> Result<Vec<Document>, Error> {
        let mut statement =
            self.connection.prepare_cached(&format!("{DOCUMENT} WHERE substr(engine, 1, ?2) = ?1 ORDER BY id"))?;
        let length = i64::try_from(ENTRIES_ENGINE.len()).unwrap_or_default();
        Ok(statement.query_map(params![ENTRIES_ENGINE, length], document_row)?.collect::<Result<_, _>>()?)
    }

    /// The file a document calls `name`: in the folder of one of its places on disk, beside it in a container, or inside it. The name may
    /// be a path below that folder ("photos/1.jpg"); a path that leads out of it finds nothing. The first one in order of places.
    pub fn beside(&self, document: &Document, name: &str) -> Result<Option<Beside>, Error> {
        let name = name.replace('\\', "/");
        let name = name.trim_start_matches("./");
        if name.is_empty() || name.starts_with('/') || name.split('/').any(|part| part == "..") {
            return Ok(None);
        }
        for folder in self.folders(&document.sha256)? {
            let path = [folder.as_slice(), name.as_bytes()].concat();
            let mut statement =
                self.connection.prepare_cached("SELECT sha256 FROM source WHERE path = ?1 AND status = 'present'")?;
            if let Some(sha256) = statement.query_row([&path], |r| r.get(0)).optional()? {
                return Ok(Some(Beside { path: display_path(&path), sha256 }));
            }
        }
        for (container, own) in self.containers(&document.sha256)? {
            let folder = own.rfind('/').map_or("", |at| own.get(..=at).unwrap_or_default());
            let mut statement = self
                .connection
                .prepare_cached("SELECT sha256 FROM member WHERE container = ?1 AND name = ?2 ORDER BY ordinal LIMIT 1")?;
            let wanted = format!("{folder}{name}");
            let found: Option<String> = statement.query_row(params![container, wanted], |r| r.get(0)).optional()?;
            if let Some(sha256) = found {
                return Ok(Some(Beside { path: self.inside(container, &wanted)?, sha256: Some(sha256) }));
            }
        }
        // A report names its files by their last part; the package keeps them in folders.
        let mut statement = self.connection.prepare_cached(
            "SELECT name, sha256 FROM member WHERE container = ?1 AND (name = ?2 OR substr(name, -length(?3)) = ?3) ORDER BY name <> ?2, ordinal LIMIT 1",
        )?;
        let found: Option<(String, String)> =
            statement.query_row(params![document.id, name, format!("/{name}")], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        match found {
            Some((name, sha256)) => Ok(Some(Beside { path: self.inside(document.id, &name)?, sha256: Some(sha256) })),
            None => Ok(None),
        }
    }

    /// Entries of chats that name this file, with the chat they stand in.
    pub fn named_in(&self, document: &Document) -> Result<Vec<(Document, StoredUnit)>, Error> {
        let mut found = Vec::new();
        let names = self.names(&document.sha256)?;
        for chat in self.chats()? {
            if chat.id == document.id || !self.near(&chat, document)? {
                continue;
            }
            for unit in self.units(chat.id)? {
                let media = unit.unit.entry.as_ref().map_or(&[][..], |entry| entry.media.as_slice());
                let fits = |name: &&String| {
                    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
                    names.iter().any(|known| known == last)
                };
                for name in media.iter().filter(fits) {
                    if self.beside(&chat, name)?.is_some_and(|beside| beside.sha256.as_deref() == Some(&document.sha256)) {
                        found.push((chat.clone(), unit.clone()));
                        break;
                    }
                }
            }
        }
        Ok(found)
    }

    /// Whether a file lies somewhere a chat may speak of: below its folder, in its container, or inside it.
    fn near(&self, chat: &Document, document: &Document) -> Result<bool, Error> {
        let folders = self.folders(&chat.sha256)?;
        let mut statement = self.connection.prepare_cached("SELECT path FROM source WHERE sha256 = ?1 AND status = 'present'")?;
        let paths: Vec<Vec<u8>> = statement.query_map([&document.sha256], |r| r.get(0))?.collect::<Result<_, _>>()?;
        if paths.iter().any(|path| folders.iter().any(|folder| path.starts_with(folder))) {
            return Ok(true);
        }
        let around = self.containers(&chat.sha256)?;
        let own = self.containers(&document.sha256)?;
        Ok(own.iter().any(|(container, _)| *container == chat.id || around.iter().any(|(other, _)| other == container)))
    }

    /// The folders on disk in which these bytes stand, each with its last separator.
    fn folders(&self, sha256: &str) -> Result<Vec<Vec<u8>>, Error> {
        let mut statement =
            self.connection.prepare_cached("SELECT path FROM source WHERE sha256 = ?1 AND status = 'present' ORDER BY path")?;
        let mut folders: Vec<Vec<u8>> = statement.query_map([sha256], |r| r.get(0))?.collect::<Result<_, _>>()?;
        for path in &mut folders {
            let end = path.iter().rposition(|byte| char::from(*byte) == std::path::MAIN_SEPARATOR || *byte == b'/');
            path.truncate(end.map_or(0, |at| at + 1));
        }
        Ok(folders)
    }

    /// The containers that hold these bytes, and the name they have there.
    fn containers(&self, sha256: &str) -> Result<Vec<(i64, String)>, Error> {
        let mut statement =
            self.connection.prepare_cached("SELECT container, name FROM member WHERE sha256 = ?1 ORDER BY container, ordinal")?;
        Ok(statement.query_map([sha256], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<Result<_, _>>()?)
    }

    /// Every last part of a name under which these bytes stand.
    pub(super) fn names(&self, sha256: &str) -> Result<Vec<String>, Error> {
        let last = |name: &str| name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
        let mut names: Vec<String> = self.containers(sha256)?.iter().map(|(_, name)| last(name)).collect();
        let mut statement = self.connection.prepare_cached("SELECT path FROM source WHERE sha256 = ?1 AND status = 'present'")?;
        for path in statement.query_map([sha256], |r| r.get::<_, Vec<u8>>(0))? {
            names.push(last(&String::from_utf8_lossy(&path?)));
        }
        Ok(names)
    }

    fn inside(&self, container: i64, name: &str) -> Result<String, Error> {
        let place = self.paths(container)?.into_iter().next().map(|place| place.display).unwrap_or_default();
        Ok(format!("{place}{CHAIN}{name}"))
    }
}
