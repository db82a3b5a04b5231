//! `rogatory mla new`: a new request file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{common, interview};
use crate::cli::output::{harmless, print};
use crate::cli::{CommandError, Exit, Global, Outcome};
use crate::law::library::Library;
use crate::mla::earlier;
use crate::mla::register::{self, Direction, Register};
use crate::mla::request::{FormId, Language, MeasureKind, Request};
use crate::mla::skeleton::{self, Plan};

/// Write a new request file: the fields that matter for form, States and measures, each explained; what is known is filled in.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  rogatory mla new request.toml --from RS --to DE --measure video_conference --measure bank_data\n  \
    rogatory mla new keep.toml --form preservation_29 --from ME --to US\n  \
    rogatory mla new second.toml --from-request first.toml --to AT\n  \
    rogatory mla new reminder.toml --form reminder --from-request first.toml\n  rogatory mla new request.toml --interactive"
)]
pub struct Args {
    /// The file to be written; an existing one is never overwritten
    #[arg(value_name = "FILE.toml")]
    file: PathBuf,
    /// The form [default: classical]; `rogatory mla forms` lists them
    #[arg(long, value_name = "FORM")]
    form: Option<String>,
    /// The State that asks [default: jurisdiction of the case]
    #[arg(long, value_name = "STATE")]
    from: Option<String>,
    /// The State that is asked
    #[arg(long, value_name = "STATE")]
    to: Option<String>,
    /// A measure asked for (`rogatory mla forms`); may be repeated
    #[arg(long, value_name = "MEASURE")]
    measure: Vec<String>,
    /// Concept of the offence (`rogatory law concepts`)
    #[arg(long, value_name = "CONCEPT")]
    concept: Option<String>,
    /// The day the request bears [default: today]
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Language of the original [default: an official one of the State that asks]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Build on an earlier request: authorities, case, persons, facts, offences, annexes
    #[arg(long, value_name = "OLD.toml")]
    from_request: Option<PathBuf>,
    /// Evidence to take in: DOC:PAGE; may be repeated
    #[arg(long, value_name = "DOC:PAGE")]
    cite: Vec<String>,
    /// Write the optional fields as well
    #[arg(long)]
    full: bool,
    /// Ask step by step; `<` goes back, `.` saves and stops, the same command resumes
    #[arg(long)]
    interactive: bool,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    if args.file.exists() {
        return Err(CommandError::bad_use(format!("{} exists already", args.file.display()))
            .hint("name another file; `rogatory mla cite` and `mla check` work on an existing one"));
    }
    let library = common::library(global)?;
    let earlier = args.from_request.as_deref().map(common::request).transpose()?;
    let mut answers = given(&args, global, earlier.as_ref().map(|(request, _)| request))?;
    if args.interactive {
        match interview::ask(&mut answers, &library, &args.file)? {
            interview::End::Finished => {}
            interview::End::Saved(path) => {
                print(&format!("Saved in {}. The same command goes on from here.\n", path.display()));
                return Ok(Exit::Done);
            }
        }
    }
    let plan = plan(&answers, &library, args.full)?;
    let mut text = skeleton::write(&plan, &library);
    if let Some((request, source)) = &earlier {
        text = earlier::build_on(&text, source.text(), request).map_err(CommandError::internal)?;
        if args.interactive {
            text = earlier::overlay(&text, &answers, request).map_err(CommandError::internal)?;
        }
    }
    for cited in &args.cite {
        text = cite(&text, cited, global)?;
    }
    // What is written must be read back: the clerk starts from a file that parses.
    let written = Request::parse(&text).map_err(|mistake| {
        CommandError::internal(format!("the new request cannot be read back: {mistake}\n{}", excerpt(&text, mistake.line)))
    })?;
    common::write(&args.file, text.as_bytes())?;
    if args.interactive {
        interview::forget(&args.file);
    }
    if !global.quiet {
        if let Some((request, _)) = &earlier {
            let other = request.hdr.requested_state.code() != plan.to.code && plan.form.asks_for_help();
            print(&harmless(&taken_over(request, written.follow_up.is_some(), other, &plan.to.name), true));
        }
        print(&harmless(&format!("{} written: {}.\n", args.file.display(), skeleton::describe(&plan)), true));
        print(&format!("Fill it, then: rogatory mla check {}\n", args.file.display()));
    }
    Ok(Exit::Done)
}

/// What came from the earlier request, and what must be looked at.
fn taken_over(earlier: &Request, message: bool, other_state: bool, to: &str) -> String {
    let number = earlier.hdr.own_ref.trim();
    let number = if number.is_empty() { "the earlier request" } else { number };
    let look = if other_state {
        format!(
            " It went to another State: look at case.subject, facts and languages, and write narrative.nexus, basis and dual criminality \
             for {to}."
        )
    } else {
        String::new()
    };
    let what =
        if message { "Authorities, case and signature" } else { "Authorities, case, persons, facts, offences and annexes" };
    super::basis::wrap(&format!("{what} are those of {number}.{look}"), "  ")
}

fn excerpt(text: &str, line: usize) -> String {
    text.lines().nth(line.saturating_sub(1)).unwrap_or_default().to_string()
}

