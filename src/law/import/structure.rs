//! Lines to an act: which lines head articles, where their titles stand, what belongs to which division.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::lines::{Line, Lines};
use super::sequence::{self, Verdict};
use super::titles::{self, Measure, Titles};
use super::{About, ImportError, Report, back, body, divisions, front, heading_check, headings, one_line};
use crate::law::texts::{Act, Article, SourceFile};

/// Build the act, or say that there is none in these lines.
pub fn build(lines: Lines, about: &About, kind: &str) -> Result<(Act, Report), ImportError> {
    let Lines { lines, furniture, columns_taken_apart, leveled } = lines;
    let lines = if leveled { lines } else { titles::part_glued(lines) };
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
    // "15¹" beside a plain 15 is an added article; without one the raised digit marks a footnote.
    let plain: HashSet<Vec<u32>> = candidates
        .iter()
        .filter(|candidate| !candidate.superscript && candidate.key.suffix.is_empty())
        .map(|candidate| candidate.key.numbers.clone())
        .collect();
    candidates.iter_mut().filter(|candidate| !plain.contains(&candidate.key.numbers)).for_each(|c| c.without_superscript());
    let verdicts = sequence::judge(&candidates, &strong);
    let proper = verdicts.iter().filter(|verdict| **verdict == Verdict::Article).count();
    // Two headings may be chance; a text of many lines with hardly any is something else.
    if proper < 3 && !(proper > 0 && lines.len() < 60) || proper * 400 < lines.len() {
        return Err(ImportError::NoArticles { lines: lines.len() });
    }
    let opening = verdicts.iter().position(|verdict| *verdict == Verdict::Article).and_then(|at| candidates.get(at));
    if let Some(opening) = opening.filter(|opening| proper < 3 && !about.excerpt && opening.key.numbers.first() != Some(&1)) {
        return Err(ImportError::Excerpt { first: opening.number.clone(), articles: proper });
    }
    let heads: Vec<usize> = (0..candidates.len()).filter(|&i| verdicts[i] != Verdict::Mention).collect();
    let beside = heads.iter().flat_map(|&head| [at[head].saturating_sub(1), at[head], at[head] + 1]);
    let place = titles::place(&lines, &at, &candidates, &heads, &Measure::of(&lines, beside));
    let measure = Measure::of(
        &lines,
        heads.iter().flat_map(|&head| match place {
            // The last line of a title is what was left over; the one above it is full where there is one.
            Titles::Before => at[head].saturating_sub(2)..at[head],
            Titles::SameLine => at[head]..at[head] + 1,
            Titles::After | Titles::None => at[head] + 1..at[head] + 2,
        }),
    );
    let own: Vec<bool> =
        (0..heads.len()).map(|position| has_own_title(&lines, &at, &candidates, &heads, position, &measure)).collect();
    // Some acts change their habit half way: where an article has no title of its own, the line above it may be one.
    let style = |position: usize| match place {
        Titles::After | Titles::SameLine if own.get(position) == Some(&false) => Titles::Before,
        place => place,
    };
    let mut act = Act {
        id: about.id.clone(),
        jurisdiction: about.jurisdiction.clone(),
        title: about.title.clone(),
        language: about.language.clone(),
        as_of: about.as_of.clone(),
        gazette: about.gazette.clone(),
        official: about.official,
        source: SourceFile { name: about.file_name.clone(), sha256: about.sha256.clone(), kind: kind.to_string(), through: None },
        divisions: Vec::new(),
        articles: Vec::new(),
        front: Vec::new(),
        back: Vec::new(),
    };
    let mut report = Report { lines: lines.len(), page_furniture: furniture, columns_taken_apart, ..Report::default() };
    let mut open: Vec<usize> = Vec::new();
    // What stands before the first heading: front matter, then divisions and perhaps a title.
    let first = heads.first().map_or(lines.len(), |&head| at[head]);
    let head_part = &lines[..first];
    let capitals = heads.iter().filter(|&&head| at[head] > 0 && titles::is_capitals(&lines[at[head] - 1].text)).count();
    let divisions_from = front::end(head_part, style(0), capitals * 2 > heads.len(), &measure);
    act.front = head_part[..divisions_from].iter().map(|line| line.text.clone()).collect();
    report.front_lines = act.front.len();
    let mut pending_title = divisions::take(&head_part[divisions_from..], style(0), &measure, &mut act.divisions, &mut open);
    for (position, &head) in heads.iter().enumerate() {
        let start = at[head] + 1;
        let end = heads.get(position + 1).map_or(lines.len(), |&next| at[next]);
        let last = position + 1 == heads.len();
        // An index behind the last article is none of its text.
        let end = match back::start(&lines[start..end]).filter(|_| last) {
            Some(index) => {
                act.back = lines[start + index..end].iter().map(|line| line.text.clone()).collect();
                start + index
            }
            None => end,
        };
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
        let mut title_notes = Vec::new();
        let mut rest = candidate.rest.trim_matches(['–', '-', ' ', ':', '—']);
        while let Some((note, after)) = body::leading_note(rest) {
            title_notes.push(note.to_string());
            rest = after;
        }
        if headings::is_body(rest) {
            let first = Line { text: rest.to_string(), ..lines[at[head]].clone() };
            with_rest = std::iter::once(first).chain(inside.iter().cloned()).collect();
            inside = &with_rest;
            rest = "";
        }
        let parted: Vec<Line>;
        let own_title;
        if let Some((title, text, used)) = one_line::parted(rest, inside) {
            let first = Line { text, ..lines[at[head]].clone() };
            parted = std::iter::once(first).chain(inside[used..].iter().cloned()).collect();
            inside = &parted;
            own_title = title;
            rest = "";
        } else {
            own_title = String::new();
        }
        let titled = if style(position) == Titles::Before { pending_title.take() } else { None };
        article.heading = titled.or(Some(own_title)).filter(|title| !title.is_empty());
        if article.heading.is_none() && !rest.is_empty() {
            let (title, used) = one_line::title(&lines[at[head]].text, rest, inside, &measure);
            inside = &inside[used..];
            if body::is_note(&title) {
                title_notes.push(title)
            } else {
                article.heading = Some(title).filter(|title| !title.is_empty())
            }
        }
        if article.heading.is_none() && place != Titles::None {
            let notes = inside.iter().take_while(|line| body::is_note(&line.text)).count();
            let found = titles::title_after(&inside[notes..], &measure).filter(|(_, used)| {
                // Where titles stand above the number, one below it must be set off from the text.
                let next = inside.get(notes + used);
                matches!(place, Titles::After) || next.is_some_and(|next| next.blank_before || headings::is_body(&next.text))
            });
            if let Some((title, used)) = found {
                title_notes.extend(inside[..notes].iter().map(|line| line.text.clone()));
                article.heading = Some(title);
                inside = &inside[notes + used..];
            }
        }
        article.heading = article.heading.map(|heading| titles::bare(&heading)).filter(|heading| !heading.is_empty());
        // Behind the body: divisions and the next article's title.
        let next_style = style(position + 1);
        let strict = next_style != place;
        let mut tail = titles::tail_start(inside, next_style, position + 1 < heads.len(), &measure);
        if strict && inside.get(tail).is_some_and(|line| !line.blank_before && line.indent < 12) {
            tail = titles::tail_start(inside, place, position + 1 < heads.len(), &measure);
        }
        let (paragraphs, notes) = body::paragraphs(&inside[..tail]);
        article.paragraphs = paragraphs;
        article.notes = title_notes.into_iter().chain(notes).collect();
        act.articles.push(article);
        pending_title = divisions::take(&inside[tail..], next_style, &measure, &mut act.divisions, &mut open);
    }
    if let Some(error) = without_text(&act) {
        return Err(error);
    }
    fill_report(&mut report, &act, &candidates, &verdicts, &strong, &at, &lines);
    Ok((act, report))
}

