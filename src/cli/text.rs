//! `rogatory text`: the text of loose files, members after the file they are in, no case needed.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::output::{self, Format};
use super::{CommandError, Exit, Global, Outcome, style};
use crate::extract::collect::Collected;
use crate::extract::{self, Failure, Gap, Input, Options, Part};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  rogatory text report.pdf\n  rogatory text --json mail.eml | jq '.documents[].units[].text'\n  rogatory text --password-file words.txt locked.pdf archive.zip"
)]
pub struct Args {
    /// The files to read
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Passwords to try on protected files, one a line
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

/// How deep members of members are followed.
const DEPTH: usize = 6;

pub fn run(args: Args, global: &Global) -> Outcome {
    let mut options = Options::default();
    if let Some(path) = &args.password_file {
        let text = std::fs::read_to_string(path).map_err(|error| cannot_open(path, &error))?;
        options.passwords = text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    }
    // Every name is checked first: a typing error should not be found after an hour of reading.
    for file in &args.files {
        std::fs::metadata(file).map_err(|error| cannot_open(file, &error)).and_then(|meta| {
            if meta.is_dir() {
                Err(CommandError::bad_use(format!("{} is a folder", file.display())).hint("use `rogatory index` for folders"))
            } else {
                Ok(())
            }
        })?;
    }
    let mut view = View { json: Vec::new(), gaps: false, format: global.format(), quiet: global.quiet };
    for file in &args.files {
        let bytes = std::fs::read(file).map_err(|error| cannot_open(file, &error))?;
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        read(&bytes, &name, &file.display().to_string(), 0, &options, &mut view);
    }
    if view.format == Format::Json {
        output::print_json(&json!({ "schema": "rogatory.text/1", "documents": view.json }));
    }
    Ok(if view.gaps { Exit::Gaps } else { Exit::Done })
}

fn cannot_open(path: &std::path::Path, error: &std::io::Error) -> CommandError {
    CommandError::bad_use(format!("cannot open {}: {error}", output::harmless(&path.display().to_string(), false)))
}

struct View {
    json: Vec<Value>,
    gaps: bool,
    format: Format,
    quiet: bool,
}

fn read(bytes: &[u8], name: &str, path: &str, depth: usize, options: &Options, view: &mut View) {
    let mut found = Collected::default();
    if let Err(Failure::Unreadable(gap)) = extract::extract(&Input { bytes, name }, options, &mut found) {
        found.gaps.push(gap);
    }
    let members = std::mem::take(&mut found.members);
    if depth >= DEPTH && !members.is_empty() {
        let detail = format!("{} members are nested deeper than {DEPTH} containers", members.len());
        found.gaps.push(Gap::new(extract::Reason::NestingLimit, detail));
    }
    view.show(path, depth, &found);
    if depth < DEPTH {
        for (name, bytes) in members {
            read(&bytes, &name, &format!("{path}!/{name}"), depth + 1, options, view);
        }
    }
}

impl View {
    fn show(&mut self, path: &str, depth: usize, found: &Collected) {
        self.gaps |= !found.gaps.is_empty();
        match self.format {
            Format::Table => self.show_text(path, depth, found),
            Format::Json => self.json.push(document(path, found)),
            Format::Ndjson => {
                let mut value = document(path, found);
                if let Some(map) = value.as_object_mut() {
                    map.shift_insert(0, "schema".into(), "rogatory.text_document/1".into());
                }
                output::print(&format!("{value}\n"));
            }
            Format::Csv => self.show_csv(path, found),
        }
    }

    fn show_text(&self, path: &str, depth: usize, found: &Collected) {
        if depth > 0 {
            output::print(&format!("\n=== {} ===\n", output::harmless(path, false)));
        }
        for unit in &found.units {
            output::print(&format!("{}\n", output::harmless(&unit.text, true)));
        }
        if !self.quiet {
            for gap in &found.gaps {
                let place = gap.locator.as_ref().map(|l| format!(", {}", l.label())).unwrap_or_default();
                let member = gap.member.as_ref().map(|m| format!(", member {m}")).unwrap_or_default();
                style::warning(&output::harmless(&format!("{path}{place}{member}: {}: {}", gap.reason, gap.detail), false));
            }
        }
    }

    fn show_csv(&mut self, path: &str, found: &Collected) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for unit in &found.units {
            let _ = writer.write_record([path, &unit.locator.label(), &part(unit.part), &unit.text]);
        }
        output::print(&String::from_utf8_lossy(&writer.into_inner().unwrap_or_default()));
    }
}

fn part(part: Part) -> String {
    serde_json::to_value(part).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn document(path: &str, found: &Collected) -> Value {
    let units: Vec<Value> = found
        .units
        .iter()
        .map(|unit| {
            let mut value = serde_json::to_value(unit).unwrap_or_default();
            if let Some(map) = value.as_object_mut() {
                map.insert("locator".into(), unit.locator.to_json());
            }
            value
        })
        .collect();
    json!({
        "path": path,
        "media_type": found.media_type,
        "engine": found.engine,
        "meta": found.meta,
        "units": units,
        "gaps": found.gaps,
    })
}
