//! Compound files (OLE2): their streams, and the files embedded in them.
//!
//! Word keeps embedded files under `ObjectPool`, Excel under `MBD…`; a lone compound file of no known kind is searched the same way.
//!
//! Source: [MS-CFB], [MS-OLEDS].

use std::borrow::Cow;
use std::io::{self, Cursor, Read, Write};

use super::formats::Format;
use super::{Failure, Gap, Input, Options, Reason, Sink, Stopped, ole_package};

/// Name and version as units carry it.
pub(crate) const ENGINE: &str = "cfb 0.16.0";
/// Largest stream read into memory.
const LARGEST: u64 = 512 << 20;
/// More children than this in one storage are not looked at.
const MOST_CHILDREN: usize = 100_000;
/// Storages nested deeper than this inside one object are not honest.
const DEEPEST: usize = 64;

/// An open compound file.
pub(crate) struct Compound<'a> {
    file: cfb::CompoundFile<Cursor<Cow<'a, [u8]>>>,
    damage: Option<String>,
}

impl<'a> Compound<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Compound<'a>, Failure> {
        let file = cfb::CompoundFile::open(Cursor::new(Cow::Borrowed(bytes)))
            // The first complaint is about the file itself.
            .or_else(|error| {
                shortened_table(bytes)
                    .and_then(|mended| cfb::CompoundFile::open(Cursor::new(Cow::Owned(mended))).ok())
                    .ok_or(error)
            })
            .map_err(|error| Failure::because(Reason::Corrupt, format!("the compound file cannot be opened: {error}")))?;
        Ok(Compound { file, damage: None })
    }

    /// Names of the direct children of a storage.
    pub(crate) fn children(&self, path: &str) -> Vec<String> {
        let Ok(entries) = self.file.read_storage(path) else { return Vec::new() };
        entries.take(MOST_CHILDREN).map(|entry| entry.name().to_owned()).collect()
    }

    pub(crate) fn is_stream(&self, path: &str) -> bool {
        self.file.is_stream(path)
    }

    pub(crate) fn is_storage(&self, path: &str) -> bool {
        self.file.is_storage(path)
    }

    pub(crate) fn stream(&mut self, path: &str) -> Option<cfb::Stream<Cursor<Cow<'a, [u8]>>>> {
        match self.file.open_stream(path) {
            Ok(stream) => Some(stream),
            Err(error) => {
                self.damage = Some(error.to_string());
                None
            }
        }
    }

    /// A stream whole, if it exists and can be read.
    pub(crate) fn bytes(&mut self, path: &str) -> Option<Vec<u8>> {
        if !self.is_stream(path) {
            return None;
        }
        let stream = self.stream(path)?;
        let mut bytes = Vec::new();
        if let Err(error) = stream.take(LARGEST).read_to_end(&mut bytes) {
            self.damage = Some(error.to_string());
        }
        Some(bytes)
    }

    /// The last read error, if any.
    pub(crate) fn damage(&self) -> Option<&str> {
        self.damage.as_deref()
    }

    /// The storage at `root` written out as a compound file of its own. `change` may alter each stream of the storage itself.
    pub(crate) fn rebuild(
        &mut self,
        root: &str,
        extra: Option<&str>,
        change: impl Fn(&str, &mut Vec<u8>),
    ) -> io::Result<Vec<u8>> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new()))?;
        let mut total = 0;
        let mut waiting = vec![(root.to_owned(), String::new(), 0usize)];
        if let Some(extra) = extra.filter(|extra| self.is_storage(extra) && !self.is_storage(&format!("{root}{extra}"))) {
            file.create_storage(extra)?;
            waiting.push((extra.to_owned(), extra.to_owned(), 1));
        }
        while let Some((from, to, depth)) = waiting.pop() {
            for child in self.children(&from) {
                let (source, target) = (format!("{from}/{child}"), format!("{to}/{child}"));
                if self.is_storage(&source) {
                    if depth >= DEEPEST {
                        return Err(io::Error::other(format!("objects are nested more than {DEEPEST} deep")));
                    }
                    file.create_storage(&target)?;
                    waiting.push((source, target, depth + 1));
                    continue;
                }
                let Some(stream) = self.stream(&source) else { continue };
                let mut bytes = Vec::new();
                stream.take(LARGEST).read_to_end(&mut bytes)?;
                total += bytes.len() as u64;
                if total > LARGEST {
                    return Err(io::Error::other(format!("the object is larger than {} MiB", LARGEST >> 20)));
                }
                if depth == 0 {
                    change(&child, &mut bytes);
                }
                file.create_stream(&target)?.write_all(&bytes)?;
            }
        }
        file.flush()?;
        Ok(file.into_inner().into_inner())
    }

    /// Hand on the file that the object storage at `path` holds. Returns whether there was one.
    pub(crate) fn object(&mut self, path: &str, number: usize, sink: &mut dyn Sink) -> Result<bool, Stopped> {
        let at = |name: &str| format!("{}/{name}", path.trim_end_matches('/'));
        if let Some(native) = self.bytes(&at("\u{1}Ole10Native")) {
            let embedded = ole_package::native_stream(&native);
            let extension = ole_package::extension(&embedded.class, embedded.bytes);
            let name = embedded.name.clone().unwrap_or_else(|| format!("object-{number}.{extension}"));
            sink.member(&name, &mut &*embedded.bytes)?;
            return Ok(true);
        }
        for stream in ["Package", "CONTENTS", "EmbeddedOdf"] {
            if self.is_stream(&at(stream))
                && let Some(mut content) = self.stream(&at(stream))
            {
                sink.member(&format!("object-{number}.bin"), &mut content)?;
                return Ok(true);
            }
        }
        let kinds = [
            ("WordDocument", "doc"),
            ("Workbook", "xls"),
            ("Book", "xls"),
            ("PowerPoint Document", "ppt"),
            ("VisioDocument", "vsd"),
        ];
        let Some((_, extension)) = kinds.iter().find(|(stream, _)| self.is_stream(&at(stream))) else { return Ok(false) };
        let name = format!("object-{number}.{extension}");
        match self.rebuild(path.trim_end_matches('/'), None, |_, _| {}) {
            Ok(bytes) => sink.member(&name, &mut bytes.as_slice())?,
            Err(error) => sink.gap(Gap {
                member: Some(name),
                ..Gap::new(Reason::Corrupt, format!("the embedded object cannot be read: {error}"))
            })?,
        }
        Ok(true)
    }
}

