//! `rogatory terms`: a list of queries, each answered on its own, and a report on all of them.

use std::collections::HashMap;
use std::path::PathBuf;

use comfy_table::CellAlignment;
use serde_json::{Value, json};

use super::output::{Format, harmless, print, print_json, print_table, table, width};
use super::passage_view::{highlighted, wrapped};
use super::search::{Conditions, exit, open, refusal, understood, unit_json};
use super::{CommandError, Global, Outcome, style};
use crate::search::{Answer, Searcher};

#[derive(Debug, clap::Args)]
#[command(after_help = "The file has one query a line (lines that begin with # are comments), or is a
CSV file with the columns id,query,note. Every query is answered on its own: a
document counts for each term that finds it; `unique` counts those no other
term finds.

Examples:
  rogatory terms pojmovi.txt
  rogatory terms pojmovi.csv --format csv > izvestaj.csv
  rogatory terms pojmovi.txt --type mail --since 2026-01")]
pub struct Args {
    /// The list of queries (- for standard input)
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub conditions: Conditions,
    /// Documents whose first passages are given for each term
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub passages: usize,
}

/// One line of the list.
struct Term {
    id: String,
    query: String,
    note: String,
}

/// One line of the report.
struct Line {
    term: Term,
    understood: String,
    answer: Answer,
    documents: Vec<i64>,
    hits: usize,
    unique: usize,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let terms = read(&args.file)?;
    let searcher = open(global)?;
    let mut lines = Vec::new();
    for term in terms {
        lines.push(answer(&searcher, term, &args)?);
    }
    let mut found: HashMap<i64, usize> = HashMap::new();
    for line in &lines {
        for document in &line.documents {
            *found.entry(*document).or_default() += 1;
        }
    }
    for line in &mut lines {
        line.unique = line.documents.iter().filter(|d| found.get(d) == Some(&1)).count();
    }
    let full = lines.iter().all(|line| line.answer.coverage.is_full());
    match global.format() {
        Format::Json => print_json(&to_json(&lines, found.len())),
        Format::Ndjson => lines.iter().for_each(|line| print(&format!("{}\n", line_json(line)))),
        Format::Csv => print(&csv(&lines)?),
        Format::Table => view(&lines, found.len(), global.color.stdout()),
    }
    for line in &lines {
        for note in &line.answer.notes {
            style::warning(&harmless(&format!("{}: {note}", line.term.id), false));
        }
    }
    Ok(exit(!found.is_empty(), full))
}

fn answer(searcher: &Searcher, term: Term, args: &Args) -> Result<Line, CommandError> {
    let place = |mut error: CommandError| {
        error.message = format!("term {}: {}", harmless(&term.id, false), error.message);
        error
    };
    let parsed = understood(&term.query).map_err(place)?;
    let mut request = args.conditions.request(parsed.query.clone())?;
    request.limit = args.passages;
    request.units = 1;
    let mut answer = searcher.search(&request).map_err(|refused| place(refusal(refused, &term.query)))?;
    answer.notes.splice(0..0, parsed.notes);
    let documents = answer.documents.clone();
    Ok(Line { understood: parsed.query.to_string(), hits: answer.units_total, documents, unique: 0, answer, term })
}

fn read(file: &PathBuf) -> Result<Vec<Term>, CommandError> {
    let shown = file.display();
    let text = if file.as_os_str() == "-" { std::io::read_to_string(std::io::stdin()) } else { std::fs::read_to_string(file) }
        .map_err(|e| CommandError::bad_use(format!("cannot read {shown}: {e}")))?;
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default().to_lowercase();
    let is_csv =
        file.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv")) || first.replace(' ', "").starts_with("id,query");
    let mut terms = Vec::new();
    if is_csv {
        let delimiter = if first.contains(';') && !first.contains(',') { b';' } else { b',' };
        let mut rows =
            csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
        let header = rows.headers().map_err(|e| CommandError::bad_use(format!("{shown}: {e}")))?.clone();
        let column = |name: &str| header.iter().position(|h| h.eq_ignore_ascii_case(name));
        let Some(query) = column("query") else {
            return Err(CommandError::bad_use(format!("{shown} has no column `query`")).hint("the columns are id,query,note"));
        };
        let (id, note) = (column("id"), column("note"));
        for (number, row) in rows.records().enumerate() {
            let row = row.map_err(|e| CommandError::bad_use(format!("{shown}: {e}")))?;
            let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().to_owned();
            let text = cell(Some(query));
            if text.is_empty() {
                continue;
            }
            let id = Some(cell(id)).filter(|id| !id.is_empty()).unwrap_or_else(|| (number + 1).to_string());
            terms.push(Term { id, query: text, note: cell(note) });
        }
    } else {
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                terms.push(Term { id: (number + 1).to_string(), query: line.to_owned(), note: String::new() });
            }
        }
    }
    if terms.is_empty() {
        return Err(
            CommandError::bad_use(format!("{shown} holds no query")).hint("write one query a line, or CSV with id,query,note")
        );
    }
    Ok(terms)
}

