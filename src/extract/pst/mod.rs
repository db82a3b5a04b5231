//! Outlook stores (PST, OST): every message of every folder as a mail message of its own, with its attachments inside.
//!
//! The store's layout is read by `outlook-pst`; the messages are put together by [`super::mapi`]. Source: [MS-PST].

mod borrowed;
#[cfg(test)]
mod mending;
mod store;
mod trees;

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use outlook_pst::messaging::attachment::AttachmentData;
use outlook_pst::messaging::folder::Folder;

use super::formats::Format;
use super::mapi::{Attached, Message, eml, tag};
use super::{Failure, Gap, Input, Meta, Options, Reason, Sink};
use store::{Opened, message, properties, rows};
use trees::{Fault, Trees};

const ENGINE: &str = "outlook-pst 1.2.0";

/// The row of the table of formats.
pub(crate) static PST: Format = Format {
    id: "pst",
    name: "Outlook store (PST, OST)",
    media_type: "application/vnd.ms-outlook-pst",
    extensions: &["pst", "ost"],
    engine: ENGINE,
    read,
    reads: "every message, appointment and contact of every folder as a mail message of its own, under its folder's path, with attachments and attached messages; folders that announce more messages than they hold are named (`missing_member`)",
    leaves: "deleted items that no folder shows, names of properties that only one store knows, attachments of attached messages",
    locator: "each message is a document of its own",
    limits: "folders nested more than 64 deep are not entered",
};

/// Folders below this depth are not entered.
const DEEPEST: usize = 64;
/// Folder types that hold messages ([MS-PST] 2.2.2.1): search folders only show what others hold.
const NORMAL_FOLDER: u32 = 0x02;
/// Nodes every store has ([MS-PST] 2.4.1).
const MESSAGE_STORE: u32 = 0x21;
const ROOT_FOLDER: u32 = 0x122;
/// Node types of a folder's tables of folders and messages.
const HIERARCHY_TABLE: u32 = 0x0d;
const CONTENTS_TABLE: u32 = 0x0e;

fn read(input: &Input, _options: &Options, sink: &mut dyn Sink) -> Result<(), Failure> {
    sink.format(PST.media_type, ENGINE)?;
    let endless = |fault: Fault| Failure::because(Reason::Corrupt, format!("the store cannot be opened: {}", fault.tells()));
    // A header or tree that is broken otherwise is the library's to tell.
    let trees = match Trees::read(input.bytes) {
        Some(Err(fault @ (Fault::Circle | Fault::TooLarge))) => return Err(endless(fault)),
        Some(Ok(trees)) => Some(trees),
        Some(Err(Fault::Broken)) | None => None,
    };
    for node in [MESSAGE_STORE, ROOT_FOLDER] {
        trees.as_ref().map_or(Ok(()), |trees| trees.check(node)).map_err(endless)?;
    }
    let loan = borrowed::lend(input.bytes);
    let opened = guarded(|| Opened::open(&loan)).map_err(|detail| because(&detail))?;
    let root = guarded(|| opened.root()).map_err(|detail| because(&detail))?;
    let mut walk = Walk { opened: &opened, trees, seen: HashSet::from([ROOT_FOLDER]), messages: 0, folders: 0, sink };
    walk.folder(root.as_ref(), ROOT_FOLDER, "", 0)?;
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
    trees: Option<Trees<'w>>,
    /// Folders and messages that were visited: a damaged or hostile store may lead in a circle.
    seen: HashSet<u32>,
    messages: u64,
    folders: u64,
    sink: &'w mut dyn Sink,
}

