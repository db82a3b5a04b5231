//! `rogatory mla check`: ready, or not and why.

use std::path::PathBuf;

use super::basis::wrap;
use super::common;
use crate::cli::output::{Format, harmless, print, print_json};
use crate::cli::{Exit, Global, Outcome};
use crate::mla::checks::{Finding, Report, Status};
use crate::mla::request::Request;
use crate::mla::rules::{Kind, Severity};

/// Check a request: contents required by every instrument relied on, reasons why requests come back, languages, names, citations.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  rogatory mla check request.toml\n  rogatory mla check request.toml --strict --json\n  \
    rogatory mla check request.toml --all --on 2026-03-02\n\nExit code 0 ready, 1 not ready, 2 the file does not parse, \
    4 a citation no longer matches its evidence.\n\
    Protected persons ([[protected]] in case.toml, `code` in the request): see `rogatory mla --help`.")]
pub struct Args {
    /// The request
    #[arg(value_name = "FILE.toml")]
    file: PathBuf,
    /// Ready only without warnings and open questions
    #[arg(long)]
    strict: bool,
    /// Show also hints, the source of every question, and every required content with its state
    #[arg(long)]
    all: bool,
    /// The day that counts [default: today, or the day the request bears if that is still to come]
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let (request, source) = common::request(&args.file)?;
    // Telephones of persons who carry a code are compared by the numbering plans.
    if !request.persons.is_empty() {
        crate::identifiers::read_plans_ahead();
    }
    let on = common::day_it_goes(&request, args.on.as_deref())?;
    let library = common::library(global)?;
    let desk = common::desk(global)?;
    let report = common::checked(&request, Some(&source), &args.file, &library, &desk, on, global)?;
    match global.format() {
        Format::Json => print_json(&report.to_json(args.strict)),
        Format::Ndjson => {
            let value = report.to_json(args.strict);
            for finding in value["findings"].as_array().into_iter().flatten() {
                print(&format!("{finding}\n"));
            }
        }
        Format::Csv => csv(&report),
        Format::Table => print(&harmless(&view(&report, &request, &args), true)),
    }
    Ok(exit(&report, args.strict))
}

/// The exit code a report stands for.
pub fn exit(report: &Report, strict: bool) -> Exit {
    match (report.integrity_broken(), report.ready(strict)) {
        (true, _) => Exit::Integrity,
        (false, true) => Exit::Done,
        (false, false) => Exit::Nothing,
    }
}

fn csv(report: &Report) {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let _ = writer.write_record(["severity", "kind", "id", "reason", "reference", "field", "line", "column", "message", "fix"]);
    for finding in &report.findings {
        let _ = writer.write_record([
            finding.severity.word(),
            kind(finding),
            &finding.id,
            &finding.reason.map(|reason| reason.to_string()).unwrap_or_default(),
            &finding.reference,
            &finding.field,
            &finding.place.map(|(line, _)| line.to_string()).unwrap_or_default(),
            &finding.place.map(|(_, column)| column.to_string()).unwrap_or_default(),
            &finding.message,
            &finding.fix,
        ]);
    }
    print(&super::super::output::sheet(writer));
}

fn kind(finding: &Finding) -> &'static str {
    match finding.kind {
        Kind::Finding => "finding",
        Kind::Question => "question",
    }
}

pub fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

fn place(finding: &Finding) -> String {
    finding.place.map(|(line, column)| format!(", line {line}, column {column}")).unwrap_or_default()
}

fn reason(finding: &Finding) -> String {
    finding.reason.map(|reason| format!(", reason {reason}")).unwrap_or_default()
}

