//! From a request to documents: the request itself in one language or two, the sealed annex, the checklist.
//!
//! The order comes from the form, the words from the tables of `forms`, the facts from the request. Free text stands only in the
//! languages the clerk gave: a missing translation is flagged, never made up. Every value is a field whose tag is its path in the
//! request with the language it is written in (`facts[2].text@sr-Cyrl`), so that an edited DOCX can be read back.

mod blocks;
mod dates;
mod frame;
mod statutes;
mod values;

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use values::{get, phrase};

use crate::law::library::Library;
use crate::mla::cyrillic::Spellings;
use crate::mla::forms::{self, Form, LANGUAGES, Place};
use crate::mla::protected::{Net, Protected, Search, others};
use crate::mla::request::Request;
use crate::render::{self, Block, Document, Pair, Paragraph, Run, Style, Watermark};

/// How two languages stand together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Layout {
    /// Side by side, section by section.
    #[default]
    TwoColumn,
    /// The whole original, then the whole translation.
    Sequential,
}

/// What is to be drafted.
#[derive(Debug, Clone, Default)]
pub struct DraftOptions {
    /// Tag of the first language: one of [`LANGUAGES`], or `bs-Cyrl`, `cnr-Cyrl`.
    pub language: String,
    pub second_language: Option<String>,
    pub layout: Layout,
    /// Mark every page as a draft: a request with errors can be drafted only so.
    pub watermark: bool,
    /// Persons protected by the case, besides those the request gives a code.
    pub protected: Vec<Protected>,
}

/// The documents of a request.
#[derive(Debug, Clone)]
pub struct Drafted {
    pub request: Document,
    /// The identities of protected persons; it travels in an envelope of its own.
    pub sealed: Option<Document>,
    /// For the desk of whoever signs; it does not go out.
    pub checklist: Document,
    /// What the request does not hold.
    pub missing: Vec<Missing>,
}

/// Something the draft needs and the request does not have.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// Path in the request.
    pub path: String,
    /// The language a translation is missing in; none: the value itself is missing.
    pub language: Option<String>,
}

/// Why there is no draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftError {
    UnknownLanguage(String),
    SameLanguageTwice(String),
    /// Names of these protected persons (by code) stand outside the sealed annex.
    ProtectedName(Vec<String>),
    /// A delivery with persons inside and no plan that protects their lives, or no trigger for stepping in.
    PersonsInside,
}

impl fmt::Display for DraftError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DraftError::UnknownLanguage(tag) => write!(f, "there are no forms in \"{tag}\"; write one of: {}", LANGUAGES.join(", ")),
            DraftError::SameLanguageTwice(tag) => write!(f, "the second language is the first, \"{tag}\"; leave it out or name another"),
            DraftError::ProtectedName(codes) => {
                write!(f, "the draft names protected persons ({}); write their code instead, their names belong in the sealed annex", codes.join(", "))
            }
            DraftError::PersonsInside => f.write_str(
                "persons are inside the delivery: this is not a goods operation; write controlled_delivery.protection_plan and controlled_delivery.intervention_trigger, or set persons_inside",
            ),
        }
    }
}

impl std::error::Error for DraftError {}

/// Build the documents of a request. The library gives titles of instruments and statutory texts; without it ids are shown as unverified.
///
/// # Errors
/// An unknown language, a protected name outside the sealed annex, a controlled delivery with persons inside and no plan.
pub fn build(request: &Request, library: Option<&Library>, options: &DraftOptions) -> Result<Drafted, DraftError> {
    let languages: Vec<&str> = std::iter::once(options.language.as_str()).chain(options.second_language.as_deref()).collect();
    for language in &languages {
        if forms::word(forms::Set::Phrases, "page", language).is_none() {
            return Err(DraftError::UnknownLanguage((*language).to_owned()));
        }
    }
    if languages.len() == 2 && languages[0] == languages[1] {
        return Err(DraftError::SameLanguageTwice(languages[0].to_owned()));
    }
    let id = request.form.id();
    let Some(form) = forms::form(id) else { return Err(DraftError::UnknownLanguage(id.to_owned())) };
    if form.stop.as_deref() == Some("persons_inside_without_plan") {
        let delivery = request.controlled_delivery.as_ref();
        let plan = delivery.is_some_and(|d| d.protection_plan.says_something() && d.intervention_trigger.says_something());
        // Nobody said that no person is inside: that is not a no.
        if delivery.and_then(|d| d.persons_inside) != Some(false) && !plan {
            return Err(DraftError::PersonsInside);
        }
    }
    let mut draft = Draft {
        request,
        json: request.to_json(),
        spellings: Spellings::of(request),
        library,
        form,
        narrow: false,
        is_second_column: false,
        missing: Vec::new(),
    };
    let document = draft.document(&languages, options);
    let sealed = draft.sealed(&languages);
    draft.missing.sort();
    draft.missing.dedup();
    let checklist = draft.checklist(languages[0]);
    let own = Protected::of_request(request);
    let search = Search::new(own.iter().chain(&options.protected)).beside(others(request));
    let mut named: Vec<String> = Vec::new();
    for document in [&document, &checklist] {
        render::each_text(document, &mut |text| {
            named.extend(search.named_in(text, Net::Whole).into_iter().map(str::to_string));
        });
    }
    named.sort();
    named.dedup();
    if !named.is_empty() {
        return Err(DraftError::ProtectedName(named));
    }
    Ok(Drafted { request: document, sealed, checklist, missing: draft.missing })
}

