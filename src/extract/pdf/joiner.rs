//! From glyphs with places to lines of text: which glyphs stand on one line, where a word ends, what was drawn twice.
//!
//! The order of drawing is kept, because programs draw in reading order far more often than not; a page is never sorted into
//! columns by guess. Distances are measured in ems of the glyphs concerned, along their own direction, so that turned text is
//! read like any other.

use std::collections::HashMap;

use super::bidi;

/// One glyph as it was drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The characters it stands for; a ligature has several.
    pub text: String,
    /// Where it begins, in points, y downwards.
    pub x: f64,
    pub y: f64,
    /// Unit vector in which the text runs.
    pub direction: (f64, f64),
    /// How far it moves on, in points.
    pub advance: f64,
    /// Its em, in points.
    pub size: f64,
}

/// A gap wider than this many ems parts two words.
const WORD_GAP: f64 = 0.13;
/// Baselines closer than this many ems are one line (superscripts, uneven scans).
const SAME_LINE: f64 = 0.42;
/// A glyph may begin this many ems before the end of the one before it (kerning, wrong widths).
const OVERLAP: f64 = 0.55;
/// The same text drawn again this close is a shadow or a false bold face.
const SHADOW: f64 = 0.12;
/// How many open lines are looked at for one that a glyph continues.
const OPEN_LINES: usize = 48;

/// Collects the glyphs of a page.
#[derive(Default)]
pub struct Joiner {
    lines: Vec<Line>,
    current: usize,
    drawn: HashMap<String, Vec<(f64, f64)>>,
}

struct Line {
    direction: (f64, f64),
    /// Distance of the baseline from the origin, across the direction.
    across: f64,
    size: f64,
    glyphs: Vec<Inked>,
    right_to_left: bool,
    /// A letter or digit that is written from left to right stands on it.
    left_to_right: bool,
    /// Lines beside this one that were drawn after it and belong to it.
    pieces: Vec<Line>,
}

struct Inked {
    text: String,
    start: f64,
    end: f64,
    size: f64,
}

impl Joiner {
    /// The glyphs of one drawing operation. A run that repeats an earlier one at the same place is dropped.
    pub fn run(&mut self, glyphs: Vec<Placed>) {
        let Some(first) = glyphs.first() else { return };
        let place = (first.x, first.y);
        let near = first.size * SHADOW;
        let text: String = glyphs.iter().map(|g| g.text.as_str()).collect();
        // Blanks are never shadows worth the memory.
        if !text.trim().is_empty() {
            let places = self.drawn.entry(text).or_default();
            // Only the last ones: a page of a million equal dots must not cost their square.
            if places.iter().rev().take(200).any(|(x, y)| (x - place.0).abs() <= near && (y - place.1).abs() <= near) {
                return;
            }
            places.push(place);
        }
        for glyph in glyphs {
            self.glyph(glyph);
        }
    }

    fn glyph(&mut self, glyph: Placed) {
        let (dx, dy) = glyph.direction;
        let start = glyph.x * dx + glyph.y * dy;
        let across = glyph.y * dx - glyph.x * dy;
        let inked = Inked { start, end: start + glyph.advance.max(0.0), size: glyph.size, text: glyph.text };
        let right_to_left = inked.text.chars().any(bidi::is_right_to_left);
        let continues = |line: &Line, tight: bool| line.takes(&inked, glyph.direction, across, right_to_left, tight);
        if self.lines.get(self.current).is_none_or(|line| !continues(line, false)) {
            let from = self.lines.len().saturating_sub(OPEN_LINES);
            let earlier = (from..self.lines.len())
                .rev()
                .find(|at| *at != self.current && self.lines.get(*at).is_some_and(|line| continues(line, true)));
            self.current = earlier.unwrap_or_else(|| {
                self.lines.push(Line {
                    direction: glyph.direction,
                    across,
                    size: glyph.size,
                    glyphs: Vec::new(),
                    right_to_left: false,
                    left_to_right: false,
                    pieces: Vec::new(),
                });
                self.lines.len() - 1
            });
        }
        if let Some(line) = self.lines.get_mut(self.current) {
            line.right_to_left |= right_to_left;
            line.left_to_right |= !right_to_left && inked.text.chars().any(char::is_alphanumeric);
            // The baseline of the largest type counts: what follows a footnote mark is measured against the words before it.
            if inked.size > line.size * 1.05 {
                line.size = inked.size;
                line.across = across;
            }
            line.glyphs.push(inked);
        }
    }

