//! `rogatory mla pack`: the folder to send.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::common::{self, Desk};
use super::drafting::{Look, Opened, drafted, missing_json, stem};
use crate::cli::output::{Format as View, harmless, print, print_json};
use crate::cli::{CommandError, Exit, Global, Outcome};
use crate::ingest::recover;
use crate::mla::files::{Format, Part};
use crate::mla::pack::{Bag, annex_name, outgoing_json};
use crate::mla::protected::{Net, Protected, Search, others};
use crate::mla::request::{Annex, AnnexKind, Request};

/// Pack what is sent: drafts, annexes copied from the evidence and verified, hash manifest, JSON copy (BagIt). Identities of protected
/// persons go into a second folder, DIR-sealed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  rogatory mla pack request.toml --out za-slanje\n  \
    rogatory mla pack request.toml --second-language de --out za-slanje\n\n\
    Exit code 0 packed, 1 refused because the request is not ready, 3 packed without papers that must be added by hand, \
    4 the evidence does not match.")]
pub struct Args {
    /// The request
    #[arg(value_name = "FILE.toml")]
    file: PathBuf,
    /// A new folder
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    look: Look,
    /// Pack even what is not ready, as a draft with watermark
    #[arg(long)]
    draft: bool,
    /// The day that counts for the check [default: today, or the day the request bears if that is still to come]
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let opened = Opened::new(&args.file, args.on.as_deref(), common::day_it_goes, global)?;
    let Opened { request, desk, on, report, .. } = &opened;
    if report.integrity_broken() {
        return Err(CommandError::new(Exit::Integrity, "nothing packed: a citation no longer matches its evidence")
            .hint("`rogatory mla check` says which"));
    }
    if let Some(finding) = report.findings.iter().find(|finding| finding.id == "protected.in_annex") {
        return Err(CommandError::new(Exit::Nothing, format!("nothing packed: {}", finding.message)).hint(finding.fix.clone()));
    }
    if !report.ready(false) && !args.draft {
        return Err(CommandError::new(Exit::Nothing, "nothing packed: the request is not ready")
            .hint("`rogatory mla check` says what is missing; --draft packs it with a watermark"));
    }
    let stem = stem(&args.file);
    let formats = vec![Format::Docx, Format::Pdf];
    let (_, files, missing) = drafted(&opened, &args.look, formats, &stem)?;
    let own = Protected::of_request(request);
    let everyone = Search::new(desk.protected.iter().chain(&own)).beside(others(request));
    let out_name = args.out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    if let Some(code) = everyone.named_in_file(&out_name).first() {
        return Err(CommandError::new(
            Exit::Nothing,
            format!("nothing packed: the name of the folder names the protected person {code}"),
        )
        .hint("name it by the reference number, such as --out kto-12-2026"));
    }
    let folder = common::folder_of(&args.file);
    // Everything is looked at before anything is written.
    let mut sources = Vec::new();
    let mut by_hand = Vec::new();
    for annex in &request.annexes {
        match source_of(annex, folder, desk, &everyone)? {
            Some(source) => sources.push((annex, source)),
            None if annex.kind == AnnexKind::SealedIdentities => {}
            None => by_hand.push(annex.number),
        }
    }
    let mut open = Bag::create(&args.out).map_err(CommandError::bad_use)?;
    let sealed_dir = sealed_dir(&args.out);
    let needs_seal = files.iter().any(|file| file.part == Part::Sealed) || sources.iter().any(|(annex, _)| annex.goes_sealed());
    let mut sealed = if needs_seal { Some(Bag::create_private(&sealed_dir).map_err(CommandError::bad_use)?) } else { None };
    for file in &files {
        let bag = match (file.part, sealed.as_mut()) {
            (Part::Checklist, _) => continue,
            (Part::Sealed, Some(sealed)) => sealed,
            _ => &mut open,
        };
        bag.add(&file.name, file.bytes.as_slice()).map_err(CommandError::internal)?;
    }
    let copy = serde_json::to_string_pretty(&outgoing_json(request)).unwrap_or_default() + "\n";
    open.add(&format!("{stem}.json"), copy.as_bytes()).map_err(CommandError::internal)?;
    for (annex, source) in &sources {
        let bag = match sealed.as_mut() {
            Some(sealed) if annex.goes_sealed() => sealed,
            _ => &mut open,
        };
        let name = annex_name(annex, &source.name, source.names_somebody);
        let digest = bag.add(&name, source.open(desk)?).map_err(CommandError::internal)?;
        if source.expected.as_ref().is_some_and(|expected| *expected != digest) {
            bag.remove(&name);
            return Err(CommandError::new(
                Exit::Integrity,
                format!("annex {}: the copy has other bytes than the evidence", annex.number),
            )
            .hint("the folder is incomplete; do not send it. Run `rogatory verify`"));
        }
    }
    let information = information(request, *on);
    let mut packed = open.finish(&information).map_err(CommandError::internal)?;
    if let Some(sealed) = sealed {
        let inside = sealed.finish(&information).map_err(CommandError::internal)?;
        packed.extend(inside.into_iter().map(|path| format!("{}/{path}", sealed_dir.display())));
    }
    let gaps = !by_hand.is_empty() || missing.iter().any(|one| one.language.is_some());
    match global.format() {
        View::Json | View::Ndjson => print_json(&json!({
            "schema": "rogatory.mla_pack/1", "folder": args.out, "sealed_folder": needs_seal.then_some(&sealed_dir), "files": packed,
            "annexes_by_hand": by_hand, "missing": missing_json(&missing), "ready": report.ready(false),
        })),
        _ => {
            print(&harmless(&format!("{} files in {}\n", packed.len(), args.out.display()), true));
            if needs_seal {
                print(&harmless(
                    &format!("Identities are in {}: send it in an envelope of its own.\n", sealed_dir.display()),
                    true,
                ));
            }
            if !by_hand.is_empty() {
                let numbers: Vec<String> = by_hand.iter().map(u32::to_string).collect();
                print(&format!("Add by hand (no `document`, no `file`): annex {}\n", numbers.join(", ")));
            }
        }
    }
    Ok(if gaps { Exit::Gaps } else { Exit::Done })
}

