//! A mailbox cut into its messages (RFC 4155, "mboxrd" quoting).

use std::io::Cursor;

use crate::extract::formats::OWN;
use crate::extract::{Failure, Gap, Input, Meta, Options, Reason, Sink};

pub fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let bytes = input.bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(input.bytes);
    let mut count = 0u64;
    let mut messages = Messages::new(bytes).peekable();
    while let Some(message) = messages.next() {
        count += 1;
        if messages.peek().is_none()
            && let Some((announced, held)) = announced(message).filter(|(announced, held)| announced > held)
        {
            let detail = format!("the mailbox ends inside this message: it announces {announced} bytes and holds {held}");
            sink.gap(Gap::new(Reason::Truncated, detail).member(&format!("{count}.eml")))?;
        }
        let content = unquoted(message);
        if content.iter().all(u8::is_ascii_whitespace) {
            sink.gap(Gap::new(Reason::Corrupt, "the message has no content").member(&format!("{count}.eml")))?;
            continue;
        }
        sink.member(&format!("{count}.eml"), &mut Cursor::new(content))?;
    }
    sink.meta(Meta { extra: vec![("messages".to_owned(), count.to_string())], ..Meta::default() })?;
    if count == 0 {
        return Err(Failure::because(Reason::Corrupt, format!("{OWN} found no message in this mailbox")));
    }
    Ok(())
}

/// The messages of a mailbox, each without its "From " line.
struct Messages<'a> {
    rest: &'a [u8],
}

impl<'a> Messages<'a> {
    fn new(bytes: &'a [u8]) -> Messages<'a> {
        let start = bytes.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(bytes.len());
        Messages { rest: bytes.get(start..).unwrap_or_default() }
    }
}

impl<'a> Iterator for Messages<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        // The first line is the separator.
        let begin = self.rest.iter().position(|b| *b == b'\n').map_or(self.rest.len(), |at| at + 1);
        let body = self.rest.get(begin..).unwrap_or_default();
        let mut at = 0;
        let mut blank_before = false;
        for line in body.split_inclusive(|b| *b == b'\n') {
            if line.starts_with(b"From ") && separator(line, body.get(at + line.len()..).unwrap_or_default(), blank_before) {
                self.rest = body.get(at..).unwrap_or_default();
                return body.get(..at);
            }
            blank_before = line.iter().all(u8::is_ascii_whitespace);
            at += line.len();
        }
        self.rest = &[];
        Some(body)
    }
}

/// "From sender date" after a blank line; without the blank line only when a header follows at once.
fn separator(line: &[u8], after: &[u8], blank_before: bool) -> bool {
    let dated = line.iter().filter(|b| **b == b':').count() >= 1 && line.iter().filter(|b| b.is_ascii_digit()).count() >= 4;
    let next = after.split(|b| *b == b'\n').next().unwrap_or_default();
    let name = next.split(|b| *b == b':').next().unwrap_or_default();
    let header = name.len() < next.len() && !name.is_empty() && name.iter().all(|b| b.is_ascii_graphic());
    header && (blank_before || dated) || dated && blank_before && next.is_empty()
}

/// Bytes of the body as the message's own `Content-Length` announces them (the "mboxcl" kinds), and as they are there.
fn announced(message: &[u8]) -> Option<(u64, u64)> {
    let mut body = 0;
    let mut length = None;
    for line in message.split_inclusive(|b| *b == b'\n') {
        body += line.len();
        let text = line.trim_ascii();
        if text.is_empty() {
            return Some((length?, (message.len() - body) as u64));
        }
        const NAME: &[u8] = b"content-length:";
        if let Some((_, value)) = text.split_at_checked(NAME.len()).filter(|(name, _)| name.eq_ignore_ascii_case(NAME)) {
            length = std::str::from_utf8(value.trim_ascii()).ok()?.parse().ok();
        }
    }
    None
}

/// One '>' less before quoted "From " lines.
fn unquoted(message: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len());
    for line in message.split_inclusive(|b| *b == b'\n') {
        let marks = line.iter().take_while(|b| **b == b'>').count();
        let quoted = marks > 0 && line.get(marks..).is_some_and(|rest| rest.starts_with(b"From "));
        out.extend_from_slice(if quoted { line.get(1..).unwrap_or_default() } else { line });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::Collected;
    use proptest::prelude::*;

    #[test]
    fn messages_are_numbered_and_unquoted() {
        let raw = b"From a@example.org Mon Mar  2 10:00:00 2026\nSubject: one\n\n>From here on\nFrom the start it was so\n\nFrom b@example.org Tue Mar  3 10:00:00 2026\nSubject: two\n\nend\n";
        let (found, outcome) = Collected::from(read, "in.mbox", raw);
        assert!(outcome.is_ok());
        let names: Vec<_> = found.members.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["1.eml", "2.eml"]);
        assert_eq!(found.members[0].1, b"Subject: one\n\nFrom here on\nFrom the start it was so\n\n");
    }

    #[test]
    fn a_mailbox_that_ends_inside_its_last_message() {
        let raw = |length: u64| {
            format!("From a@example.org Mon Mar  2 10:00:00 2026\nSubject: one\nContent-Length: {length}\n\nabcdef\n")
        };
        for (length, told) in [(7, false), (6, false), (5000, true)] {
            let (found, outcome) = Collected::from(read, "in.mbox", raw(length).as_bytes());
            assert!(outcome.is_ok() && found.members.len() == 1);
            assert_eq!(found.has_gap(Reason::Truncated), told, "{length}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_byte_of_a_mailbox_is_lost(lines in proptest::collection::vec("(From |>From |Subject: |)[a-z :0-9]{0,20}", 0..30)) {
            let body = lines.join("\n");
            let raw = format!("From a@example.org Mon Mar  2 10:00:00 2026\n{body}");
            let total: usize = Messages::new(raw.as_bytes()).map(<[u8]>::len).sum();
            prop_assert!(total <= raw.len());
            // Only separator lines are taken out.
            let lost = raw.len() - total;
            let separators: usize = raw.split_inclusive('\n').filter(|line| line.starts_with("From ")).map(str::len).sum();
            prop_assert!(lost <= separators + raw.len() - raw.trim_start().len());
        }
    }
}
