//! What a search could not see: documents that were not read in full, and paths that could not be opened.

use super::document::{State, display_path};
use super::error::Error;
use super::store::{Store, json_column};
use crate::extract::{Gap, Reason};

/// A document that was not read in full, or carries a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incomplete {
    pub id: i64,
    pub state: State,
    /// Each reason once.
    pub reasons: Vec<Reason>,
    /// Whether what was not read of it may be of any kind: it is a container, is locked, or nothing is known of it.
    pub closed: bool,
}

/// Whether a file of this type may hold files of any other.
fn may_hold_any(media_type: &str) -> bool {
    const CONTAINERS: [&str; 18] = [
        "application/zip",
        "application/gzip",
        "application/x-bzip2",
        "application/x-xz",
        "application/zstd",
        "application/x-tar",
        "application/x-7z-compressed",
        "application/vnd.rar",
        "application/x-archive-piece",
        "application/x-ufdr",
        "application/mbox",
        "application/vnd.ms-outlook",
        "application/vnd.ms-outlook-pst",
        "application/vnd.ms-tnef",
        "application/vnd.etsi.asic-e+zip",
        "application/pkcs7-mime",
        "application/octet-stream",
        "message/rfc822",
    ];
    CONTAINERS.contains(&media_type) || media_type.ends_with("-protected")
}

impl Store {
    /// Every document that is not complete or has a gap, in order of its row number.
    pub fn incomplete(&self) -> Result<Vec<Incomplete>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT id, state, gaps, media_type FROM document WHERE state <> 'complete' OR gaps <> '[]' ORDER BY id",
        )?;
        let rows = statement
            .query_map([], |r| Ok((r.get(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?, r.get::<_, String>(3)?)))?;
        let mut all = Vec::new();
        for row in rows {
            let (id, state, gaps, media_type) = row?;
            let gaps: Vec<Gap> = json_column(&gaps)?;
            let mut reasons: Vec<Reason> = gaps.into_iter().map(|gap| gap.reason).collect();
            reasons.sort();
            reasons.dedup();
            all.push(Incomplete { id, state: State::from_code(&state), reasons, closed: may_hold_any(&media_type) });
        }
        Ok(all)
    }

    /// The paths of everything that could not be opened, as shown to people.
    pub fn unopened_paths(&self) -> Result<Vec<(String, Reason)>, Error> {
        let mut statement =
            self.connection.prepare_cached("SELECT path, gap FROM source WHERE sha256 IS NULL AND status = 'present'")?;
        let rows = statement.query_map([], |r| Ok((r.get::<_, Vec<u8>>(0)?, r.get::<_, Option<String>>(1)?)))?;
        let mut all = Vec::new();
        for row in rows {
            let (path, gap) = row?;
            let gap: Option<Gap> = gap.as_deref().map(json_column).transpose()?;
            all.push((display_path(&path), gap.map_or(Reason::IoError, |gap| gap.reason)));
        }
        Ok(all)
    }
}
