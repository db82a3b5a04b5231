//! Does the evidence still say what the request says it says: the document is in the case, unchanged, and the words stand on that page.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Finding, Inputs};
use crate::case::{Document, SourceStatus, Store, display_path};
use crate::mla::request::Citation;
use crate::mla::rules::{Kind, Severity};

/// What became of a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CitationState {
    /// Document there and unchanged, the words stand at the place.
    Holds,
    /// No case to look into.
    NotChecked,
    /// The citation names no document.
    Incomplete,
    /// No document in the case begins with this hash.
    NoDocument,
    /// The file on disk has changed or gone.
    EvidenceChanged(String),
    /// The document has no such page or unit; what it has instead.
    NoSuchPlace(String),
    /// The words are not at that place; where they are instead, if anywhere.
    QuoteNotThere(Option<String>),
}

impl CitationState {
    /// The evidence is no longer what was cited: exit 4.
    pub fn breaks_integrity(&self) -> bool {
        matches!(
            self,
            CitationState::NoDocument
                | CitationState::EvidenceChanged(_)
                | CitationState::NoSuchPlace(_)
                | CitationState::QuoteNotThere(_)
        )
    }

    /// The word in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            CitationState::Holds => "holds",
            CitationState::NotChecked => "not_checked",
            CitationState::Incomplete => "incomplete",
            CitationState::NoDocument => "no_document",
            CitationState::EvidenceChanged(_) => "evidence_changed",
            CitationState::NoSuchPlace(_) => "no_such_place",
            CitationState::QuoteNotThere(_) => "quote_not_there",
        }
    }
}

/// One citation, checked.
#[derive(Debug, Clone)]
pub struct Checked {
    pub field: String,
    pub citation: Citation,
    pub state: CitationState,
}

impl Checked {
    pub(super) fn to_json(&self) -> Value {
        json!({
            "field": self.field, "document": self.citation.document, "page": self.citation.page, "unit": self.citation.unit,
            "quote": self.citation.quote, "status": self.state.word(),
        })
    }
}

/// Every citation of the request.
pub fn check_all(inputs: &Inputs<'_>) -> Vec<Checked> {
    let mut evidence = inputs.store.map(Evidence::new);
    let mut checked = Vec::new();
    for (i, fact) in inputs.request.facts.iter().enumerate() {
        for (j, citation) in fact.cite.iter().enumerate() {
            let state = match &mut evidence {
                _ if citation.document.trim().is_empty() => CitationState::Incomplete,
                None => CitationState::NotChecked,
                Some(evidence) => evidence.check(citation),
            };
            checked.push(Checked { field: format!("facts[{i}].cite[{j}]"), citation: citation.clone(), state });
        }
    }
    checked
}

/// The evidence as one check sees it: a request cites the same papers again and again, so every file is hashed once, every document
/// read once, and a page made comparable only when it is asked for.
pub struct Evidence<'a> {
    store: &'a Store,
    /// By the hash as it stands in the citation.
    documents: HashMap<String, Option<Cited>>,
    digests: HashMap<PathBuf, Result<String, String>>,
}

/// A document that is cited.
struct Cited {
    /// Why the evidence on disk is no longer what was read.
    changed: Option<String>,
    units: Vec<Unit>,
}

impl Cited {
    /// What the document has of the kind of place that was cited: "; its pages are 1 to 3".
    fn extent(&self, citation: &Citation) -> String {
        let (what, numbers): (&str, Vec<u32>) = match (citation.page, citation.unit) {
            (Some(_), _) => ("page", self.units.iter().filter_map(|unit| unit.page).collect()),
            (None, Some(_)) => ("unit", self.units.iter().map(|unit| unit.ordinal).collect()),
            (None, None) => return String::new(),
        };
        match (numbers.iter().min(), numbers.iter().max()) {
            (Some(first), Some(last)) if first == last => format!("; its only {what} is {first}"),
            (Some(first), Some(last)) => format!("; its {what}s are {first} to {last}"),
            _ => format!("; it has no {what}s: leave `{what}` out"),
        }
    }
}

struct Unit {
    ordinal: u32,
    page: Option<u32>,
    label: String,
    text: String,
    squeezed: OnceCell<String>,
}

impl Unit {
    fn holds(&self, quote: &str) -> bool {
        self.squeezed.get_or_init(|| squeeze(&self.text)).contains(quote)
    }

    fn is_at(&self, citation: &Citation) -> bool {
        match (citation.page, citation.unit) {
            (Some(page), _) => self.page == Some(page),
            (None, Some(ordinal)) => self.ordinal == ordinal,
            (None, None) => self.label == citation.locator.trim(),
        }
    }
}

