//! Numbers of a sheet whose format the library does not show as a spreadsheet would: clock times and durations, zeros in front, and formats
//! that hide a figure. Conditions (`[<0.5]`) are not weighed: the first section counts.
//!
//! Source: ECMA-376 part 1, 18.8.31 (numFmts): sections parted by `;`, elapsed time in square brackets.

/// What a format says about a number.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// Shown like this.
    As(String),
    /// Not shown at all (`;;;`): the figure itself, which belongs to the hidden things of a sheet.
    Hidden(String),
}

/// The number in a format that is a time of day, a duration, a row of zeros or nothing; `None` where the library's own way will do.
pub(super) fn shown(number: f64, code: &str) -> Option<Shown> {
    let sections: Vec<&str> = sections(code);
    let section = match sections.as_slice() {
        [only] => *only,
        [_, negative, ..] if number < 0.0 => negative,
        [_, _, zero, ..] if number == 0.0 => zero,
        [first, ..] => first,
        [] => return None,
    };
    let signs = signs(section);
    if signs.trim().is_empty() && sections.len() > 1 {
        return Some(Shown::Hidden(plain(number)));
    }
    if signs.trim().is_empty() && section.contains('"') {
        // Words alone: the figure is behind them.
        let words: String = section.split('"').skip(1).step_by(2).collect();
        return Some(Shown::As(format!("{words} {}", plain(number))));
    }
    let lower = signs.to_lowercase();
    if lower.contains(['y', 'd']) {
        return None;
    }
    // Words and signs between the zeros are the library's matter.
    if !signs.is_empty()
        && section == signs
        && signs.chars().all(|c| c == '0')
        && number.fract() == 0.0
        && (0.0..1e15).contains(&number)
    {
        return Some(Shown::As(format!("{:0>width$}", number as i64, width = signs.len())));
    }
    if lower.contains(['h', 's']) || lower.contains("[m") {
        return time(number, &lower).map(Shown::As);
    }
    None
}

/// A number as it is stored: whole numbers without a point.
pub(super) fn plain(number: f64) -> String {
    if number == number.trunc() && number.abs() < 1e15 { format!("{}", number as i64) } else { format!("{number}") }
}

/// "14:05", "23:59:01", "27:03:00" for elapsed hours; seconds where the format has them, or none would be lost.
fn time(number: f64, signs: &str) -> Option<String> {
    if !number.is_finite() || number.abs() > 1e7 {
        return None;
    }
    let seconds = (number.abs() * 86_400.0).round() as u64;
    let sign = if number < 0.0 { "-" } else { "" };
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let elapsed = signs.contains("[h") || signs.contains("[m") || signs.contains("[s");
    // A day that the format does not show is told all the same.
    if !elapsed && number >= 1.0 {
        return None;
    }
    let half = signs.contains("am/pm") || signs.contains("a/p");
    let shown = match half {
        true => format!("{}:{minutes:02}:{rest:02} {}", (hours + 11) % 12 + 1, if hours % 24 < 12 { "AM" } else { "PM" }),
        false if rest == 0 && !signs.contains('s') => format!("{hours:02}:{minutes:02}"),
        false => format!("{hours:02}:{minutes:02}:{rest:02}"),
    };
    Some(format!("{sign}{shown}"))
}

/// The sections of a format code; a `;` in quotation marks or behind a backslash parts nothing.
fn sections(code: &str) -> Vec<&str> {
    let (mut sections, mut from, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, c) in code.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => {
                sections.push(&code[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    sections.push(&code[from..]);
    sections
}

/// A section without its literals, colours, conditions, locales and filling; elapsed time keeps its brackets.
fn signs(section: &str) -> String {
    let mut out = String::new();
    let mut chars = section.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                chars.by_ref().find(|c| *c == '"');
            }
            '\\' | '_' | '*' => {
                chars.next();
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if !inside.is_empty() && inside.chars().all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's')) {
                    out.push_str(&format!("[{inside}]"));
                }
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_durations_zeros_and_what_is_hidden() {
        let day = 86_400.0;
        for (number, code, expected) in [
            (50_700.0 / day, "h:mm", "14:05"),
            (50_700.0 / day, "hh:mm:ss", "14:05:00"),
            (86_341.0 / day, "h:mm:ss", "23:59:01"),
            (86_341.0 / day, "h:mm", "23:59:01"),
            (50_700.0 / day, "h:mm AM/PM", "2:05:00 PM"),
            (97_380.0 / day, "[h]:mm:ss", "27:03:00"),
            (97_380.0 / day, "[hh]:mm", "27:03"),
            (37.0 / day, "mm:ss", "00:00:37"),
            (5_400.0 / day, "[h]", "01:30"),
            (65.0 / day, "[s]", "00:01:05"),
            (5.0, "00000", "00005"),
            (0.5, "[$-F400]h:mm:ss\\ AM/PM", "12:00:00 PM"),
        ] {
            assert_eq!(shown(number, code), Some(Shown::As(expected.into())), "{number} {code}");
        }
        for code in [";;;", "\"\";\"\";\"\"", "[Blue];;;"] {
            assert_eq!(shown(987_654.0, code), Some(Shown::Hidden("987654".into())), "{code}");
        }
        assert_eq!(shown(9.0, "\"kvit\""), Some(Shown::As("kvit 9".into())));
        for code in ["\"0\"00\\ 000", "0.00", "#,##0", "yyyy-mm-dd", "d.m.yyyy h:mm", "General", "", "0.0\"h\"", "\\h0", "[Red]0"]
        {
            assert_eq!(shown(45_000.5, code), None, "{code}");
        }
        assert_eq!(shown(45_000.5, "h:mm"), None);
    }
}
