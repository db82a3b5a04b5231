//! `rogatory law jurisdictions`.

use serde_json::json;

use super::super::output::{self, Format};
use super::super::{Exit, Global, Outcome};
use super::view;
use crate::law::jurisdiction::{Act, Jurisdiction};
use crate::law::library::{Code, Library};
use crate::law::months;
use crate::law::provision::AttemptReach;
use crate::law::terms::Fact;
use crate::law::vocabulary::Vocabulary;

/// The States the facts know: authorities, laws, languages
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory law jurisdictions
  rogatory law jurisdictions BA      with the codes of its parts
  rogatory law jurisdictions XK --json")]
pub struct Args {
    /// Two letters of ISO 3166, XK, or a part with its own code (BA-FBIH)
    #[arg(value_name = "ISO")]
    iso: Option<String>,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let library = view::library(global)?;
    match &args.iso {
        Some(iso) => one(&library, iso, global),
        None => all(&library, global),
    }
}

fn codes_of<'l>(library: &'l Library, iso: &str) -> Vec<&'l Code> {
    let parts = library.vocabulary().sub_jurisdictions.iter().filter(|part| part.state == iso).map(|part| part.id.as_str());
    std::iter::once(iso).chain(parts).filter_map(|name| library.code(name)).collect()
}

fn all(library: &Library, global: &Global) -> Outcome {
    let found: Vec<&Fact<Jurisdiction>> = library.jurisdictions().collect();
    let header = ["iso", "name", "local_name", "languages", "un", "council_of_europe", "eu", "provisions", "as_of", "layer"];
    let count = |iso: &str| codes_of(library, iso).iter().map(|code| code.provisions.len()).sum::<usize>();
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|fact| {
            let member = |is: bool| if is { "yes" } else { "no" }.to_owned();
            vec![
                fact.iso.clone(),
                fact.names.en.clone(),
                fact.names.local.clone(),
                fact.official_languages.join(" "),
                member(fact.status.un_member),
                member(fact.status.coe_member),
                member(fact.status.eu_member),
                count(&fact.iso).to_string(),
                fact.as_of.clone(),
                fact.layer.word().to_owned(),
            ]
        })
        .collect();
    let items = found.iter().map(|fact| json_of(library, fact)).collect();
    view::listing(global, "rogatory.jurisdictions/1", "jurisdictions", items, &header, &rows, || {
        let short: Vec<Vec<String>> =
            rows.iter().map(|row| [0, 1, 2, 3, 6, 7].iter().filter_map(|at| row.get(*at).cloned()).collect()).collect();
        let parts: Vec<String> =
            library.vocabulary().sub_jurisdictions.iter().map(|part| format!("{} ({})", part.id, part.name)).collect();
        format!(
            "{}\n{}Any other State of ISO 3166 may be named; the facts know nothing of it.\n",
            view::grid(&["iso", "name", "local name", "languages", "EU", "provisions"], &short),
            view::wrapped(&format!("Parts with a criminal code of their own: {}.", parts.join(", ")), "")
        )
    })
}

fn json_of(library: &Library, fact: &Fact<Jurisdiction>) -> serde_json::Value {
    let mut value = view::fact_json(fact);
    if let Some(object) = value.as_object_mut() {
        let codes: Vec<serde_json::Value> = codes_of(library, &fact.iso).into_iter().map(code_json).collect();
        object.insert("codes".into(), json!(codes));
    }
    value
}

fn code_json(code: &Code) -> serde_json::Value {
    json!({
        "jurisdiction": code.jurisdiction,
        "as_of": code.as_of,
        "provisions": code.provisions.iter().map(|fact| &fact.id).collect::<Vec<_>>(),
        "general_part": code.general_part.as_ref().map(view::fact_json),
        "company_liability": code.company_liability.as_ref().map(view::fact_json),
        "definitions_of_group": code.definitions_of_group.iter().cloned().collect::<std::collections::BTreeMap<_, _>>(),
        "pending_changes": code.pending_changes,
        "text_copies_read": code.text_copies_read,
        "official_place": code.official_place,
    })
}

