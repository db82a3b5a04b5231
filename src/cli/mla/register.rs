//! `rogatory mla register`: requests of the case, outgoing and incoming, with their deadlines.

use std::path::PathBuf;

use clap::Subcommand;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::common;
use crate::cli::output::{self, Format, harmless, print, print_json};
use crate::cli::{CommandError, Exit, Global, Outcome};
use crate::mla::register::{Deadline, Direction, Due, Entry, FILE, Register, Status, YearLine};
use crate::mla::request::{Request, State};

/// The register of requests of the case (`mla-register.toml` beside `case.toml`).
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  rogatory mla register add --request request.toml\n  rogatory mla register update 'KTO 31/2026' --status sent --sent 2026-03-02\n  \
    rogatory mla register due --days 14\n  rogatory mla register report --year 2026 --format csv"
)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// All requests
    #[command(after_help = "Examples:\n  rogatory mla register list\n  rogatory mla register list --open --json")]
    List {
        /// Only what is still open
        #[arg(long)]
        open: bool,
    },
    /// Enter a request
    Add(Add),
    /// What happened to a request
    Update(Update),
    /// What is due: deadlines, preservation expiry, reminders; exit 1 if nothing is
    #[command(after_help = "Examples:\n  rogatory mla register due\n  rogatory mla register due --days 14 --on 2026-03-02")]
    Due {
        /// Look this many days ahead
        #[arg(long, value_name = "N", default_value_t = 30)]
        days: i32,
        /// Remind after this many days without receipt: them, or ourselves of a request that came in
        #[arg(long, value_name = "N")]
        receipt_days: Option<u32>,
        /// The day that counts [default: today]
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
    },
    /// Figures of a year, by State
    #[command(after_help = "Examples:\n  rogatory mla register report --year 2026 --format csv")]
    Report {
        #[arg(long, value_name = "YEAR")]
        year: Option<i16>,
        /// The day that counts for open requests [default: today]
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  rogatory mla register add --request request.toml\n  rogatory mla register add --number 55/26 --state DE --incoming"
)]
struct Add {
    /// Take number, State, form and deadlines from a request file
    #[arg(long, value_name = "FILE.toml")]
    request: Option<PathBuf>,
    /// Number of the request (theirs, for an incoming one)
    #[arg(long, value_name = "NUMBER", required_unless_present = "request")]
    number: Option<String>,
    /// The other State
    #[arg(long, value_name = "STATE", required_unless_present = "request")]
    state: Option<String>,
    /// The request came in
    #[arg(long)]
    incoming: bool,
    #[arg(long, value_name = "FORM", default_value = "classical")]
    form: String,
    #[arg(long, value_name = "TEXT", default_value = "")]
    subject: String,
    /// Day it was sent; for an incoming request, the day it came in
    #[arg(long, value_name = "DATE")]
    sent: Option<String>,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  rogatory mla register update 'KTO 31/2026' --status sent --sent 2026-03-02")]
struct Update {
    /// Our number, or theirs
    #[arg(value_name = "NUMBER")]
    number: String,
    /// draft, sent, received, in_execution, partly_executed, executed, refused, postponed, withdrawn
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// Day it was sent; for an incoming request, the day it came in
    #[arg(long, value_name = "DATE")]
    sent: Option<String>,
    /// Day of their receipt; of ours, for an incoming request
    #[arg(long, value_name = "DATE")]
    receipt: Option<String>,
    #[arg(long, value_name = "NUMBER")]
    their_number: Option<String>,
    #[arg(long, value_name = "DATE")]
    answered: Option<String>,
    #[arg(long, value_name = "DATE")]
    closed: Option<String>,
    /// A deadline, "DATE what"; may be repeated
    #[arg(long, value_name = "DATE WHAT")]
    deadline: Vec<String>,
    /// A reminder went out: day and way
    #[arg(long, value_name = "TEXT")]
    reminded: Option<String>,
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let case = global.open_case()?;
    let path = case.dir().join(FILE);
    let mut register = Register::load(&path).map_err(CommandError::bad_use)?;
    match args.command {
        Command::List { open } => Ok(list(&register, open, global)),
        Command::Add(add) => {
            let entry = entered(&add)?;
            if register.entries.iter().any(|known| known.number == entry.number && known.direction == entry.direction) {
                return Err(CommandError::bad_use(format!("{} is in the register already", entry.number))
                    .hint("`rogatory mla register update` changes it"));
            }
            let said = format!(
                "{} entered: {} {}, {} deadlines\n",
                entry.number,
                entry.direction.word(),
                entry.state,
                entry.deadlines.len()
            );
            register.entries.push(entry);
            register.save(&path).map_err(CommandError::internal)?;
            print(&harmless(&said, true));
            Ok(Exit::Done)
        }
        Command::Update(update) => {
            let known: Vec<String> = register.entries.iter().map(|entry| entry.number.clone()).collect();
            let at = register.find(&update.number);
            let Some(entry) = at.and_then(|at| register.entries.get_mut(at)) else {
                return Err(common::unknown(
                    "request in the register with the number",
                    &update.number,
                    known.iter().map(String::as_str),
                ));
            };
            changed(entry, &update)?;
            entry.in_order().map_err(|wrong| CommandError::bad_use(wrong).hint("nothing was written; correct the day"))?;
            let said = format!("{}: {}\n", entry.number, entry.status.word());
            register.save(&path).map_err(CommandError::internal)?;
            print(&harmless(&said, true));
            Ok(Exit::Done)
        }
        Command::Due { days, receipt_days, on } => {
            let on = common::day(on.as_deref())?;
            let due = register.due(on, days, receipt_days);
            show_due(&due, on, global);
            Ok(if due.is_empty() { Exit::Nothing } else { Exit::Done })
        }
        Command::Report { year, on } => {
            report(&register.report(year, common::day(on.as_deref())?), year, global);
            Ok(Exit::Done)
        }
    }
}

fn date(given: Option<&String>) -> Result<Option<Date>, CommandError> {
    given.map(|text| common::day(Some(text))).transpose()
}

fn entered(add: &Add) -> Result<Entry, CommandError> {
    let mut entry = match &add.request {
        Some(path) => {
            let (request, _): (Request, _) = common::request(path)?;
            let entry = Entry::of_request(&request, &path.display().to_string());
            if entry.number.is_empty() && add.number.is_none() {
                return Err(
                    CommandError::bad_use(format!("{} has no number", path.display())).hint("fill hdr.own_ref, or give --number")
                );
            }
            entry
        }
        None => Entry { form: add.form.clone(), subject: add.subject.clone(), ..Entry::default() },
    };
    if let Some(number) = &add.number {
        entry.number = number.trim().to_string();
    }
    if let Some(state) = &add.state {
        entry.state = State::new(state).map_err(CommandError::bad_use)?.code().to_string();
    }
    if !add.subject.is_empty() {
        entry.subject = add.subject.clone();
    }
    entry.sent = date(add.sent.as_ref())?;
    if add.incoming {
        entry.direction = Direction::Incoming;
        entry.status = Status::Received;
    } else if entry.sent.is_some() {
        entry.status = Status::Sent;
    }
    Ok(entry)
}

fn changed(entry: &mut Entry, update: &Update) -> Result<(), CommandError> {
    if let Some(word) = &update.status {
        entry.status = Status::from_word(word)
            .ok_or_else(|| common::unknown("status", word, Status::ALL.iter().map(|status| status.word())))?;
    }
    for (slot, given) in [
        (&mut entry.sent, &update.sent),
        (&mut entry.receipt, &update.receipt),
        (&mut entry.answered, &update.answered),
        (&mut entry.closed, &update.closed),
    ] {
        if let Some(day) = date(given.as_ref())? {
            *slot = Some(day);
        }
    }
    if update.status.is_none() && update.sent.is_some() && entry.status == Status::Draft {
        entry.status = Status::Sent;
    }
    if let Some(number) = &update.their_number {
        entry.their_number = number.trim().to_string();
    }
    for given in &update.deadline {
        let (day, what) = given.split_once(' ').ok_or_else(|| {
            CommandError::bad_use(format!("\"{given}\" is not a deadline")).hint("write it like '2026-05-01 preservation ends'")
        })?;
        entry.deadlines.push(Deadline { on: common::day(Some(day))?, what: what.trim().to_string(), reference: String::new() });
    }
    entry.deadlines.sort_by_key(|deadline| deadline.on);
    entry.reminders.extend(update.reminded.clone());
    if let Some(note) = &update.note {
        entry.note = note.clone();
    }
    Ok(())
}

fn day(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn entry_json(entry: &Entry) -> Value {
    json!({
        "number": entry.number, "direction": entry.direction.word(), "state": entry.state, "form": entry.form, "subject": entry.subject,
        "file": entry.file, "status": entry.status.word(), "sent": entry.sent.map(|d| d.to_string()),
        "receipt": entry.receipt.map(|d| d.to_string()), "their_number": entry.their_number,
        "answered": entry.answered.map(|d| d.to_string()), "closed": entry.closed.map(|d| d.to_string()), "open": entry.is_open(),
        "deadlines": entry.deadlines.iter().map(|d| json!({ "on": d.on.to_string(), "what": d.what, "reference": d.reference })).collect::<Vec<_>>(),
        "reminders": entry.reminders, "note": entry.note,
    })
}

fn list(register: &Register, open: bool, global: &Global) -> Exit {
    let entries: Vec<&Entry> = register.entries.iter().filter(|entry| !open || entry.is_open()).collect();
    let next = |entry: &Entry| entry.deadlines.first().filter(|_| entry.is_open()).map(|d| d.on.to_string()).unwrap_or_default();
    match global.format() {
        Format::Json | Format::Ndjson => print_json(
            &json!({ "schema": "rogatory.mla_register/1", "requests": entries.iter().map(|entry| entry_json(entry)).collect::<Vec<_>>() }),
        ),
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            let _ = writer.write_record([
                "number",
                "direction",
                "state",
                "form",
                "status",
                "sent",
                "receipt",
                "answered",
                "next_deadline",
            ]);
            for entry in entries {
                let (sent, receipt, answered) = (day(entry.sent), day(entry.receipt), day(entry.answered));
                let _ = writer.write_record([
                    entry.number.as_str(),
                    entry.direction.word(),
                    &entry.state,
                    &entry.form,
                    entry.status.word(),
                    &sent,
                    &receipt,
                    &answered,
                    &next(entry),
                ]);
            }
            print(&output::sheet(writer));
        }
        Format::Table if entries.is_empty() => print("The register is empty.\n"),
        Format::Table => {
            let mut table = output::table(&["number", "", "State", "form", "status", "sent", "next"]);
            for entry in entries {
                let arrow = if entry.direction == Direction::Incoming { "in" } else { "out" };
                table.add_row([
                    harmless(&entry.number, false),
                    arrow.to_string(),
                    entry.state.clone(),
                    entry.form.clone(),
                    entry.status.word().to_string(),
                    day(entry.sent),
                    next(entry),
                ]);
            }
            output::print_table(&table);
        }
    }
    Exit::Done
}

fn show_due(due: &[Due], on: Date, global: &Global) {
    match global.format() {
        Format::Json | Format::Ndjson => print_json(&json!({
            "schema": "rogatory.mla_due/1", "on": on.to_string(),
            "due": due.iter().map(|one| json!({
                "on": one.on.to_string(), "days_left": one.days_left, "number": one.number, "state": one.state, "what": one.what,
                "reference": one.reference,
            })).collect::<Vec<_>>(),
        })),
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            let _ = writer.write_record(["on", "days_left", "number", "state", "what", "reference"]);
            for one in due {
                let (on, left) = (one.on.to_string(), one.days_left.to_string());
                let _ = writer.write_record([&on, &left, &one.number, &one.state, &one.what, &one.reference]);
            }
            print(&output::sheet(writer));
        }
        Format::Table if due.is_empty() => print("Nothing is due.\n"),
        Format::Table => {
            let mut table = output::table(&["day", "left", "number", "State", "what"]);
            for one in due {
                let left =
                    if one.days_left < 0 { format!("{} days ago", -one.days_left) } else { format!("{} days", one.days_left) };
                table.add_row([
                    one.on.to_string(),
                    left,
                    harmless(&one.number, false),
                    one.state.clone(),
                    harmless(&one.what, false),
                ]);
            }
            output::print_table(&table);
        }
    }
}