/// Paths of the values the form requires and the request does not have, as a draft leaves blanks for them.
pub fn missing_values(request: &Request, library: &Library) -> Vec<String> {
    let Some(form) = forms::form(request.form.id()) else { return Vec::new() };
    let mut draft = Draft {
        request,
        json: request.to_json(),
        spellings: Spellings::of(request),
        library: Some(library),
        form,
        narrow: false,
        is_second_column: false,
        missing: Vec::new(),
    };
    draft.document(&["en"], &DraftOptions::default());
    // Letterhead and signature are set by the frame, which leaves out what is not there.
    let framed = form.blocks.iter().filter(|place| place.need == forms::Need::Required).filter_map(Place::block);
    let framed = framed
        .filter(|block| block.each.is_none() && !matches!(block.id.as_str(), "facts" | "measures"))
        .flat_map(|block| block.fields())
        .chain(forms::group("header"));
    for field in framed {
        let given = match field.kind {
            forms::Kind::Provision | forms::Kind::Address => true,
            _ => get(&draft.json, &field.path).is_some_and(|value| !is_nothing(value)),
        };
        let unknown = get(&draft.json, &format!("{}_unknown", field.path)).and_then(Value::as_bool) == Some(true);
        if field.need == forms::Need::Required && !given && !unknown {
            draft.note_missing_value(&field.path);
        }
    }
    let mut paths: Vec<String> = draft.missing.into_iter().filter(|one| one.language.is_none()).map(|one| one.path).collect();
    paths.sort();
    paths.dedup();
    paths
}

/// The editable values of a document by their tag, as `mla read` compares them.
pub fn controls(document: &Document) -> BTreeMap<String, String> {
    let mut controls = BTreeMap::new();
    render::each_run(document, &mut |run| {
        if let Some(field) = &run.field {
            controls.insert(field.tag.clone(), run.text.clone());
        }
    });
    controls
}

/// The work in hand.
struct Draft<'a> {
    request: &'a Request,
    /// The request as JSON without empty values: paths of the tables lead into it.
    json: Value,
    /// How it writes its persons and codes in Cyrillic letters.
    spellings: Spellings,
    library: Option<&'a Library>,
    form: &'static Form,
    /// The section being written stands in a narrow column.
    narrow: bool,
    /// The other language stands beside it.
    is_second_column: bool,
    missing: Vec<Missing>,
}

