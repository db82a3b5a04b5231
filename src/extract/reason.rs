//! Why something could not be read: the one list of reason codes, used in the record, in every coverage statement and in the docs.

use serde::{Deserialize, Serialize};

/// Why a document, or a part of it, is not searchable. One document may carry several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A password is needed.
    Encrypted,
    /// The bytes do not follow the format they claim.
    Corrupt,
    /// No reader for this format.
    Unsupported,
    /// A picture of text that no OCR has looked at.
    NotOcred,
    /// OCR ran; its own confidence is low.
    OcrLowConfidence,
    /// OCR was tried and failed.
    OcrFailed,
    /// There is a text layer, but it is probably not what the eye sees.
    TextUnreliable,
    /// The file ends before its own structure does.
    Truncated,
    /// Nested deeper than the limit.
    NestingLimit,
    /// Larger than the output or input limit.
    SizeLimit,
    /// The reader was stopped by its time limit.
    TimeLimit,
    /// The reader was stopped by its memory limit.
    MemoryLimit,
    /// The reader crashed.
    Crashed,
    /// A container announces a member that was not found in it, or a chat a file that does not lie beside it.
    MissingMember,
    /// The file could not be opened or read.
    IoError,
}

impl Reason {
    /// Every reason, in the order of the documentation.
    pub const ALL: [Reason; 15] = [
        Reason::Encrypted,
        Reason::Corrupt,
        Reason::Unsupported,
        Reason::NotOcred,
        Reason::OcrLowConfidence,
        Reason::OcrFailed,
        Reason::TextUnreliable,
        Reason::Truncated,
        Reason::NestingLimit,
        Reason::SizeLimit,
        Reason::TimeLimit,
        Reason::MemoryLimit,
        Reason::Crashed,
        Reason::MissingMember,
        Reason::IoError,
    ];

    /// The code as scripts see it.
    pub fn code(self) -> &'static str {
        match self {
            Reason::Encrypted => "encrypted",
            Reason::Corrupt => "corrupt",
            Reason::Unsupported => "unsupported",
            Reason::NotOcred => "not_ocred",
            Reason::OcrLowConfidence => "ocr_low_confidence",
            Reason::OcrFailed => "ocr_failed",
            Reason::TextUnreliable => "text_unreliable",
            Reason::Truncated => "truncated",
            Reason::NestingLimit => "nesting_limit",
            Reason::SizeLimit => "size_limit",
            Reason::TimeLimit => "time_limit",
            Reason::MemoryLimit => "memory_limit",
            Reason::Crashed => "crashed",
            Reason::MissingMember => "missing_member",
            Reason::IoError => "io_error",
        }
    }

    /// The reason with this code, if there is one.
    pub fn from_code(code: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|r| r.code() == code)
    }

    /// What to do about it, in a few words a clerk can act on.
    pub fn remedy(self) -> &'static str {
        match self {
            Reason::Encrypted => "put the password into a file and pass it with --password-file",
            Reason::Corrupt => "ask the source for an intact copy",
            Reason::Unsupported => "open it in its own program and save it as PDF or text",
            Reason::NotOcred => "install tesseract and run index --ocr auto --retry-failed",
            Reason::OcrLowConfidence => "read the page by eye, or ask for a better scan",
            Reason::OcrFailed => "read the page by eye, or ask for a better scan",
            Reason::TextUnreliable => {
                "compare it with the original; for pages run index --ocr force, for dates of chats and tables write calls.toml"
            }
            Reason::Truncated => "ask the source for the whole file",
            Reason::NestingLimit => "unpack the inner archive by hand and index it",
            Reason::SizeLimit => "split the file, or raise the limit",
            Reason::TimeLimit => "run index --retry-failed with a larger --timeout",
            Reason::MemoryLimit => "run index --retry-failed with a larger --memory",
            Reason::Crashed => "open it in its own program and save it as PDF or text",
            Reason::MissingMember => "ask the source whether the export was complete",
            Reason::IoError => "check the disk and the permissions, then run index --retry-failed",
        }
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Reason;

    #[test]
    fn the_page_of_reasons_lists_every_code_and_its_remedy() {
        let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/exit-codes.md");
        let page = std::fs::read_to_string(page).expect("docs/exit-codes.md");
        for reason in Reason::ALL {
            let row = page.lines().find(|line| line.starts_with(&format!("| `{}` |", reason.code())));
            assert!(row.is_some_and(|row| row.ends_with(&format!("| {} |", reason.remedy()))), "{reason} is missing or stale");
        }
    }
}
