//! Where the titles of articles stand, and how far they reach.

use std::sync::LazyLock;

use regex::Regex;

use super::heading_check::wants_another;
use super::lines::Line;
use super::{body, headings};

/// Where an act puts the titles of its articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Titles {
    Before,
    After,
    SameLine,
    None,
}

/// How wide the lines of a copy run, by which a title's line that was broken off is told from one that ends.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// Columns of the text; none in copies with one paragraph a line, where nothing is broken.
    text: Option<usize>,
    /// Columns of the titles, which are mostly set narrower.
    title: usize,
}

impl Measure {
    /// Measure a copy: `beside` are the lines that stand where titles may.
    pub fn of(lines: &[Line], beside: impl Iterator<Item = usize>) -> Measure {
        let length = |line: &Line| line.text.chars().count();
        let most = |mut lengths: Vec<usize>, percent: usize| {
            lengths.sort_unstable();
            lengths.get(lengths.len().saturating_sub(1) * percent / 100).copied().unwrap_or(0)
        };
        let go_on = lines.iter().filter(|line| line.text.starts_with(char::is_lowercase) && !body::is_point(&line.text)).count();
        let text = most(lines.iter().map(length).collect(), 96);
        let broken = go_on * 8 > lines.len() && text < 200;
        let titles = beside.filter_map(|at| lines.get(at)).filter(|line| !body::ends_sentence(&line.text)).map(length);
        let title = most(titles.filter(|length| *length <= text).collect(), 85);
        Measure { text: broken.then_some(text), title: title.max(text / 3).max(8) }
    }

    /// Whether a title's line was broken because the next word did not fit.
    fn full(&self, line: &str, next: &str) -> bool {
        let word = next.split(' ').next().unwrap_or(next).chars().count();
        self.text.is_some() && line.chars().count() + 1 + word > self.title
    }
}

/// "… za dela iz čl. 173. do 175.": a title may end in the stop of an ordinal number.
static REFERENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:čl|чл|st|ст|art|članova|чланова|člana|члана|člena|členov)\.? \d+\p{L}?\.?(?: ?(?:do|i|in|и|до|,|–|-) ?\d+\p{L}?\.?)*$").ok()
});

/// A footnote mark behind a word: "Kontrabanda76", "Krađa [3]", "Трговија*".
static MARK: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:(?P<w>\p{L}{3})\d{1,3}|\s?\[\p{L}?\d{1,3}\]|\s?\*{1,3}\)?|\s?[¹²³⁰⁴-⁹]+)$").ok());

/// Some copies glue the next article's title to the last sentence ("… po njegovom zahtevu. Stvarna nadležnost" above "Član 45.") or to
/// the heading of the group before it ("b) Tajni nadzor komunikacije Uslovi za" above "određivanje" and "Član 166.").
pub fn part_glued(lines: Vec<Line>) -> Vec<Line> {
    let glued: Vec<Option<usize>> = (0..lines.len()).map(|index| glued_at(&lines, index)).collect();
    // One capital inside a group's heading is a name; a copy that glues does so again and again.
    let in_group: Vec<bool> = (0..lines.len()).map(|index| of_group(&lines, index)).collect();
    let groups = (0..lines.len()).filter(|&index| glued[index].is_some() && in_group[index]).count();
    let mut out = Vec::with_capacity(lines.len());
    for (index, line) in lines.into_iter().enumerate() {
        let at = glued[index].filter(|_| groups >= 5 || !in_group[index]);
        if let Some(at) = at {
            out.push(Line { text: line.text[..at].trim().to_string(), ..line.clone() });
            out.push(Line { text: line.text[at..].trim().to_string(), blank_before: true, ..line });
        } else {
            out.push(line);
        }
    }
    out
}

/// Whether a line is the heading of a group or the second line of one.
fn of_group(lines: &[Line], index: usize) -> bool {
    let wrapped = |above: &Line| headings::group(&above.text).is_some() && lines[index].text.starts_with(char::is_lowercase);
    headings::group(&lines[index].text).is_some() || index > 0 && !lines[index].blank_before && wrapped(&lines[index - 1])
}

