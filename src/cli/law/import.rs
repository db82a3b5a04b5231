//! `rogatory law import`: a full text into the office's library, with a report of what was found and what was not understood.

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::super::output::{self, Format, harmless};
use super::super::{CommandError, Exit, Global, Outcome};
use super::view;
use crate::extract::Options;
use crate::ingest::{Budgets, loose};
use crate::language::{detect, encoding, fold::fold, script};
use crate::law::import::{About, HeadingCheck, ImportError, Layout, Report, import};
use crate::law::library::Library;
use crate::law::texts::{Act, Article, Texts};

/// A full text into the office's library
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory law import kz.pdf --jurisdiction RS --act CC --as-of 2024-12-01
  rogatory law import kodi.txt --jurisdiction AL --act CC --language sq

The act is named by the facts' own code (CC; CP in France) or title; another
act gets a name of its own, and the report says which acts the facts know.
Nothing is stored when no articles are found, or when the text is in another
language than the State's: name the language of a translation (--language en).
Exit code 3: stored, but a part of the file could not be read.")]
pub struct Args {
    /// Text, PDF, DOCX, HTML, Markdown or Akoma Ntoso
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// State or sub-jurisdiction: RS, XK, BA-FBIH
    #[arg(long, value_name = "ISO")]
    jurisdiction: String,
    /// The act: a code of the facts (CC; CP in France) or its title
    #[arg(long, value_name = "NAME")]
    act: String,
    /// Language with script: sr-Cyrl, sq, mk [default: the State's own, script as found]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// The day whose law the text states
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<String>,
    /// Where it was published
    #[arg(long)]
    gazette: Option<String>,
    /// Of a file that holds several acts (Akoma Ntoso) the one to import, from 1
    #[arg(long, value_name = "N")]
    pick: Option<usize>,
    /// The file holds a few articles out of an act, not the whole of it
    #[arg(long)]
    excerpt: bool,
    /// Take the place of a version of the same act and day that was imported from another file
    #[arg(long)]
    replace: bool,
    /// This is the official text
    #[arg(long)]
    official: bool,
    /// How the file is laid out [default: as its name and content say]
    #[arg(long, value_enum)]
    kind: Option<Kind>,
}

