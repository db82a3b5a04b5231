//! The office's own layer: facts added or corrected in a folder, merged over the built-in ones by id.
//!
//! Layout, the same as the built-in one: `facts/offences/RS.json`, `facts/treaties/<id>.json`,
//! `facts/jurisdictions/RS.json`, `facts/standards.json`, `facts/vocabulary.json`. An entry whose id is known changes
//! only the fields it names (a list replaces the whole list, null means "unknown"); any other id is a new fact.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::instrument::Instrument;
use super::jurisdiction::Jurisdiction;
use super::library::Library;
use super::provision::{CompanyLiability, GeneralPart, PendingChange, Provision};
use super::standard::Standard;
use super::terms::{Fact, Layer};
use super::vocabulary::Vocabulary;

/// A fact file that cannot be used: which, where in it, what is wrong, what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LibraryError {
    pub file: PathBuf,
    /// The place inside the file: `provision RS-CC-388-1`, `line 12, column 3`.
    pub place: String,
    pub what: String,
    pub remedy: String,
}

impl fmt::Display for LibraryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.file.display(), self.place, self.what)
    }
}

impl std::error::Error for LibraryError {}

const SEE: &str = "docs/reference-data.md shows how a fact is written; move the file away to work without it";

impl LibraryError {
    pub(super) fn new(file: &Path, place: impl Into<String>, what: impl Into<String>) -> LibraryError {
        LibraryError { file: file.to_owned(), place: place.into(), what: what.into(), remedy: SEE.into() }
    }
}

/// What an office adds to one code.
#[derive(Debug, Default)]
pub struct CodeAdditions {
    pub jurisdiction: String,
    pub general_part: Option<Fact<GeneralPart>>,
    pub company_liability: Option<Fact<CompanyLiability>>,
    pub pending_changes: Vec<PendingChange>,
    pub provisions: Vec<Fact<Provision>>,
}

/// Everything an office adds, merged and checked.
#[derive(Debug, Default)]
pub struct Additions {
    pub vocabulary: Option<Vocabulary>,
    pub jurisdictions: Vec<Fact<Jurisdiction>>,
    pub instruments: Vec<Fact<Instrument>>,
    pub standards: Vec<Fact<Standard>>,
    pub codes: Vec<CodeAdditions>,
}

/// Read the office's layer. `base` holds the built-in facts alone.
///
/// # Errors
/// A file that cannot be read or parsed, an unknown key or term, a missing source or date.
pub fn read(folder: &Path, base: &Library) -> Result<Additions, LibraryError> {
    let facts = folder.join("facts");
    let mut additions = Additions::default();
    for name in PLACES {
        if folder.join(name).exists() {
            return Err(LibraryError::new(&folder.join(name), "the folder", "is not read here: facts belong below `facts/`"));
        }
    }
    if !facts.is_dir() {
        return Ok(additions);
    }
    for name in names(&facts)? {
        if !PLACES.contains(&name.as_str()) {
            let near = super::library::nearest(&name, PLACES.iter().copied());
            let hint = near.first().map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(LibraryError::new(
                &facts.join(&name),
                "the name",
                format!("is none of {} and would not be read{hint}", PLACES.join(", ")),
            ));
        }
    }
    let vocabulary = facts.join("vocabulary.json");
    if vocabulary.is_file() {
        additions.vocabulary = Some(read_vocabulary(&vocabulary, base)?);
    }
    for file in json_files(&facts.join("jurisdictions"))? {
        additions.jurisdictions.push(one_fact(&file, "iso", |iso| {
            base.jurisdiction(iso).map(|fact| serde_json::to_value(&fact.value).unwrap_or_default())
        })?);
    }
    for file in json_files(&facts.join("treaties"))? {
        additions.instruments.push(one_fact(&file, "id", |id| {
            base.instrument(id).map(|fact| serde_json::to_value(&fact.value).unwrap_or_default())
        })?);
    }
    let standards = facts.join("standards.json");
    if standards.is_file() {
        let (as_of, mut object) = dated_object(&standards)?;
        for entry in entries(&standards, &mut object, "standards")? {
            additions.standards.push(merged(&standards, &as_of, "id", entry, |id| {
                base.standard(id).map(|fact| serde_json::to_value(&fact.value).unwrap_or_default())
            })?);
        }
        nothing_left(&standards, &object)?;
    }
    for file in json_files(&facts.join("offences"))? {
        additions.codes.push(read_code(&file, base)?);
    }
    let provisions = additions.codes.iter().flat_map(|code| &code.provisions);
    once(provisions.map(|fact| ("provision", fact.id.as_str(), fact.file.as_str())))?;
    once(additions.standards.iter().map(|fact| ("standard", fact.id.as_str(), fact.file.as_str())))?;
    once(additions.instruments.iter().map(|fact| ("instrument", fact.id.as_str(), fact.file.as_str())))?;
    once(additions.jurisdictions.iter().map(|fact| ("State", fact.iso.as_str(), fact.file.as_str())))?;
    Ok(additions)
}

