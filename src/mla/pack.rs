//! The folder to send: drafts, annexes, hash manifest, JSON copy, laid out by BagIt (RFC 8493). Identities go into a bag of their own.
//!
//! An annex from the evidence is copied out of the case and must have the recorded SHA-256; a paper that names a protected person is
//! not packed into the open bag.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::request::{Annex, Person, Request};

/// A bag that is being filled.
#[derive(Debug)]
pub struct Bag {
    dir: PathBuf,
    /// Path below the bag to SHA-256 and size.
    payload: BTreeMap<String, (String, u64)>,
    /// Nobody but the owner reads it.
    private: bool,
}

impl Bag {
    /// Begin a bag in a folder that does not exist or is empty.
    ///
    /// # Errors
    /// The folder holds something, or cannot be made.
    pub fn create(dir: &Path) -> Result<Bag, String> {
        if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(format!("{} is not empty; name a new folder", dir.display()));
        }
        fs::create_dir_all(dir.join("data")).map_err(|error| format!("cannot create {}: {error}", dir.display()))?;
        Ok(Bag { dir: dir.to_path_buf(), payload: BTreeMap::new(), private: false })
    }

    /// As [`Bag::create`], for identities: other users of the machine cannot enter the folder or read its files (where the file system
    /// knows of users).
    ///
    /// # Errors
    /// As for `create`, or the rights cannot be set.
    pub fn create_private(dir: &Path) -> Result<Bag, String> {
        let bag = Bag::create(dir)?;
        for folder in [dir.to_path_buf(), dir.join("data")] {
            restrict(&folder, 0o700)?;
        }
        Ok(Bag { private: true, ..bag })
    }

    /// Add a file below `data/`; returns its SHA-256.
    ///
    /// # Errors
    /// Reading or writing fails.
    pub fn add(&mut self, name: &str, mut content: impl Read) -> Result<String, String> {
        let path = format!("data/{name}");
        let target = self.dir.join(&path);
        let wrong = |error: io::Error| format!("cannot write {}: {error}", target.display());
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(wrong)?;
        }
        let mut out = fs::OpenOptions::new().write(true).create_new(true).open(&target).map_err(wrong)?;
        if self.private {
            restrict(&target, 0o600)?;
        }
        let mut hash = Sha256::new();
        let mut size = 0;
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = content.read(&mut buffer).map_err(|error| format!("cannot read {name}: {error}"))?;
            let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else { break };
            hash.update(piece);
            out.write_all(piece).map_err(wrong)?;
            size += piece.len() as u64;
        }
        out.sync_all().map_err(wrong)?;
        let digest = hex(&hash.finalize());
        self.payload.insert(path, (digest.clone(), size));
        Ok(digest)
    }

    /// Take a file out again that must not stay.
    pub fn remove(&mut self, name: &str) {
        let path = format!("data/{name}");
        self.payload.remove(&path);
        let _ = fs::remove_file(self.dir.join(path));
    }

    /// Write declaration, information and manifests.
    ///
    /// # Errors
    /// Writing fails.
    pub fn finish(self, information: &[(&str, String)]) -> Result<Vec<String>, String> {
        let octets: u64 = self.payload.values().map(|(_, size)| size).sum();
        let mut info: String = information.iter().map(|(key, value)| format!("{key}: {}\n", one_line(value))).collect();
        info.push_str(&format!("Payload-Oxum: {octets}.{}\n", self.payload.len()));
        let manifest: String = self.payload.iter().map(|(path, (digest, _))| format!("{digest}  {}\n", escaped(path))).collect();
        let tags = [
            ("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".to_string()),
            ("bag-info.txt", info),
            ("manifest-sha256.txt", manifest),
        ];
        let mut tag_manifest = String::new();
        for (name, text) in &tags {
            tag_manifest.push_str(&format!("{}  {name}\n", hex(&Sha256::digest(text.as_bytes()))));
        }
        for (name, text) in
            tags.iter().map(|(name, text)| (*name, text.as_str())).chain([("tagmanifest-sha256.txt", tag_manifest.as_str())])
        {
            let path = self.dir.join(name);
            fs::write(&path, text).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
            if self.private {
                restrict(&path, 0o600)?;
            }
        }
        Ok(self.payload.into_keys().collect())
    }
}

