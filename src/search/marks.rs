//! Finding in a text what the index found: every word that carries a match, and why.
//!
//! The text is cut and analysed by the same chain as for the index and held against the same terms, so that a mark never
//! says something else than the hit.

use foldhash::fast::RandomState;

use super::clause::Clause;
use super::ids;
use super::layers::Reason;
use super::schema::{CYRILLIC, Fields, SPELLING};
use super::spelling::{has_cyrillic, spelling};
use crate::identifiers::{self, Hints};
use crate::language::analyzer::{Analyzer, words};
use crate::language::fold::{first_byte, fold_into};
use crate::language::names;
use crate::language::stem::{Kept, Stemmers};

/// Hashed fast, and seeded: the words of a text come from evidence.
type Map<K, V> = std::collections::HashMap<K, V, RandomState>;
type HashSet<K> = std::collections::HashSet<K, RandomState>;

/// A marked stretch of a text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    pub start: usize,
    pub end: usize,
    pub reason: Reason,
    /// Number of the clause it belongs to.
    pub clause: usize,
}

/// The marks of one text, and how many matches they make up.
#[derive(Debug, Clone, Default)]
pub struct Marked {
    /// In order, without overlaps.
    pub marks: Vec<Mark>,
    pub matches: usize,
    /// Every word of the text, in bytes.
    pub spans: Vec<(usize, usize)>,
}

/// An atom of a clause.
type AtomId = (usize, usize);

/// Marks texts for the clauses of one query.
pub struct Marker<'a> {
    clauses: &'a [Clause],
    analyzer: Analyzer,
    hints: &'a Hints,
    exact: Map<&'a [u8], Vec<(AtomId, Reason)>>,
    /// The same terms folded, without their spelling: most words are none of them.
    folded: HashSet<&'a [u8]>,
    stem: Map<&'a [u8], Vec<(AtomId, Reason)>>,
    name: Map<&'a [u8], Vec<(AtomId, Reason)>>,
    ids: Map<&'a [u8], Vec<(AtomId, Reason)>>,
    /// First bytes, and first two, of the stems asked for: words whose stems begin otherwise need no stemming.
    stem_letters: [bool; 256],
    stem_starts: HashSet<[u8; 2]>,
    /// First bytes of folded words that could be one of those asked for, by spelling or by stem: most words end here.
    candidates: [bool; 256],
    known: Map<String, Vec<(AtomId, Reason)>>,
}

/// A text cut into words, with what each of them matches.
struct Cut {
    spans: Vec<(usize, usize)>,
    /// Positions by atom, in order, with the reason at each.
    found: Map<AtomId, Vec<(u32, Reason)>>,
    /// Where an identifier covers several words: position to the whole stretch in bytes.
    wide: Map<(AtomId, u32), (usize, usize)>,
}

