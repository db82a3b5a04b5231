//! DOC (Word 6 to 2003): body, notes, comments, headers, text boxes; deleted and hidden text labelled as such, printed list numbers computed.
//! Our own walk reads Word 97 and later; `office_oxide` is the cross-check, and reads what is older or damaged.

mod bytes;
mod characters;
mod formatting;
mod head;
mod lists;
mod notes;
mod own;
mod story;

use std::io::Cursor;

use office_oxide::Document;
use office_oxide::doc::{DocDocument, SubDocumentKind};
use office_oxide::options::ParseOptions;

use super::formats::Format;
use super::prose::Prose;
use super::spreadsheet::xls::summary_meta;
use super::{Failure, Gap, Input, Options, Part, Reason, Sink, compound, guarded};

/// Name and version as units carry it.
pub(crate) const ENGINE: &str = "office_oxide 0.1.16";
const OWN: &str = concat!("rogatory-doc ", env!("CARGO_PKG_VERSION"));

/// The row of the table of formats.
pub(crate) static DOC: Format = Format {
    id: "doc",
    name: "Word 6–2003",
    media_type: "application/msword",
    extensions: &["doc", "dot"],
    engine: "our own, checked against office_oxide 0.1.16",
    read,
    reads: "body with the numbers Word prints before paragraphs, text boxes, foot- and endnotes, comments, headers and footers; deleted and hidden text labelled; pictures and embedded files as members; our own walk comes first because the library tells neither where notes and comments are hung up nor the printed numbers, and keeps headers and footers as one; where the library finds more text, or the file is older or damaged, its text is taken",
    leaves: "bullets, list numbers in files older than Word 97, which page a line is on",
    locator: "paragraph",
    limits: "files that only the library reads (before Word 97, or damaged): deleted and hidden text up to 64 MiB, beyond that `size_limit`",
};

/// Our own walk is trusted as long as it finds about as much as the library.
const ENOUGH: f64 = 0.98;

/// Read a DOC file: by our own walk where it reads as much as the library, otherwise by the library.
pub(crate) fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format("application/msword", ENGINE)?;
    let bytes = input.bytes;
    let walked = guarded::parse(|| Ok(own::read(bytes))).ok().flatten();
    let document = match guarded::parse(|| DocDocument::from_reader(Cursor::new(bytes)).map_err(|error| error.to_string())) {
        Ok(document) => document,
        Err(Failure::Unreadable(gap)) if gap.reason != Reason::Encrypted => {
            let Some(walked) = walked.filter(|walked| walked.size() > 0) else { return Err(Failure::Unreadable(gap)) };
            sink.format("application/msword", OWN)?;
            sink.gap(Gap {
                detail: format!("{}; the text was read by the simple reader, pictures were not", gap.detail),
                ..gap
            })?;
            walked.tell(&mut Prose::new(OWN), sink)?;
            compound::embedded_files(bytes, sink)?;
            return Ok(());
        }
        Err(failure) => return Err(failure),
    };
    sink.meta(summary_meta(document.summary_properties()))?;
    let theirs: usize = own::letters(document.plain_text_ref())
        + document.subdocuments().iter().map(|sub| own::letters(&sub.text)).sum::<usize>();
    match walked.filter(|walked| walked.size() as f64 >= ENOUGH * theirs as f64) {
        Some(walked) => {
            sink.format("application/msword", OWN)?;
            walked.tell(&mut Prose::new(OWN), sink)?;
        }
        None => by_library(&document, bytes, sink)?,
    }
    if !document.text_complete() {
        sink.gap(Gap::new(Reason::Corrupt, "the document's own table of pieces has holes; text is missing"))?;
    }
    for warning in document.warnings() {
        sink.gap(Gap::new(Reason::Corrupt, format!("damaged: {warning}")))?;
    }
    for image in document.images() {
        let name = format!("picture-{}.{}", image.index + 1, image.format.extension());
        sink.member(&name, &mut image.data.as_slice())?;
    }
    compound::embedded_files(bytes, sink)?;
    Ok(())
}