impl<'a> Evidence<'a> {
    /// Nothing is read yet.
    pub fn new(store: &'a Store) -> Evidence<'a> {
        Evidence { store, documents: HashMap::new(), digests: HashMap::new() }
    }

    /// One citation against the case.
    pub fn check(&mut self, citation: &Citation) -> CitationState {
        let prefix = citation.document.trim();
        if !self.documents.contains_key(prefix) {
            let read = self.read(prefix);
            self.documents.insert(prefix.to_string(), read);
        }
        let Some(Some(document)) = self.documents.get(prefix) else { return CitationState::NoDocument };
        if let Some(why) = &document.changed {
            return CitationState::EvidenceChanged(why.clone());
        }
        let placed = citation.page.is_some() || citation.unit.is_some() || !citation.locator.trim().is_empty();
        let here: Vec<&Unit> = document.units.iter().filter(|unit| !placed || unit.is_at(citation)).collect();
        if here.is_empty() && placed {
            return CitationState::NoSuchPlace(document.extent(citation));
        }
        let quote = squeeze(&citation.quote);
        if quote.is_empty() || here.iter().any(|unit| unit.holds(&quote)) {
            return CitationState::Holds;
        }
        CitationState::QuoteNotThere(document.units.iter().find(|unit| unit.holds(&quote)).map(|unit| unit.label.clone()))
    }

    fn read(&mut self, prefix: &str) -> Option<Cited> {
        let document = self.store.document_by_prefix(prefix).ok()?;
        let changed = self.changed(&document);
        let units = if changed.is_some() { Vec::new() } else { self.store.units(document.id).unwrap_or_default() };
        let units = units
            .into_iter()
            .map(|unit| Unit {
                ordinal: unit.ordinal,
                page: unit.unit.locator.page(),
                label: unit.unit.locator.label(),
                text: unit.unit.text,
                squeezed: OnceCell::new(),
            })
            .collect();
        Some(Cited { changed, units })
    }

    /// Why the evidence on disk is no longer what was read; `None` if it is, or if it lies inside a container that is unchanged.
    fn changed(&mut self, document: &Document) -> Option<String> {
        let places = self.store.paths(document.id).unwrap_or_default();
        if places.is_empty() {
            return None;
        }
        let present: Vec<_> = places.iter().filter(|place| place.status == SourceStatus::Present).collect();
        if present.is_empty() {
            return places.first().map(|place| format!("{} is {} since it was read", place.display, place.status.code()));
        }
        // One copy that still has the recorded bytes is enough.
        let mut why = None;
        for place in present {
            let expected = if place.members.is_empty() { Some(document.sha256.clone()) } else { None };
            match (self.digest(&place.file), expected) {
                (Err(error), _) => why = Some(format!("{} cannot be read: {error}", display_path(&place.file))),
                (Ok(found), Some(expected)) if found != expected => {
                    why = Some(format!("{} has other bytes than when it was read", display_path(&place.file)));
                }
                (Ok(found), None) => match self.store.document_by_sha256(&found) {
                    Ok(Some(_)) => return None,
                    _ => why = Some(format!("{} has other bytes than when it was read", display_path(&place.file))),
                },
                _ => return None,
            }
        }
        why
    }

    fn digest(&mut self, file: &[u8]) -> Result<String, String> {
        let path = path_of(file);
        self.digests.entry(path).or_insert_with_key(|path| digest(path).map_err(|error| error.to_string())).clone()
    }
}

/// Text as quotes are compared: blanks and line ends made one, soft hyphens and typographic quotes made plain.
fn squeeze(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let before = plain.len();
        plain.extend(word.chars().filter(|c| *c != '\u{ad}').map(|c| match c {
            '„' | '“' | '”' | '«' | '»' => '"',
            '’' | '‘' => '\'',
            '–' | '—' => '-',
            c => c,
        }));
        if plain.len() > before {
            plain.push(' ');
        }
    }
    plain.pop();
    plain
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// SHA-256 of a file, read in pieces.
pub fn digest(path: &Path) -> std::io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = std::io::Read::read(&mut file, &mut buffer)?;
        let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else { break };
        hash.update(piece);
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What is wrong with the citations.
pub fn findings(checked: &[Checked], store: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut push = |id: &str, kind, severity, field: &str, message: String, fix: &str| {
        findings.push(Finding {
            id: id.to_string(),
            kind,
            severity,
            reference: "rule of this program: every citation is held against the evidence".to_string(),
            field: field.to_string(),
            place: None,
            message,
            fix: fix.to_string(),
            reason: Some(46),
        });
    };
    for one in checked {
        let short: String = one.citation.document.chars().take(12).collect();
        let (id, message, fix) = match &one.state {
            CitationState::Holds | CitationState::NotChecked => continue,
            CitationState::Incomplete => (
                "citation.incomplete",
                "The citation names no document.".to_string(),
                "Take it with `rogatory mla cite`, which writes document, page and quote.",
            ),
            CitationState::NoDocument => (
                "citation.no_document",
                format!("No document {short} is in the case (any more)."),
                "Index the evidence again, or cite the document that is there.",
            ),
            CitationState::EvidenceChanged(why) => (
                "citation.evidence_changed",
                format!("The cited evidence changed: {why}."),
                "Do not send. Find out why it changed; bring back the original, or cite the new document.",
            ),
            CitationState::NoSuchPlace(extent) => (
                "citation.no_such_place",
                format!("Document {short} has no such page or unit{extent}."),
                "Look with `rogatory show` and correct page or unit.",
            ),
            CitationState::QuoteNotThere(elsewhere) => (
                "citation.quote_not_there",
                match elsewhere {
                    Some(place) => format!("The quoted words are not at that place of {short}; they stand at {place}."),
                    None => format!("The quoted words are not in document {short}."),
                },
                "Quote exactly what stands there, and name its page.",
            ),
        };
        // The field that is wrong, so that line and column point at it.
        let part = match (&one.state, &one.citation) {
            (CitationState::NoSuchPlace(_), Citation { page: Some(_), .. }) => "page",
            (CitationState::NoSuchPlace(_), Citation { unit: Some(_), .. }) => "unit",
            (CitationState::NoSuchPlace(_), _) => "locator",
            (CitationState::QuoteNotThere(_), _) => "quote",
            _ => "document",
        };
        push(id, Kind::Finding, Severity::Error, &format!("{}.{part}", one.field), message, fix);
    }
    let unchecked = checked.iter().filter(|one| one.state == CitationState::NotChecked).count();
    if unchecked > 0 && !store {
        push(
            "citation.not_checked",
            Kind::Question,
            Severity::Warning,
            "facts",
            format!(
                "{unchecked} citation{} could not be checked: no case folder is open.",
                if unchecked == 1 { "" } else { "s" }
            ),
            "Run the check with --case DIR, or inside the case folder.",
        );
    }
    findings
}
