//! The package of an Office Open XML file: parts, relationships, and the files stored in it.
//!
//! Source: ECMA-376 Part 2 (Open Packaging Conventions).

use std::collections::HashMap;
use std::io::{Cursor, Read};

use super::xml_stream::{Node, XmlStream, utf8};
use super::{Gap, Reason, Sink, Stopped};

/// Largest part read into memory.
const LARGEST_PART: u64 = 512 << 20;

pub(crate) struct Package<'a> {
    zip: zip::ZipArchive<Cursor<&'a [u8]>>,
    /// A part was larger than the limit and was read up to it only.
    pub(crate) cut: bool,
}

impl<'a> Package<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Package<'a>> {
        Some(Package { zip: zip::ZipArchive::new(Cursor::new(bytes)).ok()?, cut: false })
    }

    /// The names of all parts, as they are stored.
    pub(crate) fn names(&self) -> impl Iterator<Item = std::borrow::Cow<'_, str>> {
        self.zip.file_names().filter_map(Result::ok)
    }

    /// A part whole. Part names are compared without regard to case, as the packaging conventions want.
    pub(crate) fn part(&mut self, name: &str) -> Option<Vec<u8>> {
        let wanted = name.trim_start_matches('/');
        let index = match self.zip.index_for_name(wanted) {
            Some(index) => index,
            None => self.zip.file_names().position(|found| found.is_ok_and(|found| found.eq_ignore_ascii_case(wanted)))?,
        };
        let part = self.zip.by_index(index).ok()?;
        let mut bytes = Vec::new();
        part.take(LARGEST_PART).read_to_end(&mut bytes).ok()?;
        self.cut |= bytes.len() as u64 == LARGEST_PART;
        Some(bytes)
    }

    /// Targets of a part's relationships by their id, made absolute.
    pub(crate) fn relationships(&mut self, part: &str) -> HashMap<String, (String, String)> {
        let part = part.trim_start_matches('/');
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let path = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let Some(xml) = self.part(&path) else { return HashMap::new() };
        let mut found = HashMap::new();
        let xml = utf8(&xml);
        let mut stream = XmlStream::new(&xml);
        while let Some(node) = stream.next() {
            if let Node::Start(element) = node
                && element.name == "Relationship"
                && let (Some(id), Some(target)) = (element.get("Id"), element.get("Target"))
            {
                // An address outside of the package is no path in it.
                let external = element.get("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
                let target = if external { target } else { resolve(folder, &target) };
                found.insert(id, (target, element.get("Type").unwrap_or_default()));
            }
        }
        found
    }

    /// Hand on pictures, embedded documents and other stored files under the given folders ("xl/media/").
    pub(crate) fn members(&mut self, folders: &[&str], sink: &mut dyn Sink) -> Result<(), Stopped> {
        for index in 0..self.zip.len() {
            let name = match self.zip.by_index_raw(index) {
                Ok(entry) if entry.is_file() => String::from_utf8_lossy(entry.name_raw()).into_owned(),
                _ => continue,
            };
            let lower = name.to_ascii_lowercase();
            if !folders.iter().any(|folder| lower.starts_with(folder)) || lower.ends_with(".rels") {
                continue;
            }
            let short = name.rsplit('/').next().unwrap_or(&name).to_owned();
            match self.zip.by_index(index) {
                Ok(mut entry) => sink.member(&short, &mut entry)?,
                Err(error) => sink.gap(Gap {
                    member: Some(short),
                    ..Gap::new(Reason::Corrupt, format!("a stored file cannot be unpacked: {error}"))
                })?,
            }
        }
        Ok(())
    }
}

/// A relationship target as a path from the root of the package.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_resolved_from_their_part() {
        assert_eq!(resolve("xl/worksheets", "../media/image1.png"), "xl/media/image1.png");
        assert_eq!(resolve("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("", "../../../etc/passwd"), "etc/passwd");
    }
}