fn one(library: &Library, given: &str, global: &Global) -> Outcome {
    let state = view::state(library, given)?;
    let Some(fact) = library.jurisdiction(&state.code) else {
        match global.format() {
            Format::Json => output::print_json(&json!({
                "schema": "rogatory.jurisdictions/1", "jurisdictions": [], "unknown": [{"iso": state.code, "name": state.name}]
            })),
            Format::Table => output::print(&format!(
                "{} ({}): the facts know nothing of it.\nAdd a file to the library: docs/reference-data.md shows how.\n",
                state.name, state.code
            )),
            _ => {}
        }
        return Ok(Exit::Nothing);
    };
    if global.format() != Format::Table {
        let row = vec![fact.iso.clone(), fact.names.en.clone(), fact.as_of.clone(), fact.layer.word().to_owned()];
        return view::listing(
            global,
            "rogatory.jurisdictions/1",
            "jurisdictions",
            vec![json_of(library, fact)],
            &["iso", "name", "as_of", "layer"],
            &[row],
            String::new,
        );
    }
    let codes: Vec<&Code> = match &state.part {
        Some(part) => library.code(part).into_iter().collect(),
        None => codes_of(library, &fact.iso),
    };
    let mut out = described(fact);
    for code in codes {
        out.push_str(&described_code(library, code));
    }
    output::print(&output::harmless(&out, true));
    Ok(Exit::Done)
}

fn doubt(confidence: crate::law::terms::Confidence) -> String {
    format!("[{confidence}]")
}

fn described(fact: &Fact<Jurisdiction>) -> String {
    let act = |act: &Act| {
        let note = act.note.as_deref().map(|note| format!("\n{note}")).unwrap_or_default();
        format!("{} · {} · {} {}{note}", act.title_en, act.title_local, act.gazette, doubt(act.confidence))
    };
    let authorities: Vec<String> = fact
        .central_authorities
        .iter()
        .map(|a| {
            let address = a.address.as_deref().unwrap_or(&a.city);
            let note = a.note.as_deref().map(|note| format!(" {note}")).unwrap_or_default();
            format!(
                "{} ({}), {}; for {}; {}; as of {} {}.{note}",
                a.name_en,
                a.name_local,
                address,
                a.instrument,
                a.role,
                a.as_of,
                doubt(a.confidence)
            )
        })
        .collect();
    let languages: Vec<String> = fact
        .languages_accepted_for_requests
        .iter()
        .map(|l| {
            let note = l.note.as_deref().map(|note| format!(" ({note})")).unwrap_or_default();
            format!("{}{note} {}", l.language, doubt(l.confidence))
        })
        .collect();
    let remarks = |list: &[crate::law::jurisdiction::Remark]| {
        list.iter().map(|remark| format!("{} {}", remark.text, doubt(remark.confidence))).collect::<Vec<_>>().join("\n")
    };
    let recognition: Vec<String> = fact
        .recognition
        .iter()
        .map(|r| format!("{} {} {}", if r.recognised { "recognises" } else { "does not recognise" }, r.of, doubt(r.confidence)))
        .collect();
    let status = &fact.status;
    let mut members = vec![
        format!("United Nations: {}", if status.un_member { "yes" } else { "no" }),
        format!("Council of Europe: {}", if status.coe_member { "yes" } else { "no" }),
        format!("European Union: {} {}", if status.eu_member { "yes" } else { "no" }, doubt(status.membership_confidence)),
    ];
    let eurojust = &status.eurojust_cooperation_agreement;
    let agreement = match eurojust.in_force {
        Some(true) => "in force",
        Some(false) => "not in force",
        None => "does not apply or unknown",
    };
    members.push(format!("Eurojust agreement: {agreement}. {} {}", eurojust.note, doubt(eurojust.confidence)));
    members.extend(status.note.clone());
    let identifiers: Vec<String> =
        fact.identifiers.iter().map(|i| format!("{}: {} {}", Vocabulary::plain(&i.kind), i.name, doubt(i.confidence))).collect();
    let rows = [
        ("local name", fact.names.local.clone()),
        ("display", fact.display_note.clone().unwrap_or_default()),
        ("languages", fact.official_languages.join(", ")),
        ("currency", fact.currency.clone()),
        ("membership", members.join("\n")),
        ("recognition", recognition.join("\n")),
        ("", remarks(&fact.recognition_notes)),
        ("central authorities", authorities.join("\n")),
        ("languages of requests", languages.join("\n")),
        ("assistance law", act(&fact.domestic_mla_law)),
        ("criminal code", act(&fact.criminal_code)),
        ("criminal procedure", act(&fact.criminal_procedure_code)),
        ("structure", remarks(&fact.internal_structure)),
        (
            "gazette",
            format!(
                "{} ({}), for example {} {}",
                fact.gazette.name_local,
                fact.gazette.name_en,
                fact.gazette.example,
                doubt(fact.gazette.confidence)
            ),
        ),
        (
            "article headings",
            format!("{} {}", fact.article_heading_pattern.examples.join(" · "), doubt(fact.article_heading_pattern.confidence)),
        ),
        ("numbering", format!("{} {}", fact.numbering.text, doubt(fact.numbering.confidence))),
        (
            "dates and numbers",
            format!(
                "{} · decimal {} · grouping {}",
                fact.date_number_formats.long, fact.date_number_formats.decimal, fact.date_number_formats.grouping
            ),
        ),
        ("identifiers", identifiers.join("\n")),
        ("facts", format!("as of {}, {} ({})", fact.as_of, fact.layer.word(), fact.file)),
    ];
    let mut sources: Vec<&str> = fact
        .central_authorities
        .iter()
        .filter_map(|a| a.source.as_deref())
        .chain(fact.languages_accepted_for_requests.iter().filter_map(|l| l.source.as_deref()))
        .chain(
            [&fact.domestic_mla_law, &fact.criminal_code, &fact.criminal_procedure_code]
                .into_iter()
                .filter_map(|a| a.source.as_deref()),
        )
        .chain(fact.recognition_notes.iter().chain(&fact.internal_structure).filter_map(|r| r.source.as_deref()))
        .collect();
    sources.sort_unstable();
    sources.dedup();
    let sources: String = sources.iter().map(|source| view::address("source:", source)).collect();
    format!("{}  {}\n{}{sources}", fact.iso, fact.names.en, view::facts(&rows))
}

