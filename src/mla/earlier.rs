//! A request built on an earlier one: what is handed on, what the earlier one answers when the clerk is asked, and the clerk's own
//! answers on top.

use std::collections::BTreeMap;

use toml_edit::{ArrayOfTables, DocumentMut, Item, TableLike};

use super::request::{AuthorityRole, Date as PartialDate, Request, Text};

/// Blocks an earlier request hands on to one that builds on it.
const HANDED_ON: &[&str] = &[
    "auth",
    "case",
    "persons",
    "companies",
    "legal",
    "facts",
    "narrative",
    "offences",
    "dual",
    "annexes",
    "sign",
    "use",
    "counterpart",
];

/// Take over what an earlier request knows: authorities, case, persons, facts, offences, annexes, signature. Measures, urgency and
/// answers are not taken: they belong to the request they were written for. The earlier request is named in `hdr.earlier`, or, in a
/// message about it (reminder, supplement, withdrawal …), in `follow_up`.
///
/// # Errors
/// One of the two texts is no TOML.
pub fn build_on(new: &str, old: &str, earlier: &Request) -> Result<String, String> {
    let mut document: DocumentMut = new.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    let old: DocumentMut = old.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    let about = document.contains_key("follow_up");
    let same_way = same_states(&document, earlier);
    for key in HANDED_ON.iter().filter(|key| !about || matches!(**key, "auth" | "sign" | "case")) {
        let addressed = matches!(*key, "auth" | "legal" | "dual" | "counterpart");
        if let Some(item) = old.get(key).filter(|_| same_way || !addressed) {
            let mut item = item.clone();
            unplace(&mut item);
            document.insert(key, item);
        } else if *key == "auth" {
            own_side(&mut document, &old, earlier);
        }
    }
    // Why the evidence is in the other State must be said anew.
    if !same_way && let Some(narrative) = document.get_mut("narrative").and_then(Item::as_table_like_mut) {
        narrative.remove("nexus");
    }
    let number = earlier.hdr.own_ref.trim();
    let day = earlier.hdr.date.map(|date: PartialDate| date.to_string());
    if about {
        if let Some(table) = document.get_mut("follow_up").and_then(Item::as_table_mut) {
            table.insert("about", toml_edit::value(number));
            if let Some(day) = day {
                table.insert("about_date", toml_edit::value(day));
            }
        }
    } else if let Some(header) = document.get_mut("hdr").and_then(Item::as_table_mut) {
        let mut row = toml_edit::InlineTable::new();
        row.insert("kind", if earlier.data.is_some() { "preservation".into() } else { "request".into() });
        row.insert("number", number.into());
        if let Some(day) = day {
            row.insert("date", day.into());
        }
        if !same_way {
            row.insert("state", earlier.hdr.requested_state.code().into());
        }
        let mut rows = toml_edit::Array::new();
        rows.push(row);
        header.insert("earlier", toml_edit::value(rows));
    }
    if let (Some(header), Some(languages)) =
        (document.get_mut("hdr").and_then(Item::as_table_mut), old.get("hdr").and_then(|hdr| hdr.get("languages")))
        && same_way
    {
        header.insert("languages", languages.clone());
    }
    Ok(document.to_string())
}

/// The authorities of the State that asks are the same whoever is asked; those that are asked are the new ones.
fn own_side(document: &mut DocumentMut, old: &DocumentMut, earlier: &Request) {
    let asks = document.get("hdr").and_then(|hdr| hdr.get("requesting_state")).and_then(Item::as_str);
    if asks != Some(earlier.hdr.requesting_state.code()) {
        return;
    }
    let is_asked = |role: Option<&str>| matches!(role, Some("requested" | "central_requested"));
    let role = |table: &toml_edit::Table| table.get("role").and_then(Item::as_str).map(str::to_string);
    let blocks = |of: &DocumentMut, asked: bool| -> Vec<toml_edit::Table> {
        let tables = of.get("auth").and_then(Item::as_array_of_tables);
        tables.into_iter().flatten().filter(|table| is_asked(role(table).as_deref()) == asked).cloned().collect()
    };
    let mut kept = ArrayOfTables::new();
    for table in blocks(old, false).into_iter().chain(blocks(document, true)) {
        kept.push(table);
    }
    if kept.iter().any(|table| !is_asked(role(table).as_deref())) {
        let mut item = Item::ArrayOfTables(kept);
        unplace(&mut item);
        document.insert("auth", item);
    }
}

