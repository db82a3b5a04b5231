//! `rogatory show`: one document, its units and where they come from; a member saved byte for byte.

use std::fs::OpenOptions;
use std::io;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::output::{Format, harmless, print, print_json, print_table, table, width};
use super::passage_view::wrapped;
use super::{CommandError, Exit, Global, Outcome, beside_view, lookup};
use crate::case::{Case, Document, Store, StoredUnit};
use crate::extract::{CALLS_FILE, Options};
use crate::search::citation;

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory show d79c9607d66d              what is known of it, and its units
  rogatory show d79c9607d66d --page 3     the text of page 3
  rogatory show d79c9607d66d --text       all its text, nothing else
  rogatory show izvestaj-01.pdf --meta    by the end of its path
  rogatory show 3f0c --save note.txt      its bytes, also out of an archive or
                                          a mail")]
pub struct Args {
    /// First digits of its SHA-256, or the end of its path
    #[arg(value_name = "DOC")]
    pub document: String,
    /// Only this unit
    #[arg(long, value_name = "N", conflicts_with = "page")]
    pub unit: Option<u32>,
    /// Only this page
    #[arg(long, value_name = "N")]
    pub page: Option<u32>,
    /// What is known about the document, no text
    #[arg(long)]
    pub meta: bool,
    /// The text alone
    #[arg(long)]
    pub text: bool,
    /// The files inside it
    #[arg(long)]
    pub members: bool,
    /// Write its bytes to a new file, as they stand in the evidence
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// A file with passwords to try, one a line (with --save)
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let (case, store) = lookup::case(global)?;
    let document = lookup::document(&store, &args.document)?;
    if let Some(target) = &args.save {
        return save(&case, &store, &document, target, &args);
    }
    let mut units = lookup::units(&store, &document, args.unit, args.page)?;
    let asked = !units.is_empty();
    let everything = !args.meta && !args.members;
    if !asked && everything {
        units = store.units(document.id)?;
    }
    if args.text && global.format() == Format::Table {
        for unit in &units {
            print(&harmless(&unit.unit.text, true));
            print("\n");
        }
        return Ok(Exit::Done);
    }
    match global.format() {
        Format::Json | Format::Ndjson => print_json(&to_json(&store, &document, &units, asked || args.text)?),
        Format::Table | Format::Csv => view(&store, &document, &units, &args, asked)?,
    }
    Ok(Exit::Done)
}

fn save(case: &Case, store: &Store, document: &Document, target: &PathBuf, args: &Args) -> Outcome {
    let passwords = match &args.password_file {
        Some(file) => std::fs::read_to_string(file)
            .map_err(|e| CommandError::bad_use(format!("cannot read {}: {e}", file.display())))?
            .lines()
            .map(str::to_owned)
            .collect(),
        None => Vec::new(),
    };
    let lies_in = |root: &std::path::Path| {
        let parent = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
        parent.canonicalize().is_ok_and(|parent| parent.starts_with(root))
    };
    if let Some(root) = case.settings().evidence_roots.iter().find(|root| lies_in(root)) {
        return Err(CommandError::bad_use(format!(
            "{} lies in the evidence {}, where nothing is ever written",
            harmless(&target.to_string_lossy(), false),
            harmless(&root.to_string_lossy(), false)
        ))
        .hint("choose a place outside of it"));
    }
    let options = Options { passwords, country: case.settings().jurisdiction.clone(), ..Default::default() };
    let mut bytes = crate::ingest::recover(case, store, document, &options)?;
    let mut out = OpenOptions::new().write(true).create_new(true).open(target).map_err(|error| {
        let message = format!("cannot write {}: {error}", target.display());
        if error.kind() == io::ErrorKind::AlreadyExists {
            CommandError::bad_use(format!("{} is there already and is not overwritten", target.display()))
                .hint("choose another name")
        } else {
            CommandError::internal(message)
        }
    })?;
    let size =
        io::copy(&mut bytes, &mut out).map_err(|e| CommandError::internal(format!("cannot write {}: {e}", target.display())))?;
    eprintln!("{} bytes written to {}, SHA-256 {}", size, target.display(), document.sha256);
    Ok(Exit::Done)
}

fn to_json(store: &Store, document: &Document, units: &[StoredUnit], with_text: bool) -> Result<Value, CommandError> {
    let places = store.paths(document.id)?;
    let members = store.members(document.id)?;
    let (media, named_in) = beside_view::to_json(store, document, units)?;
    Ok(json!({
        "schema": "rogatory.show/1",
        "document": document.sha256,
        "path": places.first().map(citation::chain),
        "title": citation::title(document),
        "type": document.media_type,
        "size": document.size,
        "state": document.state.code(),
        "gaps": document.gaps,
        "engine": document.engine,
        "read_at": document.read_at,
        "read_by": document.read_by,
        "languages": document.languages,
        "meta": document.meta,
        "places": places.iter().map(|place| json!({
            "path": citation::chain(place), "full_path": place.display, "source": place.root, "modified": place.mtime, "status": place.status,
        })).collect::<Vec<_>>(),
        "members": members.iter().map(|member| json!({
            "name": member.name, "document": member.sha256, "size": member.size, "read": member.document.is_some(),
        })).collect::<Vec<_>>(),
        "media": media,
        "named_in": named_in,
        "unit_count": document.unit_count,
        "units": units.iter().map(|unit| unit_json(unit, with_text)).collect::<Vec<_>>(),
    }))
}

