//! `rogatory text`: the text of loose files, members after the file they are in, no case needed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use super::output::{self, Format, harmless};
use super::{CommandError, Exit, Global, Outcome, call_tables, style};
use crate::extract::collect::Collected;
use crate::extract::{Gap, Options, Part, Reason};
use crate::ingest::{Budgets, evidence, loose};

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory text report.pdf
  rogatory text --json mail.eml | jq '.documents[].units[].text'
  rogatory text --password-file words.txt locked.pdf archive.zip
  rogatory text --no-members archive.zip

Every file is read in a process of its own, without network and without access to other files, as `rogatory index` does it.
Exit code 0: everything was read in full. 3: something could not be read; standard error says what and why.")]
pub struct Args {
    /// The files to read
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Passwords to try on protected files, one a line
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Columns of operators' tables of calls (calls.toml)
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Name files inside the file (attachments, archive entries), but do not read them
    #[arg(long)]
    no_members: bool,
    /// How deep files inside files are read
    #[arg(long, value_name = "LEVELS", default_value_t = 8)]
    depth: u32,
    /// Memory one file's reader may use
    #[arg(long, value_name = "MIB", default_value_t = 1536)]
    memory: u64,
    /// Processor seconds a reader may use without any progress
    #[arg(long, value_name = "SECONDS", default_value_t = 20.0)]
    timeout: f64,
}

/// Unpacked bytes kept in memory for all files inside one file.
const UNPACKED: u64 = 512 << 20;

pub fn run(args: Args, global: &Global) -> Outcome {
    let mut options = Options::default();
    if let Some(path) = &args.password_file {
        let text = std::fs::read_to_string(path).map_err(|error| cannot_open(path, &error))?;
        options.passwords = text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    }
    if let Some(file) = &args.mapping {
        let mapping = call_tables::read(file)?;
        (options.calls, options.chats) = (mapping.tables, mapping.chats);
    }
    if !(args.timeout > 0.0 && args.timeout.is_finite()) {
        return Err(CommandError::bad_use("--timeout must be more than 0 seconds"));
    }
    // Every name is checked first: a typing error should not be found after an hour of reading.
    for file in &args.files {
        let meta = std::fs::metadata(file).map_err(|error| cannot_open(file, &error))?;
        if meta.is_dir() {
            let name = harmless(&file.to_string_lossy(), false);
            return Err(CommandError::bad_use(format!("{name} is a folder")).hint("use `rogatory index` for folders"));
        }
    }
    let mut reading = Reading {
        options,
        budgets: Budgets {
            memory: args.memory.max(64).saturating_mul(1 << 20),
            timeout: Duration::from_secs_f64(args.timeout.min(1e6)),
            depth: args.depth,
            expanded: UNPACKED,
            ..Budgets::default()
        },
        follow: !args.no_members,
        left: 0,
        view: View { json: Vec::new(), gaps: false, format: global.format(), quiet: global.quiet },
    };
    for file in &args.files {
        reading.left = UNPACKED;
        let found = loose::read_file(file, &reading.options, &reading.budgets).map_err(CommandError::from)?;
        reading.document(found, &file.to_string_lossy(), 0)?;
    }
    let view = reading.view;
    if view.format == Format::Json {
        output::print_json(&json!({ "schema": "rogatory.text/1", "documents": view.json }));
    }
    Ok(if view.gaps { Exit::Gaps } else { Exit::Done })
}

fn cannot_open(path: &Path, error: &std::io::Error) -> CommandError {
    CommandError::bad_use(format!("cannot open {}: {}", harmless(&path.to_string_lossy(), false), evidence::plain(error)))
}

/// What is on its way: one file and what is inside of it.
struct Reading {
    options: Options,
    budgets: Budgets,
    follow: bool,
    /// Unpacked bytes that the file on disk may still yield.
    left: u64,
    view: View,
}

