//! An edited DOCX taken back: its content controls carry the path of the field and the language (`facts[2].text@sr-Cyrl`); what
//! differs from a fresh draft was changed by hand and goes into the request. Where another program dropped the tags when it saved
//! (LibreOffice does), the bookmark that stands before each control says which field it is.
//!
//! Words of the clerk are taken over; values a draft writes in its own way (dates in words, names of States, lists) are shown to be
//! changed in the file by hand, because reading "2. mart" back would be guessing. Text outside the controls is not read.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value as Json;
use toml_edit::{DocumentMut, Item, TableLike, Value};

use super::cyrillic::{self, Spellings};
use super::draft::{self, DraftError, DraftOptions};
use super::forms::{self, Kind};
use super::outside::{self, Outside};
use super::protected::Protected;
use super::request::{Date, Language, Request};
use crate::law::library::Library;
use crate::mla::languages::same_language;
use crate::render::{bookmark, bookmark_of};

/// One field whose text differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Path in the request.
    pub field: String,
    pub language: String,
    pub before: String,
    pub after: String,
    /// Written into the request; otherwise to be changed by hand, and why.
    pub taken: Result<(), String>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct ReadBack {
    pub changes: Vec<Change>,
    /// The request file with the changes that could be taken.
    pub toml: String,
    /// Controls found in the document.
    pub controls: usize,
    /// Of these, controls whose tag was lost and whose bookmark told the field.
    pub by_bookmark: usize,
    /// Controls that have lost tag and bookmark; they were not read.
    pub unknown: usize,
    /// Fields a fresh draft has and the document has no more: somebody deleted them.
    pub vanished: Vec<String>,
    /// What was written or taken out outside the fields: it is in no field of the request.
    pub outside: Outside,
}

impl ReadBack {
    /// The document bears another reference, and more than a third of its fields differ: it was drafted from another request.
    pub fn of_another_request(&self) -> bool {
        self.changes.iter().any(|change| change.field == "hdr.own_ref") && self.changes.len() * 3 > self.controls
    }
}

/// Largest document body that is read, in bytes.
const LONGEST_BODY: u64 = 64 << 20;

