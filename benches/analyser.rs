//! How fast a text goes through the chain of words, on one thread.
//!
//! `cargo bench --bench analyser -- FILE…` where each FILE is a text, or a treebank (`.conllu`: its `# text =` lines). The texts are read as one, again and again
//! with other analysers, the best of five runs counts.

use rogatory::identifiers::{self, Hints};
use rogatory::language::analyzer::{Analyzer, words};
use rogatory::language::detect::detect;
use rogatory::language::fold::fold_into;
use std::collections::HashSet;
use std::hint::black_box;
use std::time::Instant;

fn main() {
    let mut text = String::new();
    for file in std::env::args().skip(1).filter(|a| !a.starts_with("--")) {
        let read = std::fs::read(&file).map(|b| String::from_utf8_lossy(&b).into_owned()).unwrap_or_default();
        if file.ends_with(".conllu") {
            for line in read.lines().filter_map(|l| l.strip_prefix("# text = ")) {
                text.push_str(line);
                text.push('\n');
            }
        } else {
            text.push_str(&read);
        }
    }
    if text.is_empty() {
        println!("analyser: no text given, nothing measured (see the head of this file)");
        return;
    }
    let all = words(&text).count();
    let distinct: HashSet<&str> = words(&text).map(|w| w.of(&text)).collect();
    println!("{:.2} MB, {all} words, {} distinct", text.len() as f64 / 1e6, distinct.len());
    let run = |what: &str, mut work: Box<dyn FnMut() + '_>| {
        let best = (0..5)
            .map(|_| {
                let start = Instant::now();
                work();
                start.elapsed().as_secs_f64()
            })
            .fold(f64::MAX, f64::min);
        println!("{what:<44} {:>8.1} MB/s", text.len() as f64 / 1e6 / best);
    };
    run(
        "words",
        Box::new(|| {
            for w in words(&text) {
                black_box(w);
            }
        }),
    );
    let mut folded = String::new();
    run(
        "words, fold",
        Box::new(|| {
            for w in words(&text) {
                folded.clear();
                fold_into(w.of(&text), &mut folded);
                black_box(&folded);
            }
        }),
    );
    let afresh = Analyzer::new();
    run(
        "whole chain, nothing remembered",
        Box::new(|| {
            for w in words(&text) {
                black_box(afresh.analyse_afresh(w.of(&text)));
            }
        }),
    );
    run(
        "whole chain, new analyser",
        Box::new(|| {
            let mut analyser = Analyzer::new();
            for w in words(&text) {
                black_box(analyser.analyse(w.of(&text)));
            }
        }),
    );
    let mut analyser = Analyzer::new();
    run(
        "whole chain, analyser that has seen the words",
        Box::new(|| {
            for w in words(&text) {
                black_box(analyser.analyse(w.of(&text)));
            }
        }),
    );
    let hints = Hints::of(&["RS", "AL"]);
    let pages: Vec<&str> = pages(&text);
    run(
        "identifiers, page by page",
        Box::new(|| {
            for p in &pages {
                black_box(identifiers::find(p, &hints));
            }
        }),
    );
    run(
        "language, page by page",
        Box::new(|| {
            for p in &pages {
                black_box(detect(p));
            }
        }),
    );
}

/// Stretches of about 3,000 bytes, cut between lines.
fn pages(text: &str) -> Vec<&str> {
    let mut pages = Vec::new();
    let mut from = 0;
    for (i, _) in text.match_indices('\n') {
        if i - from > 3000 {
            pages.push(&text[from..i]);
            from = i;
        }
    }
    pages.push(&text[from..]);
    pages
}