impl Reading {
    fn document(&mut self, mut found: Collected, path: &str, depth: u32) -> Result<(), CommandError> {
        let mut members = std::mem::take(&mut found.members);
        let names = members.iter().map(|(name, _)| name.clone()).collect();
        if !self.follow {
            members.clear();
        } else if depth >= self.budgets.depth && !members.is_empty() {
            let detail = format!("{} files inside are nested deeper than {} levels", members.len(), self.budgets.depth);
            found.gaps.push(Gap::new(Reason::NestingLimit, detail));
            members.clear();
        }
        let mut kept = Vec::new();
        for (name, bytes) in members {
            match self.left.checked_sub(bytes.len() as u64) {
                Some(left) => {
                    self.left = left;
                    kept.push((name, bytes));
                }
                None => {
                    let detail = format!("what is inside takes more than {} MiB unpacked", UNPACKED >> 20);
                    found.gaps.push(Gap::new(Reason::SizeLimit, detail).member(&name));
                }
            }
        }
        self.view.show(path, depth, &found, names);
        drop(found);
        for (name, bytes) in kept {
            let found = loose::read_bytes(&bytes, &name, &self.options, &self.budgets).map_err(CommandError::from)?;
            drop(bytes);
            self.document(found, &format!("{path}!/{name}"), depth + 1)?;
        }
        Ok(())
    }
}

struct View {
    json: Vec<Value>,
    gaps: bool,
    format: Format,
    quiet: bool,
}

impl View {
    fn show(&mut self, path: &str, depth: u32, found: &Collected, members: Vec<String>) {
        self.gaps |= !found.gaps.is_empty();
        match self.format {
            Format::Table => self.show_text(path, depth, found),
            Format::Json => self.json.push(document(path, found, members)),
            Format::Ndjson => {
                let mut value = document(path, found, members);
                if let Some(map) = value.as_object_mut() {
                    map.shift_insert(0, "schema".into(), "rogatory.text_document/1".into());
                }
                output::print(&format!("{value}\n"));
            }
            Format::Csv => self.show_csv(path, found),
        }
    }

    fn show_text(&self, path: &str, depth: u32, found: &Collected) {
        if depth > 0 {
            output::print(&format!("\n=== {} ===\n", harmless(path, false)));
        }
        for unit in &found.units {
            let layer = match unit.part {
                Part::Body => String::new(),
                part => format!("[{}] ", label(part)),
            };
            output::print(&format!("{layer}{}\n", harmless(&unit.text, true)));
        }
        if !self.quiet {
            for gap in &found.gaps {
                let place = gap.locator.as_ref().map(|l| format!(", {}", l.label())).unwrap_or_default();
                let member = gap.member.as_ref().map(|m| format!(", member {m}")).unwrap_or_default();
                style::warning(&harmless(&format!("{path}{place}{member}: {}: {}", gap.reason, gap.detail), false));
            }
        }
    }

    fn show_csv(&mut self, path: &str, found: &Collected) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for unit in &found.units {
            let _ = writer.write_record([path, &unit.locator.label(), &part(unit.part), &unit.text]);
        }
        output::print(&output::sheet(writer));
    }
}

/// What stands before text that is not the running text of the document.
fn label(part: Part) -> &'static str {
    match part {
        Part::Body => "text",
        Part::Header => "page header",
        Part::Footer => "page footer",
        Part::Footnote => "footnote",
        Part::Comment => "comment",
        Part::Deleted => "deleted text",
        Part::Notes => "speaker notes",
        Part::Hidden => "hidden",
        Part::Annotation => "annotation",
        Part::FormField => "form fields",
        Part::Metadata => "about the document",
        Part::Ocr => "recognised in a picture",
    }
}

fn part(part: Part) -> String {
    serde_json::to_value(part).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

fn document(path: &str, found: &Collected, members: Vec<String>) -> Value {
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
        "members": members,
        "gaps": found.gaps,
    })
}