/// Hold an edited DOCX against the request it was drafted from.
///
/// # Errors
/// No DOCX, no controls of ours, or a request that cannot be drafted.
pub fn read_back(
    docx: &[u8],
    toml: &str,
    request: &Request,
    library: &Library,
    protected: Vec<Protected>,
) -> Result<ReadBack, String> {
    let Body { controls, outside } = body(docx)?;
    if controls.is_empty() {
        return Err("the document has no content controls of a draft; was it saved as another kind of file?".into());
    }
    let everyone = protected.clone();
    let drafts = Drafts { request, library, protected, fresh: BTreeMap::new(), papers: Default::default(), drafted: Vec::new() };
    let Named { found, fresh, papers, by_bookmark, unknown } = drafts.name(controls)?;
    if found.is_empty() {
        return Err("the document has content controls, but neither tags nor bookmarks of a draft; what program saved it?".into());
    }
    let mut document: DocumentMut = toml.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
    let json = request.to_json();
    let spellings = Spellings::of(request);
    let mut changes: Vec<Change> = Vec::new();
    for (tag, text) in &found {
        let Some((path, language)) = tag.rsplit_once('@') else { continue };
        let before = fresh.get(tag).cloned().unwrap_or_default();
        if same(&before, text)
            || changes.iter().any(|change| change.field == path && change.language == language && change.after == *text)
        {
            continue;
        }
        // A value that is the same in every language stands in both columns: edited in two ways, neither is taken.
        let shared = !matches!(at(&json, &steps(path)), Some(Json::Object(_)));
        let twice = found.iter().any(|(other, words)| {
            other
                .rsplit_once('@')
                .is_some_and(|(there, tongue)| there == path && (tongue == language || shared && in_one_script(tongue, language)))
                && !same(words, text)
                && fresh.get(other).is_none_or(|fresh| !same(fresh, words))
        });
        let taken = if twice {
            Err("the field stands in the document more than once, with different words".into())
        } else if !fresh.contains_key(tag) {
            Err("the request has no such field any more".into())
        } else {
            take(&mut document, &json, &spellings, path, language, &before, text)
        };
        changes.push(Change { field: path.to_string(), language: language.to_string(), before, after: text.clone(), taken });
    }
    let toml = document.to_string();
    Request::parse(&toml)
        .map_err(|mistake| format!("the changes give a request that cannot be read ({mistake}); nothing was taken"))?;
    let mut languages: Vec<&str> = Vec::new();
    for language in found.iter().filter_map(|(tag, _)| Some(tag.rsplit_once('@')?.1)) {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    // A field that lost its mark would be told as text outside the fields.
    // The letter, the sealed annex or the checklist: the one whose fields came back.
    let read = papers.iter().max_by_key(|paper| found.iter().filter(|(tag, _)| paper.contains(tag)).count());
    // What is the same in every language may stand in one column only, as the signature does.
    let there = |tag: &str| {
        let Some((path, _)) = tag.rsplit_once('@') else { return true };
        let shared = path.starts_with("sign.") || !matches!(at(&json, &steps(path)), Some(Json::Object(_)));
        found.iter().any(|(other, _)| other == tag || shared && other.rsplit_once('@').is_some_and(|(same, _)| same == path))
    };
    let vanished: Vec<String> = read
        .into_iter()
        .flatten()
        .filter(|tag| tag.rsplit_once('@').is_some_and(|(_, language)| languages.contains(&language)))
        .filter(|tag| fresh.get(*tag).is_some_and(|text| !text.trim().is_empty()) && !there(tag))
        .cloned()
        .collect();
    let outside =
        if unknown == 0 { outside::changes(&outside, &languages, request, library, &everyone) } else { Outside::default() };
    Ok(ReadBack { changes, toml, controls: found.len(), by_bookmark, unknown, vanished, outside })
}

/// Fresh drafts of the request, made language by language as the document asks for them.
struct Drafts<'a> {
    request: &'a Request,
    library: &'a Library,
    protected: Vec<Protected>,
    /// Text by tag.
    fresh: BTreeMap<String, String>,
    /// Tags of the letter, of the sealed annex and of the checklist.
    papers: [BTreeSet<String>; 3],
    drafted: Vec<String>,
}

/// The controls of a document with the tags they have or had.
struct Named {
    found: Vec<(String, String)>,
    fresh: BTreeMap<String, String>,
    papers: [BTreeSet<String>; 3],
    by_bookmark: usize,
    unknown: usize,
}

