//! Windows metafiles (EMF, EMF+, WMF): drawings in Office files, of which the text records are read.
//!
//! Not for: showing the drawing. Text that was turned into outlines, and pictures inside a metafile, are named as a gap.
//! Sources: [MS-EMF], [MS-EMFPLUS], [MS-WMF].

use super::codepage;
use super::formats::{Format, OWN};
use super::{Failure, Gap, Input, Locator, Options, Part, Reason, Sink, Stopped, Unit, paragraphs};

/// Enhanced metafiles.
pub const EMF: Format = Format {
    id: "emf",
    name: "Enhanced metafile",
    media_type: "image/emf",
    extensions: &["emf"],
    engine: OWN,
    read: read_emf,
    reads: "text records, also those of EMF+",
    leaves: "outlines and pictures in the drawing (marked `unsupported` where there is no text beside them)",
    locator: "image",
    limits: "",
};

/// Windows metafiles.
pub const WMF: Format = Format {
    id: "wmf",
    name: "Windows metafile",
    media_type: "image/wmf",
    extensions: &["wmf"],
    read: read_wmf,
    reads: "text records, in the code page of their font",
    ..EMF
};

/// What a drawing wrote, and whether it shows more than that.
#[derive(Default)]
struct Drawing {
    text: String,
    /// Where the last piece of text stood and ended.
    last: Option<(i32, i32)>,
    pictures: usize,
    shapes: usize,
}

impl Drawing {
    /// A piece of text at a place; `width` is how far it runs, 0 where the record does not tell.
    fn put(&mut self, text: &str, x: i32, y: i32, width: i32) {
        let text: String = text.chars().filter(|c| !c.is_control() || *c == '\t').collect();
        if text.trim().is_empty() {
            return;
        }
        if let Some((end, line)) = self.last {
            let letter = (width / text.chars().count().max(1) as i32).max(1);
            if line.saturating_sub(y).unsigned_abs() > letter.unsigned_abs() * 2 || width == 0 {
                self.text.push('\n');
            } else if x.saturating_sub(end) > letter / 3 && !self.text.ends_with(' ') && !text.starts_with(' ') {
                self.text.push(' ');
            }
        }
        self.text.push_str(&text);
        self.last = Some((x.saturating_add(width), y));
    }

    fn hand_on(self, what: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let mut rest = self.text.trim();
        while !rest.is_empty() {
            let (piece, after) = paragraphs::split(rest, paragraphs::UNIT * 4);
            rest = after;
            sink.unit(Unit {
                locator: Locator::Image { number: 1 },
                part: Part::Body,
                text: piece.to_owned(),
                engine: OWN.to_owned(),
                confidence: None,
                entry: None,
            })?;
        }
        if self.text.trim().is_empty() && (self.pictures > 0 || self.shapes > 0) {
            let shows = if self.pictures > 0 { "a picture" } else { "shapes" };
            sink.gap(Gap::new(
                Reason::Unsupported,
                format!("the {what} draws {shows} and no text; what it shows was not looked at"),
            ))?;
        }
        Ok(())
    }
}

