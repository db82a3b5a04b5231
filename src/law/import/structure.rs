//! Lines to an act: which lines head articles, where their titles stand, what belongs to which division.

use super::lines::{Line, Lines};
use super::sequence::{self, Verdict};
use super::{About, ImportError, Report, body, headings};
use crate::law::texts::{Act, Article, Division, DivisionKind, SourceFile};

/// Where an act puts the titles of its articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Titles {
    Before,
    After,
    SameLine,
    None,
}

/// Build the act, or say that there is none in these lines.
pub fn build(lines: Lines, about: &About, kind: &str) -> Result<(Act, Report), ImportError> {
    let Lines { lines, furniture, columns_taken_apart, leveled } = lines;
    let lines = if leveled { lines } else { part_glued_titles(lines) };
    let mut at = Vec::new();
    let mut candidates = Vec::new();
    let mut strong = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if leveled && line.level == 0 {
            continue;
        }
        if let Some(candidate) = headings::article(&line.text) {
            strong.push(candidate.rest.is_empty() || line.level > 0);
            candidates.push(candidate);
            at.push(index);
        }
    }
    let verdicts = sequence::judge(&candidates, &strong);
    let proper = verdicts.iter().filter(|verdict| **verdict == Verdict::Article).count();
    // Two headings may be chance; a text of many lines with hardly any is something else.
    if proper < 3 && !(proper > 0 && lines.len() < 60) || proper * 400 < lines.len() {
        return Err(ImportError::NoArticles { lines: lines.len() });
    }
    let heads: Vec<usize> = (0..candidates.len()).filter(|&i| verdicts[i] != Verdict::Mention).collect();
    let titles = place_of_titles(&lines, &at, &candidates, &heads);
    let mut act = Act {
        id: about.id.clone(),
        jurisdiction: about.jurisdiction.clone(),
        title: about.title.clone(),
        language: about.language.clone(),
        as_of: about.as_of.clone(),
        gazette: about.gazette.clone(),
        official: about.official,
        source: SourceFile { name: about.file_name.clone(), sha256: about.sha256.clone(), kind: kind.to_string() },
        divisions: Vec::new(),
        articles: Vec::new(),
        front: Vec::new(),
    };
    let mut report = Report { lines: lines.len(), page_furniture: furniture, columns_taken_apart, ..Report::default() };
    let mut open: Vec<usize> = Vec::new();
    // What stands before the first heading: front matter, then divisions and perhaps a title.
    let first = heads.first().map_or(lines.len(), |&head| at[head]);
    let head_part = &lines[..first];
    let divisions_from = head_part.iter().rposition(|line| !belongs_to_heading(line)).map_or(0, |index| index + 1);
    act.front = head_part[..divisions_from].iter().map(|line| line.text.clone()).collect();
    report.front_lines = act.front.len();
    let mut pending_title = take_divisions(&head_part[divisions_from..], titles, &mut act.divisions, &mut open);
    for (position, &head) in heads.iter().enumerate() {
        let start = at[head] + 1;
        let end = heads.get(position + 1).map_or(lines.len(), |&next| at[next]);
        let candidate = &candidates[head];
        let mut article = Article {
            number: candidate.number.clone(),
            label: candidate.label.clone(),
            appendix: verdicts[head] == Verdict::Appendix,
            through: candidate.through.map(|last| last.to_string()),
            line: lines[at[head]].number,
            // Provisions of amending acts stand behind the code, not in its last chapter.
            division: open.last().copied().filter(|_| verdicts[head] != Verdict::Appendix),
            ..Article::default()
        };
        // Text that begins on the heading's own line is read with the lines below it.
        let with_rest: Vec<Line>;
        let mut inside = &lines[start..end];
        let mut rest = candidate.rest.trim_matches(['–', '-', ' ', ':', '—']);
        if headings::is_body(rest) {
            let first = Line { text: rest.to_string(), ..lines[at[head]].clone() };
            with_rest = std::iter::once(first).chain(inside.iter().cloned()).collect();
            inside = &with_rest;
            rest = "";
        }
        let mut title_notes = Vec::new();
        article.heading = match titles {
            Titles::Before => pending_title.take(),
            _ => None,
        };
        if article.heading.is_none() && !rest.is_empty() {
            let (title, used) = continued(rest, None, inside);
            inside = &inside[used..];
            if body::is_note(&title) {
                title_notes.push(title)
            } else {
                article.heading = Some(title).filter(|title| !title.is_empty())
            }
        }
        if article.heading.is_none() && titles == Titles::After {
            let notes = inside.iter().take_while(|line| body::is_note(&line.text)).count();
            if let Some((title, used)) = title_after(&inside[notes..]) {
                title_notes.extend(inside[..notes].iter().map(|line| line.text.clone()));
                article.heading = Some(title);
                inside = &inside[notes + used..];
            }
        }
        article.heading = article.heading.map(|heading| unbracketed(&heading));
        // Behind the body: divisions and the next article's title.
        let tail = tail_start(inside, titles, position + 1 < heads.len());
        let (paragraphs, notes) = body::paragraphs(&inside[..tail]);
        article.paragraphs = paragraphs;
        article.notes = title_notes.into_iter().chain(notes).collect();
        act.articles.push(article);
        pending_title = take_divisions(&inside[tail..], titles, &mut act.divisions, &mut open);
    }
    fill_report(&mut report, &act, &candidates, &verdicts, &strong, &at, &lines);
    Ok((act, report))
}

