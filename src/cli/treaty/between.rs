//! `rogatory treaty between`.

use serde_json::{Value, json};

use super::super::law::view;
use super::super::output::{self, Format};
use super::super::{Exit, Global, Outcome};
use super::show;
use crate::law::treaties::{Between, Bond, Coverage, Side, Standing, between};
use crate::law::vocabulary::Vocabulary;

/// What binds two States on a day
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  rogatory treaty between RS DE
  rogatory treaty between XK RS              non-recognition
  rogatory treaty between RS DE --measure videoconference --on 2024-03-01
  rogatory treaty between BA-FBIH AT --json

Exit code 0: at least one instrument binds both; 3: only unverified ones,
or not known; 1: none.")]
pub struct Args {
    /// Two letters of ISO 3166, XK, or a name
    #[arg(value_name = "STATE")]
    a: String,
    #[arg(value_name = "STATE")]
    b: String,
    /// A measure; `rogatory law concepts --words assistance_types` lists them
    #[arg(long)]
    measure: Option<String>,
    /// The day that counts (today if not given)
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<String>,
    /// With every instrument that does not bind both, and why
    #[arg(long)]
    all: bool,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let library = view::library(global)?;
    let (a, b) = (view::state(&library, &args.a)?, view::state(&library, &args.b)?);
    if a.code == b.code {
        return Err(super::super::CommandError::bad_use(format!(
            "{} and {} are the same State: no treaty is needed",
            args.a, args.b
        )));
    }
    let measure = args.measure.as_deref().map(|given| show::measure(&library, given)).transpose()?;
    let on = super::super::day::day(args.on.as_deref())?;
    let answer = between(&library, &a, &b, on, measure.as_deref());
    match global.format() {
        Format::Json => output::print_json(&json_of(&answer)),
        Format::Ndjson => {
            output::print(&answer.bonds.iter().map(|bond| format!("{}\n", bond_json(&answer, bond))).collect::<String>())
        }
        Format::Csv => output::print(&csv(&answer)?),
        Format::Table => output::print(&output::harmless(&described(&answer, args.all), true)),
    }
    let some = |standing| answer.standing(standing).next().is_some();
    Ok(if some(Standing::Binding) {
        Exit::Done
    } else if some(Standing::Unverified)
        || some(Standing::NotEstablished)
        || some(Standing::DomesticLaw)
        || !answer.unknown.is_empty()
    {
        Exit::Gaps
    } else {
        Exit::Nothing
    })
}

fn since(bond: &Bond<'_>) -> String {
    match bond.since {
        Some(since) if since.checked => since.date.to_string(),
        Some(since) => format!("{} (check)", since.date),
        None if matches!(bond.standing, Standing::Binding | Standing::Unverified) => "not known".into(),
        None => String::new(),
    }
}

fn serves(bond: &Bond<'_>) -> String {
    match &bond.coverage {
        Coverage::NotAsked => String::new(),
        Coverage::Named => "yes".into(),
        Coverage::Through(id) => format!("through {id}"),
        Coverage::General(clause) => format!("only as {}", Vocabulary::plain(clause)),
        Coverage::No => "no".into(),
    }
}

/// Whether a request may stand on this instrument alone: it binds both, on that day, and what a request must hold was read.
fn alone(bond: &Bond<'_>) -> bool {
    bond.sole_basis && matches!(bond.standing, Standing::Binding | Standing::Unverified)
}

/// Whether another instrument takes its place, for what is asked about: wholly, or for all that it is not kept for.
fn gives_way(answer: &Between<'_>, bond: &Bond<'_>) -> bool {
    bond.displaced_by.is_some_and(|d| answer.measure.as_ref().is_none_or(|measure| !d.except.contains(measure)))
}

/// A day that has not come yet is answered by today's facts; that is said.
fn outlook(answer: &Between<'_>) -> Option<String> {
    let today = super::super::day::day(None).ok()?;
    let as_of = answer.bonds.iter().map(|bond| bond.instrument.as_of.as_str()).max()?;
    (answer.on > today).then(|| {
        format!("{} has not come yet: the facts are as of {as_of}, and what will have changed by then is not in them.", answer.on)
    })
}

