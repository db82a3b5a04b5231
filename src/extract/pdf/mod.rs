//! PDF: text page by page, form fields and annotations, metadata, page labels, embedded files.
//!
//! hayro reads first; its glyphs are put together by our own joiner. Where the file does not tell what its glyphs mean, the
//! page is marked, and pdf-extract is asked for a second opinion after everything else is safely handed on.
//! Not for: OCR and pictures of pages; such pages are named in a gap and read elsewhere.

mod annotations;
mod bidi;
mod catalog;
mod cover;
mod embedded;
mod glyphs;
pub mod joiner;
mod labels;
pub mod render;
mod second;
mod strings;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent, TransformExt, interpret_page};
use hayro_syntax::object::Dict;
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use kurbo::Rect;

use super::formats::Format;
use super::paragraphs;
use super::{Failure, Gap, Input, Locator, Options, Part, Reason, Sink, Stopped, Unit};
use glyphs::{Ended, Surface};

/// Portable Document Format.
pub const PDF: Format = Format {
    id: "pdf",
    name: "PDF",
    media_type: "application/pdf",
    extensions: &["pdf"],
    engine: ENGINE,
    read,
    reads: "text of every page in order of drawing, turned and vertical text, Arabic and Persian in order of reading, invisible OCR layers, \
            form fields, annotations and link targets, document information, page labels, embedded files and XFA forms (as members); \
            damaged files by searching their objects; protected files with a password",
    leaves: "text drawn as shapes or pictures (a page of them, or one of which pictures without text on them cover a quarter, is marked `not_ocred` and recognised), layers that are switched off, scripts",
    locator: "page, with its printed label where it has one",
    limits: "per page 3,000,000 drawing operations and 1,500,000 characters",
};

pub(crate) const ENGINE: &str = "hayro 0.9.0";

/// A page with at least this share of unexplained glyphs is marked.
const UNKNOWN_SHARE: f64 = 0.3;
/// As many filled curves without a glyph are text turned into outlines, or a drawing.
const OUTLINES: u64 = 60;
/// One page in one unit, up to this many bytes.
const PAGE_BYTES: usize = 1 << 20;

/// Open a PDF with the passwords at hand, the empty one first. Also for whoever renders its pages.
pub(crate) fn open(bytes: &[u8], options: &Options) -> Result<Pdf, Failure> {
    // Leading rubbish (mail headers, blank lines) shifts every offset in the file; the reader expects them from the header on.
    let start = super::sniff::find(bytes.get(..1024.min(bytes.len())).unwrap_or(bytes), b"%PDF-").unwrap_or(0);
    let data = std::sync::Arc::new(bytes.get(start..).unwrap_or(bytes).to_vec());
    let mut outcome = Pdf::new(data.clone());
    for password in &options.passwords {
        if !matches!(outcome, Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected))) {
            break;
        }
        outcome = Pdf::new_with_password(data.clone(), password);
    }
    if matches!(outcome, Err(LoadPdfError::Invalid)) && start > 0 {
        outcome = Pdf::new(bytes.to_vec());
    }
    outcome.map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) if options.passwords.is_empty() => {
            Failure::because(Reason::Encrypted, "the PDF is protected with a password")
        }
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            Failure::because(Reason::Encrypted, "the PDF is protected with a password, and none of the given ones opens it")
        }
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => {
            Failure::because(Reason::Encrypted, "the PDF is encrypted with a method this program does not know")
        }
        LoadPdfError::Decryption(_) => Failure::because(Reason::Corrupt, "the encryption of the PDF is damaged"),
        LoadPdfError::Invalid if super::sniff::find(bytes, b"/Encrypt").is_some() => {
            Failure::because(Reason::Encrypted, "the PDF is encrypted, and damaged so that no password can open it")
        }
        LoadPdfError::Invalid => Failure::because(Reason::Corrupt, "no pages were found in this PDF; its structure is damaged"),
    })
}

fn read(input: &Input, options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let pdf = open(input.bytes, options)?;
    let catalog = catalog::of(&pdf);
    sink.meta(catalog::meta(&pdf, catalog.as_ref()))?;
    let pages = pdf.pages();
    sink.announce_units(pages.len() as u64)?;
    let announced = catalog.as_ref().and_then(|c| c.get::<Dict<'_>>("Pages")).and_then(|tree| tree.get::<i64>("Count"));
    if pages.is_empty() {
        sink.gap(Gap::new(Reason::Corrupt, "the PDF has no page"))?;
    } else if let Some(count) = announced.filter(|count| *count > pages.len() as i64) {
        sink.gap(Gap::new(Reason::Corrupt, format!("the PDF announces {count} pages, but only {} were found", pages.len())))?;
    }
    let labels = labels::of(catalog.as_ref(), pages.len());
    let cache = InterpreterCache::new();
    let mut poor = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let locator = Locator::Page { number: index as u32 + 1, printed: labels.get(index).cloned().flatten() };
        let seen = one_page(&pdf, page, &cache, &locator, sink)?;
        if seen == Seen::Poor {
            poor.push(locator.clone());
        }
        annotations::read(&pdf, page, &cache, &locator, sink)?;
        sink.progress()?;
    }
    if let Some(catalog) = &catalog {
        embedded::members(catalog, sink)?;
    }
    if truncated(input.bytes) {
        sink.gap(Gap::new(Reason::Truncated, "the end of the file is missing; what could be found was read"))?;
    }
    if !poor.is_empty() && !second::read(input.bytes, &poor, sink)? {
        sink.progress()?;
    }
    Ok(())
}

