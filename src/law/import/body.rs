//! The text of one article: wrapped lines joined, paragraphs and points told apart.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::Line;
use crate::law::texts::{Paragraph, Point};

static BRACKETED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\((?P<n>\d{1,3}\p{L}?)\)\s*(?P<t>.*)$").ok());
static STOPPED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^(?P<n>\d{1,3}\p{L}?)\.(?:\s+(?P<t>.*)|$)").ok());
static POINT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?P<n>\d{1,3}\p{L}?\)|\p{L}{1,2}\)|\p{L}\.\)|\d{1,2}\.\d{1,3}\.?(?:\d{1,2}\.?)?|[IVX]{1,4}\)|\d{1,3}°|[–—•-])\s+(?P<t>.*)$").ok()
});
static NOTE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(?:[(\[]{1,2}\s?(?:shtuar|ndryshuar|shfuqizuar|zëvendësuar|hequr|riformuluar|brisan|ukinut|prestao|prestala|pročišćen|dodan|dodat|",
        r"izmijenjen|izmenjen|izmjen|dopunjen|stavljen van|črtan|spremenjen|dopolnjen|razveljavljen|prenehal|избришан|дополнет|изменет|изменет|брисан|",
        r"престао|укинут|измењен|нов[. ,–-]|изм\.|доп\.|отм\.|weggefallen|aufgehoben|eingefügt|geändert|abrogé|modifié|créé|abrogat|articolo (?:abrogat|aggiunt|",
        r"sostituit|inserit|modificat)|comma (?:abrogat|aggiunt|sostituit)|repealed|deleted|amended|added|inserted|vervallen|ek[: ]|değişik|mülga|hatályon kívül|",
        r"la \d{1,2}-\d{1,2}-\d{4}|καταργ|",
        r"nn \d|\W*sl\.|\W*сл\.|\W*službeni|\W*службен|[^()]{0,40}(?:ligjin nr|vendimin|vendim i)).*|",
        r"(?:\*+|\d{1,3})\s?(?:службени|službeni|sl\.|ndryshuar|shtuar|shfuqizuar|(?:eingefügt|geändert|aufgehoben) durch).*|",
        r"(?:modifié|créé|abrogé|transféré) par .*|version en vigueur .*|aggiornamento \(.*|articolo (?:abrogato|aggiunto|sostituito|inserito|modificato) d.*|",
        r"(?:shtuar|ndryshuar|shfuqizuar|hequr) .{0,50}(?:ligjin|ligjet|vendimin) nr.*|",
        r"\W?(?:služben[aei] (?:novine|glasnik|list)|narodne novine|служб\p{L}+ (?:гласник|лист|весник)|sl\. ?(?:list|glasnik|novine)|gazeta zyrtare).{0,60}\d+/\d+.*|",
        r"fußnote.*|(?:shfuqizuar|brisan|brisano|брисан|брисано|избришан|\(weggefallen\)|abrogé|aufgehoben|vervallen|črtan)\.?)$"
    ))
    .ok()
});

