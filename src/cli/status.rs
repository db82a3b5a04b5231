//! `rogatory status`: the register of what was read, partly read, unreadable, and why.

use std::collections::BTreeMap;

use comfy_table::CellAlignment;
use indicatif::{HumanBytes, HumanCount};
use serde_json::{Value, json};

use super::output::{self, Format, harmless};
use super::{Exit, Global, Outcome, style};
use crate::case::{Case, Document, Settings, Skipped, SourceStatus, State, Store, Unopened};
use crate::extract::{Gap, Reason, formats};

/// What was read, partly read, unreadable, and why
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory status                          the whole register
  rogatory status --reason encrypted       only what needs a password
  rogatory status --json | jq '.failures[] | .path'

Exit code 0: everything in the case was read in full. 3: something was not.")]
pub struct Args {
    /// Only failures with this reason (may be given several times)
    #[arg(long, value_name = "CODE", value_parser = reason)]
    reason: Vec<Reason>,
    /// At most so many failures in the table (all if 0); JSON always has all
    #[arg(long, value_name = "N", default_value_t = 200)]
    limit: usize,
}

fn reason(code: &str) -> Result<Reason, String> {
    Reason::from_code(code).ok_or_else(|| format!("known reasons: {}", Reason::ALL.map(Reason::code).join(", ")))
}

/// One document that is not complete.
struct Failure {
    document: Option<(String, String)>,
    place: String,
    places: usize,
    state: &'static str,
    gaps: Vec<Gap>,
}

/// The whole register.
#[derive(Default)]
struct Register {
    documents: u64,
    text_bytes: u64,
    states: BTreeMap<State, u64>,
    kinds: BTreeMap<String, [u64; 3]>,
    languages: BTreeMap<String, u64>,
    sources: BTreeMap<String, Source>,
    failures: Vec<Failure>,
    skipped: Vec<Skipped>,
    reasons: BTreeMap<Reason, u64>,
    gone: BTreeMap<SourceStatus, u64>,
    /// Roots of runs that were stopped or are under way.
    unfinished: Vec<String>,
}

#[derive(Default)]
struct Source {
    documents: u64,
    states: [u64; 3],
    unopened: u64,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let case = global.open_case()?;
    let store = Store::read_only(case.dir())?;
    let mut register = gather(&store)?;
    register.unfinished = store.unfinished()?.into_iter().map(|run| run.root).collect();
    let incomplete = !register.failures.is_empty() || !register.unfinished.is_empty();
    if !args.reason.is_empty() {
        register.failures.retain(|failure| failure.gaps.iter().any(|gap| args.reason.contains(&gap.reason)));
    }
    match global.format() {
        Format::Json => output::print_json(&to_json(&case, &store, &register)?),
        Format::Ndjson => register.failures.iter().for_each(|failure| output::print(&format!("{}\n", failure_json(failure)))),
        Format::Csv => csv(&register),
        Format::Table => people(&case, &register, &args, global.quiet),
    }
    Ok(if incomplete { Exit::Gaps } else { Exit::Done })
}

fn place(state: State) -> usize {
    match state {
        State::Complete => 0,
        State::Partial => 1,
        State::Unreadable => 2,
    }
}

fn gather(store: &Store) -> Result<Register, crate::case::Error> {
    let mut register = Register::default();
    for document in store.documents()? {
        add(&mut register, store, document)?;
    }
    for Unopened { path, root, gap } in store.unopened()? {
        register.sources.entry(root).or_default().unopened += 1;
        *register.reasons.entry(gap.reason).or_default() += 1;
        register.failures.push(Failure { document: None, place: path, places: 1, state: "not opened", gaps: vec![gap] });
    }
    register
        .failures
        .sort_by(|a, b| (a.gaps.first().map(|g| g.reason), &a.place).cmp(&(b.gaps.first().map(|g| g.reason), &b.place)));
    register.skipped = store.skipped()?;
    register.gone = store.gone()?;
    Ok(register)
}

