//! `rogatory index`: read files and folders into the case.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::output::{self, Format, harmless};
use super::progress::{Counting, Progress};
use super::{CommandError, Exit, Global, Outcome, call_tables, style};
use crate::case::{Case, State, Store};
use crate::extract::Options;
use crate::ingest::commit::{Batch, Done};
use crate::ingest::ocr::{Engine, Limits as OcrLimits};
use crate::ingest::walk::{self, Filter};
use crate::ingest::{self, Bound, Budgets, Counters, Notice, Plan, Readers, Recognised, Recognition, RecognitionNotice, Summary};

/// Read files and folders into the case
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory index /mnt/evidence                        everything below a folder
  rogatory index /mnt/evidence --exclude '*.iso'      without disk images
  find /mnt -name '*.eml' | rogatory index --from-list -
  rogatory index /mnt/evidence --retry-failed --timeout 120 --memory 4096
  rogatory index /mnt/evidence --password-file passwords.txt --retry-failed
  rogatory index /mnt/evidence --ocr force --ocr-langs sr,sq,mk

The evidence is opened for reading only and never written to. Every file is
read in a process of its own, without network and without access to other
files. Running it again reads only what is new or has changed.
Exit code 0: everything was read in full. 3: something could not be read;
rogatory status says what and why.")]
pub struct Args {
    /// Files and folders of evidence
    #[arg(value_name = "PATH", required_unless_present = "from_list")]
    paths: Vec<PathBuf>,
    /// Read further paths from a file (- for standard input), one a line or separated by NUL
    #[arg(long, value_name = "FILE")]
    from_list: Option<PathBuf>,
    /// Files read at the same time (one a processor if not given)
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Memory one file's reader may use
    #[arg(long, value_name = "MIB", default_value_t = 1536)]
    memory: u64,
    /// Processor seconds a reader may use without any progress
    #[arg(long, value_name = "SECONDS", default_value_t = 20.0)]
    timeout: f64,
    /// How deep containers inside containers are opened
    #[arg(long, value_name = "LEVELS", default_value_t = 8)]
    depth: u32,
    /// What the files inside one file may take when unpacked, beside 20 times its size
    #[arg(long, value_name = "MIB", default_value_t = 1024)]
    max_expanded: u64,
    /// Only files that match (may be given several times)
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// No files and folders that match (may be given several times)
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// A file with passwords to try, one a line
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Recognise text in scans and pictures: where there is none, never, or on every page (needs tesseract)
    #[arg(long, value_enum, default_value_t = OcrArg::Auto)]
    ocr: OcrArg,
    /// Columns of operators' tables of calls; kept in the case as calls.toml
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Languages or models to recognise (default: those of the case)
    #[arg(long, value_name = "TAG,…", value_delimiter = ',')]
    ocr_langs: Vec<String>,
    /// Read again what is not complete
    #[arg(long)]
    retry_failed: bool,
    /// Say what would be read, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Documents of one commit
    #[arg(long, value_name = "N", hide = true, default_value_t = 5000)]
    batch: usize,
}