/// The text as the library reads it: older and damaged files. Headers and footers are one there, notes stand at the end.
fn by_library(document: &DocDocument, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Failure> {
    let shown = document.plain_text_ref();
    let deleted = extra(bytes, shown, false, true);
    let hidden = extra(bytes, shown, true, false);
    if bytes.len() > LARGEST_COMPARED {
        let detail = format!(
            "the file is larger than {} MiB and was read by the library alone: deleted and hidden text in it was not looked for",
            LARGEST_COMPARED >> 20
        );
        sink.gap(Gap::new(Reason::SizeLimit, detail))?;
    }
    let mut prose = Prose::new(ENGINE);
    for (index, line) in shown.lines().enumerate() {
        prose.paragraph(line, sink)?;
        for (part, extra) in [(Part::Deleted, &deleted), (Part::Hidden, &hidden)] {
            for (_, text) in extra.iter().filter(|(at, _)| *at == index) {
                prose.aside(part, text, sink)?;
            }
        }
        if index % 1000 == 0 {
            sink.progress()?;
        }
    }
    let lines = shown.lines().count();
    for (part, extra) in [(Part::Deleted, &deleted), (Part::Hidden, &hidden)] {
        for (_, text) in extra.iter().filter(|(at, _)| *at >= lines) {
            prose.aside(part, text, sink)?;
        }
    }
    for sub in document.subdocuments() {
        let part = match sub.kind {
            SubDocumentKind::Footnotes | SubDocumentKind::Endnotes => Part::Footnote,
            SubDocumentKind::HeadersFooters | SubDocumentKind::HeaderTextBoxes => Part::Header,
            SubDocumentKind::Comments => Part::Comment,
            SubDocumentKind::TextBoxes => {
                // A text box is read like the page it stands on.
                for line in sub.text.lines() {
                    prose.paragraph(line, sink)?;
                }
                continue;
            }
        };
        prose.aside(part, &sub.text, sink)?;
    }
    prose.flush(sink)?;
    Ok(())
}

/// Larger files are read once: the comparison costs a second reading.
const LARGEST_COMPARED: usize = if cfg!(test) { 1 << 20 } else { 64 << 20 };

/// Text that a reading with hidden or deleted text has beyond the text as shown, by line of the shown text.
fn extra(bytes: &[u8], shown: &str, hidden: bool, deleted: bool) -> Vec<(usize, String)> {
    if bytes.len() > LARGEST_COMPARED {
        return Vec::new();
    }
    let owned = bytes.to_vec();
    let whole = guarded::parse(move || {
        let mut options = ParseOptions::default();
        options.include_hidden_text = hidden;
        options.include_deleted_text = deleted;
        let document = Document::from_reader_with(Cursor::new(owned), office_oxide::DocumentFormat::Doc, &options)
            .map_err(|error| error.to_string())?;
        Ok(document.as_doc().map(|doc| doc.plain_text_ref().to_owned()).unwrap_or_default())
    });
    match whole {
        Ok(whole) if whole != shown => added(shown, &whole),
        _ => Vec::new(),
    }
}

/// What `whole` has and `shown` lacks.
fn added(shown: &str, whole: &str) -> Vec<(usize, String)> {
    let diff = similar::TextDiff::configure().timeout(std::time::Duration::from_secs(5)).diff_unicode_words(shown, whole);
    let mut line = 0;
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for change in diff.iter_all_changes() {
        match change.tag() {
            similar::ChangeTag::Insert => {
                match found.last_mut().filter(|_| open) {
                    Some((_, text)) => text.push_str(change.value()),
                    None => found.push((line, change.value().to_owned())),
                }
                open = true;
            }
            similar::ChangeTag::Equal | similar::ChangeTag::Delete => {
                line += change.value().matches('\n').count();
                open = false;
            }
        }
    }
    found.retain(|(_, text)| !text.trim().is_empty());
    found
}

#[cfg(test)]
mod tests;
