//! A shelf: texts that are no evidence (acts, provisions), searched with the same words and the same grammar.
//!
//! The texts stay where they are; whoever asks hands them over again for the passages. A unit (an article) must have all the
//! words, not the whole text: an act of 500 articles has nearly every word somewhere.

use std::path::Path;

use super::error::Error;
use super::evaluate::{Within, evaluate};
use super::explain::near_words;
use super::index::Index;
use super::layers::Layers;
use super::marks::Marker;
use super::passages::{Passage, passages};
use super::plan::{Knowledge, Refused, plan};
use super::query::Expr;
use super::snapshot::Snapshot;
use super::writer::{IndexDocument, IndexUnit};
use crate::extract::{Locator, Part};

/// Memory for building a shelf, in MiB.
const MEMORY: u64 = 64;
/// Passages shown of one unit.
const PASSAGES: usize = 2;

/// An index over texts outside a case.
pub struct Shelf {
    index: Index,
}

/// One text with its units.
#[derive(Debug, Clone, Default)]
pub struct ShelfText<'a> {
    /// A number of the caller's own, from 1.
    pub document: i64,
    /// What `path:` finds.
    pub name: &'a str,
    pub title: &'a str,
    /// A date, for `date:`.
    pub date: Option<&'a str>,
    /// Language group with script, for `lang:`.
    pub language: &'a str,
    /// In order; the first has ordinal 1.
    pub units: &'a [String],
}

/// A unit that fulfils the query.
#[derive(Debug, Clone)]
pub struct ShelfHit {
    pub document: i64,
    /// From 1.
    pub ordinal: u32,
    pub score: f32,
    pub matches: usize,
    pub passages: Vec<Passage>,
}

/// What was found.
#[derive(Debug, Clone, Default)]
pub struct ShelfFound {
    /// Units that fulfil the query, those not shown included.
    pub total: usize,
    /// Best first.
    pub hits: Vec<ShelfHit>,
    /// For words that gave nothing: words near them that exist.
    pub near_words: Vec<(String, Vec<String>)>,
    pub notes: Vec<String>,
}

impl Shelf {
    /// Open the shelf in a folder.
    ///
    /// # Errors
    /// As [`Index::open`].
    pub fn open(folder: &Path) -> Result<Shelf, Error> {
        Ok(Shelf { index: Index::open(folder)? })
    }

    /// Build a shelf in an empty folder, or in memory.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn build<'a>(folder: Option<&Path>, texts: impl IntoIterator<Item = ShelfText<'a>>) -> Result<Shelf, Error> {
        let index = match folder {
            Some(folder) => Index::create(folder)?,
            None => Index::in_memory()?,
        };
        put(&index, texts, &[])?;
        Ok(Shelf { index })
    }

    /// Put texts on the shelf in a folder, each in the place of its older version, and take `gone` off it. The folder is made where
    /// there is none. What stands there already stays as it is.
    ///
    /// # Errors
    /// Where the folder cannot be written, or another process is writing it; then everything is as before.
    pub fn update<'a>(folder: &Path, texts: impl IntoIterator<Item = ShelfText<'a>>, gone: &[i64]) -> Result<Shelf, Error> {
        let index = if folder.is_dir() {
            Index::open(folder)?
        } else {
            std::fs::create_dir_all(folder).map_err(|error| Error::Io(format!("{}: {error}", folder.display())))?;
            Index::create(folder)?
        };
        put(&index, texts, gone)?;
        drop(index);
        Shelf::open(folder)
    }

    /// Units that fulfil the query, best first. `of` tells which texts are in scope, `text` hands over a unit's text.
    ///
    /// # Errors
    /// [`Refused::Query`] where something asked for does not exist or cannot be used.
    pub fn search(
        &self,
        query: &Expr,
        layers: Layers,
        context: usize,
        limit: usize,
        of: impl Fn(i64) -> bool,
        text: impl Fn(i64, u32) -> Option<String>,
    ) -> Result<ShelfFound, Refused> {
        let knowledge = Knowledge::default();
        let snapshot = Snapshot::open(&self.index)?;
        let plan = plan(Some(query), Vec::new(), &snapshot, layers, &knowledge)?;
        let outcome = evaluate(&plan, &snapshot, Within::Unit)?;
        let documents: Vec<u32> = outcome.documents.iter().filter(|document| of(i64::from(*document))).collect();
        let mut units: Vec<(u32, u32, f32)> = outcome
            .units(&snapshot, &documents)
            .into_iter()
            .flat_map(|(document, units)| units.into_iter().map(move |unit| (document, unit.ordinal, unit.score)))
            .collect();
        units.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
        let near_words =
            if units.is_empty() { near_words(&plan.clauses, &outcome.clause_documents, &snapshot)? } else { Vec::new() };
        let mut marker = Marker::new(&plan.clauses, &snapshot.fields, &knowledge.hints);
        let hits = units
            .iter()
            .take(limit)
            .filter_map(|&(document, ordinal, score)| {
                let text = text(i64::from(document), ordinal)?;
                let marked = marker.mark(&text);
                Some(ShelfHit {
                    document: i64::from(document),
                    ordinal,
                    score,
                    matches: marked.matches,
                    passages: passages(&text, &marked, context, PASSAGES),
                })
            })
            .collect();
        Ok(ShelfFound { total: units.len(), hits, near_words, notes: plan.notes })
    }
}