/// Kinds of files an act comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Text,
    Pdf,
    Docx,
    Html,
    Markdown,
    Akn,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    // The first import makes the folder.
    let library = match &global.library {
        Some(folder) if !folder.exists() => Library::load(None).map_err(CommandError::from)?,
        _ => view::library(global)?,
    };
    let state = view::state(&library, &args.jurisdiction)?;
    let folder = global
        .library
        .clone()
        .or_else(view::default_folder)
        .ok_or_else(|| CommandError::bad_use("there is no folder for the library").hint("name one with --library"))?;
    super::super::day::day(args.as_of.as_deref())?;
    let texts = Texts::of(&folder);
    let mut imported = Vec::new();
    for file in &args.files {
        let (text, layout, sha256, incomplete) = read(file, args.kind)?;
        if let Some(what) = no_text(&text) {
            return Err(CommandError::bad_use(format!("{}: {what}; nothing was stored", file.display()))
                .hint("give the text of an act, or a PDF, DOCX, HTML or Akoma Ntoso file that holds it"));
        }
        let (id, title) = act_id(&library, state.jurisdiction(), &args.act);
        let about = About {
            id,
            jurisdiction: state.jurisdiction().to_string(),
            title,
            language: args.language.clone().unwrap_or_else(|| language_of(&library, state.jurisdiction(), &text)),
            as_of: args.as_of.clone(),
            gazette: args.gazette.clone(),
            official: args.official,
            file_name: file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            sha256,
            pick: args.pick,
            excerpt: args.excerpt,
        };
        let (act, mut report) = import(&text, layout, &about).map_err(|error| {
            let hint = match error {
                ImportError::SeveralActs(_) => "import each under a name of its own: --pick 1 --act …, then --pick 2 --act …",
                ImportError::Excerpt { .. } => "if it is part of an act, say so with --excerpt",
                _ => "check that this is the text of an act, and name its layout with --kind",
            };
            CommandError::bad_use(format!("{}: {}; nothing was stored", file.display(), harmless(&error.to_string(), false)))
                .hint(hint)
        })?;
        report.incomplete = incomplete;
        if let Some(found) = other_language(&library, state.jurisdiction(), args.language.as_deref(), &act) {
            return Err(found.of(file));
        }
        if imported.iter().any(|(other, _, _): &(Act, Report, PathBuf)| other.version() == act.version()) {
            return Err(CommandError::bad_use(format!(
                "{}: two files of one call give the same version {}",
                file.display(),
                act.version()
            ))
            .hint("import them one by one, each with its own --as-of"));
        }
        // The same day can have one text only: the one that is there is not lost without a word.
        if !args.replace
            && let Ok(stored) = texts.load(&act.version(), None)
            && stored.act.source.sha256 != act.source.sha256
        {
            return Err(CommandError::bad_use(format!(
                "{}: {} was imported from another file already ({}, SHA-256 {}); nothing was stored",
                file.display(),
                act.version(),
                harmless(&stored.act.source.name, false),
                stored.act.source.sha256.get(..12).unwrap_or_default(),
            ))
            .hint("give it its own --as-of, or let it take the other's place with --replace"));
        }
        imported.push((act, report, PathBuf::new()));
    }
    for (act, report, path) in &mut imported {
        *path = texts.store(act, report).map_err(|error| {
            CommandError::internal(error.to_string()).hint("check the disk and the permissions of the library folder")
        })?;
    }
    // A failure here costs the next question some time, no more.
    if let Err(error) = crate::law::texts::refresh(&texts) {
        super::super::style::warning(&super::search::trouble(error, "").message);
    }
    match global.format() {
        Format::Table => imported.iter().for_each(|(act, report, path)| {
            output::print(&described(act, report, path, view::other_acts(&library, &act.id).as_deref()))
        }),
        _ => {
            let acts: Vec<_> = imported.iter().map(|(act, report, path)| json!({"version": act.version(), "title": act.title, "language": act.language, "path": path.display().to_string(), "sha256": act.source.sha256, "numbering_percent": report.numbering_percent(), "heading_percent": report.headings.percent(), "suspicious_headings_percent": report.headings.suspicious_percent(), "no_facts": view::other_acts(&library, &act.id), "report": report})).collect();
            output::print_json(&json!({"schema": "rogatory.import/1", "acts": acts}));
        }
    }
    // A text that was only partly read is stored, and said to be so.
    let whole = imported.iter().all(|(_, report, _)| report.incomplete.is_empty());
    Ok(if whole { Exit::Done } else { Exit::Gaps })
}

/// The text of a file, how it is laid out, its digest, and what of it could not be read. PDF, DOCX and HTML are read by an isolated reader.
fn read(file: &Path, kind: Option<Kind>) -> Result<(String, Layout, String, Vec<String>), CommandError> {
    let bytes = std::fs::read(file).map_err(|error| {
        CommandError::bad_use(format!("cannot read {}: {error}", file.display())).hint("check the path and the permissions")
    })?;
    let sha256: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let kind = kind.unwrap_or_else(|| guess(file, &bytes));
    let mut incomplete = Vec::new();
    let (text, layout) = match kind {
        Kind::Text => (encoding::decode(&bytes, None).text, Layout::Text),
        Kind::Markdown => (encoding::decode(&bytes, None).text, Layout::Markdown),
        Kind::Akn => (encoding::decode(&bytes, None).text, Layout::AkomaNtoso),
        Kind::Pdf | Kind::Docx | Kind::Html => {
            let found = loose::read_file(file, &Options::default(), &Budgets::default()).map_err(CommandError::from)?;
            incomplete = found.gaps.iter().map(|gap| format!("{} ({})", gap.detail, gap.reason)).collect();
            if let Some(gap) = incomplete.first() {
                super::super::style::warning(&harmless(
                    &format!("{}: {gap}; the import may miss articles", file.display()),
                    false,
                ));
            }
            let separator = if kind == Kind::Pdf { "\u{c}" } else { "\n" };
            (found.units.iter().map(|unit| unit.text.as_str()).collect::<Vec<_>>().join(separator), Layout::Text)
        }
    };
    Ok((text, layout, sha256, incomplete))
}

