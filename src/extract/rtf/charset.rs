//! Which code page the bytes of a run are in.

use std::collections::HashMap;

/// Code pages of a document: its own, and those of its fonts.
#[derive(Debug)]
pub(super) struct Charsets {
    /// `\ansicpgN`, or what `\mac`, `\pc`, `\pca` mean.
    pub page: u16,
    fonts: HashMap<i32, u16>,
}

/// Fonts kept; a file with more is not a letter.
const MOST_FONTS: usize = 100_000;

impl Charsets {
    pub(super) fn new() -> Charsets {
        Charsets { page: 1252, fonts: HashMap::new() }
    }

    /// Note the charset of a font. Charset 0 and 1 leave the choice to the document's own page.
    pub(super) fn font_charset(&mut self, font: i32, charset: i32) {
        if let Some(page) = page_of_charset(charset) {
            self.font_page(font, page);
        } else {
            self.fonts.remove(&font);
        }
    }

    pub(super) fn font_page(&mut self, font: i32, page: u16) {
        if self.fonts.len() < MOST_FONTS {
            self.fonts.insert(font, page);
        }
    }

    /// The code page of text in `font`.
    pub(super) fn page_of(&self, font: Option<i32>) -> u16 {
        font.and_then(|font| self.fonts.get(&font).copied()).unwrap_or(self.page)
    }

    /// Decode a run of text in `font`.
    ///
    /// Charset 0 is windows-1252 by the letter of the specification, but programs of our region put it on fonts whose bytes are in the
    /// document's own page; Word itself writes what the page cannot hold as `\uN`. So the document's page decides.
    pub(super) fn decode(&self, bytes: &[u8], font: Option<i32>) -> String {
        super::super::codepage::decode(bytes, self.page_of(font)).0
    }
}

/// Code page of a Windows charset number (`\fcharsetN`).
fn page_of_charset(charset: i32) -> Option<u16> {
    Some(match charset {
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        254 => 437,
        255 => 850,
        _ => return None,
    })
}