impl Drafts<'_> {
    fn name(mut self, controls: Vec<Control>) -> Result<Named, String> {
        for control in &controls {
            if let Some((_, language)) = control.tag.rsplit_once('@') {
                self.draft(language)?;
            }
        }
        // A bookmark does not tell its language: those of the request come first, then every language of the forms.
        let own = self.request.languages().into_iter().map(|tag| tag.to_string());
        let other = forms::LANGUAGES.iter().flat_map(|tag| [(*tag).to_string(), format!("{tag}-Cyrl")]);
        let mut candidates = own.chain(other);
        let mut by_bookmark: HashMap<String, String> = self.bookmarks();
        let lost = |known: &HashMap<String, String>| {
            controls
                .iter()
                .any(|control| control.tag.is_empty() && !control.bookmark.is_empty() && !known.contains_key(&control.bookmark))
        };
        while lost(&by_bookmark)
            && let Some(language) = candidates.next()
        {
            self.draft(&language)?;
            by_bookmark = self.bookmarks();
        }
        let mut named =
            Named { found: Vec::new(), fresh: BTreeMap::new(), papers: Default::default(), by_bookmark: 0, unknown: 0 };
        for control in controls {
            let tag =
                if control.tag.is_empty() { by_bookmark.get(&control.bookmark).cloned() } else { Some(control.tag.clone()) };
            match tag {
                Some(tag) => {
                    named.by_bookmark += usize::from(control.tag.is_empty());
                    named.found.push((tag, control.text));
                }
                None => named.unknown += 1,
            }
        }
        named.fresh = self.fresh;
        named.papers = self.papers;
        Ok(named)
    }

    /// Draft the request in a language, once.
    fn draft(&mut self, language: &str) -> Result<(), String> {
        if self.drafted.iter().any(|known| known == language) {
            return Ok(());
        }
        self.drafted.push(language.to_string());
        let options =
            DraftOptions { language: language.to_string(), protected: self.protected.clone(), ..DraftOptions::default() };
        match draft::build(self.request, Some(self.library), &options) {
            Ok(drafted) => {
                let documents = [Some(&drafted.request), drafted.sealed.as_ref(), Some(&drafted.checklist)];
                for (paper, document) in self.papers.iter_mut().zip(documents) {
                    let controls: Vec<(String, String)> = document.map(draft::controls).into_iter().flatten().collect();
                    paper.extend(controls.iter().map(|(tag, _)| tag.clone()));
                    self.fresh.extend(controls);
                }
                Ok(())
            }
            Err(DraftError::UnknownLanguage(_)) => Ok(()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn bookmarks(&self) -> HashMap<String, String> {
        self.fresh.keys().map(|tag| (bookmark(tag), tag.clone())).collect()
    }
}

/// Both Latin or both Cyrillic: the same value is then written with the same letters.
fn in_one_script(one: &str, other: &str) -> bool {
    let cyrillic = |tag: &str| tag.ends_with("Cyrl") || tag.starts_with("mk");
    cyrillic(one) == cyrillic(other)
}

/// Word and LibreOffice may split, join or trim blanks; only words count.
fn same(a: &str, b: &str) -> bool {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    words(a) == words(b)
}

/// The text of a document.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// Every content control, in order. A control that shows its placeholder is empty.
    pub controls: Vec<Control>,
    /// The paragraphs outside the controls, each without the controls in it.
    pub outside: Vec<String>,
}

/// Controls and other text of a document.
///
/// # Errors
/// Bytes that are no DOCX.
pub fn body(docx: &[u8]) -> Result<Body, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(docx)).map_err(|_| "this is no DOCX file".to_string())?;
    let part =
        archive.by_name("word/document.xml").map_err(|_| "this is no DOCX file: it has no word/document.xml".to_string())?;
    let mut xml = String::new();
    part.take(LONGEST_BODY).read_to_string(&mut xml).map_err(|error| format!("the document cannot be read: {error}"))?;
    let mut reader = Reader::from_str(&xml);
    // Controls may stand inside one another; text belongs to the innermost that has a tag.
    let mut open: Vec<Control> = Vec::new();
    let mut found = Vec::new();
    let mut outside: Vec<String> = vec![String::new()];
    let mut in_text = false;
    // A bookmark of ours that stands before the next control.
    let mut ahead = String::new();
    loop {
        let event = reader.read_event().map_err(|error| format!("the document is damaged: {error}"))?;
        match event {
            Event::Eof => break,
            Event::Start(element) | Event::Empty(element) if element.name().as_ref() == "w:tag" => {
                if let (Some(control), Some(tag)) = (open.last_mut(), attribute(&element)) {
                    control.tag = tag;
                }
            }
            Event::Start(element) | Event::Empty(element) if element.name().as_ref() == "w:bookmarkStart" => {
                let name = named(&element, "w:name").unwrap_or_default();
                if let Some(ours) = bookmark_of(&name) {
                    match open.last_mut().filter(|control| control.bookmark.is_empty() && control.text.is_empty()) {
                        Some(control) => control.bookmark = ours.to_string(),
                        None => ahead = ours.to_string(),
                    }
                }
            }
            Event::Start(element) if element.name().as_ref() == "w:sdt" => {
                open.push(Control { bookmark: std::mem::take(&mut ahead), ..Control::default() });
            }
            Event::Empty(element) | Event::Start(element) if element.name().as_ref() == "w:showingPlcHdr" => {
                if let Some(control) = open.last_mut() {
                    control.placeholder = true;
                }
            }
            Event::End(element) if element.name().as_ref() == "w:sdt" => {
                if let Some(mut control) = open.pop() {
                    let dots = control.text.chars().all(|c| c == '…' || c.is_whitespace());
                    if control.placeholder || dots {
                        control.text.clear();
                    }
                    found.push(control);
                }
            }
            Event::Empty(element) if element.name().as_ref() == "w:br" => add(&mut open, &mut outside, "\n"),
            Event::Empty(element) if element.name().as_ref() == "w:tab" => add(&mut open, &mut outside, "\t"),
            Event::End(element) if element.name().as_ref() == "w:p" => {
                add(&mut open, &mut outside, "\n");
                if !open.iter().any(is_ours) {
                    outside.push(String::new());
                }
            }
            Event::Start(element) if element.name().as_ref() == "w:t" => in_text = true,
            Event::End(element) if element.name().as_ref() == "w:t" => in_text = false,
            Event::Text(text) if in_text => add(&mut open, &mut outside, &text),
            Event::GeneralRef(reference) if in_text => add(&mut open, &mut outside, &referred(&reference)),
            _ => {}
        }
    }
    for control in &mut found {
        control.text = control.text.trim_matches('\n').to_string();
    }
    outside.retain(|text| !text.trim().is_empty());
    Ok(Body { controls: found, outside })
}

