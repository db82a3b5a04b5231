//! Evidence of the case taken into a request: a statement of fact with its citation, and the annex that carries the document.
//! The file is edited in place: comments and the clerk's own layout stay.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};

use super::request::Request;

/// A place in the evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// SHA-256, in full.
    pub document: String,
    pub path: String,
    pub page: Option<u32>,
    /// Only where there is no page.
    pub unit: Option<u32>,
    pub locator: String,
    pub quote: String,
    /// Title of the document, for the list of annexes.
    pub title: String,
    /// Pages of the document, where it has pages.
    pub pages: Option<u32>,
    pub language: Option<String>,
    /// Day of the document, `YYYY-MM-DD`, offered as date of the fact.
    pub date: Option<String>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    pub toml: String,
    pub fact: String,
    pub new_fact: bool,
    pub annex: u32,
    pub new_annex: bool,
}

/// Add the evidence: to the fact with the id `into`, or as a new fact; with an annex, unless one carries the document already.
/// `text` is the statement in the language of the original.
///
/// # Errors
/// The file is no TOML, `into` names no fact, or `facts`/`annexes` are written in a way that cannot be added to.
pub fn take(toml: &str, request: &Request, evidence: &Evidence, into: Option<&str>, text: Option<&str>) -> Result<Taken, String> {
    let mut document: DocumentMut = toml.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    let known = request.annexes.iter().find(|annex| annex.document == evidence.document);
    let annex = match known {
        Some(annex) => annex.number,
        None => request.annexes.iter().map(|annex| annex.number).max().unwrap_or(0) + 1,
    };
    let citation = citation(evidence, annex);
    let (fact, new_fact) = match into {
        Some(id) => {
            let at = request.facts.iter().position(|fact| fact.id == id).ok_or_else(|| {
                let known: Vec<&str> = request.facts.iter().map(|fact| fact.id.as_str()).collect();
                format!(
                    "there is no fact \"{id}\"; there are: {}",
                    if known.is_empty() { "none".into() } else { known.join(", ") }
                )
            })?;
            cite_existing(&mut document, at, citation)?;
            (id.to_string(), false)
        }
        None => {
            let id = free_id(request);
            let table = new_fact_table(&id, request, evidence, citation, text);
            list(&mut document, "facts")?.push(table);
            (id, true)
        }
    };
    if known.is_none() {
        let table = annex_table(annex, request, evidence);
        list(&mut document, "annexes")?.push(table);
    }
    Ok(Taken { toml: document.to_string(), fact, new_fact, annex, new_annex: known.is_none() })
}

fn free_id(request: &Request) -> String {
    let mut number = request.facts.len() + 1;
    while request.facts.iter().any(|fact| fact.id == format!("F{number}")) {
        number += 1;
    }
    format!("F{number}")
}

fn citation(evidence: &Evidence, annex: u32) -> InlineTable {
    let mut table = InlineTable::new();
    table.insert("document", evidence.document.as_str().into());
    table.insert("path", evidence.path.as_str().into());
    match (evidence.page, evidence.unit) {
        (Some(page), _) => {
            table.insert("page", i64::from(page).into());
        }
        (None, Some(unit)) => {
            table.insert("unit", i64::from(unit).into());
            table.insert("locator", evidence.locator.as_str().into());
        }
        (None, None) => {}
    }
    if !evidence.quote.is_empty() {
        table.insert("quote", evidence.quote.as_str().into());
    }
    table.insert("annex", i64::from(annex).into());
    table
}

fn new_fact_table(id: &str, request: &Request, evidence: &Evidence, citation: InlineTable, text: Option<&str>) -> Table {
    let mut table = Table::new();
    table.insert("id", toml_edit::value(id));
    if let Some(date) = &evidence.date {
        table.insert("date", toml_edit::value(date.as_str()));
        if let Some(mut key) = table.key_mut("date") {
            key.leaf_decor_mut().set_prefix("# The day of the document; write the day it happened.\n");
        }
    }
    let mut texts = InlineTable::new();
    let tags: Vec<&str> = request.languages().iter().map(|tag| tag.as_str()).collect();
    let tags = if tags.is_empty() { vec!["en"] } else { tags };
    for (at, tag) in tags.iter().enumerate() {
        texts.insert(*tag, if at == 0 { text.unwrap_or_default().into() } else { "".into() });
    }
    table.insert("actors", toml_edit::value(Array::new()));
    table.insert("text", toml_edit::value(texts));
    if let Some(mut key) = table.key_mut("text") {
        key.leaf_decor_mut().set_prefix("# What this shows, in your words; the quotation stands in the citation.\n");
    }
    let mut cites = Array::new();
    cites.push(citation);
    table.insert("cite", toml_edit::value(cites));
    table
}