fn add(register: &mut Register, store: &Store, document: Document) -> Result<(), crate::case::Error> {
    let at = place(document.state);
    register.documents += 1;
    register.text_bytes += document.text_bytes;
    *register.states.entry(document.state).or_default() += 1;
    register.kinds.entry(document.media_type.clone()).or_default()[at] += 1;
    // The language of most of its text; a document in two languages counts once.
    let language = document
        .languages
        .first()
        .cloned()
        .unwrap_or_else(|| if document.unit_count == 0 { "no text".into() } else { "unknown".into() });
    *register.languages.entry(language).or_default() += 1;
    let places = store.paths(document.id)?;
    let mut roots: Vec<&str> = places.iter().map(|p| p.root.as_str()).collect();
    roots.sort_unstable();
    roots.dedup();
    for root in roots {
        let source = register.sources.entry(root.to_string()).or_default();
        source.documents += 1;
        source.states[at] += 1;
    }
    let mut reasons: Vec<Reason> = document.gaps.iter().map(|gap| gap.reason).collect();
    reasons.sort_unstable();
    reasons.dedup();
    for reason in reasons {
        *register.reasons.entry(reason).or_default() += 1;
    }
    if document.state != State::Complete {
        let short = store.short_id(&document.sha256)?;
        register.failures.push(Failure {
            place: places.first().map(|p| p.display.clone()).unwrap_or_default(),
            places: places.len(),
            state: document.state.code(),
            document: Some((short, document.sha256)),
            gaps: document.gaps,
        });
    }
    Ok(())
}

fn failure_json(failure: &Failure) -> Value {
    let gaps: Vec<Value> = failure
        .gaps
        .iter()
        .map(|gap| {
            json!({
                "reason": gap.reason.code(), "detail": gap.detail, "member": gap.member, "remedy": gap.reason.remedy(),
                "locator": gap.locator.as_ref().map(|locator| locator.to_json()),
            })
        })
        .collect();
    let document = failure.document.as_ref().map(|(_, full)| full);
    json!({"document": document, "path": failure.place, "places": failure.places, "state": failure.state, "gaps": gaps})
}

fn to_json(case: &Case, store: &Store, register: &Register) -> Result<Value, crate::case::Error> {
    let Settings { number, title, authority, jurisdiction, languages, evidence_roots, .. } = case.settings();
    let count = |state| register.states.get(&state).copied().unwrap_or(0);
    let unopened: u64 = register.sources.values().map(|s| s.unopened).sum();
    let kinds: Vec<Value> = register
        .kinds
        .iter()
        .map(|(kind, [c, p, u])| json!({"type": kind, "documents": c + p + u, "complete": c, "partial": p, "unreadable": u}))
        .collect();
    let sources: Vec<Value> = register
        .sources
        .iter()
        .map(|(root, source)| {
            let [c, p, u] = source.states;
            json!({"root": root, "documents": source.documents, "complete": c, "partial": p, "unreadable": u, "unopened": source.unopened})
        })
        .collect();
    Ok(json!({
        "schema": "rogatory.status/1",
        "case": {
            "dir": case.dir().to_string_lossy(), "number": number, "title": title, "authority": authority, "jurisdiction": jurisdiction,
            "languages": languages, "evidence_roots": evidence_roots.iter().map(|r| r.to_string_lossy()).collect::<Vec<_>>(),
        },
        "generation": store.generation()?,
        "documents": register.documents,
        "complete": count(State::Complete),
        "partial": count(State::Partial),
        "unreadable": count(State::Unreadable),
        "unopened": unopened,
        "text_bytes": register.text_bytes,
        "reasons": register.reasons.iter().map(|(reason, n)| (reason.code().to_string(), *n)).collect::<BTreeMap<_, _>>(),
        "types": kinds,
        "languages": register.languages,
        "sources": sources,
        "changed": register.gone.get(&SourceStatus::Changed).copied().unwrap_or(0),
        "vanished": register.gone.get(&SourceStatus::Vanished).copied().unwrap_or(0),
        "unfinished_runs": register.unfinished,
        "failures": register.failures.iter().map(failure_json).collect::<Vec<_>>(),
        "skipped": register.skipped,
    }))
}

fn csv(register: &Register) {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let _ = writer.write_record(["document", "path", "places", "state", "reason", "detail", "remedy"]);
    for failure in &register.failures {
        for gap in &failure.gaps {
            let document = failure.document.as_ref().map_or("", |(_, full)| full);
            let places = failure.places.to_string();
            let _ = writer.write_record([
                document,
                &failure.place,
                &places,
                failure.state,
                gap.reason.code(),
                &gap.detail,
                gap.reason.remedy(),
            ]);
        }
    }
    output::print(&output::sheet(writer));
}

