//! What the subcommands share: the library, States and days from the command line, request files.

use std::path::Path;

use jiff::civil::Date;

pub use super::super::day::{day, today};

use crate::case::{self, Case, Store};
use crate::cli::{CommandError, Exit, Global};
use crate::law::library::{Library, State};
use crate::mla::annexes;
use crate::mla::assistance;
use crate::mla::checks::{self, Inputs, Report};
use crate::mla::protected::Protected;
use crate::mla::register::{self, Register};
use crate::mla::request::{MeasureKind, Request, Source, mistakes, nearest};
use crate::mla::rules::RuleSet;

/// What lies on the desk beside the request: the case it belongs to, if there is one.
pub struct Desk {
    pub case: Option<Case>,
    pub store: Option<Store>,
    pub protected: Vec<Protected>,
    pub register: Register,
}

/// The case of `--case`, or the nearest one; none is fine where none was named.
pub fn desk(global: &Global) -> Result<Desk, CommandError> {
    let case = match global.open_case() {
        Ok(case) => case,
        Err(_) if global.case.is_none() && Case::find(None, Path::new(".")).is_err_and(|e| e.kind == case::Kind::NoCase) => {
            return Ok(Desk { case: None, store: None, protected: Vec::new(), register: Register::default() });
        }
        Err(error) => return Err(error),
    };
    let store = Store::read_only(case.dir())?;
    let protected = Protected::read(&case.settings().other).map_err(CommandError::bad_use)?;
    let register = Register::load(&case.dir().join(register::FILE)).map_err(CommandError::bad_use)?;
    Ok(Desk { case: Some(case), store: Some(store), protected, register })
}

/// The rules, with those of the office.
pub fn rules(global: &Global) -> Result<RuleSet, CommandError> {
    RuleSet::load(global.library.as_deref())
        .map_err(|error| CommandError::bad_use(error.to_string()).hint("how a rule is written: `rogatory mla rules --how`"))
}

/// The folder paths in a request start from: that of the request.
pub fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A request (it stands in `file`), checked with everything on the desk.
pub fn checked(
    request: &Request,
    source: Option<&Source>,
    file: &Path,
    library: &Library,
    desk: &Desk,
    on: Date,
    global: &Global,
) -> Result<Report, CommandError> {
    let rules = rules(global)?;
    // Nobody to look for: nothing is read.
    let nobody = desk.protected.is_empty() && !request.persons.iter().any(|person| person.is_protected());
    let papers = if nobody { Vec::new() } else { annexes::papers(request, folder_of(file), desk.store.as_ref()) };
    Ok(checks::check(&Inputs {
        request,
        source,
        file: Some(file),
        library,
        rules: &rules,
        store: desk.store.as_ref(),
        protected: &desk.protected,
        papers: &papers,
        register: desk.register.outgoing(&request.hdr.own_ref),
        on,
    }))
}

/// The legal facts, with the office's layer of `--library`.
pub fn library(global: &Global) -> Result<Library, CommandError> {
    Library::load(global.library.as_deref()).map_err(|error| CommandError::bad_use(error.to_string()).hint(error.remedy.clone()))
}

/// A State from the command line.
pub fn state(library: &Library, given: &str) -> Result<State, CommandError> {
    library.state(given).map_err(|unknown| {
        let error = CommandError::bad_use(format!("\"{given}\" is no State"));
        if unknown.nearest.is_empty() {
            error.hint("write its two-letter code (ISO 3166), for example RS, or XK for Kosovo")
        } else {
            error.hint(format!("did you mean {}?", unknown.nearest.join(", ")))
        }
    })
}

/// A type of assistance, by its id or by the id of the sub-form or form that stands for it.
pub fn measure(library: &Library, given: &str) -> Result<String, CommandError> {
    let types = &library.vocabulary().assistance_types;
    let plain = given.trim().to_lowercase().replace([' ', '-'], "_");
    if types.iter().any(|term| term.id == plain) {
        return Ok(plain);
    }
    if let Some(id) = assistance::of_id(&plain) {
        return Ok(id.to_string());
    }
    let known = MeasureKind::ALL.iter().map(|kind| kind.id()).chain(types.iter().map(|term| term.id.as_str()));
    Err(or_list(unknown("measure", given, known), "`rogatory mla forms` lists the measures of a request"))
}

