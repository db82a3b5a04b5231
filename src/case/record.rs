//! Everything that is written to the store. All of it happens between `begin` and `commit`, in one transaction a batch.

use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::extract::{Gap, Meta};

use super::block::{Block, hex};
use super::document::{SourceStatus, Stamp, State};
use super::error::Error;
use super::store::{Store, json_column};

/// What is known about a document when it has been read.
#[derive(Debug, Clone)]
pub struct NewDocument {
    pub sha256: String,
    pub size: u64,
    pub media_type: String,
    pub engine: Option<String>,
    pub state: State,
    pub gaps: Vec<Gap>,
    pub meta: Meta,
    pub languages: Vec<String>,
    pub announced: Option<u64>,
    pub unit_count: u32,
    pub text_bytes: u64,
    pub blocks: Vec<Block>,
    /// SHA-256 over the units, from `BlockWriter::finish`.
    pub units_digest: String,
    /// A container that is still being read.
    pub unfinished: bool,
}

/// A file on disk, and what its bytes are.
#[derive(Debug, Clone)]
pub struct NewSource {
    pub root: Vec<u8>,
    pub path: Vec<u8>,
    pub stamp: Stamp,
    /// The identity of its bytes, or why they could not be read.
    pub bytes: Result<String, Gap>,
}

/// A file of the record, as the walk compares it with the disk.
#[derive(Debug, Clone)]
pub struct KnownSource {
    pub id: i64,
    pub root: Vec<u8>,
    pub path: Vec<u8>,
    pub stamp: Stamp,
    pub sha256: Option<String>,
}

