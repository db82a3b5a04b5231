//! What an article says beside what the curated facts say: agree, differ, new.

use serde::Serialize;

use super::elements::{ElementRow, elements};
use super::penalty::{ReadPenalty, penalties};
use crate::law::provision::{GeneralPart, Provision};
use crate::law::texts::{Act, Article, Paragraph};

/// How text and fact stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Agree,
    Differ,
    /// The text states a penalty no curated fact covers.
    New,
    /// The fact names a paragraph in which no penalty could be read.
    NotRead,
    /// The text does not hold the article any more, or holds it without its words: repealed, renumbered, or lost in the copy.
    Missing,
}

/// One comparison.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// The fact: `RS-CC-388-1`, `RS-CC-388-1 death`; absent for what is new.
    pub fact: Option<String>,
    pub paragraph: Option<String>,
    /// `[min, max]` in months as curated.
    pub curated: Option<[Option<u32>; 2]>,
    pub text: Option<ReadPenalty>,
    pub verdict: Verdict,
}

/// All comparisons of one article.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    pub act: String,
    pub article: String,
    pub heading_text: Option<String>,
    pub rows: Vec<Row>,
    /// Acts, means and purposes, where the wording allows.
    pub elements: Vec<ElementRow>,
}

/// Compare an article with the facts about it. `general` tells the bounds that apply where a sentence names none.
pub fn compare(act: &Act, article: &Article, facts: &[&Provision], general: Option<&GeneralPart>) -> Comparison {
    let mut number: Option<String> = None;
    let mut part: Option<String> = None;
    let read: Vec<(Option<String>, Vec<ReadPenalty>)> = article
        .paragraphs
        .iter()
        .enumerate()
        .map(|(index, paragraph)| {
            // A second sentence on a line of its own belongs to the numbered paragraph above it.
            if paragraph.number.is_some() {
                number.clone_from(&paragraph.number);
            } else if let Some(roman) = roman_part(&paragraph.text) {
                part = Some(roman);
            }
            let place = number.clone().or_else(|| part.clone()).unwrap_or_else(|| (index + 1).to_string());
            (Some(place), penalties(&whole(paragraph), &act.language))
        })
        .collect();
    let mut rows = Vec::new();
    let mut covered = vec![false; read.len()];
    for fact in facts {
        let base = match fact.paragraph.as_deref() {
            None => Some(String::new()),
            Some(paragraph) if part_number(paragraph) => Some(paragraph.to_owned()),
            Some(paragraph) => single(paragraph),
        };
        if let Some(base) = base {
            let curated = [fact.penalty.min_months, fact.penalty.max_months];
            rows.extend(row(fact.id.clone(), &base, curated, fact.penalty.life, general, &read, &mut covered));
        }
        let mut seen = std::collections::HashSet::new();
        for aggravation in &fact.aggravations {
            let Some(paragraph) = aggravation.paragraph.as_deref().and_then(single) else { continue };
            let curated = [aggravation.min_months, aggravation.max_months];
            // Many circumstances of one paragraph share one range: one row for all of them.
            if curated == [None, None] && !aggravation.life || !seen.insert((paragraph.clone(), curated, aggravation.life)) {
                continue;
            }
            rows.extend(row(
                format!("{} {}", fact.id, aggravation.trigger),
                &paragraph,
                curated,
                aggravation.life,
                general,
                &read,
                &mut covered,
            ));
        }
    }
    // "Shfuqizuar", "Брише": a word or two where an offence stood.
    if read.iter().all(|(_, found)| found.is_empty()) && article.text().chars().count() < REPEALED_BELOW {
        rows.iter_mut().for_each(|row| row.verdict = Verdict::Missing);
    }
    for ((paragraph, found), covered) in read.iter().zip(&covered) {
        if *covered {
            continue;
        }
        for penalty in found {
            rows.push(Row {
                fact: None,
                paragraph: paragraph.clone(),
                curated: None,
                text: Some(penalty.clone()),
                verdict: Verdict::New,
            });
        }
    }
    let elements = facts.iter().flat_map(|fact| elements(article, &act.language, fact)).collect();
    Comparison { act: act.version(), article: article.number.clone(), heading_text: article.heading.clone(), rows, elements }
}

