//! What an answer is worth: recall, precision, average precision, nDCG. Each is for one query; figures are their means over queries.

use std::collections::BTreeMap;

type Relevant = BTreeMap<usize, f64>;

/// Share of the relevant documents that were found.
pub fn recall(hits: &[usize], relevant: &Relevant) -> f64 {
    share(hits.iter().filter(|h| relevant.contains_key(h)).count(), relevant.len())
}

/// Share of the hits that are relevant; an empty answer counts 0.
pub fn precision(hits: &[usize], relevant: &Relevant) -> f64 {
    share(hits.iter().filter(|h| relevant.contains_key(h)).count(), hits.len())
}

/// Mean of the precisions at each relevant hit, over the first 1,000 hits.
pub fn average_precision(hits: &[usize], relevant: &Relevant) -> f64 {
    let mut found = 0;
    let mut sum = 0.0;
    for (i, hit) in hits.iter().take(1000).enumerate() {
        if relevant.contains_key(hit) {
            found += 1;
            sum += share(found, i + 1);
        }
    }
    if relevant.is_empty() { 0.0 } else { sum / relevant.len() as f64 }
}

/// Gain discounted by the logarithm of the rank, over the ideal order of all judged documents.
pub fn ndcg(hits: &[usize], relevant: &Relevant, at: usize) -> f64 {
    let dcg = |gains: &mut dyn Iterator<Item = f64>| -> f64 {
        gains.take(at).enumerate().map(|(i, g)| g / (i as f64 + 2.0).log2()).sum()
    };
    let mut best: Vec<f64> = relevant.values().copied().collect();
    best.sort_by(|a, b| b.total_cmp(a));
    let ideal = dcg(&mut best.into_iter());
    let ours = dcg(&mut hits.iter().map(|h| relevant.get(h).copied().unwrap_or(0.0)));
    if ideal > 0.0 { ours / ideal } else { 0.0 }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}
