//! Conditions on documents and units: type, language, path, date, page.

use globset::GlobBuilder;

use super::bits::Bits;
use super::error::Error;
use super::query::{Field, Value};
use super::snapshot::Snapshot;
use super::time;

/// A condition, ready to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    pub field: Field,
    pub value: Value,
}

/// Short names for media types, as people say them.
const TYPES: [(&str, &[&str]); 26] = [
    ("pdf", &["application/pdf"]),
    (
        "word",
        &[
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/msword",
            "application/rtf",
            "text/rtf",
            "application/vnd.oasis.opendocument.text",
        ],
    ),
    ("docx", &["application/vnd.openxmlformats-officedocument.wordprocessingml.document"]),
    ("doc", &["application/msword"]),
    ("odt", &["application/vnd.oasis.opendocument.text"]),
    ("rtf", &["application/rtf", "text/rtf"]),
    (
        "excel",
        &[
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.ms-excel",
            "application/vnd.ms-excel.sheet.binary.macroenabled.12",
            "application/vnd.oasis.opendocument.spreadsheet",
        ],
    ),
    ("xlsx", &["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]),
    ("xls", &["application/vnd.ms-excel"]),
    ("ods", &["application/vnd.oasis.opendocument.spreadsheet"]),
    ("pptx", &["application/vnd.openxmlformats-officedocument.presentationml.presentation"]),
    ("ppt", &["application/vnd.ms-powerpoint"]),
    ("odp", &["application/vnd.oasis.opendocument.presentation"]),
    ("csv", &["text/csv"]),
    ("txt", &["text/plain"]),
    ("html", &["text/html", "application/xhtml+xml"]),
    ("xml", &["application/xml", "text/xml"]),
    ("mail", &["message/rfc822", "application/vnd.ms-outlook"]),
    ("eml", &["message/rfc822"]),
    ("msg", &["application/vnd.ms-outlook"]),
    ("mbox", &["application/mbox"]),
    ("pst", &["application/vnd.ms-outlook-pst"]),
    ("zip", &["application/zip"]),
    ("image", &["image/*"]),
    ("text", &["text/*"]),
    (
        "archive",
        &[
            "application/zip",
            "application/x-tar",
            "application/gzip",
            "application/x-7z-compressed",
            "application/x-bzip2",
            "application/x-xz",
            "application/vnd.rar",
        ],
    ),
];

impl Filter {
    pub fn new(field: Field, value: Value) -> Filter {
        Filter { field, value }
    }

    /// Whether a field is a condition rather than words to find.
    pub fn is_filter(field: Field) -> bool {
        matches!(
            field,
            Field::Type
                | Field::Lang
                | Field::Path
                | Field::Date
                | Field::Page
                | Field::Part
                | Field::Tag
                | Field::Source
                | Field::Hash
        )
    }

    /// Whether it is about single units, so that words beside it must stand in those units.
    pub fn on_units(&self) -> bool {
        matches!(self.field, Field::Page | Field::Part | Field::Date)
    }

    fn plain(&self) -> &str {
        match &self.value {
            Value::Plain(text) => text,
            _ => "",
        }
    }

    /// The documents for which it holds.
    pub fn documents(&self, snapshot: &Snapshot) -> Result<Bits, Error> {
        if matches!(self.field, Field::Date | Field::Page) {
            let mut documents = Bits::new(snapshot.room);
            self.each_entry(snapshot, |segment, entry| {
                documents.insert(snapshot.segments[segment].document.get_val(entry) as u32);
            })?;
            return Ok(documents);
        }
        let (field, terms) = self.terms(snapshot)?;
        snapshot.documents_with(field, &terms)
    }

    /// The entries of the index for which it holds (entries of units, and records).
    pub fn entries(&self, snapshot: &Snapshot) -> Result<Bits, Error> {
        let mut entries = Bits::new(snapshot.entries);
        match self.field {
            Field::Date | Field::Page => {
                self.each_entry(snapshot, |segment, entry| entries.insert(snapshot.segments[segment].base + entry))?;
            }
            Field::Part => {
                let (field, terms) = self.terms(snapshot)?;
                for segment in &snapshot.segments {
                    for term in &terms {
                        segment.each(field, term, |entry| entries.insert(segment.base + entry))?;
                    }
                }
            }
            _ => {
                let documents = self.documents(snapshot)?;
                for segment in &snapshot.segments {
                    for entry in segment.entries() {
                        if documents.contains(segment.document.get_val(entry) as u32) {
                            entries.insert(segment.base + entry);
                        }
                    }
                }
            }
        }
        Ok(entries)
    }

    /// The documents of which the index does not know whether it holds: without a date, without a language.
    pub fn unknown(&self, snapshot: &Snapshot) -> Result<Bits, Error> {
        let mut known = Bits::new(snapshot.room);
        match self.field {
            Field::Date => {
                for segment in &snapshot.segments {
                    for entry in segment.entries() {
                        if segment.date.first(entry).is_some() {
                            known.insert(segment.document.get_val(entry) as u32);
                        }
                    }
                }
            }
            Field::Lang => {
                known =
                    snapshot.documents_with(snapshot.fields.language, &snapshot.accepted(snapshot.fields.language, |_| true)?)?
            }
            Field::Page | Field::Part => {}
            _ => return Ok(Bits::new(snapshot.room)),
        }
        Ok(snapshot.documents().without(&known))
    }

    fn each_entry(&self, snapshot: &Snapshot, mut visit: impl FnMut(usize, u32)) -> Result<(), Error> {
        let Value::Range(from, to) = &self.value else { return Ok(()) };
        for (number, segment) in snapshot.segments.iter().enumerate() {
            if self.field == Field::Date {
                let first = from.as_deref().and_then(time::span).map_or(i64::MIN, |s| s.0);
                let last = to.as_deref().and_then(time::span).map_or(i64::MAX, |s| s.1);
                for entry in segment.entries() {
                    if segment.date.first(entry).is_some_and(|date| (first..=last).contains(&date)) {
                        visit(number, entry);
                    }
                }
            } else {
                let first = from.as_deref().and_then(|n| n.parse().ok()).unwrap_or(0);
                let last = to.as_deref().and_then(|n| n.parse().ok()).unwrap_or(u64::MAX);
                for entry in segment.entries() {
                    if segment.page.first(entry).is_some_and(|page| (first..=last).contains(&page)) {
                        visit(number, entry);
                    }
                }
            }
        }
        Ok(())
    }

    fn terms(&self, snapshot: &Snapshot) -> Result<(tantivy::schema::Field, Vec<Vec<u8>>), Error> {
        let fields = snapshot.fields;
        let asked = self.plain();
        let lower = asked.to_lowercase();
        Ok(match self.field {
            Field::Type => {
                let known = TYPES.iter().find(|(name, _)| *name == lower).map(|(_, types)| *types);
                let holds = |media: &str| {
                    let media = media.to_lowercase();
                    let one = |wanted: &str| match wanted.strip_suffix('*') {
                        Some(start) => media.starts_with(start),
                        None => media == wanted,
                    };
                    match known {
                        Some(types) => types.iter().any(|t| one(t)),
                        None => one(&lower) || (!lower.contains('/') && media.contains(&lower)),
                    }
                };
                (fields.kind, snapshot.accepted(fields.kind, holds)?)
            }
            Field::Lang => {
                let wanted = language_group(&lower);
                let holds = |tag: &str| {
                    let tag = language_group(&tag.to_lowercase());
                    tag == wanted || (!wanted.contains('-') && tag.split('-').next() == Some(wanted.as_str()))
                };
                (fields.language, snapshot.accepted(fields.language, holds)?)
            }
            Field::Path => (fields.path, snapshot.accepted(fields.path, path_condition(asked)?)?),
            Field::Source => (fields.source, snapshot.accepted(fields.source, path_condition(asked)?)?),
            Field::Tag => (fields.tag, snapshot.accepted(fields.tag, |tag| tag.to_lowercase() == lower)?),
            Field::Part => (fields.part, vec![lower.into_bytes()]),
            Field::Hash => (fields.hash, snapshot.accepted(fields.hash, |hash| hash.starts_with(&lower))?),
            _ => (fields.kind, Vec::new()),
        })
    }
}

/// Bosnian, Croatian, Montenegrin and Serbian are one group here, parted by script alone: `sr-Cyrl` asks for `hbs-cyrl`.
fn language_group(tag: &str) -> String {
    let (language, rest) = tag.split_once('-').map_or((tag, None), |(language, rest)| (language, Some(rest)));
    let language = match language {
        "sr" | "hr" | "bs" | "cnr" | "sh" | "me" => "hbs",
        other => other,
    };
    rest.map_or_else(|| language.to_owned(), |rest| format!("{language}-{rest}"))
}

/// A glob (`*.eml`, `mail/**`) fits the whole path or its end; without `*` and `?` it is any part of the path. Case aside.
pub(super) fn path_condition(asked: &str) -> Result<impl Fn(&str) -> bool, Error> {
    let lower = asked.to_lowercase();
    let glob = if asked.contains(['*', '?', '[']) {
        let build = |pattern: &str| {
            GlobBuilder::new(pattern)
                .case_insensitive(true)
                .literal_separator(false)
                .backslash_escape(true)
                .build()
                .map(|glob| glob.compile_matcher())
                .map_err(|e| Error::Pattern(format!("the path pattern `{asked}` cannot be used: {e}")))
        };
        Some((build(asked)?, build(&format!("**/{asked}"))?))
    } else {
        None
    };
    Ok(move |path: &str| match &glob {
        Some((whole, end)) => whole.is_match(path) || end.is_match(path),
        None => path.to_lowercase().contains(&lower),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_by_part_by_end_and_by_whole() {
        for (asked, yes, no) in [
            ("mail", "/case/Mail/a.eml", "/case/chat/a.txt"),
            ("*.eml", "/case/mail/a.eml", "/case/mail/a.eml!/b.pdf"),
            ("mail/**", "/case/mail/x/a.pdf", "/case/email/x/a.pdf"),
            ("**/b.pdf", "/case/a.zip!/b.pdf", "/case/ab.pdf.txt"),
        ] {
            let holds = path_condition(asked).unwrap();
            assert!(holds(yes), "{asked} {yes}");
            assert!(!holds(no), "{asked} {no}");
        }
        assert!(path_condition("a[").is_err());
    }

    #[test]
    fn a_nation_s_language_asks_for_its_group() {
        assert_eq!(language_group("sr-cyrl"), "hbs-cyrl");
        assert_eq!(language_group("hr"), "hbs");
        assert_eq!(language_group("sq"), "sq");
    }
}