/// Whether a line speaks about the text instead of being it: added, changed, deleted by …
pub fn is_note(text: &str) -> bool {
    NOTE.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// A note in brackets that opens a text, and what follows it: "(Нов - ДВ, бр. 92 от 2002 г.) (1) Който …".
pub fn leading_note(text: &str) -> Option<(&str, &str)> {
    let close = match text.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let end = text.find(close)? + 1;
    let (note, after) = text.split_at(end);
    (is_note(note) && !after.trim().is_empty()).then(|| (note, after.trim_start()))
}

/// Whether a line opens with the mark of a point.
pub fn is_point(text: &str) -> bool {
    POINT.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Whether the last word is an abbreviation that waits for a number: "iz st.", "u vezi čl.".
pub fn ends_abbreviated(text: &str) -> bool {
    let last = text.rsplit([' ', '(']).next().unwrap_or(text).to_lowercase();
    matches!(last.as_str(), "st." | "čl." | "br." | "nr." | "abs." | "art." | "tač." | "ст." | "чл." | "бр." | "тач." | "toč.")
}

/// Whether a text ends as a sentence or a clause ends.
pub fn ends_sentence(text: &str) -> bool {
    if ends_abbreviated(text) {
        return false;
    }
    let text = text.trim_end_matches(['”', '"', '“', '»', ')', '\'', ' ']);
    text.ends_with(['.', ';', ':', '!', '?'])
}

/// Paragraphs and points of an article's lines, and the notes among them.
pub fn paragraphs(lines: &[Line]) -> (Vec<Paragraph>, Vec<String>) {
    let mut notes = Vec::new();
    let mut out: Vec<Paragraph> = Vec::new();
    let mut open_note: Option<String> = None;
    let mut last_number: Option<u32> = None;
    let mut fresh = true;
    for line in lines {
        if let Some(mut note) = open_note.take() {
            note.push(' ');
            note.push_str(&line.text);
            if line.text.ends_with([')', ']']) {
                notes.push(note);
            } else {
                open_note = Some(note);
            }
            continue;
        }
        if is_note(&line.text) || begins_note(&line.text) {
            if line.text.starts_with(['(', '[']) && !line.text.contains([')', ']']) && begins_note(&line.text) {
                open_note = Some(line.text.clone());
            } else {
                notes.push(line.text.clone());
            }
            continue;
        }
        let sentence_over = fresh || out.last().is_none_or(|paragraph| ends_sentence(tail(paragraph)));
        fresh = false;
        if let Some((number, text)) = numbered(&line.text, sentence_over, last_number) {
            last_number = leading(&number);
            out.push(Paragraph { number: Some(number), text, ..Paragraph::default() });
            continue;
        }
        if let Some((mark, text)) = point(&line.text, sentence_over || line.blank_before) {
            if out.is_empty() {
                out.push(Paragraph::default());
            }
            if let Some(paragraph) = out.last_mut() {
                paragraph.points.push(Point { number: mark, text });
            }
            continue;
        }
        let lower = line.text.chars().next().is_some_and(|c| c.is_lowercase() || matches!(c, ',' | ';' | ')'));
        let new_block = !lower && sentence_over;
        if new_block || out.is_empty() {
            out.push(Paragraph { text: line.text.clone(), ..Paragraph::default() });
        } else if let Some(paragraph) = out.last_mut() {
            let text = match paragraph.points.last_mut() {
                Some(point) => &mut point.text,
                None => &mut paragraph.text,
            };
            join(text, &line.text);
        }
    }
    notes.extend(open_note);
    (out, notes)
}

/// A note that runs over several lines opens a bracket and closes it later.
pub fn begins_note(text: &str) -> bool {
    text.starts_with(['(', '[']) && !text.contains([')', ']']) && is_note(&format!("{text})"))
}

fn tail(paragraph: &Paragraph) -> &str {
    paragraph.points.last().map_or(paragraph.text.as_str(), |point| point.text.as_str())
}

fn leading(number: &str) -> Option<u32> {
    number.trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok()
}

/// "(2) Text", or "2. Text" where the sentence before is over and the number goes on counting.
fn numbered(text: &str, sentence_over: bool, last: Option<u32>) -> Option<(String, String)> {
    let goes_on = |number: &str| {
        leading(number)
            .is_some_and(|n| last.map_or(n == 1, |last| n == last + 1 || n == last && number.chars().any(char::is_alphabetic)))
    };
    if let Some(captures) = BRACKETED.as_ref()?.captures(text) {
        let number = captures["n"].to_string();
        // "(48) orëve" in the middle of a sentence is a number, not a paragraph.
        if goes_on(&number) || sentence_over && captures["t"].chars().next().is_some_and(char::is_uppercase) {
            return Some((number, captures["t"].to_string()));
        }
    }
    let captures = STOPPED.as_ref()?.captures(text)?;
    let number = captures["n"].to_string();
    let rest = captures.name("t").map_or("", |m| m.as_str()).to_string();
    (sentence_over && goes_on(&number)).then_some((number, rest))
}

/// "a) Text", "1) Text", "– Text", "4.11. Text".
fn point(text: &str, may_begin: bool) -> Option<(String, String)> {
    let captures = POINT.as_ref()?.captures(text)?;
    let mark = captures["n"].to_string();
    let dash = mark.chars().all(|c| matches!(c, '–' | '—' | '•' | '-'));
    (may_begin || !dash && mark.ends_with(')')).then(|| (mark, captures["t"].to_string()))
}

/// Append a wrapped line, taking a hyphen at the line's end away where it parted a word.
pub fn join(text: &mut String, line: &str) {
    let parted = text.ends_with('-')
        && text.chars().rev().nth(1).is_some_and(char::is_alphabetic)
        && line.chars().next().is_some_and(char::is_lowercase);
    if parted {
        text.pop();
    } else if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Vec<Line> {
        texts
            .iter()
            .enumerate()
            .map(|(index, text)| Line { text: text.to_string(), indent: 0, blank_before: false, number: index + 1, level: 0 })
            .collect()
    }

    #[test]
    fn a_penalty_clause_belongs_to_its_paragraph() {
        let (paragraphs, _) = paragraphs(&lines(&[
            "(1) Ko prevozi ljude,",
            "kazniće se zatvorom od jedne do osam godina.",
            "(2) Ako je delo učinjeno od strane grupe,",
            "učinilac će se kazniti.",
        ]));
        assert_eq!(paragraphs.len(), 2);
        assert_eq!(paragraphs[0].text, "Ko prevozi ljude, kazniće se zatvorom od jedne do osam godina.");
        assert_eq!(paragraphs[1].number.as_deref(), Some("2"));
    }

    #[test]
    fn an_abbreviation_ends_no_paragraph() {
        let (paragraphs, _) = paragraphs(&lines(&[
            "(7) Ako je uzrokovana smrt osobe iz st.",
            "(1) i (2) ovoga članka, počinitelj će biti kažnjen.",
            "(8) Predmeti će se oduzeti.",
        ]));
        assert_eq!(paragraphs.iter().map(|p| p.number.as_deref()).collect::<Vec<_>>(), [Some("7"), Some("8")]);
    }

    #[test]
    fn a_number_inside_a_sentence_is_no_paragraph() {
        let (paragraphs, _) = paragraphs(&lines(&[
            "1. Gjatë dyzet e tetë",
            "(48) orëve vendoset nga gjykata në",
            "2. paragrafin e mësipërm.",
            "2. Vendimi ankohet.",
        ]));
        assert_eq!(paragraphs.iter().map(|p| p.number.as_deref()).collect::<Vec<_>>(), [Some("1"), Some("2")]);
    }

    #[test]
    fn points_and_notes() {
        let (paragraphs, notes) = paragraphs(&lines(&[
            "(Shtuar me ligjin nr. 8733,",
            "datë 24.1.2001, neni 1)",
            "Dënohet kush:",
            "a) transporton;",
            "b) strehon",
            "persona.",
            "– të tjerët.",
        ]));
        assert_eq!(notes, ["(Shtuar me ligjin nr. 8733, datë 24.1.2001, neni 1)"]);
        assert_eq!(paragraphs.len(), 1);
        assert_eq!(paragraphs[0].points.len(), 3);
        assert_eq!(paragraphs[0].points[1].text, "strehon persona.");
    }

    #[test]
    fn words_parted_at_the_line_end_are_joined() {
        let mut text = "međunarod-".to_string();
        join(&mut text, "nog prava");
        assert_eq!(text, "međunarodnog prava");
    }
}
