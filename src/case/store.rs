//! The SQLite file of a case: schema, opening, and everything that is read from it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, params};

use super::block::Block;
use super::document::{Document, Lookup, Member, Skipped, State, StoredUnit, Unopened, display_path};
use super::error::{Error, Kind};

/// Version of the store's layout. A store of another version is recognised and refused with the remedy.
pub const FORMAT_VERSION: u32 = 1;

pub(super) const STORE_FILE: &str = "store.sqlite";

/// Every answer says what was not read: those documents are found without a look at the others. Older stores do without until they are written to.
const INCOMPLETE: &str =
    "CREATE INDEX IF NOT EXISTS document_incomplete ON document(id) WHERE state <> 'complete' OR gaps <> '[]';";

/// Rows carry a digest over their own columns, so that a flipped byte is found although SQLite pages have no checksum.
const SCHEMA: &str = "
CREATE TABLE fact (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE document (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  size INTEGER NOT NULL,
  media_type TEXT NOT NULL,
  engine TEXT,
  state TEXT NOT NULL,
  gaps TEXT NOT NULL,
  meta TEXT NOT NULL,
  languages TEXT NOT NULL,
  unit_count INTEGER NOT NULL,
  announced INTEGER,
  text_bytes INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  read_at TEXT NOT NULL,
  read_by TEXT NOT NULL,
  unfinished INTEGER NOT NULL,
  units_digest TEXT NOT NULL,
  digest TEXT NOT NULL
);
CREATE INDEX document_generation ON document(generation);
CREATE TABLE block (
  document INTEGER NOT NULL REFERENCES document(id),
  first INTEGER NOT NULL,
  count INTEGER NOT NULL,
  data BLOB NOT NULL
);
CREATE UNIQUE INDEX block_place ON block(document, first);
CREATE TABLE member (
  container INTEGER NOT NULL REFERENCES document(id),
  ordinal INTEGER NOT NULL,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (container, ordinal)
) WITHOUT ROWID;
CREATE INDEX member_bytes ON member(sha256);
CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  root BLOB NOT NULL,
  path BLOB NOT NULL,
  size INTEGER NOT NULL,
  mtime INTEGER NOT NULL,
  ctime INTEGER NOT NULL,
  inode INTEGER NOT NULL,
  device INTEGER NOT NULL,
  sha256 TEXT,
  gap TEXT,
  status TEXT NOT NULL,
  first_seen TEXT NOT NULL,
  ended TEXT,
  digest TEXT NOT NULL
);
CREATE UNIQUE INDEX source_present ON source(path) WHERE status = 'present';
CREATE INDEX source_bytes ON source(sha256);
CREATE TABLE skipped (path BLOB PRIMARY KEY, what TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE journal (
  number INTEGER PRIMARY KEY,
  time TEXT NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL
);
";

/// One plan a statement: without it SQLite plans many of them anew for each value, and an answer or a run asks for hundreds of records.
fn plan_once(connection: &Connection) -> rusqlite::Result<bool> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
}

/// What a case holds, counted. `Store::documents` yields the single records.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    pub documents: u64,
    pub complete: u64,
    pub partial: u64,
    pub unreadable: u64,
    /// Paths whose bytes could not be read at all.
    pub unopened: u64,
    pub units: u64,
    pub text_bytes: u64,
}

/// The record of a case. One connection; open another one per thread.
#[derive(Debug)]
pub struct Store {
    pub(super) connection: Connection,
    pub(super) dir: PathBuf,
}

impl Store {
    /// Open the store in a case folder for writing; an empty one is created where there is none.
    pub fn open(dir: &Path) -> Result<Store, Error> {
        let path = dir.join(STORE_FILE);
        super::private_file(&path)?;
        let connection = Connection::open(&path)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        plan_once(&connection)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // What was reported as done must survive a power cut, too.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "cache_size", -16_384)?;
        connection.set_prepared_statement_cache_capacity(64);
        let store = Store { connection, dir: dir.to_path_buf() };
        let empty: bool = store.connection.query_row("SELECT count(*) = 0 FROM sqlite_schema", [], |r| r.get(0))?;
        if empty {
            store.connection.execute_batch(&format!(
                "BEGIN IMMEDIATE; {SCHEMA} INSERT INTO fact VALUES ('format_version', '{FORMAT_VERSION}'), ('generation', '0'); COMMIT;"
            ))?;
        }
        store.check_version()?;
        store.connection.execute_batch(INCOMPLETE)?;
        Ok(store)
    }

