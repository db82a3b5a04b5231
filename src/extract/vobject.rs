//! Calendars and contact cards: one event, task or person a unit.
//!
//! Sources: RFC 5545 (iCalendar), RFC 6350 (vCard 4.0), and vCard 2.1 as old telephones write it (quoted-printable, old charsets).

use std::io::Cursor;

use super::formats::{Format, OWN};
use super::{Failure, Gap, Input, Locator, Options, Part, Reason, Sink, Stopped, Unit, paragraphs};
use crate::language::encoding;

/// Calendars.
pub const CALENDAR: Format = Format {
    id: "ics",
    name: "Calendar",
    media_type: "text/calendar",
    extensions: &["ics", "vcs"],
    engine: OWN,
    read,
    reads: "every property of events, tasks and notes, times as written; attached files as members",
    leaves: "repetitions are not worked out",
    locator: "element: the number of the event",
    limits: "",
};

/// Contact cards.
pub const CARD: Format = Format {
    id: "vcf",
    name: "Contact card",
    media_type: "text/vcard",
    extensions: &["vcf"],
    reads: "every property of every card, old charsets included; photographs as members",
    leaves: "",
    locator: "element: the number of the card",
    ..CALENDAR
};

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    let decoded = encoding::decode(input.bytes, None);
    if decoded.lossy {
        sink.gap(paragraphs::lossy(decoded.encoding))?;
    }
    let mut open: Vec<Component> = Vec::new();
    let mut number = 0u32;
    let mut members = 0usize;
    for line in unfolded(&decoded.text) {
        let Some(property) = Property::parse(&line) else { continue };
        match property.name.as_str() {
            "BEGIN" => {
                number = number.saturating_add(1);
                if open.len() < 100 {
                    open.push(Component { kind: property.value.trim().to_ascii_uppercase(), number, lines: Vec::new() });
                }
            }
            "END" => {
                if let Some(component) = open.pop() {
                    component.emit(sink)?;
                }
            }
            _ => {
                let Some(component) = open.last_mut() else { continue };
                if let Some(content) = property.file() {
                    members += 1;
                    sink.member(&format!("{}-{members}.bin", property.name.to_ascii_lowercase()), &mut Cursor::new(content))?;
                } else {
                    let value = property.text();
                    if !value.trim().is_empty() {
                        component.lines.push(format!("{}: {}", property.label(), value.trim()));
                    }
                }
            }
        }
    }
    if !open.is_empty() {
        sink.gap(Gap::new(Reason::Truncated, "the file ends inside an entry"))?;
    }
    while let Some(component) = open.pop() {
        component.emit(sink)?;
    }
    Ok(())
}

struct Component {
    kind: String,
    number: u32,
    lines: Vec<String>,
}

impl Component {
    fn emit(self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let text = self.lines.join("\n");
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (piece, after) = paragraphs::split(rest, paragraphs::UNIT * 4);
            rest = after;
            let locator = Locator::Element { number: self.number, path: self.kind.clone() };
            let (text, engine) = (piece.to_owned(), OWN.to_owned());
            sink.unit(Unit { locator, part: Part::Body, text, engine, confidence: None, entry: None })?;
        }
        Ok(())
    }
}

/// Lines with their continuations: the next one begins with a blank, or quoted-printable ends in "=".
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut soft = false;
    for line in text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)) {
        match lines.last_mut() {
            Some(last) if soft => {
                last.pop();
                last.push_str(line);
            }
            Some(last) if line.starts_with([' ', '\t']) => last.push_str(line.get(1..).unwrap_or_default()),
            _ => lines.push(line.to_owned()),
        }
        let quoted = lines.last().and_then(|last| last.split_once(':')).is_some_and(|(head, _)| quoted_printable(head));
        soft = quoted && line.ends_with('=');
    }
    lines
}

fn quoted_printable(head: &str) -> bool {
    head.to_ascii_uppercase().contains("QUOTED-PRINTABLE")
}

struct Property {
    name: String,
    head: String,
    value: String,
}

impl Property {
    /// "NAME;PARAMETER=…:value"; quotes in parameters may hide a colon, groups ("item1.TEL") are dropped.
    fn parse(line: &str) -> Option<Property> {
        let mut quoted = false;
        let colon = line.char_indices().find(|(_, c)| {
            quoted ^= *c == '"';
            *c == ':' && !quoted
        })?;
        let head = line.get(..colon.0)?;
        let name = head.split(';').next()?;
        let name = name.rsplit('.').next()?.trim().to_ascii_uppercase();
        let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        plain.then(|| Property { name, head: head.to_owned(), value: line.get(colon.0 + 1..).unwrap_or_default().to_owned() })
    }

