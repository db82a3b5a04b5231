//! How much of a page its pictures cover, and how much text lies on them: what parts a scan with a page number from a page of text.
//!
//! Not for: what is in the pictures; nobody decodes them here.

use kurbo::{Affine, Point};

/// Cells along each side of a page. On A4 a cell is about as high as two lines of print.
const SIDE: usize = 32;
/// Pictures stretched to fewer pixels an inch hold no print: backgrounds, colour runs, single pixels.
const LEAST_DPI: f64 = 40.0;
/// Pictures covering this share of a page can hold a text that matters; logos, signatures and photos beside text cover less.
const LEAST_SHARE: f64 = 0.25;
/// A typed page has about six letters on a square of 1000 points²; a tenth of it is a stamp or a heading, no layer of text.
const LETTERS_PER_POINT: f64 = 0.0006;

/// The page in cells: whether a picture lies there, and the letters that begin there.
pub struct Cover {
    width: f64,
    height: f64,
    pictured: Vec<bool>,
    letters: Vec<u32>,
}

/// Pictures with next to no text on them.
#[derive(Debug, PartialEq)]
pub struct Unread {
    /// Share of the page under pictures, in percent.
    pub percent: u32,
    /// Letters and digits that lie on them.
    pub letters: u64,
}

impl Cover {
    /// A bare page of this size in points.
    pub fn new(width: f64, height: f64) -> Cover {
        let (width, height) = (width.max(1.0), height.max(1.0));
        Cover { width, height, pictured: vec![false; SIDE * SIDE], letters: vec![0; SIDE * SIDE] }
    }

    /// A picture of this many pixels; `transform` takes its pixels to the page.
    pub fn picture(&mut self, transform: Affine, pixels: (u32, u32)) {
        let (across, down) = (f64::from(pixels.0), f64::from(pixels.1));
        let scale = transform.determinant().abs();
        // Pixels for one point, along and across alike.
        if !(scale.is_finite() && scale > 0.0) || (1.0 / scale).sqrt() * 72.0 < LEAST_DPI {
            return;
        }
        let corners = [(0.0, 0.0), (across, 0.0), (0.0, down), (across, down)].map(|(x, y)| transform * Point::new(x, y));
        let range = |of: fn(&Point) -> f64, length: f64| {
            let (low, high) = corners.iter().map(of).fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
            cell(low, length).saturating_sub(1)..(cell(high, length) + 2).min(SIDE)
        };
        let back = transform.inverse();
        let columns = range(|p| p.x, self.width);
        for row in range(|p| p.y, self.height) {
            for column in columns.clone() {
                let middle = |at: usize, length: f64| (at as f64 + 0.5) / SIDE as f64 * length;
                let there = back * Point::new(middle(column, self.width), middle(row, self.height));
                if (0.0..=across).contains(&there.x) && (0.0..=down).contains(&there.y) {
                    self.pictured[row * SIDE + column] = true;
                }
            }
        }
    }

    /// Characters drawn at this place of the page.
    pub fn text(&mut self, at: Point, text: &str) {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        if (0.0..=self.width).contains(&at.x) && (0.0..=self.height).contains(&at.y) {
            let here = &mut self.letters[cell(at.y, self.height) * SIDE + cell(at.x, self.width)];
            *here = here.saturating_add(u32::try_from(letters).unwrap_or(u32::MAX));
        }
    }

    /// What the page shows in pictures and hardly says in text; `None` where pictures are small, or carry a layer of text.
    pub fn unread(&self) -> Option<Unread> {
        let under = self.pictured.iter().zip(&self.letters).filter(|(pictured, _)| **pictured);
        let (cells, letters) = under.fold((0u32, 0u64), |(cells, sum), (_, letters)| (cells + 1, sum + u64::from(*letters)));
        let share = f64::from(cells) / (SIDE * SIDE) as f64;
        let points = share * self.width * self.height;
        (share >= LEAST_SHARE && (letters as f64) < points * LETTERS_PER_POINT)
            .then_some(Unread { percent: (share * 100.0).round() as u32, letters })
    }
}

/// The cell in which a coordinate lies; coordinates off the page belong to its edge.
fn cell(at: f64, length: f64) -> usize {
    // A float becomes 0 below 0, and where it is no number.
    ((at / length * SIDE as f64) as usize).min(SIDE - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An A4 page with one picture at 200 dpi, given by its edges as shares of the page.
    fn page(left: f64, top: f64, right: f64, bottom: f64) -> Cover {
        let mut cover = Cover::new(595.0, 842.0);
        let (width, height) = ((right - left) * 595.0, (bottom - top) * 842.0);
        let pixels = ((width / 0.36) as u32, (height / 0.36) as u32);
        cover.picture(Affine::translate((left * 595.0, top * 842.0)) * Affine::scale(0.36), pixels);
        cover
    }

    #[test]
    fn a_scan_with_a_stamp_is_unread_and_one_with_a_layer_is_not() {
        let mut scan = page(0.0, 0.0, 1.0, 1.0);
        scan.text(Point::new(280.0, 820.0), "Strana 1 od 3");
        assert_eq!(scan.unread(), Some(Unread { percent: 100, letters: 10 }));
        for line in 0..30 {
            scan.text(Point::new(60.0, 60.0 + 20.0 * f64::from(line)), "a whole line of a layer of text that was recognised");
        }
        assert_eq!(scan.unread(), None);
    }

    #[test]
    fn text_beside_a_picture_does_not_stand_for_the_text_in_it() {
        let mut half = page(0.1, 0.5, 0.9, 0.95);
        for line in 0..20 {
            half.text(Point::new(60.0, 60.0 + 12.0 * f64::from(line)), "a letter to which the exhibit below is an enclosure");
        }
        assert_eq!(half.unread().map(|unread| unread.letters), Some(0));
        assert_eq!(page(0.1, 0.05, 0.4, 0.2).unread(), None, "a logo");
    }

    #[test]
    fn strips_count_once_and_coarse_pictures_not_at_all() {
        let mut strips = Cover::new(595.0, 842.0);
        for strip in 0..842 {
            strips.picture(Affine::translate((0.0, f64::from(strip))) * Affine::scale_non_uniform(0.24, 0.25), (2480, 4));
        }
        assert_eq!(strips.unread().map(|unread| unread.percent), Some(100));
        let mut background = Cover::new(595.0, 842.0);
        background.picture(Affine::scale_non_uniform(595.0, 842.0), (1, 1));
        background.picture(Affine::scale(f64::NAN), (9, 9));
        assert_eq!(background.unread(), None);
    }
}
