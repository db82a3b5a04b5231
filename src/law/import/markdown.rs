//! Codes kept as Markdown under version control: headings carry a level, text carries escapes, lists and footnotes.

use super::lines::{Line, Lines, clean};

/// Lines of Markdown, with the depth of headings.
pub fn lines(text: &str) -> Lines {
    let mut out = Vec::new();
    let mut blank = true;
    let mut in_matter = false;
    for (index, raw) in text.lines().enumerate() {
        let trimmed = raw.trim();
        // Front matter stands between two lines of dashes at the head of the file: what is known of the act, none of its text.
        if trimmed == "---" {
            in_matter = index == 0;
            blank = true;
            continue;
        }
        if in_matter {
            let text = clean(trimmed);
            if !text.is_empty() {
                out.push(Line { text, indent: 0, blank_before: false, number: index + 1, level: 0 });
            }
            continue;
        }
        let level = trimmed.chars().take_while(|c| *c == '#').count();
        let (level, body) = if (1..=6).contains(&level) && trimmed[level..].starts_with(' ') {
            (level as u8, &trimmed[level..])
        } else {
            (0, trimmed)
        };
        let text = clean(&unescape(body));
        if text.is_empty() {
            blank = true;
            continue;
        }
        let indent = raw.chars().take_while(|c| c.is_whitespace()).count();
        out.push(Line { text, indent, blank_before: blank || level > 0, number: index + 1, level });
        blank = level > 0;
    }
    Lines { lines: out, furniture: Vec::new(), columns_taken_apart: false, leveled: true }
}

/// `1\.` is a number with a stop; emphasis and footnote marks are not words.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(|next| next.is_ascii_punctuation()) => out.extend(chars.next()),
            '*' => {}
            c => out.push(c),
        }
    }
    out
}