impl Draft<'_> {
    fn document(&mut self, languages: &[&str], options: &DraftOptions) -> Document {
        let first = languages[0];
        let mut document = self.empty_document(&self.form.title(first), first);
        if let Some(second) = languages.get(1) {
            self.run_in_both(&mut document, first, second);
        }
        if options.watermark {
            document.watermark = Some(Watermark { text: phrase("watermark.draft", first), language: Some(first.to_owned()) });
        }
        match (languages, options.layout) {
            ([left, right], Layout::TwoColumn) => self.columns(&mut document, left, right),
            ([one, two], Layout::Sequential) => {
                self.version(&mut document, one);
                document.push(Block::Part);
                self.version(&mut document, two);
            }
            _ => self.version(&mut document, first),
        }
        document
    }

    /// Places of the form that have something to say, without those the frame sets.
    fn places(&self) -> Vec<&'static Place> {
        self.form
            .blocks
            .iter()
            .filter(|place| !matches!(place.block.as_str(), "annexes" | "signature") && self.shows(place))
            .collect()
    }

    fn has_block(&self, id: &str) -> bool {
        self.form.blocks.iter().any(|place| place.block == id)
    }

    /// One whole version in one language.
    fn version(&mut self, document: &mut Document, language: &str) {
        (self.narrow, self.is_second_column) = (false, false);
        let from = document.blocks.len();
        document.blocks.extend(self.letterhead(language));
        document.push(Paragraph::styled(Style::Title, vec![Run::text(self.form.title(language)).language(language)]));
        document.blocks.extend(self.banner(language));
        document.push(opening(&self.form.id, language));
        for place in self.places() {
            document.blocks.extend(self.section(place, language).into_iter().flatten());
        }
        self.tail(document, &[language]);
        // Runs without a language of their own are in that of the version, not of the document.
        if language != document.meta.language {
            render::set_language(&mut document.blocks[from..], language);
        }
    }

    /// Both languages side by side; lists and tables that need the width stand below with both labels.
    fn columns(&mut self, document: &mut Document, left: &str, right: &str) {
        self.narrow = true;
        self.is_second_column = true;
        let letterheads = (self.letterhead(left), self.letterhead(right));
        pair(document, left, right, letterheads.0, letterheads.1);
        document.push(Paragraph::styled(Style::Title, vec![Run::text(self.form.title(left)).language(left)]));
        if self.form.title(left) != self.form.title(right) {
            document.push(Paragraph::styled(Style::Subtitle, vec![Run::text(self.form.title(right)).language(right)]));
        }
        let banners = (self.banner(left), self.banner(right));
        if !banners.0.is_empty() {
            pair(document, left, right, banners.0, banners.1);
        }
        pair(document, left, right, vec![opening(&self.form.id, left).into()], vec![opening(&self.form.id, right).into()]);
        for place in self.places() {
            let (ours, theirs) = (self.section(place, left), self.section(place, right));
            let mut theirs = theirs.into_iter();
            for chunk in ours {
                pair(document, left, right, chunk, theirs.next().unwrap_or_default());
            }
            for chunk in theirs {
                pair(document, left, right, Vec::new(), chunk);
            }
        }
        self.narrow = false;
        self.tail(document, &[left, right]);
    }

    /// Annexes, evidence, statutes, signature.
    fn tail(&mut self, document: &mut Document, languages: &[&str]) {
        let states = [self.request.hdr.requesting_state.code(), self.request.hdr.requested_state.code()];
        if self.has_block("signature") {
            document.blocks.extend(self.signature(languages));
        }
        if self.has_block("annexes") {
            let annexes = self.annexes(languages);
            if !annexes.is_empty() {
                document.blocks.extend(self.heading("annexes", languages));
                document.blocks.extend(annexes);
            }
            document.blocks.extend(self.evidence(languages));
            document.blocks.extend(self.statutes(languages));
        }
        if states.contains(&"XK") {
            for language in languages {
                document.push(Paragraph::styled(Style::Small, vec![Run::text(phrase("kosovo", language)).language(*language)]));
            }
        }
        for note in &self.form.unverified {
            let mark = format!("[{}] ", phrase("unverified", languages[0]));
            let mut line = vec![Run::text(mark).flagged()];
            line.extend(values::in_english(note, languages[0]));
            document.push(Paragraph::styled(Style::Small, line));
        }
    }

    fn note_missing_translation(&mut self, path: &str, language: &str) {
        self.missing.push(Missing { path: path.to_owned(), language: Some(language.to_owned()) });
    }

    fn note_missing_value(&mut self, path: &str) {
        self.missing.push(Missing { path: path.to_owned(), language: None });
    }
}

fn opening(form: &str, language: &str) -> Paragraph {
    let key = format!("opening.{form}");
    let words = forms::word(forms::Set::Phrases, &key, language).unwrap_or_else(|| phrase("opening.request", language));
    Paragraph::body(vec![Run::text(words).language(language)])
}

fn pair(document: &mut Document, left: &str, right: &str, ours: Vec<Block>, theirs: Vec<Block>) {
    document.push(Pair { left_language: left.to_owned(), right_language: right.to_owned(), left: ours, right: theirs });
}

/// Null, "", [], {}: nothing was written there.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(map) => map.values().all(is_nothing),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
