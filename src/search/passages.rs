//! Which pieces of a text to show: those with the most different words of the query.

use std::collections::HashSet;

use super::marks::{Mark, Marked};

/// A piece of a text with its marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// As it stands in the unit.
    pub text: String,
    /// In characters (Unicode scalar values) of `text`: start, end, reason.
    pub marks: Vec<(usize, usize, super::Reason)>,
    /// Byte offset of the piece in the unit's text.
    pub offset: usize,
    /// Whether text was left out before and behind it.
    pub cut: (bool, bool),
}

/// The best passages of a text, in the order of the text.
///
/// `context` is the number of words shown on either side of a match, `most` the number of passages.
pub fn passages(text: &str, marked: &Marked, context: usize, most: usize) -> Vec<Passage> {
    let (marks, spans) = (marked.marks.as_slice(), marked.spans.as_slice());
    if marks.is_empty() || spans.is_empty() {
        return Vec::new();
    }
    // Each mark's first and last word.
    let at = |mark: &Mark| {
        let first = spans.partition_point(|(_, end)| *end <= mark.start);
        let last = spans.partition_point(|(start, _)| *start < mark.end).saturating_sub(1).max(first);
        (first.min(spans.len() - 1), last.min(spans.len() - 1))
    };
    let places: Vec<(usize, usize)> = marks.iter().map(at).collect();
    let mut shown: HashSet<usize> = HashSet::new();
    let mut free: Vec<bool> = vec![true; marks.len()];
    let mut chosen: Vec<(usize, usize)> = Vec::new();
    let mut left = 0;
    while chosen.len() < most.max(1) {
        // A window opens at a mark and takes in the marks that follow within reach.
        let reach = (2 * context).max(1);
        let mut best: Option<(usize, usize, usize, usize)> = None;
        for (number, (first, last)) in places.iter().enumerate().filter(|(number, _)| free[*number]) {
            let mut new: Vec<usize> = Vec::new();
            let (mut end, mut count) = (*last, 0);
            for (mark, (_, last)) in marks.iter().zip(&places).skip(number).take_while(|(_, (_, last))| *last <= first + reach) {
                if !shown.contains(&mark.clause) && !new.contains(&mark.clause) {
                    new.push(mark.clause);
                }
                end = end.max(*last);
                count += 1;
            }
            if best.is_none_or(|b| (b.0, b.1) < (new.len(), count)) {
                best = Some((new.len(), count, *first, end));
            }
        }
        let Some((_, _, first, end)) = best else { break };
        for (number, (f, l)) in places.iter().enumerate() {
            if *f >= first && *l <= end {
                free[number] = false;
                shown.insert(marks[number].clause);
            }
        }
        chosen.push((first, end));
        left += 1;
        if left > marks.len() {
            break;
        }
    }
    let mut windows: Vec<(usize, usize)> =
        chosen.into_iter().map(|(first, last)| (first.saturating_sub(context), (last + context).min(spans.len() - 1))).collect();
    windows.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (first, last) in windows {
        match merged.last_mut() {
            Some(before) if first <= before.1 + 1 => before.1 = before.1.max(last),
            _ => merged.push((first, last)),
        }
    }
    merged.into_iter().filter_map(|(first, last)| piece(text, spans, first, last, marks)).collect()
}

fn piece(text: &str, spans: &[(usize, usize)], first: usize, last: usize, marks: &[Mark]) -> Option<Passage> {
    // From the word to the punctuation behind the last one.
    let mut start = if first == 0 { text.len() - text.trim_start().len() } else { spans.get(first)?.0 };
    let mut end = match spans.get(last + 1) {
        Some((next, _)) => {
            let between = text.get(spans.get(last)?.1..*next)?;
            spans.get(last)?.1 + between.find(char::is_whitespace).unwrap_or(between.len())
        }
        None => text.trim_end().len(),
    };
    // An identifier may be longer than its last word.
    for mark in marks {
        if mark.start >= end || mark.end <= start {
            continue;
        }
        start = start.min(mark.start);
        end = end.max(mark.end);
    }
    let shown = text.get(start..end)?;
    let characters = |byte: usize| shown.get(..byte - start).map_or(0, |before| before.chars().count());
    let marks = marks
        .iter()
        .filter(|m| m.start >= start && m.end <= end)
        .map(|m| (characters(m.start), characters(m.end), m.reason))
        .collect();
    Some(Passage {
        text: shown.to_owned(),
        marks,
        offset: start,
        cut: (!text.get(..start)?.trim().is_empty(), !text.get(end..)?.trim().is_empty()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::analyzer::words;
    use crate::search::Reason;

    fn marks(text: &str, asked: &[(&str, usize)]) -> Marked {
        let mut marks: Vec<Mark> = asked
            .iter()
            .flat_map(|(word, clause)| {
                text.match_indices(word).map(|(start, _)| Mark {
                    start,
                    end: start + word.len(),
                    reason: Reason::Exact,
                    clause: *clause,
                })
            })
            .collect();
        marks.sort_by_key(|m| m.start);
        Marked { marks, matches: asked.len(), spans: words(text).map(|word| (word.start, word.end)).collect() }
    }

    #[test]
    fn the_piece_with_the_most_different_words_comes_first_and_marks_count_characters() {
        let text = "kombi kombi kombi. a b c d e f g h i j k l m n o p. Vozač je čekao kombi na prelazu, a novac je";
        let found = marks(text, &[("kombi", 0), ("Vozač", 1), ("novac", 2)]);
        let passages = passages(text, &found, 3, 1);
        assert_eq!(passages.len(), 1);
        let passage = &passages[0];
        assert_eq!(passage.text, "n o p. Vozač je čekao kombi na prelazu, a");
        let marked: Vec<String> =
            passage.marks.iter().map(|(s, e, _)| passage.text.chars().skip(*s).take(e - s).collect()).collect();
        assert_eq!(marked, ["Vozač", "kombi"]);
        assert_eq!(passage.cut, (true, true));
    }

    #[test]
    fn windows_that_touch_are_one_passage_and_the_ends_of_the_text_are_not_cut() {
        let text = "  Jedan dva tri četiri.  ";
        let found = marks(text, &[("dva", 0), ("četiri", 1)]);
        let passages = passages(text, &found, 5, 3);
        assert_eq!(passages.len(), 1);
        assert_eq!((passages[0].text.as_str(), passages[0].cut), ("Jedan dva tri četiri.", (false, false)));
    }
}
