//! Folders, messages and attachments of a store, whichever of its two layouts it has.

use std::io;
use std::rc::Rc;

use outlook_pst::ltp::prop_context::PropertyValue;
use outlook_pst::ltp::table_context::TableContext;
use outlook_pst::messaging::attachment::{AnsiAttachment, Attachment, UnicodeAttachment};
use outlook_pst::messaging::folder::Folder;
use outlook_pst::messaging::message::{AnsiMessage, Message as Stored, UnicodeMessage};
use outlook_pst::messaging::store::{AnsiStore, EntryId, Store, UnicodeStore};
use outlook_pst::ndb::node_id::NodeId;
use outlook_pst::{AnsiPstFile, UnicodePstFile};

use super::borrowed::Loan;
use crate::extract::codepage;
use crate::extract::mapi::{Message, Properties, Value, filetime, tag};

/// An opened store.
pub(super) enum Opened {
    Unicode(Rc<UnicodeStore>),
    Ansi(Rc<AnsiStore>),
}

/// A message as the store keeps it, with the handles of its attachments.
pub(super) struct Found {
    pub message: Rc<dyn Stored>,
    pub attachments: Vec<io::Result<Rc<dyn Attachment>>>,
}

impl Opened {
    pub(super) fn open(loan: &Loan<'_>) -> io::Result<Opened> {
        match UnicodePstFile::read_from(Box::new(loan.reader())) {
            Ok(file) => Ok(Opened::Unicode(UnicodeStore::read(Rc::new(file))?)),
            Err(wide) => match AnsiPstFile::read_from(Box::new(loan.reader())) {
                Ok(file) => Ok(Opened::Ansi(AnsiStore::read(Rc::new(file))?)),
                Err(_) => Err(wide),
            },
        }
    }

    fn store(&self) -> &dyn Store {
        match self {
            Opened::Unicode(store) => store.as_ref(),
            Opened::Ansi(store) => store.as_ref(),
        }
    }

    /// The folder above all others ([MS-PST] 2.4.1, NID_ROOT_FOLDER), else the one that mail programs show.
    pub(super) fn root(&self) -> io::Result<Rc<dyn Folder>> {
        let store = self.store();
        let root = store.properties().make_entry_id(NodeId::from(0x122)).and_then(|id| store.open_folder(&id));
        root.or_else(|_| store.open_folder(&store.properties().ipm_sub_tree_entry_id()?))
    }

    pub(super) fn folder(&self, node: u32) -> io::Result<Rc<dyn Folder>> {
        self.store().open_folder(&self.entry(node)?)
    }

    fn entry(&self, node: u32) -> io::Result<EntryId> {
        self.store().properties().make_entry_id(NodeId::from(node))
    }

    pub(super) fn message(&self, node: u32) -> io::Result<Found> {
        let id = self.entry(node)?;
        Ok(match self {
            Opened::Unicode(store) => {
                let message = UnicodeMessage::read(store.clone(), &id, None)?;
                let attachments = nodes(message.attachment_table())
                    .into_iter()
                    .map(|node| UnicodeAttachment::read(message.clone(), node, None).map(|found| found as Rc<dyn Attachment>))
                    .collect();
                Found { message, attachments }
            }
            Opened::Ansi(store) => {
                let message = AnsiMessage::read(store.clone(), &id, None)?;
                let attachments = nodes(message.attachment_table())
                    .into_iter()
                    .map(|node| AnsiAttachment::read(message.clone(), node, None).map(|found| found as Rc<dyn Attachment>))
                    .collect();
                Found { message, attachments }
            }
        })
    }
}

fn nodes(table: Option<&Rc<dyn TableContext>>) -> Vec<NodeId> {
    table.map(|table| table.rows_matrix().map(|row| NodeId::from(u32::from(row.id()))).collect()).unwrap_or_default()
}

/// Rows of a table of folders or messages, as node numbers.
pub(super) fn rows(table: Option<&Rc<dyn TableContext>>) -> Vec<u32> {
    table.map(|table| table.rows_matrix().map(|row| u32::from(row.id())).collect()).unwrap_or_default()
}

/// A stored message in this program's own model.
pub(super) fn message(stored: &dyn Stored) -> Message {
    let mut message = Message { properties: properties(stored.properties().iter(), None), ..Message::default() };
    // [MS-PST] 2.5.3.1.1.1: a subject may begin with a mark and the length of its prefix ("RE: ").
    let subject = message.properties.text(tag::SUBJECT).map(str::to_owned);
    if let Some(rest) = subject.as_deref().and_then(|subject| subject.strip_prefix('\u{1}')) {
        let rest: String = rest.chars().skip(1).collect();
        message.properties.set(tag::SUBJECT, Value::Text(rest));
    }
    let page = message.properties.code_page();
    if let Some(table) = stored.recipient_table() {
        let context = table.context();
        for row in table.rows_matrix().take(50_000) {
            let Ok(values) = row.columns(context) else { continue };
            let values: Vec<(u16, PropertyValue)> = context
                .columns()
                .iter()
                .zip(values)
                .filter_map(|(column, value)| {
                    Some((column.prop_id(), table.read_column(value.as_ref()?, column.prop_type()).ok()?))
                })
                .collect();
            message.recipients.push(properties(values.iter().map(|(id, value)| (id, value)), page));
        }
    }
    message
}

/// Stored properties in this program's own model.
pub(super) fn properties<'v>(values: impl Iterator<Item = (&'v u16, &'v PropertyValue)>, page: Option<u16>) -> Properties {
    let mut found = Properties::default();
    let mut narrow: Vec<(u16, &[u8])> = Vec::new();
    for (id, value) in values {
        let value = match value {
            PropertyValue::Unicode(text) => Value::Text(String::from_utf16_lossy(text.buffer())),
            PropertyValue::String8(text) => {
                narrow.push((*id, text.buffer()));
                continue;
            }
            PropertyValue::Binary(bytes) => Value::Bytes(bytes.buffer().to_vec()),
            PropertyValue::Integer16(number) => Value::Number(i64::from(*number)),
            PropertyValue::Integer32(number) => Value::Number(i64::from(*number)),
            PropertyValue::Integer64(number) => Value::Number(*number),
            PropertyValue::Boolean(yes) => Value::Number(i64::from(*yes)),
            PropertyValue::Time(ticks) => match u64::try_from(*ticks).ok().and_then(filetime) {
                Some(time) => Value::Time(time),
                None => continue,
            },
            _ => continue,
        };
        put(&mut found, *id, value);
    }
    // 8-bit strings need the code page, which is a property among the others.
    let page = found.code_page().or(page);
    for (id, bytes) in narrow {
        let bytes = bytes.strip_suffix(&[0]).unwrap_or(bytes);
        let text = match page {
            Some(page) => codepage::decode(bytes, page).0,
            None => codepage::guess(bytes),
        };
        put(&mut found, id, Value::Text(text));
    }
    found
}

/// Properties from 0x8000 on have names that only the store knows: their values are kept under their number.
fn put(found: &mut Properties, id: u16, value: Value) {
    if id < 0x8000 {
        found.set(id, value);
        return;
    }
    let text = match value {
        Value::Text(text) => text.trim_end_matches('\0').trim().to_owned(),
        Value::Time(time) => time,
        _ => return,
    };
    if !text.is_empty() {
        found.named.push((format!("property {id:04x}"), text));
    }
}
