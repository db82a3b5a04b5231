//! Two versions of an act: articles added, gone, renumbered, moved, changed word by word.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

use super::{Act, Article};

/// What became of one article.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    Added {
        article: String,
        heading: Option<String>,
    },
    Gone {
        article: String,
        heading: Option<String>,
    },
    /// The same text under another number; `words` says what else changed.
    Renumbered {
        from: String,
        to: String,
        heading: Option<String>,
        words: Vec<Piece>,
    },
    /// The same article in another chapter.
    Moved {
        article: String,
        from: String,
        to: String,
    },
    /// A part, title or chapter with another heading.
    Retitled {
        division: String,
        from: Option<String>,
        to: Option<String>,
    },
    Changed {
        article: String,
        heading: Option<String>,
        words: Vec<Piece>,
    },
}

/// A run of words that is in both versions, only in the old, or only in the new.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    pub kind: PieceKind,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PieceKind {
    Same,
    Old,
    New,
}

/// All changes from `old` to `new`, in the order of the new version, gone articles last.
pub fn diff(old: &Act, new: &Act) -> Vec<Change> {
    let old_articles: HashMap<String, &Article> = keyed(old);
    let new_articles: HashMap<String, &Article> = keyed(new);
    let gone: Vec<(&String, &&Article)> =
        sorted(old, &old_articles).into_iter().filter(|(key, _)| !new_articles.contains_key(*key)).collect();
    let mut taken = HashSet::new();
    let mut out = Vec::new();
    for (key, article) in sorted(new, &new_articles) {
        match old_articles.get(key) {
            Some(before) => {
                if text(before) != text(article) {
                    out.push(Change::Changed {
                        article: article.number.clone(),
                        heading: article.heading.clone(),
                        words: words(&text(before), &text(article)),
                    });
                }
                let (from, to) = (place(old, before), place(new, article));
                if from != to {
                    out.push(Change::Moved { article: article.number.clone(), from, to });
                }
            }
            None => {
                let twin = gone
                    .iter()
                    .filter(|(key, _)| !taken.contains(*key))
                    .map(|(key, before)| (key, before, likeness(before, article)))
                    .filter(|(_, _, likeness)| *likeness >= 0.75)
                    .max_by(|a, b| a.2.total_cmp(&b.2));
                match twin {
                    Some((old_key, before, _)) => {
                        taken.insert(*old_key);
                        out.push(Change::Renumbered {
                            from: before.number.clone(),
                            to: article.number.clone(),
                            heading: article.heading.clone(),
                            words: words(&text(before), &text(article)),
                        });
                    }
                    None => out.push(Change::Added { article: article.number.clone(), heading: article.heading.clone() }),
                }
            }
        }
    }
    let before = headings(old);
    for (division, to) in headings(new) {
        if let Some((_, from)) = before.iter().find(|(known, _)| *known == division)
            && *from != to
        {
            out.push(Change::Retitled { division, from: from.clone(), to });
        }
    }
    for (key, article) in gone {
        if !taken.contains(key) {
            out.push(Change::Gone { article: article.number.clone(), heading: article.heading.clone() });
        }
    }
    out
}

/// The divisions by their labels, with the headings; of two that are called alike in the same place only the first.
fn headings(act: &Act) -> Vec<(String, Option<String>)> {
    let mut out: Vec<(String, Option<String>)> = Vec::new();
    for (index, division) in act.divisions.iter().enumerate() {
        let labels = act.path(Some(index)).into_iter().filter_map(|at| act.divisions.get(at)).map(|d| d.label.as_str());
        let name = labels.collect::<Vec<_>>().join(" › ");
        if !out.iter().any(|(known, _)| *known == name) {
            out.push((name, division.heading.clone()));
        }
    }
    out
}

/// Articles by number; those of an appendix, and second copies of a number, by number and occurrence.
fn keyed(act: &Act) -> HashMap<String, &Article> {
    let mut out = HashMap::new();
    for (key, article) in keys(act).into_iter().zip(&act.articles) {
        out.insert(key, article);
    }
    out
}

fn keys(act: &Act) -> Vec<String> {
    let mut times: HashMap<String, usize> = HashMap::new();
    act.articles
        .iter()
        .map(|article| {
            let name = if article.appendix { format!("appendix {}", article.number) } else { article.number.clone() };
            let time = times.entry(name.clone()).or_default();
            *time += 1;
            if *time == 1 { name } else { format!("{name} ({time})") }
        })
        .collect()
}

fn sorted<'a>(act: &Act, articles: &'a HashMap<String, &'a Article>) -> Vec<(&'a String, &'a &'a Article)> {
    keys(act).iter().filter_map(|key| articles.get_key_value(key)).collect()
}

fn text(article: &Article) -> String {
    match &article.heading {
        Some(heading) => format!("{heading}\n{}", article.text()),
        None => article.text(),
    }
}

fn place(act: &Act, article: &Article) -> String {
    act.place(article).iter().map(|division| division.label.as_str()).collect::<Vec<_>>().join(" › ")
}

/// Share of words two articles have in common, numbers of paragraphs and articles left out.
fn likeness(a: &Article, b: &Article) -> f32 {
    let words = |article: &Article| -> Vec<String> {
        text(article).split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1).map(str::to_lowercase).collect()
    };
    let (a, b) = (words(a), words(b));
    // Two short "deleted" articles are not the same article.
    if a.len() < 5 || b.len() < 5 || a.len() > 3 * b.len() || b.len() > 3 * a.len() {
        return 0.0;
    }
    let mut counts: HashMap<&String, isize> = HashMap::new();
    for word in &a {
        *counts.entry(word).or_default() += 1;
    }
    let common = b
        .iter()
        .filter(|word| {
            counts.get_mut(word).is_some_and(|count| {
                *count -= 1;
                *count >= 0
            })
        })
        .count();
    2.0 * common as f32 / (a.len() + b.len()) as f32
}

/// Word-level pieces; equal neighbours are one piece.
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    let diff = TextDiff::from_words(old, new);
    let mut out: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => PieceKind::Same,
            ChangeTag::Delete => PieceKind::Old,
            ChangeTag::Insert => PieceKind::New,
        };
        match out.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => out.push(Piece { kind, text: change.value().to_string() }),
        }
    }
    out
}
