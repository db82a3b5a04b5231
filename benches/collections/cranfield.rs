//! B13 and B17: Cranfield's 1,400 abstracts and 225 questions (`cran.all.1400`, `cran.qry`, `cranqrel`).

use super::{Collection, Query};
use std::collections::BTreeMap;
use std::path::Path;

/// The collection; `None` if a file is missing. Gain of a judged document is 5 less its grade (1 is best, 4 least).
pub fn read(folder: &Path) -> Option<Collection> {
    let file = |name: &str| std::fs::read(folder.join(name)).ok().map(|b| String::from_utf8_lossy(&b).into_owned());
    let (all, questions, judged) = (file("cran.all.1400")?, file("cran.qry")?, file("cranqrel")?);
    let documents = entries(&all, &[".T", ".W"]);
    let mut queries: Vec<Query> = entries(&questions, &[".W"])
        .into_iter()
        .map(|text| Query { set: "cranfield".into(), text, relevant: BTreeMap::new() })
        .collect();
    // Questions are numbered by their order, documents from 1.
    for line in judged.lines() {
        let numbers: Vec<i64> = line.split_whitespace().filter_map(|n| n.parse().ok()).collect();
        if let [query, document, grade, ..] = numbers[..]
            && (1..=4).contains(&grade)
            && let (Ok(query), Ok(document)) = (usize::try_from(query - 1), usize::try_from(document - 1))
            && let Some(q) = queries.get_mut(query).filter(|_| document < documents.len())
        {
            q.relevant.insert(document, 5.0 - grade as f64);
        }
    }
    Some(Collection { documents, queries })
}

/// The text of each entry (`.I` begins one), of the sections named.
fn entries(file: &str, sections: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut wanted = false;
    for line in file.lines() {
        let head = line.split_whitespace().next().unwrap_or_default();
        if head == ".I" {
            all.push(String::new());
            wanted = false;
        } else if line.len() == 2 && head.starts_with('.') {
            wanted = sections.contains(&head);
        } else if wanted && let Some(text) = all.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    all
}

/// Documents put at random into files of `size` pages (B17): the pages of each file. The same seed gives the same files.
pub fn bundles(documents: usize, size: usize, seed: u64) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..documents).collect();
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    for i in (1..order.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        order.swap(i, (state % (i as u64 + 1)) as usize);
    }
    order.chunks(size.max(1)).map(<[usize]>::to_vec).collect()
}
