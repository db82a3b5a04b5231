//! What was recognised before, kept in the case's private folder.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::OcrText;

/// A folder with one file a picture. Losing it costs time, never truth: the recognised text also stands in the record.
#[derive(Debug, Clone)]
pub struct Cache {
    dir: PathBuf,
}

/// Raised when we ask the engine in another way: answers to the old question are not taken for the new one's.
const MANNER: u32 = 2;

/// Hash of the picture, the engine's version, the models and the resolution: whatever changes the answer.
pub(super) fn key(picture: &[u8], version: &str, models: &[String], dpi: Option<u32>) -> String {
    let mut hash = Sha256::new();
    hash.update(Sha256::digest(picture));
    hash.update(format!("\n{version}\n{}\n{}\n{MANNER}", models.join("+"), dpi.unwrap_or(0)));
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Cache {
    /// A cache in this folder, which is created when something is kept.
    pub fn new(dir: impl Into<PathBuf>) -> Cache {
        Cache { dir: dir.into() }
    }

    fn file(&self, key: &str) -> PathBuf {
        let (shelf, rest) = key.split_at(key.len().min(2));
        self.dir.join(shelf).join(format!("{rest}.json"))
    }

    /// What is known under this key. A file that does not read is as good as none.
    pub(super) fn get(&self, key: &str) -> Option<OcrText> {
        serde_json::from_slice(&fs::read(self.file(key)).ok()?).ok()
    }

    /// Keep an answer. A full disk is no reason to lose the answer itself, so errors are not reported.
    pub(super) fn put(&self, key: &str, text: &OcrText) {
        let _ = self.write(&self.file(key), text);
    }

    fn write(&self, path: &Path, text: &OcrText) -> std::io::Result<()> {
        let folder = path.parent().unwrap_or(&self.dir);
        private_folder(folder)?;
        // Written beside and moved into place: two workers may recognise the same picture.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec(text)?)?;
        file.persist(path)?;
        Ok(())
    }
}

fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    use super::super::OcrPage;
    use super::*;

    #[test]
    fn an_answer_is_found_again_and_only_under_its_own_key() {
        let dir = tempfile::tempdir().unwrap();
        let cache = Cache::new(dir.path().join("ocr"));
        let text = OcrText {
            pages: vec![OcrPage { number: 1, text: "Ђорђе".into(), ..OcrPage::default() }],
            engine: "tesseract 5".into(),
        };
        let srp = key(b"picture", "tesseract 5", &["srp".into()], None);
        cache.put(&srp, &text);
        assert_eq!(cache.get(&srp), Some(text));
        for other in [
            key(b"another", "tesseract 5", &["srp".into()], None),
            key(b"picture", "tesseract 6", &["srp".into()], None),
            key(b"picture", "tesseract 5", &["eng".into()], None),
            key(b"picture", "tesseract 5", &["srp".into()], Some(300)),
        ] {
            assert_eq!(cache.get(&other), None);
        }
        fs::write(cache.file(&srp), b"{ broken").unwrap();
        assert_eq!(cache.get(&srp), None);
    }
}
