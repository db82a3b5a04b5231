//! Whether the store still holds what was written: SQLite's own check, and the digest of every row and every unit.

use sha2::{Digest, Sha256};

use super::block::hex;
use super::document::{Stamp, State, display_path};
use super::error::Error;
use super::record::{document_digest, row_digest, source_digest};
use super::store::Store;

/// Something that is not as it was recorded.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// "store", "journal", "document", "member", "source", "evidence", "index".
    pub kind: &'static str,
    /// Which one: an id, a path, a file.
    pub subject: String,
    /// What is wrong, in one sentence.
    pub detail: String,
}

impl Fault {
    pub fn new(kind: &'static str, subject: impl Into<String>, detail: impl Into<String>) -> Fault {
        Fault { kind, subject: subject.into(), detail: detail.into() }
    }
}

impl Store {
    /// Every fault in the store itself, empty if it is as it was written. `progress` is called once a document.
    pub fn faults(&self, mut progress: impl FnMut()) -> Result<Vec<Fault>, Error> {
        let mut faults = Vec::new();
        let mut statement = self.connection.prepare("PRAGMA integrity_check(20)")?;
        let answers = statement.query_map([], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>();
        match answers {
            Ok(lines) => faults.extend(lines.into_iter().filter(|l| l != "ok").map(|l| Fault::new("store", "store.sqlite", l))),
            Err(error) => faults.push(Fault::new("store", "store.sqlite", error.to_string())),
        }
        // A table that cannot be walked to its end is a fault like any other; the remaining tables are still checked.
        let check = |what: &'static str, result: Result<(), Error>, faults: &mut Vec<Fault>| {
            if let Err(error) = result {
                faults.push(Fault::new("store", what, error.message));
            }
        };
        let result = self.document_faults(&mut faults, &mut progress);
        check("documents", result, &mut faults);
        let result = self.member_faults(&mut faults);
        check("members", result, &mut faults);
        let result = self.source_faults(&mut faults);
        check("sources", result, &mut faults);
        match self.journal_faults() {
            Ok(broken) => faults.extend(broken.into_iter().map(|detail| Fault::new("journal", "journal", detail))),
            Err(error) => check("journal", Err(error), &mut faults),
        }
        Ok(faults)
    }

    fn document_faults(&self, faults: &mut Vec<Fault>, progress: &mut impl FnMut()) -> Result<(), Error> {
        let mut statement = self.connection.prepare(
            "SELECT id, sha256, size, media_type, engine, state, gaps, meta, languages, unit_count, read_at, read_by, units_digest, digest FROM document ORDER BY id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            progress();
            let id: i64 = row.get(0)?;
            let sha256: String = row.get(1)?;
            let (media_type, engine): (String, Option<String>) = (row.get(3)?, row.get(4)?);
            let (state, units, recorded): (String, String, String) = (row.get(5)?, row.get(12)?, row.get(13)?);
            let (gaps, meta, languages): (String, String, String) = (row.get(6)?, row.get(7)?, row.get(8)?);
            let (read_at, read_by): (String, String) = (row.get(10)?, row.get(11)?);
            let digest = document_digest(
                row.get::<_, i64>(2)? as u64,
                &sha256,
                &media_type,
                engine.as_deref(),
                State::from_code(&state),
                [&gaps, &meta, &languages],
                &units,
                row.get(9)?,
                &read_at,
                &read_by,
            );
            if digest != recorded || !State::ALL.iter().any(|s| s.code() == state) {
                faults.push(Fault::new("document", &sha256, "its record is not as it was written"));
            }
            let mut hasher = Sha256::new();
            let opened = self.each_block(id, |block| {
                hasher.update(block.raw()?);
                Ok(())
            });
            if opened.is_err() || hex(&hasher.finalize()) != units {
                faults.push(Fault::new("document", &sha256, "its stored text is not as it was written"));
            }
        }
        Ok(())
    }

    fn member_faults(&self, faults: &mut Vec<Fault>) -> Result<(), Error> {
        let mut statement = self.connection.prepare("SELECT container, ordinal, name, sha256, size, digest FROM member")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (container, ordinal, size): (i64, u32, i64) = (row.get(0)?, row.get(1)?, row.get(4)?);
            let (name, sha256, recorded): (String, String, String) = (row.get(2)?, row.get(3)?, row.get(5)?);
            if row_digest(&[&container.to_le_bytes(), &ordinal.to_le_bytes(), &name, &sha256, &size.to_le_bytes()]) != recorded {
                faults.push(Fault::new("member", name, "the record of this member is not as it was written"));
            }
        }
        Ok(())
    }

    fn source_faults(&self, faults: &mut Vec<Fault>) -> Result<(), Error> {
        let mut statement = self
            .connection
            .prepare("SELECT root, path, size, mtime, ctime, inode, device, sha256, gap, status, digest FROM source")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (root, path): (Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let stamp = Stamp {
                size: row.get::<_, i64>(2)? as u64,
                mtime: row.get(3)?,
                ctime: row.get(4)?,
                inode: row.get::<_, i64>(5)? as u64,
                device: row.get::<_, i64>(6)? as u64,
            };
            let (sha256, gap): (Option<String>, Option<String>) = (row.get(7)?, row.get(8)?);
            let (status, recorded): (String, String) = (row.get(9)?, row.get(10)?);
            if source_digest(&root, &path, &stamp, sha256.as_deref(), gap.as_deref(), &status) != recorded {
                faults.push(Fault::new("source", display_path(&path), "the record of this path is not as it was written"));
            }
        }
        Ok(())
    }
}
