//! The imported acts of an office, one file a version, below the library folder. Several versions of one act stand side by side.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Act;
use crate::law::import::Report;

const SCHEMA: &str = "rogatory.act/1";

/// One imported version, whole.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Stored {
    pub schema: String,
    pub act: Act,
    pub report: Report,
}

/// The folder of imported acts.
#[derive(Debug, Clone)]
pub struct Texts {
    folder: PathBuf,
}

/// Why a text cannot be had.
#[derive(Debug)]
pub enum TextError {
    /// A file of the library that cannot be read or written.
    Io(PathBuf, io::Error),
    /// A file of the library that is not what this program writes.
    Damaged(PathBuf, String),
    /// No such act or version; what there is instead.
    Unknown { given: String, known: Vec<String> },
}

impl std::fmt::Display for TextError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            TextError::Io(path, error) => write!(f, "{}: {error}", path.display()),
            TextError::Damaged(path, why) => write!(f, "{}: not an imported act ({why})", path.display()),
            TextError::Unknown { given, known } if known.is_empty() => {
                write!(f, "no text of {given} has been imported, nor of any other act")
            }
            TextError::Unknown { given, known } => {
                write!(f, "no text of {given} has been imported; there are: {}", known.join(", "))
            }
        }
    }
}

impl std::error::Error for TextError {}

impl Texts {
    /// The acts below a library folder; the folder need not exist yet.
    pub fn of(library: &Path) -> Texts {
        Texts { folder: library.join("statutes") }
    }

    /// Where the acts lie.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// All versions, by name: `RS-CC@2024-12-01`.
    pub fn versions(&self) -> Result<Vec<String>, TextError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(TextError::Io(self.folder.clone(), error)),
        };
        let mut names: Vec<String> = entries
            .flatten()
            .filter_map(|entry| entry.file_name().to_string_lossy().strip_suffix(".json").map(str::to_string))
            // Beside the acts lies the catalogue of their index.
            .filter(|name| name.contains('@'))
            .collect();
        names.sort();
        Ok(names)
    }

    /// The version named (`RS-CC@2024-12-01`), or of an act alone (`RS-CC`) the latest; `on` asks for the law as it stood on a day.
    pub fn load(&self, name: &str, on: Option<&str>) -> Result<Stored, TextError> {
        let known = self.versions()?;
        let found = match name.split_once('@') {
            Some((id, dated)) => known.iter().find(|version| {
                version.split_once('@').is_some_and(|(own, other)| same_act(own, id) && other.eq_ignore_ascii_case(dated))
            }),
            None => known
                .iter()
                .filter(|version| version.split('@').next().is_some_and(|id| same_act(id, name)))
                .filter(|version| on.is_none_or(|day| version.split_once('@').is_some_and(|(_, dated)| dated <= day)))
                // An undated copy is never preferred to a dated one.
                .max_by_key(|version| (!version.contains("@undated"), (*version).clone())),
        };
        let Some(found) = found else { return Err(TextError::Unknown { given: name.to_string(), known }) };
        let path = self.folder.join(format!("{found}.json"));
        let text = fs::read_to_string(&path).map_err(|error| TextError::Io(path.clone(), error))?;
        let stored: Stored = serde_json::from_str(&text).map_err(|error| TextError::Damaged(path.clone(), error.to_string()))?;
        if stored.schema != SCHEMA {
            return Err(TextError::Damaged(path, format!("schema {}", stored.schema)));
        }
        Ok(stored)
    }

    /// Keep a version. One of the same name is replaced as a whole or not at all.
    pub fn store(&self, act: &Act, report: &Report) -> Result<PathBuf, TextError> {
        let failed = |error| TextError::Io(self.folder.clone(), error);
        fs::create_dir_all(&self.folder).map_err(failed)?;
        let path = self.folder.join(format!("{}.json", act.version()));
        let stored = Stored { schema: SCHEMA.to_string(), act: act.clone(), report: report.clone() };
        let text = serde_json::to_vec(&stored).map_err(|error| failed(io::Error::other(error)))?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder).map_err(failed)?;
        io::Write::write_all(&mut file, &text).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        file.persist(&path).map_err(|error| failed(error.error))?;
        Ok(path)
    }
}

/// Whether two names mean one act: parts of a State are written `BAFBIH-CC` and `BA-FBIH-CC`.
fn same_act(one: &str, other: &str) -> bool {
    let plain = |name: &str| name.replace('-', "").to_uppercase();
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::texts::{Article, SourceFile};

    fn act(as_of: Option<&str>) -> Act {
        Act {
            id: "XX-CC".into(),
            jurisdiction: "XX".into(),
            title: "Code (fictional)".into(),
            language: "en".into(),
            as_of: as_of.map(str::to_string),
            gazette: None,
            official: false,
            source: SourceFile { name: "code.txt".into(), sha256: "0123456789abcdef".into(), kind: "text".into(), through: None },
            divisions: Vec::new(),
            articles: vec![Article { number: "1".into(), label: "Article 1".into(), ..Article::default() }],
            front: Vec::new(),
            back: Vec::new(),
        }
    }

    #[test]
    fn versions_stand_side_by_side_and_the_right_one_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let texts = Texts::of(folder.path());
        assert!(texts.versions().unwrap().is_empty());
        for day in [Some("2019-01-01"), Some("2024-12-01"), None] {
            texts.store(&act(day), &Report::default()).unwrap();
        }
        assert_eq!(texts.versions().unwrap(), ["XX-CC@2019-01-01", "XX-CC@2024-12-01", "XX-CC@undated-01234567"]);
        assert_eq!(texts.load("xx-cc", None).unwrap().act.as_of.as_deref(), Some("2024-12-01"));
        assert_eq!(texts.load("XX-CC", Some("2020-05-05")).unwrap().act.as_of.as_deref(), Some("2019-01-01"));
        assert_eq!(texts.load("x-x-cc@2019-01-01", None).unwrap().act.as_of.as_deref(), Some("2019-01-01"));
        assert!(matches!(texts.load("XX-CC@1999-01-01", None), Err(TextError::Unknown { .. })));
        assert!(matches!(texts.load("YY-CC", None), Err(TextError::Unknown { known, .. }) if known.len() == 3));
    }
}
