//! Where a document's bytes stand: the path chains from the file on disk through the containers.

use std::collections::HashSet;

use super::document::{Occurrence, SourceStatus, display_path};
use super::error::Error;
use super::store::Store;

/// Between a container and its member in a path chain.
pub(super) const CHAIN: &str = "!/";

/// So many places of a document are told. An archive of archives that repeats itself has as many as it likes: ten in ten, six deep, is a million.
pub const MOST_PLACES: usize = 1000;
/// So many steps are taken through containers for them.
const MOST_STEPS: usize = 100_000;

impl Store {
    /// Every place where a document was found, up to [`MOST_PLACES`]: present ones first, then by path. A container that holds itself is followed once.
    pub fn paths(&self, document: i64) -> Result<Vec<Occurrence>, Error> {
        match self.document(document)? {
            Some(record) => self.places(&record.sha256),
            None => Ok(Vec::new()),
        }
    }

    /// Every place where these bytes were found; see [`Store::paths`].
    pub fn places(&self, sha256: &str) -> Result<Vec<Occurrence>, Error> {
        let mut found = Vec::new();
        let mut trail = HashSet::new();
        self.climb(sha256, &mut Vec::new(), &mut trail, &mut found, &mut 0)?;
        found.sort_by(|a, b| (a.status, &a.display).cmp(&(b.status, &b.display)));
        Ok(found)
    }

    /// Files on disk with these bytes, and containers that hold them, upwards. `inside` is the chain below, innermost first.
    fn climb(
        &self,
        sha256: &str,
        inside: &mut Vec<String>,
        trail: &mut HashSet<String>,
        found: &mut Vec<Occurrence>,
        steps: &mut usize,
    ) -> Result<(), Error> {
        *steps += 1;
        if *steps > MOST_STEPS || found.len() >= MOST_PLACES || !trail.insert(sha256.to_string()) {
            return Ok(());
        }
        let mut statement = self.connection.prepare_cached("SELECT root, path, mtime, status FROM source WHERE sha256 = ?1")?;
        let rows = statement.query_map([sha256], |r| {
            Ok((r.get::<_, Vec<u8>>(0)?, r.get::<_, Vec<u8>>(1)?, r.get::<_, i64>(2)?, r.get::<_, String>(3)?))
        })?;
        for row in rows {
            let (root, path, mtime, status) = row?;
            if found.len() >= MOST_PLACES {
                break;
            }
            let members: Vec<String> = inside.iter().rev().cloned().collect();
            let mut display = display_path(&path);
            for member in &members {
                display.push_str(CHAIN);
                display.push_str(member);
            }
            found.push(Occurrence {
                display,
                root: display_path(&root),
                file: path,
                members,
                mtime: rfc3339(mtime),
                status: SourceStatus::from_code(&status),
            });
        }
        let mut statement =
            self.connection.prepare_cached("SELECT m.name, d.sha256 FROM member m JOIN document d ON d.id = m.container WHERE m.sha256 = ?1 ORDER BY m.container, m.ordinal")?;
        let containers = statement
            .query_map([sha256], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?
            .collect::<Result<Vec<_>, _>>()?;
        for (name, container) in containers {
            inside.push(name);
            self.climb(&container, inside, trail, found, steps)?;
            inside.pop();
        }
        trail.remove(sha256);
        Ok(())
    }
}

/// Nanoseconds since 1970 as RFC 3339 UTC, to the second.
pub(super) fn rfc3339(nanoseconds: i64) -> String {
    jiff::Timestamp::from_second(nanoseconds.div_euclid(1_000_000_000)).map(|t| t.to_string()).unwrap_or_default()
}

/// Now, RFC 3339 UTC, to the second.
pub(crate) fn now() -> String {
    jiff::Timestamp::from_second(jiff::Timestamp::now().as_second()).map(|t| t.to_string()).unwrap_or_default()
}
