//! The page of forms (`docs/forms.md`), written from the data so that it cannot go stale.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Field, Kind, LANGUAGES, Set, all, group, review, word};
use crate::mla::request::MeasureKind;

/// The page: every form with its blocks, every block with its fields, and who has confirmed our words.
pub fn page() -> String {
    let mut text = String::from(
        "# Forms of mutual legal assistance\n\nWritten from the tables in `src/mla/forms/data`; do not edit. `rogatory mla forms FORM` shows the same in a terminal,\n\
         `--language` in another language. Need: R required by the treaty or form, C required under the condition named, O advised.\n\n\
         | Form | Title | Rests on |\n|---|---|---|\n",
    );
    for form in all() {
        let _ = writeln!(text, "| [`{0}`](#{0}) | {1} | {2} |", form.id, form.title("en"), form.references.join("; "));
    }
    text.push_str("\n## Who has confirmed our words\n\nLabels, terms and standing phrases are ours. They stay unreviewed until a jurist who works in the language has read them (`review.toml`).\n\n");
    text.push_str("| Language | Labels | Terms | Phrases |\n|---|---|---|---|\n");
    for language in LANGUAGES {
        let status = |set| review(set, language).map_or("unreviewed", |review| review.status.as_str());
        let _ = writeln!(text, "| {language} | {} | {} | {} |", status(Set::Labels), status(Set::Terms), status(Set::Phrases));
    }
    let mut blocks: Vec<&'static super::Block> = Vec::new();
    for form in all() {
        let _ = writeln!(text, "\n## {}\n\n{}. Rests on {}.", form.id, form.title("en"), form.references.join("; "));
        for note in &form.unverified {
            let _ = writeln!(text, "\n**Unverified:** {note}");
        }
        text.push_str("\n| | Block | Under the condition | Source |\n|---|---|---|---|\n");
        for place in &form.blocks {
            let _ = writeln!(
                text,
                "| {} | [{}](#block-{}) | {} | {} |",
                place.need.letter(),
                place.block().map(|block| heading(&block.heading)).unwrap_or_default(),
                place.block,
                place.when,
                place.reference
            );
            if let Some(block) = place.block().filter(|block| blocks.iter().all(|known| known.id != block.id)) {
                blocks.push(block);
            }
        }
    }
    let mut tables: BTreeSet<String> = BTreeSet::new();
    for block in blocks {
        let _ = writeln!(text, "\n## Block {}\n\n{}", block.id, heading(&block.heading));
        if let Some(list) = &block.each {
            let _ = writeln!(text, "\nOnce for each `[[{list}]]`.");
        }
        fields(&mut text, &block.fields(), &mut tables);
    }
    for kind in MeasureKind::ALL {
        let name = word(Set::Terms, &format!("measure.{}", kind.id()), "en").unwrap_or_default();
        let _ = writeln!(text, "\n## Measure {}\n\n{name} (`[measures.{}]`)", kind.id(), kind.id());
        fields(&mut text, &group(&format!("measure.{}", kind.id())), &mut tables);
    }
    // Tables inside tables: what is named while writing is written too.
    let mut written: BTreeSet<String> = BTreeSet::new();
    while let Some(table) = tables.iter().find(|table| !written.contains(*table)).cloned() {
        let _ = writeln!(text, "\n## Rows {table}");
        fields(&mut text, &group(&table), &mut tables);
        written.insert(table);
    }
    text
}

fn heading(key: &str) -> String {
    word(Set::Headings, key, "en").unwrap_or_else(|| key.to_owned())
}

fn fields(text: &mut String, fields: &[&'static Field], tables: &mut BTreeSet<String>) {
    if fields.is_empty() {
        return;
    }
    text.push_str("\n| | Field | Label | Holds | Source | Under the condition |\n|---|---|---|---|---|---|\n");
    for field in fields {
        if let Kind::Rows(table) | Kind::Object(table) = &field.kind {
            tables.insert(table.clone());
        }
        let _ = writeln!(
            text,
            "| {} | `{}` | {} | {} | {} | {} |",
            field.need.letter(),
            field.path,
            field.label("en"),
            holds(&field.kind),
            field.reference,
            field.when
        );
    }
}

/// What a field holds, in words.
fn holds(kind: &Kind) -> String {
    match kind {
        Kind::Text => "text in each language".into(),
        Kind::Texts => "texts in each language".into(),
        Kind::Name => "one line, or one in each language".into(),
        Kind::Names => "lines, each also one in each language".into(),
        Kind::Line => "one line".into(),
        Kind::Lines => "lines".into(),
        Kind::Date => "date".into(),
        Kind::Moment => "moment with zone".into(),
        Kind::Moments => "moments with zone".into(),
        Kind::Period => "period with zone".into(),
        Kind::Number => "number".into(),
        Kind::Money(_) => "amount with currency".into(),
        Kind::Flag => "yes or no".into(),
        Kind::Term(list) => format!("one of: {}", terms(list)),
        Kind::Terms(list) => format!("some of: {}", terms(list)),
        Kind::State => "State (ISO 3166)".into(),
        Kind::States => "States (ISO 3166)".into(),
        Kind::Language => "language tag".into(),
        Kind::Languages => "language tags".into(),
        Kind::Persons => "ids of persons or companies".into(),
        Kind::Person => "id or name".into(),
        Kind::Annex => "number of an annex".into(),
        Kind::Annexes => "numbers of annexes".into(),
        Kind::Decision => "id of a decision of the case".into(),
        Kind::Offence => "id of an offence".into(),
        Kind::Instrument => "id of an instrument".into(),
        Kind::Articles => "articles (Art 3, Art 18(15)(b))".into(),
        Kind::Provision => "article, paragraph, point".into(),
        Kind::Address => "street, post code, town, country".into(),
        Kind::Scripts => "names by script".into(),
        Kind::Digest => "SHA-256".into(),
        Kind::Rows(table) => format!("[rows](#rows-{table})"),
        Kind::Object(table) => format!("[block](#rows-{table})"),
    }
}

fn terms(list: &str) -> String {
    let prefix = format!("{list}.");
    let values: Vec<String> = super::keys(Set::Terms)
        .into_iter()
        .filter_map(|key| key.strip_prefix(&prefix))
        .map(|value| format!("`{value}`"))
        .collect();
    values.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Run with `UPDATE_DOCS=1` to write the page anew.
    #[test]
    fn the_page_of_forms_is_current() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/forms.md");
        let now = page();
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, &now).expect("the page is written");
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == now, "docs/forms.md is not what the tables say: run UPDATE_DOCS=1 cargo test page_of_forms");
    }

    /// A link that leads nowhere, a cell that breaks its table.
    #[test]
    fn every_link_has_its_heading_and_every_row_its_cells() {
        let page = page();
        let anchors: BTreeSet<String> = page
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .map(|title| title.to_lowercase().replace(' ', "-").replace('.', ""))
            .collect();
        for (at, _) in page.match_indices("](#") {
            let target: String = page[at + 3..].chars().take_while(|c| *c != ')').collect();
            assert!(anchors.contains(&target.replace('.', "")), "{target}");
        }
        let mut width = None;
        for line in page.lines() {
            let cells = line.starts_with('|').then(|| line.matches('|').count());
            assert!(width.is_none() || cells.is_none() || width == cells, "{line}");
            width = cells;
        }
    }
}
