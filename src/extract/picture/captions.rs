//! Captions and comments people and programs put into pictures: JPEG comments, PNG text chunks, XMP.

use std::io::Read;

use super::size::Kind;
use crate::extract::codepage;
use crate::extract::xml_stream::{Node, XmlStream};

/// Longest caption kept; the rest is not shown and not searched.
const LONGEST: usize = 16 * 1024;
const MOST: usize = 100;

/// Name and text of each caption.
pub(super) fn read(kind: Kind, bytes: &[u8]) -> Vec<(String, String)> {
    let mut found = match kind {
        Kind::Jpeg => jpeg_comments(bytes),
        Kind::Png => png_texts(bytes),
        _ => Vec::new(),
    };
    found.extend(xmp(bytes));
    found.retain(|(_, text)| !text.trim().is_empty());
    found.truncate(MOST);
    for (_, text) in &mut found {
        *text = text.trim().get(..crate::extract::prose::floor_boundary(text.trim(), LONGEST)).unwrap_or("").to_owned();
    }
    found
}

fn jpeg_comments(bytes: &[u8]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut at = 2usize;
    while let Some([0xff, marker, high, low]) = bytes.get(at..at + 4) {
        if matches!(marker, 0xda | 0xd9) {
            break;
        }
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        if *marker == 0xfe
            && let Some(body) = bytes.get(at + 4..at + 2 + length)
        {
            found.push(("comment".to_owned(), codepage::guess(body)));
        }
        at += 2 + length.max(2);
    }
    found
}

/// Source: PNG (Third Edition), 11.3.3.
fn png_texts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut at = 8usize;
    while let Some(header) = bytes.get(at..at + 8) {
        let [a, b, c, d, name @ ..] = header else { break };
        let length = u32::from_be_bytes([*a, *b, *c, *d]) as usize;
        let Some(body) = at.checked_add(8).and_then(|start| bytes.get(start..start.checked_add(length)?)) else { break };
        let (keyword, rest) =
            body.iter().position(|byte| *byte == 0).and_then(|end| body.split_at_checked(end)).unwrap_or((body, &[]));
        let text = match name {
            b"tEXt" => Some(codepage::decode(rest.get(1..).unwrap_or_default(), 28591).0),
            b"zTXt" => inflate(rest.get(2..).unwrap_or_default()).map(|text| codepage::decode(&text, 28591).0),
            b"iTXt" => international(rest.get(1..).unwrap_or_default()),
            _ => None,
        };
        if let Some(text) = text.filter(|_| !keyword.starts_with(b"XML:") && !keyword.starts_with(b"Raw profile")) {
            found.push((codepage::guess(keyword), text));
        }
        if found.len() >= MOST {
            break;
        }
        at = at + 12 + length;
    }
    found
}

/// Compression flag, method, language tag, translated keyword, text.
fn international(rest: &[u8]) -> Option<String> {
    let compressed = *rest.first()? == 1;
    let mut parts = rest.get(2..)?.splitn(3, |byte| *byte == 0);
    let text = parts.nth(2)?;
    let text = if compressed { inflate(text)? } else { text.to_vec() };
    Some(String::from_utf8_lossy(&text).into_owned())
}

fn inflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    flate2::read::ZlibDecoder::new(bytes).take(LONGEST as u64).read_to_end(&mut out).ok()?;
    Some(out)
}

/// Titles, descriptions, creators and places of an XMP packet. Source: ISO 16684-1.
fn xmp(bytes: &[u8]) -> Vec<(String, String)> {
    let find = |needle: &[u8], from: usize| {
        bytes.get(from..)?.windows(needle.len()).position(|window| window == needle).map(|at| at + from)
    };
    // Packets stand near the beginning; a packet of many megabytes is not a caption.
    let Some(start) = find(b"<x:xmpmeta", 0).filter(|start| *start < 16 << 20) else { return Vec::new() };
    let Some(packet) =
        find(b"</x:xmpmeta>", start).and_then(|end| bytes.get(start..end + 12)).filter(|packet| packet.len() < 4 << 20)
    else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(packet).into_owned();
    let mut stream = XmlStream::new(text.as_bytes());
    let wanted = |name: &str| {
        matches!(
            name,
            "description"
                | "title"
                | "creator"
                | "subject"
                | "Headline"
                | "City"
                | "Country"
                | "Location"
                | "UserComment"
                | "Instructions"
        )
    };
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open: Option<(String, String)> = None;
    while let Some(node) = stream.next() {
        match node {
            Node::Start(element) if open.is_none() && wanted(&element.name) => open = Some((element.name, String::new())),
            Node::Start(element) if element.name == "Description" => {
                for name in ["City", "Country", "Headline", "Instructions"] {
                    if let Some(value) = element.get(name) {
                        found.push((name.to_lowercase(), value));
                    }
                }
            }
            Node::End(name) if open.as_ref().is_some_and(|(wanted, _)| *wanted == name) => {
                if let Some((name, text)) = open.take() {
                    found.push((name.to_lowercase(), text.split_whitespace().collect::<Vec<_>>().join(" ")));
                }
            }
            Node::Text(text) => {
                if let Some((_, gathered)) = &mut open {
                    gathered.push_str(&text);
                    gathered.push(' ');
                }
            }
            _ => {}
        }
        if found.len() >= MOST {
            break;
        }
    }
    found
}
