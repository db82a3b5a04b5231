//! The drawing surface that collects glyphs instead of painting them.

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask};
use hayro_syntax::object::Dict;
use kurbo::{Affine, BezPath, PathEl, Point, Rect};

use super::cover::Cover;
use super::joiner::{Joiner, Placed};
use crate::extract::{Sink, Stopped};

/// Drawing operations on one page after which it is a bomb, not a page.
const OPERATIONS: u64 = if cfg!(test) { 100_000 } else { 3_000_000 };
/// Glyphs on one page after which the rest is left out, loudly.
const GLYPHS: u64 = 1_500_000;
/// Operations between two signs of life.
const BREATH: u64 = 20_000;

/// Why drawing was ended from inside.
pub enum Ended {
    /// The receiver hung up.
    Stopped(Stopped),
    /// The page draws without end.
    TooMuch,
    /// The interpreter broke off by itself.
    Broken,
}

/// What one page drew.
pub struct Surface<'s> {
    sink: &'s mut dyn Sink,
    pub joiner: Joiner,
    /// Glyphs that have a place on the page.
    pub glyphs: u64,
    /// Glyphs of which the file does not tell the character.
    pub unknown: u64,
    /// Filled shapes with curves, as text turned into outlines has.
    pub shapes: u64,
    pub images: u64,
    pub cover: Cover,
    operations: u64,
}

impl<'s> Surface<'s> {
    /// A surface for a page of this size in points.
    pub fn new(sink: &'s mut dyn Sink, width: f64, height: f64) -> Surface<'s> {
        Surface {
            sink,
            joiner: Joiner::default(),
            glyphs: 0,
            unknown: 0,
            shapes: 0,
            images: 0,
            cover: Cover::new(width, height),
            operations: 0,
        }
    }

    /// Count an operation; leave the interpreter by unwinding when there is no point in going on. The library offers no other way out.
    fn count(&mut self) {
        self.operations += 1;
        if self.operations > OPERATIONS || self.glyphs > GLYPHS {
            std::panic::resume_unwind(Box::new(Ended::TooMuch));
        }
        if self.operations.is_multiple_of(BREATH)
            && let Err(stopped) = self.sink.progress()
        {
            std::panic::resume_unwind(Box::new(Ended::Stopped(stopped)));
        }
    }

    /// The characters of a glyph. Where the file does not tell them, its code is read as ASCII and counted as a guess.
    fn characters(&mut self, glyph: &Glyph<'_>) -> Option<String> {
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(s)) => s,
            None => String::new(),
        };
        let text: String =
            text.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }).filter(|c| !c.is_control()).collect();
        if !text.is_empty() && !text.chars().all(|c| matches!(c as u32, 0xe000..=0xf8ff | 0xfffd | 0xf0000..)) {
            return Some(text);
        }
        self.unknown += 1;
        match (text.is_empty(), glyph.char_code()) {
            (true, code @ 0x20..=0x7e) => char::from_u32(code).map(String::from),
            (true, _) => None,
            // A private character is at least the same character each time.
            (false, _) => Some(text),
        }
    }
}

impl<'a> Device<'a> for Surface<'_> {
    fn draw_path(&mut self, path: &BezPath, _: DrawProps<'a>, mode: &DrawMode) {
        self.count();
        let curved = path.elements().iter().any(|e| matches!(e, PathEl::CurveTo(..) | PathEl::QuadTo(..)));
        if matches!(mode, DrawMode::Fill(_)) && curved {
            self.shapes += 1;
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        self.count();
    }

    fn push_clip_rect(&mut self, _: &Rect) {
        self.count();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        self.count();
        let vertical = matches!(run.writing_mode(), WritingMode::Vertical);
        let transforms: Vec<Affine> = run.glyphs().iter().map(|glyph| props.transform * glyph.transform()).collect();
        // Stand-in fonts are stretched glyph by glyph; the middle one tells the true width of an em.
        let mut widths: Vec<f64> = transforms.iter().map(|t| (*t * Point::new(1000.0, 0.0) - *t * Point::ZERO).hypot()).collect();
        widths.sort_by(f64::total_cmp);
        let em_across = widths.get(widths.len() / 2).copied().unwrap_or(0.0);
        let mut placed = Vec::with_capacity(transforms.len());
        for (glyph, transform) in run.glyphs().iter().zip(&transforms) {
            self.glyphs += 1;
            let Some(text) = self.characters(glyph) else { continue };
            let origin = *transform * Point::ZERO;
            self.cover.text(origin, &text);
            let right = *transform * Point::new(1000.0, 0.0) - origin;
            let down = *transform * Point::new(0.0, -1000.0) - origin;
            let size = down.hypot();
            let along = if vertical { down } else { right };
            let length = along.hypot();
            if !(origin.x.is_finite() && origin.y.is_finite() && length > 1e-6 && size > 1e-6) {
                continue;
            }
            let advance = if vertical { size } else { width(glyph).unwrap_or(500.0) / 1000.0 * em_across };
            let direction = (along.x / length, along.y / length);
            placed.push(Placed { text, x: origin.x, y: origin.y, direction, advance, size });
        }
        self.joiner.run(placed);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        self.count();
        self.images += 1;
        self.cover.picture(props.transform, (image.width(), image.height()));
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {
        self.count();
    }

    fn begin_marked_content(&mut self, _: &[u8], _: Option<&Dict<'_>>) {
        self.count();
    }
}

fn width(glyph: &Glyph<'_>) -> Option<f64> {
    match glyph {
        Glyph::Outline(outline) => outline.advance_width().map(f64::from),
        Glyph::Type3(type3) => type3.advance_width().map(f64::from),
    }
}