/// Where a title begins inside a line that stands above an article's number, alone or with one more line of the title.
fn glued_at(lines: &[Line], index: usize) -> Option<usize> {
    let heads = |at: usize| {
        lines.get(at).and_then(|line| headings::article(&line.text)).is_some_and(|candidate| candidate.rest.is_empty())
    };
    let line = &lines[index];
    let wrapped = || {
        let next = lines.get(index + 1)?;
        let goes_on =
            next.text.starts_with(char::is_lowercase) && next.text.chars().count() <= 90 && !next.text.ends_with(['.', ';', ':']);
        (goes_on && heads(index + 2)).then_some(())
    };
    if body::ends_sentence(&line.text) || !heads(index + 1) && wrapped().is_none() {
        return None;
    }
    if of_group(lines, index) {
        let mark = line.text.find(' ')? + 1;
        let mut words = line.text[mark..].match_indices(' ').map(|(at, _)| mark + at + 1);
        return words.rfind(|&at| line.text[at..].starts_with(char::is_uppercase) && !is_capitals(&line.text[at..]));
    }
    // The sentence may be the last word of one that began on the line above.
    let begun = !line.blank_before || line.text.starts_with(char::is_lowercase);
    let goes_on = index > 0 && begun && !body::ends_sentence(&lines[index - 1].text);
    let at = line.text.rfind(". ").filter(|at| *at >= 12 || goes_on && *at >= 4)?;
    let (sentence, title) = (&line.text[..=at], line.text[at + 1..].trim());
    let abbreviation = sentence
        .trim_end_matches('.')
        .rsplit(' ')
        .next()
        .is_some_and(|word| word.chars().count() < 4 || word.chars().all(|c| c.is_ascii_digit()));
    (looks_like_title(title) && title.chars().count() <= 140 && !abbreviation).then_some(at + 1)
}

/// Whether a line can be part of what stands above an article: a division, a title in capitals, a centred title.
pub fn belongs_to_heading(line: &Line) -> bool {
    line.level > 0
        || headings::division(&line.text).is_some()
        || is_capitals(&line.text)
        || headings::group(&line.text).is_some_and(|title| looks_like_title(&title))
        || looks_like_title(&line.text) && line.text.chars().count() < 90
}

pub fn is_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 4 && text.chars().filter(|c| c.is_uppercase()).count() * 10 >= letters * 9
}

/// Short, begins with a capital, does not end as a sentence ends, is no paragraph or point.
pub fn looks_like_title(text: &str) -> bool {
    may_begin_title(text) && (!text.ends_with(['.', ';', ',', ':']) || ends_in_reference(text))
}

fn may_begin_title(text: &str) -> bool {
    let length = text.chars().count();
    let first = text.chars().find(|c| !matches!(c, '(' | '„' | '"' | '“' | '«' | '['));
    (3..=240).contains(&length) && first.is_some_and(char::is_uppercase) && !body::is_note(text)
}

/// Whether a text ends in the numbers of other articles.
pub fn ends_in_reference(text: &str) -> bool {
    text.chars().count() <= 120 && !text.contains(" se ") && REFERENCE.as_ref().is_some_and(|regex| regex.is_match(text))
}