/// What a file is that holds nothing to read: nothing at all, or bytes that are no writing.
fn no_text(text: &str) -> Option<&'static str> {
    let mut letters = 0usize;
    let mut odd = 0usize;
    for c in text.chars().take(200_000) {
        letters += usize::from(c.is_alphanumeric());
        odd += usize::from(c == '\u{fffd}' || c.is_control() && !c.is_whitespace());
    }
    match (letters, odd) {
        (0, 0) => Some("there is no text in it"),
        // Copies of codes have a stray mark here and there.
        _ if odd * 20 > letters => Some("this is no text but binary data"),
        _ => None,
    }
}

fn guess(file: &Path, bytes: &[u8]) -> Kind {
    let extension = file.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default();
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).into_owned();
    if bytes.starts_with(b"%PDF-") {
        Kind::Pdf
    } else if bytes.starts_with(b"PK\x03\x04") {
        Kind::Docx
    } else if head.contains("akomaNtoso") {
        Kind::Akn
    } else if head.to_lowercase().contains("<html") || head.to_lowercase().contains("<!doctype html") {
        Kind::Html
    } else if matches!(extension.as_str(), "md" | "markdown") {
        Kind::Markdown
    } else {
        Kind::Text
    }
}

/// `RS-CC` and the facts' own title where they know the act, else names made of what was typed.
fn act_id(library: &Library, jurisdiction: &str, act: &str) -> (String, String) {
    let wanted = act.trim().to_lowercase();
    let prefix = |id: &str| id.split('-').take(2).collect::<Vec<_>>().join("-");
    let known = || library.provisions().filter(|fact| fact.jurisdiction == jurisdiction);
    let by_code = known().find(|fact| prefix(&fact.id).rsplit('-').next().is_some_and(|code| code.to_lowercase() == wanted));
    let by_title = || {
        known().find(|fact| {
            let title = fact.code.to_lowercase();
            title == wanted || title.starts_with(&wanted) || title.contains(&format!("({wanted})"))
        })
    };
    if let Some(fact) = by_code.or_else(by_title) {
        return (prefix(&fact.id), fact.code.clone());
    }
    // Names are typed on a command line: without marks, in Latin letters where there is a way to write them so.
    let plain = fold(&script::to_latin(act)).to_uppercase();
    let short: String = plain.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    (format!("{}-{}", jurisdiction.replace('-', ""), short.trim_matches('_')), act.trim().to_string())
}

/// The State's first official language, in the script the text is written in.
fn language_of(library: &Library, jurisdiction: &str, text: &str) -> String {
    let state = jurisdiction.split('-').next().unwrap_or(jurisdiction);
    // Behind a title page, which may be in other letters; a short text has none.
    let skip = if text.chars().take(4000).count() < 4000 { 0 } else { 2000 };
    let sample: String = text.chars().skip(skip).take(20_000).collect();
    let cyrillic = script::of(&sample) == Some(script::Script::Cyrillic);
    let language = library
        .jurisdiction(state)
        .and_then(|fact| fact.official_languages.first().cloned())
        .unwrap_or_else(|| "und".to_string());
    // Two of the languages are written in two scripts; the facts name the language, the text shows the script.
    let bare = language.split('-').next().unwrap_or("und");
    match (bare, cyrillic) {
        ("sr" | "bs" | "cnr", true) => format!("{bare}-Cyrl"),
        ("sr" | "cnr", false) => format!("{bare}-Latn"),
        _ => bare.to_string(),
    }
}