/// What may lie in the office's folder of facts.
const PLACES: [&str; 5] = ["offences", "treaties", "jurisdictions", "standards.json", "vocabulary.json"];

/// No fact may be said twice: of two wordings one would be lost without a word.
fn once<'f>(facts: impl Iterator<Item = (&'static str, &'f str, &'f str)>) -> Result<(), LibraryError> {
    let mut seen: HashMap<String, &str> = HashMap::new();
    for (kind, id, file) in facts {
        if let Some(first) = seen.insert(id.to_lowercase(), file) {
            let other = if first == file { "in this file".to_owned() } else { format!("here and in {first}") };
            return Err(LibraryError::new(
                Path::new(file),
                format!("{kind} {id}"),
                format!("is written twice, {other}: keep one"),
            ));
        }
    }
    Ok(())
}

fn read_code(file: &Path, base: &Library) -> Result<CodeAdditions, LibraryError> {
    let (as_of, mut object) = dated_object(file)?;
    let jurisdiction = match object.shift_remove("jurisdiction") {
        Some(Value::String(name)) => name,
        _ => return Err(LibraryError::new(file, "the file", "`jurisdiction` is missing")),
    };
    // `US` is a State without a code in the facts: an office may add one. `RSS` is none, and would never be asked for.
    if base.state(&jurisdiction).map(|state| state.jurisdiction() != jurisdiction).unwrap_or(true) {
        let what = format!("`{jurisdiction}` is no State of ISO 3166 and no part of one with its own code (RS, XK, BA-FBIH)");
        return Err(LibraryError::new(file, "jurisdiction", what));
    }
    let known = base.code(&jurisdiction);
    let mut code = CodeAdditions { jurisdiction: jurisdiction.clone(), ..CodeAdditions::default() };
    if let Some(value) = object.shift_remove("general_part") {
        let old = known.and_then(|code| code.general_part.as_ref()).and_then(|fact| serde_json::to_value(&fact.value).ok());
        code.general_part = Some(placed(file, &as_of, "general_part", old, value)?);
    }
    if let Some(value) = object.shift_remove("company_liability") {
        let old = known.and_then(|code| code.company_liability.as_ref()).and_then(|fact| serde_json::to_value(&fact.value).ok());
        code.company_liability = Some(placed(file, &as_of, "company_liability", old, value)?);
    }
    if let Some(value) = object.shift_remove("pending_changes") {
        code.pending_changes = typed(file, "pending_changes", value)?;
    }
    for entry in entries(file, &mut object, "provisions")? {
        for needed in ["source", "confidence"] {
            if entry.get(needed).is_none() {
                let id = entry.get("id").and_then(Value::as_str).unwrap_or("without id");
                return Err(LibraryError::new(
                    file,
                    format!("provision {id}"),
                    format!("`{needed}` is missing: a corrected fact says where it was read and how sure it is"),
                ));
            }
        }
        let says_read = entry.get("source_read").is_some();
        let mut fact: Fact<Provision> = merged(file, &as_of, "id", entry, |id| {
            let provision = known?.provisions.iter().find(|fact| fact.id == id)?;
            serde_json::to_value(&provision.value).ok()
        })?;
        fact.value.jurisdiction = jurisdiction.clone();
        // That the built-in source was read says nothing of the one the office names.
        if !says_read {
            fact.value.source_read = fact.value.confidence.counts_as_sourced();
        }
        code.provisions.push(fact);
    }
    nothing_left(file, &object)?;
    Ok(code)
}

