//! One word of a query with everything it may match in the index.

use std::collections::HashMap;

use tantivy::schema::Field;

use super::automata::{Close, OnFolded, Pattern, regex};
use super::clause::{Atom, Group, Variant};
use super::error::Error;
use super::layers::{Layers, Reason};
use super::schema::{CYRILLIC, SPELLING, STACKED_NAME, STACKED_STEM};
use super::snapshot::{Snapshot, Terms};
use super::spelling::{has_cyrillic, spelling};
use crate::language::analyzer::Analyzer;
use crate::language::fold::fold;
use crate::language::names;

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The text of units.
    Text,
    /// A field that holds words, stems and name keys stacked (people, subject, title).
    Stacked(Field),
}

/// Builds atoms against one snapshot of the index.
pub struct WordBuilder<'a> {
    pub snapshot: &'a Snapshot,
    pub layers: Layers,
    pub analyzer: &'a mut Analyzer,
    /// Weight of the word's own spelling against its stems.
    pub own_weight: f32,
}

/// Letters of a name's key without ending from which a plain word is looked for under it; shorter ones are too many words.
const LEAST_BASE: usize = 4;

impl WordBuilder<'_> {
    fn exact_field(&self, target: Target) -> Field {
        match target {
            Target::Text => self.snapshot.fields.exact,
            Target::Stacked(field) => field,
        }
    }

    /// A plain word: its spellings in both scripts, its stems.
    pub fn word(&mut self, raw: &str, target: Target) -> Result<Atom, Error> {
        let mut groups = vec![self.spellings(raw, target, self.layers.script, self.layers.variants)?];
        if self.layers.inflection {
            groups.extend(self.stems(raw, target)?);
        }
        // Typed with a capital it may be a name, whose renderings in other languages count as its other spellings (Dzaferi, Xhaferi). Its key is that of
        // both scripts.
        if self.layers.variants && self.layers.script && self.layers.names != names::Level::Strict && names::may_be_name(raw) {
            groups.extend(self.name_keys(raw, target, LEAST_BASE)?.into_iter().filter(|group| !group.terms.is_empty()));
        }
        Ok(Atom { label: raw.to_owned(), groups })
    }

    /// `=word`: the spelling as typed.
    pub fn spelled(&mut self, raw: &str, target: Target) -> Result<Atom, Error> {
        Ok(Atom { label: format!("={raw}"), groups: vec![self.spellings(raw, target, false, false)?] })
    }

    fn spellings(&self, raw: &str, target: Target, script: bool, variants: bool) -> Result<Group, Error> {
        let field = self.exact_field(target);
        let folded = fold(raw);
        let own = spelling(raw);
        let cyrillic = has_cyrillic(raw);
        let mut terms = HashMap::new();
        for (term, count) in self.snapshot.spellings(field, &folded)? {
            let text = String::from_utf8_lossy(&term).into_owned();
            let spelled = text.split_once(SPELLING).map_or(text.as_str(), |(_, spelled)| spelled);
            let reason = if spelled == own {
                Reason::Exact
            } else if has_cyrillic(spelled) != cyrillic {
                Reason::OtherScript
            } else {
                Reason::Variant
            };
            let wanted = match reason {
                Reason::OtherScript => script,
                Reason::Variant => variants,
                _ => true,
            };
            if wanted {
                terms.insert(term, Variant { count, reason });
            }
        }
        Ok(Group { what: "spelling".into(), field, boost: self.own_weight, terms })
    }

    fn stems(&mut self, raw: &str, target: Target) -> Result<Vec<Group>, Error> {
        let cyrillic = has_cyrillic(raw);
        let stems = self.analyzer.analyse(raw).stems.clone();
        let mut groups = Vec::new();
        for stem in stems {
            let mut terms = HashMap::new();
            for ending in ["", CYRILLIC] {
                if !self.layers.script && (ending == CYRILLIC) != cyrillic {
                    continue;
                }
                let (field, term) = match target {
                    Target::Text => (self.snapshot.fields.stem, format!("{stem}{ending}")),
                    Target::Stacked(field) => (field, format!("{STACKED_STEM}{stem}{ending}")),
                };
                let count = self.snapshot.count(field, term.as_bytes())?;
                if count > 0 {
                    terms.insert(term.into_bytes(), Variant { count, reason: Reason::Inflected });
                }
            }
            let field = match target {
                Target::Text => self.snapshot.fields.stem,
                Target::Stacked(field) => field,
            };
            groups.push(Group { what: format!("stem {stem}"), field, boost: 1.0, terms });
        }
        Ok(groups)
    }

    /// `trans*`: words by pattern.
    pub fn wildcard(&self, pattern: &str, target: Target) -> Result<Atom, Error> {
        let folded: Vec<String> = pattern.split('*').map(fold).collect();
        let automaton = OnFolded(Pattern::new(&folded.join("*"))?);
        self.by_automaton(pattern, "pattern", Reason::Wildcard, target, |field| self.snapshot.matching(field, &automaton))
    }

    /// `word~1`: words within an edit distance.
    pub fn fuzzy(&self, raw: &str, distance: u8, target: Target) -> Result<Atom, Error> {
        let automaton = OnFolded(Close::new(&fold(raw), distance));
        let mut atom = self.by_automaton(&format!("{raw}~{distance}"), "close", Reason::Fuzzy, target, |field| {
            self.snapshot.matching(field, &automaton)
        })?;
        // The word itself is no slip of itself.
        let own = self.spellings(raw, target, self.layers.script, self.layers.variants)?;
        for group in &mut atom.groups {
            for (term, variant) in &mut group.terms {
                if let Some(same) = own.terms.get(term) {
                    variant.reason = same.reason;
                }
            }
        }
        Ok(atom)
    }

    /// `/regex/` on the folded form of whole words.
    pub fn regex(&self, expression: &str, target: Target) -> Result<Atom, Error> {
        let automaton = OnFolded(regex(&folded_expression(expression))?);
        self.by_automaton(&format!("/{expression}/"), "expression", Reason::Wildcard, target, |field| {
            self.snapshot.matching(field, &automaton)
        })
    }

    fn by_automaton(
        &self,
        label: &str,
        what: &str,
        reason: Reason,
        target: Target,
        find: impl Fn(Field) -> Result<Terms, Error>,
    ) -> Result<Atom, Error> {
        let field = self.exact_field(target);
        let cyrillic = has_cyrillic(label);
        let terms = find(field)?
            .into_iter()
            .filter(|(term, _)| {
                let text = String::from_utf8_lossy(term);
                let spelled = text.split_once(SPELLING).map_or(text.as_ref(), |(_, spelled)| spelled);
                self.layers.script || has_cyrillic(spelled) == cyrillic
            })
            .map(|(term, count)| (term, Variant { count, reason }))
            .collect();
        Ok(Atom { label: label.to_owned(), groups: vec![Group { what: what.into(), field, boost: 1.0, terms }] })
    }

    /// One part of a person's name.
    pub fn name(&self, raw: &str, target: Target) -> Result<Atom, Error> {
        let mut groups = vec![self.spellings(raw, target, self.layers.script, self.layers.variants)?];
        let level = self.layers.names;
        let (field, before) = match target {
            Target::Text => (self.snapshot.fields.name, String::new()),
            Target::Stacked(field) => (field, STACKED_NAME.to_string()),
        };
        if level != names::Level::Strict && self.layers.variants {
            groups.extend(self.name_keys(raw, target, 0)?);
        }
        if level == names::Level::Wide && self.layers.variants {
            groups.push(self.wide_name(raw, field, &before)?);
        }
        Ok(Atom { label: raw.to_owned(), groups })
    }

    /// The entries under the keys of a name: other renderings, and other cases of them where the key without ending has so many letters.
    fn name_keys(&self, raw: &str, target: Target, least_base: usize) -> Result<[Group; 2], Error> {
        let (field, before) = match target {
            Target::Text => (self.snapshot.fields.name, String::new()),
            Target::Stacked(field) => (field, STACKED_NAME.to_string()),
        };
        let mut classes = HashMap::new();
        let mut bases = HashMap::new();
        for key in names::keys(raw) {
            let term = format!("{before}{key}").into_bytes();
            let count = self.snapshot.count(field, &term)?;
            if count == 0 {
                continue;
            }
            if key.starts_with(|c: char| c.is_ascii_uppercase() || c == '=') {
                classes.insert(term, Variant { count, reason: Reason::Variant });
            } else if self.layers.inflection && key.len() >= least_base {
                bases.insert(term, Variant { count, reason: Reason::Inflected });
            }
        }
        Ok([
            Group { what: "name key".into(), field, boost: 0.8, terms: classes },
            Group { what: "name key without ending".into(), field, boost: 0.7, terms: bases },
        ])
    }

    /// A part of a full name where another part vouches for it: one letter of its key may differ (Muhamed, Muhamet).
    pub fn loosely(&self, raw: &str, target: Target) -> Result<Atom, Error> {
        let (field, before) = match target {
            Target::Text => (self.snapshot.fields.name, String::new()),
            Target::Stacked(field) => (field, STACKED_NAME.to_string()),
        };
        let mut group = self.wide_name(raw, field, &before)?;
        group.terms.retain(|_, variant| variant.reason == Reason::Fuzzy);
        Ok(Atom { label: format!("{raw} (one letter)"), groups: vec![group] })
    }

    /// Keys one letter away, and the consonants under which Latin and Arabic writing meet.
    fn wide_name(&self, raw: &str, field: Field, before: &str) -> Result<Group, Error> {
        let mut terms = HashMap::new();
        for key in names::class_keys(raw).iter().filter(|key| key.len() >= 5) {
            let close = Close::new(&format!("{before}{key}"), 1);
            for (term, count) in self.snapshot.matching(field, &close)? {
                let class = term.get(before.len()..).is_some_and(|k| k.len() >= 4 && k.iter().all(u8::is_ascii_uppercase));
                if class && term.starts_with(before.as_bytes()) {
                    terms.insert(term, Variant { count, reason: Reason::Fuzzy });
                }
            }
        }
        if let Some(skeleton) = names::skeleton_key(raw).filter(|s| s.len() > 2) {
            let term = format!("{before}{skeleton}").into_bytes();
            let count = self.snapshot.count(field, &term)?;
            if count > 0 {
                terms.insert(term, Variant { count, reason: Reason::OtherScript });
            }
        }
        Ok(Group { what: "name key, wide".into(), field, boost: 0.5, terms })
    }

    /// A part of a name that is only an initial (`A.`, `Dž.`): itself, and every name that begins with that sound.
    pub fn beginning(&self, raw: &str, target: Target) -> Result<Atom, Error> {
        let mut atom = self.name(raw, target)?;
        if self.layers.names == names::Level::Strict || !self.layers.variants {
            return Ok(atom);
        }
        let (field, before) = match target {
            Target::Text => (self.snapshot.fields.name, String::new()),
            Target::Stacked(field) => (field, STACKED_NAME.to_string()),
        };
        let mut terms = HashMap::new();
        for key in names::class_keys(raw) {
            let from = format!("{before}{key}");
            for (term, count) in self.snapshot.beginning(field, from.as_bytes())? {
                if term.get(from.len()..).is_some_and(|rest| rest.iter().all(u8::is_ascii_uppercase)) {
                    terms.insert(term, Variant { count, reason: Reason::Variant });
                }
            }
        }
        atom.groups.push(Group { what: "names with this initial".into(), field, boost: 0.3, terms });
        Ok(atom)
    }

    /// The initial letters a part of a name may be shortened to: `M`, `Dž`, `Xh`.
    pub fn initial(&self, raw: &str, target: Target) -> Result<Atom, Error> {
        let field = self.exact_field(target);
        let folded = fold(raw);
        let mut letters: Vec<String> = folded.chars().next().map(String::from).into_iter().collect();
        // The letters one class is written with, where a name begins with one of them.
        const WRITTEN: [&[&str]; 4] =
            [&["dz", "dzh", "xh", "gj", "d", "x", "j"], &["c", "q", "ch", "kj", "tch"], &["s", "sh"], &["z", "zh"]];
        for class in WRITTEN {
            if class.iter().any(|l| l.len() > 1 && folded.starts_with(l))
                || class.iter().any(|l| folded.starts_with(l) && folded.len() > 1)
            {
                letters.extend(class.iter().map(|l| (*l).to_owned()));
            }
        }
        letters.sort();
        letters.dedup();
        let mut terms = HashMap::new();
        for letter in letters.iter().filter(|letter| **letter != folded) {
            for (term, count) in self.snapshot.spellings(field, letter)? {
                terms.insert(term, Variant { count, reason: Reason::Variant });
            }
        }
        Ok(Atom { label: format!("{raw} (initial)"), groups: vec![Group { what: "initial".into(), field, boost: 0.3, terms }] })
    }

    /// Identifiers by their canonical terms.
    pub fn identifiers(&self, label: &str, asked: &[String]) -> Result<Atom, Error> {
        let field = self.snapshot.fields.ids;
        let mut terms = HashMap::new();
        for term in asked {
            let count = self.snapshot.count(field, term.as_bytes())?;
            if count > 0 {
                terms.insert(term.clone().into_bytes(), Variant { count, reason: Reason::Identifier });
            }
        }
        Ok(Atom { label: label.to_owned(), groups: vec![Group { what: "identifier".into(), field, boost: 2.0, terms }] })
    }
}

/// The letters of a regular expression folded like the words it is held against; what a backslash introduces stays.
fn folded_expression(expression: &str) -> String {
    let mut out = String::with_capacity(expression.len());
    let mut chars = expression.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                out.push(c);
                let class = chars.next();
                out.extend(class);
                // `\p{…}` and `\x{…}` carry letters that are not text.
                if matches!(class, Some('p' | 'P' | 'x' | 'u')) && chars.as_str().starts_with('{') {
                    for inner in chars.by_ref() {
                        out.push(inner);
                        if inner == '}' {
                            break;
                        }
                    }
                }
            }
            c if c.is_alphabetic() => out.push_str(&fold(c.encode_utf8(&mut [0; 4]))),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::folded_expression;

    #[test]
    fn letters_of_an_expression_are_folded_and_its_signs_are_not() {
        assert_eq!(folded_expression("Krijum[čц]ar\\W+\\p{Lu}š?"), "krijum[cc]ar\\W+\\p{Lu}s?");
    }
}
