//! A PPTX whose list of slides (`ppt/presentation.xml`) is damaged: the slides are parts of their own, and are put into a list again by
//! the numbers in their names.

use std::io::{Cursor, Write};

use crate::extract::ooxml::Package;

const LIST: &str = "ppt/presentation.xml";
const RELATIONS: &str = "ppt/_rels/presentation.xml.rels";
const NAMESPACE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// More slides than any show has; beyond them the names are not worth a list.
const MOST: usize = 20_000;

/// Names of the parts that are slides, in the order of their numbers.
pub(super) fn slides(package: &Package<'_>) -> Vec<String> {
    let mut found: Vec<(u32, String)> = package
        .names()
        .filter_map(|name| {
            let number = name.strip_prefix("ppt/slides/slide")?.strip_suffix(".xml")?;
            Some((number.parse().ok()?, name.to_string()))
        })
        .take(MOST)
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, name)| name).collect()
}

/// Whether the list of slides is there to its end.
pub(super) fn whole(package: &mut Package<'_>) -> bool {
    package.part(LIST).is_some_and(|xml| String::from_utf8_lossy(&xml).trim_end().ends_with("presentation>"))
}

/// The package with a new list of these slides and everything else as it was, still compressed; nothing if it cannot be copied.
pub(super) fn listed(bytes: &[u8], slides: &[String]) -> Option<Vec<u8>> {
    let mut old = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    // Who commented is told by parts the list points to.
    let authors = Package::open(bytes)?.relationships(LIST).into_values();
    let mut authors: Vec<(String, String)> =
        authors.filter(|(_, kind)| kind.ends_with("/commentAuthors") || kind.ends_with("/authors")).collect();
    authors.sort();
    let own = slides.iter().map(|slide| (slide.clone(), format!("{NAMESPACE}/slide")));
    let (mut list, mut relations) = (String::new(), String::new());
    for (number, (target, kind)) in own.chain(authors).enumerate() {
        if number < slides.len() {
            list.push_str(&format!("<p:sldId id=\"{}\" r:id=\"rId{number}\"/>", 256 + number));
        }
        let (kind, target) = (quick_xml::escape::escape(&kind), quick_xml::escape::escape(&target));
        relations.push_str(&format!("<Relationship Id=\"rId{number}\" Type=\"{kind}\" Target=\"/{target}\"/>"));
    }
    let list = format!(
        "<p:presentation xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:r=\"{NAMESPACE}\"><p:sldIdLst>{list}</p:sldIdLst></p:presentation>"
    );
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
    );
    let mut new = zip::ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    for index in 0..old.len() {
        let entry = old.by_index_raw(index).ok()?;
        if entry.is_file() && ![LIST, RELATIONS].iter().any(|name| entry.name_raw().eq_ignore_ascii_case(name.as_bytes())) {
            new.raw_copy_file(entry).ok()?;
        }
    }
    for (name, xml) in [(LIST, list), (RELATIONS, relations)] {
        new.start_file(name, zip::write::SimpleFileOptions::default()).ok()?;
        new.write_all(xml.as_bytes()).ok()?;
    }
    Some(new.finish().ok()?.into_inner())
}