/// A concept of the vocabulary.
pub fn concept(library: &Library, given: &str) -> Result<String, CommandError> {
    let concepts = &library.vocabulary().concepts;
    if concepts.iter().any(|term| term.id == given) {
        return Ok(given.to_string());
    }
    Err(or_list(unknown("concept", given, concepts.iter().map(|term| term.id.as_str())), "`rogatory law concepts` lists them"))
}

/// "There is no …", with the nearest known word.
pub fn unknown<'a>(what: &str, given: &str, known: impl Iterator<Item = &'a str>) -> CommandError {
    let known: Vec<&str> = known.collect();
    let error = CommandError::bad_use(format!("there is no {what} \"{given}\""));
    let close: Vec<&&str> = known.iter().filter(|id| id.contains(given) || given.contains(**id)).take(5).collect();
    match nearest::nearest(given, known.iter().copied()) {
        Some(near) => error.hint(format!("did you mean {near}?")),
        None if !close.is_empty() => {
            error.hint(format!("did you mean {}?", close.iter().map(|id| id.to_string()).collect::<Vec<_>>().join(", ")))
        }
        None if known.len() <= 24 => error.hint(format!("there are: {}", known.join(", "))),
        None => error,
    }
}

/// The nearest word stays the hint; where there is none, the command that lists them.
pub fn or_list(error: CommandError, list: &str) -> CommandError {
    if error.hint.is_some() { error } else { error.hint(list) }
}

/// Read a request file; mistakes come with file, line, column and what to write.
pub fn request(path: &Path) -> Result<(Request, Source), CommandError> {
    let text = read(path)?;
    match Request::parse(&text) {
        Ok(request) => Ok((request, Source::new(text))),
        Err(first) => {
            let mut mistakes = mistakes(&text);
            let last = mistakes.pop().unwrap_or(first);
            let mut message = String::new();
            for mistake in mistakes {
                message.push_str(&format!("{}: {mistake}\n", path.display()));
                if let Some(hint) = mistake.hint {
                    message.push_str(&format!("  try: {hint}\n"));
                }
            }
            let error = CommandError::bad_use(format!("{message}{}: {last}", path.display()));
            Err(match last.hint {
                Some(hint) => error.hint(hint),
                None => error,
            })
        }
    }
}

/// Read a text file.
pub fn read(path: &Path) -> Result<String, CommandError> {
    let bytes = std::fs::read(path).map_err(|error| {
        let exit = if error.kind() == std::io::ErrorKind::NotFound { Exit::BadUse } else { Exit::Internal };
        CommandError::new(exit, format!("cannot read {}: {}", path.display(), io(&error)))
    })?;
    String::from_utf8(bytes).map_err(|error| {
        CommandError::bad_use(format!("{}: not UTF-8 at byte {}", path.display(), error.utf8_error().valid_up_to()))
            .hint("save the file as UTF-8")
    })
}

/// An I/O error in plain words.
pub fn io(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".into(),
        std::io::ErrorKind::PermissionDenied => "no permission".into(),
        std::io::ErrorKind::StorageFull => "the disk is full".into(),
        std::io::ErrorKind::AlreadyExists => "it exists already".into(),
        _ => error.to_string(),
    }
}

/// Write a file in one step: a crash leaves the old or the new content, never half of it.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    let wrong = |error: &std::io::Error| CommandError::internal(format!("cannot write {}: {}", path.display(), io(error)));
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(|error| wrong(&error))?;
    std::io::Write::write_all(&mut file, bytes).map_err(|error| wrong(&error))?;
    file.persist(path).map_err(|error| wrong(&error.error))?;
    Ok(())
}

/// The day a check is for: as given, else today, or the day the request bears if that is still to come. A request is checked before it
/// goes out: what counts is what is in force, and not yet past, on the day it can go out first.
pub fn day_it_goes(request: &Request, given: Option<&str>) -> Result<Date, CommandError> {
    let day = day(given)?;
    Ok(match (given, request.hdr.date) {
        (None, Some(date)) => day.max(date.last()),
        _ => day,
    })
}

/// The day a draft is judged on: as given, else the day the request bears, else today. So the same request gives the same draft.
pub fn day_of(request: &Request, given: Option<&str>) -> Result<Date, CommandError> {
    match (given, request.hdr.date) {
        (None, Some(date)) => Ok(date.last()),
        (given, _) => day(given),
    }
}
