//! `rogatory mla draft`: the documents of a request.

use std::path::PathBuf;

use serde_json::json;

use super::basis::wrap;
use super::common;
use super::drafting::{Look, Opened, drafted, missing_json, stem};
use crate::cli::output::{Format as View, harmless, print, print_json};
use crate::cli::{CommandError, Exit, Global, Outcome};
use crate::mla::checks::Report;
use crate::mla::draft::Missing;
use crate::mla::files::{Format, Wanted};
use crate::mla::forms;
use crate::mla::request::Request;
use crate::mla::rules::Severity;

/// Draft a request: DOCX with content controls, PDF/A, HTML, Markdown. What is not ready bears a watermark.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  rogatory mla draft request.toml --to docx,pdf --out drafts\n  \
    rogatory mla draft request.toml --language sr-Cyrl --second-language de --layout sequential --out cirilica\n\n\
    Exit code 0 drafted and ready, 3 drafted with a watermark or with texts missing, 1 refused (a protected name, persons inside a delivery).")]
pub struct Args {
    /// The request
    #[arg(value_name = "FILE.toml")]
    file: PathBuf,
    /// Formats: docx, pdf, html, md
    #[arg(long, value_name = "FORMATS", value_delimiter = ',', default_value = "docx,pdf")]
    to: Vec<String>,
    #[command(flatten)]
    look: Look,
    /// Folder for the files
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
    /// Write over drafts that were changed since
    #[arg(long)]
    force: bool,
    /// The day that counts for the check [default: the day the request bears, so that the same request gives the same files]
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let opened = Opened::new(&args.file, args.on.as_deref(), common::day_of, global)?;
    let Opened { request, on, report, .. } = &opened;
    let mut formats = Vec::new();
    for given in &args.to {
        let format = Format::from_ending(given.trim())
            .ok_or_else(|| common::unknown("format", given, Format::ALL.iter().map(|format| format.ending())))?;
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    let stem = stem(&args.file);
    let (wanted, files, missing) = drafted(&opened, &args.look, formats, &stem)?;
    std::fs::create_dir_all(&args.out)
        .map_err(|error| CommandError::internal(format!("cannot create {}: {}", args.out.display(), common::io(&error))))?;
    if !args.force {
        for file in &files {
            let path = args.out.join(&file.name);
            if std::fs::read(&path).is_ok_and(|known| known != file.bytes) {
                return Err(CommandError::bad_use(format!(
                    "{} is there with other content; nothing was written",
                    path.display()
                ))
                .hint("`rogatory mla read` takes changes of a DOCX back into the request; --force writes over it"));
            }
        }
    }
    for file in &files {
        common::write(&args.out.join(&file.name), &file.bytes)?;
    }
    let ready = opened.ready();
    match global.format() {
        View::Json | View::Ndjson => print_json(&json!({
            "schema": "rogatory.mla_draft/1", "ready": ready, "watermark": wanted.watermark, "language": wanted.language,
            "second_language": wanted.second_language,
            "files": files.iter().map(|file| json!({ "path": args.out.join(&file.name), "part": file.part.word(), "bytes": file.bytes.len() })).collect::<Vec<_>>(),
            "missing": missing_json(&missing),
        })),
        _ => {
            for file in &files {
                print(&format!("{}\n", args.out.join(&file.name).display()));
            }
            if !global.quiet {
                if args.on.is_none() && request.hdr.date.is_some() {
                    print(&wrap(
                        &format!("Judged for {on}, the day the request bears; `rogatory mla check` judges for today."),
                        "  ",
                    ));
                }
                print(&said(request, report, &wanted, &missing));
            }
        }
    }
    Ok(if ready && missing.iter().all(|one| one.language.is_none()) { Exit::Done } else { Exit::Gaps })
}

fn said(request: &Request, report: &Report, wanted: &Wanted, missing: &[Missing]) -> String {
    let mut text = String::new();
    if wanted.watermark {
        let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        text.push_str(&wrap(
            &format!("Not ready ({errors} errors): every page bears a watermark. `rogatory mla check` says what is missing."),
            "  ",
        ));
    }
    let translations: Vec<String> =
        missing.iter().filter_map(|one| one.language.as_ref().map(|tag| format!("{} ({tag})", one.path))).collect();
    if !translations.is_empty() {
        text.push_str(&wrap(&format!("Not translated, and marked in the draft: {}", translations.join(", ")), "  "));
    }
    let unreviewed: Vec<&str> = std::iter::once(wanted.language.as_str())
        .chain(wanted.second_language.as_deref())
        .filter(|tag| !forms::reviewed(tag))
        .collect();
    if !unreviewed.is_empty() {
        text.push_str(&wrap(
            &format!("Our words in {} were not yet confirmed by a jurist: read them before signature.", unreviewed.join(" and ")),
            "  ",
        ));
    }
    if request.persons.iter().any(|person| person.is_protected()) {
        text.push_str("The sealed annex holds identities: send it in an envelope of its own.\n");
    }
    harmless(&text, true)
}