/// When text is recognised in pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum OcrArg {
    Auto,
    Off,
    Force,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let engine = engine(&args)?;
    let mut case = global.open_case()?;
    let roots = roots(&args)?;
    ingest::pipeline::keep_apart(&case, &roots)?;
    let readers = if args.dry_run { Readers::started() } else { Readers::forked() };
    let _lock = case.lock()?;
    if let Some(file) = args.mapping.as_ref().filter(|_| !args.dry_run) {
        call_tables::keep(&case, file)?;
    }
    let plan = plan(&args, &case, roots)?;
    if !args.dry_run {
        for path in &args.paths {
            if let Ok(root) = path.canonicalize() {
                case.add_evidence_root(&root)?;
            }
        }
    }
    let cancel = interruptible()?;
    let counters = Counters::default();
    let events = global.format() == Format::Ndjson;
    let mut progress = Progress::start(global.quiet || (events && !std::io::stderr().is_terminal()));
    let started = Instant::now();
    let outcome = ingest::run(&case, &plan, &readers, &counters, &cancel, &mut |notice| match notice {
        Notice::Tick(counters) => progress.tick(counters),
        Notice::Safe(done) if events => output::print(&format!("{}\n", event(&done))),
        Notice::Safe(done) if global.verbose => explain(&done),
        Notice::Safe(_) => {}
        Notice::Repaired(count) if !global.quiet => {
            eprintln!("The text index was behind the store, or lost: {count} documents are added to it again from the store.");
        }
        Notice::Repaired(_) => {}
    });
    progress.finish();
    let mut summary = outcome?;
    let mut bound = Bound::default();
    if !args.dry_run && !summary.interrupted {
        bound = ingest::bind(&case, &cancel, &mut |done| {
            if events {
                output::print(&format!("{}\n", event(&done)));
            }
        })?;
        summary.untouched &= bound.changed == 0;
        summary.interrupted |= cancel.load(std::sync::atomic::Ordering::Relaxed);
    }
    let mut recognised = Recognised::default();
    if let Some(engine) = engine.filter(|_| !args.dry_run && !summary.interrupted) {
        recognised = recognise(&case, &plan, engine, &args, &cancel, global)?;
        summary.interrupted |= recognised.interrupted;
        summary.untouched &= recognised.pages + recognised.failed == 0;
    }
    let store = Store::read_only(case.dir())?;
    let scope = store.scope(&plan.roots.iter().map(|root| walk::bytes(root.as_os_str()).to_vec()).collect::<Vec<_>>())?;
    let seconds = started.elapsed().as_secs_f64();
    report(global, &summary, (&bound, &recognised), &scope, seconds, args.dry_run);
    if summary.interrupted {
        let safe = if args.dry_run {
            "Nothing was written."
        } else {
            "What was read so far is safe; run the same command again and it goes on there."
        };
        return Err(CommandError::internal(format!("interrupted. {safe}")));
    }
    Ok(if scope.gaps() { Exit::Gaps } else { Exit::Done })
}

/// The recognising program: wanted, and there; asked for by `force`, it must be there.
fn engine(args: &Args) -> Result<Option<Engine>, CommandError> {
    if args.ocr == OcrArg::Off {
        return Ok(None);
    }
    let engine = Engine::find();
    if engine.is_none() && args.ocr == OcrArg::Force {
        return Err(CommandError::bad_use("text recognition needs the program tesseract, which is not installed")
            .hint("apt-get install tesseract-ocr tesseract-ocr-srp …; rogatory doctor says what is missing"));
    }
    Ok(engine)
}

/// The text is searchable by now; what is recognised joins it.
fn recognise(
    case: &Case,
    plan: &Plan,
    engine: Engine,
    args: &Args,
    cancel: &AtomicBool,
    global: &Global,
) -> Result<Recognised, CommandError> {
    let languages = if args.ocr_langs.is_empty() { case.settings().languages.clone() } else { args.ocr_langs.clone() };
    let recognition = Recognition {
        engine,
        languages,
        force: args.ocr == OcrArg::Force,
        options: plan.options.clone(),
        budgets: plan.budgets.clone(),
        limits: OcrLimits::default(),
        jobs: plan.jobs,
    };
    let events = global.format() == Format::Ndjson;
    let bar = Counting::start(!global.quiet, "scans and pictures");
    let outcome = ingest::recognise(case, &recognition, &plan.roots, cancel, &mut |notice| match notice {
        RecognitionNotice::Tick { done, all } => bar.at(done as u64, all as u64),
        RecognitionNotice::Safe(done) if events => output::print(&format!("{}\n", event(&done))),
        RecognitionNotice::Safe(done) if global.verbose => explain(&done),
        RecognitionNotice::Safe(_) => {}
    });
    bar.finish();
    Ok(outcome?)
}

/// Where the walk begins: absolute, links resolved. A path that does not exist is a mistake, not an empty folder.
fn roots(args: &Args) -> Result<Vec<PathBuf>, CommandError> {
    let mut paths = args.paths.clone();
    if let Some(list) = &args.from_list {
        paths.extend(listed(list)?);
    }
    let mut roots = Vec::with_capacity(paths.len());
    for path in paths {
        match path.canonicalize() {
            Ok(root) => roots.push(root),
            Err(error) => {
                let name = harmless(&path.to_string_lossy(), false);
                let error = ingest::evidence::plain(&error);
                return Err(CommandError::bad_use(format!("{name} cannot be read: {error}"))
                    .hint("check the path; is the medium mounted?"));
            }
        }
    }
    // A folder given together with one of its own parts is walked once.
    roots.sort();
    roots.dedup();
    let folders: std::collections::HashSet<PathBuf> = roots.iter().filter(|root| root.is_dir()).cloned().collect();
    roots.retain(|root| !root.ancestors().skip(1).any(|above| folders.contains(above)));
    Ok(roots)
}

