//! `rogatory law compare`: the matrix in pages of columns, and as HTML, DOCX, PDF, CSV, JSON.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::{Value, json};

use super::super::output::{self, Format};
use super::super::{CommandError, Exit, Global, Outcome};
use super::view;
use crate::law::compare::{self, CellKind, Comparison};
use crate::law::standard::Standard;
use crate::law::terms::Fact;
use crate::law::vocabulary::Vocabulary;
use crate::render;

/// Elements, penalties and aggravations of several States side by side
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory law compare trafficking_in_persons --in RS,AL,DE --with UN-TIP-3
  rogatory law compare smuggling_of_migrants --in BA,HR,AT --rows gain,penalty
  rogatory law compare trafficking_in_persons --in BA,BA-FBIH,BA-RS,BA-BRC
  rogatory law compare smuggling_of_migrants --in RS,DE --to docx --out annex")]
pub struct Args {
    /// A concept; `rogatory law concepts` lists them
    concept: String,
    /// States, or parts with their own code
    #[arg(long = "in", value_delimiter = ',', required = true, value_name = "ISO,…")]
    states: Vec<String>,
    /// Standards as further columns, and what each State lacks against them
    #[arg(long = "with", value_delimiter = ',', value_name = "ID,…")]
    standards: Vec<String>,
    /// Only these rows
    #[arg(long, value_delimiter = ',', value_name = "ROW,…")]
    rows: Vec<String>,
    /// Write files instead of the table
    #[arg(long, value_delimiter = ',', value_enum)]
    to: Vec<Target>,
    /// File (one format) or name without ending (several)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Target {
    Html,
    Docx,
    Pdf,
    Csv,
    Json,
    Md,
}

impl Target {
    fn ending(self) -> &'static str {
        match self {
            Target::Html => "html",
            Target::Docx => "docx",
            Target::Pdf => "pdf",
            Target::Csv => "csv",
            Target::Json => "json",
            Target::Md => "md",
        }
    }
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let library = view::library(global)?;
    let concept = view::concept(&library, &args.concept)?;
    let states = view::states(&library, &args.states)?;
    let mut standards: Vec<&Fact<Standard>> = Vec::new();
    for id in args.standards.iter().map(|id| id.trim()).filter(|id| !id.is_empty()) {
        match library.standard(id) {
            Some(fact) => standards.push(fact),
            None => {
                return Err(view::unknown(
                    "standard",
                    id,
                    library.standards().iter().map(|s| s.id.as_str()),
                    "rogatory law standards",
                ));
            }
        }
    }
    for row in &args.rows {
        if !compare::ROWS.contains(&row.as_str()) {
            return Err(view::unknown("row", row, compare::ROWS.iter().copied(), "rogatory law compare --help")
                .hint(format!("rows: {}", compare::ROWS.join(", "))));
        }
    }
    let rows: Vec<&str> = args.rows.iter().map(String::as_str).collect();
    let comparison = compare::compare(&library, &concept, &states, &standards, &rows);
    if !args.to.is_empty() {
        return write(&comparison, &args, global);
    }
    match global.format() {
        Format::Json => output::print_json(&json_of(&comparison)),
        Format::Ndjson => {
            let whole = json_of(&comparison);
            let lines = whole
                .get("sections")
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .flat_map(|section| section.get("rows").and_then(Value::as_array).cloned().unwrap_or_default());
            output::print(&lines.map(|row| format!("{row}\n")).collect::<String>());
        }
        Format::Csv => output::print(&csv(&comparison)?),
        Format::Table => output::print(&output::harmless(&pages(&comparison), true)),
    }
    let known = comparison.columns.iter().any(|column| !column.standard && column.confidence.is_some());
    Ok(if known { Exit::Done } else { Exit::Nothing })
}

fn write(comparison: &Comparison, args: &Args, global: &Global) -> Outcome {
    let document = compare::document(comparison, None);
    let base = args.out.clone().unwrap_or_else(|| PathBuf::from(format!("compare-{}", comparison.concept)));
    for target in &args.to {
        let bytes = match target {
            Target::Html => render::to_html(&document).into_bytes(),
            Target::Md => render::to_markdown(&document).into_bytes(),
            Target::Docx => render::to_docx(&document)
                .map_err(|error| CommandError::internal(format!("the DOCX could not be made: {error}")))?,
            Target::Pdf => render::to_pdf(&document)
                .map_err(|error| CommandError::internal(format!("the PDF could not be made: {error}")))?,
            Target::Csv => csv(comparison)?.into_bytes(),
            Target::Json => format!("{:#}\n", json_of(comparison)).into_bytes(),
        };
        let path = named(&base, target.ending(), args.to.len() == 1);
        save(&path, &bytes)?;
        if !global.quiet {
            eprintln!("written: {}", path.display());
        }
    }
    Ok(Exit::Done)
}

/// The file for an ending: the name given if it has that ending already and is the only one.
pub fn named(base: &Path, ending: &str, only: bool) -> PathBuf {
    let has = base.extension().is_some_and(|ext| ext.eq_ignore_ascii_case(ending));
    if only && has {
        return base.to_owned();
    }
    let mut name = base.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

/// Write a file, the folder made if need be.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let failed = |error: std::io::Error| {
        CommandError::internal(format!("{} could not be written: {error}", path.display())).hint("name another place with --out")
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(path, bytes).map_err(failed)
}

