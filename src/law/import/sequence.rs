//! Which candidates really are the headings of an act: the longest run whose numbers grow, and the runs that start again behind it.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::headings::Candidate;
use crate::law::texts::{Act, Paragraph};

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

/// Numbers missing between neighbours of the act proper, as the facts write them ("7", "225.21", "R624.3"): first those that the copy
/// may hold, then those it does not hold. `also` are candidates that were found in the wrong place.
///
/// Plain numbers count on without holes, so a missing one is always told as missing. Composite ones count inside their chapter, a
/// repealed article leaves its number unused for good, and regulations take the numbers of the articles they carry out (R131-12 is
/// followed by R131-35): there a number is missing only if something in the copy begins with it.
pub fn holes(act: &Act, numbers: &[&Candidate], also: &[&Candidate]) -> (Vec<String>, Vec<String>) {
    let all = gaps(numbers, also);
    let (composite, plain): (Vec<String>, Vec<String>) = all.into_iter().partition(|number| number.contains('.'));
    if composite.is_empty() {
        return (plain, composite);
    }
    let begun: HashSet<String> = act
        .articles
        .iter()
        .flat_map(|article| article.heading.iter().chain(article.paragraphs.iter().flat_map(texts)))
        .chain(&act.front)
        .chain(&act.back)
        .filter_map(|text| begins_with_number(text))
        .collect();
    let bare = |number: &String| number.trim_start_matches(|c: char| c.is_alphabetic()).to_string();
    let (held, absent): (Vec<String>, Vec<String>) = composite.into_iter().partition(|number| begun.contains(&bare(number)));
    (plain.into_iter().chain(held).collect(), absent)
}

fn texts(paragraph: &Paragraph) -> impl Iterator<Item = &String> {
    std::iter::once(&paragraph.text).chain(paragraph.points.iter().map(|point| &point.text))
}

/// The composite number a text begins with, the word for article, a series and quotation marks before it left out.
fn begins_with_number(text: &str) -> Option<String> {
    static BEGINS: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"^\W*(?:\p{L}{1,8}\b\.?\s*){0,2}(?P<n>\d{1,4}(?:[-.]\d{1,3})+)").ok());
    let captures = BEGINS.as_ref()?.captures(text)?;
    Some(captures["n"].replace('-', "."))
}

/// Numbers missing between neighbours of the act proper. Numbers that another series of the same code has are not missing.
fn gaps(numbers: &[&Candidate], also: &[&Candidate]) -> Vec<String> {
    let elsewhere: HashSet<&[u32]> = numbers
        .iter()
        .chain(also)
        .filter(|other| other.key.numbers.len() > 1)
        .map(|other| other.key.numbers.as_slice())
        .collect();
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
            let whole: Vec<u32> = common.iter().copied().chain([missing]).collect();
            if !found && !elsewhere.contains(whole.as_slice()) {
                let series: String = pair[0].number.chars().take_while(|c| c.is_alphabetic()).collect();
                out.push(series + &whole.iter().map(u32::to_string).collect::<Vec<_>>().join("."));
            }
        }
    }
    out
}
