//! Passages and sentences fitted to a terminal: wrapped by the width of what is seen, marks underlined where it is one.

use unicode_width::UnicodeWidthChar;
use unicode_width::UnicodeWidthStr;

use super::output::harmless;
use crate::search::Passage;

/// Text broken at spaces to `columns`, each line behind `indent`. A word longer than a line stands alone, uncut.
pub fn wrapped(text: &str, columns: usize, indent: &str) -> String {
    let room = columns.saturating_sub(indent.width()).max(20);
    let mut out = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let width = word.width();
        if used > 0 && used + 1 + width > room {
            out.push('\n');
            used = 0;
        }
        if used == 0 {
            out.push_str(indent);
        } else {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += width;
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// A passage with its marks: underlined and bold on a terminal, in `[…]` nowhere: a plain passage stays quotable.
pub fn highlighted(passage: &Passage, columns: usize, indent: &str, color: bool) -> String {
    let room = columns.saturating_sub(indent.width()).max(20);
    // One cell a character that is shown, with its mark; what is dangerous is written out.
    let mut cells: Vec<(String, usize, bool)> = Vec::new();
    if passage.cut.0 {
        cells.push(("… ".into(), 2, false));
    }
    let mut space = false;
    for (number, c) in passage.text.chars().enumerate() {
        if c.is_whitespace() {
            if !space {
                cells.push((" ".into(), 1, false));
            }
            space = true;
            continue;
        }
        space = false;
        let shown = harmless(c.encode_utf8(&mut [0; 4]), false);
        let width = if shown.chars().count() == 1 { c.width().unwrap_or(0) } else { shown.width() };
        let marked = passage.marks.iter().any(|(start, end, _)| (*start..*end).contains(&number));
        cells.push((shown, width, marked));
    }
    if passage.cut.1 {
        cells.push((" …".into(), 2, false));
    }
    let mut out = String::new();
    for line in lines(&cells, room) {
        out.push_str(indent);
        let mut on = false;
        for (text, _, marked) in line {
            if color && *marked != on {
                out.push_str(if *marked { "\u{1b}[1;4m" } else { "\u{1b}[0m" });
                on = *marked;
            }
            out.push_str(text);
        }
        if on {
            out.push_str("\u{1b}[0m");
        }
        out.push('\n');
    }
    out
}

fn lines(cells: &[(String, usize, bool)], room: usize) -> Vec<&[(String, usize, bool)]> {
    let mut lines = Vec::new();
    let (mut start, mut used, mut last_space) = (0, 0, None);
    let mut at = 0;
    while at < cells.len() {
        let is_space = cells[at].0.starts_with(' ') && cells[at].0.len() == 1;
        if is_space {
            last_space = Some(at);
        }
        used += cells[at].1;
        if used > room
            && let Some(space) = last_space.filter(|space| *space > start)
        {
            lines.push(&cells[start..space]);
            start = space + 1;
            at = start;
            used = 0;
            last_space = None;
            continue;
        }
        at += 1;
    }
    if start < cells.len() {
        lines.push(&cells[start..]);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Reason;

    #[test]
    fn marks_are_shown_on_a_terminal_only_and_escape_sequences_never() {
        let passage = Passage {
            text: "Vozač\u{1b}[31m je\nprešao granicu".into(),
            marks: vec![(0, 5, Reason::Exact)],
            offset: 0,
            cut: (true, false),
        };
        assert_eq!(highlighted(&passage, 30, "  ", false), "  … Vozač\\u{1b}[31m je prešao\n  granicu\n");
        assert!(highlighted(&passage, 30, "  ", true).starts_with("  … \u{1b}[1;4mVozač\u{1b}[0m\\u{1b}[31m"));
    }

    #[test]
    fn long_words_are_never_cut() {
        let path = "a".repeat(60);
        assert_eq!(wrapped(&format!("x {path} y"), 40, "  "), format!("  x\n  {path}\n  y\n"));
    }
}