/// A content control as it stands in a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Control {
    /// `facts[2].text@sr-Cyrl`; empty where another program dropped it.
    pub tag: String,
    /// The bookmark that stands before the control, or at its beginning; empty if there is none.
    pub bookmark: String,
    pub text: String,
    placeholder: bool,
}

fn add(open: &mut [Control], outside: &mut [String], text: &str) {
    match open.iter_mut().rev().find(|control| is_ours(control)) {
        Some(control) => control.text.push_str(text),
        None => outside.last_mut().into_iter().for_each(|paragraph| paragraph.push_str(text)),
    }
}

fn is_ours(control: &Control) -> bool {
    !control.tag.is_empty() || !control.bookmark.is_empty()
}

fn attribute(element: &quick_xml::events::BytesStart<'_>) -> Option<String> {
    named(element, "w:val")
}

fn named(element: &quick_xml::events::BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    let raw = attribute.value.to_string();
    Some(quick_xml::escape::unescape(&raw).map(|text| text.into_owned()).unwrap_or(raw))
}

/// What `&amp;`, `&#8211;` … stand for.
fn referred(reference: &quick_xml::events::BytesRef<'_>) -> String {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return c.to_string();
    }
    let name = reference.to_string();
    quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default().to_string()
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq)]
enum Step {
    Key(String),
    Index(usize),
}

fn steps(path: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let mut pieces = part.split('[');
        steps.extend(pieces.next().filter(|key| !key.is_empty()).map(|key| Step::Key(key.to_string())));
        steps.extend(pieces.filter_map(|piece| piece.trim_end_matches(']').parse().ok()).map(Step::Index));
    }
    steps
}

fn at<'j>(json: &'j Json, steps: &[Step]) -> Option<&'j Json> {
    steps.iter().try_fold(json, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(index),
    })
}

/// Take one change over; `Err` says why it must be made by hand.
fn take(
    document: &mut DocumentMut,
    json: &Json,
    spellings: &Spellings,
    path: &str,
    language: &str,
    before: &str,
    after: &str,
) -> Result<(), String> {
    let steps = steps(path);
    let by_hand = |why: &str| Err(format!("{why}; change {path} in the request"));
    let known = at(json, &steps);
    let set = |document: &mut DocumentMut, steps: &[Step], value: Value| {
        if put(document, steps, value) { Ok(()) } else { by_hand("the place was not found in the file") }
    };
    match known {
        Some(Json::Object(versions)) if versions.keys().all(|key| Language::new(key).is_ok()) => {
            let (key, text) = if versions.contains_key(language) {
                (language.to_string(), after.to_string())
            } else {
                match versions.keys().find(|key| same_language(key, language)) {
                    // The draft wrote the other script of what the clerk gave: it goes back into the script of the file.
                    Some(key) if key.contains("-Cyrl") => (key.clone(), spellings.cyrillic(after)),
                    Some(key) => (key.clone(), spellings.latin(after)),
                    None => (language.to_string(), after.to_string()),
                }
            };
            let mut steps = steps;
            steps.push(Step::Key(key));
            set(document, &steps, text.as_str().into())
        }
        // Written in the draft as it stands in the file.
        Some(Json::String(text)) if same(text, before) => set(document, &steps, after.into()),
        // The other script of what stands in the file: it goes back into that.
        Some(Json::String(text)) if cyrillic::rewrites(language) && same(&spellings.cyrillic(text), before) => {
            set(document, &steps, spellings.latin(after).as_str().into())
        }
        Some(Json::String(text)) => match (Date::parse(text), Date::parse(after.trim())) {
            (Ok(_), Ok(date)) => set(document, &steps, date.to_string().as_str().into()),
            (Ok(_), Err(_)) => by_hand("a date is taken only as 2026-11-24"),
            _ => by_hand("the draft writes this value in its own words"),
        },
        Some(Json::Number(number)) if before.trim() == number.to_string() => match after.trim().parse::<i64>() {
            Ok(number) => set(document, &steps, number.into()),
            Err(_) => by_hand("this is no whole number"),
        },
        Some(_) => by_hand("the draft writes this value in its own words"),
        None => match kind_of(path) {
            Some(Kind::Text) => {
                let mut texts = toml_edit::InlineTable::new();
                texts.insert(language, after.into());
                set(document, &steps, Value::InlineTable(texts))
            }
            Some(Kind::Name | Kind::Line | Kind::Address) => set(document, &steps, after.into()),
            Some(Kind::Date) => match Date::parse(after.trim()) {
                Ok(date) => set(document, &steps, date.to_string().as_str().into()),
                Err(_) => by_hand("a date is taken only as 2026-11-24"),
            },
            _ => by_hand("the field was empty"),
        },
    }
}

