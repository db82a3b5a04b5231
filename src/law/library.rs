//! The facts of all layers behind one door. A file is parsed when it is first asked for, so a command pays only for
//! the States it names.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::de::DeserializeOwned;

use super::countries;
use super::instrument::Instrument;
use super::jurisdiction::{IdentifierAlgorithms, Jurisdiction};
use super::office::{self, Additions, LibraryError};
use super::provision::{CompanyLiability, GeneralPart, OffenceFile, PendingChange, Provision, article_key};
use super::reference::{self, Embedded};
use super::standard::{Standard, StandardsFile};
use super::terms::{Fact, Layer};
use super::vocabulary::Vocabulary;

/// The code (and side acts) of one jurisdiction.
#[derive(Debug)]
pub struct Code {
    /// `RS`, `BA-FBIH`
    pub jurisdiction: String,
    pub as_of: String,
    pub text_copies_read: Vec<String>,
    pub official_place: Option<String>,
    pub pending_changes: Vec<PendingChange>,
    pub general_part: Option<Fact<GeneralPart>>,
    pub company_liability: Option<Fact<CompanyLiability>>,
    pub definitions_of_group: Vec<(String, String)>,
    pub provisions: Vec<Fact<Provision>>,
}

/// A State (or a part of one) as a person named it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// ISO 3166-1 alpha-2, or `XK`.
    pub code: String,
    /// A part with a criminal code of its own: `BA-FBIH`.
    pub part: Option<String>,
    /// English name of the State, or of the part.
    pub name: String,
    /// Whether the facts hold anything about it.
    pub known: bool,
}

impl State {
    /// The jurisdiction whose code applies: the part, else the State.
    pub fn jurisdiction(&self) -> &str {
        self.part.as_deref().unwrap_or(&self.code)
    }
}

/// A name that is no State.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownState {
    pub given: String,
    pub nearest: Vec<String>,
}

/// Jurisdictions, codes, treaties, standards and vocabulary of all layers.
#[derive(Debug)]
pub struct Library {
    folder: Option<PathBuf>,
    additions: Additions,
    vocabulary: OnceLock<Vocabulary>,
    standards: OnceLock<Vec<Fact<Standard>>>,
    jurisdictions: Vec<(String, OnceLock<Fact<Jurisdiction>>)>,
    instruments: Vec<(String, OnceLock<Fact<Instrument>>)>,
    codes: Vec<(String, OnceLock<Code>)>,
}

impl Library {
    /// The built-in facts, and over them the office's layer in `folder` (its `facts/` subfolder), if there is one.
    ///
    /// # Errors
    /// A file of the office that cannot be read, does not parse, names an unknown key or term, or gives no source.
    pub fn load(folder: Option<&Path>) -> Result<Library, LibraryError> {
        let mut library = Library::built_in();
        let Some(folder) = folder else { return Ok(library) };
        let additions = office::read(folder, &library)?;
        library = Library::built_in();
        library.folder = Some(folder.to_owned());
        for fact in &additions.jurisdictions {
            add_name(&mut library.jurisdictions, &fact.iso);
        }
        for fact in &additions.instruments {
            add_name(&mut library.instruments, &fact.id);
        }
        for code in &additions.codes {
            add_name(&mut library.codes, &code.jurisdiction);
        }
        library.additions = additions;
        library.check_office()?;
        Ok(library)
    }

    fn built_in() -> Library {
        Library {
            folder: None,
            additions: Additions::default(),
            vocabulary: OnceLock::new(),
            standards: OnceLock::new(),
            jurisdictions: names(reference::JURISDICTIONS),
            instruments: names(reference::TREATIES),
            codes: names(reference::OFFENCES),
        }
    }

    /// Terms of the office's facts that no vocabulary knows.
    fn check_office(&self) -> Result<(), LibraryError> {
        for code in &self.additions.codes {
            for fact in &code.provisions {
                let troubles = self.provision_troubles(fact);
                if let Some(trouble) = troubles.first() {
                    return Err(LibraryError::new(Path::new(&fact.file), format!("provision {}", fact.id), trouble));
                }
            }
        }
        for fact in &self.additions.instruments {
            let troubles = self.instrument_troubles(fact);
            if let Some(trouble) = troubles.first() {
                return Err(LibraryError::new(Path::new(&fact.file), fact.id.clone(), trouble));
            }
        }
        for fact in &self.additions.standards {
            let troubles = self.standard_troubles(fact);
            if let Some(trouble) = troubles.first() {
                return Err(LibraryError::new(Path::new(&fact.file), fact.id.clone(), trouble));
            }
        }
        Ok(())
    }

    /// The folder of the office's layer.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// The vocabulary with the office's words.
    pub fn vocabulary(&self) -> &Vocabulary {
        self.vocabulary
            .get_or_init(|| self.additions.vocabulary.clone().unwrap_or_else(|| parse("vocabulary.json", reference::VOCABULARY)))
    }

