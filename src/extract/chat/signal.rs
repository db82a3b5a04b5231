//! Signal, as the program sigtop writes out a conversation of Signal Desktop (its format `text`): a head of fields for every message, an
//! empty line, the text. Signal itself exports nothing that can be read; its encrypted backups are not opened.
//!
//! Source: the program's own writer, `fmt_text.go` of <https://github.com/tbvdm/sigtop>.

use super::Entries;
use crate::extract::formats::Format;
use crate::extract::{Entry, Failure, Input, Meta, Options, Sink};

/// The row of the table of formats.
pub(crate) static SIGNAL: Format = Format {
    id: "signal-text",
    name: "Signal conversation (sigtop text)",
    media_type: "text/x-signal-export",
    extensions: &[],
    engine: super::ENGINE,
    read,
    reads: "every message with the time it was sent and its offset, sender, direction, names of attachments, quoted messages, reactions and earlier versions",
    leaves: "the attachments themselves, which the program writes into a folder of their own",
    locator: "message",
    limits: "",
};

/// Whether a text begins as such a conversation does.
pub(crate) fn looks_like(head: &str) -> bool {
    let mut lines = head.lines();
    let begins = lines.next().is_some_and(|line| line.strip_prefix("Conversation: ").is_some_and(|name| !name.trim().is_empty()));
    let lines: Vec<&str> = lines.collect();
    begins && (0..lines.len()).any(|at| begins_message(&lines, at))
}

/// A message begins with its sender and its kind; one without a sender with its kind alone.
fn begins_message(lines: &[&str], at: usize) -> bool {
    let after_blank = at.checked_sub(1).and_then(|before| lines.get(before)).is_none_or(|line| line.is_empty());
    let has = |at: usize, names: &[&str]| lines.get(at).is_some_and(|line| names.iter().any(|name| line.starts_with(name)));
    after_blank
        && (has(at, &["From: "]) && has(at + 1, &["Type: "]) || has(at, &["Type: "]) && has(at + 1, &["Sent: ", "Received: "]))
}

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(SIGNAL.media_type, super::ENGINE)?;
    let decoded = crate::language::encoding::decode(input.bytes, None);
    if decoded.lossy {
        sink.gap(crate::extract::paragraphs::lossy(decoded.encoding))?;
    }
    let lines: Vec<&str> = decoded.text.lines().collect();
    let starts: Vec<usize> = (0..lines.len()).filter(|at| begins_message(&lines, *at)).collect();
    let head = lines.get(..starts.first().copied().unwrap_or(lines.len())).unwrap_or_default();
    let with = head.first().and_then(|line| line.strip_prefix("Conversation: ")).map(|name| name.trim().to_owned());
    sink.meta(Meta { title: with.clone(), ..Meta::default() })?;
    let mut entries = Entries::new(sink);
    let before: Vec<&str> =
        head.iter().skip(usize::from(with.is_some())).copied().filter(|line| !line.trim().is_empty()).collect();
    if !before.is_empty() {
        entries.put(Entry::default(), &before.join("\n"))?;
    }
    for (number, start) in starts.iter().enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or(lines.len());
        message(lines.get(*start..end).unwrap_or_default(), with.as_deref(), &mut entries)?;
    }
    Ok(())
}

fn message(lines: &[&str], with: Option<&str>, entries: &mut Entries<'_>) -> Result<(), Failure> {
    let fields = lines.iter().position(|line| line.is_empty()).unwrap_or(lines.len());
    let (head, text) = lines.split_at(fields);
    let mut entry = Entry::default();
    let mut shown: Vec<&str> = Vec::new();
    let mut received = None;
    for line in head {
        // What is there twice, or is no time, stays text.
        match line.split_once(": ") {
            Some(("From", name)) if entry.sender.is_none() => entry.sender = Some(name.trim().to_owned()),
            Some(("Type", kind)) if entry.direction.is_none() => entry.direction = Some(kind.trim().to_owned()),
            Some(("Sent", stamp)) if entry.time.is_none() && time(stamp).is_some() => {
                (entry.time, entry.zone) = time(stamp).unzip()
            }
            Some(("Received", stamp)) if received.is_none() && time(stamp).is_some() => received = time(stamp),
            Some(("Attachment", file)) => {
                // "name (type, n bytes)"; the name may hold parentheses of its own.
                let name = file.rsplit_once(" (").map_or(file, |(name, _)| name).trim();
                if name != "no filename" {
                    entry.media.push(name.to_owned());
                }
                shown.push(line);
            }
            _ => shown.push(line),
        }
    }
    if let (None, Some((time, zone))) = (&entry.time, received) {
        (entry.time, entry.zone) = (Some(time), Some(zone));
    }
    if entry.direction.as_deref() == Some("outgoing") {
        entry.receivers.extend(with.map(str::to_owned));
    }
    let body = text.join("\n");
    let body = body.trim_matches('\n');
    let text = if shown.is_empty() { body.to_owned() } else { format!("{body}\n{}", shown.join("\n")) };
    entries.put(entry, text.trim())?;
    Ok(())
}

