//! The head of a DOC's main stream: how long each story is, and where the tables stand.
//!
//! Source: [MS-DOC] 2.5 (FIB).

use super::bytes::{u16_at, u32_at};

/// Offset and length of a table in the table stream.
pub(super) type Place = (usize, usize);

/// Lengths in characters of the stories, in the order they follow each other.
#[derive(Clone, Copy, Default)]
pub(super) struct Lengths {
    pub body: usize,
    pub footnotes: usize,
    pub headers: usize,
    pub macros: usize,
    pub comments: usize,
    pub endnotes: usize,
    pub boxes: usize,
    pub header_boxes: usize,
}

/// What the head tells.
pub(super) struct Head {
    /// Which of the two table streams belongs to the document.
    pub table: &'static str,
    pub lengths: Lengths,
    pub styles: Place,
    pub footnote_marks: Place,
    pub footnotes: Place,
    pub comment_marks: Place,
    pub comments: Place,
    pub comment_authors: Place,
    pub headers: Place,
    pub runs: Place,
    pub paragraphs: Place,
    pub pieces: Place,
    pub endnote_marks: Place,
    pub endnotes: Place,
    pub lists: Place,
    pub list_uses: Place,
}

impl Head {
    /// None for what is older than Word 97, or encrypted.
    pub(super) fn parse(document: &[u8]) -> Option<Head> {
        let (magic, version, flags) = (u16_at(document, 0)?, u16_at(document, 2)?, u16_at(document, 10)?);
        if magic != 0xa5ec || version < 0xc1 || flags & 0x100 != 0 {
            return None;
        }
        let length = |at: usize| Some(u32_at(document, at)? as usize);
        // The pairs are numbered in the documentation; the first stands at 154.
        let place = |number: usize| {
            let at = 154 + 8 * number;
            Some((length(at)?, length(at + 4)?))
        };
        Some(Head {
            table: if flags & 0x200 != 0 { "/1Table" } else { "/0Table" },
            lengths: Lengths {
                body: length(0x4c)?,
                footnotes: length(0x50)?,
                headers: length(0x54)?,
                macros: length(0x58)?,
                comments: length(0x5c)?,
                endnotes: length(0x60)?,
                boxes: length(0x64)?,
                header_boxes: length(0x68)?,
            },
            styles: place(1)?,
            footnote_marks: place(2)?,
            footnotes: place(3)?,
            comment_marks: place(4)?,
            comments: place(5)?,
            headers: place(11)?,
            runs: place(12)?,
            paragraphs: place(13)?,
            pieces: place(33)?,
            comment_authors: place(36)?,
            endnote_marks: place(46)?,
            endnotes: place(47)?,
            lists: place(73)?,
            list_uses: place(74)?,
        })
    }
}
