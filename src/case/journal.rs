//! The journal: who did what to the case and when. Append-only; every entry carries the hash of the one before it, so that a
//! changed, removed or inserted entry is found.

use rusqlite::{OptionalExtension, params};

use super::error::Error;
use super::record::row_digest;
use super::store::Store;

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct JournalEntry {
    pub number: u64,
    /// RFC 3339 UTC.
    pub time: String,
    /// Login name on this machine.
    pub who: String,
    /// "init", "index", "verify", …
    pub what: String,
    /// JSON object with the particulars.
    pub detail: String,
    /// Hash of the entry before, 64 zeros for the first.
    pub previous: String,
    pub hash: String,
}

const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Store {
    /// Append an entry. Inside a batch it becomes permanent with the batch.
    pub fn journal(&self, what: &str, detail: &serde_json::Value) -> Result<(), Error> {
        let last: Option<(i64, String)> = self
            .connection
            .query_row("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1", [], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        let (number, previous) = last.map_or((1, BEGINNING.to_string()), |(number, hash)| (number + 1, hash));
        let (time, who, detail) = (super::paths::now(), who(), detail.to_string());
        let hash = entry_hash(number, &time, &who, what, &detail, &previous);
        self.connection.execute(
            "INSERT INTO journal (number, time, who, what, detail, previous, hash) VALUES (?1,?2,?3,?4,?5,?6,?7)",
            params![number, time, who, what, detail, previous, hash],
        )?;
        Ok(())
    }

    /// The whole journal, oldest first.
    pub fn journal_entries(&self) -> Result<Vec<JournalEntry>, Error> {
        let mut statement =
            self.connection.prepare("SELECT number, time, who, what, detail, previous, hash FROM journal ORDER BY number")?;
        let rows = statement.query_map([], |r| {
            Ok(JournalEntry {
                number: r.get::<_, i64>(0)? as u64,
                time: r.get(1)?,
                who: r.get(2)?,
                what: r.get(3)?,
                detail: r.get(4)?,
                previous: r.get(5)?,
                hash: r.get(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Where the chain is broken: one sentence an entry, empty if it holds.
    pub fn journal_faults(&self) -> Result<Vec<String>, Error> {
        let mut faults = Vec::new();
        let mut previous = BEGINNING.to_string();
        for (place, entry) in self.journal_entries()?.into_iter().enumerate() {
            let number = place as u64 + 1;
            if entry.number != number {
                faults.push(format!("entry {number} is missing"));
                break;
            }
            let hash = entry_hash(number as i64, &entry.time, &entry.who, &entry.what, &entry.detail, &entry.previous);
            if entry.previous != previous || entry.hash != hash {
                faults.push(format!("entry {number} ({}, {}) is not as it was written", entry.what, entry.time));
            }
            previous = entry.hash;
        }
        if previous == BEGINNING {
            faults.push("the journal is empty".into());
        }
        Ok(faults)
    }
}

fn entry_hash(number: i64, time: &str, who: &str, what: &str, detail: &str, previous: &str) -> String {
    row_digest(&[&number.to_le_bytes(), &time, &who, &what, &detail, &previous])
}

fn who() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|key| std::env::var(key).ok().filter(|v| !v.is_empty()))
        .unwrap_or_else(|| "unknown".into())
}