    fn parameter(&self, wanted: &str) -> Option<&str> {
        self.head.split(';').skip(1).find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim_matches('"'))
        })
    }

    /// The name with what tells telephones and zones apart: "TEL (CELL)", "DTSTART (Europe/Belgrade)".
    fn label(&self) -> String {
        let detail = self.parameter("TYPE").or_else(|| self.parameter("TZID")).or_else(|| self.parameter("CN"));
        match detail.filter(|detail| !detail.is_empty()) {
            Some(detail) => format!("{} ({detail})", self.name),
            None => self.name.clone(),
        }
    }

    fn text(&self) -> String {
        if quoted_printable(&self.head)
            && let Some(bytes) = mail_parser::decoders::quoted_printable::quoted_printable_decode(self.value.as_bytes())
        {
            return separated(&encoding::decode(&bytes, self.parameter("CHARSET")).text);
        }
        let mut out = String::with_capacity(self.value.len());
        let mut chars = self.value.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() {
                    Some('n' | 'N') => out.push('\n'),
                    Some(c) => out.push(c),
                    None => {}
                },
                ';' => out.push_str("; "),
                c => out.push(c),
            }
        }
        tidy(&out)
    }

    /// A photograph, sound or attachment in the file itself.
    fn file(&self) -> Option<Vec<u8>> {
        let encoded = self.parameter("ENCODING").is_some_and(|e| e.eq_ignore_ascii_case("b") || e.eq_ignore_ascii_case("base64"))
            || self.head.to_ascii_uppercase().contains(";BASE64");
        let data = self.value.strip_prefix("data:").and_then(|data| data.split_once(";base64,")).map(|(_, data)| data);
        let written = data.or_else(|| encoded.then_some(self.value.as_str()))?;
        let dense: Vec<u8> = written.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
        mail_parser::decoders::base64::base64_decode(&dense).filter(|content| !content.is_empty())
    }
}

fn separated(value: &str) -> String {
    tidy(&value.replace(';', "; "))
}

/// Names and addresses have empty fields; they are not worth their semicolons.
fn tidy(value: &str) -> String {
    let fields: Vec<&str> = value.split("; ").map(str::trim).filter(|field| !field.is_empty()).collect();
    fields.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::Collected;

    fn parsed(text: &str) -> Collected {
        let (found, outcome) = Collected::from(read, "a.vcf", text.as_bytes());
        assert!(outcome.is_ok(), "{outcome:?}");
        found
    }

    #[test]
    fn cards_old_and_new() {
        let found = parsed(
            "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=9F=D0=B5=\r\n=D1=82=D1=80=D0=BE;=D0=90\r\nTEL;CELL:+38164000123\r\nEND:VCARD\r\n\
             BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ana Čolić\\, dr\r\nitem1.TEL;TYPE=work:+355690001\r\n 234\r\nPHOTO;ENCODING=b;TYPE=PNG:iVBORw==\r\nEND:VCARD\r\n",
        );
        assert_eq!(found.units[0].text, "VERSION: 2.1\nN: Петро; А\nTEL: +38164000123");
        assert_eq!(found.units[1].text, "VERSION: 4.0\nFN: Ana Čolić, dr\nTEL (work): +355690001234");
        assert_eq!(found.units[1].locator, Locator::Element { number: 2, path: "VCARD".into() });
        assert_eq!(found.members, [("photo-1.bin".to_owned(), vec![0x89, b'P', b'N', b'G'])]);
    }

    #[test]
    fn events_and_a_cut_file() {
        let found = parsed(
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=\"Europe/Belgrade\":20260302T101400\nSUMMARY:Sastanak\\nkod Đoke\nATTENDEE;CN=Ana:mailto:ana@primer.invalid\nEND:VEVENT\nBEGIN:VTODO\nSUMMARY:Pola",
        );
        let expected =
            "DTSTART (Europe/Belgrade): 20260302T101400\nSUMMARY: Sastanak\nkod Đoke\nATTENDEE (Ana): mailto:ana@primer.invalid";
        assert_eq!(found.units[0].text, expected);
        assert!(found.has_gap(Reason::Truncated) && found.text(Part::Body).contains("Pola"));
    }
}