fn described_code(library: &Library, code: &Code) -> String {
    let name = library.state(&code.jurisdiction).map_or_else(|_| code.jurisdiction.clone(), |state| state.name);
    let mut concepts: Vec<String> = Vec::new();
    for term in &library.vocabulary().concepts {
        let count = code.provisions.iter().filter(|fact| fact.concept == term.id).count();
        if count > 0 {
            concepts.push(format!("{} {count}", Vocabulary::plain(&term.id)));
        }
    }
    let general = code.general_part.as_ref().map(|general| {
        let mut parts = Vec::new();
        let days =
            general.imprisonment.min_days.map(|days| format!("{days} days")).unwrap_or_else(|| "no general minimum".into());
        let top = general.imprisonment.max_months.map(months::written).unwrap_or_else(|| "no general maximum".into());
        parts.push(format!("imprisonment: {days} to {top}"));
        parts.push(format!("life: {}", if general.life_imprisonment { "yes" } else { "no" }));
        if let Some(range) = general.long_term.as_ref().and_then(|l| months::range(l.min_months, l.max_months)) {
            parts.push(format!("long-term imprisonment: {range}"));
        }
        parts.extend(general.note.clone());
        format!("{} {}", parts.join("\n"), doubt(general.confidence))
    });
    let attempt = code.general_part.as_ref().and_then(|general| general.attempt.as_ref()).map(|rule| {
        let threshold = match (rule.rule, rule.threshold_months) {
            (AttemptReach::Threshold, Some(months)) => format!(" (from {})", months::written(months)),
            _ => String::new(),
        };
        format!("art. {}{threshold}: {} {}", rule.article, rule.text_own_words, doubt(rule.confidence))
    });
    let company = code.company_liability.as_ref().map(|liability| {
        format!(
            "{}: {} ({}) {}",
            Vocabulary::plain(liability.kind.word()),
            liability.derived_from,
            liability.provision,
            doubt(liability.confidence)
        )
    });
    let groups: Vec<String> = code
        .definitions_of_group
        .iter()
        .filter(|(k, _)| k != "source")
        .map(|(k, v)| format!("{}: {v}", Vocabulary::plain(k)))
        .collect();
    let pending: Vec<String> =
        code.pending_changes.iter().map(|change| format!("{} {}", change.what, doubt(change.confidence))).collect();
    let rows = [
        ("provisions", format!("{}: {}", code.provisions.len(), concepts.join(", "))),
        ("general part", general.unwrap_or_else(|| "not in the facts".into())),
        ("attempt", attempt.unwrap_or_else(|| "not in the facts".into())),
        ("companies", company.unwrap_or_else(|| "not in the facts".into())),
        ("groups", groups.join("\n")),
        ("not in the figures", pending.join("\n")),
    ];
    let copies: String = code.text_copies_read.iter().map(|copy| view::address("copy read:", copy)).collect();
    format!("\n{}  {name}: criminal law\n{}{copies}", code.jurisdiction, view::facts(&rows))
}
