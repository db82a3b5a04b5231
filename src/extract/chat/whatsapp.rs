//! Chats exported as text by WhatsApp, in the shapes its settings of language and system give them, and by the programs that imitate it
//! (exports of Signal by other programs, Viber): `02/03/2025, 10:14 - Ana: …`, `[2.3.2025., 10:14:05] Ana: …`, `3/2/25, 10:14 PM - Ana: …`.
//!
//! The export names no zone. Whether the day or the month comes first is decided on the whole file, and told.

use super::{Entries, without_marks};
use crate::extract::formats::Format;
use crate::extract::{Entry, Failure, Gap, Input, Meta, Options, Reason, Sink};

/// The row of the table of formats.
pub(crate) static CHAT: Format = Format {
    id: "chat",
    name: "Chat export (text)",
    media_type: "text/x-chat-export",
    extensions: &[],
    engine: super::ENGINE,
    read,
    reads: "WhatsApp text exports in their locale variants (day or month first, 12 or 24 hours, brackets or dash), several lines a message, system messages, names of attached files; Signal and Viber exports of the same shape",
    leaves: "the time zone: the export does not tell it",
    locator: "message",
    limits: "",
};

/// A stamp at the beginning of a line.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    date: [u32; 3],
    year_first: bool,
    hour: u32,
    minute: u32,
    second: u32,
    half: Option<Half>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Before,
    After,
}

/// Words for the halves of the day, as phones of the region write them. The longer ones first.
const HALVES: &[(&str, Half)] = &[
    ("prije podne", Half::Before),
    ("poslije podne", Half::After),
    ("пре подне", Half::Before),
    ("по подне", Half::After),
    ("pre podne", Half::Before),
    ("po podne", Half::After),
    ("e paradites", Half::Before),
    ("e pasdites", Half::After),
    ("paradite", Half::Before),
    ("pasdite", Half::After),
    ("претпладне", Half::Before),
    ("попладне", Half::After),
    ("vorm.", Half::Before),
    ("nachm.", Half::After),
    ("a.m.", Half::Before),
    ("p.m.", Half::After),
    ("a. m.", Half::Before),
    ("p. m.", Half::After),
    ("am", Half::Before),
    ("pm", Half::After),
];

/// Whether a text file begins as a chat export does.
pub(crate) fn looks_like(head: &str) -> bool {
    let lines: Vec<&str> = head.lines().filter(|line| !line.trim().is_empty()).take(40).collect();
    let stamped: Vec<&str> = lines.iter().filter_map(|line| stamp(line).map(|(_, rest)| rest)).collect();
    let first = lines.first().is_some_and(|line| stamp(line).is_some());
    let named = stamped.iter().filter(|rest| split_sender(rest).0.is_some()).count();
    first && named >= 1 && (stamped.len() >= 2 || lines.len() == 1) && stamped.len() * 6 >= lines.len()
}

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(CHAT.media_type, super::ENGINE)?;
    let decoded = crate::language::encoding::decode(input.bytes, None);
    if decoded.lossy {
        sink.gap(crate::extract::paragraphs::lossy(decoded.encoding))?;
    }
    let text = decoded.text;
    let (day_first, sure) = order(&text);
    let mut meta = Meta::default();
    meta.extra.push((
        "date order".into(),
        format!("{}{}", if day_first { "day first" } else { "month first" }, if sure { "" } else { " (assumed)" }),
    ));
    sink.meta(meta)?;
    let mut entries = Entries::new(sink);
    let mut open: Option<(Stamp, String)> = None;
    let mut before = String::new();
    let mut left_out = 0u64;
    for line in text.lines() {
        match stamp(line) {
            Some((found, rest)) => {
                if let Some((stamp, message)) = open.replace((found, rest.to_owned())) {
                    left_out += u64::from(put(&stamp, &message, day_first, &mut entries)?);
                }
            }
            None => match &mut open {
                Some((_, message)) => {
                    message.push('\n');
                    message.push_str(line);
                }
                None => {
                    before.push_str(line);
                    before.push('\n');
                }
            },
        }
    }
    if let Some((stamp, message)) = open {
        left_out += u64::from(put(&stamp, &message, day_first, &mut entries)?);
    }
    if !before.trim().is_empty() {
        entries.put(Entry::default(), &before)?;
    }
    if left_out > 0 {
        entries.sink.gap(Gap::new(
            Reason::MissingMember,
            format!("{left_out} pictures, films or sounds were left out when the chat was exported"),
        ))?;
    }
    Ok(())
}

