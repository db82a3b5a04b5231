//! What reading a file yields: units of text with a locator, members, gaps, and facts about the document.

use serde::{Deserialize, Serialize};

use super::Reason;

/// Where in a document a unit stands, of the kind its format really has. A DOCX has no fixed pages, so it is cited by paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Locator {
    /// PDF, TIFF, OCR. `number` counts from 1 in file order; `printed` is the page's own label where it differs ("iv").
    Page {
        number: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        printed: Option<String>,
    },
    /// DOCX, ODT, RTF, TXT: first paragraph of the unit, and the last where it has several; with the heading above it.
    Paragraph {
        number: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        last: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        heading: Option<String>,
    },
    /// A slide of a presentation.
    Slide { number: u32 },
    /// A sheet and the cells the unit covers, "A1:F20".
    SheetRange { sheet: String, range: String },
    /// A part of a mail: headers, body, a note on an attachment.
    MailPart { number: u32, name: String },
    /// One entry of a chat, call list or phone report. `time` is RFC 3339 with offset where the source knows the zone, else local without offset.
    Message {
        number: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        time: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sender: Option<String>,
    },
    /// Rows of a CSV or of a database table, counted from 1 without the header.
    Row {
        first: u64,
        last: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        table: Option<String>,
    },
    /// Lines of a log, counted from 1.
    Line { first: u64, last: u64 },
    /// An element of HTML or XML, counted in document order, with a short path (`html/body/table[2]`).
    Element { number: u32, path: String },
    /// A picture.
    Image { number: u32 },
}

impl Locator {
    /// The short label that stands in tables and citations: "p. 3", "¶ 12", "Sheet1!A1:F20".
    pub fn label(&self) -> String {
        match self {
            Locator::Page { number, printed: None } => format!("p. {number}"),
            Locator::Page { number, printed: Some(label) } => format!("p. {number} (printed {label})"),
            Locator::Paragraph { number, last: Some(last), .. } if last > number => format!("¶ {number}–{last}"),
            Locator::Paragraph { number, .. } => format!("¶ {number}"),
            Locator::Slide { number } => format!("slide {number}"),
            Locator::SheetRange { sheet, range } => format!("{sheet}!{range}"),
            Locator::MailPart { number, name } => format!("part {number} ({name})"),
            Locator::Message { number, time: Some(time), .. } => format!("message {number}, {time}"),
            Locator::Message { number, .. } => format!("message {number}"),
            Locator::Row { first, last, table } => {
                let rows = if first == last { format!("row {first}") } else { format!("rows {first}–{last}") };
                table.as_ref().map_or(rows.clone(), |table| format!("{table}, {rows}"))
            }
            Locator::Line { first, last } if first == last => format!("line {first}"),
            Locator::Line { first, last } => format!("lines {first}–{last}"),
            Locator::Element { number, .. } => format!("element {number}"),
            Locator::Image { number } => format!("image {number}"),
        }
    }

    /// The number `--page N` means, for locators that have pages or slides.
    pub fn page(&self) -> Option<u32> {
        match self {
            Locator::Page { number, .. } | Locator::Slide { number } | Locator::Image { number } => Some(*number),
            _ => None,
        }
    }

    /// The locator as JSON users see it: its own fields and `label`.
    pub fn to_json(&self) -> serde_json::Value {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        if let Some(map) = value.as_object_mut() {
            map.insert("label".into(), self.label().into());
        }
        value
    }
}

/// Below this mean confidence (percent) of its words a recognised page is doubtful: reported as `ocr_low_confidence`, found by
/// `part:ocr_low_confidence`.
pub const LOW_CONFIDENCE: f32 = 60.0;

/// Which layer of the document a text belongs to. Everything but `Body` is labelled wherever it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Body,
    Header,
    Footer,
    Footnote,
    Comment,
    /// Text struck out by tracked changes, still in the file.
    Deleted,
    /// Speaker notes.
    Notes,
    /// Hidden sheets, rows, slides, text.
    Hidden,
    Annotation,
    FormField,
    /// Title, author, EXIF and the like, where they are worth searching.
    Metadata,
    /// Text recognised in a picture.
    Ocr,
}

/// One unit of text: a page, a run of paragraphs, a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    pub locator: Locator,
    pub part: Part,
    /// The text in reading order, paragraphs parted by '\n'. Never normalised or folded.
    pub text: String,
    /// Name and version of the reader that produced this text ("hayro 0.9.0").
    pub engine: String,
    /// Mean word confidence of OCR in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
    /// For chat messages, calls and other dated entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<Box<Entry>>,
}

/// Facts of one chat message, call or phone-report entry.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// RFC 3339; without offset where the source does not tell the zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// Zone as the source names it ("UTC+1", "Europe/Belgrade"); the offset where it writes no more than that ("+01:00").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receivers: Vec<String>,
    /// "incoming", "outgoing", "missed" as the source says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u64>,
    /// Coordinates or a place name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Number of the device (3GPP TS 23.003, IMEI), as the source writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imei: Option<String>,
    /// Number of the subscriber's card (3GPP TS 23.003, IMSI), as the source writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imsi: Option<String>,
    /// Path of the source file inside the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Names of media files this entry refers to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<String>,
}

/// Facts about the whole document, as the file states them. Empty means the file does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Meta {
    pub title: Option<String>,
    pub author: Option<String>,
    /// RFC 3339 of the document itself (mail date, PDF creation, EXIF), never the file system's.
    pub date: Option<String>,
    pub subject: Option<String>,
    pub from: Vec<String>,
    pub to: Vec<String>,
    pub cc: Vec<String>,
    pub bcc: Vec<String>,
    pub message_id: Option<String>,
    pub in_reply_to: Option<String>,
    /// Anything else worth keeping, in the file's own names.
    pub extra: Vec<(String, String)>,
}

/// Something that could not be read, and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    pub reason: Reason,
    /// One plain sentence for a person.
    pub detail: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locator: Option<Locator>,
    /// Name of the member the gap is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
}

impl Gap {
    /// A gap that concerns the whole document.
    pub fn new(reason: Reason, detail: impl Into<String>) -> Gap {
        Gap { reason, detail: detail.into(), locator: None, member: None }
    }

    /// What an interrupted read says: the gap that a reader wrapped into the error, otherwise `corrupt` with the error's text.
    pub fn from_io(error: &std::io::Error) -> Gap {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Gap>()) {
            Some(gap) => gap.clone(),
            None => Gap::new(Reason::Corrupt, error.to_string()),
        }
    }

    /// The gap as an I/O error, for the content of a member that ends too early.
    pub fn into_io(self) -> std::io::Error {
        std::io::Error::other(self)
    }

    /// The same gap, about this member.
    pub fn member(self, name: &str) -> Gap {
        Gap { member: Some(name.to_owned()), ..self }
    }

    /// A gap at one place.
    pub fn at(reason: Reason, locator: Locator, detail: impl Into<String>) -> Gap {
        Gap { reason, detail: detail.into(), locator: Some(locator), member: None }
    }
}

impl std::fmt::Display for Gap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.reason, self.detail)
    }
}

impl std::error::Error for Gap {}