fn number<const N: usize>(bytes: &[u8], at: usize) -> Option<u32> {
    let field = bytes.get(at..at.checked_add(N)?)?;
    Some(field.iter().rev().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}

fn wide(bytes: &[u8]) -> String {
    encoding_rs::UTF_16LE.decode_without_bom_handling(bytes).0.into_owned()
}

fn read_emf(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let bytes = input.bytes;
    let (mut drawing, mut plus) = (Drawing::default(), Drawing::default());
    let mut at = 0usize;
    let mut whole = false;
    let mut steps = 0u64;
    while let (Some(kind), Some(size)) = (number::<4>(bytes, at), number::<4>(bytes, at + 4)) {
        let end = at.saturating_add((size as usize).max(8));
        let Some(record) = bytes.get(at..end) else { break };
        match kind {
            0x0e => {
                whole = true;
                break;
            }
            83 | 84 => emf_text(record, 36, kind == 84, &mut drawing),
            96 | 97 => {
                let count = number::<4>(record, 36).unwrap_or(0).min(10_000) as usize;
                (0..count).for_each(|index| emf_text(record, 40 + index * 40, kind == 97, &mut drawing));
            }
            108 => small_text(record, &mut drawing),
            70 if record.get(12..16) == Some(b"EMF+") => emf_plus(record.get(16..).unwrap_or_default(), &mut plus),
            // Bitmaps of all kinds.
            76..=81 | 114..=118 => drawing.pictures += 1,
            2..=8 | 41..=47 | 54..=57 | 59..=64 | 71..=74 | 85..=93 => drawing.shapes += 1,
            _ => {}
        }
        at = end;
        steps += 1;
        if steps.is_multiple_of(100_000) {
            sink.progress()?;
        }
    }
    // Files that hold both say everything twice.
    let (pictures, shapes) = (drawing.pictures + plus.pictures, drawing.shapes + plus.shapes);
    let told = if drawing.text.trim().is_empty() { plus } else { drawing };
    Drawing { pictures, shapes, ..told }.hand_on("metafile", sink)?;
    if !whole {
        sink.gap(Gap::new(Reason::Truncated, "the end of the metafile is missing"))?;
    }
    Ok(())
}

/// The text object of a record: reference point, count, offset, options, rectangle, offset of the advances.
fn emf_text(record: &[u8], at: usize, is_wide: bool, drawing: &mut Drawing) {
    let field = |offset: usize| number::<4>(record, at + offset);
    let (Some(x), Some(y), Some(count), Some(offset), Some(options)) = (field(0), field(4), field(8), field(12), field(16))
    else {
        return;
    };
    // Glyph numbers of a font that is not at hand.
    if options & 0x10 != 0 || count == 0 {
        drawing.shapes += usize::from(count > 0);
        return;
    }
    let (count, start) = (count as usize, offset as usize);
    let length = if is_wide { count.saturating_mul(2) } else { count };
    let Some(raw) = start.checked_add(length).and_then(|end| record.get(start..end)) else { return };
    let text = if is_wide { wide(raw) } else { codepage::guess(raw) };
    let advances = field(36).unwrap_or(0) as usize;
    let width = if advances == 0 {
        0
    } else {
        (0..count).filter_map(|i| number::<4>(record, advances + i * 4)).fold(0i32, |sum, step| sum.saturating_add(step as i32))
    };
    drawing.put(&text, x as i32, y as i32, width);
}

fn small_text(record: &[u8], drawing: &mut Drawing) {
    let (Some(x), Some(y), Some(count), Some(options)) =
        (number::<4>(record, 8), number::<4>(record, 12), number::<4>(record, 16), number::<4>(record, 20))
    else {
        return;
    };
    let start = if options & 0x100 == 0 { 52 } else { 36 };
    let narrow = options & 0x200 != 0;
    let length = (count as usize).saturating_mul(if narrow { 1 } else { 2 });
    let Some(raw) = record.get(start..).and_then(|rest| rest.get(..length)) else { return };
    let text = if narrow { encoding_rs::mem::decode_latin1(raw).into_owned() } else { wide(raw) };
    drawing.put(&text, x as i32, y as i32, 0);
}

/// Records of EMF+ inside a comment.
fn emf_plus(mut rest: &[u8], drawing: &mut Drawing) {
    while let (Some(kind), Some(size)) = (number::<2>(rest, 0), number::<4>(rest, 4)) {
        let size = (size as usize).max(12);
        let Some(record) = rest.get(..size.min(rest.len())) else { return };
        let data = record.get(12..).unwrap_or_default();
        match kind {
            // DrawString: brush, format, length, rectangle, text.
            0x401c => {
                let length = (number::<4>(data, 8).unwrap_or(0) as usize).saturating_mul(2);
                if let Some(raw) = data.get(28..).and_then(|text| text.get(..length)) {
                    drawing.put(&wide(raw), 0, drawing.last.map_or(0, |(_, y)| y.saturating_add(1)), 0);
                }
            }
            // DrawDriverString: with the first flag the glyphs are characters.
            0x4036 if number::<4>(data, 4).is_some_and(|flags| flags & 1 != 0) => {
                let length = (number::<4>(data, 12).unwrap_or(0) as usize).saturating_mul(2);
                if let Some(raw) = data.get(16..).and_then(|text| text.get(..length)) {
                    drawing.put(&wide(raw), 0, drawing.last.map_or(0, |(_, y)| y.saturating_add(1)), 0);
                }
            }
            0x401a | 0x401b => drawing.pictures += 1,
            0x400a..=0x4019 | 0x4036 => drawing.shapes += 1,
            _ => {}
        }
        rest = rest.get(size..).unwrap_or_default();
    }
}

fn read_wmf(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let bytes = input.bytes.strip_prefix(b"\xd7\xcd\xc6\x9a").and_then(|rest| rest.get(18..)).unwrap_or(input.bytes);
    let mut drawing = Drawing::default();
    let mut at = 18usize;
    let mut fonts = Fonts::default();
    let mut whole = false;
    while let (Some(words), Some(function)) = (number::<4>(bytes, at), number::<2>(bytes, at + 4)) {
        let end = at.saturating_add((words as usize).max(3).saturating_mul(2));
        let Some(record) = bytes.get(at..end) else { break };
        let short = |offset: usize| number::<2>(record, offset).map_or(0, |value| i32::from(value as u16 as i16));
        match function {
            0 => {
                whole = true;
                break;
            }
            0x02fb => fonts.add(record.get(19).copied()),
            0x02fa | 0x02fc | 0x00f7 | 0x06ff | 0x01f9 | 0x0142 => fonts.add(None),
            0x012d => fonts.select(short(6)),
            0x01f0 => fonts.delete(short(6)),
            // TextOut: length, text padded to a word, y, x.
            0x0521 => {
                let length = short(6).max(0) as usize;
                let after = 8 + length + length % 2;
                if let Some(raw) = record.get(8..8 + length) {
                    drawing.put(&fonts.decode(raw), short(after + 2), short(after), 0);
                }
            }
            // ExtTextOut: y, x, length, options, a rectangle where the options want one, text, advances.
            0x0a32 => {
                let length = short(10).max(0) as usize;
                let start = if short(12) & 6 == 0 { 14 } else { 22 };
                if let Some(raw) = record.get(start..start + length) {
                    let advances = start + length + length % 2;
                    let width =
                        (0..length).filter_map(|i| number::<2>(record, advances + i * 2)).fold(0, |sum, step| sum + step as i32);
                    drawing.put(&fonts.decode(raw), short(8), short(6), width);
                }
            }
            0x0940 | 0x0b41 | 0x0f43 | 0x0d33 | 0x0922 | 0x0b23 => drawing.pictures += 1,
            0x0324 | 0x0325 | 0x0538 | 0x0213 | 0x041b | 0x0418 | 0x0817 | 0x081a | 0x061c => drawing.shapes += 1,
            _ => {}
        }
        at = end;
    }
    drawing.hand_on("metafile", sink)?;
    if !whole {
        sink.gap(Gap::new(Reason::Truncated, "the end of the metafile is missing"))?;
    }
    Ok(())
}

/// The table of objects of a WMF, of which only the character sets of fonts matter.
#[derive(Default)]
struct Fonts {
    /// A slot is free, holds something else, or a font with its character set.
    slots: Vec<Option<Option<u8>>>,
    selected: u8,
}

impl Fonts {
    const MOST: usize = 10_000;

    fn add(&mut self, charset: Option<u8>) {
        let free = self.slots.iter().position(Option::is_none).unwrap_or(self.slots.len());
        match self.slots.get_mut(free) {
            Some(slot) => *slot = Some(charset),
            None if free < Self::MOST => self.slots.push(Some(charset)),
            None => {}
        }
    }

    fn select(&mut self, index: i32) {
        if let Some(Some(Some(charset))) = usize::try_from(index).ok().and_then(|index| self.slots.get(index)) {
            self.selected = *charset;
        }
    }

    fn delete(&mut self, index: i32) {
        if let Some(slot) = usize::try_from(index).ok().and_then(|index| self.slots.get_mut(index)) {
            *slot = None;
        }
    }

    /// Text in the selected font's code page ([MS-WMF] 2.1.1.5).
    fn decode(&self, raw: &[u8]) -> String {
        let page = match self.selected {
            128 => 932,
            129 => 949,
            134 => 936,
            136 => 950,
            161 => 1253,
            162 => 1254,
            177 => 1255,
            178 => 1256,
            186 => 1257,
            204 => 1251,
            238 => 1250,
            255 => 437,
            0 => 1252,
            _ => return codepage::guess(raw),
        };
        codepage::decode(raw, page).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::Collected;
    use proptest::prelude::*;

    fn words(values: &[u32]) -> Vec<u8> {
        values.iter().flat_map(|value| value.to_le_bytes()).collect()
    }

    /// A text record at (x, y) with letters ten units wide.
    fn text_out(text: &str, x: u32, y: u32) -> Vec<u8> {
        let raw: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let count = raw.len() as u32 / 2;
        let padded = raw.len().next_multiple_of(4);
        let size = 76 + padded as u32 + count * 4;
        let mut record = words(&[84, size, 0, 0, 0, 0, 1, 0, 0, x, y, count, 76, 0, 0, 0, 0, 0, 76 + padded as u32]);
        record.extend(&raw);
        record.resize(76 + padded, 0);
        record.extend(words(&vec![10; count as usize]));
        record
    }

    fn emf(records: &[Vec<u8>]) -> Vec<u8> {
        let mut out = words(&[1, 88, 0, 0, 0, 0, 0, 0, 0, 0]);
        out.extend(b" EMF");
        out.resize(88, 0);
        records.iter().for_each(|record| out.extend(record));
        out.extend(words(&[0x0e, 20, 0, 0, 20]));
        out
    }

    #[test]
    fn pieces_of_a_line_are_joined_by_their_places() {
        let file =
            emf(&[text_out("Prevo", 0, 100), text_out("zio", 50, 100), text_out("ljude", 90, 100), text_out("Шид", 0, 160)]);
        assert_eq!(crate::extract::sniff::sniff(&file, "a.bin").id, "emf");
        let (found, outcome) = Collected::from(read_emf, "a.emf", &file);
        assert!(outcome.is_ok() && found.gaps.is_empty(), "{:?}", found.gaps);
        assert_eq!(found.text(Part::Body), "Prevozio ljude\nШид");
        let (cut, _) = Collected::from(read_emf, "a.emf", &file[..file.len() - 30]);
        assert!(cut.has_gap(Reason::Truncated) && cut.text(Part::Body).contains("ljude"));
    }

    #[test]
    fn a_drawing_without_text_says_so() {
        let (found, _) = Collected::from(read_emf, "a.emf", &emf(&[words(&[81, 8])]));
        assert!(found.has_gap(Reason::Unsupported));
        let (blank, _) = Collected::from(read_emf, "a.emf", &emf(&[]));
        assert!(blank.gaps.is_empty());
    }

    #[test]
    fn old_metafiles_use_the_code_page_of_their_font() {
        let halves = |values: &[u16]| values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>();
        let mut file = halves(&[1, 9, 0x300, 0, 0, 1, 0, 0, 0]);
        // A font with the Cyrillic character set, selected.
        file.extend(halves(&[12, 0, 0x02fb, 0, 0, 0, 0, 0]));
        file.extend([0, 0, 0, 204, 0, 0, 0, 0]);
        file.extend(halves(&[4, 0, 0x012d, 0]));
        let (text, _, _) = encoding_rs::WINDOWS_1251.encode("Возило");
        file.extend(halves(&[9, 0, 0x0521, 6]));
        file.extend(&*text);
        file.extend(halves(&[10, 20, 3, 0, 0]));
        assert_eq!(crate::extract::sniff::sniff(&file, "a.bin").id, "wmf");
        let (found, outcome) = Collected::from(read_wmf, "a.wmf", &file);
        assert!(outcome.is_ok() && found.gaps.is_empty(), "{:?}", found.gaps);
        assert_eq!(found.text(Part::Body), "Возило");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..400), cut in 0usize..120) {
            let mut file = emf(&[text_out("tekst", 1, 2)]);
            let keep = cut.min(file.len());
            file.truncate(keep + 88.min(file.len() - keep));
            file.extend(&bytes);
            let _ = Collected::from(read_emf, "a.emf", &file);
            let _ = Collected::from(read_wmf, "a.wmf", &bytes);
        }
    }
}