/// Answers by field, from the command line, the case and an earlier request.
fn given(args: &Args, global: &Global, earlier: Option<&Request>) -> Result<BTreeMap<String, String>, CommandError> {
    let mut answers = BTreeMap::new();
    let mut put = |key: &str, value: Option<&str>| {
        if let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) {
            answers.entry(key.to_string()).or_insert_with(|| value.to_string());
        }
    };
    put("form", args.form.as_deref());
    put("from", args.from.as_deref());
    put("to", args.to.as_deref());
    put("measures", Some(args.measure.join(",").as_str()));
    put("concept", args.concept.as_deref());
    put("date", args.date.as_deref());
    put("language", args.language.as_deref());
    if let Some(request) = earlier {
        put("from", Some(request.hdr.requesting_state.code()));
        put("to", Some(request.hdr.requested_state.code()));
        put("language", request.hdr.languages.original.as_ref().map(Language::as_str));
        if let Some(offence) = request.offences.first() {
            put("concept", Some(offence.concept.as_str()));
        }
        // The interview offers them; without it the blocks are handed on as they are.
        for (key, value) in earlier::answers(request).iter().filter(|_| args.interactive) {
            put(key, Some(value));
        }
    }
    if let Ok(case) = global.open_case() {
        let settings = case.settings();
        put("from", settings.jurisdiction.as_deref());
        put("hdr.own_ref", settings.number.as_deref());
        put("auth.requesting.name", settings.authority.as_deref());
        // Who asks and who signs are mostly those of the request before.
        if args.interactive
            && earlier.is_none()
            && let Some(last) = last_request(case.dir())
        {
            for key in ["auth.requesting.name", "auth.requesting.phone", "auth.requesting.email", "sign.name"] {
                put(key, earlier::answers(&last).get(key).map(String::as_str));
            }
        }
    }
    Ok(answers)
}

/// The outgoing request entered last in the register of the case, if its file is still there.
fn last_request(case: &Path) -> Option<Request> {
    let register = Register::load(&case.join(register::FILE)).ok()?;
    register.entries.iter().rev().filter(|entry| entry.direction == Direction::Outgoing && !entry.file.is_empty()).find_map(
        |entry| {
            let text = std::fs::read_to_string(&entry.file).or_else(|_| std::fs::read_to_string(case.join(&entry.file))).ok()?;
            Request::parse(&text).ok()
        },
    )
}

/// The plan the answers stand for.
pub fn plan(answers: &BTreeMap<String, String>, library: &Library, full: bool) -> Result<Plan, CommandError> {
    let state = |key: &str, option: &str| match answers.get(key) {
        Some(given) => common::state(library, given),
        None => Err(CommandError::bad_use(format!("the State is missing: {option} RS"))
            .hint("two-letter code (ISO 3166), XK for Kosovo; or answer step by step with --interactive")),
    };
    let (from, to) = (state("from", "--from")?, state("to", "--to")?);
    if from.code == to.code {
        return Err(CommandError::bad_use("the two States are the same; a request goes to another State"));
    }
    let id = answers.get("form").map_or("classical", String::as_str);
    let mut form = FormId::from_id(id).ok_or_else(|| {
        common::or_list(common::unknown("form", id, FormId::ALL.iter().map(|form| form.id())), "`rogatory mla forms` lists them")
    })?;
    let mut measures = Vec::new();
    for given in answers.get("measures").map_or("", String::as_str).split([',', ' ']).filter(|given| !given.is_empty()) {
        match (MeasureKind::from_id(given), FormId::from_id(given)) {
            (Some(kind), _) => measures.push(kind),
            // What the treaties call a measure may be a form of its own here.
            (None, Some(own)) if own == form || !answers.contains_key("form") => form = own,
            (None, Some(own)) => {
                let error =
                    CommandError::bad_use(format!("\"{given}\" is a form of its own, and no measure of the form {}", form.id()));
                return Err(error.hint(format!("--form {}, in a request of its own", own.id())));
            }
            (None, None) => {
                let forms = FormId::ALL.iter().filter(|form| form.asks_for_help()).map(|form| form.id());
                return Err(common::unknown("measure", given, MeasureKind::ALL.iter().map(|kind| kind.id()).chain(forms)));
            }
        }
    }
    let concept =
        answers.get("concept").filter(|given| !given.is_empty()).map(|given| common::concept(library, given)).transpose()?;
    let language = answers.get("language").filter(|given| !given.is_empty());
    if let Some(tag) = language {
        Language::new(tag).map_err(CommandError::bad_use)?;
    }
    Ok(Plan {
        form,
        from,
        to,
        measures,
        concept,
        date: common::day(answers.get("date").map(String::as_str))?,
        language: language.cloned(),
        full,
        values: answers.clone(),
    })
}

fn cite(text: &str, cited: &str, global: &Global) -> Result<String, CommandError> {
    let wrong = || {
        CommandError::bad_use(format!("\"{cited}\" is not DOC:PAGE"))
            .hint("write the first digits of the SHA-256 and a page: d79c9607d66d:3")
    };
    let (document, page) = cited.rsplit_once(':').ok_or_else(wrong)?;
    let page = page.parse().map_err(|_| wrong())?;
    let request = Request::parse(text).map_err(|mistake| CommandError::internal(mistake.to_string()))?;
    let (_case, store) = crate::cli::lookup::case(global)?;
    let evidence = super::cite::at_page(&store, document, page)?;
    Ok(crate::mla::cite::take(text, &request, &evidence, None, None).map_err(CommandError::internal)?.toml)
}

/// Where the answers of an unfinished interview are kept.
pub fn answers_path(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_os_string();
    name.push(".answers");
    PathBuf::from(name)
}
