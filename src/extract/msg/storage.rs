//! The compound file of a message: storages, streams, property streams, names.

use std::collections::HashMap;

use crate::extract::codepage;
use crate::extract::compound::Compound;
use crate::extract::mapi::{Properties, Value, filetime};

pub(super) struct Storage<'a> {
    pub file: Compound<'a>,
    undecoded: bool,
}

/// Named properties: identifier (0x8000 and up) to its name.
pub(super) type Names = HashMap<u16, String>;

impl<'a> Storage<'a> {
    pub(super) fn new(file: Compound<'a>) -> Storage<'a> {
        Storage { file, undecoded: false }
    }

    /// Whether 8-bit text beyond ASCII was met.
    pub(super) fn undecoded(&self) -> bool {
        self.undecoded
    }

    /// The properties of the storage at `path`, whose property stream has a header of `header` bytes.
    /// `page`: code page of the message around it.
    pub(super) fn properties(&mut self, path: &str, header: usize, page: Option<u16>, names: &Names) -> Option<Properties> {
        let prefix = if path == "/" { String::from("/") } else { format!("{path}/") };
        let stream = self.file.bytes(&format!("{prefix}__properties_version1.0"));
        let mut properties = Properties::default();
        for entry in stream.as_deref().and_then(|bytes| bytes.get(header..)).unwrap_or_default().as_chunks::<16>().0 {
            let [kind_low, kind_high, id_low, id_high, _, _, _, _, value @ ..] = entry;
            let id = u16::from_le_bytes([*id_low, *id_high]);
            let kind = u16::from_le_bytes([*kind_low, *kind_high]);
            if let Some(value) = fixed(kind, *value) {
                keep(&mut properties, id, value, names);
            }
        }
        let page = properties.code_page().or(page);
        let mut found = stream.is_some();
        for child in self.file.children(path) {
            let Some((id, kind)) = child.strip_prefix("__substg1.0_").and_then(tag_of) else { continue };
            found = true;
            // Attachments and objects stay where they are until they are handed on.
            if id == 0x3701 || !matches!(kind, 0x001e | 0x001f | 0x0102) {
                continue;
            }
            let Some(bytes) = self.file.bytes(&format!("{prefix}{child}")) else { continue };
            let value = match kind {
                0x001f => Value::Text(codepage::decode(&bytes, 1200).0),
                0x001e => Value::Text(self.narrow(&bytes, page)),
                _ => Value::Bytes(bytes),
            };
            keep(&mut properties, id, value, names);
        }
        found.then_some(properties)
    }

    fn narrow(&mut self, bytes: &[u8], page: Option<u16>) -> String {
        if bytes.is_ascii() {
            return String::from_utf8_lossy(bytes).into_owned();
        }
        self.undecoded = true;
        match page {
            Some(page) => codepage::decode(bytes, page).0,
            None => codepage::guess(bytes),
        }
    }

    /// The names of named properties. Source: [MS-OXMSG] 2.2.3.
    pub(super) fn names(&mut self) -> Names {
        let mut names = Names::new();
        let entries = self.file.bytes("/__nameid_version1.0/__substg1.0_00030102").unwrap_or_default();
        let strings = self.file.bytes("/__nameid_version1.0/__substg1.0_00040102").unwrap_or_default();
        for (index, entry) in entries.as_chunks::<8>().0.iter().enumerate().take(0x7fff) {
            let [a, b, c, d, e, f, _, _] = *entry;
            let id = u32::from_le_bytes([a, b, c, d]);
            let is_string = u16::from_le_bytes([e, f]) & 1 == 1;
            let name = if is_string {
                let at = id as usize;
                let length =
                    strings.get(at..at.saturating_add(4)).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_le_bytes)
                        as usize;
                let text = strings.get(at.saturating_add(4)..at.saturating_add(4).saturating_add(length)).unwrap_or_default();
                codepage::decode(text, 1200).0
            } else {
                match known_name(id) {
                    Some(name) => name.to_owned(),
                    None => continue,
                }
            };
            if let Ok(index) = u16::try_from(index)
                && !name.is_empty()
            {
                names.insert(0x8000 + index, name);
            }
        }
        names
    }
}

fn keep(properties: &mut Properties, id: u16, value: Value, names: &Names) {
    if let Some(name) = names.get(&id) {
        let shown = match &value {
            Value::Text(text) => text.trim_end_matches('\0').trim().to_owned(),
            Value::Time(time) => time.clone(),
            _ => String::new(),
        };
        if !shown.is_empty() && properties.named.len() < 1000 {
            properties.named.push((name.clone(), shown));
        }
    }
    properties.set(id, value);
}

/// A property kept in the property stream itself.
fn fixed(kind: u16, value: [u8; 8]) -> Option<Value> {
    let [a, b, c, d, ..] = value;
    Some(match kind {
        0x0002 => Value::Number(i64::from(i16::from_le_bytes([a, b]))),
        0x0003 => Value::Number(i64::from(i32::from_le_bytes([a, b, c, d]))),
        0x000b => Value::Number(i64::from(a != 0)),
        0x0014 => Value::Number(i64::from_le_bytes(value)),
        0x0040 => Value::Time(filetime(u64::from_le_bytes(value))?),
        _ => return None,
    })
}

/// `IIIITTTT`: identifier and type of the property a stream holds.
fn tag_of(name: &str) -> Option<(u16, u16)> {
    let digits = name.get(..8)?;
    if name.len() > 8 {
        return None;
    }
    let tag = u32::from_str_radix(digits, 16).ok()?;
    Some(((tag >> 16) as u16, (tag & 0xffff) as u16))
}

/// Names of numbered properties an investigator asks for. Source: [MS-OXPROPS].
fn known_name(id: u32) -> Option<&'static str> {
    Some(match id {
        0x8083 => "email 1",
        0x8084 => "email 1 as entered",
        0x8093 => "email 2",
        0x80a3 => "email 3",
        0x8062 => "instant messaging address",
        0x802b => "web page",
        0x8045 => "work street",
        0x8046 => "work city",
        0x8208 => "place",
        0x820d => "start",
        0x820e => "end",
        0x8238 => "all attendees",
        0x823b => "to attendees",
        0x823c => "cc attendees",
        0x8516 => "common start",
        0x8517 => "common end",
        0x8104 => "task start",
        0x8105 => "task due",
        0x811f => "task owner",
        0x8706 => "journal entry starts",
        _ => return None,
    })
}
