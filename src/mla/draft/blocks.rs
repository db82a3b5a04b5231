//! The numbered sections of a draft, from the blocks of the form.

use serde_json::Value;

use super::values::{annex, get, join, phrase, term};
use super::{Draft, dates};
use crate::mla::cyrillic;
use crate::mla::forms::{self, Field, Kind, Need, Place, Set, word};
use crate::mla::request::{Citation, Text};
use crate::render::{self, Cell, Column, Heading, Item, List, Marker, Paragraph, Row, Run, Style, Table};

/// What a section yields: chunks that stay side by side in two columns.
pub type Chunks = Vec<Vec<render::Block>>;

impl Draft<'_> {
    /// Whether a block has anything to say in this request, or must be shown because something required is missing.
    pub fn shows(&self, place: &Place) -> bool {
        let Some(block) = place.block() else { return false };
        if let Some(condition) = &block.condition {
            return get(&self.json, condition).and_then(Value::as_bool).unwrap_or(false) || place.need == Need::Required;
        }
        if matches!(block.id.as_str(), "closing" | "use" | "costs") {
            return true;
        }
        place.need == Need::Required || self.has_content(block)
    }

    fn has_content(&self, block: &forms::Block) -> bool {
        match &block.each {
            Some(list) => get(&self.json, list).and_then(Value::as_array).is_some_and(|l| !l.is_empty()),
            None if block.id == "facts" && !self.request.facts.is_empty() => true,
            None if block.id == "presence" && self.request.presence.tell_date_and_place => true,
            None => block.fields().iter().any(|field| get(&self.json, &field.path).is_some()),
        }
    }

    /// One section in one language: its heading and chunks.
    pub fn section(&mut self, place: &Place, language: &str) -> Chunks {
        let Some(block) = place.block() else { return Vec::new() };
        let heading = word(Set::Headings, &block.heading, language).unwrap_or_else(|| block.heading.clone());
        let mut chunks: Chunks = vec![vec![Heading::numbered(1, vec![Run::text(heading).language(language)]).into()]];
        match block.id.as_str() {
            "facts" => self.facts(&mut chunks, language),
            "measures" => self.measures(&mut chunks, language),
            _ => match &block.each {
                Some(list) => self.each(list, &block.fields(), &mut chunks, language),
                None => {
                    let json = self.json.clone();
                    let lines = self.lines(&block.fields(), &json, "", language);
                    chunks.extend(by_line(lines));
                }
            },
        }
        self.standing(&block.id, &mut chunks, language);
        // A heading alone would leave its page: it goes with the first chunk.
        if chunks.len() > 1 {
            let first = chunks.remove(1);
            chunks[0].extend(first);
        }
        chunks
    }

    /// One chunk an item of a list, with a heading of its own where the items are things one can name.
    fn each(&mut self, list: &str, fields: &[&'static Field], chunks: &mut Chunks, language: &str) {
        let json = self.json.clone();
        let items = get(&json, list).and_then(Value::as_array).cloned().unwrap_or_default();
        if items.is_empty() {
            chunks.push(
                fields
                    .iter()
                    .filter(|f| f.need == Need::Required)
                    .take(1)
                    .map(|field| self.blank_line(field, &format!("{list}[0]"), language))
                    .collect(),
            );
        }
        for (index, item) in items.iter().enumerate() {
            let base = format!("{list}[{index}]");
            let mut chunk: Vec<render::Block> = Vec::new();
            if let Some(title) = self.title(list, index, language) {
                chunk.push(Heading::numbered(2, title).into());
            }
            let protected = list == "persons" && self.request.persons.get(index).is_some_and(|p| p.is_protected());
            let shown: Vec<&'static Field> = fields.iter().copied().filter(|field| !(protected && field.identity)).collect();
            chunk.extend(self.lines(&shown, item, &base, language));
            chunks.push(chunk);
        }
    }

    /// What an item of a list is called.
    fn title(&mut self, list: &str, index: usize, language: &str) -> Option<Vec<Run>> {
        match list {
            "persons" => {
                let person = self.request.persons.get(index)?;
                if person.is_protected() {
                    return Some(vec![Run::text(format!("{} ({})", person.shown(), phrase("protected", language)))]);
                }
                Some(in_both_scripts(cyrillic::name_in(person, language), person.full_name(), language))
            }
            "companies" => {
                let name = self.request.companies.get(index)?.name.clone();
                let written = if cyrillic::rewrites(language) { self.spellings.cyrillic(&name) } else { name.clone() };
                Some(in_both_scripts(written, name, language))
            }
            "offences" => {
                let name = self.request.offences.get(index)?.name.clone();
                let label = word(Set::Labels, "offence", language).unwrap_or_default();
                Some(self.text(&name, &format!("offences[{index}].name"), &label, language))
            }
            "dual" | "legal" | "formalities" | "hdr.earlier" => None,
            _ => None,
        }
    }

    /// Fields as "label: value" lines; tables and inner blocks below their label.
    pub fn lines(&mut self, fields: &[&'static Field], item: &Value, base: &str, language: &str) -> Vec<render::Block> {
        let mut lines = Vec::new();
        for field in fields {
            match &field.kind {
                Kind::Rows(group) => lines.extend(self.rows(field, group, item, base, language)),
                Kind::Object(group) => {
                    let Some(inner) = get(item, &field.path).cloned() else { continue };
                    lines.push(label_line(field, language));
                    let inner = self.row(&forms::group(group), &inner, &join(base, &field.path), language);
                    lines.push(Paragraph::styled(Style::Quote, inner).into());
                }
                _ => match self.value(field, item, base, language) {
                    Some(runs) => lines.push(line(field, runs, language)),
                    // The clerk looked and did not find out: that is an answer.
                    None if get(item, &format!("{}_unknown", singular(&field.path))).and_then(Value::as_bool) == Some(true) => {
                        lines.push(line(field, vec![Run::text(phrase("unknown", language)).language(language)], language));
                    }
                    None if field.need == Need::Required => lines.push(self.blank_line(field, base, language)),
                    None => {}
                },
            }
        }
        lines
    }

    fn blank_line(&mut self, field: &'static Field, base: &str, language: &str) -> render::Block {
        let blank = self.blank(field, base, language);
        line(field, blank, language)
    }

    /// Rows of a table: a table where there is room, a list in a narrow column.
    fn rows(&mut self, field: &'static Field, group: &str, item: &Value, base: &str, language: &str) -> Vec<render::Block> {
        let path = join(base, &field.path);
        let Some(items) = get(item, &field.path).and_then(Value::as_array).filter(|l| !l.is_empty()).cloned() else {
            return if field.need == Need::Required { vec![self.blank_line(field, base, language)] } else { Vec::new() };
        };
        let columns: Vec<&'static Field> =
            forms::group(group).into_iter().filter(|column| items.iter().any(|row| get(row, &column.path).is_some())).collect();
        if self.narrow || columns.len() > 5 {
            let items = items
                .iter()
                .enumerate()
                .map(|(index, row)| Item::new(self.row(&columns, row, &format!("{path}[{index}]"), language)))
                .collect();
            return vec![label_line(field, language), List { marker: Marker::Bullet, items }.into()];
        }
        let rows = items
            .iter()
            .enumerate()
            .map(|(index, row)| {
                let cells = columns
                    .iter()
                    .map(|column| Cell::new(self.value(column, row, &format!("{path}[{index}]"), language).unwrap_or_default()));
                Row { cells: cells.collect() }
            })
            .collect();
        vec![
            label_line(field, language),
            Table {
                columns: columns
                    .iter()
                    .map(|column| Column::share(if matches!(column.kind, Kind::Text) { 3 } else { 2 }))
                    .collect(),
                header: vec![Row::new(columns.iter().map(|column| Cell::text(column.label(language))))],
                rows,
                ..Table::default()
            }
            .into(),
        ]
    }

    /// One row as running text: "label: value; label: value".
    pub fn row(&mut self, columns: &[&'static Field], row: &Value, base: &str, language: &str) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for column in columns {
            let Some(value) = self.value(column, row, base, language) else { continue };
            if !runs.is_empty() {
                runs.push(Run::text("; "));
            }
            // "Annex 4" says itself what it is.
            if !matches!(column.kind, Kind::Annex | Kind::Annexes) {
                runs.push(Run::text(format!("{}: ", column.label(language))).italic());
            }
            runs.extend(value);
        }
        runs
    }

    /// Numbered statements with place, date and evidence; then what surrounds them.
    fn facts(&mut self, chunks: &mut Chunks, language: &str) {
        let label = word(Set::Labels, "fact", language).unwrap_or_default();
        let facts = self.request.facts.clone();
        for (index, fact) in facts.iter().enumerate() {
            let path = format!("facts[{index}]");
            let mut runs = vec![Run::text(format!("({}) ", index + 1))];
            let mut when = fact.date.map(|d| dates::date(&d, language)).unwrap_or_default();
            if let Some(until) = fact.until {
                when.push_str(&format!(" – {}", dates::date(&until, language)));
            }
            if !when.is_empty() {
                runs.push(Run::text(when).bold());
                runs.push(Run::text(if fact.place.is_empty() { ": " } else { ", " }).bold());
            }
            if !fact.place.is_empty() {
                let mut place = self.text(&fact.place, &format!("{path}.place"), &label, language);
                place.iter_mut().for_each(|run| run.bold = true);
                runs.extend(place);
                runs.push(Run::text(": ").bold());
            }
            runs.extend(self.text(&fact.text, &format!("{path}.text"), &format!("{label} {}", index + 1), language));
            for citation in &fact.cite {
                runs.push(Run::text(format!(" [{}]", self.citation(citation, language))));
            }
            chunks.push(vec![Paragraph::body(runs).into()]);
        }
        if facts.is_empty() && self.form.id != "supplement" {
            self.note_missing_value("facts");
            chunks.push(vec![
                Paragraph::body(vec![Run::text("").flagged().field(format!("facts[0].text@{language}"), label)]).into(),
            ]);
        }
        let json = self.json.clone();
        let needed: Vec<&'static Field> =
            forms::group("facts").into_iter().filter(|f| get(&json, &f.path).is_some() || self.form.id == "classical").collect();
        chunks.extend(by_line(self.lines(&needed, &json, "", language)));
    }

    /// "Annex 3, p. 2, 9f86d081884c": annex, place, and the beginning of the digest.
    pub fn citation(&self, citation: &Citation, language: &str) -> String {
        let number = citation.annex.or_else(|| {
            self.request.annexes.iter().find(|a| !a.document.is_empty() && a.document == citation.document).map(|a| a.number)
        });
        let mut parts = vec![match number {
            Some(number) => annex(u64::from(number), language),
            None => file_name(&citation.path).to_owned(),
        }];
        if let Some(page) = citation.page {
            parts.push(phrase("citation.page", language).replace("{number}", &page.to_string()));
        } else if !citation.locator.is_empty() {
            parts.push(citation.locator.clone());
        } else if let Some(unit) = citation.unit {
            parts.push(phrase("citation.unit", language).replace("{number}", &unit.to_string()));
        }
        parts.extend(citation.document.get(..12).map(str::to_owned));
        parts.retain(|part| !part.is_empty());
        parts.join(", ")
    }

    /// One chunk a measure: what every measure has, then the fields of its sub-form.
    fn measures(&mut self, chunks: &mut Chunks, language: &str) {
        let json = self.json.clone();
        let measures = get(&json, "measures").and_then(Value::as_array).cloned().unwrap_or_default();
        if measures.is_empty() {
            self.note_missing_value("measures");
            chunks.push(vec![Paragraph::body(vec![Run::text(phrase("missing.value", language)).flagged()]).into()]);
        }
        for (index, measure) in measures.iter().enumerate() {
            let kind = get(measure, "kind").and_then(Value::as_str).unwrap_or_default().to_owned();
            let base = format!("measures[{index}]");
            let heading: render::Block =
                Heading::numbered(2, vec![Run::text(term("measure", &kind, language)).language(language)]).into();
            let mut lines = self.lines(&forms::group("measure"), measure, &base, language);
            let inner = get(measure, &kind).cloned().unwrap_or(Value::Null);
            lines.extend(self.lines(&forms::group(&format!("measure.{kind}")), &inner, &format!("{base}.{kind}"), language));
            // Long measures break over pages line by line, both languages together.
            let mut lines = by_line(lines).into_iter();
            chunks.push(std::iter::once(heading).chain(lines.next().unwrap_or_default()).collect());
            chunks.extend(lines);
        }
    }

    /// Standing phrases that belong to a block.
    fn standing(&mut self, block: &str, chunks: &mut Chunks, language: &str) {
        let request = self.request;
        let mut keys: Vec<&str> = Vec::new();
        match block {
            "confidentiality" => {
                keys.push("confidentiality.request");
                if request.confidentiality.consult_before_disclosure {
                    keys.push("confidentiality.consult");
                }
            }
            "use" => {
                if request.use_of_evidence.speciality.is_empty() {
                    keys.push("speciality");
                }
                if request.use_of_evidence.data_protection.is_empty() {
                    keys.push("data_protection");
                }
            }
            "costs"
                if request.cost.consult_first || (request.cost.ordinary.is_empty() && request.cost.extraordinary.is_empty()) =>
            {
                keys.push("costs.consult");
            }
            "presence" if request.presence.tell_date_and_place => keys.push("presence.tell"),
            "persons" if request.persons.iter().any(|p| p.is_protected()) => keys.push("sealed.note"),
            "closing" => {
                if request.close.receipt_asked {
                    keys.push("closing.receipt");
                }
                if request.close.consult_before_refusal {
                    keys.push("closing.consult");
                }
                // The assurance is given where no treaty carries the request.
                if request.legal.iter().all(|basis| basis.instrument == "reciprocity")
                    && request.close.reciprocity.is_empty()
                    && request.form.asks_for_help()
                {
                    keys.push("reciprocity");
                }
                keys.push("closing.thanks");
            }
            _ => {}
        }
        for key in keys {
            chunks.push(vec![Paragraph::body(vec![Run::text(phrase(key, language)).language(language)]).into()]);
        }
    }

    /// The clerk's words in a language, without control, for tables that stand outside the columns.
    pub fn plain(&mut self, text: &Text, path: &str, language: &str) -> Vec<Run> {
        let mut runs = self.text(text, path, "", language);
        runs.iter_mut().for_each(|run| run.field = None);
        runs
    }
}

/// One chunk a line; a label stays with the list or table below it.
fn by_line(lines: Vec<render::Block>) -> Chunks {
    let mut chunks: Chunks = Vec::new();
    let mut waiting = false;
    for line in lines {
        let keeps = matches!(&line, render::Block::Paragraph(paragraph) if paragraph.keep_with_next);
        match chunks.last_mut().filter(|_| waiting) {
            Some(chunk) => chunk.push(line),
            None => chunks.push(vec![line]),
        }
        waiting = keeps;
    }
    chunks
}

fn label_line(field: &Field, language: &str) -> render::Block {
    Paragraph::body(vec![Run::text(format!("{}:", field.label(language))).language(language).bold()]).with_next().into()
}

fn line(field: &Field, value: Vec<Run>, language: &str) -> render::Block {
    let mut runs = vec![Run::text(format!("{}: ", field.label(language))).language(language).bold()];
    runs.extend(value);
    Paragraph::body(runs).into()
}

/// "citizenships" to "citizenship", as the flag beside a list is called.
fn singular(path: &str) -> &str {
    path.strip_suffix('s').unwrap_or(path)
}

/// The last part of a path, container members included.
pub fn file_name(path: &str) -> &str {
    path.rsplit(['/', '!']).next().unwrap_or(path)
}

/// A name in the script of the draft, and behind it as the papers have it.
fn in_both_scripts(written: String, name: String, language: &str) -> Vec<Run> {
    if written == name {
        return vec![Run::text(name)];
    }
    vec![Run::text(written).language(language), Run::text(format!(" ({name})"))]
}