    /// Check-digit algorithms in words, with test vectors.
    pub fn identifier_algorithms(&self) -> IdentifierAlgorithms {
        parse("identifier_algorithms.json", reference::IDENTIFIER_ALGORITHMS)
    }

    /// How the offence files were made and are to be read.
    pub fn reading_notes(&self) -> serde_json::Value {
        parse("offences/reading_notes.json", reference::READING_NOTES)
    }

    /// Every State the facts know, in the order of the tables.
    pub fn jurisdictions(&self) -> impl Iterator<Item = &Fact<Jurisdiction>> {
        self.jurisdictions.iter().map(|(iso, cell)| self.open_jurisdiction(iso, cell))
    }

    /// A State by its two letters.
    pub fn jurisdiction(&self, iso: &str) -> Option<&Fact<Jurisdiction>> {
        self.jurisdictions.iter().find(|(name, _)| name == iso).map(|(iso, cell)| self.open_jurisdiction(iso, cell))
    }

    fn open_jurisdiction<'l>(&'l self, iso: &str, cell: &'l OnceLock<Fact<Jurisdiction>>) -> &'l Fact<Jurisdiction> {
        cell.get_or_init(|| {
            if let Some(fact) = self.additions.jurisdictions.iter().find(|fact| fact.iso == iso) {
                return fact.clone();
            }
            dated(&format!("jurisdictions/{iso}.json"), text_of(reference::JURISDICTIONS, iso))
        })
    }

    /// Every instrument, by id.
    pub fn instruments(&self) -> impl Iterator<Item = &Fact<Instrument>> {
        self.instruments.iter().map(|(id, cell)| self.open_instrument(id, cell))
    }

    /// An instrument by its id.
    pub fn instrument(&self, id: &str) -> Option<&Fact<Instrument>> {
        self.instruments.iter().find(|(name, _)| name == id).map(|(id, cell)| self.open_instrument(id, cell))
    }

    fn open_instrument<'l>(&'l self, id: &str, cell: &'l OnceLock<Fact<Instrument>>) -> &'l Fact<Instrument> {
        cell.get_or_init(|| {
            if let Some(fact) = self.additions.instruments.iter().find(|fact| fact.id == id) {
                return fact.clone();
            }
            dated(&format!("treaties/{id}.json"), text_of(reference::TREATIES, id))
        })
    }

    /// The jurisdictions that have a code in the facts, in the order of the tables.
    pub fn code_names(&self) -> impl Iterator<Item = &str> {
        self.codes.iter().map(|(name, _)| name.as_str())
    }

    /// Every code, in the order of the tables.
    pub fn codes(&self) -> impl Iterator<Item = &Code> {
        self.codes.iter().map(|(name, cell)| self.open_code(name, cell))
    }

    /// The code of a jurisdiction (`RS`, `BA-FBIH`).
    pub fn code(&self, jurisdiction: &str) -> Option<&Code> {
        self.codes.iter().find(|(name, _)| name == jurisdiction).map(|(name, cell)| self.open_code(name, cell))
    }

    fn open_code<'l>(&'l self, name: &str, cell: &'l OnceLock<Code>) -> &'l Code {
        cell.get_or_init(|| {
            let mut code = match reference::OFFENCES.iter().find(|(known, _)| *known == name) {
                Some((_, text)) => built_in_code(name, parse(&format!("offences/{name}.json"), text)),
                None => Code {
                    jurisdiction: name.to_owned(),
                    as_of: String::new(),
                    text_copies_read: Vec::new(),
                    official_place: None,
                    pending_changes: Vec::new(),
                    general_part: None,
                    company_liability: None,
                    definitions_of_group: Vec::new(),
                    provisions: Vec::new(),
                },
            };
            for added in self.additions.codes.iter().filter(|added| added.jurisdiction == name) {
                code.general_part = added.general_part.clone().or(code.general_part);
                code.company_liability = added.company_liability.clone().or(code.company_liability);
                code.pending_changes.extend(added.pending_changes.iter().cloned());
                for fact in &added.provisions {
                    match code.provisions.iter_mut().find(|known| known.id == fact.id) {
                        Some(known) => *known = fact.clone(),
                        None => code.provisions.push(fact.clone()),
                    }
                }
            }
            code
        })
    }

    /// Every provision of every code.
    pub fn provisions(&self) -> impl Iterator<Item = &Fact<Provision>> {
        self.codes().flat_map(|code| code.provisions.iter())
    }

    /// The code a provision id belongs to, from its beginning (`BAFBIH-CC-210a-1`).
    fn code_of_id(&self, id: &str) -> Option<&Code> {
        let prefix = id.split('-').next()?.to_ascii_uppercase();
        self.codes.iter().find(|(name, _)| name.replace('-', "") == prefix).map(|(name, cell)| self.open_code(name, cell))
    }

