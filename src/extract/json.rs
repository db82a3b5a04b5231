//! JSON of any kind, and JSON by lines: every value with its name, in the order of the file.
//!
//! Read token by token: no tree, no recursion, and what is broken does not hide what stands before and after it. Exports of known programs
//! (chats, phone reports) have their own readers.

use std::io::Cursor;

use super::formats::{Format, OWN};
use super::lines::{Lines, base64};
use super::{Failure, Gap, Input, Meta, Options, Reason, Sink, Stopped, paragraphs};
use crate::language::encoding;

/// JavaScript Object Notation.
pub const JSON: Format = Format {
    id: "json",
    name: "JSON",
    media_type: "application/json",
    extensions: &["json", "geojson"],
    engine: OWN,
    read,
    reads: "every value with its name, escapes resolved; Base64 values as members",
    leaves: "",
    locator: "element: the number of the value, with the path of names",
    limits: "paths are told to a depth of 2,000",
};

/// One JSON value a line.
pub const NDJSON: Format = Format { id: "ndjson", name: "JSON lines", extensions: &["ndjson", "jsonl"], ..JSON };

/// Deeper values are read, but their paths are not told.
const DEPTH: usize = 2000;

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let decoded = encoding::decode(input.bytes, None);
    sink.meta(Meta { extra: vec![("encoding".to_owned(), decoded.encoding.to_owned())], ..Meta::default() })?;
    if decoded.lossy {
        sink.gap(paragraphs::lossy(decoded.encoding))?;
    }
    let mut walk = Walk::default();
    let mut tokens = Tokens { text: &decoded.text, at: 0 };
    let mut steps = 0u64;
    while let Some(token) = tokens.next() {
        walk.token(token, sink)?;
        steps += 1;
        if steps.is_multiple_of(200_000) {
            sink.progress()?;
        }
    }
    walk.end_object();
    walk.lines.emit(sink)?;
    if walk.deepest > DEPTH {
        let detail = format!("values are nested {} deep; they were read, but beyond {DEPTH} without their places", walk.deepest);
        sink.gap(Gap::new(Reason::NestingLimit, detail))?;
    }
    if walk.depth > 0 {
        sink.gap(Gap::new(Reason::Truncated, format!("the file ends inside {} open brackets", walk.depth)))?;
    }
    Ok(())
}

#[derive(Debug)]
enum Token {
    Open,
    Close,
    /// A string in front of a colon.
    Name(String),
    /// A string, number or word.
    Value(String),
}

struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

impl Tokens<'_> {
    fn next(&mut self) -> Option<Token> {
        loop {
            let rest = self.text.get(self.at..)?;
            let first = rest.chars().next()?;
            self.at += first.len_utf8();
            match first {
                '{' | '[' => return Some(Token::Open),
                '}' | ']' => return Some(Token::Close),
                '"' => {
                    let string = self.string();
                    let behind = self.text.get(self.at..).unwrap_or_default().trim_start();
                    return Some(if behind.starts_with(':') { Token::Name(string) } else { Token::Value(string) });
                }
                c if c.is_whitespace() || matches!(c, ',' | ':' | '\u{feff}') => {}
                _ => {
                    let end = rest.find(|c: char| c.is_whitespace() || ",:{}[]\"".contains(c)).unwrap_or(rest.len());
                    self.at += end.saturating_sub(first.len_utf8());
                    return Some(Token::Value(rest.get(..end).unwrap_or_default().to_owned()));
                }
            }
        }
    }

    /// The string whose quote was just passed, escapes resolved (RFC 8259, 7).
    fn string(&mut self) -> String {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let mut out = String::new();
        // Halves of characters beyond the basic plane come as two escapes.
        let mut wide: Vec<u16> = Vec::new();
        let mut chars = rest.char_indices();
        let mut end = rest.len();
        while let Some((at, c)) = chars.next() {
            if c == '\\'
                && rest.get(at + 1..at + 2) == Some("u")
                && let Some(unit) = rest.get(at + 2..at + 6).and_then(|digits| u16::from_str_radix(digits, 16).ok())
            {
                wide.push(unit);
                chars.by_ref().take(5).for_each(drop);
                continue;
            }
            if !wide.is_empty() {
                out.push_str(&String::from_utf16_lossy(&std::mem::take(&mut wide)));
            }
            match c {
                '"' => {
                    end = at + 1;
                    break;
                }
                '\\' => match chars.next().map(|(_, c)| c) {
                    Some('n') => out.push('\n'),
                    Some('t') => out.push('\t'),
                    Some('r' | 'b' | 'f') | None => {}
                    Some(c) => out.push(c),
                },
                c => out.push(c),
            }
        }
        if !wide.is_empty() {
            out.push_str(&String::from_utf16_lossy(&wide));
        }
        self.at += end;
        out
    }
}