/// The kind of a field by its path in the request.
fn kind_of(path: &str) -> Option<Kind> {
    let plain: String = path.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest)).collect();
    let tail = |field: &forms::Field| plain == field.path || plain.ends_with(&format!(".{}", field.path));
    let mut kinds: Vec<Kind> =
        forms::groups().into_iter().flat_map(forms::group).filter(|field| tail(field)).map(|field| field.kind.clone()).collect();
    kinds.dedup();
    // One name may be a text in one block and a date in another: then nothing is guessed.
    if kinds.len() == 1 { kinds.pop() } else { None }
}

enum Node<'d> {
    Table(&'d mut dyn TableLike),
    Item(&'d mut Item),
    Value(&'d mut Value),
}

/// Set a value in the file, with the comment beside it kept.
fn put(document: &mut DocumentMut, steps: &[Step], value: Value) -> bool {
    let Some((last, way)) = steps.split_last() else { return false };
    let mut node = Node::Table(document.as_table_mut());
    for step in way {
        let next = match (node, step) {
            (Node::Table(table), Step::Key(key)) => table.get_mut(key).map(Node::Item),
            (Node::Item(item), Step::Key(key)) => item.as_table_like_mut().and_then(|table| table.get_mut(key)).map(Node::Item),
            (Node::Item(Item::ArrayOfTables(tables)), Step::Index(index)) => {
                tables.get_mut(*index).map(|table| Node::Table(table))
            }
            (Node::Item(Item::Value(Value::Array(array))), Step::Index(index)) => array.get_mut(*index).map(Node::Value),
            (Node::Value(Value::InlineTable(table)), Step::Key(key)) => table.get_mut(key).map(Node::Value),
            (Node::Value(Value::Array(array)), Step::Index(index)) => array.get_mut(*index).map(Node::Value),
            _ => None,
        };
        let Some(next) = next else { return false };
        node = next;
    }
    let replace = |known: &mut Value, mut value: Value| {
        *value.decor_mut() = known.decor().clone();
        *known = value;
    };
    match (node, last) {
        (Node::Table(table), Step::Key(key)) => insert(table, key, value),
        (Node::Item(item), Step::Key(key)) => match item.as_table_like_mut() {
            Some(table) => insert(table, key, value),
            None => false,
        },
        (Node::Value(Value::InlineTable(table)), Step::Key(key)) => insert(table, key, value),
        (Node::Item(Item::Value(Value::Array(array))), Step::Index(index))
        | (Node::Value(Value::Array(array)), Step::Index(index)) => match array.get_mut(*index) {
            Some(known) => {
                replace(known, value);
                true
            }
            None => false,
        },
        _ => false,
    }
}

fn insert(table: &mut dyn TableLike, key: &str, mut value: Value) -> bool {
    if let Some(Item::Value(known)) = table.get_mut(key) {
        *value.decor_mut() = known.decor().clone();
        *known = value;
    } else {
        table.insert(key, toml_edit::value(value));
    }
    true
}

#[cfg(test)]
mod tests;