    /// A provision by its id; earlier ids are followed to the present one.
    pub fn provision(&self, id: &str) -> Option<&Fact<Provision>> {
        let id = &*self.own_id(id);
        let find = |id: &str| self.code_of_id(id)?.provisions.iter().find(|fact| fact.id.eq_ignore_ascii_case(id));
        find(id).or_else(|| find(self.vocabulary().mapping_from_earlier_names.ids.get(id)?))
    }

    /// The provisions an id names: itself, or all of an article (`RS-CC-388`), in the order of the code.
    pub fn provisions_named(&self, id: &str) -> Vec<&Fact<Provision>> {
        let id = &*self.own_id(id);
        if let Some(fact) = self.provision(id)
            && fact.paragraph.is_some()
        {
            return vec![fact];
        }
        let Some(code) = self.code_of_id(id) else { return Vec::new() };
        let mut parts = id.splitn(3, '-').skip(1);
        let (Some(act), Some(article)) = (parts.next(), parts.next()) else { return Vec::new() };
        let wanted = article_key(article);
        let mut found: Vec<&Fact<Provision>> = code
            .provisions
            .iter()
            .filter(|fact| {
                let mut own = fact.id.splitn(3, '-').skip(1);
                let same_act = own.next().is_some_and(|own| own.eq_ignore_ascii_case(act));
                let own_article = own.next().and_then(|rest| rest.split('-').next()).map(article_key);
                same_act
                    && (own_article.as_deref() == Some(wanted.as_str())
                        || fact.article.split(',').any(|article| article_key(article) == wanted))
            })
            .collect();
        if found.is_empty()
            && let Some(fact) = self.provision(id)
        {
            found.push(fact);
        }
        found
    }

    /// Every standard.
    pub fn standards(&self) -> &[Fact<Standard>] {
        self.standards.get_or_init(|| {
            let file: StandardsFile = parse("standards.json", reference::STANDARDS);
            let mut standards: Vec<Fact<Standard>> =
                file.standards.into_iter().map(|value| built_in(value, &file.as_of, "standards.json")).collect();
            for fact in &self.additions.standards {
                match standards.iter_mut().find(|known| known.id == fact.id) {
                    Some(known) => *known = fact.clone(),
                    None => standards.push(fact.clone()),
                }
            }
            standards
        })
    }

    /// A standard by its id (`UN-TIP-3`).
    pub fn standard(&self, id: &str) -> Option<&Fact<Standard>> {
        self.standards().iter().find(|fact| fact.id.eq_ignore_ascii_case(id))
    }

    /// An id as the facts write it: `BA-FBIH-CC-210a` is `BAFBIH-CC-210a`.
    pub fn own_id<'i>(&self, id: &'i str) -> std::borrow::Cow<'i, str> {
        let parts = &self.vocabulary().sub_jurisdictions;
        let known = parts.iter().map(|part| (part.id.as_str(), part.id_prefix.as_str()));
        known
            .chain([("BA-BD", "BABRC"), ("BABD", "BABRC")])
            .find_map(|(name, prefix)| {
                let rest = id.get(name.len()..).filter(|rest| rest.starts_with('-'))?;
                id.get(..name.len()).filter(|head| head.eq_ignore_ascii_case(name)).map(|_| format!("{prefix}{rest}").into())
            })
            .unwrap_or(std::borrow::Cow::Borrowed(id))
    }

    /// A standard with the elements of the definition it names, where it lists none itself. One step: definitions define themselves.
    pub fn defined(&self, standard: &Fact<Standard>) -> Fact<Standard> {
        let mut whole = standard.clone();
        if let Some(definition) = standard.defined_by.as_ref().and_then(|by| self.standard(&by.standard)) {
            whole.value.take_over(definition);
        }
        whole
    }

    /// The State a person means: an ISO code, a part with its own code (`BA-FBIH`, `BAFBIH`), or a name.
    ///
    /// # Errors
    /// No ISO 3166 State goes by that name; the nearest ones are given.
    pub fn state(&self, given: &str) -> Result<State, UnknownState> {
        let upper = given.trim().to_uppercase();
        let parts = &self.vocabulary().sub_jurisdictions;
        // `BA-BD` and `BABD` are what the district calls itself.
        let upper = match upper.as_str() {
            "BA-BD" | "BABD" => "BA-BRC".to_owned(),
            _ => upper,
        };
        if let Some(part) = parts.iter().find(|part| part.id == upper || (part.id_prefix == upper && upper.len() > 2)) {
            return Ok(State { code: part.state.clone(), part: Some(part.id.clone()), name: part.name.clone(), known: true });
        }
        if self.jurisdictions.iter().any(|(iso, _)| *iso == upper)
            && let Some(fact) = self.jurisdiction(&upper)
        {
            return Ok(State { code: upper, part: None, name: fact.names.en.clone(), known: true });
        }
        if let Some(name) = countries::name(&upper) {
            return Ok(State { code: upper, part: None, name: name.to_owned(), known: false });
        }
        let wanted = given.trim().to_lowercase();
        let named = |fact: &&Fact<Jurisdiction>| {
            let names = &fact.names;
            std::iter::once(names.en.trim_end_matches('*'))
                .chain(names.local.split(" / "))
                .any(|name| name.to_lowercase() == wanted)
        };
        if let Some(fact) = self.jurisdictions().find(named) {
            return Ok(State { code: fact.iso.clone(), part: None, name: fact.names.en.clone(), known: true });
        }
        if let Some((code, name)) = countries::all().find(|(_, name)| name.to_lowercase() == wanted) {
            return Ok(State { code: code.to_owned(), part: None, name: name.to_owned(), known: false });
        }
        let candidates: Vec<String> = if upper.chars().count() <= 3 {
            self.jurisdictions.iter().map(|(iso, _)| iso.clone()).collect()
        } else {
            self.jurisdictions().map(|fact| fact.names.en.clone()).chain(parts.iter().map(|part| part.id.clone())).collect()
        };
        Err(UnknownState { given: given.to_owned(), nearest: nearest(given, candidates.iter().map(String::as_str)) })
    }
}