/// "Tue, 10 Feb 2026 20:31:09 +0100" as RFC 3339 with its offset, and the offset as written.
fn time(stamp: &str) -> Option<(String, String)> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (_, rest) = stamp.trim().split_once(", ")?;
    let parts: Vec<&str> = rest.split(' ').collect();
    let [day, month, year, clock, zone] = parts.as_slice() else { return None };
    let month = MONTHS.iter().position(|name| name == month)? + 1;
    let (day, year): (u32, u32) = (day.parse().ok()?, year.parse().ok()?);
    let (hours, minutes) = zone.split_at_checked(3).filter(|(hours, _)| hours.starts_with(['+', '-']))?;
    let time = format!("{year:04}-{month:02}-{day:02}T{clock}{hours}:{minutes}");
    time.parse::<jiff::Timestamp>().is_ok().then(|| (time, (*zone).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::Collected;

    const SAMPLE: &str = "Conversation: Ana (+381600000001)\n\nFrom: Ana (+381600000001)\nType: incoming\nSent: Sun, 2 Mar 2025 10:14:00 +0100\nReceived: Sun, 2 Mar 2025 10:14:02 +0100\nAttachment: slika (1).jpg (image/jpeg, 10 bytes)\nAttachment: no filename (audio/aac, 3 bytes)\nReaction: 👍 from You\n\n> From: You\n> Sent: Sun, 2 Mar 2025 10:00:00 +0100\n>\n> Gde si?\n\nNa mostu\n\nFrom: ovo je tekst\n\nFrom: You\nType: outgoing\nSent: Sun, 2 Mar 2025 10:15:00 +0100\n\nDolazim\n\nType: keychange\nReceived: Sun, 2 Mar 2025 11:00:00 +0100\n\n";

    #[test]
    fn messages_with_their_offset_quotes_and_files() {
        assert!(looks_like(SAMPLE));
        let (found, outcome) = Collected::from(crate::extract::extract, "messages.txt", SAMPLE.as_bytes());
        outcome.unwrap();
        assert_eq!(found.format.as_ref().unwrap().0, SIGNAL.media_type);
        assert_eq!(found.meta.title.as_deref(), Some("Ana (+381600000001)"));
        assert_eq!(found.units.len(), 3, "{:?}", found.units);
        let first = found.units[0].entry.as_ref().unwrap();
        assert_eq!((first.time.as_deref(), first.zone.as_deref()), (Some("2025-03-02T10:14:00+01:00"), Some("+0100")));
        assert_eq!(first.media, ["slika (1).jpg"]);
        // A line of the text that looks like a field stays text.
        assert!(
            found.units[0].text.contains("Na mostu\n\nFrom: ovo je tekst\nAttachment: slika (1).jpg"),
            "{}",
            found.units[0].text
        );
        let second = found.units[1].entry.as_ref().unwrap();
        assert_eq!(
            (second.receivers.as_slice(), second.direction.as_deref()),
            (&["Ana (+381600000001)".to_owned()][..], Some("outgoing"))
        );
        assert_eq!(found.units[2].entry.as_ref().unwrap().time.as_deref(), Some("2025-03-02T11:00:00+01:00"));
        for other in
            ["Conversation: nothing\n\nFrom: x\nhello\n", "Conversation: \nFrom: a\nType: b\n", "Dear all,\nFrom: a\nType: b\n"]
        {
            assert!(!looks_like(other), "{other}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(96))]
        #[test]
        fn no_word_is_lost(lines in proptest::collection::vec("(From|Type|Sent|>|)[: a-zš+0-9,]{0,12}", 0..24)) {
            let text = format!("Conversation: Ana\n\nFrom: Ana\nType: incoming\n\n{}\n", lines.join("\n"));
            let (found, outcome) = Collected::from(SIGNAL.read, "m.txt", text.as_bytes());
            proptest::prop_assert!(outcome.is_ok());
            let all: String = found.units.iter().map(|unit| format!("{} {:?}", unit.text, unit.entry)).collect();
            for word in lines.iter().flat_map(|line| line.split([' ', ':', ',', '>'])).filter(|word| !matches!(*word, "From" | "Type")) {
                proptest::prop_assert!(all.contains(word), "{word:?} of {text:?}");
            }
        }
    }
}