/// Hand on one message; returns whether it stands for a medium that was left out.
fn put(stamp: &Stamp, message: &str, day_first: bool, entries: &mut Entries<'_>) -> Result<bool, Failure> {
    let (sender, text) = split_sender(message);
    let text = without_marks(text);
    let entry = Entry {
        time: stamp.rfc3339(day_first),
        sender: sender.map(|name| without_marks(name).trim().to_owned()),
        media: media(&text),
        ..Entry::default()
    };
    entries.put(entry, &text)?;
    Ok(is_left_out(&text))
}

/// The sender before the first ": ", if there is one; system messages have none.
fn split_sender(rest: &str) -> (Option<&str>, &str) {
    let first = rest.lines().next().unwrap_or("");
    match first.find(": ").or_else(|| first.strip_suffix(':').map(str::len)) {
        Some(at) if at > 0 && first.get(..at).is_some_and(|name| name.chars().count() <= 80) => {
            (rest.get(..at), rest.get(at + 1..).unwrap_or(""))
        }
        _ => (None, rest),
    }
}

/// Names of the files a message refers to: `<attached: a.jpg>`, `a.pdf • 3 pages <attached: 0001-a.pdf>`, `a.jpg (file attached)`. The word
/// is written in the language of the phone, so only its place counts.
fn media(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        let bracketed = line
            .strip_suffix('>')
            .and_then(|rest| rest.rsplit_once('<'))
            .and_then(|(_, inside)| inside.split_once(':'))
            .map(|(_, name)| name.trim());
        // The note is the last parenthesis: names have some of their own ("Ugovor (1).pdf (file attached)").
        let noted = line
            .strip_suffix(')')
            .and_then(|rest| rest.rsplit_once(" ("))
            .filter(|(_, note)| is_note(note))
            .map(|(name, _)| name.trim());
        names.extend(bracketed.or(noted).filter(|name| is_file_name(name)).map(str::to_owned));
    }
    names
}

/// Some words: "file attached", "Datei angehängt", "датотека је приложена".
fn is_note(note: &str) -> bool {
    note.chars().count() <= 60 && note.chars().any(char::is_alphabetic) && !note.chars().any(|c| c.is_ascii_digit())
}

fn is_file_name(name: &str) -> bool {
    let name = name.trim();
    name.len() <= 200
        && !name.contains(['/', '\n', ':'])
        && name.rsplit_once('.').is_some_and(|(stem, extension)| {
            !stem.is_empty() && (2..=5).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_alphanumeric())
        })
}

/// Stand-ins for media that were not exported.
fn is_left_out(text: &str) -> bool {
    let text = text.trim().trim_matches(['<', '>']).to_lowercase();
    let short = text.chars().count() <= 60;
    short
        && [
            "omitted",
            "izostavljen",
            "изостављен",
            "изоставен",
            "weggelassen",
            "ausgeschlossen",
            "u hoq",
            "i hequr",
            "omess",
            "omis",
            "e hequr",
            "u përjashtua",
            "e përjashtuar",
        ]
        .iter()
        .any(|word| text.contains(word))
}

/// Whether the day comes first in this file, and whether that is sure.
fn order(text: &str) -> (bool, bool) {
    let (mut day_fits, mut month_fits, mut any) = (true, true, false);
    let (mut day_back, mut month_back) = (0u32, 0u32);
    let mut last: [Option<String>; 2] = [None, None];
    let mut halves = false;
    for (stamp, _) in text.lines().filter_map(stamp).filter(|(stamp, _)| !stamp.year_first) {
        any = true;
        halves |= stamp.half.is_some();
        let [first, second, _] = stamp.date;
        day_fits &= second <= 12;
        month_fits &= first <= 12;
        for (slot, (day_first, back)) in last.iter_mut().zip([(true, &mut day_back), (false, &mut month_back)]) {
            let time = stamp.rfc3339(day_first);
            if time.is_some() && *slot > time {
                *back += 1;
            }
            *slot = time;
        }
    }
    match (day_fits, month_fits) {
        _ if !any => (true, true),
        (true, false) => (true, true),
        (false, true) => (false, true),
        // Both fit: in the right order messages rarely go back in time.
        _ if day_back != month_back => (day_back < month_back, true),
        _ => (!halves, false),
    }
}