/// Vote: where do the titles of this act stand?
pub fn place(lines: &[Line], at: &[usize], candidates: &[headings::Candidate], heads: &[usize], measure: &Measure) -> Titles {
    let (mut before, mut after, mut same) = (0, 0, 0);
    for &head in heads {
        let index = at[head];
        let rest = &candidates[head].rest;
        if !rest.is_empty() && !body::is_note(rest) && !headings::is_body(rest) {
            same += 1;
            continue;
        }
        if index > 0 {
            // A title that is wrapped ends in small letters directly above the number: its first line shows what it is.
            let wrapped = (1..=4)
                .take_while(|back| {
                    index > *back
                        && lines[index - back].text.starts_with(char::is_lowercase)
                        && !lines[index - back].blank_before
                        && !body::ends_sentence(&lines[index - back].text)
                        && !body::ends_sentence(&lines[index - back - 1].text)
                })
                .count();
            let index = index - wrapped;
            let above = &lines[index - 1];
            let over = index < 2
                || body::ends_sentence(&lines[index - 2].text)
                || above.blank_before
                || headings::division(&lines[index - 2].text).is_some()
                || looks_like_title(&lines[index - 2].text);
            before += usize::from(looks_like_title(&above.text) && headings::division(&above.text).is_none() && over);
        }
        if rest.is_empty() {
            let notes = lines[index + 1..].iter().take(3).take_while(|line| body::is_note(&line.text)).count();
            after += usize::from(title_after(&lines[index + 1 + notes..], measure).is_some());
        }
    }
    let most = before.max(after).max(same);
    if most * 5 < heads.len().max(1) {
        Titles::None
    } else if most == same {
        Titles::SameLine
    } else if most == before && before > after {
        Titles::Before
    } else {
        Titles::After
    }
}

/// The title that begins these lines, and how many lines it takes.
pub fn title_after(lines: &[Line], measure: &Measure) -> Option<(String, usize)> {
    let first = lines.first()?;
    if let Some(found) = bracketed(lines) {
        return Some(found);
    }
    if !may_begin_title(&first.text)
        || first.text.starts_with(|c: char| c.is_ascii_digit())
        || first.text.ends_with(['.', ';', ':'])
    {
        return None;
    }
    if headings::division(&first.text).is_some() {
        return None;
    }
    let (title, used) = continued(&first.text, Some(first.indent), &lines[1..], measure);
    let next = lines.get(used + 1);
    // A body line follows, or nothing (a deleted article). A title is never the whole text of a long article.
    if title.ends_with(['.', ';', ':', ',']) && !ends_in_reference(&title) || title.chars().count() > 260 {
        return None;
    }
    let body_follows = |next: &Line| {
        (!next.text.starts_with(char::is_lowercase) || body::is_point(&next.text)) && !goes_on_with_number(&next.text)
    };
    next.is_none_or(body_follows).then_some((title, used + 1))
}

/// "po članu" above "3. ovog zakona": the number belongs to the sentence.
fn goes_on_with_number(text: &str) -> bool {
    let after = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = &text[..text.len() - after.len()];
    let after = after.trim_start_matches('.');
    !number.is_empty() && number != "1" && after.starts_with(' ') && after.trim_start().starts_with(char::is_lowercase)
}

/// "(trgovina z ljudmi)", "(Omicidio)." on lines of their own: a title in brackets, also in small letters.
fn bracketed(lines: &[Line]) -> Option<(String, usize)> {
    let first = lines.first()?;
    if !first.text.starts_with('(')
        || headings::is_body(&first.text)
        || body::is_note(&first.text)
        || body::begins_note(&first.text)
    {
        return None;
    }
    let mut title = String::new();
    for (index, line) in lines.iter().take(9).enumerate() {
        body::join(&mut title, &line.text);
        let whole = title.trim_end_matches('.');
        if whole.ends_with(')') {
            let inner = &whole[1..whole.len() - 1];
            let balanced = inner.matches('(').count() == inner.matches(')').count();
            let worded = inner.chars().filter(|c| c.is_alphabetic()).count() >= 3;
            return (balanced && worded && !body::is_note(whole)).then(|| (whole.to_string(), index + 1));
        }
        if title.contains(')') {
            return None;
        }
    }
    None
}

