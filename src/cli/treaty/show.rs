//! `rogatory treaty list` and `rogatory treaty show`.

use jiff::civil::Date;

use super::super::law::view;
use super::super::output;
use super::super::{Global, Outcome};
use crate::law::instrument::{Clause, Instrument, Party};
use crate::law::library::Library;
use crate::law::terms::{Fact, PartyStatus};
use crate::law::vocabulary::Vocabulary;

/// Every instrument the facts hold
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  rogatory treaty list\n  rogatory treaty list --state XK --measure hearing_witness")]
pub struct ListArgs {
    /// Only instruments with an entry for this State
    #[arg(long, value_name = "ISO")]
    state: Option<String>,
    /// Only instruments that name this measure
    #[arg(long)]
    measure: Option<String>,
}

/// One instrument: contents of a request, channel, parties, declarations
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  rogatory treaty show ecma-1959\n  rogatory treaty show 'ETS 182' --json")]
pub struct ShowArgs {
    /// An id, or a reference such as "ETS 030"
    #[arg(value_name = "ID")]
    id: String,
}

/// A measure of the vocabulary.
pub fn measure(library: &Library, given: &str) -> Result<String, super::super::CommandError> {
    let wanted = given.trim().to_lowercase().replace([' ', '-'], "_");
    let types = &library.vocabulary().assistance_types;
    // The words of a request mean the same as those of the treaties.
    let wanted = crate::mla::assistance::of_id(&wanted).unwrap_or(&wanted);
    match Vocabulary::find(types, wanted) {
        Some(term) => Ok(term.id.clone()),
        None => Err(view::unknown(
            "measure",
            given,
            types.iter().map(|t| t.id.as_str()),
            "rogatory law concepts --words assistance_types",
        )),
    }
}

pub fn list(args: ListArgs, global: &Global) -> Outcome {
    let library = view::library(global)?;
    let state = args.state.as_deref().map(|given| view::state(&library, given)).transpose()?;
    let measure = args.measure.as_deref().map(|given| measure(&library, given)).transpose()?;
    let found: Vec<&Fact<Instrument>> = library
        .instruments()
        .filter(|fact| state.as_ref().is_none_or(|state| fact.parties.contains_key(&state.code)))
        .filter(|fact| measure.as_ref().is_none_or(|measure| fact.assistance_types.contains(measure)))
        .collect();
    let bound = |fact: &Fact<Instrument>| {
        let is = |party: &&Party| matches!(party.status, PartyStatus::Party | PartyStatus::Bound);
        format!("{} of {}", fact.parties.values().filter(is).count(), fact.parties.len())
    };
    let standing = |fact: &Fact<Instrument>| match &state {
        Some(state) => fact.parties.get(&state.code).map(|party| party.status.says().to_owned()).unwrap_or_default(),
        None => bound(fact),
    };
    let contents = |fact: &Fact<Instrument>| if fact.contents_unread() { "not read" } else { "read" }.to_owned();
    let header = ["id", "short", "reference", "adopted", "entry_into_force", "bound", "contents", "as_of", "layer"];
    let day = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|fact| {
            vec![
                fact.id.clone(),
                fact.short.clone(),
                fact.reference.clone(),
                day(fact.adopted),
                day(fact.entry_into_force),
                standing(fact),
                contents(fact),
                fact.as_of.clone(),
                fact.layer.word().to_owned(),
            ]
        })
        .collect();
    let items = found.iter().map(|fact| view::fact_json(fact)).collect();
    view::listing(global, "rogatory.treaties/1", "treaties", items, &header, &rows, || {
        let who = state.as_ref().map_or("bound".to_owned(), |state| state.name.clone());
        let short: Vec<Vec<String>> = found
            .iter()
            .map(|fact| vec![fact.id.clone(), fact.short.clone(), fact.reference.clone(), standing(fact), contents(fact)])
            .collect();
        if short.is_empty() {
            return "The facts hold no such instrument.\n".into();
        }
        format!(
            "{}\nnot read: what a request must hold was not (wholly) read; never the only basis.\n",
            view::grid(&["id", "name", "reference", &who, "contents"], &short)
        )
    })
}

pub fn show(args: ShowArgs, global: &Global) -> Outcome {
    let library = view::library(global)?;
    let wanted = args.id.trim();
    let by_name =
        |fact: &&Fact<Instrument>| fact.reference.eq_ignore_ascii_case(wanted) || fact.short.eq_ignore_ascii_case(wanted);
    let Some(fact) = library.instrument(&wanted.to_lowercase()).or_else(|| library.instruments().find(by_name)) else {
        return Err(view::unknown(
            "instrument",
            wanted,
            library.instruments().map(|fact| fact.id.as_str()),
            "rogatory treaty list",
        ));
    };
    let rows: Vec<Vec<String>> = fact
        .parties
        .iter()
        .map(|(state, party)| {
            let day = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_default();
            vec![
                fact.id.clone(),
                state.clone(),
                party.status.word().to_owned(),
                day(party.signed),
                day(party.ratified),
                day(party.in_force),
                party.sourced_fields.join(" "),
                party.confidence.to_string(),
                party.source.clone().unwrap_or_default(),
            ]
        })
        .collect();
    let header = ["id", "state", "status", "signed", "ratified", "in_force", "sourced_fields", "confidence", "source"];
    view::listing(global, "rogatory.treaties/1", "treaties", vec![view::fact_json(fact)], &header, &rows, || {
        output::harmless(&described(fact), true)
    })
}

