//! The comparison as a neutral document, for HTML, DOCX and PDF.

use super::{CellKind, Comparison};
use crate::render::model::{Block, Cell, Column, Date, Document, Heading, Paragraph, Row, Run, Running, Style, Table};

/// Columns of States on one page of a landscape document.
const COLUMNS_A_PAGE: usize = 4;

/// Title, a legend, the matrix in pages of columns, remarks.
pub fn document(comparison: &Comparison, date: Option<Date>) -> Document {
    let concept = comparison.concept.replace('_', " ");
    let mut document = Document::new(format!("Comparison: {concept}"), "en");
    document.landscape = true;
    document.meta.date = date;
    document.footer = Running {
        left: vec![Run::text(format!("Comparison: {concept}"))],
        pages: Some("Page {page} of {pages}".into()),
        ..Running::default()
    };
    document.push(Paragraph::styled(Style::Title, vec![Run::text(capital(&concept))]));
    document.push(Paragraph::styled(Style::Subtitle, vec![Run::text(capital(&comparison.definition))]));
    document.push(Paragraph::styled(
        Style::Small,
        vec![Run::text(
            "Cells name the article and paragraph. – : not in a text that was looked through. ? : not in the facts, which is \
             no proof of absence in law. Marked cells rest on general knowledge and must be checked.",
        )],
    ));
    let shown = if comparison.sections.is_empty() { 0 } else { comparison.columns.len() };
    for columns in (0..shown).collect::<Vec<_>>().chunks(COLUMNS_A_PAGE) {
        let names: Vec<&str> = columns.iter().filter_map(|at| comparison.columns.get(*at)).map(|c| c.id.as_str()).collect();
        document.push(Heading::plain(2, vec![Run::text(names.join(" · "))]));
        document.push(Block::Table(table(comparison, columns)));
    }
    if !comparison.notes.is_empty() {
        document.push(Heading::plain(2, vec![Run::text("To be kept in mind")]));
        for note in &comparison.notes {
            document.push(Paragraph::body(vec![Run::text(note.clone())]));
        }
    }
    document
}

fn table(comparison: &Comparison, columns: &[usize]) -> Table {
    let mut header = vec![Cell::text("").strong()];
    for column in columns.iter().filter_map(|at| comparison.columns.get(*at)) {
        let mut runs = vec![Run::text(column.title.clone()).bold()];
        let confidence = column.confidence.map(|c| c.word()).unwrap_or("no provision");
        runs.push(Run::text(format!("\n{confidence}, as of {}, {}", or_dash(&column.as_of), or_dash(&column.layer))));
        header.push(Cell::new(runs).strong());
    }
    let mut rows = Vec::new();
    for section in &comparison.sections {
        let width = u16::try_from(columns.len() + 1).unwrap_or(u16::MAX);
        if section.rows.len() > 1 {
            rows.push(Row::new([Cell::new(vec![Run::text(section.title.clone()).bold()]).span(width).strong()]));
        }
        for row in &section.rows {
            let mut cells = vec![Cell::text(row.label.clone()).strong()];
            for cell in columns.iter().filter_map(|at| row.cells.get(*at)) {
                let mut run = Run::text(cell.text.clone());
                run.flagged = cell.unverified || !cell.doubted.is_empty() || cell.kind == CellKind::Unknown;
                let mut runs = vec![run];
                if cell.unverified {
                    runs.push(Run::text(" (unverified)").italic());
                }
                cells.push(Cell::new(runs));
            }
            rows.push(Row::new(cells));
        }
    }
    let mut shares = vec![Column::share(4)];
    shares.extend(columns.iter().map(|_| Column::share(5)));
    Table { caption: Vec::new(), columns: shares, header: vec![Row::new(header)], rows, plain: false }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "–" } else { text }
}