/// Whether hayro's text of a page can be relied on.
#[derive(PartialEq)]
enum Seen {
    Good,
    /// A second engine may know more.
    Poor,
}

fn one_page<'a>(
    pdf: &'a Pdf,
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    locator: &Locator,
    sink: &mut dyn Sink,
) -> Result<Seen, Stopped> {
    let (width, height) = page.render_dimensions();
    let mut surface = Surface::new(sink, f64::from(width), f64::from(height));
    let outcome = draw(pdf, page, cache, RenderContent::PAGE, &mut surface);
    let Surface { joiner, glyphs, unknown, shapes, images, cover, .. } = surface;
    let text = joiner.text();
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count() as u64;
    emit(locator, Part::Body, &text, ENGINE, sink)?;
    match outcome {
        Ok(()) | Err(Ended::Broken) => {}
        Err(Ended::Stopped(stopped)) => return Err(stopped),
        Err(Ended::TooMuch) => {
            let detail = "the page draws without end; it was read up to the limit";
            sink.gap(Gap::at(Reason::SizeLimit, locator.clone(), detail))?;
        }
    }
    if matches!(outcome, Err(Ended::Broken)) {
        sink.gap(Gap::at(Reason::Crashed, locator.clone(), "the reader broke off on this page; what came before was kept"))?;
        return Ok(Seen::Poor);
    }
    if page.raw().contains_key("Contents") && page.page_stream().is_none() {
        sink.gap(Gap::at(Reason::Corrupt, locator.clone(), "the content of the page cannot be decoded"))?;
        return Ok(Seen::Poor);
    }
    let doubtful = glyphs > 0 && unknown as f64 > glyphs as f64 * UNKNOWN_SHARE;
    if doubtful {
        let share = unknown * 100 / glyphs.max(1);
        let detail = format!("{share} % of the characters have no known meaning in the file; the text is a guess");
        sink.gap(Gap::at(Reason::TextUnreliable, locator.clone(), detail))?;
        return Ok(Seen::Poor);
    }
    if letters == 0 && images > 0 {
        sink.gap(Gap::at(Reason::NotOcred, locator.clone(), "the page is a picture"))?;
    } else if let Some(unread) = cover.unread() {
        let detail = match unread.letters {
            0 => format!("pictures cover {} % of the page, without text on them", unread.percent),
            n => format!("pictures cover {} % of the page, with only {n} characters of text on them", unread.percent),
        };
        sink.gap(Gap::at(Reason::NotOcred, locator.clone(), detail))?;
    } else if letters == 0 && shapes > OUTLINES {
        sink.gap(Gap::at(Reason::NotOcred, locator.clone(), "the page is drawn, not written"))?;
    } else if letters == 0
        && images == 0
        && !page.resources().fonts.is_empty()
        && page.page_stream().is_some_and(|s| s.len() > 64)
    {
        return Ok(Seen::Poor);
    }
    Ok(Seen::Good)
}

/// Let the interpreter draw one part of a page onto the surface. A panic inside of it costs the rest of the page only.
fn draw<'a>(
    pdf: &'a Pdf,
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    content: RenderContent,
    surface: &mut Surface<'_>,
) -> Result<(), Ended> {
    let (width, height) = page.render_dimensions();
    let settings = InterpreterSettings { render_content: content, ..InterpreterSettings::default() };
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(page.initial_transform(true).to_kurbo(), bounds, cache, pdf.xref(), settings);
        interpret_page(page, &mut context, surface);
    }));
    match outcome {
        Ok(()) => Ok(()),
        Err(cause) => match cause.downcast::<Ended>() {
            Ok(ended) => Err(*ended),
            // hayro has never panicked on the files it was measured with; if it does, it costs this page.
            Err(_) => Err(Ended::Broken),
        },
    }
}

/// One unit a page; a page of absurd length becomes several units with the same locator.
fn emit(locator: &Locator, part: Part, text: &str, engine: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
    let mut rest = text;
    while !rest.trim().is_empty() {
        let (piece, after) = paragraphs::split(rest, PAGE_BYTES);
        rest = after;
        sink.unit(Unit {
            locator: locator.clone(),
            part,
            text: piece.to_owned(),
            engine: engine.to_owned(),
            confidence: None,
            entry: None,
        })?;
    }
    Ok(())
}

/// A whole PDF ends with "%%EOF", give or take what mail programs append.
fn truncated(bytes: &[u8]) -> bool {
    let tail = bytes.get(bytes.len().saturating_sub(64 * 1024)..).unwrap_or(bytes);
    super::sniff::find(tail, b"%%EOF").is_none() && super::sniff::find(tail, b"startxref").is_none()
}

#[cfg(test)]
mod tests;