    /// The text of the page, one line a line, in the order of drawing.
    pub fn text(self) -> String {
        let mut out = String::new();
        for line in whole_lines(self.lines) {
            let text = if line.pieces.is_empty() { line.text() } else { line.with_pieces() };
            let text = text.trim();
            if !text.is_empty() {
                if !out.is_empty() {
                    out.push('\n');
                }
                out.push_str(text);
            }
        }
        out
    }
}

/// On a page with Arabic or Hebrew, numbers and Latin words are drawn as pieces of their own, each to the left of the one before:
/// pieces that follow each other and touch on one baseline are one line.
fn whole_lines(lines: Vec<Line>) -> Vec<Line> {
    if !lines.iter().any(|line| line.right_to_left) {
        return lines;
    }
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        match out.last_mut() {
            Some(last) if last.adjoins(&line) => last.pieces.push(line),
            _ => out.push(line),
        }
    }
    out
}

impl Line {
    fn extent(&self) -> (f64, f64) {
        self.glyphs.iter().fold((f64::MAX, f64::MIN), |(low, high), glyph| (low.min(glyph.start), high.max(glyph.end)))
    }

    /// Whether another line lies beside the last piece of this one, on the same baseline and no farther than a wide blank.
    fn adjoins(&self, other: &Line) -> bool {
        let em = self.size.max(other.size);
        let same_way = self.direction.0 * other.direction.0 + self.direction.1 * other.direction.1 > 0.99;
        if !same_way || (self.across - other.across).abs() > em * 0.25 {
            return false;
        }
        let (mine, theirs) = (self.pieces.last().unwrap_or(self).extent(), other.extent());
        let touches = |gap: f64| gap > -OVERLAP * em && gap < em;
        touches(mine.0 - theirs.1) || touches(theirs.0 - mine.1)
    }

    /// Pieces that were drawn each to the left of the one before stand in the order of reading. Others are read by their places.
    fn with_pieces(mut self) -> String {
        let pieces = std::mem::take(&mut self.pieces);
        let mut left = self.extent().0;
        let leftwards = pieces.iter().all(|piece| {
            let (low, high) = piece.extent();
            let goes = (low + high) / 2.0 < left;
            left = low;
            goes
        });
        if !leftwards {
            for piece in pieces {
                self.right_to_left |= piece.right_to_left;
                self.glyphs.extend(piece.glyphs);
            }
            return self.text();
        }
        let (mut left, mut size) = (self.extent().0, self.size);
        let mut out = self.text();
        for piece in pieces {
            let (low, high) = piece.extent();
            let gap = left - high > WORD_GAP * size.min(piece.size);
            (left, size) = (low, piece.size);
            let text = piece.text();
            if gap && !out.ends_with(' ') && !text.starts_with(' ') {
                out.push(' ');
            }
            out.push_str(&text);
        }
        out
    }

