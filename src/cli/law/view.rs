//! What the views of `law` and `treaty` share: the library, tables that cut no word, facts in JSON.

use std::path::PathBuf;

use comfy_table::{ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle, Width};
use serde::Serialize;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::super::output::{self, Format};
use super::super::{CommandError, Exit, Global, Outcome};
use crate::law::library::{Library, State, nearest};
use crate::law::office::LibraryError;
use crate::law::provision::Provision;
use crate::law::terms::{Fact, Layer};

/// The office's folder where none is named: `rogatory` in the user's data directory.
pub fn default_folder() -> Option<PathBuf> {
    let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        from("APPDATA")
    } else if cfg!(target_os = "macos") {
        from("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        from("XDG_DATA_HOME").or_else(|| from("HOME").map(|home| home.join(".local/share")))
    };
    base.map(|base| base.join("rogatory"))
}

/// The facts of all layers, as `--library` (or the default folder) says.
pub fn library(global: &Global) -> Result<Library, CommandError> {
    let folder = match &global.library {
        Some(folder) if !folder.is_dir() => {
            return Err(CommandError::bad_use(format!("the library folder {} does not exist", folder.display()))
                .hint("create it, or leave out --library to work with the built-in facts"));
        }
        Some(folder) => Some(folder.clone()),
        None => default_folder().filter(|folder| folder.is_dir()),
    };
    Library::load(folder.as_deref()).map_err(CommandError::from)
}

impl From<LibraryError> for CommandError {
    fn from(error: LibraryError) -> CommandError {
        CommandError::bad_use(error.to_string()).hint(error.remedy)
    }
}

/// A State by code or name.
pub fn state(library: &Library, given: &str) -> Result<State, CommandError> {
    library.state(given).map_err(|unknown| {
        let error = CommandError::bad_use(format!("`{given}` is no State of ISO 3166 and no part of one with its own code"));
        if unknown.nearest.is_empty() {
            error.hint("two letters, for example RS, DE, XK, or BA-FBIH; `rogatory law jurisdictions` lists those the facts know")
        } else {
            error.hint(format!("did you mean {}?", unknown.nearest.join(", ")))
        }
    })
}

/// Several States, in the order given, each once.
pub fn states(library: &Library, given: &[String]) -> Result<Vec<State>, CommandError> {
    let mut states: Vec<State> = Vec::new();
    for name in given.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
        let state = state(library, name)?;
        if !states.contains(&state) {
            states.push(state);
        }
    }
    if states.is_empty() {
        return Err(CommandError::bad_use("no State is named").hint("--in RS,DE"));
    }
    Ok(states)
}

/// The error for a concept nobody knows.
pub fn concept(library: &Library, given: &str) -> Result<String, CommandError> {
    let concepts = &library.vocabulary().concepts;
    let wanted = given.trim().to_lowercase().replace([' ', '-'], "_");
    if let Some(term) = concepts.iter().find(|term| term.id == wanted) {
        return Ok(term.id.clone());
    }
    Err(unknown("concept", given, concepts.iter().map(|term| term.id.as_str()), "rogatory law concepts"))
}

/// An id that is not known, with the nearest ones.
pub fn unknown<'a>(what: &str, given: &str, known: impl Iterator<Item = &'a str>, list: &str) -> CommandError {
    let near = nearest(given, known);
    let error = CommandError::bad_use(format!("no {what} is called `{given}`"));
    if near.is_empty() {
        error.hint(format!("`{list}` lists them"))
    } else {
        error.hint(format!("did you mean {}? `{list}` lists them", near.join(", ")))
    }
}

/// Lines above, below and under the header; none between rows, so that a long matrix stays short.
const CONDENSED: TableStyle = TableStyle::new()
    .top_border(LineStyle::none().fill('─').junction('─'))
    .header_separator(LineStyle::none().fill('─').junction('─'))
    .bottom_border(LineStyle::none().fill('─').junction('─'))
    .content_lines(ContentLineStyle::none().junction(' '));

