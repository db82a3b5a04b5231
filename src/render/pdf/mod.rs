//! PDF/A-2a through typst: tagged, fonts embedded, every time from the document's own date.
//!
//! Words reach the template as JSON strings and are set as text; nothing is pasted into markup.
//! Libertinus Serif has all Latin and Cyrillic letters with Serbian and Macedonian local forms, but its bold italic lacks
//! ђ ћ љ њ џ: that face is left out, so bold italic is set in semibold italic. Letters of other scripts (a name in Arabic or
//! Greek) come from DejaVu Sans, loaded only then; a letter nobody has is printed as its code point, "[U+1F600]".

mod world;

use std::fmt;

use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::model::{Date, Document};
use super::{numbering, walk};
use world::{Fonts, Memory};

/// Why a PDF could not be made.
#[derive(Debug)]
pub struct PdfError(String);

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the PDF could not be set: {}", self.0)
    }
}

impl std::error::Error for PdfError {}

/// The document as PDF/A-2a.
///
/// # Errors
/// If the layout does not settle or the result would not conform to PDF/A.
pub fn to_pdf(document: &Document) -> Result<Vec<u8>, PdfError> {
    let mut document = numbering::resolve(document);
    // PDF/A demands a creation date and the clock would make every run differ: an undated document says 1970-01-01.
    document.meta.date.get_or_insert(Date { year: 1970, month: 1, day: 1 });
    let fonts = prepare_letters(&mut document);
    each_text(&mut document, &mut break_long_words);
    let mut data = serde_json::to_value(&document).map_err(|e| PdfError(e.to_string()))?;
    data["fonts"] = serde_json::json!(fonts.families());
    let world = Memory::new(fonts, data.to_string());
    let set = typst::compile::<PagedDocument>(&world).output.map_err(|errors| PdfError(messages(&errors)))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a]).map_err(|e| PdfError(e.message().to_string()))?;
    let options =
        PdfOptions { creator: typst::foundations::Smart::Custom(Some("rogatory".into())), standards, ..PdfOptions::default() };
    let pdf = typst_pdf::pdf(&set, &options).map_err(|errors| PdfError(messages(&errors)))?;
    // The layout cache is of no use to the next document and would only grow.
    typst::comemo::evict(0);
    Ok(pdf)
}

fn messages(errors: &[typst::diag::SourceDiagnostic]) -> String {
    let all: Vec<String> = errors.iter().map(|e| e.message.to_string()).collect();
    all.join("; ")
}

/// Choose the fonts the text needs and write letters that none of them has as code points.
fn prepare_letters(document: &mut Document) -> Fonts {
    let mut fonts = Fonts::latin_and_cyrillic();
    let mut foreign = false;
    each_text(document, &mut |text| foreign |= text.chars().any(|c| !fonts.has(c)));
    if foreign {
        fonts.add_other_scripts();
        each_text(document, &mut |text| {
            if text.chars().any(|c| !fonts.has(c)) {
                *text =
                    text.chars().map(|c| if fonts.has(c) { c.to_string() } else { format!("[U+{:04X}]", c as u32) }).collect();
            }
        });
    }
    fonts
}

/// A digest or an address has no place to break and would run out of its column: a zero-width space after every eighth letter gives it some.
fn break_long_words(text: &mut String) {
    if text.split([' ', '\n', '-', '\u{a0}']).all(|word| word.chars().count() <= LONGEST_WORD) {
        return;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for piece in text.split_inclusive([' ', '\n', '-', '\u{a0}']) {
        if piece.chars().count() <= LONGEST_WORD {
            out.push_str(piece);
            continue;
        }
        for (index, c) in piece.chars().enumerate() {
            if index > 0 && index % 8 == 0 && c.is_alphanumeric() {
                out.push('\u{200b}');
            }
            out.push(c);
        }
    }
    *text = out;
}

/// The longest German compound we let stand whole; a narrow column holds it.
const LONGEST_WORD: usize = 36;

/// Visit every text of the document.
fn each_text(document: &mut Document, visit: &mut dyn FnMut(&mut String)) {
    document.header.pages.iter_mut().chain(&mut document.footer.pages).for_each(&mut *visit);
    document.watermark.iter_mut().for_each(|w| visit(&mut w.text));
    walk::each_run_mut(document, &mut |run| visit(&mut run.text));
}

#[cfg(test)]
mod tests;
