//! Runs of `index` that have not come to their end: what they had not reached is in no record, and every answer must say so.

use super::error::Error;
use super::store::{Store, json_column};

/// A root of evidence of which a run may not have seen everything.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Unfinished {
    /// The file or folder, as shown to people.
    pub root: String,
    /// Whether patterns narrowed the run, so that only a like run or a whole one makes up for it.
    pub narrowed: bool,
}

impl Unfinished {
    /// Whether a run over `other` that came to its end leaves nothing of this one open.
    fn is_made_up_by(&self, other: &Unfinished) -> bool {
        let inside = self.root.strip_prefix(&other.root).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '\\']));
        (inside || other.root == "/") && (self.narrowed || !other.narrowed)
    }
}

/// The row of the facts that holds them.
const KEY: &str = "unfinished_runs";

impl Store {
    /// Roots of runs that were stopped, or are still under way.
    pub fn unfinished(&self) -> Result<Vec<Unfinished>, Error> {
        self.fact(KEY)?.map_or_else(|| Ok(Vec::new()), |text| json_column(&text))
    }

    /// A run over these roots has begun to write.
    pub fn run_begins(&self, roots: &[Unfinished]) -> Result<(), Error> {
        let mut open = self.unfinished()?;
        open.extend(roots.iter().filter(|root| !open.contains(root)).cloned().collect::<Vec<_>>());
        self.put_unfinished(&open)
    }

    /// A run over these roots has come to its end.
    pub fn run_ends(&self, roots: &[Unfinished]) -> Result<(), Error> {
        let mut open = self.unfinished()?;
        open.retain(|unfinished| !roots.iter().any(|root| unfinished.is_made_up_by(root)));
        self.put_unfinished(&open)
    }

    fn put_unfinished(&self, open: &[Unfinished]) -> Result<(), Error> {
        if open.is_empty() {
            self.connection.execute("DELETE FROM fact WHERE key = ?1", [KEY])?;
        } else {
            let text = serde_json::to_string(open).unwrap_or_default();
            self.connection.execute("INSERT OR REPLACE INTO fact VALUES (?1, ?2)", [KEY, &text])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_makes_up_for_what() {
        let of = |root: &str, narrowed| Unfinished { root: root.into(), narrowed };
        for (open, run, expected) in [
            (of("/e", false), of("/e", false), true),
            (of("/e/a", false), of("/e", false), true),
            (of("/e", false), of("/", false), true),
            (of("/e", false), of("/e/a", false), false),
            (of("/ev", false), of("/e", false), false),
            (of("/e", false), of("/e", true), false),
            (of("/e", true), of("/e", true), true),
            (of("/e", true), of("/e", false), true),
        ] {
            assert_eq!(open.is_made_up_by(&run), expected, "{open:?} {run:?}");
        }
    }
}