/// A table in which no word is cut: every column is at least as wide as its longest word, the rest is shared out.
pub fn grid(header: &[&str], rows: &[Vec<String>]) -> Table {
    let mut table = output::table(header);
    if header.iter().all(|name| name.is_empty()) {
        table = Table::new();
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(output::width());
    }
    table.load_style(CONDENSED);
    let count = header.len();
    let cells = |at: usize| {
        std::iter::once(header.get(at).copied().unwrap_or_default())
            .chain(rows.iter().filter_map(move |row| row.get(at)).map(String::as_str))
    };
    let total = usize::from(output::width()).saturating_sub(3 * count - count.min(1));
    let longest = |at: usize, of: fn(&str) -> usize| cells(at).map(of).max().unwrap_or(1).max(1);
    let mut least: Vec<usize> = (0..count).map(|at| longest(at, longest_word)).collect();
    // Too wide for whole words: compounds may break behind their hyphens and slashes, ids (the first column) never.
    let tight = least.iter().sum::<usize>() > total;
    if tight {
        least = (0..count).map(|at| longest(at, if at == 0 { longest_word } else { longest_piece })).collect();
    }
    let natural: Vec<usize> =
        (0..count).map(|at| cells(at).flat_map(str::lines).map(UnicodeWidthStr::width).max().unwrap_or(1).max(1)).collect();
    let widths = share(&least, &natural, total);
    for row in rows {
        let cell = |(text, width): (&String, &usize)| if tight { broken(text, *width) } else { text.clone() };
        table.add_row(row.iter().zip(&widths).map(cell).collect::<Vec<String>>());
    }
    for (at, width) in widths.into_iter().enumerate() {
        if let Some(column) = table.column_mut(at) {
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(u16::try_from(width + 2).unwrap_or(u16::MAX))));
        }
    }
    table
}

/// The width of the longest word of a text.
pub fn longest_word(text: &str) -> usize {
    text.split_whitespace().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// The pieces into which a compound may break: behind `-`, `/`, `,` and `;`; an address anywhere.
fn pieces(word: &str) -> Vec<&str> {
    let address = word.contains("://");
    let mut out = Vec::new();
    for piece in word.split_inclusive(['-', '/', ',', ';']) {
        let mut rest = piece;
        while address && rest.len() > 16 && rest.is_char_boundary(16) {
            let (head, tail) = rest.split_at(16);
            out.push(head);
            rest = tail;
        }
        out.push(rest);
    }
    out
}

fn longest_piece(text: &str) -> usize {
    text.split_whitespace().flat_map(pieces).map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// Lines of at most `width` cells, broken between words, and inside words that are longer only between their pieces.
pub fn broken(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let mut current = String::new();
        for word in line.split_whitespace() {
            let whole = UnicodeWidthStr::width(word) <= width;
            let parts: Vec<&str> = if whole { vec![word] } else { pieces(word) };
            for (at, part) in parts.into_iter().enumerate() {
                let space = usize::from(at == 0 && !current.is_empty());
                if !current.is_empty() && UnicodeWidthStr::width(current.as_str()) + space + UnicodeWidthStr::width(part) > width
                {
                    lines.push(std::mem::take(&mut current));
                } else if space == 1 {
                    current.push(' ');
                }
                current.push_str(part);
            }
        }
        lines.push(current);
    }
    lines.join("\n")
}

/// Widths between the least and the natural ones that fill `total`, the need deciding who gets more.
fn share(least: &[usize], natural: &[usize], total: usize) -> Vec<usize> {
    let mut widths = least.to_vec();
    let mut left = total.saturating_sub(widths.iter().sum());
    while left > 0 {
        // One cell at a time to whoever is furthest from what it needs: even columns, long texts favoured.
        let neediest = (0..widths.len())
            .filter(|at| widths.get(*at) < natural.get(*at))
            .max_by_key(|at| natural[*at] * 1000 / widths[*at].max(1));
        let Some(at) = neediest else { break };
        widths[at] += 1;
        left -= 1;
    }
    widths
}

/// Label and text, one below the other; empty texts are left out.
pub fn facts(rows: &[(&str, String)]) -> String {
    let rows: Vec<Vec<String>> =
        rows.iter().filter(|(_, text)| !text.is_empty()).map(|(label, text)| vec![(*label).to_owned(), text.clone()]).collect();
    format!("{}\n", grid(&["", ""], &rows))
}

/// Where a fact stands, in one line for people: `sourced, as of 2026-11, built-in (offences/RS.json)`.
pub fn provenance<T>(fact: &Fact<T>, confidence: &str) -> String {
    let corrected = match &fact.layer {
        Layer::Corrected { fields, .. } => format!(": {}", fields.join(", ")),
        _ => String::new(),
    };
    format!("{confidence}, as of {}, {}{corrected} ({})", fact.as_of, fact.layer.word(), fact.file)
}

/// A fact as JSON, with its layer, file and date beside its own keys.
pub fn fact_json<T: Serialize>(fact: &Fact<T>) -> Value {
    let mut value = serde_json::to_value(&fact.value).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.insert("as_of".into(), json!(fact.as_of));
        object.insert("layer".into(), json!(fact.layer.word()));
        if let Layer::Corrected { fields, .. } = &fact.layer {
            object.insert("corrected_fields".into(), json!(fields));
        }
        object.insert("file".into(), json!(fact.file));
    }
    value
}

