//! Outlook stores (PST, OST): every message of every folder as a mail message of its own, with its attachments inside.
//!
//! The store's layout is read by `outlook-pst`; the messages are put together by [`super::mapi`]. Source: [MS-PST].

mod borrowed;
mod store;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use outlook_pst::messaging::attachment::AttachmentData;
use outlook_pst::messaging::folder::Folder;

use super::formats::Format;
use super::mapi::{Attached, Message, eml, tag};
use super::{Failure, Gap, Input, Meta, Options, Reason, Sink};
use store::{Opened, message, properties, rows};

const ENGINE: &str = "outlook-pst 1.2.0";

/// The row of the table of formats.
pub(crate) static PST: Format = Format {
    id: "pst",
    name: "Outlook store (PST, OST)",
    media_type: "application/vnd.ms-outlook-pst",
    extensions: &["pst", "ost"],
    engine: ENGINE,
    read,
    reads: "every message, appointment and contact of every folder as a mail message of its own, under its folder's path, with attachments and attached messages; folders that announce more than they hold are named",
    leaves: "deleted items that no folder shows, names of properties that only one store knows, attachments of attached messages",
    locator: "each message is a document of its own",
    limits: "folders nested more than 64 deep are not entered",
};

/// Folders below this depth are not entered.
const DEEPEST: usize = 64;
/// Folder types that hold messages ([MS-PST] 2.2.2.1): search folders only show what others hold.
const NORMAL_FOLDER: u32 = 0x02;

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(PST.media_type, ENGINE)?;
    let loan = borrowed::lend(input.bytes);
    let opened = guarded(|| Opened::open(&loan)).map_err(|detail| because(&detail))?;
    let root = guarded(|| opened.root()).map_err(|detail| because(&detail))?;
    let mut walk = Walk { opened: &opened, seen: HashSet::new(), messages: 0, folders: 0, sink };
    walk.folder(root.as_ref(), "", 0)?;
    let meta = Meta {
        extra: vec![("folders".to_owned(), walk.folders.to_string()), ("messages".to_owned(), walk.messages.to_string())],
        ..Meta::default()
    };
    sink.meta(meta)?;
    Ok(())
}

fn because(detail: &str) -> Failure {
    let reason = match () {
        () if detail.contains("crashed") => Reason::Crashed,
        () if detail.contains("ncrypt") || detail.contains("password") => Reason::Encrypted,
        () if detail.contains("UnexpectedEof") || detail.contains("failed to fill") => Reason::Truncated,
        () => Reason::Corrupt,
    };
    Failure::because(reason, format!("the store cannot be opened: {detail}"))
}

/// The library's answer; a panic of it is an error like others.
fn guarded<T>(ask: impl FnOnce() -> std::io::Result<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(ask)) {
        Ok(answer) => answer.map_err(|error| error.to_string()),
        Err(_) => Err("the reader of this format crashed".to_owned()),
    }
}

