//! Mail as it travels: single messages and mailboxes. Attachments and inner messages are members, never read here.

mod attachment;
mod base64;
mod eml;
mod mbox;
mod uuencode;
mod yenc;

use super::formats::Format;

/// One message (RFC 5322 and MIME).
pub const EML: Format = Format {
    id: "eml",
    name: "Mail message",
    media_type: "message/rfc822",
    extensions: &["eml", "mht", "mhtml"],
    engine: eml::ENGINE,
    read: eml::read,
    reads: "all headers; plain and HTML bodies (the second one where it has other words), in their own charset even where it is declared wrongly; \
            attachments, inner messages and files in uuencode or yEnc as members; Base64 that is not clean (a footer behind it, foreign signs, \
            a missing end) as far as it can be decoded, with its gap (`corrupt`, `truncated`)",
    leaves: "content encrypted with PGP (marked `encrypted`); signatures are not checked",
    locator: "part of the mail",
    limits: "nested deeper than 200 parts: `nesting_limit`",
};

/// A mailbox: every message is a member.
pub const MBOX: Format = Format {
    id: "mbox",
    name: "MBOX mailbox",
    media_type: "application/mbox",
    extensions: &["mbox", "mbx"],
    engine: super::formats::OWN,
    read: mbox::read,
    reads: "every message, as a member `1.eml`, `2.eml`, …; a last message shorter than its `Content-Length` is told (`truncated`)",
    leaves: "a mailbox announces no number of messages, so what is missing behind a clean cut is not seen",
    locator: "the messages have their own",
    limits: "",
};
