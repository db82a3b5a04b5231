//! What stands on the line of an article's number: its title, or its title and the text at once.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::Line;
use super::titles::{self, Measure};
use super::{body, headings};

/// "(Titolo). - Testo", "(Titolo) 1. Testo", "Titolo. - Testo": the title, and the text behind it.
static PARTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:(?P<b>\((?:[^()]|\([^()]*\))*\))(?:\.?\s*[-–—]\s+|\.\s+|\s+)(?P<t>(?:1\.\s|\(1\)|[«„]?\p{Lu}|\(\().*)",
        r"|(?P<b2>\p{Lu}[^.;:]{2,140})\.\s*[-–—]\s+(?P<t2>(?:1\.\s|\(1\)|[«„]?\p{Lu}).*))$"
    ))
    .ok()
});

/// The title that begins on the line of the number. "а)" opens a lettered group whose title stands on the next line.
pub fn title(line: &str, rest: &str, lines: &[Line], measure: &Measure) -> (String, usize) {
    let lettered = rest.chars().count() <= 3 && rest.ends_with(')');
    match lines.first().filter(|_| lettered) {
        Some(first) => {
            let (title, used) = titles::continued(&format!("{rest} {}", first.text), None, &lines[1..], measure);
            (title, used + 1)
        }
        None => {
            // The number takes its room on the first line: how full that is shows with it alone.
            let label = line.strip_suffix(rest).unwrap_or_default();
            let (title, used) = titles::continued(&format!("{label}{rest}"), None, lines, measure);
            (title.strip_prefix(label).unwrap_or(&title).to_string(), used)
        }
    }
}

/// A title and the text that follows it on the same line, where punctuation parts them; how many of the lines below were used.
pub fn parted(rest: &str, lines: &[Line]) -> Option<(String, String, usize)> {
    let mut whole = rest.to_string();
    let mut used = 0;
    // A bracket that opens on the line of the number may close on the next.
    while whole.starts_with('(') && whole.matches('(').count() > whole.matches(')').count() && used < 3 {
        body::join(&mut whole, &lines.get(used)?.text);
        used += 1;
    }
    let captures = PARTED.as_ref()?.captures(&whole)?;
    let title = captures.name("b").or(captures.name("b2"))?.as_str();
    let text = captures.name("t").or(captures.name("t2"))?.as_str();
    let worded = title.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    (worded && !body::is_note(title) && !headings::is_body(title)).then(|| (title.to_string(), text.to_string(), used))
}