/// Some copies glue the next article's title to the last sentence: "… po njegovom zahtevu. Stvarna nadležnost" above "Član 45."
fn part_glued_titles(lines: Vec<Line>) -> Vec<Line> {
    let mut out = Vec::with_capacity(lines.len());
    for index in 0..lines.len() {
        let line = &lines[index];
        let heads_follow = lines
            .get(index + 1)
            .and_then(|next| headings::article(&next.text))
            .is_some_and(|candidate| candidate.rest.is_empty());
        let split = line.text.rfind(". ").filter(|at| heads_follow && !body::ends_sentence(&line.text) && *at >= 12);
        if let Some(at) = split {
            let (sentence, title) = (&line.text[..=at], line.text[at + 1..].trim());
            let abbreviation = sentence
                .trim_end_matches('.')
                .rsplit(' ')
                .next()
                .is_some_and(|word| word.chars().count() < 4 || word.chars().all(|c| c.is_ascii_digit()));
            if looks_like_title(title) && title.chars().count() <= 140 && !abbreviation {
                out.push(Line { text: sentence.to_string(), ..line.clone() });
                out.push(Line { text: title.to_string(), blank_before: true, ..line.clone() });
                continue;
            }
        }
        out.push(line.clone());
    }
    out
}

/// Whether a line can be part of what stands above an article: a division, a title in capitals, a centred title.
fn belongs_to_heading(line: &Line) -> bool {
    line.level > 0
        || headings::division(&line.text).is_some()
        || is_capitals(&line.text)
        || looks_like_title(&line.text) && line.text.chars().count() < 90
}

fn is_capitals(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 4 && text.chars().filter(|c| c.is_uppercase()).count() * 10 >= letters * 9
}

/// Short, begins with a capital, does not end as a sentence ends, is no paragraph or point.
fn looks_like_title(text: &str) -> bool {
    let length = text.chars().count();
    let first = text.chars().find(|c| !matches!(c, '(' | '„' | '"' | '“' | '«' | '['));
    (3..=200).contains(&length)
        && first.is_some_and(char::is_uppercase)
        && !text.ends_with(['.', ';', ',', ':'])
        && !body::is_note(text)
}