impl Stamp {
    fn rfc3339(&self, day_first: bool) -> Option<String> {
        let [a, b, c] = self.date;
        let (year, month, day) = if self.year_first {
            (a, b, c)
        } else if day_first {
            (c, b, a)
        } else {
            (c, a, b)
        };
        let year = if year < 100 { year + 2000 } else { year };
        let hour = match self.half {
            Some(Half::Before) => self.hour % 12,
            Some(Half::After) => self.hour % 12 + 12,
            None => self.hour,
        };
        let valid = (1..=12).contains(&month) && (1..=31).contains(&day) && hour < 24 && self.minute < 60 && self.second < 61;
        valid.then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{:02}:{:02}", self.minute, self.second))
    }
}

/// The stamp at the beginning of a line, and what follows it.
fn stamp(line: &str) -> Option<(Stamp, &str)> {
    let is_mark = |c: char| matches!(c as u32, 0x200e | 0x200f | 0x202a..=0x202e | 0xfeff);
    let is_blank = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}');
    let mut rest = line.trim_start_matches(is_mark);
    let bracket = rest.starts_with('[');
    rest = rest.strip_prefix('[').unwrap_or(rest).trim_start_matches(is_blank).trim_start_matches(is_mark);
    let mut date = [0u32; 3];
    let mut widths = [0usize; 3];
    let mut separator = None;
    for (place, (slot, width)) in date.iter_mut().zip(widths.iter_mut()).enumerate() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if !(1..=4).contains(&digits) {
            return None;
        }
        *width = digits;
        *slot = rest.get(..digits)?.parse().ok()?;
        rest = rest.get(digits..)?;
        if place < 2 {
            let next = rest.chars().next().filter(|c| matches!(c, '.' | '/' | '-'))?;
            if separator.is_some_and(|known| known != next) {
                return None;
            }
            separator = Some(next);
            rest = rest.get(1..)?.trim_start_matches(is_blank);
        }
    }
    let year_first = widths.first() == Some(&4);
    if !year_first && !matches!(widths.get(2), Some(2 | 4)) {
        return None;
    }
    rest = rest.trim_start_matches(['.', ',']).trim_start_matches(is_mark);
    let blank = rest.trim_start_matches(is_blank);
    // "u 10:14", "at 10:14", "um 10:14" stand between date and time in some languages.
    rest = ["u ", "at ", "um ", "у ", "në ", "во ", "T"].iter().find_map(|word| blank.strip_prefix(word)).unwrap_or(blank);
    let clock: Vec<u32> = {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ':' || c == '.')).unwrap_or(rest.len());
        let (clock, after) = rest.split_at(end);
        rest = after;
        clock
            .trim_end_matches('.')
            .split([':', '.'])
            .map(|part| part.parse().ok().filter(|_| part.len() <= 2))
            .collect::<Option<_>>()?
    };
    let (hour, minute, second) = match clock.as_slice() {
        [hour, minute] => (*hour, *minute, 0),
        [hour, minute, second] => (*hour, *minute, *second),
        _ => return None,
    };
    let after_clock = rest.trim_start_matches(is_blank);
    let half = HALVES.iter().find(|(word, _)| after_clock.get(..word.len()).is_some_and(|found| found.to_lowercase() == *word));
    if let Some((word, _)) = half {
        rest = after_clock.get(word.len()..)?;
    }
    rest = rest.trim_start_matches(is_blank);
    rest = if bracket {
        rest.strip_prefix(']')?.trim_start_matches(is_blank)
    } else {
        rest.strip_prefix(['-', '–'])?.strip_prefix(' ')?
    };
    Some((Stamp { date, year_first, hour, minute, second, half: half.map(|(_, half)| *half) }, rest.trim_start_matches(is_mark)))
}