fn read_vocabulary(file: &Path, base: &Library) -> Result<Vocabulary, LibraryError> {
    let (_, object) = dated_object(file)?;
    let mut whole = serde_json::to_value(base.vocabulary()).unwrap_or_default();
    for (list, added) in object {
        let Some(Value::Array(old)) = whole.get_mut(&list) else {
            return Err(LibraryError::new(file, "the file", format!("`{list}` is no list of the vocabulary")));
        };
        let Value::Array(added) = added else {
            return Err(LibraryError::new(file, list, "is not a list of terms"));
        };
        let mut seen = HashSet::new();
        for term in added {
            let id = term.get("id").map(|id| id.to_string()).unwrap_or_default();
            if !seen.insert(id.clone()) {
                return Err(LibraryError::new(file, format!("{list} {id}"), "is written twice, in this file: keep one"));
            }
            old.retain(|known| known.get("id") != term.get("id"));
            old.push(term);
        }
    }
    typed(file, "the vocabulary", whole)
}

/// The `*.json` files of a folder, by name; none if there is no such folder.
///
/// # Errors
/// Something else lies there: a fact in a file with another ending would be missed in silence.
fn json_files(folder: &Path) -> Result<Vec<PathBuf>, LibraryError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for name in names(folder)? {
        let path = folder.join(&name);
        if path.extension().is_none_or(|ext| ext != "json") || !path.is_file() {
            let what = "is not read: facts stand in files whose name ends in .json";
            return Err(LibraryError::new(&path, "the name", what));
        }
        files.push(path);
    }
    Ok(files)
}