/// A title and the wrapped lines that go on with it: they begin in lower case, or are centred like it, or the line above was full.
pub fn continued(title: &str, indent: Option<usize>, lines: &[Line], measure: &Measure) -> (String, usize) {
    if let Some(found) = filled(title, lines, measure) {
        return found;
    }
    let mut title = title.to_string();
    let mut used = 0;
    for (index, line) in lines.iter().enumerate() {
        let centred = indent.is_some_and(|indent| indent >= 10 && line.indent >= 10)
            && looks_like_title(&line.text)
            && lines.get(index + 1).is_some_and(|next| next.blank_before || next.indent + 4 <= line.indent);
        let open_bracket = title.starts_with('(') && !title.contains(')');
        let lower = line.text.starts_with(char::is_lowercase) && !body::is_point(&line.text) || open_bracket;
        // "… na području Bosne i" wants its last word, whatever letter it begins with.
        let wanted = unfinished(&title) && !headings::is_body(&line.text) && line.text.starts_with(char::is_alphabetic);
        // Columns that do not stand level leave empty rows inside a title; what goes on in small letters is no new text.
        let parted = line.blank_before && !unfinished(&title) && !(lower && line.text.chars().count() < 60);
        if !lower && !centred && !wanted || parted || used >= 9 || body::ends_sentence(&title) {
            break;
        }
        body::join(&mut title, &line.text);
        used += 1;
    }
    (title, used)
}

/// A title broken over several lines, each as full as titles get in this copy; nothing if that would make it a sentence.
fn filled(title: &str, lines: &[Line], measure: &Measure) -> Option<(String, usize)> {
    let mut last = title;
    let mut whole = title.to_string();
    let mut used = 0;
    for line in lines.iter().take(10) {
        let small = line.text.starts_with(char::is_lowercase) && !body::is_point(&line.text);
        let goes_on = small || measure.full(last, &line.text) || unfinished(last);
        let text =
            headings::is_body(&line.text) || body::is_note(&line.text) || line.text.starts_with(|c: char| c.is_ascii_digit());
        if !goes_on || text || line.blank_before && !small || body::ends_sentence(last) {
            break;
        }
        body::join(&mut whole, &line.text);
        last = &line.text;
        used += 1;
    }
    let next_begins = lines.get(used).is_none_or(|next| {
        (!next.text.starts_with(char::is_lowercase) || body::is_point(&next.text)) && !goes_on_with_number(&next.text)
    });
    let capital = lines[..used].iter().any(|line| !line.text.starts_with(char::is_lowercase));
    // Without a capital at a line's beginning the plain rule does.
    let own = headings::article(&whole).map_or_else(|| whole.clone(), |candidate| candidate.rest);
    (capital && used < 10 && next_begins && looks_like_title(&own) && !body::ends_sentence(&whole)).then_some((whole, used))
}

/// Ends in a comma, a hyphen or a word that wants another.
fn unfinished(text: &str) -> bool {
    text.ends_with([',', '-']) || wants_another(text)
}

/// A heading without what is not of it: brackets around the whole, a footnote's mark, a stop behind brackets.
pub fn bare(heading: &str) -> String {
    let mut heading = heading.trim().trim_matches(['–', '-', '—', ' ', ':']).to_string();
    if let Some(regex) = MARK.as_ref()
        && let Some(mark) = regex.captures(&heading)
    {
        let end = mark.name("w").map_or_else(|| mark.get(0).map_or(heading.len(), |whole| whole.start()), |word| word.end());
        heading.truncate(end);
    }
    let heading = heading.trim();
    let inner = heading.strip_suffix(").").map_or(heading, |_| heading.trim_end_matches('.'));
    match inner.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) if !inner.contains(['(', ')']) => inner.trim().to_string(),
        _ => heading.to_string(),
    }
}

/// Where the body of an article ends and what belongs to the next heading begins.
pub fn tail_start(lines: &[Line], titles: Titles, more_follow: bool, measure: &Measure) -> usize {
    if !more_follow {
        return lines.len();
    }
    // The first division line behind which nothing but heading lines stands.
    let mut tail = lines.len();
    for (index, line) in lines.iter().enumerate().rev() {
        let is_division = line.level > 0 || headings::division(&line.text).is_some();
        // The line below "Chapitre II" is its title, however long it is.
        let under_division = || {
            let above = index.checked_sub(1).and_then(|above| headings::division(&lines[above].text));
            above.is_some_and(|(_, title)| title.is_empty()) && looks_like_title(&line.text)
        };
        if is_division {
            tail = index;
        } else if under_division() {
            continue;
        } else if lines.len() - index > 12 || !belongs_to_heading(line) && !line.text.starts_with(char::is_lowercase) {
            break;
        }
    }
    if titles == Titles::Before
        && tail == lines.len()
        && let Some(start) = title_before(lines, measure)
    {
        tail = start;
    }
    while let Some(start) = group_before(&lines[..tail]) {
        tail = start;
    }
    tail
}