fn put<'a>(index: &Index, texts: impl IntoIterator<Item = ShelfText<'a>>, gone: &[i64]) -> Result<(), Error> {
    let mut writer = index.writer(MEMORY)?;
    for document in gone {
        writer.remove(*document)?;
    }
    for text in texts {
        let locators: Vec<Locator> =
            (1..).take(text.units.len()).map(|number| Locator::Paragraph { number, last: None, heading: None }).collect();
        let units: Vec<IndexUnit<'_>> = text
            .units
            .iter()
            .zip(&locators)
            .zip(1..)
            .map(|((unit, locator), ordinal)| IndexUnit {
                ordinal,
                locator,
                part: Part::Body,
                text: unit,
                language: Some(text.language),
                confidence: None,
                time: None,
            })
            .collect();
        writer.put(&IndexDocument {
            document: text.document,
            paths: &[text.name.to_owned()],
            title: Some(text.title),
            date: text.date,
            languages: &[text.language.to_owned()],
            units: &units,
            ..IndexDocument::default()
        })?;
    }
    writer.commit(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::parse;

    #[test]
    fn an_article_must_have_all_the_words_and_either_script_finds_it() {
        let units = [
            "Član 350. Nedozvoljen prelaz državne granice i krijumčarenje ljudi".to_owned(),
            "Član 388. Trgovina ljudima radi eksploatacije".to_owned(),
        ];
        let text = ShelfText {
            document: 1,
            name: "XX-CC",
            title: "Code (fictional)",
            language: "hbs-Latn",
            units: &units,
            ..Default::default()
        };
        let shelf = Shelf::build(None, [text]).unwrap();
        let ask = |query: &str| {
            let query = parse(query).unwrap().query;
            shelf
                .search(&query, Layers::default(), 8, 10, |_| true, |_, ordinal| units.get(ordinal as usize - 1).cloned())
                .unwrap()
        };
        let found = ask("кријумчарење");
        assert_eq!(found.hits.iter().map(|hit| hit.ordinal).collect::<Vec<_>>(), [1]);
        assert!(found.hits[0].passages[0].text.contains("krijumčarenje"));
        assert_eq!(ask("granica eksploatacija").total, 0);
        assert_eq!(ask("ljudi").total, 2);
    }

    #[test]
    fn forms_that_begin_otherwise_are_marked_too() {
        for (text, query, marked) in [
            ("They went over the river.", "go", "went"),
            ("Најбољи возач је дошао.", "dobar", "Најбољи"),
            ("Cijena puta je plaćena.", "cena", "Cijena"),
            ("Die Schlepper fuhren ueber den Fluss.", "über", "ueber"),
        ] {
            let units = [text.to_owned()];
            let shelved = ShelfText { document: 1, name: "XX", title: "Text (fictional)", units: &units, ..Default::default() };
            let shelf = Shelf::build(None, [shelved]).unwrap();
            let query = parse(query).unwrap().query;
            let found = shelf.search(&query, Layers::default(), 8, 10, |_| true, |_, _| Some(text.to_owned())).unwrap();
            let Some(passage) = found.hits.first().and_then(|hit| hit.passages.first()) else { panic!("{text}: nothing marked") };
            let shown: Vec<String> =
                passage.marks.iter().map(|(s, e, _)| passage.text.chars().skip(*s).take(e - s).collect()).collect();
            assert_eq!(shown, [marked], "{text}");
        }
    }

    #[test]
    fn a_shelf_is_changed_where_it_stands() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("shelf");
        let put = |document: i64, word: &str, gone: &[i64]| {
            let units = [format!("Article 1. {word}")];
            let text = ShelfText {
                document,
                name: "XX",
                title: "Code (fictional)",
                language: "en",
                units: &units,
                ..Default::default()
            };
            Shelf::update(&folder, [text], gone).unwrap()
        };
        let found = |shelf: &Shelf, word: &str| {
            let query = parse(word).unwrap().query;
            shelf.search(&query, Layers::default(), 8, 10, |_| true, |_, _| Some(word.to_owned())).unwrap().total
        };
        put(1, "border", &[]);
        let shelf = put(2, "river", &[]);
        assert_eq!((found(&shelf, "border"), found(&shelf, "river")), (1, 1));
        // A newer version takes the place of the older one; what is gone is found no more.
        let shelf = put(2, "bridge", &[1]);
        assert_eq!((found(&shelf, "border"), found(&shelf, "river"), found(&shelf, "bridge")), (0, 0, 1));
    }
}