fn sealed_dir(out: &Path) -> PathBuf {
    let mut name = out.file_name().map(std::ffi::OsStr::to_os_string).unwrap_or_else(|| "out".into());
    name.push("-sealed");
    out.with_file_name(name)
}

fn information(request: &Request, on: jiff::civil::Date) -> Vec<(&'static str, String)> {
    let authority = request.authority(crate::mla::request::AuthorityRole::Requesting);
    let original = request.hdr.languages.original.as_ref();
    let in_original = authority.and_then(|a| original.and_then(|tag| a.name.nearest(tag)).map(|(_, name)| name.to_string()));
    let first = || authority.and_then(|a| a.name.versions().first().map(|(_, name)| (*name).to_string()));
    let name = in_original.or_else(first).unwrap_or_default();
    vec![
        ("Source-Organization", name),
        ("External-Identifier", request.hdr.own_ref.clone()),
        (
            "External-Description",
            format!("{} {} to {}", request.form.id(), request.hdr.requesting_state, request.hdr.requested_state),
        ),
        ("Bagging-Date", on.to_string()),
        ("Bag-Software-Agent", format!("rogatory {}", env!("CARGO_PKG_VERSION"))),
    ]
}

/// Where an annex comes from.
struct Source {
    /// Its name as it was.
    name: String,
    expected: Option<String>,
    file: Option<PathBuf>,
    document: Option<crate::case::Document>,
    /// Its file name names a protected person.
    names_somebody: bool,
}

impl Source {
    fn open(&self, desk: &Desk) -> Result<Box<dyn std::io::Read>, CommandError> {
        match (&self.file, &self.document, &desk.case, &desk.store) {
            (Some(path), ..) => {
                let file = std::fs::File::open(path)
                    .map_err(|error| CommandError::bad_use(format!("cannot read {}: {}", path.display(), common::io(&error))))?;
                Ok(Box::new(file))
            }
            (None, Some(document), Some(case), Some(store)) => Ok(Box::new(recover(case, store, document, &Default::default())?)),
            _ => Err(CommandError::internal("an annex has neither file nor document")),
        }
    }
}

fn source_of(annex: &Annex, folder: &Path, desk: &Desk, everyone: &Search) -> Result<Option<Source>, CommandError> {
    let names = |text: &str| !everyone.named_in(text, Net::Wide).is_empty();
    if !annex.file.trim().is_empty() {
        let path = folder.join(annex.file.trim());
        if !path.is_file() {
            return Err(CommandError::bad_use(format!("annex {}: there is no file {}", annex.number, path.display())));
        }
        let names_somebody = names(&annex.file);
        return Ok(Some(Source { name: annex.file.clone(), expected: None, file: Some(path), document: None, names_somebody }));
    }
    if annex.document.trim().is_empty() {
        return Ok(None);
    }
    let Some(store) = &desk.store else {
        return Err(CommandError::bad_use(format!("annex {} comes from the evidence, and no case is open", annex.number))
            .hint("run inside the case folder, or with --case DIR"));
    };
    let document = crate::cli::lookup::document(store, annex.document.trim())?;
    let places = store.paths(document.id)?;
    let name = places.first().map(|place| place.display.clone()).unwrap_or_default();
    let names_somebody = names(&name);
    Ok(Some(Source { name, expected: Some(document.sha256.clone()), file: None, document: Some(document), names_somebody }))
}
