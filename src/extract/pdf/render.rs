//! Pages of a PDF as pictures, for text recognition. Runs in the same confined process as the readers; the pictures leave as members.
//!
//! Not for: showing pages to people (colours are dropped).

use std::sync::Arc;

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use serde::{Deserialize, Serialize};

use crate::extract::{Failure, Gap, Input, Locator, Options, Reason, Sink};

/// Which pages to render, and how finely.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Page numbers from 1; empty means all.
    pub pages: Vec<u32>,
    /// 300 is what recognition likes best.
    pub dpi: u32,
}

/// No side of a picture is longer, in pixels: an A0 plan at 300 dpi is read at less.
const LONGEST_SIDE: f32 = 10_000.0;
/// No picture has more pixels.
const MOST_PIXELS: f32 = 40_000_000.0;

/// Render the wanted pages and hand each on as a member "page-7.png" (grey, 8 bit). A page that cannot be rendered is a gap.
pub(crate) fn pages(input: &Input, options: &Options, wanted: &Wanted, sink: &mut dyn Sink) -> Result<(), Failure> {
    let pdf = open(input.bytes, &options.passwords)?;
    let count = u32::try_from(pdf.pages().len()).unwrap_or(u32::MAX);
    sink.announce_units(u64::from(count))?;
    let numbers: Vec<u32> = if wanted.pages.is_empty() { (1..=count).collect() } else { wanted.pages.clone() };
    for number in numbers {
        match picture(&pdf, number, wanted.dpi) {
            Ok(png) => sink.member(&format!("page-{number}.png"), &mut png.as_slice())?,
            Err(gap) => sink.gap(gap)?,
        }
        sink.progress()?;
    }
    Ok(())
}

/// One page as a PNG.
///
/// Errors: `encrypted` or `corrupt` for the file, `ocr_failed` for a page that does not exist or cannot be drawn.
pub fn render_page(bytes: &[u8], passwords: &[String], number: u32, dpi: u32) -> Result<Vec<u8>, Gap> {
    let pdf = open(bytes, passwords).map_err(|failure| match failure {
        Failure::Unreadable(gap) => gap,
        Failure::Stopped(_) => Gap::new(Reason::OcrFailed, "stopped"),
    })?;
    picture(&pdf, number, dpi)
}

fn open(bytes: &[u8], passwords: &[String]) -> Result<Pdf, Failure> {
    let data: Arc<Vec<u8>> = Arc::new(bytes.to_vec());
    let mut outcome = Pdf::new(data.clone());
    for password in passwords {
        if !matches!(outcome, Err(LoadPdfError::Decryption(_))) {
            break;
        }
        outcome = Pdf::new_with_password(data.clone(), password);
    }
    outcome.map_err(|error| match error {
        LoadPdfError::Decryption(_) => Failure::because(Reason::Encrypted, "the PDF needs a password"),
        LoadPdfError::Invalid => Failure::because(Reason::Corrupt, "the PDF cannot be opened"),
    })
}

fn picture(pdf: &Pdf, number: u32, dpi: u32) -> Result<Vec<u8>, Gap> {
    let place = Locator::Page { number, printed: None };
    let failed = |detail: String| Gap::at(Reason::OcrFailed, place.clone(), detail);
    let page = number
        .checked_sub(1)
        .and_then(|index| pdf.pages().get(index as usize))
        .ok_or_else(|| failed(format!("there is no page {number}")))?;
    let (width, height) = page.render_dimensions();
    if !(width.is_finite() && height.is_finite() && width > 0.0 && height > 0.0) {
        return Err(failed("the page has no size".into()));
    }
    let wanted = dpi.clamp(50, 600) as f32 / 72.0;
    let scale = wanted.min(LONGEST_SIDE / width.max(height)).min((MOST_PIXELS / (width * height)).sqrt());
    if width * scale < 1.0 || height * scale < 1.0 {
        return Err(failed("the page is too narrow to be drawn".into()));
    }
    let settings = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: WHITE };
    let pixmap = render(page, &RenderCache::new(), &InterpreterSettings::default(), &RenderSettings::default(), &settings);
    // The background is opaque, so the premultiplied colours are the colours. Weights: ITU-R BT.601.
    let grey: Vec<u8> = pixmap
        .data()
        .iter()
        .map(|p| ((u32::from(p.r) * 299 + u32::from(p.g) * 587 + u32::from(p.b) * 114) / 1000) as u8)
        .collect();
    png(&grey, u32::from(pixmap.width()), u32::from(pixmap.height()), scale * 72.0)
        .map_err(|error| failed(format!("the page cannot be written as a picture: {error}")))
}

/// Grey pixels as a PNG that tells its resolution.
fn png(grey: &[u8], width: u32, height: u32, dpi: f32) -> Result<Vec<u8>, png::EncodingError> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let per_metre = (dpi / 0.0254).round() as u32;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: png::Unit::Meter }));
    encoder.write_header()?.write_image_data(grey)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page with a black square in the middle, in the fewest words PDF allows.
    fn square(media_box: &str) -> Vec<u8> {
        let content = "24 6 24 24 re f";
        format!(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
             3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{media_box}]/Contents 4 0 R>>endobj\n\
             4 0 obj<</Length {}>>stream\n{content}\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
            content.len()
        )
        .into_bytes()
    }

    fn decoded(png: &[u8]) -> (u32, u32, Vec<u8>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut pixels).unwrap();
        (info.width, info.height, pixels)
    }

    #[test]
    fn a_page_is_drawn_in_grey_at_the_wanted_resolution() {
        let png = render_page(&square("0 0 72 36"), &[], 1, 300).unwrap();
        let (width, height, pixels) = decoded(&png);
        assert_eq!((width, height), (300, 150));
        assert_eq!(pixels[0], 255);
        assert_eq!(pixels[75 * 300 + 150], 0);
    }

    #[test]
    fn an_absurd_page_costs_a_bounded_picture() {
        let png = render_page(&square("0 0 1000000 1000000"), &[], 1, 600).unwrap();
        let (width, height, _) = decoded(&png);
        assert!(f64::from(width) * f64::from(height) <= 41_000_000.0);
    }

    #[test]
    fn what_cannot_be_drawn_has_a_reason() {
        assert_eq!(render_page(&square("0 0 72 36"), &[], 2, 300).unwrap_err().reason, Reason::OcrFailed);
        assert_eq!(render_page(b"no pdf", &[], 1, 300).unwrap_err().reason, Reason::Corrupt);
    }
}