/// A text in a language it should not be in.
struct OtherLanguage {
    found: &'static str,
    expected: String,
}

impl OtherLanguage {
    fn of(&self, file: &Path) -> CommandError {
        CommandError::bad_use(format!(
            "{}: the text is in another language (most like {}) than expected ({}); nothing was stored",
            file.display(),
            self.found,
            self.expected
        ))
        .hint(format!("if it is a translation, say so: --language {}", self.found))
    }
}

/// The language of a text if it is clearly neither the one that was named nor one of the State's own.
fn other_language(library: &Library, jurisdiction: &str, named: Option<&str>, act: &Act) -> Option<OtherLanguage> {
    // The languages of Bosnia and Herzegovina, Croatia, Montenegro and Serbia are one group to the detector.
    let group = |tag: &str| match tag.split('-').next().unwrap_or_default() {
        "sr" | "bs" | "hr" | "cnr" | "hbs" | "sh" => "hbs".to_owned(),
        other => other.to_owned(),
    };
    let state = jurisdiction.split('-').next().unwrap_or(jurisdiction);
    let expected = match named {
        Some(tag) => vec![tag.to_owned()],
        None => library.jurisdiction(state).map(|fact| fact.official_languages.clone()).unwrap_or_default(),
    };
    let text = act.articles.iter().map(Article::text).collect::<Vec<_>>().join("\n");
    let guess = detect::detect(&text).filter(|guess| guess.confidence >= SURE)?;
    let fits = expected.is_empty() || expected.iter().any(|tag| group(tag) == group(guess.tag));
    (!fits).then(|| OtherLanguage { found: guess.tag, expected: expected.join(", ") })
}

/// A guess this far ahead of the next one contradicts the person who imports; close pairs (Slovene and Croatian) stay below it
/// in short texts.
const SURE: f32 = 0.9;

/// The check of the headings: how many there are, who has none, and which read like something else.
fn headings(check: &HeadingCheck, list: impl Fn(&[String]) -> String) -> String {
    let mut out = format!("  headings       {} of {} articles", check.with, check.articles);
    let Some(sound) = check.percent() else {
        out.push_str("; this act does not head its articles\n");
        return out;
    };
    out.push_str(&format!(
        ", {} doubted ({:.1} %); {sound:.1} % sound among those in force\n",
        check.suspicious.len(),
        check.suspicious_percent(),
    ));
    let lacking: Vec<String> = check.without.iter().filter(|number| !check.deleted.contains(number)).cloned().collect();
    if !check.deleted.is_empty() {
        out.push_str(&format!("  deleted        {} articles without text and heading\n", check.deleted.len()));
    }
    out.push_str(&row("no heading", &list(&lacking)));
    for doubt in check.suspicious.iter().take(5) {
        let heading: String = doubt.heading.chars().take(60).collect();
        let more = if heading.len() < doubt.heading.len() { "…" } else { "" };
        out.push_str(&format!(
            "  doubted        {} “{}{more}” {}\n",
            doubt.article,
            harmless(&heading, false),
            doubt.why.words()
        ));
    }
    if check.suspicious.len() > 5 {
        out.push_str(&format!("  doubted        {} more headings (all in --json)\n", check.suspicious.len() - 5));
    }
    out
}

/// A line of the report; what does not fit goes on below itself.
fn row(label: &str, text: &str) -> String {
    let indent = " ".repeat(17);
    let text = view::wrapped(text, &indent);
    format!("  {label:<14} {}", text.strip_prefix(&indent).unwrap_or(&text))
}

