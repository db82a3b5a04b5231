//! The walk through one story of a DOC: paragraphs and rows of tables, each layer of text apart.

use super::characters::{NOTHING, Sign};
use super::formatting::{Paragraph, Run, Stretches};
use crate::extract::docx::hyperlink;
use crate::extract::numbering::Numbering;

/// The code of a field longer than this is not read on.
const LONGEST_CODE: usize = 4096;

/// A paragraph, or a row of a table, which is one paragraph for a citation.
#[derive(Default)]
pub(super) struct Block {
    pub body: String,
    pub deleted: String,
    pub hidden: String,
    pub heading: bool,
    /// Position behind its last character.
    pub end: usize,
    /// Addresses of links.
    pub links: Vec<String>,
}

/// A field: its code stands before the separator, what is shown behind it.
#[derive(Default)]
struct Field {
    code: String,
    shown: bool,
}

/// How a document is formatted, and how far its lists have counted.
pub(super) struct Formats {
    pub paragraphs: Stretches<Paragraph>,
    pub runs: Stretches<Run>,
    pub numbering: Numbering,
}

#[derive(Default)]
struct Walk {
    found: Vec<Block>,
    block: Block,
    paragraph: String,
    cell: String,
    cells: Vec<String>,
    fields: Vec<Field>,
}

/// The blocks of the story whose first character has the position `first`.
pub(super) fn blocks(signs: &[Sign], first: usize, formats: &mut Formats) -> Vec<Block> {
    let mut walk = Walk::default();
    for (position, sign) in (first..).zip(signs) {
        match sign.c {
            '\r' | '\u{7}' | '\u{c}' => walk.end_paragraph(sign, position + 1, formats),
            '\u{13}' => walk.fields.push(Field::default()),
            '\u{14}' => {
                if let Some(field) = walk.fields.last_mut() {
                    field.shown = true;
                    walk.block.links.extend(hyperlink(&field.code));
                }
            }
            '\u{15}' => {
                if let Some(field) = walk.fields.pop().filter(|field| !field.shown) {
                    walk.paragraph.extend(equation(&field.code));
                }
            }
            c => walk.character(c, formats.runs.at(sign.offset)),
        }
    }
    walk.end_cell();
    walk.end_row(first + signs.len());
    let rest = std::mem::take(&mut walk.paragraph);
    walk.end_block(rest, first + signs.len());
    walk.found
}

/// The words an EQ field draws, which has no result: readings above characters, fractions. Its instructions are left out.
fn equation(code: &str) -> Option<String> {
    let drawn = code.trim().strip_prefix("EQ")?;
    // General switches (`\\* jc2`) go before what is drawn, which has brackets.
    let drawn = drawn.get(drawn.get(..drawn.find('(')?)?.rfind(char::is_whitespace).map_or(0, |at| at + 1)..)?;
    let mut words = String::new();
    for piece in drawn.split(['(', ')', ',', ';']) {
        // An instruction and its figure stand before a bracket.
        let text = piece.split('\\').next().unwrap_or_default().trim();
        if !text.is_empty() {
            words.push_str(if words.is_empty() { "" } else { " " });
            words.push_str(text);
        }
    }
    Some(words)
}

impl Walk {
    fn character(&mut self, c: char, run: Run) {
        if let Some(field) = self.fields.iter_mut().rev().find(|field| !field.shown) {
            if field.code.len() < LONGEST_CODE {
                field.code.push(c);
            }
            return;
        }
        let layer = match run {
            Run { deleted: true, .. } => &mut self.block.deleted,
            Run { hidden: true, .. } => &mut self.block.hidden,
            _ => &mut self.paragraph,
        };
        match run.symbol.unwrap_or(c) {
            '\t' => layer.push('\t'),
            '\u{b}' | '\u{e}' => layer.push('\n'),
            '\u{1e}' => layer.push('\u{2011}'),
            // Marks of notes, pictures and fields; the optional hyphen.
            NOTHING..' ' => {}
            c => layer.push(c),
        }
    }

    fn end_paragraph(&mut self, mark: &Sign, end: usize, formats: &mut Formats) {
        let place = formats.paragraphs.at(mark.offset);
        // A code never runs on behind its paragraph; a result may.
        self.fields.retain(|field| field.shown);
        let mut text = std::mem::take(&mut self.paragraph);
        if let Some((list, level)) = place.list().filter(|_| !text.trim().is_empty())
            && let Some(number) = formats.numbering.next(&list.to_string(), level)
        {
            text.insert_str(0, &format!("{number} "));
        }
        if !place.in_table {
            // The paragraph before was the last of a row that has no end.
            self.end_row(end - 1);
            self.block.heading = place.heading();
            self.end_block(text, end);
        } else if mark.c == '\u{7}' && place.row_end {
            self.end_row(end);
        } else {
            let text = text.trim();
            if !self.cell.is_empty() && !text.is_empty() {
                self.cell.push(' ');
            }
            self.cell.push_str(text);
            if mark.c == '\u{7}' {
                self.cells.push(std::mem::take(&mut self.cell));
            }
        }
    }

    fn end_cell(&mut self) {
        if !self.cell.is_empty() {
            self.cells.push(std::mem::take(&mut self.cell));
        }
    }

    fn end_row(&mut self, end: usize) {
        self.end_cell();
        if !self.cells.is_empty() {
            let row = std::mem::take(&mut self.cells).join("\t");
            self.end_block(row, end);
        }
    }

    fn end_block(&mut self, body: String, end: usize) {
        let block = std::mem::take(&mut self.block);
        self.found.push(Block { body, end, ..block });
    }
}

#[cfg(test)]
mod tests {
    use super::equation;

    #[test]
    fn what_an_equation_draws_is_text() {
        let code = r#" EQ \* jc2 \* "Font:MS Mincho" \* hps11 \o\ad(\s\up 10(とうきょう),東京)"#;
        assert_eq!(equation(code).as_deref(), Some("とうきょう 東京"));
        assert_eq!(equation(r"HYPERLINK (x)"), None);
    }
}
