//! Which candidates really are the headings of an act: the longest run whose numbers grow, and the runs that start again behind it.

use super::headings::Candidate;

/// What became of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// An article of the act proper.
    Article,
    /// An article of a run that starts again: annex, transitional provisions of an amending act.
    Appendix,
    /// The same number again, standing alone on its line inside the act: another version, or a slip of the publisher.
    Duplicate,
    /// A number that stands alone on its line but in the wrong place.
    OutOfOrder,
    /// A mention, or a number that fits nowhere.
    Mention,
}

/// Judge the candidates in the order of the text. `strong` says which stand alone on their line (or are Markdown headings).
pub fn judge(candidates: &[Candidate], strong: &[bool]) -> Vec<Verdict> {
    let mut verdicts = vec![Verdict::Mention; candidates.len()];
    let all: Vec<usize> = (0..candidates.len()).collect();
    let main = longest_run(candidates, strong, &all);
    for &index in &main {
        verdicts[index] = Verdict::Article;
    }
    let (Some(&first), Some(&last)) = (main.first(), main.last()) else { return verdicts };
    // What starts again behind the act, and what a short preface numbers before it.
    for mut rest in [(last + 1..candidates.len()).collect::<Vec<_>>(), (0..first).collect::<Vec<_>>()] {
        loop {
            let run = longest_run(candidates, strong, &rest);
            let strong_run = run.iter().filter(|&&index| strong[index]).count();
            if strong_run < 2 && !(run.len() == 1 && strong_run == 1 && candidates[run[0]].key.numbers == [1]) {
                break;
            }
            for &index in &run {
                verdicts[index] = Verdict::Appendix;
            }
            rest.retain(|index| !run.contains(index));
        }
    }
    // A heading that stands alone is never swallowed by the article before it, whatever its number.
    for index in first..=last {
        if verdicts[index] == Verdict::Mention && strong[index] {
            let again = main.iter().any(|&other| candidates[other].number == candidates[index].number);
            verdicts[index] = if again { Verdict::Duplicate } else { Verdict::OutOfOrder };
        }
    }
    verdicts
}

/// The heaviest chain of candidates in which each number may follow the one before. Standing alone on a line weighs more, and so does
/// being the direct successor, so that one stray large number does not swallow a hundred articles.
fn longest_run(candidates: &[Candidate], strong: &[bool], among: &[usize]) -> Vec<usize> {
    let mut best: Vec<(u32, Option<usize>)> = Vec::with_capacity(among.len());
    for (at, &index) in among.iter().enumerate() {
        let weight = if strong[index] { 4 } else { 2 };
        let mut entry = (weight, None);
        for earlier in (0..at).rev() {
            let before = &candidates[among[earlier]].key;
            let key = &candidates[index].key;
            if !key.follows(before) {
                continue;
            }
            let near = match (before.numbers.first(), key.numbers.first()) {
                (Some(a), Some(b)) if b.abs_diff(*a) <= 1 => 1,
                _ => 0,
            };
            let total = best[earlier].0 + weight + near;
            if total > entry.0 {
                entry = (total, Some(earlier));
            }
        }
        best.push(entry);
    }
    let mut run = Vec::new();
    let mut next = (0..best.len()).max_by_key(|&at| (best[at].0, std::cmp::Reverse(at)));
    while let Some(at) = next {
        run.push(among[at]);
        next = best[at].1;
    }
    run.reverse();
    run
}

/// Numbers missing between neighbours of the act proper: `["7", "12"]`. Only whole numbers are expected to be without gaps;
/// `also` are candidates that were found in the wrong place.
pub fn gaps(numbers: &[&Candidate], also: &[&Candidate]) -> Vec<String> {
    let mut out = Vec::new();
    for pair in numbers.windows(2) {
        let (before, after) = (&pair[0].key, &pair[1].key);
        if before.series != after.series || before.numbers.len() != after.numbers.len() {
            continue;
        }
        let head = before.numbers.len().saturating_sub(1);
        let (Some(common), Some(a), Some(b)) = (before.numbers.get(..head), before.numbers.last(), after.numbers.last()) else {
            continue;
        };
        if after.numbers.get(..head) != Some(common) {
            continue;
        }
        let covered = pair[0].through.filter(|_| head == 0).unwrap_or(*a);
        for missing in covered.max(*a) + 1..*b {
            let found = also.iter().any(|other| {
                other.key.series == before.series
                    && other.key.numbers.get(..head) == Some(common)
                    && other.key.numbers.get(head) == Some(&missing)
            });
            if !found {
                let mut number: Vec<String> = common.iter().map(u32::to_string).collect();
                number.push(missing.to_string());
                out.push(number.join("."));
            }
        }
    }
    out
}
