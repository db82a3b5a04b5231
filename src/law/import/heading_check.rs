//! Are the headings right? What an import can tell by itself: who has none, and which read like something else.
//!
//! A heading that is wrong is worse than none, because nobody looks for it. So every heading is held against what headings of
//! articles never are: a sentence, the tail of a sentence, the running head of the page, the heading of the article before.

use serde::{Deserialize, Serialize};

use super::{body, headings, lines};
use crate::law::texts::{Act, Article};

/// What an import can say about the headings of an act's articles, its appendices left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadingCheck {
    /// Articles of the act proper.
    pub articles: usize,
    /// Those with a heading.
    pub with: usize,
    /// Numbers of those without one, deleted articles included.
    pub without: Vec<String>,
    /// Numbers of those without one whose text was deleted: nothing is missing there.
    pub deleted: Vec<String>,
    /// Headings that read like something else, and texts that end in what reads like a heading.
    pub suspicious: Vec<Suspicion>,
}

/// A heading somebody should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspicion {
    /// The article's number.
    pub article: String,
    /// The heading, or the line of text that looks like one.
    pub heading: String,
    pub why: Doubt,
}

/// Why a heading is doubted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// A full stop and more words, or a full stop at the end in an act whose headings have none.
    Sentence,
    /// It threatens a penalty or numbers a paragraph.
    BodyText,
    /// It ends in a comma, a semicolon, a colon, a hyphen or a word that wants another.
    Unfinished,
    /// It opens with a small letter in an act whose headings do not.
    LowerCase,
    /// The article before has the same one.
    Repeated,
    /// It holds the running head or foot of the page.
    PageFurniture,
    /// It opens or closes a bracket or quotation mark that has no other half.
    Unbalanced,
    /// It names an article or a chapter, or an amendment, of its own.
    HoldsAnother,
    /// Longer than any publisher prints one.
    TooLong,
    /// The article has no heading, or the next one has none, and its text ends in what reads like one.
    LeftInText,
}

impl Doubt {
    /// In words for the report.
    pub fn words(self) -> &'static str {
        match self {
            Doubt::Sentence => "reads like a sentence",
            Doubt::BodyText => "reads like the text of an article",
            Doubt::Unfinished => "breaks off",
            Doubt::LowerCase => "opens with a small letter",
            Doubt::Repeated => "is that of the article before",
            Doubt::PageFurniture => "holds the running head of the page",
            Doubt::Unbalanced => "has half a pair of brackets",
            Doubt::HoldsAnother => "holds another heading or a note",
            Doubt::TooLong => "is too long",
            Doubt::LeftInText => "stands at the end of the text and may head the next article",
        }
    }
}

impl HeadingCheck {
    /// Share of articles with a heading nobody doubts, among those that are not deleted, in percent.
    ///
    /// Nothing for an act that heads fewer than a fifth of its articles: there a missing heading is no loss.
    pub fn percent(&self) -> Option<f64> {
        if self.with * 5 < self.articles {
            return None;
        }
        let wanted = self.articles.saturating_sub(self.deleted.len());
        let doubted = self.suspicious.iter().filter(|doubt| doubt.why != Doubt::LeftInText).count();
        (wanted > 0).then(|| 100.0 * self.with.saturating_sub(doubted).min(wanted) as f64 / wanted as f64)
    }

    /// Share of the headings that are doubted, in percent.
    pub fn suspicious_percent(&self) -> f64 {
        if self.with == 0 { 0.0 } else { 100.0 * self.suspicious.len() as f64 / self.with as f64 }
    }
}

/// Check the headings of an act. `furniture` are the running heads that were set aside, each number written `#`.
pub fn check(act: &Act, furniture: &[(String, usize)]) -> HeadingCheck {
    let proper: Vec<&Article> = act.articles.iter().filter(|article| !article.appendix).collect();
    let headed: Vec<&str> = proper.iter().filter_map(|article| article.heading.as_deref()).collect();
    // What most headings of an act do is its publisher's habit and no fault.
    let habit = |test: &dyn Fn(&str) -> bool| headed.iter().filter(|heading| test(heading)).count() * 2 > headed.len();
    let stops_are_usual = habit(&|heading| heading.ends_with('.'));
    let small_letters_are_usual = habit(&begins_small);
    let mut check = HeadingCheck { articles: proper.len(), with: headed.len(), ..HeadingCheck::default() };
    for (at, article) in proper.iter().enumerate() {
        let mut doubt = |heading: &str, why| {
            check.suspicious.push(Suspicion { article: article.number.clone(), heading: heading.to_string(), why });
        };
        match article.heading.as_deref() {
            Some(heading) => {
                let before = at.checked_sub(1).and_then(|at| proper[at].heading.as_deref());
                if let Some(why) = doubted(heading, before, furniture, stops_are_usual, small_letters_are_usual) {
                    doubt(heading, why);
                }
            }
            None => {
                if is_deleted(article) {
                    check.deleted.push(article.number.clone());
                }
                check.without.push(article.number.clone());
            }
        }
        // Only where the next article lacks a heading that most have.
        let next_lacks = proper.get(at + 1).is_some_and(|next| next.heading.is_none() && !is_deleted(next));
        if next_lacks
            && headed.len() * 2 > proper.len()
            && let Some(last) = last_words(article)
            && looks_like_heading(last)
        {
            let (article, heading) = (article.number.clone(), last.to_string());
            check.suspicious.push(Suspicion { article, heading, why: Doubt::LeftInText });
        }
    }
    check
}