/// Rights for the owner alone.
#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
        .map_err(|error| format!("cannot set the rights of {}: {error}", path.display()))
}

#[cfg(not(unix))]
fn restrict(_: &Path, _: u32) -> Result<(), String> {
    Ok(())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// RFC 8493 section 2.1.3: line ends and percent signs in names are percent-encoded.
fn escaped(path: &str) -> String {
    path.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The name of an annex in the bag: its number and a file name that every system takes. `plain` leaves out the given name, which
/// may name a protected person.
pub fn annex_name(annex: &Annex, file: &str, plain: bool) -> String {
    let base = file.rsplit(['/', '\\', '!']).next().unwrap_or_default();
    let clean: String = base.chars().map(|c| if c.is_alphanumeric() || "._-".contains(c) { c } else { '_' }).take(80).collect();
    let ending = clean.rsplit_once('.').map(|(_, ending)| format!(".{ending}")).unwrap_or_default();
    let name = if plain || clean.is_empty() { format!("annex{ending}") } else { clean };
    format!("annexes/{:02}-{name}", annex.number)
}

/// The request as JSON for the other side: persons with a code show nothing but code, role, protection and languages; the
/// clerk's own notes (preparation, answers, what the office knows of the other State) stay at home.
pub fn outgoing_json(request: &Request) -> Value {
    let mut value = request.to_json();
    if let Some(persons) = value.get_mut("persons").and_then(Value::as_array_mut) {
        for person in persons.iter_mut().filter_map(Value::as_object_mut).filter(|person| person.contains_key("code")) {
            person.retain(|key, _| Person::OPEN_WHEN_PROTECTED.contains(&key.as_str()));
        }
    }
    if let Some(map) = value.as_object_mut() {
        for key in ["preparation", "answers", "counterpart"] {
            map.remove(key);
        }
        map.insert("schema".into(), "rogatory.mla_request/1".into());
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bag_lists_what_it_holds_and_is_not_begun_twice() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out");
        let mut bag = Bag::create(&target).unwrap();
        let digest = bag.add("a/ž%.txt", &b"abc"[..]).unwrap();
        assert_eq!(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(bag.finish(&[("Source-Organization", "A\nB".into())]).unwrap(), ["data/a/ž%.txt"]);
        let manifest = fs::read_to_string(target.join("manifest-sha256.txt")).unwrap();
        assert_eq!(manifest, format!("{digest}  data/a/ž%25.txt\n"));
        let info = fs::read_to_string(target.join("bag-info.txt")).unwrap();
        assert_eq!(info, "Source-Organization: A B\nPayload-Oxum: 3.1\n");
        assert!(Bag::create(&target).unwrap_err().contains("not empty"));
    }

    #[cfg(unix)]
    #[test]
    fn a_private_bag_is_read_by_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out-sealed");
        let mut bag = Bag::create_private(&target).unwrap();
        bag.add("annexes/a.txt", &b"abc"[..]).unwrap();
        bag.finish(&[]).unwrap();
        for (path, mode) in [("", 0o700), ("data", 0o700), ("data/annexes/a.txt", 0o600), ("manifest-sha256.txt", 0o600)] {
            assert_eq!(fs::metadata(target.join(path)).unwrap().permissions().mode() & 0o777, mode, "{path}");
        }
    }

    #[test]
    fn protected_identities_stay_out_of_the_copy() {
        let request = Request::parse(
            "form = \"classical\"\n[hdr]\nrequesting_state = \"RS\"\nrequested_state = \"DE\"\n[[persons]]\nid = \"P1\"\ncode = \"V1\"\nsurname = \"Primerović\"\n[preparation]\nsize_mib = 3\n",
        )
        .unwrap();
        let copy = outgoing_json(&request).to_string();
        assert!(copy.contains("\"V1\"") && !copy.contains("Primerovi") && !copy.contains("size_mib"), "{copy}");
        let annex = Annex { number: 3, ..Annex::default() };
        assert_eq!(annex_name(&annex, "b.zip!/iskaz Jelena.pdf", false), "annexes/03-iskaz_Jelena.pdf");
        assert_eq!(annex_name(&annex, "b.zip!/iskaz Jelena.pdf", true), "annexes/03-annex.pdf");
    }
}