/// Where the heading of a numbered group begins that closes these lines: "2. Pokušaj krivičnog dela", "v) Zabrana prilaženja".
fn group_before(lines: &[Line]) -> Option<usize> {
    for start in (lines.len().saturating_sub(3)..lines.len()).rev() {
        let line = &lines[start];
        if headings::group(&line.text).is_some() {
            let mut whole = String::new();
            lines[start..].iter().for_each(|line| body::join(&mut whole, &line.text));
            let alone = !whole.ends_with(['.', ';', ',', ':']) && whole.chars().count() <= 200;
            return (alone && stands_apart(lines, start)).then_some(start);
        }
        if !(line.text.starts_with(char::is_lowercase) || start > 0 && unfinished(&lines[start - 1].text)) {
            return None;
        }
    }
    None
}

/// Whether a line that begins with a capital may still be the same title as the line above it.
pub fn goes_on(above: &Line, line: &Line, measure: &Measure) -> bool {
    let heads = headings::division(&above.text).is_some() || headings::division(&line.text).is_some();
    unfinished(&above.text) || measure.full(&above.text, &line.text) && !heads && headings::group(&line.text).is_none()
}

/// Whether what stood before line `start` is over.
fn stands_apart(lines: &[Line], start: usize) -> bool {
    let Some(above) = start.checked_sub(1).map(|at| &lines[at]) else { return true };
    let line = &lines[start];
    body::ends_sentence(&above.text)
        || line.blank_before
        || line.indent >= above.indent + 12
        || body::is_note(&above.text)
        || headings::group(&above.text).is_some_and(|title| looks_like_title(&title))
        || headings::division(&above.text).is_some()
}

/// Where the title that closes these lines begins: the last line, with the line above it where it only goes on.
pub fn title_before(lines: &[Line], measure: &Measure) -> Option<usize> {
    let mut start = lines.len().checked_sub(1)?;
    while start > 0
        && lines.len() - start < 10
        && (lines[start].text.starts_with(char::is_lowercase)
            || !lines[start].blank_before && goes_on(&lines[start - 1], &lines[start], measure))
        && !body::ends_sentence(&lines[start - 1].text)
    {
        start -= 1;
    }
    let mut whole = String::new();
    lines[start..].iter().for_each(|line| body::join(&mut whole, &line.text));
    let upper = start.checked_sub(1).map(|at| &lines[at]);
    let alone = |line: &Line, at: usize| {
        looks_like_title(&line.text) && stands_apart(lines, at) && headings::article(&line.text).is_none()
    };
    // A group's title without a number may stand above: two lines, each a title, the upper one short and after a sentence.
    let under_group = upper.is_some_and(|upper| alone(upper, start - 1));
    if !looks_like_title(&whole)
        || !stands_apart(lines, start) && !under_group
        || start == 0 && lines.len() == 1 && whole.chars().count() > 120
        || headings::group(&whole).is_some_and(|title| title.chars().count() > 3)
            && lines[start].text.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    // Titles of two lines, both with a capital: centred ones are one title, and so is an upper line as wide as the text above it.
    if let Some(upper) = upper
        && under_group
        && headings::group(&upper.text).is_none()
        && headings::division(&upper.text).is_none()
        && !lines[start].blank_before
    {
        let centred = upper.indent >= 20 && lines[start].indent >= 20;
        if centred || measure.full(&upper.text, &lines[start].text) {
            start -= 1;
        }
    }
    Some(start)
}