fn unit_json(unit: &StoredUnit, with_text: bool) -> Value {
    let mut value = json!({
        "unit": unit.ordinal,
        "locator": unit.unit.locator.to_json(),
        "part": unit.unit.part,
        "language": unit.language,
        "engine": unit.unit.engine,
        "ocr_confidence": unit.unit.confidence,
        "characters": unit.unit.text.chars().count(),
    });
    if let Some(map) = value.as_object_mut() {
        if let Some(entry) = &unit.unit.entry {
            map.insert("entry".into(), serde_json::to_value(entry).unwrap_or_default());
        }
        if with_text {
            map.insert("text".into(), unit.unit.text.clone().into());
        }
    }
    value
}

fn view(store: &Store, document: &Document, units: &[StoredUnit], args: &Args, asked: bool) -> Result<(), CommandError> {
    let columns = usize::from(width()).saturating_sub(2).max(40);
    let mut out = String::new();
    let mut fact = |name: &str, value: &str| {
        if !value.is_empty() {
            let indent = " ".repeat(14);
            let body = wrapped(&harmless(value, false), columns, &indent);
            out.push_str(&format!("{name:<14}{}", body.trim_start()));
        }
    };
    let places = store.paths(document.id)?;
    fact("SHA-256", &document.sha256);
    for (number, place) in places.iter().enumerate() {
        let status = match place.status {
            crate::case::SourceStatus::Present => String::new(),
            other => format!(" ({} since)", other.code()),
        };
        fact(if number == 0 { "Path" } else { "Same bytes" }, &format!("{}{status}", place.display));
    }
    if places.len() >= crate::case::MOST_PLACES {
        fact(
            "",
            &format!("These bytes may stand in more places: {} are kept, and --path knows no other.", crate::case::MOST_PLACES),
        );
    }
    fact("Modified", places.first().map_or("", |place| &place.mtime));
    fact("Type", &format!("{}, {} bytes", document.media_type, document.size));
    fact("State", document.state.code());
    for gap in &document.gaps {
        let mut place = gap.locator.as_ref().map_or_else(String::new, |l| format!("{}: ", l.label()));
        if let Some(member) = &gap.member {
            place.push_str(&format!("{member}: "));
        }
        fact("Not read", &format!("{place}{}: {} ({})", gap.reason, gap.detail, gap.reason.remedy()));
    }
    fact("Read", &format!("{} by {}, {}", document.read_at, document.read_by, document.engine.as_deref().unwrap_or("no reader")));
    fact("Languages", &document.languages.join(", "));
    let meta = &document.meta;
    fact("Title", meta.title.as_deref().unwrap_or(""));
    fact("Subject", meta.subject.as_deref().unwrap_or(""));
    fact("Author", meta.author.as_deref().unwrap_or(""));
    fact("Date", meta.date.as_deref().unwrap_or(""));
    for (name, people) in [("From", &meta.from), ("To", &meta.to), ("Cc", &meta.cc), ("Bcc", &meta.bcc)] {
        fact(name, &people.join("; "));
    }
    fact("Message-ID", meta.message_id.as_deref().unwrap_or(""));
    if args.meta {
        for (name, value) in meta.extra.iter().filter(|(name, _)| name != CALLS_FILE) {
            fact("", &format!("{name}: {value}"));
        }
    }
    print(&out);
    if let Some((_, proposal)) = meta.extra.iter().find(|(name, _)| name == CALLS_FILE) {
        print(
            "\nColumns guessed from the headings. To confirm or change them, put this into\ncalls.toml in the case folder and run index again:\n\n",
        );
        print(&harmless(proposal, true));
    }
    let members = store.members(document.id)?;
    if !members.is_empty() && !asked {
        print("\n");
        let mut rows = table(&["Member", "Bytes", "Document"]);
        for member in &members {
            let id = match member.document {
                Some(_) => store.short_id(&member.sha256)?,
                None => "not read".into(),
            };
            rows.add_row([harmless(&member.name, false), member.size.to_string(), id]);
        }
        print_table(&rows);
    }
    if !args.members {
        beside_view::view(store, document, units)?;
    }
    if asked {
        for unit in units {
            let part = serde_json::to_value(unit.unit.part).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
            let mut facts = vec![format!("unit {}", unit.ordinal), unit.unit.locator.label(), part, unit.unit.engine.clone()];
            facts.extend(unit.language.clone());
            facts.extend(unit.unit.confidence.map(|c| format!("OCR confidence {c:.0} %")));
            print(&format!("\n── {} ──\n", harmless(&facts.join(" · "), false)));
            print(&harmless(unit.unit.text.trim_end(), true));
            print("\n");
        }
    } else if !units.is_empty() {
        print("\n");
        let mut rows = table(&["Unit", "Place", "Part", "Language", "Characters", "Begins"]);
        for unit in units {
            let begins = beginning(&unit.unit.text);
            let part = serde_json::to_value(unit.unit.part).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
            rows.add_row([
                unit.ordinal.to_string(),
                harmless(&unit.unit.locator.label(), false),
                part,
                unit.language.clone().unwrap_or_default(),
                unit.unit.text.chars().count().to_string(),
                harmless(&begins, false),
            ]);
        }
        print_table(&rows);
    }
    Ok(())
}

/// The first words of a text, as many as fit a cell; none is cut.
fn beginning(text: &str) -> String {
    const ROOM: usize = 36;
    let mut shown = String::new();
    for word in text.split_whitespace() {
        if !shown.is_empty() && shown.chars().count() + word.chars().count() >= ROOM {
            return shown + " …";
        }
        if !shown.is_empty() {
            shown.push(' ');
        }
        shown.extend(word.chars().take(ROOM));
    }
    shown
}
