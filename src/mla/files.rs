//! The documents of a request as files: the request itself, the sealed annex in a file of its own, the checklist.

use std::fmt;

use super::draft::{self, DraftError, DraftOptions, Layout, Missing};
use super::protected::Protected;
use super::request::Request;
use crate::law::library::Library;
use crate::render::{Document, to_docx, to_html, to_markdown, to_pdf};

/// A kind of file a draft is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Docx,
    Pdf,
    Html,
    Markdown,
}

impl Format {
    pub const ALL: [Format; 4] = [Format::Docx, Format::Pdf, Format::Html, Format::Markdown];

    /// The ending of the file name, which is also the word on the command line.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Docx => "docx",
            Format::Pdf => "pdf",
            Format::Html => "html",
            Format::Markdown => "md",
        }
    }

    /// The format with this ending.
    pub fn from_ending(ending: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.ending() == ending)
    }

    fn write(self, document: &Document) -> Result<Vec<u8>, FilesError> {
        match self {
            Format::Docx => {
                to_docx(document).map_err(|error| FilesError::Written(format!("the DOCX could not be written: {error}")))
            }
            Format::Pdf => to_pdf(document).map_err(|error| FilesError::Written(error.to_string())),
            Format::Html => Ok(to_html(document).into_bytes()),
            Format::Markdown => Ok(to_markdown(document).into_bytes()),
        }
    }
}

/// How the documents are to look.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub formats: Vec<Format>,
    pub language: String,
    pub second_language: Option<String>,
    pub layout: Layout,
    /// Not ready: every page says draft.
    pub watermark: bool,
}

/// One file.
#[derive(Debug, Clone)]
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
    pub part: Part,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Request,
    /// Identities of protected persons: an envelope of its own.
    Sealed,
    /// For the desk; it does not go out.
    Checklist,
}

impl Part {
    pub fn word(self) -> &'static str {
        match self {
            Part::Request => "request",
            Part::Sealed => "sealed",
            Part::Checklist => "checklist",
        }
    }
}

/// Why there are no files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilesError {
    Draft(DraftError),
    Written(String),
}

impl fmt::Display for FilesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FilesError::Draft(error) => error.fmt(f),
            FilesError::Written(error) => f.write_str(error),
        }
    }
}

impl std::error::Error for FilesError {}

/// Draft a request in every format wanted. `stem` begins the file names.
///
/// # Errors
/// What [`draft::build`] refuses, or a document that cannot be set.
pub fn files(
    request: &Request,
    library: &Library,
    protected: &[Protected],
    wanted: &Wanted,
    stem: &str,
) -> Result<(Vec<File>, Vec<Missing>), FilesError> {
    let drafted = draft::build(request, Some(library), &options(protected, wanted)).map_err(FilesError::Draft)?;
    let mut files = Vec::new();
    for format in &wanted.formats {
        let mut add = |suffix: &str, document: &Document, part: Part| -> Result<(), FilesError> {
            files.push(File { name: format!("{stem}{suffix}.{}", format.ending()), bytes: format.write(document)?, part });
            Ok(())
        };
        add("", &drafted.request, Part::Request)?;
        if let Some(sealed) = &drafted.sealed {
            add("-sealed", sealed, Part::Sealed)?;
        }
        add("-checklist", &drafted.checklist, Part::Checklist)?;
    }
    Ok((files, drafted.missing))
}

/// Options of a draft, with the protected persons of the case.
pub fn options(protected: &[Protected], wanted: &Wanted) -> DraftOptions {
    DraftOptions {
        language: wanted.language.clone(),
        second_language: wanted.second_language.clone(),
        layout: wanted.layout,
        watermark: wanted.watermark,
        protected: protected.to_vec(),
    }
}