fn side_json(side: &Side<'_>) -> Value {
    json!({
        "iso": side.state.code,
        "part": side.state.part,
        "name": side.state.name,
        "known": side.state.known,
        "domestic_mla_law": side.jurisdiction.map(|fact| &fact.domestic_mla_law),
        "languages_accepted_for_requests": side.jurisdiction.map(|fact| &fact.languages_accepted_for_requests),
        "central_authorities": side.jurisdiction.map(|fact| &fact.central_authorities),
    })
}

fn bond_json(answer: &Between<'_>, bond: &Bond<'_>) -> Value {
    let instrument = bond.instrument;
    let declarations: Vec<Value> = bond
        .declarations(answer)
        .into_iter()
        .map(|(state, d)| json!({"state": state, "ref": d.reference, "topic": d.topic, "summary": d.summary, "source": d.source, "confidence": d.confidence}))
        .collect();
    let party = |party: Option<&crate::law::instrument::Party>| {
        party.map(|p| json!({
        "status": p.status, "signed": p.signed.map(|d| d.to_string()), "ratified": p.ratified.map(|d| d.to_string()),
        "in_force": p.in_force.map(|d| d.to_string()), "sourced_fields": p.sourced_fields, "note": p.note, "source": p.source,
        "confidence": p.confidence,
    }))
    };
    let contents: Vec<_> = bond.request_contents(answer.measure.as_deref()).collect();
    let parties: serde_json::Map<String, Value> = [(&answer.a, bond.a), (&answer.b, bond.b)]
        .into_iter()
        .map(|(side, standing)| (side.state.code.clone(), party(standing).unwrap_or(Value::Null)))
        .collect();
    let authorities: serde_json::Map<String, Value> = [&answer.a, &answer.b]
        .into_iter()
        .map(|side| (side.state.code.clone(), json!(side.authorities_for(instrument))))
        .collect();
    json!({
        "instrument": instrument.id,
        "short": instrument.short,
        "title": instrument.title,
        "reference": instrument.reference,
        "standing": bond.standing.word(),
        "since": bond.since.map(|since| json!({"date": since.date.to_string(), "checked": since.checked})),
        "part_of": bond.part_of,
        "protocols": bond.protocols,
        "measure": bond.coverage.word(),
        "measure_through": match &bond.coverage { Coverage::Through(id) | Coverage::General(id) => Some(id), _ => None },
        "sole_basis": alone(bond) && !gives_way(answer, bond),
        "gives_way": gives_way(answer, bond),
        "residual": bond.residual,
        "displaced_by": bond.displaced_by.map(|d| json!({"instrument": d.by, "except": d.except})),
        "channel": instrument.channel,
        "urgent_channel": instrument.urgent_channel,
        "language_rule": instrument.language_rule,
        "parties": parties,
        "declarations": declarations,
        "authorities": authorities,
        "request_contents": contents,
        "refusal_grounds": bond.refusal_grounds(),
        "reasons": bond.reasons,
        "unverified": bond.unverified,
        "as_of": instrument.as_of,
        "layer": instrument.layer.word(),
        "text": instrument.url,
    })
}

fn json_of(answer: &Between<'_>) -> Value {
    json!({
        "schema": "rogatory.between/1",
        "a": side_json(&answer.a),
        "b": side_json(&answer.b),
        "on": answer.on.to_string(),
        "measure": answer.measure,
        "direct_channel_closed": answer.direct_channel_closed(),
        "bonds": answer.bonds.iter().map(|bond| bond_json(answer, bond)).collect::<Vec<_>>(),
        "notices": answer.notices.iter().map(|notice| json!({
            "kind": notice.kind.word(), "text": notice.text, "source": notice.source, "confidence": notice.confidence,
        })).collect::<Vec<_>>(),
        "unknown": answer.unknown,
        "outlook": outlook(answer),
    })
}

