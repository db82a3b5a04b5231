//! Blocks written with one bracket where there may be several, and with two where there is one.
//!
//! A list is read as the fields of a block in their order, so such a mistake would otherwise surface as nonsense about the first field.

use serde_json::Value;
use toml_edit::{Document, Item, Table};

use super::error::line_at;

/// The first block whose brackets do not fit: its place, what is wrong, what to write.
pub(super) fn mistake(toml: &str) -> Option<(usize, String, String)> {
    // Stricter about numbers than the reader of requests: what it refuses is said by that one.
    let document = Document::parse(toml.to_string()).ok()?;
    let schema = super::schema();
    let mut found = Vec::new();
    walk(document.as_table(), &schema, &schema, "", toml, &mut found);
    found.into_iter().min_by_key(|(offset, ..)| *offset)
}

fn walk(table: &Table, here: &Value, schema: &Value, path: &str, toml: &str, found: &mut Vec<(usize, String, String)>) {
    for (name, item) in table.iter() {
        let Some(field) = here["properties"].get(name).map(|field| resolve(field, schema)) else { continue };
        let path = if path.is_empty() { name.to_string() } else { format!("{path}.{name}") };
        match item {
            Item::ArrayOfTables(tables) if field["type"] == "object" && field["properties"].is_object() => {
                let offset = tables.iter().next().and_then(|first| first.span()).map_or(0, |span| span.start);
                found.push((
                    offset,
                    format!("`{name}` stands once in a request, and is no list"),
                    format!("write [{path}] once, with one bracket on each side, and all its fields below it"),
                ));
            }
            Item::ArrayOfTables(tables) if is_list(field) => {
                let items = resolve(&field["items"], schema);
                tables.iter().for_each(|inner| walk(inner, items, schema, &path, toml, found));
            }
            Item::Table(inner) if is_list(field) => {
                let offset = first_place(inner).unwrap_or(0);
                let header = line_at(toml, offset).trim();
                let inside = header.trim_matches(['[', ']']).strip_prefix(&format!("{path}.")).unwrap_or_default();
                // The word behind the point is a name of the clerk's own, or a field of the block.
                let items = resolve(&field["items"], schema);
                let hint = match inside {
                    own if !own.is_empty()
                        && items["properties"].get(own).is_none()
                        && items["properties"].get("id").is_some() =>
                    {
                        format!("write [[{path}]] with two brackets, and below it id = \"{own}\"")
                    }
                    "" => format!("write [[{path}]] with two brackets, once for each"),
                    _ => format!("write [[{path}]] with two brackets above {header}"),
                };
                found.push((offset, format!("`{name}` is a list: there may be several"), hint));
            }
            Item::Table(inner) => walk(inner, field, schema, &path, toml, found),
            _ => {}
        }
    }
}

/// The place of a block; of the first block in it where it has no line of its own.
fn first_place(table: &Table) -> Option<usize> {
    let own = (!table.is_implicit()).then(|| table.span().map(|span| span.start)).flatten();
    let below = |item: &Item| match item {
        Item::Table(inner) => first_place(inner),
        Item::ArrayOfTables(tables) => tables.iter().next().and_then(first_place),
        _ => None,
    };
    own.or_else(|| table.iter().find_map(|(_, item)| below(item)))
}

fn is_list(field: &Value) -> bool {
    field["type"] == "array" || field["type"].as_array().is_some_and(|types| types.contains(&"array".into()))
}

/// A part of the schema, followed to where it is described.
fn resolve<'a>(field: &'a Value, schema: &'a Value) -> &'a Value {
    let inner = ["anyOf", "allOf"].iter().find_map(|key| field[*key].as_array()).and_then(|parts| parts.first());
    let field = inner.unwrap_or(field);
    match field["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/")) {
        Some(name) => &schema["$defs"][name],
        None => field,
    }
}