impl Walk<'_> {
    /// What keeps the library from following a node to its end.
    fn fault(&self, node: u32) -> Option<&'static str> {
        self.trees.as_ref()?.check(node).err().map(Fault::tells)
    }

    /// The rows of one of a folder's tables.
    fn table(&mut self, folder: &dyn Folder, node: u32, kind: u32, path: &str) -> Result<Vec<u32>, Failure> {
        if let Some(fault) = self.fault(node & !0x1f | kind) {
            self.gap(Reason::Corrupt, format!("a table of the folder cannot be read: {fault}"), path)?;
            return Ok(Vec::new());
        }
        let table = || Ok(rows(if kind == CONTENTS_TABLE { folder.contents_table() } else { folder.hierarchy_table() }));
        Ok(guarded(table).unwrap_or_default())
    }

    fn folder(&mut self, folder: &dyn Folder, number: u32, path: &str, depth: usize) -> Result<(), Failure> {
        self.folders += 1;
        let mut held = 0i64;
        for node in self.table(folder, number, CONTENTS_TABLE, path)? {
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
        for node in self.table(folder, number, HIERARCHY_TABLE, path)? {
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
            if let Some(fault) = self.fault(node) {
                self.gap(Reason::Corrupt, format!("a folder cannot be read: {fault}"), path)?;
                continue;
            }
            match guarded(|| self.opened.folder(node)) {
                Ok(inner) => {
                    let name = inner.properties().display_name().unwrap_or_else(|_| format!("folder {node}"));
                    let below = if path.is_empty() { clean(&name) } else { format!("{path}/{}", clean(&name)) };
                    self.folder(inner.as_ref(), node, &below, depth + 1)?;
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
        if let Some(fault) = self.fault(node) {
            return self.gap(Reason::Corrupt, format!("a message cannot be read: {fault}"), &place(""));
        }
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

    fn fixture(name: &str) -> Collected {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
        let (mut found, outcome) = Collected::from(read, name, &std::fs::read(file).unwrap());
        if let Err(Failure::Unreadable(gap)) = outcome {
            found.gaps.push(gap);
        }
        found
    }

    #[test]
    fn a_store_is_read_folder_by_folder() {
        let found = fixture("reading/outlook/whole.pst");
        let names: Vec<&str> = found.members.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "Vrh/Prijem/00001 Ključevi od magacina.eml",
                "Vrh/Prijem/00002 Договор за складиштето.eml",
                "Vrh/Poslato/00003 Re Ključevi od magacina.eml"
            ]
        );
        assert!(found.gaps.is_empty(), "{:?}", found.gaps);
    }

    /// What leads in a circle is told; what does not is read.
    #[test]
    fn trees_that_lead_in_a_circle() {
        let folders = fixture("reading/outlook/circle-folders.pst");
        assert!(folders.gaps[0].detail.contains("folders lead in a circle"), "{:?}", folders.gaps);
        assert_eq!(folders.members.len(), 1);
        for pages in ["nodes", "blocks"] {
            let found = fixture(&format!("reading/outlook/circle-{pages}.pst"));
            assert_eq!(found.gaps[0].reason, Reason::Corrupt);
            assert!(found.gaps[0].detail.contains("in a circle") && found.members.is_empty(), "{:?}", found.gaps);
        }
        for inside in ["data", "data-2", "below"] {
            let found = fixture(&format!("reading/outlook/circle-{inside}.pst"));
            let told: Vec<_> = found.gaps.iter().map(|gap| (gap.reason, gap.member.as_deref())).collect();
            assert_eq!(told, [(Reason::Corrupt, Some("Vrh/Prijem/00001.eml"))], "{:?}", found.gaps);
            assert!(found.gaps[0].detail.contains("in a circle"));
            assert_eq!(found.members[0].0, "Vrh/Prijem/00002 Ispravna poruka.eml");
        }
    }

    #[test]
    fn names_stay_one_part_of_a_path() {
        assert_eq!(clean("RE: ../фактура\u{0}  7!/."), "RE .. фактура 7");
        assert_eq!(clean(&"ж".repeat(500)).chars().count(), 80);
    }

    #[test]
    fn a_folder_that_announces_more_messages_than_it_holds() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/reading/outlook/whole.pst");
        let mut store = std::fs::read(path).unwrap();
        let sums = mending::sums(&store);
        // The inbox's PidTagContentCount: its number and type, and two for its two messages.
        let at = crate::extract::sniff::find(&store, &[0x02, 0x36, 0x03, 0, 2, 0, 0, 0]).unwrap();
        mending::bend(&mut store, &sums, &[(u16::try_from(at + 4).unwrap(), 7)]);
        let (found, outcome) = Collected::from(read, "a.pst", &store);
        assert!(outcome.is_ok() && found.members.len() == 3, "{outcome:?}");
        let [gap] = found.gaps.as_slice() else { panic!("{:?}", found.gaps) };
        assert_eq!((gap.reason, gap.member.as_deref()), (Reason::MissingMember, Some("Vrh/Prijem")));
        assert_eq!(gap.detail, "the folder announces 7 messages but holds 2");
    }

    /// Of the sums of a whole store those of the header, of pages and of blocks are found.
    #[test]
    fn sums_of_a_store_are_found_and_made_right() {
        let store =
            std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/reading/outlook/whole.pst")).unwrap();
        let sums = mending::sums(&store);
        assert!(sums.len() > 10, "{}", sums.len());
        let mut same = store.clone();
        mending::bend(&mut same, &sums, &[]);
        assert!(same == store);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(96))]
        /// Bytes changed behind checksums that are right: read or refused, nothing else.
        #[test]
        fn a_store_bent_behind_its_checksums(changes in proptest::collection::vec((0u16..27_136, proptest::prelude::any::<u8>()), 1..12)) {
            let mut store = std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/reading/outlook/whole.pst")).unwrap();
            let sums = mending::sums(&store);
            mending::bend(&mut store, &sums, &changes);
            let (found, outcome) = Collected::from(read, "a.pst", &store);
            if let Err(Failure::Unreadable(gap)) = outcome {
                proptest::prop_assert!(!gap.detail.is_empty());
            }
            proptest::prop_assert!(found.members.iter().all(|(name, _)| !name.is_empty()));
        }
    }
}
