//! Tables as text: delimiter and encoding found, rows grouped into units.

use super::formats::{Format, OWN};
use super::paragraphs::{self, UNIT};
use super::{Failure, Gap, Input, Locator, Meta, Part, Reason, Sink, Unit};
use crate::language::encoding;

/// Comma-, semicolon- or bar-separated values.
pub const CSV: Format = Format {
    id: "csv",
    name: "CSV",
    media_type: "text/csv",
    extensions: &["csv"],
    engine: OWN,
    read: |input, _, sink| read(input, None, sink),
    reads: "every row; delimiter (comma, semicolon, tab, bar) and encoding are found; the first row counts as header when it holds names and no values (a year may head a column that holds none)",
    leaves: "",
    locator: "rows, counted without the header",
    limits: "",
};

/// Tab-separated values.
pub const TSV: Format = Format {
    id: "tsv",
    name: "TSV",
    media_type: "text/tab-separated-values",
    extensions: &["tsv", "tab"],
    engine: OWN,
    read: |input, _, sink| read(input, Some(b'\t'), sink),
    reads: "every row; encoding is found",
    leaves: "",
    locator: "rows, counted without the header",
    limits: "",
};

/// Rows in one unit.
const ROWS: u64 = 50;

fn read(input: &Input, delimiter: Option<u8>, sink: &mut dyn Sink) -> Result<(), Failure> {
    let decoded = encoding::decode(input.bytes, None);
    let mut text = decoded.text.as_str();
    let mut delimiter = delimiter.unwrap_or_else(|| guess_delimiter(text));
    // Excel writes its delimiter into a first line of its own.
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some((line, rest)) = rest.split_once('\n')
        && let [only] = line.trim_end().as_bytes()
    {
        (delimiter, text) = (*only, rest);
    }
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut extra = vec![("encoding".to_owned(), decoded.encoding.to_owned())];
    let mut unit = Rows { first: 1, last: 0, text: String::new() };
    let mut bad = 0u64;
    let mut records = reader.records();
    // Whether the first row is a header shows in the rows below it.
    let first: Vec<_> = records.by_ref().take(1 + COMPARED).collect();
    let header = match first.split_first() {
        Some((Ok(head), below)) => is_header(head, below.iter().flatten()),
        _ => false,
    };
    for (index, record) in first.into_iter().chain(records).enumerate() {
        let Ok(record) = record else {
            bad += 1;
            continue;
        };
        if index == 0 {
            if header {
                extra.push(("columns".to_owned(), record.iter().collect::<Vec<_>>().join(", ")));
            }
            sink.meta(Meta { extra: std::mem::take(&mut extra), ..Meta::default() })?;
            if header {
                unit.text = line_of(&record);
                continue;
            }
        }
        unit.last += 1;
        unit.push(&line_of(&record), sink)?;
    }
    unit.finish(sink)?;
    if bad > 0 {
        sink.gap(Gap::new(Reason::Corrupt, format!("{bad} rows do not follow the grammar of a table")))?;
    }
    if decoded.lossy {
        sink.gap(paragraphs::lossy(decoded.encoding))?;
    }
    Ok(())
}

struct Rows {
    first: u64,
    last: u64,
    text: String,
}

impl Rows {
    fn push(&mut self, line: &str, sink: &mut dyn Sink) -> Result<(), super::Stopped> {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(line);
        if self.text.len() > UNIT || self.last - self.first + 1 >= ROWS { self.finish(sink) } else { Ok(()) }
    }

    fn finish(&mut self, sink: &mut dyn Sink) -> Result<(), super::Stopped> {
        let mut text = std::mem::take(&mut self.text);
        let locator = Locator::Row { first: self.first, last: self.last.max(self.first), table: None };
        self.first = self.last + 1;
        while !text.is_empty() {
            let (piece, rest) = paragraphs::split(&text, UNIT * 4);
            if !piece.trim().is_empty() {
                sink.unit(Unit {
                    locator: locator.clone(),
                    part: Part::Body,
                    text: piece.to_owned(),
                    engine: OWN.to_owned(),
                    confidence: None,
                    entry: None,
                })?;
            }
            text = rest.to_owned();
        }
        Ok(())
    }
}

/// Cells parted by tabs; line ends inside a cell become blanks, so that one line is one row.
fn line_of(record: &csv::StringRecord) -> String {
    record.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("\t")
}

/// Rows below the first one that are compared with it.
const COMPARED: usize = 20;