fn line_json(line: &Line) -> Value {
    json!({
        "id": line.term.id,
        "query": line.term.query,
        "understood_as": line.understood,
        "note": line.term.note,
        "documents": line.documents.len(),
        "hits": line.hits,
        "unique_documents": line.unique,
        "first": line.answer.hits.iter().map(|hit| json!({
            "document": hit.document.sha256,
            "path": hit.path,
            "citation": hit.citation,
            "units": hit.units.iter().map(unit_json).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "coverage": line.answer.coverage.to_json(),
        "notes": line.answer.notes,
    })
}

fn to_json(lines: &[Line], documents: usize) -> Value {
    json!({
        "schema": "rogatory.terms/1",
        "terms": lines.iter().map(line_json).collect::<Vec<_>>(),
        "documents": documents,
        "snapshot": lines.first().map(|line| line.answer.snapshot.clone()),
    })
}

fn csv(lines: &[Line]) -> Result<String, CommandError> {
    let failed = |e: &dyn std::fmt::Display| CommandError::internal(format!("cannot write CSV: {e}"));
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["id", "query", "note", "documents", "hits", "unique_documents", "first_passage", "citation"])
        .map_err(|e| failed(&e))?;
    for line in lines {
        let first = line.answer.hits.first();
        let passage =
            first.and_then(|hit| hit.units.first()).and_then(|unit| unit.passages.first()).map_or("", |p| p.text.as_str());
        out.write_record([
            line.term.id.as_str(),
            &line.term.query,
            &line.term.note,
            &line.documents.len().to_string(),
            &line.hits.to_string(),
            &line.unique.to_string(),
            passage,
            first.map_or("", |hit| hit.citation.as_str()),
        ])
        .map_err(|e| failed(&e))?;
    }
    Ok(super::output::sheet(out))
}

fn view(lines: &[Line], documents: usize, color: bool) {
    let columns = usize::from(width()).saturating_sub(2).max(40);
    let mut rows = table(&["Id", "Query", "Documents", "Hits", "Unique"]);
    for column in [2, 3, 4] {
        if let Some(column) = rows.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    for line in lines {
        let query =
            if line.term.note.is_empty() { line.term.query.clone() } else { format!("{} ({})", line.term.query, line.term.note) };
        rows.add_row([
            harmless(&line.term.id, false),
            harmless(&query, false),
            line.documents.len().to_string(),
            line.hits.to_string(),
            line.unique.to_string(),
        ]);
    }
    print_table(&rows);
    // Below the table, where neither a path nor a passage has to be cut.
    for line in lines {
        let Some(hit) = line.answer.hits.first() else { continue };
        let unit = hit.units.first();
        let place = unit.map_or_else(String::new, |unit| format!(", {}", unit.locator.label()));
        print(&format!("{}: {}\n", harmless(&line.term.id, false), harmless(&format!("{}{place}", hit.path), false)));
        if let Some(passage) = unit.and_then(|unit| unit.passages.first()) {
            print(&highlighted(passage, columns, "   ", color));
        }
    }
    let s = |n: usize| if n == 1 { "" } else { "s" };
    print(&wrapped(
        &format!("{} term{}, {documents} document{} in all.", lines.len(), s(lines.len()), s(documents)),
        columns,
        "",
    ));
    let mut said = Vec::new();
    for line in lines {
        let statement = line.answer.coverage.statement();
        if !said.contains(&statement) {
            print(&wrapped(&statement, columns, ""));
            said.push(statement);
        }
    }
}
