//! Chats exported as text by WhatsApp, in the shapes its settings of language and system give them, and by the programs that imitate it
//! (exports of Signal by other programs, Viber): `02/03/2025, 10:14 - Ana: …`, `[2.3.2025., 10:14:05] Ana: …`, `3/2/25, 10:14 PM - Ana: …`.
//!
//! The export names no zone. Whether the day or the month comes first is decided on the whole file; where it cannot be, that is a gap, and
//! `calls.toml` may say both.

use super::settled::{Dates, settle};
use super::stamps::{Stamp, order, shaped, stamp};
use super::table_dates::Order;
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
    reads: "WhatsApp text exports in their locale variants (day or month first, 12 or 24 hours, brackets or dash; Arabic, Bulgarian, Turkish, Chinese, Korean, French, Finnish and Albanian among them), several lines a message, system messages, names of attached files; Signal and Viber exports of the same shape",
    leaves: "the time zone: the export does not tell it; where dates like 1/2/26 fit both day and month first, one is assumed and told as a gap (calls.toml may say both); times in a shape not known here stay in the text and are told (`unsupported`)",
    locator: "message",
    limits: "",
};

/// Whether a text file begins as a chat export does.
pub(crate) fn looks_like(head: &str) -> bool {
    let lines: Vec<&str> = head.lines().filter(|line| !line.trim().is_empty()).take(40).collect();
    let stamped: Vec<&str> = lines.iter().filter_map(|line| stamp(line).map(|(_, rest)| rest)).collect();
    let first = lines.first().is_some_and(|line| stamp(line).is_some());
    let named = stamped.iter().filter(|rest| split_sender(rest).0.is_some()).count();
    first && named >= 1 && (stamped.len() >= 2 || lines.len() == 1) && stamped.len() * 6 >= lines.len()
}

/// Whether a text is shaped like a chat whose stamps are in no way of writing that is known: most of its lines are.
pub(crate) fn looks_unknown(head: &str) -> bool {
    let lines: Vec<&str> = head.lines().filter(|line| !line.trim().is_empty()).take(40).collect();
    let shaped = lines.iter().filter(|line| shaped(line).is_some()).count();
    shaped >= 3 && shaped * 2 >= lines.len()
}

fn read(input: &Input, options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(CHAT.media_type, super::ENGINE)?;
    let decoded = crate::language::encoding::decode(input.bytes, None);
    if decoded.lossy {
        sink.gap(crate::extract::paragraphs::lossy(decoded.encoding))?;
    }
    let text = decoded.text;
    let dates = dates(input.name, &text, options, sink)?;
    let mut entries = Entries::new(sink);
    let mut open: Option<(Opened<'_>, String)> = None;
    let mut before = String::new();
    let (mut left_out, mut timeless) = (0u64, 0u64);
    // Where no stamp of the file is known, what is shaped like one parts the messages.
    let known = text.lines().any(|line| stamp(line).is_some());
    let begin = |line| match known {
        true => stamp(line).map(|(found, rest)| (Some(found), rest)),
        false => shaped(line).map(|rest| (None, rest)),
    };
    for line in text.lines() {
        match begin(line) {
            Some((found, rest)) => {
                let written = line.get(..line.len() - rest.len()).unwrap_or_default();
                if let Some((stamp, message)) = open.replace(((found, written), rest.to_owned())) {
                    let (medium, lost) = put(&stamp, &message, &dates, &mut entries)?;
                    (left_out, timeless) = (left_out + u64::from(medium), timeless + u64::from(lost));
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
        let (medium, lost) = put(&stamp, &message, &dates, &mut entries)?;
        (left_out, timeless) = (left_out + u64::from(medium), timeless + u64::from(lost));
    }
    if !before.trim().is_empty() {
        entries.put(Entry::default(), &before)?;
    }
    super::settled::not_understood(timeless, entries.sink)?;
    if left_out > 0 {
        entries.sink.gap(Gap::new(
            Reason::MissingMember,
            format!("{left_out} pictures, films or sounds were left out when the chat was exported"),
        ))?;
    }
    Ok(())
}

/// Decide how the dates are meant, by the person's word or by the dates themselves, and tell it.
fn dates<'t>(name: &str, text: &str, options: &'t Options, sink: &mut dyn Sink) -> Result<Dates<'t>, Failure> {
    let found = order(text);
    let found = Order {
        month_first: !found.day_first,
        sure: found.sure,
        day_fits: found.day_fits,
        month_fits: found.month_fits,
        asked: true,
    };
    let mut meta = Meta::default();
    let dates = settle(found, "chat", name, options, &mut meta, sink)?;
    sink.meta(meta)?;
    Ok(dates)
}

/// The stamp of a message, where it is understood, and as it is written.
type Opened<'t> = (Option<Stamp>, &'t str);

/// Hand on one message; returns whether it stands for a medium that was left out, and whether its time was not understood.
fn put(
    (stamp, written): &Opened<'_>,
    message: &str,
    dates: &Dates<'_>,
    entries: &mut Entries<'_>,
) -> Result<(bool, bool), Failure> {
    let (sender, text) = split_sender(message);
    let mut text = without_marks(text);
    let left_out = is_left_out(&text);
    let mut time = stamp.as_ref().and_then(|stamp| stamp.rfc3339(!dates.month_first));
    let lost = time.is_none();
    let media = media(&text);
    if lost {
        text.push_str(&format!("\n[{}]", without_marks(written).trim_matches(['[', ']', ' ', '-', '–'])));
    }
    let zone = dates.place(&mut time);
    let entry = Entry { time, zone, sender: sender.map(|name| without_marks(name).trim().to_owned()), media, ..Entry::default() };
    entries.put(entry, &text)?;
    Ok((left_out, lost))
}

/// The sender before the first ": ", if there is one; system messages have none.
fn split_sender(rest: &str) -> (Option<&str>, &str) {
    let first = rest.lines().next().unwrap_or("");
    match first.find(": ").or_else(|| first.strip_suffix(':').map(str::len)) {
        Some(at) if at > 0 && first.get(..at).is_some_and(|name| name.chars().count() <= 80 && !is_quoting(name)) => {
            (rest.get(..at), rest.get(at + 1..).unwrap_or(""))
        }
        _ => (None, rest),
    }
}

/// Whether a quotation is open at the end: the colon behind it stands in the quoted name of a group, not behind a sender.
fn is_quoting(text: &str) -> bool {
    text.chars().filter(|c| matches!(c, '"' | '“' | '”' | '„' | '«' | '»')).count() % 2 == 1
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