fn csv(answer: &Between<'_>) -> Result<String, super::super::CommandError> {
    let rows: Vec<Vec<String>> = answer
        .bonds
        .iter()
        .map(|bond| {
            vec![
                bond.instrument.id.clone(),
                bond.instrument.reference.clone(),
                bond.standing.word().to_owned(),
                bond.since.map(|since| since.date.to_string()).unwrap_or_default(),
                bond.since.map(|since| since.checked.to_string()).unwrap_or_default(),
                bond.coverage.word().to_owned(),
                (alone(bond) && !gives_way(answer, bond)).to_string(),
                bond.residual.to_string(),
                bond.displaced_by.map(|d| d.by.clone()).unwrap_or_default(),
                bond.displaced_by.map(|d| d.except.join("; ")).unwrap_or_default(),
                bond.reasons.iter().chain(&bond.unverified).cloned().collect::<Vec<_>>().join(" "),
            ]
        })
        .collect();
    let header = [
        "instrument",
        "reference",
        "standing",
        "since",
        "since_checked",
        "measure",
        "sole_basis",
        "residual",
        "gives_way_to",
        "kept_for",
        "remarks",
    ];
    view::csv_text(&header, &rows)
}

fn described(answer: &Between<'_>, all: bool) -> String {
    let (a, b) = (&answer.a.state, &answer.b.state);
    let mut out = format!("{} ({}) and {} ({}) on {}", a.name, a.jurisdiction(), b.name, b.jurisdiction(), answer.on);
    if let Some(measure) = &answer.measure {
        out.push_str(&format!(", measure: {}", Vocabulary::plain(measure)));
    }
    out.push('\n');
    for notice in &answer.notices {
        out.push_str(&view::wrapped(&format!("! {} [{}]", notice.text, notice.confidence), ""));
    }
    if let Some(text) = outlook(answer) {
        out.push_str(&view::wrapped(&format!("! {text}"), ""));
    }
    for text in &answer.unknown {
        out.push_str(&view::wrapped(&format!("? {text}"), ""));
    }
    let holds = |bond: &&Bond<'_>| matches!(bond.standing, Standing::Binding | Standing::Unverified | Standing::DomesticLaw);
    let held: Vec<&Bond<'_>> = answer.bonds.iter().filter(holds).collect();
    if held.is_empty() {
        out.push_str("\nThe facts show no instrument that binds both on that day.\n");
    } else {
        let asked = answer.measure.is_some();
        let rows: Vec<Vec<String>> = held
            .iter()
            .map(|bond| {
                let name =
                    if bond.part_of.is_some() { format!("+ {}", bond.instrument.short) } else { bond.instrument.short.clone() };
                let alone = match (bond.standing, bond.sole_basis, bond.residual) {
                    (Standing::DomesticLaw, ..) => "no treaty",
                    (_, false, _) if bond.part_of.is_some() => "with its convention",
                    (_, false, _) => "not alone",
                    _ if gives_way(answer, bond) => "gives way",
                    (_, true, true) => "residual",
                    (_, true, false) => "yes",
                };
                let mut row =
                    vec![name, bond.instrument.reference.clone(), since(bond), short_standing(bond.standing).to_owned()];
                if asked {
                    row.push(serves(bond));
                }
                row.push(alone.to_owned());
                row
            })
            .collect();
        let mut header = vec!["instrument", "reference", "since", "standing"];
        if asked {
            header.push("measure");
        }
        header.push("basis");
        out.push_str(&format!("\n{}\n", view::grid(&header, &rows)));
        out.push_str(
            "residual: steps back where another assistance treaty binds both\nnot alone: what a request must hold was not read\n",
        );
        if held.iter().any(|bond| gives_way(answer, bond)) {
            out.push_str("gives way: another instrument that binds both takes its place\n");
        }
        out.push_str(&view::layers(
            held.iter()
                .map(|bond| (bond.instrument.short.as_str(), bond.instrument.layer.word(), bond.instrument.as_of.as_str())),
        ));
        for bond in held.iter().filter(|bond| bond.coverage.serves()) {
            out.push_str(&detail(answer, bond));
        }
    }
    let open: Vec<&Bond<'_>> = answer.bonds.iter().filter(|bond| bond.standing == Standing::NotEstablished).collect();
    if !open.is_empty() {
        out.push_str("\nNot established\n");
        for bond in open {
            out.push_str(&view::wrapped(&format!("{}: {}", bond.instrument.short, bond.reasons.join(" ")), "  "));
        }
    }
    let without: Vec<&Bond<'_>> = answer
        .bonds
        .iter()
        .filter(|bond| matches!(bond.standing, Standing::NotInForce | Standing::SignedOnly | Standing::NotParty))
        .filter(|bond| all || bond.standing != Standing::NotParty)
        .collect();
    if !without.is_empty() {
        out.push_str("\nNot binding\n");
        for bond in without {
            out.push_str(&view::wrapped(
                &format!("{} ({}): {}", bond.instrument.short, bond.standing.says(), bond.reasons.join(" ")),
                "  ",
            ));
        }
    }
    let hidden = answer.standing(Standing::NotParty).count();
    if !all && hidden > 0 {
        out.push_str(&format!("\n{hidden} more do not bind both; --all says why.\n"));
    }
    for side in [&answer.a, &answer.b] {
        let Some(fact) = side.jurisdiction else { continue };
        out.push_str(&format!("\n{}: requests\n", fact.names.en));
        let authorities: Vec<String> = fact
            .central_authorities
            .iter()
            .map(|a| {
                format!(
                    "{} ({}), {}, for {} [{}]",
                    a.name_en,
                    a.name_local,
                    a.address.as_deref().unwrap_or(&a.city),
                    a.instrument,
                    a.confidence
                )
            })
            .collect();
        let languages: Vec<String> =
            fact.languages_accepted_for_requests.iter().map(|l| format!("{} [{}]", l.language, l.confidence)).collect();
        out.push_str(&view::facts(&[
            ("authorities", authorities.join("\n")),
            ("languages", languages.join("\n")),
            (
                "own law",
                format!(
                    "{} ({}) [{}]",
                    fact.domestic_mla_law.title_en, fact.domestic_mla_law.gazette, fact.domestic_mla_law.confidence
                ),
            ),
            (
                "facts",
                format!(
                    "{}, as of {}",
                    fact.layer.word(),
                    if fact.as_of.is_empty() { "an unknown day" } else { fact.as_of.as_str() }
                ),
            ),
        ]));
    }
    out
}