fn json_of(comparison: &Comparison) -> Value {
    let columns: Vec<Value> = comparison
        .columns
        .iter()
        .map(|c| {
            json!({
                "id": c.id, "title": c.title, "standard": c.standard, "as_of": c.as_of,
                "confidence": c.confidence.map(|confidence| confidence.word()), "layer": c.layer,
            })
        })
        .collect();
    let sections: Vec<Value> = comparison
        .sections
        .iter()
        .map(|section| {
            let rows: Vec<Value> = section
                .rows
                .iter()
                .map(|row| {
                    let cells: serde_json::Map<String, Value> = comparison
                        .columns
                        .iter()
                        .zip(&row.cells)
                        .map(|(column, cell)| {
                            (
                                column.id.clone(),
                                json!({
                                    "text": cell.text, "kind": cell.kind.word(), "unverified": cell.unverified,
                                    "unverified_places": cell.doubted,
                                }),
                            )
                        })
                        .collect();
                    json!({"section": section.id, "id": row.id, "label": row.label, "cells": cells})
                })
                .collect();
            json!({"id": section.id, "title": section.title, "rows": rows})
        })
        .collect();
    json!({
        "schema": "rogatory.comparison/1",
        "concept": comparison.concept,
        "definition": comparison.definition,
        "columns": columns,
        "sections": sections,
        "notes": comparison.notes,
    })
}

fn csv(comparison: &Comparison) -> Result<String, CommandError> {
    let mut header = vec!["section", "row"];
    header.extend(comparison.columns.iter().map(|column| column.id.as_str()));
    let mut rows = Vec::new();
    for section in &comparison.sections {
        for row in &section.rows {
            let mut line = vec![section.id.clone(), row.label.clone()];
            line.extend(
                row.cells
                    .iter()
                    .map(|cell| if cell.unverified { format!("{} (unverified)", cell.text) } else { cell.text.clone() }),
            );
            rows.push(line);
        }
    }
    view::csv_text(&header, &rows)
}

/// Addresses are printed below the table, whole; in the matrix they would tear it apart.
fn cell_text(text: &str, unverified: bool) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("http")).collect();
    let text = lines.join("\n");
    if unverified { format!("{text} (unverified)") } else { text }
}

fn pages(comparison: &Comparison) -> String {
    let width = usize::from(output::width());
    let label = comparison
        .sections
        .iter()
        .flat_map(|section| {
            section.rows.iter().map(|row| view::longest_word(&row.label)).chain([view::longest_word(&section.title)])
        })
        .max()
        .unwrap_or(8)
        .max(14)
        + 2;
    let need: Vec<usize> = (0..comparison.columns.len())
        .map(|at| {
            let cells = comparison.sections.iter().flat_map(|s| &s.rows).filter_map(|row| row.cells.get(at));
            let words = cells.map(|cell| view::longest_word(&cell_text(&cell.text, cell.unverified))).max().unwrap_or(0);
            words.max(16) + 3
        })
        .collect();
    let mut out = view::wrapped(&format!("{}: {}", Vocabulary::plain(&comparison.concept), comparison.definition), "");
    let mut from = 0;
    while from < need.len() {
        let mut to = from;
        let mut used = label;
        while to < need.len() && (to == from || used + need[to] <= width) {
            used += need[to];
            to += 1;
        }
        if !comparison.sections.is_empty() {
            out.push('\n');
            out.push_str(&page(comparison, from, to));
        }
        from = to;
    }
    out.push('\n');
    out.push_str(&view::wrapped(
        "Cells name article and paragraph. –: not in a text that was looked through. ?: not in the facts.",
        "",
    ));
    let known = comparison.columns.iter().filter(|column| column.confidence.is_some() || column.standard);
    out.push_str(&view::layers(known.map(|column| (column.id.as_str(), column.layer.as_str(), column.as_of.as_str()))));
    for note in &comparison.notes {
        out.push_str(&view::wrapped(&format!("note: {note}"), ""));
    }
    for section in comparison.sections.iter().filter(|section| section.id == "sources") {
        for (column, cell) in comparison.columns.iter().zip(section.rows.iter().flat_map(|row| &row.cells)) {
            for address in cell.text.lines().filter(|line| line.starts_with("http")) {
                out.push_str(&view::address(&format!("source {}:", column.id), address));
            }
        }
    }
    out
}

fn page(comparison: &Comparison, from: usize, to: usize) -> String {
    let Some(columns) = comparison.columns.get(from..to) else { return String::new() };
    let mut header = vec![String::new()];
    header.extend(
        columns
            .iter()
            .map(|column| if column.standard { column.id.clone() } else { format!("{} ({})", column.title, column.id) }),
    );
    let mut rows: Vec<Vec<String>> = Vec::new();
    for section in &comparison.sections {
        let lines: Vec<Vec<String>> = section
            .rows
            .iter()
            .filter_map(|row| {
                let cells = row.cells.get(from..to)?;
                if cells.iter().all(|cell| cell.kind == CellKind::Blank) {
                    return None;
                }
                let mut line = vec![row.label.clone()];
                line.extend(cells.iter().map(|cell| cell_text(&cell.text, cell.unverified)));
                Some(line)
            })
            .collect();
        if section.rows.len() > 1 && !lines.is_empty() {
            if !rows.is_empty() {
                rows.push(vec![String::new(); columns.len() + 1]);
            }
            rows.push(std::iter::once(section.title.to_uppercase()).chain(columns.iter().map(|_| String::new())).collect());
        }
        rows.extend(lines);
    }
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    format!("{}\n", view::grid(&header, &rows))
}
