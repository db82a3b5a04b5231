//! Which variants of each word were asked for and what each of them gave; words that exist where nothing was found.

use super::automata::{Close, OnFolded};
use super::clause::{Clause, Variant};
use super::error::Error;
use super::layers::Reason;
use super::plan::Plan;
use super::schema::{CYRILLIC, SPELLING, STACKED_NAME, STACKED_STEM};
use super::snapshot::Snapshot;
use crate::language::fold::fold;

/// One clause of the query and what its words gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    pub clause: String,
    /// Documents that fulfil the clause.
    pub documents: usize,
    /// Excluded by NOT.
    pub negated: bool,
    pub variants: Vec<ExplainedVariant>,
    /// Terms of the glossary and aliases that were asked for, each with its note.
    pub alternatives: Vec<(String, String)>,
    /// Variants beyond those listed.
    pub more: usize,
}

/// One term that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedVariant {
    /// The word of the query it belongs to.
    pub word: String,
    /// How it was derived: "spelling", "stem krijumc".
    pub layer: String,
    pub term: String,
    pub reason: Reason,
    pub documents: usize,
}

/// Variants listed for one clause; a wildcard may have thousands. What is left out is counted.
const LISTED: usize = 60;

/// Explain every clause.
pub fn explain(plan: &Plan, clause_documents: &[usize], snapshot: &Snapshot) -> Result<Vec<Explained>, Error> {
    let mut all = Vec::new();
    for (clause, documents) in plan.clauses.iter().zip(clause_documents) {
        let mut wanted: Vec<(&str, &str, tantivy::schema::Field, &[u8], Variant)> = Vec::new();
        for atom in &clause.atoms {
            for group in &atom.groups {
                for (term, variant) in &group.terms {
                    wanted.push((&atom.label, &group.what, group.field, term, *variant));
                }
            }
        }
        // Stable order: by word, its own spellings first, then by how many entries each gave, then by term.
        wanted.sort_by(|a, b| (b.4.count, a.3).cmp(&(a.4.count, b.3)));
        let more = wanted.len().saturating_sub(LISTED);
        wanted.truncate(LISTED);
        let order = |label: &str| clause.atoms.iter().position(|a| a.label == label);
        wanted.sort_by_key(|w| (order(w.0), w.1 != "spelling"));
        let mut variants = Vec::new();
        for (word, layer, field, term, variant) in wanted {
            variants.push(ExplainedVariant {
                word: word.to_owned(),
                layer: layer.to_owned(),
                term: shown(term),
                reason: variant.reason,
                documents: snapshot.documents_with(field, std::slice::from_ref(&term.to_vec()))?.len(),
            });
        }
        let alternatives = clause
            .alternatives
            .iter()
            .filter_map(|alternative| Some((alternative.label.clone(), alternative.note.clone()?)))
            .collect();
        all.push(Explained {
            clause: clause.label.clone(),
            documents: *documents,
            negated: clause.negated,
            variants,
            alternatives,
            more,
        });
    }
    Ok(all)
}

/// A term of the index as a person reads it.
fn shown(term: &[u8]) -> String {
    let text = String::from_utf8_lossy(term);
    let text = text.trim_start_matches([STACKED_STEM, STACKED_NAME]);
    if let Some(stem) = text.strip_suffix(CYRILLIC) {
        return format!("{stem} (Cyrillic)");
    }
    text.split_once(SPELLING).map_or_else(|| text.to_owned(), |(_, spelled)| spelled.to_owned())
}

/// Words of the index near those of clauses that gave nothing: (clause, words, most frequent first).
pub fn near_words(
    clauses: &[Clause],
    clause_documents: &[usize],
    snapshot: &Snapshot,
) -> Result<Vec<(String, Vec<String>)>, Error> {
    let mut all = Vec::new();
    for (clause, documents) in clauses.iter().zip(clause_documents) {
        // Nobody typed the terms of a glossary.
        let from_glossary =
            (clause.alternatives.iter()).any(|alternative| matches!(alternative.reason, Some(Reason::Glossary | Reason::Slang)));
        if *documents > 0 || clause.negated || from_glossary {
            continue;
        }
        for atom in clause.atoms.iter().filter(|atom| atom.count() == 0) {
            let word = fold(atom.label.trim_start_matches('='));
            let length = word.chars().count();
            if length < 3 || !word.chars().all(char::is_alphanumeric) {
                continue;
            }
            let mut near: Vec<(u8, u64, String)> = Vec::new();
            for distance in if length > 5 { 1..=2 } else { 1..=1u8 } {
                for (term, count) in snapshot.matching(snapshot.fields.exact, &OnFolded(Close::new(&word, distance)))? {
                    let term = shown(&term);
                    if !near.iter().any(|(_, _, known)| *known == term) {
                        near.push((distance, count, term));
                    }
                }
            }
            near.sort_by(|a, b| (a.0, std::cmp::Reverse(a.1), &a.2).cmp(&(b.0, std::cmp::Reverse(b.1), &b.2)));
            near.truncate(6);
            if !near.is_empty() {
                all.push((atom.label.clone(), near.into_iter().map(|(_, _, term)| term).collect()));
            }
        }
    }
    all.dedup();
    Ok(all)
}
