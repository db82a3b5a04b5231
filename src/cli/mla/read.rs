//! `rogatory mla read`: an edited draft back into the request.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::basis::wrap;
use super::{check, common};
use crate::cli::output::{Format, harmless, print, print_json};
use crate::cli::{CommandError, Exit, Global, Outcome};
use crate::mla::files::{Wanted, options};
use crate::mla::outside::Outside;
use crate::mla::read_back::{Change, ReadBack, read_back};
use crate::mla::request::{Request, Source};

/// Take an edited DOCX (saved by Word or LibreOffice) back into the request by its content controls, show what changed, and check again.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  rogatory mla read drafts/request.docx --request request.toml\n  rogatory mla read request.docx --dry-run\n\n\
    Exit codes are those of `mla check` for the request as it is afterwards; 3 if a change was not taken, if fields are gone (then nothing is taken without --anyway), or if a change stands outside the \
    fields, where it belongs to nothing in the request: it is shown, to be written there by hand."
)]
pub struct Args {
    /// The edited draft
    #[arg(value_name = "FILE.docx")]
    file: PathBuf,
    /// The request it was drafted from [default: the same name with .toml, beside it or here]
    #[arg(long, value_name = "FILE.toml")]
    request: Option<PathBuf>,
    /// Show what would change, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Take changes although fields of the draft are gone, or it looks like the draft of another request
    #[arg(long)]
    anyway: bool,
    /// The day that counts for the check [default: today, or the day the request bears if that is still to come]
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let path = request_of(&args)?;
    let (request, source) = common::request(&path)?;
    let docx = std::fs::read(&args.file)
        .map_err(|error| CommandError::bad_use(format!("cannot read {}: {}", args.file.display(), common::io(&error))))?;
    let library = common::library(global)?;
    let desk = common::desk(global)?;
    let protected = options(&desk.protected, &Wanted::default()).protected;
    let mut back = read_back(&docx, source.text(), &request, &library, protected)
        .map_err(|message| CommandError::bad_use(format!("{}: {message}", args.file.display())))?;
    if let Some(why) = doubt(&back).filter(|_| !args.anyway) {
        if back.of_another_request() {
            return Err(CommandError::bad_use(format!("{}: {why}", args.file.display())));
        }
        for change in back.changes.iter_mut().filter(|change| change.taken.is_ok()) {
            change.taken = Err("fields of the draft are gone; --anyway takes what is left".into());
        }
        back.toml = source.text().to_string();
    }
    let taken = back.changes.iter().filter(|change| change.taken.is_ok()).count();
    let refused = back.changes.len() - taken;
    if taken > 0 && !args.dry_run {
        common::write(&path, back.toml.as_bytes())?;
    }
    let request = Request::parse(&back.toml).map_err(|mistake| CommandError::internal(mistake.to_string()))?;
    let source = Source::new(back.toml.clone());
    let on = common::day_it_goes(&request, args.on.as_deref())?;
    let report = common::checked(&request, Some(&source), &path, &library, &desk, on, global)?;
    match global.format() {
        Format::Json | Format::Ndjson => print_json(&json!({
            "schema": "rogatory.mla_read/1", "request": path, "controls": back.controls, "by_bookmark": back.by_bookmark, "unknown": back.unknown, "vanished": back.vanished, "written": taken > 0 && !args.dry_run,
            "outside": { "added": back.outside.added, "removed": back.outside.removed },
            "changes": back.changes.iter().map(|change| json!({
                "field": change.field, "language": change.language, "before": change.before, "after": change.after,
                "taken": change.taken.is_ok(), "why_not": change.taken.as_ref().err(),
            })).collect::<Vec<_>>(),
            "check": report.to_json(false),
        })),
        _ => {
            if back.by_bookmark > 0 {
                print(&wrap(
                    &format!(
                        "{} of {} fields were known by their bookmarks: another program saved the draft without its tags.",
                        back.by_bookmark, back.controls
                    ),
                    "  ",
                ));
            }
            if back.unknown > 0 {
                print(&wrap(
                    &format!(
                        "{} fields have lost tag and bookmark and were not read: hold them against the request by eye.",
                        back.unknown
                    ),
                    "  ",
                ));
            }
            print(&harmless(&shown(&back.changes), true));
            print(&harmless(&vanished(&back.vanished), true));
            let verb = if args.dry_run { "would be written to" } else { "written to" };
            print(&harmless(&outside(&back.outside), true));
            if taken > 0 {
                print(&harmless(&format!("{taken} changes {verb} {}\n", path.display()), true));
            }
            if refused > 0 {
                print(&format!("{}: write them into the request by hand.\n", check::plural(refused, "change") + " not taken"));
            }
            let ready = report.ready(false) && !report.integrity_broken();
            print(if ready { "The request is ready.\n" } else { "The request is not ready: `rogatory mla check` says why.\n" });
        }
    }
    // What somebody changed and the request does not say now must not look finished.
    match check::exit(&report, false) {
        Exit::Done if refused > 0 || !back.vanished.is_empty() || !back.outside.is_empty() => Ok(Exit::Gaps),
        exit => Ok(exit),
    }
}

