//! Markdown (CommonMark with tables and footnotes), for reading in any editor and for version control.

use std::fmt::Write;

use super::model::{Align, Block, Cell, Document, Item, List, Marker, Number, Paragraph, Run, Signature, Style, Table};
use super::numbering;

/// The document as Markdown. Text that would read as markup is escaped; bilingual pairs become a table where both sides
/// are short, else one language after the other.
pub fn to_markdown(document: &Document) -> String {
    let document = numbering::resolve(document);
    let mut writer = Writer::default();
    if let Some(watermark) = &document.watermark {
        let _ = write!(writer.out, "**{}**\n\n", escape(&watermark.text));
    }
    let running: Vec<String> = [&document.header.left, &document.header.centre, &document.header.right]
        .into_iter()
        .map(|r| writer.line(r))
        .filter(|l| !l.is_empty())
        .collect();
    if !running.is_empty() {
        let _ = write!(writer.out, "{}\n\n", running.join(" · "));
    }
    writer.blocks(&document.blocks);
    writer.footnotes();
    let mut out = writer.out.trim_end().to_owned();
    out.push('\n');
    out
}

#[derive(Default)]
struct Writer {
    out: String,
    notes: Vec<Vec<Run>>,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                let hashes = "#".repeat(usize::from(heading.level.clamp(1, 4)) + 1);
                let number = if let Number::Given(number) = &heading.number { format!("{number} ") } else { String::new() };
                let text = self.line(&heading.runs);
                let _ = write!(self.out, "{hashes} {number}{text}\n\n");
            }
            Block::Paragraph(paragraph) => self.paragraph(paragraph),
            Block::List(list) => {
                self.list(list, 0);
                self.out.push('\n');
            }
            Block::Table(table) => self.table(table),
            Block::Pair(pair) => {
                for (language, side) in [(&pair.left_language, &pair.left), (&pair.right_language, &pair.right)] {
                    let _ = write!(self.out, "<!-- {} -->\n\n", language.replace("--", "-"));
                    self.blocks(side);
                }
            }
            Block::Signature(signature) => self.signature(signature),
            Block::PageBreak | Block::Part => self.out.push_str("---\n\n"),
        }
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let text = self.line(&paragraph.runs);
        let _ = match paragraph.style {
            Style::Title => write!(self.out, "# {text}\n\n"),
            Style::Quote | Style::Notice => write!(self.out, "> {}\n\n", text.replace('\n', "\n> ")),
            _ => write!(self.out, "{text}\n\n"),
        };
    }

    fn list(&mut self, list: &List, depth: usize) {
        for (index, Item { runs, sublist }) in list.items.iter().enumerate() {
            let marker = match list.marker {
                Marker::Bullet => "-".to_owned(),
                Marker::Box => "- [ ]".to_owned(),
                Marker::Decimal => format!("{}.", index + 1),
                Marker::Letter => format!("- {})", letter(index)),
            };
            let text = self.line(runs).replace('\n', " ");
            let _ = writeln!(self.out, "{}{marker} {text}", "   ".repeat(depth));
            if let Some(sublist) = sublist {
                self.list(sublist, depth + 1);
            }
        }
    }

    fn table(&mut self, table: &Table) {
        if !table.caption.is_empty() {
            let caption = self.line(&table.caption);
            let _ = write!(self.out, "**{caption}**\n\n");
        }
        let width = table.columns.len();
        let mut rows: Vec<Vec<String>> = Vec::new();
        for row in table.header.iter().chain(&table.rows) {
            let mut cells: Vec<String> = Vec::new();
            for cell in &row.cells {
                cells.push(self.cell(cell));
                cells.extend(std::iter::repeat_n(String::new(), usize::from(cell.span.saturating_sub(1))));
            }
            cells.resize(width, String::new());
            rows.push(cells);
        }
        // A Markdown table has exactly one header row; a table without one gets an empty one.
        if table.header.is_empty() {
            rows.insert(0, vec![String::new(); width]);
        }
        for (index, row) in rows.iter().enumerate() {
            let _ = writeln!(self.out, "| {} |", row.join(" | "));
            if index == 0 {
                let rule: Vec<&str> = table.columns.iter().map(|c| if c.align == Align::End { "---:" } else { "---" }).collect();
                let _ = writeln!(self.out, "| {} |", rule.join(" | "));
            }
        }
        self.out.push('\n');
    }

    fn cell(&mut self, cell: &Cell) -> String {
        let paragraphs: Vec<String> =
            cell.paragraphs.iter().map(|runs| self.line(runs).replace("\\\n", "<br>").replace('\n', " ")).collect();
        let text = paragraphs.join("<br>");
        if cell.strong && !text.is_empty() && !text.contains("**") { format!("**{text}**") } else { text }
    }

    fn signature(&mut self, signature: &Signature) {
        for (label, value) in &signature.lines {
            let (label, value) = (self.line(label), self.line(value));
            let value = if value.is_empty() { "\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_".to_owned() } else { value };
            let _ = write!(self.out, "{label} {value}\n\n");
        }
        let stamp = self.line(&signature.stamp);
        if !stamp.is_empty() {
            let _ = write!(self.out, "({stamp})\n\n");
        }
    }

    fn line(&mut self, runs: &[Run]) -> String {
        let mut line = String::new();
        for run in runs {
            let text = escape(&run.text).replace('\n', "\\\n");
            // Emphasis marks must touch the words, so outer blanks stay outside.
            let inner = text.trim();
            let mark = match (run.bold || run.flagged, run.italic) {
                (true, true) => "***",
                (true, false) => "**",
                (false, true) => "*",
                (false, false) => "",
            };
            let marked = if mark.is_empty() || inner.is_empty() {
                text.clone()
            } else {
                text.replacen(inner, &format!("{mark}{inner}{mark}"), 1)
            };
            match run.link.as_deref().filter(|l| l.starts_with("https://") || l.starts_with("http://")) {
                Some(link) => {
                    let _ = write!(line, "[{marked}](<{}>)", link.replace(['<', '>', '\n'], ""));
                }
                None => line.push_str(&marked),
            }
            if !run.note.is_empty() {
                self.notes.push(run.note.clone());
                let _ = write!(line, "[^{}]", self.notes.len());
            }
        }
        line
    }

    fn footnotes(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        for (index, note) in notes.iter().enumerate() {
            let text = self.line(note).replace('\n', " ");
            let _ = writeln!(self.out, "[^{}]: {text}", index + 1);
        }
    }
}

