//! `case.toml`: what a person writes about the case. Keys the program does not know are kept.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::error::{Error, Kind};

/// The content of `case.toml`.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The office's own number, "KT-12/2026".
    pub number: Option<String>,
    pub title: Option<String>,
    /// The authority that conducts the proceedings.
    pub authority: Option<String>,
    /// ISO 3166-1 alpha-2 of the State whose law governs the case.
    pub jurisdiction: Option<String>,
    /// BCP 47 tags of the languages expected in the evidence ("sr", "sq", "en").
    pub languages: Vec<String>,
    /// Absolute paths of the folders and files that were indexed. Never written to.
    pub evidence_roots: Vec<PathBuf>,
    /// Other names under which a person of the case is known.
    pub aliases: BTreeMap<String, Vec<String>>,
    /// Every other key, as it stands (`[protected]` belongs to the requests).
    #[serde(flatten)]
    pub other: toml::Table,
}

impl Settings {
    /// Read `case.toml`. A file that does not parse is explained with the parser's own line and column.
    pub fn load(file: &Path) -> Result<Settings, Error> {
        let text = fs::read_to_string(file).map_err(|e| Error::io("read", file, &e))?;
        toml::from_str(&text).map_err(|e| {
            Error::new(Kind::BadInput, format!("{} cannot be understood: {}", file.display(), e.to_string().trim_end()))
        })
    }

    /// Write a new `case.toml` with an explanation for the person who opens it.
    pub(super) fn save_new(&self, file: &Path) -> Result<(), Error> {
        let mut doc = toml_edit::DocumentMut::new();
        let mut put = |key: &str, value: &Option<String>| {
            doc[key] = toml_edit::value(value.clone().unwrap_or_default());
        };
        put("number", &self.number);
        put("title", &self.title);
        put("authority", &self.authority);
        put("jurisdiction", &self.jurisdiction);
        doc["languages"] = toml_edit::value(self.languages.iter().collect::<toml_edit::Array>());
        doc["evidence_roots"] =
            toml_edit::value(self.evidence_roots.iter().map(|r| r.to_string_lossy().into_owned()).collect::<toml_edit::Array>());
        let text = format!(
            "# A case of rogatory. Edit freely: keys and comments you add are kept.\n# Other names of a person go under [aliases]: \"Full Name\" = [\"nickname\", \"other spelling\"].\n{doc}"
        );
        write_private(file, text.as_bytes())
    }

    pub(super) fn add_evidence_root(&mut self, file: &Path, root: &Path) -> Result<(), Error> {
        if self.evidence_roots.iter().any(|known| known == root) {
            return Ok(());
        }
        let text = fs::read_to_string(file).map_err(|e| Error::io("read", file, &e))?;
        let mut doc: toml_edit::DocumentMut =
            text.parse().map_err(|e| Error::new(Kind::BadInput, format!("{} cannot be understood: {e}", file.display())))?;
        let item = doc.entry("evidence_roots").or_insert(toml_edit::value(toml_edit::Array::new()));
        match item.as_array_mut() {
            Some(array) => array.push(root.to_string_lossy().into_owned()),
            None => {
                return Err(Error::new(Kind::BadInput, format!("{}: evidence_roots must be a list of paths", file.display())));
            }
        }
        write_private(file, doc.to_string().as_bytes())?;
        self.evidence_roots.push(root.to_path_buf());
        Ok(())
    }
}

/// Replace a file in one step, readable by its owner only: a crash leaves the old or the new content, never half of it.
fn write_private(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    let dir = file.parent().unwrap_or(Path::new("."));
    let mut temp = tempfile::NamedTempFile::new_in(dir).map_err(|e| Error::io("write", file, &e))?;
    temp.write_all(bytes).and_then(|()| temp.as_file().sync_all()).map_err(|e| Error::io("write", file, &e))?;
    temp.persist(file).map_err(|e| Error::io("write", file, &e.error))?;
    Ok(())
}