    /// Open the store in a case folder for reading. Works on a folder that cannot be written to.
    pub fn read_only(dir: &Path) -> Result<Store, Error> {
        let path = dir.join(STORE_FILE);
        if !path.is_file() {
            return Err(Error::new(Kind::Damaged, format!("{} is missing", path.display()))
                .hint("restore it from a backup, or create a new case with rogatory init and index the evidence again"));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let usable = |connection: Connection| -> rusqlite::Result<Connection> {
            connection.busy_timeout(Duration::from_secs(10))?;
            plan_once(&connection)?;
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
            Ok(connection)
        };
        let connection = Connection::open_with_flags(&path, flags).and_then(usable).or_else(|error| {
            // A case on a read-only disk has no place for SQLite's shared memory; nobody can change it there either.
            match error.sqlite_error_code() {
                Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::ReadOnly) => {
                    let uri = format!("file:{}?immutable=1", uri_path(&path));
                    Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI).and_then(usable)
                }
                _ => Err(error),
            }
        })?;
        let store = Store { connection, dir: dir.to_path_buf() };
        store.check_version()?;
        Ok(store)
    }

    /// From here on everything is read as it stood at the first read, whatever a writer adds: one answer comes from one state of the record. Not for
    /// a connection that is kept open: the log of changes grows as long as somebody holds on to an old state.
    pub fn hold_still(&self) -> Result<(), Error> {
        Ok(self.connection.execute_batch("BEGIN")?)
    }

    fn check_version(&self) -> Result<(), Error> {
        let found: Option<String> = self.fact("format_version").map_err(|_| {
            Error::new(Kind::Damaged, "the case's store (store.sqlite) is not a store of rogatory, or is damaged")
                .hint("restore it from a backup")
        })?;
        match found.and_then(|v| v.parse::<u32>().ok()) {
            Some(FORMAT_VERSION) => Ok(()),
            Some(other) if other < FORMAT_VERSION => Err(Error::new(
                Kind::Version,
                format!("this case was made by an older rogatory (store format {other}, this program writes {FORMAT_VERSION})"),
            )
            .hint("make a new case with rogatory init and index the evidence again; the old folder stays as it is")),
            Some(other) => Err(Error::new(
                Kind::Version,
                format!("this case was made by a newer rogatory (store format {other}, this program knows {FORMAT_VERSION})"),
            )
            .hint("use the newer program")),
            None => Err(Error::new(Kind::Damaged, "the case's store (store.sqlite) does not say its format")
                .hint("restore it from a backup")),
        }
    }

    /// The case folder this store lies in.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub(super) fn fact(&self, key: &str) -> Result<Option<String>, Error> {
        Ok(self.connection.query_row("SELECT value FROM fact WHERE key = ?1", [key], |r| r.get(0)).optional()?)
    }

    /// Number of the last commit. The text index must carry the same.
    pub fn generation(&self) -> Result<u64, Error> {
        Ok(self.fact("generation")?.and_then(|v| v.parse().ok()).unwrap_or(0))
    }

    /// One document by its row number.
    pub fn document(&self, id: i64) -> Result<Option<Document>, Error> {
        let mut statement = self.connection.prepare_cached(&format!("{DOCUMENT} WHERE id = ?1"))?;
        Ok(statement.query_row([id], document_row).optional()?)
    }

    /// One document by its full SHA-256 (64 hex digits).
    pub fn document_by_sha256(&self, sha256: &str) -> Result<Option<Document>, Error> {
        let mut statement = self.connection.prepare_cached(&format!("{DOCUMENT} WHERE sha256 = ?1"))?;
        Ok(statement.query_row([sha256], document_row).optional()?)
    }

    /// One document by the beginning of its SHA-256, as git names commits. Capitals are accepted.
    pub fn document_by_prefix(&self, prefix: &str) -> Result<Document, Lookup> {
        let prefix = prefix.trim().to_ascii_lowercase();
        if prefix.is_empty() || prefix.len() > 64 || !prefix.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Lookup::NotFound);
        }
        let mut statement =
            self.connection.prepare_cached(&format!("{DOCUMENT} WHERE sha256 >= ?1 AND sha256 < ?2 ORDER BY sha256 LIMIT 20"))?;
        // 'g' comes after every hexadecimal digit.
        let mut found =
            statement.query_map(params![prefix, format!("{prefix}g")], document_row)?.collect::<Result<Vec<_>, _>>()?;
        match found.len() {
            0 => Err(Lookup::NotFound),
            1 => Ok(found.remove(0)),
            _ => Err(Lookup::Ambiguous(found.into_iter().map(|d| d.sha256).collect())),
        }
    }

    /// The shortest beginning of `sha256`, at least 12 digits, that names this document alone.
    pub fn short_id(&self, sha256: &str) -> Result<String, Error> {
        let mut statement = self.connection.prepare_cached("SELECT count(*) FROM document WHERE sha256 >= ?1 AND sha256 < ?2")?;
        for length in 12..sha256.len() {
            let prefix = &sha256[..length];
            let count: i64 = statement.query_row(params![prefix, format!("{prefix}g")], |r| r.get(0))?;
            if count <= 1 {
                return Ok(prefix.to_string());
            }
        }
        Ok(sha256.to_string())
    }

    /// Every document, in order of its row number, one at a time.
    pub fn each_document(&self, mut visit: impl FnMut(Document) -> Result<(), Error>) -> Result<(), Error> {
        let mut statement = self.connection.prepare_cached(&format!("{DOCUMENT} ORDER BY id"))?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            visit(document_row(row)?)?;
        }
        Ok(())
    }

    /// Every document, in order of its row number.
    pub fn documents(&self) -> Result<Vec<Document>, Error> {
        let mut all = Vec::new();
        self.each_document(|document| {
            all.push(document);
            Ok(())
        })?;
        Ok(all)
    }

    /// Documents written after commit `generation`, in order of their row number.
    pub fn documents_since(&self, generation: u64) -> Result<Vec<i64>, Error> {
        let mut statement = self.connection.prepare_cached("SELECT id FROM document WHERE generation > ?1 ORDER BY id")?;
        Ok(statement.query_map([generation as i64], |r| r.get(0))?.collect::<Result<_, _>>()?)
    }

    /// How many documents there are, unreadable ones too.
    pub fn document_count(&self) -> Result<u64, Error> {
        Ok(self.connection.query_row("SELECT count(*) FROM document", [], |r| r.get::<_, i64>(0))? as u64)
    }

    /// Every block of a document, in order.
    pub fn each_block(&self, document: i64, mut visit: impl FnMut(Block) -> Result<(), Error>) -> Result<(), Error> {
        let mut statement =
            self.connection.prepare_cached("SELECT first, count, data FROM block WHERE document = ?1 ORDER BY first")?;
        let mut rows = statement.query([document])?;
        while let Some(row) = rows.next()? {
            visit(Block { first: row.get(0)?, count: row.get(1)?, data: row.get(2)? })?;
        }
        Ok(())
    }

    /// Every unit of a document, in order.
    pub fn units(&self, document: i64) -> Result<Vec<StoredUnit>, Error> {
        let mut units = Vec::new();
        self.each_block(document, |block| {
            units.append(&mut block.units()?);
            Ok(())
        })?;
        Ok(units)
    }

    /// One unit of a document by its ordinal (from 1).
    pub fn unit(&self, document: i64, ordinal: u32) -> Result<Option<StoredUnit>, Error> {
        match self.block(document, ordinal)? {
            Some(block) => block.unit(ordinal),
            None => Ok(None),
        }
    }

    /// Some units of a document, in the order of their ordinals; each block they lie in is opened once. What does not exist is left out.
    pub fn some_units(&self, document: i64, ordinals: &BTreeSet<u32>) -> Result<Vec<StoredUnit>, Error> {
        let mut units = Vec::with_capacity(ordinals.len());
        let mut rest = ordinals.iter().copied().peekable();
        while let Some(&ordinal) = rest.peek() {
            let block = self.block(document, ordinal)?;
            // Without a block, or before the first one, there is nothing at this ordinal.
            let end = block.as_ref().map_or(0, |block| block.first.saturating_add(block.count)).max(ordinal.saturating_add(1));
            let here: Vec<u32> = std::iter::from_fn(|| rest.next_if(|ordinal| *ordinal < end)).collect();
            if let Some(block) = block {
                units.append(&mut block.some_units(&here)?);
            }
        }
        Ok(units)
    }

    /// The block in which a unit lies, if it exists.
    fn block(&self, document: i64, ordinal: u32) -> Result<Option<Block>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT first, count, data FROM block WHERE document = ?1 AND first <= ?2 ORDER BY first DESC LIMIT 1",
        )?;
        let block = |row: &Row| Ok(Block { first: row.get(0)?, count: row.get(1)?, data: row.get(2)? });
        Ok(statement.query_row(params![document, ordinal], block).optional()?)
    }

    /// The files inside a container, in its own order.
    pub fn members(&self, container: i64) -> Result<Vec<Member>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT m.ordinal, m.name, m.sha256, m.size, d.id FROM member m LEFT JOIN document d ON d.sha256 = m.sha256 WHERE m.container = ?1 ORDER BY m.ordinal",
        )?;
        let rows = statement.query_map([container], |r| {
            Ok(Member {
                ordinal: r.get(0)?,
                name: r.get(1)?,
                sha256: r.get(2)?,
                size: r.get::<_, i64>(3)? as u64,
                document: r.get(4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Paths that are known but whose bytes could not be read. They count as unreadable in every coverage statement.
    pub fn unopened(&self) -> Result<Vec<Unopened>, Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT path, root, gap FROM source WHERE sha256 IS NULL AND status = 'present' ORDER BY path")?;
        let rows = statement
            .query_map([], |r| Ok((r.get::<_, Vec<u8>>(0)?, r.get::<_, Vec<u8>>(1)?, r.get::<_, Option<String>>(2)?)))?;
        let mut all = Vec::new();
        for row in rows {
            let (path, root, gap) = row?;
            let gap = json_column(gap.as_deref().unwrap_or("null"))?;
            all.push(Unopened { path: display_path(&path), root: display_path(&root), gap });
        }
        Ok(all)
    }

    /// What was met and is not a file with bytes: links out of the root, pipes, devices.
    pub fn skipped(&self) -> Result<Vec<Skipped>, Error> {
        let mut statement = self.connection.prepare_cached("SELECT path, what FROM skipped ORDER BY path")?;
        let rows = statement.query_map([], |r| Ok(Skipped { path: display_path(&r.get::<_, Vec<u8>>(0)?), what: r.get(1)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Counts over the whole case.
    pub fn totals(&self) -> Result<Totals, Error> {
        let mut totals = Totals::default();
        let mut statement = self
            .connection
            .prepare_cached("SELECT state, count(*), sum(unit_count), sum(text_bytes) FROM document GROUP BY state")?;
        let rows = statement
            .query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?, r.get::<_, i64>(2)?, r.get::<_, i64>(3)?)))?;
        for row in rows {
            let (state, count, units, text) = row?;
            let count = count as u64;
            totals.documents += count;
            totals.units += units as u64;
            totals.text_bytes += text as u64;
            match State::from_code(&state) {
                State::Complete => totals.complete += count,
                State::Partial => totals.partial += count,
                State::Unreadable => totals.unreadable += count,
            }
        }
        totals.unopened =
            self.connection.query_row("SELECT count(*) FROM source WHERE sha256 IS NULL AND status = 'present'", [], |r| {
                r.get::<_, i64>(0)
            })? as u64;
        Ok(totals)
    }
}

/// A path in a SQLite URI: what has a meaning there is escaped.
fn uri_path(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}

pub(super) const DOCUMENT: &str = "SELECT id, sha256, size, media_type, engine, state, gaps, meta, languages, unit_count, announced, text_bytes, generation, read_at, read_by, unfinished FROM document";

pub(super) fn document_row(row: &Row) -> rusqlite::Result<Document> {
    let json = |column: usize| -> rusqlite::Result<String> { row.get(column) };
    Ok(Document {
        id: row.get(0)?,
        sha256: row.get(1)?,
        size: row.get::<_, i64>(2)? as u64,
        media_type: row.get(3)?,
        engine: row.get(4)?,
        state: State::from_code(&row.get::<_, String>(5)?),
        gaps: parsed(6, &json(6)?)?,
        meta: parsed(7, &json(7)?)?,
        languages: parsed(8, &json(8)?)?,
        unit_count: row.get(9)?,
        announced: row.get::<_, Option<i64>>(10)?.map(|n| n as u64),
        text_bytes: row.get::<_, i64>(11)? as u64,
        generation: row.get::<_, i64>(12)? as u64,
        read_at: row.get(13)?,
        read_by: row.get(14)?,
        unfinished: row.get(15)?,
    })
}

fn parsed<T: serde::de::DeserializeOwned>(column: usize, text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, Box::new(e)))
}

pub(super) fn json_column<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text)
        .map_err(|_| Error::new(Kind::Damaged, "a record in the case's store is damaged").hint("rogatory verify names it"))
}