fn people(case: &Case, register: &Register, args: &Args, quiet: bool) {
    let settings = case.settings();
    let heading: Vec<&str> = [&settings.number, &settings.title, &settings.authority]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .filter(|s| !s.is_empty())
        .collect();
    if !heading.is_empty() {
        output::print(&format!("{}\n", harmless(&heading.join(" · "), false)));
    }
    if register.documents == 0 && register.failures.is_empty() && register.unfinished.is_empty() {
        output::print("Nothing has been indexed yet: rogatory index PATH…\n");
        return;
    }
    let count = |state| register.states.get(&state).copied().unwrap_or(0);
    output::print(&format!(
        "{} documents, {} of text: {} complete, {} partial, {} unreadable.\n",
        HumanCount(register.documents),
        HumanBytes(register.text_bytes),
        count(State::Complete),
        count(State::Partial),
        count(State::Unreadable)
    ));
    for root in &register.unfinished {
        output::print(&format!(
            "A run of `rogatory index` over {} has not come to its end: files it had not\nreached are missing here; run it again.\n",
            harmless(root, false)
        ));
    }
    for (status, number) in &register.gone {
        output::print(&format!(
            "{number} earlier {} {}; the record of the old bytes is kept.\n",
            if *number == 1 { "file has" } else { "files have" },
            status.code()
        ));
    }
    // Who asks for one reason wants its documents, not the register.
    if !args.reason.is_empty() {
        if register.failures.is_empty() {
            output::print("None of them for this reason.\n");
        }
        failures(register, args, quiet);
        return;
    }
    let mut kinds: Vec<_> = register.kinds.iter().map(|(kind, states)| (formats::name_of(kind).to_owned(), *states)).collect();
    kinds.sort_by_key(|(name, _)| name.to_lowercase());
    table_by("Kind", kinds.into_iter());
    let mut languages: Vec<_> = register.languages.iter().collect();
    languages.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    output::print("\n");
    let mut table = output::table(&["Main language", "Documents"]);
    for (language, number) in languages {
        table.add_row(vec![language.clone(), HumanCount(*number).to_string()]);
    }
    right(&mut table, 1..2);
    output::print_table(&table);
    output::print("\n");
    table_by("Source", register.sources.iter().map(|(root, source)| (harmless(root, false), source.states)));
    failures(register, args, quiet);
    if !register.skipped.is_empty() {
        output::print("\n");
        let mut table = output::table(&["Not followed or opened", "Because it is"]);
        for skipped in &register.skipped {
            table.add_row(vec![harmless(&skipped.path, false), harmless(&skipped.what, false)]);
        }
        output::print_table(&table);
    }
}

fn table_by(name: &str, rows: impl Iterator<Item = (String, [u64; 3])>) {
    let mut table = output::table(&[name, "Documents", "complete", "partial", "unreadable"]);
    for (name, states) in rows {
        let mut row = vec![name, HumanCount(states.iter().sum()).to_string()];
        row.extend(states.map(|n| HumanCount(n).to_string()));
        table.add_row(row);
    }
    right(&mut table, 1..5);
    output::print_table(&table);
}

fn right(table: &mut comfy_table::Table, columns: std::ops::Range<usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

fn failures(register: &Register, args: &Args, quiet: bool) {
    if register.failures.is_empty() {
        return;
    }
    let limit = args.limit;
    let shown = if limit == 0 { register.failures.len() } else { limit.min(register.failures.len()) };
    output::print("\n");
    let mut table = output::table(&["Document", "Reason", "What happened"]);
    for failure in &register.failures[..shown] {
        let id = failure.document.as_ref().map_or("–".into(), |(short, _)| short.clone());
        let more = if failure.places > 1 { format!(" (and {} more places)", failure.places - 1) } else { String::new() };
        let mut reasons: Vec<&str> = failure.gaps.iter().map(|gap| gap.reason.code()).collect();
        reasons.dedup();
        // With one source, whose folder stands in the table above, the path below it is enough.
        let place = match (register.sources.len(), register.sources.keys().next()) {
            (1, Some(root)) => {
                failure.place.strip_prefix(root.as_str()).map_or(failure.place.as_str(), |p| p.trim_start_matches('/'))
            }
            _ => failure.place.as_str(),
        };
        let mut what = format!("{}{more}", harmless(if place.is_empty() { &failure.place } else { place }, false));
        for gap in failure.gaps.iter().take(3) {
            let place = gap.locator.as_ref().map(|l| format!("{}: ", l.label())).unwrap_or_default();
            let member = gap.member.as_ref().map(|m| format!("{m}: ")).unwrap_or_default();
            what.push_str(&format!("\n{}", harmless(&format!("{place}{member}{}", gap.detail), false)));
        }
        if failure.gaps.len() > 3 {
            what.push_str(&format!("\nand {} more gaps", failure.gaps.len() - 3));
        }
        table.add_row(vec![format!("{id}\n{}", failure.state), reasons.join("\n"), what]);
    }
    output::print_table(&table);
    if shown < register.failures.len() {
        output::print(&format!("{} more: rogatory status --limit 0 shows all.\n", register.failures.len() - shown));
    }
    if !quiet {
        for (reason, number) in register.reasons.iter().filter(|(r, _)| args.reason.is_empty() || args.reason.contains(r)) {
            style::hint(&format!("{reason} ({number}): {}", reason.remedy()));
        }
    }
}