fn same_states(document: &DocumentMut, earlier: &Request) -> bool {
    let state = |key: &str| document.get("hdr").and_then(|hdr| hdr.get(key)).and_then(Item::as_str).map(str::to_string);
    state("requesting_state").as_deref() == Some(earlier.hdr.requesting_state.code())
        && state("requested_state").as_deref() == Some(earlier.hdr.requested_state.code())
}

/// Forget where a block stood in its old file, so that it is written where it is put.
fn unplace(item: &mut Item) {
    match item {
        Item::Table(table) => {
            table.set_position(None);
            table.iter_mut().for_each(|(_, inner)| unplace(inner));
        }
        Item::ArrayOfTables(tables) => {
            for table in tables.iter_mut() {
                table.set_position(None);
                table.iter_mut().for_each(|(_, inner)| unplace(inner));
            }
        }
        _ => {}
    }
}

/// What an earlier request answers, by the fields the interview asks for. Nothing of a protected person.
pub fn answers(earlier: &Request) -> BTreeMap<String, String> {
    let language = earlier.hdr.languages.original.clone().unwrap_or_default();
    let said = |text: &Text| {
        let nearest = text.nearest(&language).map(|(_, words)| words.to_string());
        nearest.or_else(|| text.versions().first().map(|(_, words)| (*words).to_string())).unwrap_or_default()
    };
    let mut answers = BTreeMap::new();
    let mut put = |key: &str, value: String| {
        if !value.trim().is_empty() {
            answers.insert(key.to_string(), value);
        }
    };
    put("hdr.own_ref", earlier.hdr.own_ref.clone());
    if let Some(authority) = earlier.authority(AuthorityRole::Requesting) {
        put("auth.requesting.name", said(&authority.name));
        put("auth.requesting.phone", authority.phone.clone());
        put("auth.requesting.email", authority.email.clone());
    }
    put("case.subject", said(&earlier.case.subject));
    if let Some(person) = earlier.persons.iter().find(|person| !person.is_protected()) {
        put("persons[0].surname", person.surname.clone());
        put("persons[0].given_names", person.given_names.clone());
        put("persons[0].born", person.born.map(|born| born.to_string()).unwrap_or_default());
    }
    put("narrative.nexus", said(&earlier.narrative.nexus));
    put("sign.name", said(&earlier.sign.name));
    answers
}

/// Write the clerk's answers over what was handed on, where they differ from it. A text that was answered anew loses its
/// translations: they translate other words. What the clerk emptied is taken out.
///
/// # Errors
/// The text is no TOML.
pub fn overlay(new: &str, given: &BTreeMap<String, String>, earlier: &Request) -> Result<String, String> {
    let before = answers(earlier);
    let mut document: DocumentMut = new.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    let original = document.get("hdr").and_then(|hdr| hdr.get("languages")).and_then(|all| all.get("original"));
    let language = original.and_then(Item::as_str).unwrap_or("en").to_string();
    let emptied = before.keys().filter(|key| !given.contains_key(*key)).map(|key| (key, ""));
    for (key, value) in given.iter().map(|(key, value)| (key, value.as_str())).chain(emptied) {
        let fresh = key == "narrative.nexus" && !same_states(&document, earlier);
        if before.get(key).map(String::as_str) == Some(value) && !fresh {
            continue;
        }
        let Some((block, field)) = key.rsplit_once('.') else { continue };
        let table: Option<&mut dyn TableLike> = match block {
            "auth.requesting" => {
                named(&mut document, "auth", |table| table.get("role").and_then(Item::as_str) == Some("requesting"))
            }
            "persons[0]" => named(&mut document, "persons", |table| !table.contains_key("code")),
            "case" | "narrative" | "sign" => document.get_mut(block).and_then(Item::as_table_like_mut),
            _ => None,
        };
        let Some(table) = table else { continue };
        if value.is_empty() {
            table.remove(field);
        } else if matches!(key.as_str(), "auth.requesting.name" | "case.subject" | "narrative.nexus") {
            let mut texts = toml_edit::InlineTable::new();
            texts.insert(&language, value.into());
            table.insert(field, toml_edit::value(texts));
        } else {
            table.insert(field, toml_edit::value(value));
        }
    }
    Ok(document.to_string())
}

/// The first block of a list of which this holds.
fn named<'d>(
    document: &'d mut DocumentMut,
    list: &str,
    wanted: impl Fn(&toml_edit::Table) -> bool,
) -> Option<&'d mut dyn TableLike> {
    let table = document.get_mut(list)?.as_array_of_tables_mut()?.iter_mut().find(|table| wanted(table))?;
    Some(table)
}