/// A provision as JSON: the jurisdiction right behind the id.
pub fn provision_json(fact: &Fact<Provision>) -> Value {
    let mut out = serde_json::Map::new();
    if let Value::Object(object) = fact_json(fact) {
        for (key, value) in object {
            let id = key == "id";
            out.insert(key, value);
            if id {
                out.insert("jurisdiction".into(), json!(fact.jurisdiction));
            }
        }
    }
    Value::Object(out)
}

/// A list in the format asked for; `rows` serve CSV, `table` people.
pub fn listing(
    global: &Global,
    schema: &str,
    key: &str,
    items: Vec<Value>,
    header: &[&str],
    rows: &[Vec<String>],
    table: impl FnOnce() -> String,
) -> Outcome {
    let exit = if items.is_empty() { Exit::Nothing } else { Exit::Done };
    match global.format() {
        Format::Json => output::print_json(&json!({ "schema": schema, key: items })),
        Format::Ndjson => {
            let lines: String = items.iter().map(|item| format!("{item}\n")).collect();
            output::print(&lines);
        }
        Format::Csv => output::print(&csv_text(header, rows)?),
        Format::Table => output::print(&table()),
    }
    Ok(exit)
}

/// Which layer facts come from and what day's law they state: `facts: built-in, as of 2026-11`; where they differ, for whom.
///
/// Each item is a name (`RS`), a layer and an as-of date.
pub fn layers<'a>(items: impl Iterator<Item = (&'a str, &'a str, &'a str)>) -> String {
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for (name, layer, as_of) in items {
        let stands = format!("{layer}, as of {}", if as_of.is_empty() { "an unknown day" } else { as_of });
        match groups.iter_mut().find(|(known, _)| *known == stands) {
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
            None => groups.push((stands, vec![name])),
        }
    }
    let text = match groups.as_slice() {
        [] => return String::new(),
        [(stands, _)] => stands.clone(),
        several => several.iter().map(|(stands, names)| format!("{} {stands}", names.join(", "))).collect::<Vec<_>>().join("; "),
    };
    wrapped(&format!("facts: {text}"), "")
}

/// Rows as CSV.
pub fn csv_text(header: &[&str], rows: &[Vec<String>]) -> Result<String, CommandError> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| CommandError::internal(format!("the CSV could not be written: {error}"));
    writer.write_record(header).map_err(failed)?;
    for row in rows {
        writer.write_record(row).map_err(failed)?;
    }
    Ok(output::sheet(writer))
}

