//! `rogatory law dual`: dual criminality, State by State.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::super::output::{self, Format};
use super::super::{CommandError, Exit, Global, Outcome};
use super::{show, view};
use crate::law::dual_criminality::{Conduct, Decision, Rules, Status, Verdict, citation, decide};
use crate::law::library::Library;
use crate::law::months;
use crate::law::provision::Provision;
use crate::law::terms::Fact;
use crate::law::vocabulary::Vocabulary;

/// Is it an offence there as well? Element by element, with reasons
#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true))]
#[command(after_help = "Examples:
  rogatory law dual --offence RS-CC-350-2 --in DE,IT
  rogatory law dual --conduct conduct.toml --in RS,BA,DE --json

A conduct file:
  acts = [\"facilitate_entry\"]      # `rogatory law concepts --words acts`
  gain = false                     # leave out what is not known
  from = \"XK\"
  through = [\"RS\"]
  to = \"HR\"
  # means, purposes, victim_age, cross_border, legal_person, attempt,
  # humanitarian, intent, circumstances, absent_circumstances,
  # concept (only offences of this concept), title

Exit code 0: a verdict for every State; 3: at least one cannot be said;
2: bad input.")]
pub struct Args {
    /// A provision (an article without paragraph: its first offence)
    #[arg(long, value_name = "ID", group = "what")]
    offence: Option<String>,
    /// A file that describes what was done
    #[arg(long, value_name = "FILE", group = "what")]
    conduct: Option<PathBuf>,
    /// States asked about, or parts with their own code
    #[arg(long = "in", value_delimiter = ',', required = true, value_name = "ISO,…")]
    states: Vec<String>,
}

pub fn run(args: Args, global: &Global) -> Outcome {
    let library = view::library(global)?;
    let rules = Rules::built_in();
    let (conduct, subject) = conduct(&args, &library, &rules)?;
    let states = view::states(&library, &args.states)?;
    let decisions: Vec<Decision<'_>> = states.iter().map(|state| decide(&library, &rules, &conduct, state)).collect();
    match global.format() {
        Format::Json => output::print_json(&json!({
            "schema": "rogatory.dual/1",
            "subject": subject,
            "verdicts": decisions.iter().map(json_of).collect::<Vec<_>>(),
        })),
        Format::Ndjson => output::print(&decisions.iter().map(|decision| format!("{}\n", json_of(decision))).collect::<String>()),
        Format::Csv => output::print(&csv(&decisions)?),
        Format::Table => {
            let text: Vec<String> = decisions.iter().map(described).collect();
            let columns = usize::from(output::width());
            let subject = super::super::passage_view::wrapped(&subject, columns, "");
            output::print(&output::harmless(&format!("{subject}\n{}", text.join("\n")), true));
        }
    }
    let open = decisions.iter().any(|decision| decision.verdict == Verdict::CannotSay);
    Ok(if open { Exit::Gaps } else { Exit::Done })
}

fn conduct(args: &Args, library: &Library, rules: &Rules) -> Result<(Conduct, String), CommandError> {
    if let Some(id) = &args.offence {
        let found = show::provisions(library, id)?;
        let of_its_own = |fact: &&&Fact<Provision>| !rules.relations.own_acts(&fact.concept, &fact.acts).is_empty();
        let Some(offence) = found.iter().find(of_its_own) else {
            return Err(CommandError::bad_use(format!("{id} names no acts of its own: nothing to compare"))
                .hint("name the base offence; `rogatory law show` of the article lists its provisions"));
        };
        let doubt = if offence.confidence.counts_as_sourced() { "" } else { " (UNVERIFIED)" };
        let subject = format!("Offence: {} {}{doubt}", citation(offence), offence.heading_own_words);
        return Ok((Conduct::of_offence(offence, rules), subject));
    }
    let Some(path) = &args.conduct else {
        return Err(CommandError::bad_use("neither an offence nor a conduct file is named"));
    };
    let text = std::fs::read_to_string(path).map_err(|error| {
        CommandError::bad_use(format!("{} could not be read: {error}", path.display()))
            .hint("rogatory law dual --help shows a conduct file")
    })?;
    let conduct = Conduct::read(&text, library)
        .map_err(|error| CommandError::bad_use(format!("{}: {}", path.display(), error.what)).hint(error.remedy))?;
    let title = conduct.title.clone().unwrap_or_else(|| path.display().to_string());
    let acts = conduct.acts.iter().map(|act| Vocabulary::plain(act)).collect::<Vec<_>>().join(", ");
    Ok((conduct, format!("Conduct: {title} ({acts})")))
}

fn json_of(decision: &Decision<'_>) -> Value {
    let fact = decision.provision;
    json!({
        "state": decision.state.jurisdiction(),
        "name": decision.state.name,
        "verdict": decision.verdict.word(),
        "provision": fact.map(|fact| fact.id.clone()),
        "citation": fact.map(|fact| citation(fact)),
        "heading": fact.map(|fact| fact.heading_local.clone()),
        "penalty": fact.map(|fact| json!({
            "text": months::penalty(&fact.penalty), "min_months": fact.penalty.min_months, "max_months": fact.penalty.max_months,
            "life": fact.penalty.life,
        })),
        "forms": decision.forms.iter().map(|form| json!({
            "citation": form.place, "acts": form.acts, "trigger": form.step.trigger, "also": form.step.also,
            "penalty": {
                "text": months::aggravation(form.step), "min_months": form.step.min_months, "max_months": form.step.max_months,
                "life": form.step.life,
            },
        })).collect::<Vec<_>>(),
        "elements": decision.elements.iter().map(|e| json!({
            "element": e.element,
            "status": e.status.word(),
            "decided_by": e.because.map(|because| match because {
                crate::law::dual_criminality::Because::Case => "facts_of_the_case",
                crate::law::dual_criminality::Because::Law => "text_of_the_law",
            }),
            "reason": e.reason,
            "reference": e.reference,
            "confidence": e.confidence.word(),
        })).collect::<Vec<_>>(),
        "thresholds": decision.thresholds.iter().map(|t| json!({
            "id": t.id, "months": t.months, "reference": t.reference, "outcome": t.outcome, "text": t.text,
        })).collect::<Vec<_>>(),
        "conditions": decision.conditions,
        "to_check": decision.checks,
        "lesser_offences": decision.lesser.iter().map(|fact| json!({
            "provision": fact.id, "nature": fact.nature.as_ref().map(|nature| nature.kind.says()), "penalty": months::penalty(&fact.penalty),
        })).collect::<Vec<_>>(),
        "also_weighed": decision.others.iter().map(|(fact, verdict)| json!({"provision": fact.id, "verdict": verdict.word()})).collect::<Vec<_>>(),
        "pending_changes": decision.pending,
        "parts": decision.parts.iter().map(json_of).collect::<Vec<_>>(),
        "elsewhere": decision.elsewhere.iter().map(json_of).collect::<Vec<_>>(),
        "source": fact.and_then(|fact| fact.source.clone()),
        "as_of": fact.map(|fact| fact.as_of.clone()),
        "confidence": fact.map(|fact| fact.confidence.word()),
        "layer": fact.map(|fact| fact.layer.word()),
        "paragraph": decision.paragraph,
    })
}

fn csv(decisions: &[Decision<'_>]) -> Result<String, CommandError> {
    let mut rows = Vec::new();
    for decision in decisions {
        for element in &decision.elements {
            rows.push(vec![
                decision.state.jurisdiction().to_owned(),
                decision.verdict.word().to_owned(),
                decision.provision.map(|fact| fact.id.clone()).unwrap_or_default(),
                element.element.clone(),
                element.status.word().to_owned(),
                element.reason.clone(),
                element.reference.clone(),
                element.confidence.word().to_owned(),
            ]);
        }
        if decision.elements.is_empty() {
            let checks = decision.checks.join(" ");
            rows.push(vec![
                decision.state.jurisdiction().to_owned(),
                decision.verdict.word().to_owned(),
                String::new(),
                String::new(),
                String::new(),
                checks,
                String::new(),
                String::new(),
            ]);
        }
    }
    view::csv_text(&["state", "verdict", "provision", "element", "status", "reason", "reference", "confidence"], &rows)
}

fn described(decision: &Decision<'_>) -> String {
    let mut out =
        format!("{} ({}): {}\n", decision.state.name, decision.state.jurisdiction(), decision.verdict.says().to_uppercase());
    if let Some(fact) = decision.provision {
        let doubt = if fact.confidence.counts_as_sourced() { "" } else { "  UNVERIFIED" };
        out.push_str(&view::wrapped(
            &format!("{}  {} ({}): {}{doubt}", fact.id, citation(fact), fact.heading_local, months::penalty(&fact.penalty)),
            "  ",
        ));
        for form in &decision.forms {
            out.push_str(&view::wrapped(&format!("punished by {}: {}", form.place, months::aggravation(form.step)), "  "));
        }
        let rows: Vec<Vec<String>> = decision
            .elements
            .iter()
            .map(|e| {
                let mark = match e.status {
                    Status::Met => "met",
                    Status::NotMet => "LACKING",
                    Status::Unclear => "unclear",
                };
                let mut reason = e.reason.clone();
                if Some(&e.reference) != decision.provision.map(|fact| citation(fact)).as_ref() {
                    reason.push_str(&format!(" [{}]", e.reference));
                }
                vec![e.title.clone(), mark.to_owned(), reason]
            })
            .collect();
        out.push_str(&format!("{}\n", view::grid(&["element", "status", "why"], &rows)));
        for threshold in &decision.thresholds {
            out.push_str(&view::wrapped(&format!("{}: {} [{}]", threshold.title, threshold.text, threshold.reference), "  "));
        }
    }
    let mut list = |title: &str, items: &[String]| {
        if !items.is_empty() {
            out.push_str(&format!("  {title}\n"));
            for item in items {
                out.push_str(&view::wrapped(&format!("- {item}"), "    "));
            }
        }
    };
    list("must be shown:", &decision.conditions);
    list("to be checked:", &decision.checks);
    let lesser: Vec<String> = decision
        .lesser
        .iter()
        .map(|fact| {
            let nature = fact.nature.as_ref().map(|nature| nature.kind.says()).unwrap_or_default();
            format!("{} {}: {nature}, {}", fact.id, fact.heading_own_words, months::penalty(&fact.penalty))
        })
        .collect();
    list("caught below the criminal law:", &lesser);
    let codes = |decisions: &[Decision<'_>]| {
        decisions
            .iter()
            .map(|code| {
                let id = code.provision.map(|fact| fact.id.clone()).unwrap_or_else(|| "no provision in the facts".into());
                format!("{} ({}): {} ({id})", code.state.name, code.state.jurisdiction(), code.verdict.says())
            })
            .collect::<Vec<String>>()
    };
    list("codes of the parts:", &codes(&decision.parts));
    list("other codes of the same State:", &codes(&decision.elsewhere));
    let pending: Vec<String> = decision.pending.iter().map(|change| format!("{} [{}]", change.what, change.confidence)).collect();
    list("changes not in the figures:", &pending);
    if let Some(fact) = decision.provision {
        out.push_str(&view::address("  source:", fact.source.as_deref().unwrap_or("none")));
        out.push_str(&view::wrapped(&format!("facts: {}", view::provenance(fact, fact.confidence.word())), "  "));
    }
    out.push_str("  for the request:\n");
    out.push_str(&view::wrapped(&decision.paragraph, "    "));
    out
}
