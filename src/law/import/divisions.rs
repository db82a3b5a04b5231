//! Parts, chapters, sections and the groups between two articles, with their titles.

use super::lines::Line;
use super::titles::{self, Measure, Titles};
use super::{body, headings};
use crate::law::texts::{Division, DivisionKind};

/// Read divisions with their titles from lines between two articles; what is left is the next article's title.
pub fn take(
    lines: &[Line],
    titles: Titles,
    measure: &Measure,
    divisions: &mut Vec<Division>,
    open: &mut Vec<usize>,
) -> Option<String> {
    let mut index = 0;
    let mut loose: Vec<&Line> = Vec::new();
    while index < lines.len() {
        let line = &lines[index];
        let Some((kind, mut heading)) = heads(line) else {
            loose.push(line);
            index += 1;
            continue;
        };
        loose.clear();
        index += 1;
        // The division's own title: lines up to the next division; in acts with titles before the number the last one is the article's.
        let mut own: Vec<&Line> = Vec::new();
        while index < lines.len() && heads(&lines[index]).is_none() {
            own.push(&lines[index]);
            index += 1;
        }
        let at_end = index >= lines.len();
        let titled = usize::from(heading.is_empty());
        if at_end && titles == Titles::Before && own.len() > titled {
            let mut split = own.len() - 1;
            while split > titled && goes_on(own[split - 1], own[split], measure) {
                split -= 1;
            }
            // A line that only goes on with the division's title is none of the article's.
            let goes_on_with_title = split == 0 && !heading.is_empty() && goes_on(line, own[0], measure);
            if goes_on_with_title {
                split = own.len();
            }
            // Capitals belong to the division as long as they go on.
            while split < own.len() && titles::is_capitals(&own[split].text) {
                split += 1;
            }
            loose = own.split_off(split);
        }
        for line in own {
            body::join(&mut heading, &line.text);
        }
        while open.last().is_some_and(|&last| divisions[last].kind >= kind) {
            open.pop();
        }
        let label = if line.level > 0 && heading.is_empty() {
            line.text.trim_end_matches([' ', '-', '–', ':']).to_string()
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
    let mut title = String::new();
    loose.iter().for_each(|line| body::join(&mut title, &line.text));
    Some(title).filter(|title| titles == Titles::Before && !title.is_empty())
}

/// Whether a line heads a division or a numbered group of articles.
pub fn heads(line: &Line) -> Option<(DivisionKind, String)> {
    headings::division(&line.text).or_else(|| (line.level > 0).then(|| (kind_of_level(line.level), String::new()))).or_else(
        || {
            let title = headings::group(&line.text)?;
            let stop = line.text.trim_end_matches(title.as_str()).trim_end();
            Some((if stop.ends_with('.') { DivisionKind::Section } else { DivisionKind::Subsection }, title))
        },
    )
}

/// Whether `next` is the same title, wrapped.
fn goes_on(line: &Line, next: &Line, measure: &Measure) -> bool {
    let capitals = titles::is_capitals(&line.text);
    next.text.starts_with(char::is_lowercase)
        || capitals == titles::is_capitals(&next.text) && !next.blank_before && titles::goes_on(line, next, measure)
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