/// A copy whose table of sectors ends where the file does. Some writers fill the last sector of the table with marks for sectors that
/// do not exist, which the library takes for a table of another file. None where nothing can be mended.
fn shortened_table(bytes: &[u8]) -> Option<Vec<u8>> {
    const FREE: [u8; 4] = [0xff; 4];
    /// A file whose table is announced in its head; larger ones (7 MB) are left as they are.
    const IN_HEAD: usize = 109;
    let u16_at = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
    let u32_at = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let shift = u32::from(u16_at(30)?);
    let size = 1usize.checked_shl(shift).filter(|size| matches!(size, 512 | 4096))?;
    let (sectors, tables) = ((bytes.len() / size).checked_sub(1)?, u32_at(44)? as usize);
    let mut mended = None;
    for number in 0..tables.min(IN_HEAD) {
        let table = (u32_at(76 + 4 * number)? as usize).checked_add(1)?.checked_mul(size)?;
        for entry in 0..size / 4 {
            let at = table + 4 * entry;
            if number * size / 4 + entry >= sectors && bytes.get(at..at + 4)? != FREE {
                mended.get_or_insert_with(|| bytes.to_vec()).get_mut(at..at + 4)?.copy_from_slice(&FREE);
            }
        }
    }
    mended
}

/// Hand on the files embedded in a Word or Excel 97–2003 file. What cannot be opened as a compound file has already been reported.
pub(crate) fn embedded_files(bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Stopped> {
    let Ok(mut compound) = Compound::open(bytes) else { return Ok(()) };
    let mut storages: Vec<String> =
        compound.children("/").into_iter().filter(|name| name.starts_with("MBD")).map(|name| format!("/{name}")).collect();
    storages.extend(compound.children("/ObjectPool").into_iter().map(|name| format!("/ObjectPool/{name}")));
    let mut number = 0;
    for path in storages.into_iter().filter(|path| path.len() > 1) {
        if compound.is_storage(&path) && compound.object(&path, number + 1, sink)? {
            number += 1;
        }
    }
    Ok(())
}

/// The row of the table of formats.
pub(crate) static CFB: Format = Format {
    id: "cfb",
    name: "OLE compound file",
    media_type: "application/x-ole-storage",
    extensions: &[],
    engine: ENGINE,
    read,
    reads: "the wrapped or embedded file as a member",
    leaves: "everything else in it",
    locator: "–",
    limits: "",
};

/// Read a compound file that is none of the known document kinds: the file it wraps becomes a member.
pub(crate) fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format("application/x-ole-storage", ENGINE)?;
    let mut compound = Compound::open(input.bytes)?;
    if compound.is_stream("/EncryptedPackage") {
        return Err(Failure::because(Reason::Encrypted, "the Office file is protected by a password"));
    }
    let mut found = compound.object("/", 1, sink)?;
    for child in compound.children("/") {
        let path = format!("/{child}");
        if compound.is_storage(&path) {
            found |= compound.object(&path, 1, sink)?;
        }
    }
    if found {
        Ok(())
    } else {
        Err(Failure::because(Reason::Unsupported, "a compound file of an unknown kind; nothing readable was found in it"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_is_longer_than_the_file_is_shortened() {
        let mut file = cfb::CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new())).unwrap();
        file.create_stream("worddocument").unwrap().write_all(&[7; 5000]).unwrap();
        file.flush().unwrap();
        let mut bytes = file.into_inner().into_inner();
        let table = 512 * (1 + u32::from_le_bytes(bytes[76..80].try_into().unwrap()) as usize);
        for entry in bytes.len() / 512 - 1..128 {
            bytes[table + 4 * entry..][..4].copy_from_slice(&0xffff_fffe_u32.to_le_bytes());
        }
        assert!(cfb::CompoundFile::open(Cursor::new(&bytes[..])).is_err());
        let mut compound = Compound::open(&bytes).unwrap_or_else(|_| panic!("not mended"));
        // Names are the same in upper and lower case.
        assert_eq!(compound.bytes("/WordDocument").map(|bytes| bytes.len()), Some(5000));
        assert!(shortened_table(b"short").is_none());
    }
}
