//! Identifiers of an act's parts as the naming convention of Akoma Ntoso has them: `chp_XIV__art_389__para_1__point_a`.
//!
//! They follow from what is printed, not from how many parts come before, so that an article keeps its own in an excerpt.

use std::collections::HashMap;

use super::{Act, DivisionKind, Point};

/// The identifiers of one act.
pub struct Ids {
    divisions: Vec<String>,
    articles: Vec<String>,
    paragraphs: Vec<Vec<String>>,
}

impl Ids {
    /// Name every division, article and paragraph of an act, each differently.
    pub fn of(act: &Act) -> Ids {
        let mut used = Used::default();
        let mut divisions: Vec<String> = Vec::with_capacity(act.divisions.len());
        for (index, division) in act.divisions.iter().enumerate() {
            let short = match division.kind {
                DivisionKind::Chapter => "chp",
                DivisionKind::Section => "sec",
                DivisionKind::Subsection => "subsec",
                kind => kind.akn(),
            };
            let siblings = act.divisions[..index]
                .iter()
                .filter(|other| other.parent == division.parent && other.kind == division.kind)
                .count();
            let number = numeral(&division.label).unwrap_or_else(|| (siblings + 1).to_string());
            let parent = division.parent.and_then(|parent| divisions.get(parent)).map(|id| format!("{id}__")).unwrap_or_default();
            divisions.push(used.once(format!("{parent}{short}_{number}")));
        }
        let mut articles = Vec::with_capacity(act.articles.len());
        let mut paragraphs = Vec::with_capacity(act.articles.len());
        for article in &act.articles {
            let parent = match article.division.and_then(|index| divisions.get(index)).filter(|_| !article.appendix) {
                Some(id) => format!("{id}__"),
                None if article.appendix => "part_appendix__".to_string(),
                None => String::new(),
            };
            let id = used.once(format!("{parent}art_{}", id_part(&article.number)));
            let mut inside = Used::default();
            let own = article.paragraphs.iter().enumerate().map(|(index, paragraph)| {
                let name = paragraph.number.as_deref().map(id_part).filter(|name| !name.is_empty());
                inside.once(format!("{id}__para_{}", name.unwrap_or_else(|| (index + 1).to_string())))
            });
            paragraphs.push(own.collect());
            articles.push(id);
        }
        Ids { divisions, articles, paragraphs }
    }

    pub fn division(&self, index: usize) -> &str {
        self.divisions.get(index).map_or("", String::as_str)
    }

    pub fn article(&self, index: usize) -> &str {
        self.articles.get(index).map_or("", String::as_str)
    }

    pub fn paragraphs(&self, article: usize) -> &[String] {
        self.paragraphs.get(article).map_or(&[], Vec::as_slice)
    }

    /// Names of the points of a paragraph.
    pub fn points(paragraph: &str, points: &[Point]) -> Vec<String> {
        let mut used = Used::default();
        let named = points.iter().enumerate().map(|(index, point)| {
            let own = id_part(&point.number);
            used.once(format!("{paragraph}__point_{}", if own.is_empty() { (index + 1).to_string() } else { own }))
        });
        named.collect()
    }
}

/// Names that were given; one that comes again gets a number behind a stop, which no other part of a name holds.
#[derive(Default)]
struct Used(HashMap<String, usize>);

impl Used {
    fn once(&mut self, name: String) -> String {
        let times = self.0.entry(name.clone()).and_modify(|times| *times += 1).or_insert(1);
        if *times == 1 { name } else { format!("{name}.{times}") }
    }
}

/// The number in a division's label, as printed: "GLAVA XIV", "2.", "Dio B". Numbers written as words have none.
fn numeral(label: &str) -> Option<String> {
    let parts: Vec<&str> = label.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    // "Chapitre Ier" is the first.
    let bare = |part: &str| part.strip_suffix("er").filter(|number| matches!(*number, "I" | "1")).unwrap_or(part).to_string();
    let is_number = |part: &String| part.starts_with(|c: char| c.is_ascii_digit()) || part.chars().all(|c| "IVXLCDM".contains(c));
    // "Dio B" has a letter for a number; in "PJESA E POSAÇME" the letter is a word.
    let letter = || parts.last().filter(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase));
    let numbers = parts.iter().enumerate().rev().filter_map(|(at, part)| {
        let number = Some(bare(part)).filter(is_number)?;
        // "Section 3 bis" is another than section 3.
        let more = parts.get(at + 1).filter(|more| matches!(**more, "bis" | "ter" | "quater" | "quinquies"));
        Some(more.map_or_else(|| number.clone(), |more| format!("{number}-{more}")))
    });
    numbers.into_iter().next().or_else(|| letter().map(|part| (*part).to_string()))
}

/// Text of a number as it may stand in an eId: inner punctuation becomes a hyphen.
pub fn id_part(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_string()
}

/// The name a concept has inside a document.
pub fn concept_id(concept: &str) -> String {
    format!("concept_{}", concept.split('/').map(id_part).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::texts::{Article, Division, Paragraph};

    #[test]
    fn names_follow_what_is_printed() {
        let division = |kind, label: &str, parent| Division { kind, label: label.into(), heading: None, parent };
        let article = |number: &str, division| Article {
            number: number.into(),
            division,
            paragraphs: vec![Paragraph { number: Some("1".into()), ..Paragraph::default() }, Paragraph::default()],
            ..Article::default()
        };
        let act = Act {
            divisions: vec![
                division(DivisionKind::Part, "POSEBNI DEO", None),
                division(DivisionKind::Chapter, "GLAVA XIV", Some(0)),
                division(DivisionKind::Chapter, "Glava petnaesta", Some(0)),
            ],
            articles: vec![
                article("389", Some(1)),
                article("110.a", Some(2)),
                article("110.a", Some(2)),
                Article { appendix: true, ..article("1", None) },
            ],
            ..Act::default()
        };
        let ids = Ids::of(&act);
        assert_eq!(ids.article(0), "part_1__chp_XIV__art_389");
        assert_eq!(ids.paragraphs(0), ["part_1__chp_XIV__art_389__para_1", "part_1__chp_XIV__art_389__para_2"]);
        assert_eq!(ids.article(1), "part_1__chp_2__art_110-a");
        assert_eq!(ids.article(2), "part_1__chp_2__art_110-a.2");
        assert_eq!(ids.article(3), "part_appendix__art_1");
        let point = |number: &str| Point { number: number.into(), text: String::new() };
        for (label, number) in
            [("Chapitre Ier", Some("I")), ("Section 3 bis", Some("3-bis")), ("Dio B", Some("B")), ("PJESA E POSAÇME", None)]
        {
            assert_eq!(numeral(label).as_deref(), number, "{label}");
        }
        assert_eq!(Ids::points("p", &[point("a)"), point("–"), point("a)")]), ["p__point_a", "p__point_2", "p__point_a.2"]);
        assert_eq!(concept_id("acts/facilitation_of_entry"), "concept_acts.facilitation-of-entry");
    }
}