/// Vote: where do the titles of this act stand?
fn place_of_titles(lines: &[Line], at: &[usize], candidates: &[headings::Candidate], heads: &[usize]) -> Titles {
    let (mut before, mut after, mut same) = (0, 0, 0);
    for &head in heads {
        let index = at[head];
        if !candidates[head].rest.is_empty() && !body::is_note(&candidates[head].rest) {
            same += 1;
            continue;
        }
        if index > 0 {
            let above = &lines[index - 1];
            let over = index < 2
                || body::ends_sentence(&lines[index - 2].text)
                || above.blank_before
                || headings::division(&lines[index - 2].text).is_some()
                || looks_like_title(&lines[index - 2].text);
            before += usize::from(looks_like_title(&above.text) && headings::division(&above.text).is_none() && over);
        }
        let notes = lines[index + 1..].iter().take(3).take_while(|line| body::is_note(&line.text)).count();
        after += usize::from(title_after(&lines[index + 1 + notes..]).is_some());
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
fn title_after(lines: &[Line]) -> Option<(String, usize)> {
    let first = lines.first()?;
    if !looks_like_title(&first.text) || first.text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if headings::division(&first.text).is_some() {
        return None;
    }
    let (title, used) = continued(&first.text, Some(first.indent), &lines[1..]);
    let next = lines.get(used + 1);
    // A body line follows, or nothing (a deleted article). A title is never the whole text of a long article.
    if title.ends_with(['.', ';', ':', ',']) || title.chars().count() > 220 {
        return None;
    }
    next.is_none_or(|next| !next.text.starts_with(|c: char| c.is_lowercase())).then_some((title, used + 1))
}

/// A title and the wrapped lines that go on with it: they begin in lower case, or are centred like it.
fn continued(title: &str, indent: Option<usize>, lines: &[Line]) -> (String, usize) {
    let mut title = title.to_string();
    let mut used = 0;
    for (index, line) in lines.iter().enumerate() {
        let centred = indent.is_some_and(|indent| indent >= 10 && line.indent >= 10)
            && looks_like_title(&line.text)
            && lines.get(index + 1).is_some_and(|next| next.blank_before || next.indent + 4 <= line.indent);
        let open_bracket = title.starts_with('(') && !title.contains(')');
        let lower = line.text.chars().next().is_some_and(char::is_lowercase) || open_bracket;
        // Very narrow columns break a title after every other word; the body then begins with a capital.
        if !lower && !centred || line.blank_before || used >= 5 || body::ends_sentence(&title) {
            break;
        }
        title.push(' ');
        title.push_str(&line.text);
        used += 1;
    }
    (title, used)
}

/// "(Krađa)" is a title in brackets.
fn unbracketed(heading: &str) -> String {
    match heading.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) {
        Some(inner) if !inner.contains(['(', ')']) => inner.trim().to_string(),
        _ => heading.trim().to_string(),
    }
}

/// Where the body of an article ends and what belongs to the next heading begins.
fn tail_start(lines: &[Line], titles: Titles, more_follow: bool) -> usize {
    if !more_follow {
        return lines.len();
    }
    // The first division line behind which nothing but heading lines stands.
    let mut tail = lines.len();
    for (index, line) in lines.iter().enumerate().rev() {
        let is_division = line.level > 0 || headings::division(&line.text).is_some();
        if is_division {
            tail = index;
        } else if lines.len() - index > 12
            || !belongs_to_heading(line) && !line.text.chars().next().is_some_and(char::is_lowercase)
        {
            break;
        }
    }
    if titles == Titles::Before
        && tail == lines.len()
        && let Some(start) = title_before(lines)
    {
        return start;
    }
    tail
}

/// Where the title that closes these lines begins: the last line, with the line above it where it only goes on.
fn title_before(lines: &[Line]) -> Option<usize> {
    let mut start = lines.len().checked_sub(1)?;
    while start > 0
        && lines.len() - start < 4
        && lines[start].text.chars().next().is_some_and(char::is_lowercase)
        && !body::ends_sentence(&lines[start - 1].text)
        && !lines[start].blank_before
    {
        start -= 1;
    }
    let title = &lines[start];
    let over = start == 0
        || body::ends_sentence(&lines[start - 1].text)
        || title.blank_before
        || title.indent >= lines[start - 1].indent + 12
        || body::is_note(&lines[start - 1].text);
    let last = lines.last()?;
    if !looks_like_title(&title.text)
        || last.text.ends_with(['.', ';', ','])
        || !over
        || start == 0 && lines.len() == 1 && title.text.chars().count() > 120
    {
        return None;
    }
    // Centred titles of two lines, both with a capital: take the upper one along when it is no sentence and stands by itself.
    if start > 0
        && lines[start - 1].indent >= 20
        && lines[start].indent >= 20
        && !lines[start].blank_before
        && looks_like_title(&lines[start - 1].text)
        && (start < 2 || body::ends_sentence(&lines[start - 2].text))
    {
        start -= 1;
    }
    Some(start)
}

/// Read divisions with their titles from lines between two articles; what is left is the next article's title.
fn take_divisions(lines: &[Line], titles: Titles, divisions: &mut Vec<Division>, open: &mut Vec<usize>) -> Option<String> {
    let mut index = 0;
    let mut loose: Vec<&Line> = Vec::new();
    while index < lines.len() {
        let line = &lines[index];
        let found =
            headings::division(&line.text).or_else(|| (line.level > 0).then(|| (kind_of_level(line.level), String::new())));
        let Some((kind, mut heading)) = found else {
            loose.push(line);
            index += 1;
            continue;
        };
        loose.clear();
        index += 1;
        // The division's own title: lines up to the next division; in acts with titles before the number the last one is the article's.
        let mut own: Vec<&Line> = Vec::new();
        while index < lines.len() && headings::division(&lines[index].text).is_none() && lines[index].level == 0 {
            own.push(&lines[index]);
            index += 1;
        }
        let at_end = index >= lines.len();
        if at_end && titles == Titles::Before && own.len() > usize::from(heading.is_empty()) {
            let mut split = own.len() - 1;
            while split > usize::from(heading.is_empty()) && own[split].text.chars().next().is_some_and(char::is_lowercase) {
                split -= 1;
            }
            // Capitals belong to the division as long as they go on.
            while split < own.len() && is_capitals(&own[split].text) {
                split += 1;
            }
            loose = own.split_off(split);
        }
        for line in own {
            if !heading.is_empty() {
                heading.push(' ');
            }
            heading.push_str(&line.text);
        }
        while open.last().is_some_and(|&last| divisions[last].kind >= kind) {
            open.pop();
        }
        let label = if line.level > 0 && heading.is_empty() {
            line.text.clone()
        } else {
            line.text.trim_end_matches(heading.as_str()).trim_end_matches([' ', '-', '–', ':', '.']).to_string()
        };
        divisions.push(Division {
            kind,
            label: if label.is_empty() { line.text.clone() } else { label },
            heading: Some(heading).filter(|heading| !heading.is_empty()),
            parent: open.last().copied(),
        });
        open.push(divisions.len() - 1);
    }
    let title = loose.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ");
    Some(title).filter(|title| titles == Titles::Before && !title.is_empty())
}

fn kind_of_level(level: u8) -> DivisionKind {
    match level {
        1 => DivisionKind::Book,
        2 => DivisionKind::Part,
        3 => DivisionKind::Title,
        4 => DivisionKind::Chapter,
        5 => DivisionKind::Section,
        _ => DivisionKind::Subsection,
    }
}

fn fill_report(
    report: &mut Report,
    act: &Act,
    candidates: &[headings::Candidate],
    verdicts: &[Verdict],
    strong: &[bool],
    at: &[usize],
    lines: &[Line],
) {
    let proper: Vec<&headings::Candidate> = candidates
        .iter()
        .zip(verdicts)
        .filter(|(_, verdict)| **verdict == Verdict::Article)
        .map(|(candidate, _)| candidate)
        .collect();
    report.articles = act.articles.len();
    report.appendix_articles = act.articles.iter().filter(|article| article.appendix).count();
    report.first = proper.first().map(|candidate| candidate.number.clone());
    report.last = proper.last().map(|candidate| candidate.number.clone());
    let displaced: Vec<&headings::Candidate> = candidates
        .iter()
        .zip(verdicts)
        .filter(|(_, verdict)| **verdict == Verdict::OutOfOrder)
        .map(|(candidate, _)| candidate)
        .collect();
    report.gaps = sequence::gaps(&proper, &displaced);
    report.out_of_order = displaced.iter().map(|candidate| candidate.number.clone()).collect();
    report.with_heading = act.articles.iter().filter(|article| article.heading.is_some()).count();
    report.without_text = act
        .articles
        .iter()
        .filter(|article| article.paragraphs.is_empty() && article.notes.is_empty())
        .map(|article| article.number.clone())
        .collect();
    report.duplicates = candidates
        .iter()
        .zip(verdicts)
        .filter(|(_, verdict)| **verdict == Verdict::Duplicate)
        .map(|(candidate, _)| candidate.number.clone())
        .collect();
    report.divisions = act.divisions.len();
    report.paragraphs = act.articles.iter().map(|article| article.paragraphs.len()).sum();
    report.points = act.articles.iter().flat_map(|article| &article.paragraphs).map(|paragraph| paragraph.points.len()).sum();
    report.not_understood = (0..candidates.len())
        .filter(|&i| verdicts[i] == Verdict::Mention && strong[i])
        .map(|i| (lines[at[i]].number, lines[at[i]].text.clone()))
        .collect();
}
