//! Rows gathered into units: about a page of cells, with the range they cover.

use super::column_name;
use crate::extract::{Locator, Part, Sink, Stopped, Unit};

/// A unit is closed after the row that reaches this many bytes.
const UNIT_BYTES: usize = 2_000;
/// A row longer than this is cut between cells.
const LONGEST: usize = 32 * 1024;

/// Rows of one sheet in one layer (visible or hidden).
pub(super) struct Rows<'a> {
    sheet: &'a str,
    engine: &'a str,
    part: Part,
    text: String,
    /// First and last row, first and last column, counted from 0.
    extent: Option<(u32, u32, u32, u32)>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(sheet: &'a str, engine: &'a str, part: Part) -> Rows<'a> {
        Rows { sheet, engine, part, text: String::new(), extent: None }
    }

    /// A cell; cells must come row by row.
    pub(super) fn cell(&mut self, row: u32, column: u32, text: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let text = text.trim_matches(['\r', '\n', ' ']);
        if text.is_empty() {
            return Ok(());
        }
        let last_row = self.extent.map(|(_, last, _, _)| last);
        if last_row.is_some_and(|last| last != row) && self.text.len() >= UNIT_BYTES || self.text.len() >= LONGEST {
            self.finish(sink)?;
        }
        if !self.text.is_empty() {
            self.text.push(if last_row == Some(row) { '\t' } else { '\n' });
        }
        self.text.push_str(text);
        self.extent = Some(match self.extent {
            None => (row, row, column, column),
            Some((first, last, left, right)) => (first.min(row), last.max(row), left.min(column), right.max(column)),
        });
        Ok(())
    }

    /// Hand on what is left.
    pub(super) fn finish(&mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        let text = std::mem::take(&mut self.text);
        let Some((first, last, left, right)) = self.extent.take() else { return Ok(()) };
        let corner = |column, row: u32| format!("{}{}", column_name(column), u64::from(row) + 1);
        let range = if (first, left) == (last, right) {
            corner(left, first)
        } else {
            format!("{}:{}", corner(left, first), corner(right, last))
        };
        sink.unit(Unit {
            locator: Locator::SheetRange { sheet: self.sheet.to_owned(), range },
            part: self.part,
            text,
            engine: self.engine.to_owned(),
            confidence: None,
            entry: None,
        })
    }
}

/// The visible and the hidden cells of one sheet, side by side.
pub(super) struct Layers<'a> {
    visible: Rows<'a>,
    hidden: Rows<'a>,
}

impl<'a> Layers<'a> {
    pub(super) fn new(sheet: &'a str, engine: &'a str) -> Layers<'a> {
        Layers { visible: Rows::new(sheet, engine, Part::Body), hidden: Rows::new(sheet, engine, Part::Hidden) }
    }

    pub(super) fn cell(&mut self, hidden: bool, row: u32, column: u32, text: &str, sink: &mut dyn Sink) -> Result<(), Stopped> {
        if hidden { self.hidden.cell(row, column, text, sink) } else { self.visible.cell(row, column, text, sink) }
    }

    pub(super) fn finish(mut self, sink: &mut dyn Sink) -> Result<(), Stopped> {
        self.visible.finish(sink)?;
        self.hidden.finish(sink)
    }
}