fn doubted(
    heading: &str,
    before: Option<&str>,
    furniture: &[(String, usize)],
    stops_are_usual: bool,
    small_letters_are_usual: bool,
) -> Option<Doubt> {
    let length = heading.chars().count();
    let shape = lines::shape(heading);
    if furniture.iter().any(|(line, _)| line.chars().filter(|c| c.is_alphabetic()).count() >= 6 && shape.contains(line.as_str()))
    {
        return Some(Doubt::PageFurniture);
    }
    if body::is_note(heading) || heading.split_once(['(', '[']).is_some_and(|(_, rest)| body::is_note(&format!("({rest}"))) {
        return Some(Doubt::HoldsAnother);
    }
    if headings::article(heading).is_some() || headings::division(heading).is_some() {
        return Some(Doubt::HoldsAnother);
    }
    if headings::is_body(heading) || threatens(heading) {
        return Some(Doubt::BodyText);
    }
    if inner_stop(heading) || heading.ends_with('.') && !stops_are_usual && !super::titles::ends_in_reference(heading) {
        return Some(Doubt::Sentence);
    }
    if heading.ends_with([',', ';', ':', '-', '–', '/']) || wants_another(heading) {
        return Some(Doubt::Unfinished);
    }
    if begins_small(heading) && !small_letters_are_usual {
        return Some(Doubt::LowerCase);
    }
    if unbalanced(heading) {
        return Some(Doubt::Unbalanced);
    }
    if before.is_some_and(|before| before == heading) {
        return Some(Doubt::Repeated);
    }
    (length > 260).then_some(Doubt::TooLong)
}

fn begins_small(heading: &str) -> bool {
    // "а) Поступак пред министром": the letter of a group is none of its title.
    let heading = headings::group(heading).unwrap_or_else(|| heading.to_string());
    heading.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase)
}

/// A stop inside with a new sentence behind it; abbreviations and ordinals are none.
fn inner_stop(heading: &str) -> bool {
    heading.match_indices(". ").any(|(at, _)| {
        let before = &heading[..at];
        let word = before.rsplit([' ', '(']).next().unwrap_or(before);
        let after = heading[at + 2..].trim_start();
        word.chars().count() >= 4
            && word.chars().all(char::is_alphabetic)
            && !body::ends_abbreviated(&heading[..=at])
            && after.chars().next().is_some_and(char::is_uppercase)
    })
}

/// Verbs by which an article threatens a penalty, as the region's codes write them; no heading does.
fn threatens(heading: &str) -> bool {
    const VERBS: &[&str] = &[
        "kaznit će se",
        "kazniće se",
        "kaznit ce se",
        "će se kazniti",
        "казниће се",
        "ће се казнити",
        "ќе се казни",
        "dënohet me",
        "dënohen me",
        "se kaznuje",
        "wird mit freiheitsstrafe",
        "wird bestraft",
        "è punito",
        "è punita",
        "est puni",
        "sont punis",
        "shall be punished",
        "wordt gestraft",
        "τιμωρείται",
        "cezalandırılır",
        "büntetendő",
        "се наказва",
        "se pedepseşte",
        "se pedepsește",
    ];
    let lower = heading.to_lowercase();
    VERBS.iter().any(|verb| lower.contains(verb))
}

/// Ends in a conjunction or preposition.
pub fn wants_another(heading: &str) -> bool {
    const WORDS: &[&str] = &[
        "i", "ili", "u", "na", "o", "za", "od", "do", "s", "sa", "iz", "po", "pri", "и", "или", "у", "в", "на", "о", "за", "од",
        "до", "со", "са", "из", "по", "при", "без", "bez", "dhe", "ose", "të", "e", "me", "në", "për", "nga", "und", "oder",
        "der", "die", "des", "von", "zur", "zum", "mit", "ed", "di", "del", "della", "dei", "delle", "et", "ou", "de", "du",
        "des", "la", "les", "le", "of", "and", "or", "the", "to", "in", "by", "van", "het", "en", "ve", "και", "του", "της",
        "των", "și", "şi", "az", "és", "in", "ali", "ter", "z", "k",
    ];
    let last = heading.rsplit(' ').next().unwrap_or(heading);
    heading.contains(' ') && WORDS.contains(&last)
}

fn unbalanced(heading: &str) -> bool {
    let count = |c: char| heading.chars().filter(|other| *other == c).count();
    // "a)" in a heading closes a bracket it never opened.
    count('(') > count(')')
        || count('[') != count(']')
        || count('„') > heading.chars().filter(|c| matches!(c, '“' | '”' | '"')).count()
}

fn is_deleted(article: &Article) -> bool {
    let words = article.text().split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    words == 0 && (!article.notes.is_empty() || article.through.is_some()) || words <= 3 && body::is_note(article.text().trim())
}

fn last_words(article: &Article) -> Option<&str> {
    let paragraph = article.paragraphs.last()?;
    let whole = paragraph.points.last().map_or(paragraph.text.as_str(), |point| point.text.as_str());
    let tail = whole.rfind(['.', ';']).map_or(whole, |at| whole[at + 1..].trim_start());
    Some(tail).filter(|tail| article.paragraphs.len() > 1 || tail.len() < whole.len())
}

fn looks_like_heading(text: &str) -> bool {
    let length = text.chars().count();
    (4..=140).contains(&length)
        && text.chars().next().is_some_and(char::is_uppercase)
        && text.chars().last().is_some_and(|c| c.is_alphanumeric() || c == ')')
        && !body::is_note(text)
}