/// Up to three known words nearest to one that is not known, by edits.
pub fn nearest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Vec<String> {
    let given = given.to_lowercase();
    let mut scored: Vec<(usize, &str)> = known
        .map(|word| {
            let lower = word.to_lowercase();
            let distance = if lower.starts_with(&given) { 1 } else { edits(&given, &lower) };
            (distance, word)
        })
        .collect();
    scored.sort();
    let limit = given.chars().count().div_ceil(2).max(2);
    let mut out: Vec<String> = Vec::new();
    for (_, word) in scored.into_iter().filter(|(distance, _)| *distance <= limit) {
        if !out.iter().any(|seen| seen == word) {
            out.push(word.to_owned());
        }
    }
    out.truncate(3);
    out
}

/// Levenshtein distance in characters.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cb, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let substitute = diagonal + usize::from(ca != *cb);
            diagonal = *cell;
            left = substitute.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

fn names<T>(files: &[Embedded]) -> Vec<(String, OnceLock<T>)> {
    files.iter().map(|(name, _)| ((*name).to_owned(), OnceLock::new())).collect()
}

fn add_name<T>(shelf: &mut Vec<(String, OnceLock<T>)>, name: &str) {
    if !shelf.iter().any(|(known, _)| known == name) {
        shelf.push((name.to_owned(), OnceLock::new()));
    }
}

fn text_of(files: &[Embedded], name: &str) -> &'static str {
    files.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| text)
}

/// A built-in file. It is part of the program and a test parses every one of them, so failing here is a broken build.
fn parse<T: DeserializeOwned>(file: &str, text: &str) -> T {
    match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => panic!("the built-in fact file {file} is broken: {error}"),
    }
}

/// A built-in file that holds one fact beside its date.
fn dated<T: DeserializeOwned>(file: &str, text: &str) -> Fact<T> {
    let mut object: serde_json::Map<String, serde_json::Value> = parse(file, text);
    let as_of = object.shift_remove("as_of").and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    match serde_json::from_value(serde_json::Value::Object(object)) {
        Ok(value) => built_in(value, &as_of, file),
        Err(error) => panic!("the built-in fact file {file} is broken: {error}"),
    }
}

fn built_in<T>(value: T, as_of: &str, file: &str) -> Fact<T> {
    Fact { value, layer: Layer::BuiltIn, as_of: as_of.to_owned(), file: file.to_owned() }
}

fn built_in_code(name: &str, file: OffenceFile) -> Code {
    let path = format!("offences/{name}.json");
    let as_of = file.as_of;
    Code {
        jurisdiction: name.to_owned(),
        text_copies_read: file.text_copies_read.into_iter().chain(file.text_copies_read_other_laws).collect(),
        official_place: file.official_place_named_by_the_copies,
        pending_changes: file.pending_changes,
        general_part: file.general_part.map(|value| built_in(value, &as_of, &path)),
        company_liability: file.company_liability.map(|value| built_in(value, &as_of, &path)),
        definitions_of_group: file.definitions_of_group.unwrap_or_default().into_iter().collect(),
        provisions: file
            .provisions
            .into_iter()
            .map(|mut value| {
                value.jurisdiction = name.to_owned();
                built_in(value, &as_of, &path)
            })
            .collect(),
        as_of,
    }
}
