//! What lies under some evidence roots, counted: the answer to "has everything been read?".

use std::collections::BTreeMap;

use rusqlite::params;

use super::document::State;
use super::error::Error;
use super::store::Store;

/// States and reasons of the documents found under some roots, members included. A document found twice counts once.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Scope {
    pub documents: u64,
    pub complete: u64,
    pub partial: u64,
    pub unreadable: u64,
    /// Paths whose bytes could not be read at all.
    pub unopened: u64,
    /// Documents by reason code; one document may stand under several.
    pub reasons: BTreeMap<String, u64>,
    #[serde(skip)]
    by_state: BTreeMap<(State, String), u64>,
}

impl Scope {
    /// Whether something is missing.
    pub fn gaps(&self) -> bool {
        self.partial + self.unreadable + self.unopened > 0
    }

    pub fn count(&self, state: State) -> u64 {
        match state {
            State::Complete => self.complete,
            State::Partial => self.partial,
            State::Unreadable => self.unreadable,
        }
    }

    /// The reasons of one state with their numbers, most frequent first: "encrypted 4, corrupt 1".
    pub fn why(&self, state: State) -> String {
        let mut reasons: Vec<(&String, u64)> =
            self.by_state.iter().filter(|((s, _), _)| *s == state).map(|((_, r), n)| (r, *n)).collect();
        reasons.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        reasons.iter().map(|(reason, count)| format!("{reason} {count}")).collect::<Vec<_>>().join(", ")
    }
}

impl Store {
    /// Count what stands under these roots (canonical paths of files or folders), members included.
    pub fn scope(&self, roots: &[Vec<u8>]) -> Result<Scope, Error> {
        self.connection.execute_batch(
            "DROP TABLE IF EXISTS temp.in_scope; CREATE TEMP TABLE in_scope (sha256 TEXT PRIMARY KEY) WITHOUT ROWID",
        )?;
        let mut scope = Scope::default();
        for root in roots {
            for source in self.sources_under(root)? {
                match source.sha256 {
                    Some(sha256) => {
                        self.connection
                            .prepare_cached("INSERT OR IGNORE INTO temp.in_scope VALUES (?1)")?
                            .execute(params![sha256])?;
                    }
                    None => scope.unopened += 1,
                }
            }
        }
        let mut statement = self.connection.prepare(
            "WITH RECURSIVE inside(id) AS (
               SELECT d.id FROM temp.in_scope s JOIN document d ON d.sha256 = s.sha256
               UNION SELECT d.id FROM inside i JOIN member m ON m.container = i.id JOIN document d ON d.sha256 = m.sha256)
             SELECT d.state, (SELECT group_concat(reason) FROM (SELECT DISTINCT json_extract(value, '$.reason') AS reason FROM json_each(d.gaps)))
             FROM inside i JOIN document d ON d.id = i.id",
        )?;
        let rows =
            statement.query_map([], |r| Ok((State::from_code(&r.get::<_, String>(0)?), r.get::<_, Option<String>>(1)?)))?;
        for row in rows {
            let (state, reasons) = row?;
            scope.documents += 1;
            match state {
                State::Complete => scope.complete += 1,
                State::Partial => scope.partial += 1,
                State::Unreadable => scope.unreadable += 1,
            }
            for reason in reasons.iter().flat_map(|r| r.split(',')).filter(|r| !r.is_empty()) {
                *scope.reasons.entry(reason.to_string()).or_default() += 1;
                *scope.by_state.entry((state, reason.to_string())).or_default() += 1;
            }
        }
        drop(statement);
        self.connection.execute_batch("DROP TABLE temp.in_scope")?;
        Ok(scope)
    }
}