/// An article shorter than this, in letters, states no offence.
const REPEALED_BELOW: usize = 60;

/// The facts of an article the text does not hold.
pub fn gone(act: &Act, number: &str, facts: &[&Provision]) -> Comparison {
    let row = |fact: &&Provision| Row {
        fact: Some(fact.id.clone()),
        paragraph: fact.paragraph.clone(),
        curated: Some([fact.penalty.min_months, fact.penalty.max_months]),
        text: None,
        verdict: Verdict::Missing,
    };
    Comparison {
        act: act.version(),
        article: number.to_owned(),
        heading_text: None,
        rows: facts.iter().map(row).collect(),
        elements: Vec::new(),
    }
}

/// Whether a paragraph is called by a Roman number, as the parts of French articles are.
fn part_number(paragraph: &str) -> bool {
    !paragraph.is_empty() && paragraph.len() <= 4 && paragraph.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

/// The Roman number a part of an article begins with: "II. - La traite …", "I.-L'infraction …".
fn roman_part(text: &str) -> Option<String> {
    let end = text.find(|c| !matches!(c, 'I' | 'V' | 'X'))?;
    let (number, rest) = text.split_at(end);
    let rest = rest.trim_start().strip_prefix('.')?.trim_start();
    (part_number(number) && rest.starts_with(['-', '–', '—'])).then(|| number.to_owned())
}

pub(super) fn whole(paragraph: &Paragraph) -> String {
    let mut text = paragraph.text.clone();
    for point in &paragraph.points {
        text.push(' ');
        text.push_str(&point.text);
    }
    text
}

/// The paragraph a reach begins with: "1-3" is 1, "2 sentence 1 no. 5" is 2; other articles ("602-ter(6)") are none of ours.
pub(super) fn single(reach: &str) -> Option<String> {
    let number: String = reach.chars().take_while(char::is_ascii_digit).collect();
    let rest = &reach[number.len()..];
    let here = rest.is_empty()
        || rest.starts_with([' ', '(', 'a', 'b', 'c'])
        || rest.starts_with('-') && rest[1..].chars().all(|c| c.is_ascii_digit());
    // Three digits are an article of its own, not a paragraph.
    (here && (1..=2).contains(&number.len())).then_some(number)
}

fn row(
    fact: String,
    paragraph: &str,
    curated: [Option<u32>; 2],
    life: bool,
    general: Option<&GeneralPart>,
    read: &[(Option<String>, Vec<ReadPenalty>)],
    covered: &mut [bool],
) -> Option<Row> {
    if curated == [None, None] && !life {
        return None;
    }
    let places: Vec<usize> = (0..read.len())
        .filter(
            |&index| if paragraph.is_empty() { !read[index].1.is_empty() } else { read[index].0.as_deref() == Some(paragraph) },
        )
        .collect();
    let mut best: Option<(&ReadPenalty, bool)> = None;
    for &index in &places {
        covered[index] = true;
        for penalty in &read[index].1 {
            let agrees = bound(curated[0], penalty.min_months, Bound::Min, general)
                && bound(curated[1], penalty.max_months, Bound::Max, general)
                && (life == penalty.life || !life && curated[1].is_none());
            if best.is_none_or(|(_, good)| agrees && !good) {
                best = Some((penalty, agrees));
            }
        }
        // Without a paragraph the fact is about the article's first penalty; the others stay to be compared.
        if paragraph.is_empty() {
            break;
        }
    }
    let verdict = match best {
        Some((_, true)) => Verdict::Agree,
        Some((_, false)) => Verdict::Differ,
        None => Verdict::NotRead,
    };
    Some(Row {
        fact: Some(fact),
        paragraph: Some(paragraph.to_string()).filter(|text| !text.is_empty()),
        curated: Some(curated),
        text: best.map(|(penalty, _)| penalty.clone()),
        verdict,
    })
}

enum Bound {
    Min,
    Max,
}

/// A bound that one side leaves open equals the general part's bound on the other.
fn bound(curated: Option<u32>, text: Option<u32>, which: Bound, general: Option<&GeneralPart>) -> bool {
    if curated == text {
        return true;
    }
    let (Some(given), true) = (curated.or(text), curated.is_none() || text.is_none()) else { return false };
    let Some(general) = general else { return false };
    match which {
        Bound::Min => general.imprisonment.min_days.is_some_and(|days| given <= days.div_ceil(30).max(1)),
        Bound::Max => {
            general.imprisonment.max_months == Some(given)
                || general.long_term.as_ref().and_then(|long| long.max_months) == Some(given)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Verdict, compare, roman_part, single};
    use crate::law::texts::{Act, Article, Paragraph};

    #[test]
    fn a_second_sentence_belongs_to_the_paragraph_above_it() {
        let paragraph = |number: Option<&str>, text: &str| Paragraph {
            number: number.map(str::to_owned),
            text: text.into(),
            ..Paragraph::default()
        };
        let article = Article {
            number: "5".into(),
            paragraphs: vec![
                paragraph(Some("1"), "Wer reist, wird mit Freiheitsstrafe bis zu fünf Jahren bestraft."),
                paragraph(
                    Some("2"),
                    "In schweren Fällen ist auf Freiheitsstrafe von sechs Monaten bis zu zehn Jahren zu erkennen.",
                ),
                paragraph(None, "In sehr schweren Fällen ist auf Freiheitsstrafe von einem Jahr bis zu zehn Jahren zu erkennen."),
            ],
            ..Article::default()
        };
        let act = Act { language: "de".into(), ..Act::default() };
        let rows = compare(&act, &article, &[], None).rows;
        let places: Vec<_> =
            rows.iter().map(|row| (row.paragraph.as_deref(), row.text.as_ref().and_then(|t| t.min_months))).collect();
        assert_eq!(places, [(Some("1"), None), (Some("2"), Some(6)), (Some("2"), Some(12))]);
    }

    #[test]
    fn reaches_begin_with_a_paragraph() {
        assert_eq!(single("1-3").as_deref(), Some("1"));
        assert_eq!(single("3(2)").as_deref(), Some("3"));
        assert_eq!(single("2 sentence 1 no. 5").as_deref(), Some("2"));
        assert_eq!(single("602-ter(6)"), None);
        assert_eq!(single("225-4-2 II"), None);
        assert_eq!(single("last sentence"), None);
    }

    #[test]
    fn parts_with_roman_numbers_and_repealed_articles_are_compared() {
        assert_eq!(roman_part("II. - La traite").as_deref(), Some("II"));
        assert_eq!(roman_part("I.-L'infraction").as_deref(), Some("I"));
        assert_eq!(roman_part("Il est puni"), None);
        assert_eq!(roman_part("I est"), None);
        let library = crate::law::library::Library::load(None).expect("facts");
        let facts: Vec<_> =
            ["FR-CP-225.4.1-I", "FR-CP-225.4.1-II"].iter().map(|id| &**library.provision(id).expect("a fact")).collect();
        // Our own words, in the order of the code; the second penalty is not the one of the facts.
        let article = |texts: &[&str]| Article {
            number: "225.4.1".into(),
            paragraphs: texts.iter().map(|text| Paragraph { text: (*text).into(), ..Paragraph::default() }).collect(),
            ..Article::default()
        };
        let act = Act { id: "FR-CP".into(), language: "fr".into(), ..Act::default() };
        let text = [
            "I. - La vente imaginaire est le fait de vendre des nuages.",
            "Elle est punie de sept ans d'emprisonnement et de 150 000 € d'amende.",
            "II. - La vente à un mineur est constituée dans tous les cas.",
            "Elle est punie de douze ans d'emprisonnement et de 1 500 000 € d'amende.",
        ];
        let rows = compare(&act, &article(&text), &facts, None).rows;
        let seen: Vec<_> = rows.iter().map(|row| (row.fact.as_deref(), row.verdict)).collect();
        let base: Vec<_> = seen.iter().filter(|(fact, _)| fact.is_none_or(|fact| !fact.contains(' '))).copied().collect();
        assert_eq!(base, [(Some("FR-CP-225.4.1-I"), Verdict::Agree), (Some("FR-CP-225.4.1-II"), Verdict::Differ)]);
        let rows = compare(&act, &article(&["Abrogé"]), &facts, None).rows;
        assert!(rows.len() >= 2 && rows.iter().all(|row| row.verdict == Verdict::Missing), "{rows:?}");
    }
}