struct Walk<'w> {
    opened: &'w Opened,
    /// Folders and messages that were visited: a damaged or hostile store may lead in a circle.
    seen: HashSet<u32>,
    messages: u64,
    folders: u64,
    sink: &'w mut dyn Sink,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &dyn Folder, path: &str, depth: usize) -> Result<(), Failure> {
        self.folders += 1;
        let mut held = 0i64;
        for node in guarded(|| Ok(rows(folder.contents_table()))).unwrap_or_default() {
            held += 1;
            if !self.seen.insert(node) {
                self.gap(Reason::Corrupt, "the store shows the same message twice".to_owned(), path)?;
                continue;
            }
            self.message(node, path)?;
        }
        let announced = i64::from(folder.properties().content_count().unwrap_or(0));
        if announced > held {
            self.gap(Reason::MissingMember, format!("the folder announces {announced} messages but holds {held}"), path)?;
        }
        for node in guarded(|| Ok(rows(folder.hierarchy_table()))).unwrap_or_default() {
            if node & 0x1f != NORMAL_FOLDER {
                continue;
            }
            if !self.seen.insert(node) {
                self.gap(Reason::Corrupt, "the store's folders lead in a circle".to_owned(), path)?;
                continue;
            }
            if depth + 1 >= DEEPEST {
                self.gap(Reason::NestingLimit, format!("folders nested more than {DEEPEST} deep are not entered"), path)?;
                continue;
            }
            match guarded(|| self.opened.folder(node)) {
                Ok(inner) => {
                    let name = inner.properties().display_name().unwrap_or_else(|_| format!("folder {node}"));
                    let below = if path.is_empty() { clean(&name) } else { format!("{path}/{}", clean(&name)) };
                    self.folder(inner.as_ref(), &below, depth + 1)?;
                }
                Err(detail) => self.gap(Reason::Corrupt, format!("a folder cannot be read: {detail}"), path)?,
            }
        }
        Ok(())
    }

    fn message(&mut self, node: u32, path: &str) -> Result<(), Failure> {
        self.messages += 1;
        let number = self.messages;
        let place = |subject: &str| {
            let folder = if path.is_empty() { String::new() } else { format!("{path}/") };
            format!("{folder}{number:05} {}", clean(subject)).trim_end().to_owned() + ".eml"
        };
        let found = match guarded(|| self.opened.message(node)) {
            Ok(found) => found,
            Err(detail) => return self.gap(Reason::Corrupt, format!("a message cannot be read: {detail}"), &place("")),
        };
        let mut whole = match guarded(|| Ok(message(found.message.as_ref()))) {
            Ok(whole) => whole,
            Err(detail) => return self.gap(Reason::Crashed, format!("a message cannot be read: {detail}"), &place("")),
        };
        let name = place(whole.properties.text(tag::SUBJECT).unwrap_or(""));
        let page = whole.properties.code_page();
        let mut attached = Vec::new();
        for (index, attachment) in found.attachments.into_iter().enumerate() {
            let attachment = match attachment {
                Ok(attachment) => attachment,
                Err(error) => {
                    self.gap(Reason::Corrupt, format!("an attachment cannot be read: {error}"), &name)?;
                    continue;
                }
            };
            let facts = properties(attachment.properties().iter(), page);
            let named =
                [tag::ATTACH_LONG_FILENAME, tag::ATTACH_FILENAME, tag::DISPLAY_NAME].into_iter().find_map(|id| facts.text(id));
            let file = match named {
                Some(named) => named.to_owned(),
                None => format!("attachment-{}{}", index + 1, facts.text(tag::ATTACH_EXTENSION).unwrap_or(".bin")),
            };
            match attachment.data() {
                Some(AttachmentData::Binary(bytes)) => {
                    attached.push(Attached::File { name: file.clone(), bytes: bytes.buffer().to_vec() })
                }
                Some(AttachmentData::Message(inner)) => {
                    let below: Message = message(inner.as_ref());
                    if !rows(inner.attachment_table()).is_empty() {
                        let detail = format!("attachments of the attached message {file} are not read");
                        self.gap(Reason::Unsupported, detail, &name)?;
                    }
                    attached.push(Attached::Message(eml(&below, &format!("{name}, attachment {file}"), &[], 1, self.sink)?));
                }
                None => {
                    let detail = format!("the message announces the attachment {file} but holds no content for it");
                    self.gap(Reason::MissingMember, detail, &name)?;
                }
            }
            whole.attachments.push(file);
        }
        let bytes = eml(&whole, &name, &attached, 0, self.sink)?;
        self.sink.member(&name, &mut bytes.as_slice())?;
        self.sink.progress()?;
        Ok(())
    }

    fn gap(&mut self, reason: Reason, detail: String, member: &str) -> Result<(), Failure> {
        let gap = Gap::new(reason, detail);
        self.sink.gap(if member.is_empty() { gap } else { gap.member(member) })?;
        Ok(())
    }
}

/// A subject or folder name as one part of a path.
fn clean(name: &str) -> String {
    let words: String =
        name.chars().map(|c| if c.is_control() || matches!(c, '/' | '\\' | ':' | '!') { ' ' } else { c }).collect();
    words
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .take(80)
        .collect::<String>()
        .trim_end_matches(['.', ' '])
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::testing::Collected;

    #[test]
    fn rubbish_behind_the_magic_word_is_told() {
        let mut bytes = b"!BDN".to_vec();
        bytes.extend((0..8192u32).map(|i| (i * 31 % 251) as u8));
        for cut in [4, 12, 100, 564, bytes.len()] {
            let (found, outcome) = Collected::from(crate::extract::extract, "a.pst", &bytes[..cut]);
            assert!(matches!(outcome, Err(Failure::Unreadable(_))), "{cut}");
            assert_eq!(found.format.unwrap().0, PST.media_type);
        }
    }

    #[test]
    fn names_stay_one_part_of_a_path() {
        assert_eq!(clean("RE: ../фактура\u{0}  7!/."), "RE .. фактура 7");
        assert_eq!(clean(&"ж".repeat(500)).chars().count(), 80);
    }
}