/// Wrap a paragraph to the terminal, words kept whole.
pub fn wrapped(text: &str, indent: &str) -> String {
    let width = usize::from(output::width()).saturating_sub(UnicodeWidthStr::width(indent)).max(20);
    let mut out = String::new();
    for line in text.lines() {
        let mut used = 0;
        out.push_str(indent);
        for word in line.split_whitespace() {
            let cells = UnicodeWidthStr::width(word);
            if used > 0 && used + 1 + cells > width {
                out.push('\n');
                out.push_str(indent);
                used = 0;
            }
            if used > 0 {
                out.push(' ');
                used += 1;
            }
            out.push_str(word);
            used += cells;
        }
        out.push('\n');
    }
    out
}

/// A line that ends in an address, broken inside it where it would run over the page.
pub fn address(label: &str, address: &str) -> String {
    let width = usize::from(output::width()).max(20);
    let mut out = String::new();
    let mut line = format!("{label} ");
    for piece in address.split_inclusive(['/', '-', '&', '%', '=', ' ']) {
        for part in chunks(piece, width.saturating_sub(6)) {
            if UnicodeWidthStr::width(line.as_str()) + UnicodeWidthStr::width(part.as_str()) > width {
                out.push_str(line.trim_end());
                out.push('\n');
                line = "    ".to_owned();
            }
            line.push_str(&part);
        }
    }
    out.push_str(line.trim_end());
    out.push('\n');
    out
}

/// A piece without a place to break, cut.
fn chunks(piece: &str, width: usize) -> Vec<String> {
    let chars: Vec<char> = piece.chars().collect();
    chars.chunks(width.max(1)).map(|chunk| chunk.iter().collect()).collect()
}

/// What the facts call the acts of a State, where `given` (`FR-CC`, `FR-CC-225-4-1`, `FR-CC@2024-01-01`) names none of them:
/// not every criminal code goes by CC. None where the act is known, or the facts know no act of the State.
pub fn other_acts(library: &Library, given: &str) -> Option<String> {
    let given = library.own_id(given);
    let (named, rest) = act_of(given.split('@').next().unwrap_or_default());
    let state = named.split('-').next().unwrap_or_default().to_uppercase();
    let mut acts: Vec<(String, &str)> = Vec::new();
    for fact in library.provisions() {
        let (id, _) = act_of(&fact.id);
        if id.split('-').next() == Some(state.as_str()) && acts.iter().all(|(known, _)| known != id) {
            acts.push((id.to_owned(), &fact.code));
        }
    }
    if acts.is_empty() || acts.iter().any(|(id, _)| id.eq_ignore_ascii_case(named)) {
        return None;
    }
    let list: Vec<String> = acts.iter().map(|(id, title)| format!("{id} ({title})")).collect();
    let same: Vec<String> = acts
        .iter()
        .map(|(id, _)| format!("{id}{rest}"))
        .filter(|id| !rest.is_empty() && !library.provisions_named(id).is_empty())
        .collect();
    let meant = if same.is_empty() { String::new() } else { format!("did you mean {}? ", same.join(", ")) };
    Some(format!("{meant}the facts know no {}; of {state} they have {}", named.to_uppercase(), list.join(", ")))
}

/// The act an id begins with, and the rest: `FR-CP` and `-225.4.1`.
fn act_of(id: &str) -> (&str, &str) {
    id.match_indices('-').nth(1).map_or((id, ""), |(at, _)| id.split_at(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_fill_the_terminal_and_cut_no_word() {
        assert_eq!(share(&[5, 10], &[5, 10], 80), [5, 10]);
        assert_eq!(share(&[5, 10], &[50, 100], 60).iter().sum::<usize>(), 60);
        assert_eq!(share(&[30, 60], &[50, 100], 60), [30, 60], "a word wins over the width");
        assert_eq!(broken("CoE Anti-Trafficking Convention", 12), "CoE Anti-\nTrafficking\nConvention");
        assert_eq!(broken("one two", 12), "one two");
    }
}