/// A day of a party as it may be printed: marked where it was not read.
pub fn party_day(party: &Party, date: Option<Date>, field: &str) -> String {
    match date {
        Some(date) if party.sourced(field) => date.to_string(),
        Some(date) => format!("{date} (check)"),
        None => String::new(),
    }
}

fn described(fact: &Fact<Instrument>) -> String {
    let clause = |clause: &Clause| match (&clause.reference, &clause.text) {
        (Some(reference), Some(text)) => format!("{reference}: {text}"),
        (None, Some(text)) => text.clone(),
        (Some(reference), None) => reference.clone(),
        (None, None) => String::new(),
    };
    let types = fact.assistance_types.iter().map(|kind| Vocabulary::plain(kind)).collect::<Vec<_>>().join(", ");
    let displaced: Vec<String> = fact
        .relations
        .displaced_by
        .iter()
        .map(|d| {
            let except = if d.except.is_empty() {
                String::new()
            } else {
                format!(", except for {}", d.except.iter().map(|kind| Vocabulary::plain(kind)).collect::<Vec<_>>().join(", "))
            };
            format!("gives way to {} where that binds both{except}", d.by)
        })
        .collect();
    let day = |date: Option<Date>| date.map(|d| d.to_string()).unwrap_or_else(|| "not known".into());
    let rows = [
        ("title", fact.title.clone()),
        ("reference", fact.reference.clone()),
        ("adopted", day(fact.adopted)),
        ("in force", day(fact.entry_into_force)),
        ("part of", fact.relations.part_of.clone().unwrap_or_default()),
        ("gives way", displaced.join("\n")),
        (
            "residual",
            if fact.relations.residual { "steps back where another assistance treaty binds both".into() } else { String::new() },
        ),
        ("scope", fact.scope.clone()),
        ("measures", types),
        ("channel", fact.channel.clone().unwrap_or_default()),
        ("urgent channel", fact.urgent_channel.clone().unwrap_or_default()),
        ("language", fact.language_rule.clone().unwrap_or_default()),
        ("confidentiality", clause(&fact.confidentiality)),
        ("speciality", clause(&fact.speciality)),
        ("dual criminality", clause(&fact.dual_criminality)),
        ("precedence", clause(&fact.precedence)),
        ("text", fact.text_basis.clone()),
        ("facts", format!("as of {}, {} ({})", fact.as_of, fact.layer.word(), fact.file)),
    ];
    let mut out = format!("{}  {}\n{}", fact.id, fact.short, view::facts(&rows));
    if fact.contents_unread() {
        out.push_str("WARNING: what a request under it must hold was not (wholly) read; never offer it as the only basis.\n");
    }
    let contents: Vec<Vec<String>> = fact
        .request_contents
        .iter()
        .map(|content| {
            let weight = match (content.mandatory, &content.when) {
                _ if content.kind == "todo" => "to be read".to_owned(),
                (true, None) => "must".to_owned(),
                (true, Some(when)) => format!("must, {when}"),
                (false, Some(when)) => format!("may, {when}"),
                (false, None) => "may".to_owned(),
            };
            let to = if content.applies_to == ["all"] {
                String::new()
            } else {
                format!(" ({})", content.applies_to.iter().map(|kind| Vocabulary::plain(kind)).collect::<Vec<_>>().join(", "))
            };
            let doubt = if content.confidence.counts_as_sourced() { "" } else { " [unverified]" };
            vec![content.reference.clone(), format!("{}{to}{doubt}", content.requirement), weight]
        })
        .collect();
    out.push_str(&format!("\nWhat a request holds\n{}\n", view::grid(&["article", "requirement", "weight"], &contents)));
    if !fact.refusal_grounds.is_empty() {
        let grounds: Vec<Vec<String>> = fact
            .refusal_grounds
            .iter()
            .map(|g| vec![g.reference.clone(), g.ground.clone(), Vocabulary::plain(&g.kind)])
            .collect();
        out.push_str(&format!("\nRefusal\n{}\n", view::grid(&["article", "ground", "kind"], &grounds)));
    }
    let parties: Vec<Vec<String>> = fact
        .parties
        .iter()
        .map(|(state, party)| {
            vec![
                state.clone(),
                party.status.says().to_owned(),
                party_day(party, party.in_force, "in_force"),
                party.note.clone().unwrap_or_default(),
                party.confidence.to_string(),
            ]
        })
        .collect();
    out.push_str(&format!("\nStates\n{}\n", view::grid(&["", "status", "in force", "note", "confidence"], &parties)));
    let declared: Vec<Vec<String>> = fact
        .parties
        .iter()
        .flat_map(|(state, party)| party.declarations.iter().map(move |d| (state, d)))
        .map(|(state, d)| vec![state.clone(), d.reference.clone(), d.topic.clone(), d.summary.clone(), d.confidence.to_string()])
        .collect();
    if !declared.is_empty() {
        out.push_str(&format!("\nDeclarations\n{}\n", view::grid(&["", "article", "topic", "says", "confidence"], &declared)));
    }
    out.push_str(&view::address("text:", &fact.url));
    let mut sources: Vec<&str> = fact
        .parties
        .values()
        .flat_map(|party| {
            party.source.as_deref().into_iter().chain(party.declarations.iter().filter_map(|d| d.source.as_deref()))
        })
        .collect();
    sources.sort_unstable();
    sources.dedup();
    out.extend(sources.iter().map(|source| view::address("source:", source)));
    out
}
