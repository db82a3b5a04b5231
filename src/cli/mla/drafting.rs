//! What `draft` and `pack` share: the request opened with everything on the desk, the look of a draft, the drafting itself.

use std::path::Path;

use clap::ValueEnum;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::common::{self, Desk};
use crate::cli::{CommandError, Exit, Global};
use crate::law::library::Library;
use crate::mla::checks::Report;
use crate::mla::draft::{DraftError, Layout, Missing};
use crate::mla::files::{File, FilesError, Format, Wanted, files};
use crate::mla::forms::{self, LANGUAGES};
use crate::mla::request::Request;

/// A request file, opened and checked.
pub struct Opened {
    pub request: Request,
    pub library: Library,
    pub desk: Desk,
    /// The day it was judged on.
    pub on: Date,
    pub report: Report,
}

/// Which day a request is judged on, from the request and the day given on the command line.
pub type DayRule = fn(&Request, Option<&str>) -> Result<Date, CommandError>;

impl Opened {
    /// Read and check a request; `day` chooses the day where none is given.
    pub fn new(file: &Path, given: Option<&str>, day: DayRule, global: &Global) -> Result<Opened, CommandError> {
        let (request, source) = common::request(file)?;
        let library = common::library(global)?;
        let desk = common::desk(global)?;
        let on = day(&request, given)?;
        let report = common::checked(&request, Some(&source), file, &library, &desk, on, global)?;
        Ok(Opened { request, library, desk, on, report })
    }

    /// Nothing stands against sending it.
    pub fn ready(&self) -> bool {
        self.report.ready(false) && !self.report.integrity_broken()
    }
}

/// How two languages stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LayoutArg {
    /// Side by side
    TwoColumn,
    /// One after the other
    Sequential,
}

/// The languages and the look.
#[derive(Debug, Clone, clap::Args)]
pub struct Look {
    /// Language of the draft [default: that of the original]
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
    /// A second language in the same document
    #[arg(long, value_name = "TAG")]
    pub second_language: Option<String>,
    #[arg(long, value_enum, default_value_t = LayoutArg::TwoColumn)]
    pub layout: LayoutArg,
}

/// The name of the request file without its ending.
pub fn stem(file: &Path) -> String {
    file.file_stem().map_or_else(|| "request".into(), |stem| stem.to_string_lossy().into_owned())
}

pub fn missing_json(missing: &[Missing]) -> Value {
    missing.iter().map(|one| json!({ "field": one.path, "language": one.language })).collect()
}

/// Draft the files; refusals in plain words.
pub fn drafted(
    opened: &Opened,
    look: &Look,
    formats: Vec<Format>,
    stem: &str,
) -> Result<(Wanted, Vec<File>, Vec<Missing>), CommandError> {
    let Opened { request, library, desk, report, .. } = opened;
    if let Some(finding) =
        report.findings.iter().find(|finding| matches!(finding.id.as_str(), "protected.request_file" | "protected.code"))
    {
        return Err(CommandError::new(Exit::Nothing, format!("no draft: {}", finding.message)).hint(finding.fix.clone()));
    }
    let named: Vec<&str> =
        report.findings.iter().filter(|finding| finding.id == "protected.named").map(|finding| finding.field.as_str()).collect();
    if !named.is_empty() {
        return Err(CommandError::new(Exit::Nothing, format!("no draft: a protected person is named in {}", named.join(", ")))
            .hint("write the code instead; the name belongs only in the person's own block, which feeds the sealed annex"));
    }
    let wanted = Wanted {
        formats,
        language: look.language.clone().unwrap_or_else(|| original(request)),
        second_language: look.second_language.clone(),
        layout: match look.layout {
            LayoutArg::TwoColumn => Layout::TwoColumn,
            LayoutArg::Sequential => Layout::Sequential,
        },
        watermark: !opened.ready(),
    };
    let (files, missing) = files(request, library, &desk.protected, &wanted, stem).map_err(|error| match error {
        FilesError::Draft(error @ (DraftError::ProtectedName(_) | DraftError::PersonsInside)) => {
            CommandError::new(Exit::Nothing, format!("no draft: {error}"))
        }
        FilesError::Draft(error) => CommandError::bad_use(error.to_string()),
        FilesError::Written(error) => CommandError::internal(error),
    })?;
    Ok((wanted, files, missing))
}

/// The language of the original, as the forms name it.
fn original(request: &Request) -> String {
    let tag = request.hdr.languages.original.as_ref().map_or("en", |tag| tag.as_str());
    match tag {
        "sr" => "sr-Latn".into(),
        tag if forms::column(tag).is_some() => tag.into(),
        tag => {
            let base = tag.split('-').next().unwrap_or(tag);
            LANGUAGES.iter().find(|known| **known == base).map_or_else(|| tag.to_string(), |known| (*known).to_string())
        }
    }
}