fn listed(list: &Path) -> Result<Vec<PathBuf>, CommandError> {
    let mut bytes = Vec::new();
    let result = if list == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(list).map(|content| bytes = content)
    };
    result.map_err(|e| {
        CommandError::bad_use(format!("the list {} cannot be read: {}", list.display(), ingest::evidence::plain(&e)))
    })?;
    let separator = if bytes.contains(&0) { 0 } else { b'\n' };
    Ok(bytes.split(|b| *b == separator).filter(|line| !line.is_empty()).map(walk::path_of).collect())
}

fn plan(args: &Args, case: &Case, roots: Vec<PathBuf>) -> Result<Plan, CommandError> {
    let passwords = match &args.password_file {
        Some(file) => {
            let text = std::fs::read_to_string(file).map_err(|e| {
                CommandError::bad_use(format!(
                    "the password file {} cannot be read: {}",
                    file.display(),
                    ingest::evidence::plain(&e)
                ))
            })?;
            text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
        }
        None => Vec::new(),
    };
    if !(args.timeout > 0.0 && args.timeout.is_finite()) {
        return Err(CommandError::bad_use("--timeout must be more than 0 seconds"));
    }
    let mib = 1024 * 1024;
    let mapping = call_tables::of_case(case)?;
    Ok(Plan {
        roots,
        filter: Filter::new(&args.include, &args.exclude)?,
        options: Options {
            passwords,
            country: case.settings().jurisdiction.clone().filter(|c| !c.is_empty()),
            calls: mapping.tables,
            chats: mapping.chats,
            render: None,
        },
        budgets: Budgets {
            memory: args.memory.max(64).saturating_mul(mib),
            timeout: Duration::from_secs_f64(args.timeout.min(1e6)),
            depth: args.depth,
            expanded: args.max_expanded.saturating_mul(mib),
            ..Budgets::default()
        },
        jobs: args.jobs.unwrap_or(0),
        retry_failed: args.retry_failed,
        dry_run: args.dry_run,
        batch: Batch { documents: args.batch.max(1), ..Batch::default() },
    })
}

/// Ctrl-C stops cleanly; a second one at once.
fn interruptible() -> Result<Arc<AtomicBool>, CommandError> {
    let cancel = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        signal_hook::flag::register_conditional_shutdown(signal, Exit::Internal as i32, cancel.clone())
            .and_then(|_| signal_hook::flag::register(signal, cancel.clone()))
            .map_err(|e| CommandError::internal(format!("cannot listen for Ctrl-C: {e}")))?;
    }
    Ok(cancel)
}

fn event(done: &Done) -> Value {
    json!({
        "event": "document",
        "document": done.sha256,
        "path": done.chain,
        "state": done.state.code(),
        "type": done.media_type,
        "units": done.units,
        "size": done.size,
        "gaps": done.gaps.iter().map(|gap| json!({"reason": gap.reason.code(), "detail": gap.detail, "member": gap.member})).collect::<Vec<_>>(),
    })
}

fn explain(done: &Done) {
    let why = done.gaps.first().map_or(String::new(), |gap| format!(" ({}: {})", gap.reason, gap.detail));
    eprintln!("{} {}{}", done.state.code(), harmless(&done.chain, false), harmless(&why, false));
}

fn report(
    global: &Global,
    summary: &Summary,
    after: (&Bound, &Recognised),
    scope: &crate::case::Scope,
    seconds: f64,
    dry_run: bool,
) {
    match global.format() {
        Format::Json => output::print_json(&summary_json(summary, after, scope, seconds, dry_run, false)),
        Format::Ndjson => output::print(&format!("{}\n", summary_json(summary, after, scope, seconds, dry_run, true))),
        Format::Csv => {
            let value = serde_json::to_value(summary).unwrap_or_default();
            let row = value.as_object().cloned().unwrap_or_default();
            let line = |items: Vec<String>| format!("{}\n", items.join(","));
            output::print(&line(row.keys().cloned().collect()));
            output::print(&line(row.values().map(Value::to_string).collect()));
        }
        Format::Table => people(global, summary, after, scope, seconds, dry_run),
    }
}