fn report(lines: &[YearLine], year: Option<i16>, global: &Global) {
    let number = |value: Option<i32>| value.map(|value| value.to_string()).unwrap_or_default();
    match global.format() {
        Format::Json | Format::Ndjson => print_json(&json!({
            "schema": "rogatory.mla_report/1", "year": year,
            "lines": lines.iter().map(|line| json!({
                "direction": line.direction.word(), "state": line.state, "total": line.total, "executed": line.executed, "refused": line.refused,
                "open": line.open, "without_receipt": line.without_receipt, "median_days": line.median_days,
                "oldest_open_days": line.oldest_open_days,
            })).collect::<Vec<_>>(),
        })),
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            let _ = writer.write_record([
                "direction",
                "state",
                "total",
                "executed",
                "refused",
                "open",
                "without_receipt",
                "median_days",
                "oldest_open_days",
            ]);
            for line in lines {
                let figures = [line.total, line.executed, line.refused, line.open, line.without_receipt].map(|n| n.to_string());
                let mut record = vec![line.direction.word().to_string(), line.state.clone()];
                record.extend(figures);
                record.extend([number(line.median_days), number(line.oldest_open_days)]);
                let _ = writer.write_record(&record);
            }
            print(&output::sheet(writer));
        }
        Format::Table => {
            let mut table = output::table(&["", "State", "all", "done", "refused", "open", "no receipt", "median", "oldest"]);
            for line in lines {
                let arrow = if line.direction == Direction::Incoming { "in" } else { "out" };
                let mut record = vec![arrow.to_string(), line.state.clone()];
                record.extend([line.total, line.executed, line.refused, line.open, line.without_receipt].map(|n| n.to_string()));
                record.extend([number(line.median_days), number(line.oldest_open_days)]);
                table.add_row(record);
            }
            output::print_table(&table);
            if !lines.is_empty() && !global.quiet {
                print("no receipt: theirs for requests that went out, ours for those that came in\n");
                print("median: days to the answer; oldest: days the oldest open one has waited\n");
            }
        }
    }
}