impl<'a> Marker<'a> {
    pub fn new(clauses: &'a [Clause], fields: &Fields, hints: &'a Hints) -> Marker<'a> {
        let mut marker = Marker {
            clauses,
            analyzer: Analyzer::new(),
            hints,
            exact: Map::default(),
            folded: HashSet::default(),
            stem: Map::default(),
            name: Map::default(),
            ids: Map::default(),
            stem_letters: [false; 256],
            stem_starts: HashSet::default(),
            candidates: [false; 256],
            known: Map::default(),
        };
        for (number, clause) in clauses.iter().enumerate().filter(|(_, clause)| !clause.negated) {
            for (atom_number, atom) in clause.atoms.iter().enumerate() {
                for group in &atom.groups {
                    let table = if group.field == fields.exact {
                        &mut marker.exact
                    } else if group.field == fields.stem {
                        &mut marker.stem
                    } else if group.field == fields.name {
                        &mut marker.name
                    } else if group.field == fields.ids {
                        &mut marker.ids
                    } else {
                        continue;
                    };
                    for (term, variant) in &group.terms {
                        table.entry(term.as_slice()).or_default().push(((number, atom_number), variant.reason));
                    }
                }
            }
        }
        let before_spelling = |term: &&'a [u8]| term.split(|byte| *byte == SPELLING as u8).next().unwrap_or_default();
        marker.folded = marker.exact.keys().map(before_spelling).collect();
        let stems = marker.stem.keys().map(|term| term.strip_suffix(CYRILLIC.as_bytes()).unwrap_or(term));
        marker.stem_starts = stems.map(beginning).collect();
        marker.stem_starts.iter().for_each(|[first, _]| marker.stem_letters[usize::from(*first)] = true);
        marker.candidates = Stemmers::first_letters_of_words(&marker.stem_letters);
        marker.folded.iter().filter_map(|term| term.first()).for_each(|first| marker.candidates[usize::from(*first)] = true);
        marker
    }

    /// Every mark in a text.
    pub fn mark(&mut self, text: &str) -> Marked {
        let cut = self.cut(text);
        let mut marks = Vec::new();
        let mut matches = 0;
        for (number, clause) in self.clauses.iter().enumerate().filter(|(_, clause)| !clause.negated) {
            let mut places = HashSet::default();
            for alternative in &clause.alternatives {
                let positions = |atom: usize| -> Vec<u32> {
                    cut.found.get(&(number, atom)).map(|list| list.iter().map(|(p, _)| *p).collect()).unwrap_or_default()
                };
                for stretch in alternative.shape.stretches(&positions) {
                    // Two renderings of one name at one place are one match.
                    if places.insert((stretch.start, stretch.end)) {
                        matches += 1;
                    }
                    for (position, atom) in stretch.marks {
                        marks.extend(cut.mark(number, atom, position, alternative.reason));
                    }
                }
            }
        }
        Marked { marks: tidy(marks), matches, spans: cut.spans }
    }

    /// The marks of what runs over the seam from one text into the next: those in the first, those in the second.
    pub fn mark_seam(&mut self, first: &str, second: &str) -> (Vec<Mark>, Vec<Mark>) {
        let (before, after) = (self.cut(first), self.cut(second));
        let words = before.spans.len() as u32;
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for (number, clause) in self.clauses.iter().enumerate().filter(|(_, clause)| !clause.negated) {
            for alternative in clause.alternatives.iter().filter(|a| !a.shape.is_single()) {
                let reach = alternative.shape.longest();
                let positions = |atom: usize| -> Vec<u32> {
                    let of = |cut: &Cut| -> Vec<u32> {
                        cut.found.get(&(number, atom)).map(|l| l.iter().map(|(p, _)| *p).collect()).unwrap_or_default()
                    };
                    let mut all: Vec<u32> = of(&before).into_iter().filter(|p| p + reach >= words).collect();
                    all.extend(of(&after).into_iter().filter(|p| *p <= reach).map(|p| p + words));
                    all
                };
                for stretch in alternative.shape.stretches(&positions) {
                    if stretch.start >= words || stretch.end < words {
                        continue;
                    }
                    for (position, atom) in stretch.marks {
                        if position < words {
                            left.extend(before.mark(number, atom, position, alternative.reason));
                        } else {
                            right.extend(after.mark(number, atom, position - words, alternative.reason));
                        }
                    }
                }
            }
        }
        (tidy(left), tidy(right))
    }

    fn cut(&mut self, text: &str) -> Cut {
        let mut cut = Cut { spans: Vec::new(), found: Map::default(), wide: Map::default() };
        for (position, word) in words(text).enumerate() {
            cut.spans.push((word.start, word.end));
            let Some(raw) = text.get(word.start..word.end) else { continue };
            for (atom, reason) in self.matches_of(raw) {
                cut.found.entry(*atom).or_default().push((position as u32, *reason));
            }
        }
        if !self.ids.is_empty() {
            for found in identifiers::find(text, self.hints) {
                let position = cut.spans.partition_point(|(_, end)| *end <= found.start) as u32;
                for term in ids::terms_of(&found) {
                    for (atom, reason) in self.ids.get(term.as_bytes()).into_iter().flatten() {
                        cut.found.entry(*atom).or_default().push((position, *reason));
                        cut.wide.insert((*atom, position), (found.start, found.end));
                    }
                }
            }
        }
        cut
    }

    /// What a word matches: each atom once, by its strongest reason.
    fn matches_of(&mut self, raw: &str) -> &[(AtomId, Reason)] {
        // Names are asked for by keys of their own; a word over two lines has the stems of its parts; other scripts have articles before.
        if self.name.is_empty()
            && first_byte(raw).is_none_or(|first| first.is_ascii() && !self.candidates[usize::from(first)])
            && !goes_over_lines(raw)
        {
            return &[];
        }
        if !self.known.contains_key(raw) {
            let matches = self.look_up(raw);
            self.known.insert(raw.to_owned(), matches);
        }
        self.known.get(raw).map_or(&[], Vec::as_slice)
    }

    fn look_up(&mut self, raw: &str) -> Vec<(AtomId, Reason)> {
        let mut found: Vec<(AtomId, Reason)> = Vec::new();
        let mut term = String::new();
        fold_into(raw, &mut term);
        let needs_stem = !self.stem.is_empty()
            && (goes_over_lines(raw)
                || match Stemmers::kept(&term) {
                    Kept::Nothing => true,
                    Kept::OneLetter => term.bytes().next().is_some_and(|first| self.stem_letters[usize::from(first)]),
                    Kept::TwoLetters => {
                        self.stem_starts.contains(&beginning(term.as_bytes()))
                            || self.stem_starts.contains(&beginning(term.as_bytes().get(..1).unwrap_or_default()))
                    }
                });
        if needs_stem {
            let ending = if has_cyrillic(raw) { CYRILLIC } else { "" };
            for mut stem in self.analyzer.stems_of(raw, &term) {
                stem.push_str(ending);
                found.extend(self.stem.get(stem.as_bytes()).into_iter().flatten());
            }
        }
        if self.folded.contains(term.as_bytes()) {
            let spelled = spelling(raw);
            if spelled != term {
                term.push(SPELLING);
                term.push_str(&spelled);
            }
            found.extend(self.exact.get(term.as_bytes()).into_iter().flatten());
        }
        if !self.name.is_empty() {
            for key in names::keys(raw) {
                found.extend(self.name.get(key.as_bytes()).into_iter().flatten());
            }
        }
        found.sort_unstable();
        found.dedup_by_key(|(atom, _)| *atom);
        found
    }
}

