//! The bars of retrieval (B10 to B13, B17), measured through a real case: store, index, query grammar, ranking.
//!
//! `cargo bench --bench evaluate -- FOLDER` where FOLDER holds any of: Universal Dependencies treebanks (`*.conllu`) and Cranfield
//! (`cran.all.1400`, `cran.qry`, `cranqrel`). What is missing is said to be missing. Nothing of it is shipped with this program.
//!
//! The bars were set on development and test parts of seven treebanks; whoever has only a part compares with that in mind.

#[path = "../collections/mod.rs"]
mod collections;

use std::collections::BTreeMap;
use std::path::Path;

use collections::case::{Built, build};
use collections::measures::{average_precision, ndcg, precision, recall};
use collections::{Collection, Query, cranfield, words};
use rogatory::language::analyzer;
use rogatory::search::query::parse;
use rogatory::search::{Request, Searcher};

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let Some(folder) = std::env::args().skip(1).find(|a| !a.starts_with("--")) else {
        println!("evaluate: no data folder given, nothing measured (see the head of this file)");
        return Ok(());
    };
    let folder = Path::new(&folder);
    println!("{:<4} {:<38} {:>7} {:>8} {:>7}  {:<8} on", "bar", "what", "must", "stretch", "ours", "");
    single_words(folder)?;
    questions(folder)?;
    Ok(())
}

fn line(bar: &str, what: &str, must: Option<f64>, stretch: Option<f64>, ours: f64, on: &str) {
    let show = |v: Option<f64>| v.map_or("-".to_owned(), |v| format!("{v:.3}"));
    let verdict = match (must, stretch) {
        (_, Some(stretch)) if ours >= stretch => "stretch",
        (Some(must), _) if ours >= must => "reached",
        (Some(_), _) => "MISSED",
        (None, _) => "",
    };
    println!("{bar:<4} {what:<38} {:>7} {:>8} {ours:>7.4}  {verdict:<8} {on}", show(must), show(stretch));
}

/// Places of the documents found, best first. What does not parse finds nothing.
fn ask(searcher: &Searcher, query: &str, place: &BTreeMap<i64, usize>) -> Vec<usize> {
    let Ok(parsed) = parse(query) else { return Vec::new() };
    let request = Request { query: Some(parsed.query), ..Request::default() };
    match searcher.ranking(&request) {
        Ok(ranking) => ranking.iter().filter_map(|(id, _)| place.get(id).copied()).collect(),
        Err(_) => Vec::new(),
    }
}

fn places(built: &Built) -> BTreeMap<i64, usize> {
    built.ids.iter().enumerate().map(|(place, id)| (*id, place)).collect()
}

/// B10 to B12.
fn single_words(folder: &Path) -> Result<(), Failure> {
    // must and stretch of: recall, average precision, precision
    type Bars = (&'static str, [Option<f64>; 6]);
    const BARS: [Bars; 8] = [
        ("hbs", [Some(0.885), Some(0.92), Some(0.735), Some(0.765), Some(0.66), Some(0.75)]),
        ("hbs typed plainly", [Some(0.885), Some(0.92), None, None, None, None]),
        ("hbs typed in Cyrillic", [Some(0.885), Some(0.92), None, None, None, None]),
        ("sq", [Some(0.90), Some(0.92), Some(0.715), Some(0.745), None, None]),
        ("mk", [Some(0.95), Some(0.95), Some(0.62), Some(0.65), None, None]),
        ("en", [Some(0.96), Some(0.97), Some(0.835), Some(0.865), None, None]),
        ("de", [Some(0.81), Some(0.88), Some(0.70), Some(0.73), None, None]),
        ("it", [Some(0.92), Some(0.94), Some(0.735), Some(0.765), None, None]),
    ];
    let collection = words::read(folder);
    if collection.documents.is_empty() {
        println!("B10  no treebank in this folder");
        return Ok(());
    }
    let built = build(collection.documents.iter().map(|text| vec![text.clone()]))?;
    let place = places(&built);
    let mut sets: BTreeMap<&str, Vec<[f64; 3]>> = BTreeMap::new();
    for Query { set, text, relevant } in &collection.queries {
        let hits = ask(&built.searcher, text, &place);
        sets.entry(set).or_default().push([
            recall(&hits, relevant),
            average_precision(&hits, relevant),
            precision(&hits, relevant),
        ]);
    }
    for (set, bars) in BARS {
        let Some(figures) = sets.get(set) else {
            println!("B10  {set}: no data");
            continue;
        };
        let mean = |at: usize| figures.iter().map(|f| f[at]).sum::<f64>() / figures.len() as f64;
        let on = format!("{} queries, {} sentences", figures.len(), collection.documents.len());
        line("B10", &format!("recall of single words, {set}"), bars[0], bars[1], mean(0), &on);
        line("B11", &format!("mean average precision, {set}"), bars[2], bars[3], mean(1), &on);
        line("B12", &format!("precision, {set}"), bars[4], bars[5], mean(2), &on);
    }
    Ok(())
}

/// A question in plain words: any of them.
fn any_word(question: &str) -> String {
    let words: Vec<&str> = analyzer::words(question).filter_map(|w| question.get(w.start..w.end)).collect();
    words.join(" OR ")
}

/// B13 and B17.
fn questions(folder: &Path) -> Result<(), Failure> {
    let Some(Collection { documents, queries }) = cranfield::read(folder) else {
        println!("B13  no Cranfield in this folder");
        return Ok(());
    };
    let built = build(documents.iter().map(|text| vec![text.clone()]))?;
    let place = places(&built);
    let (mut gain, mut average, mut asked) = (0.0, 0.0, 0.0);
    for query in queries.iter().filter(|q| !q.relevant.is_empty()) {
        let hits = ask(&built.searcher, &any_word(&query.text), &place);
        gain += ndcg(&hits, &query.relevant, 10);
        average += average_precision(&hits, &query.relevant);
        asked += 1.0;
    }
    let on = format!("{asked} questions, {} abstracts", documents.len());
    line("B13", "nDCG@10, Cranfield", Some(0.363), Some(0.370), gain / asked, &on);
    line("B13", "mean average precision, Cranfield", Some(0.300), Some(0.305), average / asked, &on);

    const SEEDS: u64 = 3;
    let mut total = 0.0;
    for seed in 1..=SEEDS {
        let files = cranfield::bundles(documents.len(), 10, seed);
        let built = build(files.iter().map(|pages| pages.iter().map(|page| documents[*page].clone()).collect()))?;
        let place = places(&built);
        let mut gain = 0.0;
        for query in queries.iter().filter(|q| !q.relevant.is_empty()) {
            let mut relevant: BTreeMap<usize, f64> = BTreeMap::new();
            for (file, pages) in files.iter().enumerate() {
                let best = pages.iter().filter_map(|page| query.relevant.get(page)).copied().fold(0.0, f64::max);
                if best > 0.0 {
                    relevant.insert(file, best);
                }
            }
            gain += ndcg(&ask(&built.searcher, &any_word(&query.text), &place), &relevant, 10);
        }
        total += gain / asked;
    }
    line(
        "B17",
        "nDCG@10 of files by their best page",
        Some(0.39),
        None,
        total / SEEDS as f64,
        &format!("{on}, 10 a file, {SEEDS} seeds"),
    );
    Ok(())
}
