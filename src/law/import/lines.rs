//! Lines of a text with what is known about each: indent, page breaks, blank lines. Columns are taken apart, page furniture is set aside.

use std::collections::HashMap;

use super::headings;

/// One line that carries text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Trimmed, inner runs of spaces made one, soft hyphens kept out.
    pub text: String,
    /// Columns of space before it.
    pub indent: usize,
    /// A blank line or a page break stands before it.
    pub blank_before: bool,
    /// Line number in the input, from 1.
    pub number: usize,
    /// Depth of a Markdown heading; 0 for an ordinary line.
    pub level: u8,
}

/// The lines of a text, and what was done to them.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    pub lines: Vec<Line>,
    pub furniture: Vec<(String, usize)>,
    pub columns_taken_apart: bool,
    /// Article headings are only looked for on lines with a level (Markdown).
    pub leveled: bool,
}

/// Lines of plain text. `\u{c}` parts pages.
pub fn from_text(text: &str) -> Lines {
    let (raw, columns_taken_apart) = take_columns_apart(text);
    let mut lines = Vec::new();
    let mut page_marks = Vec::new();
    let mut blank = true;
    for (number, line, start) in raw {
        if start != Start::Line {
            page_marks.push(lines.len());
            blank |= start == Start::Page;
        }
        let clean = clean(&line);
        if clean.is_empty() {
            blank = true;
            continue;
        }
        // The first line of some copies names where they were found; it is not part of the act.
        if number == 1 && clean.starts_with("# source:") {
            continue;
        }
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        lines.push(Line { text: clean, indent, blank_before: blank, number, level: 0 });
        blank = false;
    }
    let (lines, furniture) = set_furniture_aside(lines, &page_marks);
    Lines { lines, furniture, columns_taken_apart, leveled: false }
}