fn goes_over_lines(raw: &str) -> bool {
    raw.contains(['\n', '\u{2028}', '\u{85}'])
}

/// The first two bytes; of a shorter term, with a zero for what is missing.
fn beginning(term: &[u8]) -> [u8; 2] {
    [term.first().copied().unwrap_or(0), term.get(1).copied().unwrap_or(0)]
}

impl Cut {
    fn mark(&self, clause: usize, atom: usize, position: u32, forced: Option<Reason>) -> Option<Mark> {
        let id = (clause, atom);
        let (start, end) = self.wide.get(&(id, position)).or_else(|| self.spans.get(position as usize)).copied()?;
        let own = self.found.get(&id)?.iter().find(|(p, _)| *p == position)?.1;
        Some(Mark { start, end, reason: forced.unwrap_or(own), clause })
    }
}

/// In order; where marks overlap the stronger reason stays, and a longer mark before a shorter.
fn tidy(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by_key(|m| (m.start, std::cmp::Reverse(m.end), m.reason));
    let mut tidy: Vec<Mark> = Vec::with_capacity(marks.len());
    for mark in marks {
        match tidy.last_mut() {
            Some(last) if mark.start < last.end => {
                if (mark.start, mark.end) == (last.start, last.end) && mark.reason < last.reason {
                    *last = mark;
                }
            }
            _ => tidy.push(mark),
        }
    }
    tidy
}