/// Digest over the columns of a row, in a form in which no two different rows look the same.
pub(super) fn row_digest(columns: &[&dyn AsRef<[u8]>]) -> String {
    let mut hasher = Sha256::new();
    for column in columns {
        let bytes: &[u8] = (*column).as_ref();
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    hex(&hasher.finalize())
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

impl Store {
    /// Start a batch.
    pub fn begin(&self) -> Result<(), Error> {
        Ok(self.connection.execute_batch("BEGIN IMMEDIATE")?)
    }

    /// Make a batch permanent under its generation.
    pub fn commit(&self, generation: u64) -> Result<(), Error> {
        self.connection.execute("UPDATE fact SET value = ?1 WHERE key = 'generation'", [generation.to_string()])?;
        Ok(self.connection.execute_batch("COMMIT")?)
    }

    /// Forget a batch.
    pub fn rollback(&self) {
        let _ = self.connection.execute_batch("ROLLBACK");
    }

    /// Write the record of a document, replacing an older reading of the same bytes. Members are written by `put_member`.
    /// Returns the row number, which stays the same over all readings.
    pub fn put_document(&self, new: &NewDocument, generation: u64, read_at: &str, read_by: &str) -> Result<i64, Error> {
        let (gaps, meta, languages) = (json(&new.gaps), json(&new.meta), json(&new.languages));
        let digest = document_digest(
            new.size,
            &new.sha256,
            &new.media_type,
            new.engine.as_deref(),
            new.state,
            [&gaps, &meta, &languages],
            &new.units_digest,
            new.unit_count,
            read_at,
            read_by,
        );
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO document (sha256, size, media_type, engine, state, gaps, meta, languages, unit_count, announced, text_bytes, generation, read_at, read_by, unfinished, units_digest, digest)
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17)
             ON CONFLICT (sha256) DO UPDATE SET size=?2, media_type=?3, engine=?4, state=?5, gaps=?6, meta=?7, languages=?8, unit_count=?9, announced=?10,
               text_bytes=?11, generation=?12, read_at=?13, read_by=?14, unfinished=?15, units_digest=?16, digest=?17 RETURNING id",
        )?;
        let id: i64 = statement.query_row(
            params![
                new.sha256,
                new.size as i64,
                new.media_type,
                new.engine,
                new.state.code(),
                gaps,
                meta,
                languages,
                new.unit_count,
                new.announced.map(|n| n as i64),
                new.text_bytes as i64,
                generation as i64,
                read_at,
                read_by,
                new.unfinished,
                new.units_digest,
                digest
            ],
            |r| r.get(0),
        )?;
        self.connection.prepare_cached("DELETE FROM block WHERE document = ?1")?.execute([id])?;
        let mut insert =
            self.connection.prepare_cached("INSERT INTO block (document, first, count, data) VALUES (?1, ?2, ?3, ?4)")?;
        for block in &new.blocks {
            insert.execute(params![id, block.first, block.count, block.data])?;
        }
        Ok(id)
    }

    /// Write one member of a container. Returns whether this place of its bytes is new.
    pub fn put_member(&self, container: i64, ordinal: u32, name: &str, sha256: &str, size: u64) -> Result<bool, Error> {
        let digest = row_digest(&[&container.to_le_bytes(), &ordinal.to_le_bytes(), &name, &sha256, &size.to_le_bytes()]);
        let mut known = self.connection.prepare_cached("SELECT digest FROM member WHERE container = ?1 AND ordinal = ?2")?;
        let known: Option<String> = known.query_row(params![container, ordinal], |r| r.get(0)).optional()?;
        if known.as_deref() == Some(&digest) {
            return Ok(false);
        }
        let mut statement = self.connection.prepare_cached(
            "INSERT OR REPLACE INTO member (container, ordinal, name, sha256, size, digest) VALUES (?1,?2,?3,?4,?5,?6)",
        )?;
        statement.execute(params![container, ordinal, name, sha256, size as i64, digest])?;
        Ok(true)
    }

    /// Drop the members of a container beyond the first `keep`: a new reading may find fewer.
    pub fn trim_members(&self, container: i64, keep: u32) -> Result<(), Error> {
        self.connection
            .prepare_cached("DELETE FROM member WHERE container = ?1 AND ordinal > ?2")?
            .execute(params![container, keep])?;
        Ok(())
    }

    /// Note that the places of a document have changed, so that the text index learns of it: the document and everything inside it
    /// get the new generation. Returns their row numbers.
    pub fn touch_tree(&self, document: i64, generation: u64) -> Result<Vec<i64>, Error> {
        let mut statement = self.connection.prepare_cached(
            "WITH RECURSIVE inside(id) AS (VALUES (?1) UNION SELECT d.id FROM inside i JOIN member m ON m.container = i.id JOIN document d ON d.sha256 = m.sha256)
             UPDATE document SET generation = ?2 WHERE id IN (SELECT id FROM inside) RETURNING id",
        )?;
        Ok(statement.query_map(params![document, generation as i64], |r| r.get(0))?.collect::<Result<_, _>>()?)
    }

    /// The record of what stands at a path now, if there is one.
    pub fn source_at(&self, path: &[u8]) -> Result<Option<KnownSource>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, root, path, size, mtime, ctime, inode, device, sha256 FROM source WHERE path = ?1 AND status = 'present'",
        )?;
        Ok(statement.query_row([path], known_source).optional()?)
    }

    /// Every file that stands under `prefix` according to the record (`prefix` itself, or below the folder `prefix`), in order.
    pub fn sources_under(&self, prefix: &[u8]) -> Result<Vec<KnownSource>, Error> {
        let mut folder = prefix.to_vec();
        if folder.last() != Some(&b'/') {
            folder.push(b'/');
        }
        let mut end = folder.clone();
        if let Some(last) = end.last_mut() {
            *last = b'/' + 1;
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT id, root, path, size, mtime, ctime, inode, device, sha256 FROM source WHERE status = 'present' AND (path = ?1 OR (path >= ?2 AND path < ?3)) ORDER BY path",
        )?;
        Ok(statement.query_map(params![prefix, folder, end], known_source)?.collect::<Result<_, _>>()?)
    }

    /// Every file on disk that stands where it was found, in order of its path.
    pub fn sources_present(&self) -> Result<Vec<KnownSource>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, root, path, size, mtime, ctime, inode, device, sha256 FROM source WHERE status = 'present' AND sha256 IS NOT NULL ORDER BY path",
        )?;
        Ok(statement.query_map([], known_source)?.collect::<Result<_, _>>()?)
    }

    /// How many records of files that have changed or vanished since are kept.
    pub fn gone(&self) -> Result<std::collections::BTreeMap<SourceStatus, u64>, Error> {
        let mut statement =
            self.connection.prepare_cached("SELECT status, count(*) FROM source WHERE status <> 'present' GROUP BY status")?;
        let rows =
            statement.query_map([], |r| Ok((SourceStatus::from_code(&r.get::<_, String>(0)?), r.get::<_, i64>(1)? as u64)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Write what stands at a path. An older record of the path is kept: as `changed` where the bytes differ.
    /// Returns whether anything about the document's places is new.
    pub fn put_source(&self, new: &NewSource, now: &str) -> Result<bool, Error> {
        let (sha256, gap) = match &new.bytes {
            Ok(sha256) => (Some(sha256.as_str()), None),
            Err(gap) => (None, Some(json(gap))),
        };
        let known = self.source_at(&new.path)?;
        let mut first_seen = now.to_string();
        let mut is_new = true;
        if let Some(known) = &known {
            if known.sha256.is_some() && known.sha256.as_deref() != sha256 {
                self.end_source(known.id, "changed", now)?;
            } else {
                is_new = known.sha256.as_deref() != sha256 || known.root != new.root;
                first_seen =
                    self.connection.query_row("SELECT first_seen FROM source WHERE id = ?1", [known.id], |r| r.get(0))?;
                self.connection.prepare_cached("DELETE FROM source WHERE id = ?1")?.execute([known.id])?;
            }
        }
        let digest = source_digest(&new.root, &new.path, &new.stamp, sha256, gap.as_deref(), "present");
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO source (root, path, size, mtime, ctime, inode, device, sha256, gap, status, first_seen, digest) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,'present',?10,?11)",
        )?;
        let s = &new.stamp;
        statement.execute(params![
            new.root,
            new.path,
            s.size as i64,
            s.mtime,
            s.ctime,
            s.inode as i64,
            s.device as i64,
            sha256,
            gap,
            first_seen,
            digest
        ])?;
        self.connection.prepare_cached("DELETE FROM skipped WHERE path = ?1")?.execute([&new.path])?;
        Ok(is_new)
    }

    /// Note that nothing stands at a path any more (`vanished`) or that other bytes do (`changed`).
    pub fn end_source(&self, id: i64, status: &str, now: &str) -> Result<(), Error> {
        let row = self.connection.query_row(
            "SELECT root, path, size, mtime, ctime, inode, device, sha256, gap FROM source WHERE id = ?1",
            [id],
            |r| {
                let stamp = Stamp {
                    size: r.get::<_, i64>(2)? as u64,
                    mtime: r.get(3)?,
                    ctime: r.get(4)?,
                    inode: r.get::<_, i64>(5)? as u64,
                    device: r.get::<_, i64>(6)? as u64,
                };
                Ok((
                    r.get::<_, Vec<u8>>(0)?,
                    r.get::<_, Vec<u8>>(1)?,
                    stamp,
                    r.get::<_, Option<String>>(7)?,
                    r.get::<_, Option<String>>(8)?,
                ))
            },
        )?;
        let digest = source_digest(&row.0, &row.1, &row.2, row.3.as_deref(), row.4.as_deref(), status);
        self.connection
            .prepare_cached("UPDATE source SET status = ?2, ended = ?3, digest = ?4 WHERE id = ?1")?
            .execute(params![id, status, now, digest])?;
        Ok(())
    }

    /// Note something that is not a file with bytes.
    pub fn put_skipped(&self, path: &[u8], what: &str) -> Result<(), Error> {
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO skipped (path, what) VALUES (?1, ?2)")?
            .execute(params![path, what])?;
        Ok(())
    }

    /// What was noted at a path that is not a file with bytes.
    pub fn skipped_at(&self, path: &[u8]) -> Result<Option<String>, Error> {
        let mut statement = self.connection.prepare_cached("SELECT what FROM skipped WHERE path = ?1")?;
        Ok(statement.query_row([path], |r| r.get(0)).optional()?)
    }

    /// Why the bytes at a path could not be read, if that is what is recorded.
    pub fn gap_at(&self, path: &[u8]) -> Result<Option<Gap>, Error> {
        let mut statement =
            self.connection.prepare_cached("SELECT gap FROM source WHERE path = ?1 AND status = 'present' AND sha256 IS NULL")?;
        let gap: Option<String> = statement.query_row([path], |r| r.get(0)).optional()?;
        gap.map(|gap| json_column(&gap)).transpose()
    }

    /// Documents from which a member is still missing in the record, directly or deeper down: an interrupted run. By SHA-256.
    pub fn unsettled(&self) -> Result<std::collections::HashSet<String>, Error> {
        let mut statement = self.connection.prepare(
            "WITH RECURSIVE open(id) AS (
               SELECT id FROM document WHERE unfinished
               UNION SELECT m.container FROM member m LEFT JOIN document d ON d.sha256 = m.sha256 WHERE d.id IS NULL
               UNION SELECT m.container FROM open o JOIN document d ON d.id = o.id JOIN member m ON m.sha256 = d.sha256)
             SELECT d.sha256 FROM open JOIN document d ON d.id = open.id",
        )?;
        Ok(statement.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?)
    }

    /// Documents that carry a gap, directly or in something inside them, by SHA-256: what `--retry-failed` reads again.
    pub fn with_gaps(&self) -> Result<std::collections::HashSet<String>, Error> {
        let mut statement = self.connection.prepare(
            "WITH RECURSIVE open(id) AS (
               SELECT id FROM document WHERE gaps <> '[]' OR state <> 'complete'
               UNION SELECT m.container FROM open o JOIN document d ON d.id = o.id JOIN member m ON m.sha256 = d.sha256)
             SELECT d.sha256 FROM open JOIN document d ON d.id = open.id",
        )?;
        Ok(statement.query_map([], |r| r.get(0))?.collect::<Result<_, _>>()?)
    }

    /// The identity of the `calls.toml` by which tables were read last; empty for none.
    pub fn call_tables(&self) -> Result<String, Error> {
        Ok(self.fact("call_tables")?.unwrap_or_default())
    }

    /// Note by which `calls.toml` tables were read.
    pub fn put_call_tables(&self, identity: &str) -> Result<(), Error> {
        self.connection.execute("INSERT OR REPLACE INTO fact VALUES ('call_tables', ?1)", [identity])?;
        Ok(())
    }

    /// Documents that `calls.toml` may speak of, and what they lie in, by SHA-256: tables, chats, phone reports, and texts whose name is
    /// `wanted`.
    pub fn tables(&self, wanted: &dyn Fn(&str) -> bool) -> Result<std::collections::HashSet<String>, Error> {
        let mut statement = self.connection.prepare(
            "SELECT sha256, media_type FROM document WHERE media_type IN ('text/csv', 'text/tab-separated-values', 'text/x-chat-export', 'application/x-phone-report+xml', \
             'application/x-cellebrite-report+xml', 'application/x-ufdr', 'text/plain')",
        )?;
        let rows = statement.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
        let mut found = std::collections::HashSet::new();
        for row in rows {
            let (sha256, media_type) = row?;
            if media_type != "text/plain" || self.names(&sha256)?.iter().any(|name| wanted(name)) {
                found.insert(sha256);
            }
        }
        let mut above = self
            .connection
            .prepare_cached("SELECT DISTINCT d.sha256 FROM member m JOIN document d ON d.id = m.container WHERE m.sha256 = ?1")?;
        let mut open: Vec<String> = found.iter().cloned().collect();
        while let Some(sha256) = open.pop() {
            for container in above.query_map([sha256], |r| r.get::<_, String>(0))? {
                let container = container?;
                if found.insert(container.clone()) {
                    open.push(container);
                }
            }
        }
        Ok(found)
    }

    /// Every known document: SHA-256, state, and whether one of its gaps is the nesting limit.
    pub fn known_documents(&self) -> Result<Vec<(String, State, bool)>, Error> {
        let mut statement =
            self.connection.prepare("SELECT sha256, state, instr(gaps, '\"nesting_limit\"') > 0 FROM document")?;
        let rows = statement.query_map([], |r| Ok((r.get(0)?, State::from_code(&r.get::<_, String>(1)?), r.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn known_source(r: &rusqlite::Row) -> rusqlite::Result<KnownSource> {
    let stamp = Stamp {
        size: r.get::<_, i64>(3)? as u64,
        mtime: r.get(4)?,
        ctime: r.get(5)?,
        inode: r.get::<_, i64>(6)? as u64,
        device: r.get::<_, i64>(7)? as u64,
    };
    Ok(KnownSource { id: r.get(0)?, root: r.get(1)?, path: r.get(2)?, stamp, sha256: r.get(8)? })
}

pub(super) fn source_digest(
    root: &[u8],
    path: &[u8],
    s: &Stamp,
    sha256: Option<&str>,
    gap: Option<&str>,
    status: &str,
) -> String {
    row_digest(&[
        &root,
        &path,
        &s.size.to_le_bytes(),
        &s.mtime.to_le_bytes(),
        &s.ctime.to_le_bytes(),
        &s.inode.to_le_bytes(),
        &s.device.to_le_bytes(),
        &sha256.unwrap_or("-"),
        &gap.unwrap_or("-"),
        &status,
    ])
}

#[allow(clippy::too_many_arguments)]
pub(super) fn document_digest(
    size: u64,
    sha256: &str,
    media_type: &str,
    engine: Option<&str>,
    state: State,
    json: [&str; 3],
    units: &str,
    count: u32,
    read_at: &str,
    read_by: &str,
) -> String {
    row_digest(&[
        &sha256,
        &size.to_le_bytes(),
        &media_type,
        &engine.unwrap_or("-"),
        &state.code(),
        &json[0],
        &json[1],
        &json[2],
        &units,
        &count.to_le_bytes(),
        &read_at,
        &read_by,
    ])
}