/// Names, not values: at least one cell with letters, and no cell that is a number or a date. A year may stand in a heading ("2024",
/// "Promet 2025") where no cell below it holds one; in a column of years or dates it is one of them.
fn is_header<'r>(record: &csv::StringRecord, below: impl Iterator<Item = &'r csv::StringRecord>) -> bool {
    let years = |cell: &str| cell.split(|c: char| !c.is_alphanumeric()).filter(|word| is_year(word)).count();
    let (mut named, mut with_years) = (false, Vec::new());
    for (column, cell) in record.iter().map(str::trim).enumerate().filter(|(_, cell)| !cell.is_empty()) {
        let years = years(cell);
        if years > 0 {
            with_years.push(column);
        }
        let digits = cell.chars().filter(char::is_ascii_digit).count() - 4 * years;
        let letters = cell.chars().any(char::is_alphabetic);
        // A bare year, or two of them ("2024/25" is none), is a heading only beside others that are words.
        if digits >= 3 || cell.len() >= 80 || !letters && (years == 0 || digits > 0) {
            return false;
        }
        named |= letters;
    }
    let mut rows = 0;
    let free =
        below.inspect(|_| rows += 1).all(|row| with_years.iter().all(|at| row.get(*at).is_none_or(|cell| years(cell) == 0)));
    named && free && (with_years.is_empty() || rows > 0)
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) && matches!(word.get(..2), Some("19" | "20"))
}

/// The delimiter that gives the same number of columns, more than one, on most of the first lines.
fn guess_delimiter(text: &str) -> u8 {
    let sample = &text[..text.floor_char_boundary(64 * 1024)];
    let score = |delimiter: u8| {
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(sample.as_bytes());
        let widths: Vec<usize> = reader.records().take(50).flatten().map(|r| r.len()).collect();
        let first = widths.first().copied().unwrap_or(1);
        let same = widths.iter().filter(|w| **w == first).count();
        if first < 2 { (0, 0) } else { (same * 100 / widths.len().max(1), first) }
    };
    [b',', b';', b'\t', b'|'].into_iter().rev().max_by_key(|d| score(*d)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::super::collect::Collected;
    use super::*;

    fn collect(text: &str) -> Collected {
        let mut sink = Collected::default();
        read(&Input { bytes: text.as_bytes(), name: "a.csv" }, None, &mut sink).unwrap();
        sink
    }

    #[test]
    fn delimiter_and_header_are_found() {
        let sink = collect("Име;Телефон\n\"Петровић; Ана\";+381 64 123\nDžaferi Arben;+383 44 999\n");
        assert_eq!(sink.meta.extra[1], ("columns".to_owned(), "Име, Телефон".to_owned()));
        assert_eq!(sink.text(), "Име\tТелефон\nПетровић; Ана\t+381 64 123\nDžaferi Arben\t+383 44 999");
        assert_eq!(sink.units[0].locator.label(), "rows 1–2");
    }

    #[test]
    fn rows_are_counted_without_the_header() {
        let rows: String = (1..=120).map(|i| format!("{i},06412345{i}\n")).collect();
        let labels: Vec<_> = collect(&format!("no,phone\n{rows}")).units.iter().map(|u| u.locator.label()).collect();
        assert_eq!(labels, ["rows 1–50", "rows 51–100", "rows 101–120"]);
        assert_eq!(collect("1,2\n3,4\n").units[0].locator.label(), "rows 1–2");
    }

    #[test]
    fn a_year_heads_a_column_that_holds_none() {
        for (text, header) in [
            ("Ime;2024;2025\nAna;1500;1700\nArben;90;4\n", true),
            ("Firma;Promet 2024;Promet 2025\nNestvarna d.o.o.;15.000,00;17\n", true),
            ("Ime;godište\nAna;1999\n", true),
            ("Ana;1999\nArben;2001\n", false),
            ("Ana;rođena 1999\nArben;rođen 2001\n", false),
            ("Ana;12. mart 2025\nArben;14. mart 2025\n", false),
            ("2024;2025\n1500;1700\n", false),
            ("Ana;2024\n", false),
            ("Ana;02.03.2025\nArben;x\n", false),
        ] {
            let sink = collect(text);
            assert_eq!(sink.meta.extra.iter().any(|(name, _)| name == "columns"), header, "{text}");
            let rows = text.lines().count() - usize::from(header);
            assert_eq!(
                sink.units[0].locator.label(),
                if rows == 1 { "row 1".to_owned() } else { format!("rows 1–{rows}") },
                "{text}"
            );
        }
    }
}
