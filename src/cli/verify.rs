//! `rogatory verify`: is everything still as it was recorded? Evidence, store, journal, index.

use indicatif::HumanCount;
use serde_json::json;

use super::output::{self, Format, harmless};
use super::{CommandError, Exit, Global, Outcome, style};
use crate::case::{Fault, Store};
use crate::ingest::audit;

/// Re-hash the evidence and check store, journal and index
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory verify              every byte of the evidence, the store and the index
  rogatory verify --quick      evidence by size and modification time only
  rogatory verify --json

Files inside containers are proven by their container: they can be taken out of it again, byte for byte.
Exit code 0: all as recorded. 4: something differs; each difference is named.")]
pub struct Args {
    /// Compare the evidence by size and modification time instead of reading it
    #[arg(long)]
    quick: bool,
    /// Do not note this check in the case's journal
    #[arg(long)]
    no_journal: bool,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let case = global.open_case()?;
    let show = !global.quiet && global.format() == Format::Table;
    let bar = super::progress::Counting::start(show, "files checked");
    let report = audit::verify(&case, args.quick, &mut |done, all| bar.at(done, all))?;
    bar.finish();
    match global.format() {
        Format::Json | Format::Ndjson => output::print_json(&json!({
            "schema": "rogatory.verify/1", "quick": args.quick, "intact": report.faults.is_empty(), "generation": report.generation,
            "files": report.files, "documents": report.documents, "journal_entries": report.journal_entries, "index_generation": report.index_generation,
            "faults": report.faults,
        })),
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            let _ = writer.write_record(["kind", "subject", "detail"]);
            for fault in &report.faults {
                let _ = writer.write_record([fault.kind, &fault.subject, &fault.detail]);
            }
            output::print(&output::sheet(writer));
        }
        Format::Table => people(&report, args.quick),
    }
    if !args.no_journal {
        note(&case, &report, args.quick, global)?;
    }
    Ok(if report.faults.is_empty() { Exit::Done } else { Exit::Integrity })
}

fn people(report: &audit::Report, quick: bool) {
    if report.faults.is_empty() {
        let how = if quick { "by size and time" } else { "byte for byte" };
        output::print(&format!(
            "All as recorded: {} files of evidence {how}, {} documents in the store, {} journal entries, the index at commit {}.\n",
            HumanCount(report.files),
            HumanCount(report.documents),
            HumanCount(report.journal_entries),
            report.generation
        ));
        return;
    }
    let mut table = output::table(&["What", "Which", "Difference"]);
    for Fault { kind, subject, detail } in &report.faults {
        table.add_row(vec![kind.to_string(), harmless(subject, false), harmless(detail, false)]);
    }
    output::print_table(&table);
    let count = report.faults.len();
    output::print(&format!("{count} {}.\n", if count == 1 { "difference" } else { "differences" }));
}

/// A check is part of the case's history, unless the case cannot be written to or is not whole.
fn note(case: &crate::case::Case, report: &audit::Report, quick: bool, global: &Global) -> Result<(), CommandError> {
    let broken = report.faults.iter().any(|fault| matches!(fault.kind, "store" | "journal"));
    if broken {
        return Ok(());
    }
    let noted = case
        .lock()
        .and_then(|_lock| Store::open(case.dir())?.journal("verify", &json!({"quick": quick, "faults": report.faults.len()})));
    if let Err(error) = noted
        && global.verbose
    {
        style::warning(&format!("this check is not in the journal: {error}"));
    }
    Ok(())
}