/// One line as it is compared and stored.
pub fn clean(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\u{ad}' | '\u{feff}' | '\u{200b}' => {}
            c if c.is_whitespace() || c.is_control() => {
                if !out.ends_with(' ') && !out.is_empty() {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// What a physical line begins besides itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Start {
    Page,
    /// The second column of a page: the other half of a running head may stand there.
    Column,
    Line,
}

/// Physical lines as (number, text, what begins with it), with two-column pages put in reading order.
fn take_columns_apart(text: &str) -> (Vec<(usize, String, Start)>, bool) {
    let mut pages: Vec<Vec<(usize, String)>> = vec![Vec::new()];
    for (index, line) in text.lines().enumerate() {
        let mut parts = line.split('\u{c}');
        if let Some(first) = parts.next() {
            push(&mut pages, index + 1, first);
        }
        for part in parts {
            pages.push(Vec::new());
            push(&mut pages, index + 1, part);
        }
    }
    // Copies without form feeds are looked at in stretches of a page's usual length.
    let marked = pages.len() > 1;
    if !marked {
        let all = pages.pop().unwrap_or_default();
        pages = stretches(all);
    }
    let mut out = Vec::new();
    let mut gutters: Vec<Option<usize>> = pages.iter().map(|page| gutter(page)).collect();
    let apart = gutters.iter().any(Option::is_some);
    // A page with little on it, mostly the last, does not show its gutter; in a copy set in columns it has that of the page before.
    let printed = pages.iter().filter(|page| page.iter().any(|(_, line)| !line.is_empty())).count();
    if gutters.iter().flatten().count() * 2 > printed {
        for index in 1..gutters.len() {
            if gutters[index].is_none() {
                gutters[index] = gutters[index - 1].filter(|column| shares_gutter(&pages[index], *column));
            }
        }
    }
    for (index, (page, gutter)) in pages.into_iter().zip(gutters).enumerate() {
        let page_break = marked && index > 0;
        let start = out.len();
        match gutter {
            Some(column) => {
                // Lines that cross the gutter (headings over both columns) part the page into bands.
                let mut right: Vec<(usize, String, Start)> = Vec::new();
                for (number, line) in page {
                    let (left, other) = split_at_gutter(&line, column);
                    if left.is_none() && other.is_none() {
                        out.append(&mut right);
                        out.push((number, line, Start::Line));
                        continue;
                    }
                    out.push((number, left.unwrap_or_default(), Start::Line));
                    let begins = if right.is_empty() { Start::Column } else { Start::Line };
                    right.push((number, other.unwrap_or_default(), begins));
                }
                out.append(&mut right);
            }
            None => out.extend(page.into_iter().map(|(number, line)| (number, line, Start::Line))),
        }
        if page_break && let Some(first) = out.get_mut(start) {
            first.2 = Start::Page;
        }
    }
    (out, apart)
}

/// Whether a page with little on it is set in the columns of its neighbour: something stands in the right one, hardly anything across.
fn shares_gutter(page: &[(usize, String)], column: usize) -> bool {
    let rows: Vec<Vec<char>> = page.iter().map(|(_, line)| line.chars().collect()).collect();
    let right = rows.iter().filter(|row| has_text(row, column, row.len()) && is_open(row, column)).count();
    let across = rows.iter().filter(|row| has_text(row, column, row.len()) && !is_open(row, column)).count();
    right >= 3 && across * 4 <= right
}

fn push(pages: &mut [Vec<(usize, String)>], number: usize, line: &str) {
    if let Some(page) = pages.last_mut() {
        page.push((number, line.trim_end().to_string()));
    }
}

/// Without form feeds: cut behind the line that carries the page number, else where blank lines follow a page's worth of lines.
fn stretches(lines: Vec<(usize, String)>) -> Vec<Vec<(usize, String)>> {
    let foot = page_foot(&lines);
    let mut out = vec![Vec::new()];
    let mut blanks = 0;
    for (number, line) in lines {
        let text = clean(&line);
        let over = match &foot {
            Some(foot) => shape(&text) == *foot,
            None => out.last().is_some_and(|page: &Vec<_>| page.len() >= 40) && blanks >= 3,
        };
        blanks = if text.is_empty() { blanks + 1 } else { 0 };
        if let Some(page) = out.last_mut() {
            page.push((number, line));
        }
        if over {
            out.push(Vec::new());
        }
    }
    out
}

/// The running line whose number counts up from page to page.
fn page_foot(lines: &[(usize, String)]) -> Option<String> {
    let mut seen: HashMap<String, Vec<u32>> = HashMap::new();
    for (_, line) in lines {
        let text = clean(line);
        if text.chars().count() > 12 && may_be_furniture(&text) {
            seen.entry(shape(&text)).or_default().extend(last_number(&text));
        }
    }
    seen.into_iter()
        .filter(|(_, numbers)| count_up(numbers))
        .max_by(|a, b| a.1.len().cmp(&b.1.len()).then_with(|| b.0.cmp(&a.0)))
        .map(|(shape, _)| shape)
}

/// A line with each number as `#`, by which running heads are recognised.
pub fn shape(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let c = if c.is_ascii_digit() { '#' } else { c };
        if !(c == '#' && out.ends_with('#')) {
            out.push(c);
        }
    }
    out
}

/// The column of white space between two columns of text, if the page has one.
fn gutter(page: &[(usize, String)]) -> Option<usize> {
    let rows: Vec<Vec<char>> = page.iter().map(|(_, line)| line.chars().collect()).collect();
    let text: Vec<&Vec<char>> = rows.iter().filter(|row| row.iter().any(|c| !c.is_whitespace())).collect();
    if text.len() < 12 {
        return None;
    }
    let widest = text.iter().map(|row| row.len()).max().unwrap_or(0);
    if widest < 90 {
        return None;
    }
    // Lines of the two columns need not stand level: a row may hold either side or both.
    let mut best = None;
    for column in widest / 3..widest * 2 / 3 {
        let (mut left, mut right, mut crossed) = (0, 0, 0);
        for row in &text {
            let on_left = has_text(row, 0, column);
            let on_right = has_text(row, column, row.len());
            if on_left && on_right && !is_open(row, column) {
                crossed += 1;
            } else {
                left += usize::from(on_left);
                right += usize::from(on_right);
            }
        }
        let worth = (left + right) as isize - 5 * crossed as isize;
        let fits = crossed * 14 <= text.len() && left * 4 >= text.len() && right * 4 >= text.len();
        if fits && best.is_none_or(|(_, most)| worth > most) {
            best = Some((column, worth));
        }
    }
    best.map(|(column, _)| column)
}

fn is_open(row: &[char], column: usize) -> bool {
    (column.saturating_sub(1)..=column).all(|at| row.get(at).is_none_or(|c| c.is_whitespace()))
}

fn has_text(row: &[char], from: usize, to: usize) -> bool {
    row.get(from..to.min(row.len())).is_some_and(|part| part.iter().any(|c| !c.is_whitespace()))
}

/// Left and right half of a line; both `None` when the line runs over the gutter.
fn split_at_gutter(line: &str, column: usize) -> (Option<String>, Option<String>) {
    let row: Vec<char> = line.chars().collect();
    if row.iter().all(|c| c.is_whitespace()) {
        return (Some(String::new()), Some(String::new()));
    }
    // A line of one column may reach a little over the measured gutter: look for the nearest gap.
    let narrow = (0..10).flat_map(|distance| [column + distance, column.saturating_sub(distance)]).find(|at| is_open(&row, *at));
    // Else the widest gap of white space in the middle third parts the line.
    let wide = || {
        let mut best: Option<(usize, usize)> = None;
        let mut run = 0;
        for (at, c) in row.iter().enumerate() {
            run = if c.is_whitespace() { run + 1 } else { 0 };
            let middle = at > column / 2 && at < column + column / 2;
            if run >= 3 && middle && best.is_none_or(|(_, widest)| run > widest) {
                best = Some((at, run));
            }
        }
        best.map(|(at, _)| at)
    };
    match narrow.or_else(wide) {
        Some(at) => {
            let at = at.min(row.len());
            (Some(row[..at].iter().collect::<String>().trim_end().to_string()), Some(row[at..].iter().collect()))
        }
        None => (None, None),
    }
}

/// How often a line came again, how often beside the mark of a page, and the numbers it ended in.
#[derive(Default)]
struct Repeated {
    times: usize,
    beside_marks: usize,
    /// Directly above or below the number of an article, where titles stand: "Uslovi za određivanje" heads seven of them.
    beside_heads: usize,
    numbers: Vec<u32>,
    /// Which lines they are.
    at: Vec<usize>,
}

/// Whether lines stand a page apart from each other, as running heads do where no mark parts the pages.
fn evenly(at: &[usize]) -> bool {
    let mut steps: Vec<usize> = at.windows(2).map(|pair| pair[1] - pair[0]).collect();
    steps.sort_unstable();
    let Some(&usual) = steps.get(steps.len() / 2) else { return false };
    steps.iter().filter(|&&step| step * 2 >= usual && step <= usual * 2).count() * 10 >= steps.len() * 8
}

/// Whether lines stand as far from each other as the lines of a page: headings under an unknown word count up as well.
fn a_page_apart(at: &[usize]) -> bool {
    let mut steps: Vec<usize> = at.windows(2).map(|pair| pair[1] - pair[0]).collect();
    steps.sort_unstable();
    steps.get(steps.len() / 2).is_some_and(|&usual| usual >= 16)
}

/// The last number in a line.
fn last_number(text: &str) -> Option<u32> {
    let last: String = text.chars().rev().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    last.chars().rev().collect::<String>().parse().ok()
}

/// Whether numbers count pages: nearly every one is the successor of the one before (or the next odd or even one).
fn count_up(numbers: &[u32]) -> bool {
    let steps = numbers.windows(2).filter(|pair| (1..=2).contains(&pair[1].saturating_sub(pair[0]))).count();
    numbers.len() >= 5 && steps * 10 >= (numbers.len() - 1) * 8
}

/// Page numbers, running heads and feet: lines that come again and again beside page breaks.
fn set_furniture_aside(lines: Vec<Line>, page_marks: &[usize]) -> (Vec<Line>, Vec<(String, usize)>) {
    let number_only = |line: &Line| {
        line.text.len() <= 9
            && line.text.chars().all(|c| c.is_ascii_digit() || " -–/|".contains(c))
            // "85/2005" is the end of a gazette's citation.
            && line.text.split_once('/').is_none_or(|(_, year)| year.len() != 4)
            && line.text.chars().any(|c| c.is_ascii_digit())
    };
    let mut marks: Vec<bool> = lines.iter().map(number_only).collect();
    for at in page_marks {
        for beside in [at.checked_sub(1), Some(*at)].into_iter().flatten() {
            if let Some(mark) = marks.get_mut(beside) {
                *mark = true;
            }
        }
    }
    let mut seen: HashMap<String, Repeated> = HashMap::new();
    for (index, line) in lines.iter().enumerate() {
        if number_only(line) || !may_be_furniture(&line.text) {
            continue;
        }
        let beside = marks[index.saturating_sub(3)..(index + 4).min(marks.len())].iter().any(|mark| *mark);
        let entry = seen.entry(shape(&line.text)).or_default();
        entry.times += 1;
        entry.beside_marks += usize::from(beside);
        let heads = |at: Option<usize>| {
            at.and_then(|at| lines.get(at))
                .is_some_and(|line| headings::article(&line.text).is_some() || headings::division(&line.text).is_some())
        };
        // The title may go on for a line before the number.
        let wrapped =
            lines.get(index + 1).is_some_and(|next| next.text.starts_with(char::is_lowercase)) && heads(Some(index + 2));
        entry.beside_heads += usize::from(heads(index.checked_sub(1)) || heads(Some(index + 1)) || wrapped);
        entry.numbers.extend(last_number(&line.text));
        entry.at.push(index);
    }
    let is_furniture = |line: &Line| -> bool {
        seen.get(&shape(&line.text)).is_some_and(|repeated| {
            let Repeated { times, beside_marks: beside, beside_heads, numbers, at } = repeated;
            // "1. Opšte odredbe" opens a group of articles in chapter after chapter; only beside nearly every page mark it is a running head.
            if headings::group(&line.text).is_some() && *beside * 10 < *times * 9 {
                return false;
            }
            if !may_be_furniture(&line.text) || *times < 6 || beside_heads * 2 >= *times && *beside * 10 < *times * 8 {
                return false;
            }
            // What opens with a small letter is mostly text; a running line of that kind stands beside every page mark.
            if line.text.starts_with(char::is_lowercase) {
                return *beside * 10 >= *times * 9;
            }
            *beside * 2 >= *times || *times >= 20 && numbers.is_empty() && evenly(at) || count_up(numbers) && a_page_apart(at)
        })
    };
    let page_numbers = lines.iter().filter(|line| number_only(line)).count();
    let mut kept = Vec::with_capacity(lines.len());
    let mut set_aside: HashMap<String, usize> = HashMap::new();
    let mut pending_blank = false;
    for line in lines {
        let lone_number = number_only(&line) && page_numbers >= 3;
        if lone_number || is_furniture(&line) {
            *set_aside.entry(if lone_number { "#".to_string() } else { shape(&line.text) }).or_default() += 1;
            pending_blank |= line.blank_before;
            continue;
        }
        kept.push(Line { blank_before: line.blank_before || pending_blank, ..line });
        pending_blank = false;
    }
    let mut furniture: Vec<(String, usize)> = set_aside.into_iter().collect();
    furniture.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    (kept, furniture)
}

/// Running heads are short, end without a full stop, and are neither headings nor notes nor points.
fn may_be_furniture(text: &str) -> bool {
    let length = text.chars().count();
    (4..=160).contains(&length)
        && !text.ends_with(['.', ';', ':', ','])
        && !text.starts_with(['(', '-', '–', '"', '„', '[', '*'])
        && headings::article(text).is_none()
        && headings::division(text).is_none()
}