/// One word for a narrow column.
fn short_standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Binding => "binding",
        Standing::Unverified => "to check",
        other => other.says(),
    }
}

fn detail(answer: &Between<'_>, bond: &Bond<'_>) -> String {
    let declared: Vec<String> = bond
        .declarations(answer)
        .into_iter()
        .map(|(state, d)| {
            let doubt = if d.confidence.counts_as_sourced() { "" } else { " [unverified]" };
            format!("{state} {}, {}: {}{doubt}", d.reference, d.topic, d.summary)
        })
        .collect();
    let displaced = bond.displaced_by.map(|d| {
        let except = if d.except.is_empty() {
            String::new()
        } else {
            format!(
                " (it stays in use for {})",
                d.except.iter().map(|kind| Vocabulary::plain(kind)).collect::<Vec<_>>().join(", ")
            )
        };
        format!("{} takes its place{except}", d.by)
    });
    let rows = [
        ("part of", bond.part_of.unwrap_or_default().to_owned()),
        ("protocols", bond.protocols.join(", ")),
        ("gives way", displaced.unwrap_or_default()),
        ("channel", bond.instrument.channel.clone().unwrap_or_default()),
        ("urgent", bond.instrument.urgent_channel.clone().unwrap_or_default()),
        ("language", bond.instrument.language_rule.clone().unwrap_or_default()),
        ("declarations", declared.join("\n")),
        ("check first", bond.unverified.join("\n")),
    ];
    format!("\n{} ({})\n{}", bond.instrument.short, bond.instrument.id, view::facts(&rows))
}