    /// Whether a glyph continues this line. `tight`: only directly at its end, for lines that were left and are taken up again.
    fn takes(&self, glyph: &Inked, direction: (f64, f64), across: f64, right_to_left: bool, tight: bool) -> bool {
        let Some(last) = self.glyphs.last() else { return false };
        let same_way = self.direction.0 * direction.0 + self.direction.1 * direction.1 > 0.99;
        let em = self.size.max(glyph.size);
        let reach = if tight { 0.15 } else { SAME_LINE };
        if !same_way || (across - self.across).abs() > em * reach {
            return false;
        }
        let small = last.size.min(glyph.size).max(em * 0.3);
        let forward = glyph.start - last.end;
        if tight {
            return forward > -0.1 * small && forward < 0.3 * small;
        }
        if forward > -OVERLAP * small {
            return true;
        }
        // Arabic and Hebrew may be drawn from right to left, in the order of reading.
        let backward = last.start - glyph.end;
        let strong = !right_to_left && glyph.text.chars().any(char::is_alphanumeric);
        let way = if self.right_to_left { !strong } else { right_to_left && !self.left_to_right };
        way && backward > -OVERLAP * small && backward < 1.5 * em
    }

    fn text(mut self) -> String {
        if self.right_to_left {
            self.glyphs.sort_by(|a, b| a.start.total_cmp(&b.start));
        }
        let threshold = self.word_gap();
        let mut clusters: Vec<String> = Vec::with_capacity(self.glyphs.len() + 8);
        let mut before: Option<(f64, f64, bool)> = None;
        for glyph in self.glyphs {
            let blank = glyph.text.trim().is_empty();
            if let Some((end, size, after_blank)) = before {
                if !blank && !after_blank && glyph.start - end > threshold * size.min(glyph.size) {
                    clusters.push(" ".to_owned());
                }
                // Several blanks in a row are one: typewriter layout is not text.
                if blank && after_blank {
                    continue;
                }
            }
            clusters.push(if blank { " ".to_owned() } else { glyph.text });
            before = Some((glyph.end, glyph.size, blank));
        }
        if self.right_to_left { bidi::logical(&clusters) } else { clusters.concat() }
    }

    /// The gap that parts words here, in ems. Letters that are spaced out evenly ("P R E S U D A") do not count as words each.
    fn word_gap(&self) -> f64 {
        let mut gaps: Vec<f64> = self
            .glyphs
            .windows(2)
            .filter(|pair| pair.iter().all(|glyph| !glyph.text.trim().is_empty()))
            .filter_map(|pair| match pair {
                [a, b] => Some((b.start - a.end) / a.size.min(b.size).max(0.01)),
                _ => None,
            })
            .collect();
        if gaps.len() < 4 {
            return WORD_GAP;
        }
        gaps.sort_by(f64::total_cmp);
        let middle = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0);
        let low = gaps.get(gaps.len() / 8).copied().unwrap_or(0.0);
        // Evenly spaced means: even the narrow gaps are about as wide as the middle one.
        if middle > WORD_GAP * 0.6 && middle < 0.8 && low > middle * 0.6 { middle * 1.5 + WORD_GAP * 0.5 } else { WORD_GAP }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Glyphs half an em wide, ten points high, beginning at (x, y).
    fn word(text: &str, x: f64, y: f64) -> Vec<Placed> {
        text.chars().enumerate().map(|(i, c)| glyph(&c.to_string(), x + 5.0 * i as f64, y)).collect()
    }

    fn glyph(text: &str, x: f64, y: f64) -> Placed {
        Placed { text: text.to_owned(), x, y, direction: (1.0, 0.0), advance: 5.0, size: 10.0 }
    }

    fn joined(runs: Vec<Vec<Placed>>) -> String {
        let mut joiner = Joiner::default();
        runs.into_iter().for_each(|run| joiner.run(run));
        joiner.text()
    }

    #[test]
    fn a_gap_parts_words_and_a_new_baseline_parts_lines() {
        let runs = vec![word("prevezao", 0.0, 10.0), word("ljude", 43.0, 10.0), word("noću", 0.0, 22.0)];
        assert_eq!(joined(runs), "prevezao ljude\nnoću");
        assert_eq!(joined(vec![word("pre", 0.0, 10.0), word("vezao", 15.3, 10.0)]), "prevezao");
    }

    #[test]
    fn a_raised_mark_stays_on_its_line() {
        let mark = Placed { size: 6.0, ..glyph("2", 20.0, 7.0) };
        assert_eq!(joined(vec![word("stav", 0.0, 10.0), vec![mark], word("glasi", 28.0, 10.0)]), "stav2 glasi");
    }