/// What lies in a folder, by name; hidden files (those of the system) and a README are nobody's facts.
fn names(folder: &Path) -> Result<Vec<String>, LibraryError> {
    let failed = |error: std::io::Error| LibraryError::new(folder, "the folder", error.to_string());
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !name.to_lowercase().starts_with("readme") {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// A file as an object, its `as_of` taken out.
fn dated_object(file: &Path) -> Result<(String, Map<String, Value>), LibraryError> {
    let text = std::fs::read_to_string(file).map_err(|error| LibraryError::new(file, "the file", error.to_string()))?;
    let value: Value = serde_json::from_str(&text)
        .map_err(|error| LibraryError::new(file, format!("line {}, column {}", error.line(), error.column()), plain(&error)))?;
    let Value::Object(mut object) = value else {
        return Err(LibraryError::new(file, "the file", "is not an object in curly brackets"));
    };
    match object.shift_remove("as_of") {
        Some(Value::String(as_of)) if is_month(&as_of) => Ok((as_of, object)),
        _ => Err(LibraryError::new(file, "the file", "`as_of` is missing or not written YYYY-MM")),
    }
}

fn is_month(text: &str) -> bool {
    format!("{text}-01").parse::<jiff::civil::Date>().is_ok()
}

fn entries(file: &Path, object: &mut Map<String, Value>, key: &str) -> Result<Vec<Value>, LibraryError> {
    match object.shift_remove(key) {
        None => Ok(Vec::new()),
        Some(Value::Array(list)) => Ok(list),
        Some(_) => Err(LibraryError::new(file, key, "is not a list")),
    }
}

fn nothing_left(file: &Path, object: &Map<String, Value>) -> Result<(), LibraryError> {
    match object.keys().next() {
        None => Ok(()),
        Some(key) => Err(LibraryError::new(file, "the file", format!("unknown key `{key}`"))),
    }
}

fn one_fact<T: DeserializeOwned>(file: &Path, key: &str, known: impl Fn(&str) -> Option<Value>) -> Result<Fact<T>, LibraryError> {
    let (as_of, object) = dated_object(file)?;
    merged(file, &as_of, key, Value::Object(object), known)
}

/// An entry over the built-in fact of the same id, or on its own.
fn merged<T: DeserializeOwned>(
    file: &Path,
    as_of: &str,
    key: &str,
    entry: Value,
    known: impl Fn(&str) -> Option<Value>,
) -> Result<Fact<T>, LibraryError> {
    let Some(id) = entry.get(key).and_then(Value::as_str).map(str::to_owned) else {
        return Err(LibraryError::new(file, "an entry", format!("`{key}` is missing")));
    };
    let old = known(&id);
    placed(file, as_of, &id, old, entry)
}

fn placed<T: DeserializeOwned>(
    file: &Path,
    as_of: &str,
    place: &str,
    old: Option<Value>,
    entry: Value,
) -> Result<Fact<T>, LibraryError> {
    let given = entry.clone();
    let (value, layer) = match old.clone() {
        Some(mut whole) => {
            let fields = entry
                .as_object()
                .map(|object| object.keys().filter(|key| *key != "id" && *key != "iso").cloned().collect())
                .unwrap_or_default();
            overlay(&mut whole, entry);
            (whole, Layer::Corrected { file: file.to_owned(), fields })
        }
        None => (entry, Layer::Office(file.to_owned())),
    };
    let value = serde_json::from_value(value).map_err(|error| {
        let field = old.as_ref().and_then(|old| culprit::<T>(old, &given));
        let place = field.map_or(place.to_owned(), |field| format!("{place}, `{field}`"));
        LibraryError::new(file, place, plain(&error))
    })?;
    Ok(Fact { value, layer, as_of: as_of.to_owned(), file: file.display().to_string() })
}

/// The field of a correction that does not fit: the first that, alone over the built-in fact, is refused.
fn culprit<T: DeserializeOwned>(old: &Value, given: &Value) -> Option<String> {
    given.as_object()?.iter().find_map(|(key, value)| {
        let mut whole = old.clone();
        overlay(&mut whole, Value::Object(Map::from_iter([(key.clone(), value.clone())])));
        serde_json::from_value::<T>(whole).is_err().then(|| key.clone())
    })
}

/// Objects merge key by key; everything else is replaced, null included (it means "unknown").
fn overlay(whole: &mut Value, entry: Value) {
    match (whole, entry) {
        (Value::Object(whole), Value::Object(entry)) => {
            for (key, value) in entry {
                overlay(whole.entry(key).or_insert(Value::Null), value);
            }
        }
        (whole, entry) => *whole = entry,
    }
}

fn typed<T: DeserializeOwned>(file: &Path, place: &str, value: Value) -> Result<T, LibraryError> {
    serde_json::from_value(value).map_err(|error| LibraryError::new(file, place, plain(&error)))
}

/// A parse error in words for a jurist: no names of types.
fn plain(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.split(" at line ").next().unwrap_or(&text);
    let text = text.replace("invalid type: ", "wrong kind of value: ").replace("invalid value: ", "value out of bounds: ");
    let Some((before, expected)) = text.split_once(", expected ") else { return text };
    // Also of lists of words ("expected one of `a`, `b`") only the names of types are changed.
    let first = expected.split(' ').next().unwrap_or(expected);
    let wanted = match first {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number, not below 0".to_owned(),
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        "struct" => "an object in curly brackets".to_owned(),
        "enum" | "variant" => "one of the words of the schema".to_owned(),
        _ => expected
            .replace("a sequence", "a list in square brackets")
            .replace("a map", "an object in curly brackets")
            .replace("a boolean", "true or false")
            .replace("a string", "words in quotation marks")
            .replace("option", "a value"),
    };
    format!("{before}, expected {wanted}").replace("map,", "object,").replace("sequence,", "list,")
}

#[cfg(test)]
mod tests;