/// a, b, … z, aa, ab …
fn letter(index: usize) -> String {
    let last = char::from(b'a' + (index % 26) as u8);
    if index < 26 { last.to_string() } else { format!("{}{last}", letter(index / 26 - 1)) }
}

/// Characters that could be read as markup get a backslash; a sign that is only special at the start of a line, only there.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut line_start = true;
    let mut only_digits = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            '&' if characters.peek().is_some_and(|n| n.is_ascii_alphabetic() || *n == '#') => out.push_str("&amp;"),
            '#' | '-' | '+' | '=' if line_start => {
                out.push('\\');
                out.push(c);
            }
            '.' | ')' if only_digits => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push('\n'),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
        only_digits = c.is_ascii_digit() && (line_start || only_digits);
        line_start = c == '\n' || (line_start && c == ' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::model::{Column, Heading, Row};

    #[test]
    fn headings_lists_and_tables() {
        let mut document = Document::new("t", "en");
        document.push(Paragraph::styled(Style::Title, vec![Run::text("Request")]));
        document.push(Heading::numbered(1, vec![Run::text("Facts")]));
        document.push(Paragraph::body(vec![
            Run::text("On ").bold(),
            Run::text("2 March").italic(),
            Run::text(" *he* drove_it").note(vec![Run::text("Annex 1")]),
        ]));
        document.push(List { marker: Marker::Letter, items: vec![Item::new(vec![Run::text("a|b")])] });
        document.push(Table {
            columns: vec![Column::share(1), Column { share: 1, align: Align::End }],
            header: vec![Row::new([Cell::text("x"), Cell::text("y")])],
            rows: vec![Row::new([Cell::text("wide").span(2)]), Row::new([Cell::text("1")])],
            ..Table::default()
        });
        insta::assert_snapshot!(to_markdown(&document), @r"
        # Request

        ## 1. Facts

        **On** *2 March* \*he\* drove\_it[^1]

        - a) a\|b

        | x | y |
        | --- | ---: |
        | wide |  |
        | 1 |  |

        [^1]: Annex 1
        ");
    }

    #[test]
    fn letters_go_on_after_z() {
        assert_eq!([letter(0), letter(25), letter(26), letter(52)], ["a", "z", "aa", "ba"]);
    }
}
