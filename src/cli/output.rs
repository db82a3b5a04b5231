//! Results on standard output: tables for people, JSON, NDJSON and CSV for programs.
//!
//! A closed pipe is a quiet success. Text from evidence passes through [`harmless`] before it reaches a terminal.

use std::io::{self, IsTerminal, Write};

use clap::ValueEnum;
use comfy_table::{ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle};

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Json,
    Ndjson,
    Csv,
}

/// Write text to standard output; a reader that went away ends the program quietly with success.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    if let Err(error) = out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        if error.kind() == io::ErrorKind::BrokenPipe {
            std::process::exit(0);
        }
        eprintln!("error: cannot write to standard output: {error}");
        std::process::exit(5);
    }
}

/// One JSON object and a line end: indented for people on a terminal, on one line for programs.
pub fn print_json(value: &serde_json::Value) {
    let text = if io::stdout().is_terminal() { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    print(&format!("{}\n", text.unwrap_or_default()));
}

/// Columns of the terminal: `COLUMNS`, else the terminal itself, else 80.
pub fn width() -> u16 {
    if let Some(columns) = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).filter(|c| *c >= 40) {
        return columns;
    }
    Table::new().width().filter(|_| io::stdout().is_terminal()).unwrap_or(80)
}

/// Lines above, below and under the header; none between rows, so that a long register stays short.
pub const CONDENSED: TableStyle = TableStyle::new()
    .top_border(LineStyle::none().fill('─').junction('─'))
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .bottom_border(LineStyle::none().fill('─').junction('─'))
    .content_lines(ContentLineStyle::none().junction(' '));

/// An empty table with our look, fitted to the terminal, words wrapped and never cut.
pub fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(CONDENSED);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width());
    table.set_header(header.to_vec());
    table
}

/// Print a table and a line end.
pub fn print_table(table: &Table) {
    print(&format!("{table}\n"));
}

/// A finished CSV, for a spreadsheet: no cell can move the cursor of a terminal, and none that comes from a file's name or text is run as a
/// formula: where one begins like it (`=`, `@`, `+`, `-`; bare numbers and telephone numbers aside) an apostrophe stands before it.
/// Who needs the exact bytes takes JSON.
pub fn sheet(mut written: csv::Writer<Vec<u8>>) -> String {
    let _ = written.flush();
    let bytes = written.into_inner().unwrap_or_default();
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for record in
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.as_slice()).into_records().flatten()
    {
        let _ = out.write_record(record.iter().map(in_a_sheet));
    }
    String::from_utf8_lossy(&out.into_inner().unwrap_or_default()).into_owned()
}

fn in_a_sheet(cell: &str) -> String {
    let number = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-.,/():".contains(c);
    let formula = cell.starts_with(['=', '@', '+', '-', '\t', '\r']) && !cell.chars().all(number);
    let cell = harmless(cell, true);
    if formula { format!("'{cell}") } else { cell }
}

/// Text that cannot move the cursor, recolour the screen or reverse the reading order: control, bidi-override and
/// invisible format characters are written as `\u{…}`; '\n' and '\t' stay where `lines` is true, else become spaces.
pub fn harmless(text: &str, lines: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' if lines => out.push(c),
            '\n' | '\t' | '\r' => out.push(' '),
            c if c.is_control() || is_invisible_format(c) => out.push_str(&format!("\\u{{{:x}}}", c as u32)),
            c => out.push(c),
        }
    }
    out
}

fn is_invisible_format(c: char) -> bool {
    matches!(c as u32, 0x200b | 0x200e..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xfeff | 0xfff9..=0xfffb | 0xe0000..=0xe007f)
}

#[cfg(test)]
mod tests {
    use super::{harmless, sheet};

    #[test]
    fn cells_are_neither_formulas_nor_commands_to_a_terminal() {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for record in [
            &["path", "text"][..],
            &["=cmd|' /C calc'!A0.txt", "@sum"],
            &["-rf\u{1b}]0;x\u{7}", "a\nb"],
            &["+381 64 000-12", "-5"],
            &["x"],
        ] {
            writer.write_record(record).unwrap();
        }
        assert_eq!(
            sheet(writer),
            "path,text\n'=cmd|' /C calc'!A0.txt,'@sum\n'-rf\\u{1b}]0;x\\u{7},\"a\nb\"\n+381 64 000-12,-5\nx\n"
        );
    }

    #[test]
    fn escape_sequences_and_overrides_are_shown_not_obeyed() {
        assert_eq!(harmless("a\u{1b}[31mb\u{202e}c", false), "a\\u{1b}[31mb\\u{202e}c");
        assert_eq!(harmless("џак\nžena", true), "џак\nžena");
        assert_eq!(harmless("џак\nžena", false), "џак žena");
    }
}