/// The open questions: what the request does not say, and only the clerk can. Always shown, in one line or two each.
fn asked(report: &Report, all: bool) -> String {
    let mut text = String::new();
    for question in report.findings.iter().filter(|finding| finding.kind == Kind::Question) {
        if text.is_empty() {
            text.push_str("\nOpen questions (fill the field, or answer the name in brackets in [[answers]])\n");
        }
        text.push_str(&wrap(&format!("  ? {} [{}{}]", question.message, question.id, place(question)), "    "));
        // A question of a rule says what to write; what weighs more also says what to do.
        if all || question.severity != Severity::Hint {
            text.push_str(&wrap(&format!("    → {}", question.fix), "      "));
        }
        if all {
            text.push_str(&wrap(&format!("    {}{}; {}", question.field, reason(question), question.reference), "      "));
        }
    }
    text
}

fn view(report: &Report, request: &Request, args: &Args) -> String {
    let header = &request.hdr;
    let number = if header.own_ref.trim().is_empty() { "without number" } else { header.own_ref.trim() };
    let mut text = wrap(
        &format!(
            "{number} · {} · {} asks {} · checked for {}",
            request.form.id(),
            header.requesting_state.english(),
            header.requested_state.english(),
            report.on
        ),
        "  ",
    );
    if report.instruments.is_empty() {
        text.push_str("Held against no instrument: none of those named is established between the two.\n");
    } else {
        text.push_str(&wrap(&format!("Held against {}", report.instruments.join(", ")), "  "));
    }
    let count = |severity: Severity, kind: Kind| {
        report.findings.iter().filter(|finding| finding.severity == severity && finding.kind == kind).count()
    };
    let questions = report.findings.iter().filter(|finding| finding.kind == Kind::Question).count();
    let summary = [
        plural(count(Severity::Error, Kind::Finding), "error"),
        plural(count(Severity::Warning, Kind::Finding), "warning"),
        plural(count(Severity::Hint, Kind::Finding), "hint"),
        plural(questions, "question"),
    ]
    .join(", ");
    let verdict = match exit(report, args.strict) {
        Exit::Done => "READY",
        Exit::Integrity => "NOT READY: THE EVIDENCE DOES NOT MATCH",
        _ => "NOT READY",
    };
    text.push_str(&format!("\n{verdict}   {summary}\n"));
    let mut left_out = 0;
    for finding in report.findings.iter().filter(|finding| finding.kind == Kind::Finding) {
        if finding.severity == Severity::Hint && !args.all {
            left_out += 1;
            continue;
        }
        text.push_str(&format!("\n{}  {}{}\n", finding.severity.word(), finding.field, place(finding)));
        text.push_str(&wrap(&format!("  {}", finding.message), "  "));
        text.push_str(&wrap(&format!("  → {}", finding.fix), "    "));
        text.push_str(&wrap(&format!("  [{}{}; {}]", finding.id, reason(finding), finding.reference), "   "));
    }
    text.push_str(&asked(report, args.all));
    let of = |status: Status| report.requirements.iter().filter(|one| one.status == status).count();
    text.push('\n');
    text.push_str(&wrap(
        &format!(
            "Required contents: {} satisfied, {} missing, {} weak, {} left to your judgement, {} not applicable",
            of(Status::Satisfied),
            of(Status::Missing),
            of(Status::Weak),
            of(Status::Unjudged),
            of(Status::NotApplicable)
        ),
        "  ",
    ));
    for one in &report.requirements {
        let mark = match one.status {
            Status::Satisfied if args.all => "satisfied",
            Status::Unjudged if args.all => "judge",
            Status::Missing => "missing",
            Status::Weak => "weak",
            _ => continue,
        };
        let must = if one.mandatory { "" } else { " (advised)" };
        text.push_str(&wrap(&format!("  {mark} · {}: {}{must}", one.reference, one.requirement), "    "));
    }
    let holds = report.citations.iter().filter(|one| one.state.word() == "holds").count();
    if !report.citations.is_empty() {
        text.push_str(&format!("Citations: {holds} of {} hold against the evidence\n", report.citations.len()));
    }
    if left_out > 0 {
        text.push_str(&format!("{} not shown; --all shows them.\n", plural(left_out, "hint")));
    }
    text
}