#[derive(Default)]
struct Walk {
    lines: Lines,
    /// For each open bracket, to [`DEPTH`], the name it stands under.
    path: Vec<String>,
    depth: usize,
    deepest: usize,
    /// The name that waits for its value.
    name: Option<String>,
    /// Values of the innermost object, until it ends.
    line: String,
    number: u32,
    members: usize,
}

impl Walk {
    fn token(&mut self, token: Token, sink: &mut dyn Sink) -> Result<(), Stopped> {
        match token {
            Token::Open => {
                self.end_object();
                self.lines.breathe(sink)?;
                self.depth += 1;
                self.deepest = self.deepest.max(self.depth);
                let name = self.name.take();
                if self.path.len() < DEPTH && self.path.len() + 1 == self.depth {
                    self.path.push(name.unwrap_or_default());
                }
            }
            Token::Close => {
                self.end_object();
                self.lines.breathe(sink)?;
                if self.path.len() == self.depth {
                    self.path.pop();
                }
                self.depth = self.depth.saturating_sub(1);
                self.name = None;
            }
            Token::Name(name) => self.name = Some(name),
            Token::Value(value) => {
                self.number = self.number.saturating_add(1);
                let name = self.name.take();
                if let Some(content) = base64(&value) {
                    self.members += 1;
                    let name = format!("{}-{}.bin", name.as_deref().unwrap_or("content"), self.members);
                    return sink.member(&name, &mut Cursor::new(content));
                }
                let value = value.trim();
                if value.is_empty() || value == "null" {
                    return Ok(());
                }
                if !self.line.is_empty() {
                    self.line.push('\n');
                }
                if let Some(name) = name {
                    self.line.push_str(&name);
                    self.line.push_str(": ");
                }
                self.line.push_str(value);
                // A list of a million numbers is not one line.
                if self.line.len() > paragraphs::UNIT {
                    self.end_object();
                    self.lines.breathe(sink)?;
                }
            }
        }
        Ok(())
    }

    fn end_object(&mut self) {
        if !self.line.is_empty() {
            let line = std::mem::take(&mut self.line);
            let path: Vec<String> = self.path.iter().filter(|name| !name.is_empty()).cloned().collect();
            self.lines.push(&line, self.number, &path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::Collected;
    use crate::extract::{Locator, Part};
    use proptest::prelude::*;

    fn json(text: &str) -> Collected {
        let (found, outcome) = Collected::from(read, "a.json", text.as_bytes());
        assert!(outcome.is_ok(), "{outcome:?}");
        found
    }

    #[test]
    fn values_with_their_names_and_escapes() {
        let found = json(
            r#"{"poruke":[{"od":"\u0410\u043d\u0430","tekst":"Stižu \"dva\"\nkombija \ud83d\ude90","broj":2,"x":null},{"od":"Marko"}]}"#,
        );
        assert_eq!(found.text(Part::Body), "od: Ана\ntekst: Stižu \"dva\"\nkombija 🚐\nbroj: 2\nod: Marko");
        assert_eq!(found.units[0].locator, Locator::Element { number: 4, path: "poruke".into() });
        assert!(found.gaps.is_empty(), "{:?}", found.gaps);
    }

    #[test]
    fn lines_breaks_and_depth() {
        assert_eq!(json("{\"a\":1}\n{\"a\":2}\n").text(Part::Body), "a: 1\na: 2");
        let cut = json("{\"a\":\"početak\",\"b\":[1,\"nedovr");
        assert_eq!(cut.text(Part::Body), "a: početak\n1\nnedovr");
        assert!(cut.has_gap(Reason::Truncated));
        let depth = 200_000;
        let deep = json(&format!("{}\"duboko\"{}", "[".repeat(depth), "]".repeat(depth)));
        assert_eq!(deep.text(Part::Body), "duboko");
        assert!(deep.has_gap(Reason::NestingLimit));
    }

    #[test]
    fn files_in_base64_are_members() {
        let content: Vec<u8> = (0..2000u32).map(|i| (i * 7919 % 251) as u8).collect();
        let found = json(&format!("{{\"slika\":\"{}\",\"t\":\"tekst\"}}", super::super::lines::to_base64(&content)));
        assert_eq!(found.members, [("slika-1.bin".to_owned(), content)]);
        assert_eq!(found.text(Part::Body), "t: tekst");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_ends_and_every_string_is_found(words in proptest::collection::vec("[a-zčшع]{1,12}", 0..20), noise in "[\\[\\]{}\",:\\\\a-z ]{0,40}") {
            let _ = Collected::from(read, "a.json", noise.as_bytes());
            let text = serde_json::to_string(&words).unwrap();
            prop_assert_eq!(json(&text).text(Part::Body), words.join("\n"));
        }
    }
}
