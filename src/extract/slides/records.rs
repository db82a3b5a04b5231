//! Our own walk over the records of a PowerPoint 97–2003 stream, for what `office_oxide` does not hand out: embedded files and comments.
//!
//! Source: [MS-PPT] 2.3.1 (record header), 2.10.34 (external object storage), 2.5.25 (comments).

/// Something the walk found, with its place in file order.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// An external object; `compressed` ones begin with their size.
    Object {
        bytes: &'a [u8],
        compressed: bool,
    },
    Comment {
        author: String,
        text: String,
    },
}

const COMMENT: u16 = 0x2ee0;
const STRING: u16 = 0x0fba;
const OBJECT: u16 = 0x1011;

/// Walk the stream once. Containers are entered by moving on, not by recursion.
pub(super) fn walk<'a>(stream: &'a [u8]) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    let mut at = 0usize;
    let mut comment: Option<(usize, String, String)> = None;
    while let Some(header) = stream.get(at..at + 8) {
        let [a, b, c, d, e, f, g, h] = header else { break };
        let (head, kind) = (u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d]));
        let length = u32::from_le_bytes([*e, *f, *g, *h]) as usize;
        let (version, instance) = (head & 0xf, head >> 4);
        let start = at + 8;
        if let Some((end, author, text)) = comment.take_if(|(end, _, _)| at >= *end) {
            let _ = end;
            found.push(Found::Comment { author, text });
        }
        if version == 0xf {
            if kind == COMMENT {
                comment = Some((start.saturating_add(length), String::new(), String::new()));
            }
            at = start;
            continue;
        }
        let Some(body) = stream.get(start..start.saturating_add(length)) else { break };
        match (kind, &mut comment) {
            (OBJECT, _) => found.push(Found::Object { bytes: body, compressed: instance == 1 }),
            (STRING, Some((_, author, text))) => {
                let words = crate::extract::codepage::decode(body, 1200).0;
                match instance {
                    0 => *author = words,
                    1 => *text = words,
                    _ => {}
                }
            }
            _ => {}
        }
        at = start + length;
    }
    if let Some((_, author, text)) = comment {
        found.push(Found::Comment { author, text });
    }
    found.retain(|one| !matches!(one, Found::Comment { text, .. } if text.trim().is_empty()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(version: u16, instance: u16, kind: u16, body: &[u8]) -> Vec<u8> {
        let mut bytes = (version | instance << 4).to_le_bytes().to_vec();
        bytes.extend(kind.to_le_bytes());
        bytes.extend((body.len() as u32).to_le_bytes());
        bytes.extend(body);
        bytes
    }

    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn comments_and_objects_are_found() {
        let comment =
            record(0xf, 0, COMMENT, &[record(0, 0, STRING, &wide("N. N.")), record(0, 1, STRING, &wide("Провери ово"))].concat());
        let stream = [record(0xf, 0, 1000, &comment), record(0, 1, OBJECT, b"abc")].concat();
        let found = walk(&stream);
        assert_eq!(
            found,
            [
                Found::Comment { author: "N. N.".into(), text: "Провери ово".into() },
                Found::Object { bytes: b"abc", compressed: true }
            ]
        );
        for cut in 0..stream.len() {
            let _ = walk(&stream[..cut]);
        }
    }
}