fn summary_json(
    summary: &Summary,
    (bound, recognised): (&Bound, &Recognised),
    scope: &crate::case::Scope,
    seconds: f64,
    dry_run: bool,
    event: bool,
) -> Value {
    let mut value = if event { json!({"event": "summary"}) } else { json!({"schema": "rogatory.index/1"}) };
    if let (Some(map), Value::Object(fields)) = (value.as_object_mut(), serde_json::to_value(summary).unwrap_or_default()) {
        map.insert("dry_run".into(), dry_run.into());
        map.extend(fields);
        map.insert("media".into(), serde_json::to_value(bound).unwrap_or_default());
        map.insert("ocr".into(), serde_json::to_value(recognised).unwrap_or_default());
        map.insert("took_ms".into(), ((seconds * 1000.0) as u64).into());
        map.insert("scope".into(), json!({
            "documents": scope.documents, "complete": scope.complete, "partial": scope.partial, "unreadable": scope.unreadable,
            "unopened": scope.unopened, "reasons": scope.reasons,
        }));
    }
    value
}

fn people(
    global: &Global,
    summary: &Summary,
    (bound, recognised): (&Bound, &Recognised),
    scope: &crate::case::Scope,
    seconds: f64,
    dry_run: bool,
) {
    use indicatif::{HumanBytes, HumanCount};
    let files = |n: u64| format!("{} {}", HumanCount(n), if n == 1 { "file" } else { "files" });
    if dry_run {
        output::print(&format!(
            "{} ({}): {} new, {} changed, {} unchanged, {} vanished. Nothing was written.\n",
            files(summary.files),
            HumanBytes(summary.bytes),
            summary.new,
            summary.changed,
            summary.unchanged,
            summary.vanished
        ));
        return;
    }
    if summary.untouched && !summary.interrupted {
        output::print(&format!(
            "{} ({}), all unchanged: nothing was read and nothing was written.\n",
            files(summary.files),
            HumanBytes(summary.bytes)
        ));
    } else {
        let rate = if seconds > 0.0 { summary.bytes as f64 / seconds } else { 0.0 };
        output::print(&format!(
            "{} ({}) in {:.1} s, {}/s: {} new, {} changed, {} unchanged, {} vanished, {}.\n",
            files(summary.files),
            HumanBytes(summary.bytes),
            seconds,
            HumanBytes(rate as u64),
            summary.new,
            summary.changed,
            summary.unchanged,
            summary.vanished,
            if summary.duplicates == 1 { "1 duplicate".to_owned() } else { format!("{} duplicates", summary.duplicates) }
        ));
        output::print(&format!("{} documents read, files inside other files included.\n", HumanCount(summary.read)));
    }
    if bound.named > 0 {
        let missing = match bound.missing {
            0 => "all lie beside their chats".to_owned(),
            1 => "1 of them does not lie beside its chat".to_owned(),
            n => format!("{n} of them do not lie beside their chats"),
        };
        let files = if bound.named == 1 { "1 file" } else { &format!("{} files", HumanCount(bound.named)) };
        output::print(&format!("Chats name {files}: {missing}.\n"));
    }
    if recognised.pages + recognised.failed > 0 {
        let doubtful = match recognised.low_confidence {
            0 => String::new(),
            n => format!(", {n} of them with doubtful words"),
        };
        let failed = if recognised.failed == 0 { String::new() } else { format!("; it failed on {}", recognised.failed) };
        let pages = if recognised.pages == 1 { "page or picture" } else { "pages and pictures" };
        output::print(&format!("Text was recognised on {} {pages}{doubtful}{failed}.\n", HumanCount(recognised.pages)));
    }
    let mut table = output::table(&["State", "Documents", "Why"]);
    for state in State::ALL {
        let count = scope.count(state);
        let why = if state == State::Complete { String::new() } else { scope.why(state) };
        table.add_row(vec![state.code().to_string(), HumanCount(count).to_string(), why]);
    }
    if scope.unopened > 0 {
        table.add_row(vec!["not opened".to_string(), HumanCount(scope.unopened).to_string(), "io_error".into()]);
    }
    output::print_table(&table);
    if summary.skipped > 0 {
        let these = if summary.skipped == 1 {
            "1 link, pipe or device was"
        } else {
            &format!("{} links, pipes and devices were", summary.skipped)
        };
        output::print(&format!("{these} not followed or opened; rogatory status lists them.\n"));
    }
    if scope.gaps() && !global.quiet {
        style::hint("rogatory status lists what could not be read, why, and what can be done");
    }
}