fn annex_table(number: u32, request: &Request, evidence: &Evidence) -> Table {
    let mut table = Table::new();
    table.insert("number", toml_edit::value(i64::from(number)));
    let name = evidence.path.rsplit(['/', '!']).next().unwrap_or(&evidence.path);
    let title = if evidence.title.trim().is_empty() { name } else { evidence.title.trim() };
    table.insert("title", toml_edit::value(title));
    table.insert("kind", toml_edit::value("evidence"));
    if let Some(pages) = evidence.pages {
        table.insert("pages", toml_edit::value(i64::from(pages)));
    }
    if let Some(language) = evidence.language.as_deref().filter(|tag| super::request::Language::new(tag).is_ok()) {
        table.insert("language", toml_edit::value(language));
    }
    table.insert("document", toml_edit::value(evidence.document.as_str()));
    let _ = request;
    table
}

/// The array of tables under `key`, made if it is not there.
fn list<'d>(document: &'d mut DocumentMut, key: &str) -> Result<&'d mut ArrayOfTables, String> {
    let empty = |item: &Item| item.as_array().is_some_and(Array::is_empty);
    if document.get(key).is_none_or(|item| item.is_none() || empty(item)) {
        document.insert(key, Item::ArrayOfTables(ArrayOfTables::new()));
    }
    document.get_mut(key).and_then(Item::as_array_of_tables_mut).ok_or_else(|| {
        format!("{key} is written as one line ({key} = [ … ]); write it as [[{key}]] blocks, then evidence can be added")
    })
}

fn cite_existing(document: &mut DocumentMut, at: usize, citation: InlineTable) -> Result<(), String> {
    let facts = list(document, "facts")?;
    let fact = facts.get_mut(at).ok_or("the facts could not be found again in the file")?;
    match fact.get_mut("cite") {
        Some(Item::Value(Value::Array(cites))) => cites.push(citation),
        Some(Item::ArrayOfTables(cites)) => cites.push(citation.into_table()),
        _ => {
            let mut cites = Array::new();
            cites.push(citation);
            fact.insert("cite", toml_edit::value(cites));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# ours\nform = \"classical\"\n\n[hdr]\nrequesting_state = \"RS\"\nrequested_state = \"DE\"\nlanguages = { original = \"sr-Latn\", translations = [\"de\"] }\n\n[sign]\nname = \"T\" # who signs\n";

    fn evidence() -> Evidence {
        Evidence {
            document: "ab".repeat(32),
            path: "predmet/izvestaj.pdf".into(),
            page: Some(3),
            quote: "пет \"делова\"".into(),
            pages: Some(4),
            ..Evidence::default()
        }
    }

    #[test]
    fn a_fact_and_its_annex_are_added_and_comments_stay() {
        let request = Request::parse(FILE).unwrap();
        let taken = take(FILE, &request, &evidence(), None, Some("Petar je vozio.")).unwrap();
        assert!(taken.toml.contains("# ours") && taken.toml.contains("# who signs"));
        let request = Request::parse(&taken.toml).unwrap();
        assert_eq!((taken.fact.as_str(), taken.annex, taken.new_annex), ("F1", 1, true));
        assert_eq!(request.facts[0].cite[0].quote, "пет \"делова\"");
        assert_eq!(request.annexes[0].document, "ab".repeat(32));
        // The same document again: another fact, the same annex.
        let again = take(&taken.toml, &request, &Evidence { page: Some(1), ..evidence() }, None, None).unwrap();
        assert_eq!((again.fact.as_str(), again.annex, again.new_annex), ("F2", 1, false));
        let request = Request::parse(&again.toml).unwrap();
        // Into a fact that stands there.
        let into = take(&again.toml, &request, &evidence(), Some("F2"), None).unwrap();
        assert_eq!(Request::parse(&into.toml).unwrap().facts[1].cite.len(), 2);
        assert!(take(&again.toml, &request, &evidence(), Some("F9"), None).unwrap_err().contains("F1, F2"));
    }
}
