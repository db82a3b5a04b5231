//! The one table of formats. Every reader declares its row beside its code; this file lists them.
//! `docs/formats.md` is written from this table (`UPDATE_DOCS=1 cargo test formats`).

use super::{Failure, Input, Options, Sink};

/// A reader: takes the whole file, hands what it finds to the sink.
pub type Reader = fn(&Input, &Options, &mut dyn Sink) -> Result<(), Failure>;

/// What the program knows about a format and says about it in its documentation.
pub struct Format {
    /// Short name, as the sniffer uses it ("pdf").
    pub id: &'static str,
    /// Name for people ("PDF").
    pub name: &'static str,
    /// Media type that goes into the record.
    pub media_type: &'static str,
    /// Usual extensions, the first one first. A hint for text formats, otherwise only to notice a lying name.
    pub extensions: &'static [&'static str],
    /// Name and version of the engine that reads it.
    pub engine: &'static str,
    pub read: Reader,
    /// What is read, for the documentation.
    pub reads: &'static str,
    /// What is not read, for the documentation; empty when nothing is left out.
    pub leaves: &'static str,
    /// Kind of locator a citation gets.
    pub locator: &'static str,
    /// Limits of its own, beyond the worker's time, memory and output limits.
    pub limits: &'static str,
}

/// Readers of our own are versioned with the program.
pub const OWN: &str = concat!("rogatory ", env!("CARGO_PKG_VERSION"));

/// Every format with a reader, in the order of the documentation.
pub static FORMATS: &[&Format] = &[
    &super::text::TEXT,
    &super::text::LOG,
    &super::csv::CSV,
    &super::csv::TSV,
    &super::pdf::PDF,
    &super::html::HTML,
    &super::xml::XML,
    &super::json::JSON,
    &super::json::NDJSON,
    &super::vobject::CALENDAR,
    &super::vobject::CARD,
    &super::mail::EML,
    &super::mail::MBOX,
    &super::archive::ZIP,
    &super::archive::TAR,
    &super::archive::SEVENZ,
    &super::archive::RAR,
    &super::archive::GZ,
    &super::archive::BZ2,
    &super::archive::XZ,
    &super::archive::ZST,
    &super::archive::pieces::PIECE,
    &super::signed::P7M,
    &super::signed::asic::ASIC,
    &super::signed::certificate::CERTIFICATE,
    &super::docx::DOCX,
    &super::rtf::RTF,
    &super::word97::DOC,
    &super::spreadsheet::xlsx::XLSX,
    &super::spreadsheet::xls::XLS,
    &super::spreadsheet::xlsb::XLSB,
    &super::slides::pptx::PPTX,
    &super::slides::ppt::PPT,
    &super::odt::ODT,
    &super::spreadsheet::ods::ODS,
    &super::slides::odp::ODP,
    &super::epub::EPUB,
    &super::msg::MSG,
    &super::pst::PST,
    &super::tnef::TNEF,
    &super::compound::CFB,
    &super::metafile::EMF,
    &super::metafile::WMF,
    &super::chat::whatsapp::CHAT,
    &super::chat::signal::SIGNAL,
    &super::chat::telegram::JSON,
    &super::chat::telegram::HTML,
    &super::chat::cellebrite::REPORT,
    &super::chat::ufdr::UFDR,
    &super::chat::phone_xml::PHONE_XML,
    &super::chat::records::RECORDS,
    &super::sqlite::SQLITE,
    &super::places::GPX,
    &super::places::KML,
    &super::picture::JPEG,
    &super::picture::PNG,
    &super::picture::TIFF,
    &super::picture::WEBP,
    &super::picture::BMP,
    &super::picture::GIF,
    &super::picture::HEIC,
];

/// The row of this format, if there is a reader.
pub fn by_id(id: &str) -> Option<&'static Format> {
    FORMATS.iter().copied().find(|format| format.id == id)
}

/// `docs/formats.md`, whole.
pub fn markdown() -> String {
    let mut out = String::from(
        "# What is read, and how\n\n\
         Written from the table in `src/extract/formats.rs`; do not edit. Every format goes through the same worker process with\n\
         limits on time, memory and output. What cannot be read is recorded with a reason code and appears in every coverage statement.\n\
         The content decides about the format, the extension only between kinds of plain text.\n\n\
         What became of real files, format by format: [formats-result.md](formats-result.md). How well PDF is read: [reading-pdf.md](reading-pdf.md).\n\n",
    );
    for format in FORMATS {
        let extensions: Vec<String> = format.extensions.iter().map(|e| format!(".{e}")).collect();
        out.push_str(&format!("## {}\n\n", format.name));
        let mut line = |label: &str, text: &str| {
            if !text.is_empty() {
                out.push_str(&format!("- {label}: {text}\n"));
            }
        };
        line("media type", format.media_type);
        line("extensions", &extensions.join(", "));
        line("engine", format.engine);
        line("read", format.reads);
        line("not read", format.leaves);
        line("cited by", format.locator);
        line("limits", format.limits);
        out.push('\n');
    }
    out
}

/// The name for people of a media type in the record; the media type itself where no reader claims it.
pub fn name_of(media_type: &str) -> &str {
    match media_type {
        "application/x-empty" => "empty file",
        "application/octet-stream" => "unknown binary data",
        _ => FORMATS.iter().find(|format| format.media_type == media_type).map_or(media_type, |format| format.name),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn ids_are_unique_and_rows_are_filled() {
        let ids: BTreeSet<_> = FORMATS.iter().map(|f| f.id).collect();
        assert_eq!(ids.len(), FORMATS.len());
        for format in FORMATS {
            assert!(!format.reads.is_empty() && !format.locator.is_empty() && !format.engine.is_empty(), "{}", format.id);
            assert!(format.media_type.contains('/'), "{}", format.id);
        }
    }

    /// The page in `docs/` is the table. Run with `UPDATE_DOCS=1` to write it anew.
    #[test]
    fn the_documentation_is_the_table() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, markdown()).unwrap();
        }
        let written = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(written == markdown(), "docs/formats.md is not what the table says: run UPDATE_DOCS=1 cargo test formats");
    }
}
