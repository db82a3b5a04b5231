//! XML as a flat stream of elements and text, with local names and resolved entities: what the readers of Office parts, OpenDocument,
//! books and phone reports walk. External entities and declared ones are never expanded.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};

/// One step of the stream.
#[derive(Debug)]
pub(crate) enum Node<'a> {
    Start(Element<'a>),
    End(String),
    Text(String),
}

/// An element as it opens.
#[derive(Debug)]
pub(crate) struct Element<'a> {
    pub name: String,
    start: BytesStart<'a>,
}

impl Element<'_> {
    /// The value of an attribute by its local name.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        let found =
            self.start.attributes().with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
        Some(super::markup::unescape(&found.value))
    }

    /// Every attribute with its local name, namespace declarations aside.
    pub(crate) fn values(&self) -> Vec<(String, String)> {
        let mut attributes = self.start.attributes();
        let attributes = attributes.with_checks(false).flatten();
        attributes
            .filter(|attribute| attribute.key.as_namespace_binding().is_none())
            .map(|attribute| (attribute.key.local_name().as_ref().to_owned(), super::markup::unescape(&attribute.value)))
            .filter(|(_, value)| !value.trim().is_empty())
            .collect()
    }
}

pub(crate) struct XmlStream<'a> {
    reader: quick_xml::Reader<&'a [u8]>,
    empty: Option<String>,
    damage: Option<String>,
    depth: usize,
    ended: bool,
}

impl<'a> XmlStream<'a> {
    /// Over bytes that are UTF-8 already (see [`utf8`]).
    pub(crate) fn new(bytes: &'a [u8]) -> XmlStream<'a> {
        let mut reader = quick_xml::Reader::from_reader(bytes);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        XmlStream { reader, empty: None, damage: None, depth: 0, ended: false }
    }

    /// The next element or text; `None` at the end, or where the XML breaks off (then [`XmlStream::damage`] says why).
    pub(crate) fn next(&mut self) -> Option<Node<'a>> {
        if let Some(name) = self.empty.take() {
            return Some(Node::End(name));
        }
        loop {
            if self.ended {
                return None;
            }
            match self.reader.read_event() {
                Ok(Event::Start(start)) => {
                    self.depth += 1;
                    return Some(Node::Start(Element { name: start.local_name().as_ref().to_owned(), start }));
                }
                Ok(Event::Empty(start)) => {
                    let name = start.local_name().as_ref().to_owned();
                    self.empty = Some(name.clone());
                    return Some(Node::Start(Element { name, start }));
                }
                Ok(Event::End(end)) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Some(Node::End(end.local_name().as_ref().to_owned()));
                }
                Ok(Event::Text(text)) => {
                    let text: &str = &text;
                    return Some(Node::Text(text.to_owned()));
                }
                Ok(Event::CData(text)) => {
                    let text: &str = &text;
                    return Some(Node::Text(text.to_owned()));
                }
                Ok(Event::GeneralRef(reference)) => {
                    let name: &str = &reference;
                    return Some(Node::Text(super::markup::unescape(&format!("&{name};"))));
                }
                Ok(Event::Eof) => {
                    self.ended = true;
                    if self.depth > 0 && self.damage.is_none() {
                        self.damage = Some(format!("it ends inside {} open elements", self.depth));
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    self.ended = true;
                    self.damage = Some(error.to_string());
                }
            }
        }
    }

    /// Why the stream ended early, if it did.
    pub(crate) fn damage(&self) -> Option<&str> {
        self.damage.as_deref()
    }
}

/// XML bytes as UTF-8: by byte order mark, then by the encoding the declaration names.
pub(crate) fn utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        if encoding == encoding_rs::UTF_8 && std::str::from_utf8(rest).is_ok() {
            return Cow::Borrowed(rest);
        }
        return Cow::Owned(encoding.decode_without_bom_handling(rest).0.into_owned().into_bytes());
    }
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or_default()).into_owned();
    let declared = head.split_once("encoding=").and_then(|(_, rest)| {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        encoding_rs::Encoding::for_label(rest.get(1..)?.split(quote).next()?.as_bytes())
    });
    match declared {
        Some(encoding) if encoding != encoding_rs::UTF_8 && !encoding.is_ascii_compatible() => Cow::Borrowed(bytes),
        Some(encoding) if encoding != encoding_rs::UTF_8 => {
            Cow::Owned(encoding.decode_without_bom_handling(bytes).0.into_owned().into_bytes())
        }
        _ if std::str::from_utf8(bytes).is_ok() => Cow::Borrowed(bytes),
        _ => Cow::Owned(String::from_utf8_lossy(bytes).into_owned().into_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(xml: &str) -> String {
        let mut stream = XmlStream::new(xml.as_bytes());
        let mut out = String::new();
        while let Some(node) = stream.next() {
            match node {
                Node::Start(element) => out.push_str(&format!("<{} {:?}>", element.name, element.get("a"))),
                Node::End(name) => out.push_str(&format!("</{name}>")),
                Node::Text(text) => out.push_str(&text),
            }
        }
        out.push_str(stream.damage().map_or("", |_| "!"));
        out
    }

    #[test]
    fn elements_entities_and_damage() {
        assert_eq!(flat("<x:r x:a='1&amp;2'>t&lt;&#1078;<e/></x:r>"), "<r Some(\"1&2\")>t<ж<e None></e></r>");
        assert!(flat("<r><a>half").ends_with('!'));
        assert_eq!(flat("<!DOCTYPE r [<!ENTITY x 'boom'>]><r>&x;</r>"), "<r None>&x;</r>");
    }

    #[test]
    fn declared_encodings_are_honoured() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode("<?xml version='1.0' encoding='windows-1251'?><r>Сабор</r>");
        assert!(String::from_utf8_lossy(&utf8(&bytes)).contains("Сабор"));
        let wide: Vec<u8> = [0xff, 0xfe].into_iter().chain("<r>ж</r>".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(&*utf8(&wide), "<r>ж</r>".as_bytes());
    }
}
