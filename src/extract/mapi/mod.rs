//! Messages in Microsoft's property model, wherever they are kept: MSG files, PST stores, TNEF attachments.
//!
//! The readers of those containers load [`Properties`]; this module turns them into units and facts.
//!
//! Source: [MS-OXPROPS] (tags), [MS-OXCMSG] (messages), [MS-OXRTFCP] (compressed RTF).

mod compressed_rtf;
mod eml;
mod message;
mod properties;

pub(crate) use compressed_rtf::decompress;
pub(crate) use eml::{Attached, eml};
pub(crate) use message::Message;
pub(crate) use properties::{Properties, Value, filetime, tag};