fn described(act: &Act, report: &Report, path: &Path, other_acts: Option<&str>) -> String {
    let list = |items: &[String]| -> String {
        let shown: Vec<&str> = items.iter().take(12).map(String::as_str).collect();
        let more = items.len().saturating_sub(shown.len());
        if items.is_empty() {
            "none".to_string()
        } else if more > 0 {
            format!("{} and {more} more (all in --json)", shown.join(", "))
        } else {
            shown.join(", ")
        }
    };
    let mut incomplete = String::new();
    for gap in report.incomplete.iter().take(5) {
        incomplete.push_str(&format!("  INCOMPLETE     {}; articles may be missing\n", harmless(gap, false)));
    }
    if report.incomplete.len() > 5 {
        incomplete.push_str(&format!("  INCOMPLETE     {} more places (all in --json)\n", report.incomplete.len() - 5));
    }
    let mut out = format!(
        "{} · {} · {}\n{incomplete}  articles       {}, {} paragraphs, {} points, {} divisions\n  numbering      {} to {}, {:.1} % of the numbers found\n{}",
        act.version(),
        harmless(&act.title, false),
        act.language,
        report.articles,
        report.paragraphs,
        report.points,
        report.divisions,
        report.first.as_deref().unwrap_or("–"),
        report.last.as_deref().unwrap_or("–"),
        report.numbering_percent(),
        row("missing", &list(&report.gaps)),
    );
    if !report.not_in_copy.is_empty() {
        let numbers = list(&report.not_in_copy);
        out.push_str(&row("not in copy", &format!("{numbers}: no line begins with these, they were repealed or never given")));
    }
    out.push_str(&headings(&report.headings, list));
    out.push_str(&row("twice", &list(&report.duplicates)));
    out.push_str(&row("out of order", &list(&report.out_of_order)));
    out.push_str(&row("without text", &list(&report.without_text)));
    if report.appendix_articles > 0 {
        out.push_str(&format!("  appendix       {} articles whose numbering starts again\n", report.appendix_articles));
    }
    if report.columns_taken_apart {
        out.push_str("  columns        two columns were taken apart; look at a few articles\n");
    }
    for (line, times) in report.page_furniture.iter().take(5) {
        out.push_str(&format!("  left out       {times} × {}\n", harmless(line, false)));
    }
    if report.page_furniture.len() > 5 {
        out.push_str(&format!("  left out       {} more repeated lines (all in --json)\n", report.page_furniture.len() - 5));
    }
    for (number, line) in report.swallowed.iter().take(5) {
        out.push_str(&format!(
            "  swallowed      line {number}: {} reads like a heading and is kept as text\n",
            harmless(line, false)
        ));
    }
    if report.swallowed.len() > 5 {
        out.push_str(&format!("  swallowed      {} more such lines (all in --json)\n", report.swallowed.len() - 5));
    }
    for (number, line) in report.not_understood.iter().take(5) {
        out.push_str(&format!("  not understood line {number}: {}\n", harmless(line, false)));
    }
    if report.not_understood.len() > 5 {
        out.push_str(&format!("  not understood {} more lines (all in --json)\n", report.not_understood.len() - 5));
    }
    out.push_str(&format!(
        "  before the act {} lines kept as front matter\n  source         {} SHA-256 {}\n",
        report.front_lines,
        harmless(&act.source.name, false),
        act.source.sha256,
    ));
    if report.back_lines > 0 {
        out.push_str(&format!("  behind the act {} lines of an index or table of contents kept apart\n", report.back_lines));
    }
    if let Some(export) = &act.source.through {
        let (name, sha256) = (harmless(&export.name, false), &export.sha256);
        out.push_str(&format!("  through        {name} SHA-256 {sha256}, an export that names the source\n"));
        out.push_str("                 what was left out or not understood when the source itself was\n");
        out.push_str("                 read is not in an export, and only told there\n");
    }
    if let Some(acts) = other_acts {
        out.push_str(&row("no facts", acts));
    }
    out.push_str(&format!("  stored         {}\n", path.display()));
    out
}