    #[test]
    fn shadows_are_dropped() {
        assert_eq!(joined(vec![word("OPTUŽNICA", 0.0, 10.0), word("OPTUŽNICA", 0.4, 10.0)]), "OPTUŽNICA");
        assert_eq!(joined(vec![word("da", 0.0, 10.0), word("da", 40.0, 10.0)]), "da da");
    }

    #[test]
    fn spaced_letters_are_one_word() {
        let spaced = |text: &str, x: f64| -> Vec<Placed> {
            text.chars().enumerate().map(|(i, c)| glyph(&c.to_string(), x + 8.0 * i as f64, 10.0)).collect()
        };
        assert_eq!(joined(vec![spaced("PRESUDA", 0.0), spaced("SUDA", 70.0)]), "PRESUDA SUDA");
    }

    #[test]
    fn interleaved_columns_find_their_lines_again() {
        let runs = vec![word("le", 0.0, 10.0), word("de", 100.0, 30.0), word("vo", 10.0, 10.0), word("sno", 110.0, 30.0)];
        assert_eq!(joined(runs), "levo\ndesno");
    }

    #[test]
    fn turned_text_is_read_along_its_direction() {
        let turned: Vec<Placed> =
            word("gore", 0.0, 0.0).into_iter().map(|g| Placed { x: 50.0, y: 100.0 - g.x, direction: (0.0, -1.0), ..g }).collect();
        assert_eq!(joined(vec![turned]), "gore");
    }

    #[test]
    fn arabic_drawn_either_way_is_read_in_logical_order() {
        // Drawn as seen: from left to right, numbers already in their order.
        let seen = ["1", "2", " ", "ي", "ل", "ع", " ", "د", "م", "ح", "م"];
        let visual = seen.iter().enumerate().map(|(i, c)| glyph(c, 5.0 * i as f64, 10.0)).collect();
        assert_eq!(joined(vec![visual]), "محمد علي 12");
        // Drawn in the order of reading, each letter left of the one before.
        let reading = "محمد".chars().enumerate().map(|(i, c)| glyph(&c.to_string(), 100.0 - 5.0 * i as f64, 10.0)).collect();
        assert_eq!(joined(vec![reading]), "محمد");
    }

    #[test]
    fn numbers_and_names_inside_an_arabic_line_stay_on_it() {
        let reading = |text: &str, x: f64| -> Vec<Placed> {
            text.chars().enumerate().map(|(i, c)| glyph(&c.to_string(), x - 5.0 * i as f64, 10.0)).collect()
        };
        // Drawn in the order of reading: the word, left of it the number, left of that the plate, then a word again.
        let runs = vec![
            reading("رقم", 200.0),
            word("+", 182.0, 10.0),
            word("381", 167.0, 10.0),
            word("BG-417", 132.0, 10.0),
            reading("علي", 122.0),
        ];
        assert_eq!(joined(runs), "رقم +381 BG-417 علي");
        // A second column far away stays a line of its own.
        assert_eq!(joined(vec![reading("رقم", 200.0), word("381", 20.0, 10.0)]), "رقم\n381");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_character_is_kept(runs in proptest::collection::vec(("[a-zčšА-Яα-ωא-ת]{1,8}", 0.0..500.0f64, 0.0..700.0f64), 0..20)) {
            let mut seen: Vec<char> = Vec::new();
            let mut distinct = std::collections::HashSet::new();
            let mut input = Vec::new();
            for (text, x, y) in runs {
                // Shadows are dropped on purpose.
                if distinct.insert(text.clone()) {
                    seen.extend(text.chars());
                    input.push(word(&text, x, y));
                }
            }
            let mut got: Vec<char> = joined(input).chars().filter(|c| !c.is_whitespace()).collect();
            seen.sort_unstable();
            got.sort_unstable();
            prop_assert_eq!(seen, got);
        }
    }
}