/// A list of parts and a table of contents number their lines as an act does, and say nothing below them.
fn without_text(act: &Act) -> Option<ImportError> {
    // A short article may stand on the line of its number, as one sentence.
    let sentence = |heading: &String| body::ends_sentence(heading) && heading.split(' ').count() >= 5;
    let says = |article: &&Article| {
        !article.paragraphs.is_empty() || !article.notes.is_empty() || article.heading.as_ref().is_some_and(sentence)
    };
    let with_text = act.articles.iter().filter(says).count();
    (with_text * 5 < act.articles.len()).then_some(ImportError::NoText { articles: act.articles.len() })
}

/// Whether the article at `position` brings its title with it, on the line of its number or below it.
fn has_own_title(
    lines: &[Line],
    at: &[usize],
    candidates: &[headings::Candidate],
    heads: &[usize],
    position: usize,
    measure: &Measure,
) -> bool {
    let head = heads[position];
    let rest = candidates[head].rest.as_str();
    if !rest.is_empty() {
        // A deleted article or a text on the line of the number needs none above it.
        return true;
    }
    let end = heads.get(position + 1).map_or(lines.len(), |&next| at[next]);
    let inside = &lines[at[head] + 1..end];
    let notes = inside.iter().take_while(|line| body::is_note(&line.text)).count();
    titles::title_after(&inside[notes..], measure).is_some()
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
    report.back_lines = act.back.len();
    (report.gaps, report.not_in_copy) = sequence::holes(act, &proper, &displaced);
    report.out_of_order = displaced.iter().map(|candidate| candidate.number.clone()).collect();
    report.with_heading = act.articles.iter().filter(|article| article.heading.is_some()).count();
    report.headings = heading_check::check(act, &report.page_furniture);
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
    report.swallowed = swallowed(act, report, at, lines);
    report.not_understood = (0..candidates.len())
        .filter(|&i| verdicts[i] == Verdict::Mention && strong[i])
        .map(|i| (lines[at[i]].number, lines[at[i]].text.clone()))
        .collect();
}

/// A word and a number alone on a line, as articles are headed.
static WORD_AND_NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^(?P<w>\p{L}{2,12}\.?) ?(?P<n>\d{1,4})(?:[ /-]?\p{L})?\.?$").ok());

/// Lines whose number is missing from the act, or goes on behind its last article: an act whose word for article changes on the way
/// must not lose the rest into one article's text without a word.
fn swallowed(act: &Act, report: &Report, at: &[usize], lines: &[Line]) -> Vec<(usize, String)> {
    let last = report.last.as_deref().and_then(|last| last.parse::<u32>().ok()).unwrap_or(u32::MAX);
    let missing: HashSet<&str> = report.gaps.iter().map(String::as_str).collect();
    let heads: HashSet<usize> = at.iter().copied().collect();
    let first = act.articles.first().map_or(0, |article| article.line);
    let mut out: Vec<(usize, String)> = Vec::new();
    let mut next = last;
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| line.number > first) {
        let Some(captures) = WORD_AND_NUMBER.as_ref().and_then(|regex| regex.captures(&line.text)) else { continue };
        if heads.contains(&index) || headings::division(&line.text).is_some() || body::ends_abbreviated(&captures["w"]) {
            continue;
        }
        let Ok(number) = captures["n"].parse::<u32>() else { continue };
        let goes_on = next != u32::MAX && (number == next + 1 || number == next && number > last);
        if missing.contains(&captures["n"]) || goes_on {
            next = if goes_on { number } else { next };
            out.push((line.number, line.text.clone()));
        }
    }
    out
}