/// Why the document may not be what it is held against.
fn doubt(back: &ReadBack) -> Option<&'static str> {
    if back.of_another_request() {
        return Some(
            "its own reference and most of its fields are those of another request; nothing was taken. Name the request it was \
             drafted from with --request, or take the changes with --anyway",
        );
    }
    (!back.vanished.is_empty() || back.unknown > 0).then_some("fields of the draft are gone")
}

/// Fields that are no longer in the document.
fn vanished(fields: &[String]) -> String {
    if fields.is_empty() {
        return String::new();
    }
    let mut text = wrap(
        "These fields are gone from the document. The request still has them, and the next draft will show them again: if they \
         were struck out on purpose, take them out of the request by hand.",
        "  ",
    );
    fields.iter().for_each(|field| text.push_str(&wrap(&format!("  - {field}"), "    ")));
    text
}

fn shown(changes: &[Change]) -> String {
    if changes.is_empty() {
        return "Nothing was changed in the fields of the draft.\n".into();
    }
    let mut text = String::new();
    for change in changes {
        text.push_str(&format!("{} ({})\n", change.field, change.language));
        text.push_str(&wrap(&format!("  - {}", change.before), "    "));
        text.push_str(&wrap(&format!("  + {}", change.after), "    "));
        if let Err(why) = &change.taken {
            text.push_str(&wrap(&format!("  not taken: {why}"), "    "));
        }
    }
    text
}

/// Text outside the fields, the first of it in full.
fn outside(outside: &Outside) -> String {
    const SHOWN: usize = 6;
    if outside.is_empty() {
        return String::new();
    }
    let mut text = wrap(
        "Outside the fields the text is not that of a fresh draft. It belongs to nothing in the request and was not taken: write it \
         into a field of the request, or it is lost with the next draft.",
        "  ",
    );
    for (mark, list) in [("-", &outside.removed), ("+", &outside.added)] {
        for paragraph in list.iter().take(SHOWN) {
            text.push_str(&wrap(&format!("  {mark} {paragraph}"), "    "));
        }
        if list.len() > SHOWN {
            text.push_str(&format!("  {mark} … and {} more\n", list.len() - SHOWN));
        }
    }
    text
}

fn request_of(args: &Args) -> Result<PathBuf, CommandError> {
    if let Some(path) = &args.request {
        return Ok(path.clone());
    }
    let beside = args.file.with_extension("toml");
    let here = beside.file_name().map(|name| Path::new(".").join(name));
    [Some(beside.clone()), here].into_iter().flatten().find(|path| path.is_file()).ok_or_else(|| {
        CommandError::bad_use(format!("which request was it drafted from? There is no {}", beside.display()))
            .hint("name it with --request FILE.toml")
    })
}
